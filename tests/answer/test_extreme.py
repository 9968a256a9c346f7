import pytest

from fakes import hit_on, passages_of
from studybot.answer.extract import ExtractiveComposer
from studybot.answer.ground import ground
from studybot.answer.understand import kind_of
from studybot.answer.worth import worth
from studybot.facts.language import language
from studybot.types import Passage, Question, Statement, Understanding

RIVERS = """# Rivers

## Rivers of the valley

| River | Length | Flow | Ferry fee | Fish |
| --- | --- | --- | --- | --- |
| Asel | 120 km | 40–80 m/s | $3.50/day | Trout |
| Borm | 1,045 km | 30–60 m/s | $12/day | Trout, pike |
| Cael | 96 km | 90–100 m/s | $2/day | Pike |
| Dorn | 310 km | 20–55 m/s | $4/day | None |
| Total | 1,571 km |  |  |  |
"""
WOODS = """# Joinery

## Woods

| Wood | Hardness | Drying time | Remark |
| --- | --- | --- | --- |
| Ash | High | 2 weeks | Tool handles |
| Elm | Medium | 10 days | Bends well, the quickest to carve |
| Oak | Very high | 3 months | Boats |
| Pine | Low | 5 days | Lowest price |
"""
POTS = """# Kitchen

## Pots

| Size | Volume | For |
| --- | --- | --- |
| Small pot | 2 GB | Few guests (<4 hours) |
| Middle pot | 6 GB | Parties (4-10 hours) |
| Large pot | 20 GB | Weddings (10 hours+) |
| Cauldron | 90 GB | Fairs |
"""
HOUSES = """# Houses

## Life of insulation

- **Cork:** 40 years
- **Wool:** 25 years
- **Straw:** 60 years

Clay walls dry slowest of all. The longest life of all has stone.
"""


def answered(text: str, course: str, *quotes: str) -> tuple[Statement, ...]:
    """The proved statements that answer a question on a course of one passage."""
    passage = only(course)
    asked = Understanding(question=Question(text=text), text=text, kind=kind_of(text))
    hits = [hit_on(passage, *quotes)]
    return ground(ExtractiveComposer().compose(asked, hits), hits)


def only(course: str) -> Passage:
    """The one passage of a course."""
    (passage,) = passages_of(course)
    return passage


@pytest.mark.parametrize(
    ("course", "question", "lead"),
    [
        (RIVERS, "which river of the valley is the longest?", "Borm: 1,045 km."),
        (RIVERS, "shortest river?", "Cael: 96 km."),
        (RIVERS, "river with the cheapest ferry", "Cael: $2/day."),
        (RIVERS, "which river with trout has the lowest ferry fee", "Asel: $3.50/day."),
        (RIVERS, "what river has the highest flow?", "Cael: 90–100 m/s."),
        (WOODS, "which wood has the least drying time", "Pine: 5 days."),
        (WOODS, "cheapest wood", "Pine: Lowest price."),
        (WOODS, "the wood that is fastest to carve", "Elm: Bends well, the quickest to carve."),
        (POTS, "which size of pot fits a party of 7 hours?", "Middle pot: Parties (4-10 hours)."),
        (POTS, "smallest pot with a volume of at least 5 GB", "Middle pot: 6 GB."),
        (HOUSES, "which insulation has the longest life", "Straw: 60 years."),
    ],
)
def test_the_row_with_the_most_leads(course: str, question: str, lead: str) -> None:
    """A superlative or a bound is answered by the row that wins, with the value that decides, and no other row beside it."""
    first, *rest = answered(question, course, only(course).text.split("\n")[-1][:12])
    assert first.text == lead and first.framed
    assert lead.partition(":")[0] in rest[0].text and rest[0].text.count("\n| ") <= 2


@pytest.mark.parametrize(
    ("course", "question"),
    [
        (
            RIVERS,
            "which river has the lowest flow?",
        ),  # ranges that overlap: 20–55 is below 30–60 at both ends, 40–80 is not asked
        (RIVERS, "is the Borm the longest river?"),
        (RIVERS, "which river is the most beautiful?"),
        (WOODS, "which wood has the most remarks"),
        (POTS, "which pot fits for 12 people?"),
        (WOODS, "hardness of the woods"),
    ],
)
def test_what_is_not_certain_gets_no_verdict(course: str, question: str) -> None:
    """Without a column that is asked about, one kind of worth and one winner nothing is said in studybot's words."""
    if question.startswith("which river has the lowest flow"):
        course = course.replace("20–55", "20–70")
    assert not any(statement.framed for statement in answered(question, course, only(course).text.split("\n")[-1][:12]))


def test_a_sentence_that_says_so_leads_alone() -> None:
    """Of a paragraph the sentence that calls something the most of what is asked comes first."""
    first, *_ = answered("which walls dry slowest?", HOUSES, "Cork", "Clay walls dry")
    assert first.text == "Clay walls dry slowest of all."


@pytest.mark.parametrize(
    ("text", "kind", "low", "high"),
    [
        ("Up to 90%", "%", 90, 90),
        ("0-30% (with own licence)", "%", 0, 30),
        ("Baseline (0%)", "%", 0, 0),
        ("$0.30/GB/month", "money/GB/month", 0.3, 0.3),
        ("$120 billion", "money billion", 120, 120),
        ("1 second – 15 minutes", "time", 1, 900),
        ("16,000", "count", 16000, 16000),
        ("500 max", "count", 500, 500),
        ("None", "", 0, 0),
        ("High (all stop)", "degree", 3, 3),
        ("5-minute", "time", 300, 300),
    ],
)
def test_a_cell_is_worth_its_number(text: str, kind: str, low: float, high: float) -> None:
    """Numbers with units, ranges, prices and words of degree are read with what they are of."""
    found = worth(text, language())
    assert found is not None and (found.kind, found.low, found.high) == (kind, low, high)


@pytest.mark.parametrize(
    "text", ["Good for teams that have 20 people", "72mm x 57mm x 12mm", "12 hrs (standard), 48 hrs (bulk)"]
)
def test_prose_and_several_numbers_are_worth_nothing(text: str) -> None:
    """A number inside a sentence is not the worth of its cell, nor is one of several."""
    assert worth(text, language()) is None


PAINTS = """# Paints

## Oils

| Paint | Price | Best for |
| --- | --- | --- |
| Linseed | $4/litre | Doors |
| Tung | $9/litre | Oars |
| Walnut | $12/litre | Spoons |

## Limes

| Paint | Drying | Best for |
| --- | --- | --- |
| Slaked | 3 days | Stables, cellars |
| Hydraulic | 8 hours | Wells |
| Hot | 1 day | Barns |
"""


@pytest.mark.parametrize(("text", "framed"), [("the cheapest paint", True), ("the cheapest paint for cellars", False)])
def test_a_purpose_that_only_another_table_speaks_of_is_not_left_out(text: str, framed: bool) -> None:
    """The cheapest of all is no answer where something for a purpose is sought, of which another table tells."""
    oils, limes = passages_of(PAINTS)
    asked = Understanding(question=Question(text=text), text=text, kind=kind_of(text))
    hits = [hit_on(oils, "Linseed"), hit_on(limes, "Slaked", rank=2)]
    assert ground(ExtractiveComposer().compose(asked, hits), hits)[0].framed is framed
