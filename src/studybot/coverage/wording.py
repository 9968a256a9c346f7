"""The wording of an objective: what it asks about once the verbs and set phrases of exam guides are taken away."""

import html
import re
from collections import defaultdict
from collections.abc import Container, Iterable, Iterator, Sequence
from functools import lru_cache
from importlib.resources import files
from itertools import pairwise
from typing import NamedTuple

from studybot.answer.exemplars import TOKEN
from studybot.frequency import zipf_frequency
from studybot.spelled import initials, spelled_as
from studybot.text import STOPWORDS, stem, words

# Stems, so that "determining" and "determine" are one.
FRAME = frozenset(stem(word) for word in files("studybot.coverage").joinpath("frame.txt").read_text(encoding="utf-8").split())
USED = 2.5  # Zipf frequency from which a past form is one that people use
RARER = 1.6  # by how much a verb's past form is rarer than the word, at most: "networked" is far rarer than "network"


@lru_cache(maxsize=4096)
def is_instruction(word: str) -> bool:
    """Whether a word tells what to do: one of the frame, or a regular verb, known by how often its past form is used."""
    bare = word.lower()
    return stem(bare) in FRAME or _is_verb(bare)


def _is_verb(word: str) -> bool:
    if not word.isalpha():
        return False
    past = max(zipf_frequency(form, "en") for form in _past_forms(word))
    return past >= USED and zipf_frequency(word, "en") - past <= RARER


def _past_forms(verb: str) -> tuple[str, ...]:
    if verb.endswith("e"):
        return (f"{verb}d",)
    if verb.endswith("y") and verb[-2:-1] not in "aeiou":
        return (f"{verb[:-1]}ied",)
    return f"{verb}ed", f"{verb}{verb[-1]}ed"


# A word's weight is how much rarer it is in English than EVERYDAY (Zipf scale: log10 per billion words), times STEEPNESS.
EVERYDAY, STEEPNESS = 6.0, 1.33
HEAVIEST = 6.0
NAME_WEIGHT = 3.5  # at least, for a word written as a name
PARTS = 10  # parts of one objective that are searched; a longer list is judged by its first ones

_TAG = re.compile(r"<[/!]?[a-zA-Z][^<>]{0,400}>")
_NUMBERING = re.compile(
    r"^\W*(?:(?:task(?: statement)?|domain|objective|section|module|chapter|unit)\s+)?"
    r"(?:(?:\d+(?:\.\d+)*|[a-z]|[ivx]+)[.):]|\d+(?:\.\d+)+[a-z]?)\s+",
    re.I,
)
_OPENING = re.compile(
    r"^\W*(?:(?:basic |general |working |deep )?(?:knowledge of|skills? in|ability to|able to|understanding of|familiarity with"
    r"|experience (?:with|in)|proficiency in|given (?:a|an) [^,]{3,60}(?=,)"
    r"|(?:students?|learners?|you) (?:can|will|should))(?: be able to)?|how to)\b[,:\s]*",
    re.I,
)
Pair = tuple[str, str]
NOTHING: frozenset[str] = frozenset()
_BREAK = re.compile(
    r"\s*[;,•|/](?=\s)\s*(?:and\s+|or\s+)?|\s+(?:and/or|and|or|versus|vs\.?|as well as|along with|including|such as|plus"
    r"|rather than|compared (?:to|with)|against|&)\s+|\s+[–—-]\s+",
    re.I,
)
_FROM = re.compile(r"\bfrom\b", re.I)
_CONTRAST = re.compile(r"\b(?:differ\w*|distinguish\w*|compar\w*|contrast\w*|separat\w*)\b", re.I)
_BRACKETS = re.compile(r"\(([^()]*)\)")
_EXAMPLES = re.compile(r"^\W*(?:for example|e\.?g\.?|i\.?e\.?|such as|including|like)\b[,:\s]*", re.I)
_HEAD = re.compile(r"[^:]{3,120}:\s|.{3,120}?\b(?:such as|including)\b")
_LONG_NAME = re.compile(r"(?:[A-Z][\w-]*\s+){2,5}[A-Z][\w-]*\b")
_INITIALS_BEHIND = re.compile(r"((?:[\w-]+ ){1,7}[\w-]+) [\[(]((?:[A-Z]\w+ )?[A-Z]{2,6}s?)[\])]")
_NAME_PAIR = re.compile(r"(?<![\w.])(?=([A-Z][A-Za-z0-9]+) ([A-Z][A-Za-z0-9]+))")
COMMON_BEFORE = 10  # different names that a maker's own stands before, at least
COMMON_SHARE = 0.25  # share of a course's topics in which it does


