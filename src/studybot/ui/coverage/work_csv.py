"""The work list as a file."""

from datetime import UTC, datetime

from studybot.coverage.csv_text import csv_text
from studybot.ui.coverage.desk import Desk
from studybot.ui.frame.actions import Request, action
from studybot.ui.frame.replies import Download


@action
def take(desk: Desk, _: Request) -> Download:
    """Return the work list as CSV; none of its questions when the setting lets none out."""
    items = desk.work_items() if desk.studybot.settings.question_log != "off" else ()
    header = (
        "key",
        "status",
        "question",
        "asked",
        "refused",
        "doubtful",
        "thumbs_down",
        "first",
        "last",
        "nearest",
        "passage",
        "note",
    )
    rows = [
        (
            item.key,
            item.status,
            item.label,
            item.count,
            item.refused,
            item.doubtful,
            item.thumbs_down,
            f"{item.first:%Y-%m-%d}",
            f"{item.last:%Y-%m-%d}",
            "; ".join(item.nearest),
            item.mark.passage if item.mark else "",
            item.mark.note if item.mark else "",
        )
        for item in items
    ]
    return Download(name=f"work-list-{datetime.now(UTC):%Y-%m-%d}.csv", text=csv_text(header, rows))
