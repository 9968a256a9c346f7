"""What pandoc loses or shows too much of in the files of programs, put right before or behind it."""

import zipfile
from datetime import date
from pathlib import Path

import pytest
from openpyxl import Workbook
from openpyxl.styles import Font
from pptx import Presentation
from pptx.opc.package import Part
from pptx.opc.packuri import PackURI
from pptx.oxml import parse_xml

from studybot.corpus.plain import plain
from studybot.corpus.read import read

_WORD = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_OPEN = "urn:oasis:names:tc:opendocument:xmlns"
_RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_DIAGRAM = "http://schemas.openxmlformats.org/drawingml/2006/diagram"
_DRAWING = "http://schemas.openxmlformats.org/drawingml/2006/main"
_SLIDES = "http://schemas.openxmlformats.org/presentationml/2006/main"
_MATH = "http://schemas.openxmlformats.org/officeDocument/2006/math"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_MAIN = "application/vnd.openxmlformats-officedocument.wordprocessingml"


def docx(path: Path, body: str, styles: str = "", numbering: str = "") -> Path:
    """A Word file with this body."""
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(
            "[Content_Types].xml",
            f'<Types xmlns="{_PACKAGE}/content-types"><Default Extension="rels"'
            f' ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Override PartName="/word/document.xml"'
            f' ContentType="{_MAIN}.document.main+xml"/><Override PartName="/word/styles.xml"'
            f' ContentType="{_MAIN}.styles+xml"/><Override PartName="/word/numbering.xml"'
            f' ContentType="{_MAIN}.numbering+xml"/></Types>',
        )
        archive.writestr(
            "_rels/.rels",
            f'<Relationships xmlns="{_PACKAGE}/relationships"><Relationship Id="r" Type="{_RELATION}/officeDocument"'
            ' Target="word/document.xml"/></Relationships>',
        )
        archive.writestr(
            "word/_rels/document.xml.rels",
            f'<Relationships xmlns="{_PACKAGE}/relationships"><Relationship Id="s" Type="{_RELATION}/styles"'
            f' Target="styles.xml"/><Relationship Id="n" Type="{_RELATION}/numbering" Target="numbering.xml"/></Relationships>',
        )
        archive.writestr("word/styles.xml", f"<w:styles {_WORD}>{styles}</w:styles>")
        archive.writestr("word/numbering.xml", f"<w:numbering {_WORD}>{numbering}</w:numbering>")
        archive.writestr("word/document.xml", f"<w:document {_WORD}><w:body>{body}</w:body></w:document>")
    return path


def _paragraph(text: str, style: str = "", run: str = "") -> str:
    named = f'<w:pPr><w:pStyle w:val="{style}"/></w:pPr>' if style else ""
    return f"<w:p>{named}<w:r>{run}<w:t>{text}</w:t></w:r></w:p>"


def test_text_boxes_of_word_lose_nothing(tmp_path: Path) -> None:
    """A text box stands behind the paragraph that holds it, once, and the paragraph stays."""
    inner = f"<w:txbxContent>{_paragraph('Lava is above ground.')}</w:txbxContent>"
    box = (
        '<w:r><mc:AlternateContent xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"><mc:Choice'
        ' Requires="wps"><w:drawing><wps:txbx xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape">'
        f"{inner}</wps:txbx></w:drawing></mc:Choice><mc:Fallback><w:pict>{inner}</w:pict></mc:Fallback></mc:AlternateContent></w:r>"
    )
    held = _paragraph("Shields slope gently.").replace("</w:p>", f"{box}</w:p>")
    (text,) = read(docx(tmp_path / "a.docx", _paragraph("Magma melts.") + held + _paragraph("Cones are steep.")))
    assert text == "Magma melts.\n\nShields slope gently.\n\nLava is above ground.\n\nCones are steep.\n"


