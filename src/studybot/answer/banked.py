"""Yes or no as the course's bank says it: where a question of the bank asks what a learner asks, the same way round."""

from collections.abc import Sequence

from studybot.answer.asks import without_choice, yes_no_clause
from studybot.answer.direction import spoken
from studybot.answer.modal import judges, obliges
from studybot.answer.parts import SENTENCE_END
from studybot.answer.senses import Signs, signs
from studybot.facts.language import Language
from studybot.text import stems
from studybot.types import Hit, Match, Understanding

SAME = 0.8  # cosine from which two questions ask the same
APART = 0.08  # by how much the nearest one that says the contrary is further away


def banked(question: Understanding, ranked: Sequence[tuple[Match, Hit]], known: Language) -> bool | None:
    """Return what the bank says to a question about the likeliest unit; None where it asks nothing like that."""
    match, hit = ranked[0]
    near = [one for one in hit.decided if one.start < match.end and match.start < one.end]
    asked = _around(yes_no_clause(question, known), question) or _without_auxiliary(question, known)
    if not near or not asked or near[0].score < SAME or not _same_way(asked, near[0].text, known):
        return None
    spoken_of, other = frozenset(stems(question.text)), frozenset(stems(near[0].text))
    if other - spoken_of and (spoken_of - other).intersection(stems(" ".join(hit.passage.path[1:]))):
        return None  # each names something else, and the headings the one: it is asked about a sister
    contrary = max((one.score for one in near if one.says is not near[0].says), default=-1.0)
    return near[0].says if near[0].score - contrary >= APART else None


def _around(clause: str, question: Understanding) -> str:
    """The sentence that a clause which asks stands in: "it never rests, is that right"."""
    sentences = SENTENCE_END.split(question.focus or question.text)
    return next((sentence for sentence in sentences if clause and clause.rstrip("?!. ") in sentence), clause)


def _without_auxiliary(question: Understanding, known: Language) -> str:
    """A question of yes or no that nothing in its words tells to be one: "balcony in the sun, good idea?"."""
    text = without_choice(question.focus or question.text)
    said, opens = set(spoken(text)), set(spoken(text)[:1])
    return (
        "" if "or" in said or (opens | (said - known.conditions)) & known.question_words else text
    )  # "if ...", but not "why ..."


def _same_way(one: str, other: str, known: Language) -> bool:
    """Whether two questions that are nearly alike do not turn each other round, and speak of the same numbers."""
    signed, others = signs(one, known), signs(other, known)
    contrary = any(others.get(name, sign) != sign for name, sign in signed.items())
    usual = (set(spoken(one)) - set(spoken(other))) & known.quantifiers & known.attributes  # what holds "by default" is asked
    return not contrary and not usual and _form(one, signed, known) == _form(other, others, known)


def _form(text: str, signed: Signs, known: Language) -> tuple[object, ...]:
    """What two questions share that ask for one thing: how often a word turns them round, duty, judgement, bounds, numbers."""
    said = set(spoken(text))
    turning = sum(known.negates(word) or word in known.reversers for word in spoken(text))
    bounds = frozenset(said & (known.limits & known.narrowing | known.universal | known.comparing | known.privative))
    numbers = frozenset(word for word in said if word[0].isdigit())
    return turning % 2, obliges(text, known), judges(text, known), "cost" in signed, bounds, numbers
