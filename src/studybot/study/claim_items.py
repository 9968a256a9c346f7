"""True or false: a claim about one row of a column."""

import re
from collections.abc import Sequence

from studybot.facts.columns import Cell, Column
from studybot.facts.shape import form
from studybot.facts.written import GLOSSARY
from studybot.study.distractors import same_make
from studybot.study.hints import tells
from studybot.study.item import TRUE_FALSE, Item, identity, is_proved
from studybot.study.phrase import capitalised, statement
from studybot.study.wording import Wording, sentence
from studybot.study.worth import fact_of, is_claim, may_fit, worth


def claim_item(column: Column, cell: Cell, others: Sequence[Cell], say: Wording) -> Item | None:
    """A claim about a row: its own value, or that of its nearest rival, of the same make, which does not hold for it."""
    if not is_claim(cell.text) or tells(cell.text, cell.label):
        return None
    false = [
        other.text
        for other in others
        if is_claim(other.text)
        and same_make(other.text, cell.text)
        and _unit(other.text) == _unit(cell.text)
        and form(other.text) == form(cell.text)
        and not may_fit(column, other, cell)
        and not tells(other.text, cell.label)
    ]
    if not false:
        return None
    is_true = sum(map(ord, cell.label + column.name)) % 2 == 0
    value = capitalised(cell.text if is_true else false[0])
    said = statement(say.lowered(column.name), cell.label, value)
    subject = "" if column.name == GLOSSARY else say.subject(column.path, cell.label)
    prompt = f"True or false? {sentence(f'{subject}: {said}' if subject else said)}."
    if not is_proved((cell.text,), cell.proof):
        return None
    fact, truth = fact_of(column, cell), statement(column.name, cell.label, cell.text)
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
        notes=(truth, truth),
        worth=worth("true_false", cell.label, cell.text, say),
    )


def _unit(text: str) -> str:
    """The unit of a size: what is given in gigabytes is not believed in kilobytes."""
    found = re.search(r"\d\s*([KMGTP]i?B)\b", text)
    return found[1] if found else ""
