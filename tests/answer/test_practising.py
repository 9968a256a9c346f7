"""What there is to practise on a part of a course: exercises, flashcards, a plan, the part that a number names."""

from collections.abc import Sequence

import pytest

from fakes import passages_of
from studybot.answer.names import Subject, numbered, subject_of, widened, without_place
from studybot.answer.practising import exercises, following, plan, taught
from studybot.answer.told import REPLIES, retold
from studybot.speech import speaking_in
from studybot.study.material import material
from studybot.study.tutor import StudyTutor, found, solve
from studybot.types import Course, Exercise, Passage, Topic

POTS = """# Pots

## Clay

Clay is earth that becomes hard in a fire of more than six hundred degrees, and stays so for thousands of years.

## Kilns

### Gas kilns

A gas kiln burns gas below the pots, which is cheap, and it takes the air out of the clay while it burns.

### Wood kilns

A wood kiln is fed by hand for days, and ash falls on the pots, where it melts into a glaze of its own.

## Slide 12

Pots are sold in autumn, when most of the visitors come, at three markets that are named in the list of dates.
"""
GLAZES = """# Glazes

## Glazes of kilns with gas

A glaze is glass that is melted onto a pot, in a kiln or out of it, and is thin.
"""
TOPICS = (Topic(id="pots", title="Chapter 3 Pots", order=1), Topic(id="glazes", title="Chapter 4 Glazes", order=2))
COURSE = Course(id="kiln", title="Pottery", topics=TOPICS)
PASSAGES: list[Passage] = [*passages_of(POTS, topic="pots", title="Pots"), *passages_of(GLAZES, topic="glazes", title="Glazes")]
PLACES = ("chapter", "lecture", "section", "page")


class Tutor:
    """A tutor with one question about clay, and two of its topic."""

    is_ready = True

    def exercises(self, topic: str, passages: Sequence[str], count: int) -> tuple[Exercise, ...]:
        """One of the passages on clay, two of the topic, none of any other."""
        near = topic == "pots" and (not passages or any("/clay/" in one for one in passages))
        made = [Exercise(key=str(n), topic="pots", prompt=f"What is {n}?") for n in range(1 if passages else 2)]
        return tuple(made[:count]) if near else ()

    cards = exercises

    def next_topics(self, learner: str) -> tuple[str, ...]:
        """All topics."""
        return ("pots", "glazes")


def named(text: str) -> Subject:
    """The part of the course that a text names."""
    subject = subject_of(text, TOPICS, PASSAGES)
    assert subject is not None
    return subject


@pytest.mark.parametrize(
    ("name", "act", "count", "said", "keys"),
    [
        ("clay", "quiz", 1, "Here is 1 question on Clay:", "0"),
        ("clay", "cards", 1, "Here is 1 flashcard on Clay:", "0"),
        ("clay", "quiz", 3, "1 on Clay, and 1 more from Chapter 3 Pots around it:", "01"),
        ("wood kilns", "quiz", 3, "There is nothing to ask on Wood kilns itself. This is from Chapter 3 Pots around it:", "01"),
        ("glazes", "questions", 5, "There are no exercises on glazes in this course.", ""),
    ],
)
def test_it_is_said_what_exercises_are_on(name: str, act: str, count: int, said: str, keys: str) -> None:
    """What is asked beyond what was named comes from around it and is called so; without any there is the summary."""
    reply = exercises(act, named(name), False, count, Tutor(), COURSE, ())  # type: ignore[arg-type]
    assert (reply.said, "".join(one.key for one in reply.exercises)) == (said, keys)
    assert [choice.ask for choice in reply.choices] == ([] if keys else ["Summarise glazes"])


def test_a_course_is_asked_as_a_whole_where_nothing_is_named() -> None:
    """Without a tutor there is nothing to ask."""
    assert exercises("quiz", None, False, 3, None, COURSE, ()).said == "There are no exercises on Pottery in this course."


def test_a_plan_names_the_sections_in_their_order() -> None:
    """All of a topic is named below one another, of several topics each; then it is said how to make it stay."""
    reply = plan(named("pots"), PASSAGES)
    assert "\n   - Clay\n   - Kilns\n     - Gas kilns\n     - Wood kilns\n" in reply.said
    assert [choice.ask for choice in reply.choices] == ["Summarise pots", "Quiz me on pots", "Flashcards on pots"]
    wide = widened(named("gas kilns"), "gas kilns", PASSAGES)
    assert {one.path[-1] for one in wide.passages} == {"Gas kilns", "Glazes of kilns with gas"}
    assert widened(named("pots"), "pots", PASSAGES) == named("pots")


def test_what_comes_after_a_topic_are_the_ones_behind_it() -> None:
    """Without one the course begins; behind the last one is nothing, so that all is said again."""
    assert (
        following("", Tutor(), COURSE).said
        == "The course builds up in order: begin with Chapter 3 Pots, then Chapter 4 Glazes."
    )
    assert following("", None, COURSE, after="pots").said == "Go on with Chapter 4 Glazes."
    assert following("", Tutor(), COURSE, after="glazes").said.startswith("The course builds up")


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("overview of chapter 3", "Pots"),
        ("summarise lecture 4 please", ""),  # chapters are no lectures
        ("quiz me on chapter 04", "Glazes"),
        ("chapter 1", ""),  # topics are numbered otherwise
        ("sum it up", ""),
    ],
)
def test_a_part_is_named_by_its_number(text: str, name: str) -> None:
    """The number behind the word for such a part in a title says which one; no number, and no other word, does."""
    subject = numbered(text, PLACES, TOPICS, PASSAGES)
    assert (subject.name if subject else "") == name
    assert without_place("5 questions on chapter 3, please", PLACES) == "5 questions on , please"


