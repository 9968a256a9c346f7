import time
from pathlib import Path

import pytest

from studybot.corpus.dialect import clean
from studybot.corpus.hidden import hides
from studybot.corpus.read import read

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
        "A hidden file begins with a dot; a < b and style = x.",
    ],
)
def test_what_a_reader_sees_stays(shown: str) -> None:
    """Code, white text on a colour, and words that only speak of hiding are material."""
    kept = clean(f"# T\n\n{shown} Behind it.\n")
    for word in ("display:none", "<div hidden>code</div>", "white on blue", "white on black", "plain", "hidden file"):
        assert (word in kept) == (word in shown), kept
    assert "Behind it." in kept


def test_a_colour_around_white_text_shows_it(tmp_path: Path) -> None:
    """White text in a box with a background of its own is read."""
    path = tmp_path / "exams.html"
    path.write_text('<h1>Exams</h1><div style="background:#123"><p style="color:#fff">Seen here.</p></div>', encoding="utf-8")
    assert "Seen here." in "\n".join(read(path))
    assert not hides("color: #fff", painted=True)


def test_a_megabyte_of_tags_is_read_in_seconds() -> None:
    """No step is slower than its text is long."""
    for unit in ("<div hidden>", '<div style="', "<a hidden ", "< style hidden"):
        began = time.perf_counter()
        clean(unit * (200_000 // len(unit)))
        assert time.perf_counter() - began < 5, unit
