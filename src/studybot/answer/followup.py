"""A follow-up -> a question that can be understood alone. Pure: looks only at the text and the answers before it."""

import re
from collections.abc import Sequence

from studybot.text import JOINT, stems
from studybot.types import QUESTION_LIMIT, Answer, Value

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
# "Is it possible to ..." and "is there a ..." point to nothing.
_EMPTY_SUBJECT = re.compile(
    r"\b(is|was|would|will|does|can) (it|this) (be )?(possible to|ok|okay|safe|bad|good|better|best|true|necessary"
    r"|allowed|recommended"
    r"|make sense)\b"
    r"|\bit is (possible|better|necessary)\b|\b(is|are|was|were|be) there\b|\bthere (is|are|was|were)\b",
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
DOUBTFUL = 8  # content words up to which a text may lean on the conversation without showing it
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
STEPS = 2  # how many earlier questions a follow-up keeps in front


class Resolved(Value):
    """A text that stands alone, and its own part when an earlier subject was put in front ("" otherwise)."""

    text: str
    focus: str = ""


# Replies that change nothing of what the conversation is about.
_ASIDE = ("greeting", "thanks", "help", "refuse", "outline", "next", "more", "simpler", "example")


def resolve(text: str, history: Sequence[Answer]) -> Resolved:
    """Return the text itself, or, when it leans on what was said before, the text with the earlier subject in front."""
    history = spoken_of(history)
    if not history:
        return Resolved(text=text)
    switched = _SWITCH.match(text)
    if switched and stems(text[switched.end() :]):
        return Resolved(text=text[switched.end() :])
    return carry(text, history) if needs_history(text) else Resolved(text=text)


def spoken_of(history: Sequence[Answer]) -> list[Answer]:
    """Return the answers that a follow-up may lean on."""
    return [answer for answer in history if answer.act not in _ASIDE]


def carry(text: str, history: Sequence[Answer]) -> Resolved:
    """Return the text with the subject of the conversation (at least one answer) in front."""
    correction = _CORRECTION.match(text)
    focus = text[correction.end() :].strip() if correction else _THANKS.sub("", text)
    if not stems(focus) and len(history[-1].understood) > QUESTION_LIMIT // 2:
        return Resolved(text=text)
    subject = [part.rstrip("?!. ") for part in history[-1].understood.split(JOINT)][-STEPS:]
    return Resolved(text=JOINT.join([*subject, focus])[-QUESTION_LIMIT:], focus=focus if stems(focus) else "")


def other_reading(text: str, resolved: Resolved, history: Sequence[Answer]) -> Resolved | None:
    """Return a short text that stands alone with the earlier subject in front, as it may be meant too; else None."""
    history = spoken_of(history)
    if not history or resolved.text != text or _SWITCH.match(text) or len(stems(text)) > DOUBTFUL:
        return None
    return carry(text, history)


def needs_history(text: str) -> bool:
    """Whether a text cannot be understood alone: it leans on, points to or corrects what was said, or names nothing."""
    content = stems(text)
    if _CORRECTION.match(text) or not content or _OF_SOMETHING.match(text):
        return True
    if _LEANS.match(text) and len(content) <= 12:
        return True
    plain = _EMPTY_SUBJECT.sub(" ", text)
    pointing = _POINTS_BACK.search(plain)
    if pointing and len(stems(plain[: pointing.end()])) <= EARLY:
        return True
    return len(content) <= 1 and not _COMPLETE.match(text)
