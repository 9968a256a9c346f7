"""A learner's conversations as the page lists them; one that belongs to another browser does not exist here."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from itertools import groupby

from studybot.errors import NotFound
from studybot.speech import day_text, t
from studybot.store import Conversations, Shelf
from studybot.types import Conversation, Turn
from studybot.ui.frame.templates import fill

PAGE = 40  # conversations that are listed at once
TITLE_LIMIT = 120


def owned(conversations: Conversations, conversation: str, learner: str) -> Conversation:
    """Return a learner's conversation; NotFound when there is none or it is somebody else's."""
    elsewhere = t("This conversation does not exist in this browser (any more): start a new one.")
    try:
        found = conversations.find(conversation)
    except NotFound as error:
        raise NotFound(elsewhere) from error
    if found.learner == learner and found.binned:
        raise NotFound(t("This conversation does not exist any more: it lies in the bin, from where you can bring it back."))
    if found.learner != learner:
        raise NotFound(elsewhere)
    return found


def owned_turn(conversations: Conversations, turn: str, learner: str) -> Turn:
    """Return a turn of a learner's own conversation."""
    found = conversations.turn(turn)
    owned(conversations, found.conversation, learner)
    return found


def list_html(
    conversations: Conversations, learner: str, current: str, *, search: str = "", pages: int = 1, shelf: Shelf = "open"
) -> str:
    """Return the list of a learner's conversations on a shelf, grouped by day, `pages` times PAGE of them."""
    limit = PAGE * max(1, min(pages, 100))
    found = conversations.of_learner(learner, search=search[:TITLE_LIMIT], limit=limit + 1, shelf=shelf)
    return fill(
        "ask/conversations",
        groups=_by_day(found[:limit], datetime.now(UTC).astimezone().date()),
        current=current,
        search=search.strip(),
        shelf=shelf,
        more=len(found) > limit,
    )


def _by_day(found: Sequence[Conversation], today: date) -> list[tuple[str, list[Conversation]]]:
    groups = groupby(found, key=lambda one: t("On top") if one.pinned else _day(one.updated.astimezone().date(), today))
    return [(name, list(group)) for name, group in groups]


def _day(day: date, today: date) -> str:
    if day >= today:
        return t("Today")
    if day == today - timedelta(days=1):
        return t("Yesterday")
    return t("This week") if day > today - timedelta(days=7) else day_text(day, "month")
