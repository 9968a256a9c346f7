"""Many questions at once: one encode pass a wave, follow-ups with the history of their conversation."""

from collections import defaultdict
from collections.abc import Iterator, Sequence

from studybot.answer.assistant import Assistant
from studybot.errors import StudybotError
from studybot.types import Answer, Question, Value

BLOCK = 512  # questions held in memory at a time


class Asked(Value):
    """One line of a batch; lines of one conversation are answered in order of `turn`, each with those before it."""

    id: str
    question: Question
    conversation: str = ""
    turn: int = 1


def answer_batch(
    assistant: Assistant, asked: Sequence[Asked], *, size: int = BLOCK, copied: bool = False
) -> Iterator[tuple[Asked, Answer | StudybotError]]:
    """Yield each question with its answer, in input order and as soon as those before it are there.

    An error stands in place of an answer and stops nothing. With `copied`, copies of this process answer, too, which gives the
    same answers as long as nothing else computes in it.
    """
    history: dict[str, list[Answer]] = defaultdict(list)
    for start in range(0, len(asked), size):
        block = asked[start : start + size]
        answers: dict[int, Answer | StudybotError] = {}
        ready = 0
        for wave in _waves(block):
            chosen = [block[position] for position in wave]
            histories = [tuple(history[one.conversation]) if one.conversation else () for one in chosen]
            found = assistant.ask_many([one.question for one in chosen], histories, copied=copied)
            for position, one, answer in zip(wave, chosen, found, strict=True):
                answers[position] = answer
                if one.conversation and isinstance(answer, Answer):
                    history[one.conversation].append(answer)
                while ready in answers:
                    yield block[ready], answers.pop(ready)
                    ready += 1


def _waves(block: Sequence[Asked]) -> Iterator[list[int]]:
    """Positions of all first turns, then of all second ones, and so on; questions without a conversation go first."""
    waves: dict[int, list[int]] = defaultdict(list)
    depth: dict[str, int] = defaultdict(int)
    order = sorted(range(len(block)), key=lambda position: block[position].turn)
    for position in order:
        conversation = block[position].conversation
        waves[depth[conversation] if conversation else 0].append(position)
        depth[conversation] += 1
    yield from (sorted(waves[number]) for number in sorted(waves))
