"""The boxes of a slide in the order in which they are read, and what each of them shows as Markdown."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Any, NamedTuple

from pptx.enum.shapes import MSO_SHAPE_TYPE, PP_PLACEHOLDER

from studybot.corpus.formats.reading import table
from studybot.corpus.formats.slide_lines import lines_of
from studybot.corpus.formats.slide_looks import Line
from studybot.corpus.formats.slide_parts import address, charted, content, drawn, grid
from studybot.corpus.formats.slide_text import blocks
from studybot.corpus.formats.tree import is_described

TITLES = (PP_PLACEHOLDER.TITLE, PP_PLACEHOLDER.CENTER_TITLE)
_FRAME = (PP_PLACEHOLDER.FOOTER, PP_PLACEHOLDER.SLIDE_NUMBER, PP_PLACEHOLDER.DATE, PP_PLACEHOLDER.HEADER)
_LISTS = (PP_PLACEHOLDER.BODY, PP_PLACEHOLDER.OBJECT)
_OBJECTS = (MSO_SHAPE_TYPE.EMBEDDED_OLE_OBJECT, MSO_SHAPE_TYPE.LINKED_OLE_OBJECT)
_SHRUNK = 0.2  # of a box on each side: boxes are somewhat larger than what stands in them
_ICON = 0.004  # of a slide, below which a picture is an ornament
_CELL = 60  # characters of a line that may stand beside others in columns
_FOOT = 60  # characters of what stands at the same place of most slides
_NUMBER = 20  # of one in which the number of the slide stands
_COUNT = "\x00"  # before how far a number is from that of its slide
_EDGE = 2  # twentieths of a slide from above or below in which its number stands
_COLUMNS = 5
_LABEL = 30  # characters of a word in a drawing
_LABELS = 4


class Box(NamedTuple):
    """A shape with its edges: left, top, right, bottom."""

    shape: Any
    edges: tuple[float, float, float, float]


class Deck:
    """What holds for all slides of a presentation: its size, and what stands on most slides and teaches nothing."""

    def __init__(self, deck: Any, slides: Sequence[Any]) -> None:
        self.area = deck.slide_width * deck.slide_height
        self._size = (deck.slide_width, deck.slide_height)
        self._numbers = {slide.part.partname: number for number, slide in enumerate(deck.slides, start=1)}
        shapes = [shape for slide in slides for shape in flat(slide.shapes)]
        feet = Counter(foot for shape in shapes for foot in self._feet_of(shape))
        self._feet = {foot for foot, count in feet.items() if count >= max(3, len(slides) / 2) and _may_be_foot(*foot)}
        counted = {text for text, *_ in self._feet if _COUNT in text} - {_COUNT}
        self._counted = counted | {_frame(text) for text in counted if any(map(str.isalpha, text))}
        drawn = Counter(held for slide in slides for held in {content(shape) for shape in flat(slide.shapes)} - {""})
        self._ornaments = {held for held, count in drawn.items() if count >= 3}

    def teaches(self, shape: Any) -> bool:
        """Whether a shape is part of what its slide says: no foot, number of the slide or ornament."""
        if kind_of(shape) in _FRAME or any(map(self._is_foot, self._feet_of(shape))) or _is_number(shape):
            return False
        if not is_picture(shape):
            return True
        small = (shape.width or 0) * (shape.height or 0) < _ICON * self.area
        return not (small or content(shape) in self._ornaments)

    def lies_beside(self, shape: Any) -> bool:
        """Whether a shape lies beside its slide as a whole, or is switched off."""
        if shape._element._nvXxPr.cNvPr.get("hidden") in ("1", "true"):
            return True
        if None in (shape.left, shape.top, shape.width, shape.height):  # where the layout has it
            return False
        right, bottom = shape.left + shape.width, shape.top + shape.height
        return bool(right <= 0 or bottom <= 0 or shape.left >= self._size[0] or shape.top >= self._size[1])

    def _feet_of(self, shape: Any) -> set[tuple[str, int, int]]:
        """What a short text may be as a foot, and about where it stands: itself, or at the edge the number of its slide."""
        text = " ".join(shape.text_frame.text.split()) if shape.has_text_frame else ""
        if not 0 < len(text) <= _FOOT or kind_of(shape) in (*TITLES, *_LISTS):
            return set()
        left, top = ((part or 0) * 20 // whole for part, whole in zip((shape.left, shape.top), self._size, strict=True))
        number = self._numbers.get(shape.part.partname, 0)
        found = list(re.finditer(r"\d+", text)) if len(text) <= _NUMBER else []
        parts = [(text[: one.start()], int(one[0]) - number, text[one.end() :]) for one in found]
        counts = {re.sub(r"\W+", "", one) + f"{_COUNT}{far}" + re.sub(r"\W+", "", other) for one, far, other in parts}
        bare = {_COUNT} if re.fullmatch(r"\W*\d+\W*", text) else set()
        return {(said, left, top) for said in {text, *counts, *bare}}

    def _is_foot(self, foot: tuple[str, int, int]) -> bool:
        known = (foot[0] in self._counted and _may_be_foot(*foot)) or _frame(foot[0]) in self._counted
        return known or foot in self._feet


def _may_be_foot(text: str, _: int, top: int) -> bool:
    return _COUNT not in text or not _EDGE < top < 19 - _EDGE


def _frame(text: str) -> str:
    return re.sub(rf"{_COUNT}-?\d+", _COUNT, text)


def kind_of(shape: Any) -> Any:
    """Return the kind of a placeholder, None for any other shape."""
    return shape.placeholder_format.type if shape.is_placeholder else None


def flat(shapes: Any) -> Iterator[Any]:
    """Yield shapes with those of groups."""
    for shape in shapes:
        if shape.shape_type == MSO_SHAPE_TYPE.GROUP:
            yield from flat(shape.shapes)
        else:
            yield shape


def is_picture(shape: Any) -> bool:
    """Whether a shape is a picture, or an object of another program, of which only its picture is seen."""
    return shape.shape_type == MSO_SHAPE_TYPE.PICTURE or shape.shape_type in _OBJECTS


def _is_number(shape: Any) -> bool:
    fields = shape._element.xpath(".//a:fld[@type='slidenum']") if shape.has_text_frame else []
    return bool(fields) and len(shape.text_frame.text.strip()) <= _NUMBER


class Written:
    """What the shapes of a slide say as Markdown, and how many pictures have no description."""

    def __init__(self, deck: Deck, shapes: Sequence[Any]) -> None:
        self._deck = deck
        self.undescribed = 0
        self.parts = list(_together([part for part in self._read(shapes) if part]))

    def _read(self, shapes: Sequence[Any]) -> list[str]:
        held = [Box(shape, _edges(shape)) for shape in shapes if self._says(shape)]
        return [part for run in _runs(held) for part in self._run(run)]

    def _says(self, shape: Any) -> bool:
        if shape.shape_type == MSO_SHAPE_TYPE.GROUP:
            return any(map(self._says, shape.shapes))
        return self._deck.teaches(shape) and not (
            shape.has_text_frame and not shape.text_frame.text.strip() and not _formula(shape)
        )

    def _run(self, columns: Sequence[Sequence[Box]]) -> list[str]:
        """Columns side by side: a table of their lines, or one below the other, each under its title."""
        if len(columns) == 1:
            return [part for box in columns[0] for part in self._box(box)]
        if rows := _drawn_table(columns):
            return [table(rows)]
        return [part for column in columns for part in self._column(column)]

    def _column(self, column: Sequence[Box]) -> list[str]:
        first, *others = column
        lines = lines_of(first.shape, first.shape.text_frame) if others and first.shape.has_text_frame else []
        below = [line for box in others if box.shape.has_text_frame for line in lines_of(box.shape, box.shape.text_frame)]
        if len(lines) == 1 and len(below) > 1 and len(others) == 1 and _names(lines[0]):
            return [f"**{lines[0].text.strip('*')}**", *self._read([box.shape for box in others])]
        return self._read([box.shape for box in column]) if others else self._box(first)

    def _box(self, box: Box) -> list[str]:
        shape = box.shape
        if shape.shape_type == MSO_SHAPE_TYPE.GROUP:
            return self._read(list(shape.shapes))
        if shape.has_text_frame:
            return blocks(lines_of(shape, shape.text_frame), listed=kind_of(shape) in _LISTS)
        if shape.has_table:
            return grid(shape)
        if shape.has_chart:
            return [charted(shape.chart)]
        if is_picture(shape):
            return self._picture(shape)
        return drawn(shape) if shape.shape_type in (None, MSO_SHAPE_TYPE.DIAGRAM) else []

    def _picture(self, shape: Any) -> list[str]:
        alt = " ".join((shape._element._nvXxPr.cNvPr.get("descr") or "").split())
        described = is_described(alt)
        self.undescribed += not described
        label, place = alt.replace("[", "(").replace("]", ")") if described else "", address(shape)
        return [f"![{label}]({place})"] if label or place else []


def _together(parts: Sequence[str]) -> Iterator[str]:
    """Parts with the words beside the lines of a drawing, many and short, in one paragraph."""
    for label, group in groupby(parts, key=_is_label):
        held = list(group)
        yield from [" · ".join(held)] if label and len(held) >= _LABELS else held


def _is_label(part: str) -> bool:
    return len(part) <= _LABEL and not re.match(r"[-*#>|`!]|\d+[.)] ", part) and part[-1] not in ".:;?!"


def _formula(shape: Any) -> bool:
    return bool(shape._element.xpath(".//*[local-name()='oMath']"))


def _edges(shape: Any) -> tuple[float, float, float, float]:
    left, top = shape.left or 0, shape.top or 0
    width, height = shape.width or 0, shape.height or 0
    wide, high = width * _SHRUNK, height * _SHRUNK
    return (left + wide, top + high, left + width - wide, top + height - high)


def _cut(boxes: Sequence[Box], axis: int) -> list[list[Box]]:
    """Boxes in groups between which a line can be drawn: 0 from the top down, 1 from side to side."""
    found: list[list[Box]] = []
    reach = 0.0
    for box in sorted(boxes, key=lambda box: (box.edges[axis], box.edges[1 - axis])):
        if found and box.edges[axis] < reach:
            found[-1].append(box)
        else:
            found.append([box])
        reach = max(reach, box.edges[axis + 2]) if len(found[-1]) > 1 else box.edges[axis + 2]
    return found


def _runs(boxes: Sequence[Box]) -> Iterator[list[list[Box]]]:
    """Runs from the top down, each one box or columns side by side that reach as far down as they can."""
    bands = _cut(boxes, 1)
    while bands:
        for count in range(len(bands), 0, -1):
            columns = _cut([box for band in bands[:count] for box in band], 0)
            if len(columns) > 1:
                yield [sorted(column, key=lambda box: (box.edges[1], box.edges[0])) for column in columns]
                bands = bands[count:]
                break
        else:
            yield from ([[box]] for box in sorted(bands[0], key=lambda box: (box.edges[1], box.edges[0])))
            bands = bands[1:]


def _names(line: Line) -> bool:
    return not line.mono and not line.sign and len(line.plain) <= _CELL and line.plain.strip()[-1] not in ".;,!"


def _drawn_table(columns: Sequence[Sequence[Box]]) -> list[list[str]]:
    """The rows of a table that somebody drew with a box a column or a cell; none where the lines are not as many."""
    if len(columns) > _COLUMNS or any(not box.shape.has_text_frame for column in columns for box in column):
        return []
    read = [[lines_of(box.shape, box.shape.text_frame) for box in column] for column in columns]
    flat_lines = [[line for lines in column for line in lines] for column in read]
    count = len(flat_lines[0])
    if count < 3 or any(len(lines) != count for lines in flat_lines):
        return []
    every = [line for lines in flat_lines for line in lines]
    if any(line.sign or len(line.plain) > _CELL for line in every) or all(line.mono for line in every):
        return []
    headed = all(len(column) > 1 and len(column[0]) == 1 for column in read)
    rows = [[line.text for line in row] for row in zip(*flat_lines, strict=True)]
    return rows if headed else [[""] * len(columns), *rows]
