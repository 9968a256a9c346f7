"""Tables: their headings, their rows, and which hold data to read off instead of something to know."""

import re
from collections import Counter, defaultdict
from collections.abc import Sequence

from studybot.corpus.formats.reading import spans_all
from studybot.corpus.units import is_title, table_cells
from studybot.facts.language import language
from studybot.facts.records import are_lists
from studybot.facts.shape import measure
from studybot.facts.written import cite, clean, heading, row_noun
from studybot.text import any_word, squash, stems, words
from studybot.types import Block, Citation, Passage, Value

_MARK = re.compile(r":[a-z0-9_+-]+:")  # an icon by its name
_LINKS = re.compile(r"(?:\s*\[[^\]\n]*\]\([^\s)]*\)\s*(?:<br\s*/?>|,)?)+")
LONGEST_LABEL = 8  # words of what rows are about; more are sentences, such as things to do
_FEATURE = re.compile(r"feature|aspect|property|criteri(?:a|on)|attribute|comparison", re.IGNORECASE)
_RESULT = re.compile(r"^[$\d]|\b(?:19|20)\d\d\b|[a-z]\(")  # a heading that is a figure, names a year or calls a function
_BLANK = re.compile(r"[-–—_]{2,}")
_SUM = re.compile(r"\d\s*[=+×*/–-]\s*[$\d]")
MOSTLY = 0.75  # of the cells of a series are figures
SERIES = 3  # rows
READ_OFF = 40  # rows
SENTENCE = 4  # words of cells on average above which they say something and are no names
ALIKE = 2  # words that headings of one form share at least
COUNTED = frozenset(("count", "percent", "money"))  # measures of what somebody counted


class Row(Value):
    """One row of a table: its label, what it is called in a question, the other cells as (heading, text), the row's span.

    `kind` is the noun for rows of the table.
    """

    path: tuple[str, ...]
    label: str
    called: str
    kind: str
    cells: tuple[tuple[str, str], ...]
    proof: Citation


def rows(passage: Passage, block: Block) -> list[Row]:
    """Return the rows of a table block that have a label and at least one other cell."""
    header, found = header_of(passage, block), list[Row]()
    told = [table_cells(passage.cut(unit)) for unit in block.units]
    units = (
        [pair for pair in zip(block.units, told, strict=True) if not spans_all(pair[1])]
        if not (are_lists(header) or are_sides(passage, block) or _is_row(header))
        else []
    )
    links = {at for at in range(1, len(header)) if all(_LINKS.fullmatch(row[at]) for row in told if at < len(row) and row[at])}
    for unit, row in units:
        cells = [clean(cell) for cell in row]
        shown = [(header[at], text) for at, text in enumerate(cells[: len(header)]) if at and at not in links]
        named = tuple((name, text) for name, text in shown if any_word(text) and not _MARK.fullmatch(text))
        if cells and any_word(cells[0]) and named and not set(words(cells[0])) <= language().totals:
            proof = cite(passage, unit.start, unit.end)
            label = heading(cells[0])
            # A label without letters says what it is: `CIDR /16`.
            called = label if any(map(str.isalpha, label)) or not header[0] else f"{header[0]} {label}"
            kind = "" if _FEATURE.fullmatch(header[0]) and len(header) > 2 else row_noun(header[0])
            found.append(Row(path=named_path(passage, block), label=label, called=called, kind=kind, cells=named, proof=proof))
    return found if sum(len(row.label.split()) for row in found) <= LONGEST_LABEL * len(found) else []


def _is_row(header: Sequence[str]) -> bool:
    """Whether the first line of a table is none of headings: a placeholder, yes and no, or letters that count parts."""
    known = language()
    counts = len(words(header[0])) > 1 and all(len(word) == 1 for word in words(header[0]))
    return counts or any(_BLANK.fullmatch(name) or name.lower() in known.yes_marks | known.no_marks for name in header)


