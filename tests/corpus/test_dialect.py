from pathlib import Path
from time import process_time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fakes import written
from studybot.corpus.course import describe
from studybot.corpus.dialect import clean
from studybot.corpus.front import title_heading
from studybot.corpus.plain import plain
from studybot.corpus.read import read
from studybot.corpus.roles import file_role, heading_role
from studybot.types import Block, Document

MATERIAL = Path(__file__).parents[1] / "data" / "material"
COURSE = Path(__file__).parents[2] / "corpus" / "multicloud-devops-with-ai"


def blocks(document: Document) -> list[Block]:
    """All blocks in order."""
    return [block for section in document.sections for block in section.blocks]


def units(document: Document, role: str = "teaching") -> list[str]:
    """What a reader reads of each unit with a role."""
    found = [unit for block in blocks(document) if block.role == role for unit in block.units]
    return [plain(document.text[unit.start : unit.end]) for unit in found]


def test_the_packaged_course_is_clean() -> None:
    """Markdown that is studybot's own dialect already comes back character for character."""
    for path in sorted(COURSE.glob("*.md")):
        text = path.read_text(encoding="utf-8")
        assert clean(text) == text


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("A <b>bold</b> word<br/>and H<sub>2</sub>O at 10<sup>-3</sup> M.", "A bold word and H2O at 10^-3 M."),
        ('<div class="x" markdown="1">\nInside.\n</div>', "Inside."),
        ("Text.<!-- hidden\nover lines --> More.\n\n<!-- alone -->", "Text.\nMore."),
        ("A branch is named <branch> here.", "A branch is named <branch> here."),
        ("An <img src='a.png' alt='A red kite'> picture.", "An ![A red kite](a.png) picture."),
        ("Lead.\n{: .fs-6 .fw-300 }", "Lead."),
        ("See [the site](http://x.y){:target='_blank'} now.", "See [the site](http://x.y) now."),
        ("See [the site][one] and [one].\n\n[one]: http://x.y 'T'", "See [the site](http://x.y) and [one]."),
        ("[![Build](https://img.shields.io/b.svg)](https://ci.x)\n\nText.", "Text."),
        ("{% include nav.html %}\nText {{ site.name }}here.", "Text here."),
        ("{% comment %}\nFor teachers.\n{% endcomment %}\nText.", "Text."),
        ("{{#include ../a.rs}}\nText.", "Text."),
        ("import Tabs from '@theme/Tabs';\n\n<Tabs>\nText.\n</Tabs>", "Text."),
        ("{{< video src='a.mp4' >}}\nText.", "Text."),
        ("5&nbsp;&plusmn;&nbsp;1 &Omega; &amp; a &lt;b&gt;", "5 ± 1 Ω \\& a \\<b\\>"),
        ("A claim.[^1]\n\n[^1]: Its reason.", "A claim.\n\nIts reason."),
        ("Use `<b>`, `{{ x }}` and `&amp;` as they are.", "Use `<b>`, `{{ x }}` and `&amp;` as they are."),
        ("Let $a < b$ and $c{:}d$.", "Let $a < b$ and $c{:}d$."),
        ("Word\n: Its meaning.", "**Word:** Its meaning."),
        ("> [!NOTE]\n> One line\n> and the next.", "> One line and the next."),
        (":::warning[Hot]\nDo not touch.\n:::", "> **Hot:** Do not touch."),
        ('??? tip "Well"\n    Dig.\n\nAfter.', "> **Well:** Dig.\n\nAfter."),
        ('=== "Linux"\n    Use apt.\n\n=== "macOS"\n    Use brew.', "**Linux**\n\nUse apt.\n\n**macOS**\n\nUse brew."),
        ("```{r plot, echo=TRUE}\n#| label: a\nplot(1)\n```", "```r\nplot(1)\n```"),
        ("```{note}\nMind the gap.\n```", "> Mind the gap."),
        ("```rust\n{{#include a.rs}}\n```\n\nText.", "Text."),
        ("## Setting up {#setup .unnumbered}", "## Setting up"),
        ("$$\na\n- b\n$$", "$$ a - b $$"),
        ("```{code-cell} ocaml\n:tags: [x]\n1 + 1\n```", "```ocaml\n1 + 1\n```"),
        ("```{code-cell}\n1\n```\n\n```{r}\n2\n```", "```\n1\n```\n```r\n2\n```"),
        ("```{figure} lens.png\n:name: fig\nA lens.\n```", "![](lens.png)\nA lens."),
        ("psyche\n: the soul\n^\n\nlogos\n: reason\n^", "**psyche:** the soul\n**logos:** reason"),
        ("She left ([\\[link\\]](#fig-1)). See [it](#fig-1).", "She left. See [it](#fig-1)."),
        ("{{< highlight sh >}}\nls\n{{< /highlight >}}", "```sh\nls\n```"),
        ("{% highlight sh %}\nls\n{% endhighlight %}", "```sh\nls\n```"),
        ('Light. {{< figure src="/img/lens.png" title="A lens" >}}', "Light. ![A lens](/img/lens.png)"),
        ('See [the guide]({{< ref "guide.md" >}}).', "See the guide."),
        ("* TOC\n{:toc}\n\nText.", "Text."),
        ("As shown [@smith2020, p. 3].", "As shown."),
        ("[escapement]{#escapement}\n:   A [push]{.term}.", "**escapement:** A push."),
        ("`[a]{#b}` and x[1]{} and [c](d){.e}.", "`[a]{#b}` and x[1]{} and [c](d)."),
        ("![](lens.svg){alt='A convex lens'}", "![A convex lens](lens.svg)"),
        ('<img src="https://x.y/1.png" alt="avatar">\nWe sold the lens.', "We sold the lens."),
        ("![A lens in a frame](https://x.y/1.png)\nText.", "![A lens in a frame](https://x.y/1.png)\n\nText."),
        ("A [[Lens|lens]] in [[Optics]] and ![[lens.png]].", "A lens in Optics and ![](lens.png)."),
        ("Test `[[ -f x ]]` or [[ -f x ]].", "Test `[[ -f x ]]` or [[ -f x ]]."),
        ('```jsx title="a.js" showLineNumbers {2}\nx\n```', "```jsx\nx\n```"),
        ("~~~ {.python #mine .numberLines}\nx # (1)!\n~~~", "~~~python\nx\n~~~"),
        ("```{r setup, include=FALSE}\nlibrary(x)\n```\n\nText.", "Text."),
        ('```{r}\n#| echo: false\n#| fig-cap: "Heights of oaks"\nhist(x)\n```', "Heights of oaks"),
        ("```dataview\nTABLE x\n```\n\nText.", "Text."),
        ("| a | b |\n|---|---|\n| 1 | 2 |\n\n: Sums {#tbl-a}", "| a | b |\n|---|---|\n| 1 | 2 |\nSums"),
        ("Wax\n\n:   Wax melts.\n\n:   Wax burns.", "**Wax:** Wax melts. Wax burns."),
        ("*[RNA]: ribonucleic acid\n*[DNA]: the other", "**RNA:** ribonucleic acid\n**DNA:** the other"),
        ('{% include figure.html filename="a.png" caption="An oak" %}', "![An oak](a.png)"),
        ('{{< figure src="a.png" caption="An oak" >}}', "![An oak](a.png)"),
        ('{% hint style="info" %}\nMind it.\n{% endhint %}', "> Mind it."),
        ('{{< notice warning "Meat" >}}\nNo meat.\n{{< /notice >}}', "> **Meat:** No meat."),
        ('{% tab title="Elm" %}\nTall.\n{% endtab %}', "**Elm**\nTall."),
        ('<Tabs>\n<TabItem value="a" label="Elm">\n\nTall.\n\n</TabItem>\n</Tabs>', "**Elm**\nTall."),
        ("<Layout>\n\n## Elms\n\nTall.\n\n</Layout>", "## Elms\nTall."),
        ('[TOC]\n\n--8<-- "a.md"\n\nText.', "Text."),
        ("Press ++ctrl+c++; i++ and C++ stay.", "Press Ctrl+C; i++ and C++ stay."),
        ("The {--old--}{++new++} {>>why?<<}{==word==}.", "The new word."),
        ("[Join](#){ .md-button } now.^[Or later.]", "Join now. (Or later.)"),
        ("#tree #todo\n\nElms are tall. #card\n\nSee C# and #5. %%ask%% ^id-1", "Elms are tall.\nSee C# and #5."),
        ("![bg right:40%](a.jpg)\n\nText ![[other#part]].", "Text ."),
        (
            "Cells ([\\[link\\]](#fig-1)) join, as [\\[link\\]](#fig-2) shows.[2](#footnote2)",
            "Cells join, as the figure shows.",
        ),
        (
            "[\\[link\\]](#tbl-1) lists cells. Some join. [\\[link\\]](#fig-2) shows it.\n\n[\\[link\\]](#fig-3)",
            "The table lists cells. Some join. The figure shows it.",
        ),
        ('[[link]](#fig-3){: target="_window"} What bursts? Step [1](#one).', "What bursts? Step [1](#one)."),
        (
            '![A toad.](a.jpg "It is green. (credit: Ivo/(c) Wiki)") Fine (credits by hand).',
            '![A toad.](a.jpg "It is green.") Fine (credits by hand).',
        ),
        ('<div data-type="note">\n<div data-type="title">\nOrigin\n</div>\nIt came.\n</div>', "**Origin**\nIt came."),
        ('<span data-type="title">Origin</span>It came.', "**Origin:** It came."),
        ("# :rocket: Start :tada:\n\nAt 10:30:20, a::b::c.", "# Start\nAt 10:30:20, a::b::c."),
    ],
)
def test_markup_of_dialects_is_not_shown(text: str, shown: str) -> None:
    """Tags, attributes, template tags, entities, imports, markers and fences go; the text, code and formulas stay."""
    lines = [line.strip() for line in clean(text).split("\n") if line.strip()]
    assert lines == [line.strip() for line in shown.split("\n") if line.strip()]


