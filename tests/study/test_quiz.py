from collections import Counter

import pytest

from studybot.errors import UsageError
from studybot.study.item import Item
from studybot.study.items import bank_items
from studybot.study.material import Material
from studybot.study.outcome import summary
from studybot.study.quiz import Quiz, answer, arrange, ask, grade, select
from studybot.text import stems
from studybot.types import Passage
from timing import quickest


def _right(quiz: Quiz, course: Material) -> tuple[int, ...]:
    item = course.items[quiz.queue[len(quiz.answered)]]
    order = arrange(item, quiz.seed)
    return tuple(order.index(place) for place in item.right)


def _wrong(quiz: Quiz, course: Material) -> tuple[int, ...]:
    item = course.items[quiz.queue[len(quiz.answered)]]
    right = _right(quiz, course)
    return tuple(reversed(right)) if len(right) > 1 else ((right[0] + 1) % len(item.options),)


def test_the_same_seed_gives_the_same_quiz(course: Material) -> None:
    """Seed, length and filters decide everything: questions, their order and the order of options."""
    pool = tuple(course.items.values())
    one, two = select(pool, seed=7, length=20), select(pool, seed=7, length=20)
    assert one == two != select(pool, seed=8, length=20)
    assert ask(one, course.items) == ask(two, course.items)
    shown = {arrange(item, 1) == arrange(item, 2) for item in pool if item.kind == "table"}
    assert shown == {True, False}


@pytest.mark.parametrize("seed", range(12))
def test_a_quiz_has_no_two_questions_about_one_thing(course: Material, seed: int) -> None:
    """No fact twice, no prompt that is nearly another's with the same key, kinds and topics in turn."""
    quiz = select(tuple(course.items.values()), seed=seed, length=20)
    chosen = [course.items[known] for known in quiz.queue]
    assert len(chosen) == 20
    assert max(Counter(item.fact for item in chosen).values()) == 1
    for position, item in enumerate(chosen):
        for other in chosen[:position]:
            words, others = set(stems(item.prompt)), set(stems(other.prompt))
            assert item.key != other.key or len(words & others) / len(words | others) < 0.75
    assert max(Counter(item.topic for item in chosen).values()) <= 3
    assert len({item.kind for item in chosen}) == 9


def test_filters_length_and_missed_items_are_kept(course: Material) -> None:
    """Only the chosen topics and kinds; items missed earlier come first; nothing that fits is a sentence."""
    pool = tuple(course.items.values())
    quiz = select(pool, seed=1, length=10, topics=["linux-basics", "lambda"], kinds=["table", "number"])
    assert {(course.items[known].topic in ("linux-basics", "lambda")) for known in quiz.queue} == {True}
    assert {course.items[known].kind for known in quiz.queue} <= {"table", "number"}
    sections = {item.proof.passage.path: item.id for item in pool if item.kind == "command"}
    missed = list(sections.values())[:3]  # of three sections: no two ask nearly the same
    assert set(missed) <= set(select(pool, seed=1, length=5, missed=missed).queue)
    assert len(select(pool, seed=1, length=100, topics=["s3-simple-storage-service"]).queue) <= 100
    with pytest.raises(UsageError, match="no question fits topics"):
        select(pool, seed=1, length=5, topics=["nowhere"])
    with pytest.raises(UsageError, match="1 to 100"):
        select(pool, seed=1, length=0)
    with pytest.raises(UsageError, match="no question fits"):
        select((), seed=1, length=3)


def test_a_quiz_of_twenty_is_drawn_in_under_100_ms(course: Material) -> None:
    """Measured on processor time, with all items and with the bank's as well."""
    pool = tuple(course.items.values())
    select(pool, seed=0, length=1)
    spent, drawn = quickest(lambda: select(pool, seed=3, length=20))
    assert len(drawn.queue) == 20 and spent < 0.1


