"""The smallest citable parts of a block: sentences, bullets, rows, steps, commands."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from markdown_it.token import Token

from studybot.corpus.spans import formula_spans, masked
from studybot.text import any_word, sentences
from studybot.types import PRINTED, BlockKind, Span

KINDS: dict[str, BlockKind] = {
    "paragraph_open": "prose",
    "bullet_list_open": "list",
    "ordered_list_open": "steps",
    "table_open": "table",
    "fence": "code",
    "code_block": "code",
    "blockquote_open": "callout",
    "html_block": "prose",
}
_HASH_COMMENTS = {"bash", "sh", "shell", "console", "python", "hcl", "yaml", "ini", "toml", "dockerfile", "text", ""}
INLINE = 150  # characters up to which a picture is a word of its sentence, as an icon is
WHOLE = 320  # characters up to which a picture comes with its description and caption; of a longer one each sentence counts
_PICTURE = re.compile(r"!\[(?P<alt>(?:[^\[\]\\]|\\.)*)\]\((?:[^()\s]|\([^()\s]*\))*(?:\s+\"(?P<caption>[^\"]*)\")?\s*\)")
NAMED = re.compile(r"[^\W\d][^:=\n]*[:=]\s*\S")
_TITLE = re.compile(r"\*\*[^*\n]*[^*.:!?\n]\*\*")
_LINK = re.compile(r"!?\[(?:[^\[\]\\]|\\.)*\]\((?:[^()\s]|\([^()\s]*\))*(?:\s+\"[^\"]*\")?\s*\)")  # or a picture


@dataclass(frozen=True)
class Lines:
    """Offsets of the lines of a text: `starts[i]` is where line i begins; one more entry marks the end."""

    text: str
    starts: tuple[int, ...]

    @classmethod
    def of(cls, text: str) -> "Lines":
        """Return the lines of a text."""
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


def lines_of(token: Token) -> tuple[int, int]:
    """Return the first line of a token and the one behind its last."""
    first, last = token.map or (0, 0)
    return first, last


def plain(inline: Token | None) -> str:
    """Return the text of an inline token without its markup."""
    if inline is None or not inline.children:
        return inline.content.strip() if inline else ""
    return "".join(" " if "break" in child.type else child.content for child in inline.children).strip()


def units_of(token: Token, kind: BlockKind, language: str, lines: Lines, start: int, end: int) -> Iterator[Span]:
    """Yield the units of a block that stands at `start` to `end`."""
    if kind == "code":
        first, last = lines_of(token)
        fenced = token.type == "fence"
        yield from code_units(lines, first + fenced, last - fenced, language)
    elif kind == "table":
        first, last = lines_of(token)
        for row in range(first + 2, last):
            row_start, row_end = lines.span(row, row + 1)
            if any_word(lines.text[row_start:row_end]):
                yield Span(start=row_start, end=row_end)
    elif kind in ("list", "steps"):
        yield from _item_units(lines, start, end)
    else:
        offset = start + (1 if lines.text[start] == ">" else 0)
        prose = lines.text[offset:end]
        for unit_start, unit_end in prose_units(prose):
            yield Span(start=offset + unit_start, end=offset + unit_end)


ITEM = re.compile(r"^(?P<indent>\s*)(?:[-*+]|\d+[.)])\s+", re.MULTILINE)


def _item_units(lines: Lines, start: int, end: int) -> Iterator[Span]:
    """Each item of a list, nested ones too, without the items nested in it; the marker is left out."""
    text = lines.text
    line_start = text.rfind("\n", 0, start) + 1
    items = list(ITEM.finditer(text, line_start, end))
    for position, item in enumerate(items):
        stop = items[position + 1].start() if position + 1 < len(items) else end
        body = text[item.end() : stop].rstrip()
        if body:
            yield Span(start=item.end(), end=item.end() + len(body))


def code_units(lines: Lines, first: int, last: int, language: str) -> Iterator[Span]:
    """The commands of a code block (lines first..last-1): comment lines stay with what follows them.

    A shell line with a trailing comment explains itself and is a unit of its own; other code is cut at blank lines
    and, outside brackets, before comments.
    """
    rows = [lines.text[lines.starts[row] : lines.starts[row + 1]].rstrip("\n") for row in range(first, last)]
    printed = language in PRINTED  # as it was printed: the head of a table begins with blanks
    # What was printed by name (`Mean height: 180`) is a line each.
    single = language in ("bash", "sh", "shell", "console", "text", "") or (printed and all(map(NAMED.match, rows)))
    group: list[int] = []
    has_code = False
    depth = 0
    continued = False
    for number, row in enumerate(rows):
        bare = row.strip()
        comment = language in _HASH_COMMENTS and bare.startswith(("#", "//"))
        starts_new = depth <= 0 and not continued and has_code and (comment or (single and not _is_indented(row)))
        if (not bare and depth <= 0) or starts_new:
            yield from _group_span(lines, first, group, whole=printed)
            group, has_code = [], False
        if bare:
            group.append(number)
            has_code = has_code or not comment
            if not comment:
                depth += sum(row.count(sign) for sign in "([{") - sum(row.count(sign) for sign in ")]}")
                continued = bare.endswith("\\")
    yield from _group_span(lines, first, group, whole=printed)


def _is_indented(row: str) -> bool:
    return row[:1].isspace() or row.strip() in ("done", "fi", "esac", "}", "EOF", "then", "else")


def _group_span(lines: Lines, first: int, group: list[int], *, whole: bool) -> Iterator[Span]:
    if group:
        start, end = lines.span(first + group[0], first + group[-1] + 1)
        start = lines.starts[first + group[0]] if whole else start
        if any_word(lines.text[start:end]):
            yield Span(start=start, end=end)


def table_cells(row: str) -> list[str]:
    """Return the cells of one Markdown table row, trimmed, with escaped pipes kept as pipes."""
    cells = re.split(r"(?<!\\)\|", row.strip().removeprefix("|").removesuffix("|"))
    return [cell.strip().replace("\\|", "|") for cell in cells]


def is_title(text: str) -> bool:
    """Whether a paragraph is nothing but a title in bold."""
    return bool(_TITLE.fullmatch(text))


def picture_part(text: str, start: int, end: int) -> str:
    """Return what of a picture in a paragraph stands from `start` to `end`: "alt", "caption", "whole", "" where none does."""
    for picture in _PICTURE.finditer(text) if "![" in text else ():
        if picture.start() <= start and end <= picture.end():
            inside = [name for name in ("alt", "caption") if picture.start(name) <= start and end <= picture.end(name)]
            return inside[0] if inside else "whole"
    return ""


def prose_units(text: str) -> Iterator[tuple[int, int]]:
    """Yield the (start, end) offsets of the sentences of a paragraph: no mark of a picture or formula is cut in two."""
    pictures = list(_PICTURE.finditer(text)) if "![" in text else []
    place = 0
    for picture in (one for one in pictures if len(one.group()) > INLINE):
        yield from _sentences(text, place, picture.start())
        yield from [picture.span()] if len(picture.group()) <= WHOLE else _described(text, picture)
        place = picture.end()
    yield from _sentences(text, place, len(text))


def _described(text: str, picture: re.Match[str]) -> Iterator[tuple[int, int]]:
    """The sentences of a picture's description and caption, without the marks around them."""
    yield from _sentences(text, *picture.span("alt"))
    if picture["caption"]:
        yield from _sentences(text, *picture.span("caption"))


def _sentences(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    part = text[start:end]
    spans = formula_spans(part)
    icons = [one.span() for one in _LINK.finditer(part)] if "](" in part else []
    spans += [(a, b) for a, b in icons if not any(x < b and a < y for x, y in spans)]
    for first, last in sentences(masked(part, sorted(spans))):
        yield start + first, start + last
