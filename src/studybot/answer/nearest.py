"""What a refusal names: the sections that speak of the thing asked about, what they do not say of it, and what to ask next."""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import chain, pairwise

from studybot.answer.framed import framed
from studybot.answer.signals import UNKNOWN_RARITY, Rarity
from studybot.answer.understand import of_course
from studybot.facts.language import language
from studybot.frequency import zipf_frequency
from studybot.shown import join
from studybot.text import spoken, stem, stems, tokens, words
from studybot.types import Act, Hit, Statement, Understanding

FILLER = 5.4  # Zipf frequency from which a word names nothing: "however", "sure", "many"
PLAIN = 5.8  # Zipf frequency from which a word does not even belong to a name: "group" does, "time" not
NAMED = 3  # words of a question that a refusal names at most
_NAMEABLE = re.compile(r"\b(?:[A-Z][A-Za-z0-9]+|[a-z][a-z0-9-]{3,})\b")  # short words in lower case say little
# What somebody does: "I write a letter", "Write a letter", "does it connect to".
_DONE = re.compile(
    r"\b(?:i|you|we|to|who)\s+(\w+)|^\W*(\w+)(?=\s+(?:an?|the|my|me)\b)"
    r"|\b(?:does|do|did)\s+(?:(?:an?|the)\s+)?\w+\s+(\w+)(?=\s+(?:to|with|into|in|on)\b)",
    re.IGNORECASE,
)


def onward(question: Understanding, hits: Sequence[Hit], statements: Sequence[Statement], rarity: Rarity) -> tuple[str, ...]:
    """The first two sections to read on in that an answer does not cite, or the nearest ones when there is no answer."""
    cited = {citation.passage.path for statement in statements for citation in statement.citations}
    near = hits[:5] if statements else about(question, hits, rarity)
    further = dict.fromkeys(hit.passage.path for hit in near if hit.passage.path not in cited)
    return tuple(" > ".join(path) for path in further)[:2]


def about(question: Understanding, hits: Sequence[Hit], rarity: Rarity) -> list[Hit]:
    """The hits whose headings name what is asked about first: of "what does a router cost?" the router, not the cost."""

    def named(hit: Hit) -> float:
        headings = set(stems(" ".join(hit.passage.path)))
        return sum(rarity(term) for term in question.terms if term in headings)

    return sorted(hits, key=named, reverse=True)


def reason(question: Understanding, rarity: Rarity, told: frozenset[str]) -> str:
    """Return a sentence that says which words of the question are there and which are not: `told` are the stems there.

    What is said elsewhere in the course is not called missing beside what the course never says.
    """
    text = of_course(question.focus or question.asked or question.text)
    done = frozenset(stem(word.lower()) for word in (*_done(framed(text, spoken())), *_sorts(words(text))) if word)
    spelled = {stem(typed.lower()): typed for typed in _NAMEABLE.findall(text) if _says(typed)}
    asking = frozenset(map(stem, language(spoken()).all_of))  # "list all" seeks nothing
    known = [term for term in question.terms if term in spelled and term not in asking]
    rarest = sorted(known, key=lambda term: -(rarity(term) or UNKNOWN_RARITY))[:NAMED]
    told_here = frozenset(question.terms) & told
    elsewhere = frozenset(term for term in question.terms if rarity(term)) - told
    absent = frozenset(rarest) - told - elsewhere
    there = _phrases(text, told_here.intersection(rarest) - (done if absent else frozenset()), told_here)
    if not there and question.focus:  # what the conversation is about
        there = _phrases(question.text.removesuffix(question.focus), told_here, told_here)
    lacking = absent or frozenset(rarest) - told - done
    missing = _phrases(text, lacking, frozenset(question.terms) - told)
    if missing and question.kind == "definition" and not absent:
        return (
            f"The course names {join(_phrases(text, frozenset(rarest), frozenset(question.terms)))}, but does not explain it."
        )
    if there and missing:
        return f"The course speaks of {join(there)}, but I find nothing on {join(missing, 'or')} there."
    if missing and absent:
        return f"I find nothing on {join(missing, 'or')} in the course."
    there = there or missing
    if there and question.kind == "definition":
        return f"The course names {join(there)}, but does not explain it."
    return f"The course speaks of {join(there)}, but does not say this." if there else "The course does not say this."


def _done(text: str) -> Iterator[str]:
    """What somebody does in a question whose frame is English."""
    return chain.from_iterable(found.groups("") for found in _DONE.finditer(text))


def _sorts(said: Sequence[str]) -> Iterator[str]:
    """The words that ask for kinds of something: "types of"."""
    known = language(spoken())
    return (one for one, behind in pairwise(said) if one in known.sorts and behind in known.connectives)


def _phrases(text: str, wanted: frozenset[str], near: frozenset[str]) -> list[str]:
    """The wanted words as they are typed, each with words `near` it that stand right beside it: “security group”."""
    runs: list[tuple[str, ...]] = [()]
    for _, word in tokens(text):
        own = stems(word)
        fits = bool(own) and near.issuperset(own) and _says(word, PLAIN)
        runs = [*runs[:-1], (*runs[-1], word)] if fits else [*runs, ()]
    phrases = dict.fromkeys(" ".join(run) for run in runs if wanted.intersection(stems(" ".join(run))))
    return [f"“{phrase}”" for phrase in phrases]


def _says(word: str, most: float = FILLER) -> bool:
    """Whether a word names something: no number or auxiliary of its language does, nor what English uses all the time."""
    known = language(spoken())
    return word.lower() not in known.auxiliaries.union(known.numbers) and zipf_frequency(word.lower(), "en") < most


SUGGESTIONS = 3
WISHES: tuple[tuple[Act, str], ...] = (
    ("simpler", "Explain it simpler"),
    ("example", "Show me an example"),
    ("quiz", "Quiz me on this"),
)  # what may follow an answer, where the course has it
LONGEST = 80  # characters that a suggestion has at most


def suggestions(question: Understanding, hits: Sequence[Hit], bank: Callable[[str], Iterable[str]]) -> list[str]:
    """Return questions that the passages beside the best one answer; `bank` gives those that lead to a passage."""
    chosen: dict[frozenset[str], str] = {frozenset(question.terms): ""}
    near = [hit.passage for hit in hits[1:] if hit.passage.topic == hits[0].passage.topic]
    for passage in near[: SUGGESTIONS + 1]:
        about = set(stems(" ".join(passage.path)))
        asked = [text for text in bank(passage.id) if text.endswith("?") and len(text) < LONGEST]
        # One that names what its section is about can be understood alone; among those the bank's order counts.
        named = sorted(asked, key=lambda text: -min(2, len(about & set(stems(text)))))
        new = next((text for text in named if frozenset(stems(text)) not in chosen), None)
        if new is not None:
            chosen[frozenset(stems(new))] = new
    return list(chosen.values())[1 : SUGGESTIONS + 1]
