"""Yes or no where a text says several things: the clause that speaks of what is asked decides, and no other one."""

import pytest

from studybot.answer.claims import UNIT_SIGNAL
from studybot.answer.parts import excuses, pieces
from studybot.answer.understand import understand
from studybot.answer.verdict import verdict_lead
from studybot.answer.vocabulary import Vocabulary
from studybot.corpus.markdown import parse
from studybot.corpus.split import split
from studybot.facts import Facts
from studybot.facts.language import language
from studybot.types import Hit, Match, Question, Topic

KNOWN = language()
SURE = 5.0


def verdict(asked: str, said: str, heading: str = "Work", row: int = -1, beside: str = "") -> str:
    """The verdict on a question whose likeliest unit is a text that the model which reads both is sure of.

    That is a `row` of it, the last one as a rule; `beside` is a section that stands behind.
    """
    text = f"# Garden\n\n## {heading}\n\n{said}\n" + (f"\n## {beside}\n\nGrows.\n" if beside else "")
    course = split(parse(text, source="a.md", topic=Topic(id="a", title="Garden")), 1500)
    units = [unit for block in course[0].blocks for unit in block.units]
    match = Match(start=units[row].start, end=units[row].end, kind="unit", score=0.9)
    hit = Hit(passage=course[0], rank=1, score=1.0, matches=(match,), signals={UNIT_SIGNAL: SURE})
    question = understand(Question(text=asked), Vocabulary.of(course, []))
    others = [(match, hit.model_copy(update={"passage": passage})) for passage in course[1:]]
    lead = verdict_lead(question, [(match, hit), *others], Facts.of(course))
    return lead[0].text if lead else ""


@pytest.mark.parametrize(
    ("asked", "said", "expected"),
    [
        ("does a rake loosen soil?", "A rake loosens soil and never cuts roots.", "Yes."),
        ("does a rake cut roots?", "A rake loosens soil and never cuts roots.", "No."),
        ("can beds be moved?", "Pots cannot be moved; only beds can.", ""),
        ("is the fern shy of frost?", "The fern is shy of frost and does not have to be cut.", "Yes."),
        ("must the fern be cut?", "The fern is shy of frost and does not have to be cut.", "No."),
        ("are seeds that the list leaves out lost?", "The list drops seeds that it does not name.", ""),
        ("are weak shoots left out when counting?", "Weak shoots are not part of the count.", ""),
        ("may I turn a visitor away?", "You do not have to welcome every visitor.", ""),
        ("do moss leaves drink water", "Mosses have no roots and drink water through their leaves.", ""),
        ("can a pot be widened?", "Beds, unlike pots, have low rims and can be widened.", ""),
        ("do half wild roses share all thorns", "Wild roses share all of their thorns, half wild roses some.", ""),
        ("is the hose visible if it is buried?", "The hose is not visible, unless it is buried badly.", ""),
        ("can a hose run for half an hour?", "A hose runs up to 20 minutes.", "No."),
        ("can a hose run for ten minutes?", "A hose runs up to 20 minutes.", "Yes."),
        ("a rake cuts roots, right?", "A rake loosens soil and never cuts roots.", "No."),
        ("a rake doesnt cut roots, right?", "A rake loosens soil and never cuts roots.", ""),
        ("a rake doesn't cut roots, right?", "A rake loosens soil and never cuts roots.", ""),
        ("a rake cant cut roots, correct?", "A rake loosens soil and never cuts roots.", ""),
        ("I have soil. so a rake loosens soil, correct?", "A rake loosens soil and never cuts roots.", "Yes."),
        ("which rake is right?", "A rake loosens soil and never cuts roots.", ""),
        ("is a green hose always long?", "Every green hose is long, but not every long hose is green.", ""),
        ("can I sow ferns in May?", "Ferns can be sown from March on, but not in all gardens.", ""),
        ("can a plan of a bed be run like a real machine?", "A plan can easily be turned into a real machine of a bed.", ""),
        (
            "are green hoses ok for hot water?",
            "| Green Hoses | Stiff Hoses |\n| --- | --- |\n"
            "| Unsuitable for hot water as they go soft | Carry very hot water for years |",
            "No.",
        ),
        (
            "does a dead tree cost water?",
            "| Rule | Effect |\n| --- | --- |\n| Nearest | Dead tree closest to costly water |",
            "",
        ),
        ("can I prune a fern?", "A fern must not be pruned while it is wet.", ""),
        ("can I prune a fern while it is wet?", "A fern must not be pruned while it is wet.", "No."),
        ("is a spade needed to move a tree?", "A tree stands deep and cannot be moved without a spade.", ""),
        ("is water free in summer?", "Water costs $2 in summer; in winter it is free.", "No."),
        ("is water free in winter?", "Water costs $2 in summer; in winter it is free.", ""),
        ("do costs fall when a garden grows?", "A garden does not need a wall: its costs fall as it grows.", "Yes."),
    ],
)
def test_the_clause_that_speaks_of_what_is_asked_decides(asked: str, said: str, expected: str) -> None:
    """A denial of one thing is none of another in the same sentence, however surely the sentence answers."""
    assert verdict(asked, said) == expected


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ("is it true that more water helps a dry plant to recover", "No."),
        ("do plants grow faster under music?", "No."),
        ("can more water let a dry plant rot?", ""),  # says another thing of the same
        ("is music bad for plants?", ""),
        ("do plants not grow faster under music?", ""),
        ("can seeds be sown before the frost is over?", ""),  # the mistake is a denial: what holds is not said
    ],
)
def test_what_is_called_a_mistake_is_not_so(asked: str, expected: str) -> None:
    """What a label calls a myth is untrue, where a question says nearly all of it; nothing there ever says yes."""
    myths = (
        "- Myth 1: If a plant is dry, more water helps it to recover.",
        "- Myth 2: Plants grow faster under music.",
        "- Myth 3: Seeds cannot be sown before the frost is over.",
    )
    about = 0 if "water" in asked else 2 if "seeds" in asked else 1
    assert verdict(asked, myths[about]) == expected


