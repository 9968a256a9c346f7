from tests.fakes import passages_of

from studybot.facts.taught import Taught
from studybot.study.cards import Card, cards
from studybot.study.hints import is_said, tells
from studybot.study.items import items
from studybot.study.standing import describes_alone, is_deed, is_whole
from studybot.study.wording import Wording


def test_steps_that_could_be_exchanged_are_not_put_in_order() -> None:
    """Two steps that do the same to two things have no order; steps of which none names another's thing have one."""
    text = "# S\n\n## Move\n\n1. Plan the walk\n2. Create a source\n3. Create a target\n4. Look at both\n"
    assert not [item for item in items(passages_of(text)) if item.kind == "order"]
    text = text.replace("Create a target", "Pack everything")
    assert len([item for item in items(passages_of(text)) if item.kind == "order"]) == 1


def test_what_ends_before_it_says_something_and_what_is_no_deed_is_left_out() -> None:
    """A relative word, a copula or "is the event" at the end; a note on whose or when it is, behind a name of what is there."""
    torn = (
        "The season in which",
        "The part that no root reaches is called",
        "The flow of sap is the event",
        "Find a leaf and then",
    )
    assert not any(map(describes_alone, torn)) and describes_alone("Says who you are") and describes_alone("Shows where it is")
    assert is_whole("When a leaf turns with the sun, it is called ____.")
    assert not any(map(is_deed, ("KIT/BOX (no prompt)", "secret notes (root only)", "RHEL: system notes")))
    assert is_deed("run as somebody else (root)") and is_deed("Ubuntu: follow the log")


def test_only_what_has_an_order_is_put_in_order() -> None:
    """Kinds and parts of a thing, its drawbacks and what may be so have none, and "first" and "again" tell theirs."""
    things = "1. Salt of rivers\n2. Lack of rain\n3. Not fit for a field\n4. Sink the well\n"
    deeds = "1. Plan the walk\n2. Create a source\n3. Pack everything\n4. Look at both\n"
    made = (f"## Way\n\n{things}", f"## Two types of walks\n\n{deeds}", f"## Way\n\n{deeds.replace('Plan', 'First plan')}")
    assert not [item for text in made for item in items(passages_of(f"# S\n\n{text}")) if item.kind == "order"]
    assert [item for item in items(passages_of(f"# S\n\n## Phases of it\n\n{deeds}")) if item.kind == "order"]


def test_a_first_row_of_readings_and_a_total_are_no_facts() -> None:
    """A placeholder, yes and no, and letters of an exercise head no column; a sum is no thing to know."""
    rows = "| --- | --- |\n| Depth of wells | Wide enough for two |\n| Reach of roots | Narrow as a hand |\n"
    heads = ("| Time | --- |\n", "| Source | Yes |\n", "| a c | What is the whole |\n")
    assert not [front for head in heads for front in _cards(f"# S\n\n## Wells\n\n{head}{rows}")]
    summed = f"# S\n\n## Wells\n\n| Source | Meaning |\n{rows}| Total | Something of both |\n"
    assert _cards(summed) and not [front for front in _cards(summed) if "Total" in front]


def test_of_two_commands_of_which_one_stands_for_the_other_is_asked_what_they_do() -> None:
    """Which of the two a purpose means cannot be known where the course calls one better than the other."""
    code = "lamp -tuln   # show the open gates\nglow -tuln   # {} lamp\nferry -q   # carry all the boats\n"
    fronts = [set(_cards(f"# C\n\n## Shell\n\n```bash\n{code.format(said)}```\n")) for said in ("better than", "turn off the")]
    assert ["What does “lamp -tuln” do?" in found for found in fronts] == [True, False]


def _cards(text: str) -> dict[str, Card]:
    return {card.front: card for card in cards(passages_of(text))}


def test_tables_without_heads_and_lists_side_by_side_are_no_facts() -> None:
    """A heading that is a figure is a row, and two headings that ask the same stand over lists that are not rows."""
    headless = "# Work\n\n## Who works\n\n| All adults | 249.9 million |\n| --- | --- |\n| Employed | 148.3 million |\n"
    lists = "# Work\n\n## Sums\n\n| What counts in a sum | What does not count in a sum |\n| --- | --- |\n"
    lists += "| Bread that is sold | Bread for oneself |\n| New houses | Old houses |\n| Wages of bakers | Gifts to them |\n"
    denied = lists.replace("What counts in", "What is counted in").replace("What does not count in", "What is not included in")
    for text in (headless, lists, denied):
        passages = passages_of(text)
        assert not Taught.of(passages, Wording(passages)).columns and not _cards(text) and not items(passages)


def test_what_leans_on_its_page_is_no_card() -> None:
    """Advice, a question, a pronoun, a list shown again as it is written, and a place instead of a deed are left out."""
    text = "# Kit\n\n## Words\n\n**Phloem:** A slow queue that keeps every message.\n\n"
    text += "**Xylem:** It is public, so anybody may listen to it.\n\n**Stomata:** You can change it wherever you are.\n"
    assert [card.back for card in _cards(text).values()] == ["A slow queue that keeps every message"]
    assert not [item for item in items(passages_of(text)) if "public" in item.key or "change it" in item.key]
    shown = "# M\n\n## Marks\n\n| Code | Shown |\n| --- | --- |\n| # A big heading | ## A big heading |\n| *it* | slanted |\n"
    assert not [card for card in _cards(shown).values() if "big heading" in card.back]
    assert describes_alone("This is the share of adults who work") and not describes_alone("Thus, talks of two sides")
    assert is_whole("____ are those who stopped") and not is_whole("The value of these ____ is high")
    assert is_deed("list all files") and not is_deed("On macOS") and not is_deed("You can make it faster")
    commands = "# C\n\n## Shell\n\n```bash\nsudo yum install -y kit   # Amazon Linux\nls -la /srv   # list all files\n```\n"
    assert [card.back for card in _cards(commands).values()] == ["ls -la /srv"]


def test_what_a_label_says_is_neither_asked_nor_taught() -> None:
    """A back that says its front again, names that all begin as the label does, and what a term has instead of what it is."""
    assert is_said("% of CPU used by a host", "CPUUtilization") and not is_said("Blocks harmful requests", "Shield")
    assert tells("c5, c6g, c7g", "Compute Kind") and not tells("r5, x2idn, z1d", "Memory Kind")
    text = "# Sap\n\n## Flow\n\nA **xylem** has several effects on the growth of a tree in every season.\n\n"
    text += "The **phloem** is the tissue that carries sugar downwards, and a **xylem** and a **phloem** lie side by side.\n"
    assert not [card for card in _cards(text).values() if "xylem" in card.front]


def test_a_bare_state_and_a_size_are_not_asked() -> None:
    """`Integrated` means something in its table alone, and how much a thing that is hardly spoken of holds is looked up."""
    rest = "".join(f"\n## Part {number}\n\nThe drum turns {number} times an hour.\n" for number in range(30))
    text = "# S\n\n## Drums\n\n| Drum | Its checks | Max size |\n| --- | --- | --- |\n"
    text += "| qua | Integrated | 3 TiB |\n| wex | Rarely | 9 TiB |\n| vim | Nobody looks | 7 TiB |\n" + rest
    assert {card.back for card in _cards(text).values()} <= {"Nobody looks"}
