"""The first sentence answers: all members of a set by name, yes or no where a sentence decides it, each word proved."""

import pytest

from fakes import hits_with
from studybot.answer.asks import yes_no_clause
from studybot.answer.extract import ExtractiveComposer
from studybot.answer.ground import ground
from studybot.answer.judge import certainty_of
from studybot.answer.shown import composed
from studybot.answer.understand import understand
from studybot.answer.vocabulary import Vocabulary
from studybot.corpus.dialect import clean
from studybot.corpus.markdown import parse
from studybot.corpus.split import split
from studybot.facts import Facts
from studybot.facts.language import language
from studybot.types import Draft, Hit, Match, Passage, Question, Statement, Topic, Verdict

TEA = """# Tea

## Types of tea

| Type | Time |
| --- | --- |
| Green tea | 2 minutes |
| Black tea | 4 minutes |
| Oolong | 3 minutes |

## Green tea

Green tea cannot be boiled. Green tea contains caffeine. Green tea must be kept in the same tin.
"""


def passages(text: str = TEA) -> list[Passage]:
    """The passages of a tiny course."""
    return split(parse(text, source="tea.md", topic=Topic(id="tea", title="Tea")), 1500)


def answered(text: str, quote: str, material: str = TEA) -> tuple[Statement, ...]:
    """What is composed for a question whose likeliest unit is the one with a quote."""
    course = passages(material)
    found = next(passage for passage in course if quote in passage.text)
    unit = next(unit for block in found.blocks for unit in block.units if quote in found.cut(unit))
    hit = Hit(passage=found, rank=1, score=1.0, matches=(Match(start=unit.start, end=unit.end, kind="unit", score=0.9),))
    question = understand(Question(text=text), Vocabulary.of(course, []))
    return ground(ExtractiveComposer(Facts.of(course)).compose(question, [hit]), [hit])


def test_a_list_names_all_members_first() -> None:
    """The kinds of a thing are counted and named in the first sentence, and the table follows whole."""
    lead, table = answered("which types of tea are there", "Oolong")
    assert lead.text == "There are 3: Green tea, Black tea and Oolong."
    assert lead.framed
    assert "4 minutes" in table.text


def test_what_is_listed_stands_behind_the_word_for_kinds() -> None:
    """Of a long question only what the kinds are of has to fit the name of the set."""
    lead, _ = answered("How many sorts of tea does the course tell apart, and what are they called?", "Oolong")
    assert lead.text == "There are 3: Green tea, Black tea and Oolong."


def test_who_asks_for_one_of_a_set_gets_no_list() -> None:
    """Which type is best is answered by its row, not by the number of all types."""
    stories = (
        "I have 3 minutes. Which type of tea fits?",
        "my guests are here. they are thirsty. which type of tea?",
        "i am late. type of tea?",
    )
    # What is asked for stands behind "which": a word for several kinds further on is of something else.
    for text in ("which type of tea is best after 3 minutes", "which type of tea for sorting old car models", *stories):
        assert not answered(text, "Oolong")[0].framed


def test_a_kind_with_a_number_is_a_name() -> None:
    """What is called "type 2" is one of them; nobody who says it asks for all types."""
    assert not answered("what is good about type 2 of tea", "Oolong")[0].framed


def test_what_stands_before_a_sort_belongs_to_its_name() -> None:
    """Of "every brewing type of tea" the set with both words is meant, and who asks for other things wants no types."""
    material = TEA + "\n## Tea\n\n- **Leaf**: dried\n- **Water**: hot\n\n## Brewing\n\n| Brewing type | Tool |\n| --- | --- |\n"
    material += "| Drip | Filter |\n| Press | Jug |\n"
    assert answered("tell me every brewing type of tea", "Jug", material)[0].text == "There are 2: Drip and Press."
    assert not answered("which shops are fond of the green kind of tea", "Oolong")[0].framed


def test_the_likeliest_set_may_be_called_otherwise() -> None:
    """Kinds are listed where the likeliest row stands below a head that speaks of kinds, whatever else is asked about it."""
    material = TEA.replace("| Type | Time |", "| Tea type | Time |").replace("Types of tea", "What to brew")
    lead = answered("which sorts of brew exist in this house", "Oolong", material)[0]
    assert lead.text == "There are 3: Green tea, Black tea and Oolong."


