import pytest
from markdown_it import MarkdownIt

from fakes import hit_on, passages_of
from studybot.answer.extract import ExtractiveComposer, subject
from studybot.answer.ground import ground
from studybot.text import stems
from studybot.types import Hit, Passage, Question, QuestionKind, Statement, Understanding


def compose(*hits: Hit, text: str = "what is it?", kind: QuestionKind = "fact") -> tuple[Statement, ...]:
    """The proved statements of the extractive composer."""
    asked = Understanding(question=Question(text=text), text=text, kind=kind)
    draft = ExtractiveComposer().compose(asked, hits)
    assert ground(draft, hits) == draft.statements
    return draft.statements


def only(text: str) -> Passage:
    """The one passage of a topic."""
    (passage,) = passages_of(f"# Storage\n\n## Part\n\n{text}")
    return passage


def rendered(statement: Statement) -> str:
    """The HTML of a statement."""
    return str(MarkdownIt("commonmark").enable("table").render(statement.text))


ROWS = "| Type | IOPS |\n| --- | --- |\n| gp3 | 16,000 |\n| io2 | 64,000 |\n| st1 | 500 |\n"


def test_a_row_comes_with_its_header() -> None:
    """A fact in a table is that row under the table's header, both cited."""
    (statement,) = compose(hit_on(only(ROWS), "io2"))
    assert statement.text == "| Type | IOPS |\n| --- | --- |\n| io2 | 64,000 |"
    assert [one.quote for one in statement.citations] == ["| io2 | 64,000 |", "| Type | IOPS |"]
    assert statement.lead == "Part"


@pytest.mark.parametrize(
    ("table", "cells"),
    [
        (ROWS, 4),
        ("Type | IOPS\n--- | ---\ngp3 | 16,000\nio2 | 64,000\n", 4),
        ("| Type | IOPS\n| --- | ---\n| gp3 | 16,000\n| io2 | 64,000\n", 4),
        ("| Type | IOPS | Use |\n|---|---|---|\n| gp3 | 16,000 |\n| io2 | 64,000 |\n", 6),
        ("|  |  |\n| --- | --- |\n| gp3 | 16,000 |\n| io2 | 64,000 |\n", 4),
        ("| Type | IOPS |\n| :-- | --: |\n| gp3 | 16,000 |\n| io2 \\| io2x | `a \\| b` |\n", 4),
    ],
    ids=["plain", "no outer pipes", "no last pipe", "short row", "no header", "pipe in a cell"],
)
def test_any_table_stays_a_table(table: str, cells: int) -> None:
    """However the author wrote a table, its row is shown as a table with all columns."""
    (statement,) = compose(hit_on(only(table), "io2"))
    html = rendered(statement)
    assert html.count("<tr>") == 2
    assert html.count("<th>") + html.count("<td>") == cells
    assert "io2" in html and "gp3" not in html


def test_neighbouring_rows_are_one_span() -> None:
    """Rows that stand together are cited as one span, others apart, all under one header."""
    (both,) = compose(hit_on(only(ROWS), "gp3", "io2", chance=0.5))
    assert [one.quote for one in both.citations] == ["| gp3 | 16,000 |\n| io2 | 64,000 |", "| Type | IOPS |"]
    (apart,) = compose(hit_on(only(ROWS), "gp3", "st1", chance=0.5))
    assert [one.quote for one in apart.citations] == ["| gp3 | 16,000 |", "| st1 | 500 |", "| Type | IOPS |"]
    assert rendered(apart).count("<tr>") == 3


@pytest.mark.parametrize("language", ["bash", "c++", "", "python", "c#"])
def test_code_is_fenced_with_its_language(language: str) -> None:
    """A command is shown in a code block of its language, with the comment above it."""
    passage = only(f"```{language}\n# Make a volume\naws ec2 create-volume\n\n# List them\naws ec2 describe-volumes\n```\n")
    (statement,) = compose(hit_on(passage, "create-volume"), kind="command")
    assert statement.text.startswith(f"```{language}\n")
    assert "aws ec2 create-volume" in statement.text
    assert rendered(statement).startswith("<pre><code")


def test_a_fence_in_code_does_not_end_it() -> None:
    """Code that holds a fence is fenced with a longer one."""
    (statement,) = compose(hit_on(only("~~~md\n```bash\nls\n```\n~~~\n"), "ls"))
    html = rendered(statement)
    assert html.count("<pre>") == 1
    assert html.endswith("</code></pre>\n")


