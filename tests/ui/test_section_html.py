import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from studybot.corpus.split import split
from studybot.types import Document, Passage, Span
from studybot.ui.html import formula
from studybot.ui.html.section import passage_html, section_html
from ui.html_text import Seen, bare, letters
from ui.material import documents, passages, written


@pytest.mark.long
def test_marks_hold_exactly_the_quote_for_every_unit_of_the_course() -> None:
    """For each unit of each passage the marked text is the quoted Markdown without its markup, character for character."""
    wrong, count = [], 0
    for document, passage in passages():
        for unit in (unit for block in passage.blocks for unit in block.units):
            count += 1
            quote = document.text[unit.start : unit.end]
            marked = Seen(passage_html(passage, (unit,))).marked
            code = any(block.kind == "code" and block.start <= unit.start < block.end for block in passage.blocks)
            if (re.sub(r"\s", "", marked) != re.sub(r"\s", "", quote)) if code else (letters(marked) != bare(quote)):
                wrong.append((passage.id, quote, marked))
    assert wrong == []
    assert count > 1500


@pytest.mark.long
def test_marking_changes_nothing_but_marks() -> None:
    """A section with marks, taken out again, is the section without; all its text is shown."""
    for document in documents():
        for section in (section for section in document.sections if section.blocks):
            start, end = section.blocks[0].start, section.blocks[-1].end
            text = document.text[start:end]
            html = section_html(text, base=start)
            marked = section_html(text, (Span(start=start, end=end),), base=start)
            assert re.sub(r"</?mark>", "", marked) == html
            assert letters(Seen(html).text) == bare(text)
            assert letters(Seen(marked).marked) == bare(text)


@pytest.mark.long
@settings(max_examples=150, deadline=None)
@given(st.data())
def test_any_span_marks_its_own_characters(data: st.DataObject) -> None:
    """Whatever span is marked, in one section or across blocks, the marks hold what stands in it and nothing else."""
    document, passage = data.draw(st.sampled_from(passages()))
    start = data.draw(st.integers(passage.start, passage.end - 1))
    end = data.draw(st.integers(start + 1, passage.end))
    seen = Seen(passage_html(passage, (Span(start=start, end=end),)))
    shown = (n for n in range(start, end) if n not in _unseen(document, passage))
    assert [c for c in seen.marked if c.isalnum()] == [c for c in map(document.text.__getitem__, shown) if c.isalnum()]


@settings(max_examples=200, deadline=None)
@given(st.text(alphabet="ab <>&\"'*_`|\\[]()!#-+1.\n:/{}$=@é…", max_size=120), st.integers(0, 120), st.integers(0, 120))
def test_any_markdown_becomes_closed_and_harmless_html(text: str, one: int, other: int) -> None:
    """No text, marked anywhere, opens a tag or attribute of its own: only the writer's tags appear, all closed."""
    span = Span(start=min(one, other), end=max(one, other))
    seen = Seen(section_html(text, (span,)))
    allowed = set(
        "p em strong code a ul ol li div table thead tbody tr th td h3 h4 h5 h6 mark br hr figure figcaption span".split()
    )
    assert {tag for tag, _ in seen.tags} - {"pre", "button"} - formula.TAGS <= allowed
    assert not any(name.startswith("on") or name == "style" for _, attributes in seen.tags for name in attributes)


@pytest.mark.parametrize(
    "text",
    [
        "[x](javascript:alert(1))",
        "[x](JaVaScRiPt:alert(1))",
        "[x](vbscript:x)",
        "[x](data:text/html;base64,PHNjcmlwdD4=)",
        "<javascript:alert(1)>",
        "![x](https://example.com/x.png)",
        '<script src="https://example.com/x.js"></script>',
        '<a href="https://example.com" onclick="x()">x</a>',
    ],
)
def test_only_plain_links_survive(text: str) -> None:
    """Scripts, handlers, data addresses and pictures of other machines never reach the page."""
    tags = Seen(section_html(text)).tags
    assert [tag for tag, _ in tags if tag in ("img", "script")] == []
    assert [attributes for _, attributes in tags if attributes.get("href") or attributes.get("src")] == []


