"""TREC files out and in."""

from collections.abc import Callable
from pathlib import Path

import ir_measures
import pytest
from ir_measures import RR, R

from studybot.errors import DatasetError
from studybot.evaluate.dataset import read_dataset
from studybot.evaluate.folder import read_answers, read_summary
from studybot.evaluate.trec import (
    dataset_from_qrels,
    qrels_of,
    ranking_of,
    read_qrels,
    read_ranking,
    write_qrels,
    write_ranking,
)

from .builders import WordAssistant, passages


def test_run_exported_to_trec_measures_the_same(make_run: Callable[..., Path], dataset_file: Path, tmp_path: Path) -> None:
    """ir-measures reads the export of a shuffled run and finds the recall and reciprocal rank of the summary."""
    folder = make_run("shuffled", WordAssistant(shuffle=True))
    write_qrels(tmp_path / "q", qrels_of(read_dataset(dataset_file), passages()))
    write_ranking(tmp_path / "r", ranking_of(read_answers(folder)))
    files = ir_measures.read_trec_qrels(str(tmp_path / "q")), ir_measures.read_trec_run(str(tmp_path / "r"))
    theirs = ir_measures.calc_aggregate([R @ 1, R @ 3, R @ 5, RR], *map(list, files))
    ours = read_summary(folder).measures
    for measure, name in [(R @ 1, "recall_at_1"), (R @ 3, "recall_at_3"), (R @ 5, "recall_at_5"), (RR, "mrr")]:
        assert ours[name].value == pytest.approx(theirs[measure], abs=1e-6)


def test_files_survive_the_way_there_and_back(tmp_path: Path) -> None:
    """Judgments and rankings are read as they were written; white space in a name cannot shift a field."""
    qrels = {"q1": {"a/1": 1, "b 2": 0}, "q2": {"c": 2}}
    write_qrels(tmp_path / "q", qrels)
    assert read_qrels(tmp_path / "q") == {"q1": {"a/1": 1, "b_2": 0}, "q2": {"c": 2}}
    write_ranking(tmp_path / "r", {"q1": [("a/1", 1.0), ("c", 0.5)]})
    assert read_ranking(tmp_path / "r") == {"q1": [("a/1", 1.0), ("c", 0.5)]}


def test_import_makes_a_dataset() -> None:
    """Each relevant passage becomes a required item."""
    dataset = dataset_from_qrels("t", {"q": "what is stateful?"}, {"q": {"ec2/3": 1, "ec2/1": 1, "s3/1": 0}}, passages())
    assert len(dataset.cases[0].evidence) == 2 and dataset.cases[0].topic == "ec2"


def test_wrong_lines_and_unknown_passages_are_all_named(tmp_path: Path) -> None:
    """Every broken line is listed; a passage that the index does not hold is refused."""
    (tmp_path / "q").write_text("q 0 p 1\nq p\nq 0 p x\n")
    with pytest.raises(DatasetError, match=r"(?s)2 problems.*line 2.*line 3"):
        read_qrels(tmp_path / "q")
    (tmp_path / "r").write_text("q Q0 p 1 high t\n")
    with pytest.raises(DatasetError, match="line 1: is not 'question Q0 passage rank score tag'"):
        read_ranking(tmp_path / "r")
    (tmp_path / "e").write_text("\n")
    with pytest.raises(DatasetError, match="is empty"):
        read_qrels(tmp_path / "e")
    with pytest.raises(DatasetError, match="cannot be read"):
        read_ranking(tmp_path / "missing")
    with pytest.raises(DatasetError, match=r"(?s)'nope' is not in the index.*has no question text"):
        dataset_from_qrels("t", {}, {"q": {"nope": 1}}, passages())
