"""What each file of a course holds: its documents, passages and entries, and its row of the receipt."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from itertools import chain, count
from pathlib import Path

from studybot.corpus.asciidoc import ASCIIDOC, titles
from studybot.corpus.bank import bank_entries, bank_path, read_bank
from studybot.corpus.course import TopicFile, describe
from studybot.corpus.formats.reading import Reading as Read
from studybot.corpus.front import without_front_matter
from studybot.corpus.markdown import parse
from studybot.corpus.naming import own_titles
from studybot.corpus.placeholders import placeholders, without_placeholders
from studybot.corpus.read import read_file
from studybot.corpus.split import entries, split
from studybot.errors import CorpusError
from studybot.text import slug
from studybot.types import Document, Entry, FileReceipt, Passage, Topic, Value

Reading = Callable[[str], None]
Told = tuple[list[Document], list[str]]


class FilePart(Value):
    """What one corpus file holds: its documents with their passages and entries, and its row of the receipt."""

    documents: tuple[Document, ...] = ()
    passages: tuple[Passage, ...] = ()
    entries: tuple[Entry, ...] = ()
    receipt: FileReceipt


def read_parts(
    folder: Path, files: Sequence[TopicFile], passage_size: int, use_bank: bool, reading: Reading | None = None
) -> list[FilePart]:
    """Return what each file holds; one that cannot be read comes back as a row with its reason."""
    named = (path for file in files for path in (file.path, *file.parts) if path.suffix.lower() in ASCIIDOC)
    known = titles(path.read_text(encoding="utf-8", errors="ignore") for path in dict.fromkeys(named) if path.is_file())
    readings: list[Read | CorpusError] = []
    for number, file in enumerate(files, start=1):
        if reading:
            reading(f"{file.source} (file {number:,} of {len(files):,})")
        readings.append(_read(file, known))
    taken: set[str] = set()
    told = [_documents(file, read, taken) for file, read in zip(files, _with_own_titles(files, readings), strict=True)]
    lines = placeholders(document for one in told if not isinstance(one, CorpusError) for document in one[0])
    return [_part(folder, file, one, lines, passage_size, use_bank) for file, one in zip(files, told, strict=True)]


def _read(file: TopicFile, known: Mapping[str, str]) -> Read | CorpusError:
    """One bad file never stops the others: it comes back as its reason."""
    try:
        return read_file(file.path, ocr=file.ocr, parts=file.parts, titles=known)
    except CorpusError as error:
        return error


def _with_own_titles(files: Sequence[TopicFile], readings: Sequence[Read | CorpusError]) -> list[Read | CorpusError]:
    """What was read, where several files begin with one title each with its own; not those that `course.yaml` names."""
    named = {
        place: (file.source, read.texts[0])
        for place, (file, read) in enumerate(zip(files, readings, strict=True))
        if isinstance(read, Read) and len(read.texts) == 1 and file.topic is None
    }
    own = dict(zip(named, own_titles(list(named.values())), strict=True))
    return [replace(read, texts=(own[place],)) if place in own else read for place, read in enumerate(readings)]  # type: ignore[type-var]


def _part(
    folder: Path, file: TopicFile, told: Told | CorpusError, lines: frozenset[str], passage_size: int, use_bank: bool
) -> FilePart:
    if isinstance(told, CorpusError):
        return FilePart(receipt=FileReceipt(source=file.source, error=str(told)))
    documents = [without_placeholders(document, lines) if lines else document for document in told[0]]
    warnings = list(told[1])
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


def _documents(file: TopicFile, reading: Read | CorpusError, taken: set[str]) -> Told | CorpusError:
    try:
        return reading if isinstance(reading, CorpusError) else _told(file, reading, taken)
    except CorpusError as error:
        return error


def _told(file: TopicFile, reading: Read, taken: set[str]) -> Told:
    documents: list[Document] = []
    warnings = list(reading.warnings)
    for number, text in enumerate(reading.texts):
        if file.topic is not None and len(reading.texts) == 1:
            topic = file.topic
        else:
            topic, complaints = describe(text, stem=file.path.stem, order=file.order + number)
            warnings += complaints
        free = _free_id(topic.id, taken)
        if free != topic.id:
            warnings.append(f"topic {topic.id!r} is another file's already: {free!r} is used instead")
            topic = topic.model_copy(update={"id": free} | _told_apart(topic, free))
        document = parse(without_front_matter(text), source=file.source, topic=topic)
        kept = tuple(section for section in document.sections if not set(section.path[1:]) & set(file.without))
        documents.append(document.model_copy(update={"sections": kept}) if file.without else document)
    return documents, warnings


def _told_apart(topic: Topic, free: str) -> dict[str, str]:
    """The title of a topic that is called as another one, with the number that tells their ids apart."""
    if topic.id != slug(topic.title):
        return {}
    title = f"{topic.title} ({free.rpartition('-')[2]})"
    return {"title": title, "card_title": title}


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
