"""Signs of formulas that a PDF draws as outlines: brackets, roots, bars; what is not whole is not shown as a formula."""

from collections.abc import Sequence
from pathlib import Path

import pytest

from pdfs import say, write_slides
from studybot.corpus.formats.pdf import read_pdf
from studybot.corpus.formats.reading import Reading

# The outlines that Office draws, in a box of one by one, from the top down.
ROUND = [
    (0.96, 0),
    (1, 0.04),
    (0.46, 0.2),
    (0.27, 0.5),
    (0.46, 0.8),
    (1, 0.96),
    (0.96, 1),
    (0.24, 0.82),
    (0, 0.5),
    (0.24, 0.18),
]
SQUARE = [(0, 0), (1, 0), (1, 0.05), (0.3, 0.05), (0.3, 0.5), (0.3, 0.95), (1, 0.95), (1, 1), (0, 1), (0, 0.5)]
CURLY = [
    (1, 0),
    (1, 0.04),
    (0.7, 0.1),
    (0.7, 0.4),
    (0.2, 0.5),
    (0.7, 0.6),
    (0.7, 0.9),
    (1, 0.96),
    (1, 1),
    (0.5, 0.9),
    (0.5, 0.6),
]
CURLY += [(0, 0.5), (0.5, 0.4), (0.5, 0.1)]
ROOT = [
    (0.2, 0),
    (0.6, 0),
    (1, 0),
    (1, 0.02),
    (0.6, 0.02),
    (0.21, 0.02),
    (0.15, 1),
    (0.12, 1),
    (0.03, 0.8),
    (0, 0.84),
    (0.05, 0.75),
]
BAR = [(0, 0), (0.5, 0), (1, 0), (1, 1), (0.7, 1), (0.3, 1), (0, 1)]


def drawn(form: Sequence[tuple[float, float]], left: int, top: int, wide: int, high: int, *, turned: bool = False) -> bytes:
    """A form, filled, at a place that counts from the foot of the page."""
    points = [(left + wide * ((1 - x) if turned else x), top - high * y) for x, y in form]
    first, *others = [b"%.2f %.2f" % point for point in points]
    return b"%s m %s h f\n" % (first, b" ".join(b"%s l" % point for point in others))


def pair(form: Sequence[tuple[float, float]], left: int, right: int, top: int, high: int) -> bytes:
    """A bracket and its partner."""
    return drawn(form, left, top, 7, high) + drawn(form, right, top, 7, high, turned=True)


def slides(folder: Path, *pieces: bytes) -> Reading:
    """What is read of a slide with a title."""
    title = say(60, 480, 32, "Energy") + say(60, 100, 20, "What moves has energy, and what is lifted has it too.")
    return read_pdf(write_slides(folder / "a.pdf", [title + b"".join(pieces), title]))


def read(folder: Path, *pieces: bytes) -> str:
    """Its text."""
    return slides(folder, *pieces).texts[0]


def formula(*within: bytes) -> bytes:
    """``E = m``, what stands behind it, and ``c`` squared between 260 and 300."""
    start = say(100, 300, 20, "E", 2) + say(120, 300, 20, "=") + say(140, 300, 20, "m", 2)
    return start + b"".join(within) + say(260, 300, 20, "c", 2) + say(271, 308, 12, "2")


@pytest.mark.parametrize(("form", "signs"), [(ROUND, "()"), (SQUARE, "[]"), (CURLY, r"\{ \}")])
def test_drawn_brackets_stand_around_what_they_enclose(tmp_path: Path, form: list[tuple[float, float]], signs: str) -> None:
    """Each kind of bracket is told by its form, and a power behind it is one."""
    text = read(
        tmp_path,
        say(100, 300, 20, "E", 2) + say(120, 300, 20, "=") + say(140, 300, 20, "m", 2),
        pair(form, 160, 242, 320, 30),
        say(170, 300, 20, "v", 2) + say(190, 300, 20, "-") + say(210, 300, 20, "u", 2) + say(221, 295, 12, "0"),
        say(251, 316, 12, "2"),
    )
    left, right = (signs[0], signs[-1]) if len(signs) == 2 else signs.split()
    assert f"$$E = m {left} v - u_{{0}} {right}^{{2}}$$" in text


def test_a_bracket_around_a_fraction(tmp_path: Path) -> None:
    """Brackets as high as a fraction stand around it; the bar may be an outline, too."""
    text = read(
        tmp_path,
        formula(
            pair(ROUND, 160, 242, 335, 62),
            say(200, 314, 20, "a", 2) + say(200, 282, 20, "b", 2) + drawn(BAR, 192, 306, 26, 1),
        ),
    )
    assert r"$$E = m ( \frac{a}{b} ) c^{2}$$" in text


def test_a_small_fraction_stands_in_its_line_or_is_raised(tmp_path: Path) -> None:
    """A fraction in smaller type is part of the line in whose middle its bar is; a power of two parts is a power."""
    bar = drawn(BAR, 170, 306, 14, 1)
    half = say(174, 309, 12, "1") + say(174, 295, 12, "2")
    assert r"$$E = m \frac{1}{2} c^{2}$$" in read(tmp_path, formula(half, bar))
    power = say(160, 300, 20, "e", 2) + say(172, 314, 9, "x", 2) + say(172, 303, 9, "y", 2) + drawn(BAR, 171, 312, 7, 1)
    assert r"$$E = m e^{\frac{x}{y}} c^{2}$$" in read(tmp_path, formula(power))


def test_a_root_stands_over_what_is_below_its_bar(tmp_path: Path) -> None:
    """A root is read with what it covers, and nothing else."""
    text = read(
        tmp_path,
        formula(drawn(ROOT, 160, 322, 80, 32), say(180, 300, 20, "a", 2) + say(195, 300, 20, "+") + say(215, 300, 20, "b", 2)),
    )
    assert r"$$E = m \sqrt{a + b} c^{2}$$" in text


def test_a_formula_that_is_not_whole_is_not_shown(tmp_path: Path) -> None:
    """What stands in two lines in a bracket or under a root is not understood: it is left out, and its page named."""
    for within in (
        pair(ROUND, 160, 242, 320, 30) + say(185, 306, 10, "a", 2) + say(185, 294, 10, "b", 2),
        drawn(ROOT, 160, 330, 80, 60) + say(185, 312, 20, "a", 2) + say(185, 276, 20, "b", 2),
    ):
        reading = slides(tmp_path, formula(within))
        assert "$" not in reading.texts[0]
        assert "E =" not in reading.texts[0]
        assert "(a formula on page 1)" in reading.texts[0]
        assert reading.warnings == ("formulas on page 1 cannot be read: they are left out",)


def test_other_drawings_are_no_brackets(tmp_path: Path) -> None:
    """An arrow, a letter that is drawn, a bracket without a partner or around nothing: the text stays as it was."""
    arrow = [(0.5, 0), (1, 0.3), (0.7, 0.3), (0.7, 0.6), (0.7, 1), (0.3, 1), (0.3, 0.6), (0.3, 0.3), (0, 0.3)]
    ways = say(100, 300, 20, "The way") + say(210, 300, 20, "is long")
    plain = read(tmp_path, ways)
    for shapes in (
        drawn(arrow, 185, 320, 9, 30) + drawn(arrow, 285, 320, 9, 30),
        drawn(ROUND, 185, 320, 7, 30),
        pair(ROUND, 400, 440, 320, 30),
        pair(ROUND, 185, 290, 420, 300),
    ):
        assert read(tmp_path, ways, shapes) == plain