def test_whether_it_is_a_mistake_is_not_said() -> None:
    """To "is it a myth that ...?" a No would say that it holds."""
    said = "- Myth 2: Plants grow faster under music."
    assert verdict("do plants grow faster under music?", said) == "No."
    assert verdict("is it a misconception that plants grow faster under music?", said) == ""


def test_another_kind_is_not_what_is_asked() -> None:
    """What is said of one kind, below a heading that names the kind that is asked about, is no Yes to that one."""
    heading = "Tin Pots and Storage — Elastic Block Store"
    assert verdict("is clay block storage?", "Open storage (clay) keeps whole loaves.", heading) == ""
    assert verdict("is clay block storage?", "Block storage (clay) keeps whole loaves.", "Tin Pots and Block Storage") == "Yes."


def test_what_a_sister_cannot_is_no_denial() -> None:
    """Below a heading that names several things, what one of them cannot says nothing of another."""
    assert verdict("can hedges be moved?", "Beds CANNOT be moved (no bed on wheels).", "Beds, hedges, trees") == ""
    assert verdict("can hedges be stacked?", "Beds CANNOT be stacked.", "Beds and hedges") == ""
    assert verdict("can beds be stacked?", "Beds CANNOT be stacked.", "Beds and hedges") == "No."
    assert verdict("can hedges bear fruit?", "Beds can bear fruit.", "Beds, hedges, trees") == ""
    assert verdict("can beds bear fruit?", "Beds can bear fruit.", "Beds, hedges, trees") == "Yes."
    assert verdict("can beds be moved?", "Beds CANNOT be moved (no bed on wheels).", "Beds, hedges, trees") == "No."


