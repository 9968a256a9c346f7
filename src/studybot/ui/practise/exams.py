"""Exams on the page: begun by a blueprint, answered without feedback, marked at the end, printed on paper with a key."""

import secrets
from collections.abc import Sequence
from datetime import UTC, datetime
from urllib.parse import urlencode

from pydantic import Field

from studybot.blueprint import blueprint, syllabi
from studybot.coverage.syllabus import Syllabus
from studybot.opened import Opened
from studybot.served import Served
from studybot.speech import day_text, phrase, t, tn
from studybot.study import sitting
from studybot.study.exam import PASS_MARK, SECONDS, Exam, Marked, draw, letters, mark, paper
from studybot.study.exam_result import result
from studybot.study.sitting import Sitting
from studybot.types import Span, Value
from studybot.ui.ask.page import by_category
from studybot.ui.frame.actions import Html, Identifier, OwnId, Request, Said, action
from studybot.ui.frame.links import reader_link
from studybot.ui.frame.templates import fill
from studybot.ui.practise.clock import Zoned, zone_of
from studybot.ui.practise.quiz import SEEDS, seed_of, topic_of

LENGTHS = (10, 20, 40, 65)
TIMES = (
    (1.0, phrase("as usual")),
    (1.5, phrase("half as much again")),
    (2.0, phrase("twice as much")),
    (0.0, phrase("no limit")),
)
PLACES = 4  # to read again, of one area


class Begin(Request):
    """The exam that a learner wants; a `number` asks for the exam that everybody gets under it. `time` is by the usual time."""

    exam: OwnId | None = None
    syllabus: str = Field(default="", max_length=64)
    topics: tuple[Identifier, ...] = ()
    length: int = 20
    time: float = Field(default=1.0, ge=0, le=10)
    pass_mark: int = Field(default=PASS_MARK, ge=1, le=100)
    number: str = Field(default="", max_length=20)


class Sat(Zoned):
    """A learner's exam."""

    exam: OwnId


class Given(Sat):
    """The answer to one question of an exam: indexes as shown, () for none."""

    place: int
    given: tuple[int, ...]
    flagged: bool = False


class Sheet(Html):
    """An exam as it stands: with its questions while it runs, with its result when it is over."""

    exam: str
    running: bool


class Kept(Value):
    """The place of the question whose answer is kept; when the time is over, the exam with its result instead."""

    kept: int | None = None
    html: str | None = None
    exam: str | None = None
    running: bool | None = None


@action
def begin(studybot: Served, asked: Zoned) -> Html:
    """Return the form that an exam begins with, the exam that runs, and those that are over."""
    now, zone = datetime.now(UTC), zone_of(asked.zone)
    begun = sitting.sittings(studybot.store, asked.learner)
    kept = [sitting.find(studybot.store, asked.learner, one.id, studybot.material, at=now) for one in begun]
    running = [(one, _left(one, now)) for one in kept if not one.finished]
    past = [(one, result(one.exam), day_text(_ended(one).astimezone(zone))) for one in kept if one.finished]
    html = fill(
        "practise/exam_begin",
        running=running,
        past=past,
        syllabi=[(key, title, _domains(syllabus)) for key, title, syllabus in syllabi(studybot.opened)],
        lengths=LENGTHS,
        times=[(share, t(name)) for share, name in TIMES],
        groups=by_category(studybot.course),
        pass_mark=PASS_MARK,
    )
    return Html(html=html)


def _ended(one: Sitting) -> datetime:
    return one.finished or one.started


