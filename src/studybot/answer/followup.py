"""A follow-up -> a question that can be understood alone. Pure: looks only at the text, the answers before it and names."""

import re
from collections.abc import Callable, Sequence

from studybot.shown import JOINT
from studybot.text import stems
from studybot.types import QUESTION_LIMIT, Answer, Value

Names = Callable[[str], Sequence[str]]  # the runs of the course's names in a text, as typed

# Words that stand for something said before, unless the text has named it itself by then (see EARLY).
_POINTS_BACK = re.compile(
    r"\b(it|its|it's|they|them|their|him|her|same (for|with|thing|one|as)|ones"
    r"|(which|what|this|that|the|other|another|a|an) (\w+ )?one|(cheapest|\w+er|\w+est|private|public) one"
    r"|mine|former|latter|previous"
    r"|instead)\b"
    r"|\b(for|with|of|about|than|after|before|does|is|do|did|was|to|like|why|from|on|in|at|by|get|avoid) (that|this"
    r"|those|these|there)\b"
    r"|^\W*(what|which|how|why|when|where|who|can|could|is|are|does|do)\b.{0,24}\b(this|those|these)\b",
    re.IGNORECASE,
)
# "Is it possible to ...", "is there a ..." and "make it so that ..." point to nothing.
_EMPTY_SUBJECT = re.compile(
    r"\b(is|was|would|will|does|can) (it|this) (be )?(possible to|ok|okay|safe|bad|good|better|best|true|necessary"
    r"|allowed|recommended"
    r"|make sense)\b"
    r"|\bit is (possible|better|necessary)\b|\bmake it (so|that|possible|easier)\b|\bit takes\b|\bwhen it comes to\b"
    r"|\b(is|are|was|were|be) there\b|\bthere (is|are|was|were)\b",
    re.IGNORECASE,
)
_LEANS = re.compile(
    r"^\W*(and|or|but|then|also|what about|how about|no\b|same\b|the (other|second|first|last) one|else\b|why\W*$|how\W*$"
    r"|when\W*$"
    r"|(ok|okay|so|well)\W+(and|what about|how about|but)"
    r"|how (much|many|long|often|big|fast)\W*$)",
    re.IGNORECASE,
)
_COMPLETE = re.compile(r"^\W*(what('?s)?|who|which|where|define|explain|describe|tell me about)\b", re.IGNORECASE)
# "What is the alternative?" asks for something of a thing that it does not name.
_OF_SOMETHING = re.compile(
    r"^\W*(what('?s)?|which)( (is|are|was|were|would be))?( (the|its|their|an?))?( (main|biggest|other|best|usual|typical))?"
    r"( (alternatives?|differences?|advantages?|benefits?|drawbacks?|downsides?|disadvantages?|limits?|limitations?|prices?"
    r"|costs?|defaults?|maximum|minimum|purpose|examples?|command|syntax|reasons?|requirements?|steps?|options?|risks?|catch"
    r"|cheap(er|est)|fast(er|est)|slow(er|est)|safer|better|best|newer|older))\W*$",
    re.IGNORECASE,
)
_CLAUSE_END = re.compile(r"[.?!,;:]\s")
EARLY = 4  # content words after which a pronoun most likely means something in the text itself
_CORRECTION = re.compile(r"^\W*(no|nope|not that|sorry|wait|actually)?\W*\b(i meant?|i was asking about)\b\W*", re.IGNORECASE)
_SWITCH = re.compile(
    r"^\W*(ok|okay|thanks|thank you|thx|great|good|now|and|so)?\W*(now )?(a |an )?"
    r"(something (else|different)( now)?|different (topic|question|subject)( now)?"
    r"|(another|new|next|other) (topic|question|subject)|unrelated( question)?|change of (topic|subject)"
    r"|now an? [\w-]+ question"
    r"|an? [\w-]+ question)\W*[:,.;—-]*\s*",
    re.IGNORECASE,
)
_THANKS = re.compile(r"^\W*(ok|okay|thanks|thank you|thx|great|good|got it|i see|alright)[\s,.!;:]+(?=\w)", re.IGNORECASE)
# "and for UDP?", "what about TCP": the question before, asked of another thing.
_INSTEAD = re.compile(
    r"^\W*(?:(?:ok|okay|so|well)\W+)?(?:and|but|or|what about|how about|and what about)\s+"
    r"(?P<thing>(?:(?P<place>for|on|in|with|from|at)\s+)?(?:an? |the )?[\w./+-]+(?:\s[\w./+-]+){0,2})\W*$",
    re.IGNORECASE,
)


