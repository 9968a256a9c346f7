import json
import re
from datetime import UTC, datetime, timedelta, timezone

import pytest
from markdown_it import MarkdownIt

from fakes import hit_on, passages_of
from studybot.render import (
    Numbering,
    answer_markdown,
    answer_object,
    answer_text,
    code_runs,
    conversation_markdown,
    escape,
    numbering,
    row_numbers,
    where,
)
from studybot.types import Answer, Citation, Passage, Question, Statement, Timings, Turn

(EBS, LIMITS, STEPS) = passages_of(
    """# Storage

## EBS

EBS is block storage. A volume lives in one Zone.

## Limits

| Kind | IOPS |
| --- | --- |
| gp3 | 16,000 |
| io2 | 64,000 |
| st1 | 500 |

## Steps

- Take a snapshot.
- Copy it.
"""
)


def cite(passage: Passage, quote: str) -> Citation:
    """A citation of a quote in a passage."""
    start = passage.start + passage.text.index(quote)
    return Citation(passage=passage, start=start, end=start + len(quote))


def say(passage: Passage, *quotes: str, text: str = "", lead: str = "") -> Statement:
    """A statement of quotes."""
    return Statement(text=text or quotes[0], citations=tuple(cite(passage, quote) for quote in quotes), lead=lead)


def covered(*statements: Statement, **fields: object) -> Answer:
    """A covered answer of statements."""
    question = Question(text="what is EBS?")
    return Answer.model_validate(
        {"question": question, "understood": question.text, "outcome": "covered", "statements": statements} | fields
    )


TABLE = say(
    LIMITS,
    "| gp3 | 16,000 |",
    "| st1 | 500 |",
    "| Kind | IOPS |",
    text="| Kind | IOPS |\n| --- | --- |\n| gp3 | 16,000 |\n| st1 | 500 |",
    lead="Limits",
)


def test_each_span_has_one_number() -> None:
    """Citations are numbered from 1 in order of appearance; a span that is cited again keeps its number."""
    block, zone = say(EBS, "EBS is block storage."), say(EBS, "A volume lives in one Zone.")
    answer = covered(block, zone, block.model_copy(update={"text": "EBS is block storage"}))
    assert [one.quote for one in numbering(answer).cited] == ["EBS is block storage.", "A volume lives in one Zone."]
    assert numbering(answer).own == [[1], [2], [1]]


def test_each_statement_is_followed_by_its_marks() -> None:
    """The marks of a statement stand behind it; the lead is bold."""
    answer = covered(say(EBS, "EBS is block storage.", lead="EBS"), say(EBS, "A volume lives in one Zone."))
    assert answer_markdown(answer) == "**EBS:** EBS is block storage. [1]\n\nA volume lives in one Zone. [2]"


def test_items_make_one_list() -> None:
    """Bullets that follow each other are one list, below their lead."""
    items = [say(STEPS, "Take a snapshot.", text="- Take a snapshot.", lead="Steps"), say(STEPS, "Copy it.", text="- Copy it.")]
    assert answer_markdown(covered(*items)) == "**Steps**\n\n- Take a snapshot. [1]\n- Copy it. [2]"


def test_a_table_stays_a_table() -> None:
    """Marks stand beside the lead or below the table, one for each run of rows; its header is cited without a mark."""
    for statement in (TABLE, TABLE.model_copy(update={"lead": ""})):
        text = answer_markdown(covered(statement))
        assert re.findall(r"\[\d\]", text) == ["[1]", "[2]"]
        html = MarkdownIt("commonmark").enable("table").render(text)
        assert html.count("<tr>") == 3
        assert "[1]" not in html[html.index("<table>") : html.index("</table>")]


def test_every_run_of_a_table_without_header_has_its_mark() -> None:
    """Rows of a table that has no header keep all their marks."""
    bare = TABLE.model_copy(update={"citations": TABLE.citations[:2], "text": TABLE.text.replace("Kind | IOPS", "     |     ")})
    assert re.findall(r"\[\d\]", answer_markdown(covered(bare))) == ["[1]", "[2]"]


