import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from studybot.cli.chat import LEARNER
from studybot.served import Served
from studybot.settings import Settings
from studybot.study.quiz import arrange
from studybot.wiring import open_studybot

from .conftest import Command, Ended


@pytest.fixture
def tiny(studybot: Command, tiny_settings: Settings) -> Served:
    """The tiny course with its index built."""
    studybot("index")
    return open_studybot(tiny_settings)


def listed(studybot: Command, *options: object) -> dict[str, object]:
    """Return what `exam --json` prints."""
    return dict(json.loads(studybot("exam", "--json", *options).out))


def played(studybot: Command, monkeypatch: pytest.MonkeyPatch, lines: Iterator[str], *options: object) -> Ended:
    """Run `exam` as if a person typed these lines and then left."""
    monkeypatch.setattr("studybot.cli.exam.interactive", lambda: True)

    def typed(prompt: str = "") -> str:
        try:
            return next(lines)
        except StopIteration:
            raise EOFError from None

    monkeypatch.setattr("builtins.input", typed)
    return studybot("exam", *options)


def test_a_paper_has_its_key_only_on_request(studybot: Command, tiny: Served) -> None:
    """The same seed gives the same paper; keys stand behind it, or in the JSON, with --key alone."""
    text = studybot("exam", "--seed", 3, "-n", 3)
    assert text.status == 0 and ": exam 3\n" in text.out and "## Key" not in text.out
    assert text.out == studybot("exam", "--seed", 3, "-n", 3).out
    with_key = studybot("exam", "--seed", 3, "-n", 3, "--key").out
    assert with_key.startswith(text.out) and "## Key" in with_key
    plain, keyed = listed(studybot, "--seed", 3, "-n", 3), listed(studybot, "--seed", 3, "-n", 3, "--key")
    assert all("key" not in one for one in plain["questions"]) and all(one["key"] for one in keyed["questions"])
    assert plain["minutes"] == 5


def test_a_syllabus_weighs_the_questions(studybot: Command, tiny: Served, tmp_path: Path) -> None:
    """Its domains are the areas; what the course does not teach is named; wrong uses are sentences."""
    guide = tmp_path / "guide.yaml"
    topic = tiny.course.topics[0].title
    guide.write_text(f"title: Guide\ndomains:\n  - name: A\n    weight: 100\n    objectives: ['{topic}']\n")
    drawn = listed(studybot, "--syllabus", guide, "--seed", 1, "-n", 2)
    assert drawn["title"] == "Guide" and {one["area"] for one in drawn["questions"]} == {"A"}
    assert studybot("exam", "--syllabus", guide, "--topic", tiny.course.topics[0].id).status == 2
    assert studybot("exam", "-n", 101).status == 2


def test_an_exam_is_left_and_gone_on_with(studybot: Command, tiny: Served, monkeypatch: pytest.MonkeyPatch) -> None:
    """Answers are kept when one leaves; flags and open questions are shown; the result comes at the end alone."""
    left = played(studybot, monkeypatch, iter(["9", "f", "q"]), "--seed", 5, "-n", 2)
    assert left.status == 0 and "right" not in left.out and "goes on" in left.err
    exam = tiny.store.exams.of_learner(LEARNER)[0]
    right = []
    for one in exam.data["questions"]:
        item = tiny.material.items[one["item"]]
        order = arrange(item, 5)
        right.append(" ".join(str(order.index(place) + 1) for place in item.right))
    ended = played(studybot, monkeypatch, iter(["y", "r", right[0], "s", "n", "g 2", right[1], "s"]))
    assert "1: open, flagged" in ended.out
    assert "Passed: 100%, 2 of 2 right" in ended.out
