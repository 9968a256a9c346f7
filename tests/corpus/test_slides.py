"""Slides as people make them: what is text, what is frame, in which order it is read, and what stands below what."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

from PIL import Image
from pptx import Presentation
from pptx.oxml import parse_xml
from pptx.util import Emu

from studybot.corpus.read import read_file

_A = "http://schemas.openxmlformats.org/drawingml/2006/main"
_MATH = "http://schemas.openxmlformats.org/officeDocument/2006/math"
TITLED = 5  # layout with a title alone

Slide = tuple[str, Callable[[Any], None]]


def deck(path: Path, *slides: Slide) -> str:
    """The Markdown of a presentation of slides with these titles, each filled by a function, behind its title slide."""
    shown = Presentation()
    first = shown.slides.add_slide(shown.slide_layouts[0])
    first.shapes.title.text, first.placeholders[1].text = "Bees", "BIO 101\nDr. Ada Stone\nFall 2030"
    for title, fill in slides:
        slide = shown.slides.add_slide(shown.slide_layouts[TITLED])
        if title:
            slide.shapes.title.text = title
        fill(slide)
    shown.save(str(path / "bees.pptx"))
    return "\n".join(read_file(path / "bees.pptx").texts)


def box(slide: Any, text: str, left: float = 1, top: float = 2, width: float = 3, height: float = 1) -> Any:
    """Add a text box; places are inches."""
    frame = slide.shapes.add_textbox(*(Emu(round(914_400 * part)) for part in (left, top, width, height))).text_frame
    frame.text = text
    return frame


def signed(frame: Any, *signs: str) -> None:
    """Give each paragraph a sign of its own: a bullet, "1" for a number, "" for none; a blank before it sets it in."""
    for paragraph, sign in zip(frame.paragraphs, signs, strict=True):
        marks = paragraph._p.get_or_add_pPr()
        paragraph.level = len(sign) - len(sign.lstrip())
        bare = sign.strip()
        kind = "buNone" if not bare else 'buAutoNum type="arabicPeriod"' if bare == "1" else f'buChar char="{bare}"'
        marks.append(parse_xml(f'<a:{kind} xmlns:a="{_A}"/>'))


def drawn(folder: Path) -> Path:
    """A picture."""
    Image.new("RGB", (8, 8), "red").save(folder / "dot.png")
    return folder / "dot.png"


def plainly(text: str) -> str:
    """Markdown without the marks of places."""
    return re.sub(r"<!-- studybot place: [^>]*-->\n\n", "", text)


def test_a_title_slide_names_the_lecture_and_teaches_nothing(tmp_path: Path) -> None:
    """Who gives a lecture, and when, is administrative; a first slide with sentences teaches."""
    text = deck(tmp_path, ("Wings", lambda slide: box(slide, "Bees have four wings.")))
    cover = [
        "<!-- studybot role: administrative -->",
        "BIO 101",
        "Dr. Ada Stone",
        "Fall 2030",
        "<!-- studybot role: teaching -->",
    ]
    assert "\n\n".join(["# Bees", *cover]) in text
    shown = Presentation()
    for _ in range(2):
        slide = shown.slides.add_slide(shown.slide_layouts[0])
        slide.shapes.title.text, slide.placeholders[1].text = "Bees", "All bees live from pollen and nectar."
    shown.save(str(tmp_path / "more.pptx"))
    assert "administrative" not in read_file(tmp_path / "more.pptx").texts[0]


def test_feet_numbers_and_ornaments_are_no_text(tmp_path: Path) -> None:
    """A box at the same place of most slides, in which only the number differs, and pictures that come again are left out."""
    dot = drawn(tmp_path)

    def fill(slide: Any, number: int) -> None:
        box(slide, f"Fact {'abcd'[number]} of the hive.")
        box(slide, f"Slide-{number + 2}", left=8, top=7, width=1, height=0.3)
        box(slide, "Dept. of Zoology", left=1, top=7, width=2, height=0.3)
        slide.shapes.add_picture(str(dot), Emu(0), Emu(0), Emu(2_000_000), Emu(2_000_000))

    slides = [(f"Hive {name}", lambda slide, number=number: fill(slide, number)) for number, name in enumerate("abcd")]
    text = plainly(deck(tmp_path, *slides))
    assert "## Hive c\n\nFact c of the hive.\n\n## Hive d" in text
    assert "Zoology" not in text and "Slide" not in text and "![" not in text


def test_slides_under_one_title_are_one_section(tmp_path: Path) -> None:
    """A title that goes on opens no new section, with or without "(cont.)"; a slide without a title goes on, too."""
    named = ["Nests", "Nests (cont.)", "Nests (2/2)", "", "Honey"]
    slides = [
        (title, lambda slide, n=number: box(slide, f"Sentence number {n} is here.")) for number, title in enumerate(named)
    ]
    text = deck(tmp_path, *slides)
    assert re.findall(r"^#+ .*$", text, re.MULTILINE) == ["# Bees", "## Nests", "## Honey"]
    assert "<!-- studybot place: slide 5 -->\n\nSentence number 3 is here." in text


def test_the_first_line_below_a_title_that_goes_on_is_a_title(tmp_path: Path) -> None:
    """Where slides share a title, the line alone below it tells them apart; an example stands below what it shows."""

    def fill(head: str) -> Callable[[Any], None]:
        return lambda slide: (box(slide, head, top=1.5, height=0.4), box(slide, f"What {head} are like.\nAnd more.", top=3))

    text = deck(
        tmp_path, ("Castes", fill("Queens")), ("Castes", fill("Drones")), ("Example 1", lambda slide: box(slide, "Mia."))
    )
    heads = ["# Bees", "## Castes", "### Queens", "### Drones", "### Example 1"]
    assert re.findall(r"^#+ .*$", text, re.MULTILINE) == heads


def test_a_list_that_goes_on_is_one(tmp_path: Path) -> None:
    """The items of a list that two slides share are one list, with both slides as its place."""

    def fill(*items: str) -> Callable[[Any], None]:
        return lambda slide: signed(box(slide, "\n".join(items)), *("•" for _ in items))

    text = deck(tmp_path, ("Duties", fill("Clean", "Feed")), ("Duties", fill("Build", "Guard")))
    assert "<!-- studybot place: slides 2–3 -->\n\n## Duties\n\n- Clean\n- Feed\n- Build\n- Guard" in text


def test_signs_make_lists_as_deep_as_they_look(tmp_path: Path) -> None:
    """Bullets and numbers of any box are lists; another sign at the same level stands below what leads to it."""

    def fill(slide: Any) -> None:
        signed(box(slide, "A hive has\nWorkers\nDrones\nIts year:\nSpring\nWinter"), "•", " •", " •", "•", " 1", " 1")
        signed(box(slide, "Senses\nSmell\nSight\nSpeech\nDance", top=5), "q", "§", "§", "q", "§")

    text = plainly(deck(tmp_path, ("Life", fill)))
    assert "- A hive has\n  - Workers\n  - Drones\n- Its year:\n  1. Spring\n  2. Winter" in text
    assert "- Senses\n  - Smell\n  - Sight\n- Speech\n  - Dance" in text


def test_lists_that_begin_deep_have_no_false_parent(tmp_path: Path) -> None:
    """Items that all stand at the second level are one list, and text set in below an item belongs to it."""

    def fill(slide: Any) -> None:
        frame = box(slide, "Enclose the comb\nAs a frame does\nPlace it upright")
        signed(frame, " •", " ", " •")
        frame.paragraphs[1]._p.pPr.set("marL", "457200")

    text = plainly(deck(tmp_path, ("Combs", fill)))
    assert "- Enclose the comb\n  - As a frame does\n- Place it upright" in text


def test_typed_signs_and_terms_are_lists(tmp_path: Path) -> None:
    """Numbers and arrows that somebody typed are signs, and lines that each tell of a term are a list; one number is text."""

    def fill(slide: Any) -> None:
        box(slide, "1. Smoke the hive\n2. Lift the lid", top=1.5)
        box(slide, "->Bees calm down\n->Honey is safe", top=3)
        box(
            slide,
            "Brood - where eggs lie\nSuper - where honey lies\n(Some have two.)\nLid - what keeps rain out\nFoot - stands",
            top=4.5,
        )
        box(slide, "3. of May was warm", top=6)

    text = plainly(deck(tmp_path, ("Work", fill)))
    assert (
        "1. Smoke the hive\n2. Lift the lid\n\n- Bees calm down\n- Honey is safe\n\n- Brood - where eggs lie\n- Super" in text
    )
    assert "- Super - where honey lies\n- (Some have two.)\n- Lid - what keeps rain out\n- Foot - stands" in text
    assert "3\\. of May was warm" in text


def test_bold_lines_name_what_stands_below(tmp_path: Path) -> None:
    """A line in bold above others that are not is a title within its slide; what the next slide says is not below it."""

    def fill(slide: Any) -> None:
        frame = box(slide, "Queen\nLays all eggs\nDrone\nMates once")
        signed(frame, "•", "•", "•", "•")
        for number in (0, 2):
            frame.paragraphs[number].runs[0].font.bold = True

    text = plainly(deck(tmp_path, ("Roles", fill), ("Roles", lambda slide: box(slide, "All of them are needed."))))
    assert "## Roles\n\n#### Queen\n\n- Lays all eggs\n\n#### Drone\n\n- Mates once\n\n## Roles\n\nAll of them" in text


def test_boxes_are_read_by_columns(tmp_path: Path) -> None:
    """Columns are read one after the other, each under its title; a column of results stands beside its questions."""

    def versus(slide: Any) -> None:
        for left, name in ((1, "Wasp"), (5, "Bee")):
            box(slide, name, left=left, top=2 + left / 100, height=0.4)
            signed(box(slide, f"{name} one\n{name} two", left=left, top=3), "•", "•")

    def pairs(slide: Any) -> None:
        box(slide, "Results of counting", width=8, top=1.5, height=0.4)
        for left, words in ((5, ("Count", "12", "7", "3")), (1, ("Hive", "North", "South", "West"))):
            box(slide, words[0], left=left, top=2.5, height=0.4)
            box(slide, "\n".join(words[1:]), left=left, top=3, height=2)

    text = plainly(deck(tmp_path, ("Kinds", versus), ("Counts", pairs)))
    assert "**Wasp**\n\n- Wasp one\n- Wasp two\n\n**Bee**\n\n- Bee one\n- Bee two" in text
    assert "Results of counting\n\n| Hive | Count |\n|---|---|\n| North | 12 |\n| South | 7 |\n| West | 3 |" in text


def test_code_keeps_its_lines_and_columns(tmp_path: Path) -> None:
    """Lines in a font of code, or that read as code, are code; what a command printed is set apart."""

    def fill(slide: Any) -> None:
        for top, text in ((2, "SQL> SELECT name\n  2  FROM   hive;"), (4, "NAME    BEES\n------- ----\nNorth     12")):
            for paragraph in box(slide, text, top=top).paragraphs:
                paragraph.runs[0].font.name = "Courier New"
        box(slide, "Make it red:\np {\n  color: red;\n}", top=6)

    text = plainly(deck(tmp_path, ("Queries", fill)))
    assert "```sql\nSQL> SELECT name\n  2  FROM   hive;\n```" in text
    assert "```output\nNAME    BEES\n------- ----\nNorth     12\n```" in text
    assert "Make it red:\n\n```text\np {\n  color: red;\n}\n```" in text


def test_signs_of_symbol_fonts_powers_and_breaks(tmp_path: Path) -> None:
    """Signs of private use are what their font shows, raised figures are powers, a line that was only wrapped goes on."""

    def fill(slide: Any) -> None:
        run = box(slide, "x \uf0ce A \uf0d9 n \uf0b3 2", top=2).paragraphs[0].runs[0]
        run._r.get_or_add_rPr().append(parse_xml(f'<a:sym xmlns:a="{_A}" typeface="Symbol"/>'))
        frame = box(slide, "A set of n has 2", top=3)
        for words, raised in (("n", True), (" parts, the 1", False), ("st", True), (" is empty.", False)):
            added = frame.paragraphs[0].add_run()
            added.text = words
            if raised:
                added._r.get_or_add_rPr().set("baseline", "30000")
        box(slide, "Stubs are replaced one at\na time and not at once.", top=4)
        box(slide, "Bees dance\vin the dark", top=5)

    text = plainly(deck(tmp_path, ("Sets", fill)))
    assert "x ∈ A ∧ n ≥ 2" in text
    assert "A set of n has 2^n parts, the 1st is empty." in text
    assert "Stubs are replaced one at a time and not at once." in text
    assert "Bees dance in the dark" in text


def test_equations_keep_their_brackets_and_signs(tmp_path: Path) -> None:
    """Brackets, vectors and integrals are what was written; letters that Office sets in italics are letters."""
    parts = {
        "|x|": '<m:d><m:dPr><m:begChr m:val="|"/><m:endChr m:val="|"/></m:dPr>'
        "<m:e><m:r><m:t>\U0001d465</m:t></m:r></m:e></m:d>",
        "vec": '<m:acc><m:accPr><m:chr m:val="\u20d7"/></m:accPr><m:e><m:r><m:t>F</m:t></m:r></m:e></m:acc>',
        "sum": "<m:nary><m:naryPr/><m:sub><m:r><m:t>0</m:t></m:r></m:sub><m:sup/><m:e><m:r><m:t>f</m:t></m:r></m:e></m:nary>",
    }

    def fill(slide: Any) -> None:
        for top, part in enumerate(parts.values()):
            box(slide, "It is ", top=2 + top).paragraphs[0]._p.append(
                parse_xml(
                    '<a14:m xmlns:a14="http://schemas.microsoft.com/office/drawing/2010/main" '
                    f'xmlns:m="{_MATH}"><m:oMath>{part}</m:oMath></a14:m>'
                )
            )

    text = plainly(deck(tmp_path, ("Formulas", fill)))
    assert "It is $\\left|x\\right|$" in text
    assert "It is $\\vec{F}$" in text
    assert "It is $\\int_{0} f$" in text


def test_a_picture_without_words_is_named_with_its_slide(tmp_path: Path) -> None:
    """The address of a file is no description; the warning names the slides of pictures that nobody described."""
    dot = drawn(tmp_path)

    def fill(alt: str) -> Callable[[Any], None]:
        def add(slide: Any) -> None:
            picture = slide.shapes.add_picture(str(dot), Emu(0), Emu(2_000_000), Emu(2_000_000), Emu(2_000_000))
            picture._element._nvXxPr.cNvPr.set("descr", alt)

        return add

    text = deck(tmp_path, ("One", fill("C:\\Users\\ada\\hive plan.PNG")), ("Two", fill("A hive in autumn")))
    assert "![](ppt/media/" in text and "![A hive in autumn](" in text
    (warning,) = read_file(tmp_path / "bees.pptx").warnings
    assert warning == "1 picture has no description: what only it shows cannot be found (slide 2)"


def test_ink_and_orphaned_titles_do_not_stop_a_deck(tmp_path: Path) -> None:
    """A drawing by hand stands as the picture that older programs show, and a title that its layout does not know is one."""
    space = 'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
    ink = '<p:contentPart xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main"/>'

    def fill(slide: Any) -> None:
        box(slide, "Smoke calms bees.")
        slide.shapes._spTree.append(
            parse_xml(f"<mc:AlternateContent {space}><mc:Choice>{ink}</mc:Choice><mc:Fallback/></mc:AlternateContent>")
        )
        slide.shapes.title._element.xpath(".//p:ph")[0].set("idx", "4294967295")

    assert "## Tools\n\nSmoke calms bees." in plainly(deck(tmp_path, ("Tools", fill)))


def test_notes_do_not_say_the_title_again(tmp_path: Path) -> None:
    """A first line of the notes that repeats the slide's title is left out, another one names them."""

    def fill(first: str) -> Callable[[Any], None]:
        def add(slide: Any) -> None:
            box(slide, "Bees dance.")
            slide.notes_slide.notes_text_frame.text = f"{first}\nThe dance tells where food is."

        return add

    text = plainly(deck(tmp_path, ("The Dance", fill("Dance")), ("Ways", fill("How far"))))
    assert "<!-- studybot role: note -->\n\nThe dance tells where food is." in text
    assert "<!-- studybot role: note -->\n\n**How far**\n\nThe dance tells" in text