CAFE = """# Café

## What are the ways to pay?

There are three ways to pay in the café.

- **Cash:** coins and notes.
- **Card:** at the counter.
- **Tab:** for regulars.

## Do I need a licence to open a café?

You need no licence unless you serve spirits. A town may ask for a plan of the kitchen.

A licence is what every café with music has.

## Roasts

::: challenge
Which of these roasts is dark?

Roasting dark takes twelve minutes.

- A dark roast of six minutes
:::
"""


def test_a_plain_question_for_several_gets_the_set_that_the_course_calls_so() -> None:
    """Without a word for their sort a set answers where the course calls it by the words of the question, and only there."""
    assert answered("What are the ways to pay?", "three ways", CAFE)[0].text == "There are 3: Cash, Card and Tab."
    assert answered("What are common ways to pay?", "three ways", CAFE)[0].text == "There are 3: Cash, Card and Tab."
    assert not answered("What are the coins of a regular?", "three ways", CAFE)[0].framed
    assert not answered("How do I see every coin at once?", "three ways", CAFE)[0].framed


def test_a_question_that_is_a_heading_is_answered_by_what_begins_below_it() -> None:
    """The first sentence below the heading that asks the same leads, and the heading itself decides no yes or no."""
    first = answered("Do I need a licence to open my own café?", "with music", CAFE)[0]
    assert first.text.startswith("You need no licence unless")


def test_an_exercise_only_states_where_what_is_taught_leads() -> None:
    """Questions and options of an exercise are left out of an answer that something taught leads."""
    course = passages(clean(CAFE))
    units = [(passage, unit) for passage in course for block in passage.blocks for unit in block.units]
    quotes = ("no licence", "Which of", "twelve", "six")
    found = [next((passage, unit) for passage, unit in units if quote in passage.cut(unit)) for quote in quotes]
    hits = [
        Hit(passage=passage, rank=rank, score=1.0, matches=(Match(start=unit.start, end=unit.end, kind="unit", score=0.3),))
        for rank, (passage, unit) in enumerate(found, 1)
    ]
    question = understand(Question(text="dark roast licence"), Vocabulary.of(course, []))
    composed = ground(ExtractiveComposer(Facts.of(course)).compose(question, hits), hits)
    texts = " ".join(statement.text for statement in composed)
    assert "no licence" in texts and "twelve minutes" in texts
    assert "Which of" not in texts and "six minutes" not in texts


@pytest.mark.parametrize(
    ("question", "quote", "verdict"),
    [
        ("can green tea be boiled?", "cannot be boiled", "No."),
        ("does green tea contain caffeine?", "contains caffeine", "Yes."),
        ("can green tea be boiled? if not, what can", "cannot be boiled", "No."),
        ("can green tea be frozen?", "cannot be boiled", ""),
        ("does all green tea contain caffeine?", "contains caffeine", ""),
        ("can green tea be kept in another tin?", "same tin", "No."),
        ("is it true that green tea cannot be boiled or not?", "cannot be boiled", ""),
    ],
)
def test_a_verdict_is_given_only_where_a_sentence_decides(question: str, quote: str, verdict: str) -> None:
    """Yes or No leads where the sentence denies or affirms what is asked, and nothing leads where it does not."""
    first = answered(question, quote)[0]
    assert (first.text if first.framed else "") == verdict


def test_what_one_of_two_does_the_other_need_not() -> None:
    """Below a heading of two things a label names the one that its text is about."""
    material = "# Pots\n\n## Steel vs Clay\n\n- **Steel:** holds acid and oil\n- **Clay:** breaks early\n"
    assert answered("does steel hold acid?", "holds acid", material)[0].text == "Yes."
    assert not answered("does clay hold acid?", "holds acid", material)[0].framed
    cards = "# Pots\n\n## Steel vs Clay\n\n### Steel\n\n- Rust-free, holds acid\n\n### Clay\n\n- Breaks early\n"
    assert not answered("does clay hold acid?", "holds acid", cards)[0].framed


