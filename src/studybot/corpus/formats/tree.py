"""pandoc's tree of a document -> Markdown: headings, lists, tables with every cell that a merged one spans, formulas."""

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from studybot.corpus.boxes import CALLOUTS
from studybot.corpus.emit import escape, guard
from studybot.corpus.formats.bold import Node, with_bold_headings
from studybot.corpus.formats.reading import grid, table, unnamed
from studybot.corpus.marks import role_mark
from studybot.corpus.roles import box_role

_BREAKS = 3  # of a heading that is more than one
_WRAPS = {"Emph": "*", "Strong": "**"}
# Directives of reStructuredText that are no text: lists that the page makes, remarks for authors, names of other files.
_UNSHOWN = frozenset(
    "contents toc toctree todo todolist index literalinclude highlight sectnum currentmodule automodule autoclass".split()
)
_ARGUED = frozenset("only versionadded versionchanged deprecated".split())  # their first line is no sentence
_EQUATION = re.compile(r"\\begin\{equation\*?\}\s*(?P<inner>.*?)\s*\\end\{equation\*?\}")
_LABEL = re.compile(r"\\label\{[^{}]*\}\s*|\\(?:nonumber|notag)\b\s*")
_FILE_NAME = re.compile(
    r"(?:\w+:)?(?:[^\\/]*[\\/])*[\w .-]+\.(?:png|jpe?g|gif|svg|webp|bmp|tiff?|emf|wmf)"
    r"|(?:picture|image|grafik|bild|imagen) ?\d*|[\W\d_]*"
    r"|.*(?:description automatically generated|ai-generated content may be incorrect).*",
    re.IGNORECASE | re.DOTALL,
)


