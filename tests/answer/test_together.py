"""What belongs together is shown together: what is announced with its code, a task with its command, a text whole."""

import pytest

from fakes import hits_with
from studybot.answer.extract import ExtractiveComposer
from studybot.answer.ground import ground
from studybot.answer.leadins import continued, with_lists
from studybot.answer.literal import signs_in
from studybot.answer.understand import understand
from studybot.answer.vocabulary import Vocabulary
from studybot.corpus.dialect import clean
from studybot.corpus.markdown import parse
from studybot.corpus.split import split
from studybot.facts import Facts
from studybot.types import Passage, Question, Statement, Topic

BAKERY = """# Bakery

## Writing bills

First make a small bill that can be written to paper.
Note that the flour is counted in sacks.

```r
bill <- list(flour = 3, salt = 1)
bill
```

A bill is written to paper with `print_bill()`:

```r
print_bill(bill)
```

It is cheap.

## Drawing a cake

One good way to draw a cake is from above. A round cake is a circle. Square ones are rare.

```r
draw(cake, from = "above")
```

The height of cakes is something else. It is drawn like this, whatever the cake is:

```r
draw(cake, height = TRUE)
```

## Asking the oven

The oven is asked in a dialogue. An oven that is cold says so.

```console
$ oven --ask
Which cake is in it?
*~
How hot is it, in degrees?
The oven is on.
*.*
```

## Selling sacks

Whoever sells sacks of flour by the road needs a cart, two horses, and somebody who knows the way to the next mill in the dark.
The sacks are of linen. They're sold by weight. Nobody sells them by number, since every mill fills them as it likes, and each
of the mills along the river has its own sacks, which are neither as wide nor as tall as those of any other mill.

## Kinds of flour

Flour is ground grain.

### 🌾 White flour

- Ground without bran
- Keeps for a year

### Rye flour

- Ground from rye

## Oven options

| Option | Meaning |
| --- | --- |
| `-t`, `--hot` | How hot it is |
| `--time` | How long it bakes |

## Grains

Grains that it takes:

- Wheat, rye
- Oats, barley, spelt

## Dough functions

- `mix(2, 3)`: two of water, three of flour
- `rest(5)`: for five hours

## Loaves

A brick is a loaf, a thing of stone, that nobody bakes.

## Signs

A sign is no word. `a <~ b` is not a bill.

### `%of%`

Whoever weighs flour by hand can do it with `%of%`. `3 %of% flour` is three sacks.

### Arrows

`<~` turns a bill round. It is no arrow.

## Doors

```bash
door +o back        # let the wind in
door -o back        # keep the wind out
door --paint back   # red
```

## Baking

Do not bake bread that others have baked. It is hard.

![Bake a loaf of bread](loaf.png)

## Heat

Heat is felt by the hand.

## Heating up

The wood is lit, and the stones take up what it gives. In a bakery, this is called *baking*.

## Tools

Whatever is washed by hand every day is a tool. The tools of a baker last for years since he oils them.

- Scraper
- Whisk
- Rolling pin
- Bowl, which is of steel, and is therefore so heavy that nobody lifts it with one hand: two bakers carry it to the oven
- A long wooden shovel that reaches as far as the back wall of the oven, where the bread is that was put in first of all
- A brush for the flour that falls beside the table and would otherwise be carried through the whole house by every shoe
"""


def statements(text: str, chances: dict[str, float], size: int = 1500) -> list[Statement]:
    """What is shown for a question when the units with some quotes have some chances."""
    course: list[Passage] = split(parse(clean(BAKERY), source="bakery.md", topic=Topic(id="bakery", title="Bakery")), size)
    hits = with_lists(hits_with(course, chances), continued(course))
    question = understand(Question(text=text), Vocabulary.of(course, []))
    return list(ground(ExtractiveComposer(Facts.of(course)).compose(question, hits), hits))


def shown(text: str, chances: dict[str, float], size: int = 1500) -> str:
    """The same as one text."""
    return "\n".join(one.text for one in statements(text, chances, size))


@pytest.mark.parametrize("size", [1500, 120])
def test_what_announces_code_comes_with_it(size: int) -> None:
    """Also where the code stands in the passage behind."""
    assert "print_bill(bill)" in shown("what is written to paper", {"with `print_bill()`": 0.9}, size)


