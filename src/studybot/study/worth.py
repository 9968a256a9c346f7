"""Which cells are worth asking for: what the label does not say itself, in a text that can be claimed, chosen or quoted."""

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence

from studybot.facts.columns import Cell, Column
from studybot.facts.language import language
from studybot.facts.shape import form, measure
from studybot.facts.tables import Row
from studybot.facts.usage import bag
from studybot.facts.written import DOES, GLOSSARY, heading, section_key
from studybot.study.distractors import letters, resembles
from studybot.study.hints import is_counted, own_part, tells
from studybot.study.item import fact_key
from studybot.study.phrase import describes, is_value
from studybot.study.standing import describes_alone
from studybot.study.wording import Wording
from studybot.text import STOPWORDS, any_word, squash, stems, words

OPTION_LIMIT = 150  # characters of an option
VALUE_LIMIT = 170  # characters of a value quoted in a prompt
SAME = 3  # words that all cells of a column share
ALIKE = 0.25  # two values that share more words than this may both be right
SYNONYMS = 0.8  # and two terms whose texts share so many may be one
SPOKEN = 0.84  # centrality of what the course speaks of much
NAMES = 3  # more in a row are a list
MOSTLY = 0.75  # of a list
SENTENCE = 4  # words of a text of which one can ask `about which of these does the course say this`

# Sections that argue have labels that say it all: what is said about `Scale Globally in Minutes` is no knowledge.
_ARGUES = re.compile(
    r"\b(?:why|benefits?|advantages?|pros|cons|challenges|issues|best practices|features?|considerations|tips)\b",
    re.IGNORECASE,
)
# What is noted about one row (`Available by default`) often holds for others too.
_ASIDE = re.compile(r"(?:important |additional )?(?:notes?|remarks?|comments?|tips?)", re.IGNORECASE)
# What is an example of one row may be one of another; a usual value or a threshold is chosen by whoever sets it.
_EXAMPLE = re.compile(r"\b(?:examples?|(?:common|typical|usual|suggested) (?:target|value)s?|thresholds?)\b", re.IGNORECASE)
_ADDRESS = re.compile(r"\b\d{1,3}(?:\.\d{1,3}){3}\b")  # every range of addresses is an example of several things
_VAGUE = frozenset(("n/a", "none", "both", "all", "any", "varies", "other", "same", "custom", "depends on app"))
_STATE = re.compile(r"[a-z]+(?:ed|ly)")
_YES_NO = frozenset(("yes", "no"))
_SIDES = re.compile(r"\d ?[a-z]{0,2} [x×] \d[\d.]* ?[a-z]{0,2} [x×] \d")
_SIZED = re.compile(r"(?:nano|micro|small|medium|large|\d*xlarge)\b", re.IGNORECASE)


# What is asked first: what a thing is and how it differs, then its limits, then single cells, commands and prices.
_MERIT = {"term": 1.0, "definition": 1.0, "compare": 0.9, "number": 0.8, "table": 0.8, "row": 0.8, "order": 0.8, "open": 0.6}
PRICE = 8  # words of a price with its remarks
_PRICE = re.compile(r"[$€£₹¥]\s?\d")


def worth(kind: str, label: str, text: str, say: Wording) -> float:
    """Return how much a fact is worth to know, 0 to 1: its kind, how much the course speaks of it, and prices last."""
    merit = _MERIT.get(kind, 0.5) * (0.4 + 0.6 * say.centrality(label))
    return round(merit * (0.3 if _PRICE.search(text) else 1.0), 4)


def is_price(text: str) -> bool:
    """Whether a text says little more than an amount of money: it changes every year, and is looked up when it is needed."""
    return bool(_PRICE.search(text)) and len(text.split()) <= PRICE


