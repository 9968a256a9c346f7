from pathlib import Path
from zipfile import ZipFile

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from studybot.coverage.syllabus import Syllabus, as_outline, load_syllabus, parse_syllabus
from studybot.errors import DatasetError

YAML = """
title: Cloud
domains:
  - name: Storage
    weight: 60
    objectives: [Explain EBS, {objective: Mount EFS, weight: 2}]
  - name: Compute (40%)
    objectives:
      - Launch an instance
"""
CSV = 'Domain,Objective,Domain weight\nStorage,"Explain EBS, in short",60\nStorage,Mount EFS,\nCompute,Launch an instance,40%\n'
MARKDOWN = "# Cloud\n\n## Storage (60%)\n- Explain EBS\n- Mount\n  EFS\n\n## Compute (40%)\n1. Launch an instance\n"
NESTED = "- Storage (60%)\n  - Explain EBS\n  - Mount EFS\n- Compute (40%)\n  - Launch an instance\n"
LINES = "Storage: (60%)\n• Explain EBS\n• Mount EFS\nCompute - 40%\nLaunch an instance\n"


@pytest.mark.parametrize(
    ("text", "name"),
    [
        (YAML, "s.yaml"),
        (YAML, ""),
        (MARKDOWN, "s.md"),
        (MARKDOWN, ""),
        (NESTED, "s.md"),
        (NESTED, ""),
        (LINES, "s.txt"),
        (LINES, ""),
    ],
)
def test_all_formats_say_the_same(text: str, name: str) -> None:
    """A syllabus reads alike as YAML, Markdown headings, nested items and plain lines, uploaded or pasted."""
    found = parse_syllabus(text, name=name)
    assert [(one.domain, one.text) for one in found.objectives] == [
        ("Storage", "Explain EBS"),
        ("Storage", "Mount EFS"),
        ("Compute", "Launch an instance"),
    ]
    assert [(one.name, one.weight) for one in found.domains] == [("Storage", 60), ("Compute", 40)]
    assert found.warnings == ()


def test_csv_with_quotes_and_other_delimiters() -> None:
    """CSV keeps commas in quotes; semicolons, tabs and a byte order mark are read alike."""
    found = parse_syllabus(CSV, name="s.csv")
    assert [one.text for one in found.objectives] == ["Explain EBS, in short", "Mount EFS", "Launch an instance"]
    assert [(one.name, one.weight) for one in found.domains] == [("Storage", 60), ("Compute", 40)]
    tabs = "\ufefflearning objective\tarea\nMount EFS\tStorage\n".encode()
    assert parse_syllabus(tabs, name="s.csv").objectives[0].domain == "Storage"
    assert parse_syllabus("objective;domain\nMount EFS;Storage\n").objectives[0].domain == "Storage"


PASTED = """Bread Baking Professional (BBP-01) Exam Guide
The exam is intended for people who bake.
Recommended knowledge
• Flour
The exam has these domains:
• Domain 1: Doughs and Leavens (60% of scored content)
• Domain 2: Ovens (40% of scored content)
Version 1.2 BBP-01 3 | PAGE
Domain 1: Doughs and Leavens
Task Statement 1.1: Choose a leaven for a dough.
Knowledge of:
• What sourdough is
• How yeast is kept alive (for example, by feeding it with flour, by cooling it in the night,
drying)
Skills in:
Version 1.2 BBP-01 4 | PAGE
• Choosing among the leavens that a bakery has at hand on an ordinary day, such as Brewer
Yeast, and Sourdough
Domain 2: Ovens
Task Statement 2.1: Heat an oven.
Knowledge of:
• Steam
• Stones
Skills in:
Version 1.2 BBP-01 5 | PAGE
• Lighting a fire
In-scope tools
• Peel
Out-of-scope tools
• Microwave
"""


def test_a_guide_as_it_comes_out_of_its_pdf() -> None:
    """Wrapped lines are joined; task statements, labels, feet of pages and what is out of scope are no objectives."""
    found = parse_syllabus(PASTED)
    assert [(one.name, one.weight) for one in found.domains] == [
        ("Domain 1: Doughs and Leavens", 60),
        ("Domain 2: Ovens", 40),
        ("In-scope tools", None),
    ]
    assert [one.text for one in found.objectives] == [
        "What sourdough is",
        "How yeast is kept alive (for example, by feeding it with flour, by cooling it in the night, drying)",
        "Choosing among the leavens that a bakery has at hand on an ordinary day, such as Brewer Yeast, and Sourdough",
        "Steam",
        "Stones",
        "Lighting a fire",
        "Peel",
    ]
    warned = " ".join(found.warnings)
    assert "4 lines before" in warned and "1 line out of scope" in warned


