"""Two questions in one turn: each is answered in its own slot, and what the course has not is said not to be covered."""

from collections.abc import Callable, Iterator, Sequence
from itertools import chain, zip_longest

from studybot.answer.followup import needs_history
from studybot.answer.signals import Names, Rarity
from studybot.text import stems
from studybot.types import Answer, Citation, Hit, Statement, Understanding

MISSING = 0.3  # confidence below which a half is said not to be covered beside one that is
SLOT = 450  # characters of a half's statements, the first one whole

Reading = Sequence[Understanding]


def apart(halves: Sequence[str], names: Names, rarity: Rarity) -> bool:
    """Whether each half has a subject of its own: two questions about one thing are better answered together.

    A subject is a name of the course or a word that the course never says.
    """
    subjects = [
        {stem for name in names(half) for stem in stems(name)} or {stem for stem in stems(half) if not rarity(stem)}
        for half in halves
    ]
    return bool(subjects) and all(subjects) and not subjects[0] & subjects[-1] and stand_alone(halves, names)


def stand_alone(halves: Sequence[str], names: Names) -> bool:
    """Whether no half leans on the other, so that each can be asked by itself."""
    return not any(needs_history(half, names) for half in halves)


def whole_or_halves(
    whole: Reading, halves: Sequence[Reading], answer: Callable[[Reading], Answer], *, are_apart: bool
) -> Answer:
    """Return what answers a question of two halves: each where both have their subject, or where the whole is refused."""
    each = [answer(half) for half in halves] if are_apart else []
    if both := joined(whole[-1], each):
        return both
    answered = answer(whole)
    if answered.outcome == "covered":
        return answered
    return joined(whole[-1], each or [answer(half) for half in halves], is_lacking=True) or answered


def joined(question: Understanding, halves: Sequence[Answer], *, is_lacking: bool = False) -> Answer | None:
    """Return the halves' answers as one; None where the question is better answered whole, which the course may be lacking."""
    covered = [half for half in halves if half.outcome == "covered"]
    missing = [half for half in halves if half.outcome != "covered"]
    sure = all(is_lacking or half.certainty == "answered" for half in covered) and all(
        half.confidence < MISSING for half in missing
    )
    if not covered or not sure:
        return None
    return covered[0].model_copy(
        update={
            "question": question.question,
            "understood": question.text,
            "confidence": min(half.confidence for half in covered),
            "said": " ".join(f"The course does not answer “{half.question.text.strip(' ?.!,')}”." for half in missing),
            "statements": tuple(_slots(covered)),
            "hits": _in_turns([half.hits for half in covered]),
            "more": tuple(dict.fromkeys(chain.from_iterable(half.more for half in covered)))[:2],
            "suggestions": tuple(dict.fromkeys(chain.from_iterable(half.suggestions for half in covered)))[:3],
        }
    )


def _slots(halves: Sequence[Answer]) -> Iterator[Statement]:
    """The first statements of each half, none twice; of several halves the first of each is named after it."""
    said: set[tuple[Citation, ...]] = set()
    for half in halves:
        used = 0
        for place, statement in enumerate(half.statements):
            used += len(statement.text)
            if place and (used > SLOT or statement.citations in said):
                continue
            said.add(statement.citations)
            yield (
                statement if place or len(halves) < 2 else statement.model_copy(update={"part": half.question.text.strip(" ,")})
            )


def _in_turns(found: Sequence[Sequence[Hit]]) -> tuple[Hit, ...]:
    """The hits of all halves, the best of each first, ranks renumbered."""
    turns = chain.from_iterable(zip_longest(*found))
    each = {hit.passage.id: hit for hit in reversed([hit for hit in turns if hit is not None])}
    order = sorted(each.values(), key=lambda hit: hit.rank)
    return tuple(hit.model_copy(update={"rank": rank}) for rank, hit in enumerate(order, start=1))
