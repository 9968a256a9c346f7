"""The shape of an option: what it measures, and whether it is a clause, code or prose. One question offers one shape."""

import re
from functools import lru_cache

from studybot.facts.language import language
from studybot.text import STOPWORDS, words

_UNITS = (
    ("time", r"(?:milliseconds?|ms|seconds?|secs?|s|minutes?|mins?|hours?|hrs?|hr|h|days?|weeks?|months?|years?)\b"),
    ("rate", r"(?:[KMGT]i?[Bb]/s|[KMGT]bps|MB/s)"),
    ("size", r"(?:bytes?|[KMGTP]i?B)\b"),
    ("percent", r"%"),
)
_FIGURE = re.compile(
    r"^(?:[~≥≤<>+]\s*|(?:up to|max|min|over|only)\s+)*(?P<sign>\$)?\d[\d,.]*\+?(?:\s*[–-]\s*\$?[\d,.]+)?\s*(?P<unit>.*)$",
    re.IGNORECASE | re.DOTALL,
)
# Free, unlimited and never stand beside figures of every measure.
_ANY = re.compile(r"(?:always |no )?(?:free|unlimited|never|none|any)", re.IGNORECASE)
LONGEST_FIGURE = 36

_DEED = re.compile(r"^to [a-z]", re.IGNORECASE)
_CLAUSE = re.compile(r"^(?:how|what|what's|which|when|where|whether|who|why|if|for)\b", re.IGNORECASE)

_PARTICIPLE = re.compile(r"[a-z]+ed")
LONGEST_KIND = 4  # words; the last ones say most
_ACT = re.compile(r"^(?!\w*thing\b)[a-z]{2,}ing (?:\S+ ){2}", re.IGNORECASE)

# A dot, colon, slash, underscore or equals sign within a word that is no number.
_CODE = re.compile(r"[A-Za-z_~](?:[._:=]|//?)[A-Za-z_\d]|^_|[{}~]|\w=\w")


@lru_cache(maxsize=8192)
def measure(text: str) -> str:
    """Return what a figure measures (`time`, `size`, `rate`, `percent`, `money`, `count`), empty for prose."""
    bare = text.strip()
    if _ANY.fullmatch(bare):
        return "any"
    named = re.match(_UNITS[0][1], bare, re.IGNORECASE)
    match = _FIGURE.match(bare)
    if len(bare) > LONGEST_FIGURE or not (match or named):
        return ""
    if named or match is None:
        return "time"
    if match["sign"]:
        return "money"
    units = (kind for kind, unit in _UNITS if re.match(unit, match["unit"]))
    return next(units, "count")


def same_measure(one: str, other: str) -> bool:
    """Whether two texts measure the same, or are both no figures."""
    left, right = measure(one), measure(other)
    return left == right or ("any" in (left, right) and "" not in (left, right))


def quantity(text: str) -> float:
    """Return the first number of a text, a size in bytes; 0 where there is none."""
    match = re.search(r"(\d[\d,]*(?:\.\d+)?)\s*(?:([KMGTP])i?B\b)?", text)
    return float(match[1].replace(",", "")) * 1024 ** " KMGTP".index(match[2] or " ") if match else 0.0


def form(text: str) -> str:
    """Return the form of a text: `clause` (How to treat gaps), `deed` (To treat gaps), `act` (Treating gaps), `predicate` (Has
    gaps), `code` or `prose`.
    """
    parts = text.split()
    if 2 * sum(bool(_CODE.search(part)) for part in parts) >= max(1, len(parts)):
        return "code"
    known = language()
    if words(text)[:1] and words(text)[0] in (known.copulas | known.auxiliaries) - known.leave - known.duties:
        return "predicate"
    return next((name for name, form in (("clause", _CLAUSE), ("deed", _DEED), ("act", _ACT)) if form.match(text)), "prose")


def genus(text: str) -> str:
    """Return the words with which a definition says what kind of thing is meant; "" where it is a sentence.

    They end before a word that joins, a participle or a comma: `specialized photoreceptor` of what works best in the dark.
    """
    known, kind = language(), list[str]()
    if _CLAUSE.match(text):
        return text.split(maxsplit=1)[0].lower()
    joins = STOPWORDS | known.connectives | known.relative
    for part in text.split():
        word = part.strip("(\"'“‘,;:.)")
        if word.lower() in known.copulas | known.auxiliaries:
            return ""
        if kind and (word.lower() in joins or _PARTICIPLE.fullmatch(word) or part[:1] in "(–—"):
            break
        kind += [word] if word.lower() not in STOPWORDS else []
        if kind and part[-1:] in ",;:":
            break
    return " ".join(kind[-LONGEST_KIND:])
