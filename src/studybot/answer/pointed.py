"""What a text points at in what was shown: one of a list by its place, the two things spoken of."""

import re
from collections.abc import Sequence
from itertools import dropwhile

from studybot.answer.listed import listed, sides_of
from studybot.answer.order import numbered_next
from studybot.facts.members import title_of
from studybot.facts.written import is_plural
from studybot.shown import ASKED_WHAT, JOINT, OPENING, in_full
from studybot.text import STOPWORDS, stems
from studybot.types import Answer

THING = 4  # words of a thing that a question is about
_PLACES = ("first|1st", "second|2nd", "third|3rd", "fourth|4th", "fifth|5th", "sixth|6th", "seventh|7th", "eighth|8th")
_NTH = "|".join((*_PLACES, "last"))
# "the second one", "the last of those", and what ends with "the third".
_ORDINAL = re.compile(
    rf"\b(?:the )?(?P<nth>{_NTH}) (?:one|of (?:them|those|these))\b(?! of)|\bthe (?P<bare>{_NTH})(?=\W*$)", re.IGNORECASE
)
_WHICH = re.compile(r"^\W*(?:(?:ok|okay|so|and|but)\W+)*which (?:one|of (?:them|those|these))\b", re.IGNORECASE)
_TWO = re.compile(
    r"\b(?:those|these|them) two\b|\bthe two(?: of them\b|(?=\W*$|\W+(?:is|are|do|differ\w*)\b))"
    r"|\bboth of (?:them|those|these)\b",
    re.IGNORECASE,
)
_THEY = re.compile(r"\b(?:they|them|these|those)\b", re.IGNORECASE)
_MANY = {"is": "are", "was": "were", "does": "do", "has": "have"}
_DIFFER = re.compile(r"\bdiffer|^\W*compare\b", re.IGNORECASE)
_ABOUT = re.compile(
    r"^\W*(?:how|what|why|when|where) (?:does|do|did|can) (?:an? |the )?(?P<thing>.+?) (?:work|do|mean|happen)\W*$",
    re.IGNORECASE,
)
_MADE = re.compile(r"^\W*how (?:do|can|would|should) (?:i|you|we|one) \w+ (?:an? |the )?(?P<thing>[^?.!,]+)\W*$", re.IGNORECASE)
_OTHER = re.compile(
    r"^\W*(?:(?:ok|okay|so|well|and|or|but|what about|how about)\W+)+(?:an? |the )?(?P<thing>[^?.!]+)\W*$", re.IGNORECASE
)
_ANY = re.compile(
    r"^\W*(?:(?:ok|okay|so|and|but)\W+)*(?:are there )?any (?:of the )?(?P<what>\w+s(?: (?:or|and) \w+s)?)\W*$", re.IGNORECASE
)


def pointed_out(text: str, history: Sequence[Answer]) -> str:
    """Return a text with the names of what it points at in what was shown, as it stands where it points at nothing there."""
    if further := numbered_next(text, history[-1]) if history else "":
        return further
    if _ORDINAL.search(text):
        return _by_place(text, history)
    before = subjects(text, history)
    asked = _ANY.match(text)
    two = _TWO.search(text) or (_THEY.search(text) if _DIFFER.search(text) and len(stems(text)) == 1 else None)
    if two and (pair := _pair(before)):
        said = " and ".join(pair)
        return f"What is the difference between {said}?" if _DIFFER.search(text) else text.replace(two[0], said)
    if (which := _WHICH.match(text)) and len(sides := sides_of(before[-1]) if before else []) == 2:
        return f"which of {sides[0]} and {sides[1]}{text[which.end() :]}"
    if asked and before and (thing := thing_of(before[-1])):
        return f"What are the {asked['what']} of {thing}?"
    return text


def asked_of_it(text: str) -> str:
    """Return what a text asks of the one thing that was spoken of: "any drawbacks?"; "" for any other text."""
    asked = _ANY.match(text)
    return asked["what"] if asked else ""