def test_code_stays_code() -> None:
    """Marks never stand inside a code block."""
    (passage,) = passages_of("# Storage\n\n```bash\naws ec2 create-volume\n```\n")
    code = say(passage, "aws ec2 create-volume", text="```bash\naws ec2 create-volume\n```", lead="Code")
    assert answer_markdown(covered(code)) == "**Code** [1]\n\n```bash\naws ec2 create-volume\n```"
    assert answer_markdown(covered(code.model_copy(update={"lead": ""}))) == "```bash\naws ec2 create-volume\n```\n\n[1]"


def test_code_that_is_shown_runs_as_in_the_course() -> None:
    """Lists, indexes and types in code stay, beyond an empty line too, in the answer and in an export's quotes."""
    lines = "x = np.array([2, 1])\n\ny = x[0]\nmap = new Map<String>()"
    (passage,) = passages_of(f"# Storage\n\n```python\n{lines}\n```\n")
    answer = covered(say(passage, lines, text=f"```python\n{lines}\n```"))
    assert answer_markdown(answer) == f"```python\n{lines}\n```\n\n[1]"
    turn = Turn(id="t", conversation="c", position=1, at=datetime(2026, 1, 2, tzinfo=UTC), answer=answer)
    item = say(passage, lines, text="1. Do this:\n\n   ```python\n   x[0] < y\n   ```")
    assert answer_markdown(covered(item)) == f"{item.text} \n\n[1]", "a mark behind the fence would close nothing"
    quote = "\n> ".join(["```", *lines.split("\n"), "```"])
    assert f"> [1]\n> {quote}\n" in conversation_markdown("t", [turn])


@pytest.mark.parametrize(
    "text",
    [
        "```\na\n   ```\n<script>alert(1)</script> [1]\n```",
        "```\na\n````\n<script>alert(1)</script> [1]\n```",
        "- a\n  ```\n<script>alert(1)</script> [1]\n  ```",
        "```a`\n<script>alert(1)</script> [1]\n```",
        "~~~\na\n~~~\n<script>alert(1)</script> [1]\n~~~",
        "```\n<script>alert(1)</script> [1]",
        "  ```\n        ```\n  ```\n  <script>alert(1)</script> [1]\n  ```",
        "- a\n  ```\n\t```\n  <script>alert(1)</script> [1]\n  ```",
        "  ```\n```\n<script>alert(1)</script> [1]\n```",
        "```\na\r```\n<script>alert(1)</script> [1]\n```",
    ],
)
def test_what_only_looks_like_code_is_none(text: str) -> None:
    """A fence ends where Markdown says so: what stands behind it neither acts nor looks like a mark."""
    statement = say(EBS, "EBS is block storage.").model_copy(update={"text": text})
    shown = answer_markdown(covered(statement))
    assert "<script>" not in MarkdownIt("commonmark", {"html": True}).render(shown)
    assert "(1)" in shown


def test_left_out_code_is_not_stitched() -> None:
    """Commands that do not follow each other are blocks of their own; all of the marks stand beside the lead."""
    (passage,) = passages_of("# Storage\n\n```bash\naws one\naws two\naws three\n```\n")
    stitched = say(passage, "aws one", "aws three", text="```bash\naws one\n\naws three\n```", lead="Code")
    assert answer_markdown(covered(stitched)) == "**Code** [1] [2]\n\n```bash\naws one\n```\n\n```bash\naws three\n```"
    whole = say(passage, "aws one", "aws two", text="```bash\naws one\n\n# two\naws two\n```")
    assert code_runs(whole) == ("", []), "what is not exactly the cited runs stays as it is"


def test_each_row_of_a_table_knows_its_citation() -> None:
    """Rows carry the number of the run that they were cut with; text that is no table, or another one, carries none."""
    rows = say(LIMITS, "| gp3 | 16,000 |\n| io2 | 64,000 |", "| st1 | 500 |", "| Kind | IOPS |")
    text = "| Kind | IOPS |\n| --- | --- |\n| gp3 | 16,000 |\n| io2 | 64,000 |\n| st1 | 500 |"
    table = rows.model_copy(update={"text": text})
    (shown,) = numbering(covered(table)).shown
    assert row_numbers(table, shown) == [1, 1, 2]
    assert row_numbers(table.model_copy(update={"text": f"{text}\n| sc1 | 250 |"}), shown) == []
    assert row_numbers(say(EBS, "EBS is block storage."), [1]) == []


