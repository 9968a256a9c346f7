import pytest

from studybot.study.coach import card_of, hint_of, next_question
from studybot.study.explained import essential, explained
from studybot.study.material import material
from studybot.types import Answer, Citation, Passage, Question, Statement, Topic

from .conftest import passages_of

TABLE = """## Limits

| Limit | Value | Notes |
| --- | --- | --- |
| Max runtime | 15 minutes | Split longer work into steps |
| Max memory | 10 GB | Speed grows with it |

## Kinds of filter

### Guard

- **Stateful:** Replies pass by themselves
- **Rules:** Allow only

### Fence

- **Stateless:** Replies need a rule of their own
- **Rules:** Allow and deny

## Nesting

A group cannot hold another group.
"""


@pytest.fixture
def found() -> list[Passage]:
    """The passages of a small topic."""
    return passages_of(TABLE)


def place(found: list[Passage], text: str) -> Citation:
    """Return the citation of the unit with this text."""
    for passage in found:
        for block in passage.blocks:
            for unit in block.units:
                if text in passage.text[unit.start - passage.start : unit.end - passage.start]:
                    return Citation(passage=passage, start=unit.start, end=unit.end)
    raise AssertionError(text)


def answer(asked: str, *proofs: Citation, act: str = "answer") -> Answer:
    """Return an answer with a statement for each proof."""
    statements = tuple(Statement(text=proof.quote, citations=(proof,)) for proof in proofs)
    return Answer(question=Question(text=asked), understood=asked, outcome="covered", act=act, statements=statements)


@pytest.mark.parametrize(
    ("typed", "state", "why"),
    [
        ("It may run for 15 minutes at most", "there", ""),
        ("At most 10 minutes.", "contradicted", "number"),
        ("As long as it likes.", "missing", ""),
        ("There is a max, so longer work is split into steps", "missing", "number"),
        ("!!! 😀", "missing", ""),
    ],
)
def test_a_figure_is_there_missing_or_another(found: list[Passage], typed: str, state: str, why: str) -> None:
    """The number of the same unit decides; a sentence that says nothing of it is no contradiction."""
    (part,) = explained(typed, "How long may it run?", [place(found, "15 minutes")])
    assert (part.state, part.why, part.label) == (state, why, "Max runtime")


def test_a_denial_is_a_contradiction(found: list[Passage]) -> None:
    """What the course denies must be denied, in one's own words, too."""
    proofs = [place(found, "cannot hold")]
    assert explained("Yes, a group can hold another group", "Can groups be nested?", proofs)[0].why == "negation"
    assert explained("No: a group can't hold another group", "Can groups be nested?", proofs)[0].state == "there"


def test_what_is_said_of_the_other_side_is_wrong(found: list[Passage]) -> None:
    """Of two compared things, what fits only one of them is wrong of the other."""
    proofs = [place(found, text) for text in ("Replies pass", "Allow only", "Replies need", "Allow and deny")]
    right = explained("A guard is stateful. A fence is stateless, it can allow and deny.", "guard or fence?", proofs)
    assert [part.state for part in right if part.label in ("Stateful", "Stateless")] == ["there", "there"]
    wrong = explained("A guard is stateless.", "guard or fence?", proofs)
    assert [(part.state, part.why) for part in wrong if part.label == "Stateless"] == [("contradicted", "side")]


@pytest.mark.parametrize(
    ("typed", "states"),
    [
        ("A guard is stateless and has rules that deny, a fence is stateful and allows only", ["contradicted", "contradicted"]),
        ("A guard is stateless while a fence is stateful", ["contradicted", "contradicted"]),
        ("A fence is stateless and a guard is stateful", ["there", "there"]),
        ("Both guard and fence are filters", ["missing", "missing"]),
    ],
)
def test_a_sentence_of_both_sides_tells_each_by_itself(found: list[Passage], typed: str, states: list[str]) -> None:
    """Both sides in one sentence: swapped they are wrong, each with its own they are right, in whatever order."""
    parts = explained(typed, "guard or fence?", [place(found, "Stateful"), place(found, "Stateless")])
    assert [part.state for part in parts] == states


def test_other_words_count_where_a_model_says_so(found: list[Passage]) -> None:
    """A sentence without a word of the part is there when its vector is near, and only then."""
    proofs, typed = [place(found, "cannot hold")], "Putting groups inside of groups is impossible"

    def near(cosine: float) -> str:
        return explained(typed, "?", proofs, lambda one, other: [[cosine] * len(other)] * len(one))[0].state

    assert (near(0.9), near(0.1)) == ("there", "missing")


def test_a_hint_says_where_and_how_it_begins_and_not_the_answer(found: list[Passage]) -> None:
    """The label of a row, the first words of a sentence; nothing for what is no answer."""
    row = hint_of(answer("How long may it run?", place(found, "15 minutes")))
    assert row is not None and row.begins == "Max runtime" and row.where.passage.path[-1] == "Limits"
    line = hint_of(answer("Can groups be nested?", place(found, "cannot hold")))
    assert line is not None and line.begins == "A group"
    assert hint_of(answer("hello", place(found, "15 minutes"), act="summary")) is None


def test_the_next_question_is_around_and_not_the_same(found: list[Passage]) -> None:
    """It is of the same section first, and never of the place that was shown."""
    course = material([Topic(id="storage", title="Storage", order=1)], found)
    asked = next_question(answer("How long may it run?", place(found, "15 minutes")), course.cards.values())
    assert asked.endswith("?") and "runtime" not in asked


def test_an_explanation_is_held_against_the_first_statement(found: list[Passage]) -> None:
    """What stands behind it is asked for only when it is the other side of a comparison."""
    limit, guard, fence = (place(found, text) for text in ("15 minutes", "Replies pass", "Replies need"))
    assert essential(answer("?", limit, guard).statements) == [limit]
    assert essential(answer("?", guard, fence).statements) == [guard, fence]


def test_a_card_of_an_answer_asks_for_what_it_says(found: list[Passage]) -> None:
    """It is the card of the place that is cited first, the one nearest to the question; without one there is none."""
    course = material([Topic(id="storage", title="Storage", order=1)], found)
    card = card_of(answer("How long may it run at most?", place(found, "15 minutes")), course.cards.values())
    assert card is not None and card.back == "15 minutes"
    assert card_of(answer("Can groups be nested?", place(found, "cannot hold")), course.cards.values()) is None