def test_drawn_tables_are_tables(tmp_path: Path) -> None:
    """Tables of signs and of columns of spaces, as pandoc and Quarto have them, are read; rules and code stay."""
    path = tmp_path / "trees.qmd"
    path.write_text(
        "# Trees\n\n+------+--------+\n| Tree | Use    |\n+======+========+\n| Elm  | boats  |\n|      | and    |\n"
        "+------+--------+\n\n  Tree     Height\n  ------  -------\n  Oak        40 m\n\n"
        "---\n\n```\n+--+--+\n| a|b |\n+--+--+\n```\n"
    )
    (text,) = read(path)
    assert "| Tree | Use |\n|---|---|\n| Elm | boats and |" in text
    assert "| Tree | Height |\n|---|---|\n| Oak | 40 m |" in text
    assert "```\n+--+--+\n| a|b |" in text


def test_what_only_a_run_would_say(tmp_path: Path) -> None:
    """Values that R Markdown and Quarto compute are an ellipsis, numbers of figures words; Markdown keeps such code."""
    source = "# Oaks\n\nThe mean is `r mean(x)` (see @fig-oak). Figure \\@ref(fig:oak) shows it, write to a@fig-x.org.\n"
    shown = {}
    for name in ("oak.qmd", "oak.md"):
        (tmp_path / name).write_text(source)
        (shown[name],) = read(tmp_path / name)
    assert "The mean is … (see the figure). Figure shows it, write to a@fig-x.org." in shown["oak.qmd"]
    assert "`r mean(x)`" in shown["oak.md"]


