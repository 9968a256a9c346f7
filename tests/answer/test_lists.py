"""What an answer shows of a list: it and what leads in to it together, of two sisters the one asked for, no other set."""

import pytest

from fakes import hits_with
from studybot.answer.extract import ExtractiveComposer
from studybot.answer.ground import ground
from studybot.answer.leadins import continued, with_lists
from studybot.answer.understand import understand
from studybot.answer.vocabulary import Vocabulary
from studybot.corpus.dialect import clean
from studybot.corpus.markdown import parse
from studybot.corpus.split import split
from studybot.facts import Facts
from studybot.facts.nested import branches
from studybot.types import Passage, Question, Topic

GARDEN = """# Garden

## Peat or bark

Reasons for peat:

- It keeps water for days
- It is light in pots

Reasons for bark:

- It lasts for years
- It keeps weeds down

Spread bark over peat when:

- The bed lies in full sun
- Slugs are many

## Gravel

Spread peat over bark when:

- The seedlings are small

The rotting of a heap goes through the following two steps.

1. Grubs open the leaves.
2. Fungi turn them into mould.

## Watering the fern

The gardener waters the fern by hand. The gardener does the following:

- Lift the pot
- Pour until it drips

## Labels

**SOW** is a set of habits of a good gardener.

- **Seasonal** - each thing in its month
- **Observant** - a look every day
- **Wary** - of late frost

## Moss

Moss keeps the soil moist.

Source: Moss of the north

- [All about moss](https://example.org/moss)

### Drawbacks of moss

- Slugs live in moss
- Moss hides the path

## Crawling plants

- The shears cut each shoot that touches the wall
- This keeps them from growing in a ring

## Signs of health

All healthy plants show several signs: leaf, stem, root, flower and fruit. These five signs tell a healthy plant.

### Leaf

A leaf is green.

### Stem

A stem is firm.

### Root

A root is white.

## Weeds

### Drawbacks: weeding

- Weeding takes hours

### Drawbacks: weeding by hand

- Weeding by hand hurts the back

## Yield

| Yield | Amount |
| --- | --- |
| Yield per summer | 4 kg |
| Yield per autumn | 2 kg |
| Yield per winter | 1 kg |
"""


def shown(text: str, chances: dict[str, float], size: int = 1500, material: str = GARDEN) -> list[str]:
    """What is shown for a question when the units with some quotes have some chances, likeliest first."""
    course: list[Passage] = split(parse(clean(material), source="garden.md", topic=Topic(id="garden", title="Garden")), size)
    hits = with_lists(hits_with(course, chances), continued(course))
    question = understand(Question(text=text), Vocabulary.of(course, []))
    return [one.text for one in ground(ExtractiveComposer(Facts.of(course)).compose(question, hits), hits)]


def test_a_lead_in_comes_with_its_whole_list() -> None:
    """Steps are told from the first on where what leads in to them is likelier than each, and what is said before them."""
    lead, items, *_ = shown("how does the gardener water the fern", {"by hand": 0.3, "following:": 0.2, "drips": 0.1})
    assert lead.endswith("The gardener does the following:")
    assert items.endswith("Lift the pot\n- Pour until it drips")


def test_steps_that_were_cut_off_follow_what_counts_them() -> None:
    """A sentence that says how many steps follow brings them, though they stand in the next passage."""
    texts = shown("how does a heap rot", {"following two steps": 0.4}, size=120)
    assert [text[:9] for text in texts] == ["The rotti", "1. Grubs "]


def test_of_two_sisters_the_one_asked_for_leads() -> None:
    """The list for the other thing is not shown, nor the one that says the same the other way round."""
    texts = " ".join(shown("when would I rather take bark", {"Reasons for bark": 0.2, "for peat": 0.5}))
    assert "It lasts for years" in texts
    assert "It keeps water" not in texts
    first, second, *rest = shown(
        "when do I spread peat over bark", {"Spread bark over peat": 0.6, "Spread peat over bark": 0.3}
    )
    assert (first, second) == ("Spread peat over bark when:", "- The seedlings are small")
    assert "full sun" not in " ".join(rest)


@pytest.mark.parametrize("text", ["what does SOW stand for", "what is SOW", "what do the letters in SOW mean"])
def test_what_a_thing_is_made_of_follows_its_definition(text: str) -> None:
    """The labelled items right behind what defines a thing, which its letters stand for, are part of the answer."""
    assert [line[:3] for line in shown(text, {"set of habits": 0.9})[:2]] == ["**S", "- *"]


