"""What letters stand for: the question, and the unit that spells them out."""

import re
from collections.abc import Sequence

from studybot.corpus.plain import plain
from studybot.spelled import initials
from studybot.text import STOPWORDS, words
from studybot.types import Hit, Match

STANDS_FOR = re.compile(r"\bwhat (?:do|does) (?:the letters (?:in|of) )?(?P<letters>.+?) stands? for\b.*", re.IGNORECASE)
_MEANS = re.compile(r"\bwhat does (?P<letters>(?-i:[A-Z]{2,6})) means?\b", re.IGNORECASE)


def letters_asked(text: str) -> tuple[str, bool]:
    """Return the letters of which a question asks what they stand for, or mean, and whether it asks only for that."""
    stands, means = STANDS_FOR.search(text), _MEANS.search(text)
    asked = stands or means
    return next(iter(words(asked["letters"])), "") if asked else "", stands is not None


def spelled(letters: str, ranked: Sequence[tuple[Match, Hit]]) -> tuple[Match, Hit] | None:
    """Return the unit that says best what letters stand for, as likely as the likeliest; None without one."""
    told = [
        (way, place) for place, (match, hit) in enumerate(ranked) if (way := _spells(letters, plain(hit.passage.cut(match))))
    ]
    if not told:
        return None
    match, hit = ranked[min(told)[1]]
    return match.scored(ranked[0][0].score), hit


def _spells(letters: str, text: str) -> int:
    """How a text says what letters stand for: 1 in so many words, 2 beside them in brackets, 3 as all that it says; else 0."""
    name = re.escape(letters)
    if re.search(rf"\b{name} stands? for\b", text, re.IGNORECASE):
        return 1
    beside = re.search(rf"(?P<front>[^()]+)\({name}\)|\b{name}\s*\((?P<behind>[^()]+)\)", text, re.IGNORECASE)
    said = re.findall(r"[^\W_]+", (beside["front"] or beside["behind"]) if beside else text)
    first = initials(word for word in said if word.lower() not in STOPWORDS)
    if beside and beside["front"]:
        return 2 * first.endswith(letters.lower())
    return (2 if beside else 3) * (first == letters.lower())
