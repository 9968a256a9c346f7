"""A syllabus as CSV with a header: a column of objectives, and if wanted domain, domain weight and weight."""

import csv
import io
import re
from collections import defaultdict
from collections.abc import Sequence
from itertools import pairwise

from studybot.coverage.syllabus_rows import Row, Rows, number, percentages, with_weight

_OBJECTIVE = (
    *("objective", "learning objective", "objectives", "text", "outcome", "learning outcome", "skill", "task"),
    *("description", "requirement"),
)
_DOMAIN = ("domain", "area", "section", "module", "category", "topic", "unit")
_DOMAIN_WEIGHT = ("domain weight", "domain %", "domain percent", "weight of domain")
_WEIGHT = tuple("weight, objective weight, weight %, weight in %, weight (%), weighting, share, %, percent, points".split(", "))
HEADER = 6  # rows of a table in which its header is looked for
_DELIMITERS = (",", ";", "\t", "|")


def looks_like_csv(text: str) -> bool:
    """Whether the first line of pasted text is a header with a column of objectives."""
    line = _first_line(text)
    if line.lstrip().startswith("|"):
        return False  # a Markdown table
    return any(sign in line for sign in _DELIMITERS) and _column(_header(line, _delimiter(line)), _OBJECTIVE) is not None


def read_csv(text: str) -> Rows:
    """Return the rows of a CSV syllabus; a missing column is a problem that names the columns found."""
    delimiter = _delimiter(_first_line(text))
    reader = csv.reader(io.StringIO(text.lstrip("\ufeff\r\n"), newline=""), delimiter=delimiter)
    try:
        lines = [(reader.line_num, cells) for cells in reader if any(cell.strip() for cell in cells)]
    except csv.Error as error:
        return Rows(problems=(f"line {reader.line_num} is no valid CSV ({error}): correct its quotes",))
    if not lines:
        return Rows()
    header = [_name(cell) for cell in lines[0][1]]
    place = _column(header, _OBJECTIVE)
    if place is None:
        found = ", ".join(repr(cell.strip()[:40]) for cell in lines[0][1][:12])
        return Rows(problems=(f"no column 'objective' in its first line; the columns found are {found}: name one of them so",))
    return _rows(lines[1:], header, place)


def from_header(cells: Sequence[Sequence[str]]) -> list[list[str]]:
    """Return a table of a document from its header on, whatever stands above, as a table without joined cells has it.

    A domain and its weight that stand once, beside the first of some objectives, are those of all of them.
    """
    header = next((row for row in cells[:HEADER] if _column([_name(cell) for cell in row], _OBJECTIVE) is not None), None)
    if header is None:
        return [list(row) for row in cells]
    names = [_name(cell) for cell in header]
    rows = [list(row) for row in cells[list(cells).index(header) + 1 :]]
    domain, weight = _column(names, _DOMAIN), _column(names, _WEIGHT)
    if domain is None:
        return [list(header), *rows]
    starts = [bool(_cell(row, domain)) for row in rows]
    shown = list(header)
    if (
        weight is not None
        and not all(starts)
        and all(bool(_cell(row, weight)) == new for row, new in zip(rows, starts, strict=True))
    ):
        shown[weight] = _DOMAIN_WEIGHT[0]
    for before, row in pairwise(rows):
        if not _cell(row, domain):
            row[domain] = _cell(before, domain)
    return [shown, *rows]


def _rows(lines: Sequence[tuple[int, list[str]]], header: Sequence[str], place: int) -> Rows:
    domain_at, share_at, weight_at = _column(header, _DOMAIN), _column(header, _DOMAIN_WEIGHT), _column(header, _WEIGHT)
    rows: list[Row] = []
    domains: dict[str, float | None] = {}
    warnings: list[str] = []
    for line, cells in lines:
        name, given = with_weight(_cell(cells, domain_at))
        share = number(_cell(cells, share_at)) if _cell(cells, share_at) else given
        if name and domains.get(name) is None:
            domains[name] = share
        written = _cell(cells, weight_at)
        if written and number(written) is None:
            warnings.append(f"line {line}: the weight {written[:40]!r} is no number and is left out")
        rows.append(Row(_cell(cells, place), name, number(written), line))
    if share_at is None and (repeated := _repeated(rows)):
        domains, rows = repeated, [row._replace(weight=None) for row in rows]
    return Rows(tuple(rows), tuple(percentages(list(domains.items()))), warnings=tuple(warnings))


def _repeated(rows: Sequence[Row]) -> dict[str, float | None]:
    """The weights of domains that are written again beside each objective: alike within a domain, and 100 once for each."""
    found: dict[str, set[float | None]] = defaultdict(set)
    for row in rows:
        found[row.domain].add(row.weight)
    weights = {name: next(iter(own)) for name, own in found.items() if len(own) == 1}
    total = sum(weight or 0.0 for weight in weights.values())
    whole = len(weights) == len(found) < len(rows) and all(found) and any(abs(total - full) <= full / 100 for full in (1, 100))
    return weights if whole and None not in weights.values() else {}


def _cell(cells: Sequence[str], place: int | None) -> str:
    return cells[place].strip() if place is not None and place < len(cells) else ""


def _first_line(text: str) -> str:
    return re.split(r"[\r\n]", text.lstrip("\ufeff\r\n"), maxsplit=1)[0]


def _header(line: str, delimiter: str) -> list[str]:
    return [_name(cell) for cell in next(csv.reader([line], delimiter=delimiter), [])]


def _delimiter(line: str) -> str:
    return max(_DELIMITERS, key=line.count)


def _name(cell: str) -> str:
    return re.sub(r"[\s_]+", " ", cell).strip().casefold()


def _column(header: Sequence[str], names: Sequence[str]) -> int | None:
    return next((header.index(name) for name in names if name in header), None)
