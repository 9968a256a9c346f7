"""Going on from the last answer: shorter, whether it is true, more of it, another one."""

import pytest

from fakes import hit_on, passages_of
from studybot.answer import again
from studybot.answer.clarify import others
from studybot.answer.examples import example, instances
from studybot.answer.keylines import Shown, key_lines, marked, plain_line, plainest
from studybot.answer.manners import without_manners
from studybot.answer.names import Subject, naming
from studybot.served import Served
from studybot.text import stems
from studybot.types import Act, Answer, Citation, Question, Statement

KILN = """# Pots

## Kiln

A kiln is an oven for clay. It fires at 1,000 degrees at least.

- Bisque hardens the clay
- Glaze seals it
"""
PASSAGE = passages_of(KILN, topic="pots", title="Pots")[0]


def cite(quote: str) -> Statement:
    """A statement that quotes the kiln."""
    start = PASSAGE.text.index(quote) + PASSAGE.start
    return Statement(text=quote, citations=(Citation(passage=PASSAGE, start=start, end=start + len(quote)),))


def said(*quotes: str, act: Act = "answer", text: str = "what is a kiln?") -> Answer:
    """An answer that quotes the kiln."""
    hits = (hit_on(PASSAGE, *quotes),)
    return Answer(
        question=Question(text=text),
        understood=text,
        outcome="covered",
        act=act,
        statements=tuple(map(cite, quotes)),
        hits=hits,
    )


LONG = said("A kiln is an oven for clay. It fires at 1,000 degrees at least.", "Bisque hardens the clay")
REFUSED = Answer(
    question=Question(text="what is raku?"), understood="what is raku?", outcome="outside", certainty="not_covered"
)


def test_a_shorter_answer_is_the_first_line_of_the_last_one() -> None:
    """Of two statements of two sentences the first sentence is left, and the subject stays."""
    reply = again.reply("shorter", [LONG, REFUSED], "Pottery")
    assert reply is not None
    assert [statement.text for statement in reply.statements] == ["A kiln is an oven for clay."]
    assert again.reply("shorter", [REFUSED], "Pottery") is None


def test_who_doubts_is_shown_the_proof_or_told_that_there_is_none() -> None:
    """A sure answer is quoted again, a doubtful one is called so, a refusal stays one."""
    sure = again.reply("sure", [LONG], "Pottery")
    doubtful = again.reply("sure", [LONG.model_copy(update={"certainty": "closest"})], "Pottery")
    refused = again.reply("sure", [LONG, REFUSED], "Pottery")
    assert sure and doubtful and refused
    assert sure.said.startswith("Yes") and sure.statements == LONG.statements[:1]
    assert doubtful.said.startswith("I am not sure") and doubtful.statements
    assert not refused.statements


def test_more_after_a_summary_are_its_further_lines() -> None:
    """What was shown does not come again, and when all was shown that is said."""
    subject = Subject(name="Kiln", topic="pots", passages=(PASSAGE,))
    first = said("A kiln is an oven for clay.", act="summary")
    reply = again.more(subject, [first], lambda passage: 1)
    assert [PASSAGE.between(*span) for _, spans in reply.chosen for span in spans] == ["It fires at 1,000 degrees at least."]
    all_of_it = said("A kiln is an oven for clay. It fires at 1,000 degrees at least.", act="summary")
    assert again.more(subject, [all_of_it], lambda passage: 1).said == "That is all that the course says there."


@pytest.mark.parametrize(
    ("text", "rest"),
    [
        ("thank you, that helped! can I test myself on this?", "can I test myself on this?"),
        ("Hi! What is a kiln?", "What is a kiln?"),
        ("hello, what is a kiln? Thanks.", "what is a kiln?"),
        ("great, that cleared it up, cheers!", "that cleared it up, cheers!"),
        ("which pots (big, cool..)", "which pots (big, cool..)"),
        ("thanks a lot", "thanks a lot"),
        ("Hello, kiln or oven?", "kiln or oven?"),
    ],
)
def test_courtesies_are_no_part_of_what_is_asked(text: str, rest: str) -> None:
    """What only greets or thanks around a question is left out; a text of nothing else stays."""
    assert without_manners(text) == rest


