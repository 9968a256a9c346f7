"""Pictures and formulas of a course in its pages: shown and described; nothing else of the course's folder is served."""

import asyncio
import shutil
from pathlib import Path

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from fakes import HashingEmbedder
from studybot import wiring
from studybot.corpus.pictures import find_picture
from studybot.serve import application
from studybot.server import Server
from studybot.settings import Settings
from studybot.types import Span
from studybot.ui.html.formula import formula_html
from studybot.ui.html.section import section_html

BIO = Path(__file__).parents[1] / "data" / "material" / "bio"
PAGE = "# Cells\n\n## Wall\n\n![A wall of **cells**](img/cell.png)\n\n![Secret](../outside.png) ![Far](https://a.b/c.png)\n"


@pytest.fixture
def course(tmp_path: Path) -> Path:
    """A course with a picture beside its text, one in its slides, one that nothing shows and one outside of it."""
    folder = tmp_path / "cells"
    (folder / "img").mkdir(parents=True)
    shutil.copy(BIO / "img" / "cell.png", folder / "img" / "cell.png")
    shutil.copy(BIO / "img" / "cell.png", folder / "img" / "unshown.png")
    shutil.copy(BIO / "img" / "cell.png", tmp_path / "outside.png")
    shutil.copy(BIO / "03 Organelles.pptx", folder / "organelles.pptx")
    (folder / "cells.md").write_text(PAGE, encoding="utf-8")
    return folder


@pytest.fixture
def client(hashing: HashingEmbedder, course: Path, tmp_path: Path) -> TestClient:
    """The application of that course."""
    settings = Settings(course=course, index=tmp_path / "index", data=tmp_path / "data", library="")
    wiring.build_index(settings)
    studybot = wiring.open_studybot(settings)

    async def mounted() -> FastAPI:
        return application(studybot, Server(studybot))

    return TestClient(asyncio.run(mounted()), base_url="http://127.0.0.1", client=("127.0.0.1", 1))


def test_what_documents_show_is_served(client: TestClient, course: Path) -> None:
    """A picture of a text and one of a slide come as what they are, and run nothing."""
    picture = client.get("/pictures", params={"of": "cells.md", "name": "img/cell.png"})
    assert picture.status_code == 200
    assert picture.headers["content-type"] == "image/png"
    assert "sandbox" in picture.headers["content-security-policy"]
    assert picture.content == (course / "img" / "cell.png").read_bytes()
    slide = client.get("/pictures", params={"of": "organelles.pptx", "name": "ppt/media/image1.png"})
    assert slide.content.startswith(b"\x89PNG")


@pytest.mark.parametrize(
    ("of", "name"),
    [
        ("cells.md", "img/unshown.png"),
        ("cells.md", "../outside.png"),
        ("cells.md", "cells.md"),
        ("cells.md", "https://a.b/c.png"),
        ("organelles.pptx", "ppt/presentation.xml"),
        ("gone.md", "img/cell.png"),
    ],
)
def test_nothing_else_is_served(client: TestClient, of: str, name: str) -> None:
    """What no document shows, what lies outside, what is no picture: there is no such address."""
    assert client.get("/pictures", params={"of": of, "name": name}).status_code == 404


def test_a_link_out_of_the_course_is_no_picture(course: Path) -> None:
    """A picture that is a link to a file elsewhere is not followed."""
    (course / "img" / "link.png").symlink_to(course.parent / "outside.png")
    assert find_picture(course, "cells.md", "img/link.png") is None
    assert find_picture(course, "cells.md", "./img/cell.png") is not None


def test_a_picture_stands_with_its_description() -> None:
    """The description is the caption; a picture of another place is its description alone."""
    html = section_html(PAGE, pictures=lambda address: f"/pictures?{address}" if address.startswith("img") else "")
    assert '<img src="/pictures?img/cell.png" alt="" loading="lazy"><span class="sb-caption">A wall of ' in html
    assert html.count("<img") == 1
    assert "Secret" in html and "Far" in html


def test_formulas_are_drawn_and_marked() -> None:
    """A formula is MathML, whole under the mark; its signs are no emphasis; a price and code are none."""
    text = "Let $a_1 < b_2$ cost $5 or $6 in `$x$`.\n\n$$\\begin{aligned} x &= 1 \\\\ y &= 2\\end{aligned}$$\n"
    html = section_html(text, (Span(start=0, end=20),))
    assert '<mark><math display="inline"><mrow><msub><mi>a</mi><mn>1</mn></msub><mo>&lt;</mo>' in html
    assert "$5 or $6 in <code>$x$</code>" in html
    assert '<math display="block">' in html and html.count("<mtr>") == 2


@pytest.mark.parametrize("formula", ["\\unknowncommand{x}", "\\frac{", "{" * 700, "a" * 2000])
def test_what_cannot_be_drawn_is_shown_as_written(formula: str) -> None:
    """A formula that the converter does not know or that has no end stands as code."""
    assert formula_html(f"${formula}$") == f'<code class="sb-formula">${formula}$</code>'


def test_a_formula_runs_nothing() -> None:
    """Text, links, classes and styles of a formula act nowhere."""
    html = "".join(
        formula_html(f"${formula}$")
        for formula in (
            "\\text{<script>alert(1)</script>}",
            "\\href{javascript:alert(1)}{x}",
            '\\style{position:fixed" onclick="x}{y}',
            "\\class{sb-page}{x}",
        )
    )
    assert "<script" not in html and "href=" not in html and "style=" not in html and "class=" not in html