POTS = """# Pots

## Clay pot (big)

- No lid by default
- Needs 2 hours to dry, at most 5 hours
- **Kept in one room:** Yes — beside the stove
- **Does NOT hold:** acid, oil
- If it is cracked, the pot leaks
- **Fire:** enabled by default, no charge
- The pot and its lid can be of the same colour
- **Cost:** $3 a week
- **Delete marks:** NOT copied to the lid by default
- **Small size:** free
- **Glaze:** no lead in it, free
- Never put .ash into the pot
- Made of local clay (pots of wood are not)

## Glass pot

| Use | Clay pot | Steel pot |
| --- | --- | --- |
| Frost resistant | YES (winter) | NO (cracks) |
| Limit | 5 litres | 9 litres |
"""


@pytest.mark.parametrize(
    ("question", "quote", "verdict"),
    [
        ("does the clay pot have a lid by default?", "No lid", "No."),
        ("can a clay pot dry for 9 hours?", "at most 5", "No."),
        ("does the clay pot need 4 hours to dry?", "at most 5", ""),
        ("can the clay pot be kept in one room?", "Kept in", "Yes."),
        ("does the clay pot hold acid?", "NOT hold", "No."),
        ("does the clay pot leak?", "cracked", ""),
        ("is fire disabled by default in a clay pot?", "Fire", "No."),
        ("can the clay pot and its lid be of different colour?", "same colour", ""),
        ("are delete marks copied to the lid?", "Delete marks", "No."),
        ("is the clay pot free?", "Small size", ""),
        ("is glaze of lead free?", "Glaze", ""),
        ("may I put .ash into the clay pot", ".ash", "No."),
        ("is the clay pot free?", "Cost", "No."),
        ("does the clay pot cost anything?", "Cost", "Yes."),
        ("is the steel pot frost resistant?", "Frost", "No."),
        ("is the clay pot frost resistant?", "Frost", "Yes."),
        ("is the wooden pot frost resistant?", "Frost", ""),
        ("why does the clay pot leak?", "cracked", ""),
        ("can the clay pot be used without a lid by default?", "No lid", ""),
        ("is the clay pot cheaper than the glass pot?", "Cost", ""),
        ("is it bad to put .ash into the clay pot", ".ash", ""),
    ],
)
def test_rules_bounds_prices_and_cells_decide(question: str, quote: str, verdict: str) -> None:
    """A denial, a label, a bound, a price or the cell of the thing asked about decides; a condition, a chance or another
    thing's cell does not.
    """
    first = answered(question, quote, POTS)[0]
    assert (first.text if first.framed else "") == verdict


def test_a_follow_up_gets_no_verdict_on_the_question_before_it() -> None:
    """Only the words of the follow-up itself are answered by yes or no."""
    question = understand(Question(text="can green tea be boiled — and what is in it"), Vocabulary.of(passages(), []))
    assert yes_no_clause(question, language()) and not yes_no_clause(
        question.model_copy(update={"focus": "and what is in it"}), language()
    )


def test_a_lead_with_a_word_of_its_own_is_dropped() -> None:
    """A frame may not bring in a word that neither the course nor the closed list of the frame has."""
    lead, *_ = answered("which types of tea are there", "Oolong")
    hits = [Hit(passage=citation.passage, rank=1, score=1.0) for citation in lead.citations[:1]]
    forged = lead.model_copy(update={"text": lead.text.replace("Oolong", "Rooibos")})
    assert ground(Draft(statements=(lead,)), hits) == (lead,)
    assert ground(Draft(statements=(forged,)), hits) == ()


POST = """# Post

## Sending parcels

Parcels are taken in at each office across 3 kinds of counters and leave on the same day.

| Counter | Open |
| --- | --- |
| Hall | mornings |
| Night window | nights |
| Yard | evenings |

## Stamping

A stamp is printed in the following order:

```text
1. Scan — read the label
2. Weigh — on the scale
3. Print — with the date
```

## Reasons to close early

Offices close early for some reasons:

- The van of the day has left and the next one comes only on the following morning
- Heavy snow lies on the road between the village and the town behind the hill

## Accepted currencies

- Euro
- Krone
- Franc (old notes too)
"""