def test_what_a_learner_sees_holds_no_key(course: Material) -> None:
    """The question as shown has no key, proof or evidence; the session value has none either."""
    quiz = select(tuple(course.items.values()), seed=5, length=20)
    for known in quiz.queue:
        single = Quiz(seed=5, queue=(known,), length=1)
        shown = ask(single, course.items)
        assert shown is not None
        assert set(shown.model_dump()) == {
            "item", "number", "of", "kind", "topic", "prompt", "options", "left", "code", "ordered", "again",
        }  # fmt: skip
        assert sorted(shown.options) == sorted(course.items[known].options)
        if shown.ordered:
            assert shown.options != tuple(course.items[known].options[place] for place in course.items[known].right)
    assert "right" not in quiz.model_dump_json() and quiz == Quiz.model_validate_json(quiz.model_dump_json())


def test_a_perfect_quiz_and_one_with_a_miss(course: Material) -> None:
    """Right answers end the quiz; a missed question comes back once at the end and stays missed in the summary."""
    pool = tuple(course.items.values())
    quiz = select(pool, seed=11, length=6)
    while not quiz.is_over:
        quiz, verdict = answer(quiz, course.items, _right(quiz, course))
        assert verdict.correct
    assert (summary(quiz, course.items).right, summary(quiz, course.items).asked) == (6, 6)
    assert summary(quiz, course.items).read_again == () and ask(quiz, course.items) is None

    quiz = select(pool, seed=11, length=6)
    quiz, verdict = answer(quiz, course.items, _wrong(quiz, course))
    missed = course.items[quiz.queue[0]]
    assert not verdict.correct and verdict.key == missed.key and verdict.proof == missed.proof
    while not quiz.is_over:
        shown = ask(quiz, course.items)
        assert shown is not None and shown.again == (len(quiz.answered) == 6)
        quiz, _ = answer(quiz, course.items, _right(quiz, course))
    found = summary(quiz, course.items)
    assert (len(quiz.answered), found.right, found.asked, found.missed) == (7, 5, 6, (missed.id,))
    assert [(entry.passage, entry.prompts) for entry in found.read_again] == [(missed.proof.passage.id, (missed.prompt,))]
    with pytest.raises(UsageError, match="is over"):
        answer(quiz, course.items, (0,))


def test_grading_is_exact_for_every_item(course: Material) -> None:
    """The right option is right and each other one is wrong, whatever the order shown."""
    for item in course.items.values():
        order = arrange(item, 99)
        right = tuple(order.index(place) for place in item.right)
        assert grade(item, 99, right).correct
        if len(right) == 1:
            assert not any(grade(item, 99, (place,)).correct for place in range(len(order)) if place != right[0])
            assert item.options[order[right[0]]] == item.key
        else:
            assert not grade(item, 99, tuple(reversed(right))).correct


@pytest.mark.parametrize("given", [(9,), (-1,), (), (0, 1), (0, 0)])
def test_an_answer_that_was_not_shown_is_refused(course: Material, given: tuple[int, ...]) -> None:
    """An index outside the options, none or too many is a sentence, not a wrong answer."""
    item = next(item for item in course.items.values() if item.kind == "table")
    with pytest.raises(UsageError, match="choose from those shown"):
        grade(item, 1, given)


def test_a_question_that_the_course_lost_is_a_sentence(course: Material) -> None:
    """A quiz made before the course changed says so when its question is gone."""
    quiz = Quiz(seed=1, queue=("gone",), length=1)
    with pytest.raises(UsageError, match="no longer in the course"):
        ask(quiz, course.items)
    with pytest.raises(UsageError, match="start a new quiz"):
        answer(quiz, course.items, (0,))


def test_open_questions_are_graded_by_the_learner(passages: list[Passage]) -> None:
    """An open question shows no options; the learner says whether they knew it and sees the passage."""
    made: tuple[Item, ...] = bank_items(passages[:1], lambda _: ["What is the cloud good for?"])
    items = {item.id: item for item in made}
    quiz = select(made, seed=1, length=1)
    shown = ask(quiz, items)
    assert shown is not None and shown.options == () and shown.kind == "open"
    assert answer(quiz, items, (1,))[1].correct and not answer(quiz, items, (0,))[1].correct
    assert answer(quiz, items, (1,))[1].proof.quote == passages[0].text
