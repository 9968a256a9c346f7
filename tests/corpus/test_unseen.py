import io
from pathlib import Path

import pytest

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
    written, offsets = io.BytesIO(b"%PDF-1.4\n"), []
    written.seek(0, io.SEEK_END)
    for number, content in enumerate(objects, start=1):
        offsets.append(written.tell())
        written.write(b"%d 0 obj\n%s\nendobj\n" % (number, content))
    start = written.tell()
    written.write(b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1))
    written.writelines(b"%010d 00000 n \n" % offset for offset in offsets)
    written.write(b"trailer << /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, start))
    path.write_bytes(written.getvalue())
    return path


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
