"""Runs: the same twice, streamed, resumable, and honest about what failed."""

import json
import time
from collections.abc import Callable
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

import pytest

from studybot.answer.batch import Asked, answer_batch
from studybot.errors import DatasetError, NotFound, UsageError
from studybot.evaluate.dataset import read_dataset
from studybot.evaluate.folder import Circumstances, read_answers, read_measures, read_record, read_summary, read_timings
from studybot.evaluate.measure import PER_QUESTION
from studybot.evaluate.run import in_blocks, run_evaluation
from studybot.evaluate.summary import MEASURES, better, summarise
from studybot.types import Question
from timing import quickest

from .builders import UNANSWERABLE, WordAssistant, document_text, lines, write_lines

STABLE = ("summary.json", "answers.jsonl", "measures.jsonl")


def stable(folder: Path) -> dict[str, bytes]:
    """The files that must not differ between equal runs."""
    return {name: (folder / name).read_bytes() for name in STABLE}


def test_two_runs_are_identical_byte_by_byte(make_run: Callable[..., Path]) -> None:
    """Answers, measures and summary hold nothing that varies; times stand in run.json and timings.jsonl."""
    assert stable(make_run("a")) == stable(make_run("b"))
    assert "seconds" not in (make_run("c") / "summary.json").read_text()


def test_summary_says_what_the_rows_say(make_run: Callable[..., Path]) -> None:
    """The means are those of the rows, and the one paraphrase that shares no word is refused by the judge."""
    folder = make_run()
    summary, rows = read_summary(folder), read_measures(folder)
    assert summary.questions == 16 and set(summary.measures) == set(MEASURES)
    for name in PER_QUESTION:
        values = [row.values[name] for row in rows if row.values[name] is not None]
        assert summary.measures[name].n == len(values)
        if not values:
            assert summary.measures[name].value is None
            continue
        assert summary.measures[name].value == pytest.approx(sum(values) / len(values), abs=1e-6)
    assert summary.blame == {"search": 0, "composer": 0, "judge": 1, "error": 0}
    assert summary.measures["groundedness"].value == 1
    assert summary.groups["paraphrase"]["true"]["complete"].value == 0
    assert summary.find("kind=table/complete") == summary.groups["kind"]["table"]["complete"]
    assert summary.find("kind=riddle/complete") is None and summary.find("nothing") is None


def test_intervals_hold_their_values(make_run: Callable[..., Path]) -> None:
    """Each interval is ordered, holds its value and stays where the measure can be."""
    summary = read_summary(make_run())
    groups = [summary.measures, *(measures for group in summary.groups.values() for measures in group.values())]
    for measures in groups:
        for name, one in measures.items():
            if one.value is not None and one.low is not None and one.high is not None:
                assert one.low - 1e-9 <= one.value <= one.high + 1e-9, name
                assert name == "length" or (one.low >= 0 and one.high <= 1), name


def test_follow_up_is_answered_with_its_history(make_run: Callable[..., Path]) -> None:
    """A second turn, "and how much memory?", is understood after the question before it."""
    answers = {row.id: row for row in read_answers(make_run())}
    assert answers["q02"].understood == "max runtime of lambda? and how much memory?"
    assert answers["q02"].turn == 2 and answers["q02"].evidence == (("Memory10,240 MB",),)


def test_conversations_stay_whole_and_in_order(tmp_path: Path) -> None:
    """A block never cuts a conversation, and turns are asked in order whatever the order of the lines."""
    rows = lines()
    rows[0], rows[1] = rows[1], rows[0]
    cases = read_dataset(write_lines(tmp_path / "x.jsonl", rows)).cases
    blocks = list(in_blocks(cases, 1))
    assert [case.id for case in blocks[0]] == ["q01", "q02"]
    assert sorted(case.id for block in blocks for case in block) == sorted(case.id for case in cases)
    assert all(len(block) <= 4 for block in in_blocks(cases, 4))


def test_failed_question_is_a_row(make_run: Callable[..., Path]) -> None:
    """One question that fails is counted against the run and stops nothing."""
    folder = make_run("failing", WordAssistant(fails_on="bucket"))
    summary = read_summary(folder)
    assert summary.blame["error"] == 1 and summary.measures["errors"].value == pytest.approx(1 / 16)
    assert summary.measures["recall_at_10"].n == 12 and len(list(read_answers(folder))) == 16
    assert summary.outcomes.refused_answerable == 2 and len(read_timings(folder)) == 15