def test_blocks_of_html_are_read() -> None:
    """A table of HTML keeps its rows, a merged cell stands wherever it spans; headings, lists and code are what they say."""
    text = clean(
        '<table>\n<tr><th colspan="2">Clock</th><th>Error</th></tr>\n'
        '<tr><td rowspan="2">Pendulum</td><td>wall</td><td>10&nbsp;s a <b>day</b><br/>or less</td></tr>\n'
        "<tr><td>tower | church</td><td>30 s</td></tr>\n</table>\n\n<h2 align='center'>Quartz</h2>\n\n"
        "<ul>\n<li>a\n<li>b <i>c</i><ul><li>d</li></ul>\n</ul>\n"
        '<pre><code class="language-sh">\n$ date &amp;&amp; ls\n</code></pre>\n<dl><dt>Escapement</dt><dd>a push</dd></dl>\n'
        "<table><tr><td>never closed\n"
    )
    assert [line for line in text.split("\n") if line] == [
        *("| Clock | Clock | Error |", "|---|---|---|", "| Pendulum | wall | 10 s a day or less |"),
        *("| Pendulum | tower \\| church | 30 s |", "## Quartz", "- a", "- b c", "   - d"),
        *("```sh", "$ date && ls", "```", "**Escapement:** a push", "never closed"),
    ]


@pytest.mark.parametrize(
    "folded",
    [
        "<details><summary>Why solder?</summary>A joint conducts.</details> Then test it.",
        "<details open><summary><b>Why solder?</b></summary><p>A joint conducts.</p></details>\nThen test it.",
        "<details>\n<summary>Why solder?</summary>\n\nA joint conducts.\n\n</details>\nThen test it.",
    ],
)
def test_folded_parts_are_open_below_their_titles(folded: str) -> None:
    """A folded part keeps its text, however many lines it is written on, and its title names it alone."""
    lines = [line.strip() for line in clean(f"# Soldering\n\n{folded}\n").split("\n") if line.strip()]
    assert lines == ["# Soldering", "**Why solder?**", "A joint conducts.", "Then test it."]


