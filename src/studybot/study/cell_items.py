"""Items from columns: the value of a row, the row of a value, which of the compared has it, and true or false."""

from collections import Counter
from collections.abc import Iterator, Sequence
from random import Random

from studybot.study.claim_items import claim_item, claimed
from studybot.study.columns import Cell, Column
from studybot.study.distractors import choose, letters
from studybot.study.hints import are_named_alike, is_odd, tells
from studybot.study.item import TRUE_FALSE, Item, ItemKind, identity, is_proved
from studybot.study.phrase import backward, capitalised, describes, first_sentence, forward, row_noun, section_key, where
from studybot.study.shape import form, measure
from studybot.study.worth import (
    ALIKE,
    OPTION_LIMIT,
    SENTENCE,
    both_true,
    fact_of,
    is_askable,
    is_option,
    is_quotable,
    is_telling,
)
from studybot.text import any_word
from studybot.types import Citation

ONE_ANSWER = 2  # questions of one column with the same answer; the next one is known


def cell_items(column: Column) -> Iterator[Item]:
    """Yield at most one choice and one true-or-false item for each cell of a column."""
    answers: Counter[str] = Counter()
    for cell, rows, telling, turn in _askable_cells(column):
        for item in _of_cell(column, cell, rows, telling, turn=turn):
            claims = item.kind == "true_false"
            answer = f"{item.key}: {claimed(column, item)}" if claims else item.key
            answers[answer] += 1
            if answers[answer] <= ONE_ANSWER:
                yield item


def spare_claims(column: Column) -> Iterator[Item]:
    """Yield a true claim of every cell, for rows of which little else is asked."""
    for cell, _, telling, _ in _askable_cells(column):
        others = [other for other in telling if other is not cell]
        claim = claim_item(column, cell, others, Random(identity(*column.path, column.name, cell.label)))
        if claim is not None and claim.key == TRUE_FALSE[0]:
            yield claim


def _askable_cells(column: Column) -> Iterator[tuple[Cell, list[Cell], list[Cell], int]]:
    """The cells worth asking for, each with all rows, with those worth asking for, and with its place."""
    rows = [cell for cell in column.cells if any_word(cell.label)] if is_askable(column) else []
    telling = [cell for cell in rows if is_telling(column, cell)]
    return ((cell, rows, telling, turn) for turn, cell in enumerate(rows) if cell in telling)


def _of_cell(column: Column, cell: Cell, rows: Sequence[Cell], telling: Sequence[Cell], *, turn: int) -> Iterator[Item]:
    """Any row can be a wrong option; a wrong value comes from a row of which it is worth knowing."""
    others, values = ([other for other in found if other is not cell] for found in (rows, telling))
    # The draw depends on the fact alone, so that another course file changes nothing here.
    random = Random(identity(*column.path, column.name, cell.label))
    makers = [(_row_of_value, others), (_value_of_row, values)]
    makers = makers if random.random() < 0.6 else makers[::-1]
    item = next((item for make, pool in makers for item in [make(column, cell, pool, random)] if item), None)
    if item is not None:
        yield item
    claim = claim_item(column, cell, values, random)
    shared = any(letters(other.text) == letters(cell.text) for other in others)
    # Every third cell is asked as true or false too; more would be the same thing again. Two compared things, and a value
    # that several rows have, leave no other way; of other values a false claim is seen through at first sight.
    turned = (turn + len(column.name)) % 3 == 0
    if claim and (turned or (item is None and (column.kind == "compare" or shared or claim.key == TRUE_FALSE[0]))):
        yield claim


def make_item(
    kind: ItemKind,
    prompt: str,
    key: str,
    wrong: Sequence[str],
    proof: Citation,
    *,
    evidence: tuple[str, ...],
    fact: str,
    code: bool = False,
) -> Item | None:
    """Return a choice item with its options in alphabetical order, or None when the proof does not hold its evidence."""
    if not is_proved(evidence, proof):
        return None
    options = tuple(sorted((key, *wrong), key=lambda option: (option.lower(), option)))
    passage = proof.passage
    return Item(
        id=identity(kind, section_key(passage), fact, prompt),
        kind=kind,
        topic=passage.topic,
        prompt=prompt,
        options=options,
        right=(options.index(key),),
        evidence=evidence,
        proof=proof,
        fact=fact,
        code=code,
    )


