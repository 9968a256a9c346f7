"""Items from columns: the value of a row, the row of a value, which of the compared has it, and true or false."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from random import Random

from studybot.facts.columns import Cell, Column
from studybot.facts.shape import LONGEST_FIGURE, form, genus, measure
from studybot.facts.usage import ARTICLES, bag
from studybot.facts.written import DOES, GLOSSARY, first_sentence, section_key, uncounted
from studybot.study.claim_items import claim_item
from studybot.study.counted import brief, near_numbers, unit_of
from studybot.study.distractors import FEWEST, SAME, choose
from studybot.study.hints import tells
from studybot.study.item import Item, ItemKind, identity, is_proved
from studybot.study.phrase import asks_itself, belongs, called, capitalised, describes, is_use, statement
from studybot.study.rivals import Rivals
from studybot.study.wording import Wording
from studybot.study.worth import (
    ALIKE,
    OPTION_LIMIT,
    SENTENCE,
    are_cousins,
    both_true,
    fact_of,
    is_askable,
    is_named,
    is_option,
    is_quotable,
    is_telling,
    may_fit,
    worth,
)
from studybot.text import any_word
from studybot.types import Citation

_FIGURE = re.compile(r"(?P<before>(?:[^\d$]*[^\w$])?)(?P<number>\d[\d,]*(?:\.\d+)?)(?P<behind>\D*)")
LEAD = 12  # characters before a figure: `Up to `
SAID = 2  # words of a value that says something
ONE_ANSWER = 2  # questions of one column with the same answer; the next one is known


def cell_items(column: Column, say: Wording) -> Iterator[Item]:
    """Yield items for each cell of a column that has plausible rivals: two to choose from, or else one to claim."""
    rows = [cell for cell in (*column.cells, *column.beside) if any_word(cell.label)] if is_askable(column) else []
    rivals = say.rivals(rows, column.beside, defined=column.name == GLOSSARY)
    telling = [cell for cell in rows if is_telling(column, cell, say)]
    answers: Counter[str] = Counter()
    for cell in (cell for cell in telling if cell not in column.beside):
        for item in _of_cell(column, cell, rows, telling, rivals, say):
            answers[item.key] += item.kind != "true_false"
            if answers[item.key] <= ONE_ANSWER:
                yield item


def _of_cell(
    column: Column, cell: Cell, rows: Sequence[Cell], telling: Sequence[Cell], rivals: Rivals, say: Wording
) -> Iterator[Item]:
    """Any row can be a wrong option; a wrong value comes from a row of which it is worth knowing."""
    # The draw depends on the fact alone, so that another course file changes nothing here.
    random = Random(identity(*column.path, column.name, cell.label))
    others, values = (
        rivals.near(cell, random.sample(near, len(near)))
        for near in ([other for other in cells if other is not cell] for cells in (rows, telling))
    )
    makers = [(_row_of_value, others), (_value_of_row, values)]
    makers = makers if random.random() < 0.6 else makers[::-1]
    made = [item for make, pool in makers for item in [make(column, cell, pool, rows, random, say)] if item]
    # What a term means and which term means it are two things to know; of a figure or a name one question is enough.
    says = len(re.findall(r"\b[a-z]{3,}\b", cell.text)) >= SAID
    yield from made if says else made[:1]
    if not made and (says or column.kind == "compare"):
        # One rival, or one of another kind but of this topic, leaves no other way to ask than a claim with its value.
        others = [other for other in telling if other is not cell and other not in column.beside]
        item = claim_item(column, cell, rivals.near(cell, random.sample(others, len(others)), of_any_kind=True), say)
        yield from [item] if item else []


def make_item(
    kind: ItemKind,
    prompt: str,
    key: str,
    wrong: Sequence[str],
    proof: Citation,
    *,
    evidence: tuple[str, ...],
    fact: str,
    worth: float,
    code: bool = False,
    notes: Mapping[str, str] | None = None,
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
        notes=tuple((notes or {}).get(option, "") for option in options),
        worth=worth,
    )


def _notes(column: Column, named: Mapping[str, Cell]) -> dict[str, str]:
    """What the course says of each option: its own row."""
    return {option: statement(column.name, cell.label, cell.text) for option, cell in named.items()}


def _row_of_value(
    column: Column, cell: Cell, others: Sequence[Cell], rows: Sequence[Cell], random: Random, say: Wording
) -> Item | None:
    """Which row has this value? The value must be that of one row only, and the other rows have values of its make.

    What is said of a term of a glossary names its kind, and mostly one term alone is of that kind: it is not asked so.
    """
    value = cell.text
    if column.name == GLOSSARY or not cell.names_label or not is_quotable(value):
        return None
    fits = [other for other in rows if other is not cell and (both_true(other.text, value) or is_named(other.label, value))]
    # Rows that are all compared leave out none; of code those that the value may fit as well are not offered.
    if fits and column.name != DOES:
        return None
    others = [other for other in others if other not in fits and not (is_use(column.name) and _succeeds(other, cell))]
    rivals = [other for other in others if _is_of_make(other.text, value) and not tells(value, other.label)]
    if column.name == DOES:  # beside a key or a sign no program is taken for it
        rivals = [other for other in rivals if other.label[0].isalnum() == cell.label[0].isalnum()]
        rivals = [other for other in rivals if not _is_call_of(other.label, cell.label)]
    prompt = say.back(column.path, column.name, column.row, value)
    if column.kind == "compare":
        # All compared things are offered: one that the value names or that has a value of another make tells the rest.
        wrong = tuple(other.label for other in rivals) if len(rivals) == len(rows) - 1 > 0 else None
    else:
        labels = [other.label for other in _of_kind(value, rivals) if not are_cousins(other.label, cell.label)]
        # The rows are told apart by the value; the more their names are alike, the better.
        wrong = choose(cell.label, labels, prompt=prompt, alike=SAME, prose=False)
    if wrong is None:
        return None
    evidence, fact = _evidence(column, cell), fact_of(column, cell)
    merit, key, wrong = worth(column.kind, cell.label, value, say), uncounted(cell.label), tuple(map(uncounted, wrong))
    named = {uncounted(other.label): other for other in others}
    notes = _notes(column, {option: named[option] for option in wrong if option in named})
    return make_item(column.kind, prompt, key, wrong, cell.proof, evidence=evidence, fact=fact, worth=merit, notes=notes)


def _succeeds(one: Cell, other: Cell) -> bool:
    """Whether two names are one but for their numbers: what is used for the same is often followed by another version."""
    return one.label != other.label and re.sub(r"\d", "", one.label) == re.sub(r"\d", "", other.label) != ""


def _is_call_of(one: str, other: str) -> bool:
    """Whether a command is another one with what it is given: a program and its calls are no two things to choose from."""
    return f"{one} ".startswith(f"{other} ") or f"{other} ".startswith(f"{one} ")


def _of_kind(value: str, rivals: Sequence[Cell]) -> list[Cell]:
    """The rows whose values, too, speak of the kind of thing that a value says it is (`the number of ...`), if they suffice."""
    article, _, said = value.partition(" ")
    kind = bag(genus(said).rpartition(" ")[2]) if article.lower() in ARTICLES else frozenset()
    same = [other for other in rivals if kind and kind <= bag(other.text)]
    return same if len(same) >= FEWEST else list(rivals)


def _is_of_make(one: str, other: str) -> bool:
    """Whether two values measure the same, and neither is code, a deed or a predicate beside what is none."""
    return measure(one) == measure(other) and (
        form(one) == form(other) or not {form(one), form(other)} & {"code", "deed", "predicate"}
    )


def _evidence(column: Column, cell: Cell) -> tuple[str, ...]:
    """The heading of a compared thing stands in front of the whole table, a row's label in front of its cells."""
    return (cell.label, column.name, cell.text) if column.kind == "compare" else (_bare(column, cell.label), cell.text)


