"""What one sentence says of one thing by its form: "An X is a ...", "... is called X", "`x` does ...", "use `x` to ..."."""

import re
from collections.abc import Sequence
from functools import cache
from itertools import pairwise
from typing import Literal, NamedTuple

from studybot.corpus.plain import plain
from studybot.facts.definitions import ARTICLES, PRAISE, PRAISED, says_what
from studybot.facts.language import Language
from studybot.facts.usage import Usage
from studybot.facts.written import clean, is_open, is_plural
from studybot.text import STOPWORDS, stems, words

LONGEST_TERM = 4  # words
OPTION_LIMIT = 110  # characters of what is said that can be chosen; more is cut at a comma
VALUE_LIMIT = 170  # and that can be quoted
FEWEST_SAID = 4  # words of what is said; fewer are an example
NARROWED = 9  # words of what several things are said to be, among which one must narrow it: "devices that sense"
SHORTEST_CLAUSE = 40  # characters before a comma at which a long predicate may end
_CODE = r"`(?P<label>[^`]{2,40})`"
_SUBJECT = re.compile(rf"(?:The )?{_CODE}(?P<noun> (?![a-z]+s\b)[a-z]+)? (?P<said>[a-z]\w* .+)", re.DOTALL)
_MEANS = re.compile(rf"(?:^|\b)(?P<verb>\w+) (?:the )?{_CODE}(?: [a-z]+)? to (?P<said>[a-z]\w+ .+)", re.DOTALL)
_PURPOSE = re.compile(rf"To (?P<said>[a-z]\w+ [^,`]+),[^,`]*?\b(?P<verb>\w+) (?:the )?{_CODE}.*", re.DOTALL)
_CLAUSE = re.compile(r"\s*(?:[,;:(]|\s[–—-]+\s)")

SaidForm = Literal["is", "does", "for"]


class Saying(NamedTuple):
    """A thing and what is said of it: what it is, what it does, or what it is used for; `code` when the thing is code."""

    form: SaidForm
    label: str
    said: str
    code: bool = False


def saying(sentence: str, path: tuple[str, ...], usage: Usage, known: Language) -> Saying | None:
    """Return what a sentence under a heading path says, None where its form says nothing that stands by itself."""
    return _of_code(sentence, known) or _of_name(sentence, usage, known) or _of_term(sentence, path, usage, known)


def leans(sentence: str, known: Language) -> bool:
    """Whether a sentence goes on with the one before it: it begins with a word that points back or joins."""
    first = words(sentence)[:1]
    return not first or first[0] in known.anaphors | known.connectives | known.pointing | known.resuming


def _of_code(sentence: str, known: Language) -> Saying | None:
    """A piece of code and what it is, does, or is used to do; of a sentence that begins with it or names no other."""
    subject = _SUBJECT.fullmatch(sentence)
    if subject:
        return _of_subject(subject["label"], subject["said"], known)
    if len(set(re.findall(r"`([^`]+)`", sentence))) != 1:
        return None
    means = _PURPOSE.fullmatch(sentence) or _MEANS.search(sentence)
    means = means or _manner(known).search(sentence)
    if (
        means
        and means["verb"].lower() in known.instruments
        and words(means["said"])[0] not in STOPWORDS | known.auxiliaries | known.resuming
        and words(means["said"])[1:2] != ["that"]  # "check that it has worked" tells of what was done before
        and not _hangs(words(means["said"]), known)
    ):
        said = _clause(plain(means["said"]), known)
        return Saying("for", means["label"], said, code=True) if said else None
    return None


def _hangs(said: Sequence[str], known: Language) -> bool:
    """Whether a deed is done to what was named before it: "quickly squash them", and not "move a file to where it was"."""
    at = next((place for place, word in enumerate(said) if word in known.objects), 0)
    named = known.articles | known.quantifiers | known.universal
    return at > 0 and not any(word in named or is_plural(word) for word in said[1:at])


@cache
def _manner(known: Language) -> re.Pattern[str]:
    """`one can do something with code`, in the language's words of leave."""
    return re.compile(
        rf"\b(?:{'|'.join(sorted(known.leave)) or '(?!)'}) (?P<said>[a-z]\w+ [^,`]+?) (?:by )?(?P<verb>\w+) (?:the )?{_CODE}"
    )


def _of_subject(label: str, predicate: str, known: Language) -> Saying | None:
    verb, *behind = words(predicate)[:2]
    if (
        verb in known.copulas
        and behind
        and behind[0] in ARTICLES - {"the"}
        and not set(words(predicate)[1 : PRAISED + 1]) & known.praise
    ):
        said = _clause(plain(predicate).partition(" ")[2], known)
        return Saying("is", label, said, code=True) if said else None
    plainly = verb.endswith("s") and verb not in known.copulas | known.auxiliaries | STOPWORDS
    if not plainly or set(behind) & (known.copulas | known.auxiliaries):
        return None
    said = _clause(plain(predicate), known)
    return Saying("does", label, said, code=True) if said else None


