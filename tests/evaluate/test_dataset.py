"""Reading and checking datasets."""

import json
from pathlib import Path

import pytest

from studybot.errors import DatasetError
from studybot.evaluate.check import check_dataset
from studybot.evaluate.dataset import read_dataset

from .builders import COURSE, lines, write_lines

COURSE_FOLDER = Path(__file__).parents[2] / "corpus" / "multicloud-devops-with-ai"


def test_good_file_is_read_whole(dataset_file: Path) -> None:
    """Every line becomes a case, in order, with its line number."""
    dataset = read_dataset(dataset_file)
    assert [case.id for case in dataset.cases] == [row["id"] for row in lines()]
    assert dataset.lines == tuple(range(1, 17))
    assert dataset.cases[1].follow_up and not dataset.cases[0].follow_up


def test_digest_ignores_writing_but_not_content(tmp_path: Path) -> None:
    """Blank lines, key order and a byte order mark do not change the digest; a word does."""
    plain = read_dataset(write_lines(tmp_path / "a.jsonl", lines()))
    turned = [dict(reversed(row.items())) for row in lines()]
    text = "\ufeff" + "\n\n".join(json.dumps(row, indent=None) for row in turned) + "\n"
    (tmp_path / "b.jsonl").write_text(text, encoding="utf-8")
    assert read_dataset(tmp_path / "b.jsonl").digest == plain.digest
    changed = lines()
    changed[3]["question"] += "?"
    assert read_dataset(write_lines(tmp_path / "c.jsonl", changed)).digest != plain.digest


def test_all_problems_are_collected_with_line_and_field(tmp_path: Path) -> None:
    """One message names every problem: broken JSON, unknown key, missing field, duplicate id, wrong kind, missing turn."""
    rows = [json.dumps(row) for row in lines()[2:9]]
    rows[1] = rows[1].replace('"paraphrase"', '"parphrase"')
    rows[2] = rows[2][:-5]
    rows[3] = json.dumps({**lines()[5], "id": "q03"})
    rows[4] = json.dumps({**lines()[6], "kind": "riddle"})
    rows[5] = json.dumps({key: value for key, value in lines()[7].items() if key != "question"})
    rows[6] = json.dumps({**lines()[8], "conversation": "c9", "turn": 3})
    path = tmp_path / "bad.jsonl"
    path.write_text("\n".join(rows), encoding="utf-8")
    with pytest.raises(DatasetError) as caught:
        read_dataset(path)
    message = str(caught.value)
    assert "has 6 problems" in message and str(path) in message
    assert "line 2, parphrase: unknown key" in message
    assert "line 3: is no valid JSON" in message
    assert "line 4, id: 'q03' stands on line 1 already" in message
    assert "line 5, kind:" in message
    assert "line 6, question:" in message
    assert "line 7, turn: conversation 'c9' lacks turn 1, 2" in message


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        ({"id": "x", "question": "?", "answerable": True}, "needs evidence"),
        ({"id": "x", "question": "?", "kind": "unanswerable", "answerable": True}, 'needs "answerable": false'),
        ({"id": "x", "question": "?", "answerable": False, "evidence": [["a"]]}, "has no evidence"),
        ({"id": "x", "question": "?", "evidence": [["***"]]}, "holds no letter or digit"),
        ({"id": "x", "question": "?", "evidence": [[]]}, "evidence.0"),
        ({"id": "x", "question": "?", "evidence": [["a"]], "turn": 2}, "needs the name of its conversation"),
        ({"id": "x", "question": "", "evidence": [["a"]]}, "question"),
        ({"id": "x", "question": "y" * 2001, "evidence": [["a"]]}, "question"),
        ({"id": "x", "question": "?", "evidence": [["a"]], "key_facts": [[" "]]}, "key fact is blank"),
        ([], "line 1"),
    ],
)
def test_contradictions_are_refused(tmp_path: Path, row: dict, expected: str) -> None:
    """What no right answer could satisfy is refused before anything runs."""
    with pytest.raises(DatasetError, match="line 1") as caught:
        read_dataset(write_lines(tmp_path / "x.jsonl", [row]))
    assert expected in str(caught.value)


