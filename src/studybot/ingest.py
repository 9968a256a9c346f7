"""Building: corpus -> documents -> passages -> entries -> vectors -> index on disk, with a receipt per file."""

import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from hashlib import sha256
from pathlib import Path

import numpy as np

from studybot.corpus.course import left_out, load_course, stated_language
from studybot.corpus.formats.renewed import RENEWED, office
from studybot.corpus.language import detect
from studybot.corpus.parts import FilePart, Reading, read_parts
from studybot.errors import CorpusError, IndexUnusable
from studybot.index.dense import DenseIndex
from studybot.index.encode import PACKAGED_MODEL, Progress, in_stretches
from studybot.index.files import Content, file_digest, load, save
from studybot.index.lexical import postings
from studybot.index.manifest import SCHEMA, Manifest, load_manifest
from studybot.index.shared import SharedEncoder
from studybot.ports import Embedder, Vectors
from studybot.text import speaking
from studybot.types import FileReceipt, Receipt

CODE = "studybot"  # what the code is called among the digests
ORDER = "studybot order"  # and the order of the files


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
        counts={"documents": len(documents), "passages": len(passages), "entries": len(everything)}
        | dict(Counter(entry.kind for entry in everything)),
        sizes=Counter(passage.topic for passage in passages),
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
    paths = [path for file in files for path in (file.path, *file.parts)] + ([course_file] if course_file.exists() else [])
    if use_bank:
        paths += sorted((folder / "questions").glob("*.yaml"))
    named = {file.source: "left out" for file in left_out(folder)}
    named |= {path.relative_to(folder).as_posix(): _digest(path) for path in dict.fromkeys(paths)}
    named[ORDER] = sha256("\n".join(file.source for file in files).encode("utf-8", "surrogateescape")).hexdigest()
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
        unread = path.suffix.lower() in RENEWED and not office()
        return file_digest(path) + " without LibreOffice" * unread
    except OSError:
        return "unreadable"


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
