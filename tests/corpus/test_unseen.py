import zipfile
from pathlib import Path

import pytest
from openpyxl import Workbook
from openpyxl.styles import Font
from pptx import Presentation

from pdfs import write_objects
from studybot.corpus.read import read_file

SEEN = b"BT /F1 12 Tf 72 720 Td (A snapshot is kept in another Region.) Tj ET\n"
SECRET = b"(An exam voucher costs nothing: [1].) Tj ET\n"
BAR = b"0 g 60 680 500 30 re f\n"


def write_pdf(path: Path, drawn: bytes, box: bytes = b"") -> Path:
    """Write a page on which `drawn` is drawn; /P is a picture of lines, /G what sees through."""
    picture = bytes(range(0, 256, 8)) * 32
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] %s /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> "
        b"/XObject << /P 6 0 R >> /ExtGState << /G << /ca 0 >> >> >> >>" % box,
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(drawn), drawn),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
        b"<< /Type /XObject /Subtype /Image /Width 32 /Height 32 /ColorSpace /DeviceGray /BitsPerComponent 8 /Length %d >>\n"
        b"stream\n%s\nendstream" % (len(picture), picture),
    ]
    return write_objects(path, objects)


@pytest.mark.parametrize(
    "hidden",
    [
        b"BT 3 Tr /F1 12 Tf 72 690 Td " + SECRET,
        b"BT 7 Tr /F1 12 Tf 72 690 Td " + SECRET,
        b"BT 1 g /F1 12 Tf 72 690 Td " + SECRET,
        b"BT 0.99 1 1 rg /F1 12 Tf 72 704 Td " + SECRET,
        b"BT 0 0 0 0 k /F1 12 Tf 72 690 Td " + SECRET,
        b"BT /F1 1 Tf 72 690 Td " + SECRET,
        b"BT /F1 12 Tf .1 0 0 .1 72 690 Tm " + SECRET,
        b"BT /F1 12 Tf 72 -90 Td " + SECRET,
        b"BT /F1 12 Tf -900 300 Td " + SECRET,
        b"/G gs BT /F1 12 Tf 72 690 Td " + SECRET,
        b"BT /F1 12 Tf 72 690 Td " + SECRET + b"1 g 60 680 500 30 re f\n",
        BAR + b"BT /F1 12 Tf 72 690 Td " + SECRET,
    ],
)
def test_what_nobody_sees_on_a_page_is_no_material_and_is_named(hidden: bytes, tmp_path: Path) -> None:
    """Letters without filling, in the colour behind them, too small, beside the page or covered are left out and told."""
    reading = read_file(write_pdf(tmp_path / "exams.pdf", SEEN + hidden))
    assert "A snapshot is kept in another Region." in reading.texts[0]
    assert "voucher" not in reading.texts[0]
    assert "[1" not in reading.texts[0].replace("\\", "")
    assert any("An exam voucher costs nothing" in warning for warning in reading.warnings), reading.warnings


def test_what_lies_outside_of_the_cut_page_is_not_seen(tmp_path: Path) -> None:
    """A page shows what its crop box holds."""
    drawn = SEEN + b"BT /F1 12 Tf 72 600 Td " + SECRET
    reading = read_file(write_pdf(tmp_path / "exams.pdf", drawn, b"/CropBox [0 700 612 792]"))
    assert "snapshot" in reading.texts[0]
    assert "voucher" not in reading.texts[0]


@pytest.mark.parametrize("shown", [BAR + b"BT 1 g ", b"BT .5 g ", b"BT 1 Tr ", b"BT 2 Tr 0 1 1 rg "])
def test_what_is_seen_on_a_page_stays(shown: bytes, tmp_path: Path) -> None:
    """White letters on a black bar, grey ones and those that are drawn as lines are read, and nothing is said of them."""
    reading = read_file(write_pdf(tmp_path / "exams.pdf", SEEN + shown + b"/F1 12 Tf 72 690 Td " + SECRET))
    assert "An exam voucher costs nothing" in reading.texts[0]
    assert not reading.warnings


