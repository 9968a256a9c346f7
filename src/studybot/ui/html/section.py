"""Markdown of the course -> safe HTML, with <mark> on exactly the cited spans.

Everything that is text in the course is escaped; links keep http, https and mailto only; pictures of the course stand with
their description below them, those of other places as their description alone, since nothing is loaded from elsewhere.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from html import escape

from markdown_it import MarkdownIt
from markdown_it.token import Token

from studybot.corpus.markdown import parser
from studybot.corpus.units import plain
from studybot.types import Block, Passage, Span
from studybot.ui.html.code import code_html
from studybot.ui.html.formula import formula_html
from studybot.ui.html.offsets import Marker, Source, leaves
from studybot.ui.html.wall import walled

Pictures = Callable[[str], str]
_SAFE_LINK = re.compile(r"(?:https?://|mailto:|#)", re.IGNORECASE)
_INLINE = {"em_open": "<em>", "em_close": "</em>", "strong_open": "<strong>", "strong_close": "</strong>", "hardbreak": "<br>"}
_OPENS = {
    "list": (re.compile(r"\s*[-*+]\s"), "- "),
    "steps": (re.compile(r"\s*\d+[.)]\s"), "1. "),
    "callout": (re.compile(r"\s*>"), "> "),
}
_BLOCKS = {
    "table_open": '<div class="sb-table" role="group" tabindex="0" aria-label="Table, scrolls sideways"><table>',
    "table_close": "</table></div>",
    "tr_open": "<tr>",
    "th_open": '<th scope="col">',
    "td_close": "</div></td>",
    "blockquote_close": "</div></div>",
}
_CALLOUTS = (
    ("tip", "💡", ("exam tip", "tip", "best practice", "trick", "key insight")),
    ("warning", "⚠️", ("important", "warning", "note", "caution", "problem", " not ", "must ", "only ")),
    ("example", "🧭", ("example", "analogy", "think of", "incident", "pattern", "scenario")),
)


def _no_pictures(address: str) -> str:
    return ""


def section_html(
    text: str,
    spans: Sequence[Span] = (),
    *,
    base: int = 0,
    heading: int = 3,
    row_marks: Sequence[str] = (),
    pictures: Pictures = _no_pictures,
) -> str:
    """Return the HTML of Markdown `text`, which begins at offset `base` of its document; `spans` are offsets there.

    Headings in the text start at level `heading` of the page. `row_marks` are the HTML of citation marks, one for each row
    of the text's table, which get a column of their own. `pictures` gives the address of a picture that the text names.
    """
    return walled(_Writer(Source.of(text, base), Marker(spans), heading, row_marks, pictures).html(_parser().parse(text)))


def passage_html(passage: Passage, spans: Sequence[Span] = (), pictures: Pictures = _no_pictures) -> str:
    """Return the HTML of a passage by itself; a block that was cut in two gets back what opens it."""
    return "".join(_block_html(passage, block, spans, pictures) for block in passage.blocks) or section_html(
        passage.text, spans, base=passage.start, pictures=pictures
    )


def _block_html(passage: Passage, block: Block, spans: Sequence[Span], pictures: Pictures) -> str:
    text = passage.cut(block)
    opens = _OPENS.get(block.kind)
    if block.kind == "code" and not text.lstrip().startswith(("```", "~~~")):
        code = re.sub(r"\n?(?:```|~~~)\s*\Z", "", text)
        return walled(code_html(code, block.language, range(block.start, block.start + len(code)), Marker(spans)))
    if opens and not opens[0].match(text):
        return section_html(opens[1] + text, spans, base=block.start - len(opens[1]), pictures=pictures)
    return section_html(text, spans, base=block.start, pictures=pictures)


def _parser() -> MarkdownIt:
    """The dialect of the course; text_join would merge an escape with its neighbours and lose its place."""
    return parser().disable("text_join")


class _Writer:
    """Writes tokens as HTML while it keeps the row and column of the table that it is in."""

    def __init__(self, source: Source, marker: Marker, heading: int, row_marks: Sequence[str], pictures: Pictures) -> None:
        self._pictures = pictures
        self._source = source
        self._marker = marker
        self._heading = heading
        self._row_marks = list(row_marks)
        self._heads: list[str] = []
        self._row = 0
        self._cell = 0
        self._in_table = False
        self._is_head = False

    def html(self, tokens: Sequence[Token]) -> str:
        return "".join(self._token(token, tokens[position + 1 :]) for position, token in enumerate(tokens))

    def _token(self, token: Token, following: Sequence[Token]) -> str:
        if token.type == "inline":
            return self._inline(token)
        if token.type in ("fence", "code_block"):
            language = token.info.strip().split(" ")[0].lower()
            return code_html(token.content, language, self._source.places(token), self._marker)
        if token.type == "blockquote_open":
            return _callout(following)
        if token.type in _BLOCKS or token.type == "td_open":
            self._follow_table(token, following)
            return _BLOCKS.get(token.type) or self._cell_opening()
        if token.type == "tr_close" and self._row_marks:
            return f"{self._mark_cell()}</tr>"
        return self._plain_tag(token)

    def _follow_table(self, token: Token, following: Sequence[Token]) -> None:
        if token.tag == "table":
            self._in_table, self._heads = token.nesting > 0, []
        elif token.type == "tr_open":
            self._row, self._cell = (token.map or [0])[0], -1
        elif token.nesting > 0:
            self._cell, self._is_head = self._cell + 1, token.tag == "th"
            if self._is_head:
                self._heads.append(plain(following[0]))

    def _cell_opening(self) -> str:
        """A cell knows the heading of its column, for where a row is too wide and its cells stand below each other."""
        head = self._heads[self._cell] if self._cell < len(self._heads) else ""
        return f'<td data-column="{escape(head)}"><div>' if head else "<td><div>"

    def _mark_cell(self) -> str:
        if self._is_head:
            return '<th scope="col" class="sb-row-mark"><span class="sb-hidden">Source</span></th>'
        return f'<td class="sb-row-mark">{self._row_marks.pop(0)}</td>'

    def _plain_tag(self, token: Token) -> str:
        if token.hidden or not token.tag:
            return ""
        tag = f"h{min(6, self._heading + int(token.tag[1]) - 1)}" if token.type.startswith("heading") else token.tag
        if token.nesting < 0:
            return f"</{tag}>"
        start = token.attrGet("start") if token.type == "ordered_list_open" else None
        return f'<{tag} start="{int(start)}">' if isinstance(start, int | float) else f"<{tag}>"

    def _inline(self, inline: Token) -> str:
        places = (
            self._source.cell_places(self._row, self._cell, inline.content) if self._in_table else self._source.places(inline)
        )
        return "".join(self._children(inline, places))

    def _children(self, inline: Token, places: Sequence[int | None]) -> Iterator[str]:
        for child, leaf in leaves(inline, places):
            if child.type == "image" and leaf is not None:
                yield _picture_html(self._pictures(str(child.attrGet("src") or "")), self._marker.html(leaf))
            elif child.type == "formula" and leaf is not None:
                drawn = formula_html(leaf.text)
                yield f"<mark>{drawn}</mark>" if any(map(self._marker.covers, leaf.places)) else drawn
            elif leaf is not None:
                shown = self._marker.html(leaf)
                yield f"<code>{shown}</code>" if child.type == "code_inline" else shown
            elif child.type == "link_open":
                yield _link(str(child.attrGet("href") or ""))
            elif child.type == "link_close":
                yield "</a>"
            else:
                yield "\n" if child.type == "softbreak" else _INLINE.get(child.type, "")


def _picture_html(address: str, description: str) -> str:
    """A picture with its description below it; the description alone where there is no picture to show."""
    if not address:
        return description
    caption = f'<span class="sb-caption">{description}</span>' if description else ""
    return f'<span class="sb-picture"><img src="{escape(address)}" alt="" loading="lazy">{caption}</span>'


def _link(target: str) -> str:
    if not _SAFE_LINK.match(target):
        return "<a>"
    return f'<a href="{escape(target)}" target="_blank" rel="noopener noreferrer nofollow">'


def _callout(following: Sequence[Token]) -> str:
    """Open a call-out, styled by what its first words say it is."""
    inline = next((token for token in following if token.type == "inline"), None)
    first = plain(inline)[:60].lower()
    label = first.split(":")[0]
    kind, icon = next(((kind, icon) for kind, icon, words in _CALLOUTS if any(word in label for word in words)), ("info", "📌"))
    return f'<div class="sb-callout sb-{kind}"><span class="sb-callout-icon" aria-hidden="true">{icon}</span><div>'