class Tree:
    """One document; `pictures` counts those without a description once it is written."""

    def __init__(self, tree: Node, *, bold_headings: bool = False, page: bool = False, ruled: bool = False) -> None:
        self._blocks: list[Node] = tree["blocks"]
        title: Node = tree.get("meta", {}).get("title") or {"t": "", "c": []}
        self._title: list[Node] = title["c"] if title["t"] == "MetaInlines" else []
        self._page, self._ruled = page, ruled  # a line below the first row of a table says that it names the columns
        self._notes: list[str] = []
        self.pictures = 0
        self._bold = bold_headings
        self._headed = any(block["t"] == "Header" for block in self._blocks)

    def markdown(self) -> str:
        """Return the document as Markdown."""
        blocks = with_bold_headings(self._blocks, self._headed, bool(self._title)) if self._bold else self._blocks
        parts = [*self._heading(blocks), *self._write(blocks)]
        return "\n\n".join(part for part in parts if part.strip()) + "\n"

    def _heading(self, blocks: Sequence[Node]) -> list[str]:
        """The document's title, unless its own only heading of level 1 says it."""
        title = self.inline(self._title).strip()
        first = [self.inline(block["c"][2]).strip() for block in _headers(blocks) if block["c"][0] == 1]
        return [f"# {title}"] if title and title not in first[:1] and not (self._page and len(first) == 1) else []

    def _write(self, blocks: Iterable[Node]) -> list[str]:
        return [part for block in blocks for part in [*self._block(block), *self._footnotes()]]

    def _footnotes(self) -> list[str]:
        notes, self._notes = self._notes, []
        return notes

    def _block(self, block: Node) -> list[str]:
        kind: str = block["t"]
        content: Any = block.get("c")
        if kind in ("Para", "Plain"):
            return [guard(self.inline(content).strip())]
        if kind == "Header":
            inner, behind = _broken(content[2]) if self._bold else (content[2], [])
            title = self.inline(inner).strip()
            return [f"{'#' * min(content[0], 6)} {title}", *self._write(behind)] if title else []
        writer = getattr(self, f"_{kind.lower()}", None)
        return list(writer(content)) if writer is not None else []

    def _codeblock(self, content: Any) -> list[str]:
        (_, classes, _), text = content
        longest = max((len(run) for run in re.findall(r"`+", text)), default=0)
        fence = "`" * max(3, longest + 1)
        language = classes[0] if classes and re.fullmatch(r"[\w+#-]+", classes[0]) else ""
        return [f"{fence}{language}\n{text}\n{fence}"] if text.strip() else []

    def _lineblock(self, content: Any) -> list[str]:
        return ["  \n".join(guard(self.inline(line).strip()) for line in content)]

    def _blockquote(self, content: Any) -> list[str]:
        inner = "\n\n".join(self._write(content))
        return ["\n".join(f"> {line}".rstrip() for line in inner.split("\n"))] if inner.strip() else []

    def _bulletlist(self, content: Any) -> list[str]:
        return [self._items(content, lambda number: "- ")]

    def _orderedlist(self, content: Any) -> list[str]:
        (first, *_), items = content
        return [self._items(items, lambda number: f"{first + number}. ")]

    def _items(self, items: Any, sign: Any) -> str:
        lines: list[str] = []
        for number, item in enumerate(items):
            mark = sign(number)
            parts = self._write(item)
            loose = any(block["t"] not in ("Plain", "Para", "BulletList", "OrderedList") for block in item)
            text = ("\n\n" if loose else "\n").join(part for part in parts if part.strip())
            if text:
                lines.append(mark + text.replace("\n", "\n" + " " * len(mark)))
        return "\n".join(re.sub(r"[ ]+$", "", line, flags=re.MULTILINE) for line in lines)

    def _definitionlist(self, content: Any) -> list[str]:
        found = []
        for term, meanings in content:
            text = " ".join(" ".join(self._write(meaning)) for meaning in meanings)
            found.append(f"**{self.inline(term).strip()}:** {' '.join(text.split())}")
        return found

    def _figure(self, content: Any) -> list[str]:
        _, (_, caption), blocks = content
        return [*self._write(blocks), *self._write(caption)]

    def _div(self, content: Any) -> list[str]:
        (_, classes, _), blocks = content
        title = next((block for block in blocks if block["t"] == "Div" and "title" in block["c"][0][1]), None)
        names = [name.lower() for name in classes]
        if not _UNSHOWN.isdisjoint(names) and not self._page:
            return []
        blocks = blocks[1:] if not _ARGUED.isdisjoint(names) and not self._page else blocks
        inner = self._write(block for block in blocks if block is not title)
        if not inner or "toc" in names:
            return []
        named = [*names, inner[0].strip("*")] if "topic" in names else names
        role = next((role for role in map(box_role, named) if role != "teaching"), None)
        if role is not None:
            return [role_mark(role), *inner, role_mark("teaching")]
        if any(name in CALLOUTS for name in names) and all(not re.match(r"[-#|`>\d]", part) for part in inner):
            label = " ".join(self._write([title])).strip("# ") if title else ""
            inner[0] = f"**{label}:** {inner[0]}" if label and label.lower() not in names else inner[0]
            return ["\n>\n".join("> " + " ".join(part.split()) for part in inner)]
        return inner

    def _table(self, content: Any) -> list[str]:
        _, (_, caption), columns, (_, head), bodies, (_, foot) = content
        cells = self._grid([*head, *(row for body in bodies for rows in body[2:4] for row in rows), *foot], len(columns))
        cells = [row for row in cells if any(cell.strip() for cell in row)]
        if not cells:
            return self._write(caption)
        if len(columns) == 1 or len(cells) == 1:
            return [*self._write(caption), *(" ".join(cell for cell in row if cell) for row in cells)]
        return [*self._write(caption), table(unnamed(cells) if self._ruled and not head else cells)]

    def _grid(self, rows: Any, width: int) -> list[list[str]]:
        """The cells of a table, each in every place that it spans."""
        written = [
            [
                (deep, wide, " ".join(" ".join(part for part in self._write(_unframed(blocks)) if part).split()))
                for _, _, deep, wide, blocks in cells
            ]
            for _, cells in rows
        ]
        return grid(written, width)

    def inline(self, nodes: Iterable[Node]) -> str:
        """Return inline nodes as Markdown; plain words next to each other are escaped together."""
        pieces: list[str] = []
        words: list[str] = []
        for node in nodes:
            kind = node["t"]
            if kind == "Str":
                words.append(node["c"])
            elif kind in ("Space", "SoftBreak", "LineBreak"):
                words.append(" ")
            else:
                shown = self._inline(kind, node.get("c"))
                text = "".join(words)
                pieces += [escape(text if shown or kind != "Cite" else text.rstrip()), shown]
                words = []
        return "".join([*pieces, escape("".join(words))])

    def _inline(self, kind: str, content: Any) -> str:  # noqa: PLR0911 - a case for each kind of node
        if kind in _WRAPS:
            return _wrapped(self.inline(content), _WRAPS[kind])
        if kind == "Math":
            sign = "$$" if content[0]["t"] == "DisplayMath" else "$"
            formula = _LABEL.sub("", " ".join(content[1].split()))
            formula = whole["inner"] if (whole := _EQUATION.fullmatch(formula)) else formula
            return f" $${formula}$$ " if sign == "$$" else f"${formula}$"
        if kind == "Code":
            ticks = "``" if "`" in content[1] else "`"
            return f"{ticks}{content[1]}{ticks}" if content[1].strip() else ""
        if kind == "Link":
            text = self.inline(content[1])
            return text if content[2][0].startswith("#") or not text.strip() else f"[{text}]({content[2][0]})"
        if kind == "Image":
            return self._image(content)
        if kind == "Note":
            self._notes += [part for part in self._write(content) if part.strip()]
            return ""
        if kind == "Quoted":
            return ("“{}”" if content[0]["t"] == "DoubleQuote" else "‘{}’").format(self.inline(content[1]))
        if kind == "Superscript":
            text = self.inline(content)
            return f"^{text}" if re.fullmatch(r"[+−-]?\d+", text) else text
        if kind == "RawInline" or not isinstance(content, list):
            return ""
        return self.inline(content[-1] if kind in ("Span", "Cite") else content)

    def _image(self, content: Any) -> str:
        alt = " ".join(self.inline(content[1]).split())
        source = content[2][0]
        address = "" if source.startswith("data:") else source.replace(" ", "%20")
        if not is_described(alt):
            self.pictures += 1
            return f"![]({address})" if address and ":" not in address else ""
        return f"![{alt}]({address})"


