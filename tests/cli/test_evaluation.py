import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from fakes import HashingEmbedder
from studybot.answer.assistant import Assistant
from studybot.chat import Chat
from studybot.evaluate.review import Verdict
from studybot.evaluate.sheets import judge, read_sheet
from studybot.served import Served
from studybot.settings import Settings

from .conftest import Command, Ended

LINES = [
    {"id": "a", "question": "what is EBS?", "topic": "storage", "kind": "definition", "evidence": [["EBS is block storage"]]},
    {
        "id": "b",
        "question": "max timeout of a Lambda function",
        "topic": "lambda",
        "kind": "table",
        "evidence": [["Max timeout15 minutes"]],
        "key_facts": [["15 minutes", "15 min"]],
    },
    {"id": "c", "question": "recipe for pancakes", "kind": "unanswerable", "answerable": False},
]
GATE = """\
measures:
  recall_at_5: {floor: 0.5, regression: 0.1}
  false_refusals: {ceiling: 0.99}
  false_answers: {ceiling: 0.99}
  errors: {ceiling: 0.0}
"""


@pytest.fixture
def dataset(tmp_path: Path) -> Path:
    """A dataset about the tiny course."""
    return write(tmp_path / "small.jsonl", LINES)


def write(path: Path, rows: list[dict[str, object]]) -> Path:
    """Write rows as JSONL."""
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return path


def made(studybot: Command, dataset: Path, out: Path) -> Path:
    """Make a run and return its folder."""
    assert studybot("eval", "run", dataset, "--out", out).status == 0
    return out


def gated(studybot: Command, tmp_path: Path, run: Path, text: str, *more: object) -> Ended:
    """Hold a run to a gate."""
    (tmp_path / "gate.yaml").write_text(text)
    return studybot("eval", "gate", run, tmp_path / "gate.yaml", *more)


def test_check_says_what_a_dataset_holds(studybot: Command, dataset: Path) -> None:
    """A sound dataset is counted by kind and topic, quotes of flattened tables found in the restored ones; the status is 0."""
    ended = studybot("eval", "check", dataset)
    assert (ended.status, "3 questions, 2 answerable" in ended.out, "Every quote is in the course" in ended.out) == (
        0,
        True,
        True,
    )
    assert "table" in ended.out and "storage" in ended.out


def test_check_lists_every_problem_with_line_and_field(studybot: Command, tmp_path: Path) -> None:
    """Unknown keys and double ids are listed at once with their lines; then quotes that the course does not have."""
    broken = write(tmp_path / "x.jsonl", [LINES[0] | {"colour": "red"}, LINES[1], LINES[1]])
    ended = studybot("eval", "check", broken)
    assert ended.status == 1
    assert "line 1, colour: unknown key" in ended.err and "line 3, id:" in ended.err
    unfound = write(tmp_path / "y.jsonl", [LINES[0] | {"evidence": [["EBS is a fruit"]]}])
    ended = studybot("eval", "check", unfound)
    assert (ended.status, "line 1, evidence.0.0" in ended.err, ended.out) == (1, True, "")


def test_a_run_is_measured_kept_and_named(studybot: Command, dataset: Path, tiny_settings: Settings) -> None:
    """Without --out the run lies below the data folder, under the dataset's name and the time; the result is a table."""
    ended = studybot("eval", "run", dataset)
    (folder,) = (tiny_settings.data / "runs").iterdir()
    assert folder.name.startswith("small-20")
    assert {path.name for path in folder.iterdir()} >= {"summary.json", "answers.jsonl", "measures.jsonl", "run.json"}
    assert ended.status == 0 and "Recall@5" in ended.out and str(folder) in ended.err
    assert "Evaluating 3 questions" in ended.err
    record = json.loads((folder / "run.json").read_text())
    assert record["circumstances"]["settings"]["hits"] == 10
    assert record["circumstances"]["versions"]["code"]


def test_two_runs_measure_the_same(studybot: Command, dataset: Path, tmp_path: Path) -> None:
    """The summaries of two runs of the same course, code and dataset are equal byte by byte."""
    one, two = (made(studybot, dataset, tmp_path / name) / "summary.json" for name in ("one", "two"))
    assert one.read_bytes() == two.read_bytes()


def test_a_finished_run_is_not_overwritten_unasked(studybot: Command, dataset: Path, tmp_path: Path) -> None:
    """A second run into the same folder is wrong usage and names --fresh, with which it is made."""
    made(studybot, dataset, tmp_path / "run")
    ended = studybot("eval", "run", dataset, "--out", tmp_path / "run")
    assert (ended.status, "--fresh" in ended.err) == (2, True)
    assert studybot("eval", "run", dataset, "--out", tmp_path / "run", "--fresh").status == 0
    assert studybot("eval", "run", dataset, "--fresh").status == 2


