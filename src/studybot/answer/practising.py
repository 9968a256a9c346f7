"""What there is to practise on a part of a course, in which order to study it, and where to go on."""

from collections.abc import Sequence

from studybot.answer.names import Subject, sections_below
from studybot.answer.reply import Reply, asks
from studybot.facts.language import language
from studybot.ports import Tutor
from studybot.shown import join
from studybot.text import spoken
from studybot.types import Act, Choice, Course, Exercise, Passage

COUNTS: dict[Act, int] = {"quiz": 3, "questions": 5, "cards": 5}  # where no number is said
CALLED = {"quiz": "question", "questions": "question", "cards": "flashcard"}
STEPS = 3  # topics that are named as the next ones
SECTIONS = 16  # sections that a plan names
DEPTH = 2  # of which below one another
INDENT = "  "  # of a section below another one


def exercises(
    act: Act, subject: Subject | None, whole: bool, count: int, tutor: Tutor | None, course: Course, tries: Sequence[Choice]
) -> Reply:
    """Return exercises on what is named, a topic as a `whole` or some of it, which is filled up from what is around.

    It is said which is which.
    """
    name = subject.name if subject else course.title
    ask = tutor and (tutor.cards if act == "cards" else tutor.exercises)
    own = (
        ask(subject.topic if subject else "", [one.id for one in subject.passages] if subject and not whole else [], count)
        if ask
        else ()
    )
    keys = {one.key for one in own}
    wider = ask(subject.topic, [], count) if ask and subject and len(own) < count else ()
    around = tuple(one for one in wider if one.key not in keys)[: count - len(own)]
    if not own and not around:
        ways = asks(f"Summarise {name}") if subject else ()
        return Reply(f"There are no exercises on {name} in this course.", choices=(*ways, *tries))
    return Reply(_said(act, name, own, around, course), exercises=(*own, *around))


def _said(act: Act, name: str, own: Sequence[Exercise], around: Sequence[Exercise], course: Course) -> str:
    called = CALLED[act]
    if not around:
        few = f"1 {called}" if len(own) == 1 else f"{len(own)} {called}s"
        return f"Here {'is' if len(own) == 1 else 'are'} {few} on {name}:"
    topic = course.topic(around[0].topic)
    place = topic.name if topic else course.title
    if not own:
        return f"There is nothing to ask on {name} itself. This is from {place} around it:"
    return f"{len(own)} on {name}, and {len(around)} more from {place} around it:"


def plan(subject: Subject, passages: Sequence[Passage]) -> Reply:
    """Return in which order to study a part of a course, and how to make it stay."""
    below = [(depth, title) for depth, title in sections_below(subject, passages) if depth < DEPTH]
    more = [(0, f"… ({len(below) - SECTIONS})")] if len(below) > SECTIONS else []
    named = (*below[:SECTIONS], *more) or [(0, subject.name)]  # a plan without a list would be no sentence that is translated
    order = "".join(f"\n   {INDENT * depth}- {title}" for depth, title in named)
    said = (
        f"A plan for {subject.name}:\n\n1. Read it in the order of the course.{order}\n2. Say the key points in your own "
        "words, and compare them with the summary.\n3. Answer questions on it without looking.\n4. Repeat its flashcards on "
        "other days."
    )
    ways = (f"Summarise {subject.name}", f"Quiz me on {subject.name}", f"Flashcards on {subject.name}")
    return Reply(said, choices=asks(*ways))


def taught(course: Course, passages: Sequence[Passage]) -> Course:
    """Return a course without the topics that are no part of what it teaches: its licence, credits, lists of links."""
    said = {one.topic for one in passages if one.role not in ("reference", "administrative")}
    return course.model_copy(update={"topics": tuple(topic for topic in course.topics if topic.id in said)})


def following(learner: str, tutor: Tutor | None, course: Course, after: str = "") -> Reply:
    """Return the topics to go on with: what is not mastered yet, of that what comes `after` a topic (its id)."""
    ids = [topic.id for topic in course.topics]
    order = [one for one in (tutor.next_topics(learner) if tutor else ids) if one in ids]
    if not order:
        return Reply("You have mastered every topic of the course. Repeat your cards in Practise so that it stays.")
    behind = [one for one in order if after in ids and ids.index(one) > ids.index(after)]
    begun = bool(behind) or len(order) < len(ids) or order[0] != ids[0]
    topics = [course.topic(one) for one in (behind or order)[:STEPS]]
    names = [topic.name for topic in topics if topic]
    opening = "Go on with" if begun else "The course builds up in order: begin with"
    then = f", then {join(names[1:], language(spoken()).last)}" if names[1:] else ""
    return Reply(f"{opening} {names[0]}{then}.", choices=asks(f"Summarise {names[0]}", f"Quiz me on {names[0]}"))
