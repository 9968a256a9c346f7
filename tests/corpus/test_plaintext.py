import re
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from studybot.corpus.codelines import language
from studybot.corpus.markdown import parser
from studybot.corpus.plaintext import to_markdown
from studybot.corpus.restore import restore

COURSE = Path(__file__).parents[2] / "corpus" / "multicloud-devops-with-ai"

GARDEN = """\
The Kitchen Garden

3 Topics — choose one

🌱 Sowing Basics
🍅 Tomatoes Vegetables
⚗️ Soil Lab Advanced
🌱

Sowing & Seeds

Basics

Why sow indoors?

Young plants need 18 °C and light. A window sill_north is too dark, and seeds < 2 mm stay *on* the soil.

  • Early harvest: four weeks ahead
  • Fewer slugs
    ◦ snails as well
Grower's Tip: Label each pot on the day that you sow.

Two Ways to Water

🚿 From Above

  • Quick
  • Wets the leaves

💧 From Below

  • Slow
  • Keeps the leaves dry

Calendar by Plant

PlantSow inPlant out
TomatoMarchMay
Bean (runner)AprilEnd of May
Remember: Never plant beans out before the last frost has gone.

Steps to Sow

  1. Fill the pot: leave 1 cm free
  2. Sow three seeds
  3. Water once
🍅

Tomatoes

Vegetables

Greenhouse Control

The sensor talks to a small computer.

# read the sensor once a minute
import sensor

def watch(pin):
    value = sensor.read(pin)

    # too dry
    if value < 300:
        print("water!")

Schedule File

greenhouse:
  interval: 60
  vents:
    - north
    - south

Start the Service

sudo systemctl start greenhouse     # now
sudo systemctl enable greenhouse    # after each boot

From Seed to Fruit

Seed → Seedling → Flower → Fruit
⚗️

Soil Lab

Advanced

Store the Readings

SELECT ph, taken FROM readings
WHERE ph > 7;

Reading as Sent

{
  "ph": 6.8,
  "place": "bed 3"
}

Where to Read On

Ask at the seed library.
"""


def rendered(markdown: str) -> str:
    """What a reader sees of a Markdown text, list numbers with it and white space without."""
    seen: list[str] = []
    numbers: list[int | None] = []
    for token in parser().parse(markdown):
        if token.type == "ordered_list_open":
            numbers.append(int(token.attrGet("start") or 1))
        elif token.type == "bullet_list_open":
            numbers.append(None)
        elif token.type in ("ordered_list_close", "bullet_list_close"):
            numbers.pop()
        elif token.type == "list_item_open" and numbers[-1] is not None:
            seen.append(str(numbers[-1]))
            numbers[-1] += 1
        elif token.type in ("fence", "code_block"):
            seen.append(token.content)
        elif token.type == "inline":
            seen.extend(child.content for child in token.children or [] if child.type in ("text", "code_inline", "html_inline"))
    return "".join("".join(seen).split())


def letters(text: str) -> str:
    """The letters and digits of a text."""
    return "".join(character for character in text if character.isalnum())


def blocks(markdown: str) -> list[tuple[str, str]]:
    """The blocks of a Markdown text as (kind, text without white space): h2, h3, code, list, steps, callout, text."""
    found: list[tuple[str, str]] = []
    kinds = {"bullet_list_open": "list", "ordered_list_open": "steps", "blockquote_open": "callout", "table_open": "table"}
    for token in parser().parse(markdown):
        if token.level == 0 and token.nesting == 1:
            found.append((kinds.get(token.type, token.tag), ""))
        elif token.type == "fence":
            found.append(("code", "".join(token.content.split())))
        elif token.type == "inline" and found:
            text = "".join(child.content for child in token.children or [] if child.type in ("text", "code_inline"))
            found[-1] = (found[-1][0], found[-1][1] + "".join(text.split()))
    return found


@pytest.fixture(scope="module")
def garden() -> list[str]:
    """The topics of another page of this form."""
    return to_markdown(GARDEN, fallback_title="garden")


def test_topics_are_found_by_their_heads(garden: list[str]) -> None:
    """Each icon, title, category head opens a text of its own; the page's list of cards belongs to none."""
    assert [text.split("\n")[:3] for text in garden] == [
        ["# 🌱 Sowing & Seeds", "", "*Basics*"],
        ["# 🍅 Tomatoes", "", "*Vegetables*"],
        ["# ⚗️ Soil Lab", "", "*Advanced*"],
    ]
    assert "choose one" not in "".join(garden)


def test_structure_of_a_topic(garden: list[str]) -> None:
    """Sections, cards, nested bullets, steps, rows and call-outs of another text of this form come out as Markdown."""
    assert garden[0].replace("  \n", "␠␠\n") == (
        """\
# 🌱 Sowing & Seeds

*Basics*

## Why sow indoors?

Young plants need 18 °C and light. A window sill_north is too dark, and seeds < 2 mm stay \\*on\\* the soil.

- Early harvest: four weeks ahead
- Fewer slugs
  - snails as well

> **Grower's Tip:** Label each pot on the day that you sow.

## Two Ways to Water

### 🚿 From Above

- Quick
- Wets the leaves

### 💧 From Below

- Slow
- Keeps the leaves dry

## Calendar by Plant

PlantSow inPlant out␠␠
TomatoMarchMay␠␠
Bean (runner)AprilEnd of May

> **Remember:** Never plant beans out before the last frost has gone.

## Steps to Sow

1. Fill the pot: leave 1 cm free
2. Sow three seeds
3. Water once
"""
    )