LONG = "".join(
    f"- {word}: {word * 20}\n" for word in ("what", "else", "there", "is")
)  # makes a list too long to be shown whole
STEPS = "1. Take a snapshot.\n2. Copy it encrypted.\n3. Make a volume.\n4. Attach it.\n"


def test_a_procedure_is_told_whole() -> None:
    """Asked how, all steps come, numbered, in order; nothing of them is left out."""
    found = compose(hit_on(only(STEPS), "Copy it"), text="what are the steps to encrypt a volume?", kind="procedure")
    quotes = "\n".join(one.quote for statement in found for one in statement.citations)
    assert [quotes.index(step) for step in ("Take", "Copy", "Make", "Attach")] == sorted(
        quotes.index(step) for step in ("Take", "Copy", "Make", "Attach")
    )
    assert found[0].text.startswith("1. ")
    assert rendered(found[0]).count("<li>") == 4


def test_a_single_step_keeps_its_number() -> None:
    """One step of several is shown with its own number; a bullet with a bullet."""
    (step,) = compose(hit_on(only(STEPS), "Attach it"), text="which one is the last?", kind="definition")
    assert step.text == "4. Attach it."
    (bullet,) = compose(hit_on(only(f"- Cheap: st1\n- Fast: io2\n{LONG}"), "Fast"))
    assert bullet.text == "- Fast: io2"


def test_the_same_thing_is_said_once() -> None:
    """What two passages say in the same words is said once, with upper and lower case and spaces not counting."""
    one, other = passages_of("# Storage\n\n## A\n\nA volume lives in one Zone.\n\n## B\n\nA volume  lives in one zone.\n")
    found = compose(hit_on(one, "A volume", chance=0.4), hit_on(other, "A volume", rank=2, chance=0.4))
    assert len(found) == 1
    assert found[0].citations[0].passage == one


def test_a_block_stays_in_its_order() -> None:
    """Items of one list come in the order of the text, however likely each is; neighbours are one statement."""
    passage = only(f"- EBS is block storage.\n- A volume lives in one Zone.\n- It costs money.\n{LONG}")
    (together,) = compose(hit_on(passage, "A volume", "EBS is", chance=0.5))
    assert together.text == "- EBS is block storage.\n- A volume lives in one Zone."
    apart = compose(hit_on(passage, "It costs", "EBS is", chance=0.5))
    assert [statement.text for statement in apart] == ["- EBS is block storage.", "- It costs money."]
    assert [statement.lead for statement in apart] == ["Part", ""]


def test_rows_that_a_question_names_come_together() -> None:
    """Of a table all rows come whose names a question says, however unlikely each is beside the one found."""
    rows = only(ROWS)
    asked = Understanding(question=Question(text="iops of io2, st1"), text="iops of io2, st1", terms=("iop", "io2", "st1"))
    hits = [hit_on(rows, "io2")]
    (statement,) = ground(ExtractiveComposer().compose(asked, hits), hits)
    assert [line.split("|")[1].strip() for line in statement.text.split("\n")[2:]] == ["io2", "st1"]


def test_what_answers_late_in_a_table_comes_first() -> None:
    """A row that answers and would be read behind others of its table stands before them."""
    rows = "".join(f"| {name} | {'slow ' * 12} |\n" for name in ("st1", "sc1", "gp2", "io2"))
    passage = only(f"| Type | Speed |\n| --- | --- |\n{rows}")
    (statement,) = compose(hit_on(passage, "io2", "st1", "sc1", chance=0.3))
    assert [line.split("|")[1].strip() for line in statement.text.split("\n")[2:]] == ["io2", "st1", "sc1"]


def test_a_short_list_is_told_whole() -> None:
    """A list of a few items is shown whole when the likeliest unit stands in it, and in part when another block leads."""
    items = "- Keys can be stolen.\n- Keys must be rotated.\n"
    (whole,) = compose(hit_on(only(items), "Keys must"))
    assert whole.text == items.strip()
    first, part = compose(hit_on(only(f"Roles are better.\n\n{items}"), "Roles are", "Keys must"))
    assert (first.text, part.text) == ("Roles are better.", "- Keys must be rotated.")


def test_commands_that_belong_together_stay_together() -> None:
    """A short block of code is shown whole with its likeliest line; a long one gives that line alone."""
    code = "```bash\n# Make the folder\nmkdir /data\n\n# Mount the disk\nmount /dev/xvdb /data\n"
    (short,) = compose(hit_on(only(f"{code}```\n"), "mount /dev"))
    assert "mkdir" in short.text and "mount" in short.text
    more = "".join(f"\n# Step {word}\necho {word * 20}\n" for word in ("what", "else", "there", "is"))
    (line,) = compose(hit_on(only(f"{code}{more}```\n"), "mount /dev"))
    assert "mkdir" not in line.text and "mount" in line.text


