from pathlib import Path

import pytest

from studybot.coverage.measure import measure, read_labelled
from studybot.errors import DatasetError


def test_agreement_by_hand() -> None:
    """Accuracy, swaps of covered and none, and the confusion matrix are those counted by hand."""
    found = measure(["covered", "covered", "partial", "none", "none"], ["covered", "none", "partial", "partial", "covered"])
    assert found.accuracy == 0.4
    assert found.swapped == 2
    assert found.swapped_per_hundred == 40
    assert found.confusion == ((1, 0, 1), (0, 1, 0), (1, 1, 0))
    assert "| none | 1 | 1 | 0 |" in found.text()


def test_nothing_to_measure() -> None:
    """No objectives give zeros."""
    assert (measure([], []).accuracy, measure([], []).swapped_per_hundred) == (0.0, 0.0)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "the file is empty"),
        ('{"id": "a"}\n', "line 1"),
        ('not json\n{"id":"b","part":"dev","objective":"x","label":"maybe"}\n', "line 1.*line 2"),
    ],
)
def test_wrong_lines_are_all_named(tmp_path: Path, text: str, says: str) -> None:
    """A file of labelled objectives that cannot be used is refused with every wrong line."""
    path = tmp_path / "labelled.jsonl"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(DatasetError, match=f"(?s){says}"):
        read_labelled(path)


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    """A missing file is a DatasetError."""
    with pytest.raises(DatasetError, match=r"gone\.jsonl"):
        read_labelled(tmp_path / "gone.jsonl")
