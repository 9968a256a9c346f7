"""What must, may and may not be: the form of a denial decides where the words of question and text differ."""

import pytest

from studybot.answer.asks import yes_no_clause
from studybot.answer.modal import allowed, denied, judges
from studybot.answer.senses import signs
from studybot.facts.language import language
from studybot.types import Question, Understanding

KNOWN = language()
SURE, READ = 5.0, 1.0


def senses(text: str) -> frozenset[str]:
    """What a text speaks of."""
    return frozenset(signs(text, KNOWN))


@pytest.mark.parametrize(
    ("asked", "said", "score"),
    [
        ("do I have to water it by hand", "No manual work needed", SURE),
        ("must I water the plants myself", "Plants are watered automatically", READ),
        ("do I need to sow each year", "You don't need to sow again", READ),
        ("can I put a nest into a nest", "Hives CANNOT be stacked", SURE),
        ("may I plant the bulb elsewhere", "Bound to one bed — the bulb cannot be planted in other beds", READ),
        ("does the fence keep deer out", "Not built for deer", READ),
        ("does a hive need a roof", "Needs a floor, not a roof", SURE),
    ],
)
def test_a_denial_decides(asked: str, said: str, score: float) -> None:
    """A duty is denied by "not needed" and by what happens by itself, leave by any clause, other things by the first one."""
    assert denied(asked, senses(asked), said, KNOWN, score) is False


@pytest.mark.parametrize(
    ("asked", "said", "score"),
    [
        ("can the bulb be eaten", "The bulb cannot be frozen", READ),
        ("can hives be stacked", "Nests CANNOT be stacked", READ),
        ("does the fence open by itself", "Opens at dawn — no key needed", SURE),
        ("does the seed survive the winter", "NOT removed in winter", SURE),
        ("can I sow without soil", "No soil in trays", SURE),
        ("is the shed free", "No fee is asked", SURE),
        ("can the gate be opened", "No manual work needed", SURE),
        ("is everything denied at night", "No leave at night", SURE),
    ],
)
def test_what_denies_something_else_decides_nothing(asked: str, said: str, score: float) -> None:
    """Another predicate, a burden that falls away, what is undone, an affirmed duty, a condition, a price."""
    assert denied(asked, senses(asked), said, KNOWN, score) is None


def test_a_judgement_is_no_matter_of_fact() -> None:
    """Whether something is bad is told by its question's first words; what is bad may be asked about otherwise."""
    assert judges("is it bad to water at noon", KNOWN)
    assert not judges("can the fence keep a single bad deer out", KNOWN)


def test_a_duty_is_affirmed_by_what_obliges_to_it() -> None:
    """What is asked stands behind a word of duty, without a condition, in a text that surely answers."""
    assert denied("does a hive need a floor", senses("hive floor"), "Needs a floor, not a roof", KNOWN, SURE) is True
    assert denied("does a hive need a floor", senses("hive floor"), "Needs a floor, not a roof", KNOWN, READ) is None
    assert denied("does a hive need a floor", senses("hive floor"), "Needs a floor only in winter", KNOWN, SURE) is None


def test_leave_is_given_by_what_names_no_bound() -> None:
    """What can be done is affirmed by a text that answers and speaks of it, and by none that counts, limits or denies."""
    beside = frozenset({"tulip"})
    assert allowed("can I grow tulips here", beside, "Tulips grow in shade", KNOWN, SURE)
    for said in ("Tulips grow in one bed only", "Up to 5 tulips", "Tulips never grow in shade", "Grow roses"):
        assert allowed("can I grow tulips here", beside, said, KNOWN, SURE) is None
    assert allowed("can I grow two tulips here", beside, "Tulips grow in shade", KNOWN, SURE) is None
    assert allowed("should I grow tulips here", beside, "Tulips grow in shade", KNOWN, SURE) is None
    assert allowed("can I grow tulips here", beside, "Tulips grow in shade", KNOWN, 0.0) is None


@pytest.mark.parametrize(
    ("text", "clause"),
    [
        ("does a hive hold honey or not", "does a hive hold honey"),
        ("can a hive hold honey or will it break", "can a hive hold honey"),
        ("once the gate is shut can I open it again", "can I open it again"),
        ("is it a hive or a nest", ""),
        ("how can I open it", ""),
        ("tell me if it can be opened", ""),
    ],
)
def test_where_yes_or_no_is_asked(text: str, clause: str) -> None:
    """The question stands before "or not" or behind its condition; a question word asks something else."""
    asked = Understanding(question=Question(text=text), text=text)
    assert yes_no_clause(asked, KNOWN) == clause