def plain_objective(text: str) -> str:
    """Return an objective as it is searched: without HTML tags, numbering and the guide's opening ("Knowledge of:")."""
    bare = " ".join(html.unescape(_TAG.sub(" ", text)).split())
    for pattern in (_NUMBERING, _OPENING, _OPENING):
        bare = pattern.sub("", bare, count=1)
    return bare or " ".join(text.split())


class Term(NamedTuple):
    """One word that an objective is about: its stem (`forms[0]`), those of its parts if it is a compound, and its weight.

    `name` says that it is written as a name: in capitals, or with one in the middle of the text.
    """

    word: str
    forms: tuple[str, ...]
    weight: float
    name: bool

    def stands_in(self, found: Container[str]) -> bool:
        """Whether the word, or all parts of a compound, are among stems."""
        return self.forms[0] in found or (len(self.forms) > 1 and all(form in found for form in self.forms[1:]))


@lru_cache(maxsize=4096)
def terms_of(text: str, common: frozenset[str] = NOTHING) -> tuple[Term, ...]:
    """Return the words that a text is about, in order and once: no stop words, no words of the frame unless in a name.

    `common` are stems that stand before many names of the course and tell none from another.

    The first of three words or more weighs half: most often it is the verb of an instruction.
    """
    found: dict[str, Term] = {}
    first = ""
    for position, (token, name) in enumerate(_tokens(text)):
        term = _term(token, name, common)
        if term is not None:
            found.setdefault(term.forms[0], term)
            first = term.forms[0] if position == 0 and not name else first
    if first and len(found) > 2:
        found[first] = found[first]._replace(weight=found[first].weight / 2)
    return tuple(found.values())


def pairs_of(text: str, common: frozenset[str] = NOTHING) -> tuple[list[Pair], list[Pair]]:
    """Return the stems of neighbouring words that belong together: those of names ("Storage Gateway"), and all others."""
    names: list[Pair] = []
    others: list[Pair] = []
    tokens = [(forms[-1], forms[0], name) for token, name in _tokens(text) if (forms := _pairable(token, common))]
    for (_, left, name), (right, _, also) in pairwise(tokens):
        if left and right and ((name and also) or (left not in FRAME and right not in FRAME)):
            (names if name and also else others).append((left, right))
    return names, others


def _pairable(token: str, common: frozenset[str]) -> list[str]:
    """The stem of a word that can stand in a pair; an empty one for a stop word, which parts its neighbours."""
    stemmed = [stem(word) for word in words(token)]
    if stemmed and stemmed[0] in common:
        return []
    return ["", ""] if token.lower() in STOPWORDS else [stemmed[1] if len(stemmed) > 1 else stemmed[0], stemmed[-1]]


def _tokens(text: str) -> Iterator[tuple[str, bool]]:
    """Yield each word and whether it is written as a name."""
    tokens = [match.group() for match in TOKEN.finditer(text)]
    titled = sum(token[0].isupper() for token in tokens if len(token) > 3) > 0.7 * sum(len(token) > 3 for token in tokens)
    for position, token in enumerate(tokens):
        shouted = len(token) > 1 and (token.isupper() or any(letter.isupper() for letter in token[1:]))
        yield token, shouted or (token[0].isupper() and position > 0 and not titled)


def _term(token: str, name: bool, common: frozenset[str]) -> Term | None:
    forms = [stem(word) for word in words(token) if word not in STOPWORDS]
    forms = [form for form in dict.fromkeys(forms) if form not in common and (name or form not in FRAME)]
    if not forms or all(len(form) < 2 or form.isdigit() for form in forms):
        return None
    usual = min(zipf_frequency(part, "en") for part in re.split(r"[^\w]+", token.lower()) if part)
    return Term(token, tuple(forms), max(NAME_WEIGHT if name else 0.5, min(STEEPNESS * (EVERYDAY - usual), HEAVIEST)), name)


