"""Yes where one clause of a text bears every word of a question, in its own words or in others that mean nearly the same."""

from collections.abc import Sequence

from studybot.answer.asks import number_of, yes_no_clause
from studybot.answer.claims import UNIT_SIGNAL, claims
from studybot.answer.direction import clauses, spoken
from studybot.answer.modal import judges, obliges
from studybot.answer.senses import has_opposite, sense, signs
from studybot.answer.sister import is_above, is_foreign, is_of_sister, is_other_kind, named_in
from studybot.facts.language import Language
from studybot.ports import Embedder
from studybot.text import STOPWORDS, stem
from studybot.types import Hit, Match, Understanding

LIKELY = 0.6  # chance from which the likeliest unit may decide in other words
SURE = 5.0  # score of the model that reads question and text from which it answers without doubt
NEAR = 0.5  # cosine from which two words may say the same
SHARE = 0.5  # of the words of a question may be said in others
COUNTED = 3  # words behind a number among which is what it counts


def borne(question: Understanding, ranked: Sequence[tuple[Match, Hit]], known: Language, embedder: Embedder | None) -> bool:
    """Whether the likeliest unit affirms a question: it bears it, and nothing in either turns, bounds or compares."""
    match, hit = ranked[0]
    asked, text = yes_no_clause(question, known), question.focus or question.text
    sure = match.score >= LIKELY and match in hit.matches[:1] and hit.signals.get(UNIT_SIGNAL, 0.0) >= SURE
    if not sure or not asked or embedder is None or judges(asked, known) or obliges(asked, known):
        return False
    wanted = signs(asked, known)
    own = [
        claim
        for claim in claims(asked, match, hit, known)
        if not (
            is_other_kind(asked, claim, known)
            or is_foreign(claim.text, wanted, f"{claim.label} {claim.path}", known)
            or is_of_sister(signs(claim.label, known).keys(), wanted, claim.path, known)
            or is_above(asked, claim, hit.passage.path, known)
        )
    ]
    told = [f"{claim.label} {claim.text}" for claim in own]
    counting = known.quantifiers | known.comparing | known.universal | known.superlatives.keys() | {"or"}
    if set(spoken(text)) & counting or any(_turns(said, known) for said in [text, *told]):
        return False
    above = " ".join(name for heading in hit.passage.path for name in named_in(heading, text))
    return any(_bears(text, clause, above, known, embedder) for said in told for clause in clauses(said))


def _bears(text: str, said: str, above: str, known: Language, embedder: Embedder) -> bool:
    """Whether one clause says all of a question, but for what is named `above` it."""
    wanted, told = signs(text, known), signs(f"{above} {said}", known)
    words = _content(text, known)
    other = [word for word in words if sense(stem(word), known)[0] not in told]
    contrary = any(told.get(name, sign) != sign for name, sign in wanted.items())
    if contrary or not _counts(text, said, known) or any(_decides(word, known) for word in other):
        return False
    return len(other) <= SHARE * len(words) and _near(other, _content(said, known), embedder)


def _turns(text: str, known: Language) -> bool:
    """Whether a text has a word that denies, undoes, or says when something holds."""
    turning = known.privative | known.reversers | known.limits | known.narrowing
    return any(known.denies(word) or word in turning for word in spoken(text))


def _counts(asked: str, said: str, known: Language) -> bool:
    """Whether a text counts as many as a question does of each thing that this counts."""
    told = _numbers(said, known)
    counted = all(any(thing & other and number == count for other, count in told) for thing, number in _numbers(asked, known))
    return counted and not any(word.isdigit() and not number_of(word, known) for word in spoken(asked))


def _numbers(text: str, known: Language) -> list[tuple[frozenset[str], int]]:
    """The numbers of a text, each with the stems of the words behind it."""
    said = spoken(text)
    found = ((said[place + 1 : place + 1 + COUNTED], number_of(word, known)) for place, word in enumerate(said))
    return [(frozenset(map(stem, behind)) - STOPWORDS, number) for behind, number in found if number]


def _decides(word: str, known: Language) -> bool:
    """Whether an answer hangs on a word: a name, how many or how much there is, a price, one that has an opposite."""
    name, _ = sense(stem(word), known)
    much = known.praise | known.bounding | known.portions.keys() | known.superlatives.keys()
    degree = word in much or word.endswith(tuple(known.steepest))
    return degree or not word.isalpha() or has_opposite(name, known) or name in known.free | {"cost"}


def _near(words: Sequence[str], own: Sequence[str], embedder: Embedder) -> bool:
    """Whether each of some words means nearly what one of a text does."""
    if not words or not own:
        return not words
    vectors = embedder.encode([*words, *own])
    return float((vectors[: len(words)] @ vectors[len(words) :].T).max(axis=1).min()) >= NEAR


def _content(text: str, known: Language) -> list[str]:
    light = known.light | known.auxiliaries | STOPWORDS
    return [word for word in spoken(text) if word not in light and not number_of(word, known) and not word.isdigit()]
