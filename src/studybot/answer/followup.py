"""A follow-up -> a question that can be understood alone. Pure: looks only at the text, the answers before it and names."""

import re
from collections.abc import Sequence

from studybot.answer.instead import IT, POINTS_BACK, of_another
from studybot.answer.pointed import made_last, placed, thing_of
from studybot.answer.signals import Names, names_by_form
from studybot.answer.understand import kind_of, parts_of
from studybot.facts.language import language
from studybot.facts.written import heading, is_plural
from studybot.shown import ASKED_WHAT, JOINT, OPENING, in_full
from studybot.text import CAPITAL_NOUNS, STOPWORDS, spoken, stems, words
from studybot.types import QUESTION_LIMIT, Answer, Value

_LEANS = re.compile(
    r"^\W*(and|or|but|then|also|what about|how about|no\b|same\b|the (other|second|first|last) one|else\b|why\W*$|how\W*$"
    r"|when\W*$"
    r"|(ok|okay|so|well)\W+(and|what about|how about|but)"
    r"|how (much|many|long|often|big|fast)\W*$)",
    re.IGNORECASE,
)
_CLAUSE_END = re.compile(r"[.?!,;:]\s")
_PLURAL = ("they", "them", "their")  # what stands for several things
LEANING = 12  # content words up to which a text that begins with "and" goes on
EARLY = 4  # content words after which a pronoun most likely means something in the text itself
_CORRECTION = re.compile(r"^\W*(no|nope|not that|sorry|wait|actually)?\W*\b(i meant?|i was asking about)\b\W*", re.IGNORECASE)
_WHICH_ONE = re.compile(r"^(?:\W*(?:and|but|or|so|ok|okay)\b)*\W*which one\b", re.IGNORECASE)
_SORT = re.compile(r"\b(?:which|what) (?P<noun>[a-z-]+)\b", re.IGNORECASE)


class Resolved(Value):
    """A text that stands alone, and its own part when an earlier subject was put in front ("" otherwise)."""

    text: str
    focus: str = ""


# Replies that change nothing of what the conversation is about.
_ASIDE = (
    *("greeting", "thanks", "help", "refuse", "outline", "next", "more", "simpler", "example", "clarify"),
    *("shorter", "sure", "translate"),
)


def nothing(_text: str) -> Sequence[str]:
    """No names are known."""
    return ()


def resolve(text: str, history: Sequence[Answer], names: Names = nothing) -> Resolved:
    """Return the reading of a text that its form alone speaks for."""
    meant = readings(text, history, names)
    return meant[0] if needs_history(text, names) else meant[-1]


def readings(text: str, history: Sequence[Answer], names: Names = nothing) -> list[Resolved]:
    """Return what a text may mean: with the conversation's subject in front, and, last, as it stands."""
    history = spoken_of(history)
    if not history or (text in history[-1].suggestions and not needs_history(text, names)):
        return [Resolved(text=text)]  # what was offered to be asked next is a whole question
    whole = named_whole(text, names)
    if whole:
        return [Resolved(text=whole)]
    before = _spoken_about(history, names)
    if of_it := _of_it(text, history[-1], before, names):
        return of_it
    carried = carry(text, before, names)
    return [carried, Resolved(text=text)] if stems(text) and not _CORRECTION.match(text) else [carried]


def _of_it(text: str, shown: Answer, before: str, names: Names) -> list[Resolved]:
    """What a text may mean that has a pronoun, with what that stands for in its place; [] where it says so itself."""
    pronoun, spoken = IT.search(text), thing_of(shown)
    if pronoun is None:
        return []
    front, behind = text[: pronoun.start()], text[pronoun.end() :]
    if _was_pointed(shown) and spoken and not _names_something(text):
        return [Resolved(text=placed(front, spoken, behind))]  # after "explain the second one"
    other = made_last(shown)
    if other and is_plural(other) == (pronoun[0].lower() in _PLURAL):
        asked = f"{front}{other}{behind}"
        return [carry(asked, before, names), Resolved(text=asked)]
    if names(front) or not needs_history(text, names):
        return []
    article = re.search(rf"\b(?:an?|the) (?={re.escape(spoken)}\b)", shown.understood, re.IGNORECASE)
    asked = f"{front}{article[0].lower() if article else ''}{spoken}{behind}"
    if parts_of(asked) and not parts_of(text):
        return [Resolved(text=asked)]  # "how is it different from a stove?"
    thing = _thing(shown, names)  # what "it" is stands nowhere else
    return [carry(f"{front}{thing or pronoun[0]}{behind}", before, names)]


def spoken_of(history: Sequence[Answer]) -> list[Answer]:
    """Return the answers that a follow-up may lean on: none that only keeps company or is not of the course.

    Where nothing else was said, what was shown otherwise, an example of a thing, is what it goes on from.
    """
    said = [answer for answer in history if answer.act not in _ASIDE and answer.outcome != "outside"]
    return said or [answer for answer in history if answer.statements]