def test_failed_unanswerable_question_is_no_right_refusal(make_run: Callable[..., Path]) -> None:
    """An error on an unanswerable question counts as the wrong outcome."""
    summary = read_summary(make_run("failing", WordAssistant(fails_on=UNANSWERABLE[0])))
    assert summary.outcomes.answered_unanswerable == 1 and summary.measures["false_answers"].value == 0.25


def test_forged_words_are_seen(make_run: Callable[..., Path]) -> None:
    """An answer with words that its citations do not hold is not grounded."""
    assert read_summary(make_run("forged", WordAssistant(forges=True))).measures["groundedness"].value == 0


@pytest.mark.parametrize("stops_after", [0, 3, 9, 15])
def test_interrupted_run_continues(make_run: Callable[..., Path], stops_after: int) -> None:
    """After an interruption the run goes on where whole blocks end, and ends byte by byte as if it had not stopped."""
    whole = make_run("whole", block=4)
    with pytest.raises(KeyboardInterrupt):
        make_run("cut", WordAssistant(stops_after=stops_after), block=4)
    with pytest.raises(NotFound, match="is not finished"):
        read_summary(whole.parent / "cut")
    again = WordAssistant()
    folder = make_run("cut", again, block=4)
    assert stable(folder) == stable(whole)
    assert len(again.asked) == 16 - 4 * (stops_after // 4) and read_record(folder).resumed == 1


@pytest.mark.parametrize("cut", [1, 40, 400])
def test_line_cut_by_a_crash_is_repaired(make_run: Callable[..., Path], cut: int) -> None:
    """A crash in the middle of a line loses that block and nothing else."""
    whole = make_run("whole", block=4)
    with pytest.raises(KeyboardInterrupt):
        make_run("cut", WordAssistant(stops_after=8), block=4)
    for name in ("answers.jsonl", "measures.jsonl", "timings.jsonl"):
        path = whole.parent / "cut" / name
        path.write_bytes(path.read_bytes()[:-cut])
    assert stable(make_run("cut", block=4)) == stable(whole)


def test_cancelled_run_returns_nothing_and_resumes(make_run: Callable[..., Path], tmp_path: Path, dataset_file: Path) -> None:
    """Cancelling stops before the next block; progress is told in questions; the run can be taken up again."""
    told: list[tuple[int, int]] = []
    run = partial(
        run_evaluation,
        WordAssistant(),  # type: ignore[arg-type]
        read_dataset(dataset_file),
        tmp_path / "r",
        read_source=document_text,
        circumstances=Circumstances(index_digest="i1"),
        started=datetime(2024, 1, 1, tzinfo=UTC),
        clock=time.perf_counter,
        block=4,
        progress=lambda done, of: told.append((done, of)),
    )
    assert run(cancelled=lambda: len(told) >= 6) is None
    assert told[-1] == (8, 16) and not (tmp_path / "r" / "summary.json").exists()
    assert run() is not None
    assert told[8:] == [(done, 16) for done in range(9, 17)]


def test_folder_of_another_run_is_refused(make_run: Callable[..., Path], tmp_path: Path) -> None:
    """Another dataset, index, code or setting, or a finished run: one sentence with the way out; `fresh` starts over."""
    folder = make_run()
    with pytest.raises(UsageError, match=r"finished run: choose another --out or pass --fresh"):
        make_run()
    other = write_lines(tmp_path / "other.jsonl", lines()[:5])
    for options, expected in [
        ({"file": other}, "another dataset"),
        ({"circumstances": Circumstances(index_digest="i2")}, "another index"),
        ({"circumstances": Circumstances(index_digest="i1", commit="abc")}, "another commit"),
        ({"circumstances": Circumstances(index_digest="i1", settings={"hits": 3})}, "another setting hits"),
    ]:
        with pytest.raises(UsageError, match=expected):
            make_run(**options)
    make_run(file=other, fresh=True)
    assert read_summary(folder).questions == 5


def test_folder_with_foreign_files_is_left_alone(make_run: Callable[..., Path], tmp_path: Path) -> None:
    """A stream without run.json is never overwritten, and a file in place of the folder is refused."""
    (tmp_path / "r").mkdir()
    (tmp_path / "r" / "answers.jsonl").write_text("mine\n")
    with pytest.raises(UsageError, match=r"without run\.json"):
        make_run("r")
    assert (tmp_path / "r" / "answers.jsonl").read_text() == "mine\n"
    (tmp_path / "file").write_text("x")
    with pytest.raises(UsageError, match="cannot be made"):
        make_run("file")


def test_reading_what_is_no_run(make_run: Callable[..., Path], tmp_path: Path) -> None:
    """A missing folder and a damaged file are told apart."""
    with pytest.raises(NotFound, match="is no evaluation run"):
        read_record(tmp_path)
    with pytest.raises(NotFound, match="is no evaluation run"):
        list(read_answers(tmp_path))
    folder = make_run()
    (folder / "run.json").write_text("{}")
    (folder / "measures.jsonl").write_text('{"id": 1}\n')
    with pytest.raises(UsageError, match="damaged"):
        read_record(folder)
    with pytest.raises(UsageError, match="line 1 is damaged"):
        read_measures(folder)


def test_unlabelled_case_is_run_and_left_out(make_run: Callable[..., Path], tmp_path: Path) -> None:
    """A case from feedback that nobody has completed is answered and shown, and counts in no mean."""
    frozen = {"turn": "t", "at": "2024-01-01T00:00:00Z", "outcome": "covered"}
    rows = [*lines()[:3], {"id": "f", "question": "spot instances?", "feedback": frozen}]
    summary = read_summary(make_run("r", file=write_lines(tmp_path / "x.jsonl", rows)))
    assert (summary.questions, summary.labelled, summary.measures["right"].n) == (4, 3, 3)
    only = read_summary(make_run("s", file=write_lines(tmp_path / "y.jsonl", rows[3:])))
    assert only.measures["right"].value is None and only.measures["outcome_f1"].value is None
    assert only.risk_coverage == () and only.measures["errors"].value == 0


def test_no_rows_are_refused() -> None:
    """An empty run has no summary."""
    with pytest.raises(DatasetError, match="no row"):
        summarise([], dataset="x", dataset_digest="", index_digest="")


def test_run_record_holds_latency(make_run: Callable[..., Path]) -> None:
    """p50 and p95 are those of the answers' own timings, the rate counts wall clock."""
    folder = make_run()
    record = read_record(folder)
    totals = sorted(row.total for row in read_timings(folder))
    assert record.finished and record.latency is not None
    assert totals[0] <= record.latency.p50 <= record.latency.p95 <= totals[-1]
    assert record.latency.per_second == pytest.approx(16 / record.seconds, abs=0.01)
    assert json.loads((folder / "run.json").read_text())["circumstances"]["index_digest"] == "i1"


def test_lower_is_better_where_it_is() -> None:
    """Each measure knows which way it improves."""
    assert {name for name in MEASURES if better(name) == "lower"} == {
        "false_refusals",
        "false_answers",
        "errors",
        "aurc",
        "wrong_verdicts",
        "opposite",
        "brier",
    }
    assert better("length") == "neither"


@pytest.mark.slow
def test_measuring_costs_less_than_half_of_answering(tmp_path: Path) -> None:
    """500 questions are evaluated in at most 1.5 times the processor time of answering, at 5 ms an answer."""
    rows = [{**row, "id": f"{row['id']}-{copy}", "conversation": "", "turn": 1} for copy in range(32) for row in lines()][:500]
    dataset = read_dataset(write_lines(tmp_path / "big.jsonl", rows))
    asked = [Asked(id=case.id, question=Question(text=case.question)) for case in dataset.cases]
    answering, _ = quickest(lambda: list(answer_batch(WordAssistant(), asked)), goes=2)  # type: ignore[arg-type]
    most = answering + 500 * 0.0025
    evaluating, _ = quickest(
        lambda: run_evaluation(
            WordAssistant(),  # type: ignore[arg-type]
            dataset,
            tmp_path / "r",
            read_source=document_text,
            circumstances=Circumstances(index_digest="i"),
            started=datetime(2024, 1, 1, tzinfo=UTC),
            clock=time.perf_counter,
            fresh=True,
        ),
        goes=2,
        enough=most,
    )
    assert evaluating < most