def _ask(column: Column, question: str) -> str:
    return f"In “{where(column.path)}”, {question}?"


def _row_of_value(column: Column, cell: Cell, others: Sequence[Cell], random: Random) -> Item | None:
    """Which row has this value? The value must be that of one row only, and the other rows have values of its make."""
    value = cell.text
    if not cell.names_label or not is_quotable(value) or any(both_true(other.text, value) for other in others):
        return None
    rivals = [other for other in others if _is_of_make(other.text, value) and not tells(value, other.label)]
    prompt = _ask(column, backward(column.row, column.name, value))
    if column.kind == "compare":
        # All compared things are offered: one that the value names or that has a value of another make tells the rest.
        wrong = tuple(other.label for other in rivals) if len(rivals) == len(others) > 0 else None
    else:
        labels = [other.label for other in rivals if not _are_cousins(other.label, cell.label)]
        # The rows are told apart by the value; the more their names are alike, the better.
        wrong = choose(cell.label, labels, prompt=prompt, random=random, alike=0.8, prose=False)
        if wrong is not None and _is_loose(column) and not has_rival(cell.label, wrong):
            return None
    if wrong is None or any(other.label.lower() in value.lower() for other in others if len(other.label) > 1):
        return None
    evidence, fact = _evidence(column, cell), fact_of(column, cell)
    return make_item(column.kind, prompt, cell.label, wrong, cell.proof, evidence=evidence, fact=fact)


def _is_loose(column: Column) -> bool:
    """Whether the labels are any terms of a field, and not things of one kind as in a table of storage classes."""
    return column.kind == "term" or column.row in (row_noun(""), "concept", "term")


def has_rival(term: str, others: Sequence[str]) -> bool:
    """Whether a term is beside one that is named alike, and is not the odd one out: others are told apart by their sense."""
    return any(are_named_alike(term, other) for other in others) and not is_odd(term, others)


def _is_of_make(one: str, other: str) -> bool:
    """Whether two values measure the same, and neither is a line of code beside prose."""
    return measure(one) == measure(other) and (form(one) == "code") == (form(other) == "code")


def _are_cousins(one: str, other: str) -> bool:
    """Whether two words begin alike, such as overcommitting and overprovisioning: what is said of one often fits both."""
    return one.isalpha() and other.isalpha() and len(one) > 8 and one[:4].lower() == other[:4].lower()


def _evidence(column: Column, cell: Cell) -> tuple[str, ...]:
    """The heading of a compared thing stands in front of the whole table, a row's label in front of its cells."""
    return (cell.label, column.name, cell.text) if column.kind == "compare" else (_bare(column, cell.label), cell.text)


def _bare(column: Column, label: str) -> str:
    prefix = f"{column.row} "
    return label[len(prefix) :] if label.lower().startswith(prefix.lower()) and column.kind == "table" else label


def _value_of_row(column: Column, cell: Cell, others: Sequence[Cell], random: Random) -> Item | None:
    """What does this row have? Wrong options come from the same column and do not hold for the row."""
    text = _short(cell.text)
    if not is_option(text) or (describes(column.name) and len(text.split()) < SENTENCE):
        return None
    prompt = _ask(column, forward(column.name, cell.label))
    candidates = [_short(other.text) for other in others if not both_true(other.text, cell.text)]
    fair = [option for option in candidates if is_option(option) and not tells(option, cell.label)]
    wrong = choose(text, fair, prompt=prompt, random=random, alike=ALIKE)
    if wrong is None:
        return None
    options = [capitalised(option) for option in wrong]
    return make_item(column.kind, prompt, capitalised(text), options, cell.proof, evidence=(text,), fact=fact_of(column, cell))


def _short(text: str) -> str:
    return text if len(text) <= OPTION_LIMIT else first_sentence(text)
