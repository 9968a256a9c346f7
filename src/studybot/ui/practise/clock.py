"""The learner's clock: their time zone, and times in words."""

from datetime import UTC, datetime, timedelta, tzinfo
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import Field

from studybot.speech import day_text, t
from studybot.study.schedule import interval
from studybot.ui.frame.actions import Request


class Zoned(Request):
    """A call for which the learner's day matters; `zone` is the browser's time zone, such as `Europe/Paris`."""

    zone: str = Field(default="UTC", max_length=80)


def zone_of(name: str) -> tzinfo:
    """Return the time zone of this name, UTC for one that is not known here."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return UTC


def when(due: datetime, now: datetime, zone: tzinfo) -> str:
    """Return a time to come in words: `in 9 min, at 14:32`, `tomorrow at 08:00`, `on Friday, 6 March`."""
    there, here = due.astimezone(zone), now.astimezone(zone)
    clock = f"{there:%H:%M}"
    if due - now < timedelta(hours=1):
        return t("in {length}, at {time}", length=interval(due - now), time=clock)
    days = (there.date() - here.date()).days
    if days <= 0:
        return t("today at {time}", time=clock)
    return t("tomorrow at {time}", time=clock) if days == 1 else t("on {day}", day=day_text(there, "weekday"))
