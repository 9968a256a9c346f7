"""What an act gets, and its answer: lines of the course are proved like any other statement."""

from collections.abc import Sequence
from typing import NamedTuple

from studybot.answer.extent import Span
from studybot.answer.extract import statements_of
from studybot.answer.ground import ground
from studybot.answer.together import complete
from studybot.shown import JOINT
from studybot.types import Act, Answer, Choice, Draft, Exercise, Hit, Passage, Question, Statement, Timings


class Reply(NamedTuple):
    """What an act gets. `act` differs from the act that was recognised where there is nothing of that kind."""

    said: str
    chosen: Sequence[tuple[Passage, list[Span]]] = ()
    hits: Sequence[Hit] = ()
    more: tuple[str, ...] = ()
    choices: tuple[Choice, ...] = ()
    exercises: tuple[Exercise, ...] = ()
    about: str = ""
    statements: tuple[Statement, ...] = ()
    refused: bool = False
    act: Act | None = None

    def answer(self, act: Act, question: Question, meant: str, *, composer: str, timings: Timings) -> Answer:
        """Return the answer to a question, as it is `meant`, whose act gets this."""
        return Answer(
            question=question,
            # What a later follow-up leans on: the subject, whatever was wished for beside it.
            understood=f"{self.about}{JOINT}{meant}" if self.about else meant,
            outcome="outside" if self.refused else "covered",
            act=self.act or act,
            said=self.said,
            statements=self.statements or _statements(self.chosen),
            hits=tuple(self.hits or _hits_on(self.chosen)),
            more=self.more,
            choices=self.choices,
            exercises=self.exercises,
            composer=composer,
            timings=timings,
        )


def asks(*texts: str) -> tuple[Choice, ...]:
    """Return texts as choices that ask themselves."""
    return tuple(Choice(label=text, ask=text) for text in texts)


def _statements(chosen: Sequence[tuple[Passage, list[Span]]]) -> tuple[Statement, ...]:
    """Return chosen spans as statements that are proved."""
    hits = _hits_on(chosen)
    whole = complete([(Hit(passage=passage, rank=1, score=1.0), spans) for passage, spans in chosen])
    made = [statement for hit, spans in whole for statement in statements_of(hit.passage, spans)]
    return ground(Draft(statements=tuple(made)), hits)


def _hits_on(chosen: Sequence[tuple[Passage, list[Span]]]) -> list[Hit]:
    """Return the passages of chosen spans as hits in their order."""
    passages: dict[str, Passage] = {passage.id: passage for passage, _ in chosen}
    return [Hit(passage=passage, rank=rank, score=1 / rank) for rank, passage in enumerate(passages.values(), start=1)]
