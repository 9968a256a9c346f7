"""Decks of slides that were saved as PDF -> sections, lists and formulas as their pages show them."""

import tracemalloc
from pathlib import Path

from fakes import written
from pdfs import say, write_slides
from studybot.corpus.formats.pdf import read_pdf
from studybot.corpus.formats.pdf_glyphs import letter_of
from studybot.corpus.formats.pdf_lines import Line
from studybot.corpus.formats.pdf_slides import slides_of
from studybot.corpus.read import read_file

BODY = "The kiln is fired for nine hours."
BANNER = b".9 g 20 440 680 90 re f\n1 .5 0 rg 20 430 200 10 re f\n1 .8 0 rg 220 430 480 10 re f\n0 g\n"


def title(text: str) -> bytes:
    """Draw the title of a slide."""
    return say(40, 480, 32, text)


def text_of(tmp_path: Path, *pages: bytes) -> str:
    """Read slides."""
    return read_file(write_slides(tmp_path / "deck-07.pdf", pages)).texts[0]


def blocks_of(text: str) -> list[str]:
    """The blocks of Markdown without the marks of places and roles."""
    return [part for part in text.strip().split("\n\n") if not part.startswith("<!--")]


def test_each_slide_is_a_section_and_the_first_names_the_topic(tmp_path: Path) -> None:
    """Titles are headings, a title that goes on opens no second section, who teaches is no teaching."""
    opening = title("Firing clay") + say(40, 300, 18, "Ada Field") + say(40, 270, 18, "ada@kiln.example")
    text = text_of(
        tmp_path,
        opening,
        title("The kiln") + say(40, 400, 18, BODY),
        title("The kiln (2/2)") + say(40, 400, 18, "It cools for a day."),
        title("The kiln Contd.") + say(40, 400, 18, "Then it is opened."),
        title("Glaze") + say(40, 400, 18, "Glaze is glass."),
    )
    assert blocks_of(text) == [
        "# Firing clay",
        "Ada Field ada@kiln.example",
        "## The kiln",
        BODY,
        "It cools for a day.",
        "Then it is opened.",
        "## Glaze",
        "Glaze is glass.",
    ]
    roles = [(block.place, block.role) for section in written(text).sections for block in section.blocks]
    assert roles[:2] == [("page 1", "administrative"), ("page 2", "teaching")]


def test_a_slide_that_is_built_up_counts_once(tmp_path: Path) -> None:
    """Of pages that repeat the one before with a line more the last stays, and what was shown before is not shown again."""
    lines = [say(40, 400 - 30 * at, 18, f"Step {name} of the work is done.") for at, name in enumerate("one two three".split())]
    agenda = title("Outline") + say(40, 400, 18, "Clay from the river bank") + say(40, 340, 18, "Water")
    built = [title("Order") + b"".join(lines[: count + 1]) for count in range(3)]
    text = text_of(tmp_path, title("Pots") + say(40, 400, 18, "Today"), agenda, *built, agenda)
    assert text.count("Step one of the work is done.") == 1
    assert text.index("place: page 5") < text.index("Step one")
    assert text.count("Clay from the river bank") == 1


def test_the_banner_of_a_slide_is_no_table(tmp_path: Path) -> None:
    """Coloured bars that meet around a title frame no cells."""
    page = BANNER + title("The kiln") + say(40, 400, 18, BODY)
    text = text_of(tmp_path, title("Firing clay"), page, page.replace(b"nine", b"five"))
    assert "|" not in text
    assert "## The kiln\n" in text


def test_bullets_keep_their_nesting_and_their_lines(tmp_path: Path) -> None:
    """An item is one with the lines that it goes on in, whatever sign it begins with; one that stands deeper is below it."""
    page = (
        title("Clay")
        + say(40, 420, 18, "n", 4)
        + say(60, 420, 18, "Earthenware is fired at")
        + say(60, 396, 18, "about 1000 degrees")
        + say(80, 366, 18, "•")
        + say(100, 366, 18, "It stays porous")
        + say(40, 336, 18, "n", 4)
        + say(60, 336, 18, "Stoneware is dense")
        + say(40, 290, 18, "Both are dried before.")
    )
    text = text_of(tmp_path, title("Firing clay"), page)
    assert blocks_of(text)[2:] == [
        "- Earthenware is fired at about 1000 degrees",
        "   - It stays porous",
        "- Stoneware is dense",
        "Both are dried before.",
    ]


