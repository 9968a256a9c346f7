"""Sets and their members are found by the form of a document, whatever it is about."""

import pytest

from fakes import passages_of
from studybot.corpus.dialect import clean
from studybot.corpus.markdown import parse
from studybot.corpus.split import split
from studybot.facts import Facts
from studybot.types import Topic

BEES = """# Bees

## Kinds of bees

| Kind | Task |
| --- | --- |
| 👑 Queen | lays eggs |
| Worker | gathers |
| Drone | mates |

## Parts of a hive

A hive is built of these:

- **Brood box:** where eggs are laid
- **Super:** where honey is kept

## Honey

### Clover honey

Light and mild.

### Heather honey

Dark and strong.

## Prose

- Bees fly far. They come back.
- They dance.

## Kinds of honey

- Dark colour
- Strong taste
- **Price:** high

## Wax

- Melts at 62 °C — never leave it on the fire
- **Colour:** yellow
- **Smell:** honey
"""


def facts() -> Facts:
    """The facts of a tiny course."""
    document = parse(BEES, source="bees.md", topic=Topic(id="bees", title="Bees"))
    return Facts.of(split(document, 1500))


def named(path: str) -> tuple[str, ...]:
    """The names of the set below a heading."""
    return next(tuple(member.name for member in group.members) for group in facts().members if group.path[-1] == path)


def test_the_first_column_of_a_table_names_a_set() -> None:
    """Each row's first cell is a member, without the picture in front of it."""
    assert named("Kinds of bees") == ("Queen", "Worker", "Drone")


def test_the_labels_of_a_list_name_a_set() -> None:
    """A list whose every item begins with a label is a set, called by the sentence before it."""
    assert named("Parts of a hive") == ("Brood box", "Super")
    group = next(group for group in facts().members if group.path[-1] == "Parts of a hive")
    assert group.called == "A hive is built of these:"


def test_headings_below_a_heading_name_a_set() -> None:
    """Sibling sections are members of what stands above them."""
    assert named("Honey") == ("Clover honey", "Heather honey")


def test_a_list_that_was_cut_into_passages_is_one_set() -> None:
    """A list longer than a passage, or begun in another one than its lead-in, keeps all its members and what announces it."""
    items = "\n".join(f"* **Hive {number}:** {'A box for bees. ' * 12}" for number in ("one", "two", "three"))
    text = f"# Bees\n\n## Hives\n\nThere are three hives.\n\n{items}\n\n## Dances\n\n- round - near food\n- waggle - far food\n"
    document = parse(text, source="bees.md", topic=Topic(id="bees", title="Bees"))
    found = [group for group in Facts.of(split(document, 300)).members if group.path[-1] in ("Hives", "Dances")]
    assert [[member.name for member in group.members] for group in found] == [
        ["Hive one", "Hive two", "Hive three"],
        ["round", "waggle"],
    ]
    assert found[0].called == "There are three hives."
    assert len({member.proof.passage.id for member in found[0].members}) > 1


def test_sentences_are_no_members() -> None:
    """A list of sentences names nothing, nor do properties that no sentence announces or whose labels have two forms."""
    assert all(group.path[-1] not in ("Prose", "Kinds of honey", "Wax") for group in facts().members)


def test_every_member_is_proved() -> None:
    """A member's name stands in its quote or in the headings of the passage that it cites."""
    for group in facts().members:
        for member in group.members:
            assert member.name in member.proof.quote or member.name in " ".join(member.proof.passage.path)


def test_a_sum_is_none_of_what_is_summed() -> None:
    """The last row of a table that adds up the others names no member."""
    text = "# Farm\n\n## Harvest\n\n| Crop | Tons |\n| --- | --- |\n| Rye | 3 |\n| Oats | 4 |\n| Total harvest | 7 |\n"
    document = parse(text, source="farm.md", topic=Topic(id="farm", title="Farm"))
    (group,) = Facts.of(split(document, 900)).members
    assert [member.name for member in group.members] == ["Rye", "Oats"]


