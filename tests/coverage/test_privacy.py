import csv
import io
from pathlib import Path

from coverage_builders import NOON, answer, conversation, line, passage, turn

from fakes import HashingEmbedder
from studybot.coverage.groups import QuestionVectors
from studybot.coverage.questions import delete_learner, exportable, log_csv, read_log
from studybot.store import Store

EBS = passage("EBS is block storage.")


def test_exports_follow_the_setting() -> None:
    """`normal` exports as logged, `anonymous` without learner, turn and minutes, `off` nothing."""
    lines = [line("1", "=cmd()", hours=0.5)]
    assert exportable(lines, "normal") == lines
    (hidden,) = exportable(lines, "anonymous")
    assert (hidden.learner, hidden.turn, hidden.at) == (None, None, NOON.replace(hour=13, minute=0, second=0))
    assert exportable(lines, "off") == []


def test_log_as_csv() -> None:
    """The export has a row a line, its formulas escaped; `off` leaves the header."""
    (row,) = csv.DictReader(io.StringIO(log_csv([line("1", "=cmd()")], "anonymous")))
    assert (row["question"], row["learner"]) == ("'=cmd()", "")
    assert len(log_csv([line("1", "x")], "off").splitlines()) == 1


def test_deleting_a_learner_leaves_nothing_behind(store: Store, tmp_path: Path) -> None:
    """Log lines and kept embeddings of one learner go, those of another stay."""
    for learner in ("ann", "bob"):
        store.conversations.add(conversation(f"c-{learner}", learner))
        given = answer(f"question of {learner}", "not_covered", EBS)
        store.conversations.record(turn(f"t-{learner}", 1, given, talk=f"c-{learner}"))
    embedder = HashingEmbedder()
    vectors = QuestionVectors(tmp_path / "q.npz", embedder)
    vectors.of(["question of ann", "question of bob"])
    counts = delete_learner(store, "ann", vectors)
    assert (counts["turns"], counts["question_log"], counts["question_vectors"]) == (1, 1, 1)
    assert [store.learners.behind(one.learner or "") for one in read_log(store.log)[0]] == [("bob",)]
    vectors.of(["question of bob"])
    assert embedder.encoded == [2]
