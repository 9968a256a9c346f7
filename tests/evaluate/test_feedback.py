"""A thumb becomes a line of a dataset."""

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from studybot.errors import DatasetError
from studybot.evaluate.dataset import read_dataset
from studybot.evaluate.feedback import append_cases, case_from_turn
from studybot.types import Feedback, Question, Turn

from .builders import WordAssistant

NOW = datetime(2024, 3, 1, tzinfo=UTC)


def turn(id: str, question: str, before: str = "") -> Turn:
    """A stored turn, after another one when `before` is given."""
    assistant = WordAssistant()
    history = assistant.ask_many([Question(text=before)]) if before else []
    answer = assistant.ask_many([Question(text=question)], [history])[0]
    return Turn(id=id, conversation="c", position=2, at=NOW, answer=answer)


def down(id: str) -> Feedback:
    """A thumb down."""
    return Feedback(turn=id, at=NOW, thumb="down", reason="wrong row")


def test_case_freezes_what_was_seen() -> None:
    """The question as understood, and what was retrieved, answered and cited then."""
    case = case_from_turn(turn("t1", "and memory?", before="max runtime of lambda"), down("t1"))
    assert case.question == "max runtime of lambda and memory?" and case.note == "typed: and memory?"
    assert case.topic == "lambda" and not case.labelled and case.feedback is not None
    assert case.feedback.reason == "wrong row" and len(case.feedback.retrieved) == 10
    assert case.feedback.cited and "15 minutes" in case.feedback.answer


def test_cases_are_appended_once(tmp_path: Path) -> None:
    """The file grows by the new cases only, stays a valid dataset, and shows the keys that somebody must fill in."""
    path = tmp_path / "deep" / "feedback.jsonl"
    first, second = (case_from_turn(turn(id, "spot instances"), down(id)) for id in ("t1", "t2"))
    assert append_cases(path, [first]) == [first]
    assert append_cases(path, [first, second, second]) == [second]
    assert append_cases(path, [first]) == []
    assert [case.id for case in read_dataset(path).cases] == ["feedback-t1", "feedback-t2"]
    row = json.loads(path.read_text().split("\n")[0])
    assert row["evidence"] == row["key_facts"] == [] and "feedback" in row


def test_broken_dataset_is_not_touched(tmp_path: Path) -> None:
    """Appending to a file that is no dataset is refused and changes nothing; a last line without its end is kept whole."""
    path = tmp_path / "x.jsonl"
    path.write_text("{broken")
    case = case_from_turn(turn("t1", "spot instances"), down("t1"))
    with pytest.raises(DatasetError):
        append_cases(path, [case])
    assert path.read_text() == "{broken"
    path.write_text('{"id": "a", "question": "b", "evidence": [["c"]]}')
    append_cases(path, [case])
    assert len(read_dataset(path).cases) == 2
