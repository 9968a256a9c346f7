"""Whether a text goes on from its conversation, by a logistic function learned by `scripts/learn_followup.py`."""

from collections.abc import Sequence
from functools import cache

from studybot.answer.followup import needs_history, spoken_of
from studybot.answer.judge import Logistic
from studybot.answer.signals import UNKNOWN_RARITY, Names, Rarity, Told
from studybot.learned import packaged
from studybot.types import Answer, Hit, Understanding

MODEL_FILE = "followup.json"
NEAR = 3  # passages that the last question found: what they say is not new


@cache
def packaged_model() -> Logistic:
    """The model that comes with studybot."""
    learned = packaged("studybot.answer", MODEL_FILE)
    return Logistic.model_validate({name: learned[name] for name in ("start", "weights", "cut")})


def goes_on(found: dict[str, float]) -> bool:
    """Whether a text with these signals goes on from its conversation."""
    model = packaged_model()
    return model.chance(found) >= model.cut


def leaning(
    alone: Understanding,
    hits: tuple[Sequence[Hit], Sequence[Hit]],
    history: Sequence[Answer],
    names: Names,
    rarity: Rarity,
    told: Told,
) -> dict[str, float]:
    """Return what tells that a text goes on from its conversation, `hits` being those of it so read, and of it alone.

    `leans` is its form, `new` the share of its rare words that the last question's passages do not say, `words` how
    much it says itself, `gain` by how much more the search finds with the subject in front.
    """
    before = spoken_of(history)[-1].hits[:NEAR]
    said = frozenset[str]().union(*(told(hit.passage) for hit in before))
    weights = {term: rarity(term) or UNKNOWN_RARITY for term in alone.terms}
    carried, own = (found[0].score if found else 0.0 for found in hits)
    return {
        "leans": float(needs_history(alone.text, names)),
        "new": sum(weight for term, weight in weights.items() if term not in said) / (sum(weights.values()) or 1.0),
        "words": float(len(alone.terms)),
        "gain": carried - own,
    }
