from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from fakes import written
from studybot.corpus.course import load_course
from studybot.corpus.front import without_front_matter
from studybot.corpus.markdown import parse, parser
from studybot.corpus.read import read
from studybot.corpus.units import table_cells
from studybot.types import Document, Topic

COURSE = Path(__file__).parents[2] / "corpus" / "multicloud-devops-with-ai"
LINES = st.sampled_from(
    [
        "",
        "# Title",
        "## Part",
        "### Card `x`",
        "###### Deep",
        "Setext",
        "===",
        "---",
        "A sentence. Another one, e.g. this.",
        "- bullet",
        "  - nested **bullet**",
        "* star",
        "+ plus",
        "1. step",
        "2) step",
        "   more of it",
        "-",
        "| a | b |",
        "| --- | :-: |",
        "|---|",
        "| 1 | 2 \\| 3 |",
        "a | b",
        "|  |  |",
        "```bash",
        "```",
        "~~~python x",
        "    indented code",
        "\ttab",
        "# comment",
        "ls -la   # list",
        "def f(x):",
        "> **Tip:** quote. More.",
        ">",
        "> - item in quote",
        "<div onclick='x'>",
        "</div>",
        "<!-- c -->",
        "[ref]: http://x 'y'",
        "***",
        "  ",
        "\\",
        "\u2028",
        "⚡ Ünïcödé — …",
        "\x00",
        "\f",
    ]
)
MARKDOWN = st.lists(LINES, max_size=25).map("\n".join) | st.text(
    alphabet=st.characters(exclude_categories=["Cs"], exclude_characters="\r"), max_size=150
)


def quotes(document: Document, kind: str) -> list[list[str]]:
    """The texts of the units of each block of a kind."""
    return [
        [document.text[unit.start : unit.end] for unit in block.units]
        for section in document.sections
        for block in section.blocks
        if block.kind == kind
    ]


@given(MARKDOWN)
@example("- \n\n  text")
@example("| a |\n|---|")
@example("```\n```")
@example(">")
@example("1.\n2.")
def test_any_text_is_a_document(text: str) -> None:
    """Parsing never fails; sections, blocks and units stand in order, nested, apart from each other, on real text."""
    document = written(text)
    assert document.text == text
    place = 0
    for section in document.sections:
        assert 1 <= section.level <= 6
        assert section.path
        assert place <= section.start <= section.end <= len(text)
        place = section.start
        for block in section.blocks:
            assert place <= block.start < block.end <= section.end
            assert text[block.start : block.end].strip()
            place = block.start
            for unit in block.units:
                assert place <= unit.start < unit.end <= block.end
                assert not text[unit.start].isspace() and not text[unit.end - 1].isspace()
                place = unit.end
            place = block.end
    assert written(text) == document


@given(st.lists(LINES, max_size=25))
def test_nothing_said_is_left_out(lines: list[str]) -> None:
    """Every line with a letter or digit in it stands in a block, but for headings and definitions of links."""
    document = written("\n".join(lines))
    shown = list(document.text)
    for section in document.sections:
        for block in section.blocks:
            shown[block.start : block.end] = ["\n" if sign == "\n" else " " for sign in document.text[block.start : block.end]]
    headings = {
        line
        for token in parser().parse(document.text)
        if token.type == "heading_open" and token.map
        for line in range(*token.map)
    }
    left = [line for number, line in enumerate("".join(shown).split("\n")) if number not in headings]
    assert not [line for line in left if any(sign.isalnum() for sign in line) and not line.startswith("[ref]:")]


def test_headings_make_paths() -> None:
    """The path runs from the topic down; a deeper heading of an earlier branch is forgotten; a level-1 heading
    behind the title is a part of the topic; markup is not shown.
    """
    document = written("# 🗄️ Storage\n\na\n\n## *EBS* `x`\n\nb\n\n#### Deep\n\nc\n\n## EFS\n\nd\n\nOther\n=====\n\ne\n")
    assert [section.path for section in document.sections] == [
        ("Storage",),
        ("Storage", "EBS x"),
        ("Storage", "EBS x", "Deep"),
        ("Storage", "EFS"),
        ("Storage", "Other"),
    ]
    assert [document.text[section.blocks[0].start] for section in document.sections] == list("abcde")


def test_the_category_is_no_material() -> None:
    """The emphasised line under the title that repeats the category is not a block; other emphasis is."""
    assert written("# Storage\n\n*Basics*\n", category="Basics").sections == ()
    (section,) = written("# Storage\n\n*Basic*\n", category="Basics").sections
    assert [block.kind for block in section.blocks] == ["prose"]


def test_blocks_have_kinds_and_units() -> None:
    """Each block has its kind, and its smallest citable parts: sentences, items, rows, steps, commands."""
    document = written(
        """# Storage

One sentence. And *another*!

- bullet **one**
- bullet two
  - nested
  continued

1. first
2. second

| Type | IOPS |
| --- | --- |
| gp3 | 16,000 |
| | |

> **Tip:** Remember. It helps.

```Bash title="x"
# List them
ls -la   # all

# Remove one
rm x \\
  -f
```
"""
    )
    kinds = [block.kind for section in document.sections for block in section.blocks]
    assert kinds == ["prose", "list", "steps", "table", "callout", "code"]
    assert quotes(document, "prose") == [["One sentence.", "And *another*!"]]
    assert quotes(document, "list") == [["bullet **one**", "bullet two", "nested\n  continued"]]
    assert quotes(document, "steps") == [["first", "second"]]
    assert quotes(document, "table") == [["| gp3 | 16,000 |"]]
    assert quotes(document, "callout") == [["**Tip:** Remember.", "It helps."]]
    assert quotes(document, "code") == [["# List them\nls -la   # all", "# Remove one\nrm x \\\n  -f"]]
    assert document.sections[0].blocks[-1].language == "bash"


