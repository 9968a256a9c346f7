"""What the judge looks at beside the scores: does the course say the kind of thing, and each word, that is asked."""

import re
from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

import numpy as np

from studybot.ports import SearchBackend, Vectors
from studybot.text import stems, tokens
from studybot.types import Hit, Match, Passage, Understanding

Rarity = Callable[[str], float]  # how rare a stem is in the course, 0 for one that it lacks
Told = Callable[[Passage], frozenset[str]]  # stems of all that a passage says and of the bank's questions on it
Strangeness = Callable[[str], float]  # how strange the strangest word of a text is, 0 to 1
Names = Callable[[str], Sequence[str]]  # the runs of the course's names in a text, as typed
Carried = Callable[[Understanding, str], float]  # how much a text bears of what the words of a question add to its meaning

UNKNOWN_RARITY = 7.0  # a word that the course never says is as rare as can be
SHOUTING = 0.6  # share of capitals from which a text is written in capitals, and tells no names
_OPENING, _ENDING = " \t\"“‘'`(*[¿¡", ".?!:;\n"
LIKELIEST = 2  # units of the best hit that count as "what it says"

# What the wording of a question asks for, and what a text that answers such a question must show.
_ASKED_WORDS = {
    "price": (
        r"\b(costs?|prices?|pricing|pay|paid|fees?|charged?|charges|expensive|cheap\w*|bill(ed)?|dollars?|free|money"
        r"|usd)\b|\$"
    ),
    "time": r"\b(how long|how often|timeout|duration|how fast|seconds?|minutes?|hours?|days?|weeks?|months?|years?|when)\b",
    "number": (
        r"\b(how (many|much|big|large|small|far|high|fast)|max(imum)?|min(imum)?|limits?|number|size|quota|count|threshold"
        r"|percent\w*|port|range|default)\b"
    ),
    "command": r"\b(commands?|cli|syntax|code|script|flags?|options?|one-?liner|terminal|how (do|can|to|would))\b",
    "reason": r"\b(why|reason|because|cause)\b",
}
_SAID_WORDS = {
    "price": r"\$|\b(free|no charge|charges?|costs?|pric\w+|pay|billed|cheap\w*|expensive)\b",
    "time": (
        r"\d\s*-?\s*(ms|s|sec|min|h|hour|day|week|month|year)"
        r"|\b(seconds?|minutes?|hours?|days?|months?|years?|daily|monthly|hourly)\b"
    ),
    "number": r"\d",
    "command": r"`[^`]+`",
    "reason": r"\b(because|since|so that|to avoid|prevents?|otherwise|means|→|—|therefore|without)\b",
}
_ASKED = {kind: re.compile(pattern, re.IGNORECASE) for kind, pattern in _ASKED_WORDS.items()}
_FIGURE = re.compile(r"\b(how (old|tall|long)|average|mean|median|total|sum)\b", re.IGNORECASE)
_HOW_MUCH = re.compile(r"\bhow much (?:is|are|for|would)\b", re.IGNORECASE)
_SAID = {kind: re.compile(pattern, re.IGNORECASE | re.MULTILINE) for kind, pattern in _SAID_WORDS.items()}
SIGNALS = tuple(
    "score margin lead chance dense_bank dense_unit dense_passage bank_second lexical_bank lexical_unit "
    "lexical_passage covered_by_span covered_by_passage covered_by_question question_extra unsaid rarest_unsaid "
    "unsaid_near rarest_unsaid_near unknown strangeness type_missing gap_first gap_second gap_margin".split()
)  # what the trees look at
CARRIED = "carried"  # how much the likeliest unit bears of what the question's words add to its meaning
ANSWERS = ("unit_answers", "passage_answers")  # what a reranker that reads question and text leaves with the hits


class CourseWords(NamedTuple):
    """What is known of a course's words when a question is judged."""

    rarity: Rarity
    told: Told
    strangeness: Strangeness
    names: Names
    carried: Carried


def asks_number(text: str) -> bool:
    """Whether a text asks for a number, that of a mean among them."""
    return bool(_ASKED["number"].search(text) or _FIGURE.search(text))


def asks_price(text: str) -> bool:
    """Whether a text asks what something costs."""
    return bool(_ASKED["price"].search(text) or _HOW_MUCH.search(text))


def telling(backend: SearchBackend) -> Told:
    """Return what gives the stems of all that a passage, its headings and the bank's questions on it say."""
    said: dict[str, frozenset[str]] = {}

    def told(passage: Passage) -> frozenset[str]:
        if passage.id not in said:
            said[passage.id] = frozenset(stems(" ".join([*passage.path, passage.text, *backend.questions(passage.id)])))
        return said[passage.id]

    return told


