"""Rules on pages of PDF: walls of tables, bars of fractions, and formulas whose signs say nothing of themselves."""

from collections.abc import Sequence
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from pdfs import say, write_slides
from studybot.corpus.formats.bold import text_of as shown
from studybot.corpus.formats.bold import with_bold_headings
from studybot.corpus.formats.pdf_fonts import told_apart
from studybot.corpus.formats.pdf_formulas import displayed, named
from studybot.corpus.formats.pdf_glyphs import UNKNOWN
from studybot.corpus.formats.reading import grid
from studybot.corpus.read import read

PAGE = (595, 842)
TEXT = b"".join(say(70, 700 - 15 * at, 12, "The kiln stays warm for as many hours as it was fired.") for at in range(6))


def box(left: float, base: float, wide: float, high: float) -> bytes:
    """A filled rectangle."""
    return b"%g %g %g %g re f\n" % (left, base, wide, high)


def ruled(rows: Sequence[tuple[str, ...]], *, shaded: bool = False) -> bytes:
    """A table with a rule on each side of each cell, as Word draws them, below some text."""
    drawn = TEXT
    for at, row in enumerate(rows):
        top = 560 - 20 * at
        for column, text in enumerate(row):
            left = 100 + 100 * column
            shade = b"1 1 0 rg " + box(left + 5.5, top - 19, 89, 18) + b"0 g " if shaded else b""
            drawn += shade + box(left, top, 100, 0.5) + box(left, top - 20, 0.5, 20) + say(left + 44, top - 15, 12, text)
        drawn += box(100 + 100 * len(row), top - 20, 0.5, 20)
    return drawn + b"".join(box(100 + 100 * at, 560 - 20 * len(rows), 100, 0.5) for at in range(len(rows[0])))


def text_of(folder: Path, page: bytes) -> str:
    """The text of a page."""
    (text,) = read(write_slides(folder / "kiln.pdf", [page], PAGE))
    return text


def test_walls_of_tables_are_no_bars(tmp_path: Path) -> None:
    """Numbers above each other in a table are no fraction, and what is shaded in its cells makes no columns."""
    rows = [("Hour", "Heat"), ("1", "10"), ("2", "14"), ("3", "6")]
    for shaded in (False, True):
        text = text_of(tmp_path, ruled(rows, shaded=shaded))
        assert "| Hour | Heat |\n|---|---|\n| 1 | 10 |\n| 2 | 14 |\n| 3 | 6 |" in text
        assert "frac" not in text


def test_small_fractions_stand_on_the_line(tmp_path: Path) -> None:
    """A fraction set smaller within a line is no power of what stands before it; what is raised within it is one."""
    page = (
        TEXT
        + say(100, 560, 12, "p", 2)
        + say(110, 560, 12, "=", 2)
        + say(120, 567, 8, "e", 2)
        + say(124, 570, 7, "x", 2)
        + box(120, 563, 8, 0.5)
        + say(122, 555, 8, "n", 2)
    )
    assert r"$$p = \frac{e^{x}}{n}$$" in text_of(tmp_path, page)


def test_glyphs_of_word_are_known_without_their_letters() -> None:
    """Where a file says that the letters of Cambria Math are spaces, their numbers tell them; others are unknown."""
    letters = {3: " ", 1842: " ", 4666: "(", 1827: " ", 1515: " ", 9000: " ", 9001: " "}
    font = SimpleNamespace(fontname="ABCDEE+Cambria Math", unicode_map=SimpleNamespace(cid2unichr=letters))
    pdf: Any = SimpleNamespace(rsrcmgr=SimpleNamespace(get_font=lambda number, spec: font))
    told_apart(pdf)
    pdf.rsrcmgr.get_font(1, {})
    assert letters == {3: " ", 1842: "P", 4666: "(", 1827: "A", 1515: "∪", 9000: UNKNOWN, 9001: UNKNOWN}


def test_torn_formulas_are_named_by_their_page() -> None:
    """A formula with brackets around nothing, or that do not close, is not shown: its page is."""
    assert list(displayed(["P = [ ] [ ] = [ ]"])) == list(displayed(["f(x) = e^{-(}"]))
    assert [named(text, 6) for text in displayed(["P = [ ] [ ]"])] == ["(a formula on page 6)"]
    assert list(displayed(["i) P(X < 4) = 0.5"])) == ["$$i) P(X < 4) = 0.5$$"]


def test_long_merged_cells_stand_once() -> None:
    """A merged cell that names what it spans is said of all, a sentence or a formula once."""
    long = "Each participant has to bring the clay that was prepared on the day before the firing."
    assert grid([[(1, 2, long)], [(1, 1, "a"), (1, 1, "b")]]) == [[long, ""], ["a", "b"]]
    assert grid([[(2, 1, "Day"), (1, 1, "1")], [(1, 1, "2")]]) == [["Day", "1"], ["Day", "2"]]
    assert grid([[(2, 1, "x = 2"), (1, 1, "1")], [(1, 1, "2")]]) == [["x = 2", "1"], ["", "2"]]


def test_bold_lines_are_headings_or_items(tmp_path: Path) -> None:
    """A line in bold is a heading with a colon, too; letters make it an item; captions, formulas and addresses are none."""
    bold = [
        (600, "Firing:"),
        (550, "a) Bisque firing"),
        (535, "b) Glaze firing"),
        (500, "Figure 1 Kiln"),
        (450, "Heat = Fuel - Loss"),
        (400, "Solution:"),
    ]
    page = TEXT + b"".join(say(70, base, 12, text, 1) for base, text in bold)
    page += say(70, 350, 12, "Image source: https://example.org/kiln") + say(70, 300, 12, "It is done when the cone bends.")
    text = text_of(tmp_path, page)
    assert [line for line in text.split("\n") if line.startswith("#")] == ["# Firing", "## Solution"]
    assert "- a) Bisque firing" in text
    assert "- b) Glaze firing" in text
    assert "example.org" not in text


def test_typed_rules_of_word_are_no_text() -> None:
    """A row of asterisks is a rule, beside a title in bold, too."""

    def strong(*words: str) -> dict[str, Any]:
        return {"t": "Para", "c": [{"t": "Strong", "c": [{"t": "Str", "c": word} for word in words]}]}

    rule = {"t": "Para", "c": [{"t": "Str", "c": "*" * 20}]}
    text = {"t": "Para", "c": [{"t": "Str", "c": "It"}, {"t": "Space"}, {"t": "Str", "c": "burns."}]}
    found = with_bold_headings([strong("*" * 70, "Kiln"), text, rule, text], False, True)
    assert [(block["t"], inner_text(block["c"])) for block in found] == [
        ("Header", "Kiln"),
        ("Para", "It burns."),
        ("Para", "It burns."),
    ]


def inner_text(content: Any) -> str:
    """What a block says."""
    return shown(content[2] if isinstance(content[0], int) else content)
