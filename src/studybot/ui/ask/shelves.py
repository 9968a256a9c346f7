"""What a learner does with whole conversations: listed, renamed, into the bin and back, pinned, archived, shared."""

import secrets
from datetime import UTC, datetime, timedelta
from typing import Any, Literal

from studybot.store import Shelf
from studybot.ui.ask import conversations
from studybot.ui.frame.actions import Identifier, Reply, Request
from studybot.wiring import Studybot

KEPT = timedelta(days=30)  # in the bin


class Chosen(Request):
    """A conversation to do something with."""

    conversation: Identifier


class Marked(Chosen):
    """A conversation to pin or archive, or no longer."""

    mark: Literal["pinned", "archived"]
    on: bool


def put_away(studybot: Studybot, data: Any) -> Reply:
    """Put a conversation into the bin; what lies there too long is deleted."""
    asked = Chosen.model_validate(data)
    now = datetime.now(UTC)
    studybot.store.conversations.put_away(asked.conversation, asked.learner, now)
    studybot.store.conversations.empty_bin(asked.learner, now - KEPT)
    return {"deleted": asked.conversation}


def bring_back(studybot: Studybot, data: Any) -> Reply:
    """Take a conversation out of the bin."""
    asked = Chosen.model_validate(data)
    studybot.store.conversations.put_away(asked.conversation, asked.learner, None)
    return {"said": "It is back in your list."}


def forget(studybot: Studybot, data: Any) -> Reply:
    """Delete a conversation for good."""
    asked = Chosen.model_validate(data)
    studybot.store.conversations.remove(asked.conversation, asked.learner)
    return {"said": "Deleted for good."}


def mark(studybot: Studybot, data: Any) -> Reply:
    """Pin or archive a conversation, or no longer."""
    asked = Marked.model_validate(data)
    studybot.store.conversations.mark(asked.conversation, asked.learner, **{asked.mark: asked.on})
    return marks(studybot, asked.conversation)


def share(studybot: Studybot, data: Any) -> Reply:
    """Make a link by which whoever has it may read the conversation."""
    asked = Chosen.model_validate(data)
    token = secrets.token_urlsafe(18)
    studybot.store.shares.share(asked.conversation, asked.learner, token, datetime.now(UTC))
    return marks(studybot, asked.conversation)


def unshare(studybot: Studybot, data: Any) -> Reply:
    """Let the link lead nowhere."""
    asked = Chosen.model_validate(data)
    studybot.store.shares.unshare(asked.conversation, asked.learner)
    return marks(studybot, asked.conversation)


def marks(studybot: Studybot, conversation: str) -> Reply:
    """Return how a conversation is marked, and the path by which others read it."""
    found = studybot.store.conversations.find(conversation)
    token = studybot.store.shares.token_of(conversation)
    return {"marks": {"pinned": found.pinned, "archived": found.archived, "shared": f"/shared/{token}" if token else ""}}


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


def listed(studybot: Studybot, data: Any) -> Reply:
    """Return the list of conversations that match a search."""
    asked = Listed.model_validate(data)
    return {"list": list_of(studybot, asked.learner, asked.current, search=asked.search, pages=asked.pages, shelf=asked.shelf)}


def rename(studybot: Studybot, data: Any) -> Reply:
    """Rename a conversation."""
    asked = Change.model_validate(data)
    title = conversations.rename(studybot.store.conversations, asked.conversation, asked.learner, asked.title)
    return {"title": title}


def export(studybot: Studybot, data: Any) -> Reply:
    """Return a conversation as a Markdown file."""
    asked = Change.model_validate(data)
    name, text = conversations.export(studybot.store.conversations, asked.conversation, asked.learner)
    return {"name": name, "text": text}


def list_of(studybot: Studybot, learner: str, current: str, *, search: str = "", pages: int = 1, shelf: Shelf = "open") -> str:
    """Return the list of a learner's conversations as HTML."""
    talks, now = studybot.store.conversations, datetime.now(UTC)
    return conversations.list_html(talks, learner, search=search, current=current, pages=pages, shelf=shelf, now=now)