def test_headings_within_a_line_of_html_are_headings() -> None:
    """A heading in a centred block of a README is one, apart from the sentence behind it."""
    lines = clean("<div align=center><h1>Solder</h1>It melts <b>early</b>.<h2>Use</h2></div>\n").split("\n")
    assert [line for line in lines if line] == ["# Solder", "It melts early.", "## Use"]


def test_code_is_left_alone() -> None:
    """Nothing in a block of code is markup: comments, tags, template tags and headings stay."""
    code = "```yaml\n# a comment\n<!-- kept -->\nname: {{ value }} &amp; <b>\n::: x\n!!! note\n```"
    assert clean(code) == code


def test_titles_stand_outside_code() -> None:
    """A title is the first heading of level 1 outside code, or the only highest heading when it stands first."""
    assert title_heading("```sh\n# set some inputs\n```\n\n# Perceptrons\n") == "Perceptrons"
    assert title_heading("## Ownership\n\ntext\n\n### Moves\n") == "Ownership"
    assert title_heading("## Cans\n\ntext\n\n## Rakes\n") == ""
    assert title_heading("text\n\n## Cans\n") == ""
    assert title_heading("Storage\n=======\n") == "Storage"


def test_level_one_headings_are_sections() -> None:
    """Headings of level 1 behind the title are sections of the topic, and what is below them stands deeper."""
    document = written("# Storage\n\na\n\n# Staging\n\nb\n\n## Hunks\n\nc\n\n# Exercises\n\n1. Clone it.\n")
    assert [section.path[1:] for section in document.sections] == [(), ("Staging",), ("Staging", "Hunks"), ("Exercises",)]
    assert [section.level for section in document.sections] == [1, 2, 3, 2]


def test_objectives_and_exercises_are_marked() -> None:
    """Boxes, headings and announced lists are told by their form; teaching text around them keeps its role."""
    (text,) = read(MATERIAL / "echo-of-objectives/course/knots.md")
    document = written(text)
    assert units(document) == ["String that was soaked in water shrinks while it dries, and so the parcel stays shut."]
    assert "Explain why wet string can be useful." in units(document, "objective")
    assert "Take four metres, two for each parcel." in units(document, "exercise")
    assert not [unit for role in ("teaching", "objective", "exercise") for unit in units(document, role) if ":::" in unit]
    section = written(
        "# Storage\n\nBy the end of this section, you will be able to:\n\n- define heat\n\nHeat flows.\n\n"
        "## Exercise 2: a kettle\n\nBoil it.\n\n## Further reading\n\nA book.\n\n## Loss\n\n- [a](b)\n- [c](d)\n"
    )
    assert [block.role for block in blocks(section)] == [
        "objective",
        "objective",
        "teaching",
        "exercise",
        "reference",
        "reference",
    ]


def test_exercises_are_told_by_what_html_calls_them_and_options_by_what_asks() -> None:
    """An element called an exercise is one, whatever heading is above; some options of a choice are untrue."""
    exercise = '<div data-type="exercise">\n<div data-type="problem">\nWhy do cells burst?\n</div>\n'
    solution = '<div data-type="solution">\nWater comes in.\n</div>\n</div>\n\nCells are small.\n\n'
    choice = "Which of the following is false?\n\n1. Cells fly.\n2. Cells live.\n\nA cell has the following:\n\n- a wall\n"
    document = written(clean(f"# Cells\n\n## Pictures again\n\n{exercise}{solution}{choice}"))
    assert units(document, "exercise") == [
        "Why do cells burst?", "Water comes in.", "Which of the following is false?", "Cells fly.", "Cells live.",
    ]  # fmt: skip
    assert units(document) == ["Cells are small.", "A cell has the following:", "a wall"]


def test_questions_to_the_reader_are_exercises() -> None:
    """A heading that ends in what such parts are called is one, whatever stands before; answered questions are none."""
    assert {
        heading_role(title) for title in ("Pre-lecture quiz", "Critical Thinking Questions", "Solution", "🚀 Challenge")
    } == {"exercise"}
    assert (file_role("mentors"), file_role("mentoring")) == ("administrative", "teaching")
    assert heading_role("References and further reading") == heading_role("Works cited / bibliography") == "reference"
    assert {heading_role(title) for title in ("Frequently asked questions", "Solutions of salt", "Quizzes in class")} == {
        "teaching"
    }


