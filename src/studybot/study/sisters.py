"""What a heading means shows in what stands below it: a cell is asked beside what the same heading says of a sister."""

import re
from collections.abc import Sequence

from studybot.facts.language import language
from studybot.facts.usage import bag
from studybot.facts.written import GLOSSARY
from studybot.study.distractors import resembles, same_make
from studybot.study.phrase import asks_itself, beside, called, holds, is_odd
from studybot.study.wording import Wording
from studybot.study.worth import is_bare, is_named, verdict
from studybot.text import words

SHOWN = 90  # characters of what is said of a sister; more is a text to read
NO_ANSWER = re.compile(r"n/a|none|yes|no|varies|depends on .*", re.IGNORECASE)


def asked_of(
    path: Sequence[str], name: str, label: str, row: str, text: str, sisters: Sequence[tuple[str, str]], say: Wording
) -> str:
    """Return the question for what a heading `name` says of `label`; "" where nobody could tell what is asked.

    A heading that is said of things of any kind (`size`) is asked by itself; any other one beside what it says of one of the
    `sisters` (label and text), which is none that has the same answer.
    """
    if bag(label) and bag(label) <= bag(name):
        return ""  # of a thing that the others are held against
    asks = name.endswith("?") and words(name)[0] not in language().question_words
    if asks and not verdict(text):
        name = name.rstrip("?")
    alone = asks_itself(name, text)
    if verdict(text) and (asks or not alone):
        return say.ask(path, holds(say.lowered(name), called(row, label)), label)
    if name == GLOSSARY and re.search(r" [a-z-]+$", label):
        return f"What is meant by “{label}”?"  # `Golgi apparatus` is a thing of a kind, and lacks an article
    if alone:
        return say.front(path, name, label, row, says=text)
    fair = [one for one in sisters if _is_shown(one, (label, text)) and not is_bare(one[1], name, say)]
    if not fair:
        return say.front(path, name, label, row, says=text) if say.is_noun(name) and not is_odd(name) else ""
    other, said = min(
        fair, key=lambda one: (not same_make(one[1], text), bool(bag(one[0]) & bag(label)), abs(len(one[1]) - len(text)))
    )
    return say.ask(path, beside(say.lowered(name), called(row, label), other, said), "")


def is_of_kind(row: str, label: str) -> bool:
    """Whether a question says what kind of thing a label is: `the concept X`."""
    return called(row, label) != label


def _is_shown(sister: tuple[str, str], asked: tuple[str, str]) -> bool:
    """Whether what is said of a sister may stand in the question: it is short, names neither, and is not the answer too."""
    (other, said), (label, text) = sister, asked
    names = is_named(label, said) or is_named(other, text)
    return len(said) <= SHOWN and not (NO_ANSWER.fullmatch(said) or names or resembles(said, text))
