import csv
import io
import json
from pathlib import Path

import pytest

from asked import ask_in_vain
from studybot.settings import Settings
from studybot.store import Store
from studybot.wiring import open_studybot

from .conftest import Command

SYLLABUS = """\
# Storage exam

- Storage (60%)
  - Explain EBS
  - Bake pancakes with maple syrup
- Compute (40%)
  - Deploy a Lambda function
"""


@pytest.fixture
def syllabus(tmp_path: Path) -> Path:
    """A syllabus of two domains as a Markdown list."""
    path = tmp_path / "syllabus.md"
    path.write_text(SYLLABUS, encoding="utf-8")
    return path


def asked_in_vain(settings: Settings, *questions: str) -> None:
    """Log questions that found no answer."""
    nearest = next(one for one in open_studybot(settings).passages if one.topic == "storage")
    with Store.open(settings.database_url) as store:
        ask_in_vain(store, nearest, *questions)


def test_a_syllabus_is_shown_by_domain_with_its_gaps(studybot: Command, syllabus: Path) -> None:
    """The table has a row for each domain with its weight, one for all, and the gaps stand below it."""
    ended = studybot("coverage", syllabus)
    assert ended.status == 0
    lines = ended.out.splitlines()
    assert [line.split()[:2] for line in lines[1:4]] == [["Storage", "60%"], ["Compute", "40%"], ["All,", "weighted"]]
    assert "Bake pancakes with maple syrup" in ended.out.split("heaviest first")[1]


@pytest.mark.parametrize("order", [("FILE", "--json"), ("--json", "FILE"), ("--json", "-", "FILE"), ("FILE", "--json", "-")])
def test_json_goes_to_standard_output_alone(studybot: Command, syllabus: Path, order: tuple[str, ...]) -> None:
    """`--json` without a file name, before or behind the syllabus, prints an array with an object for each objective."""
    ended = studybot("coverage", *(syllabus if word == "FILE" else word for word in order))
    rows = json.loads(ended.out)
    assert ended.status == 0
    assert [row["objective"] for row in rows] == ["Explain EBS", "Bake pancakes with maple syrup", "Deploy a Lambda function"]
    assert all({"objective", "label", "confidence", "passages"} <= set(row) for row in rows)
    assert {row["label"] for row in rows} <= {"covered", "partial", "none"}
    assert rows[1]["label"] == "none" and rows[1]["passages"] == []


def test_files_and_table_agree(studybot: Command, syllabus: Path, tmp_path: Path) -> None:
    """JSON, CSV and the report hold the same labels in the same order; the table is printed as well."""
    made = {kind: tmp_path / f"out.{kind}" for kind in ("json", "csv", "html")}
    ended = studybot("coverage", syllabus, *(word for kind, path in made.items() for word in (f"--{kind}", path)))
    assert ended.status == 0 and "All, weighted" in ended.out
    rows = json.loads(made["json"].read_text("utf-8"))
    cells = list(csv.DictReader(io.StringIO(made["csv"].read_text("utf-8"), newline="")))
    assert [(row["objective"], row["label"]) for row in rows] == [(row["objective"], row["label"]) for row in cells]
    report = made["html"].read_text("utf-8")
    assert all(row["objective"] in report for row in rows) and "src=" not in report


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("o.txt", "Explain EBS\nDeploy a Lambda function\n"),
        ("o.csv", "objective,domain\nExplain EBS,Storage\nDeploy a Lambda function,Compute\n"),
        ("o.yaml", "objectives:\n- Explain EBS\n- Deploy a Lambda function\n"),
    ],
)
def test_other_formats(studybot: Command, tmp_path: Path, name: str, text: str) -> None:
    """Plain lines, CSV and YAML give the same objectives."""
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    rows = json.loads(studybot("coverage", path, "--json").out)
    assert [row["objective"] for row in rows] == ["Explain EBS", "Deploy a Lambda function"]


