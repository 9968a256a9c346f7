"""A sheet as text, and the flashcards that ask for what it says."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from studybot.facts.written import where
from studybot.speech import phrase
from studybot.study.card import Card
from studybot.study.sheet_parts import Line, PartKind, Sheet, Table

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
    spans = [(proof.passage.document, proof.start, proof.end) for proof in sheet.proofs]
    return [
        card
        for card in cards
        if card.topic == sheet.topic.id
        and any(
            card.proof.passage.document == document and card.proof.start < end and start < card.proof.end
            for document, start, end in spans
        )
    ]
