from datetime import timedelta

from coverage_builders import NOON, answer, conversation, line, passage, turn

from studybot.coverage.questions import asked, read_failures, read_log
from studybot.store import CitedCount, Store
from studybot.types import Feedback

EBS = passage("EBS is block storage.")
LAMBDA = passage("Lambda runs code.", topic="lambda", title="Lambda")


def _filled(store: Store) -> Store:
    store.conversations.add(conversation())
    outcomes = ("covered", "not_covered", "covered", "outside", "not_covered")
    for number, outcome in enumerate(outcomes, start=1):
        source = LAMBDA if number == 5 else EBS
        store.conversations.record(turn(f"t{number}", number, answer(f"question {number}", outcome, source), hours=number))
    store.conversations.rate(Feedback(turn="t3", at=NOON + timedelta(hours=9), thumb="down", reason="wrong"))
    store.conversations.rate(Feedback(turn="t1", at=NOON + timedelta(hours=9), thumb="up"))
    return store


def test_log_is_read_oldest_first_and_bounded(store: Store) -> None:
    """Lines come in the order of time; a bound keeps the newest and says that there are more."""
    lines, more = read_log(_filled(store).log)
    assert ([one.question for one in lines], more) == ([f"question {number}" for number in range(1, 6)], False)
    lines, more = read_log(store.log, most=2)
    assert ([one.question for one in lines], more) == (["question 4", "question 5"], True)
    lines, _ = read_log(store.log, since=NOON + timedelta(hours=4))
    assert [one.question for one in lines] == ["question 4", "question 5"]


def test_failures_are_refusals_and_thumbs_down(store: Store) -> None:
    """A refusal, an outside one too, or a thumbs-down is a failure, each once."""
    assert [one.question for one in read_failures(_filled(store).log)] == [f"question {number}" for number in (2, 3, 4, 5)]


def test_small_talk_is_no_failure_and_a_doubtful_answer_is(store: Store) -> None:
    """A greeting and what is off-topic by its act are left alone; the closest band and an uneven chance are probably wrong."""
    said = answer("hello", "outside", EBS).model_copy(update={"act": "greeting", "said": "Hello."})
    cricket = answer("who won the match", "outside", EBS).model_copy(
        update={"act": "refuse", "said": "That is not this course."}
    )
    close = answer("closest one", "covered", EBS).model_copy(update={"certainty": "closest"})
    unsure = answer("unsure one", "covered", EBS).model_copy(update={"confidence": 0.3})
    store.conversations.add(conversation())
    for number, given in enumerate((said, cricket, close, unsure, answer("sure one", "covered", EBS)), start=1):
        store.conversations.record(turn(f"t{number}", number, given, hours=number))
    assert [one.question for one in read_failures(store.log)] == ["closest one", "unsure one"]
    lines, _ = read_log(store.log)
    assert asked(lines, [EBS], []).total.share_answered == 1


def test_what_is_asked() -> None:
    """By hand: counts by topic, section and day, the share answered of all questions, thumbs, citations."""
    lines = [
        line("1", "a", outcome="covered", passage=EBS.id, thumb="up"),
        line("2", "b", outcome="not_covered", passage=EBS.id, hours=1),
        line("3", "c", outcome="outside", topic="", hours=24),
        line("4", "d", outcome="covered", topic="lambda", passage="gone/1", hours=24, thumb="down"),
    ]
    counts = [CitedCount(passage=EBS.id, topic="storage", turns=3), CitedCount(passage="gone/1", topic="lambda", turns=2)]
    found = asked(lines, [EBS, LAMBDA], counts)
    assert (found.total.questions, found.total.up, found.total.down) == (4, 1, 1)
    assert found.total.share_answered == 2 / 4
    assert [(one.name, one.questions, one.share_answered) for one in found.topics] == [("storage", 2, 0.5), ("lambda", 1, 1.0)]
    assert [(one.name, one.questions) for one in found.sections] == [("Storage > Basics", 2)]
    assert [(one.name, one.questions) for one in found.times] == [("2026-03-02", 2), ("2026-03-03", 2)]
    assert [one.passage for one in found.cited_most] == [EBS.id]
    assert found.never_cited == (LAMBDA.id,)


def test_a_greeting_is_no_answered_question() -> None:
    """Who says hello and is greeted has asked nothing: neither the questions nor the answered ones count it."""
    lines = [line("1", "hello", outcome="covered").model_copy(update={"act": "greeting"}), line("2", "how to mount?")]
    total = asked(lines, [], []).total
    assert (total.questions, total.answered) == (1, 0)


def test_weeks_and_months() -> None:
    """A week is named by its Monday, a month by itself."""
    lines = [line("1", "a", hours=24 * 6), line("2", "b", hours=24 * 7)]
    assert [one.name for one in asked(lines, [], [], step="week").times] == ["2026-03-02", "2026-03-09"]
    assert [one.name for one in asked(lines, [], [], step="month").times] == ["2026-03"]


def test_an_empty_log() -> None:
    """No questions give zeros, not a division by zero."""
    found = asked([], [EBS], [])
    assert (found.total.questions, found.total.share_answered, found.times) == (0, 0.0, ())