def common_names(texts: Iterable[tuple[str, str]]) -> frozenset[str]:
    """Return the stems of words that stand before many different names, all over a course: the maker of what it teaches.

    `texts` are pairs of a topic and a text of it.
    """
    after: dict[str, set[str]] = defaultdict(set)
    where: dict[str, set[str]] = defaultdict(set)
    topics = set()
    for topic, text in texts:
        topics.add(topic)
        for match in _NAME_PAIR.finditer(text):
            after[match[1]].add(match[2])
            where[match[1]].add(topic)
    least = max(2.0, COMMON_SHARE * len(topics))
    return frozenset(stem(word.lower()) for word in after if len(after[word]) >= COMMON_BEFORE and len(where[word]) >= least)


def parts_of(text: str, common: frozenset[str] = NOTHING) -> list[str]:
    """Return what a compound objective is made of, `text` itself when it is single; at most PARTS."""
    inner = [piece for match in _BRACKETS.findall(text) for piece in _lists(_EXAMPLES.sub("", match))]
    outer = _BRACKETS.sub(" ", text)
    if _CONTRAST.search(outer):
        outer = _FROM.sub(" and ", outer, count=1)
    kept = [piece for piece in (*_without_head(outer, inner, common), *inner) if terms_of(piece, common)]
    return list(dict.fromkeys(kept))[:PARTS] if len(kept) > 1 else [text]


def _without_head(outer: str, inner: list[str], common: frozenset[str]) -> list[str]:
    """The pieces in front of brackets, without what only names their list: "Caching strategies: Redis and Memcached"."""
    head = _HEAD.match(outer)
    rest = [piece for piece in _lists(outer[head.end() :]) if terms_of(piece, common)] if head else []
    if len(rest) > 1:
        return rest
    pieces = [piece for piece in _lists(outer) if terms_of(piece, common)]
    examples = sum(bool(terms_of(piece, common)) for piece in inner)
    return [] if not head and len(pieces) == 1 and examples else pieces


def _lists(text: str) -> Iterator[str]:
    for side in re.split(r":\s", text):
        start = 0
        for match in (*_BREAK.finditer(side), None):
            piece = side[start : match.start() if match else None]
            if match and piece.rpartition(" ")[2].lower() in STOPWORDS:
                continue  # "to and from the cloud" is one thing
            start = match.end() if match else 0
            bare = piece.strip(" .,;:!?\"'")
            if bare:
                yield bare


def shortened(text: str, short: Container[str], said: Container[str] = NOTHING) -> str:
    """Return `text` with long names ("Simple Queue Service") replaced by their initials where these are in `short`.

    A name that its initials follow in brackets is replaced by them where the course has `said` (stems) them, and a word that
    it does not say by its British or American spelling that it does.
    """

    def bracketed(match: re.Match[str]) -> str:
        behind = match[2].rpartition(" ")[2]
        own = match[1].split()
        for first in reversed(range(len(own))):
            if behind.rstrip("s") in _initials(own[first:]) and behind.lower() in said:
                return " ".join([*own[:first], behind])
        return match.group()

    text = _INITIALS_BEHIND.sub(bracketed, text)
    text = TOKEN.sub(lambda match: spelled_as(match[0].lower(), lambda one: stem(one) in said) or match[0], text)

    def replace(match: re.Match[str]) -> str:
        names = match.group().split()
        for first in range(len(names) - 2):
            letters = "".join(name[0] for name in names[first:])
            if letters in short:
                return " ".join([*names[:first], letters])
        return match.group()

    return _LONG_NAME.sub(replace, text)


def _initials(name: Sequence[str]) -> tuple[str, str]:
    """The first letters of a name's words: of all of them, and without small words."""
    large = [word for word in name if word.lower() not in STOPWORDS]
    return initials(name).upper(), initials(large).upper()