def test_what_holds_elsewhere_says_nothing() -> None:
    """Below a heading that denies, or one of the other end of something; a label that speaks of too little of what is asked."""
    assert verdict("does the private gate open at night?", "- **Opens at night:** Yes", "Public gate") == ""
    assert verdict("does the public gate open at night?", "- **Opens at night:** Yes", "Public gate") == "Yes."
    assert verdict("can a hundred guests enter at once?", "A hundred guests cannot enter at once.", "Without a ticket") == ""
    assert verdict("can a hundred guests enter at once?", "A hundred guests cannot enter at once.", "Tickets") == "No."
    assert verdict("can the pot be kept in a fridge overnight?", "- **Kept in one room:** Yes — beside the stove", "Pot") == ""


def test_a_heading_says_in_brackets_what_its_thing_is() -> None:
    """What stands in brackets behind a heading's name is said of it, where the text below says nothing of it."""
    assert verdict("is the trial plan free?", "Three beds for every visitor.", "Trial plan (FREE)") == "Yes."
    assert verdict("is the trial plan red?", "Three beds for every visitor.", "Trial plan (FREE)") == ""


def test_clauses_are_cut_where_another_statement_begins() -> None:
    """Before "and" with a denial, before "because" and "which", not before the things of a list."""
    parts = [
        part.text.strip() for part in pieces("It drains, feeds and warms beds and is not heavy, because it is peat", KNOWN)
    ]
    assert parts == ["It drains, feeds and warms beds", "is not heavy,", "because it is peat"]


def test_a_duty_denied_is_no_denial() -> None:
    """What need not be may be; what must not be may not."""
    assert excuses("You do not have to prune", KNOWN) and excuses("No pruning is needed", KNOWN)
    assert not excuses("It must not be pruned", KNOWN)


def test_a_heading_may_give_a_thing_in_full_and_in_short() -> None:
    """What stands below "Long rake handle (LRH)" in full is said of what is asked about in short."""
    assert verdict("is LRH a wooden part?", "Long rake handle is a wooden part.", "Long rake handle (LRH)") == "Yes."
    assert verdict("is a hoe a wooden part?", "Long rake handle is a wooden part.", "Hoe and long rake handle (LRH)") == ""


@pytest.mark.parametrize(
    ("asked", "said", "heading", "beside"),
    [
        ("can I prune a bed rose?", "Cannot be pruned.", "Bed Roses (vs Bed Ferns)\n\n### Bed Ferns", ""),
        ("are bed roses old?", "Old, of no use.", "Bed Roses (vs Bed Ferns)\n\n### Bed Ferns (Old)", ""),
        ("does plot 2 lie on bare soil?", "Lies on bare soil.", "Plot 1 vs Plot 2\n\n### Plot 1 — Bare Soil", ""),
        ("does slow watering wait for rain?", "Does not wait for rain.", "Step Watering", "Slow Watering"),
        ("can guests' own plots be dug?", "Cannot be dug by guests.", "Town Plots", "Guests' Own Plots"),
        ("does the garden sort seeds?", "It sorts seeds by size.", "Seed Sorting Tray (SST)", ""),
    ],
)
def test_what_a_sister_section_says_is_no_verdict(asked: str, said: str, heading: str, beside: str) -> None:
    """Where a question names in full what stands beside the section that answers, and nothing of that one."""
    assert verdict(asked, said, heading, beside=beside) == ""


def test_a_section_that_is_named_or_names_the_other_decides() -> None:
    """Nothing is another thing's that is asked about by its own name, or whose sentence names what is asked about."""
    assert verdict("can I prune a bed fern?", "Cannot be pruned.", "Bed Roses (vs Bed Ferns)\n\n### Bed Ferns") == "No."
    assert (
        verdict("does step watering wait for rain?", "Does not wait for rain.", "Step Watering", beside="Slow Watering")
        == "No."
    )
    assert verdict("can roses be stacked?", "Roses cannot be stacked.", "Ferns", beside="Roses") == "No."


