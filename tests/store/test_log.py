import sqlite3
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from studybot.errors import StoreError
from studybot.store import Store, TurnRow
from studybot.store.log import line_id
from studybot.store.owned import pseudonym
from studybot.types import Answer, Citation, Feedback, Statement
from timing import quickest

from .builders import NOON, answer, conversation, later, passage, turn


def _two_places() -> Answer:
    first, second = passage("ec2/types-1", "ec2"), passage("ebs/types-1", "ebs")
    statements = tuple(
        Statement(text="x", citations=(Citation(passage=source, start=100, end=107),)) for source in (first, second, first)
    )
    return answer().model_copy(update={"statements": statements})


def test_a_line_says_what_was_asked_and_what_came_of_it(store: Store) -> None:
    """A normal line holds a name behind which only the store sees the learner, the exact time, the first citation's place."""
    store.conversations.add(conversation())
    store.conversations.record(turn(given=_two_places()))
    assert store.log.rows() == [
        TurnRow(
            id=line_id("t1"),
            turn="t1",
            at=NOON,
            learner=pseudonym(store.learners.key(), "ann"),
            question="how long can a lambda function run?",
            understood="how long can a lambda function run? (understood)",
            outcome="covered",
            confidence=0.1 + 0.2,
            topic="ec2",
            passage="ec2/types-1",
        )
    ]


def test_a_line_says_what_kind_of_reply_it_was_and_how_sure(store: Store) -> None:
    """A quiz is told apart from an answer, and a doubtful answer from a sure one."""
    store.conversations.add(conversation())
    store.conversations.record(turn("quiz", given=_two_places().model_copy(update={"act": "quiz", "certainty": "closest"})))
    assert [(row.act, row.certainty) for row in store.log.rows()] == [("quiz", "closest")]


def test_without_a_citation_the_nearest_hit_stands_in_and_without_hits_nothing(store: Store) -> None:
    """An uncovered question is logged under its nearest passage, one outside the course under none."""
    store.conversations.add(conversation())
    store.conversations.record(turn("near", given=answer(outcome="not_covered")))
    store.conversations.record(
        turn("far", position=2, at=later(minutes=1), given=answer(outcome="outside").model_copy(update={"hits": ()}))
    )
    assert [(row.topic, row.passage) for row in store.log.rows()] == [("", ""), ("lambda", "lambda/limits-1")]
    assert store.log.cited_counts() == []


@pytest.mark.sqlite
def test_an_anonymous_line_does_not_lead_to_the_learner(store: Store, tmp_path: Path) -> None:
    """No learner, no turn, whole hours; no column of the line holds an id of the learner, the conversation or the turn."""
    store.conversations.add(conversation("talk-id", learner="learner-id"))
    store.conversations.record(turn("turn-id", "talk-id"), log="anonymous")
    store.conversations.rate(Feedback(turn="turn-id", at=later(hours=2), thumb="down", reason="wrong"))
    (row,) = store.log.rows()
    assert (row.learner, row.turn) == (None, None)
    assert row.at == datetime(2026, 3, 1, 12, tzinfo=UTC)
    assert (row.thumb, row.reason, row.rated) == ("down", "wrong", datetime(2026, 3, 1, 14, tzinfo=UTC))
    raw = sqlite3.connect(tmp_path / "data" / "studybot.db")
    values = raw.execute("SELECT * FROM asked").fetchall() + raw.execute("SELECT * FROM cited").fetchall()
    raw.close()
    assert not any(secret in str(values) for secret in ("learner-id", "talk-id", "turn-id", "34:56"))
    assert [one.id for one in store.conversations.turns("talk-id")] == ["turn-id"]


def test_switched_off_nothing_is_logged_and_the_learner_keeps_the_turn(store: Store) -> None:
    """Instructors see neither the question nor its feedback; the conversation is whole."""
    store.conversations.add(conversation())
    store.conversations.record(turn(), log="off")
    store.conversations.rate(Feedback(turn="t1", at=NOON, thumb="down"))
    assert store.log.rows() == store.log.rated_rows() == store.log.cited_counts() == []
    assert store.conversations.turns("c1") == [turn()]
    assert store.conversations.ratings("c1")["t1"].thumb == "down"


def test_lines_are_chosen_by_time_and_outcome(store: Store) -> None:
    """`since` is included, and a page goes on where the one before it ended."""
    store.conversations.add(conversation())
    for hour in range(6):
        outcome = "covered" if hour % 2 else "not_covered"
        store.conversations.record(turn(f"t{hour}", position=hour + 1, at=later(hours=hour), given=answer(outcome=outcome)))
    chosen = store.log.rows(since=later(hours=1))
    assert [row.turn for row in chosen] == ["t5", "t4", "t3", "t2", "t1"]
    assert store.log.count() == 6
    assert [row.turn for row in store.log.rows(outcome="covered", limit=2, offset=1)] == ["t3", "t1"]
    assert store.log.rows(outcome="outside") == []


