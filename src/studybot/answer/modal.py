"""What must, may and may not be: what a text says to such a question, whatever words the rest of both is put in."""

import re
from itertools import pairwise

from studybot.answer.direction import BRACKETS, REACH, clauses, spoken
from studybot.answer.parts import HAVE_TO, excuses, is_bidden, is_left
from studybot.answer.senses import poles_of, signs
from studybot.facts.language import Language
from studybot.text import stem

SURE = 3.5  # score from which a text answers a question without doubt
ALLOWS = 2.5  # score from which it does when it speaks of what is asked
FIRST = 4  # words of a clause among which it says that something does not do
JUDGED = 4  # words within which a question says that it asks for a judgement
_COMMA = re.compile(r",\s+")


def denied(asked: str, beside: frozenset[str], said: str, known: Language, score: float) -> bool | None:
    """Return False where what the course says denies what is asked, True where it obliges to it, None where neither is plain.

    A question of duty is denied by "not needed" and by what happens by itself, one of leave by any clause that denies, any
    other one by the first: what stands behind it says more of something else. What is denied is asked about, or the model
    that reads both is sure (by its `score`) that the text answers: "cannot be boiled" says nothing of freezing. `beside`
    are the senses of what is asked that no heading says.
    """
    words, beside = set(spoken(asked)), beside - known.quantifiers
    parts = [part for clause in clauses(BRACKETS.sub(" ", said)) for part in _apart(clause, known)]
    if _is_aside(words, asked, known) or (words - set(spoken(said))) & known.privative or _turned(asked, said, known):
        return None
    if poles_of(" ".join(words & known.reversers), known).keys() - signs(said, known).keys():
        return None  # "is it denied?" denies already: "no leave" says Yes, if anything
    if obliges(asked, known):
        if score >= ALLOWS and any(_obliges_to(part, asked, known) for part in parts):
            return True
        denying = [part for part in parts if _denies(part, known) or set(spoken(part)) & known.by_itself]
    else:
        approves = words & known.approving
        within = parts if words & known.leave or approves else [part for part in parts[:1] if not is_bidden(part, known)]
        denying = [part for part in within if _denies_thing(part, words, known) or (approves and _blames(part, known))]
    return False if denying and (score >= SURE or any(_is_of(part, asked, beside, known) for part in denying)) else None


def allowed(asked: str, beside: frozenset[str], said: str, known: Language, score: float) -> bool | None:
    """Return True where a text that answers says without any bound that what is asked for can be, else None.

    `beside` are the senses of what is asked that the headings do not say.
    """
    words, told = set(spoken(asked)), set(spoken(said))
    if score < ALLOWS or not words & known.leave - known.obliging:
        return None
    turning = known.limits | known.narrowing | known.negators
    bounded = any(map(known.negates, told)) or told & (turning | known.bounding | known.most | known.least)
    counted = words & (known.quantifiers | known.bounding) or any(map(str.isdigit, asked + said))
    done = words & (known.instruments - known.light - known.connectives)  # "can it be run": what is to be done is said, too
    if bounded or counted or done - told or _is_aside(words, asked, known) or _turned(asked, said, known):
        return None
    return True if beside & signs(said, known).keys() else None


def obliges(asked: str, known: Language) -> bool:
    """Whether a question asks if something has to be."""
    return bool(set(spoken(asked)) & known.obliging or HAVE_TO.search(asked))


def _obliges_to(part: str, asked: str, known: Language) -> bool:
    """Whether a clause says that what is asked has to be: behind a word of duty, and with no condition of its own."""
    said = spoken(part)
    at = next((place for place, word in enumerate(said) if word in known.obliging), len(said))
    behind = signs(" ".join(said[at + 1 :]), known).keys() & signs(asked, known).keys()
    return bool(behind) and not _denies(part, known) and not set(said) & known.narrowing


def judges(asked: str, known: Language) -> bool:
    """Return whether a question asks for a judgement: "is it bad to ..."."""
    return bool(set(spoken(asked)[:JUDGED]) & known.judging)


def _is_aside(words: set[str], asked: str, known: Language) -> bool:
    """Whether a question denies something itself, or asks for a price."""
    return any(map(known.negates, words)) or "cost" in signs(asked, known) or bool(set(spoken(asked)[-1:]) & known.free)


def _is_of(part: str, asked: str, beside: frozenset[str], known: Language) -> bool:
    """Whether a clause denies what is asked about, in a word behind the one that denies, or says that it happens by itself."""
    said = spoken(part)
    turning = next((place for place, word in enumerate(said) if known.negates(word)), -1)
    subject = signs(" ".join(said[: max(turning, 0)]), known).keys()
    same = not subject or subject & signs(asked, known).keys()  # what holds of a nest says nothing of a hive
    return bool(same and signs(" ".join(said[turning + 1 :]), known).keys() & beside)


def _apart(clause: str, known: Language) -> list[str]:
    """A clause, and apart what a comma and a negation begin: "needs soil, not sand"."""
    pieces = _COMMA.split(clause)
    at = next((place for place, piece in enumerate(pieces) if place and set(spoken(piece)[:1]) & known.negators), len(pieces))
    return [", ".join(piece) for piece in (pieces[:at], pieces[at:]) if piece]


def _denies(part: str, known: Language) -> bool:
    words = spoken(part)
    denying = [place for place, word in enumerate(words) if known.negates(word) and word not in known.narrowing]
    twice = [place for place, word in enumerate(words) if word in known.negators & known.narrowing]
    return bool(denying) and not any(0 < place - at <= REACH for place in twice for at in denying)  # "cannot live without"


def _denies_thing(part: str, asked: set[str], known: Language) -> bool:
    """Whether a clause denies a thing: no duty or burden ("no manual work needed"), nothing that undoes ("not deleted")."""
    said = spoken(part)
    barred = [place for place, (word, behind) in enumerate(pairwise(said)) if word in known.obliging and known.negates(behind)]
    words = {word for place, word in enumerate(said) if place not in barred}  # "must not" forbids
    undoing = {stem(word) for word in known.reversers}
    undone = undoing & set(map(stem, words)) and (is_left(part, known) or not undoing & set(map(stem, asked)))
    return _denies(part, known) and not excuses(part, known) and not words & (known.obliging | known.by_hand) and not undone


def _blames(part: str, known: Language) -> bool:
    """Whether a clause begins by saying that something does not do: "unsuitable for cats", "it is incorrect to call it so"."""
    unfit = {word for word in known.privative if word.startswith(tuple(known.undoing))}
    return bool(set(spoken(part)[:FIRST]) & unfit) and not _denies(part, known)


def _turned(asked: str, said: str, known: Language) -> bool:
    """Whether the two name opposite ends of something."""
    one, other = poles_of(asked, known), poles_of(said, known)
    return any(other.get(name) == -sign for name, sign in one.items())