def test_what_follows_the_last_part_is_none_of_it() -> None:
    """An appendix and the list of services in scope stand on their own, without weight; a note beside a list is none of it."""
    read = parse_syllabus(
        "Certified Gardener (CG-1)\nExam Guide\n\nIntroduction\nThe exam asks for plants.\n\n"
        "Domain 1: Roses (60% of scored content)\nTask Statement 1.1: Plant.\nKnowledge of:\n\u2022 Roots\n\u2022 Soil\n"
        "Domain 2: Tulips (40% of scored content)\nTask Statement 2.1: Water.\nSkills in:\n\u2022 Watering\n\n"
        "Appendix\nTools and concepts\nThe following list contains tools and concepts that might be asked for in the exam:\n"
        "\u2022 Spades\n\nIn-scope tools\nNote: This list is not complete and may change.\nHand tools:\n\u2022 Rakes\n"
    )
    assert read.title == "Certified Gardener (CG-1)"
    assert [(one.domain.partition(":")[0], one.text) for one in read.objectives] == [
        ("Domain 1", "Roots"),
        ("Domain 1", "Soil"),
        ("Domain 2", "Watering"),
        ("Appendix", "Spades"),
        ("In-scope tools", "Rakes"),
    ]
    assert [domain.weight for domain in read.domains] == [60, 40, None, None]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Topic 1: Dough\n1.1 Knead\n1.2 Rest\nTopic 2: Oven\n2.1 Heat\n",
            [("Topic 1: Dough", "Knead"), ("Topic 1: Dough", "Rest"), ("Topic 2: Oven", "Heat")],
        ),
        (
            "1 Dough work\n1a Knead\n1b Rest\n2 Oven work\n2a Heat\n",
            [("Dough work", "Knead"), ("Dough work", "Rest"), ("Oven work", "Heat")],
        ),
        ("Knead the dough\nRest it\nHeat the oven\n", [("", "Knead the dough"), ("", "Rest it"), ("", "Heat the oven")]),
    ],
)
def test_numbers_of_two_levels_are_no_objectives(text: str, expected: list[tuple[str, str]]) -> None:
    """A numbered part is the domain of the parts numbered below it; a plain list stays one objective a line."""
    assert [(one.domain, one.text) for one in parse_syllabus(text).objectives] == expected


MIXED = """---
title: Bread
---
# Guide

## Part 1: Dough (30%)

A sentence that introduces.

- Explain kneading
  - By hand
  - With a machine for kneading
- [ ] Rest the dough

| Objective | Weight |
|---|---|
| Describe flours | 20 |
"""


def test_markdown_with_front_matter_prose_and_tables() -> None:
    """Front matter is no objective and names the guide, prose beside items is left out, a table's column is read."""
    found = parse_syllabus(MIXED, name="guide.md")
    assert found.title == "Bread" and [(one.name, one.weight) for one in found.domains] == [("Part 1: Dough", 30)]
    assert [(one.text, one.weight) for one in found.objectives] == [
        ("Explain kneading: By hand", None),
        ("With a machine for kneading", None),
        ("Rest the dough", None),
        ("Describe flours", 20),
    ]


@pytest.mark.parametrize("text", [YAML, PASTED, MIXED, NESTED])
def test_an_outline_reads_back_as_the_same(text: str) -> None:
    """What is shown to be corrected says the same as what was read."""
    found = parse_syllabus(text)
    again = parse_syllabus(as_outline(found), name="x.md")
    assert again.domains == found.domains
    assert [(one.domain, one.text, one.weight) for one in again.objectives] == [
        (one.domain, one.text, one.weight) for one in found.objectives
    ]


