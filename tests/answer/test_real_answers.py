"""What answers over the real course, with the real model, must be: proved, whole, in form, and the same every time."""

import random
import re
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest
from markdown_it import MarkdownIt

from real import TOPICS
from studybot.corpus.bank import bank_path, read_bank
from studybot.facts.language import frame_words
from studybot.render import answer_markdown, numbering
from studybot.served import Served
from studybot.text import squash, words
from studybot.types import Answer, Block, Citation, Question

pytestmark = pytest.mark.slow
ASKED = 200


@pytest.fixture(scope="module")
def questions(real_studybot: Served) -> list[Question]:
    """Questions of learners, drawn from the whole bank of the topics at hand; always the same ones."""
    found: list[str] = []
    for topic in TOPICS:
        bank, _ = read_bank(bank_path(real_studybot.settings.course, topic))
        assert bank is not None
        found += [text for fact in bank.facts for text, _ in fact.asked]
    return [Question(text=text) for text in random.Random(20260101).sample(found, ASKED)]


@pytest.fixture(scope="module")
def answers(real_studybot: Served, questions: list[Question]) -> list[Answer]:
    """The answers to them."""
    found = list(real_studybot.assistant.ask_many(questions))
    assert all(isinstance(one, Answer) for one in found)
    return [one for one in found if isinstance(one, Answer)]


@pytest.fixture(scope="module")
def files(real_studybot: Served) -> dict[str, str]:
    """The text of each file of the course, as it lies on disk."""
    folder = real_studybot.settings.course
    return {path.name: path.read_bytes().decode("utf-8") for path in Path(folder).glob("*.md")}


def block_of(citation: Citation) -> Block:
    """The block that a citation lies in."""
    blocks = [one for one in citation.passage.blocks if one.start <= citation.start and citation.end <= one.end]
    assert len(blocks) == 1, citation.quote
    return blocks[0]


def proofs(answers: Sequence[Answer]) -> Iterator[Citation]:
    """All citations."""
    for answer in answers:
        yield from numbering(answer).cited


def test_learners_questions_are_answered(answers: list[Answer]) -> None:
    """Nearly all of these questions are of the index itself: they are covered, by passages that were found."""
    covered = [answer for answer in answers if answer.outcome == "covered"]
    assert len(covered) >= 0.9 * ASKED
    for answer in covered:
        found = {hit.passage.id for hit in answer.hits}
        cited = [one for statement in answer.statements if not statement.framed for one in statement.citations]
        assert {one.passage.id for one in cited} <= found


def test_every_citation_re_reads_identically(answers: list[Answer], files: dict[str, str]) -> None:
    """Each displayed citation, cut from its file at its offsets, is what is displayed: none of hundreds differs."""
    checked = 0
    for one in proofs(answers):
        assert files[one.passage.source][one.start : one.end] == one.quote
        checked += 1
    assert checked >= ASKED


def test_every_word_shown_is_cited(answers: list[Answer]) -> None:
    """Nothing stands in a statement but what its citations quote, and the frame of a table, list or code block."""
    for answer in answers:
        for statement in answer.statements:
            if statement.framed:  # made from a fact: its words stand in what it cites, in the headings of that, or in the frame
                said = " ".join(part for one in statement.citations for part in (one.quote, *one.passage.path))
                own = set(words(statement.text)) - set(words(said)) - set(words(frame_words()))
                assert all(word.isdigit() for word in own)
                continue
            frame = re.sub(r"\A`{3,}\S*\n|\n`{3,}\Z|\A\d+[.)] ", "", statement.text)
            cited = "".join(sorted(squash("".join(one.quote for one in statement.citations))))
            assert "".join(sorted(squash(frame))) == cited


def test_tables_come_with_their_header(answers: list[Answer]) -> None:
    """A cited row is shown in a table whose first row is the header of the table it stands in."""
    tables = [
        statement
        for answer in answers
        for statement in answer.statements
        if not statement.framed and any(block_of(one).kind == "table" for one in statement.citations)
    ]
    assert len(tables) >= 10
    for statement in tables:
        first = statement.citations[0]
        block = block_of(first)
        start = block.start - first.passage.start
        header = first.passage.text[start:].split("\n", 1)[0].strip()
        assert statement.text.split("\n", 1)[0].replace(" ", "") == header.replace(" ", "")
        html = MarkdownIt("commonmark").enable("table").render(statement.text)
        assert html.startswith("<table>") and html.count("<table>") == 1


