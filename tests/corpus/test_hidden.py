import time
import zipfile
from pathlib import Path

import pytest

from studybot.corpus.dialect import clean
from studybot.corpus.read import read, read_file

SECRET = "An exam voucher costs nothing."


@pytest.mark.parametrize(
    "hiding",
    [
        '<div style="display:none">{}</div>',
        "<span style='color: #FFFFFF'>{}</span>",
        '<p style="color:white; font-size: 12px">{}</p>',
        '<p style="color:rgb(255, 255, 255); background: white">{}</p>',
        '<span class="a" hidden>{}</span>',
        '<div style="font-size:0">\n\n<div>first</div>\n\n{}\n\n</div>',
        "<i style=color:#fff>{}</i>",
        "<font color=white>{}</font>",
        '<font color="#fefefe" size=1>{}</font>',
        "<style>\n.quiet {{ display: none }}\n</style>\n\n<p class=quiet>{}</p>",
        "<style>.quiet {{ color: #fff }}</style>\n\n<b class='a quiet'>first</b> <span class=quiet>{}</span>",
        '<div style="background: #123"><p style="background: white; color: white">{}</p></div>',
    ],
)
@pytest.mark.parametrize("suffix", [".md", ".html"])
def test_what_a_reader_would_not_see_is_no_material(hiding: str, suffix: str, tmp_path: Path) -> None:
    """Text that its page hides, white text on white included, is in no topic; what stands around it is."""
    around = (
        "# Exams\n\nBefore it. {} Behind it.\n" if suffix == ".md" else "<h1>Exams</h1><p>Before it. </p>{}<p>Behind it.</p>"
    )
    path = tmp_path / f"exams{suffix}"
    path.write_text(around.format(hiding.format(SECRET)), encoding="utf-8")
    text = "\n".join(read(path))
    assert "Before it." in text
    assert "Behind it." in text
    assert "voucher" not in text
    assert "first" not in text


@pytest.mark.parametrize(
    "shown",
    [
        '`<div style="display:none">`',
        "```html\n<div hidden>code</div>\n```",
        '<span style="color:white; background-color: #005">white on blue</span>',
        '<span style="background: black; color: #fff">white on black</span>',
        '<span title="hidden things" data-hidden="x">plain</span>',
        '<div style="background: #005"><b style="color: white">white on blue</b></div>',
        "```html\n<style>p { display: none }</style>\n<div hidden>code</div>\n```\n\n<p>plain</p>",
        "<p hidden>gone\n\n<b>plain</b>",
        "A hidden file begins with a dot; a < b and style = x.",
    ],
)
def test_what_a_reader_sees_stays(shown: str) -> None:
    """Code, white text on a colour, and words that only speak of hiding are material."""
    kept = clean(f"# T\n\n{shown} Behind it.\n")
    for word in ("display:none", "<div hidden>code</div>", "white on blue", "white on black", "plain", "hidden file"):
        assert (word in kept) == (word in shown), kept
    assert "Behind it." in kept


@pytest.mark.parametrize("comment", ["[comment]: <> ({})", "[//]: # ({})", '[//]: # "{}"'])
def test_comments_of_markdown_are_no_material(comment: str) -> None:
    """What Markdown's own way to write a comment holds is not shown, and what stands around it is."""
    shown = clean(f"# T\n\nBefore it.\n\n{comment.format(SECRET)}\n\nBehind it.\n")
    assert "voucher" not in shown
    assert "Before it." in shown
    assert "Behind it." in shown


def test_a_colour_around_white_text_shows_it(tmp_path: Path) -> None:
    """White text in a box with a background of its own is read."""
    path = tmp_path / "exams.html"
    path.write_text('<h1>Exams</h1><div style="background:#123"><p style="color:#fff">Seen here.</p></div>', encoding="utf-8")
    assert "Seen here." in "\n".join(read(path))