def test_where_a_picture_is_from_states_nothing() -> None:
    """A line that credits a picture, or is only a link, is not shown beside what is said."""
    chances = {"keeps the soil": 0.6, "Source: Moss": 0.3, "All about moss": 0.2}
    assert shown("what does moss do", chances) == ["Moss keeps the soil moist."]


def test_the_other_side_is_not_shown() -> None:
    """Who asks for benefits gets no drawbacks, who asks for both gets first what was named first."""
    chances = {"Slugs live": 0.8, "keeps the soil": 0.1}
    assert shown("benefits of moss", chances) == ["Moss keeps the soil moist."]
    assert shown("drawbacks of moss", chances)[0].startswith("- Slugs live")
    assert shown("pros and cons of moss", chances)[0] == "Moss keeps the soil moist."


def test_a_lead_in_that_says_what_follows_is_no_other_set() -> None:
    """Who asks for kinds of bark gets no reasons for it."""
    assert not shown("list the kinds of bark", {"Reasons for bark": 0.2, "lasts for years": 0.2})[0].startswith("There are")


def test_the_sister_that_says_more_of_what_is_asked_comes_first() -> None:
    """Drawbacks of weeding by hand stand before those of all weeding."""
    texts = shown("drawbacks of weeding by hand", {"takes hours": 0.8, "hurts the back": 0.3})
    assert texts[0] == "- Weeding by hand hurts the back"


def test_an_item_that_points_comes_with_what_it_points_to() -> None:
    """An item such as "This keeps them" says nothing without the one before it."""
    assert shown("how are crawling plants kept from a ring", {"This keeps": 0.9})[0].startswith("- The shears cut")


def test_what_the_course_lists_in_a_sentence_is_its_list() -> None:
    """Headings below that leave some out are not named instead of it."""
    assert shown("list all signs of health", {"several signs": 0.8, "leaf is green": 0.1})[0].startswith("All healthy plants")
    assert shown("list all signs of health", {"leaf is green": 0.4, "is firm": 0.3})[0].startswith("There are 3: Leaf, Stem")


def test_who_names_a_member_or_wants_one_gets_no_set() -> None:
    """One row is asked for by what tells it from the others, one thing by its article; what is told before counts nothing."""
    chances = {"per summer": 0.4, "per autumn": 0.3, "per winter": 0.2}
    for text in (
        "what yield per summer do three beds give",
        "two beds lie in the sun, what is the yield",
        "name a healthy yield",
    ):
        assert not shown(text, chances)[0].startswith("There are")
    assert shown("name every yield", chances)[0].startswith("There are 3")


SHED = """# Shed

## Cold frame

A frame is a box of glass boards that keeps frost from young plants in spring.

Known examples:

- The box that stands on the wall
- The pit behind the kitchen

## Watering at night

In watering at night, the gardener does the following:

- Fill the can at dusk
- Pour when the sun is gone

### Drawbacks: watering at night

- Watering at night is harder than by day
- Slugs come

## Soil

**Loam** may be told by hand. In comparison with gravel rolled from the river bank, most of it crumbles softly:

- **Dark** - from leaves
- **Damp** - from rain

## Beds

### Peat

Peat keeps water.

See also:

- [Bark](#bark)

### Bark

Bark lasts for years.

### Peat and bark

A bed holds bark above peat.
"""


@pytest.mark.parametrize(
    ("text", "likely", "first"),
    [
        ("examples of a cold frame", "A frame is", "Known examples:"),
        ("how does watering at night work", "harder than by day", "In watering at night, the gardener does the following:"),
        ("what are the drawbacks of watering at night", "harder than by day", "- Watering at night is harder"),
    ],
)
def test_what_is_asked_of_a_thing_leads(text: str, likely: str, first: str) -> None:
    """A list is led in by what it is asked for as; how a thing works is no drawback of it, unless one asks for those."""
    assert shown(text, {likely: 0.6, "following:": 0.1}, material=SHED)[0].startswith(first)


def test_a_set_of_something_else_is_not_named() -> None:
    """What a sentence leads in to that speaks of something else is no list of what is asked for."""
    assert not any("Dark and Damp" in text for text in shown("list the kinds of soil", {"told by hand": 0.6}, material=SHED))


