"""Tables, diagrams, charts and pictures of a slide as Markdown."""

from hashlib import sha1
from itertools import zip_longest
from typing import Any

from lxml import etree
from pptx.enum.shapes import MSO_SHAPE_TYPE

from studybot.corpus.emit import escape
from studybot.corpus.formats.reading import table
from studybot.corpus.formats.slide_lines import lines_of
from studybot.corpus.formats.slide_text import blocks
from studybot.corpus.pictures import KINDS


def grid(shape: Any) -> list[str]:
    """Return a table; one with a single column is a frame around its text."""
    cells = shape.table
    if len(cells.columns) == 1:
        return [part for row in cells.rows for part in blocks(lines_of(None, row.cells[0].text_frame))]
    return [table(_cells(cells))]


def _cells(grid: Any) -> list[list[str]]:
    """The cells of a table, a merged one in every place that it spans."""
    rows = []
    for number in range(len(grid.rows)):
        row = []
        for column, cell in enumerate(grid.rows[number].cells):  # a row may have fewer than there are columns
            shown = _origin(grid, number, column) if cell.is_spanned else cell
            row.append(" ".join(line.text for line in lines_of(None, shown.text_frame)))
        rows.append(row)
    return rows


def _origin(grid: Any, row: int, column: int) -> Any:
    for above in range(row, -1, -1):
        for left in range(column, -1, -1):
            cell = grid.cell(above, left)
            if cell.is_merge_origin and above + cell.span_height > row and left + cell.span_width > column:
                return cell
    return grid.cell(row, column)


def drawn(shape: Any) -> list[str]:
    """Return the words of a diagram (SmartArt) as a list, in the order in which they were written."""
    relation = shape._element.xpath(".//*[local-name()='relIds']/@*[local-name()='dm']")
    if not relation:
        return []
    model = etree.fromstring(
        shape.part.related_part(relation[0]).blob, etree.XMLParser(resolve_entities=False, no_network=True)
    )
    points = model.xpath("//*[local-name()='pt'][not(@type) or @type='node']")
    words = [" ".join(" ".join(point.xpath(".//*[local-name()='t'][not(*)]/text()")).split()) for point in points]
    return ["\n".join(f"- {escape(word)}" for word in words if word)]


def charted(chart: Any) -> str:
    """Return the numbers of a chart as a table, a row for each category."""
    series = [each for plot in chart.plots for each in plot.series]
    categories = [str(label) for label in chart.plots[0].categories] if len(chart.plots) else []
    values = zip_longest(*(each.values for each in series))
    rows = [[label, *map(_figure, figures)] for label, figures in zip(categories, values, strict=False)]
    title = chart.chart_title.text_frame.text if chart.has_title and chart.chart_title.has_text_frame else ""
    shown = [[title, *(each.name for each in series)], *rows]
    return table([[escape(" ".join(cell.split())) for cell in row] for row in shown]) if rows else ""


def _figure(value: float | None) -> str:
    return "" if value is None else f"{value:g}"


def address(shape: Any) -> str:
    """Return the part of the file that holds a picture; empty for one that is linked from elsewhere or no browser shows."""
    try:
        part = shape.part.related_part(shape._element.blip_rId)
    except (KeyError, AttributeError):
        return ""
    name = str(part.partname).lstrip("/")
    return name if name.lower().endswith(tuple(KINDS)) else ""


def content(shape: Any) -> str:
    """Return what tells a picture from others; empty for what is none or is linked from elsewhere."""
    try:
        return sha1(shape.image.blob, usedforsecurity=False).hexdigest() if shape.shape_type == MSO_SHAPE_TYPE.PICTURE else ""
    except (KeyError, AttributeError, ValueError):
        return ""
