"""A quiz on the page: one question at a time, its verdict, and the summary. Keys stay here until a question is answered."""

import secrets
from collections.abc import Sequence
from datetime import UTC, datetime
from functools import partial

from pydantic import Field

from studybot.errors import Conflict, NotFound, UsageError
from studybot.opened import Opened
from studybot.served import Served
from studybot.speech import phrase, t, tn
from studybot.store import Store
from studybot.study import outcome, progress
from studybot.study import quiz as study
from studybot.study.item import Item, ItemKind, identity
from studybot.study.quiz import Asked, Graded, Quiz
from studybot.text import squash
from studybot.types import Citation, Value
from studybot.ui.frame.actions import Identifier, OwnId, Request, Text, action
from studybot.ui.frame.links import passage_link
from studybot.ui.frame.templates import fill
from studybot.ui.html.explained import graded
from studybot.ui.practise.proofs import proof_body, proof_html

KIND_NAMES: dict[ItemKind, tuple[str, str]] = {
    "table": (phrase("Tables"), phrase("what stands in a row or column")),
    "term": (phrase("Terms"), phrase("what a term means")),
    "command": (phrase("Commands"), phrase("what a command does, and which one does it")),
    "number": (phrase("Numbers"), phrase("a limit, a port, a share")),
    "true_false": (phrase("True or false"), phrase("is this what the course says?")),
    "order": (phrase("Steps"), phrase("in the order of the procedure")),
    "compare": (phrase("Comparisons"), phrase("which of two things has a property")),
    "match": (phrase("Pairs"), phrase("what belongs to what")),
    "mistake": (phrase("Mistakes"), phrase("find what is wrong among what is right")),
    "exercise": (phrase("Exercises"), phrase("questions that the course itself asks, with its own answers")),
    "open": (phrase("Open questions"), phrase("you answer in your words, which are held against the course")),
}


SEEDS = 1_000_000
TALLIED = 2  # questions of a topic or kind from which its share says something
TYPED = 2000  # characters of an open answer that are kept


class Start(Request):
    """The quiz that a learner wants; a `number` asks for the quiz that everybody gets under it."""

    length: int = 10
    topics: tuple[Identifier, ...] = ()
    kinds: tuple[ItemKind, ...] = ()
    number: str = Field(default="", max_length=20)
    missed: bool = True


class Running(Request):
    """A quiz in progress as the browser keeps it; it has no keys in it. `run` tells two goes of one quiz apart."""

    quiz: Quiz
    run: OwnId


class Answer(Running):
    """An answer: the indexes of the options as shown, and for an open question (1 or 0) what was typed."""

    given: tuple[int, ...]
    typed: str = ""


class Learn(Request):
    """Missed questions to make cards of."""

    items: tuple[Identifier, ...]


class Turn(Value):
    """A quiz as it goes on, with its question, verdict or summary."""

    quiz: Quiz
    html: str
    over: bool
    kind: ItemKind | None = None
    correct: bool | None = None


@action
def start(studybot: Served, asked: Start) -> Turn:
    """Draw a quiz and return it with its first question."""
    course = studybot.material
    if not course.items:
        raise UsageError(t("The course holds no facts that can be asked yet: add a table, a list of terms or steps to it."))
    seed = seed_of(asked.number) if asked.number.strip() else secrets.randbelow(SEEDS)
    if asked.missed and not asked.number.strip():
        draw = partial(progress.new_quiz, studybot.store.practice, asked.learner, course)
    else:
        draw = partial(study.select, tuple(course.items.values()))
    drawn = draw(seed=seed, length=asked.length, topics=asked.topics, kinds=asked.kinds)
    return _ask(studybot.opened, drawn)


def seed_of(number: str) -> int:
    """Return the seed that a typed number stands for; UsageError when it is none."""
    digits = number.strip().removeprefix("#")
    if not digits.isascii() or not digits.isdigit():
        raise UsageError(
            t("A number of a quiz or exam has digits only, not “{text}”: leave it empty for a new one.", text=number.strip())
        )
    return int(digits)


@action
def question(studybot: Served, asked: Running) -> Turn:
    """Return the question to answer next, or the summary when the quiz is over."""
    return _ask(studybot.opened, asked.quiz)


def _ask(course: Opened, quiz: Quiz) -> Turn:
    asked = study.ask(quiz, course.material.items)
    if asked is None:
        return Turn(quiz=quiz, html=_summary(course, quiz), over=True)
    topic, kind = topic_of(course, asked.topic), t(KIND_NAMES[asked.kind][0])
    html = fill("practise/question", asked=asked, topic=topic, kind=kind, quiz=quiz)
    return Turn(quiz=quiz, html=html, kind=asked.kind, over=False)


class Open(Running):
    """An open question in a running quiz, with what its learner wrote."""

    typed: str = Field(default="", max_length=TYPED)


class Revealed(Value):
    """The answer of an open question; `had` proposes whether its learner had it, where something was written."""

    html: str
    had: bool | None = None


