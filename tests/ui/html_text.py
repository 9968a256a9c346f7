"""What a reader of HTML sees: all of its text, and the marked part of it."""

import re
from html.parser import HTMLParser

VOID = {"br", "input", "hr"}


class Seen(HTMLParser):
    """Collects the text of HTML, its marked text, and the tags with their attributes.

    What stands in a figure's caption or beside a call-out as its icon is the page's, not the course's.
    """

    def __init__(self, html: str) -> None:
        super().__init__()
        self._open: list[str] = []
        self.text = ""
        self.marked = ""
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.feed(html)
        self.close()
        assert self._open == [], "every tag is closed"

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Open a tag."""
        self.tags.append((tag, dict(attrs)))
        if tag not in VOID:
            self._open.append("icon" if dict(attrs).get("aria-hidden") else tag)

    def handle_endtag(self, tag: str) -> None:
        """Close the tag that was opened last."""
        assert self._open.pop() in (tag, "icon")

    def handle_data(self, data: str) -> None:
        """Keep text."""
        if not {"figcaption", "icon"} & set(self._open):
            self.text += data
            if "mark" in self._open:
                self.marked += data


def bare(markdown: str) -> str:
    """Return Markdown without its markup and white space; the lines of code stay as they are."""
    lines, code = [], False
    for line in markdown.split("\n"):
        if re.match(r"\s*(?:```|~~~)", line):
            code = not code
        elif not code:
            rule = re.fullmatch(r"\s*\|?(?:\s*:?-{3,}:?\s*\|)+\s*", line)
            lines.append("" if rule else re.sub(r"^(?:>\s?)*(?:\s*(?:[-*+]|\d+[.)])\s+)?", "", line))
        else:
            lines.append(line)
    return letters("\n".join(lines))


def letters(text: str) -> str:
    """Return a text without white space and without the characters that mark things up."""
    return re.sub(r"[\s*`|\\>]", "", text)