@pytest.mark.parametrize("lead", ["What is S3?", "Read this!"])
def test_a_lead_that_ends_a_sentence_takes_no_colon(lead: str) -> None:
    """A heading that is a question stays one."""
    assert answer_markdown(covered(say(EBS, "EBS is block storage.", lead=lead))) == f"**{lead}** EBS is block storage. [1]"


@pytest.mark.parametrize("outcome", ["not_covered", "outside"])
def test_a_refusal_cites_nothing(outcome: str) -> None:
    """An answer without statements is a sentence of studybot's own: no mark, no source; what is near is named as text."""
    answer = covered(
        outcome=outcome, reason="no price is given", more=("Storage > <b>EBS</b>",), hits=(hit_on(EBS, "EBS"),)
    ).model_copy(update={"statements": ()})
    text = answer_text(answer)
    assert "[" not in text.replace("\\[", "")
    assert "Sources" not in text
    if outcome == "not_covered":
        assert "no price is given" in text
        assert "**Storage > \\<b>EBS\\</b>**" in text


@pytest.mark.parametrize(
    "text", ["<script>alert(1)</script>", "[a](javascript:x)", "**b** _c_ `d`", "# e | f ~g~", "a\\*b", "> 80%"]
)
def test_escaped_text_is_shown_as_it_is(text: str) -> None:
    """Text from headings, names and questions is text: rendered, it shows itself and makes no element."""
    for before, after in (("x ", " x"), ("", "")):
        html = MarkdownIt("commonmark").render(f"{before}{escape(text)}{after}")
        shown = re.sub(r"&(lt|gt|amp|quot);", lambda one: {"lt": "<", "gt": ">", "amp": "&", "quot": '"'}[one[1]], html)
        assert shown == f"<p>{before}{text}{after}</p>\n"


def test_the_text_names_its_sources() -> None:
    """For a terminal: what was understood, the answer, each source with its place and file, where to read on."""
    answer = covered(say(EBS, "EBS is block storage."), understood="what is *EBS*?", more=("Storage > EBS",))
    text = answer_text(answer)
    assert text.startswith("_Understood as: what is \\*EBS\\*?_\n\nEBS is block storage. [1]")
    assert f"Sources:\n- [1] {where(numbering(answer).cited[0])} (storage.md)" in text
    assert text.endswith("_More in: Storage > EBS_")
    assert "Understood" not in answer_text(covered(say(EBS, "EBS is block storage.")))


def test_a_follow_up_is_shown_as_a_single_question() -> None:
    """What a follow-up was understood as reads as its own question with the subject in brackets, however long the talk was."""
    chain = "what is EBS — can it grow — and its price?"
    answer = covered(say(EBS, "EBS is block storage."), understood=chain)
    assert answer_text(answer).startswith("_Understood as: Its price? (EBS)_")


def test_an_exported_conversation_has_its_proof() -> None:
    """The export holds each question, when it was asked, the answer, and the cited text itself as a quote."""
    there = timezone(timedelta(0))
    turn = Turn(id="t", conversation="c", position=1, at=datetime(2026, 1, 2, 3, 4, tzinfo=there), answer=covered(TABLE))
    text = conversation_markdown("My <b>notes</b>", [turn])
    assert text.startswith("# My \\<b>notes\\</b>\n\n## what is EBS?\n\n_2026-01-02 03:04 UTC_\n\n")
    assert re.findall(r"^> .*", text, re.MULTILINE) == ["> [1] | gp3 | 16,000 |", "> [2] | st1 | 500 |"]
    assert conversation_markdown("Empty", []) == "# Empty\n"


