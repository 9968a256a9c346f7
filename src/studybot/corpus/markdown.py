"""Markdown -> Document: heading paths, blocks by kind, and the units (sentence, bullet, row, step, command) of each block.

Every offset counts characters of the text as given, so that a citation can be cut from the file again.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256

from markdown_it import MarkdownIt
from markdown_it.token import Token

from studybot.text import any_word, sentences
from studybot.types import Block, BlockKind, Document, Section, Span, Topic

_KINDS: dict[str, BlockKind] = {
    "paragraph_open": "prose",
    "bullet_list_open": "list",
    "ordered_list_open": "steps",
    "table_open": "table",
    "fence": "code",
    "code_block": "code",
    "blockquote_open": "callout",
    "html_block": "prose",
}
_EMPHASISED = re.compile(r"\*[^*\n]+\*\s*\Z")
_HASH_COMMENTS = {
    "bash",
    "sh",
    "shell",
    "console",
    "python",
    "hcl",
    "terraform",
    "yaml",
    "ini",
    "toml",
    "dockerfile",
    "text",
    "",
}


def parser() -> MarkdownIt:
    """Return the one Markdown dialect of studybot: CommonMark and tables, HTML shown as text."""
    return MarkdownIt("commonmark", {"html": False}).enable("table")


@dataclass(frozen=True)
class _Lines:
    """Offsets of the lines of a text: `starts[i]` is where line i begins; one more entry marks the end."""

    text: str
    starts: tuple[int, ...]

    @classmethod
    def of(cls, text: str) -> "_Lines":
        starts = [0]
        for line in text.split("\n"):
            starts.append(starts[-1] + len(line) + 1)
        starts[-1] = len(text)
        return cls(text, tuple(starts))

    def span(self, first: int, last: int) -> tuple[int, int]:
        """Offsets of lines first..last-1 without surrounding white space."""
        last = min(last, len(self.starts) - 1)
        raw = self.text[self.starts[first] : self.starts[last]]
        start = self.starts[first] + len(raw) - len(raw.lstrip())
        return start, max(start, self.starts[first] + len(raw.rstrip()))


def parse(text: str, *, source: str, topic: Topic) -> Document:
    """Return the document behind Markdown `text`; headings below the topic's own (level 1) open sections."""
    lines = _Lines.of(text)
    sections: list[Section] = []
    heading_by_level: dict[int, str] = {1: topic.title}
    level, opened = 1, 0
    blocks: list[Block] = []

    def close(end: int) -> None:
        if blocks or level > 1:
            path = tuple(heading_by_level[known] for known in sorted(heading_by_level) if known <= level)
            sections.append(Section(path=path, level=level, start=opened, end=end, blocks=tuple(blocks)))

    for token, inline in _top_level(text):
        start, end = lines.span(*_map(token))
        if token.type == "heading_open":
            close(start)
            level, opened, blocks = int(token.tag[1]), start, []
            heading_by_level = {known: title for known, title in heading_by_level.items() if known < level}
            title = plain(inline)
            heading_by_level[level] = topic.title if level == 1 and title.endswith(topic.title) else title
        elif token.type in _KINDS and start < end and not (level == 1 and _is_category(text[start:end], blocks, topic)):
            blocks.append(_block(token, lines, start, end))
    close(len(text.rstrip()))
    return Document(
        id=sha256(f"{source}\n{text}".encode()).hexdigest()[:16],
        source=source,
        topic=topic,
        text=text,
        sections=tuple(sections),
    )


def _is_category(text: str, blocks: list[Block], topic: Topic) -> bool:
    """The emphasised line under a topic's title is its category, not material."""
    return not blocks and bool(topic.category) and bool(_EMPHASISED.match(text)) and text.strip("* ") == topic.category


def _top_level(text: str) -> Iterator[tuple[Token, Token | None]]:
    """Yield each top-level block token with the inline token behind it (for headings)."""
    tokens = parser().parse(text)
    for position, token in enumerate(tokens):
        if token.level == 0 and token.nesting >= 0 and token.map:
            following = tokens[position + 1] if position + 1 < len(tokens) else None
            yield token, following if following is not None and following.type == "inline" else None


def _map(token: Token) -> tuple[int, int]:
    first, last = token.map or (0, 0)
    return first, last


