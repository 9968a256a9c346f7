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
