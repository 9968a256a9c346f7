"""What a learner does with whole conversations: listed, renamed, into the bin and back, pinned, archived, shared."""

import secrets
from datetime import UTC, datetime, timedelta
from typing import Literal

from fastapi import FastAPI
from fastapi.responses import HTMLResponse
from markupsafe import Markup

from studybot.errors import NotFound, QuestionError
from studybot.render import conversation_markdown
from studybot.served import Served
from studybot.speech import t
from studybot.store import Shelf, Store
from studybot.text import slug
from studybot.types import Conversation, Value
from studybot.ui.ask import retold
from studybot.ui.ask.conversations import TITLE_LIMIT, list_html, owned
from studybot.ui.frame.actions import Download, Identifier, Request, Said, action
from studybot.ui.frame.assets import plain
from studybot.ui.frame.shell import Frame
from studybot.ui.html.section import section_html

KEPT = timedelta(days=30)  # in the bin


class Chosen(Request):
    """A conversation to do something with."""

    conversation: Identifier


class Marked(Chosen):
    """A conversation to pin or archive, or no longer."""

    mark: Literal["pinned", "archived"]
    on: bool


class Marks(Value):
    """How a conversation is marked, and the path by which others read it, empty when it is not shared."""

    pinned: bool
    archived: bool
    shared: str


class Marking(Value):
    """The marks of a conversation after a change."""

    marks: Marks


class Deleted(Value):
    """The conversation that lies in the bin now."""

    deleted: str


@action
def put_away(studybot: Served, asked: Chosen) -> Deleted:
    """Put a conversation into the bin; what lies there too long is deleted."""
    now = datetime.now(UTC)
    studybot.store.conversations.put_away(asked.conversation, asked.learner, now)
    studybot.store.conversations.empty_bin(asked.learner, now - KEPT)
    return Deleted(deleted=asked.conversation)


@action
def bring_back(studybot: Served, asked: Chosen) -> Said:
    """Take a conversation out of the bin."""
    studybot.store.conversations.put_away(asked.conversation, asked.learner, None)
    return Said(said=t("It is back in your list."))


@action
def forget(studybot: Served, asked: Chosen) -> Said:
    """Delete a conversation for good."""
    studybot.store.conversations.remove(asked.conversation, asked.learner)
    return Said(said=t("Deleted for good."))


@action
def mark(studybot: Served, asked: Marked) -> Marking:
    """Pin or archive a conversation, or no longer."""
    studybot.store.conversations.mark(asked.conversation, asked.learner, **{asked.mark: asked.on})
    return Marking(marks=marks(studybot.store, asked.conversation))


@action
def share(studybot: Served, asked: Chosen) -> Marking:
    """Make a link by which whoever has it may read the conversation."""
    token = secrets.token_urlsafe(18)
    studybot.store.shares.share(asked.conversation, asked.learner, token, datetime.now(UTC))
    return Marking(marks=marks(studybot.store, asked.conversation))


@action
def unshare(studybot: Served, asked: Chosen) -> Marking:
    """Let the link lead nowhere."""
    studybot.store.shares.unshare(asked.conversation, asked.learner)
    return Marking(marks=marks(studybot.store, asked.conversation))


def marks(store: Store, conversation: str) -> Marks:
    """Return how a conversation is marked, and the path by which others read it."""
    found = store.conversations.find(conversation)
    token = store.shares.token_of(conversation)
    return Marks(pinned=found.pinned, archived=found.archived, shared=f"/shared/{token}" if token else "")


class Listed(Request):
    """A view of the list of conversations."""

    search: str = ""
    current: str = ""
    pages: int = 1
    shelf: Shelf = "open"


class Change(Request):
    """A conversation to rename or export."""

    conversation: Identifier
    title: str = ""


class Talks(Value):
    """The list of conversations."""

    list: str


class Renamed(Value):
    """The title that a conversation has now."""

    title: str


@action
def listed(studybot: Served, asked: Listed) -> Talks:
    """Return the list of conversations that match a search."""
    asking = studybot.store.conversations, asked.learner, asked.current
    return Talks(list=list_html(*asking, search=asked.search, pages=asked.pages, shelf=asked.shelf))


@action
def rename(studybot: Served, asked: Change) -> Renamed:
    """Give a conversation another title and return it as kept."""
    owned(studybot.store.conversations, asked.conversation, asked.learner)
    kept = " ".join("".join(c if c.isprintable() else " " for c in asked.title).split())[:TITLE_LIMIT]
    if not kept:
        raise QuestionError(t("The name is empty: type one, or cancel."))
    studybot.store.conversations.rename(asked.conversation, kept)
    return Renamed(title=kept)


@action
def export(studybot: Served, asked: Change) -> Download:
    """Return a conversation with its sources as a Markdown file."""
    talk = owned(studybot.store.conversations, asked.conversation, asked.learner)
    name = f"studybot-{slug(talk.title)[:60]}-{talk.updated.astimezone(UTC):%Y-%m-%d}.md"
    return Download(name=name, text=_markdown(studybot.store, talk))


def _markdown(store: Store, talk: Conversation) -> str:
    return conversation_markdown(talk.title, [retold.whole(turn) for turn in store.conversations.turns(talk.id)])


def add_shared(api: FastAPI, frame: Frame, links: list[tuple[str, str]], policy: str) -> None:
    """Add the address of shared conversations."""

    def shared(token: str) -> HTMLResponse:
        studybot = frame.server.asked_for
        title, body, status, imported = t("No such conversation"), "", 200, False
        try:
            talk = studybot.store.shares.shared(token)
            title = talk.title
            said = [retold.whole(turn) for turn in studybot.store.conversations.turns(talk.id)]
            body = section_html(conversation_markdown(title, said), heading=1)
            imported = any(turn.imported for turn in said)
        except NotFound as error:
            body, status = str(Markup("<h1>{}</h1><p>{}</p>").format(title, str(error))), 410
        html = plain(
            "ask/shared",
            title=title,
            course=studybot.shown_course,
            links=links,
            body=Markup(body),
            found=status == 200,
            imported=imported,
        )
        return HTMLResponse(html, status_code=status, headers={"content-security-policy": policy, "cache-control": "no-store"})

    api.add_api_route("/shared/{token}", shared, methods=["GET"], include_in_schema=False)