def test_agendas_point_at_what_is_taught_elsewhere(tmp_path: Path) -> None:
    """The items of an outline are no teaching."""
    agenda = title("Outline") + say(40, 400, 18, "1. Clay from the river bank") + say(40, 370, 18, "2. Water")
    text = text_of(tmp_path, title("Pots"), agenda, title("Clay") + say(40, 400, 18, BODY))
    assert [block.role for section in written(text).sections for block in section.blocks] == ["objective", "teaching"]


def test_words_above_items_are_headings_and_numbers_in_circles_count(tmp_path: Path) -> None:
    """A word or two above a list name it; numbers that are drawn before lines are those of steps."""
    lists = title("Clay") + say(40, 420, 18, "Advantages") + say(60, 390, 18, "• It is found everywhere")
    lists += say(40, 340, 18, "Drawbacks") + say(60, 310, 18, "• It cracks when it dries")
    steps = (
        title("Order")
        + say(40, 400, 12, "1")
        + say(60, 400, 18, "Wedge it")
        + say(40, 360, 12, "2")
        + say(60, 360, 18, "Throw it")
    )
    text = text_of(tmp_path, title("Pots"), lists, steps)
    assert blocks_of(text)[2:6] == [
        "### Advantages",
        "- It is found everywhere",
        "### Drawbacks",
        "- It cracks when it dries",
    ]
    assert blocks_of(text)[7:] == ["1. Wedge it", "2. Throw it"]


def test_where_a_slide_has_it_from_is_no_teaching(tmp_path: Path) -> None:
    """Small lines at its foot that name a year or an address point elsewhere; other small lines belong to it."""
    pages = [
        title("Clay") + say(40, 400, 18, BODY) + say(40, 100, 10, "A Potter's Book. Leach, 1940."),
        title("Glaze") + say(40, 400, 18, "Glaze is glass.") + say(40, 100, 10, "It melts late."),
    ]
    roles = [block.role for section in written(text_of(tmp_path, title("Pots"), *pages)).sections for block in section.blocks]
    assert roles == ["teaching", "reference", "teaching", "teaching"]


def test_what_a_later_page_shows_is_not_called_hidden(tmp_path: Path) -> None:
    """Lines that are yet unseen while a slide is built up are no secret."""
    unseen = b"1 g " + say(40, 360, 18, "Glaze is added later.") + b"0 g "
    pages = [
        title("Clay") + say(40, 400, 18, BODY),
        title("Clay") + say(40, 400, 18, BODY) + say(40, 360, 18, "Glaze is added later."),
    ]
    reading = read_file(write_slides(tmp_path / "deck.pdf", [title("Pots"), pages[0] + unseen, pages[1]]))
    assert reading.warnings == ()
    assert (
        "text that nobody sees"
        in read_file(write_slides(tmp_path / "other.pdf", [title("Pots"), pages[0] + unseen])).warnings[0]
    )


def test_boxes_of_a_slide_are_read_one_after_the_other(tmp_path: Path) -> None:
    """Two columns are no rows, though their lines stand on the same height."""
    page = title("Two kilns")
    for at, (one, other) in enumerate(
        [("A gas kiln burns fuel in", "An electric kiln is heated"), ("the chamber below it.", "by wires in its walls.")]
    ):
        page += say(40, 400 - 24 * at, 18, one) + say(400, 400 - 24 * at, 18, other)
    text = text_of(tmp_path, title("Firing clay"), page)
    assert blocks_of(text)[2:] == [
        "A gas kiln burns fuel in the chamber below it.",
        "An electric kiln is heated by wires in its walls.",
    ]


def test_larger_text_within_a_slide_is_text(tmp_path: Path) -> None:
    """A slide that is set larger than the others is no heap of headings."""
    large = (
        title("Wedging") + say(40, 400, 24, "Wedging drives the air out of") + say(40, 370, 24, "the clay before it is thrown.")
    )
    small = [title(f"Slide of {name}") + b"".join(say(40, 400 - 20 * at, 14, BODY) for at in range(9)) for name in ("A", "B")]
    text = text_of(tmp_path, title("Firing clay"), large, *small)
    assert "Wedging drives the air out of the clay before it is thrown." in text


def test_formulas_stand_as_one(tmp_path: Path) -> None:
    """What is lowered or raised stays with its letter, a bar makes a fraction, a sign of a footnote goes."""
    page = (
        title("Heat")
        + say(40, 400, 18, "The heat of the walls")
        + say(214, 406, 10, "3")
        + say(226, 400, 18, "is found by")
        + say(100, 350, 18, "q", 2)
        + say(110, 346, 11, "i", 2)
        + say(120, 350, 18, "=")
        + say(146, 362, 18, "m", 2)
        + say(160, 369, 11, "2", 2)
        + b"0 g 140 354 34 1 re f\n"
        + say(150, 336, 18, "n", 2)
        + say(40, 300, 18, "where m is the mass.")
    )
    text = text_of(tmp_path, title("Firing clay"), page)
    assert blocks_of(text)[2:] == [
        "The heat of the walls is found by",
        r"$$q_{i} = \frac{m^{2}}{n}$$",
        "where m is the mass.",
    ]


