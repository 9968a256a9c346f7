"""A course as it is read: topics, documents, sections, blocks, passages and the entries that lead to them."""

from typing import Literal

from pydantic import Field

from studybot.types.value import Span, Value

BlockKind = Literal["prose", "list", "steps", "table", "code", "callout"]
# What a part of the material is for, by its form: only teaching text is evidence of the first rank.
Role = Literal["teaching", "note", "exercise", "objective", "reference", "administrative"]
ASKING: tuple[Role, ...] = ("objective", "exercise", "reference")  # of parts that ask, or point at what is taught elsewhere
PRINTED = ("output", "stdout", "stderr", "error", "warning")  # names of fences that hold what a command printed
EntryKind = Literal["passage", "unit", "bank", "gap"]


class Topic(Value):
    """One topic of a course; `card_title` and `card_category` are what the course's list of cards calls it."""

    id: str
    title: str
    icon: str = ""
    category: str = ""
    order: int = 0
    card_title: str = ""
    card_category: str = ""

    @property
    def name(self) -> str:
        """What the topic is called where room is short: its card's title, if it has one."""
        return self.card_title or self.title


class Course(Value):
    """A course: its name, its author's line and its topics in order."""

    id: str
    title: str
    author: str = ""
    topics: tuple[Topic, ...] = ()
    language: str = "en"  # ISO 639-1: which stemmer and function words the course is searched with

    def topic(self, topic_id: str | None) -> Topic | None:
        """Return a topic by its id, None for one that the course does not have."""
        return next((topic for topic in self.topics if topic.id == topic_id), None)


class Block(Span):
    """One block of a document; `units` are its smallest citable parts (sentence, bullet, row, step, command)."""

    kind: BlockKind
    language: str = ""
    units: tuple[Span, ...] = ()
    role: Role = "teaching"
    place: str = ""

    @property
    def is_printed(self) -> bool:
        """Whether this is what a command printed, by the name of its fence."""
        return self.kind == "code" and self.language in PRINTED


class Section(Span):
    """The blocks under one heading; `path` runs from the topic's title down to this heading."""

    path: tuple[str, ...]
    level: int = Field(default=1, ge=1, le=6)
    blocks: tuple[Block, ...] = ()


class Document(Value):
    """One file of the course as Markdown. `id` is a hash of its content, `source` its path below the corpus folder."""

    id: str
    source: str
    topic: Topic
    text: str
    sections: tuple[Section, ...]
    warnings: tuple[str, ...] = ()


class Passage(Span):
    """What is cited and shown: whole blocks of one section and one role. `document.text[start:end] == text`.

    `place` is where it stands in the file as its reader knows it: "page 3", "slide 4", "00:12:05".
    """

    id: str
    document: str
    source: str
    topic: str
    path: tuple[str, ...]
    kind: BlockKind
    text: str = Field(min_length=1)
    blocks: tuple[Block, ...] = ()
    role: Role = "teaching"
    place: str = ""

    @property
    def heading(self) -> str:
        """The heading path in one line."""
        return " > ".join(self.path)

    @property
    def context(self) -> str:
        """The text with its heading path in front, which is what is embedded."""
        return f"{self.heading}: {self.text}"

    def cut(self, span: Span) -> str:
        """Return the text that stands at a span of the document."""
        return self.between(span.start, span.end)

    def between(self, start: int, end: int) -> str:
        """Return the text between two offsets of the document."""
        return self.text[start - self.start : end - self.start]

    def front(self, start: int) -> str:
        """Return what stands before an offset of the document in its line: a list's sign, and how far it is set in."""
        return self.text[: start - self.start].rpartition("\n")[2]


class Entry(Span):
    """One text by which a passage is found: itself, a window or unit of it, or a learner's question that it answers.

    A `gap` is the opposite: a question that learners ask here and that the course does not answer.

    `text` is what is embedded and indexed (heading path in front); `start` and `end` are the span that it stands for;
    `says` is the yes or no that a learner's question deserves.
    """

    kind: EntryKind
    passage: str
    text: str = Field(min_length=1)
    says: bool | None = None
