from collections import Counter
from datetime import UTC, datetime, timedelta

import pytest

from studybot.errors import NotFound, UsageError
from studybot.store import Store
from studybot.study import sitting
from studybot.study.exam import Area, Blueprint, Exam, allocate, draw, mark, of_topics, paper, respond
from studybot.study.exam_result import result
from studybot.study.material import Material
from studybot.study.quiz import arrange

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)


def pool(course: Material) -> tuple[object, ...]:
    """All items of a course."""
    return tuple(course.items.values())


def plan(course: Material) -> Blueprint:
    """A syllabus of three domains, the last of which nothing teaches."""
    first, second, *_ = [topic.id for topic in course.topics]
    areas = (("One", 75, {first}), ("Two", 25, {second}), ("Three", 50, {"gone"}))
    return Blueprint(title="Guide", areas=tuple(Area(name=name, weight=weight, topics=own) for name, weight, own in areas))


def rightly(exam: Exam, course: Material, place: int) -> tuple[int, ...]:
    """The right answer at a place, as shown."""
    item = course.items[exam.questions[place].item]
    order = arrange(item, exam.seed)
    return tuple(order.index(one) for one in item.right)


@pytest.mark.parametrize(
    ("length", "weights", "room", "wanted"),
    [
        (20, [50, 30, 20], [99, 99, 99], [10, 6, 4]),
        (40, [12, 12, 14, 12, 14, 14, 14, 8], [99] * 8, [5, 5, 6, 5, 6, 5, 5, 3]),
        (10, [50, 50, 0], [2, 99, 99], [2, 8, 0]),
        (10, [90, 10], [3, 4], [3, 4]),
        (3, [0, 0, 0], [5, 5, 5], [1, 1, 1]),
        (5, [1, 1], [0, 9], [0, 5]),
    ],
)
def test_places_go_by_weight_as_far_as_there_is_room(
    length: int, weights: list[float], room: list[int], wanted: list[int]
) -> None:
    """Largest remainders; what an area has no questions for goes to the others by their weights."""
    assert allocate(length, weights, room) == wanted


def test_a_seed_and_a_blueprint_are_one_exam(course: Material) -> None:
    """The same ones give the same paper; weights decide how many; a domain that is not taught is named."""
    one, two = (draw(pool(course), plan(course), seed=7, length=12) for _ in range(2))
    assert one == two != draw(pool(course), plan(course), seed=8, length=12)
    assert paper(one, course.items) == paper(two, course.items)
    assert Counter(question.area for question in one.questions) == {"One": 9, "Two": 3}
    assert one.untaught == ("Three",)
    assert one.minutes == 18
    assert all(shown.options for shown in paper(one, course.items))
    facts = [course.items[question.item].fact for question in one.questions]
    assert len(set(facts)) == len(facts)


def test_a_course_without_a_syllabus_is_asked_by_its_topics(course: Material) -> None:
    """Each topic weighs what it says; what cannot be drawn is a sentence."""
    blueprint = of_topics("Course", course.topics[:3], course.passages, length=30)
    assert {area.weight > 0 for area in blueprint.areas} == {True}
    assert Counter(area.name for area in blueprint.areas).most_common(1)[0][1] == 1
    with pytest.raises(UsageError, match="1 to 100 questions"):
        draw(pool(course), blueprint, seed=1, length=0)
    with pytest.raises(UsageError, match="choose other topics"):
        draw((), blueprint, seed=1, length=5)


def test_an_exam_is_marked_at_its_end(course: Material) -> None:
    """Unanswered is wrong, areas come weakest first with what to read and practise, and marking twice changes nothing."""
    exam = draw(pool(course), plan(course), seed=3, length=8, pass_mark=75)
    for place, question in enumerate(exam.questions):
        if question.area == "One":
            exam = respond(exam, course.items, place, rightly(exam, course, place), flagged=place == 0)
    marked = mark(exam, course.items)
    assert marked == mark(marked, {})
    found = result(marked)
    assert (found.right, found.asked, found.percent, found.passed) == (6, 8, 75, True)
    assert [area.name for area in found.areas] == ["Two", "One"]
    assert found.areas[0].topics == (course.topics[1].id,)
    missed = found.areas[0].places[0]
    assert missed.given == ""
    assert course.items[missed.item].proof.passage.id == missed.passage
    assert missed.key == course.items[missed.item].key


def test_what_the_course_lost_does_not_count(course: Material) -> None:
    """A question that is gone, or is asked otherwise now, is neither right nor wrong."""
    exam = draw(pool(course), plan(course), seed=3, length=4)
    items = dict(course.items)
    del items[exam.questions[0].item]
    other = items[exam.questions[1].item]
    items[other.id] = other.model_copy(update={"prompt": f"{other.prompt} (now)"})
    assert len(paper(exam, items)) == 2
    marked = mark(exam, items)
    assert [one.lost for one in marked.marked] == [True, True, False, False]
    assert result(marked).asked == 2


def test_an_answer_that_does_not_exist_is_refused(course: Material) -> None:
    """Neither a place nor an option beyond those shown is kept; () takes an answer back."""
    exam = draw(pool(course), plan(course), seed=3, length=4)
    for place, given in ((4, (0,)), (-1, (0,)), (0, (99,))):
        with pytest.raises(UsageError):
            respond(exam, course.items, place, given, flagged=False)
    answered = respond(exam, course.items, 0, rightly(exam, course, 0), flagged=True)
    assert answered.flagged == {0}
    assert respond(answered, course.items, 0, (), flagged=False) == exam


def test_a_sitting_survives_and_ends_by_the_clock(store: Store, course: Material) -> None:
    """What was answered is in the store; after the time nothing is taken, the exam is marked, and misses come back."""
    exam = draw(pool(course), plan(course), seed=3, length=4, minutes=6)
    begun = sitting.begin(store, "ann", exam, at=NOW, sitting="e1")
    sitting.answer(store, "ann", "e1", course, 1, rightly(exam, course, 1), flagged=True, at=NOW + timedelta(minutes=5))
    kept = sitting.find(store, "ann", "e1", course, at=NOW + timedelta(minutes=5))
    assert kept.exam.flagged == {1}
    assert kept.seconds_left(NOW + timedelta(minutes=5)) == 60
    late = NOW + timedelta(minutes=7)
    sitting.answer(store, "ann", "e1", course, 0, rightly(exam, course, 0), flagged=False, at=late)
    ended = sitting.find(store, "ann", "e1", course, at=late)
    assert ended.finished == begun.ends
    assert result(ended.exam).right == 1
    assert sitting.end(store, "ann", "e1", course, at=late) == ended
    assert [(one.item, one.correct) for one in store.practice.results("ann")] == [(exam.questions[1].item, True)]
    assert [one.id for one in sitting.sittings(store, "ann")] == ["e1"]
    with pytest.raises(NotFound):
        sitting.find(store, "bob", "e1", course, at=late)
