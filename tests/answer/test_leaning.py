"""Whether a text goes on from its conversation."""

import pytest

from studybot.answer.leaning import goes_on, leaning
from studybot.answer.understand import understand
from studybot.answer.vocabulary import Vocabulary
from studybot.corpus.markdown import parse
from studybot.corpus.split import split
from studybot.types import Answer, Hit, Passage, Question, Topic

from .test_followup import names

TOPIC = Topic(id="machines", title="Machines")
DISK = "A disk keeps its data when the machine stops. The price of a disk is paid by size."
QUEUE = "A queue keeps messages in their order until a reader takes them."


def passages() -> list[Passage]:
    """The passages of a course on machines."""
    return split(parse(f"# Machines\n\n## Disk\n\n{DISK}\n\n## Queue\n\n{QUEUE}\n", source="m.md", topic=TOPIC), 1500)


def signals(text: str, *, carried: float, alone: float) -> dict[str, float]:
    """The signals of a text after a question about disks, with what either reading scores."""
    course = passages()
    vocabulary = Vocabulary.of(course)
    found = [[Hit(passage=course[place], rank=1, score=score)] for place, score in enumerate((carried, alone))]
    before = Answer(
        question=Question(text="what is a disk?"), understood="what is a disk?", outcome="not_covered", certainty="not_covered"
    )
    history = [before.model_copy(update={"hits": tuple(found[0])})]
    question = understand(Question(text=text), vocabulary)
    told = {one.id: frozenset(understand(Question(text=one.text), vocabulary).terms) for one in course}
    return leaning(question, (found[0], found[1]), history, names, vocabulary.rarity, lambda one: told[one.id])


@pytest.mark.parametrize(("text", "new"), [("the price?", 0.0), ("messages and order", 1.0)])
def test_what_the_last_passages_say_is_not_new(text: str, new: float) -> None:
    """A word of the passages that the last question found is no sign of another subject, every other word is."""
    assert signals(text, carried=5.0, alone=5.0)["new"] == pytest.approx(new)


@pytest.mark.parametrize(
    ("text", "gain", "follows"),
    [
        ("the price?", 1.0, True),
        ("and it?", 0.0, True),
        ("in which order do readers take messages of a queue", -4.0, False),
        ("is it possible that several readers take messages of a queue", -4.0, False),
        ("something else: in which order are messages kept?", -4.0, False),
    ],
)
def test_a_text_goes_on_when_it_says_little_of_its_own(text: str, gain: float, follows: bool) -> None:
    """Short texts of what was spoken of go on; a long one of other things, which the subject does not help, does not."""
    assert goes_on(signals(text, carried=5.0 + gain, alone=5.0)) is follows
