import json
import re
import time
from pathlib import Path
from typing import Any

import pytest

from studybot.errors import ModelError
from studybot.evaluate.case import Case
from studybot.evaluate.review import Proposal
from studybot.evaluate.sheets import propose
from studybot.served import Served
from studybot.ui.evaluate import page as evaluate
from studybot.ui.frame.actions import dispatcher

LEARNER = "0" * 32
LINE = {"id": "a", "question": "what is EBS?", "topic": "storage", "kind": "definition", "evidence": [["EBS is block storage"]]}
TEXT = json.dumps(LINE) + "\n"


class Desk:
    """The page's script: calls actions as it does."""

    def __init__(self, studybot: Served) -> None:
        self.studybot = studybot
        self._call = dispatcher(evaluate.actions(studybot))

    def __call__(self, action: str, **data: Any) -> dict[str, Any]:
        """Call an action and return its reply."""
        return self._call({"action": action, "learner": LEARNER, **data})

    def evaluated(self, dataset: str) -> dict[str, Any]:
        """Evaluate a dataset and return the state at the end."""
        assert "error" not in self("start", dataset=dataset)
        return self.waited()

    def waited(self) -> dict[str, Any]:
        """Return the state once nothing runs."""
        end = time.monotonic() + 30
        while (state := self("state"))["stage"] == "running":
            assert time.monotonic() < end
            time.sleep(0.01)
        return state


@pytest.fixture
def desk(tiny_studybot: Served) -> Desk:
    """The page over the tiny course, which brings one dataset along."""
    folder = tiny_studybot.settings.course / "evaluation"
    folder.mkdir()
    (folder / "dev.jsonl").write_text(TEXT)
    return Desk(tiny_studybot)


def test_a_run_ends_with_its_report(desk: Desk) -> None:
    """A dataset is evaluated in the background; its run is listed with its numbers, and its report and files can be had."""
    state = desk.evaluated("course/dev.jsonl")
    assert (state["stage"], state["done"], state["total"]) == ("finished", 1, 1)
    shown = desk("show")
    assert [name for name, _ in shown["finished"]] == [state["run"]]
    assert "found in the first five" in shown["runs"] and "100.0%" in shown["runs"]
    assert "<html" in desk("open", run=state["run"])["html"]
    for file in ("answers", "measures"):
        taken = desk("file", run=state["run"], file=file)
        assert (taken["name"], json.loads(taken["text"])["id"]) == (f"{state['run']}-{file}.jsonl", "a")


def test_runs_of_one_minute_are_told_apart(desk: Desk) -> None:
    """Two runs of a dataset have different names in the list, in the choice to compare with, and for a screen reader."""
    desk.evaluated("course/dev.jsonl")
    time.sleep(1)
    desk.evaluated("course/dev.jsonl")
    shown = desk("show")
    assert len({title for _, title in shown["finished"]}) == 2
    assert len(set(re.findall(r'aria-label="(Report of [^"]+)"', shown["runs"]))) == 2


