"""Asking back: when a text can mean several things of the course about equally well, the likeliest ones to choose from."""

import re
from collections.abc import Sequence

from studybot.answer.choose import likeliest_units
from studybot.answer.define import defining, forms_of
from studybot.answer.followup import points_back, spoken_of
from studybot.answer.names import short
from studybot.answer.reply import asks
from studybot.answer.signals import Names, Rarity
from studybot.facts.language import language
from studybot.text import spoken, stems, words
from studybot.types import Answer, Choice, Hit, Understanding

_OTHER = re.compile(
    r"\W*(?:(?:ok|so|and|or|but|what|how|about|for|the)\W+)*(?:others?|another|that|this|these|those)(?:\W+ones?)?\W*",
    re.IGNORECASE,
)
READINGS = 3  # choices that are offered at most
NEAR = 5  # hits that are looked at
FEW = 2  # content words of a text that hardly says what it is about
WHICH = "Which other one do you mean?"
SAID = "That can mean several things in this course. Which of these do you mean?"


def others(text: str, history: Sequence[Answer], names: Names) -> tuple[Choice, ...]:
    """Return what "the other one" may be: the things that were asked about, else neighbours of what was answered."""
    before = spoken_of(history)[-1:]
    if not before or not _OTHER.fullmatch(text):
        return ()
    named = list(dict.fromkeys(names(before[0].understood)))
    if len(named) > 1:
        return asks(*(f"Explain {name}" for name in named[:READINGS]))
    cited = {one.passage.path for statement in before[0].statements for one in statement.citations}
    near = dict.fromkeys(hit.passage.path for hit in before[0].hits if hit.passage.path not in cited)
    return tuple(Choice(label=_place(path), ask=f"Explain {short(path[-1])}") for path in list(near)[:READINGS])


def readings(question: Understanding, hits: Sequence[Hit], names: Names, rarity: Rarity) -> tuple[Choice, ...]:
    """Return what a text without a conversation may mean, each as something to ask; () where it is clear enough."""
    text = question.text
    if not any(map(rarity, question.terms)) or len(question.terms) > FEW or question.question.topic:
        return ()
    if not (points_back(text) or len(words(text)) == len(question.terms)) or (names(text) and len(question.terms) > 1):
        return ()
    if question.kind == "definition":
        return ()  # "what is this staging area thing" names its thing
    if any(set(stems(form)) == set(question.terms) for hit in hits for form in forms_of(hit.passage.path[-1])):
        return ()  # a section of that name is meant
    if defining(question.model_copy(update={"kind": "definition"}), likeliest_units(hits)[:1], language(spoken())):
        return ()  # what the likeliest line says it is
    each: dict[str, Hit] = {}
    for hit in hits[:NEAR]:
        each.setdefault(hit.passage.topic, hit)
    return tuple(_choice(text, hit) for hit in list(each.values())[:READINGS]) if len(each) > 1 else ()


def _choice(text: str, hit: Hit) -> Choice:
    path = hit.passage.path
    return Choice(label=_place(path), ask=f"{text.rstrip('?!. ')} ({path[-1]})?")


def _place(path: tuple[str, ...]) -> str:
    return " › ".join((path[0], path[-1]) if len(path) > 1 else path)