def test_a_link_keeps_its_address_and_opens_elsewhere() -> None:
    """An https link is a link that opens in a tab of its own and gives nothing away."""
    (link,) = [
        attributes for tag, attributes in Seen(section_html("see [docs](https://example.com/a?b=1&c=2)")).tags if tag == "a"
    ]
    assert link["href"] == "https://example.com/a?b=1&c=2"
    assert link["rel"] == "noopener noreferrer nofollow"


def test_inline_markup_inside_a_marked_sentence() -> None:
    """A marked sentence keeps its bold words, code and links, each marked on its own; its neighbours stay unmarked."""
    text = "First one. A **bold *and nested*** word, `code | x`, an \\* escape &amp; a [link](https://e.org/a) here. Last one."
    start, end = text.index("A **bold"), text.index(" Last")
    seen = Seen(section_html(text, (Span(start=start, end=end),)))
    assert seen.marked == "A bold and nested word, code | x, an * escape & a link here."


def test_each_cell_of_a_row_is_marked() -> None:
    """A marked table row marks its cells one by one, an escaped pipe included, and no cell of another row."""
    text = "| a | b | c |\n| --- | --- | --- |\n| x | y \\| z | `w` |\n| x | y | w |"
    start = text.index("| x | y \\|")
    html = section_html(text, (Span(start=start, end=text.index("\n", start)),))
    assert html.count("<mark>") == 3
    assert Seen(html).marked == "xy | zw"


def test_lines_of_code_keep_every_character() -> None:
    """Code shows its characters as they are, coloured or not, with the marked lines marked."""
    text = "```python\nimport os\n\n\nif a < b:\n    print('<b>')\n```"
    start = text.index("if a")
    seen = Seen(section_html(text, (Span(start=start, end=start + 9),)))
    assert seen.text == "import os\n\n\nif a < b:\n    print('<b>')"
    assert seen.marked == "if a < b:"


def test_the_last_line_of_code_is_read_like_the_others() -> None:
    """Equal commands are coloured equally wherever they stand, and no newline is added."""
    first, last = section_html("```bash\nls -l  # list\nls -l  # list\n```").partition("<code>")[2].split("\n")
    assert "tc" in first and last.startswith(first)
    assert Seen(section_html("```bash\nls\n```")).text == "ls"
    assert Seen(section_html("```bash\nls\n\n```")).text == "ls\n"


def test_cells_know_the_heading_of_their_column() -> None:
    """Each cell carries its column's heading as text, none where a table has no heading."""
    tags = Seen(section_html('| **a** | "b" |\n| --- | --- |\n| x | y |')).tags
    assert [attributes.get("data-column") for tag, attributes in tags if tag == "td"] == ["a", '"b"']
    assert "data-column" not in section_html("| | |\n| --- | --- |\n| x | y |")


def test_a_block_cut_in_two_keeps_its_kind() -> None:
    """A passage that begins in the middle of a code block or list is still shown as code or list."""
    code = "\n".join(f"step_{number} = call({number})\n" for number in range(80))
    document = written(f"# A\n\n```python\n{code}```\n\n" + "\n".join(f"- item {n} {'long ' * 12}" for n in range(40)))
    pieces = split(document, 500)
    assert len(pieces) > 3
    for piece in pieces:
        html = passage_html(piece)
        assert ("<pre" in html) == (piece.kind == "code")
        assert "```" not in html
        assert letters(Seen(html).text) == _shown(piece)


def _shown(piece: Passage) -> str:
    """What a reader sees of a passage that may begin within a block: code as it is, anything else without its markers."""
    return letters(re.sub(r"```(?:python)?", "", piece.text)) if piece.kind == "code" else bare(piece.text)


def _unseen(document: Document, passage: Passage) -> set[int]:
    """The offsets of fences and step numbers, which the page draws in its own way."""
    found: set[int] = set()
    for block in passage.blocks:
        pattern = {"code": r"^```.*$", "steps": r"^\d+\. "}.get(block.kind)
        for one in re.finditer(pattern, document.text, re.MULTILINE) if pattern else ():
            found.update(n for n in range(*one.span()) if block.start <= n < block.end)
    return found