@pytest.mark.parametrize("text", ["what about the other", "and that one?", "the other one?"])
def test_which_other_one_is_asked_back(text: str) -> None:
    """The things that were asked about are offered, else the neighbours of what was answered."""
    two = said("A kiln is an oven for clay.", text="kiln or oven?")
    asked = others(text, [two], lambda said: [name for name in ("kiln", "oven") if name in said])
    assert [choice.ask for choice in asked] == ["Explain kiln", "Explain oven"]
    near = passages_of("# Pots\n\n## Wheel\n\nA wheel turns.\n", topic="pots", title="Pots")[0]
    one = LONG.model_copy(update={"hits": (*LONG.hits, hit_on(near, "A wheel turns.", rank=2))})
    assert [choice.ask for choice in others(text, [one], lambda said: ["kiln"])] == ["Explain Wheel"]
    assert others("what about the glaze", [one], lambda said: ["kiln"]) == ()
    assert others(text, [], lambda said: []) == ()


def test_what_is_marked_is_told_by_its_words_whatever_stands_beside_them() -> None:
    """An example in prose begins with "For example,": marks of a sentence do not hide it."""
    text = "# Pots\n\n## Glaze\n\nA glaze seals clay. For example, ash melts into one.\n\nOther things follow here.\n"
    passage = passages_of(text, topic="pots", title="Pots")[0]
    ((_, spans),) = marked([passage], ["for example"], frozenset())
    assert "For example, ash melts into one." in " ".join(passage.between(*span) for span in spans)


def test_a_comparison_speaks_of_what_is_to_be_simpler() -> None:
    """A line that compares something else with something is not what is said in simpler words."""
    text = "# Pots\n\n## Glaze\n\nA kiln is like an oven. Nothing else is.\n\nA glaze is like glass.\n"
    passage = passages_of(text, topic="pots", title="Pots")[0]
    assert (
        passage.between(*marked([passage], ["is like"], frozenset(), frozenset(["glaze"]))[0][1][0]) == "A glaze is like glass."
    )
    assert marked([passage], ["is like"], frozenset(), frozenset(["wheel"])) == []


BAKING = """# Ovens

## Why pizza stones

```python
import oven
```

## How to heat

### Pizza stones in use

```python
oven.open()
```

```python
oven.pizza_stone(heat=300)
```

```python
oven.close()
```
"""


def test_an_example_in_code_is_code_of_the_thing() -> None:
    """Of two sections with the name in their heading that one is shown whose code has the thing, from there on."""
    passages = passages_of(BAKING, topic="ovens", title="Ovens")
    chosen = example(passages, frozenset(stems("pizza stone")), frozenset())
    assert [one.between(*span) for one, spans in chosen for span in spans] == ["oven.pizza_stone(heat=300)", "oven.close()"]


@pytest.mark.slow
@pytest.mark.parametrize(
    ("text", "act"),
    [("are you sure?", "sure"), ("shorter please", "shorter"), ("auf Deutsch bitte", "translate"), ("Really?", "sure")],
)
def test_what_goes_on_from_an_answer_is_recognised(real_studybot: Served, text: str, act: str) -> None:
    """It is known by its meaning, gets words of studybot, and what is quoted was quoted before."""
    first = real_studybot.assistant.ask(Question(text="What is Lambda?"))
    answer = real_studybot.assistant.ask(Question(text=text), [first])
    assert (answer.act, bool(answer.said)) == (act, True)
    assert len(answer.statements) == (act != "translate")
    assert all(statement.text in first.statements[0].text for statement in answer.statements)


@pytest.mark.slow
def test_a_topic_that_was_summed_up_is_what_the_next_question_is_about(real_studybot: Served) -> None:
    """The subject is carried on without the wish around it."""
    summary = real_studybot.assistant.ask(Question(text="exam tomorrow!! give me the key points of Lambda"))
    after = real_studybot.assistant.ask(Question(text="and what does it cost?"), [summary])
    assert after.understood == "Lambda — and what does it cost?"


SUGARS = """# Sugars

## Double sugar

They were found long ago by chance. Double sugars form when two sugars join. A bond, for example, joins them. A **double sugar**
is a sugar of two parts. Common double sugars include milk sugar and malt sugar. Milk sugar is a double sugar of milk.
"""


def test_an_example_is_one_of_what_was_asked() -> None:
    """What a thing includes, or is said to be one, comes before what is merely marked as an example; of another thing none."""
    markers = {"example": ("example of",), "instance": ("include", "for example")}
    passages = passages_of(SUGARS, topic="sugars", title="Sugars")
    ((passage, spans),) = instances(passages, frozenset(stems("double sugar")), markers)
    assert passage.between(*spans[0]) == "Common double sugars include milk sugar and malt sugar."
    assert instances(passages, frozenset(stems("salt")), markers) == []