SCRIPT = "```bash\n# 1. Prepare\nlamp prepare --all\n\n# 2. Start\nlamp start --all\n" + "\n".join(
    f"\n# {place}. Step\nlamp {word} --everywhere {word * 6}" for place, word in enumerate(("warm", "look", "test"), start=3)
)


@pytest.mark.parametrize("chance", [0.3, 0.9])
def test_a_late_command_that_surely_answers_stands_alone(chance: float) -> None:
    """What a script does before is no answer when one command of it is; where none is sure, all steps come."""
    passage = only(f"{SCRIPT}\n\n# Other commands\nlamp adopt old\n```\n")
    (shown,) = compose(hit_on(passage, "lamp adopt", chance=chance), text="how do I take over an old lamp")
    assert "lamp adopt" in shown.text and ("lamp start" in shown.text) == (chance < 0.5)


def test_a_row_that_surely_answers_comes_first_however_many_are_asked_for() -> None:
    """A question that says "every single time" asks for no list: what surely answers stands before the other rows."""
    rows = "".join(f"| {name} | {'slow ' * 12} |\n" for name in ("st1", "sc1", "gp2", "io2"))
    passage = only(f"| Type | Speed |\n| --- | --- |\n{rows}")
    (statement,) = compose(hit_on(passage, "io2", chance=0.8), text="which disk is slow every single time")
    assert statement.text.split("\n")[2].startswith("| io2")


def test_no_unlikely_command_stands_before_the_one_that_answers() -> None:
    """A command that is hardly an answer is not shown where it would stand first; behind the likeliest one it may."""
    lines = "\n\n".join(f"# To {word} it\nlamp {word} {word * 20}" for word in ("place", "light", "clean", "look"))
    passage = only(f"```bash\n{lines}\n```\n\nElse.\n")
    (late,) = compose(hit_on(passage, "lamp light", "lamp place", chance=0.4, falling=0.05))
    (early,) = compose(hit_on(passage, "lamp light", "lamp clean", chance=0.4, falling=0.05))
    assert "lamp place" not in late.text
    assert early.text.index("lamp light") < early.text.index("lamp clean")


SWITCHES = """```bash
lamp restart hall    # stop and start it
lamp enable hall     # start it with the clock
lamp disable hall    # no start with the clock
```
"""


def test_of_commands_that_say_what_they_do_the_wanted_one_is_shown() -> None:
    """Commands with remarks of their own are a choice: what is much less likely, or the opposite, is not shown beside it."""
    (single,) = compose(hit_on(only(SWITCHES), "lamp disable"), text="which command disables it", kind="command")
    assert "disable" in single.text and "enable hall" not in single.text
    likely = hit_on(only(SWITCHES), "lamp enable", "lamp disable", chance=0.5)
    (turned,) = compose(likely, text="the hall must NOT start with the clock, which command", kind="command")
    assert turned.text.startswith("```bash\nlamp disable") and "enable hall" not in turned.text


def test_what_nearly_surely_answers_is_no_opposite_whatever_its_words() -> None:
    """A line that says the question's words the other way round is left out, unless it is nearly sure to answer."""
    passage = only("- A dim hall is lit by a hood, lamps lose 20% there.")
    asked = "how much light is lost without a hood"
    assert not compose(hit_on(passage, "lose 20%", chance=0.6), text=asked)
    assert "20%" in compose(hit_on(passage, "lose 20%", chance=0.95), text=asked)[0].text
    turned = compose(hit_on(only(SWITCHES), "lamp enable", chance=0.95), text="the hall must NOT be enabled, which command")
    assert not any("enable hall" in statement.text for statement in turned)


def test_all_the_time_asks_for_no_list() -> None:
    """The likeliest item leads where "all" says how often."""
    passage = only("- Dim: " + "for reading " * 20 + "\n- Bright: " + "for cooking " * 20 + "\n- Adaptive: follows the sun")
    (first, *_) = compose(
        hit_on(passage, "follows the sun", "for reading", chance=0.4), text="light changes all the time, which one"
    )
    assert "Adaptive" in first.text


def test_the_likeliest_of_several_commands_comes_first() -> None:
    """Commands of a choice are shown by how likely they are, not as they stand."""
    (both,) = compose(hit_on(only(SWITCHES), "lamp enable", "lamp restart", chance=0.5), text="start it", kind="command")
    assert both.text.index("enable") < both.text.index("restart")