class Resolved(Value):
    """A text that stands alone, and its own part when an earlier subject was put in front ("" otherwise)."""

    text: str
    focus: str = ""


# Replies that change nothing of what the conversation is about.
_ASIDE = ("greeting", "thanks", "help", "refuse", "outline", "next", "more", "simpler", "example", "clarify")


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
    if not history:
        return [Resolved(text=text)]
    switched = _SWITCH.match(text)
    if switched and stems(text[switched.end() :]):
        return [Resolved(text=text[switched.end() :])]
    carried = carry(text, history[-1].understood, names)
    return [carried, Resolved(text=text)] if stems(text) and not _CORRECTION.match(text) else [carried]


def spoken_of(history: Sequence[Answer]) -> list[Answer]:
    """Return the answers that a follow-up may lean on."""
    return [answer for answer in history if answer.act not in _ASIDE]


def carry(text: str, before: str, names: Names = nothing) -> Resolved:
    """Return the text with the one subject that it needs of the question before: in its place, or in front."""
    correction = _CORRECTION.match(text)
    focus = text[correction.end() :].strip() if correction else _THANKS.sub("", text)
    other = _of_another(focus if not correction else f"and {focus}", before, names)
    if other:
        return Resolved(text=other)
    if not stems(focus):  # "why?" asks about the question before as a whole
        return Resolved(text=text if len(before) > QUESTION_LIMIT // 2 else f"{before.rstrip('?!. ')}{JOINT}{focus}")
    return Resolved(text=f"{subject(before, names)}{JOINT}{focus}"[-QUESTION_LIMIT:], focus=focus)


def subject(before: str, names: Names = nothing) -> str:
    """Return the part of a question as understood that says what it is about: what an "and X" named last, else the first."""
    steps = [step.rstrip("?!. ") for step in before.split(JOINT)]
    return steps[-1] if _LEANS.match(steps[-1]) and names(steps[-1]) else steps[0]


def _of_another(text: str, before: str, names: Names) -> str:
    """The question before, asked of another thing of its kind; "" where the text is no such thing."""
    instead = _INSTEAD.match(text)
    if instead is None or _POINTS_BACK.search(instead["thing"]):
        return ""
    thing, steps = instead["thing"], before.split(JOINT)
    if instead["place"]:
        places = list(re.finditer(rf"\b{instead['place']}\b", steps[-1], re.IGNORECASE))
        return f"{steps[-1][: places[-1].start()]}{thing}?" if places and places[-1].start() else ""
    runs = names(steps[-1])
    if len(runs) == 1 and list(names(thing)) == [thing] and len(runs[0].split()) <= len(thing.split()) + 1:
        return steps[-1].replace(runs[0], thing)
    return ""


def needs_history(text: str, names: Names = nothing) -> bool:
    """Whether a text cannot be understood alone: it leans on, points to or corrects what was said, or names nothing."""
    content = stems(text)
    if _CORRECTION.match(text) or not content or _OF_SOMETHING.match(text):
        return True
    if _LEANS.match(text) and len(content) <= 12:
        return True
    return points_back(text, names) or (len(content) <= 1 and not _COMPLETE.match(text) and not names(text))


def points_back(text: str, names: Names = nothing) -> bool:
    """Whether a text begins with a pronoun or so, before which it names nothing that the pronoun may stand for."""
    plain = _EMPTY_SUBJECT.sub(" ", text)
    pointing = _POINTS_BACK.search(plain)
    if pointing is None or len(stems(plain[: pointing.end()])) > EARLY:
        return False
    earlier = plain[: pointing.start()]
    return not names(earlier) and not any(len(stems(clause)) > 1 for clause in _CLAUSE_END.split(earlier)[:-1])