def test_how_something_is_done_is_shown_by_its_code() -> None:
    """Of several codes of a section by that whose lead-in says most of what is to be done, else by the one right below."""
    bill = shown("how to write a bill to paper", {"written to paper.": 0.9})
    assert "print_bill(bill)" in bill
    assert "salt" not in bill
    cake = shown("how do i draw a cake", {"from above": 0.9})
    assert 'from = "above"' in cake
    assert "draw(" not in shown("who says that one way is good", {"from above": 0.9})


def test_lines_of_one_text_are_shown_whole() -> None:
    """Two lines of a dialogue bring those between them, and the last one without words."""
    told = shown("how do i ask the oven", {"$ oven": 0.5, "is on": 0.3})
    assert "*~\nHow hot is it, in degrees?\nThe oven is on.\n*.*\n```" in told


@pytest.mark.parametrize("text", ["which kinds of flour exist", "types of flour"])
def test_parts_below_the_heading_of_a_kind_are_its_kinds(text: str) -> None:
    """Whatever sentence is likeliest; each is told by what it opens with."""
    lead, *lines = statements(text, {"ground grain": 0.9, "without bran": 0.01, "from rye": 0.001})
    assert lead.text == "There are 2: White flour and Rye flour."
    assert [one.text for one in lines] == ["- Ground without bran", "- Ground from rye"]


def test_why_and_how_ask_for_no_members() -> None:
    """However much a question speaks of everything."""
    why = statements("why is everything ground for flour", {"without bran": 0.4, "from rye": 0.4})
    assert not any(one.framed for one in why)


def test_options_keep_their_signs_and_an_item_of_several_is_not_counted() -> None:
    """Forms of one option are one; "Wheat, rye" are two."""
    lead, *_ = statements("what are all oven options", {"How hot it is": 0.4, "How long": 0.4})
    assert lead.text == "There are 2: -t / --hot and --time."
    lead, *_ = statements("list all dough functions", {"two of water": 0.4, "five hours": 0.4})
    assert lead.text == "There are 2: mix(2, 3) and rest(5)."
    grains = shown("list all grains that it takes", {"Wheat": 0.4, "Oats": 0.4})
    assert "There are" not in grains
    assert "Wheat, rye\n- Oats, barley, spelt" in grains


def test_a_list_under_the_heading_that_is_asked_for_is_whole() -> None:
    """However likely one item is."""
    assert "every shoe" in shown("what are the tools", {"A long wooden": 0.9})


def test_a_contraction_leans_on_the_sentence_before() -> None:
    """Whoever "they're" stands for is said."""
    assert shown("by what is it sold", {"They're": 0.9}) == "The sacks are of linen. They're sold by weight."


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("what does %of% do", "Whoever weighs flour by hand can do it with `%of%`."),
        ("what is the thing with <~ called", "`<~` turns a bill round."),
    ],
)
def test_a_sign_is_found_as_it_is_written(text: str, first: str) -> None:
    """By the heading that is the sign, else by what has it as code, however likely another sentence is."""
    chances = {"no word": 0.9, "Whoever weighs": 0.01, "turns a bill": 0.02, "`a <~ b`": 0.01}
    assert shown(text, chances).startswith(first)
    assert shown("why is 3 <~ 4 wrong", chances).startswith("A sign is no word.")


def test_what_only_looks_like_a_sign_is_none() -> None:
    """Words with marks, dashes and options are words."""
    said = "is and/or, C++ - or 50% - a t2.micro (or not)? use --hot, :) ... $HOME & 'x'"
    assert signs_in(said) == ["&"]


def test_a_command_does_not_stand_beside_its_opposite() -> None:
    """Where only the sign of an option tells one from the other."""
    assert shown("command that lets the wind in by the back door", {"door +o": 0.9, "door -o": 0.4}).count("door") == 1


def test_neither_an_order_nor_a_picture_defines() -> None:
    """What calls it so does, in however far a section."""
    doors = {"3 %of% flour": 0.02, "felt": 0.02, "ground grain": 0.02, "turns a bill": 0.02}
    chances = {"Do not bake": 0.3, "Bake a loaf": 0.2, **doors, "this is called": 0.1}
    assert shown("what is baking", chances).partition("\n")[0].endswith("In a bakery, this is called *baking*.")
    assert shown("what is a loaf", {"It is hard": 0.9, "a thing of stone": 0.1}).startswith("A brick is a loaf, a thing")