def test_a_formula_stays_with_its_sentence() -> None:
    """A sentence that leads to a displayed formula, the formula and what goes on behind it are one unit; prices are none."""
    (text,) = read(MATERIAL / "md-display-math/course/math.md")
    first, *others = units(written(text))
    assert first.startswith("The sample variance is defined as $$ s^2 = \\frac{1}{n-1}")
    assert first.endswith("where $\\bar{x}$ is the mean and $n$ the number of values.")
    assert "A pencil costs $5 and a ruler costs $9 in the shop." in others
    assert "Bayes' rule states that $P(A \\mid B) = \\frac{P(B \\mid A)\\,P(A)}{P(B)}$." in others


def test_admonitions_are_text() -> None:
    """The four kinds of boxes show their title and text, no marker; entities are decoded."""
    (text,) = read(MATERIAL / "admonitions/course/adm.md")
    shown = units(written(text))
    assert "Flux fumes irritate the lungs, so switch on the extractor." in shown
    assert "The tolerance is ±5 % and resistors below 1 kΩ carry a brown band." in shown
    assert [unit for unit in shown if unit.startswith("Tip temperature:")]
    assert not [unit for unit in shown if any(sign in unit for sign in (":::", "!!!", "[!", "<", "&plusmn", "[^", "[x]"))]


def test_front_matter_of_both_kinds() -> None:
    """TOML front matter names the topic; a block between rules that is no mapping is text and no heading."""
    (toml,) = read(MATERIAL / "front-matter/course/toml.md")
    assert describe(toml, stem="toml", order=1)[0].title == "Jam"
    (banner,) = read(MATERIAL / "front-matter/course/banner.md")
    assert describe(banner, stem="banner", order=1)[0].title == "Cake"
    assert "Open on Mondays" in plain(banner)


def test_a_mark_cannot_be_faked() -> None:
    """A comment of the file that looks like studybot's own mark is a comment."""
    document = written(clean("# A\n\n<!-- studybot role: administrative -->\n\nText.\n"))
    assert [block.role for block in blocks(document)] == ["teaching"]


PAIRS = st.tuples(*[st.sampled_from("`~$\\[](){}<>!:=\"'*_#|&;%^-+. \na1A")] * 2)


@settings(max_examples=25, deadline=None)
@given(PAIRS)
def test_reading_takes_a_time_in_proportion(pair: tuple[str, str]) -> None:
    """Any two characters repeated to 100 KB are cleaned within seconds of processor time: no step grows with the square."""
    began = process_time()
    clean("".join(pair) * 50_000)
    assert process_time() - began < 4


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ('![A quay.](../r/0331_Quay_of _Oak.jpg "Built of oak.")', '![A quay.](../r/0331_Quay_of%20_Oak.jpg "Built of oak.")'),
        ("![A quay](a quay.png) is here.", "![A quay](a%20quay.png) is here."),
        ('![A quay](<../a quay (1).jpg> "c")', '![A quay](<../a%20quay%20(1).jpg> "c")'),
        ("![A quay](quay.png) and ![a mole](b c.png)", "![A quay](quay.png) and ![a mole](b%20c.png)"),
        ("A list [of quays](quays of oak.md) is no picture.", "A list [of quays](quays of oak.md) is no picture."),
    ],
)
def test_a_picture_whose_file_has_blanks_in_its_name_is_a_picture(written: str, read: str) -> None:
    """What tools write with blanks in the address of a picture is no text."""
    assert clean(written).strip() == read


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("LM × 1600. (Micrograph provided by the Regents of a School © 2012)", "LM × 1600."),
        ("A plot. (Code for it is in the [appendix](http://x.org/a). Used by permission.)", "A plot."),
        ("A quay (Courtesy of the port) of oak. (credit: Jo (CC)/flickr)", "A quay of oak."),
        ("The key (provided by the user) opens it.", "The key (provided by the user) opens it."),
        ("A rope (see [\\[link\\]](#fig-3)**b**) holds.", "A rope holds."),
        ("A rope ([\\[link\\]](#fig-3)**a**, [\\[link\\]](#fig-3)**c**) holds.", "A rope holds."),
    ],
)
def test_who_made_a_picture_and_where_it_stands_is_no_material(written: str, read: str) -> None:
    """Credits in brackets and links to a part of a figure go; what is part of the sentence stays."""
    assert clean(written).strip() == read


def test_a_box_that_leads_to_a_film_teaches_nothing() -> None:
    """What only invites to watch or to visit stands behind what teaches."""
    box = '<div class="course interactive">\nWatch this [film](http://x.org) to learn more about quays.\n\n</div>\n'
    document = written(clean(f"# Storage\n\n{box}\nA quay is long.\n"))
    roles = [block.role for section in document.sections for block in section.blocks]
    assert roles == ["reference", "teaching"]
