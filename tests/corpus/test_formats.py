"""Files as people have them -> what a learner may read of them."""

import io
import json
import os
import random
import subprocess
import sys
import time
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest
from pptx import Presentation
from pptx.chart.data import CategoryChartData
from pptx.enum.chart import XL_CHART_TYPE

from fakes import HashingEmbedder, written
from studybot import ingest
from studybot.corpus.formats import child, pandoc
from studybot.corpus.formats.pdf import _without_running
from studybot.corpus.formats.pdf_lines import Line
from studybot.corpus.formats.reading import Reading
from studybot.corpus.plain import plain
from studybot.corpus.read import read, read_file
from studybot.errors import CorpusError
from studybot.index.files import load
from studybot.types import FileReceipt

MATERIAL = Path(__file__).parents[1] / "data" / "material"
PDFS = Path(__file__).parents[1] / "data" / "pdf"
BIO = MATERIAL / "bio"
_TYPES = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Override PartName="/word/document.xml"'
    ' ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>'
)


def test_tables_of_latex_name_columns_above_a_line_alone(tmp_path: Path) -> None:
    """Without a line below its first row a table of LaTeX has no names, and a row without a first cell goes on."""
    rows = "Ulme & grau\\\\\nEiche & sehr\\\\\n & alt\n"
    listing = "\\begin{lstlisting} [mathescape,\n  basicstyle=\\tt]\nx = 1\n\\end{lstlisting}\n"
    (tmp_path / "a.tex").write_text(f"\\begin{{tabular}}{{ll}}\n{rows}\\end{{tabular}}\n\n{listing}", encoding="utf-8")
    assert text_of(tmp_path / "a.tex").split() == "| | | |---|---| | Ulme | grau | | Eiche | sehr alt | ``` x = 1 ```".split()


def text_of(path: Path) -> str:
    """The one text in a file."""
    (text,) = read(path)
    return text


def in_a_process_of_its_own(path: Path) -> tuple[str, int]:
    """What a fresh process is told about a file, and the peak memory of its largest converter in kilobytes.

    Linux counts the memory of the process that starts a child into the child's own peak: a test's process, which holds
    whole indexes by then, would be measured instead of the converter.
    """
    code = (
        "import resource, sys; from pathlib import Path; from studybot.corpus.read import read; from studybot.errors import"
        " CorpusError\ntry: read(Path(sys.argv[1]))\nexcept CorpusError as error: print(' '.join(str(error).split()))\n"
        "print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)"
    )
    run = subprocess.run([sys.executable, "-c", code, str(path)], capture_output=True, text=True, check=True)
    *said, peak = run.stdout.splitlines()
    return " ".join(said), int(peak)


def receipts(course: Path, index: Path) -> dict[str, FileReceipt]:
    """The receipt of a course by file."""
    built = ingest.build(course, index, HashingEmbedder, passage_size=900)
    return {file.source: file for file in built.files}


def test_word_tables_repeat_merged_cells() -> None:
    """The first row of a Word table is its header, and a merged cell stands in every row that it spans."""
    rows = text_of(MATERIAL / "docx-merged-cells/course/kiln.docx").split("\n")
    assert "| Clay | Cone | Peak heat | Hold time |" in rows
    assert "| Stoneware | 10 | 1285 C | 25 minutes |" in rows
    assert "| Terracotta | 04 | 1060 C | 10 minutes |" in rows


def test_bold_lines_are_headings() -> None:
    """Short paragraphs in bold alone are headings where an author used no styles; the first one is the title."""
    text = text_of(MATERIAL / "docx-bold-headings/course/bees.docx")
    assert [line for line in text.split("\n") if line.startswith("#")] == [
        "# Beekeeping basics",
        "## Queen bee",
        "## Drone",
        "## Smoker",
    ]


def test_word_titles_and_headings() -> None:
    """The Title style names the document, and all of its level-1 headings are sections of it."""
    document = written(text_of(BIO / "02 Plasma membrane.docx").replace("# The plasma membrane", "# Storage", 1))
    assert [section.path[1:] for section in document.sections][:2] == [("Structure",), ("Transport",)]
    assert ("Bulk transport",) in [section.path[1:] for section in document.sections]


