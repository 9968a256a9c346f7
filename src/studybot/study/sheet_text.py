"""What a sheet holds, each line and table with its place in the course; a sheet as text, and its flashcards."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Literal

from studybot.facts.written import where
from studybot.speech import phrase
from studybot.study.card import Card
from studybot.study.coach import overlaps
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


NAMES: dict[PartKind, str] = {
    "definitions": phrase("Definitions"),
    "tables": phrase("Tables that decide"),
    "confusions": phrase("Easily confused"),
    "limits": phrase("Limits"),
    "commands": phrase("Commands"),
    "tips": phrase("Tips of the course"),
    "points": phrase("Also worth knowing"),
}


def numbered(found: Sequence[Sheet]) -> dict[tuple[str, ...], int]:
    """Return the number of each cited section, from 1 in the order in which sheets cite them."""
    paths = dict.fromkeys(proof.passage.path for sheet in found for proof in sheet.proofs)
    return {path: number for number, path in enumerate(paths, start=1)}


def markdown(found: Sequence[Sheet]) -> str:
    """Return sheets as Markdown: each line ends in the number of its section, and the sections stand at the end."""
    numbers = numbered(found)
    lines: list[str] = []
    for sheet in found:
        lines += [f"# {sheet.topic.title}", ""]
        for part in sheet.parts:
            lines += [f"## {NAMES[part.kind]}", ""]
            for table in part.tables:
                lines += [*_table_lines(table, numbers), ""]
            lines += [_line(line, numbers) for line in part.lines]
            lines += [""] if part.lines else []
    lines += ["## Where it stands", ""]
    return "\n".join([*lines, *(f"{number}. {where(path)}" for path, number in numbers.items())]) + "\n"


def _line(line: Line, numbers: Mapping[tuple[str, ...], int]) -> str:
    said = f"`{line.text}`" if line.code else line.text
    named = f"{line.label}: {said}" if line.code else f"**{line.label}**: {said}" if line.label else said
    return f"- {named} [{numbers[line.proof.passage.path]}]"


def _table_lines(table: Table, numbers: Mapping[tuple[str, ...], int]) -> Iterator[str]:
    yield f"**{table.title}**"
    yield ""
    yield _row((*table.header, ""))
    yield _row(["---"] * (len(table.header) + 1))
    for cells, proofs in table.rows:
        yield _row((*cells, " ".join(f"[{number}]" for number in dict.fromkeys(numbers[one.passage.path] for one in proofs))))


def _row(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in cells)} |"


def cards_of(sheet: Sheet, cards: Iterable[Card]) -> list[Card]:
    """Return the flashcards that ask for what a sheet says."""
    proofs = sheet.proofs
    return [card for card in cards if card.topic == sheet.topic.id and overlaps(card.proof, proofs)]
