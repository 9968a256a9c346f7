"""Datasets as CSV and YAML, and parts of a dataset."""

import pytest

from studybot.errors import DatasetError, UsageError
from studybot.evaluate.dataset import Dataset, only, parse_dataset

CSV = """question;group;evidence;members;polarity;answerable;tags
Which kinds are there?;list;"A | first
B || Bee";"A
B || Bee";;;"hard, list"
Is it free?;yes_no;It is free;;yes;yes;
Who won the cup?;refusal;;;;no;
"""
YAML = """
- question: Which kinds are there?
  group: list
  evidence: [["A | first"], ["B", "Bee"]]
  members: [A, [B, Bee]]
  tags: [hard, list]
- id: free
  question: Is it free?
  group: yes_no
  evidence: [["It is free"]]
  polarity: "yes"
"""


def read(text: str, place: str) -> Dataset:
    """A dataset from text."""
    return parse_dataset(text, name="x", place=place)


@pytest.mark.parametrize("text", [CSV, CSV.replace(";", "\t"), "\ufeff" + CSV])
def test_a_table_is_a_dataset(text: str) -> None:
    """Items stand on lines of a cell and alternatives between bars; what is empty is left at its default; lines are ids."""
    cases = read(text, "x.CSV").cases
    assert cases[0].evidence == (("A | first",), ("B", "Bee")) and cases[0].members == (("A",), ("B", "Bee"))
    assert cases[0].tags == ("hard", "list") and cases[0].answerable
    assert cases[1].polarity == "yes" and not cases[2].answerable
    assert [case.id for case in cases] == ["line-4", "line-5", "line-6"]


def test_a_list_in_yaml_is_the_same_dataset() -> None:
    """The same questions in YAML say the same, and name their lines."""
    dataset = read(YAML, "x.yaml")
    table = read(CSV, "x.csv")
    assert dataset.cases[0].model_dump(exclude={"id"}) == table.cases[0].model_dump(exclude={"id"})
    assert [case.id for case in dataset.cases] == ["line-2", "free"] and dataset.lines == (2, 7)


@pytest.mark.parametrize(
    ("text", "place", "expected"),
    [
        ("a;b\n1;2\n", "x.csv", "no column 'question'"),
        ("question,group\nWhat?,riddle\n", "x.csv", "line 2, group"),
        ("question\nWhat?,more\n", "x.csv", "more cells than columns in line 2"),
        ("a: 1", "x.yaml", "no list of questions"),
        ("- [", "x.yaml", "no valid YAML"),
        ("- question: x\n- 3\n", "x.yml", "in line 2"),
    ],
)
def test_what_is_wrong_is_said_with_its_line(text: str, place: str, expected: str) -> None:
    """A broken table is refused with the place."""
    with pytest.raises(DatasetError) as caught:
        read(text, place)
    assert expected in str(caught.value)


def test_a_part_of_a_dataset() -> None:
    """Values of one field add up, fields narrow down, a conversation stays whole, and the digest is the part's own."""
    dataset = read(CSV, "x.csv")
    assert len(only(dataset, ["group=list", "group=yes_no"]).cases) == 2
    part = only(dataset, ["group=list", "tag=hard"])
    assert len(part.cases) == 1 and part.digest != dataset.digest and only(dataset, []).digest == dataset.digest
    talk = "".join(
        f'{{"id": "{n}", "question": "q{n}", "conversation": "c", "turn": {n}, "key_facts": [["x"]], "group": "{group}"}}\n'
        for n, group in ((1, "how"), (2, "follow_up"))
    )
    assert len(only(read(talk, "x.jsonl"), ["group=follow_up"]).cases) == 2
    for wrong in ("colour=red", "group"):
        with pytest.raises(UsageError, match="is no filter"):
            only(dataset, [wrong])
    with pytest.raises(UsageError, match="is left"):
        only(dataset, ["group=why"])