def _left(one: Sitting, now: datetime) -> str:
    seconds = one.seconds_left(now)
    return "" if seconds is None else t("{n} min are left.", n=-(-seconds // 60)) + " "


def _domains(syllabus: Syllabus) -> str:
    """The domains with their weights in one line."""
    named = [f"{one.name} {one.weight:g}%" if one.weight is not None else one.name for one in syllabus.domains]
    return ", ".join(named) or tn("{n} objective", "{n} objectives", len(syllabus.objectives))


@action
def start(studybot: Served, asked: Begin) -> Sheet:
    """Draw an exam, start its clock and return it."""
    exam = drawn(studybot.opened, asked)
    begun = sitting.begin(
        studybot.store, asked.learner, exam, at=datetime.now(UTC), sitting=asked.exam or secrets.token_hex(16)
    )
    return _running(studybot.opened, begun)


def drawn(course: Opened, asked: Begin) -> Exam:
    """Draw the exam that is asked for."""
    plan = blueprint(course, length=asked.length, syllabus=asked.syllabus, topics=asked.topics)
    seed = seed_of(asked.number) if asked.number.strip() else secrets.randbelow(SEEDS)
    minutes = -(-int(asked.length * SECONDS * asked.time) // 60)
    items = tuple(course.material.items.values())
    return draw(items, plan, seed=seed, length=asked.length, minutes=minutes, pass_mark=asked.pass_mark)


@action
def show(studybot: Served, asked: Sat) -> Sheet:
    """Return an exam as it stands: its questions while it runs, its result when it is over."""
    return _shown(
        studybot.opened, sitting.find(studybot.store, asked.learner, asked.exam, studybot.material, at=datetime.now(UTC)), asked
    )


def _shown(course: Opened, found: Sitting, asked: Zoned) -> Sheet:
    return _result(found, asked) if found.finished else _running(course, found)


@action
def answer(studybot: Served, asked: Given) -> Kept:
    """Keep the answer to one question; when the time is over, end the exam and return its result."""
    now = datetime.now(UTC)
    kept = sitting.answer(
        studybot.store, asked.learner, asked.exam, studybot.material, asked.place, asked.given, flagged=asked.flagged, at=now
    )
    if kept.is_over(now):
        over = _shown(studybot.opened, sitting.end(studybot.store, asked.learner, kept.id, studybot.material, at=now), asked)
        return Kept(html=over.html, exam=over.exam, running=over.running)
    return Kept(kept=asked.place)


@action
def finish(studybot: Served, asked: Sat) -> Sheet:
    """End an exam and return its result."""
    ended = sitting.end(studybot.store, asked.learner, asked.exam, studybot.material, at=datetime.now(UTC))
    return _result(ended, asked)


@action
def forget(studybot: Served, asked: Sat) -> Said:
    """Take an exam out of the list; its answers stay among those of the quiz."""
    studybot.store.exams.remove(asked.learner, asked.exam)
    return Said(said=t("The exam is forgotten; its answers still count in your progress."))


@action
def again(studybot: Served, asked: Sat) -> Sheet:
    """Begin the same exam once more."""
    before = sitting.find(studybot.store, asked.learner, asked.exam, studybot.material, at=datetime.now(UTC)).exam
    fresh = before.model_copy(update={"answers": ((),) * len(before.questions), "flagged": frozenset(), "marked": ()})
    return _running(
        studybot.opened,
        sitting.begin(studybot.store, asked.learner, fresh, at=datetime.now(UTC), sitting=secrets.token_hex(16)),
    )


def _running(course: Opened, found: Sitting) -> Sheet:
    exam = found.exam
    questions = [
        (
            one,
            exam.questions[one.number - 1].area,
            topic_of(course, one.topic),
            exam.answers[one.number - 1],
            one.number - 1 in exam.flagged,
        )
        for one in paper(exam, course.material.items)
    ]
    left = found.seconds_left(datetime.now(UTC))
    html = fill("practise/exam", id=found.id, exam=exam, questions=questions, left=left, untaught=exam.untaught)
    return Sheet(html=html, exam=found.id, running=True)


def _result(found: Sitting, asked: Zoned) -> Sheet:
    exam, summed = found.exam, result(found.exam)
    ended = _ended(found)
    html = fill(
        "practise/exam_result",
        id=found.id,
        exam=exam,
        result=summed,
        when=f"{day_text(there := ended.astimezone(zone_of(asked.zone)))}, {there:%H:%M}",
        took=t("It took {n} min.", n=max(1, round((ended - found.started).total_seconds() / 60))),
        open=sum(not one.given and not one.lost for one in exam.marked),
        lost=sum(one.lost for one in exam.marked),
        areas=[
            (area, [(one.where, _place(one)) for one in area.places[:PLACES]], _practise(area.topics)) for area in summed.areas
        ],
        marked=[(one, _place(one)) for one in exam.marked],
        missed=[one.item for one in exam.marked if not one.correct and not one.lost],
    )
    return Sheet(html=html, exam=found.id, running=False)


def _place(one: Marked) -> str:
    return reader_link(one.topic, one.passage, Span(start=one.start, end=one.end)) if one.passage else ""


def _practise(topics: Sequence[str]) -> str:
    return f"/practise?{urlencode([('topic', topic) for topic in topics])}"


class Paper(Html):
    """An exam on paper, and the number that draws it again."""

    number: str


@action
def printed(studybot: Served, asked: Begin) -> Paper:
    """Return an exam on paper with its key."""
    exam = drawn(studybot.opened, asked)
    shown = paper(exam, studybot.material.items)
    marked = mark(exam, studybot.material.items).marked
    html = fill(
        "practise/exam_paper",
        course=studybot.course.title,
        exam=exam,
        questions=[(one, topic_of(studybot.opened, one.topic)) for one in shown],
        key=[(letters(studybot.material.items[one.item], exam.seed), one) for one in marked],
    )
    return Paper(html=html, number=str(exam.seed))