def are_numbered(found: Sequence[Row]) -> bool:
    """Whether rows are only numbered (firewall rules): those are examples, not things to know."""
    return all(row.label.replace(".", "").isdigit() for row in found)


def are_data(found: Sequence[Row]) -> bool:
    """Whether a table holds data to read off, and nothing to know.

    Rows that are called the same are records, as are variables with their readings; headings that are figures, or name a
    year or a formula, stand over results; columns of bare figures are a series, and so are sums and columns that all
    measure the same. Sizes and times beside each other, or alone, may be limits.
    """
    names = {name for row in found for name, _ in row.cells}
    names |= {row.path[-1] for row in found if row.path != row.proof.passage.path}  # what stands over all columns
    if len({squash(row.label) for row in found}) < len(found) or any(_RESULT.search(name) for name in names):
        return True
    cells = _by_column(found)
    kinds = {_kind(texts) for texts in cells.values()} or {""}
    if all("_" in row.label for row in found) and "" not in kinds:
        return True
    return len(found) >= SERIES and (kinds <= COUNTED or (len(cells) > 1 and len(kinds) == 1 and "" not in kinds))


def read_off(found: Sequence[Row]) -> frozenset[str]:
    """Return the columns that are figures of so many rows that nobody knows them by heart (a census, a data set)."""
    if len(found) < READ_OFF:
        return frozenset()
    return frozenset(name for name, texts in _by_column(found).items() if _kind(texts))


def _by_column(found: Sequence[Row]) -> dict[str, list[str]]:
    cells: dict[str, list[str]] = defaultdict(list)
    for name, text in (cell for row in found for cell in row.cells):
        cells[name].append(text)
    return cells


def _kind(texts: Sequence[str]) -> str:
    """What most figures of a column measure, in brackets or not, and what they count: cups and minutes are two things."""
    kind = _usual([measure(text.strip("() ")) or ("count" if _SUM.search(text) else "") for text in texts])
    return (_usual([squash(re.sub(r"[\d\W]+", "", text)) for text in texts]) if kind == "count" else "") or kind


def _usual(values: Sequence[str]) -> str:
    value, times = Counter(values).most_common(1)[0]
    return value if times >= MOSTLY * len(values) else ""


def compares(passage: Passage, block: Block) -> bool:
    """Whether a table compares the things of its header: each row is a feature of theirs."""
    header, told = header_of(passage, block), set(stems(table_title(passage, block)))
    together = bool(told) and not header[0] and all(stems(name) and set(stems(name)) <= told for name in header[1:])
    return len(header) > 2 and (together or bool(_FEATURE.fullmatch(header[0])))


def are_sides(passage: Passage, block: Block) -> bool:
    """Whether the columns of a table list what is said of each of some sides, and its rows pair nothing.

    Their headings are of one form ("Good for users", "Good for makers"), or their cells sentences below headings of one noun.
    """
    header = [frozenset(stems(name)) for name in header_of(passage, block)]
    shared = frozenset.intersection(*header)
    firsts = [len(words(clean(table_cells(passage.cut(unit))[0]))) for unit in block.units]
    told = sum(firsts) > SENTENCE * len(firsts)
    return len(header) > 1 and all(name - shared for name in header) and len(shared) >= (1 if told else ALIKE)


def header_of(passage: Passage, block: Block) -> list[str]:
    """Return the headings of a table's columns as plain text."""
    return [clean(cell).rstrip(" .…") for cell in table_cells(passage.cut(block).partition("\n")[0])]


def named_path(passage: Passage, block: Block) -> tuple[str, ...]:
    """Return the headings above a table, and the title right above it as the last one."""
    return (*passage.path, *filter(None, [clean(table_title(passage, block))]))


def table_title(passage: Passage, block: Block) -> str:
    """Return the title in bold that stands right above a table."""
    above = next((other for other in reversed(passage.blocks) if other.end <= block.start), None)
    return passage.cut(above).strip("*") if above is not None and is_title(passage.cut(above)) else ""
