"""`studybot chat`: a conversation in the terminal."""

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from studybot.cli.ready import opened
from studybot.cli.terminal import say, show_markdown
from studybot.errors import QuestionError, UsageError

if TYPE_CHECKING:
    from studybot.settings import Settings
    from studybot.store import Store
    from studybot.types import Turn

EXAMPLES = """
studybot chat
studybot chat --topic fractions
studybot chat --continue
"""
LEARNER = "terminal"  # whoever types here is one learner; the page's learners have random ids
HELP = """/sources  show the cited text of the last answer
/new      begin another conversation
/export FILE  write the conversation with its sources as Markdown
/quit     leave (or Ctrl-D)"""


def chat(
    settings: "Settings",
    topic: Annotated[str | None, typer.Option(metavar="TOPIC", help="Search in this topic only.")] = None,
    go_on: Annotated[bool, typer.Option("--continue", help="Go on with the last conversation.")] = False,
) -> None:
    """Talk with the course in the terminal.

    Follow-ups are understood and the conversation is kept. /help inside it lists what can be typed beside questions.
    """
    studybot = opened(settings)
    chosen = studybot.opened.topic(topic).id if topic else None
    conversation: str | None = None
    if go_on:
        last = studybot.store.conversations.of_learner(LEARNER, limit=1)
        conversation = last[0].id if last else None
        say(f"Going on with: {last[0].title}" if last else "There is no conversation yet; this begins one.")
    talk = studybot.chat  # the model is ready before the first prompt
    say(f"{studybot.course.title}: ask a question, or /help.")
    for text in _typed():
        if text in ("/quit", "/exit"):
            break
        if text.startswith("/"):
            conversation = _command(studybot.store, text, conversation)
            continue
        try:
            turn = talk.say(text, learner=LEARNER, conversation=conversation, topic=chosen)
        except QuestionError as error:
            say(f"studybot: {error}")
            continue
        conversation = turn.conversation
        _show(turn)


def _typed() -> Iterator[str]:
    """Yield what is typed, without blank lines, until the end of the input."""
    interactive = sys.stdin.isatty() and sys.stdout.isatty()
    if interactive:
        import readline  # noqa: F401  # arrow keys and history in input()
    while True:
        try:
            text = input("\n> ") if interactive else next(sys.stdin)
        except (EOFError, StopIteration):
            return
        if text.strip():
            yield text.strip()


def _show(turn: "Turn") -> None:
    from studybot.render import answer_text

    show_markdown(answer_text(turn.answer))
    if turn.answer.suggestions and sys.stdout.isatty():
        say("\n".join(["", "You could ask:", *(f"  {text}" for text in turn.answer.suggestions)]))


def _command(store: "Store", text: str, conversation: str | None) -> str | None:
    """Do what a line with a slash says and return the conversation to go on with."""
    from studybot.render import conversation_markdown, numbering, where

    name, _, rest = text.partition(" ")
    turns = store.conversations.turns(conversation) if conversation else []
    if name == "/new":
        say("A new conversation.")
        return None
    if name == "/help":
        say(HELP)
    elif name not in ("/sources", "/export"):
        say(f"studybot: there is no {name!r}; /help lists what there is")
    elif not turns or conversation is None:
        say("studybot: nothing was asked yet")
    elif name == "/sources":
        for number, citation in enumerate(numbering(turns[-1].answer).cited, start=1):
            show_markdown(f"[{number}] {where(citation)} ({citation.passage.source})\n\n{citation.quote}\n")
    else:
        title = store.conversations.find(conversation).title
        _export(rest.strip(), conversation_markdown(title, turns))
    return conversation


def _export(name: str, text: str) -> None:
    try:
        if not name:
            raise UsageError("/export needs the name of a file")
        Path(name).expanduser().write_text(text, encoding="utf-8")
    except (UsageError, OSError) as error:
        say(f"studybot: the conversation was not exported: {error}")
    else:
        say(f"Written to {name!r}.")