def test_code_is_fenced_with_its_language(answers: list[Answer]) -> None:
    """Cited commands are shown in one code block with the language of the block they stand in."""
    codes = [
        statement
        for answer in answers
        for statement in answer.statements
        if not statement.framed and any(block_of(one).kind == "code" for one in statement.citations)
    ]
    assert len(codes) >= 10
    for statement in codes:
        language = block_of(statement.citations[0]).language
        assert statement.text.startswith(f"```{language}\n")
        assert statement.text.endswith("\n```")
        assert MarkdownIt("commonmark").render(statement.text).count("<pre>") == 1


def test_answers_are_short_and_say_things_once(answers: list[Answer]) -> None:
    """An answer keeps to what can be read at a glance, or is one whole procedure or comparison; no statement comes twice."""
    lengths = sorted(sum(len(statement.text) for statement in answer.statements) for answer in answers)
    assert lengths[len(lengths) // 2] <= 600
    assert lengths[-1] <= 3000
    for answer in answers:
        said = [squash(statement.text) for statement in answer.statements]
        assert len(said) == len(set(said))
        spans = [(one.passage.id, one.start, one.end) for one in numbering(answer).cited]
        assert len(spans) == len(set(spans))
        for one in numbering(answer).cited:
            assert not [
                other
                for other in numbering(answer).cited
                if other is not one and other.passage.id == one.passage.id and one.start <= other.start and other.end <= one.end
            ]


def test_marks_stand_in_every_answer(answers: list[Answer]) -> None:
    """What is shown carries the number of each citation but for headers of tables, and no other number."""
    for answer in answers:
        if not answer.statements:
            continue
        marks = [int(number) for number in re.findall(r"\[(\d+)\]", answer_markdown(answer))]
        assert set(marks) <= set(range(1, len(numbering(answer).cited) + 1))
        assert marks[0] == 1 and len(marks) >= len(answer.statements)


def test_the_same_question_gives_the_same_answer(
    real_studybot: Served, questions: list[Question], answers: list[Answer]
) -> None:
    """Asked alone and again, a question gets the same statements, citations and outcome as among two hundred."""
    for question, before in list(zip(questions, answers, strict=True))[::20]:
        for again in (real_studybot.assistant.ask(question), real_studybot.assistant.ask(question)):
            assert (again.outcome, again.statements, again.understood) == (before.outcome, before.statements, before.understood)
            assert [hit.passage.id for hit in again.hits] == [hit.passage.id for hit in before.hits]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("how long can a lambda function run?", ["15 minutes"]),
        ("HOW LONG CAN A LAMBDA FUNCTION RUN", ["15 minutes"]),
        ("how long can a lamda funtion run?", ["15 minutes"]),
        ("difference between security groups and NACLs", ["Stateful", "Stateless"]),
        ("encrypt an existing unencrypted EBS volume", ["snapshot", "encrypt"]),
        ("keep users on the same server", ["sticky"]),
    ],
)
def test_what_learners_ask_first(real_studybot: Served, text: str, said: list[str]) -> None:
    """The questions that everybody tries first are answered, in whatever case and spelling."""
    answer = real_studybot.assistant.ask(Question(text=text))
    assert answer.outcome == "covered"
    shown = answer_markdown(answer).lower()
    assert [word for word in said if word.lower() not in shown] == []


def test_a_follow_up(real_studybot: Served) -> None:
    """A follow-up is answered of the subject before it, and shows how it was understood."""
    first = real_studybot.assistant.ask(Question(text="how long can a lambda function run?"))
    follow_up = real_studybot.assistant.ask(Question(text="and how much memory can it have?"), [first])
    assert "lambda" in follow_up.understood
    assert follow_up.outcome == "covered"
    assert "10,240" in answer_markdown(follow_up) or "10 GB" in answer_markdown(follow_up)
    switched = real_studybot.assistant.ask(Question(text="what is a network ACL?"), [first, follow_up])
    assert switched.understood == "what is a network ACL?"
    assert {one.passage.topic for one in numbering(switched).cited} == {"vpc-controls"}