def spread(text: str, chances: dict[str, float], material: str = POST) -> tuple[Statement, ...]:
    """What is composed for a question when the units with some quotes have some chances."""
    course = passages(material)
    hits = hits_with(course, chances)
    question = understand(Question(text=text), Vocabulary.of(course, []))
    return ground(ExtractiveComposer(Facts.of(course)).compose(question, hits), hits)


COUNTERS = "There are 3: Hall, Night window and Yard."


def test_what_the_rows_and_the_sentence_above_answer_together_is_their_set() -> None:
    """A set is named where the answer is spread over its rows, or lies in what leads in to as many as are asked for."""
    assert spread("where can I hand in what I send", {"mornings": 0.3, "nights": 0.3, "Parcels are": 0.3})[0].text == COUNTERS
    assert spread("at which three places do you take it in?", {"Parcels are": 0.6, "nights": 0.2})[0].text == COUNTERS
    assert spread("tell me the places that take it in", {"mornings": 0.4, "nights": 0.4})[0].text == COUNTERS


def test_what_they_are_is_a_set_where_its_rows_answer() -> None:
    """Who asks what they are gets the set whose rows answer, and never for what stands above them alone."""
    assert spread("what are the places that take it in", {"mornings": 0.4, "nights": 0.4})[0].text == COUNTERS
    assert not spread("what are the places that take it in", {"Parcels are": 0.9, "nights": 0.1})[0].framed


def test_one_likely_row_is_no_set() -> None:
    """Where one row answers, where another number is asked for, or where one thing is, the set is not named."""
    chances = {"nights": 0.8, "mornings": 0.1}
    assert not spread("which counters take it at midnight", chances)[0].framed
    assert not spread("which two places take it in", {"mornings": 0.4, "nights": 0.4})[0].framed
    assert not spread("when is it taken in", {"mornings": 0.4, "nights": 0.4})[0].framed


def test_who_asks_for_one_of_those_that_are_called_so_gets_no_set() -> None:
    """A verb that ends as nouns for several do asks for none of them: one way is asked for below "Ways"."""
    text = "# Post\n\n## Parcel ways\n\n| Way | Speed |\n| --- | --- |\n| Road | two days |\n| Rail | a night |\n"
    chances = {"two days": 0.45, "a night": 0.5}
    assert not spread("which parcel way brings people their things faster", chances, text)[0].framed
    assert spread("which parcel ways are there", chances, text)[0].framed


def test_a_paragraph_that_announces_nothing_is_no_set() -> None:
    """What stands above a table may say what a thing is: without a number of it, or a sign, it speaks for itself.

    So do the sentences before the one that leads in.
    """
    plain = POST.replace("across 3 kinds of counters ", "")
    assert not spread("tell me the rules for parcels", {"Parcels are": 0.9}, plain)[0].framed
    text = "# Post\n\n## Parcels\n\nA torn parcel is repaired. You choose:\n\n- **Size**: in cm\n- **Speed**: in days\n"
    assert not spread("what happens to torn parcels", {"torn parcel": 0.9}, text)[0].framed


def test_numbered_parts_of_code_are_named() -> None:
    """The numbered lines of a block of code are a set as the items of a list are, with what leads in to them."""
    lead = spread("the 3 steps of printing it", {"following order": 0.9})[0]
    assert lead.text == "There are 3: Scan, Weigh and Print."


def test_a_list_of_sentences_follows_what_announces_it() -> None:
    """Items that are no names are shown whole behind their lead-in, where the answer is spread over both."""
    shown = " ".join(statement.text for statement in spread("list why they shut", {"some reasons:": 0.5, "The van": 0.2}))
    assert shown.index("some reasons:") < shown.index("The van") < shown.index("Heavy snow")


def test_what_stands_first_below_a_heading_for_several_are_those() -> None:
    """Short items without a label are members where their heading is a noun for several."""
    lead = spread("which currencies are accepted", {"Krone": 0.9})[0]
    assert lead.text == "There are 3: Euro, Krone and Franc."


def test_a_set_of_bare_names_is_said_once() -> None:
    """A list that says nothing beside its names does not follow them; one that says more does."""
    bare = POST.replace("Franc (old notes too)", "Franc")
    assert len(spread("which currencies are accepted", {"Krone": 0.9}, bare)) == 1
    assert "old notes" in spread("which currencies are accepted", {"Krone": 0.9})[1].text


