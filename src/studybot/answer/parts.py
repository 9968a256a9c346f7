"""The clauses of a text, and which of them speaks to a question: one that denies may stand beside one that affirms."""

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from studybot.answer.direction import clauses, spoken
from studybot.answer.senses import Signs, signs
from studybot.facts.language import Language
from studybot.text import stem

BRACKETS = re.compile(r"\(([^()]*)\)")
SENTENCE_END = re.compile(r"[.?!](?:\s|$)")
HAVE_TO = re.compile(r"\bha(?:ve|s) to\b", re.IGNORECASE)
NEAR = 2  # words behind "and" within which what it joins says that it denies, or that it is a statement of its own
FEW = 3  # words behind a comma within which a clause has its verb
SUBJECT = 3  # words of a text that name what all of its clauses are about
_WORD = re.compile(r"\S+")


class Piece(NamedTuple):
    """A part of a clause as short as can be: it may stand `aside`, saying when something holds or of which thing, or except."""

    text: str
    clause: str
    aside: bool
    when: bool
    excepts: bool


def pieces(text: str, known: Language) -> list[Piece]:
    """Return the shortest parts of a text's clauses; what stands in brackets apart, and aside where it has no verb."""
    found = [_piece(part, clause, known) for clause in clauses(BRACKETS.sub(" ", text)) for part in _cut(clause, known)]
    for clause in (clause for within in BRACKETS.findall(text) for clause in clauses(within)):
        own = [_piece(part, text, known) for part in _cut(clause, known)]
        found += own if _says(spoken(clause), known) else [piece._replace(aside=True) for piece in own]
    return found


def is_contested(says: bool, beside: Signs, text: str, known: Language, turning: frozenset[str]) -> bool:
    """Whether a clause that says the contrary speaks of something asked that no clause which says so speaks of.

    `turning` are words that deny what is asked beside those that deny everything.
    """
    parts, said_all = pieces(text, known), signs(text, known).keys()
    asked = beside.keys() - (_subject(parts[0].text, known) if parts else frozenset())
    own: set[str] | None = None
    other: set[str] = set()
    denying = ""
    for piece in parts:
        said = signs(piece.text, known, beside.keys() - said_all)
        turned = any(said.get(name) == -sign for name, sign in beside.items())
        denies = turned or any(known.denies(word) or word in turning for word in spoken(piece.text))
        if piece.excepts or (denies is says and not piece.aside):
            other |= said.keys() & asked
        elif piece.when and piece.clause == denying and not turning and not said.keys() & asked:
            return True  # what cannot be while something holds can be when it does not
        elif not piece.aside:
            denying = piece.clause if denies else denying
            own = (own or set()) | said.keys() & asked
    return own is None or bool(other - own)


def _subject(text: str, known: Language) -> frozenset[str]:
    """What a clause begins with, which those behind it are about, too."""
    said = spoken(text)[:SUBJECT]
    verb = next((place for place, word in enumerate(said) if _says([word], known) or word in known.reversers), SUBJECT)
    return frozenset(signs(" ".join(said[:verb]), known))


def said_of(text: str, known: Language) -> frozenset[str]:
    """Return what stands in front of a clause's verb, nothing where no verb is told by its form."""
    said = spoken(text)
    verb = next((place for place, word in enumerate(said) if _says([word], known)), 0)
    return frozenset(signs(" ".join(said[:verb]), known))


def whole(label: str, text: str, known: Language) -> str:
    """What a label and what stands behind it say: one clause ("Does not hold: salt"), two, or a name and what is said of it."""
    said = spoken(label)
    if not _says(said, known):
        return text
    listed = _says(said[:NEAR], known) and not _says(spoken(text), known)
    return f"{label} {text}" if listed else f"{label}: {text}"


def excuses(text: str, known: Language) -> bool:
    """Whether a clause says that something need not be: a word of duty stands behind one that denies."""
    said = spoken(HAVE_TO.sub("must ", text))
    denied = next((place for place, word in enumerate(said) if known.denies(word)), len(said))
    return bool(set(said[denied:]) & known.obliging)


def is_left(part: str, known: Language) -> bool:
    """Whether a clause denies that something is undone: "is not really cut" does not say that it cannot be."""
    said = spoken(part)
    at = next((place for place, word in enumerate(said) if known.negates(word)), len(said))
    is_so = set(said[at - 1 : at]) & known.copulas or any(f"{verb}n't" in said[at : at + 1] for verb in known.copulas)
    return bool(is_so and {stem(word) for word in said[at:]} & {stem(word) for word in known.reversers})


def is_bidden(part: str, known: Language) -> bool:
    """Whether a clause bids to do something, which says nothing of what is: "never cut", but not "never cuts"."""
    bids, verb = [*spoken(part), "", ""][:2]
    return bids in known.duties and bool(verb) and not known.is_plural(verb) and not verb.endswith(("ed", "ing"))


def _denies_some(said: Sequence[str], known: Language) -> bool:
    """Whether words deny of some alone: "not every", "not in all"."""
    near = (said[place + 1 : place + 1 + NEAR] for place, word in enumerate(said) if known.denies(word))
    return any(set(behind) & known.universal for behind in near)


def _says(said: Sequence[str], known: Language) -> bool:
    """Whether words have a verb or deny."""
    return bool(set(said) & known.auxiliaries) or any(map(known.denies, said))


def _cut(clause: str, known: Language) -> Iterator[str]:
    """A clause, cut before what begins another: a word like "because" or "which", or "and" with a verb of its own."""
    found = list(_WORD.finditer(clause))
    said = [" ".join(spoken(word[0])) for word in found]
    start = 0
    for place in range(1, len(said)):
        if _begins(said, start, place, found[place - 1][0].endswith(","), known):
            yield clause[found[start].start() : found[place].start()]
            start = place + (said[place] in known.adding)  # what "or" begins may be, too
    yield clause[found[start].start() :] if start < len(found) else ""


def _begins(said: Sequence[str], start: int, place: int, comma: bool, known: Language) -> bool:
    """Whether a clause of its own begins at a word."""
    word, before, behind = said[place], said[start:place], said[place + 1 :]
    denied = any(map(known.denies, before))
    if word in known.joining:
        return _says(behind[:NEAR], known) or (denied and word in known.adding)
    ended = denied and not set(said[start:]) & known.joining  # "no charge, free": a list would be joined
    return (comma and (ended or _says(said[place : place + 1 + FEW], known))) or (
        word in known.subordinate and not known.denies(said[place - 1])
    )


def _piece(text: str, clause: str, known: Language) -> Piece:
    said = spoken(text)
    opening = set(said[:1])
    denying = next((place for place, word in enumerate(said) if known.denies(word)), 0)
    ended = sum(word in known.auxiliaries for word in said[:denying]) > 1  # "that are read are not kept"
    when = bool(opening & (known.narrowing - known.negators - known.limits - known.excepting))
    aside = (when or bool(opening & known.relative)) and not ended
    partly = _denies_some(said, known)
    return Piece(text, clause, aside, when, partly or bool(opening & known.excepting))