def test_what_is_unlikely_is_left_out() -> None:
    """Further spans come while each is likely enough and the budget lasts; the first comes in any case."""
    passage = only("One here.\n\nTwo here.\n\nThree here.\n")
    shown = compose(hit_on(passage, "One", "Two", "Three", chance=0.5, falling=0.05))
    assert [statement.text for statement in shown] == ["One here.", "Two here."]
    assert [statement.text for statement in compose(hit_on(passage, "Two", chance=0.01))] == ["Two here."]


def test_the_block_that_answers_comes_first() -> None:
    """Of several blocks of a passage the one with the likeliest unit is said first and carries the subject."""
    passage = only(f"EBS is block storage.\n\n{ROWS}")
    found = compose(hit_on(passage, "io2", "EBS is", chance=0.5))
    assert [statement.text.split()[0] for statement in found] == ["|", "EBS"]
    assert [statement.lead for statement in found] == ["Part", ""]


def test_an_entry_of_a_glossary_needs_no_full_stop() -> None:
    """What is said behind a label is whole without a mark at its end, and is no lead-in to the next paragraph."""
    glossary = only("**bight:** a loop in a rope\n\n**bend:** a knot that joins ropes\n\n1. Take a rope.\n2. Fold it.")
    assert compose(hit_on(glossary, "bight"))[0].text == "**bight:** a loop in a rope"


def test_the_best_passage_comes_first() -> None:
    """The passage with the likeliest unit answers first, whatever its rank."""
    one, other = passages_of("# Storage\n\n## A\n\nFirst by rank.\n\n## B\n\nFirst by chance.\n")
    found = compose(hit_on(one, "First", chance=0.3), hit_on(other, "First", rank=2, chance=0.5))
    assert [statement.text for statement in found] == ["First by chance.", "First by rank."]


def test_an_answer_is_short() -> None:
    """However much is likely, an answer keeps to some 600 characters, 700 with rivals of the likeliest, which comes first."""
    passage = only(" ".join(f"Sentence number {number} says something of some length about volumes." for number in range(14)))
    quotes = [f"number {number} " for number in range(14)]
    found = compose(hit_on(passage, *quotes, chance=0.06, falling=1))
    assert 300 < sum(len(statement.text) for statement in found) <= 710
    assert found[0].text.startswith("Sentence number 0 ")


def test_a_lead_in_without_what_it_introduces_is_left_out() -> None:
    """A line that ends in a colon says nothing when what follows stands elsewhere: it is shown with that, or when alone."""
    one, other = passages_of("# Storage\n\n## A\n\nThere are three ways:\n\n### B\n\nAdd a policy.\n")
    both = compose(hit_on(one, "There", chance=0.6), hit_on(other, "Add", rank=2, chance=0.3))
    assert [statement.text for statement in both] == ["Add a policy."]
    assert [statement.text for statement in compose(hit_on(one, "There"))] == ["There are three ways:"]
    together = compose(hit_on(only("There are two ways:\n\n- One\n- Two\n"), "There"))
    assert [statement.text for statement in together] == ["There are two ways:", "- One\n- Two"]


def test_what_stands_in_another_topic_says_so() -> None:
    """Two plans with the same steps are told apart: what is shown from the second one begins with its title."""
    shed = passages_of("# Shed\n\n## Step 1\n\nDig holes for the four posts of the wall.\n", topic="shed", title="Shed")[0]
    barn = passages_of(
        "# Barn\n\n## Step 1\n\nOrder the stones of a longer wall first, and a crane.\n", topic="barn", title="Barn"
    )[0]
    found = compose(hit_on(shed, "Dig", chance=0.5), hit_on(barn, "Order", rank=2, chance=0.4))
    assert [statement.lead for statement in found] == ["Step 1", "Barn › Step 1"]


def test_what_is_done_comes_before_what_it_prints() -> None:
    """Asked how, the command answers and not what it printed; where nothing else is likely, the print is shown."""
    lesson = only("Make a key:\n\n```bash\nkeymake -t long\n```\n\n```output\nMaking a key.\nKept in /keys\n```\n")
    first = compose(hit_on(lesson, "Making", "keymake"))[0]
    assert "keymake -t long" in first.text and "Kept" not in first.text
    printed = only("```output\nMaking a key.\n```\n")
    assert "Making a key." in compose(hit_on(printed, "Making"))[0].text