def test_lines_set_in_below_an_item_are_items_of_it(tmp_path: Path) -> None:
    """Paragraphs without a sign of their own, in the style of the item above them, stand below it in its list."""
    styles = '<w:style w:type="paragraph" w:styleId="Set"><w:name w:val="Set"/><w:pPr><w:ind w:left="720"/></w:pPr></w:style>'
    levels = "".join(
        f'<w:lvl w:ilvl="{level}"><w:start w:val="1"/><w:numFmt w:val="bullet"/><w:lvlText w:val="-"/></w:lvl>'
        for level in (0, 1)
    )
    numbering = (
        f'<w:abstractNum w:abstractNumId="1">{levels}</w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="1"/></w:num>'
    )
    item = '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr></w:pPr>'
    body = [
        _paragraph("Magma rises when:", "Set").replace("</w:pPr>", item),
        _paragraph("it is light", "Set"),
        _paragraph("it is hot", "Set"),
        _paragraph("Ash falls.", "Set").replace("</w:pPr>", item),
        _paragraph("That is all."),
    ]
    (text,) = read(docx(tmp_path / "a.docx", "".join(body), styles, numbering))
    assert text == "- Magma rises when:\n  - it is light\n  - it is hot\n- Ash falls.\n\nThat is all.\n"


def test_headings_that_hold_their_text_and_framed_cells_of_word(tmp_path: Path) -> None:
    """Of a heading with many lines the first is the title; a heading in a cell is no heading."""
    styles = '<w:style w:type="paragraph" w:styleId="H1"><w:name w:val="heading 1"/></w:style>'
    lines = "".join(f"<w:r><w:br/><w:t>{line}</w:t></w:r>" for line in ("Melt it.", "Pour it.", "Cool it."))
    row = "<w:tr><w:tc>{}</w:tc><w:tc>{}</w:tc></w:tr>"
    cells = row.format(_paragraph("Rock", "H1"), _paragraph("Age")) + row.format(_paragraph("Basalt"), _paragraph("young"))
    body = _paragraph("Casting", "H1").replace("</w:p>", f"{lines}</w:p>") + f"<w:tbl><w:tblGrid/>{cells}</w:tbl>"
    (text,) = read(docx(tmp_path / "a.docx", body, styles))
    assert text.startswith("# Casting\n\nMelt it.\n\nPour it.\n\nCool it.\n\n")
    assert "| Rock | Age |" in text


def test_hidden_text_and_contents_of_word_are_no_material(tmp_path: Path) -> None:
    """Hidden text and the table of contents, whatever its styles are called, stay out."""
    styles = (
        '<w:style w:type="paragraph" w:styleId="Verzeichnis1"><w:name w:val="toc 1"/></w:style>'
        '<w:style w:type="paragraph" w:styleId="Oben"><w:name w:val="TOC Heading"/></w:style>'
    )
    body = _paragraph("Inhalt", "Oben") + _paragraph("Reefs 1", "Verzeichnis1") + _paragraph("Corals feed at night.")
    hidden = _paragraph("For teachers.", run="<w:rPr><w:vanish/></w:rPr>")
    (text,) = read(docx(tmp_path / "a.docx", body + hidden, styles))
    assert text == "Corals feed at night.\n"


def test_titles_of_opendocument_are_headings(tmp_path: Path) -> None:
    """A paragraph in the style of a title is the title, also by a style of its own, and headings stand below it."""
    content = (
        f'<office:document-content xmlns:office="{_OPEN}:office:1.0" xmlns:text="{_OPEN}:text:1.0"'
        f' xmlns:style="{_OPEN}:style:1.0">'
        '<office:automatic-styles><style:style style:name="P1" style:family="paragraph" style:parent-style-name="Title"/>'
        '</office:automatic-styles><office:body><office:text><text:p text:style-name="P1">Sleep</text:p>'
        '<text:h text:outline-level="1">Stages</text:h><text:p>Deep sleep restores.</text:p></office:text></office:body>'
        "</office:document-content>"
    )
    with zipfile.ZipFile(tmp_path / "a.odt", "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.text")
        archive.writestr("content.xml", content)
        archive.writestr("styles.xml", f'<office:document-styles xmlns:office="{_OPEN}:office:1.0"/>')
    assert read(tmp_path / "a.odt") == ["# Sleep\n\n## Stages\n\nDeep sleep restores.\n"]


