"""What else a refused question may mean: with the name of what a pronoun stands for, of the thing itself, in short or in full.

A question is searched as it was asked and with the subject of its conversation in front. Only where nothing answers that, its
words are changed: what changes them rightly finds what was there all along, and what changes them wrongly finds nothing.
"""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence

from studybot.answer.instead import another
from studybot.answer.pointed import thing_of
from studybot.answer.signals import Names
from studybot.answer.spelled import STANDS_FOR
from studybot.facts.language import language
from studybot.shown import ASKED_WHAT, JOINT
from studybot.text import spoken, stems
from studybot.types import Answer, Understanding

_MEANS = (r"what does \g<letters> mean?", r"what is \g<letters>?")
UNSURE = 0.69  # confidence of an answer to what was asked in other words at most: the closest in the course
_OWN = re.compile(r"\b(?:its|their)\b", re.IGNORECASE)
_IT = re.compile(r"\b(?:it|they|them)\b", re.IGNORECASE)
_THAT = re.compile(
    r"(?:(?<=\bdoes )|(?<=\bdo )|(?<=\bdid )|(?<=\bis )|(?<=\bare )|(?<=\bcan )|(?<=\bwill ))(?:that|this|those|these)\b", re.I
)


def or_otherwise(
    refused: Answer, readings: Iterable[Understanding], answer: Callable[[Sequence[Understanding]], Answer]
) -> Answer:
    """Return the answer, where it is a refusal the first one that another reading of the question gets.

    What goes on from it has the subject that was carried over in front. "What about X?" that gets no answer to what was asked
    before may ask what X is: that is no sure answer, and X the subject from there on.
    """
    found = (answer([reading]) for reading in readings) if refused.outcome != "covered" else iter(())
    answered = next((one for one in found if one.outcome == "covered"), refused)
    if answered is refused:
        return refused
    if another(refused.question.text):
        return answered.model_copy(update={"certainty": "closest", "confidence": min(answered.confidence, UNSURE)})
    return answered.model_copy(update={"understood": refused.understood}) if JOINT in refused.understood else answered


def reworded(text: str, history: Sequence[Answer], names: Names, usual: Mapping[str, str]) -> list[str]:
    """Return the question in other words, the most likely ones first."""
    named = _named(text, history, names)
    asked = [one for one in (named, *(STANDS_FOR.sub(other, named or text) for other in _MEANS)) if one]
    exchanged = [_exchanged(one, usual) for one in (*asked[-1:], text)]
    bare = " ".join(
        word for word in text.split() if word.lower() not in language(spoken()).emphatic
    )  # "the big outage" is the one
    return [one for one in dict.fromkeys((*asked, *exchanged, bare)) if one and one != text]


def _named(text: str, history: Sequence[Answer], names: Names) -> str:
    """A text that leans on its conversation as a question of the thing that was spoken of; "" for any other text."""
    if not history:
        return ""
    if thing := another(text):
        return f"What is {thing}?"
    thing = thing_of(history[-1])
    if not thing:
        return ""
    direct = ASKED_WHAT.match(history[-1].understood.split(JOINT)[-1])  # else "that" is what was asked of it, and not the thing
    for pattern, name in ((_OWN, f"{thing}'s"), (_IT, thing), *([(_THAT, thing)] if direct else [])):
        if found := pattern.search(text):
            return f"{text[: found.start()]}{name}{text[found.end() :]}"
    asked = ASKED_WHAT.match(text)
    return f"{text.rstrip(' ?!.')} of {thing}?" if asked and stems(text) and not names(text) else ""


def _exchanged(text: str, usual: Mapping[str, str]) -> str:
    """A text with what the course mostly calls a thing that is named otherwise, in full or in short; "" where there is none."""
    for seldom, name in usual.items():
        flags = 0 if seldom.isupper() else re.IGNORECASE
        if found := re.search(rf"\b{'[ -]+'.join(map(re.escape, seldom.split()))}s?\b", text, flags):
            return f"{text[: found.start()]}{name}{text[found.end() :]}"
    return ""