def _word_file(path: Path) -> None:
    """The smallest Word file: a paragraph for each line, those with a weight in the style of a heading."""
    space = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    lines = ("Dough (60%)", "Explain kneading", "Rest the dough", "Ovens (40%)", "Light a fire")
    heading = '<w:pPr><w:pStyle w:val="Heading1"/></w:pPr>'
    paragraphs = "".join(f"<w:p>{heading if '%' in line else ''}<w:r><w:t>{line}</w:t></w:r></w:p>" for line in lines)
    office, package = (
        "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
        "http://schemas.openxmlformats.org/package/2006",
    )
    word = "application/vnd.openxmlformats-officedocument.wordprocessingml"
    with ZipFile(path, "w") as file:
        file.writestr(
            "[Content_Types].xml",
            f'<Types xmlns="{package}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-'
            f'package.relationships+xml"/><Override PartName="/word/document.xml" ContentType="{word}.document.main+xml"/>'
            f'<Override PartName="/word/styles.xml" ContentType="{word}.styles+xml"/></Types>',
        )
        link = '<Relationships xmlns="{0}/relationships"><Relationship Id="r1" Type="{1}/{2}" Target="{3}"/></Relationships>'
        file.writestr("_rels/.rels", link.format(package, office, "officeDocument", "word/document.xml"))
        file.writestr("word/_rels/document.xml.rels", link.format(package, office, "styles", "styles.xml"))
        file.writestr("word/document.xml", f"<w:document {space}><w:body>{paragraphs}</w:body></w:document>")
        style = '<w:style w:type="paragraph" w:styleId="Heading1"><w:name w:val="heading 1"/></w:style>'
        file.writestr("word/styles.xml", f"<w:styles {space}>{style}</w:styles>")


def test_an_office_file_is_read_as_it_is(tmp_path: Path) -> None:
    """A Word file of a guide is converted and read like a pasted one; a broken one is refused in a sentence."""
    path = tmp_path / "guide.docx"
    _word_file(path)
    found = load_syllabus(path)
    assert [one.text for one in found.objectives] == ["Explain kneading", "Rest the dough", "Light a fire"]
    assert [(one.name, one.weight) for one in found.domains] == [("Dough", 60), ("Ovens", 40)]
    with pytest.raises(DatasetError, match="cannot be converted"):
        parse_syllabus(b"PK\x03\x04rest", name="guide.docx")


def test_weights_of_objectives_and_shares_of_one() -> None:
    """An objective keeps its own weight; domains weighed as shares of 1 become percentages."""
    assert parse_syllabus(YAML).objectives[1].weight == 2
    shares = parse_syllabus("domains: [{name: A, weight: 0.3, objectives: [x1]}, {name: B, weight: 0.7, objectives: [x2]}]")
    assert [domain.weight for domain in shares.domains] == pytest.approx([30, 70])
    assert shares.warnings == ()


@pytest.mark.parametrize(
    ("data", "name", "says"),
    [
        (b"", "s.csv", "holds no objectives"),
        (b"  \n\n", "", "holds no objectives"),
        (b"%PDF-1.7 \x00 endless", "s.csv", "is a PDF"),
        (b"PK\x03\x04rest", "s.csv", "ZIP or Office"),
        (b"a\x00b\x01", "s.txt", "is no text"),
        (b"name,mail\nAda,a@b.c\n", "people.csv", "'name', 'mail'"),
        (b"domains: [", "s.yaml", "no valid YAML"),
        (b"just: a\nmapping: b\n", "s.yaml", "found just, mapping"),
        (b"objective\n,\n", "s.csv", "holds no objectives|no objective was found"),
    ],
)
def test_what_cannot_be_used_is_named(data: bytes, name: str, says: str) -> None:
    """A file of the wrong kind is refused in a sentence that says what it is and what was expected."""
    with pytest.raises(DatasetError, match=says):
        parse_syllabus(data, name=name)


def test_all_problems_are_collected() -> None:
    """One message names every problem of a YAML syllabus."""
    text = "domains:\n  - just a text\n  - {name: A, weight: heavy, objectives: [[1]]}\n  - {name: B}\n"
    with pytest.raises(DatasetError) as caught:
        parse_syllabus(text, name="s.yaml")
    for problem in ("domain 1 is str", "'heavy'", "objective 1: expected a text", "domain 3 has no list"):
        assert problem in str(caught.value)


def test_warnings_lose_nothing() -> None:
    """Weights that do not add up, duplicates, an empty row and a very long objective are warned of; all objectives stay."""
    long = "Explain " + "storage " * 300
    first = "  - {name: A, weight: 50, objectives: [Mount EFS, mount efs., '']}"
    text = f"domains:\n{first}\n  - {{name: B, weight: 20, objectives: [{long}]}}\n"
    found = parse_syllabus(text)
    assert len(found.objectives) == 3
    assert found.objectives[2].text == long.strip()
    warned = " ".join(found.warnings)
    for said in ("add up to 70", "stands 2 times", "1 rows hold no words", "first 2,000 are searched"):
        assert said in warned