def _bare(column: Column, label: str) -> str:
    prefix = f"{column.row} "
    return label[len(prefix) :] if label.lower().startswith(prefix.lower()) and column.kind == "table" else label


def _value_of_row(
    column: Column, cell: Cell, others: Sequence[Cell], _rows: Sequence[Cell], random: Random, say: Wording
) -> Item | None:
    """What does this row have? Wrong options come from the same column and do not hold for the row."""
    text = _short(cell.text)
    if not is_option(text) or (describes(column.name) and len(text.split()) < SENTENCE):
        return None
    prompt = say.front(column.path, column.name, cell.label, column.row, says=text)
    candidates = {_short(other.text): other for other in others if not may_fit(column, other, cell)}
    thing = called(column.row, cell.label)
    fair = [option for option in candidates if is_option(option) and not (tells(option, thing) or is_named(option, thing))]
    if column.name == DOES:  # `lists files` stands beside `shows a file`, and not beside `to show a file`
        fair = [option for option in fair if _is_finite(option) == _is_finite(text)]
    alike = SAME if column.name == GLOSSARY else ALIKE  # of terms `may_fit` tells what may be right
    shown = f"{column.path[0]}: {prompt}"  # a topic stands beside its question
    wrong = choose(text, fair, prompt=shown, alike=alike) or _other_figures(text, random, say)
    if not wrong:
        return None
    options = [capitalised(option) for option in wrong]
    notes = _notes(column, {capitalised(option): candidates[option] for option in wrong if option in candidates})
    merit, fact = worth(column.kind, cell.label, text, say), fact_of(column, cell)
    made = make_item(
        column.kind, prompt, capitalised(text), options, cell.proof, evidence=(text,), fact=fact, worth=merit, notes=notes
    )
    if made is None or asks_itself(column.name, text):
        return made
    asked = say.ask(column.path, belongs(say.lowered(column.name), thing), "")
    return made.model_copy(update={"prompt": asked})  # its id comes from the heading as a noun, however it is asked


def _is_finite(predicate: str) -> bool:
    """Whether what is said of code begins with a verb of the third person."""
    return predicate.split(" ", maxsplit=1)[0].endswith("s")


def _other_figures(text: str, random: Random, say: Wording) -> tuple[str, ...]:
    """Values with other numbers that the course has of the same unit; none where `text` is no single figure."""
    match = _FIGURE.fullmatch(text)
    # A remark behind a figure (`Layer 4 (Transport)`) is about it alone: with another number it is plainly wrong.
    if match is None or len(text) > LONGEST_FIGURE or len(match["before"]) > LEAD or re.search(r"\(\w", match["behind"]):
        return ()
    usual = say.usual.get(brief(unit_of(match["before"], match["behind"])), frozenset())
    wrong = near_numbers(match["number"], usual, random)
    return tuple(f"{match['before']}{number}{match['behind']}" for number in wrong)


def _short(text: str) -> str:
    return text if len(text) <= OPTION_LIMIT else first_sentence(text)