def test_figures_that_differ_are_text_and_no_feet(tmp_path: Path) -> None:
    """Only a number that counts the slides makes a foot; figures at one place, and those of a drawing, stay."""

    def fill(slide: Any, number: int) -> None:
        box(slide, f"n = {number * number}")
        box(slide, str(number + 2), left=9, top=7, width=0.5, height=0.3)
        box(slide, f"{number}0%", left=5, top=5)

    text = plainly(deck(tmp_path, *[(f"Hive {n}", lambda slide, n=n: fill(slide, n)) for n in range(3, 8)]))
    assert "## Hive 4\n\nn = 16\n\n40%\n\n## Hive 5" in text


def test_odd_shapes_stop_no_deck(tmp_path: Path) -> None:
    """A sign that no font here knows is none, ink alone is left out, and a hidden group is named."""

    def fill(slide: Any) -> None:
        run = box(slide, "\uf021", top=1).paragraphs[0].runs[0]
        run._r.get_or_add_rPr().append(parse_xml(f'<a:sym xmlns:a="{_A}" typeface="Wingdings"/>'))
        ink = '<p:contentPart xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main"/>'
        slide.shapes._spTree.append(parse_xml(ink))
        group = slide.shapes.add_group_shape()
        group.shapes.add_textbox(Emu(0), Emu(0), Emu(9), Emu(9)).text_frame.text = "Nobody reads this."
        group._element._nvXxPr.cNvPr.set("hidden", "1")
        box(slide, "Bees dance.", top=4)

    text = plainly(deck(tmp_path, ("", fill)))
    assert "Bees dance." in text and "Nobody" not in text
    assert any("Nobody reads this." in warning for warning in read_file(tmp_path / "bees.pptx").warnings)