def test_five_thousand_objectives() -> None:
    """5,000 objectives are read whole and in order."""
    found = parse_syllabus("\n".join(f"- Explain service number {number}" for number in range(5000)), name="s.md")
    assert len(found.objectives) == 5000
    assert found.objectives[4999].text == "Explain service number 4999"


def test_html_stays_text() -> None:
    """HTML in an objective is kept letter by letter."""
    assert (
        parse_syllabus("- <b>Explain</b> EBS <script>x</script>").objectives[0].text == "<b>Explain</b> EBS <script>x</script>"
    )


def test_missing_file(tmp_path: Path) -> None:
    """A file that is not there is named."""
    with pytest.raises(DatasetError, match=r"gone\.csv"):
        load_syllabus(tmp_path / "gone.csv")


@settings(deadline=5_000)  # ms; what begins like a PDF is read in a process of its own, which alone takes 300
@example("0\r;", "")
@example(b"%PDF", "")
@given(st.one_of(st.binary(max_size=300), st.text(max_size=300)), st.sampled_from(["", "s.csv", "s.yaml", "s.md", "s.txt"]))
def test_any_input_is_a_syllabus_or_a_sentence(data: bytes | str, name: str) -> None:
    """Whatever is uploaded gives a syllabus with objectives or a DatasetError, never another error."""
    try:
        found = parse_syllabus(data, name=name)
    except DatasetError:
        return
    assert isinstance(found, Syllabus)
    assert all(one.text.strip() for one in found.objectives)


NUMBERED = """1.0 Network ideas                              23%
1.1 Explain the layers of the reference
model.
• Layer 1 - Physical
• Layer 2 - Data link
1.2 Compare appliances.
• Appliances of both kinds
o Router
o Switch
2.0 Network building                           77%
2.1 Explain how packets find their way, with auto-
matic routes.
"""
RANGES = """Skills at a glance
• Describe cells (25–30%)
• Describe tissues (70 to 75%)
Describe cells (25–30%)
Describe their parts
• Define the nucleus
Describe tissues (70 to 75%)
Describe their kinds
• Describe muscle
"""


def test_the_weight_of_a_module_may_stand_beside_each_of_its_outcomes() -> None:
    """Repeated in each row and 100 in sum over the modules it is theirs; what adds up to 100 over the rows is the rows' own."""
    lines = "Learning outcome;Module;Weight in %\nUse subnets;Network;{0}\nUse routes;Network;{0}\nMount a disk;Storage;60\n"
    theirs, own = parse_syllabus(lines.format(40)), parse_syllabus(lines.format(20))
    assert [(one.name, one.weight) for one in theirs.domains] == [("Network", 40), ("Storage", 60)]
    assert [one.weight for one in theirs.objectives] == [None] * 3 and not theirs.warnings
    assert [one.weight for one in own.domains] == [None, None] and [one.weight for one in own.objectives] == [20, 20, 60]


def test_parts_with_plain_numbers_are_read_with_their_weights() -> None:
    """A part 1.0 stands above 1.1; items that are numbered by a word are items; an "o" is an item's item; a cut word is one."""
    syllabus = parse_syllabus(NUMBERED)
    assert [(domain.name, domain.weight) for domain in syllabus.domains] == [("Network ideas", 23), ("Network building", 77)]
    assert [one.text for one in syllabus.objectives] == [
        "Layer 1 - Physical",
        "Layer 2 - Data link",
        "Appliances of both kinds: Router",
        "Appliances of both kinds: Switch",
        "Explain how packets find their way, with automatic routes.",
    ]


def test_a_weight_may_be_a_range_and_domains_may_be_listed_first() -> None:
    """The middle of a range counts; a guide's own list of its domains holds no objectives."""
    syllabus = parse_syllabus(RANGES)
    assert [(domain.name, domain.weight) for domain in syllabus.domains] == [
        ("Describe cells", 27.5),
        ("Describe tissues", 72.5),
    ]
    assert [one.text for one in syllabus.objectives] == ["Define the nucleus", "Describe muscle"]