@pytest.mark.parametrize(
    ("name", "content", "shown"),
    [
        (
            "a.adoc",
            "= Bees\n\nifdef::inner[]\nNot yet.\nendif::[]\n\ninclude::other.adoc[]\n\n"
            "Swarm:: Many bees.\n\nimage::h.png[A hive]\n",
            "# Bees\n\n**Swarm:** Many bees.\n\n![A hive](h.png)\n",
        ),
        ("a.typ", '#import "x.typ": *\n#include "y.typ"\n\n= Tides\n\nTwice a day.\n', "# Tides\n\nTwice a day.\n"),
        (
            "a.rst",
            "Sails\n=====\n\n.. contents:: All\n\n.. only:: html\n\n   Online.\n\n.. todo:: rewrite\n\n.. "
            "literalinclude:: a.py\n\n.. versionadded:: 2.1\n\n.. topic:: Learning objectives\n\n   Name them.\n\nText.\n",
            "# Sails\n\nOnline.\n\n<!-- studybot role: objective -->\n\n**Learning objectives**\n\nName them.\n\n"
            "<!-- studybot role: teaching -->\n\nText.\n",
        ),
        (
            "a.tex",
            "\\documentclass{beamer}\\begin{document}\\begin{frame}[fragile]{Milk}\\begin{block}{Rennet}It curdles~\\cite{a}."
            "\\end{block}\\begin{equation}\\label{e} a=b\\end{equation}\\end{frame}\\end{document}",
            "### Milk\n\n**Rennet:** It curdles.\n\n$$a=b$$\n",
        ),
        (
            "a.html",
            "<h1>Bees</h1><table><tr><td><div class='widget-area'>Popular</div></td><td><h2>Hives</h2><p>Wood keeps warm.</p>"
            "<table><tr><th rowspan=2>Bee</th><th colspan=2>Size</th></tr><tr><th>mm</th><th>in</th></tr>"
            "<tr><td>Queen</td><td>20</td><td>0.8</td></tr></table></td></tr></table><div class='related-posts'>More</div>",
            "# Bees\n\n## Hives\n\nWood keeps warm.\n\n| Bee | Size | Size |\n|---|---|---|\n| Bee | mm | in |\n"
            "| Queen | 20 | 0.8 |\n",
        ),
        (
            "a.html",
            "<h2 id=a><a class='toc-backref' href='#b'>Tides</a><a class=headerlink href='#a'>¶</a></h2><p>Low."
            "<sup class=reference><a href='#1'>[1]</a></sup></p><div class='admonition note'>"
            "<p class=admonition-title>Note</p><p>Mind it.</p></div>"
            "<table class=highlighttable><tr><td class=linenos><pre>1</pre></td>"
            "<td class=code><pre>x = 1</pre></td></tr></table>",
            "## Tides\n\nLow.\n\n> Mind it.\n\n```\nx = 1\n```\n",
        ),
        (
            "a.html",
            "<p class=MsoTitle>Stock</p><p class=MsoListParagraphCxSpFirst><span>·<span>&nbsp; </span></span>milk</p>"
            "<p class=MsoListParagraphCxSpLast><span>1.<span>&nbsp; </span></span>beans</p>",
            "# Stock\n\n- milk\n\n1. beans\n",
        ),
    ],
)
def test_forms_that_pandoc_alone_misses(tmp_path: Path, name: str, content: str, shown: str) -> None:
    """Conditions, other files, lists that a page makes and frames go; titles, heads of tables and items are what they look."""
    (tmp_path / name).write_text(content, encoding="utf-8")
    (text,) = read(tmp_path / name)
    assert text == shown, plain(text)


