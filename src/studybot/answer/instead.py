"""The question before, asked of another thing: "and for UDP?", "what about TCP"."""

import re

from studybot.answer.signals import Names
from studybot.shown import JOINT
from studybot.text import STOPWORDS, stems, words

# Words that stand for something said before, unless the text has named it itself by then (see EARLY).
POINTS_BACK = re.compile(
    r"\b(it|its|it's|they|them|their|him|her|same (for|with|thing|one)|ones"
    r"|(which|what|this|that|the|other|another|a|an) (\w+ )?one|(cheapest|\w+er|\w+est|private|public) one"
    r"|mine|former|latter|previous"
    r"|instead)\b"
    r"|\b(for|with|of|about|than|after|before|does|is|do|did|was|to|like|why|from|on|in|at|by|get|avoid) (that|this"
    r"|those|these|there)\b"
    r"|^\W*(what|which|how|why|when|where|who|can|could|is|are|does|do)\b.{0,24}\b(this|those|these)\b",
    re.IGNORECASE,
)
_INSTEAD = re.compile(
    r"^\W*(?:(?:ok|okay|so|well)\W+)?(?:and|but|or|what about|how about|and what about)\s+"
    r"(?P<thing>(?:(?P<place>for|on|in|with|from|at)\s+)?(?:an? |the )?(?P<bare>[\w./+-]+(?:\s[\w./+-]+){0,2}))\W*$",
    re.IGNORECASE,
)
_ONE = re.compile(r"(?!\w+e(?:r|st)\b|same|first|second|last|next|only|which|that|this)([\w-]+) one", re.IGNORECASE)
_ASKS = re.compile(r"^\W*(what|which|how|why|when|where|who|can|could|is|are|do|does|should|list|show|explain|define)\b", re.I)
_DOING = re.compile(r"\bhow (?:do|can|to|would|should)\b", re.IGNORECASE)  # "how do I cut it?", then "and gluing?"
# What stands for a thing, but in "is it possible to ...".
IT = re.compile(r"\b(it(?!\s+\w+\s+(to|that|if)\b)|its|they|them|their)\b", re.IGNORECASE)


def another(text: str) -> str:
    """Return the thing that a text asks about as the question before asked about one: "what about X?"; "" for others."""
    instead = _INSTEAD.match(text)
    leans = not instead or instead["place"] or not stems(instead["bare"]) or POINTS_BACK.search(instead["thing"])
    return instead["bare"] if instead and not leans else ""


def of_another(text: str, before: str, names: Names) -> str:
    """The question before, asked of another thing of its kind; "" where the text is no such thing."""
    instead = _INSTEAD.match(text)
    if instead is None:
        return ""
    last = _last(before, names)
    doing = another(text).endswith("ing") and _DOING.search(last)
    return f"how does {another(text)} work?" if doing else _asked_of(instead, last, names)


def _asked_of(instead: re.Match[str], last: str, names: Names) -> str:
    """The question before with the other thing in the place of its own, "" where it is of another kind."""
    thing = instead["bare"]
    runs = names(last) if _ASKS.match(last) else ()
    other = _ONE.fullmatch(thing)
    if other and len(runs) == 1 and " " in runs[0]:  # "the network one" after an application load balancer
        return _exchanged(last, runs[0], f"{other[1]} {runs[0].split(maxsplit=1)[1]}")
    if POINTS_BACK.search(instead["thing"]):
        return ""  # "the other one", of what has no other words
    places = list(re.finditer(rf"\b{instead['place']}\b", last, re.IGNORECASE)) if instead["place"] else []
    if places and places[-1].start():
        return f"{last[: places[-1].start()]}{instead['thing']}?"
    if len(runs) != 1 or len(runs[0].split()) > len(thing.split()) + 1:
        is_name = not runs and IT.search(last) and list(names(thing)) == [thing]
        return IT.sub(lambda _: thing, last, count=1) if is_name else ""  # "and X" after "what does it cost"
    same_kind = bool(set(thing.lower().split()) & set(runs[0].lower().split())) and thing.lower() != runs[0].lower()
    longer = _longer(last, thing, runs[0])
    return _exchanged(last, longer or runs[0], thing) if longer or list(names(thing)) == [thing] or same_kind else ""


def _longer(last: str, thing: str, name: str) -> str:
    """The words of a question that begin or end with a name as another thing does: "oven lamp" for "oven door"; "" without."""
    more = len(thing.split()) - len(name.split())
    begins = more > 0 and f"{thing} ".lower().startswith(f"{name} ".lower())
    ends = more > 0 and f" {thing}".lower().endswith(f" {name}".lower())
    found = re.search(rf"\b{re.escape(name)}(?: [\w-]+){{{more}}}\b", last, re.IGNORECASE) if begins else None
    if ends and not found:
        before = r"(?:\b(?:is|are|do|does|an?|the) )"  # behind one of these stands a thing, and no verb
        found = re.search(rf"{before}(?P<all>(?:[\w-]+ ){{{more}}}{re.escape(name)}\b)", last, re.IGNORECASE)
    whole = found[found.lastgroup or 0] if found else ""
    return "" if {*words(whole)} & STOPWORDS else whole


def _last(before: str, names: Names) -> str:
    """The last step of a question as understood, with the one name that the first step has in the place of its pronoun."""
    first, *rest = before.split(JOINT)
    runs = names(first)
    if not rest or (not names(rest[-1]) and not _ASKS.match(rest[-1]) and _ASKS.match(first)):
        return first
    if len(runs) != 1 or names(rest[-1]):
        return rest[-1]
    return IT.sub(lambda _: runs[0], rest[-1], count=1)


def _exchanged(question: str, old: str, new: str) -> str:
    """A question with another thing in the place of one, and the article that it takes."""
    article = "an" if new[:1].lower() in "aeiou" else "a"
    joined = r"\W{1,3}".join(map(re.escape, old.split()))  # "Signal Ratio (SR)", as a run "Signal Ratio SR"
    named = re.compile(rf"(?P<named>{joined})(?!\w)(?P<end>\)?)")
    question = re.sub(rf"\b([Aa])n? (?={named.pattern})", lambda found: found[1] + article[1:] + " ", question)
    return named.sub(lambda found: new + ("" if "(" in found["named"] else found["end"]), question)
