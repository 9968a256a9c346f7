"""An exercise in the chat, solved where it stands."""

import uuid
from contextlib import suppress
from datetime import UTC, datetime

from pydantic import Field

from studybot.errors import Conflict, NotFound
from studybot.served import Served
from studybot.speech import t
from studybot.study import progress, tutor
from studybot.study.quiz import arrange
from studybot.types import Value
from studybot.ui.frame.actions import Identifier, Request, action
from studybot.ui.frame.links import passage_link
from studybot.ui.frame.templates import fill


class Solve(Request):
    """An option chosen for an exercise in the chat, by its place; -1 to see the answer only."""

    item: Identifier
    given: int = Field(ge=-1, le=50)


class Solved(Value):
    """Whether an option is right, which ones are, and where the course says so."""

    correct: bool
    right: tuple[int, ...]
    html: str


@action
def solve(studybot: Served, asked: Solve) -> Solved:
    """Return whether an option is right and where the course says so; what was chosen counts like an answer in Practise."""
    item = tutor.found(studybot.material, asked.item)
    if item is None:
        raise NotFound(t("This question is not in the course any more: ask for new ones."))
    verdict = tutor.solve(item, asked.given)
    if item.options and asked.given >= 0:
        chosen = item.options[arrange(item, tutor.SEED)[asked.given]]
        with suppress(Conflict):
            progress.keep_answer(
                studybot.store.practice,
                asked.learner,
                item,
                verdict,
                given=chosen,
                at=datetime.now(UTC),
                result=uuid.uuid4().hex,
            )
    key = "" if item.options else verdict.key
    link = passage_link(verdict.proof.passage, verdict.proof)
    html = fill("ask/solved", correct=verdict.correct, shown=asked.given < 0, key=key, link=link)
    return Solved(correct=verdict.correct, right=tuple(verdict.right), html=html)
