from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studybot.coverage.syllabus import Syllabus, load_syllabus, parse_syllabus
from studybot.errors import DatasetError

YAML = """
title: Cloud
domains:
  - name: Storage
    weight: 60
    objectives: [Explain EBS, {objective: Mount EFS, weight: 2}]
  - name: Compute (40%)
    objectives:
      - Launch an instance
"""
CSV = 'Domain,Objective,Domain weight\nStorage,"Explain EBS, in short",60\nStorage,Mount EFS,\nCompute,Launch an instance,40%\n'
MARKDOWN = "# Cloud\n\n## Storage (60%)\n- Explain EBS\n- Mount\n  EFS\n\n## Compute (40%)\n1. Launch an instance\n"
NESTED = "- Storage (60%)\n  - Explain EBS\n  - Mount EFS\n- Compute (40%)\n  - Launch an instance\n"
LINES = "Storage: (60%)\n• Explain EBS\n• Mount EFS\nCompute - 40%\nLaunch an instance\n"


@pytest.mark.parametrize(
    ("text", "name"),
    [
        (YAML, "s.yaml"),
        (YAML, ""),
        (MARKDOWN, "s.md"),
        (MARKDOWN, ""),
        (NESTED, "s.md"),
        (NESTED, ""),
        (LINES, "s.txt"),
        (LINES, ""),
    ],
)
def test_all_formats_say_the_same(text: str, name: str) -> None:
    """A syllabus reads alike as YAML, Markdown headings, nested items and plain lines, uploaded or pasted."""
    found = parse_syllabus(text, name=name)
    assert [(one.domain, one.text) for one in found.objectives] == [
        ("Storage", "Explain EBS"),
        ("Storage", "Mount EFS"),
        ("Compute", "Launch an instance"),
    ]
    assert [(one.name, one.weight) for one in found.domains] == [("Storage", 60), ("Compute", 40)]
    assert found.warnings == ()


def test_csv_with_quotes_and_other_delimiters() -> None:
    """CSV keeps commas in quotes; semicolons, tabs and a byte order mark are read alike."""
    found = parse_syllabus(CSV, name="s.csv")
    assert [one.text for one in found.objectives] == ["Explain EBS, in short", "Mount EFS", "Launch an instance"]
    assert [(one.name, one.weight) for one in found.domains] == [("Storage", 60), ("Compute", 40)]
    tabs = "\ufefflearning objective\tarea\nMount EFS\tStorage\n".encode()
    assert parse_syllabus(tabs, name="s.csv").objectives[0].domain == "Storage"
    assert parse_syllabus("objective;domain\nMount EFS;Storage\n").objectives[0].domain == "Storage"


def test_weights_of_objectives_and_shares_of_one() -> None:
    """An objective keeps its own weight; domains weighed as shares of 1 become percentages."""
    assert parse_syllabus(YAML).objectives[1].weight == 2
    shares = parse_syllabus("domains: [{name: A, weight: 0.3, objectives: [x1]}, {name: B, weight: 0.7, objectives: [x2]}]")
    assert [domain.weight for domain in shares.domains] == pytest.approx([30, 70])
    assert shares.warnings == ()


@pytest.mark.parametrize(
    ("data", "name", "says"),
    [
        (b"", "s.csv", "holds no objectives"),
        (b"  \n\n", "", "holds no objectives"),
        (b"%PDF-1.7 \x00 endless", "s.csv", "is a PDF"),
        (b"PK\x03\x04rest", "s.csv", "ZIP or Office"),
        (b"a\x00b\x01", "s.txt", "is no text"),
        (b"name,mail\nAda,a@b.c\n", "people.csv", "'name', 'mail'"),
        (b"domains: [", "s.yaml", "no valid YAML"),
        (b"just: a\nmapping: b\n", "s.yaml", "found just, mapping"),
        (b"objective\n,\n", "s.csv", "holds no objectives|no objective was found"),
    ],
)
def test_what_cannot_be_used_is_named(data: bytes, name: str, says: str) -> None:
    """A file of the wrong kind is refused in a sentence that says what it is and what was expected."""
    with pytest.raises(DatasetError, match=says):
        parse_syllabus(data, name=name)


def test_all_problems_are_collected() -> None:
    """One message names every problem of a YAML syllabus."""
    text = "domains:\n  - just a text\n  - {name: A, weight: heavy, objectives: [[1]]}\n  - {name: B}\n"
    with pytest.raises(DatasetError) as caught:
        parse_syllabus(text, name="s.yaml")
    for problem in ("domain 1 is str", "'heavy'", "objective 1: expected a text", "domain 3 has no list"):
        assert problem in str(caught.value)


def test_warnings_lose_nothing() -> None:
    """Weights that do not add up, duplicates, an empty row and a very long objective are warned of; all objectives stay."""
    long = "Explain " + "storage " * 300
    first = "  - {name: A, weight: 50, objectives: [Mount EFS, mount efs., '']}"
    text = f"domains:\n{first}\n  - {{name: B, weight: 20, objectives: [{long}]}}\n"
    found = parse_syllabus(text)
    assert len(found.objectives) == 3
    assert found.objectives[2].text == long.strip()
    warned = " ".join(found.warnings)
    for said in ("add up to 70", "stands 2 times", "1 rows hold no words", "first 2,000 are searched"):
        assert said in warned


def test_five_thousand_objectives() -> None:
    """5,000 objectives are read whole and in order."""
    found = parse_syllabus("\n".join(f"- Explain service number {number}" for number in range(5000)), name="s.md")
    assert len(found.objectives) == 5000
    assert found.objectives[4999].text == "Explain service number 4999"


def test_html_stays_text() -> None:
    """HTML in an objective is kept letter by letter."""
    assert (
        parse_syllabus("- <b>Explain</b> EBS <script>x</script>").objectives[0].text == "<b>Explain</b> EBS <script>x</script>"
    )


def test_missing_file(tmp_path: Path) -> None:
    """A file that is not there is named."""
    with pytest.raises(DatasetError, match=r"gone\.csv"):
        load_syllabus(tmp_path / "gone.csv")


@given(st.one_of(st.binary(max_size=300), st.text(max_size=300)), st.sampled_from(["", "s.csv", "s.yaml", "s.md", "s.txt"]))
def test_any_input_is_a_syllabus_or_a_sentence(data: bytes | str, name: str) -> None:
    """Whatever is uploaded gives a syllabus with objectives or a DatasetError, never another error."""
    try:
        found = parse_syllabus(data, name=name)
    except DatasetError:
        return
    assert isinstance(found, Syllabus)
    assert all(one.text.strip() for one in found.objectives)
