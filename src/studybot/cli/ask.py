"""`studybot ask`: one question, or a file of them."""

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from studybot.cli.ready import opened
from studybot.cli.terminal import show_markdown
from studybot.errors import UsageError

if TYPE_CHECKING:
    from studybot.settings import Settings

EXAMPLES = """
studybot ask "how do I add two fractions?"
studybot ask "how is it rounded?" --topic decimals
studybot ask "difference between security groups and NACLs" --json
studybot ask --batch questions.jsonl --out answers.jsonl

A line of the batch: {"id": "q1", "question": "...", "conversation": "c1", "turn": 1}
(the last two are optional). Interrupted, the same command goes on where it stopped.
"""


def ask(
    settings: "Settings",
    question: Annotated[str | None, typer.Argument(metavar="QUESTION")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print the answer as a JSON object.")] = False,
    topic: Annotated[str | None, typer.Option(metavar="TOPIC", help="Search in this topic only.")] = None,
    batch: Annotated[Path | None, typer.Option(metavar="FILE", help="Answer the questions of a JSONL file.")] = None,
    out: Annotated[Path | None, typer.Option(metavar="FILE", help="Where the answers of a batch go.")] = None,
) -> None:
    """Answer a question from the course, with its sources.

    The index is built first when there is none or the course changed.
    """
    if (question is None) == (batch is None):
        raise UsageError("give either a QUESTION or --batch FILE: see 'studybot ask --help'")
    if (batch is None) != (out is None):
        raise UsageError("--batch FILE and --out FILE go together: see 'studybot ask --help'")
    if batch is not None and out is not None:
        from studybot.cli.batch import answer_file

        answer_file(settings, batch, out, topic)
        return
    _answer_one(settings, question or "", topic, as_json)


def _answer_one(settings: "Settings", text: str, topic: str | None, as_json: bool) -> None:
    studybot = opened(settings)
    from studybot.chat import checked  # while the model loads in the background
    from studybot.render import answer_object, answer_text

    question = checked(text, studybot.opened.topic(topic).id if topic else None)
    answer = studybot.assistant.ask(question)
    if as_json:
        typer.echo(json.dumps(answer_object(answer), ensure_ascii=False, indent=2))
    else:
        show_markdown(answer_text(answer))