def test_text_of_a_recognition_stays_and_is_named(tmp_path: Path) -> None:
    """What is laid unseen over a picture, as programs do that recognise its text, is read, and the receipt says so."""
    drawn = SEEN + b"q 500 0 0 60 60 640 cm /P Do Q BT 3 Tr /F1 12 Tf 72 660 Td " + SECRET
    reading = read_file(write_pdf(tmp_path / "exams.pdf", drawn))
    assert "An exam voucher costs nothing" in reading.texts[0]
    assert [warning for warning in reading.warnings if "over a picture" in warning and "page 1" in warning]


WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"


def word(path: Path, marks: str) -> Path:
    """Write a Word file with a line that is seen and one with `marks` of its letters."""
    kind = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
    lines = "".join(
        f"<w:p><w:r><w:rPr>{each}</w:rPr><w:t>{text}</w:t></w:r></w:p>"
        for text, each in (("A snapshot is kept in another Region.", ""), ("An exam voucher costs nothing.", marks))
    )
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(
            "[Content_Types].xml",
            f'<Types xmlns="{PACKAGE}/content-types"><Default Extension="rels" '
            'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
            f'<Override PartName="/word/document.xml" ContentType="{kind}"/></Types>',
        )
        target = f'<Relationship Id="r" Type="{OFFICE}" Target="word/document.xml"/>'
        archive.writestr("_rels/.rels", f'<Relationships xmlns="{PACKAGE}/relationships">{target}</Relationships>')
        archive.writestr("word/document.xml", f'<w:document xmlns:w="{WORD}"><w:body>{lines}</w:body></w:document>')
    return path


@pytest.mark.parametrize(
    ("marks", "is_seen"),
    [
        ('<w:vanish w:val="1"/>', False),
        ('<w:color w:val="FFFFFF"/>', False),
        ('<w:color w:val="FEFEFE"/>', False),
        ('<w:sz w:val="2"/>', False),
        ('<w:color w:val="FFFFFF"/><w:shd w:val="clear" w:fill="000080"/>', True),
        ('<w:color w:val="FFFFFF"/><w:highlight w:val="black"/>', True),
        ('<w:color w:val="808080"/><w:sz w:val="16"/>', True),
    ],
)
def test_letters_of_word_that_nobody_sees_are_left_out(marks: str, is_seen: bool, tmp_path: Path) -> None:
    """Hidden, white and tiny letters are no material; white ones on a colour are."""
    text = read_file(word(tmp_path / "exams.docx", marks)).texts[0]
    assert "snapshot" in text
    assert ("voucher" in text) == is_seen


def test_cells_that_nobody_sees_are_left_out_and_named(tmp_path: Path) -> None:
    """Hidden rows and columns of a sheet and white letters on no colour are no material, and the receipt quotes them."""
    book = Workbook()
    sheet = book.active
    for row in (("Plan", "Days", "Note"), ("Gold", 35, "column"), ("secret row", 1, ""), ("Silver", 7, ""), ("white", 9, "")):
        sheet.append(row)
    sheet.row_dimensions[3].hidden = sheet.column_dimensions["C"].hidden = True
    sheet["A5"].font = Font(color="FFFFFFFF")
    book.save(tmp_path / "plans.xlsx")
    reading = read_file(tmp_path / "plans.xlsx")
    assert "Silver" in reading.texts[0]
    assert not [word for word in ("secret", "column", "white") if word in reading.texts[0]]
    assert "secret row" in reading.warnings[0]


def test_what_lies_beside_a_slide_is_left_out_and_named(tmp_path: Path) -> None:
    """A text box outside of its slide is no material, one on it is."""
    deck = Presentation()
    slide = deck.slides.add_slide(deck.slide_layouts[5])
    slide.shapes.title.text = "Backups"
    for left, text in ((-9_000_000, "An exam voucher costs nothing."), (100_000, "A snapshot is kept.")):
        slide.shapes.add_textbox(left, 900_000, 400_000, 400_000).text_frame.text = text
    deck.save(str(tmp_path / "backups.pptx"))
    reading = read_file(tmp_path / "backups.pptx")
    assert "A snapshot is kept." in reading.texts[0]
    assert "voucher" not in reading.texts[0]
    assert "An exam voucher" in reading.warnings[0]