def test_a_row_of_another_name_is_no_verdict() -> None:
    """What a row says of "Plain-long" it does not say of "Plain", which is a row of its own."""
    table = "| Hose | Water |\n| --- | --- |\n| Hose Plain | none |\n| Hose Plain-long | warm water, cold water |"
    assert verdict("is there warm water for the plain one?", table) == ""


@pytest.mark.parametrize(
    ("asked", "said", "expected"),
    [
        ("is the shed free?", "- The shed has a 30-day free trial, then $4 a month", ""),
        ("are sheds free?", "- **Cost:** First 3 sheds free, then $3 for each", ""),
        ("is the first shed free?", "- First 2 sheds are free; $3 for any other", "Yes."),
        ("is the shed free?", "- **Shed, small:** FREE (up to 10 pots)", ""),
        ("does the shed cost anything?", "- **Shed, small:** FREE (up to 10 pots)", ""),
        ("is a shed free?", "| Thing | Amount |\n| --- | --- |\n| Shed | 750 hours a month, free |", ""),
        ("is a shed free?", "| Thing | Amount |\n| --- | --- |\n| Shed | free |", "Yes."),
        ("is outbound water free?", "- **Water:** Inbound is FREE. Outbound to the road is charged.", ""),
        ("is inbound water free?", "- **Water:** Inbound is FREE. Outbound to the road is charged.", "Yes."),
        ("is water between sheds free?", "- **Water:** Water within the same shed is free. Between sheds: $1.", ""),
        (
            "is water between sheds free?",
            "- **Water:** Rain is FREE. All in the same shed is free. Between sheds in one yard: $1.",
            "",
        ),
    ],
)
def test_what_is_free_up_to_an_amount_is_no_bare_yes(asked: str, said: str, expected: str) -> None:
    """A trial, the first ones, an amount, and the clause on another direction say no Yes."""
    assert verdict(asked, said, "Prices") == expected


@pytest.mark.parametrize(
    ("asked", "said", "heading", "expected"),
    [
        ("i pulled a rose by mistake, can i get it back?", "The rose isn't really removed; you can get it back.", "Roses", ""),
        (
            "lost my seed list, can i just print it again?",
            "Print the seed list: this is the only chance to print it!",
            "Lists",
            "",
        ),
        ("is watering on for the beds unless i touch it?", "Watering of the beds: off by default", "Watering", ""),
        ("can i get back a rose i removed?", "The rose isn't really removed; you can get it back.", "Roses", "Yes."),
        ("can i remove a rose for good?", "The rose isn't really removed.", "Beds", ""),
        ("can i remove a rose for good?", "A rose cannot be removed for good.", "Beds", "No."),
        ("are new beds open by default?", "Closed for a start. Enabled by default on all new beds.", "Block Open Gates", ""),
        ("are open gates blocked by default?", "Enabled by default on all new beds.", "Block Open Gates", "Yes."),
        ("is the gate open by default?", "Never open the gate at night.", "Advice", ""),
        ("should I open the gate at night?", "Never open the gate at night.", "Advice", "No."),
        ("does the gate open at night?", "The gate never opens at night.", "Gates", "No."),
        ("can I hide a key?", "A script on a gate: hidden keys, easy to hide", "❌ Bad habits (keys on a gate)", ""),
        ("are hoses advised?", "- Gardeners advise: remove hoses and take cans", "Hoses and Cans", ""),
        ("are seeds full copies?", "- **First seed:** full copy of all", "Seeds", ""),
        ("do seeds expire?", "- Kept as told (1 day to 10 years, or never expire)", "Seeds", ""),
        ("can I open it in 5 minutes?", "- **Opening:** 1-5 min (quick), 3-5 hours (plain)", "Gates", ""),
        ("can I open it in 5 minutes?", "- **Opening:** 1-5 min (quick)", "Gates", "Yes."),
        ("does a rose feed birds?", "- Old walls support birds, roses", "Walls of roses", ""),
    ],
)
def test_what_a_quote_does_not_say_is_no_verdict(asked: str, said: str, heading: str, expected: str) -> None:
    """No denial of a state denies leave, no advice is a fact, no heading's word is said of a thing, no part is the whole."""
    assert verdict(asked, said, heading) == expected


