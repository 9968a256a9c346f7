"""Turns without a search (a passage cut from Markdown, cited, answered), and the pages over HTTP."""

import asyncio
from datetime import UTC, datetime

from fastapi import FastAPI
from fastapi.testclient import TestClient

from studybot.corpus.split import split
from studybot.serve import application
from studybot.served import Served
from studybot.types import Answer, Citation, Hit, Passage, Question, Statement, Turn
from ui.material import written

AT = datetime(2026, 3, 4, 5, 6, tzinfo=UTC)
MARKDOWN = """\
# A

## Limits

| Setting | Value |
| --- | --- |
| Timeout | 15 minutes |

## Words <b>bold</b>

A **function** runs your code. It stops after a while.
"""


def passage(number: int = 0) -> Passage:
    """Return a passage of MARKDOWN."""
    return split(written(MARKDOWN), 900)[number]


def cited(of: Passage, quote: str) -> Citation:
    """Return the citation of a quote."""
    start = of.start + of.text.index(quote)
    return Citation(passage=of, start=start, end=start + len(quote))


def covered() -> Answer:
    """Return an answer with a table row (and its header) and a sentence."""
    table, words = passage(0), passage(1)
    row = "| Timeout | 15 minutes |"
    header = "| Setting | Value |"
    statements = (
        Statement(text=f"{header}\n| --- | --- |\n{row}", citations=(cited(table, row), cited(table, header)), lead="Limits"),
        Statement(text="A **function** runs your code.", citations=(cited(words, "A **function** runs your code."),)),
    )
    hits = tuple(Hit(passage=one, rank=rank, score=1.0) for rank, one in enumerate((table, words), start=1))
    return Answer(
        question=Question(text="how <i>long</i>?"),
        understood="how long does a function run?",
        outcome="covered",
        statements=statements,
        hits=hits,
        more=("A > Limits",),
        suggestions=("what is a function?",),
    )


def several() -> Answer:
    """Return an answer with two rows of a table between which one is left out."""
    (table,) = split(
        written("# A\n\n## Limits\n\n| Step | Time |\n| --- | --- |\n| a | 1 s |\n| b | 2 s |\n| c | 4 s |\n"), 900
    )
    rows = ("| a | 1 s |", "| c | 4 s |", "| Step | Time |")
    text = f"{rows[2]}\n| --- | --- |\n{rows[0]}\n{rows[1]}"
    return _answering(Statement(text=text, citations=tuple(cited(table, row) for row in rows), lead="Limits"))


def stitched() -> Answer:
    """Return an answer with two commands between which one is left out."""
    (code,) = split(written("# A\n\n## Code\n\n```bash\none\ntwo\nthree\n```\n"), 900)
    text = "```bash\none\n\nthree\n```"
    return _answering(Statement(text=text, citations=(cited(code, "one"), cited(code, "three")), lead="Code"))


def _answering(statement: Statement) -> Answer:
    question = Question(text="how?")
    return Answer(question=question, understood="how?", outcome="covered", statements=(statement,))


def refused(outcome: str) -> Answer:
    """Return an answer without statements."""
    hits = (Hit(passage=passage(0), rank=1, score=0.1),)
    return Answer(
        question=Question(text="why?"),
        understood="why?",
        outcome=outcome,
        hits=hits,
        more=("A > Limits",),  # type: ignore[arg-type]
    )


def turn(answer: Answer) -> Turn:
    """Return a stored turn."""
    return Turn(id="t1", conversation="c1", position=1, at=AT, answer=answer)


def pages(studybot: Served) -> TestClient:
    """Return the pages over HTTP."""

    async def mounted() -> FastAPI:
        # Outside of a loop Gradio opens one for each lock and leaves it open, which is a warning and so an error here.
        return application(studybot)

    return TestClient(asyncio.run(mounted()))
