"""What a line of Markdown says of the line above it: the meaning of a term, the caption of a table; what letters stand for."""

import re

from studybot.corpus.boxes import STRUCTURED

SHORTENED = re.compile(r"\s{0,3}\*\[(?P<name>[^\[\]\n]+)\]:\s+(?P<text>\S.*)$")  # *[HTML]: Hypertext Markup Language
DEFINED = re.compile(r"\s{0,3}:[ \t]+(?P<text>\S.*)$")
_MEANING = re.compile(r"\*\*[^*]+:\*\* ")
_ANCHOR = re.compile(r"\s*\{[#.:][^{}]*\}\s*$")
_TERM = 60  # characters of a term that a blank line parts from what is said of it


def with_meaning(lines: list[str], text: str) -> list[str] | None:
    """Return lines with what is said of the term (or table) at their end, None when `text` says nothing of it."""
    blank = len(lines) > 1 and not lines[-1].strip()
    before, above = lines[: -2 if blank else -1], lines[-2 if blank else -1] if lines else ""
    if above.lstrip().startswith("|"):
        return [*lines, "", _ANCHOR.sub("", text), ""]
    if _MEANING.match(above):
        return [*before, f"{above} {text}"]
    if above.strip() and not STRUCTURED.match(above) and not (blank and len(above) > _TERM):
        return [*before, f"**{above.strip()}:** {text}"]
    return None