def test_a_table_is_read_from_its_header_with_joined_cells() -> None:
    """What stands above the header is no row; a domain and its weight that stand once are those of the rows below."""
    table = "| Plan 2026 | | |\n|---|---|---|\n| Domain | Weight % | Objective |\n"
    rows = "| Storage | 60 | Explain EBS |\n| | | Compare EFS |\n| Compute | 40 | Deploy Lambda |\n"
    syllabus = parse_syllabus(f"## Sheet\n\n{table}{rows}")
    assert [(domain.name, domain.weight) for domain in syllabus.domains] == [("Storage", 60), ("Compute", 40)]
    assert [(one.domain, one.text) for one in syllabus.objectives] == [
        ("Storage", "Explain EBS"),
        ("Storage", "Compare EFS"),
        ("Compute", "Deploy Lambda"),
    ]


COURSE = """# CS 220: Databases

## Welcome

Welcome to CS 220! This course gives you a working knowledge of databases. We meet twice a week in room 4.

## Who this is for

This course is for everybody who stores data and wants to find it again.

## Learning outcomes

- Design a relational schema
- Write queries with joins

## Model assessment

- Compare models by their errors

## Grading policy

| Component | Weight | Due |
|---|---|---|
| Assignments | 40% | every two weeks |
| Final exam | 60% | week 15 |

### Late work

Late work loses 10% a day.

## Schedule

| Week | Topic |
|---|---|
| 1 | Normal forms |
| 2 | B-trees and indexes |

## Further reading of logs

Explain how a log that is written ahead survives a crash of the machine.
"""


def test_a_syllabus_of_a_course_is_what_it_teaches() -> None:
    """Welcome, grading and other running of a course is no objective; a heading that also names a subject is one's domain."""
    read = parse_syllabus(COURSE)
    assert [(one.domain, one.text) for one in read.objectives] == [
        ("Learning outcomes", "Design a relational schema"),
        ("Learning outcomes", "Write queries with joins"),
        ("Model assessment", "Compare models by their errors"),
        ("Schedule", "Normal forms"),
        ("Schedule", "B-trees and indexes"),
        ("Further reading of logs", "Explain how a log that is written ahead survives a crash of the machine."),
    ]
    assert any("how the course is run" in warning for warning in read.warnings)


def test_a_syllabus_of_rules_alone_has_no_objectives() -> None:
    """Where only dates and grades are told, that is said, instead of looking for them in the material."""
    rules = "# BIO 101\n\nThe lectures take place on Tuesday in room B204.\n\n## Grading\n\n| Part | Share |\n|---|---|\n"
    with pytest.raises(DatasetError, match="no objective was found"):
        parse_syllabus(rules + "| Midterm | 30% |\n| Final | 70% |\n| Quizzes | 0% |\n")


PARTS_WITH_TERMS = """Topic 1: Baking at home
1.1 Doughs
Weight: 3
Description: Knowledge of common doughs.
Key Knowledge Areas:
• Wheat doughs
• Sourdough
Partial list of the used files, terms and utilities:
• Rye, spelt
• Proofing basket
1.2 Ovens
Weight: 1
Description: Awareness of ovens.
Key Knowledge Areas:
• Heat and steam
Topic 2: Selling
2.1 Shops
Weight: 4
Description: Running a shop.
Key Knowledge Areas:
• Prices
The following is a partial list of the used files, terms and utilities:
• alder, birch, cedar, elm, fir, hazel
• juniper, larch, maple, oak, pine
"""


def test_terms_belong_to_their_part_and_weights_are_those_of_parts() -> None:
    """What a part lists as its terms is one objective of it, in tens; its weight is shared by its objectives."""
    found = parse_syllabus(PARTS_WITH_TERMS)
    assert [(one.text, one.weight) for one in found.objectives] == [
        ("Wheat doughs", 25),
        ("Sourdough", 25),
        ("Doughs: Rye, spelt, Proofing basket", 25),
        ("Heat and steam", 25),
        ("Prices", 33.33),
        ("Shops: alder, birch, cedar, elm, fir, hazel", 33.33),
        ("Shops: juniper, larch, maple, oak, pine", 33.33),
    ]
    assert [(one.name, one.weight) for one in found.domains] == [("Topic 1: Baking at home", 50), ("Topic 2: Selling", 50)]
    assert parse_syllabus(as_outline(found), name="x.md").objectives[2].text == "Doughs: Rye, spelt, Proofing basket"


def test_weights_of_some_parts_alone_do_not_count() -> None:
    """Where a part has no weight, the others are told of and left aside."""
    found = parse_syllabus(PARTS_WITH_TERMS.replace("Weight: 1\n", ""))
    assert {one.weight for one in found.objectives} == {None} and {one.weight for one in found.domains} == {None}
    assert any("weights of parts" in warning for warning in found.warnings)