@pytest.mark.parametrize(
    ("language", "code", "units"),
    [
        ("bash", "ls\ncd x", ["ls", "cd x"]),
        ("bash", "for x in a; do\n  echo $x\ndone\nls", ["for x in a; do\n  echo $x\ndone", "ls"]),
        ("python", "def f():\n    return 1\n\nprint(f())", ["def f():\n    return 1", "print(f())"]),
        ("python", "call(\n\n    1,\n)", ["call(\n\n    1,\n)"]),
        ("hcl", 'resource "x" "y" {\n  a = 1\n\n  # why\n  b = 2\n}', ['resource "x" "y" {\n  a = 1\n\n  # why\n  b = 2\n}']),
        ("json", '{\n  "a": 1,\n\n  "b": 2\n}', ['{\n  "a": 1,\n\n  "b": 2\n}']),
        ("css", "a { }\n\n#id { }", ["a { }", "#id { }"]),
        ("", "one\n---\ntwo", ["one", "two"]),
    ],
)
def test_commands(language: str, code: str, units: list[str]) -> None:
    """Shell commands are units by line, other code by paragraph; brackets, continuations and loops stay together."""
    document = written(f"# Storage\n\n```{language}\n{code}\n```\n")
    assert quotes(document, "code") == [units]


@pytest.mark.parametrize(
    ("row", "cells"),
    [
        ("| a | b |", ["a", "b"]),
        ("a | b", ["a", "b"]),
        ("| a \\| b |  |", ["a | b", ""]),
        ("|a|", ["a"]),
        ("||", [""]),
    ],
)
def test_cells(row: str, cells: list[str]) -> None:
    """A row's cells, trimmed; an escaped pipe is a pipe."""
    assert table_cells(row) == cells


def test_the_id_is_a_hash_of_the_content() -> None:
    """Equal content at an equal place has the same id; another text or place another one."""
    topic = Topic(id="a", title="A")
    one = parse("# A\n\ntext\n", source="a.md", topic=topic)
    assert parse("# A\n\ntext\n", source="a.md", topic=topic).id == one.id
    assert parse("# A\n\ntext!\n", source="a.md", topic=topic).id != one.id
    assert parse("# A\n\ntext\n", source="b.md", topic=topic).id != one.id


def test_front_matter_moves_no_offset() -> None:
    """Front matter is blanked out, not cut off, so that citations of the text behind it fit the file."""
    text = "---\ntitle: x\n---\n# A\n\nThe text.\n"
    blanked = without_front_matter(text)
    assert len(blanked) == len(text)
    assert blanked.index("The text.") == text.index("The text.")
    assert "title" not in blanked
    assert without_front_matter("# A\n\n---\nb\n---\n") == "# A\n\n---\nb\n---\n"


def test_the_course_is_all_units() -> None:
    """In the supplied course every block has units, and every unit of it is a line, row, sentence or command in its file."""
    for file in load_course(COURSE)[1]:
        (text,) = read(file.path)
        assert file.topic is not None
        document = parse(text, source=file.source, topic=file.topic)
        assert document.text == file.path.read_text(encoding="utf-8")
        for section in document.sections:
            assert section.path[0] == file.topic.title
            assert all(block.units for block in section.blocks)


def test_no_mark_of_a_picture_is_cut_in_two() -> None:
    """A small picture is a word of its sentence, another one a unit; of one with a long description each sentence is one."""
    long = "A graph shows the tide. It rises twice a day. " * 8
    text = f'Press ![The anchor. Iron.](a.png) to stop.\n\n![{long.strip()}](b.png "Tides of a day.") Boats wait.\n'
    document = parse(f"# Tides\n\n{text}", source="t.md", topic=Topic(id="t", title="Tides"))
    units = [document.text[unit.start : unit.end] for block in document.sections[0].blocks for unit in block.units]
    assert units[0] == "Press ![The anchor. Iron.](a.png) to stop."
    assert units[1:3] == ["A graph shows the tide.", "It rises twice a day."]
    assert units[-2:] == ["Tides of a day.", "Boats wait."]


def test_links_are_not_cut() -> None:
    """A link whose text holds full stops is one piece of its sentence, with its address."""
    document = written(
        "# A\n\nRead it. See [Dougenik. An Algorithm. Geographer, 37.](https://x.org/a_(b).pdf) for more. It ends.\n"
    )
    spans = [document.text[unit.start : unit.end] for section in document.sections for b in section.blocks for unit in b.units]
    assert spans == ["Read it.", "See [Dougenik. An Algorithm. Geographer, 37.](https://x.org/a_(b).pdf) for more.", "It ends."]