def test_a_megabyte_of_tags_is_read_in_seconds() -> None:
    """No step is slower than its text is long."""
    for unit in ("<div hidden>", '<div style="', "<a hidden ", "< style hidden"):
        began = time.perf_counter()
        clean(unit * (200_000 // len(unit)))
        assert time.perf_counter() - began < 5, unit


HIDING = [
    ".quiet { display: none }",
    "p.quiet, b { visibility: hidden }",
    "body div > .quiet { font-size: 0 }",
    ".quiet { color: #fff }",
    "body { background: #123456; color: #eee } .quiet { color: rgb(18 52 86) }",
    "#last.quiet { color: hsl(0 0% 99%) }",
    ".quiet { opacity: 0.01 }",
    ".quiet { position: absolute; left: -9999px }",
    ".quiet { height: 0; overflow: hidden }",
    ".quiet { clip-path: inset(100%) }",
    ".quiet { transform: scale(0) }",
    "@media screen and (min-width: 300px) { .quiet { display: none } }",
    "@media (max-width: 99999px) { .quiet { display: none } }",
    ".quiet { display: none !important } p { display: block }",
    "[class~=quiet] { display: none }",
    "p:nth-of-type(2) { display: none }",
]


@pytest.mark.parametrize("sheet", HIDING)
@pytest.mark.parametrize("beside", [False, True])
def test_what_a_style_sheet_hides_is_no_material_and_is_named(sheet: str, beside: bool, tmp_path: Path) -> None:
    """A rule of the page, or of a file beside it, hides as a style of the element does, and the receipt says what."""
    (tmp_path / "look.css").write_text(sheet, encoding="utf-8")
    head = '<link rel="stylesheet" href="look.css">' if beside else f"<style>{sheet}</style>"
    path = tmp_path / "exams.html"
    body = f'<h1>Exams</h1><div><p>Before it.</p><p class="quiet" id="last">{SECRET}</p><p>Behind it.</p></div>'
    path.write_text(f"<html><head>{head}</head><body>{body}</body></html>", encoding="utf-8")
    reading = read_file(path)
    text = "\n".join(reading.texts)
    assert "Before it." in text
    assert "Behind it." in text
    assert "voucher" not in text
    assert any(SECRET in warning for warning in reading.warnings)


@pytest.mark.parametrize(
    "sheet",
    [
        "@media print { .quiet { display: none } }",
        "@media (max-width: 600px) { .quiet { display: none } }",
        ".quiet { display: none } p { display: block !important }",
        ".quiet { display: none } p.quiet { display: block }",
        ".quiet:hover { display: none } .quiet::before { display: none }",
        ".quiet { color: white; background: navy }",
        "div { background: linear-gradient(red, blue) } .quiet { color: #fff }",
        "body { visibility: hidden }",
        "} .quiet { colour: none",
        ".quiet { text-indent: -20px; opacity: 0.8; font: 12px/1.4 serif }",
    ],
)
def test_what_a_style_sheet_shows_stays(sheet: str, tmp_path: Path) -> None:
    """Rules for paper or phones, rules that a stronger one takes back, and colours that can be read hide nothing."""
    path = tmp_path / "exams.html"
    path.write_text(f'<style>{sheet}</style><h1>Exams</h1><div><p class="quiet">{SECRET}</p></div>', encoding="utf-8")
    reading = read_file(path)
    assert SECRET in "\n".join(reading.texts)
    assert not reading.warnings


def test_no_style_sheet_from_elsewhere_is_read(tmp_path: Path) -> None:
    """A page reads sheets beside or below it alone: no other file of the machine."""
    (tmp_path / "look.css").write_text(".quiet { display: none }", encoding="utf-8")
    (tmp_path / "course").mkdir()
    for address in ("../look.css", str(tmp_path / "look.css"), f"file://{tmp_path}/look.css"):
        path = tmp_path / "course" / "exams.html"
        path.write_text(f'<link rel=stylesheet href="{address}"><h1>Exams</h1><p class="quiet">{SECRET}</p>', encoding="utf-8")
        assert SECRET in "\n".join(read_file(path).texts)


def test_what_shows_itself_within_something_hidden_is_read(tmp_path: Path) -> None:
    """Visibility and colour are taken back by an element within; text around it stays hidden."""
    path = tmp_path / "exams.html"
    inner = '<b style="visibility: visible">Seen here.</b>'
    path.write_text(f'<h1>Exams</h1><p style="visibility: hidden">{SECRET} {inner} {SECRET}</p>', encoding="utf-8")
    text = "\n".join(read_file(path).texts)
    assert "Seen here." in text
    assert "voucher" not in text


@pytest.mark.parametrize("hiding", ['style="display:none"', 'class="quiet"', 'hidden="hidden"'])
def test_what_a_book_hides_is_no_material_and_is_named(hiding: str, tmp_path: Path) -> None:
    """Pages of an EPUB are read as their styles show them, those in a sheet of the book included."""
    place = "application/oebps-package+xml"
    body = f"<h1>Exams</h1><p>Before it.</p><p {hiding}>{SECRET}</p><p>Behind it.</p>"
    head = '<head><title>t</title><link rel="stylesheet" href="../s.css"/></head>'
    parts = {
        "mimetype": "application/epub+zip",
        "META-INF/container.xml": '<container version="1.0" xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><rootfiles>'
        f'<rootfile full-path="c.opf" media-type="{place}"/></rootfiles></container>',
        "c.opf": '<package xmlns="http://www.idpf.org/2007/opf" version="3.0"><metadata xmlns:dc="http://purl.org/dc/elements/1.1/">'
        '<dc:title>T</dc:title></metadata><manifest><item id="a" href="text/a.xhtml" media-type="application/xhtml+xml"/>'
        '</manifest><spine><itemref idref="a"/></spine></package>',
        "text/a.xhtml": f'<?xml version="1.0"?><html xmlns="http://www.w3.org/1999/xhtml">{head}<body>{body}</body></html>',
        "s.css": ".quiet { display: none }",
    }
    with zipfile.ZipFile(tmp_path / "exams.epub", "w") as book:
        for name, content in parts.items():
            book.writestr(name, content)
    reading = read_file(tmp_path / "exams.epub")
    text = "\n".join(reading.texts)
    assert "Before it." in text and "Behind it." in text
    assert "voucher" not in text
    assert any(SECRET in warning for warning in reading.warnings)
