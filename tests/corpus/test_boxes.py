"""Fenced divs and spans of Pandoc, Quarto, R Markdown and MyST."""

import pytest

from fakes import written
from studybot.corpus.dialect import clean
from studybot.corpus.split import split
from studybot.types import Document

PAGE = """# Trees

::: slides
# Only a slide
:::

::: notes
# Elms

Elms grow (in the north [@Oak1999, p. 3]). The idea is from [@Oak1999, p. 3].
:::

- One

    ::: notes
    Below [the first]{.notes} item. \\smallskip
    :::

::: notes
## Bark

Grey.
:::
"""


def read(text: str) -> Document:
    """The document behind a file of any dialect."""
    return written(clean(text), title=text.partition("\n")[0].removeprefix("# "))


def shown(text: str) -> list[str]:
    """The lines that a reader of a file sees."""
    return [line.strip() for line in clean(text).split("\n") if line.strip()]


def test_headings_in_divs_are_headings() -> None:
    """A div that only says where its content is shown ends no section; a call-out or an exercise keeps its title."""
    document = read(PAGE)
    assert [section.path[1:] for section in document.sections] == [("Elms",), ("Elms", "Bark")]
    assert {block.role for section in document.sections for block in section.blocks} == {"teaching"}
    boxes = "# T\n\n::: columns\n## Wide\n\nA.\n:::\n\n::: callout-tip\n## Look\n\nB.\n:::\n\n"
    boxes += "::: panel-tabset\n## Linux\n\nC.\n:::\n"
    assert [section.path[1:] for section in read(boxes).sections] == [("Wide",)]
    assert "> **Look**" in shown(boxes) and "**Linux**" in shown(boxes)


def test_a_source_for_slides_and_a_page_is_read_as_the_page() -> None:
    """Where notes are the text of the page, slides are left out; remarks for a speaker stay notes."""
    assert "Only a slide" not in clean(PAGE) and ":::" not in clean(PAGE)
    assert "Below the first item." in [line.strip() for line in shown(PAGE)]
    document = read("# Trees\n\nElms are tall trees of the north.\n\n::: notes\nSay it loud.\n:::\n")
    assert [block.role for section in document.sections for block in section.blocks] == ["teaching", "note"]


@pytest.mark.parametrize(
    ("text", "seen"),
    [
        ('See [the file\na.c]{.ex href="a.c"}.', "See [the file\na.c](a.c)."),
        ("[In `a[0]` and [b]](c.md) [only [one `x[1]`]{.y}]{#z} here.", "[In `a[0]` and [b]](c.md) only one `x[1]` here."),
        ("[[AST?]{.ex}]{.slides} [**AST**?]{.notes} Now.", "**AST**? Now."),
        ("A.\n\n[Map by\nAda]{.credits nolist=true}\n\nB.", "A.\nB."),
        ('![A map](a.png){width="80%"\nheight="2"}', "![A map](a.png)"),
        ("`[a]{.b}` stays, $[a]{.b}$ too.", "`[a]{.b}` stays, $[a]{.b}$ too."),
        ("Trees\n\\bigskip\n\n\\vspace{-2.5cm}\n\nGrow.\\pause\\newline `\\Large`{=tex}", "Trees\nGrow."),
        ("\\index{trees}\n\\indexc{[[}\n\nTrees grow. `\\index{a}` stays.", "Trees grow. `\\index{a}` stays."),
        ("`\\bigskip` and $a \\small b$ and \\smaller stay.", "`\\bigskip` and $a \\small b$ and \\smaller stay."),
        ("``` {=tex}\n\\foo\n```\n\n```{=html}\n<b>x</b>\n```\n\nText.", "Text."),
        ("After an idea in [@Oak1999, p. 3] it grows [@Elm2000].", "After an idea in Oak 1999, p. 3 it grows."),
        ("{ref}`The oak <oak>` in {numref}`fig-oak` {cite:p}`Oak1999` {kbd}`q` {math}`x`.", "The oak in the figure `q` $x$."),
        ("(oak)=\n# Oak\n\n+++\n\n. . .\n\nGrows as ${v}`a` does.", "# Oak\nGrows as ${v}`a` does."),
        ("$$\nx\n$$ {#eq-x}\n\nGrows.\n\n$$\ny\n$$ (y)\n\nFalls.", "$$ x $$\nGrows.\n$$ y $$\nFalls."),
    ],
)
def test_spans_commands_and_citations(text: str, seen: str) -> None:
    """Only the text of a span is shown, no command that lays out, and a citation where its sentence needs it."""
    assert shown(text) == seen.split("\n")


@pytest.mark.parametrize(
    ("name", "role"),
    [
        *(("outcomes", "objective"), ("learning-goals", "objective"), ("readings", "reference"), ("videos", "reference")),
        *(("challenges", "exercise"), ("attachments", "reference"), ("{#exr-sums}", "exercise"), ("{.exercises}", "exercise")),
        *(("{exercise} Sums", "exercise"), ("{.column .quiz}", "exercise"), ("tldr", "teaching"), ("columns", "teaching")),
    ],
)
def test_divs_say_what_they_are_for(name: str, role: str) -> None:
    """The name or class of a div gives the role that a heading of that name gives."""
    document = read(f"# Sums\n\nAdd.\n\n::: {name}\nAdd them.\n:::\n\nMore.\n")
    assert [block.role for section in document.sections for block in section.blocks][-2:] == [role, "teaching"]


def test_no_mark_stands_in_a_passage() -> None:
    """Boxes of one role after each other, or in one another, are one passage without the marks between them."""
    box = "::: challenge\nAdd {}.\n\n::: solution\nSum.\n:::\n:::\n\n"
    passages = split(read(f"# Sums\n\n{box}{box}## Exercises\n\nAdd.\n\n{box}"), 900)
    assert not [passage for passage in passages if "studybot" in passage.text]
    assert [passage.role for passage in passages] == ["exercise", "exercise", "exercise"]


def test_what_is_cut_begins_with_its_sign() -> None:
    """A list that is cut in two begins with the sign of its item, code that is set in with its indent."""
    items = "\n".join(f"{number}. {'Elm ' * 40}" for number in range(1, 12))
    first, *others = split(read(f"# Elms\n\n{items}\n"), 900)
    assert first.text.startswith("1. Elm") and others and all(part.text[:1].isdigit() for part in others)
    (code,) = split(read("# Elms\n\n    = {\n  x\n"), 900)[:1]
    assert code.text.startswith("    = {")