def _spoken_about(history: Sequence[Answer], names: Names) -> str:
    """The last question as understood, and those before it that it leans on: what was read alone may still point back."""
    said: list[str] = []
    for answer in reversed(history):
        said.insert(0, answer.understood)
        step = answer.understood.split(JOINT)[0]
        if not (_LEANS.match(step) or points_back(step, names)):
            break
    return JOINT.join(said)


def _thing(shown: Answer, names: Names) -> str:
    """What "it" stands for: the thing that heads what was shown, where the heading is the name of one, "" else.

    Where one thing was asked about, a heading that says nothing of it is another's.
    """
    title = heading(shown.statements[0].citations[0].passage.path[-1]) if shown.statements else ""
    thing, asked = re.sub(r"\s*\([^)]*\)", "", title), frozenset(stems(thing_of(shown)))
    is_its = not asked or not asked.isdisjoint(stems(thing))
    return thing if is_its and names(thing) == [thing] and not is_plural(thing) else ""


def _was_pointed(shown: Answer) -> bool:
    """Whether an answer is on one of what was shown before, which its question only pointed at."""
    return JOINT not in shown.understood and shown.understood != in_full(shown.question.text)


def named_whole(text: str, names: Names) -> str:
    """A text that asks what a thing of the course is, without its "and" in front; "" for any other.

    "And what is the default?" asks for the default of something, "and what is X?" for X.
    """
    asked = OPENING.sub("", text)
    what = ASKED_WHAT.match(asked)
    if what is None or re.search(r"\bthe\s+\S+\W*$", asked) or POINTS_BACK.search(asked):
        return ""
    named = {stem for name in names(what["thing"]) for stem in stems(name)}
    return asked if named and set(stems(what["thing"])) <= named else ""


def carry(text: str, before: str, names: Names = nothing) -> Resolved:
    """Return the text with the one subject that it needs of the question before: in its place, or in front."""
    correction = _CORRECTION.match(text)
    focus = _which_of(text[correction.end() :].strip() if correction else text, before)
    other = of_another(focus if not correction else f"and {focus}", before, names)
    if other:
        return Resolved(text=other)
    asked = _compared(focus, kind_of(subject(before, names)) == "comparison")
    if asked:
        return Resolved(text=f"{subject(before, names)}{JOINT}{asked}", focus=asked)
    if not stems(focus):  # "why?" asks about the question before as a whole, but not about a "what for?" in between
        whole = JOINT.join(step for step in before.split(JOINT) if stems(step)) or before
        return Resolved(text=text if len(before) > QUESTION_LIMIT // 2 else f"{whole.rstrip('?!. ')}{JOINT}{focus}")
    return Resolved(text=f"{subject(before, names)}{JOINT}{focus}"[-QUESTION_LIMIT:], focus=focus)


def _which_of(text: str, before: str) -> str:
    """A text with what was asked for before in the place of its "one": "and which one burns?" after "which wood is dry?"."""
    last = _SORT.search(before.rsplit(JOINT, maxsplit=1)[-1])
    aside = last is None or {last["noun"].lower()} & (STOPWORDS | language(spoken()).auxiliaries) or is_plural(last["noun"])
    return text if last is None or aside else _WHICH_ONE.sub(f"which {last['noun']}", text)


def _compared(text: str, are_two: bool) -> str:
    """What a comparative alone asks: "cheaper?" after two things which of them is, after one thing its cost; "" for others."""
    (word, *others) = words(text) or [""]
    known = language(spoken())
    most = word.removesuffix("er") + "est" if word.endswith("er") and not others else ""
    asked = " ".join(name for _, name in known.superlatives.get(most, ()))
    return f"which is {word}" if are_two and asked else asked


def subject(before: str, names: Names = nothing) -> str:
    """Return the parts of a question as understood that say what it is about: the first, and what an "and X" named last."""
    first, *later = [step.rstrip("?!. ") for step in before.split(JOINT)]
    return JOINT.join([first, *(step for step in later[-1:] if _LEANS.match(step) and names(step))])


def needs_history(text: str, names: Names = nothing) -> bool:
    """Whether a text cannot be understood alone: it leans on, points to or corrects what was said, or hardly says anything."""
    content = stems(text)
    if _CORRECTION.match(text) or not content:
        return True
    if _LEANS.match(text) and len(content) <= LEANING:
        return True
    return points_back(text, names) or (len(content) <= 1 and not names(text) and not _names_something(text))


def _names_something(text: str) -> bool:
    """Whether a text has a name by its form, known to the course or not: it is the text's own subject."""
    return spoken() not in CAPITAL_NOUNS and any(names_by_form(text))


def points_back(text: str, names: Names = nothing) -> bool:
    """Whether a text begins with a pronoun or so, before which it names nothing that the pronoun may stand for."""
    pointing = POINTS_BACK.search(text)
    if pointing is None or len(stems(text[: pointing.end()])) > EARLY:
        return False
    earlier = text[: pointing.start()]
    return not names(earlier) and not any(len(stems(clause)) > 1 for clause in _CLAUSE_END.split(earlier)[:-1])