def test_a_list_goes_on_over_more_than_two_slides(tmp_path: Path) -> None:
    """All slides that it stands on are its place."""

    def fill(item: str) -> Callable[[Any], None]:
        return lambda slide: signed(box(slide, f"{item} one\n{item} two"), "•", "•")

    text = deck(tmp_path, *[("Duties", fill(item)) for item in ("Clean", "Feed", "Guard")])
    assert text.count("place:") == 2 and "<!-- studybot place: slides 2–4 -->" in text
    assert "- Feed two\n- Guard one" in text


def test_nothing_goes_on_with_an_outline_or_thanks(tmp_path: Path) -> None:
    """A slide without a title behind them teaches, under the last title that does."""
    says = [lambda slide, text=text: box(slide, text) for text in ("Wings.", "Bees have four wings.", "Bye.", "They dance.")]
    text = plainly(deck(tmp_path, *zip(("Agenda", "", "Thank you", ""), says, strict=True)))
    assert "## Bees\n\nBees have four wings." in text and "## Bees\n\nThey dance." in text


def test_a_row_with_fewer_cells_than_columns_stops_no_deck(tmp_path: Path) -> None:
    """What programs wrote badly is read as far as it goes."""

    def gap(slide: Any) -> None:
        grid = slide.shapes.add_table(2, 2, Emu(914400), Emu(914400), Emu(914400), Emu(914400)).table
        for place, name in enumerate(("Kiln", "Heat", "Low", "900")):
            grid.cell(place // 2, place % 2).text = name
        grid._tbl.tr_lst[1].remove(grid._tbl.tr_lst[1].tc_lst[1])

    assert "| Kiln | Heat |" in deck(tmp_path, ("Firing", gap))
