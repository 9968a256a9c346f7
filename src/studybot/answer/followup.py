"""A follow-up -> a question that can be understood alone. Pure: looks only at the text, the answers before it and names."""

import re
from collections.abc import Sequence

from studybot.answer.signals import Names, names_by_form
from studybot.answer.understand import kind_of
from studybot.facts.language import language
from studybot.facts.written import heading, is_plural
from studybot.shown import ASKED_WHAT, JOINT, OPENING
from studybot.text import STOPWORDS, spoken, stems, words
from studybot.types import QUESTION_LIMIT, Answer, Value

# Words that stand for something said before, unless the text has named it itself by then (see EARLY).
_POINTS_BACK = re.compile(
    r"\b(it|its|it's|they|them|their|him|her|same (for|with|thing|one)|ones"
    r"|(which|what|this|that|the|other|another|a|an) (\w+ )?one|(cheapest|\w+er|\w+est|private|public) one"
    r"|mine|former|latter|previous"
    r"|instead)\b"
    r"|\b(for|with|of|about|than|after|before|does|is|do|did|was|to|like|why|from|on|in|at|by|get|avoid) (that|this"
    r"|those|these|there)\b"
    r"|^\W*(what|which|how|why|when|where|who|can|could|is|are|does|do)\b.{0,24}\b(this|those|these)\b",
    re.IGNORECASE,
)
_LEANS = re.compile(
    r"^\W*(and|or|but|then|also|what about|how about|no\b|same\b|the (other|second|first|last) one|else\b|why\W*$|how\W*$"
    r"|when\W*$"
    r"|(ok|okay|so|well)\W+(and|what about|how about|but)"
    r"|how (much|many|long|often|big|fast)\W*$)",
    re.IGNORECASE,
)
_CLAUSE_END = re.compile(r"[.?!,;:]\s")
LEANING = 12  # content words up to which a text that begins with "and" goes on
EARLY = 4  # content words after which a pronoun most likely means something in the text itself
_CAPITAL_NOUNS = frozenset(("de", "lb"))  # languages that write every noun like a name
_CORRECTION = re.compile(r"^\W*(no|nope|not that|sorry|wait|actually)?\W*\b(i meant?|i was asking about)\b\W*", re.IGNORECASE)
# "and for UDP?", "what about TCP": the question before, asked of another thing.
_INSTEAD = re.compile(
    r"^\W*(?:(?:ok|okay|so|well)\W+)?(?:and|but|or|what about|how about|and what about)\s+"
    r"(?P<thing>(?:(?P<place>for|on|in|with|from|at)\s+)?(?:an? |the )?(?P<bare>[\w./+-]+(?:\s[\w./+-]+){0,2}))\W*$",
    re.IGNORECASE,
)
_ONE = re.compile(r"(?!\w+e(?:r|st)\b|same|first|second|last|next|only|which|that|this)([\w-]+) one", re.IGNORECASE)
_ASKS = re.compile(r"^\W*(what|which|how|why|when|where|who|can|could|is|are|do|does|should|list|show|explain|define)\b", re.I)
# What stands for a thing, but in "is it possible to ...".
_IT = re.compile(r"\b(it(?!\s+\w+\s+(to|that|if)\b)|its|they|them|their)\b", re.IGNORECASE)


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
    pronoun = _IT.search(text)
    if pronoun and not names(text[: pronoun.start()]) and needs_history(text, names):
        thing = _thing(history[-1], names)  # what "it" is stands nowhere else
        return [carry(f"{text[: pronoun.start()]}{thing or pronoun[0]}{text[pronoun.end() :]}", before, names)]
    carried = carry(text, before, names)
    return [carried, Resolved(text=text)] if stems(text) and not _CORRECTION.match(text) else [carried]


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
    """What "it" stands for: the thing that heads what was shown, where the heading is the name of one, "" else."""
    title = heading(shown.statements[0].citations[0].passage.path[-1]) if shown.statements else ""
    thing = re.sub(r"\s*\([^)]*\)", "", title)
    return thing if names(thing) == [thing] and not is_plural(thing) else ""


def named_whole(text: str, names: Names) -> str:
    """A text that asks what a thing of the course is, without its "and" in front; "" for any other.

    "And what is the default?" asks for the default of something, "and what is X?" for X.
    """
    asked = OPENING.sub("", text)
    what = ASKED_WHAT.match(asked)
    if what is None or re.search(r"\bthe\s+\S+\W*$", asked) or _POINTS_BACK.search(asked):
        return ""
    named = {stem for name in names(what["thing"]) for stem in stems(name)}
    return asked if named and set(stems(what["thing"])) <= named else ""