def is_lookup(label: str, text: str, say: Wording) -> bool:
    """Whether a text is a size or a rate of something that the course does not speak of much: nobody knows it by heart.

    Nor does anybody know the reading of a variable in an example, or how long, wide and high a thing is.
    """
    reading = label.islower() and "_" in label and bool(measure(text))
    return reading or bool(_SIDES.search(text)) or (measure(text) in ("size", "rate") and say.centrality(label) < SPOKEN)


def is_bare(text: str, name: str, say: Wording) -> bool:
    """Whether a cell is a word that only its table gives a meaning, as `Integrated` under `Checks`: no thing, no name.

    A value in code (an address, a key) is one example.
    """
    if is_value(name) and form(text) == "code":
        return True
    said = [word for word in words(text) if word not in STOPWORDS | _YES_NO]
    state = len(said) == 1 and bool(_STATE.fullmatch(said[0]))
    return (not said or state) and not (say.is_noun(name) or measure(text) or say.is_name(text))


def is_askable(column: Column) -> bool:
    """Whether a column holds knowledge: no arguments, asides, examples or sizes, no steps (they are put in order), no features.

    Labels that hold the words of the heading answer it themselves: what is `Storage Optimized` optimized for?
    """
    answered = sum(bool(set(stems(column.name)) & set(stems(cell.label))) for cell in column.cells)
    return not (
        argues(column.path)
        or is_given_away(column.path)
        or is_aside(column.name)
        or is_example(column.name)
        or are_sized(cell.label for cell in column.cells)
        or (column.kind == "table" and 2 * answered >= len(column.cells))
        or column.name == "Step"
        or (column.kind == "table" and column.row == "feature")
    )


def is_given_away(path: Sequence[str]) -> bool:
    """Whether a section tells how much of what is free of charge: as with prices, nobody has to know it by heart."""
    return bool(set(words(heading(path[-1]))) & language().free)


def alike(found: Sequence[Row]) -> set[str]:
    """The columns whose cells differ by little more than the name of their row: `core.editor "vim"` for the editor vim."""
    cells: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for row in found:
        for name, text in row.cells:
            cells[name].append((squash(row.label.split(" ")[0]), text))
    return {
        name
        for name, said in cells.items()
        if len(frozenset.intersection(*(frozenset(stems(text)) for _, text in said))) >= SAME
        and 2 * sum(label in squash(text) for label, text in said) > len(said) > 2
    }


def are_names(text: str, say: Wording) -> bool:
    """Whether a text is a list of names, which are examples of what something is used for."""
    parts = text.split(", ")
    return len(parts) > NAMES and sum(map(say.is_name, parts)) >= MOSTLY * len(parts)


def is_mark(cell: tuple[str, str], times: int, say: Wording) -> bool:
    """Whether a word is a mark that several rows have under a heading that is no noun: `Optional` under `Checks run`."""
    return times > 1 and len(cell[1].split()) == 1 and not say.is_noun(cell[0])


def argues(path: Sequence[str]) -> bool:
    """Whether a section gives reasons or advice, whose labels say it all."""
    return bool(_ARGUES.search(heading(path[-1])))


def is_example(name: str) -> bool:
    """Whether a column holds examples, which are never the only ones."""
    return bool(_EXAMPLE.search(name))


def is_aside(name: str) -> bool:
    """Whether a column of a table holds remarks."""
    return bool(_ASIDE.fullmatch(name))


def is_telling(column: Column, cell: Cell, say: Wording) -> bool:
    """Whether a cell says something that its label does not say alone, in enough words for the question that is asked."""
    # Among two or three compared things a word that they share still sets them off from the other one.
    others = [other.label for other in column.cells if other is not cell and column.kind != "compare"]
    own = own_part(cell.label, others)
    prose = not measure(cell.text)
    # A word that stands all over the course is knowledge only where a glossary says what it means.
    common = column.name not in (GLOSSARY, DOES) and say.is_common(cell.label)
    if prose and describes(column.name) and not describes_alone(cell.text):
        return False
    if prose and (common or (describes(column.name) and len(cell.text.split()) < SENTENCE)):
        return False
    subject = set(stems(cell.label))
    # What the whole topic is about stands out among its parts.
    if column.name not in (GLOSSARY, DOES) and subject and subject <= set(stems(column.path[0])):
        return False
    if is_price(cell.text) or is_lookup(cell.label, cell.text, say) or is_bare(cell.text, column.name, say):
        return False
    return not (tells(column.name, own) or tells(cell.text, own) or is_counted(cell.text, own))