def test_what_is_not_numbered_is_counted_and_sections_are_numbered_too() -> None:
    """The second chapter of a course without numbers is its second topic; a file has a number in its name."""
    plain = tuple(topic.model_copy(update={"title": topic.title.split()[-1]}) for topic in TOPICS)
    second = numbered("summarise chapter 2", PLACES, plain, PASSAGES)
    assert second is not None and second.name == "Glazes"
    assert numbered("summarise page 2", PLACES, plain, PASSAGES) is None
    sections = passages_of(POTS.replace("## Kilns", "## 2. Kilns"), topic="pots", title="Pots")
    part = numbered("section 2", PLACES, plain[:1], sections)
    assert part is not None and (part.name, len(part.passages)) == ("2. Kilns", 2)
    filed = [one.model_copy(update={"source": f"Kiln_L0{1 + (one.topic == 'glazes')}.md"}) for one in PASSAGES]
    lecture = numbered("lecture 2", PLACES, plain, filed)
    assert lecture is not None and lecture.topic == "glazes"


def test_sections_are_asked_for_where_nothing_else_asks() -> None:
    """What a section says is an open question by its heading, its answer what stands there; a number names nothing."""
    made = material(TOPICS, PASSAGES)
    tutor = StudyTutor(lambda: made, None, lambda: True)
    asked = tutor.exercises("pots", [], 9)
    assert "What does the course say about “Gas kilns”?" in [one.prompt for one in asked]
    assert not any("Slide 12" in one.prompt for one in asked)
    own = [one.id for one in PASSAGES if one.path[-1] == "Wood kilns"]
    (wood, *others) = tutor.exercises("pots", own, 3)
    assert not others and "Wood kilns" in wood.prompt
    item = found(made, wood.key)
    assert item is not None and solve(item, -1).key.endswith("into a glaze of its own.")
    assert found(made, "no such key") is None


def test_flashcards_come_first_and_are_turned_over() -> None:
    """A card shows its front, and its back when the answer is shown."""
    made = material(TOPICS, PASSAGES)
    tutor = StudyTutor(lambda: made, None, lambda: True)
    fronts = [one.prompt for one in tutor.cards("", [], 9)]
    cards = {card.front: card for card in made.cards.values()}
    assert cards and set(fronts[: len(cards)]) == set(cards)
    card = next(iter(cards.values()))
    item = found(made, card.id)
    assert item is not None and solve(item, -1).key == card.back


def test_an_abbreviation_or_a_word_in_capitals_names_a_part() -> None:
    """What spells an abbreviation is called by it; a name that is an everyday word else is known by its capitals."""
    text = "# Lists\n\n## Entity-Relationship Model\n\nBoxes.\n\n## Other Models\n\nLines.\n\n## The HAVING clause\n\nGroups.\n"
    passages = passages_of(text, topic="lists", title="Lists")
    topics = (Topic(id="lists", title="Lists", order=1),)
    for name, heading in (("er model", "Entity-Relationship Model"), ("HAVING", "The HAVING clause")):
        subject = subject_of(name, topics, passages)
        assert subject is not None and subject.passages[0].path[-1] == heading
    assert subject_of("having", topics, passages) is None


def test_what_a_part_is_called_by_spells_no_other_one() -> None:
    """Letters that a heading has are that one, whatever other heading may spell them; and no number is an abbreviation."""
    text = "# Lists\n\n## Instance Management\n\nBoxes.\n\n## The Waterfall Or Not\n\nLines.\n\n## IAM\n\nGroups.\n"
    passages = passages_of(text, topic="lists", title="Lists")
    topics = (Topic(id="lists", title="Lists", order=1),)
    for name in ("IAM", "iam policies"):
        subject = subject_of(name, topics, passages)
        assert subject is not None and subject.passages[0].path[-1] == "IAM"
    assert subject_of("two", topics, passages) is None


def test_a_step_is_no_week() -> None:
    """A section with a number alone in front may be the second section, but not the second week."""
    passages = passages_of("# Lists\n\n## 1. Plan\n\nBoxes.\n\n## 2. Build\n\nLines.\n", topic="lists", title="Lists")
    topics = (Topic(id="lists", title="Lists", order=1),)
    subject = numbered("sum up section 2", ("section", "week"), topics, passages)
    assert subject is not None and subject.passages[0].path[-1] == "2. Build"
    assert numbered("what do we do in week 2", ("section", "week"), topics, passages) is None


def test_a_plan_of_one_section_is_said_in_every_language() -> None:
    """A part without parts of its own is what there is to read; its plan is translated like any other."""
    [one] = passages_of("# Lists\n\n## Boxes\n\nBoxes.\n", topic="lists", title="Lists")
    reply = plan(Subject(name="Boxes", topic="lists", passages=(one,)), [one])
    assert "\n   - Boxes\n2." in reply.said
    with speaking_in("de"):
        assert retold(reply.said, REPLIES).startswith("Ein Plan für Boxes:")


def test_a_licence_is_no_topic_of_an_outline() -> None:
    """What is only administrative, or only points elsewhere, is neither listed nor begun with."""
    links = [one.model_copy(update={"role": "reference"}) for one in PASSAGES if one.topic == "pots"]
    rest = [one for one in PASSAGES if one.topic != "pots"]
    assert [topic.id for topic in taught(COURSE, PASSAGES).topics] == ["pots", "glazes"]
    assert [topic.id for topic in taught(COURSE, [*links, *rest]).topics] == ["glazes"]
    assert following("", None, taught(COURSE, [*links, *rest])).said.endswith("begin with Chapter 4 Glazes.")