def test_a_time_without_a_zone_is_refused(store: Store) -> None:
    """A naive time is never taken for local time."""
    with pytest.raises(StoreError, match="must carry a time zone"):
        store.log.rows(since=datetime(2026, 3, 1))  # noqa: DTZ001 - the naive time is what is tested


def test_a_passage_counts_once_a_turn(store: Store) -> None:
    """A passage cited twice in one answer counts once, and counts follow the time asked for."""
    store.conversations.add(conversation())
    store.conversations.record(turn("t1", given=_two_places()))
    store.conversations.record(turn("t2", position=2, at=later(days=1), given=answer(about=passage("ebs/types-1", "ebs"))))
    assert [(row.passage, row.topic, row.turns) for row in store.log.cited_counts()] == [
        ("ebs/types-1", "ebs", 2),
        ("ec2/types-1", "ec2", 1),
    ]
    assert [(row.passage, row.turns) for row in store.log.cited_counts(since=later(hours=1))] == [("ebs/types-1", 1)]
    assert store.log.cited_counts(since=later(days=2)) == []


def _milliseconds(job: Callable[[], object]) -> float:
    return 1000 * quickest(job)[0]


def _fill(path: Path, number: int) -> None:
    at = NOON.replace(tzinfo=None)
    outcomes = ("covered", "covered", "covered", "not_covered", "outside")
    lines = (
        {
            "id": f"a{n:06}",
            "turn": f"t{n}",
            "at": str(at + timedelta(minutes=n)),
            "learner": f"learner{n % 500}",
            "question": f"question {n} " * 6,
            "understood": "understood " * 6,
            "outcome": outcomes[n % 5],
            "act": "answer",
            "certainty": "answered",
            "confidence": 0.5,
            "topic": f"topic{n % 26}",
            "passage": f"passage{n % 700}",
            "thumb": "down" if n % 40 == 0 else None,
            "reason": "",
        }
        for n in range(number)
    )
    raw = sqlite3.connect(path)
    names = "id turn at learner question understood outcome act certainty confidence topic passage thumb reason".split()
    raw.executemany(f"INSERT INTO asked ({', '.join(names)}) VALUES (:{', :'.join(names)})", lines)
    raw.executemany(
        "INSERT INTO cited VALUES (?, ?, ?)", ((f"a{n:06}", f"passage{n % 700}", f"topic{n % 26}") for n in range(number))
    )
    talks = (
        (f"c{n}", f"learner{n % 500}", "title", str(at), str(at + timedelta(minutes=n)), None) for n in range(number // 10)
    )
    raw.executemany("INSERT INTO conversations VALUES (?, ?, ?, ?, ?, ?, FALSE, FALSE, NULL)", talks)
    text = answer().model_dump_json()
    said = "It runs for some minutes at most. " * 20
    kept = (
        (f"t{n}", f"c{n // 10}", n % 10 + 1, str(at + timedelta(minutes=n)), f"question {n}", text, said) for n in range(number)
    )
    raw.executemany("INSERT INTO turns VALUES (?, ?, ?, ?, ?, ?, ?, FALSE)", kept)
    raw.commit()
    raw.close()


@pytest.mark.long
@pytest.mark.sqlite
def test_a_hundred_thousand_turns_do_not_slow_a_page(store: Store, tmp_path: Path) -> None:
    """First and last page, counts, one learner's list, search and a new turn each stay far below what a page may take."""
    number = 100_000
    _fill(tmp_path / "data" / "studybot.db", number)
    assert store.log.count() == number
    last = store.log.rows(limit=50, offset=number - 50)
    assert [row.turn for row in last] == [f"t{n}" for n in range(49, -1, -1)]
    quick = {
        "first page": lambda: store.log.rows(limit=50),
        "one outcome": lambda: store.log.rows(outcome="outside", limit=50),
        "one day": lambda: store.log.rows(since=later(days=30), limit=50),
        "conversations": lambda: store.conversations.of_learner("learner7"),
        "search": lambda: store.conversations.of_learner("learner7", search="question 4"),
        "turns": lambda: store.conversations.turns("c5000"),
        "feedback": lambda: store.log.rated_rows(thumb="down", limit=50),
    }
    slower = {
        "last page": lambda: store.log.rows(limit=50, offset=number - 50),
        "count": store.log.count,
        "cited": store.log.cited_counts,
    }
    assert {name: spent for name, job in quick.items() if (spent := _milliseconds(job)) > 50} == {}
    assert {name: spent for name, job in slower.items() if (spent := _milliseconds(job)) > 400} == {}
    start = time.process_time()
    store.conversations.record(turn("new", "c5", 11))
    assert time.process_time() - start < 0.5