def test_one_evaluation_at_a_time(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """While one runs, a second is refused with a sentence that names the first; cancelling is for whoever has the page open."""

    def slow(*_: object, cancelled: Any, **__: object) -> None:
        while not cancelled():
            time.sleep(0.01)

    monkeypatch.setattr("studybot.ui.evaluate.running.evaluate", slow)
    desk("start", dataset="course/dev.jsonl")
    assert "'dev' is being evaluated" in desk("start", dataset="course/dev.jsonl")["error"]
    desk("cancel")
    assert desk.waited()["stage"] == "cancelled"


@pytest.mark.parametrize(
    ("error", "sentence"), [(ModelError("the model is gone"), "the model is gone"), (ValueError("secret"), "went wrong")]
)
def test_a_failure_is_a_sentence(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture, error: Exception, sentence: str
) -> None:
    """What stops an evaluation is said, without its insides, and the next one can begin."""

    def fails(*_: object, **__: object) -> None:
        raise error

    with monkeypatch.context() as broken:
        broken.setattr("studybot.ui.evaluate.running.evaluate", fails)
        state = desk.evaluated("course/dev.jsonl")
    assert (state["stage"], sentence in state["text"], "secret" in state["text"]) == ("failed", True, False)
    assert desk.evaluated("course/dev.jsonl")["stage"] == "finished"


@pytest.mark.parametrize("name", ["..", "../runs", "/etc", "none", ""])
def test_names_lead_nowhere_else(desk: Desk, name: str) -> None:
    """A run or dataset is one of the list: a path that leads out of its folder is refused by every action."""
    desk.evaluated("course/dev.jsonl")
    for action, data in (("open", {"run": name}), ("file", {"run": name, "file": "answers"}), ("start", {"dataset": name})):
        assert "error" in desk(action, **data)
    assert "error" in desk("start", dataset="course/../course/dev.jsonl")


def test_an_upload_is_kept_once_and_whole(desk: Desk) -> None:
    """The same file twice is one dataset, another one of its name gets a number, its place is the data folder alone."""
    first = desk("upload", name="../../my set.jsonl", text=TEXT)["dataset"]
    again = desk("upload", name="my set.jsonl", text=TEXT)["dataset"]
    other = desk("upload", name="my set.jsonl", text=TEXT.replace("what is EBS?", "EBS, what is it?"))["dataset"]
    assert [first, again, other] == ["added/my-set.jsonl", "added/my-set.jsonl", "added/my-set-2.jsonl"]
    kept = sorted(path.name for path in (desk.studybot.settings.data / "datasets").iterdir())
    assert kept == ["my-set-2.jsonl", "my-set.jsonl"]
    assert desk.evaluated(other)["dataset"] == "my-set-2"


@pytest.mark.parametrize("text", ["", "{", '{"id": "a"}', json.dumps(LINE | {"evidence": [["EBS is a fruit"]]})])
def test_a_broken_upload_leaves_nothing(desk: Desk, text: str) -> None:
    """Each problem comes back by line under the file's own name, and nothing is kept."""
    error = desk("upload", name="mine.jsonl", text=text)["error"]
    assert "'mine" in error
    assert not (desk.studybot.settings.data / "datasets").exists()


def test_a_dataset_that_broke_cannot_be_chosen(desk: Desk) -> None:
    """A file of the course that is no dataset is shown with its reason instead of breaking the page."""
    (desk.studybot.settings.course / "evaluation" / "bad.jsonl").write_text("{")
    shown = desk("show")
    assert "cannot be used" in shown["datasets"] and "disabled" in shown["datasets"]
    assert "error" in desk("start", dataset="course/bad.jsonl")


def test_a_greeting_needs_no_evidence(desk: Desk) -> None:
    """A turn of which only the kind of reply is expected is not counted as one that still lacks evidence."""
    greeting = {"id": "hi", "question": "hello", "act": "greeting"}
    seen = {"turn": "t1", "at": "2026-01-01T00:00:00Z", "outcome": "covered"}
    noted = {"id": "n", "question": "what is EFS?", "topic": "storage", "kind": "definition", "feedback": seen}
    path = desk.studybot.settings.course / "evaluation" / "acts.jsonl"
    path.write_text(TEXT + json.dumps(greeting) + "\n")
    assert "2 questions" in desk("show")["datasets"] and "still without evidence" not in desk("show")["datasets"]
    path.write_text(TEXT + json.dumps(greeting) + "\n" + json.dumps(noted) + "\n")
    assert "1 still without evidence" in desk("show")["datasets"]


def test_an_unfinished_run_is_gone_on_with(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """A run that the server's end cut off is offered again and finished; after its questions changed it is refused."""
    state = desk.evaluated("course/dev.jsonl")
    folder: Path = desk.studybot.settings.data / "runs" / state["run"]
    record = json.loads((folder / "run.json").read_text())
    (folder / "run.json").write_text(json.dumps(record | {"finished": False, "latency": None}))
    (folder / "summary.json").unlink()
    assert "Go on" in desk("show")["runs"]
    desk("start", run=state["run"])
    assert desk.waited()["stage"] == "finished"
    assert (folder / "summary.json").is_file()
    (desk.studybot.settings.course / "evaluation" / "dev.jsonl").write_text(TEXT.replace("EBS?", "EBS, please?"))
    assert "changed or removed" in desk("start", run=state["run"])["error"]


def test_without_thumbs_there_is_nothing_to_make(desk: Desk) -> None:
    """Asking for a dataset of thumbs that nobody gave is one sentence."""
    assert "Nobody has given a thumbs-down" in desk("feedback")["error"]


def test_a_first_dataset_comes_from_nothing(desk: Desk) -> None:
    """Proposed questions are judged by two readers, their differences shown, and what both accept becomes a dataset."""
    assert desk("draft")["sheet"] == "draft"
    assert "0 of" in desk("sheets")["html"]
    shown = desk("review", sheet="draft", reader="ada")
    assert shown["left"] >= 2
    first = re.findall(r'data-id="([^"]+)"', shown["html"])[0]
    assert "Say who is judging" in desk("judge", sheet="draft", reader=" ", id=first, judgement="accept")["error"]
    after = desk("judge", sheet="draft", reader="ada", id=first, judgement="accept")
    assert after["left"] == shown["left"] - 1
    second = re.findall(r'data-id="([^"]+)"', after["html"])[0]
    wrong = desk(
        "judge", sheet="draft", reader="ada", id=second, judgement="correct", question="x?", quotes="not in the course"
    )
    assert "does not stand in the course" in wrong["error"]
    desk(
        "judge",
        sheet="draft",
        reader="ada",
        id=second,
        judgement="correct",
        question="What is EBS?",
        quotes="EBS is block storage",
    )
    desk("judge", sheet="draft", reader="bob", id=first, judgement="accept")
    both = desk("judge", sheet="draft", reader="bob", id=second, judgement="reject")["html"]
    assert "ada and bob both judged 2: they agree on 50%" in both
    assert "They differ" in both
    made = desk("reviewed", sheet="draft")
    assert made["text"] == "1 question in draft-reviewed.jsonl. 1 are left out: readers differ on them."
    assert desk.evaluated(made["dataset"])["stage"] == "finished"
    assert "there is no sheet" in desk("review", sheet="../../x", reader="ada")["error"].lower()


def test_the_answers_of_a_run_are_reviewed(desk: Desk) -> None:
    """Each answer of a run can be judged, with what it cited as the evidence of a new line."""
    run = desk.evaluated("course/dev.jsonl")["run"]
    sheet = desk("review-run", run=run)["sheet"]
    shown = desk("review", sheet=sheet, reader="ada")["html"]
    assert "Answer of a run" in shown and "EBS is block storage" in shown
    desk("judge", sheet=sheet, reader="ada", id="a", judgement="accept")
    assert "1 question" in desk("reviewed", sheet=sheet)["text"]
    assert "no run" in desk("review-run", run="../x")["error"]


def test_a_reader_judges_what_a_learner_saw(desk: Desk) -> None:
    """Tables and code of an answer are drawn, and a row that was cited has its cells apart."""
    answer = "**Sizes**\n\n| Kind | IOPS |\n| --- | --- |\n| gp3 | 16,000 |\n\n```bash\naws ec2 create-volume\n```"
    case = Case.model_validate(LINE | {"evidence": [["| gp3 | 16,000 |"]]})
    propose(desk.studybot.settings.data / "review", "own", [Proposal(case=case, origin="run", answer=answer)])
    html = desk("review", sheet="own", reader="ada")["html"]
    assert re.search(r"<td[^>]*><div>gp3", html) and "<strong>Sizes</strong>" in html and "```" not in html
    assert "<q>gp3 · 16,000</q>" in html


def test_two_runs_are_a_trend(desk: Desk) -> None:
    """After a second run of the same dataset the page draws how it went."""
    desk.evaluated("course/dev.jsonl")
    assert "sb-trend" not in desk("show")["runs"]
    desk.evaluated("course/dev.jsonl")
    assert desk("show")["runs"].count("<circle") == 2