def test_a_comparison_shows_what_is_said_of_each_side() -> None:
    """Each side has its own section, no section of both, and neither links nor what leads in to them."""
    texts = shown("difference between peat and bark", {"bark above": 0.6, "keeps water": 0.2, "lasts for": 0.1}, material=SHED)
    assert texts == ["Peat keeps water.", "Bark lasts for years."]


SLIDES = """# Upkeep

## Kinds of upkeep

- Why the shed rots
- Different kinds of upkeep
  - Mending \\[a fifth of all]
    - Nails that came loose
  - Painting
- Done in dry weather, which the almanac gives for each week of the year and for each of the four shores of the lake, so
  that nobody has to paint while fog comes up from the reeds or while the wind turns to the north-east and brings sleet, hail
  or the smoke of the brick works behind the second lock

## Work in pairs

- Sawing in pairs
  - Two people hold one saw
  - They change sides each hour
- Tools are oiled daily: a drop for each hinge of the box, two for the hand drill and its chuck, none for the plane, whose iron
  is rubbed with a cloth that was kept in wax since the autumn before, and one more for the lock of the door that leads out to
  the quay where the boats are kept in winter

## Coats of paint

- Drawbacks of Thick Coats
- They peel within a year
- Damp stays below them
- A coat dries for two days

## Loss

- Loss is met by:
- Thrift: fewer nails are bought
- Insurance: others pay for the shed
"""


@pytest.mark.parametrize(
    ("text", "likely", "said", "unsaid"),
    [
        ("how does sawing in pairs work?", "Sawing in pairs", ["hold one saw", "change sides"], ["oiled"]),
        ("which way are sides changed?", "They change sides", ["Sawing in pairs"], ["hold one saw", "oiled"]),
        ("what are drawbacks of thick coats?", "Drawbacks", ["peel", "Damp", "two days"], []),
        ("how can loss be met?", "Loss is met", ["Thrift", "Insurance"], []),
    ],
)
def test_an_item_comes_with_what_stands_below_it_and_below_what_it_stands(
    text: str, likely: str, said: list[str], unsaid: list[str]
) -> None:
    """Slides say a name and below it what it is, or a title and beside it what it is a title of."""
    answer = "\n".join(shown(text, {likely: 0.6}, material=SLIDES))
    assert all(words in answer for words in (likely, *said))
    assert not any(words in answer for words in unsaid)


def test_items_of_one_form_are_no_titles_of_each_other() -> None:
    """A list of names in capitals has no title among them."""
    (passage,) = split(
        parse("# Shed\n\n- Claw Hammer\n- Bow Saw\n- the old plane\n", source="s.md", topic=Topic(id="s", title="S")), 900
    )
    assert not list(branches(passage, passage.blocks[0]))


def test_lines_of_slides_end_without_a_mark_and_lead_in_to_nothing() -> None:
    """A line without a full stop is shown where the lines behind it have none either; what is defined by code waits for it."""
    lines = "# Paint\n\n## Coats\n\nA coat is a layer of paint\n\nTwo coats last for years\n\nThe third one cracks\n"
    assert "A coat is a layer of paint" in shown("what is a coat?", {"A coat is": 0.6, "Two coats": 0.3}, material=lines)[0]


def test_items_below_one_that_says_what_they_are_are_a_set() -> None:
    """They are named first, and shown with what stands below them: no other item of their list."""
    lead, *rest = shown("what kinds of upkeep are there?", {"Different kinds": 0.6}, material=SLIDES)
    assert lead == "There are 2: Mending [a fifth of all] and Painting."
    assert "Nails that came loose" in "".join(rest)
    assert "dry weather" not in "".join(rest)


def test_a_dash_at_the_end_leads_in_as_a_colon_does() -> None:
    """A sentence that ends "in two ways -" comes with the two."""
    material = "# Shed\n\n## Ways\n\nA shed stands by the lake and is built in two ways -\n\n1. Of planks\n\n2. Of logs\n"
    answer = "\n".join(shown("in which ways is a shed built?", {"built in two ways": 0.6}, material=material))
    assert "Of planks" in answer
    assert "Of logs" in answer


