"""Items about a whole column: match each row with its value, and find the one row that is wrong."""

from collections.abc import Iterable, Iterator, Sequence
from random import Random

from studybot.facts.columns import Cell, Column
from studybot.facts.shape import form, genus
from studybot.facts.tables import READ_OFF
from studybot.facts.written import GLOSSARY, cite, section_key, uncounted
from studybot.study.cell_items import make_item
from studybot.study.distractors import resembles, same_make
from studybot.study.hints import tells
from studybot.study.item import Item, fact_key, identity, is_proved
from studybot.study.phrase import capitalised, describes, statement
from studybot.study.rivals import Rivals
from studybot.study.wording import Wording
from studybot.study.worth import ALIKE, is_askable, is_claim, is_telling, may_fit, worth

ROWS, FEWEST = 4, 3  # that are matched, or of which one is wrong
KNOWN = 1  # of the matched rows that may tell themselves
LABEL, VALUE = 40, 90  # characters of a label and of a value that stand beside each other on a phone


def column_items(columns: Iterable[Column], say: Wording) -> Iterator[Item]:
    """Yield for each four rows of a column an item to match, and for some four one with a mistake, each where it is fair."""
    for column in columns:
        telling = [cell for cell in column.cells if is_telling(column, cell, say)] if is_askable(column) else []
        if column.name != "Step" and len(telling) >= FEWEST:
            rivals = say.rivals(telling, defined=column.name == GLOSSARY)
            yield from _matches(column, telling, rivals, say)
            yield from _mistakes(column, telling, rivals, say)


def _matches(column: Column, telling: Sequence[Cell], rivals: Rivals, say: Wording) -> Iterator[Item]:
    """Values that fit one row each, of one make, in one passage; their labels are the places to put them."""
    left = [cell for cell in telling if len(cell.label) <= LABEL and len(cell.text) <= VALUE and cell.names_label]
    left = [cell for cell in left if not tells(cell.text, cell.label)][:READ_OFF]
    while group := _group(column, left, rivals):
        left = [cell for cell in left if cell not in group]
        item = _match(column, group, say)
        if item is not None:
            yield item


def _group(column: Column, cells: Sequence[Cell], rivals: Rivals) -> list[Cell]:
    """Four cells in their order, or three, apart from each other, all rivals of one; none where there are fewer."""
    found: list[Cell] = []
    for first in cells:
        near = rivals.near(first, [cell for cell in cells if cell is not first and _are_apart(column, first, cell)])
        group = [first]
        for cell in near:
            known = sum(map(rivals.tells, (cell, *group)))
            if known <= KNOWN and all(_are_apart(column, cell, other) for other in group):
                group.append(cell)
            if len(group) == ROWS:
                break
        found = max(found, group, key=len)
    return [cell for cell in cells if cell in found] if len(found) >= FEWEST else []


def _match(column: Column, group: Sequence[Cell], say: Wording) -> Item | None:
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
        left=tuple(uncounted(cell.label) for cell in group),
        right=tuple(options.index(value) for value in values),
        evidence=evidence,
        proof=proof,
        fact=fact,
        worth=worth(column.kind, column.name, "", say),
    )


def _are_apart(column: Column, one: Cell, other: Cell) -> bool:
    """Whether neither of two values could be the other row's, or is told by its label or its make; one citation holds both."""
    return (
        one.proof.passage == other.proof.passage
        and same_make(one.text, other.text)
        and form(one.text) == form(other.text)
        and not may_fit(column, one, other)
        and not tells(one.text, other.label)
        and not tells(other.text, one.label)
    )


def _mistakes(column: Column, telling: Sequence[Cell], rivals: Rivals, say: Wording) -> Iterator[Item]:
    """Four rows of which one has the value of another row that is not shown: a real confusion between sisters.

    A row whose label tells its value is dropped by everybody, and not shown.
    """
    fair = [cell for cell in telling if is_claim(cell.text) and len(cell.label) <= LABEL and len(cell.text) <= 2 * VALUE]
    random = Random(identity(*column.path, column.name, "mistake"))
    random.shuffle(fair)
    fair = fair[:READ_OFF]
    made = 0
    for cell in fair:
        if made * ROWS + ROWS > len(fair):
            break
        item = _mistake(column, cell, fair, rivals, made, say)
        if item is not None:
            made += 1
            yield item


def _mistake(column: Column, cell: Cell, fair: Sequence[Cell], rivals: Rivals, made: int, say: Wording) -> Item | None:
    near = rivals.near(cell, [other for other in fair if other is not cell])
    fits = (other for other in near if _is_swap(column, cell, other) and not rivals.say_alike(cell, other))
    swapped = next(fits, None)
    others = [
        other for other in fair if other is not cell and other is not swapped and not resembles(other.text, cell.text, ALIKE)
    ]
    untold = [other for other in others if not rivals.tells(other)]
    start = made * (ROWS - 1) % max(1, len(untold))
    shown = (untold[start:] + untold[:start])[: ROWS - 1]
    if swapped is None or len(others) < ROWS - 1 or len(shown) < FEWEST - 1:
        return None
    key = _line(cell.label, swapped.text)
    lines = {_line(other.label, other.text): other for other in shown}
    if any(other.text == swapped.text for other in shown) or key in lines:
        return None
    truth = statement(say.lowered(column.name), cell.label, cell.text)
    return make_item(
        "mistake",
        _ask(column, f"which of these has a wrong {_told(column, say)}", say),
        key,
        list(lines),
        cell.proof,
        evidence=(cell.text,),
        fact=fact_key(section_key(cell.proof.passage), f"mistake {column.name}" + (f" {made}" if made else "")),
        worth=worth(column.kind, column.name, "", say),
        notes={key: truth} | {line: line for line in lines},
    )


def _is_swap(column: Column, cell: Cell, other: Cell) -> bool:
    """Whether a row's value may be taken for another's: of its make, not true of it, and not told by either label.

    What two definitions say of one kind of thing tells two things apart; of a firm and a company both may be true.
    """
    return (
        (column.name != GLOSSARY or genus(other.text) == genus(cell.text))
        and same_make(other.text, cell.text)
        and form(other.text) == form(cell.text)
        and not may_fit(column, other, cell)
        and not tells(other.text, cell.label)
        and not tells(other.text, other.label)
    )


def _line(label: str, value: str) -> str:
    return f"{uncounted(label)} — {capitalised(value)}"


def _ask(column: Column, question: str, say: Wording) -> str:
    return say.ask(column.path, question, column.row, torn=True)


def _told(column: Column, say: Wording) -> str:
    return "description" if describes(column.name) else f"“{say.lowered(column.name)}”"


def _noun(column: Column) -> str:
    if column.name == GLOSSARY:
        return "term"
    return "of them" if column.row.startswith("of ") else column.row
