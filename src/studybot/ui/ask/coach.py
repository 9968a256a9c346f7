"""Tutor mode and exercises in the chat: hints before the answer, an explanation checked part by part, the next question."""

import uuid
from contextlib import suppress
from datetime import UTC, datetime

from pydantic import Field

from studybot.errors import Conflict, NotFound, UsageError
from studybot.facts.written import where
from studybot.opened import Opened
from studybot.served import Served
from studybot.speech import t
from studybot.study import progress, tutor
from studybot.study.coach import card_of, hint_of, next_question
from studybot.study.explained import essential
from studybot.study.frames import asked_in
from studybot.study.quiz import arrange
from studybot.types import Turn, Value
from studybot.ui.ask import conversations
from studybot.ui.frame.actions import Identifier, Request, Text, action
from studybot.ui.frame.links import passage_link, reader_link
from studybot.ui.frame.templates import fill
from studybot.ui.html.explained import graded

TYPED = 2000  # characters of an explanation


class Explain(Request):
    """What a learner says an answer is, in their own words."""

    turn: Identifier
    text: str = Field(max_length=TYPED)


def hint_html(course: Opened, turn: Turn) -> str:
    """Return the hints that stand before an answer, empty where there is nothing to find out."""
    hint = hint_of(turn.answer)
    if hint is None:
        return ""
    passage = hint.where.passage
    following = next_question(turn.answer, course.material.cards.values())
    return fill(
        "ask/tutor",
        where=where(passage.path),
        link=reader_link(passage.topic, passage.id),
        begins=hint.begins,
        places=hint.places,
        following=following,
    )


class Checked(Value):
    """An explanation checked part by part; `whole` when nothing of the answer is missing."""

    html: str
    whole: bool


@action
def explain(studybot: Served, asked: Explain) -> Checked:
    """Return which parts of the answer an explanation has, lacks and contradicts; what it lacks is not said."""
    turn = conversations.owned_turn(studybot.store.conversations, asked.turn, asked.learner)
    proofs = essential(turn.answer.statements)
    if not asked.text.strip():
        raise UsageError(t("Write what you think first; a sentence is enough."))
    held = graded(studybot.opened, asked.text, turn.answer.question.text, proofs)
    return Checked(html=held.html, whole=held.whole)


class Carded(Request):
    """A turn to make a card of."""

    turn: Identifier


@action
def make_card(studybot: Served, asked: Carded) -> Text:
    """Put the flashcard on what an answer says first among the learner's cards, and say which one it is."""
    turn = conversations.owned_turn(studybot.store.conversations, asked.turn, asked.learner)
    card = card_of(turn.answer, studybot.material.cards.values())
    if card is None:
        raise NotFound(t("The course has no flashcard on this place; a summary sheet or a quiz of the topic may help."))
    progress.take(studybot.store.cards, asked.learner, card, at=datetime.now(UTC))
    return Text(text=t("Among your flashcards now: {card}", card=asked_in(card.front)))


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
