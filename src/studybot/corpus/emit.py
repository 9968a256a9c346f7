"""Pieces of a plain text -> Markdown blocks, with every character that Markdown would act on escaped outside code."""

import re
from collections.abc import Iterator, Sequence

from studybot.corpus.codelines import language
from studybot.corpus.fences import fenced
from studybot.corpus.pieces import BOXED, BULLET, NUMBER, Piece
from studybot.corpus.spans import formula_spans

# What would open or close emphasis, code, a link, a tag, an entity or an escape inside a line.
_INLINE = re.compile(
    r"\\(?=[!-/:-@\[-`{-~]|$)|(?<!\s)\*|\*(?!\s)|[`\[]|(?<![^\W_])_|_(?![^\W_])|<(?=[A-Za-z/!?])|&(?=#?\w+;)", re.MULTILINE
)
# What would make a line a heading, a quote, a list, a rule, an underline, a fence or a row of a table.
_OPENING = re.compile(r"#{1,6}(?=\s|$)|>|[*+-](?=\s|$)|[=-]+\s*$|~{3}|[:|-][\s:|-]*$|\|")
_ORDERED = re.compile(r"(\d{1,9})([.)])(?=\s|$)", re.ASCII)


def escape(text: str) -> str:
    """Return `text`, one line, so that Markdown shows it as it is within a block."""
    return _INLINE.sub(lambda match: "\\" + match.group(), text)


def typed(text: str) -> str:
    """Return one line of a plain text, so that no formula begins in it, either: `$PATH:$HOME` names variables of a shell."""
    escaped = escape(text)
    return escaped.replace("$", r"\$") if "$$" in escaped or formula_spans(escaped) else escaped


def escape_line(line: str) -> str:
    """Return `line` so that it neither opens a block of its own nor acts within one."""
    opens = _OPENING.match(line)
    escaped = typed(line)
    if opens and not escaped.startswith("\\"):
        return "\\" + escaped
    return _ORDERED.sub(r"\1\\\2", escaped, count=1) if _ORDERED.match(escaped) else escaped


def guard(markdown: str) -> str:
    """Return a paragraph of Markdown so that its first line opens no other block."""
    if _OPENING.match(markdown):
        return "\\" + markdown
    return _ORDERED.sub(r"\1\\\2", markdown, count=1) if _ORDERED.match(markdown) else markdown


def heading(level: int, title: str) -> str:
    """Return a heading; a "#" at its end stays text."""
    return f"{'#' * level} {re.sub(r'#+$', lambda match: chr(92) + match.group(), typed(title.strip()))}"


def blocks(pieces: Sequence[Piece]) -> Iterator[str]:
    """Yield the Markdown of each piece; a list that does not go on with the one before it takes the other sign."""
    expected, sign, before = 0, ".", ""
    for piece in pieces:
        if piece.kind == "numbers":
            for number, lines in _numbered(piece.lines):
                if number != expected and before == "numbers":
                    sign = ")" if sign == "." else "."
                yield _item(f"{number}{sign} ", lines)
                expected, before = number + 1, "numbers"
        else:
            yield _block(piece)
        before = piece.kind


def _block(piece: Piece) -> str:
    match piece.kind:
        case "section" | "card":
            return heading(2 if piece.kind == "section" else 3, piece.lines[0])
        case "code":
            return fenced("\n".join(piece.lines), language(list(piece.lines)))
        case "bullets":
            return "\n".join(_bullets(piece.lines))
        case "callout":
            return _callout(piece.lines[0].strip())
        case _:
            return _paragraph(piece.lines)


def _callout(line: str) -> str:
    if not BOXED.match(line):
        return f"> {escape_line(line)}"
    label, rest = re.split(r"(?<=[:!?])\s+", typed(line), maxsplit=1)
    return f"> **{label}** {rest}"


def _paragraph(lines: Sequence[str]) -> str:
    """Rows keep their line breaks; lines that were only wrapped run on."""
    wrapped = max(map(len, lines)) <= 100 and any(line.strip()[0].islower() for line in lines[1:])
    return ("\n" if wrapped else "  \n").join(escape_line(line.strip()) for line in lines)


def _bullets(lines: Sequence[str]) -> Iterator[str]:
    """Yield a list; an item that stands deeper than the one before belongs to it."""
    open_indents: list[int] = []
    for line in lines:
        match = BULLET.match(line.expandtabs(4))
        if match is None:
            yield "  " * len(open_indents) + escape_line(line.strip())
            continue
        indent = len(match["indent"])
        while open_indents and indent <= open_indents[-1]:
            open_indents.pop()
        yield f"{'  ' * len(open_indents)}- {escape_line(match['item'].strip())}"
        open_indents.append(indent)


def _numbered(lines: Sequence[str]) -> Iterator[tuple[int, list[str]]]:
    """Yield each item's number and lines."""
    number, item = 0, list[str]()
    for line in lines:
        match = NUMBER.match(line)
        if match:
            if item:
                yield number, item
            number, item = int(match["number"]), [match["item"]]
        else:
            item.append(line)
    if item:
        yield number, item


def _item(sign: str, lines: Sequence[str]) -> str:
    return f"\n{' ' * len(sign)}".join(
        [sign + escape_line(lines[0].strip()), *(escape_line(line.strip()) for line in lines[1:])]
    )