def test_codes_of_the_signs_of_tex_are_read(tmp_path: Path) -> None:
    """A file that does not say what the codes of TeX's signs mean shows them all the same."""
    page = title("Heat") + say(40, 400, 18, "Here k") + say(104, 400, 18, "!", 3) + say(128, 400, 18, "n holds for every pot.")
    assert "Here k → n holds for every pot." in text_of(tmp_path, title("Firing clay"), page)


def test_places_of_wingdings_are_signs() -> None:
    """No letter without a meaning of its own reaches a learner: it is an arrow or the sign of an item."""
    said = [letter_of({"text": text, "fontname": "ABCDEF+Wingdings-Regular"}) for text in ("\uf0a7", "\uf0ec", "\uf0e0")]
    assert said == ["•", "•", "→"]


def test_what_stands_askew_and_the_numbers_of_an_axis_are_no_text(tmp_path: Path) -> None:
    """Words along an axis or across a picture, and the numbers beside it, are not read between the lines."""
    askew = b"BT /F0 14 Tf .8 .5 -.5 .8 300 380 Tm (new words here) Tj ET\n"
    axis = b"".join(say(40, 300 - 40 * at, 12, str(10**at)) for at in range(4))
    text = text_of(tmp_path, title("Firing clay"), title("The kiln") + say(40, 400, 18, BODY) + askew + axis)
    assert blocks_of(text) == ["# Firing clay", "## The kiln", BODY]


def test_pages_that_are_read_are_forgotten(tmp_path: Path) -> None:
    """A book of many pages needs no more memory than one of few: its letters are not kept together."""

    def peak(count: int) -> int:
        page = b"".join(say(40, 500 - 12 * at, 9, BODY * 3) for at in range(12))
        path = write_slides(tmp_path / f"{count}.pdf", [page] * count, (595, 842))
        tracemalloc.start()
        try:
            read_pdf(path)
            return tracemalloc.get_traced_memory()[1]
        finally:
            tracemalloc.stop()

    assert peak(9) < 1.5 * peak(3)


def test_a_heading_within_a_slide_is_repeated_where_others_stood_below_it(tmp_path: Path) -> None:
    """What a next slide says of the first of two sides is not said of the second one."""
    sides = [("Advantages", "• It is found everywhere"), ("Drawbacks", "• It cracks when it dries")]
    both = b"".join(
        say(40, 420 - 80 * at, 18, name) + say(60, 390 - 80 * at, 18, item) for at, (name, item) in enumerate(sides)
    )
    more = say(40, 420, 18, "Advantages") + say(60, 390, 18, "• It is cheap to dig out")
    text = text_of(tmp_path, title("Pots"), title("Clay") + both, title("Clay") + more)
    assert blocks_of(text)[-2:] == ["### Advantages", "- It is cheap to dig out"]


def test_a_sign_or_two_are_a_line_in_writings_without_capitals() -> None:
    """Short titles, headings and lines of other writings are no scraps of a figure."""

    def line(text: str, top: float, size: float = 18) -> Line:
        return Line(text, size, False, 40, top, top + size, cells=((40, text),))

    pages = [
        [line("蜜蜂", 40, 32)],
        [line("蜂巢", 40, 32), line("蜂箱的种类", 100), line("• 木制的蜂箱很常见", 140), line("蜂蜡", 300)],
    ]
    shown = blocks_of(slides_of(pages, [540.0, 540.0]))
    assert shown == ["# 蜜蜂", "## 蜂巢", "### 蜂箱的种类", "- 木制的蜂箱很常见", "蜂蜡"]


def test_a_title_may_be_a_word_of_two_letters(tmp_path: Path) -> None:
    """A large short word heads its slide; small signs of a figure are left out."""
    opening = title("Languages") + say(40, 300, 18, "Ada Field")
    text = text_of(
        tmp_path,
        opening,
        title("Clay") + say(40, 400, 18, BODY),
        title("Go") + say(40, 400, 18, "Go has goroutines for its work.") + say(300, 200, 9, "x"),
        title("Glaze") + say(40, 400, 18, "Glaze is glass."),
    )
    assert blocks_of(text)[4:6] == ["## Go", "Go has goroutines for its work."]
    assert "x" not in blocks_of(text)