def test_slides_have_titles_places_and_notes() -> None:
    """Each slide is a section at its place, bullets stand apart, notes are marked, pictures without text are counted."""
    reading = read_file(BIO / "03 Organelles.pptx")
    document = written(reading.texts[0])
    blocks = [block for section in document.sections for block in section.blocks]
    nucleus = next(section for section in document.sections if section.path[-1] == "The nucleus")
    assert [(block.kind, block.role, block.place) for block in nucleus.blocks] == [
        ("list", "teaching", "slide 2"),
        ("prose", "teaching", "slide 2"),  # a picture without a description is shown and says nothing
        ("prose", "note", "slide 2"),
    ]
    assert len(nucleus.blocks[0].units) == 3
    assert not any("studybot" in document.text[block.start : block.end] for block in blocks)
    assert "| Ribosome | 0 | no | protein synthesis |" in document.text
    assert reading.warnings == ("1 picture has no description: what only it shows cannot be found (slide 2)",)


def test_pdf_keeps_headings_tables_and_pages() -> None:
    """Headings come from type sizes, tables keep their columns and swallow no sentence, every block knows its page."""
    document = written(text_of(BIO / "01 Cell theory.pdf").replace("# Cell theory and microscopy", "# Storage"))
    assert [section.path[-1] for section in document.sections] == [
        "Storage",
        "Microscopes",
        "Cell size",
        "Prokaryotes and eukaryotes",
    ]
    assert "| Transmission electron (TEM) | 0.2 nm | no | inner structure of organelles |" in document.text
    size = document.sections[2].blocks[0]
    assert "A cell stays small because its volume grows" in document.text[size.start : size.end]
    assert {block.place for block in document.sections[3].blocks} == {"page 2"}


def test_pdf_columns_hyphens_and_running_feet() -> None:
    """Columns are read one after the other, hyphens at line ends go, page feet are no text."""
    text = text_of(MATERIAL / "pdf-hyphens/course/rope.pdf")
    assert "opens easily afterwards. It is the first knot that a climber learns" in text
    assert "Two half hitches secure the free end of the rope against slipping." in text
    assert "2031" not in text
    assert "antigen-presenting cells" in text_of(BIO / "14 Immune cells.pdf")


def test_a_title_above_two_columns_stays_whole() -> None:
    """A title that runs over the gap between columns is one heading; a stressed word keeps its full stop beside it."""
    text = text_of(MATERIAL / "two-columns/course/sourdough.pdf")
    assert [line for line in text.split("\n") if line.startswith("# ")] == ["# Chapter 4: Keeping sourdough"]
    assert "Unfortunately the overwhelming majority of beginners underestimate temperature." in text
    assert "This liquid is called hooch. It consists" in text
    assert "| 24 °C | 8 hours |" in text


def test_what_runs_over_both_columns_parts_them() -> None:
    """Lines over both columns stand where they are read; heads that count pages go, though each says something else."""
    text = text_of(PDFS / "two-columns.pdf")
    title, abstract, first = (text.index(part) for part in ("# Peat and Carbon", "Abstract. Wet peat", "## 1 Introduction"))
    assert title < abstract < first
    assert "water stands ten centimetres below the surface" in plain(text)
    for head in ("Journal of Wetland Studies", "R. Reed", "Downloaded"):
        assert head not in text


def test_merged_cells_of_pdf_say_the_same() -> None:
    """What a merged cell covers says what it says, down and across."""
    text = text_of(PDFS / "merged-cells.pdf")
    assert "| Polio | oral | oral | injected |" in text
    assert "| Vaccine | Dose 1 | Dose 2 | Booster |" in text


def test_headings_at_the_head_of_pages_stay() -> None:
    """What stands in large type at the head of a page is no running head, though only its number differs."""
    lines = [Line(f"Chapter {number}", 18, True, 0, 40, 58, edge=True) for number in (1, 2, 3)]
    body = Line("Granite cools slowly.", 10, False, 0, 100, 110)
    foot = Line("Rocks 17", 8, False, 0, 800, 808, edge=True)
    pages = _without_running([[line, body, replace(foot, text=f"Rocks {17 + at}")] for at, line in enumerate(lines)])
    assert [[line.text for line in page] for page in pages] == [[f"Chapter {n}", body.text] for n in (1, 2, 3)]


def test_pages_without_text_and_passwords_are_named() -> None:
    """Scanned pages are named by number, a password by its name."""
    reading = read_file(MATERIAL / "scan-mixed-pdf/course/boiler-mixed.pdf")
    assert reading.warnings[0].startswith("pages 2-4 hold no text")
    with pytest.raises(CorpusError, match="protected by a password"):
        read(MATERIAL / "scan-mixed-pdf/course/locked.pdf")
    with pytest.raises(CorpusError, match="page 1 holds no text"):
        read(BIO / "15 scanned handout.pdf")