def test_what_the_text_says_comes_before_what_describes_a_picture() -> None:
    """A picture shows how a thing looks: its description leads where nothing else is likely."""
    seen = "![The photo shows a block of ice that floats in a lake below some mountains and in front of a small harbour]"
    lesson = only(f"{seen}(ice.jpg)\n\nIce floats since it is lighter than water.\n")
    assert compose(hit_on(lesson, "The photo", "Ice floats", chance=0.7, falling=0.4))[0].text.startswith("Ice floats")
    assert "The photo" in compose(hit_on(only(f"{seen}(ice.jpg)\n"), "The photo"))[0].text


def test_an_example_comes_with_what_it_is_an_example_of() -> None:
    """What a learner's own case is called stands in the sentence before the example that resembles it."""
    filler = "Crews argue about it all summer long, and nobody has ever counted how often it comes up at all. " * 4
    text = (
        f"{filler}\n\n{filler}A **lee shore** lies where the wind blows to. For example, a boat that drifts on rocks is on one."
    )
    (statement,) = compose(hit_on(passages_of(f"# Boats\n\n## Part\n\n{text}")[-1], "For example"))
    assert statement.text.startswith("A **lee shore**") and statement.text.endswith("is on one.")


def test_a_question_of_the_course_answers_none() -> None:
    """A review question that asks the same is no answer where a sentence says it."""
    asks, says = passages_of(
        "# Boats\n\n## Review questions\n\nWhich two knots are there?\n\n## Knots\n\nBends and hitches are knots."
    )
    statements = compose(hit_on(asks, "Which", chance=0.9), hit_on(says, "Bends", rank=2, chance=0.2))
    assert statements[0].text == "Bends and hitches are knots."
    assert all("Which" not in one.text for one in statements)


DEFINED = """# Storage

## Classes

| Class | Cost |
| --- | --- |
| S3 Standard | $1 |
| Glacier (Archive) | $2 |

## About

Amazon S3 is an object storage service.
"""


@pytest.mark.parametrize(
    ("terms", "kind", "first"),
    [
        (("s3",), "definition", "Amazon S3 is an object storage service."),
        (("s3",), "fact", "| S3 Standard | $1 |"),
        (("glacier",), "definition", "| Glacier (Archive) | $2 |"),
        (("standard",), "definition", "| S3 Standard | $1 |"),
    ],
)
def test_a_definition_defines(terms: tuple[str, ...], kind: QuestionKind, first: str) -> None:
    """Asked what something is, the unit about exactly that thing comes first, not the likelier row about a kind of it."""
    table, text = passages_of(DEFINED)
    hits = [hit_on(table, "S3 Standard", "Glacier", chance=0.6, falling=0.2), hit_on(text, "Amazon", rank=2, chance=0.1)]
    asked = Understanding(question=Question(text="what is it?"), text="what is it?", kind=kind, terms=terms)
    (statement, *_) = ExtractiveComposer().compose(asked, hits).statements
    assert first in statement.text


def test_of_what_defines_the_likely_one_comes_first() -> None:
    """A sentence about one kind of a thing, which nothing speaks for, stands behind the row or entry that says what it is."""
    text = "# Sea\n\n## Crew\n\n| Who | What |\n| --- | --- |\n| Mate | Second in command |\n"
    text += "\n## Cook mates\n\nCook mates are helpers.\n"
    row, kind = passages_of(text)
    asked = Understanding(question=Question(text="what is a mate?"), text="what is a mate?", kind="definition", terms=("mate",))
    likely = [hit_on(row, "Second", chance=0.9), hit_on(kind, "Cook mates", rank=2, chance=0.01)]
    assert "Second in command" in ExtractiveComposer().compose(asked, likely).statements[0].text
    entry, other = passages_of(
        "# Sea\n\n## Glossary\n\n**mates:** those second in command\n\n## Logs\n\nThe mate of a ship is asleep.\n"
    )
    likely = [hit_on(other, "asleep", chance=0.2), hit_on(entry, "second", rank=2, chance=0.15)]
    assert "second in command" in ExtractiveComposer().compose(asked, likely).statements[0].text


NAMED = """# 🚢 LSC — Loose Ship Cargo

## Goods

| Good | Kept |
| --- | --- |
| Grain | in a hold |
| Ore | in a heap |

## Crane

| Part | Use |
| --- | --- |
| Crane (big) | lifts |

- **Crane:** never below a load

By default a crane turns left.

Each crane can turn.

These cranes are old.

A Harbour Lifting Crane (HLC) moves cargo.

The crane is a lifting machine.
"""