def test_a_formula_stays_text_in_csv(studybot: Command, tmp_path: Path) -> None:
    """An objective that a spreadsheet would run is escaped in CSV and whole in JSON."""
    path = tmp_path / "o.txt"
    path.write_text('=HYPERLINK("http://x.example","Explain EBS")\nExplain EFS\n', encoding="utf-8")
    assert "'=HYPERLINK" in studybot("coverage", path, "--csv").out
    assert json.loads(studybot("coverage", path, "--json").out)[0]["objective"].startswith("=HYPERLINK")


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        ((), "a SYLLABUS is missing"),
        (("FILE", "--health"), "SYLLABUS and --health do not go together"),
        (("--worklist", "--recheck"), "--worklist and --recheck do not go together"),
        (("--health", "--csv"), "--health writes no report"),
        (("FILE", "--csv", "--json"), "cannot both go to standard output"),
    ],
)
def test_options_that_do_not_fit(studybot: Command, syllabus: Path, arguments: tuple[str, ...], sentence: str) -> None:
    """A sentence says what does not go together; the exit status is that of wrong usage."""
    ended = studybot("coverage", *(syllabus if word == "FILE" else word for word in arguments))
    assert ended.status == 2 and sentence in ended.err and ended.out == ""


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("empty.txt", b"\n\n", "holds no objectives"),
        ("guide.csv", b"%PDF-1.7 \x00", "is a PDF"),
        ("o.csv", b"goal,points\nExplain EBS,3\n", "'goal', 'points'"),
        ("missing.txt", None, "cannot be read"),
    ],
)
def test_a_file_that_cannot_be_used(studybot: Command, tmp_path: Path, name: str, content: bytes | None, sentence: str) -> None:
    """A sentence says what is wrong with the file, and nothing is printed as a result."""
    path = tmp_path / name
    if content is not None:
        path.write_bytes(content)
    ended = studybot("coverage", path, "--json")
    assert ended.status == 1 and sentence in ended.err and ended.out == ""


def test_another_syllabus_beside_it(studybot: Command, syllabus: Path, tmp_path: Path) -> None:
    """`--against` names for each objective its like in the other syllabus, or none."""
    other = tmp_path / "other.txt"
    other.write_text("Explain EBS\nSomething else entirely\n", encoding="utf-8")
    ended = studybot("coverage", syllabus, "--against", other)
    assert "1 of 3 have a like" in ended.out


def test_the_work_list_is_closed_by_what_was_added(studybot: Command, tiny_settings: Settings) -> None:
    """Alike questions stand together; after the course gained a file, `--recheck` closes those that it answers."""
    studybot("index")
    assert "Nothing to do" in studybot("coverage", "--worklist").out
    asked_in_vain(tiny_settings, "what is glacier storage?", "What is Glacier storage", "how do volcanoes erupt?")
    listed = studybot("coverage", "--worklist").out
    assert "2 kinds of question, 2 of them open." in listed and "Storage > EBS" in listed
    text = "# Glacier\n\n## Glacier storage\n\nGlacier storage is storage for archives that are seldom read.\n"
    (tiny_settings.course / "03-glacier.md").write_text(text, encoding="utf-8")
    ended = studybot("coverage", "--recheck")
    assert "Building the index" in ended.err
    assert "closed: what is glacier storage?" in ended.out and "1 of 2 open questions are answered now." in ended.out
    assert "1 of them open" in studybot("coverage", "--worklist").out


def test_health_names_what_to_look_at(studybot: Command, tiny_settings: Settings) -> None:
    """Each topic has its numbers, each list a count; a dead link is named with its line."""
    path = tiny_settings.course / "02-storage.md"
    path.write_text(
        path.read_text("utf-8") + "\n## More\n\nRead [about tapes](tapes.md) to know how tapes are kept.\n", "utf-8"
    )
    out = studybot("coverage", "--health").out
    assert [line.split()[0] for line in out.splitlines()[1:3]] == ["Lambda", "Storage"]
    assert "References that lead nowhere: 1" in out and "tapes.md" in out


@pytest.mark.parametrize(("setting", "has_learner"), [("normal", True), ("anonymous", False), ("off", None)])
def test_the_log_follows_the_setting(
    studybot: Command,
    tiny_settings: Settings,
    monkeypatch: pytest.MonkeyPatch,
    setting: str,
    has_learner: bool | None,
) -> None:
    """The question log is written whole, without learners, or not at all."""
    studybot("index")
    asked_in_vain(tiny_settings, "what is glacier storage?")
    monkeypatch.setenv("STUDYBOT_QUESTION_LOG", setting)
    rows = list(csv.DictReader(io.StringIO(studybot("coverage", "--log").out, newline="")))
    if has_learner is None:
        assert rows == []
    else:
        assert [row["question"] for row in rows] == ["what is glacier storage?"]
        assert [bool(row["learner"]) for row in rows] == [has_learner]
        assert "ann" not in rows[0]["learner"]


def test_numbers_need_labels(studybot: Command) -> None:
    """A course without labelled objectives says which file is missing."""
    ended = studybot("coverage", "--numbers")
    assert ended.status == 1 and "labelled.jsonl" in ended.err
