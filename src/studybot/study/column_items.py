"""Items about a whole column: match each row with its value, and find the one row that is wrong."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import combinations
from random import Random

from studybot.facts.columns import Cell, Column
from studybot.facts.shape import form
from studybot.facts.written import GLOSSARY, cite, section_key
from studybot.study.cell_items import make_item
from studybot.study.distractors import resembles, same_make
from studybot.study.hints import tells
from studybot.study.item import Item, fact_key, identity, is_proved
from studybot.study.kin import are_rivals
from studybot.study.phrase import capitalised, describes, statement
from studybot.study.wording import Wording
from studybot.study.worth import ALIKE, both_true, is_askable, is_claim, is_telling, worth

ROWS = 4  # that are matched, or of which one is wrong
LABEL, VALUE = 40, 70  # characters of a label and of a value that stand beside each other on a phone


def column_items(columns: Iterable[Column], say: Wording) -> Iterator[Item]:
    """Yield for each column that has enough rows one item to match and one with a mistake, each where it is fair."""
    for column in columns:
        telling = [cell for cell in column.cells if is_telling(column, cell, say)] if is_askable(column) else []
        if column.name != "Step" and len(telling) >= ROWS:
            for make in (_match, _mistake):
                item = make(column, telling, say)
                if item is not None:
                    yield item


def _match(column: Column, telling: Sequence[Cell], say: Wording) -> Item | None:
    """Values that fit one row each, of one make, in one passage; their labels are the places to put them."""
    short = [cell for cell in telling if len(cell.label) <= LABEL and len(cell.text) <= VALUE and cell.names_label]
    group = next((list(group) for group in combinations(short, ROWS) if _are_apart(group)), None)
    if group is None or any(cell.proof.passage != group[0].proof.passage for cell in group):
        return None  # a glossary may go on in another passage: one citation proves an item
    first, passage = group[0], group[0].proof.passage
    values = [capitalised(cell.text) for cell in group]
    options = tuple(sorted(values, key=lambda value: (value.lower(), value)))
    # A row's label stands in front of its value, and rows follow one another as they do in the course.
    proof = cite(passage, first.proof.start, group[-1].proof.end)
    evidence = tuple(cell.text for cell in group)
    if not is_proved(evidence, proof):
        return None
    fact = fact_key(section_key(passage), f"match {column.name}")
    return Item(
        id=identity("match", fact, *(cell.label for cell in group)),
        kind="match",
        topic=passage.topic,
        prompt=_ask(column, f"which {_told(column, say)} belongs to which {_noun(column)}", say),
        options=options,
        left=tuple(cell.label for cell in group),
        right=tuple(options.index(value) for value in values),
        evidence=evidence,
        proof=proof,
        fact=fact,
        worth=worth(column.kind, column.name, "", say),
    )


def _are_apart(group: Sequence[Cell]) -> bool:
    """Whether no value could be another row's, and none is told by its label or its make."""
    return all(
        same_make(one.text, other.text)
        and form(one.text) == form(other.text)
        and not both_true(one.text, other.text)
        and not tells(one.text, other.label)
        and not tells(other.text, one.label)
        for one, other in combinations(group, 2)
    ) and not any(tells(cell.text, cell.label) for cell in group)


def _mistake(column: Column, telling: Sequence[Cell], say: Wording) -> Item | None:
    """Four rows of which one has the value of another row that is not shown: a real confusion between sisters."""
    fair = [cell for cell in telling if is_claim(cell.text) and len(cell.label) <= LABEL and len(cell.text) <= 2 * VALUE]
    random = Random(identity(*column.path, column.name, "mistake"))
    random.shuffle(fair)
    for cell in fair:
        others = [other for other in fair if other is not cell]
        swapped = next((other for other in others if _is_swap(column, cell, other)), None)
        shown = [other for other in others if other is not swapped and not resembles(other.text, cell.text, ALIKE)][: ROWS - 1]
        if swapped is None or len(shown) < ROWS - 1:
            continue
        key = _line(cell.label, swapped.text)
        lines = {_line(other.label, other.text): other for other in shown}
        if any(other.text == swapped.text for other in shown) or key in lines:
            continue
        truth = statement(say.lowered(column.name), cell.label, cell.text)
        notes = {key: truth} | {line: line for line in lines}
        evidence = (cell.text,)
        return make_item(
            "mistake",
            _ask(column, f"which of these has a wrong {_told(column, say)}", say),
            key,
            list(lines),
            cell.proof,
            evidence=evidence,
            fact=fact_key(section_key(cell.proof.passage), f"mistake {column.name}"),
            worth=worth(column.kind, column.name, "", say),
            notes=notes,
        )
    return None


def _is_swap(column: Column, cell: Cell, other: Cell) -> bool:
    """Whether a row's value may be taken for another's: of its make and kind, not true of it, and not told by either label."""
    kin = column.name != GLOSSARY or are_rivals((cell.label, cell.text), (other.label, other.text))
    return (
        kin
        and same_make(other.text, cell.text)
        and form(other.text) == form(cell.text)
        and not both_true(other.text, cell.text)
        and not tells(other.text, cell.label)
        and not tells(other.text, other.label)
    )


def _line(label: str, value: str) -> str:
    return f"{label} — {capitalised(value)}"


def _ask(column: Column, question: str, say: Wording) -> str:
    return say.ask(column.path, question, column.row, torn=True)


def _told(column: Column, say: Wording) -> str:
    return "description" if describes(column.name) else f"“{say.lowered(column.name)}”"


def _noun(column: Column) -> str:
    return "of them" if column.row.startswith("of ") else column.row
