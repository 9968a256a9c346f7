"""What commands change of what instructors look after, kept in the audit log under the account of the machine."""

import getpass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from studybot.store import Store


def keep_change(store: "Store", course: str, change: str) -> None:
    """Write into the audit log what a command changed."""
    from studybot.store import Change

    store.audit.add(Change(at=datetime.now(UTC), user=f"{_account()} (command)", course=course, change=change))


def _account() -> str:
    try:
        return getpass.getuser()
    except (KeyError, OSError):  # an account without a name
        return "somebody"