def test_what_stands_before_a_question_asks_for_nothing() -> None:
    """Things named in front of a question are what it is about: one row is asked for, and the set stays away."""
    chances = {"mornings": 0.4, "nights": 0.4}
    assert spread("places for handing in", chances)[0].framed
    assert not spread("Big parcels at midnight, what does that take", chances)[0].framed


def test_a_list_of_paragraphs_follows_what_announces_it() -> None:
    """Paragraphs with a label each are the items that the sentence before them announces, up to the next text."""
    material = POST + "\n## The bag\n\nA bag of post is made of:\n\nCanvas - it keeps the rain out\n\n"
    material += "Lock - it has two keys\n\nIt is grey.\n"
    shown = " ".join(statement.text for statement in spread("how is a bag built", {"is made of": 0.9}, material))
    assert "Canvas" in shown and "Lock" in shown and "grey" not in shown


def test_a_polite_wish_for_a_list_is_no_question_of_yes_or_no() -> None:
    """Who asks whether one would kindly name them wants the names."""
    assert (
        yes_no_clause(understand(Question(text="would you kindly name the counters"), Vocabulary.of([], [])), language()) == ""
    )
    assert yes_no_clause(understand(Question(text="would you open on Sunday"), Vocabulary.of([], [])), language())


def test_a_set_of_which_nothing_is_likely_is_not_meant() -> None:
    """A table in a section of that name is left alone where none of its rows came up: its heading alone is what fits."""
    material = POST + "\n## Why parcels are late\n\nParcels are late for two causes.\n\nDays of delay:\n\n"
    material += "| Country | Days |\n| --- | --- |\n"
    material += "| Norway | 3 |\n| Spain | 4 |\n"
    assert not spread("why are parcels late? list the causes", {"two causes": 0.9}, material)[0].framed


def test_what_else_is_likely_follows_a_set_that_nobody_named() -> None:
    """Where the answer lies tells that a list may be meant, and the likeliest line beside it may be the answer as well."""
    text = (
        "# Post\n\n## Parcels\n\nParcels leave by three ways:\n\n- **Road**: vans take them\n- **Rail**: at night\n"
        "- **Sea**: slowly\n"
        "\n## Night work\n\nLetters that arrive late are sorted at night by two clerks.\n"
    )
    chances = {"vans": 0.3, "at night": 0.2, "slowly": 0.2, "Letters": 0.25}
    said = [statement.text for statement in spread("where can parcels leave from", chances, text)]
    assert said[0] == "There are 3: Road, Rail and Sea."
    assert "Letters that arrive late are sorted at night by two clerks." in said[1:]


@pytest.mark.parametrize(
    ("text", "said", "sure"),
    [
        ("list the eleven organs of a plant", "Plants have eleven organs in this book. Most of them do several things.", False),
        ("What are the four sails?", "The ship has four sails, each with its mast.", False),
        ("name the four sails", "The four sails are the fore sail, the main sail, the mizzen and the jib.", True),
        ("What are the three winds?", "There are three winds:\n\n- North\n- South\n- West", True),
        ("how many sails are there?", "The ship has four sails.", True),
        ("which of the four sails is torn?", "The jib is torn.", True),
    ],
)
def test_an_answer_that_names_fewer_things_than_are_asked_for_is_not_certain(text: str, said: str, sure: bool) -> None:
    """That there are eleven is no list of them: it is the closest that the course has, whatever the judge says."""
    course = passages(f"# Tea\n\n## Part\n\n{said}\n")
    units = [unit for block in course[0].blocks for unit in block.units]
    matches = tuple(Match(start=unit.start, end=unit.end, kind="unit", score=0.9 / len(units)) for unit in units)
    hit = Hit(passage=course[0], rank=1, score=1.0, matches=matches)
    question = understand(Question(text=text), Vocabulary.of(course, []))
    verdict = Verdict(outcome="covered", confidence=0.97)
    shown = composed(ExtractiveComposer(Facts.of(course)), question, [hit], verdict)
    assert (certainty_of(shown.verdict) == "answered") is sure