@pytest.mark.skipif(
    subprocess.run(["which", "tesseract"], capture_output=True, check=False).returncode != 0, reason="needs tesseract"
)
def test_scanned_pages_are_recognised_when_wanted() -> None:
    """With `ocr`, the pictures of pages are read, and no page is missing."""
    reading = read_file(MATERIAL / "scan-mixed-pdf/course/boiler-mixed.pdf", ocr="eng")
    assert "valve" in reading.texts[0]
    assert reading.warnings == ()


def test_the_frame_of_a_page_is_no_material() -> None:
    """Navigation, footers, banners, scripts and hidden text go; spans of cells are filled, pipes escaped."""
    text = text_of(MATERIAL / "html-chrome/course/page.html") + text_of(MATERIAL / "html-chrome/course/nav2.html")
    for word in ("cookieword", "navigationword", "footerword", "invisibleword", "scriptword"):
        assert word not in text
    assert "| Convex | 85 mm |" in text
    assert "| Concave \\| hollow | -40 mm |" in text
    assert "# not a heading" in text


def test_menus_by_any_name_are_no_material(tmp_path: Path) -> None:
    """A menu or sidebar is told by the end of its name, too; what is merely called like one of its words stays."""
    page = tmp_path / "page.html"
    page.write_text(
        "<html><body><div class='topmenu'><ul><li><a href='/'>Menuword</a></li></ul></div><div id='leftsidebar'>Sideword</div>"
        "<h1>Water</h1><div class='amendments'><p>Hard water strengthens dough.</p></div></body></html>",
        encoding="utf-8",
    )
    text = text_of(page)
    assert "Menuword" not in text and "Sideword" not in text
    assert "Hard water strengthens dough." in text


def test_every_format_is_read_or_named(tmp_path: Path) -> None:
    """All files of a folder are in the receipt: read, left out as a picture, or refused with the reason."""
    rows = receipts(MATERIAL / "unread-formats" / "course", tmp_path / "index")
    assert not [row for row in rows.values() if row.error and "holds no text" not in row.error]
    assert {"book.epub", "lesson.ipynb", "notes.rst", "t.csv", "x.mdx"} <= set(rows)
    rows = receipts(BIO, tmp_path / "bio")
    assert rows["img/cell.png"].left_out and not rows["img/cell.png"].error
    assert rows["18 glossary.xlsx"].passages == 1
    assert set(rows) == {path.relative_to(BIO).as_posix() for path in BIO.rglob("*") if path.is_file()}
    course = tmp_path / "course"
    course.mkdir()
    (course / "a.md").write_text("# A\n\nText.\n", encoding="utf-8")
    (course / "deck.key").write_bytes(b"x")
    assert "format that is not known (.key)" in receipts(course, tmp_path / "other")["deck.key"].error


def test_links_out_of_the_folder_are_named(tmp_path: Path) -> None:
    """A link that leads out of the course is not followed, whatever it leads to."""
    course = tmp_path / "course"
    course.mkdir()
    (course / "kite.md").write_text("# Kites\n\nA tail.\n", encoding="utf-8")
    (tmp_path / "secret.md").write_text("# Vault\n\nThe code is 4711.\n", encoding="utf-8")
    (tmp_path / "folder").mkdir()
    (course / "secret.md").symlink_to(tmp_path / "secret.md")
    (course / "more").symlink_to(tmp_path / "folder")
    rows = receipts(course, tmp_path / "index")
    assert all("leads out of the course" in rows[name].error for name in ("secret.md", "more"))
    assert not any("4711" in passage.text for passage in load(tmp_path / "index")[1].passages)


def test_a_name_that_is_no_text_is_named(tmp_path: Path) -> None:
    """A file whose name is not UTF-8 is in the receipt and stops nothing; the others are read."""
    course = tmp_path / "course"
    course.mkdir()
    (course / "kite.md").write_text("# Kites\n\nA tail.\n", encoding="utf-8")
    Path(os.fsdecode(os.fsencode(course) + b"/sail-\xff.md")).write_text("# Sails\n\nA mast.\n", encoding="utf-8")
    rows = receipts(course, tmp_path / "index")
    assert not rows["kite.md"].error
    assert [row for name, row in rows.items() if name.startswith("sail-") and "not UTF-8" in row.error]