@pytest.mark.parametrize(
    ("text", "terms", "likely", "first"),
    [
        ("what is a crane", ("crane",), "Crane (big)", "The crane is a lifting machine."),
        ("what is an hlc", ("hlc",), "Crane (big)", "A Harbour Lifting Crane (HLC) moves cargo."),
        ("what is a crane in cargo", ("crane", "cargo"), "Crane (big)", "The crane is a lifting machine."),
    ],
)
def test_what_a_thing_is_comes_first(text: str, terms: tuple[str, ...], likely: str, first: str) -> None:
    """The defining sentence leads before a row or a label."""
    passages = passages_of(NAMED)
    hits = [hit_on(one, likely) for one in passages if likely in one.text] + [
        hit_on(one) for one in passages if likely not in one.text
    ]
    asked = Understanding(question=Question(text=text), text=text, kind="definition", terms=terms)
    draft = ExtractiveComposer().compose(asked, hits)
    assert ground(draft, hits) == draft.statements
    assert draft.statements[0].text.startswith(first)


THREE = """| Model | Cost |
| --- | --- |
| On-Demand | $3 |
| Reserved Instances (RI) | $2 |
| Spot Instances | $1 |
| Plans | $2 |
"""


@pytest.mark.parametrize(
    ("parts", "rows"),
    [
        (("on demand", "reserved", "spot"), ["On-Demand", "Reserved", "Spot"]),
        (("spot", "reserved instances"), ["Spot", "Reserved"]),
        (("spot", "something else"), ["Spot"]),
    ],
)
def test_every_side_of_a_comparison_has_its_row(parts: tuple[str, ...], rows: list[str]) -> None:
    """Each side gets the row that names it best, two or more; where one side has none, the likeliest unit answers."""
    hit = hit_on(only(THREE), "Spot", chance=0.9)
    text = f"compare {' and '.join(parts)}"
    asked = Understanding(question=Question(text=text), text=text, kind="comparison", parts=parts, terms=tuple(stems(text)))
    (statement,) = ExtractiveComposer().compose(asked, [hit]).statements
    shown = [row.split("|")[1].split()[0] for row in statement.text.split("\n")[2:]]
    assert sorted(shown) == sorted(row.split()[0] for row in rows)


def test_the_subject_comes_from_the_headings() -> None:
    """The lead of an answer is the section and the card in it; a text without sections names its topic."""
    (card,) = passages_of("# Storage\n\n## Types\n\n### gp3\n\nCheap.\n")
    (bare,) = passages_of("# Storage\n\nCheap.\n")
    assert (subject(card), subject(bare)) == ("Types › gp3", "Storage")


CELLS = """The mean is taken with `mean`:

```python
fathoms.mean()
```

```output
9.5
```

The harbour is wide.

```python
fathoms
```

Further on we take the median:

```python
median(fathoms)
```
"""


def _texts(*hits: Hit, text: str = "what is it?") -> list[str]:
    return [one.text for one in compose(*hits, text=text)]


def test_code_comes_with_what_it_printed() -> None:
    """The output that stands right behind code is shown behind it, proved by its own span; so is the code of an output."""
    whole = ["```python\nfathoms.mean()\n```", "```output\n9.5\n```"]
    assert _texts(hit_on(only(CELLS), "fathoms.mean()", "wide"))[:2] == whole
    found = _texts(hit_on(only(CELLS), "9.5"), text="what is the mean?")
    assert found[found.index(whole[0]) :][:2] == whole
    long = CELLS.replace("9.5", "\n".join(map(str, range(300))))
    assert not any("```output" in text for text in _texts(hit_on(passages_of(long)[0], "fathoms.mean()")))


def test_a_figure_that_was_printed_answers_where_one_is_asked_for() -> None:
    """Asked how many, what a program printed counts as what is said."""
    lesson = only("Ships come and go in 20 bays.\n\n```python\ncount(ships)\n```\n\n```output\nShips in port: 144\n```\n")
    hit = hit_on(lesson, "144", "come and go", falling=0.2)
    assert _texts(hit, text="how many ships are in port?")[1] == "```output\nShips in port: 144\n```"
    assert _texts(hit, text="what do ships do?")[0] == "Ships come and go in 20 bays."