def test_the_object_is_what_the_contract_says() -> None:
    """The JSON object has the promised keys; its citations are the numbered ones, their text cut from the passage."""
    answer = covered(
        say(EBS, "EBS is block storage."), TABLE, hits=(hit_on(EBS, "EBS"),), timings=Timings(encode=1.23456, total=2.0)
    )
    made = answer_object(answer, "q1")
    assert json.loads(json.dumps(made)) == made
    assert {"id", "question", "understood", "outcome", "abstained", "answer", "statements", "citations", "hits"} <= set(made)
    assert (made["id"], made["abstained"], made["composer"]) == ("q1", False, "extractive")
    assert made["statements"] == [
        {"text": "EBS is block storage.", "citations": [1]},
        {"text": TABLE.text, "citations": [2, 3, 4]},
    ]
    cited = made["citations"]
    assert isinstance(cited, list)
    assert [one["n"] for one in cited] == [1, 2, 3, 4]
    assert [one["text"] for one in cited] == [one.quote for one in numbering(answer).cited]
    assert cited[0] == {
        "n": 1,
        "passage_id": EBS.id,
        "topic": "storage",
        "section": "Storage > EBS",
        "source": "storage.md",
        "start": EBS.start,
        "end": EBS.start + 21,
        "text": "EBS is block storage.",
    }
    assert made["timings_ms"] == {"encode": 1.235, "search": 0.0, "compose": 0.0, "total": 2.0}


def test_the_time_of_an_export_is_utc() -> None:
    """A time kept with another zone is exported in UTC, as it says."""
    at = datetime(2026, 1, 2, 3, 4, tzinfo=UTC).astimezone(timezone(timedelta(hours=5)))
    turn = Turn(id="t", conversation="c", position=1, at=at, answer=covered(say(EBS, "EBS is block storage.")))
    assert "_2026-01-02 03:04 UTC_" in conversation_markdown("Notes", [turn])


def test_a_citation_of_a_page_says_so() -> None:
    """Where a file has pages, slides or times, a source names the one on which its proof stands."""
    passage = passages_of("# Storage\n\n## EBS\n\nEBS is block storage.\n")[0]
    assert where(cite(passage, "EBS is")) == "Storage > EBS"
    assert where(cite(passage.model_copy(update={"place": "page 3"}), "EBS is")) == "Storage > EBS, page 3"


def test_nothing_in_a_course_looks_like_a_mark_of_an_answer() -> None:
    """Numbers in square brackets are studybot's alone in Markdown, export and JSON, whatever a course writes; code stays."""
    fakes = ["[1]", "\\[2\\]", "[ 3 ]", "[**4**]", "［5］", "【6】", "[7, 8]", "[9](http://evil.example)"]
    statement = say(EBS, "EBS is block storage.", lead="Sources [1]").model_copy(
        update={"text": f"EBS is block storage.{' '.join(fakes)} Source: [2] Official. Read `row[1]`."}
    )
    answer = covered(statement)
    marks = re.compile(r"[\[［【]\W{0,4}\d")
    for text in (answer_markdown(answer), answer_text(answer), str(answer_object(answer)["answer"])):
        assert marks.findall(text.partition("Sources:\n")[0]) == ["[1", "[1"], text  # code, and the real one
        assert "`row[1]`" in text
        assert "Source: (2) Official" in text
    export = conversation_markdown(
        "t", [Turn(id="t", conversation="c", position=1, at=datetime(2026, 1, 2, tzinfo=UTC), answer=answer)]
    )
    assert "Source: (2) Official" in export


def test_what_is_handed_on_runs_nothing_and_shows_tags_as_text() -> None:
    """Programs that show an answer's Markdown with HTML get no element, handler or script link from a course."""
    hostile = "EBS <script>alert(1)</script> <img src=x onerror=alert(1)> [a](javascript:alert(1)) <https://example.com> a < b"
    statement = say(EBS, "EBS is block storage.").model_copy(update={"text": hostile})
    html = MarkdownIt("commonmark", {"html": True}).render(answer_markdown(covered(statement)))
    assert re.findall(r"<(\w+)", html) == ["p", "a", "a"]
    assert "&lt;script&gt;" in html
    assert "javascript:" not in html


def test_the_numbers_of_a_conversation_are_worked_out_once_an_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    """Its text, its sources and its quotes share them."""
    asked: list[Answer] = []

    def counted(answer: Answer) -> Numbering:
        asked.append(answer)
        return numbering(answer)

    monkeypatch.setattr("studybot.render.numbering", counted)
    answer = covered(say(EBS, "EBS is block storage."))
    turns = [Turn(id="t", conversation="c", position=1, at=datetime(2026, 1, 1, tzinfo=UTC), answer=answer)]
    assert "[1]" in conversation_markdown("Storage", turns)
    assert len(asked) == 1