def _headers(blocks: Iterable[Node]) -> Iterator[Node]:
    for block in blocks:
        if block["t"] == "Header":
            yield block
        elif block["t"] == "Div":
            yield from _headers(block["c"][1])


def _unframed(blocks: Iterable[Node]) -> Iterator[Node]:
    """The blocks of a cell without what only sets them in or off: a heading or a quote in it is a paragraph."""
    for block in blocks:
        if block["t"] == "BlockQuote":
            yield from _unframed(block["c"])
        else:
            yield {"t": "Para", "c": block["c"][2]} if block["t"] == "Header" else block


def _broken(nodes: list[Node]) -> tuple[list[Node], list[Node]]:
    """A title, and as paragraphs what an author wrote below it without leaving its style, line by line."""
    if len(breaks := [place for place, node in enumerate(nodes) if node["t"] == "LineBreak"]) < _BREAKS:
        return nodes, []
    lines = [nodes[start + 1 : end] for start, end in zip(breaks, [*breaks[1:], len(nodes)], strict=True)]
    return nodes[: breaks[0]], [{"t": "Para", "c": line} for line in lines if line]


def _wrapped(text: str, sign: str) -> str:
    """Emphasis that opens and closes at a word, as Markdown wants it."""
    bare = text.strip()
    if not bare:
        return text
    start = text[: len(text) - len(text.lstrip())]
    return f"{start}{sign}{bare}{sign}{text[len(start) + len(bare) :]}"


def is_described(alt: str) -> bool:
    """Whether the description of a picture says something: no file name, no "Picture 3", no guess of a program."""
    return bool(alt.strip()) and not _FILE_NAME.fullmatch(alt.strip())
