"""Questions to begin with: of the course's question bank, else those that it asks itself, or asked for its sections."""

from collections.abc import Callable, Iterator, Sequence
from itertools import islice
from threading import Lock

from studybot.corpus.course import split_icon
from studybot.evaluate.draft import definitions_asked
from studybot.facts.questions import Wanted, wanted
from studybot.opened import Opened
from studybot.ports import SearchBackend
from studybot.shown import capital
from studybot.text import speaking
from studybot.types import Passage, Topic, Value

COUNT = 6
BESIDE = 4  # questions about a section
TRIED = 5  # questions of a topic that are tried
_CHECKED: dict[str, list["Starter"]] = {}  # by the digest of the index
_LOCK = Lock()
# What begins with others is answered by a yes or a no, which teaches nobody who does not know the matter yet.
_OPENINGS = ("what ", "how ", "why ", "which ", "when ", "where ", "who ")


class Starter(Value):
    """A question to begin with and the topic that it is about."""

    text: str
    topic: str
    icon: str


def starters(
    backend: SearchBackend,
    topics: Sequence[Topic],
    count: int = COUNT,
    *,
    is_sure: Callable[[str, str], bool] | None = None,
    written: Callable[[str], str] = capital,
    defined: Sequence[tuple[str, Passage]] = (),
) -> list[Starter]:
    """Return up to `count` questions about topics spread over the whole course, each of which is surely answered.

    `defined` has questions that the course asks or that ask for what it defines, each with its passage; they come behind
    those of the bank.

    Where none of a topic's first questions is, another topic takes its place; a course of which none is gives them unchecked.
    """
    found: list[Starter] = []
    for topic in _spread(topics, count):
        if len(found) == count:
            break
        own = [text for text, passage in defined if passage.topic == topic.id]
        tried = islice(_questions(backend, backend.passages(topic.id), own), TRIED)
        text = next((text for text in tried if is_sure is None or is_sure(text, topic.id)), "")
        if text:
            found.append(Starter(text=written(text), topic=topic.name, icon=topic.icon))
    return found or (starters(backend, topics, count, written=written, defined=defined) if is_sure is not None else [])


def first_starters(course: Opened) -> list[Starter]:
    """Return the questions to begin with of an opened course; those of an index are checked once."""
    with _LOCK:
        if course.manifest.digest not in _CHECKED:
            _CHECKED[course.manifest.digest] = starters(
                course.backend,
                course.course.topics,
                is_sure=course.assistant.is_sure,
                written=course.assistant.vocabulary.written,
                defined=list(_own(course)),
            )
        return _CHECKED[course.manifest.digest]


def _own(course: Opened) -> Iterator[tuple[str, Passage]]:
    """Questions of a course with a passage of their topic: its exercises', for definitions, and for headings without a bank."""
    places, asked = {passage.id: passage for passage in course.passages}, list[Wanted]()
    if not any(entry.kind == "bank" for entry in course.entries):
        with speaking(course.course.language):
            asked = [one for one in wanted(course.passages, course.wording) if one.among and _reads_well(one.text)]
    said = "\n".join(passage.text for passage in course.passages if passage.role != "teaching")
    asked.sort(key=lambda one: one.text not in said)
    written = sum(one.text in said for one in asked)
    yield from ((one.text, places[one.among[0]]) for one in asked[:written])
    yield from definitions_asked(course.passages, course.course.language)
    yield from ((one.text, places[one.among[0]]) for one in asked[written:])


def about_section(backend: SearchBackend, topic: Topic, section: str) -> list[Starter]:
    """Return questions about the section of a topic with the title `section`, or about the topic when there is none."""
    passages = backend.passages(topic.id)
    wanted = [passage for passage in passages if section and section in passage.path]
    texts = list(dict.fromkeys(_questions(backend, wanted or passages)))[:BESIDE]
    return [Starter(text=capital(text), topic=section or topic.title, icon=topic.icon) for text in texts]


def _spread(topics: Sequence[Topic], count: int) -> Iterator[Topic]:
    """Every n-th topic first, so that the starters reach from the beginning of the course to its end; then the others."""
    step = max(1, len(topics) // max(count, 1))
    first = list(topics[::step])
    yield from first
    yield from (topic for topic in topics if topic not in first)


def _questions(backend: SearchBackend, passages: Sequence[Passage], defined: Sequence[str] = ()) -> Iterator[str]:
    """Well-formed short questions of the bank in course order, one a passage first; then for definitions and titles."""
    asked = [list(filter(_reads_well, map(_ended, backend.questions(passage.id)))) for passage in passages]
    for depth in range(3):
        yield from (texts[depth] for texts in asked if len(texts) > depth)
    yield from defined
    for passage in passages:
        title = split_icon(passage.path[-1])[1]
        yield title if title.endswith("?") else f"What does the course say about {title}?"


def _ended(text: str) -> str:
    """A question of the bank, whose sign is missing where somebody typed in haste."""
    return f"{text.rstrip('? ')}?"


def _reads_well(text: str) -> bool:
    return text.endswith("?") and text.lower().startswith(_OPENINGS) and 18 <= len(text) <= 62 and text.count("?") == 1