def test_a_lead_in_and_a_bare_name_stand_alone_nowhere() -> None:
    """A sentence that ends in a colon comes with what it leads in to or not at all; so does a name that shows nothing."""
    found = _texts(hit_on(only(CELLS), "wide", "Further on", "fathoms\n"))
    assert "```python\nfathoms\n```" not in found and found[0] == "The harbour is wide."
    long = "fathoms\n```\n\n```output\n" + "\n".join(map(str, range(100, 270)))
    (first, *_) = passages_of(f"The harbour is wide.\n\n```python\n{long}\n```\n")
    assert _texts(hit_on(first, "wide", "fathoms")) == ["The harbour is wide."]
    colons = [place for place, text in enumerate(found) if text.endswith(":")]
    assert all(found[place + 1].startswith("```") for place in colons)
    apart = only("The harbour is wide.\n\nIt is roughly like this:\n")
    assert _texts(hit_on(apart, "wide", "roughly")) == ["The harbour is wide."]


def test_a_picture_without_words_is_no_statement() -> None:
    """What nothing is said of shows nothing in an answer, and what leads in to it neither; a description stays."""
    figure = "The harbour is wide.\n\nIt looks like this:\n\n![{}](quay.png)\n"
    assert _texts(hit_on(only(figure.format("")), "wide", "looks", "quay")) == ["The harbour is wide."]
    told = _texts(hit_on(only(figure.format("A quay of oak with ships on both sides")), "wide", "looks", "quay"))
    assert told[1] == "It looks like this:" and "of oak" in told[2]


def test_a_lead_in_stands_before_its_code_and_the_same_code_may_print_something_else() -> None:
    """However likely the code is, what leads in to it is read first; code that is shown twice has each output behind it."""
    found = _texts(hit_on(only(CELLS), "median(fathoms)", "Further on"))
    assert found[:2] == ["Further on we take the median:", "```python\nmedian(fathoms)\n```"]
    cell = "```python\nprint(deep)\n```\n\n```output\n{}\n```\n\n"
    text = f"A bay is deep.\n\n{cell.format(4)}Now it rains.\n\n{cell.format(9)}"
    said = _texts(hit_on(only(text), "print", "rains", "9\n", falling=0.9))
    assert [one for one in said if one.startswith("```")] == cell.format(4).strip().split("\n\n") + cell.format(
        9
    ).strip().split("\n\n")


def test_what_answers_opens_a_long_paragraph() -> None:
    """Less likely sentences of a paragraph stand behind the one that answers when it would come late, steps in their order."""
    told = ["A heron stood beside the mill for many a year, and no miller ever drove it from the weir."]
    told += ["Its old miller fed the bird with bread and with small fish, as his father had done before the great flood."]
    told += ["Nobody knew where the heron slept in winter, when the weir was frozen and the wheel of the mill stood still."]
    told += ["The mill was sold, and whoever bought it kept no bird at all."]
    passage = only(" ".join(told))
    first, behind = compose(hit_on(passage, told[3], told[0], chance=0.6), text="who bought the mill")
    assert (first.text, behind.text) == (told[3], told[0])
    (whole,) = compose(hit_on(passage, told[3], told[0], chance=0.6), text="what was the order of things")
    assert whole.text == passage.text


@pytest.mark.parametrize(
    ("before", "leaning"),
    [
        ("Most ferns drink from their leaves at night.", "Before this, they were held to drink by their roots alone."),
        ("A moss has neither roots nor veins to drink with.", "All of these jobs are done by its leaves."),
        ("The one on top is read before all others are.", "If nobody names a card, this is the card that is read."),
    ],
)
def test_what_a_sentence_leans_on_comes_with_it(before: str, leaning: str) -> None:
    """A sentence goes on with the one before it where "this" or "these" stands in front, or what it is."""
    filler = (
        "The garden lies behind a wall of flint, and a gate leads from it to the meadow where the geese of the house are kept. "
        * 3
    )
    (shown,) = compose(hit_on(only(f"{filler}{before} {leaning}"), leaning))
    assert shown.text == f"{before} {leaning}"


def test_a_question_in_the_text_gives_way_to_what_states() -> None:
    """What asks the same as a learner is nearest to that and no answer, nor is a line of an exercise with a gap in it."""
    passage = only("How long does a heron sleep?\n\nA heron sleeps \\_\\_\\_\\_ hours.\n\nIt sleeps for six hours.")
    (shown,) = compose(
        hit_on(passage, "How long", "hours", "six hours", chance=0.9, falling=0.01), text="how long does it sleep"
    )
    assert shown.text == "It sleeps for six hours."


def test_what_was_said_is_not_said_again_in_part() -> None:
    """An item that stands in a sentence shown before it is left out."""
    passages = passages_of(
        "# Tea\n\n## Part\n\nA tin keeps it dry. A tin keeps it dry and dark.\n\n# More\n\n## Tin\n\nA tin keeps it dry."
    )
    shown = compose(
        *(hit_on(passage, "A tin keeps it dry", chance=0.9 - 0.5 * place) for place, passage in enumerate(passages))
    )
    assert sum("A tin keeps it dry" in statement.text for statement in shown) == 1