@pytest.mark.parametrize(("text", "code"), [("what is a lathe?", False), ("how is a lathe started?", True)])
def test_code_is_no_definition(text: str, code: bool) -> None:
    """Who asks what a thing is reads first what is said of it; who asks how it is run reads the command."""
    code_block = "```\nlathe = Lathe(speed=3)\nlathe.start()\n```\n"
    material = f"# Shop\n\n## Lathe\n\nTurns wood against a blade for bowls and legs.\n\n{code_block}"
    first = shown(text, {"lathe = Lathe": 0.5, "Turns wood": 0.3}, material=material)[0]
    assert first.startswith("```") is code


def test_items_that_are_labelled_as_both_sides_are_compared() -> None:
    """What is said of each side in the list that answers stands beside the other one, with what stands below it."""
    material = (
        "# Plot\n\n## Edges of a bed\n\n- Rim - the part that is cut\n- Furrow\n  - the part that is dug\n  - keeps water out\n"
        "- Sum of all widths: furrow and rim are 40 cm\n"
    )
    answer = shown("difference between rim and furrow", {"Sum of all": 0.5, "Rim - ": 0.1}, material=material)
    assert answer[0].startswith("- Rim")
    assert "keeps water out" in answer[1]
    assert not any("Sum of all" in text for text in answer)


def test_items_keep_their_depth_when_the_one_above_is_not_shown() -> None:
    """What stands beside an item that is set in is shown beside it, and not below it."""
    _, detail = shown("what kinds of upkeep are there?", {"Different kinds": 0.6}, material=SLIDES)
    assert [line.partition("-")[0] for line in detail.split("\n")] == ["", "  ", ""]


def test_of_two_sets_the_one_with_as_many_as_are_asked_for_is_named() -> None:
    """Beside the headings of one label stand others; three are asked for, and three go by that label."""
    titles = ("Rule 1: Oil it", "Rule 2: Dry it", "Club rules", "Rule 3: Hang it")
    material = "# Oars\n\n## Rules\n\n" + "".join(f"### {title}\n\nOn {title} more is told.\n\n" for title in titles)
    likely = {f"On {title}": 0.2 for title in titles}
    assert shown("list the three rules", likely, material=material)[0] == "There are 3: Oil it, Dry it and Hang it."


def test_a_line_that_only_repeats_the_question_is_no_answer() -> None:
    """What stands behind "Kinds" answers who asks for them."""
    material = "# Ropes\n\n## Ropes of ships\n\nKinds\n\nRopes differ in how they are laid\n\n- Sheets\n- Halyards\n"
    answer = shown("what kinds of ropes do ships have?", {"Kinds": 0.6, "Sheets": 0.1}, material=material)
    assert "Sheets" in answer[0]


def test_a_word_that_heads_a_list_is_shown_with_it() -> None:
    """Of two lists under "Early" and "Late" a reader sees which is which."""
    material = "# Frost\n\n## Frost of a year\n\nEarly\n\n- Harms the dahlias\n\nLate\n\n- Harms the blossoms\n"
    answer = "\n".join(shown("what does early frost harm?", {"Early": 0.5, "Harms the dahlias": 0.4}, material=material))
    assert "Early" in answer
    assert "dahlias" in answer


@pytest.mark.parametrize(("heading", "counts"), [("Kinds of twine", True), ("Twine", False)])
def test_headings_are_kinds_only_below_one_for_several(heading: str, counts: bool) -> None:
    """What stands below "Twine" is what is told of it, and not its kinds."""
    titles = ("Hemp", "Washing", "Storage")
    material = f"# Ropes\n\n## {heading}\n\n" + "".join(f"### {title}\n\nOn {title} more is told.\n\n" for title in titles)
    likely = {f"On {title}": 0.1 for title in titles}
    first = shown("what kinds of twine are there?", likely, material=material)[0]
    assert first.startswith("There are 3") is counts


@pytest.mark.parametrize(("lead_in", "counts"), [("Common stages:", True), ("Stages of washing it:", False)])
def test_a_list_called_by_nothing_but_the_sort_is_of_what_stands_above(lead_in: str, counts: bool) -> None:
    """Who asks for the stages of twine gets those below "Common stages:" of its chapter, however likely another line is."""
    stages = f"- {lead_in}\n  1. Combing\n  2. Spinning\n  3. Winding\n"
    material = f"# Making twine\n\n## Shops\n\nTwine in all stages is sold there.\n\n## In short\n\n- Twine is thin\n{stages}"
    first = shown("what stages does twine have?", {"Twine in all": 0.8, lead_in: 0.01}, material=material)[0]
    assert (first == "There are 3: Combing, Spinning and Winding.") is counts
