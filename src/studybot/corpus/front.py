"""What stands at the top of a Markdown file: front matter in YAML or TOML, and the heading that is the file's title."""

import re
import tomllib
from typing import Any

import yaml

from studybot.corpus.fences import Fences
from studybot.errors import CorpusError, first_line
from studybot.plain_yaml import parse_yaml

_YAML = re.compile(r"\A---[ \t]*\n(?P<body>(?:(?!---[ \t]*$|\.\.\.[ \t]*$).*\n)*?)(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.MULTILINE)
_TOML = re.compile(r"\A\+\+\+[ \t]*\n(?P<body>(?:(?!\+\+\+[ \t]*$).*\n)*?)\+\+\+[ \t]*(?:\n|\Z)", re.MULTILINE)
_KEY = re.compile(r"[ \t]*[\"']?[\w-]+[\"']?[ \t]*:(?:\s|$)", re.MULTILINE)
_ATX = re.compile(r"\s{0,3}(#{1,6})[ \t]+(.+?)(?:[ \t]+#+)?[ \t]*$")


def front_matter(text: str) -> dict[str, Any]:
    """Return the mapping between `---` (YAML) or `+++` (TOML) lines at the top, or {}; CorpusError when it is broken."""
    toml, match = _TOML.match(text), _YAML.match(text)
    if toml:
        try:
            return tomllib.loads(toml["body"])
        except tomllib.TOMLDecodeError as error:
            raise CorpusError(f"front matter is no valid TOML ({first_line(error)}): correct it or remove it") from error
    if match is None:
        if text.startswith("---\n") and re.match(r"---\n\w+:", text):
            raise CorpusError("front matter is opened by '---' and never closed: add a line '---' behind it")
        return {}
    try:
        values = parse_yaml(match["body"])
    except yaml.YAMLError as error:
        if not _KEY.match(match["body"]):
            return {}  # text between two rules
        raise CorpusError(f"front matter is no valid YAML ({first_line(error)}): correct it or remove it") from error
    return values if isinstance(values, dict) else {}


def front_length(text: str) -> int:
    """Return how many characters of `text` are front matter; a block between rules that is no mapping is text."""
    match = _TOML.match(text) or _YAML.match(text)
    return match.end() if match and (front_matter(text) or not match["body"].strip()) else 0


def without_front_matter(text: str) -> str:
    """Return `text` with its front matter blanked out, so that every offset behind it stays the same."""
    length = front_length(text)
    return re.sub(r"[^\n]", " ", text[:length]) + text[length:]


def without_rules(text: str) -> str:
    """Return `text` with blank lines for the rules of a block at the top that is text: `---` under it would make a heading."""
    match = _YAML.match(text)
    if match is None or front_length(text):
        return text
    closing = text[match.end("body") : match.end()]
    return f"\n{match['body']}{closing[3:] or ''}{text[match.end() :]}"


def title_heading(text: str) -> str:
    """Return the heading that is the title of a text without front matter, "" when there is none.

    It is the first heading of level 1, else the first heading when nothing stands before it and no other has its level. A
    `#` within code is a comment.
    """
    headings = list(_headings(text))
    first = next((title for level, title, _ in headings if level == 1), "")
    if first or not headings:
        return first
    level, title, at_top = headings[0]
    return title if at_top and all(level < other for other, *_ in headings[1:]) else ""


def _headings(text: str) -> list[tuple[int, str, bool]]:
    found: list[tuple[int, str, bool]] = []
    fences, before, at_top = Fences(), "", True
    for line in text.split("\n"):
        bare = "" if fences.encloses(line) else line.strip()
        heading = _ATX.match(line) if bare else None
        if heading:
            found.append((len(heading[1]), heading[2].strip(), at_top))
        elif re.fullmatch(r"=+", bare) and before and not _ATX.match(before):
            found.append((1, before, False))
        at_top = at_top and not line.strip()
        before = bare
    return found
