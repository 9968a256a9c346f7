"""Practice over HTTP: a quiz without its keys, the verdict on an answer, the flashcards."""

from typing import Annotated

from fastapi import Query

from studybot.api.routes import Addressed
from studybot.api.study_values import CardReply, GradeReply, GradeRequest, QuestionReply, QuizReply
from studybot.api.values import ProofReply
from studybot.errors import NotFound
from studybot.facts.written import where
from studybot.render import citation_object
from studybot.study.item import ItemKind
from studybot.study.quiz import LONGEST, grade, select, show
from studybot.types import Citation

Topics = Annotated[list[str], Query(description="id or title of a topic; repeatable, none means all", max_length=100)]
Kinds = Annotated[list[ItemKind], Query(description="kind of question; repeatable, none means all", max_length=20)]


def quiz(
    studybot: Addressed,
    seed: Annotated[int, Query(ge=0, le=10**12)],
    n: Annotated[int, Query(ge=1, le=LONGEST)] = 10,
    topic: Topics = [],  # noqa: B006  # read by FastAPI, never changed
    kind: Kinds = [],  # noqa: B006  # read by FastAPI, never changed
) -> QuizReply:
    """Return the quiz with this seed, without keys."""
    items = studybot.material.items
    topics = [studybot.opened.topic(name).id for name in topic]
    drawn = select(tuple(items.values()), seed=seed, length=n, topics=topics, kinds=kind)
    asked = [show(drawn, position, items) for position in range(len(drawn.queue))]
    questions = [QuestionReply(**one.model_dump(exclude={"of", "again"})) for one in asked]
    return QuizReply(seed=seed, questions=questions)


def grade_answer(given: GradeRequest, studybot: Addressed) -> GradeReply:
    """Return whether an answer is right, and where the course says so."""
    item = studybot.material.items.get(given.item)
    if item is None:
        raise NotFound(f"there is no question {given.item!r} in the course (any more): get a quiz from /api/quiz")
    verdict = grade(item, given.seed, given.given)
    return GradeReply(
        item=item.id, correct=verdict.correct, right=list(verdict.right), key=verdict.key, proof=_proof(verdict.proof)
    )


def cards(studybot: Addressed, topic: Topics = []) -> list[CardReply]:  # noqa: B006  # read by FastAPI, never changed
    """Return the flashcards of the course, or of some topics, in course order."""
    topics = {studybot.opened.topic(name).id for name in topic}
    chosen = [card for card in studybot.material.cards.values() if not topics or card.topic in topics]
    shown = {"id", "kind", "topic", "front", "back", "source", "code"}
    return [CardReply(**card.model_dump(include=shown), proof=_proof(card.proof)) for card in chosen]


def _proof(proof: Citation) -> ProofReply:
    return ProofReply.model_validate(citation_object(proof) | {"section": where(proof.passage.path)})
