"""Items that the course wrote itself: its exercises with their keys and answers."""

from collections.abc import Iterator, Sequence

from studybot.facts.exercises import Exercise
from studybot.facts.written import section_key
from studybot.study.cell_items import make_item
from studybot.study.item import Item, fact_key, identity
from studybot.study.wording import sentence

WORTH = 0.9  # whoever teaches the course found them worth asking


def exercise_items(exercises: Sequence[Exercise]) -> Iterator[Item]:
    """Yield an item to choose for each exercise with options, and an open one for each that words answer."""
    for exercise in exercises:
        passage = exercise.proof.passage
        fact = fact_key(section_key(passage), exercise.text)
        if exercise.options:
            wrong = [option for option in exercise.options if option != exercise.key]
            item = make_item(
                "exercise", exercise.text, exercise.key, wrong, exercise.proof, evidence=(exercise.key,), fact=fact, worth=WORTH
            )
            if item is not None:
                yield item
        else:
            yield open_item(exercise, fact)


def open_item(exercise: Exercise, fact: str) -> Item:
    """Return an item that a learner answers in their own words."""
    passage = exercise.proof.passage
    return Item(
        id=identity("open", section_key(passage), exercise.text),
        kind="open",
        topic=passage.topic,
        prompt=sentence(exercise.text),
        evidence=(exercise.proof.quote,),
        proof=exercise.proof,
        fact=fact,
        worth=WORTH,
    )
