"""Markdown -> Document: heading paths, blocks by kind, and the units (sentence, bullet, row, step, command) of each block.

Every offset counts characters of the text as given, so that a citation can be cut from the file again.
"""

import re
from collections.abc import Iterator
from functools import lru_cache
from hashlib import sha256
from pathlib import PurePosixPath
from typing import get_args

from markdown_it import MarkdownIt
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token

from studybot.corpus.marks import read_mark
from studybot.corpus.roles import announces, file_role, heading_role, offers_choice
from studybot.corpus.spans import code_spans, formula_spans
from studybot.corpus.tasks import asks, is_all_tasks, is_sheet, is_task
from studybot.corpus.units import KINDS, Lines, lines_of, plain, units_of
from studybot.types import Block, Document, Role, Section, Span, Topic

_ONLY_LINKS = re.compile(r"(?:[\s*+|·•,;>-]*(?:\d+[.)]\s+)?\[[^\[\]\n]+\]\([^()\s]*\))+[\s|·•,;]*")
_EMPHASISED = re.compile(r"\*[^*\n]+\*\s*\Z")


def parser() -> MarkdownIt:
    """Return the one Markdown dialect of studybot: CommonMark, tables and formulas, HTML shown as text."""
    return with_formulas(MarkdownIt("commonmark", {"html": False}).enable("table"))


def parse(text: str, *, source: str, topic: Topic) -> Document:
    """Return the document behind Markdown `text`; headings below the topic's own (level 1) open sections."""
    lines = Lines.of(text)
    tokens = list(_top_level(text))
    titles = [plain(inline) for token, inline in tokens if token.type == "heading_open"]
    role, sheet = file_role(PurePosixPath(source).stem), is_sheet(source)
    role = "exercise" if sheet and role == "teaching" and is_all_tasks(titles, text) else role
    outline = _Outline(topic, sum(token.tag == "h1" for token, _ in tokens), role, sheet=sheet)
    for token, inline in tokens:
        start, end = lines.span(*lines_of(token))
        start = lines.starts[lines_of(token)[0]] if token.type == "code_block" else start  # with the indent that makes it code
        mark = read_mark(text[start:end]) if token.type == "paragraph_open" else None
        if token.type == "heading_open":
            outline.open(int(token.tag[1]), plain(inline), start)
        elif mark is not None:
            outline.mark(*mark)
        elif token.type in KINDS and start < end and not outline.is_category(text[start:end]):
            outline.add(_block(token, lines, start, end), text[start:end])
    outline.close(len(text.rstrip()))
    return Document(
        id=sha256(f"{source}\n{text}".encode()).hexdigest()[:16],
        source=source,
        topic=topic,
        text=text,
        sections=tuple(_with_formulas(section, text) for section in outline.sections),
    )


class _Outline:
    """The sections so far: heading paths, and the blocks under the heading that is open with what they are for."""

    def __init__(self, topic: Topic, titles: int, role: Role, *, sheet: bool) -> None:
        self.sections: list[Section] = []
        self._topic = topic
        self._alone = titles == 1  # the only heading of level 1 is the title, in whatever words
        self._headings: dict[int, str] = {1: topic.title}
        self._level, self._start, self._shift = 1, 0, 0
        self._blocks: list[Block] = []
        self._file = role
        self._sheet = sheet
        self._marked: Role = "teaching"
        self._place = ""
        self._opened = False  # the title's own heading was met
        self._announced: Role | None = None

    def close(self, end: int) -> None:
        """End the section that is open; one without blocks counts when it has a heading."""
        if self._blocks or self._level > 1:
            path = tuple(self._headings[level] for level in sorted(self._headings) if level <= self._level)
            section = Section(path=path, level=self._level, start=self._start, end=end, blocks=tuple(self._blocks))
            self.sections.append(section)
        self._blocks = []

    def open(self, level: int, title: str, start: int) -> None:
        """Open the section of a heading. A heading of level 1 behind the title, and all below it, stand one deeper."""
        first = self._level == 1 and not self._opened
        self.close(start)
        titled = title.endswith(self._topic.title)
        if first and (titled or (level == 1 and self._alone)):
            self._opened = True
            self._start, self._headings = start, {1: self._topic.title if titled else title}
            return
        self._shift = 1 if level == 1 else self._shift
        self._level, self._start, self._announced = min(level + self._shift, 6), start, None
        self._headings = {known: text for known, text in self._headings.items() if known < self._level}
        self._headings[self._level] = title

    def mark(self, kind: str, value: str) -> None:
        """Take what a reader's mark says of everything behind it."""
        if kind == "place":
            self._place = value
        else:
            self._marked = next((role for role in get_args(Role) if role == value), self._marked)

    def add(self, block: Block, text: str) -> None:
        """Take a block into the section that is open."""
        stated = self._marked if self._marked != "teaching" else self._file
        role = stated if stated != "teaching" else self._form_role(block, text)
        self._blocks.append(block.model_copy(update={"role": role, "place": self._place}))

    def _form_role(self, block: Block, text: str) -> Role:
        """The role that headings give, or what the block looks like: announced objectives, nothing but links."""
        for level in sorted(self._headings, reverse=True):
            if (role := heading_role(self._headings[level])) != "teaching":
                return role
        if self._sheet and (asks(text) or any(map(is_task, self._headings.values()))):
            return "exercise"
        behind, self._announced = self._announced, _announced(block, text)
        if self._announced or (behind and block.kind in ("list", "steps")):
            return self._announced or behind or "teaching"
        return "reference" if block.kind in ("list", "prose") and _ONLY_LINKS.fullmatch(text) else "teaching"

    def is_category(self, text: str) -> bool:
        """The emphasised line under a topic's title is its category, not material."""
        category = self._topic.category
        plainly = self._level == 1 and not self._blocks and bool(category)
        return plainly and bool(_EMPHASISED.match(text)) and text.strip("* ") == category