def test_what_its_heading_names_is_denied_of_the_thing() -> None:
    """A text that says again all that the headings name decides about it; "in" a place belongs to no word behind it."""
    assert verdict("does the gate lock itself?", "The gate will not lock itself.", "Locking the gate itself") == "No."
    assert verdict("are plant names in books case bound", "Plant names are case-bound.", "Books") == "Yes."


@pytest.mark.parametrize(
    ("asked", "said", "expected"),
    [
        ("is the hose armoured?", "The hose is unarmoured.", "No."),
        ("is clay weak?", "Clay is strong.", "No."),
        ("is the lid required?", "- **Lid:** Optional", "No."),
        ("are peat and clay the same?", "Peat and clay are distinct.", "No."),
        ("is it ok to leave a spade on the open path?", "A spade should not be left on paths that people walk on.", "No."),
        ("is it right to call peat a stone?", "It is incorrect to refer to peat as a stone because it burns.", "No."),
        ("if the tank is empty can we still water the bed?", "We cannot water the bed if the tank is empty.", "No."),
        ("can a fern live without light?", "A fern cannot live without light.", "No."),
        ("can I use the shed without paying?", "The shed is free to use.", ""),
    ],
)
def test_opposites_and_judgements_decide(asked: str, said: str, expected: str) -> None:
    """An opposite of what is asked denies it, so does what is forbidden or blamed; a condition is asked with its question."""
    assert verdict(asked, said) == expected


@pytest.mark.parametrize(
    ("asked", "said", "expected"),
    [
        ("is clay heavier than sand?", "Clay is much heavier than sand.", "Yes."),
        ("is clay heavier than sand?", "Clay is lighter than sand.", "No."),
        ("is clay heavier than sand?", "Sand is heavier than clay.", "No."),
        ("is clay heavier than sand?", "Sand is lighter than clay.", "Yes."),
        ("is clay heavier than sand?", "Clay is heavier than peat.", ""),
        ("is clay as heavy as sand?", "Clay is much lighter than sand.", "No."),
        ("is clay as heavy as sand?", "Clay is heavier than sand.", ""),
        ("is clay heavier than sand?", "Clay is as heavy as sand.", ""),
        ("is clay heavier than sand?", "If it is wet, clay is heavier than sand.", ""),
        ("is dry clay heavier than sand?", "Wet clay is heavier than sand.", ""),
        ("is clay always heavier than sand?", "Clay is heavier than sand.", ""),
        ("is clay heavier than sand?", "Clay is not heavier than sand.", ""),
    ],
)
def test_comparisons_are_read_by_their_sides(asked: str, said: str, expected: str) -> None:
    """Which thing is more of something is told where a text sets the same two against each other, either way round."""
    assert verdict(asked, said) == expected


@pytest.mark.parametrize(
    ("asked", "said", "expected"),
    [
        ("is the fern a tree?", "The fern grows below a tree.", ""),
        ("is a hose a rake?", "A hose hangs beside a rake.", ""),
        ("is a pond a hose?", "One pond feeds multiple hoses.", ""),
        ("is the fern a plant?", "The fern is an old plant that likes shade.", "Yes."),
        ("is the fern a plant?", "**Fern:** a plant of the shade", "Yes."),
    ],
)
def test_what_a_thing_is_must_be_said_of_it(asked: str, said: str, expected: str) -> None:
    """That a kind stands in a sentence says nothing of what the thing is."""
    assert verdict(asked, said) == expected