@action
def reveal(studybot: Served, running: Open) -> Revealed:
    """Return the answer of an open question, with what was written held against it; its learner has the last word."""
    asked = study.ask(running.quiz, studybot.material.items)
    if asked is None or asked.kind != "open":
        raise UsageError(t("Only an open question shows its answer before it is graded: answer this one."))
    proof = studybot.material.items[asked.item].proof
    html = fill("ask/answer", body=proof_body(proof), link=passage_link(proof.passage, proof))
    if not running.typed.strip():
        return Revealed(html=html)
    for place in (_quote_of(studybot.opened, asked.prompt, proof), proof):
        held = graded(studybot.opened, running.typed, asked.prompt, [place])
        if held.checked:
            return Revealed(html=f'<div class="sb-explained" role="status">{held.html}</div>{html}', had=held.whole)
    return Revealed(html=html)  # nothing but code: its learner alone can say


def _quote_of(course: Opened, prompt: str, proof: Citation) -> Citation:
    """The words that the course's bank gives as the answer to a question, all of the proof where it gives none."""
    entries = (entry for entry in course.entries if entry.kind == "bank" and entry.passage == proof.passage.id)
    found = next((entry for entry in entries if squash(entry.text) == squash(prompt)), None)
    return Citation(passage=proof.passage, start=found.start, end=found.end) if found else proof


@action
def answer(studybot: Served, given: Answer) -> Turn:
    """Grade an answer, keep it, and return the verdict with the quiz as it goes on."""
    items = studybot.material.items
    asked = study.ask(given.quiz, items)
    quiz, verdict = study.answer(given.quiz, items, given.given)
    if asked is None:  # study.answer has refused a quiz that is over
        raise UsageError(t("This quiz is over: start a new one."))
    note = _keep(studybot.store, given, items[verdict.item], asked, verdict)
    html = _verdict(studybot.opened, asked, given.given, verdict, quiz, note)
    return Turn(quiz=quiz, html=html, correct=verdict.correct, over=quiz.is_over)


def _keep(store: Store, given: Answer, item: Item, asked: Asked, verdict: Graded) -> str:
    """Keep an answer and return a notice for the learner, empty as a rule."""
    words = given.typed[:TYPED] if item.kind == "open" else " → ".join(asked.options[place] for place in given.given)
    # The same answer sent twice (a lost connection, a second tab) has the same id.
    result = identity("answer", given.learner, given.run, str(len(given.quiz.answered)))
    at = datetime.now(UTC)
    try:
        progress.keep_answer(store.practice, given.learner, item, verdict, given=words, at=at, result=result)
    except Conflict:
        return t(
            "This question was answered already, in another tab or before a reload; the first answer is the one that is kept."
        )
    return ""


def _verdict(course: Opened, asked: Asked, given: Sequence[int], verdict: Graded, quiz: Quiz, note: str) -> str:
    return fill(
        "practise/verdict",
        asked=asked,
        topic=topic_of(course, asked.topic),
        kind=t(KIND_NAMES[asked.kind][0]),
        given=list(given),
        verdict=verdict,
        right=[asked.options[place] for place in verdict.right] if asked.options else [],
        proof=proof_html(verdict.proof),
        comes_back=not verdict.correct and not asked.again,
        length=quiz.length,
        over=quiz.is_over,
        note=note,
    )


@action
def learn(studybot: Served, asked: Learn) -> Text:
    """Make cards of missed questions and put them into the learner's queue."""
    course = studybot.material
    wanted = [course.items[item] for item in asked.items if item in course.items]
    if not wanted:
        raise NotFound(t("This question is no longer in the course, which changed since: start a new quiz."))
    now = datetime.now(UTC)
    made = {progress.learn(studybot.store.cards, asked.learner, item, course, at=now).id for item in wanted}
    said = tn("The card is among your flashcards now.", "{n} cards are among your flashcards now.", len(made))
    return Text(text=said)


def _summary(course: Opened, quiz: Quiz) -> str:
    summed = outcome.summary(quiz, course.material.items)
    topics = [(topic_of(course, topic), right, asked) for topic, (right, asked) in summed.by_topic.items() if asked >= TALLIED]
    again = [(one, topic_of(course, one.topic), passage_link(one.proof.passage, one.proof)) for one in summed.read_again]
    asked_of = [(name, summed.by_kind.get(kind, (0, 0))) for kind, (name, _) in KIND_NAMES.items()]
    kinds = [(t(name), right, asked) for name, (right, asked) in asked_of if asked >= TALLIED]
    return fill("practise/summary", quiz=quiz, summary=summed, topics=topics, kinds=kinds, again=again, praise=_praise(summed))


def _praise(summed: outcome.Summary) -> str:
    if not summed.asked:
        return t("No question was answered.")
    share = summed.right / summed.asked
    if share == 1:
        return t("Everything right at the first try.")
    return (
        t("Well done.") if share >= 0.8 else t("A good part is there.") if share >= 0.5 else t("This is what practice is for.")
    )


def topic_of(course: Opened, topic: str) -> dict[str, str]:
    """Return how a topic is called beside a question."""
    for one in course.course.topics:
        if one.id == topic:
            return {"id": one.id, "icon": one.icon, "title": one.name}
    return {"id": topic, "icon": "", "title": topic}