def _announced(block: Block, text: str) -> Role | None:
    """What a paragraph says that the list behind it is, if that is no teaching."""
    if block.kind != "prose":
        return None
    return "objective" if announces(text) else "exercise" if offers_choice(text) else None


def _with_formulas(section: Section, text: str) -> Section:
    """The section with each displayed formula in one block and one unit with the sentence that it belongs to."""
    blocks: list[Block] = []
    for block in section.blocks:
        before = blocks[-1] if blocks else None
        if before is None or block.kind != "prose" or before.kind != "prose" or before.role != block.role:
            blocks.append(block)
            continue
        led = _is_formula(text, block) and not _ends(text, before.units[-1])
        goes_on = _is_formula(text, before.units[-1]) and text[block.start].islower()
        if not (led or goes_on):
            blocks.append(block)
            continue
        joint = Span(start=before.units[-1].start, end=block.units[0].end)
        units = (*before.units[:-1], joint, *block.units[1:])
        blocks[-1] = before.model_copy(update={"end": block.end, "units": units})
    return section.model_copy(update={"blocks": tuple(blocks)})


def _is_formula(text: str, span: Span) -> bool:
    shown = text[span.start : span.end].rstrip(" .,;")
    return shown.endswith(("$$", "\\]")) and ("$$" in shown or "\\[" in shown)


def _ends(text: str, span: Span) -> bool:
    return text[span.start : span.end].rstrip("*_`)\"' ").endswith((".", "!", "?", "。", "！", "？", "।"))


def _top_level(text: str) -> Iterator[tuple[Token, Token | None]]:
    """Yield each top-level block token with the inline token behind it (for headings)."""
    tokens = parser().parse(text)
    for position, token in enumerate(tokens):
        if token.level == 0 and token.nesting >= 0 and token.map:
            following = tokens[position + 1] if position + 1 < len(tokens) else None
            yield token, following if following is not None and following.type == "inline" else None


def _block(token: Token, lines: Lines, start: int, end: int) -> Block:
    kind = KINDS[token.type]
    language = token.info.strip().split(" ")[0].lower() if token.type == "fence" else ""
    units = tuple(units_of(token, kind, language, lines, start, end))
    return Block(kind=kind, language=language, start=start, end=end, units=units or (Span(start=start, end=end),))


def with_formulas(markdown: MarkdownIt) -> MarkdownIt:
    """Let a parser keep each formula as one token `formula`, whose content is the formula as it is written."""
    markdown.inline.ruler.before("escape", "formula", _take)
    return markdown


def _take(state: StateInline, silent: bool) -> bool:
    if state.src[state.pos] not in "$\\":
        return False
    end = _formula_ends(state.src).get(state.pos)
    if end is None or end > state.posMax:
        return False
    if not silent:
        state.push("formula", "", 0).content = state.src[state.pos : end]
    state.pos = end
    return True


@lru_cache(maxsize=64)
def _formula_ends(text: str) -> dict[int, int]:
    """Where the formula that begins at an offset ends."""
    codes = code_spans(text)
    return {start: end for start, end in formula_spans(text) if not any(a < end and start < b for a, b in codes)}