def _of_name(sentence: str, usage: Usage, known: Language) -> Saying | None:
    """A term that a sentence ends in: "Data that is sent to a store is called telemetry"."""
    spoken = plain(sentence).rstrip(".").split(" ")
    at = next((place for place, word in enumerate(spoken) if word in known.naming and place > FEWEST_SAID), 0)
    copula = next((place for place in range(at - 1, max(0, at - 4), -1) if spoken[place] in known.copulas), 0)
    behind = [word for word in spoken[at + 1 :] if word.lower() not in ARTICLES | {"as", "to"}]
    label, what = " ".join(behind), " ".join(spoken[:copula])
    term = 1 <= len(behind) <= LONGEST_TERM and _is_label(label, known) and usage.recurs(label)
    if not (at and copula and term) or "`" in sentence or set(stems(label)) & set(stems(what)):
        return None
    said = _clause(what, known)
    return Saying("is", usage.lowered(label), said) if said == clean(what) else None


def _is_label(label: str, known: Language) -> bool:
    """Whether a few words name a thing: none of them is a function word or a single letter."""
    closed = STOPWORDS | known.anaphors | known.connectives | known.quantifiers | known.narrowing | known.pointing
    said = words(label)
    plainly = re.fullmatch(r"(?!.*\b\w\b)[A-Za-z][\w' -]+", label)
    return 1 <= len(said) <= LONGEST_TERM and not set(said) & closed and bool(plainly)


def _of_term(sentence: str, path: tuple[str, ...], usage: Usage, known: Language) -> Saying | None:
    """A term and what it is, where a sentence begins "An X is a ..." or "Xs are ... that ..."."""
    spoken = plain(sentence).split(" ")
    at = next((place for place, word in enumerate(spoken[: LONGEST_TERM + 2]) if word in known.copulas), 0)
    article = spoken[0].lower() if spoken[0].lower() in ARTICLES else ""
    label = re.sub(r" \([A-Z]\w+\)$", "", " ".join(spoken[1 if article else 0 : at]))
    if not _is_label(label, known):
        return None
    behind = " ".join(spoken[at + 1 :])
    many = not article and is_plural(label) and spoken[at] == "are"
    heads = set(stems(label)) <= set(stems(" ".join(path)))
    recurs = usage.recurs(label) and not usage.is_common(label)
    # A symbol with a number (`Qs2`) that stands here alone belongs to one exercise.
    named = usage.is_name(label) and (usage.recurs(label) or not re.search(r"\d", label))
    term = recurs and article != "the" if article or many else named
    if not (heads or term) or set(words(sentence)) & known.persons:
        return None  # who somebody is, is told by deeds
    praised = {*words(label), *words(behind)[:PRAISED]} & known.praise or PRAISE.match(f"____ is {behind}")
    # "An early tool is the ratio" names an example of a tool, "A tool is a thing" says what it is.
    plainly = behind.split(" ")[0] in (ARTICLES - {"the"} if article else ARTICLES)
    if praised or not (_narrows(behind, known) if many else plainly):
        return None
    what = _clause(behind, known)
    return Saying("is", label if not article or len(label) < 2 else usage.lowered(label), what) if what else None


def _narrows(said: str, known: Language) -> bool:
    """Whether several things are said to be things of a kind, by a clause that tells which: "devices that sense"."""
    pairs = pairwise(words(said)[:NARROWED])
    return says_what(said) and any(after in known.relative and is_plural(noun) for noun, after in pairs)


def _clause(text: str, known: Language) -> str:
    """What is said, whole or up to a comma where it is long; "" when it is too short, too long or points elsewhere."""
    said = clean(re.split(rf";|, (?:\w+ )?(?=(?:{'|'.join(sorted(known.anaphors))})\b)", text)[0]).rstrip(":; ")
    if len(said) > OPTION_LIMIT and (ends := _CLAUSE.search(said, SHORTEST_CLAUSE)):
        said = said[: ends.start()]
    back = set(words(said)[1:2]) & known.anaphors - {"that"}
    points = set(words(said)) & (known.demonstratives | known.pointing) or said.count('"') % 2 or said.endswith(("i.e", "e.g"))
    whole = (
        not (back or points or "\n" in said or is_open(said)) and len(words(said)) >= FEWEST_SAID and len(said) <= VALUE_LIMIT
    )
    return said if whole else ""
