"""Building: corpus -> documents -> passages -> entries -> vectors -> index on disk, with a receipt per file."""

import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from hashlib import sha256
from itertools import chain, count
from pathlib import Path

import numpy as np

from studybot.corpus.bank import bank_entries, bank_path, read_bank
from studybot.corpus.course import TopicFile, describe, left_out, load_course, stated_language
from studybot.corpus.front import without_front_matter
from studybot.corpus.language import detect
from studybot.corpus.markdown import parse
from studybot.corpus.read import read_file
from studybot.corpus.split import entries, split
from studybot.errors import CorpusError, IndexUnusable
from studybot.index.dense import DenseIndex
from studybot.index.encode import PACKAGED_MODEL, Progress, in_stretches
from studybot.index.files import SCHEMA, Content, Manifest, file_digest, load, load_manifest, save
from studybot.index.lexical import postings
from studybot.index.shared import SharedEncoder
from studybot.ports import Embedder, Vectors
from studybot.text import speaking
from studybot.types import Document, Entry, FileReceipt, Passage, Receipt, Value

Encode = Callable[[Sequence[str]], Vectors]
Reading = Callable[[str], None]
CODE = "studybot"  # what the code is called among the digests


class FilePart(Value):
    """What one corpus file holds: its documents with their passages and entries, and its row of the receipt."""

    documents: tuple[Document, ...] = ()
    passages: tuple[Passage, ...] = ()
    entries: tuple[Entry, ...] = ()
    receipt: FileReceipt


def build(
    folder: Path,
    index: Path,
    embedder: Callable[[], Embedder],
    *,
    passage_size: int,
    use_bank: bool = True,
    fresh: bool = False,
    progress: Progress | None = None,
    reading: Reading | None = None,
) -> Receipt:
    """Bring the index up to date with the course folder and return a receipt per file.

    `reading` is called with the name of each file before it is read, `embedder` once all are. Raises CorpusError when
    nothing at all can be indexed.
    """
    started = time.perf_counter()
    # Before anything is read: what is edited from here on differs from its digest, so that the next build reads it again.
    before = digests(folder, use_bank=use_bank)
    course, files = load_course(folder)
    parts = read_parts(folder, files, passage_size, use_bank, reading)
    # Gaps behind all others: the search keeps them apart, and both parts stay views of the file of vectors.
    everything = sorted((entry for part in parts for entry in part.entries), key=lambda entry: entry.kind == "gap")
    if not everything:
        reasons = "; ".join(f"{part.receipt.source} {part.receipt.error}" for part in parts if part.receipt.error)
        raise CorpusError(
            f"nothing to index in {str(folder)!r}{': ' + reasons if reasons else ': add .md, .txt, .pdf or .docx files'}"
        )
    known_by, known = ("", {}) if fresh else _known_vectors(index)
    model = embedder()
    if known_by != model.name:
        known = {}
    missing = list(dict.fromkeys(entry.text for entry in everything if entry.text not in known))
    known |= dict(zip(missing, _encode(model, missing, progress), strict=True))
    vectors = np.stack([known[entry.text] for entry in everything])
    new = set(missing)
    receipts = (*(_with_embedded(part, new) for part in parts), *_left_out(folder))
    documents = tuple(document for part in parts for document in part.documents)
    passages = tuple(passage for part in parts for passage in part.passages)
    language = stated_language(folder) or detect(document.text for document in documents)
    with speaking(language):
        words = postings(everything)
    manifest = Manifest(
        schema_version=SCHEMA,
        embedder=model.name,
        dimension=model.dimension,
        passage_size=passage_size,
        digests=before,
        counts={"documents": len(documents), "passages": len(passages), "entries": len(everything)} | _by_kind(everything),
        checksums={},
        course=course.model_copy(update={"topics": tuple(document.topic for document in documents), "language": language}),
        receipt=Receipt(
            files=receipts,
            seconds=round(time.perf_counter() - started, 3),
            language=language,
            warnings=_foreign(language, model.name),
        ),
    )
    content = Content.model_construct(documents=documents, passages=passages, entries=tuple(everything))
    return save(index, manifest, content, DenseIndex.of(vectors), words).receipt


def up_to_date(folder: Path, index: Path, *, embedder_name: str, passage_size: int, use_bank: bool = True) -> bool:
    """Whether the index on disk was built from exactly these files, model and settings."""
    try:
        manifest = load_manifest(index)
    except IndexUnusable:
        return False
    same = (manifest.embedder, manifest.passage_size) == (embedder_name, passage_size)
    return same and manifest.digests == digests(folder, use_bank=use_bank)


def digests(folder: Path, *, use_bank: bool = True) -> dict[str, str]:
    """Return the sha256 of every file that decides what the index holds; an unreadable one counts by its name.

    The code that reads and splits the course is one of them: with another version of it, the same files hold other passages.
    """
    course_file = folder / "course.yaml"
    _, files = load_course(folder)
    paths = [file.path for file in files] + ([course_file] if course_file.exists() else [])
    if use_bank:
        paths += sorted((folder / "questions").glob("*.yaml"))
    named = {path.relative_to(folder).as_posix(): _digest(path) for path in paths}
    named |= {file.source: "left out" for file in left_out(folder)}
    return named | {CODE: _code_digest()}


