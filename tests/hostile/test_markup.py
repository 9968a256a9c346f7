"""Markup of a course as an HTML parser sees it: HTML, MathML, SVG, LaTeX, attributes of Markdown and of Pandoc."""

from html.parser import HTMLParser
from pathlib import Path

import pytest

from studybot.ui.html.section import section_html

MARKUP = (Path(__file__).parent / "markup.txt").read_text(encoding="utf-8")
PLACES = ("{}", "x {} y", "- {}", "> {}", "| {} |\n|---|\n| {} |", "**{}**", "[a {}](b)", "## {}")
SAFE = frozenset(
    "a b blockquote br code div em figcaption figure h1 h2 h3 h4 h5 h6 hr i li ol p pre s span strong sub sup table tbody td "
    "th thead tr u ul del ins kbd math mi mo mn mrow msub msup mtext msubsup mfrac msqrt mspace mstyle semantics "
    "annotation".split()
)
SCHEMES = ("http:", "https:", "mailto:", "tel:", "ftp:")


class Wall(HTMLParser):
    """Notes each element and attribute that could run, load, send, cover the page or take another element's name."""

    def __init__(self) -> None:
        super().__init__()
        self.bad: list[str] = []

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        """Look at one element."""
        given = {name: value or "" for name, value in attributes}
        if tag not in SAFE and given.get("class") != "sb-copy-code":
            self.bad.append(tag)
        for name, value in given.items():
            link = "".join(value.split()).lower()
            scheme = ":" in link.split("/")[0] and not link.startswith(SCHEMES)
            runs = name.startswith("on") or name in (
                "style",
                "srcdoc",
                "formaction",
                "ping",
                "srcset",
                "background",
                "name",
                "id",
            )
            if runs or name == "src" or (name in ("href", "xlink:href", "action") and (scheme or link.startswith("//"))):
                self.bad.append(f"{tag} {name}={value}")


@pytest.mark.parametrize("place", PLACES)
def test_markup_of_a_course_runs_and_loads_nothing(place: str) -> None:
    """Whatever stands in a text, wherever: only elements of text come out, and links to what a person may open."""
    for text in (*MARKUP.splitlines(), MARKUP):
        wall = Wall()
        wall.feed(section_html(place.replace("{}", text), base=0))
        wall.close()
        assert not wall.bad, text[:200]