def carry(text: str, before: str, names: Names = nothing) -> Resolved:
    """Return the text with the one subject that it needs of the question before: in its place, or in front."""
    correction = _CORRECTION.match(text)
    focus = text[correction.end() :].strip() if correction else text
    other = _of_another(focus if not correction else f"and {focus}", before, names)
    if other:
        return Resolved(text=other)
    asked = _compared(focus, kind_of(subject(before, names)) == "comparison")
    if asked:
        return Resolved(text=f"{subject(before, names)}{JOINT}{asked}", focus=asked)
    if not stems(focus):  # "why?" asks about the question before as a whole, but not about a "what for?" in between
        whole = JOINT.join(step for step in before.split(JOINT) if stems(step)) or before
        return Resolved(text=text if len(before) > QUESTION_LIMIT // 2 else f"{whole.rstrip('?!. ')}{JOINT}{focus}")
    return Resolved(text=f"{subject(before, names)}{JOINT}{focus}"[-QUESTION_LIMIT:], focus=focus)


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


def _of_another(text: str, before: str, names: Names) -> str:
    """The question before, asked of another thing of its kind; "" where the text is no such thing."""
    instead = _INSTEAD.match(text)
    if instead is None:
        return ""
    thing, last = instead["bare"], _last(before, names)
    runs = names(last) if _ASKS.match(last) else ()
    other = _ONE.fullmatch(thing)
    if other and len(runs) == 1 and " " in runs[0]:  # "the network one" after an application load balancer
        return _exchanged(last, runs[0], f"{other[1]} {runs[0].split(maxsplit=1)[1]}")
    if _POINTS_BACK.search(instead["thing"]):
        return ""
    places = list(re.finditer(rf"\b{instead['place']}\b", last, re.IGNORECASE)) if instead["place"] else []
    if places and places[-1].start():
        return f"{last[: places[-1].start()]}{instead['thing']}?"
    if len(runs) != 1 or len(runs[0].split()) > len(thing.split()) + 1:
        is_name = not runs and _IT.search(last) and list(names(thing)) == [thing]
        return _IT.sub(lambda _: thing, last, count=1) if is_name else ""  # "and X" after "what does it cost"
    same_kind = bool(set(thing.lower().split()) & set(runs[0].lower().split())) and thing.lower() != runs[0].lower()
    longer = _longer(last, thing, runs[0])
    return _exchanged(last, longer or runs[0], thing) if longer or list(names(thing)) == [thing] or same_kind else ""


def _longer(last: str, thing: str, name: str) -> str:
    """The words of a question that begin with a name as another thing does: "oven lamp" for "oven door"; "" where none do."""
    more = len(thing.split()) - len(name.split())
    begins = more > 0 and f"{thing} ".lower().startswith(f"{name} ".lower())
    found = re.search(rf"\b{re.escape(name)}(?: [\w-]+){{{more}}}\b", last, re.IGNORECASE) if begins else None
    return found[0] if found and not {*words(found[0])} & STOPWORDS else ""


def _last(before: str, names: Names) -> str:
    """The last step of a question as understood, with the one name that the first step has in the place of its pronoun."""
    first, *rest = before.split(JOINT)
    runs = names(first)
    if not rest or (not names(rest[-1]) and not _ASKS.match(rest[-1]) and _ASKS.match(first)):
        return first
    if len(runs) != 1 or names(rest[-1]):
        return rest[-1]
    return _IT.sub(lambda _: runs[0], rest[-1], count=1)


def _exchanged(question: str, old: str, new: str) -> str:
    """A question with another thing in the place of one, and the article that it takes."""
    article = "an" if new[:1].lower() in "aeiou" else "a"
    return re.sub(rf"\b([Aa])n? (?={re.escape(old)})", lambda found: found[1] + article[1:] + " ", question).replace(old, new)


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
    return spoken() not in _CAPITAL_NOUNS and any(names_by_form(text))


def points_back(text: str, names: Names = nothing) -> bool:
    """Whether a text begins with a pronoun or so, before which it names nothing that the pronoun may stand for."""
    pointing = _POINTS_BACK.search(text)
    if pointing is None or len(stems(text[: pointing.end()])) > EARLY:
        return False
    earlier = text[: pointing.start()]
    return not names(earlier) and not any(len(stems(clause)) > 1 for clause in _CLAUSE_END.split(earlier)[:-1])
