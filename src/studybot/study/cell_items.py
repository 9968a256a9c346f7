"""Items from columns: the value of a row, the row of a value, which of the compared has it, and true or false."""

import re
from collections.abc import Iterator, Sequence
from random import Random

from studybot.study.columns import Cell, Column
from studybot.study.distractors import choose, gives_away, is_spelled, letters, resembles
from studybot.study.item import TRUE_FALSE, Item, ItemKind, fact_key, identity, is_proved
from studybot.study.phrase import backward, capitalised, clean, first_sentence, forward, section_key, statement, where
from studybot.text import any_word, sentences, squash, stem, words
from studybot.types import Citation

OPTION_LIMIT = 85  # characters of an option
VALUE_LIMIT = 170  # characters of a value quoted in a prompt
ALIKE = 0.25  # two values that share more words than this may both be right

_NAME = re.compile(r"\b[A-Z]{2,}\b")


def cell_items(column: Column) -> Iterator[Item]:
    """Yield at most one choice and one true-or-false item for each cell of a column."""
    cells = [cell for cell in column.cells if any_word(cell.label) and not _says(column.name, cell.label)]
    for position, cell in enumerate(cells):
        others = [other for other in cells if other is not cell]
        # The draw depends on the fact alone, so that another course file changes nothing here.
        random = Random(identity(*column.path, column.name, cell.label))
        makers = [_row_of_value, _value_of_row] if random.random() < 0.6 else [_value_of_row, _row_of_value]
        item = next((item for make in makers for item in [make(column, cell, others, random)] if item), None)
        if item is not None:
            yield item
        # Every third cell is asked as true or false too; more would be the same thing again.
        asked_twice = (position + len(column.name)) % 3 == 0
        claim = _true_or_false(column, cell, others, random) if asked_twice or item is None else None
        if claim is not None:
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


def _fact(column: Column, cell: Cell) -> str:
    label = column.name if column.kind == "compare" else cell.label
    return fact_key(section_key(cell.proof.passage), label)


def _row_of_value(column: Column, cell: Cell, others: Sequence[Cell], random: Random) -> Item | None:
    """Which row has this value? The value must be that of one row only."""
    if not cell.names_label or any(_both_true(other.text, cell.text) for other in others):
        return None
    for value in _quotable(cell.text):
        prompt = _ask(column, backward(column.row, column.name, value))
        if column.kind == "compare":
            wrong: tuple[str, ...] | None = tuple(other.label for other in others)
            if gives_away(value, cell.label, wrong or ()) or not wrong:
                continue
        else:
            labels = [other.label for other in others if not _are_cousins(other.label, cell.label)]
            wrong = choose(cell.label, labels, prompt=prompt, random=random)
        if wrong and not _says(value, cell.label):
            return make_item(
                column.kind,
                prompt,
                cell.label,
                wrong,
                cell.proof,
                evidence=_evidence(column, cell, value),
                fact=_fact(column, cell),
            )
    return None


def _are_cousins(one: str, other: str) -> bool:
    """Whether two words begin alike, such as overcommitting and overprovisioning: what is said of one often fits both."""
    return one.isalpha() and other.isalpha() and len(one) > 8 and one[:4].lower() == other[:4].lower()


def _evidence(column: Column, cell: Cell, value: str) -> tuple[str, ...]:
    """The heading of a compared thing stands in front of the whole table, a row's label in front of its cells."""
    return (cell.label, column.name, value) if column.kind == "compare" else (_bare(column, cell.label), value)


def _bare(column: Column, label: str) -> str:
    prefix = f"{column.row} "
    return label[len(prefix) :] if label.lower().startswith(prefix.lower()) and column.kind == "table" else label


def _value_of_row(column: Column, cell: Cell, others: Sequence[Cell], random: Random) -> Item | None:
    """What does this row have? Wrong options come from the same column and do not hold for the row."""
    text = cell.text if len(cell.text) <= OPTION_LIMIT else first_sentence(cell.text)
    if not 2 <= len(text) <= OPTION_LIMIT or not _is_option(text):
        return None
    prompt = _ask(column, forward(column.name, cell.label))
    candidates = [
        other.text if len(other.text) <= OPTION_LIMIT else first_sentence(other.text)
        for other in others
        if not _both_true(other.text, cell.text)
    ]
    fair = [option for option in candidates if _is_option(option) and not _says(option, cell.label)]
    wrong = choose(text, fair, prompt=prompt, random=random, alike=ALIKE)
    if wrong is None or _says(text, cell.label):
        return None
    options = [capitalised(option) for option in wrong]
    return make_item(column.kind, prompt, capitalised(text), options, cell.proof, evidence=(text,), fact=_fact(column, cell))


def _true_or_false(column: Column, cell: Cell, others: Sequence[Cell], random: Random) -> Item | None:
    """A claim about a row: its own value, or one swapped in from another row that does not hold for it."""
    if len(cell.text) > OPTION_LIMIT or not _is_option(cell.text) or _says(cell.text, cell.label):
        return None
    false = [
        other.text
        for other in others
        if len(other.text) <= OPTION_LIMIT
        and _is_option(other.text)
        and not _both_true(other.text, cell.text)
        and not _says(other.text, other.label)
        and not _says(other.text, cell.label)
    ]
    if not false:
        return None
    is_true = random.random() < 0.5
    value = cell.text if is_true else random.choice(false)
    prompt = f"True or false? In “{where(column.path)}”, {statement(column.name, cell.label, value)}."
    if not is_proved((cell.text,), cell.proof):
        return None
    fact = _fact(column, cell)
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


def _quotable(text: str) -> Iterator[str]:
    """The whole value, then each of its sentences alone, as far as they can be quoted in a prompt."""
    if text.startswith("http"):
        return
    if len(text) <= VALUE_LIMIT:
        yield text
    spans = sentences(text)
    if len(spans) > 1:
        for start, end in spans:
            sentence = clean(text[start:end])
            if 25 <= len(sentence) <= VALUE_LIMIT and len(words(sentence)) >= 4:
                yield sentence


def _both_true(one: str, other: str) -> bool:
    """Whether what holds for one row may hold for the other too; yes and no with reasons are told apart by their first word."""
    return resembles(one, other, ALIKE) or letters(one) in letters(other) or letters(other) in letters(one)


def _says(text: str, label: str) -> bool:
    """Whether a value names its own label or spells its abbreviation, which would give the answer away."""
    spelled, named = letters(text), letters(label)
    same_name = set(_NAME.findall(text)) & set(_NAME.findall(label))
    verbatim = len(label) > 1 and label.lower() in text.lower()
    if same_name or verbatim or any(len(word) > 4 and word in named for word in words(text)):
        return True
    return any(stem(word) in spelled for word in words(label) if len(word) > 3) or is_spelled(text, label)


def _is_option(text: str) -> bool:
    """Whether a text can be chosen: a word, more than one glyph, and not a reference to something else."""
    return (
        any_word(text)
        and len(squash(text)) >= 1
        and text.lower() not in ("n/a", "none", "depends on app")
        and not text.startswith("←")
    )