def test_a_bomb_is_measured_before_it_is_unpacked(tmp_path: Path) -> None:
    """A Word file of 300 MB of spaces is refused by its table of contents."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", b" " * 50_000_000)
    bomb = tmp_path / "bomb.docx"
    bomb.write_bytes(packed.getvalue())
    with pytest.raises(CorpusError, match="would unpack to 50 MB"):
        read(bomb)


def test_words_that_stand_for_others_are_named(tmp_path: Path) -> None:
    """A presentation whose text is an entity is refused with the reason; it is not read with a hole in it."""
    deck = Presentation()
    slide = deck.slides.add_slide(deck.slide_layouts[1])
    slide.shapes.title.text, slide.placeholders[1].text = "Kites", "TAIL keeps a kite steady"
    packed = io.BytesIO()
    deck.save(packed)
    with zipfile.ZipFile(packed) as source, zipfile.ZipFile(tmp_path / "deck.pptx", "w") as written:
        for part in source.infolist():
            content = source.read(part)
            if part.filename == "ppt/slides/slide1.xml":
                head, _, rest = content.partition(b"?>")
                declared = b'?><!DOCTYPE x [<!ENTITY tail SYSTEM "file:///etc/passwd">]>'
                content = head + declared + rest.replace(b"TAIL", b"&tail;")
            written.writestr(part, content)
    with pytest.raises(CorpusError, match="entities of its own"):
        read(tmp_path / "deck.pptx")


@pytest.mark.slow
def test_a_bomb_of_real_paragraphs_ends_its_converter(tmp_path: Path) -> None:
    """Two megabytes of Word that unpack to 200 MB of paragraphs, too varied to be told by their table of contents, are
    given up within a minute and within the memory that a converter may have.
    """
    dice, words = random.Random(1), [f"word{number}" for number in range(300)]
    same = "".join(f"<w:p><w:r><w:t>{dice.choice(words)}</w:t></w:r></w:p>" for _ in range(50))
    spaces = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    pieces = [f'<?xml version="1.0"?><w:document {spaces}><w:body>']
    for place in range(200_000_000 // len(same)):
        other = "".join(f"<w:p><w:r><w:t>{dice.choice(words)}</w:t></w:r></w:p>" for _ in range(50 if place % 200 == 0 else 0))
        pieces.append(other or same)
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"
    with zipfile.ZipFile(tmp_path / "bomb.docx", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", _TYPES)
        archive.writestr(
            "_rels/.rels",
            '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
            f'<Relationship Id="r" Type="{office}" Target="word/document.xml"/></Relationships>',
        )
        archive.writestr("word/document.xml", "".join(pieces) + "</w:body></w:document>")
    assert (tmp_path / "bomb.docx").stat().st_size < 3_000_000
    began = time.monotonic()
    said, peak = in_a_process_of_its_own(tmp_path / "bomb.docx")
    assert "cannot be converted" in said
    assert time.monotonic() - began < 90
    assert 0 < peak < 1_600_000


def test_subtitles_stand_at_their_time(tmp_path: Path) -> None:
    """What is said stands in paragraphs of whole sentences, each at its time; a repeated line is said once."""
    cues = [f"00:{n // 6:02}:{n % 6 * 10:02}.000 --> 00:59:00.000\n<v A>Sentence {n} of the talk." for n in range(9)]
    path = tmp_path / "talk_one.vtt"
    path.write_text("WEBVTT\n\nNOTE hidden\n\n" + "\n\n".join([cues[0], *cues]), encoding="utf-8")
    text = text_of(path)
    assert text.count("Sentence 0 of the talk.") == 1
    assert "NOTE" not in text
    document = written(text)
    assert [block.place for section in document.sections for block in section.blocks] == ["00:00:00", "00:01:00"]


@pytest.mark.parametrize(
    ("name", "content", "shown"),
    [
        (
            "a.rst",
            "T\n=\n\n.. note::\n\n   Mind it.\n\nA :math:`x^2`.\n\n.. math:: y = 1\n",
            ["> Mind it.", "A $x^2$.", "$$y = 1$$"],
        ),
        ("a.adoc", "= T\n\n== Part\n\nA *bold* word.\n\nNOTE: Mind it.\n", ["# T", "Part", "A **bold** word.", "Mind it."]),
        ("a.tex", "\\section{Part}\n\nLet $a<b$.\n\n\\begin{equation}c\\end{equation}\n", ["# Part", "Let $a<b$."]),
        ("a.org", "* Part\n\nText.\n", ["# Part", "Text."]),
        ("a.csv", "Term;Meaning\nOak;A tree\n", ["| Term | Meaning |", "| Oak | A tree |"]),
        ("a.html", "<p>5 &lt; 6 and *stars* \\(a_1\\)</p>", ["5 < 6", "\\*stars\\*", "$a_1$"]),
        ("b.html", "<p>It opens \\(a_1 and ends not.</p>", ["It opens \\\\(a_1 and ends not."]),
    ],
)
def test_formats_of_text(tmp_path: Path, name: str, content: str, shown: list[str]) -> None:
    """Each format gives headings, boxes, formulas and tables in the one dialect."""
    (tmp_path / name).write_text(content, encoding="utf-8")
    text = text_of(tmp_path / name)
    for part in shown:
        assert part in text or part in plain(text), text


def test_what_takes_too_long_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    """A conversion that does not end is ended, and says what to do."""
    monkeypatch.setattr(pandoc, "SECONDS", 0.001)
    with pytest.raises(CorpusError, match=r"takes longer than 0\.001 s to convert: save it as Markdown"):
        pandoc.run("html", b"<p>A sentence.</p>")


def test_a_file_is_converted_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What was made of a file holds wherever it lies, until its content is another one."""
    made: list[Path] = []

    def convert(path: Path, *, ocr: str, **_: object) -> Reading:
        made.append(path)
        return Reading((path.read_text() + ocr,))

    monkeypatch.setattr(child, "convert", convert)
    first, same, other = (tmp_path / folder / "notes.docx" for folder in ("first", "same", "other"))
    for path, content in ((first, "# One"), (same, "# One"), (other, "# Two")):
        path.parent.mkdir()
        path.write_text(content)
    assert [read(path) for path in (first, same, other)] == [["# One"], ["# One"], ["# Two"]]
    assert made == [first, other]
    monkeypatch.setattr("studybot.corpus.read.REMEMBERED_LIMIT", 2)
    same.write_text("# Three, which is long")
    assert [read(same), read(same)] == [["# Three, which is long"]] * 2
    assert made == [first, other, same, same]  # what is long is not kept in memory