@pytest.mark.parametrize(("raw", "expected"), [(b"", "is empty"), (b"\n \n", "is empty"), (b"\xff\xfe\x00", "is not UTF-8")])
def test_unusable_files_give_one_sentence(tmp_path: Path, raw: bytes, expected: str) -> None:
    """An empty or binary file is refused with its reason."""
    path = tmp_path / "x.jsonl"
    path.write_bytes(raw)
    with pytest.raises(DatasetError, match=expected):
        read_dataset(path)
    with pytest.raises(DatasetError, match="cannot be read"):
        read_dataset(tmp_path / "missing.jsonl")


def test_key_that_stands_twice_is_refused(tmp_path: Path) -> None:
    """JSON parsers keep the last of two equal keys silently: a dataset says so."""
    (tmp_path / "x.jsonl").write_text('{"id": "a", "question": "b", "question": "c", "evidence": [["d"]]}\n')
    with pytest.raises(DatasetError, match="'question' stands twice"):
        read_dataset(tmp_path / "x.jsonl")


def test_line_separators_inside_strings_do_not_cut_lines(tmp_path: Path) -> None:
    """U+2028 inside a question is part of it."""
    (tmp_path / "x.jsonl").write_text('{"id": "a", "question": "b\u2028c", "evidence": [["d"]]}\n', encoding="utf-8")
    assert read_dataset(tmp_path / "x.jsonl").cases[0].question == "b\u2028c"


def test_check_finds_every_quote(dataset_file: Path) -> None:
    """Quotes from the flattened text are found in the restored tables, and the counts are right."""
    checked = check_dataset(read_dataset(dataset_file), COURSE, frozenset({"lambda", "s3"}))
    assert (checked.questions, checked.answerable, checked.unanswerable, checked.conversations) == (16, 12, 4, 1)
    assert {remark.message for remark in checked.remarks} == {"'ec2' is no topic of the course"}


def test_check_names_missing_quotes_and_repeats(tmp_path: Path) -> None:
    """A quote that is nowhere and a question asked twice are all listed."""
    rows = lines()
    rows[2]["evidence"] = [["Functions are billed per 1 ms of runtime", "billed per second"]]
    rows[4]["question"] = "What do layers hold"
    with pytest.raises(DatasetError) as caught:
        check_dataset(read_dataset(write_lines(tmp_path / "x.jsonl", rows)), COURSE)
    assert "line 3, evidence.0.1: quote 'billed per second' is not in the course" in str(caught.value)
    assert "line 5, question: is asked on line 4 already" in str(caught.value)


def test_check_remarks_on_unproved_key_facts(tmp_path: Path) -> None:
    """A key fact that no evidence quote states is remarked on, not refused."""
    rows = lines()
    rows[2]["key_facts"] = [["2 ms"]]
    checked = check_dataset(read_dataset(write_lines(tmp_path / "x.jsonl", rows)), COURSE)
    assert [remark.field for remark in checked.remarks] == ["key_facts.0"]


@pytest.mark.parametrize("name", ["dev", "test"])
def test_committed_datasets_fit_the_course(name: str) -> None:
    """The datasets of the course are valid, large and varied enough, and every quote stands in the course."""
    dataset = read_dataset(COURSE_FOLDER / "evaluation" / f"{name}.jsonl")
    texts = {path.name: path.read_text(encoding="utf-8") for path in COURSE_FOLDER.glob("*.md")}
    checked = check_dataset(dataset, texts)
    assert checked.questions >= 150 and len(checked.kinds) == 8
    assert checked.paraphrases >= 0.4 * checked.answerable
    assert checked.unanswerable >= 30