def plain(inline: Token | None) -> str:
    """Return the text of an inline token without its markup."""
    if inline is None or not inline.children:
        return inline.content.strip() if inline else ""
    return "".join(" " if "break" in child.type else child.content for child in inline.children).strip()


def _block(token: Token, lines: _Lines, start: int, end: int) -> Block:
    kind = _KINDS[token.type]
    language = token.info.strip().split(" ")[0].lower() if token.type == "fence" else ""
    units = tuple(_units(token, kind, language, lines, start, end))
    return Block(kind=kind, language=language, start=start, end=end, units=units or (Span(start=start, end=end),))


def _units(token: Token, kind: BlockKind, language: str, lines: _Lines, start: int, end: int) -> Iterator[Span]:
    if kind == "code":
        first, last = _map(token)
        fenced = token.type == "fence"
        yield from code_units(lines, first + fenced, last - fenced, language)
    elif kind == "table":
        first, last = _map(token)
        for row in range(first + 2, last):
            row_start, row_end = lines.span(row, row + 1)
            if any_word(lines.text[row_start:row_end]):
                yield Span(start=row_start, end=row_end)
    elif kind in ("list", "steps"):
        yield from _item_units(lines, start, end)
    else:
        offset = start + (1 if lines.text[start] == ">" else 0)
        for unit_start, unit_end in sentences(lines.text[offset:end]):
            yield Span(start=offset + unit_start, end=offset + unit_end)


_ITEM = re.compile(r"^(?P<indent>\s*)(?:[-*+]|\d+[.)])\s+", re.MULTILINE)


def _item_units(lines: _Lines, start: int, end: int) -> Iterator[Span]:
    """Each item of a list, nested ones too, without the items nested in it; the marker is left out."""
    text = lines.text
    line_start = text.rfind("\n", 0, start) + 1
    items = list(_ITEM.finditer(text, line_start, end))
    for position, item in enumerate(items):
        stop = items[position + 1].start() if position + 1 < len(items) else end
        body = text[item.end() : stop].rstrip()
        if body:
            yield Span(start=item.end(), end=item.end() + len(body))


def code_units(lines: _Lines, first: int, last: int, language: str) -> Iterator[Span]:
    """The commands of a code block (lines first..last-1): comment lines stay with what follows them.

    A shell line with a trailing comment explains itself and is a unit of its own; other code is cut at blank lines
    and, outside brackets, before comments.
    """
    rows = [lines.text[lines.starts[row] : lines.starts[row + 1]].rstrip("\n") for row in range(first, last)]
    single = language in ("bash", "sh", "shell", "console", "text", "")
    group: list[int] = []
    has_code = False
    depth = 0
    continued = False
    for number, row in enumerate(rows):
        bare = row.strip()
        comment = language in _HASH_COMMENTS and bare.startswith(("#", "//"))
        starts_new = depth <= 0 and not continued and has_code and (comment or (single and not _is_indented(row)))
        if (not bare and depth <= 0) or starts_new:
            yield from _group_span(lines, first, group)
            group, has_code = [], False
        if bare:
            group.append(number)
            has_code = has_code or not comment
            if not comment:
                depth += sum(row.count(sign) for sign in "([{") - sum(row.count(sign) for sign in ")]}")
                continued = bare.endswith("\\")
    yield from _group_span(lines, first, group)


def _is_indented(row: str) -> bool:
    return row[:1].isspace() or row.strip() in ("done", "fi", "esac", "}", "EOF", "then", "else")


def _group_span(lines: _Lines, first: int, group: list[int]) -> Iterator[Span]:
    if group:
        start, end = lines.span(first + group[0], first + group[-1] + 1)
        if any_word(lines.text[start:end]):
            yield Span(start=start, end=end)


def table_cells(row: str) -> list[str]:
    """Return the cells of one Markdown table row, trimmed, with escaped pipes kept as pipes."""
    cells = re.split(r"(?<!\\)\|", row.strip().removeprefix("|").removesuffix("|"))
    return [cell.strip().replace("\\|", "|") for cell in cells]


def table_header(text: str, block: Block) -> tuple[list[str], Span]:
    """Return the header cells of a table block and the span of the header row in the document's text."""
    end = text.find("\n", block.start)
    span = Span(start=block.start, end=end if 0 <= end <= block.end else block.end)
    return table_cells(text[span.start : span.end]), span