def _deck(path: Path) -> None:
    """A deck whose slides have no titles of their own: boxes, a diagram, and a formula in a choice."""
    deck = Presentation()
    plain_slide = deck.slides.add_slide(deck.slide_layouts[6])
    for top, words in ((0, "Stage fright"), (2_000_000, "Breathe out slowly.")):
        plain_slide.shapes.add_textbox(0, top, 5_000_000, 900_000).text_frame.text = words
    drawn = deck.slides.add_slide(deck.slide_layouts[5])
    drawn.shapes.title.text = "A star"
    points = "".join(
        f'<d:pt modelId="{n}"><d:t><a:t>{word}</a:t></d:t></d:pt>' for n, word in enumerate(("Nebula", "Red giant"))
    )
    model = f'<d:dataModel xmlns:d="{_DIAGRAM}" xmlns:a="{_DRAWING}"><d:pt type="doc"/>{points}</d:dataModel>'
    part = Part(PackURI("/ppt/diagrams/data1.xml"), "application/xml", deck.part.package, model.encode())
    relation = drawn.part.relate_to(part, f"{_RELATION}/diagramData")
    drawn.shapes._spTree.append(
        parse_xml(
            f'<p:graphicFrame xmlns:p="{_SLIDES}" xmlns:a="{_DRAWING}" xmlns:r="{_RELATION}"><p:nvGraphicFramePr>'
            '<p:cNvPr id="9" name="d"/><p:cNvGraphicFramePr/><p:nvPr/></p:nvGraphicFramePr>'
            '<p:xfrm><a:off x="0" y="0"/><a:ext cx="1" cy="1"/>'
            f'</p:xfrm><a:graphic><a:graphicData uri="{_DIAGRAM}"><d:relIds xmlns:d="{_DIAGRAM}" r:dm="{relation}"/>'
            "</a:graphicData></a:graphic></p:graphicFrame>"
        )
    )
    formula = deck.slides.add_slide(deck.slide_layouts[5])
    formula.shapes.title.text = "Light"
    box = formula.shapes.add_textbox(0, 3_000_000, 5_000_000, 900_000)
    box.text_frame.text = "It grows as "
    box.text_frame.paragraphs[0]._p.append(
        parse_xml(
            f'<a14:m xmlns:a14="http://schemas.microsoft.com/office/drawing/2010/main" xmlns:m="{_MATH}"><m:oMath>'
            "<m:r><m:t>L=</m:t></m:r><m:f><m:num><m:sSup><m:e><m:r><m:t>M</m:t></m:r></m:e><m:sup><m:r><m:t>3</m:t></m:r></m:sup></m:sSup></m:num>"
            "<m:den><m:r><m:t>2</m:t></m:r></m:den></m:f></m:oMath></a14:m>"
        )
    )
    space = 'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
    choice = parse_xml(f"<mc:AlternateContent {space}><mc:Choice/></mc:AlternateContent>")
    box._element.addprevious(choice)
    choice[0].append(box._element)
    deck.save(str(path))


def test_slides_without_titles_diagrams_and_formulas(tmp_path: Path) -> None:
    """A short first box is the title of a slide without one; the words of a diagram and a formula in a choice are read."""
    _deck(tmp_path / "a.pptx")
    (text,) = read(tmp_path / "a.pptx")
    assert "# Stage fright\n\nBreathe out slowly." in text
    assert "## A star\n\n- Nebula\n- Red giant" in text
    assert "It grows as $L=\\frac{M^{3}}{2}$" in text


def test_sheets_have_captions_days_and_shares(tmp_path: Path) -> None:
    """A line above the names of columns is a caption; days have no midnight, shares are percent, a bold row begins a table."""
    book = Workbook()
    sheet = book.active
    sheet.title = "Planets"
    rows: list[list[object]] = [["Our planets"], [], ["Planet", "Found", "Light"], ["Mars", date(1610, 1, 7), 0.255]]
    for row in [*rows, [], ["Moon", "Planet"], ["Triton", "Neptune"]]:
        sheet.append(row)
    sheet.merge_cells("A1:C1")
    sheet["C4"].number_format = "0.0%"
    for name in ("A6", "B6"):
        sheet[name].font = Font(bold=True)
    book.save(tmp_path / "a.xlsx")
    (text,) = read(tmp_path / "a.xlsx")
    assert (
        "Our planets\n\n| Planet | Found | Light |\n|---|---|---|\n| Mars | 1610-01-07 | 25.5% |\n\n| Moon | Planet |\n" in text
    )


def test_subtitles_that_a_machine_wrote_end(tmp_path: Path) -> None:
    """Words without full stops are cut after a minute and a half; sounds and marks of speakers are no words."""
    cues = [f"00:{n // 6:02}:{n % 6 * 10:02},000 --> 00:59:00,000\n>> and word{n} [Music]" for n in range(20)]
    (tmp_path / "a.srt").write_text("\n\n".join(cues))
    (text,) = read(tmp_path / "a.srt")
    assert text.count("studybot place") == 3
    assert "Music" not in text and ">>" not in text
