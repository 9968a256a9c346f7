import json
import re
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
import yaml
from markdown_it.token import Token

from studybot.corpus.markdown import parser
from studybot.corpus.restore import restore
from studybot.corpus.units import table_cells

COURSE = Path(__file__).parents[2] / "corpus" / "multicloud-devops-with-ai"
SECOND_PASS = Path(__file__).parents[1] / "data" / "tables_second_pass.json"
FILES = sorted(COURSE.glob("[0-9][0-9]-*.md"))
LANGUAGES = {"bash", "python", "json", "hcl", "yaml", "sql", "ini", "dockerfile", "text"}
MARKUP = ("strong_open", "strong_close", "em_open", "em_close")


def squeezed(text: str) -> str:
    """A text without white space."""
    return "".join(text.split())


def inline_text(token: Token) -> str:
    """What an inline token shows; an element that the edition does not use (link, image, tag) is an error."""
    shown = ""
    for child in token.children or []:
        if child.type in ("text", "code_inline", "text_special"):
            shown += child.content
        elif child.type in ("softbreak", "hardbreak"):
            shown += "\n"
        elif child.type not in MARKUP:
            raise AssertionError(f"{child.type} {child.content!r} is no markup of the edition")
    return shown


def shown_text(markdown: str) -> str:
    """All that a Markdown text shows, in order, without white space."""
    return squeezed(
        "".join(
            inline_text(t) if t.type == "inline" else t.content
            for t in parser().parse(markdown)
            if t.type in ("inline", "fence")
        )
    )


def unlisted(text: str) -> str:
    """A plain text without white space and without the bullets and numbers of its lists."""
    return squeezed(re.sub(r"(?m)^[ \t]+(?:•|\d+\.)\s", "", text))


def tables(markdown: str) -> list[list[list[str]]]:
    """The tables of a Markdown text: rows, header first, of cells as shown."""
    found: list[list[list[str]]] = []
    in_cell = False
    for token in parser().parse(markdown):
        if token.type == "table_open":
            found.append([])
        elif token.type == "tr_open":
            found[-1].append([])
        elif token.type == "inline" and in_cell:
            found[-1][-1].append(" ".join(inline_text(token).split()))
        in_cell = token.type in ("th_open", "td_open")
    return found


@pytest.fixture(scope="module")
def described() -> dict[str, Any]:
    """What course.yaml says."""
    return dict(yaml.safe_load((COURSE / "course.yaml").read_text(encoding="utf-8")))


@pytest.fixture(scope="module")
def page() -> str:
    """The page as copied, its characters restored."""
    return restore((COURSE / "source.txt").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def parts(page: str, described: dict[str, Any]) -> list[str]:
    """The page's front, then its part for each topic, cut where the topic's icon, title and category stand as its head."""
    cuts = [0]
    for topic in described["topics"]:
        head = "\n\n".join((topic["icon"], topic["title"], topic["category"]))
        found = re.compile(rf"^{re.escape(head)}$", re.MULTILINE).search(page, cuts[-1])
        assert found is not None, f"head of {topic['title']!r} not found in the page"
        cuts.append(found.start())
    return [page[start:end] for start, end in zip(cuts, [*cuts[1:], len(page)], strict=True)]


def test_course_file_lists_each_topic_file_in_order(described: dict[str, Any]) -> None:
    """course.yaml names the 26 files, in the order of their numbers."""
    assert [topic["file"] for topic in described["topics"]] == [file.name for file in FILES]
    assert len({topic["id"] for topic in described["topics"]}) == len(FILES) == 26


def test_front_of_the_page_is_in_the_course_file(parts: list[str], described: dict[str, Any]) -> None:
    """Title, author's line and the cards (icon, title, category) in order are all that stands before the first topic."""
    cards = [f"{topic['card']['icon']} {topic['card']['title']} {topic['card']['category']}" for topic in described["topics"]]
    front = [described["title"], described["author"], described["cards"], *cards]
    assert parts[0].split() == " ".join(front).split()
    assert parts[0].strip().split("\n")[-26:] == cards


def test_parts_are_the_whole_page(parts: list[str], page: str) -> None:
    """Front and topics together are the page: nothing lies between them."""
    assert "".join(parts) == page


@pytest.mark.parametrize("number", range(1, 27))
def test_topic_is_lossless(number: int, parts: list[str]) -> None:
    """Without markup and white space a topic file equals its part of the page, character for character."""
    shown, given = shown_text(FILES[number - 1].read_text(encoding="utf-8")), unlisted(parts[number])
    differ = next((place for place, (one, other) in enumerate(zip(shown, given, strict=False)) if one != other), None)
    place = min(len(shown), len(given)) if differ is None else differ
    assert shown == given, (
        f"edition {shown[max(0, place - 40) : place + 40]!r}, page {given[max(0, place - 40) : place + 40]!r}"
    )


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_form_of_a_topic(file: Path, described: dict[str, Any]) -> None:
    """A topic file opens with its icon, title and category; UTF-8, LF, one final newline, no indented code, no wide rows."""
    text = file.read_bytes().decode("utf-8")
    topic = described["topics"][FILES.index(file)]
    assert text.split("\n")[:3] == [f"# {topic['icon']} {topic['title']}", "", f"*{topic['category']}*"]
    assert "\r" not in text
    assert text.endswith("\n") and not text.endswith("\n\n")
    tokens = parser().parse(text)
    assert not [token.map for token in tokens if token.type == "code_block"]
    assert {token.info for token in tokens if token.type == "fence"} <= LANGUAGES
    assert sum(token.type == "heading_open" and token.tag == "h1" for token in tokens) == 1


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_every_row_is_as_wide_as_its_header(file: Path) -> None:
    """The rows of a table, as written, have as many cells as its header: the parser would fill or cut them silently."""
    text = file.read_text(encoding="utf-8")
    lines = text.split("\n")
    for token in parser().parse(text):
        if token.type == "table_open" and token.map:
            rows = [table_cells(line) for line in lines[token.map[0] : token.map[1]] if line.strip()]
            assert {len(row) for row in rows} == {len(rows[0])}, rows[0]


def test_counts() -> None:
    """The edition has what the page had: sections, cards, tables, lists, steps, call-outs and code."""
    counts: Counter[str] = Counter()
    for file in FILES:
        text = file.read_text(encoding="utf-8")
        counts.update(token.tag if token.type == "heading_open" else token.type for token in parser().parse(text))
        counts["without header"] += sum(not any(table[0]) for table in tables(text))
        counts["rows"] += sum(len(table) - 1 for table in tables(text))
    assert counts["h1"] == 26
    assert (counts["h2"], counts["h3"]) == (193, 91)  # 284 headings below the topics
    assert (counts["table_open"], counts["without header"], counts["rows"]) == (48, 2, 289)
    # The page's 135 lists and two rows of badges that it flattened; its code and the diagrams that it flattened.
    assert (counts["bullet_list_open"], counts["ordered_list_open"]) == (137, 5)
    assert counts["fence"] == 77
    assert counts["blockquote_open"] == 34


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_tables_equal_the_second_pass(file: Path) -> None:
    """Each cell of each table is what a second, independent cut of the page's rows gave."""
    second = json.loads(SECOND_PASS.read_text(encoding="utf-8"))
    assert tables(file.read_text(encoding="utf-8")) == second.get(file.stem, [])
