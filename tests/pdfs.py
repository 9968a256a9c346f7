"""PDF files written by hand, where a test needs what no library writes."""

import io
from collections.abc import Sequence
from pathlib import Path


def write_objects(path: Path, objects: Sequence[bytes]) -> Path:
    """Write a PDF of numbered objects, the first one its catalogue, with the cross references to them."""
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


FONTS = ("Helvetica", "Helvetica-Bold", "ABCDEF+CMMI10", "ABCDEF+CMSY10", "Wingdings-Regular")


def say(left: int, base: int, size: int, text: str, font: int = 0) -> bytes:
    """Return what draws a line of text; `base` counts from the foot of the page, `font` among FONTS."""
    written = text.encode("cp1252").replace(b"\\", b"\\\\").replace(b"(", b"\\(").replace(b")", b"\\)")
    return b"BT /F%d %d Tf %d %d Td (%s) Tj ET\n" % (font, size, left, base, written)


def _font(name: bytes) -> bytes:
    """A font that every reader has, or one that it has to know by its name: half an em wide."""
    described = b""
    if not name.startswith(b"Helvetica"):
        box = b"/Flags 4 /FontBBox [0 -250 1000 750] /Ascent 750 /Descent -250 /CapHeight 700 /StemV 80 /ItalicAngle 0"
        widths = b" ".join([b"500"] * 256)
        described = b" /FirstChar 0 /LastChar 255 /Widths [%s] /FontDescriptor << /Type /FontDescriptor /FontName /%s %s >>"
        described %= (widths, name, box)
    return b"<< /Type /Font /Subtype /Type1 /BaseFont /%s /Encoding /WinAnsiEncoding%s >>" % (name, described)


def write_slides(path: Path, pages: Sequence[bytes], size: tuple[int, int] = (720, 540)) -> Path:
    """Write a PDF of pages on which something is drawn."""
    first = 3 + len(FONTS)
    numbers = range(first, first + 2 * len(pages), 2)
    fonts = b" ".join(b"/F%d %d 0 R" % (at, 3 + at) for at in range(len(FONTS)))
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [%s] /Count %d >>" % (b" ".join(b"%d 0 R" % number for number in numbers), len(pages)),
        *(_font(name.encode()) for name in FONTS),
    ]
    for number, drawn in zip(numbers, pages, strict=True):
        objects += [
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 %d %d] /Contents %d 0 R /Resources << /Font << %s >> >> >>"
            % (*size, number + 1, fonts),
            b"<< /Length %d >>\nstream\n%s\nendstream" % (len(drawn), drawn),
        ]
    return write_objects(path, objects)
