"""What a sheet holds: lines and tables of one kind, each with its place in the course."""

from typing import Literal

from studybot.types import Citation, Topic, Value

PartKind = Literal["definitions", "tables", "confusions", "limits", "commands", "tips", "points"]


class Line(Value):
    """One thing to know: what it is about (`label`, may be empty), what the course says, and where."""

    label: str
    text: str
    proof: Citation
    code: bool = False
    worth: float = 0.5


class Table(Value):
    """A table of the course that decides between things: its heading, header, and rows, each with its places."""

    title: str
    header: tuple[str, ...]
    rows: tuple[tuple[tuple[str, ...], tuple[Citation, ...]], ...]
    worth: float = 0.5


class Part(Value):
    """Lines or tables of one kind, in course order; `left` counts those that found no room."""

    kind: PartKind
    lines: tuple[Line, ...] = ()
    tables: tuple[Table, ...] = ()
    left: int = 0


class Sheet(Value):
    """The sheet of one topic."""

    topic: Topic
    parts: tuple[Part, ...]

    @property
    def proofs(self) -> list[Citation]:
        """Every place that the sheet cites, in its order."""
        lines = [line.proof for part in self.parts for line in part.lines]
        return lines + [proof for part in self.parts for table in part.tables for _, proofs in table.rows for proof in proofs]
