"""PowerPoint: each slide a section under its title, its place "slide 4", speaker notes apart and marked as notes."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from lxml import etree
from pptx import Presentation
from pptx.enum.shapes import MSO_SHAPE_TYPE, PP_PLACEHOLDER

from studybot.corpus.emit import escape, guard
from studybot.corpus.formats.omml import latex
from studybot.corpus.formats.reading import Reading, left_out, pictures, table
from studybot.corpus.formats.tree import is_described
from studybot.corpus.marks import place_mark, role_mark

LONGEST_TITLE = 80  # characters
_TITLES = (PP_PLACEHOLDER.TITLE, PP_PLACEHOLDER.CENTER_TITLE)
_FRAME = (PP_PLACEHOLDER.FOOTER, PP_PLACEHOLDER.SLIDE_NUMBER, PP_PLACEHOLDER.DATE, PP_PLACEHOLDER.HEADER)


def read_slides(path: Path) -> Reading:
    """Return the slides of a presentation in order; hidden ones are left out."""
    deck = Presentation(str(path))
    parts: list[str] = []
    undescribed, hidden = 0, 0
    unseen: list[str] = []
    for number, slide in enumerate(deck.slides, start=1):
        if slide._element.get("show") == "0":
            hidden += 1
            continue
        _unfold(slide._element)
        title = _line(slide.shapes.title.text_frame.text) if slide.shapes.title is not None else ""
        beside = [shape for shape in slide.shapes if _is_beside(shape, deck)]
        unseen += [shape.text_frame.text for shape in beside if shape.has_text_frame]
        shapes = _ordered([shape for shape in slide.shapes if shape not in beside])
        if not title and (largest := _heading(shapes)) is not None:
            shapes = [shape for shape in shapes if shape is not largest]
            title = _line(largest.text_frame.text)
        body, missing = _shapes(shapes)
        undescribed += missing
        notes = slide.notes_slide.notes_text_frame if slide.has_notes_slide else None
        said = [guard(_line(line)) for line in notes.text.split("\n") if line.strip()] if notes is not None else []
        if not (title or body or said):
            continue
        opening = not parts and bool(title)
        parts.append(place_mark(f"slide {number}"))
        parts.append(f"{'#' if opening else '##'} {title or f'Slide {number}'}")
        parts += body
        if said:
            parts += [role_mark("note"), *said, role_mark("teaching")]
    warnings = (*left_out(unseen), *pictures(undescribed), *((f"hidden slides are left out: {hidden}",) if hidden else ()))
    return Reading(texts=("\n\n".join(parts) + "\n",) if parts else (), warnings=warnings)


def _is_beside(shape: Any, deck: Any) -> bool:
    """Whether a shape lies beside its slide as a whole, or is switched off."""
    if shape._element._nvXxPr.cNvPr.get("hidden") in ("1", "true"):
        return True
    if None in (shape.left, shape.top, shape.width, shape.height):  # where the layout has it
        return False
    right, bottom = shape.left + shape.width, shape.top + shape.height
    return bool(right <= 0 or bottom <= 0 or shape.left >= deck.slide_width or shape.top >= deck.slide_height)


def _ordered(shapes: Any) -> list[Any]:
    """The shapes of a slide from the top down."""
    return sorted(_flat(shapes), key=lambda shape: (shape.top or 0, shape.left or 0))


def _heading(shapes: Sequence[Any]) -> Any:
    """The first box of a slide without a title, when it reads as one and more text stands below; None else."""
    boxes = [shape for shape in shapes if shape.has_text_frame and shape.text_frame.text.strip()]
    first = _line(boxes[0].text_frame.text) if boxes else ""
    named = 0 < len(first) <= LONGEST_TITLE and first[-1] not in ".;:,!"
    more = len(boxes) > 1 or any(shape.has_table or shape.has_chart for shape in shapes)
    return boxes[0] if named and more and len(boxes[0].text_frame.paragraphs) == 1 else None


def _drawn(shape: Any) -> list[str]:
    """The words of a diagram (SmartArt) as a list, in the order in which they were written."""
    relation = shape._element.xpath(".//*[local-name()='relIds']/@*[local-name()='dm']")
    if not relation:
        return []
    model = etree.fromstring(
        shape.part.related_part(relation[0]).blob, etree.XMLParser(resolve_entities=False, no_network=True)
    )
    points = model.xpath("//*[local-name()='pt'][not(@type) or @type='node']")
    words = [_line(" ".join(point.xpath(".//*[local-name()='t'][not(*)]/text()"))) for point in points]
    return ["\n".join(f"- {escape(word)}" for word in words if word)]


def _shapes(shapes: Sequence[Any]) -> tuple[list[str], int]:
    """The Markdown of the shapes of a slide, and how many pictures have no description."""
    found: list[str] = []
    missing = 0
    for shape in shapes:
        kind = shape.placeholder_format.type if shape.is_placeholder else None
        if kind in _TITLES or kind in _FRAME:
            continue
        if shape.has_text_frame:
            found += _paragraphs(shape.text_frame, listed=kind in (PP_PLACEHOLDER.BODY, PP_PLACEHOLDER.OBJECT))
        elif shape.has_table:
            found.append(table(_cells(shape.table)))
        elif shape.has_chart:
            found.append(_charted(shape.chart))
        elif shape.shape_type is None or shape.shape_type == MSO_SHAPE_TYPE.DIAGRAM:
            found += _drawn(shape)
        elif shape.shape_type == MSO_SHAPE_TYPE.PICTURE:
            alt = _line(shape._element._nvXxPr.cNvPr.get("descr") or "")
            described = is_described(alt)
            missing += not described
            label, address = alt.replace("[", "(").replace("]", ")") if described else "", _address(shape)
            found += [f"![{label}]({address})"] if label or address else []
    return [part for part in found if part], missing


def _charted(chart: Any) -> str:
    """The numbers of a chart as a table, a row for each category."""
    series = [each for plot in chart.plots for each in plot.series]
    categories = [str(label) for label in chart.plots[0].categories] if len(chart.plots) else []
    rows = [
        [label, *(_figure(each.values[number] if number < len(each.values) else None) for each in series)]
        for number, label in enumerate(categories)
    ]
    title = chart.chart_title.text_frame.text if chart.has_title and chart.chart_title.has_text_frame else ""
    return (
        table([[escape(_line(cell)) for cell in row] for row in [[title, *(each.name for each in series)], *rows]])
        if rows
        else ""
    )


def _figure(value: float | None) -> str:
    return "" if value is None else f"{value:g}"


def _address(shape: Any) -> str:
    """The part of the file that holds a picture; empty for one that is linked from elsewhere."""
    try:
        part = shape.part.related_part(shape._element.blip_rId)
    except (KeyError, AttributeError):
        return ""
    return str(part.partname).lstrip("/")


def _flat(shapes: Any) -> Iterator[Any]:
    for shape in shapes:
        if shape.shape_type == MSO_SHAPE_TYPE.GROUP:
            yield from _flat(shape.shapes)
        else:
            yield shape


def _cells(grid: Any) -> list[list[str]]:
    """The cells of a table, a merged one in every place that it spans."""
    rows = []
    for number in range(len(grid.rows)):
        row = []
        for column in range(len(grid.columns)):
            cell = grid.cell(number, column)
            if cell.is_spanned:
                cell = _origin(grid, number, column)
            row.append(escape(_line(cell.text_frame.text)))
        rows.append(row)
    return rows


def _origin(grid: Any, row: int, column: int) -> Any:
    for above in range(row, -1, -1):
        for left in range(column, -1, -1):
            cell = grid.cell(above, left)
            if cell.is_merge_origin and above + cell.span_height > row and left + cell.span_width > column:
                return cell
    return grid.cell(row, column)


def _paragraphs(frame: Any, *, listed: bool) -> list[str]:
    """Bullets of a body as one list by their level; text of other boxes as paragraphs."""
    lines = [(paragraph.level, guard(text)) for paragraph in frame.paragraphs if (text := _paragraph(paragraph))]
    if not listed or len(lines) < 2:
        return [line for _, line in lines]
    return ["\n".join(f"{'  ' * level}- {line}" for level, line in lines)]


def _unfold(slide: Any) -> None:
    """Put what newer programs show in the place of the choice between it and what older ones show: boxes with formulas."""
    for choice in slide.xpath(".//*[local-name()='AlternateContent']/*[local-name()='Choice']"):
        around = choice.getparent()
        for element in choice:
            around.addprevious(element)
        around.getparent().remove(around)


def _paragraph(paragraph: Any) -> str:
    """A paragraph of a slide with its formulas."""
    pieces = []
    for part in paragraph._p:
        name = part.tag.rpartition("}")[2]
        if name == "m":
            pieces.append(f"${latex(part)}$")
        elif name in ("r", "fld", "br"):
            pieces.append(" " if name == "br" else escape("".join(part.xpath("./*[local-name()='t']/text()"))))
    return _line("".join(pieces))


def _line(text: str) -> str:
    return " ".join(text.split())