def test_code_keeps_its_lines_and_gets_a_language(garden: list[str]) -> None:
    """Code is one fence over its blank lines, with the language of its lines."""
    fences = [token for text in garden for token in parser().parse(text) if token.type == "fence"]
    assert [fence.info for fence in fences] == ["python", "yaml", "bash", "text", "sql", "json"]
    assert fences[0].content.split("\n")[3:6] == ["def watch(pin):", "    value = sensor.read(pin)", ""]
    assert fences[1].content == "greenhouse:\n  interval: 60\n  vents:\n    - north\n    - south\n"


def test_prose_in_front_of_the_first_topic_is_kept() -> None:
    """Only a list of cards is left out: prose before the first head is a text of its own."""
    text = "Welcome\n\nThis course was written for new gardeners in town.\n\n🌱\n\nSowing\n\nBasics\n\nSow in March and wait."
    assert to_markdown(text, fallback_title="x") == [
        "# Welcome\n\nThis course was written for new gardeners in town.\n",
        "# 🌱 Sowing\n\n*Basics*\n\nSow in March and wait.\n",
    ]


def test_text_without_heads_is_one_topic() -> None:
    """A first short line is the title; without one the fallback is."""
    titled = "How Bread Rises\n\nYeast eats sugar and gives off gas.\n\nThe Oven\n\nHeat it first.\n"
    assert to_markdown(titled, fallback_title="bread") == [
        "# How Bread Rises\n\nYeast eats sugar and gives off gas.\n\n## The Oven\n\nHeat it first.\n"
    ]
    assert to_markdown("Yeast eats sugar and gives off gas.", fallback_title="bread_1") == [
        "# bread_1\n\nYeast eats sugar and gives off gas.\n"
    ]
    assert to_markdown("yeast", fallback_title=" ") == ["# Untitled\n\nyeast\n"]


@pytest.mark.parametrize("text", ["", "\n \n", "---\n***", "•\n\n🌱"])
def test_no_word_no_text(text: str) -> None:
    """A text without a letter or digit gives no document."""
    assert to_markdown(text, fallback_title="empty") == []


def test_wrapped_prose_stays_a_paragraph() -> None:
    """Prose wrapped at a width is a paragraph, also where a line of it begins with the name of a command."""
    text = (
        "The author asks the reader to open the window, to\nfind the best place and to\nmake a note of it; then\ncut the stems."
    )
    assert blocks(to_markdown(text, fallback_title="x")[0])[1:] == [("p", "".join(text.split()))]


@pytest.mark.parametrize(
    "text",
    [
        "Terms may be stated as exceptions;\nthe rules apply; either way is\ngood enough for\nme; and for them.",
        "For more on this, and how to ask, see\n<https://example.com/page>.",
        "The reader should return\nreturn to the start, and\nwith these three:",
        "Who is free of charge, and the last of them: host an event for two.",
    ],
)
def test_prose_is_no_code(text: str) -> None:
    """Semicolons, addresses and words such as "return" and "with" make no code of prose."""
    assert "code" not in [kind for kind, _ in blocks(to_markdown(text, fallback_title="x")[0])]


def test_windows_line_ends_and_form() -> None:
    """CR LF and CR are line ends too."""
    assert to_markdown("A Title\r\n\r\nSome words here.\rAnd more.", fallback_title="x") == [
        "# A Title\n\nSome words here.  \nAnd more.\n"
    ]


@pytest.mark.parametrize(
    "line",
    [
        "# no heading of mine, as it ends.",
        "> no quote.",
        "1. no list.",
        "12) no list.",
        "- - -",
        "===",
        "| a | b |",
        "*a* _b_ `c`",
        "<b>bold</b>",
        "[text](address)",
        "[name]: address",
        "&amp; &#65; &copy;",
        "$PATH:$HOME $5 $$x$$ $y$z$",
        "\\$a$ $b\\$ \\(c\\) \\[d\\]",
        "back\\slash \\* and \\",
        "~~~",
        "```",
        "__init__",
        "    indented four",
        "![image](x)",
        "<https://example.com>",
        "a*b*c",
        "snake_case_name",
        "***",
        "_ _ _",
        "#",
        ":--|--:",
    ],
)
def test_active_characters_are_shown(line: str) -> None:
    """Whatever Markdown would act on at the start of a line or inside it is shown as it was typed."""
    text = f"Some words open it.\n{line}\nSome words close it."
    (markdown,) = to_markdown(text, fallback_title="t")
    assert rendered(markdown) == "t" + "".join(text.split())