def made_last(before: Answer) -> str:
    """Return what the last question wanted to do something with, asked of what was spoken of: "how do I give him tools"."""
    first, *asked = before.understood.split(JOINT)
    what = _MADE.match(OPENING.sub("", asked[-1])) if asked else None
    thing = [*dropwhile(STOPWORDS.__contains__, what["thing"].lower().split())] if what else []
    is_other = thing and not set(stems(" ".join(thing))) <= set(stems(first))
    return (
        what["thing"].split(maxsplit=len(what["thing"].split()) - len(thing))[-1]
        if what and is_other and len(thing) <= THING
        else ""
    )


def subjects(text: str, history: Sequence[Answer]) -> Sequence[Answer]:
    """Return the history whose subjects a text goes on from: "any risks?" and "those two" ask of what was spoken of before.

    Which one of a list is asked of the list, not of the one of it that was explained.
    """
    which = _WHICH.match(text)
    typed = [in_full(answer.question.text) for answer in history]
    aside = [_TWO.search(said) or _ANY.match(said) or (which and _ORDINAL.search(said)) for said in typed]
    return [answer for answer, is_aside in zip(history, aside, strict=True) if not is_aside] or history


def placed(front: str, thing: str, behind: str) -> str:
    """Return a text with a thing in the place of a word for it; a verb before several things agrees with them."""
    many = re.search(r"\b(is|was|does|has) $", front, re.IGNORECASE) if is_plural(thing) else None
    return f"{front[: many.start()]}{_MANY[many[1].lower()]} {thing}{behind}" if many else f"{front}{thing}{behind}"


def _by_place(text: str, history: Sequence[Answer]) -> str:
    """A text with the member of the list shown last in the place of its ordinal; what only names it asks what it is."""
    lists = (answer for answer in reversed(history) if not _ORDINAL.search(answer.question.text))
    shown, members = next(((answer, found) for answer in lists if (found := listed(answer))), (None, []))
    if shown is None:
        return text

    def name(found: re.Match[str]) -> str:
        nth = (found["nth"] or found["bare"]).lower()
        place = next((place for place, forms in enumerate(_PLACES) if nth in forms.split("|")), len(members) - 1)
        return _titled(members, place, shown) if place < len(members) else found[0]

    pointing = _ORDINAL.search(text)
    named = placed(text[: pointing.start()], name(pointing), text[pointing.end() :]) if pointing else text
    other = _OTHER.match(named)
    return f"Explain {other['thing'].strip()}" if other and named != text and not stems(_ORDINAL.sub("", text)) else named


def _titled(members: Sequence[str], place: int, shown: Answer) -> str:
    """A member's name, or the heading that says it with words of what was asked: "secondary" of the levels of structure."""
    name, others = members[place], frozenset(stems(" ".join((*members[:place], *members[place + 1 :]))))
    own = frozenset(stems(name))
    asked = frozenset(stems(shown.understood)) - (others - own)
    paths = [hit.passage.path for hit in shown.hits]
    titles = dict.fromkeys(title_of(title) for path in paths for title in path)
    longer = (title for title in titles if own < frozenset(stems(title)) <= own | asked)
    return next(longer, name) if own else name


def _pair(history: Sequence[Answer]) -> list[str]:
    """The two things that were spoken of last: two sides, those of the last two questions, or two that were listed."""
    if not history:
        return []
    shown = history[-1]
    if len(sides := sides_of(shown)) == 2:
        return sides
    things = list(dict.fromkeys(thing for answer in history[-2:] if (thing := thing_of(answer))))
    return things if len(things) == 2 else found if len(found := listed(shown)) == 2 else []


def thing_of(answer: Answer) -> str:
    """Return the one thing that a question was about, as its words name it; "" where it names none so."""
    asked = in_full(answer.question.text)
    for text in (answer.understood.split(JOINT)[-1], asked, answer.understood.split(JOINT)[0]):
        opened = OPENING.sub("", text)
        what = ASKED_WHAT.match(opened) or _ABOUT.match(opened) or _OTHER.match(text)
        if what and 0 < len(what["thing"].split()) <= THING and stems(what["thing"]):
            return _ABOUT.sub(lambda found: found["thing"], what["thing"]).strip()
    return ""
