import shutil
from pathlib import Path

import pytest
import yaml
from coverage_builders import passage

from real import COURSE
from studybot.corpus.bank import read_bank
from studybot.coverage.answered import LONGEST_QUOTE, add_bank_question, quoted
from studybot.errors import CorpusError

EBS = passage("EBS is block storage for one instance. A volume lives in one zone.")
BANK = """\
# kept by hand
topic: storage
facts:
- quote: EBS is block storage   # why not
  questions:
  - 'what''s EBS?'

# an idea for later
"""


def _bank(course: Path, text: str) -> Path:
    path = course / "questions" / "storage.yaml"
    path.parent.mkdir(parents=True)
    path.write_text(text, encoding="utf-8")
    return path


def test_a_passage_is_quoted_by_what_stands_in_it() -> None:
    """A short passage is quoted whole, a long one by its beginning, which ends with a word and stands in it."""
    assert quoted(EBS) == EBS.text.strip()
    long = EBS.model_copy(update={"text": "A volume lives in one zone. " * 40, "blocks": ()})
    assert len(quoted(long)) <= LONGEST_QUOTE and long.text.startswith(f"{quoted(long)} ")


def test_what_a_person_wrote_stays(tmp_path: Path) -> None:
    """Comments, order and quoting stay letter by letter; the question is added behind them."""
    path = _bank(tmp_path, BANK)
    question = 'is "EBS": [a: #disk]? – très'
    assert add_bank_question(tmp_path, EBS, question)
    text = path.read_text(encoding="utf-8")
    assert text.startswith(BANK)
    bank, problems = read_bank(path)
    assert problems == []
    assert bank is not None
    assert [fact.questions for fact in bank.facts] == [("what's EBS?",), (question,)]
    assert not add_bank_question(tmp_path, EBS, question.upper())
    assert path.read_text(encoding="utf-8") == text


@pytest.mark.parametrize(
    "text",
    [
        "topic: storage\nfacts: []\n",
        "topic: storage\nfacts:\n",
        "topic: storage\nfacts:\n    - quote: EBS\n      questions: [a]\n",
        "topic: storage\nfacts:\n- questions: [a]\n  quote: EBS",
    ],
)
def test_other_layouts(tmp_path: Path, text: str) -> None:
    """An empty list, indented items, another order of keys and a missing last newline are added to as well."""
    path = _bank(tmp_path, text)
    try:
        assert add_bank_question(tmp_path, EBS, "new one?")
    except CorpusError:
        assert path.read_text(encoding="utf-8") == text
        assert text.endswith("facts:\n")  # `facts:` without a list is no bank
        return
    found = yaml.safe_load(path.read_text(encoding="utf-8"))
    assert found["facts"][-1]["questions"] == ["new one?"]


@pytest.mark.parametrize(
    "text", ["topic: storage\nfacts: [{quote: EBS, questions: [a]}]\n", "topic: [", "{topic: storage, facts: []}"]
)
def test_what_cannot_be_added_to_safely_is_left_alone(tmp_path: Path, text: str) -> None:
    """A broken file, or one in flow style, is refused and keeps every byte."""
    path = _bank(tmp_path, text)
    with pytest.raises(CorpusError, match=r"storage\.yaml"):
        add_bank_question(tmp_path, EBS, "new one?")
    assert path.read_text(encoding="utf-8") == text
    assert [one.name for one in path.parent.iterdir()] == ["storage.yaml"]


def test_a_first_bank_is_created(tmp_path: Path) -> None:
    """A topic without a bank gets one."""
    assert add_bank_question(tmp_path, EBS, "what's EBS?")
    bank, problems = read_bank(tmp_path / "questions" / "storage.yaml")
    assert problems == []
    assert bank is not None
    assert bank.facts[0].questions == ("what's EBS?",)


def test_every_bank_of_the_course_can_be_added_to(tmp_path: Path) -> None:
    """The supplied banks keep every letter and gain one question."""
    shutil.copytree(COURSE / "questions", tmp_path / "questions")
    for path in sorted((tmp_path / "questions").glob("*.yaml")):
        before = path.read_text(encoding="utf-8")
        own = EBS.model_copy(update={"topic": path.stem})
        assert add_bank_question(tmp_path, own, "a question that nobody asked before?")
        after = path.read_text(encoding="utf-8").splitlines()
        assert len(after) == len(before.splitlines()) + 3
        rest = iter(after)
        assert all(one in rest for one in before.splitlines())  # each line stands behind the one before it


def test_keys_behind_the_facts_stay_behind(tmp_path: Path) -> None:
    """With `unanswered` behind the facts the question goes between them; one that stands there is refused."""
    behind = "# nobody knows\nunanswered:\n- what does it cost?\n"
    path = _bank(tmp_path, BANK + behind)
    assert add_bank_question(tmp_path, EBS, "new one?")
    text = path.read_text(encoding="utf-8")
    assert text.endswith(behind)
    bank, _ = read_bank(path)
    assert bank is not None
    assert (len(bank.facts), bank.unanswered) == (2, ("what does it cost?",))
    with pytest.raises(CorpusError, match="unanswered"):
        add_bank_question(tmp_path, EBS, "What does it cost")
