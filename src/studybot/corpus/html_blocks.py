"""Blocks of HTML within Markdown -> Markdown: tables with every cell that a merged one spans, headings, lists, code.

What stands within a line (tags, entities, Markdown) is left as it is for the rules of a line.
"""

import html
import re
from html.parser import HTMLParser

from studybot.corpus.formats.reading import grid, table

OPENS = re.compile(r"\s{0,3}<(?P<name>table|ul|ol|dl|pre|h[1-6])(?=[\s>])", re.IGNORECASE)
_BLOCK = frozenset(
    "p div section article center figure figcaption header main blockquote thead tbody tfoot colgroup col".split()
)
_LANGUAGE = re.compile(r"\blanguage-([\w+#-]+)")
_FENCE = re.compile(r"^\s*(?:```|~~~)\S*\s*$", re.MULTILINE)
WIDEST = 60  # columns that one cell may span


def depth(line: str, name: str) -> int:
    """Return how many elements of a name a line opens and leaves open, below 0 when it closes more."""
    opened, closed = (len(re.findall(rf"<{sign}{name}(?=[\s>])", line, re.IGNORECASE)) for sign in ("", "/"))
    return opened - closed


def block_markdown(lines: list[str]) -> list[str]:
    """Return the lines of Markdown that say what a block of HTML says."""
    reader = _Reader()
    reader.feed("\n".join(lines))
    reader.close()
    return reader.finish()


class _Reader(HTMLParser):
    """Takes tags in order; `_text` is what stands in the block that is open."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=False)
        self._lines: list[str] = []
        self._text = ""
        self._lists: list[str] = []
        self._tables = 0
        self._rows: list[list[tuple[int, int, str]]] = []
        self._cell: tuple[int, int] | None = None
        self._code: str | None = None
        self._term = ""

    def finish(self) -> list[str]:
        self._end_cell()
        if self._rows:
            self._end_table()
        self._flush()
        return self._lines

    def handle_data(self, data: str) -> None:
        self._text += data

    def handle_entityref(self, name: str) -> None:
        self._text += f"&{name};"

    def handle_charref(self, name: str) -> None:
        self._text += f"&#{name};"

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        if self._code is not None:
            self._code = self._code or (_LANGUAGE.findall(values.get("class", "")) or [""])[0]
        elif tag == "table":
            self._tables += 1
        elif self._tables:
            self._open_in_table(tag, values)
        elif tag == "pre":
            self._flush()
            self._code = ""
        elif tag in ("ul", "ol"):
            self._flush()
            self._lists.append(tag)
        elif tag in ("li", "dt", "dd") or tag in _BLOCK or re.fullmatch(r"h[1-6]", tag):
            self._flush()
        else:
            self._keep_tag(tag)

    def _open_in_table(self, tag: str, values: dict[str, str]) -> None:
        if self._tables == 1 and tag in ("td", "th"):
            self._end_cell()
            self._cell = (_number(values.get("rowspan")), min(_number(values.get("colspan")), WIDEST))
            self._rows = self._rows or [[]]
            self._text = ""
        elif self._tables == 1 and tag == "tr":
            self._end_cell()
            self._rows.append([])
        elif tag == "br" or tag in _BLOCK or tag in ("li", "tr", "td", "th", "pre", "ul", "ol"):
            self._text += " "
        else:
            self._keep_tag(tag)

    def _keep_tag(self, tag: str) -> None:
        self._text += " " if tag == "br" else (self.get_starttag_text() or "")

    def handle_endtag(self, tag: str) -> None:
        if self._code is not None:
            if tag == "pre":
                body = html.unescape(re.sub(r"</?[a-zA-Z][^<>]*>", "", self._text)).strip("\n")
                self._lines += ["", f"```{self._code}", *body.split("\n"), "```", ""] if body.strip() else []
                self._text, self._code = "", None
        elif tag == "table" and self._tables:
            self._tables -= 1
            if not self._tables:
                self._end_cell()
                self._end_table()
        elif self._tables:
            self._close_in_table(tag)
        elif tag in ("ul", "ol"):
            self._flush()
            self._lists = self._lists[:-1]
        elif re.fullmatch(r"h[1-6]", tag):
            title, self._text = " ".join(self._text.split()), ""
            self._lines += ["", f"{'#' * int(tag[1])} {title}", ""] if title else []
        elif tag == "dt":
            self._term, self._text = " ".join(self._text.split()), ""
        elif tag in ("li", "dd") or tag in _BLOCK:
            self._flush()
        else:
            self._text += f"</{tag}>"

    def _close_in_table(self, tag: str) -> None:
        if self._tables == 1 and tag in ("td", "th"):
            self._end_cell()
        elif tag == "caption":
            self._flush()
        elif tag not in ("tr", "br") and tag not in _BLOCK:
            self._text += " " if tag in ("li", "td", "th", "pre", "ul", "ol") else f"</{tag}>"

    def _end_cell(self) -> None:
        if self._cell is not None:
            text = " ".join(_FENCE.sub(" ", self._text).split())
            self._rows[-1].append((*self._cell, text))
        elif self._tables and not self._rows:
            self._flush()
        self._cell, self._text = None, ""

    def _end_table(self) -> None:
        rows = [row for row in grid(self._rows) if any(cell.strip() for cell in row)]
        self._rows = []
        if len(rows) == 1 or all(len(row) == 1 for row in rows):
            self._lines += [line for row in rows for line in ("", " ".join(cell for cell in row if cell))]
        elif rows:
            self._lines += ["", *table(rows).split("\n"), ""]

    def _flush(self) -> None:
        text, self._text = " ".join(self._text.split()), ""
        if not text:
            return
        if self._lists:
            sign = "- " if self._lists[-1] == "ul" else "1. "
            self._lines.append("   " * (len(self._lists) - 1) + sign + text)
        elif self._term:
            self._lines += ["", f"**{self._term.strip('*: ')}:** {text}", ""]
            self._term = ""
        else:
            self._lines += ["", text, ""]


def _number(text: str | None) -> int:
    return max(1, int(text)) if text and re.fullmatch(r"\d{1,3}", text) else 1