def test_charts_are_tables(tmp_path: Path) -> None:
    """The numbers of a chart on a slide stand as a table, a row for each category."""
    deck, data = Presentation(), CategoryChartData()
    slide = deck.slides.add_slide(deck.slide_layouts[5])
    slide.shapes.title.text = "Load"
    data.categories = ["Stone", "Steel"]
    data.add_series("Tonnes", (12, 80.5))
    slide.shapes.add_chart(XL_CHART_TYPE.COLUMN_CLUSTERED, 0, 0, 9_000_000, 5_000_000, data)
    deck.save(str(tmp_path / "bridges.pptx"))
    text = text_of(tmp_path / "bridges.pptx")
    assert "Tonnes |" in text
    assert "| Steel | 80.5 |" in text


@pytest.mark.parametrize(
    ("name", "content", "shown"),
    [
        (
            "a.html",
            b"<title>Volcanoes | Site</title><div><h1>Volcanoes</h1><p>Magma rises.</p></div>",
            "# Volcanoes\n\nMagma rises.\n",
        ),
        ("a.rst", b"Sails\n=====\n\n.. toctree::\n\n   a\n   b\n\nText.\n", "# Sails\n\nText.\n"),
        (
            "a.ipynb",
            json.dumps(
                {
                    "cells": [
                        {"cell_type": "markdown", "source": "# Dice\n\n![A die](attachment:x.png)"},
                        {
                            "cell_type": "code",
                            "source": "roll()",
                            "outputs": [{"text": "4\n"}, {"data": {"image/png": "", "text/plain": "<Figure size 1>"}}],
                        },
                    ]
                }
            ).encode(),
            "# Dice\n\nA die\n\n```python\nroll()\n```\n\n```output\n4\n```\n",
        ),
    ],
)
def test_what_only_the_frame_says_is_left_out(tmp_path: Path, name: str, content: bytes, shown: str) -> None:
    """The name of the site, a list of files and the stand-in of a picture are no text; the page's own title is its title."""
    (tmp_path / name).write_bytes(content)
    assert text_of(tmp_path / name) == shown


def test_locked_office_files_are_named(tmp_path: Path) -> None:
    """A Word file with a password says so."""
    (tmp_path / "a.docx").write_bytes(bytes.fromhex("d0cf11e0a1b11ae1") + bytes(600))
    with pytest.raises(CorpusError, match="a password protects it"):
        read(tmp_path / "a.docx")


def test_unseen_characters_go(tmp_path: Path) -> None:
    """Control characters and marks that turn the direction of writing are not taken along."""
    (tmp_path / "a.md").write_text("# A\n\nA\u202e b\u200bc\x07d\x9b.\n", encoding="utf-8")
    assert "A bcd." in text_of(tmp_path / "a.md")