def _code_digest() -> str:
    package = Path(__file__).parent
    hashed = sha256()
    read_by = (path for path in (package / "corpus").rglob("*") if path.suffix in (".py", ".yaml"))
    words = sorted((package / "languages").glob("*.json"))
    for path in (*sorted(read_by), *words, package / "text.py", package / "ingest.py"):
        hashed.update(path.read_bytes())
    return hashed.hexdigest()


def _digest(path: Path) -> str:
    try:
        return file_digest(path)
    except OSError:
        return "unreadable"


def read_parts(
    folder: Path, files: Sequence[TopicFile], passage_size: int, use_bank: bool, reading: Reading | None = None
) -> list[FilePart]:
    """Return what each file holds; one that cannot be read comes back as a row with its reason."""
    taken: set[str] = set()
    parts = []
    for number, file in enumerate(files, start=1):
        if reading:
            reading(f"{file.source} (file {number:,} of {len(files):,})")
        parts.append(read_part(folder, file, passage_size, use_bank, taken))
    return parts


def read_part(folder: Path, file: TopicFile, passage_size: int, use_bank: bool, taken: set[str]) -> FilePart:
    """One bad file never stops the others: it comes back as a row with its reason."""
    try:
        reading = read_file(file.path, ocr=file.ocr)
        documents, warnings = _documents(file, reading.texts, taken)
        warnings = [*reading.warnings, *warnings]
    except CorpusError as error:
        return FilePart(receipt=FileReceipt(source=file.source, error=str(error)))
    passages: list[Passage] = []
    found: list[Entry] = []
    for document in documents:
        own = split(document, passage_size)
        passages += own
        found += entries(document, own)
        if use_bank:
            questions, complaints = _bank(folder, document, own)
            found += questions
            warnings += complaints
    if not passages:
        return FilePart(receipt=FileReceipt(source=file.source, error="holds no text: add some or remove the file"))
    receipt = FileReceipt(source=file.source, passages=len(passages), entries=len(found), warnings=tuple(warnings))
    return FilePart(documents=tuple(documents), passages=tuple(passages), entries=tuple(found), receipt=receipt)


def _documents(file: TopicFile, texts: Sequence[str], taken: set[str]) -> tuple[list[Document], list[str]]:
    documents: list[Document] = []
    warnings: list[str] = []
    for number, text in enumerate(texts):
        if file.topic is not None and len(texts) == 1:
            topic = file.topic
        else:
            topic, complaints = describe(text, stem=file.path.stem, order=file.order + number)
            warnings += complaints
        free = _free_id(topic.id, taken)
        if free != topic.id:
            warnings.append(f"topic {topic.id!r} is another file's already: {free!r} is used instead")
            topic = topic.model_copy(update={"id": free})
        documents.append(parse(without_front_matter(text), source=file.source, topic=topic))
    return documents, warnings


def _foreign(language: str, model: str) -> tuple[str, ...]:
    """The warning that an English model searches a course in another language by its words alone."""
    if language == "en" or not model.startswith(PACKAGED_MODEL):
        return ()
    return (
        f"the course is in another language ({language}) than the packaged model reads (en): it is searched by its words; "
        "set STUDYBOT_MODEL to a multilingual model for its meaning",
    )


def _left_out(folder: Path) -> Iterator[FileReceipt]:
    """A row for each file that is not read: an error where its author most likely takes it for material."""
    for file in left_out(folder):
        field = "error" if file.wanted else "left_out"
        yield FileReceipt(source=file.source, **{field: file.reason})


def _free_id(wanted: str, taken: set[str]) -> str:
    """The topic id itself, or with the first number behind it that no topic has; takes it."""
    numbered = (f"{wanted}-{number}" for number in count(2))
    free = next(one for one in chain([wanted], numbered) if one not in taken)
    taken.add(free)
    return free


def _bank(folder: Path, document: Document, passages: Sequence[Passage]) -> tuple[list[Entry], list[str]]:
    bank, complaints = read_bank(bank_path(folder, document.topic.id))
    if bank is None:
        return [], complaints
    found, gone = bank_entries(bank, document, passages)
    return found, complaints + gone


def _known_vectors(index: Path) -> tuple[str, dict[str, Vectors]]:
    """The embedder of the index on disk, and its texts with their vectors; an index that cannot be used knows none."""
    try:
        manifest, content, dense = load(index)
    except IndexUnusable:
        return "", {}
    return manifest.embedder, dict(zip((entry.text for entry in content.entries), dense.vectors, strict=True))


def _encode(model: Embedder, texts: Sequence[str], progress: Progress | None) -> Vectors:
    return in_stretches(model.alone if isinstance(model, SharedEncoder) else model, texts, progress)


def _with_embedded(part: FilePart, new: set[str]) -> FileReceipt:
    embedded = len({entry.text for entry in part.entries if entry.text in new})
    return part.receipt.model_copy(update={"embedded": embedded})


def _by_kind(found: Sequence[Entry]) -> dict[str, int]:
    return dict(Counter(entry.kind for entry in found))
