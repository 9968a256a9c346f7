import json
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from studybot.corpus.bank import BANK_FOLDER, BankFile, bank_entries, bank_path, read_bank
from studybot.corpus.course import load_course
from studybot.corpus.markdown import parse
from studybot.corpus.read import read
from studybot.corpus.split import split
from studybot.text import squash, words
from studybot.types import Document, Topic

COURSE = Path(__file__).parents[1] / "corpus" / "multicloud-devops-with-ai"
HELD_OUT = ("dev", "test")
SHINGLE = 5  # words in a row that two questions may not share


@pytest.fixture(scope="module")
def documents() -> dict[str, Document]:
    """The topics of the supplied course."""
    _, files = load_course(COURSE)
    return {file.topic.id: parse(read(file.path)[0], source=file.source, topic=file.topic) for file in files if file.topic}


@pytest.fixture(scope="module")
def banks(documents: dict[str, Document]) -> dict[str, BankFile]:
    """The bank of each topic."""
    found = {}
    for topic in documents:
        bank, complaints = read_bank(bank_path(COURSE, topic))
        assert complaints == []
        assert bank is not None
        found[topic] = bank
    return found


def questions(banks: dict[str, BankFile]) -> Iterator[str]:
    """Every question of the bank, those that the course does not answer included."""
    for bank in banks.values():
        for fact in bank.facts:
            yield from (text for text, _ in fact.asked)
        yield from bank.unanswered


def held_out(name: str) -> list[str]:
    """The questions of an evaluation set."""
    lines = (COURSE / "evaluation" / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()
    return [json.loads(line)["question"] for line in lines if line.strip()]


def shingles(text: str) -> set[tuple[str, ...]]:
    """All runs of five words of a text; "cross-zone" and "t2.micro" are one word each."""
    found = [word.strip(".-'") for word in re.findall(r"[\w.'-]*\w[\w.'-]*", text.lower())]
    return {tuple(found[place : place + SHINGLE]) for place in range(len(found) - SHINGLE + 1)}


def test_every_topic_has_its_bank(documents: dict[str, Document], banks: dict[str, BankFile]) -> None:
    """There is a file for each topic and none besides; each says which topic it belongs to."""
    assert {path.stem for path in (COURSE / BANK_FOLDER).glob("*.yaml")} == set(documents)
    assert {topic: bank.topic for topic, bank in banks.items()} == {topic: topic for topic in documents}


def test_there_are_enough_questions(banks: dict[str, BankFile]) -> None:
    """Every topic has a hundred questions, the course 3,000."""
    counts = {topic: sum(len(fact.questions) for fact in bank.facts) for topic, bank in banks.items()}
    assert min(counts.values()) >= 100
    assert sum(counts.values()) >= 3000


def test_every_quote_is_found(documents: dict[str, Document], banks: dict[str, BankFile]) -> None:
    """The quote of every fact stands in its topic, and leads to a passage that holds the cited span."""
    for topic, bank in banks.items():
        passages = {passage.id: passage for passage in split(documents[topic], 900)}
        entries, warnings = bank_entries(bank, documents[topic], list(passages.values()))
        assert warnings == []
        answered = [entry for entry in entries if entry.kind == "bank"]
        assert [entry.text for entry in answered] == [text for fact in bank.facts for text, _ in fact.asked]
        for entry in answered:
            assert passages[entry.passage].start <= entry.start < entry.end <= passages[entry.passage].end


def test_no_question_stands_twice(banks: dict[str, BankFile]) -> None:
    """No question of the whole bank equals another but for case, spaces and signs."""
    twice = Counter(squash(question) for question in questions(banks))
    assert [question for question, count in twice.items() if count > 1] == []


def test_questions_are_questions(banks: dict[str, BankFile]) -> None:
    """Each can be asked as it stands: a line with a word in it, of at most 300 characters."""
    for question in questions(banks):
        assert question == " ".join(question.split())
        assert words(question)
        assert len(question) <= 300


def copies(asked: list[str], known: list[str]) -> dict[str, str]:
    """The asked questions that equal a known one or share five words in a row with it."""
    seen = {shingle: question for question in known for shingle in shingles(question)}
    near = {question: seen[shingle] for question in asked for shingle in shingles(question) if shingle in seen}
    whole = {squash(question): question for question in known}
    return near | {question: whole[squash(question)] for question in asked if squash(question) in whole}


@pytest.mark.parametrize("name", HELD_OUT)
def test_the_bank_does_not_know_the_evaluation(banks: dict[str, BankFile], name: str) -> None:
    """No question of the bank is one of the evaluation, nor shares five words in a row with one."""
    assert copies(held_out(name), list(questions(banks))) == {}


def test_a_question_may_say_what_it_deserves(tmp_path: Path) -> None:
    """`text: yes` and `text: no` are verdicts, which reach the index; anything else is refused with its place."""
    path = tmp_path / "tea.yaml"
    path.write_text(
        "topic: tea\nfacts:\n- quote: Tea is hot.\n  questions:\n  - what is tea?\n  - is tea cold?: no\n", encoding="utf-8"
    )
    bank, complaints = read_bank(path)
    assert bank is not None
    assert complaints == []
    assert bank.facts[0].asked == [("what is tea?", None), ("is tea cold?", False)]
    document = parse("# Tea\n\nTea is hot.\n", source="tea.md", topic=Topic(id="tea", title="Tea"))
    entries, _ = bank_entries(bank, document, split(document, 1500))
    assert [(entry.text, entry.says) for entry in entries] == bank.facts[0].asked
    path.write_text("topic: tea\nfacts:\n- quote: Tea is hot.\n  questions:\n  - is tea cold?: maybe\n", encoding="utf-8")
    bank, complaints = read_bank(path)
    assert bank is None
    assert "facts.0.questions" in complaints[0]