def test_what_surely_answers_is_shown_from_however_far_behind() -> None:
    """An entry of a glossary stands in a passage of many entries, which the search puts behind others."""
    passages = passages_of("# Tea\n\n" + "".join(f"## Part {place}\n\nLeaf number {place} is green.\n\n" for place in range(9)))
    hits = [hit_on(passage, "Leaf", rank=rank, chance=0.7 if rank == 8 else 0.02) for rank, passage in enumerate(passages, 1)]
    shown = compose(*hits)
    assert shown[0].text == "Leaf number 7 is green."


def test_a_sentence_that_names_all_in_order_needs_no_paragraph() -> None:
    """Asked for an order, a paragraph is told whole, but not around a sentence that surely answers by itself."""
    rest = "The fair opens at noon. Nobody is let in before that. " + 7 * "The gate is wide, and so is the road to it. "
    named = "Three come, in this order: the mayor, the band, the geese."
    passage = only(f"{rest}{named} They walk slowly.")
    (shown,) = compose(hit_on(passage, named), text="in what order do they come")
    assert shown.text == named
    (whole,) = compose(hit_on(passage, named, chance=0.3), text="in what order do they come")
    assert whole.text == f"{rest}{named} They walk slowly."


def test_what_only_begins_like_something_said_before_is_shown() -> None:
    """A name that is the beginning of another one is not said with that."""
    first, second = passages_of("# Tea\n\n## Big\n\n- Teapots of clay\n\n## Small\n\n- Teapot\n")
    shown = compose(hit_on(first, "Teapots"), hit_on(second, "Teapot", rank=2, chance=0.5))
    assert [statement.text for statement in shown] == ["- Teapots of clay", "- Teapot"]


def test_the_figure_that_is_asked_for_comes_first() -> None:
    """Of a short list the item with the figure, then the others; where only the heading above has a price, that."""
    (gate, guard) = passages_of(
        "# Sea\n\n## Gate\n\n- A door for ships\n- Number 3389 is open\n- Knock\n\n## Guard ($3,000/month)\n\n- Sees far\n"
    )
    first, *_ = compose(hit_on(gate, "Number 3389"), text="which number does the gate use, how many doors")
    assert first.text == "- Number 3389 is open"
    price, item = compose(hit_on(guard, "Sees far"), text="how much does the guard cost")
    assert price.framed and price.text == "Guard ($3,000/month)" and item.text == "- Sees far"
    assert not any(one.framed for one in compose(hit_on(guard, "Sees far"), text="what does the guard see"))


def test_a_name_that_no_sentence_explains_is_spelled_out_by_its_heading() -> None:
    """The title says what the letters stand for; not where a sentence says what the thing is."""
    (plain,) = passages_of("# HLC — Harbour Lifting Crane\n\nCranes move HLC loads by night.\n")
    (defined,) = passages_of("# HLC — Harbour Lifting Crane\n\nAn HLC is a machine.\n")
    asked = Understanding(question=Question(text="what is hlc"), text="what is hlc", kind="definition", terms=("hlc",))
    composer = ExtractiveComposer()
    title, *_ = ground(composer.compose(asked, [hit_on(plain, "Cranes move")]), [hit_on(plain, "Cranes move")])
    assert title.text == "HLC — Harbour Lifting Crane"
    assert [one.text for one in composer.compose(asked, [hit_on(defined, "An HLC is")]).statements] == ["An HLC is a machine."]


@pytest.mark.parametrize("text", ["list the kiln commands", "what are the kiln commands", "give me all kiln commands"])
def test_the_commands_of_a_program_come_in_their_order(text: str) -> None:
    """Whoever asks to list them does not ask for the one that lists; what another program does is left out."""
    code = "# Begin\nkiln init\n\n# Look\nkiln plan\n\nkiln destroy all   # break all\nkiln list   # list all\n\noven heat\n"
    passage = only(f"```bash\n{code}```\n")
    terms = tuple(dict.fromkeys(stems(text)))
    asked = Understanding(question=Question(text=text), text=text, kind="command", terms=terms)
    (shown,) = ExtractiveComposer().compose(asked, [hit_on(passage, "kiln list")]).statements
    assert [line.split()[1] for line in shown.text.split("\n") if line.startswith("kiln")] == [
        "init",
        "plan",
        "destroy",
        "list",
    ]
    assert "oven" not in shown.text
