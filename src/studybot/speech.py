"""What studybot itself says, in the language of whoever reads it: sentences by gettext's catalogues, dates by Babel.

Code, templates and scripts write the English sentence, which is its name in the catalogues (`languages/said/*.po`).
The course's own words never pass through here.
"""

import gettext
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date, datetime
from functools import cache
from importlib.resources import files

ENGLISH = "en"
LANGUAGES = {ENGLISH: "English", "de": "Deutsch", "es": "Español", "hi": "हिन्दी"}
PATTERNS = {
    "day": "d MMMM",
    "month": "LLLL y",
    "short month": "LLL",
    "long": "d MMMM y",
    "weekday": "EEEE, d MMMM",
    "whole": "EEEE, d MMMM y",
}
_WISH = re.compile(r"\s*([a-z]{2,3})(?:-[\w-]*)?\s*(?:;\s*q=([01](?:\.\d{0,3})?))?\s*", re.IGNORECASE)
_MOST = 1_000  # characters of a browser's wishes that are read

_language: ContextVar[str] = ContextVar("language", default=ENGLISH)
_course: ContextVar[str] = ContextVar("language of the course", default=ENGLISH)


@contextmanager
def speaking_in(language: str) -> Iterator[None]:
    """Say everything in a language within this block; one that there is not is English."""
    before = _language.set(language if language in LANGUAGES else ENGLISH)
    try:
        yield
    finally:
        _language.reset(before)


@contextmanager
def quoting(course: str) -> Iterator[None]:
    """Quote a course in this language (ISO 639-1) within this block."""
    before = _course.set(course)
    try:
        yield
    finally:
        _course.reset(before)


def quoted() -> str:
    """Return the language of the course that is quoted, "" where that is what studybot speaks as well."""
    return "" if _course.get() == language() else _course.get()


def language() -> str:
    """Return the language in which studybot speaks at present."""
    return _language.get()


def wished(accepted: str) -> str:
    """Return the language that a browser's Accept-Language likes best of those that there are, English when it likes none."""
    wishes = [match for part in accepted[:_MOST].split(",") if (match := _WISH.fullmatch(part))]
    ranked = sorted(wishes, key=lambda match: -float(match[2] or 1))
    return next((match[1].lower() for match in ranked if match[1].lower() in LANGUAGES and match[2] != "0"), ENGLISH)


def t(message: str, /, **values: object) -> str:
    """Return a message in the language that is spoken, with the {names} in it filled."""
    said = _catalogue(language()).gettext(message)
    return said.format(**values) if values else said


def tn(one: str, many: str, n: int, /, **values: object) -> str:
    """Return the message that fits a number, which is its {n}."""
    return _catalogue(language()).ngettext(one, many, n).format(n=n, **values)


def phrase(message: str) -> str:
    """Mark a message for the catalogues where it is written down; it is translated by `t` where it is said."""
    return message


def reworded(text: str, frames: tuple[str, ...], fill: Callable[[str], str] = str) -> str:
    """Return a text in the language that is spoken where it is one of these messages, filled in; any other as it is."""
    if language() == ENGLISH or not text:
        return text
    for frame in frames:
        if match := shape(frame).fullmatch(text):
            return t(frame, **{name: fill(value) for name, value in match.groupdict().items()})
    return text


@cache
def shape(frame: str) -> re.Pattern[str]:
    """Return what finds a message in which its {names} are filled, by these names."""
    parts = re.split(r"\{(\w+)\}", frame)
    return re.compile("".join(f"(?P<{part}>.+?)" if odd % 2 else re.escape(part) for odd, part in enumerate(parts)), re.DOTALL)


def day_text(day: date | datetime, pattern: str = "long") -> str:
    """Return a day as it is written in the language that is spoken; PATTERNS names the ways."""
    from babel.dates import format_date  # noqa: PLC0415  # most replies name no day

    spoken, written = language(), PATTERNS[pattern]
    if spoken == "de":
        written = written.replace("d ", "d. ")
    elif spoken == "es":
        written = re.sub(" (?=MMMM|y)", " 'de' ", written)
    return format_date(day, written, "en_GB" if spoken == ENGLISH else spoken)


@cache
def _catalogue(name: str) -> gettext.NullTranslations:
    if name == ENGLISH:
        return gettext.NullTranslations()
    with files("studybot").joinpath("languages", "said", f"{name}.mo").open("rb") as file:
        return gettext.GNUTranslations(file)


@cache
def scripts_messages(name: str) -> str:
    """Return what the pages' scripts say in a language, as a JSON object by the English message; "" for English."""
    if name == ENGLISH:
        return ""
    return files("studybot").joinpath("languages", "said", f"{name}.json").read_text(encoding="utf-8").strip()