def test_a_summary_begins_with_what_its_subject_is() -> None:
    """The sentence that defines the subject stands before those of the section in their order, and once."""
    passages = passages_of(SUGARS, topic="sugars", title="Sugars")
    lines = [one.between(*span) for one, spans in key_lines(passages, lambda _: 1, about="Double sugar") for span in spans]
    assert lines[0].startswith("A **double sugar**\nis")
    assert len(lines) == len(set(lines)) and any(line.startswith("They were found") for line in lines)


KILN = """# Kilns

## Kilns

Hands and wood and patience are what it takes at night. He built them alone for years with bricks of clay.

## Bricks

- Bricks hold the heat of a fire for days on end.
- Example: the bridge of 1860, which is built of them.

## Firing

Firing needs nothing but time and a good stock of dry wood.

The LIKE of a mark is to include it in lists that are shared.

- Salt is thrown into the fire.
- E.g. at the end of a day of firing
"""


def test_the_plainest_line_says_what_a_thing_is_or_stands_below_its_name() -> None:
    """What defines a thing comes first, then what stands below the heading that names it alone, before what only names it."""
    passages = passages_of(KILN, topic="kilns", title="Kilns")

    def plain(text: str, shown: Shown = frozenset()) -> str:
        return next((one.between(*spans[0]) for one, spans in plain_line(passages, text, len, shown)), "")

    assert plain("kilns") == "Hands and wood and patience are what it takes at night."
    assert plain("firing") == "Firing needs nothing but time and a good stock of dry wood."
    assert plainest(passages, "wheels", len, frozenset()) == []
    whole = frozenset((one.document, one.start, one.end) for one in passages)
    assert plain("kilns", whole) == ""


def test_no_sentence_about_someone_is_the_plainest() -> None:
    """A sentence that leans on the one before says nothing by itself."""
    lines = "His kilns were built alone, with bricks of clay.\n\nKilns are ovens for pots and for bricks of clay."
    text = f"# Kilns\n\n## Kilns\n\n{lines}\n"
    passages = passages_of(text, topic="kilns", title="Kilns")
    ((passage, spans),) = plainest(passages, "kilns", lambda text: -len(text), frozenset())
    assert passage.between(*spans[0]) == "Kilns are ovens for pots and for bricks of clay."


@pytest.mark.parametrize(
    ("wanted", "shown"),
    [
        ("bricks", "Example: the bridge of 1860, which is built of them."),
        ("salt", "E.g. at the end of a day of firing"),
        ("mark", ""),  # "to include" gives no examples of what stands before
    ],
)
def test_a_line_that_is_called_an_example_is_one_of_what_stands_above(wanted: str, shown: str) -> None:
    """It belongs to the heading of its section or to the line before it."""
    markers = {"example": ("example of", "example", "e.g"), "instance": ("include",)}
    chosen = instances(passages_of(KILN, topic="kilns", title="Kilns"), frozenset(stems(wanted)), markers)
    assert [one.between(*span) for one, spans in chosen for span in spans] == ([shown] if shown else [])


def test_examples_of_a_kind_stand_below_either_name_of_a_heading() -> None:
    """A word may stand before "examples", and the heading may give the thing in short and in full."""
    text = "# Fires\n\n## HFK — High Fire Kiln\n\n- **Local examples:** Old Tom, Big Anna\n- **Bad examples of use:** 0\n"
    markers = {"example": ("example of", "examples of", "examples", "example"), "instance": ("include",)}
    for wanted in ("hfk", "high fire kiln"):
        ((passage, spans),) = instances(passages_of(text, topic="fires", title="Fires"), frozenset(stems(wanted)), markers)
        assert passage.between(*spans[0]) == "**Local examples:** Old Tom, Big Anna"


def test_a_name_in_capitals_is_a_name() -> None:
    """The LIKE of a query is no everyday word, and all of a heading in capitals is not made of names."""
    assert naming("the LIKE operator") == {"like", "oper"}
    assert "in" not in naming("WHAT TO DO WITH WOOD IN WINTER")


def test_code_that_ran_is_an_example_rather_than_how_it_is_written() -> None:
    """Of two sections on a clause that one is shown whose code comes with what it printed."""
    general = "```sql\nSELECT column GROUP BY column;\n```"
    ran = "```sql\nSELECT pot GROUP BY pot;\n```\n\n```output\njar 3\n```"
    text = f"# Lists\n\n## The GROUP BY clause\n\n{general}\n\n## Use of the GROUP BY clause\n\n{ran}\n"
    chosen = example(passages_of(text, topic="lists", title="Lists"), naming("GROUP BY"), frozenset())
    assert next(one.between(*span) for one, spans in chosen for span in spans) == "SELECT pot GROUP BY pot;"