def test_a_sentence_in_bold_names_its_item() -> None:
    """An item that opens with a short sentence in bold is called by it."""
    text = (
        "# Boats\n\n## Mending\n\n1. **Find the leak.** It may be small and hard to see in the dark.\n"
        "2. **Dry the plank.** Wet wood takes no glue, whatever is written on the tin.\n"
    )
    document = parse(text, source="boats.md", topic=Topic(id="boats", title="Boats"))
    (group,) = Facts.of(split(document, 900)).members
    assert [member.name for member in group.members] == ["Find the leak", "Dry the plank"]


TITLED = """## Knots

<table><thead><tr><th colspan="2">Types of Knots</th></tr><tr><th>Type of knot</th><th>Use</th></tr></thead>
<tr><td>Bowline</td><td>a loop</td></tr><tr><td colspan="2">Bends</td></tr>
<tr><td>Sheet bend</td><td>two ropes</td></tr></table>
"""


def test_neither_title_nor_heading_of_a_table_is_an_entry() -> None:
    """What spans all columns, on top or between rows, names the table or a part of it; the line below names the columns."""
    passages = passages_of(clean(TITLED))
    (group,) = (one for one in Facts.of(passages).members if one.called)
    assert (group.called, [member.name for member in group.members]) == ("Types of Knots", ["Bowline", "Sheet bend"])
    named = "Part | Depth\n--- | ---\nHull | 4 m\nKeel | 2 m\n"
    (group,) = (one for one in Facts.of(passages_of(f"## Ship\n\n{named}")).members if one.called)
    assert [member.name for member in group.members] == ["Hull", "Keel"]


def test_headings_of_one_label_are_a_set_beside_others() -> None:
    """Slides of one series are called alike: "Rule 1: ...", "Rule 2: ..."; a label that one heading has is none."""
    text = "# Oars\n\n" + "".join(
        f"## {title}\n\nText of it.\n\n"
        for title in ("Wood - what it is", "Golden rule - Oil it", "Golden rule – dry it", "Step 1: Row", "Step 2: Rest")
    )
    found = {group.called: [one.name for one in group.members] for group in Facts.of(passages_of(text)).members}
    assert found["Golden rule"] == ["Oil it", "dry it"]
    assert found["Step"] == ["Row", "Rest"]
    assert "Wood" not in found


@pytest.mark.parametrize(
    "titles",
    [
        ("Bending: What happens to wet wood?", "Bending: by steam"),
        ("Oars need the following sorts of wood", "A blade is thin and wide"),
        ("Where do oars come from?", "Who made them?"),
    ],
)
def test_headings_that_ask_or_say_something_are_no_kinds(titles: tuple[str, ...]) -> None:
    """A heading that is a question or a sentence names no thing, so that there is no number of such."""
    text = "# Oars\n\n## Making\n\n" + "".join(f"### {title}\n\nText of it.\n\n" for title in (*titles, titles[0] + " (2)"))
    assert not [group for group in Facts.of(passages_of(text)).members if group.path[-1] == "Making"]


def test_items_that_lead_in_to_what_they_list_are_no_kinds() -> None:
    """What stands before a colon may be a sentence that lists itself: "Oars need the following woods: ash, spruce"."""
    text = "# Oars\n\n## Woods\n\n- Oars need the following woods: ash, spruce.\n- A blade takes two forms: flat or curved.\n"
    assert not Facts.of(passages_of(text)).members


def test_steps_of_which_one_is_no_heading_are_no_set() -> None:
    """Three headings and a fourth step in the text are not "3 steps", nor are those that skip a number."""
    rubbed = (
        "### Step 1: Rub\n\nIt is rubbed.\n\n### Step 2: Oil\n\nIt is oiled.\n\nStep 3: Wait a day.\n\n### Aside\n\nTough.\n\n"
    )
    hung = "### Part 1: Hang\n\nIt hangs.\n\n### Part 3: Turn\n\nIt turns.\n\n### Rest\n\nAsh is light.\n"
    text = f"# Oars\n\n## Oiling\n\n{rubbed}## Drying\n\n{hung}"
    assert not {"Step", "Part"} & {group.called for group in Facts.of(passages_of(text)).members}