def signals(
    question: Understanding, hits: Sequence[Hit], rarity: Rarity, told: Told, strangeness: Strangeness
) -> dict[str, float]:
    """Return the SIGNALS of a question and its hits (at least one) and whether it holds a name that the course never says.

    See docs/design.md for what each one tells.
    """
    top = hits[0]
    asked = frozenset(question.terms)
    path = _stems_in(" ".join(top.passage.path))
    span = "\n".join(map(top.passage.cut, _likeliest(top)))
    said, nearest = _stems_in(span), _stems_in(top.nearest)
    weight = {term: rarity(term) or UNKNOWN_RARITY for term in asked}
    mass = sum(weight.values()) or 1.0

    def share(terms: frozenset[str]) -> float:
        return sum(weight[term] for term in asked & terms) / mass

    def rarest(terms: frozenset[str]) -> float:
        return max((weight[term] for term in asked - terms), default=0.0)

    best = {name: max(hit.signals.get(name, 0.0) for hit in hits[:5]) for name in ("dense_bank", "dense_unit", "dense_passage")}
    own = {name: top.signals.get(name, 0.0) for name in ("bank_second", "lexical_bank", "lexical_unit", "lexical_passage")}
    gap = top.signals.get("gap_first", 0.0)
    everything = told(top.passage)
    near = said | nearest | path
    return {
        "score": top.score,
        "margin": top.score - (hits[1].score if len(hits) > 1 else 0.0),
        "lead": top.score - (hits[4].score if len(hits) > 4 else 0.0),
        "chance": max((match.score for hit in hits for match in hit.matches if match.kind != "passage"), default=0.0),
        **best,
        **own,
        "covered_by_span": share(said | path),
        "covered_by_passage": share(_stems_in(top.passage.text) | path),
        "covered_by_question": share(nearest | path),
        "question_extra": _extra(nearest, asked | path, rarity),
        "unsaid": 1.0 - share(everything),
        "rarest_unsaid": rarest(everything),
        "unsaid_near": 1.0 - share(near),
        "rarest_unsaid_near": rarest(near),
        "unknown": sum(weight[term] for term in asked if not rarity(term)) / mass,
        "strangeness": strangeness(question.text),
        "type_missing": _type_missing(question.text, span, in_code=_in_code(top)),
        "gap_first": gap,
        "gap_second": top.signals.get("gap_second", 0.0),
        "gap_margin": best["dense_bank"] - gap,
        "unknown_name": float(any(not rarity(stem) for stem in names_by_form(question.text))),
    }


def names_by_form(text: str) -> Iterator[str]:
    """Yield the stems of words that are names by their form: a capital within the word or the sentence, letters with digits."""
    letters = [character for character in text if character.isalpha()]
    if sum(map(str.isupper, letters)) > SHOUTING * len(letters):
        return
    for start, word in tokens(text):
        opens = not (before := text[:start].rstrip(_OPENING)) or before[-1] in _ENDING
        digits = any(map(str.isdigit, word)) and word[0].isalpha()
        if (digits or any(map(str.isupper, word[1:])) or (word[0].isupper() and not opens)) and (found := stems(word)):
            yield found[0]


@lru_cache(maxsize=4096)
def _stems_in(text: str) -> frozenset[str]:
    return frozenset(stems(text))


def _type_missing(question: str, span: str, *, in_code: bool) -> float:
    """1 when the question asks for a kind of thing (a price, a number, a command) that the text does not show."""
    shown = {kind for kind, says in _SAID.items() if says.search(span)} | ({"command"} if in_code else set())
    return float(any(asks.search(question) and kind not in shown for kind, asks in _ASKED.items()))


def _likeliest(hit: Hit) -> list[Match]:
    return [match for match in hit.matches if match.kind != "passage"][:LIKELIEST]


def _in_code(hit: Hit) -> bool:
    """Whether one of the likeliest units of a hit stands in a block of code."""
    code = [block for block in hit.passage.blocks if block.kind == "code"]
    return any(block.start <= match.start < block.end for match in _likeliest(hit) for block in code)


def _extra(nearest: frozenset[str], asked: frozenset[str], rarity: Rarity) -> float:
    """Share of the nearest bank question's rare words that the question does not have."""
    mass = sum(rarity(term) for term in nearest)
    return sum(rarity(term) for term in nearest - asked) / mass if mass else 1.0


MOST = 12  # words of a question that are left out one by one, the rarest: a story has a hundred
SLIGHT = 1e-3  # square of a length below which what a word adds counts for less: it adds nothing

Encode = Callable[[list[str]], Vectors]


def carried(rarity: Rarity, encode: Encode, question: Understanding, text: str) -> float:
    """Return how much of what the words of a question add a text bears: the sum of cosines, each by the word's rarity."""
    asked = question.focus or question.text
    each = ((without, rarity(term) or UNKNOWN_RARITY) for without, term in _without_each(asked, frozenset(question.terms)))
    taken = sorted(each, key=lambda pair: -pair[1])[:MOST]
    if not taken:
        return 0.0
    whole, said, *rest = encode([asked, text, *(without for without, _ in taken)])
    added = whole - np.stack(rest)
    along = added @ said / np.sqrt((added**2).sum(axis=1) + SLIGHT)
    return float(np.array([weight for _, weight in taken]) @ along)


def _without_each(text: str, terms: frozenset[str]) -> Iterator[tuple[str, str]]:
    """The text without each word whose stem is one of the terms, and that stem."""
    for start, word in tokens(text):
        found = stems(word)
        if found and found[0] in terms:
            yield text[:start] + text[start + len(word) :], found[0]
