"""True or false: a claim about one row of a column."""

import re
from collections.abc import Sequence
from random import Random

from studybot.study.columns import Cell, Column
from studybot.study.distractors import same_make
from studybot.study.hints import is_plain, tells
from studybot.study.item import TRUE_FALSE, Item, identity, is_proved
from studybot.study.phrase import capitalised, describes, statement, where
from studybot.study.shape import form
from studybot.study.worth import both_true, fact_of, is_claim


def claim_item(column: Column, cell: Cell, others: Sequence[Cell], random: Random) -> Item | None:
    """A claim about a row: its own value, or one of the same make from another row that does not hold for it."""
    if not is_claim(cell.text) or tells(cell.text, cell.label):
        return None
    false = [
        other.text
        for other in others
        if is_claim(other.text)
        and same_make(other.text, cell.text)
        and _unit(other.text) == _unit(cell.text)
        and form(other.text) == form(cell.text)
        and not both_true(other.text, cell.text)
        and not tells(other.text, cell.label)
        and not is_plain(other.text)
    ]
    if not false:
        return None
    is_true = int(identity("claim", *column.path, column.name, cell.label), 16) % 2 == 0
    value = capitalised(cell.text if is_true else random.choice(false))
    prompt = f"True or false? In “{where(column.path)}”, {statement(column.name, cell.label, value)}."
    if not is_proved((cell.text,), cell.proof):
        return None
    fact = fact_of(column, cell)
    return Item(
        id=identity("true_false", fact, column.name, cell.label),
        kind="true_false",
        topic=cell.proof.passage.topic,
        prompt=prompt,
        options=TRUE_FALSE,
        right=(0 if is_true else 1,),
        evidence=(cell.text,),
        proof=cell.proof,
        fact=fact,
    )


def claimed(column: Column, item: Item) -> str:
    """Return the value that a claim about a row of the column quotes."""
    quoted = re.findall("“([^”]*)”", item.prompt)
    return str(quoted[-1 if describes(column.name) else 1])


def _unit(text: str) -> str:
    """The unit of a size: what is given in gigabytes is not believed in kilobytes."""
    found = re.search(r"\d\s*([KMGTP]i?B)\b", text)
    return found[1] if found else ""