def test_an_interrupted_run_says_how_to_go_on(
    studybot: Command, dataset: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Ctrl-C ends with 130 and the command that goes on; that command ends as if nothing had happened."""
    with monkeypatch.context() as broken:
        broken.setattr(Assistant, "ask_many", lambda *_, **__: (_ for _ in ()).throw(KeyboardInterrupt))
        ended = studybot("eval", "run", dataset, "--out", tmp_path / "run")
    assert (ended.status, f"--out {tmp_path / 'run'}" in ended.err) == (130, True)
    assert not (tmp_path / "run" / "summary.json").exists()
    assert studybot("eval", "gate", tmp_path / "run", tmp_path / "none.yaml").status == 1
    resumed = made(studybot, dataset, tmp_path / "run")
    whole = made(studybot, dataset, tmp_path / "whole")
    assert (resumed / "summary.json").read_bytes() == (whole / "summary.json").read_bytes()


@pytest.mark.parametrize("content", ["", "{", '{"id": "a"}\n'])
def test_a_broken_dataset_leaves_nothing(studybot: Command, tmp_path: Path, content: str) -> None:
    """An empty or broken file is one message; no folder is made."""
    path = tmp_path / "x.jsonl"
    path.write_text(content)
    ended = studybot("eval", "run", path, "--out", tmp_path / "run")
    assert (ended.status, ended.err.startswith("studybot: dataset"), (tmp_path / "run").exists()) == (1, True, False)


def test_a_quote_that_is_gone_is_a_warning_in_a_run(studybot: Command, tmp_path: Path) -> None:
    """A run says which quotes the course does not have, and measures the rest."""
    path = write(tmp_path / "x.jsonl", [LINES[0] | {"evidence": [["EBS is a fruit"]]}, LINES[1]])
    ended = studybot("eval", "run", path, "--out", tmp_path / "run")
    assert (ended.status, "warning" in ended.err, "EBS is a fruit" in ended.err) == (0, True, True)


def test_compare_names_what_changed(studybot: Command, dataset: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Two runs are compared measure by measure, and the questions that changed come worst first."""
    before = made(studybot, dataset, tmp_path / "before")
    same = studybot("eval", "compare", before, before)
    assert (same.status, "0 of 3 questions changed." in same.out) == (0, True)
    monkeypatch.setattr("studybot.answer.extract.choose", lambda question, hits, known, aims: [])
    after = made(studybot, dataset, tmp_path / "after")
    ended = studybot("eval", "compare", before, after)
    assert ended.status == 0
    worst = ended.out.partition("worst first:\n")[2].splitlines()
    assert "right -> " in worst[0] and "max timeout" in ended.out


def test_the_gate_has_an_exit_status(studybot: Command, dataset: Path, tmp_path: Path) -> None:
    """A run that keeps the gate ends with 0, one below a floor with 1 and the reason; a missing base fails."""
    run = made(studybot, dataset, tmp_path / "run")
    assert gated(studybot, tmp_path, run, GATE, "--against", run).status == 0
    ended = gated(studybot, tmp_path, run, GATE.replace("ceiling: 0.99", "ceiling: -0.1"), "--against", run)
    assert (ended.status, "FAILED" in ended.out) == (1, True)
    ended = gated(studybot, tmp_path, run, GATE)
    assert (ended.status, "there is no base" in ended.out) == (1, True)
    assert gated(studybot, tmp_path, run, GATE, "--against", tmp_path / "none").status == 1


def test_a_one_sided_gate_is_refused(studybot: Command, dataset: Path, tmp_path: Path) -> None:
    """A gate without a limit on false answers would let an assistant pass that answers everything: it is no gate."""
    run = made(studybot, dataset, tmp_path / "run")
    ended = gated(studybot, tmp_path, run, GATE.replace("  false_answers: {ceiling: 0.99}\n", ""))
    assert (ended.status, "one-sided" in ended.err) == (1, True)


def test_a_base_is_renewed_with_what_the_gate_needs(studybot: Command, dataset: Path, tmp_path: Path) -> None:
    """--renew writes a small summary that the gate accepts as a base; without --against it is wrong usage."""
    run = made(studybot, dataset, tmp_path / "run")
    assert gated(studybot, tmp_path, run, GATE, "--renew").status == 2
    assert gated(studybot, tmp_path, run, GATE, "--against", tmp_path / "base", "--renew").status == 0
    kept = json.loads((tmp_path / "base" / "summary.json").read_text())
    assert (list(kept["measures"]), kept["groups"]) == (["recall_at_5"], {})
    assert gated(studybot, tmp_path, run, GATE, "--against", tmp_path / "base").status == 0


def test_a_report_is_written_where_it_is_asked_for(studybot: Command, dataset: Path, tmp_path: Path) -> None:
    """The report goes into the run's folder or to --out, and its path is the result; a run is found by its name, too."""
    run = made(studybot, dataset, tmp_path / "data" / "runs" / "named")
    ended = studybot("eval", "report", "named", "--against", run)
    assert ended.out.strip() == str(run / "report.html")
    assert "<html" in (run / "report.html").read_text(encoding="utf-8")
    assert studybot("eval", "report", run, "--out", tmp_path / "deep" / "r.html").status == 0
    assert (tmp_path / "deep" / "r.html").is_file()
    ended = studybot("eval", "report", "none")
    assert (ended.status, "'named'" in ended.err) == (1, True)


def test_a_thumb_down_becomes_a_line_once(
    studybot: Command, hashing: HashingEmbedder, tiny_studybot: Served, tiny_settings: Settings, tmp_path: Path
) -> None:
    """Each thumb down gives one line, whose dataset is valid, runs, and is not measured until somebody adds the evidence."""
    when = datetime(2026, 3, 1, tzinfo=UTC)
    ids = iter(f"id{number}" for number in range(20))
    chat = Chat(tiny_studybot.assistant, tiny_studybot.store, now=lambda: when, new_id=lambda: next(ids))
    bad, good = (chat.say(text, learner="someone") for text in ("what is EBS?", "what is EFS?"))
    chat.rate(bad.id, "down", "not this")
    chat.rate(good.id, "up")
    ended = studybot("eval", "from-feedback", "--out", tmp_path / "f.jsonl")
    assert (ended.status, ended.out.splitlines()) == (0, [f"feedback-{bad.id}  what is EBS?"])
    assert studybot("eval", "from-feedback", "--out", tmp_path / "f.jsonl").out == ""
    row = json.loads((tmp_path / "f.jsonl").read_text())
    assert row["feedback"]["reason"] == "not this" and row["feedback"]["retrieved"]
    run = made(studybot, tmp_path / "f.jsonl", tmp_path / "run")
    assert json.loads((run / "summary.json").read_text())["labelled"] == 0
    assert studybot("eval", "from-feedback").status == 0
    assert (tiny_settings.data / "datasets" / "feedback.jsonl").is_file()


def test_an_anonymous_thumb_is_counted_not_used(studybot: Command, tiny_studybot: Served, tmp_path: Path) -> None:
    """Where questions are logged without a way back to the learner, a thumb is said to be one of those."""
    chat = Chat(tiny_studybot.assistant, tiny_studybot.store, log="anonymous")
    chat.rate(chat.say("what is EBS?", learner="someone").id, "down")
    ended = studybot("eval", "from-feedback", "--out", tmp_path / "f.jsonl")
    assert (ended.status, "given anonymously" in ended.err, (tmp_path / "f.jsonl").exists()) == (0, True, False)


def test_trec_files_go_out_and_come_back(studybot: Command, dataset: Path, tmp_path: Path) -> None:
    """A dataset and a run become files that are measured here, and judgments with questions become a dataset that checks."""
    run = made(studybot, dataset, tmp_path / "run")
    trec = tmp_path / "trec"
    assert studybot("eval", "trec", "export", dataset, "--run", run, "--out", trec).status == 0
    measured = studybot("eval", "trec", "measure", trec / "qrels.txt", trec / "run.txt")
    summary = json.loads((run / "summary.json").read_text())
    assert f"mrr        {summary['measures']['mrr']['value']:.4f}" in measured.out
    (tmp_path / "q.tsv").write_text("a\twhat is EBS?\nb\tmax timeout of a Lambda function\n")
    back = tmp_path / "back.jsonl"
    assert studybot("eval", "trec", "import", trec / "qrels.txt", tmp_path / "q.tsv", "--out", back).status == 0
    assert studybot("eval", "check", back).status == 0
    (tmp_path / "q.tsv").write_text("a what is EBS?\n")
    ended = studybot("eval", "trec", "import", trec / "qrels.txt", tmp_path / "q.tsv", "--out", back)
    assert (ended.status, "line 1" in ended.err) == (1, True)


@pytest.mark.parametrize("command", ["check", "run", "compare", "gate", "report", "from-feedback", "trec export"])
def test_help_has_examples(studybot: Command, command: str) -> None:
    """The help of each command shows how it is typed."""
    ended = studybot("eval", *command.split(), "--help")
    assert ended.status == 0
    assert f"studybot eval {command}" in ended.out.partition("Examples:")[2]


def test_a_first_dataset_is_proposed_judged_and_written(studybot: Command, tiny_settings: Settings) -> None:
    """`eval draft` proposes questions of the course; what two readers accept becomes a dataset that is sound."""
    proposed = studybot("eval", "draft")
    assert proposed.status == 0 and "answered" in proposed.out and "new questions" in proposed.err
    folder = tiny_settings.data / "review"
    cases = [one.case.id for one in read_sheet(folder, "draft")[0]]
    for reader in ("ada", "ben"):
        for number, case in enumerate(cases):
            said = "accept" if reader == "ada" or number else "reject"
            judge(folder, "draft", Verdict(id=case, reader=reader, judgement=said, at=datetime.now(UTC)))
    reviewed = studybot("eval", "review")
    assert reviewed.status == 0 and "ada" in reviewed.out and "ben" in reviewed.out
    written = next(tiny_settings.data.rglob("draft-reviewed.jsonl"))
    assert len(written.read_text(encoding="utf-8").splitlines()) == len(cases) - 1
    assert studybot("eval", "check", written).status == 0