def are_sized(labels: Iterable[str]) -> bool:
    """Whether most rows are named by their size: `micro` has less of everything than `large`, and serves what is small."""
    found = [bool(_SIZED.search(label)) for label in labels]
    return 2 * sum(found) > len(found)


def fact_of(column: Column, cell: Cell) -> str:
    """Return the key of the fact that a cell tells: its row's label, of a comparison the feature."""
    label = column.name if column.kind == "compare" else cell.label
    return fact_key(section_key(cell.proof.passage), label)


def is_claim(text: str) -> bool:
    """Whether a whole value can be claimed of a row; a bare yes or no is no value."""
    return len(text) <= OPTION_LIMIT and is_option(text) and text.lower() not in _YES_NO


def is_quotable(text: str) -> bool:
    """Whether a value can be quoted whole; a sentence torn out of it might fit other rows."""
    return (
        len(text) <= VALUE_LIMIT
        and not text.startswith("http")
        and text.lower() not in _VAGUE | _YES_NO
        and not text.endswith("!")
        and not text.startswith('"')
    )


def both_true(one: str, other: str) -> bool:
    """Whether what holds for one row may hold for the other too: it says nearly the same, or gives reasons for the same yes."""
    if verdict(one) == verdict(other) != "" or (_ADDRESS.search(one) and _ADDRESS.search(other)):
        return True
    return resembles(one, other, ALIKE) or letters(one) in letters(other) or letters(other) in letters(one)


def may_fit(column: Column, other: Cell, cell: Cell) -> bool:
    """Whether what is said of another row may hold for this one; terms of a glossary mean different things in like words."""
    if column.kind == "term" and _are_near(cell, other):
        return True
    if column.name != GLOSSARY:
        return both_true(other.text, cell.text)
    one, two = bag(cell.label), bag(other.label)
    counterparts = one & two and one - two and two - one  # primary key and foreign key
    return not counterparts and resembles(other.text, cell.text, SYNONYMS)


def is_named(label: str, value: str) -> bool:
    """Whether a value names a row, which then is not what the value is said of."""
    return len(label) > 1 and label.lower() in value.lower()


def are_cousins(one: str, other: str) -> bool:
    """Whether two words begin alike, such as overcommitting and overprovisioning."""
    return one.isalpha() and other.isalpha() and len(one) > 8 and one[:4].lower() == other[:4].lower()


def _are_near(cell: Cell, other: Cell) -> bool:
    """Whether one of two terms is a kind of the other, both begin alike, or one names the other: "the stock of a firm"."""
    one, two = bag(cell.label), bag(other.label)
    named = is_named(other.label, cell.text) or is_named(cell.label, other.text)
    return one <= two or two <= one or named or are_cousins(cell.label, other.label)


def verdict(text: str) -> str:
    """Return the yes or no with which a text begins, "" where there is none."""
    first = re.match(r"\w*", text.lower())
    return first.group() if first and first.group() in _YES_NO else ""


def is_option(text: str) -> bool:
    """Whether a text can be chosen: a word, not a reference to something else, no exclamation, and not vague."""
    return (
        2 <= len(text) <= OPTION_LIMIT
        and any_word(text)
        and len(squash(text)) >= 1
        and re.split(r"[\s(,]", text.lower())[0] not in _VAGUE
        and text.lower() not in _VAGUE
        and not text.startswith("←")
        and not text.endswith("!")
        and not text.startswith('"')
    )