def test_lists_that_do_not_go_on_keep_their_numbers() -> None:
    """Each number is shown as typed, where lists stand one behind the other and where numbers jump."""
    text = "  1. one\n  2. two\n\n  1. again\n\n  7. seven\n  9. nine\n     goes on"
    (markdown,) = to_markdown(text, fallback_title="t")
    assert rendered(markdown) == "t1one2two1again7seven9ninegoeson"


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("docker build -t app .\ndocker run --rm app", "bash"),
        ("#!/usr/bin/env python3\nx = 1", "python"),
        ("#!/bin/sh\necho ready", "bash"),
        ('resource "aws_vpc" "main" {\n  cidr = "10.0.0.0/16"\n}', "hcl"),
        ("services:\n  web:\n    image: nginx", "yaml"),
        ("CREATE TABLE t (id int);\nSELECT id FROM t;", "sql"),
        ('[\n  {"a": 1}\n]', "json"),
        ("Name      Port\nweb       80", "text"),
        ("# only\n# remarks", "text"),
    ],
)
def test_language(code: str, expected: str) -> None:
    """The language of a block is told from its lines."""
    assert language(code.split("\n")) == expected


WORDS = st.text(alphabet=st.characters(codec="utf-8", exclude_categories=("Cs",)), max_size=400)
FORMS = st.lists(
    st.sampled_from(
        [*GARDEN.split("\n"), "", "", "1. a", "7) b", "    four", "a | b", "--|--", "`x", "```", "\\", "&lt;", "- - x", "  • #"]
    )
    | st.text(max_size=12),
    max_size=25,
).map("\n".join)


@settings(max_examples=400, deadline=None)
@given(text=WORDS | FORMS)
@example(text="0$1$")
@example(text="$0$")
@example(text="$$\na\n$$")
@example(text="a$\n\n$$\n$b$\\$c$")
@example(text="Price in A$a: the b$ of all.")
def test_no_letter_is_lost(text: str) -> None:
    """For any text: it never raises, holds a document when there is a word, and shows each letter and digit once, in order.

    Only a list of cards in front of the first head is left out, so what is shown is the end of the text.
    """
    texts = to_markdown(text, fallback_title="‡")
    assert bool(texts) == any(character.isalnum() for character in text)
    shown = letters("".join(map(rendered, texts)))
    assert letters(text).endswith(shown)
    if "🌱" not in text and "🍅" not in text and "⚗️" not in text:
        assert shown == letters(text)


@settings(max_examples=100, deadline=None)
@given(
    text=st.lists(st.sampled_from([line for line in GARDEN.split("\n") if line != "⚗️"] + [""] * 20), max_size=30).map("\n".join)
)
def test_nothing_but_list_signs_is_markup(text: str) -> None:
    """Not only letters: every character but bullets and the sign behind a number is shown."""
    texts = to_markdown(text, fallback_title="‡")
    if len(texts) == 1 and texts[0].startswith("# ‡\n"):
        shown, given_text = (re.sub(r"[•◦.)\s-]", "", characters) for characters in (rendered(texts[0]), text))
        assert shown == "‡" + given_text


@pytest.fixture(scope="module")
def read() -> list[str]:
    """The supplied page as topics."""
    return to_markdown(restore((COURSE / "source.txt").read_text(encoding="utf-8")), fallback_title="source")


@pytest.fixture(scope="module")
def edition() -> list[str]:
    """The edition of the same page made by hand."""
    return [path.read_text(encoding="utf-8") for path in sorted(COURSE.glob("[0-9][0-9]-*.md"))]


def test_topics(read: list[str], edition: list[str]) -> None:
    """All 26 topics have the edition's title and category lines."""
    assert [text.split("\n")[:3] for text in read] == [text.split("\n")[:3] for text in edition]


def test_letters(read: list[str], edition: list[str]) -> None:
    """Each topic shows the edition's letters and digits in the same order."""
    for mine, theirs in zip(read, edition, strict=True):
        assert letters(rendered(mine)) == letters(rendered(theirs))


@pytest.mark.parametrize(
    ("kinds", "precision", "recall"),
    [(("h2", "h3"), 0.98, 0.98), (("code",), 0.95, 0.93), (("list",), 0.98, 0.98), (("callout",), 0.9, 0.9)],
)
def test_blocks(read: list[str], edition: list[str], kinds: tuple[str, ...], precision: float, recall: float) -> None:
    """Headings, code, lists and call-outs are those of the edition, nearly all of them and hardly any other."""
    mine, theirs = (
        Counter((topic, text) for topic, markdown in enumerate(texts) for kind, text in blocks(markdown) if kind in kinds)
        for texts in (read, edition)
    )
    both = (mine & theirs).total()
    assert both / mine.total() >= precision
    assert both / theirs.total() >= recall


def test_levels(read: list[str], edition: list[str]) -> None:
    """Nine headings of ten stand on the edition's level."""
    mine, theirs = (
        [(topic, *block) for topic, markdown in enumerate(texts) for block in blocks(markdown) if block[0] in ("h2", "h3")]
        for texts in (read, edition)
    )
    assert (Counter(mine) & Counter(theirs)).total() / len(theirs) >= 0.9
