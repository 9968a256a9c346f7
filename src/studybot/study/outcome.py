"""What came of a quiz: how much was right, by topic and kind, and what to read again."""

from collections.abc import Mapping, Sequence

from studybot.facts.written import where
from studybot.study.item import Item
from studybot.study.quiz import Quiz
from studybot.types import Citation, Value


class ReadAgain(Value):
    """A passage to read again and the questions missed in it."""

    passage: str
    topic: str
    where: str
    proof: Citation
    prompts: tuple[str, ...]


class Summary(Value):
    """A quiz in numbers; each question counts by its first answer. `by_topic` and `by_kind` hold (right, asked)."""

    right: int
    asked: int
    by_topic: dict[str, tuple[int, int]]
    by_kind: dict[str, tuple[int, int]]
    missed: tuple[str, ...]
    read_again: tuple[ReadAgain, ...]


def summary(quiz: Quiz, items: Mapping[str, Item]) -> Summary:
    """Return how a quiz went so far and what to read again."""
    first: dict[str, bool] = {}
    for past in quiz.answered:
        first.setdefault(past.item, past.correct)
    asked = [(items[known], correct) for known, correct in first.items() if known in items]
    missed = [item for item, correct in asked if not correct]
    return Summary(
        right=sum(correct for _, correct in asked),
        asked=len(asked),
        by_topic=_tally([(item.topic, correct) for item, correct in asked]),
        by_kind=_tally([(item.kind, correct) for item, correct in asked]),
        missed=tuple(item.id for item in missed),
        read_again=read_again(missed),
    )


def _tally(pairs: Sequence[tuple[str, bool]]) -> dict[str, tuple[int, int]]:
    names = dict.fromkeys(name for name, _ in pairs)
    return {
        name: (sum(right for other, right in pairs if other == name), sum(other == name for other, _ in pairs))
        for name in names
    }


def read_again(missed: Sequence[Item]) -> tuple[ReadAgain, ...]:
    """Return the passages of missed items, one entry each, the one with the most missed questions first."""
    by_passage: dict[str, list[Item]] = {}
    for item in missed:
        by_passage.setdefault(item.proof.passage.id, []).append(item)
    return tuple(
        ReadAgain(
            passage=passage,
            topic=found[0].topic,
            where=where(found[0].proof.passage.path),
            proof=found[0].proof,
            prompts=tuple(item.prompt for item in found),
        )
        for passage, found in sorted(by_passage.items(), key=lambda pair: -len(pair[1]))
    )
