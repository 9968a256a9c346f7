"""Asking back between several things of the course that a text can mean, and saying what a filter by topic hides."""

import re
from collections.abc import Sequence

from studybot.answer.choose import likeliest_units
from studybot.answer.define import defining, forms_of
from studybot.answer.followup import points_back, spoken_of
from studybot.answer.names import short, subject_of
from studybot.answer.reply import asks
from studybot.answer.signals import Names, Rarity
from studybot.facts.language import language
from studybot.text import spoken, stems, words
from studybot.types import QUESTION_LIMIT, Answer, Choice, Hit, Passage, Topic, Understanding, Verdict

_OTHER = re.compile(
    r"\W*(?:(?:ok|so|and|or|but|what|how|about|for|the)\W+)*(?:others?|another|that|this|these|those)(?:\W+ones?)?\W*",
    re.IGNORECASE,
)
READINGS = 3  # choices that are offered at most
NEAR = 5  # hits that are looked at
ROOM = 4  # characters around the heading of a choice
FEW = 2  # content words of a text that hardly says what it is about
WHICH = "Which other one do you mean?"
SAID = "That can mean several things in this course. Which of these do you mean?"


def others(text: str, history: Sequence[Answer], names: Names) -> tuple[Choice, ...]:
    """Return what "the other one" may be: the things that were asked about, else neighbours of what was answered."""
    before = spoken_of(history)[-1:]
    if not before or not _OTHER.fullmatch(text):
        return ()
    named = list(dict.fromkeys(names(before[0].understood)))
    if len(named) > 1:
        return asks(*(f"Explain {name}" for name in named[:READINGS]))
    cited = {one.passage.path for statement in before[0].statements for one in statement.citations}
    near = dict.fromkeys(hit.passage.path for hit in before[0].hits if hit.passage.path not in cited)
    return tuple(Choice(label=_place(path), ask=f"Explain {short(path[-1])}") for path in list(near)[:READINGS])


def readings(question: Understanding, hits: Sequence[Hit], names: Names, rarity: Rarity) -> tuple[Choice, ...]:
    """Return what a text without a conversation may mean, each as something to ask; () where it is clear enough."""
    text = question.text
    if not any(map(rarity, question.terms)) or len(question.terms) > FEW or question.question.topic:
        return ()
    if not (points_back(text) or len(words(text)) == len(question.terms)) or (names(text) and len(question.terms) > 1):
        return ()
    if question.kind == "definition":
        return ()  # "what is this staging area thing" names its thing
    if any(set(stems(form)) == set(question.terms) for hit in hits for form in forms_of(hit.passage.path[-1])):
        return ()  # a section of that name is meant
    if defining(question.model_copy(update={"kind": "definition"}), likeliest_units(hits)[:1], language(spoken())):
        return ()  # what the likeliest line says it is
    each: dict[str, Hit] = {}
    for hit in hits[:NEAR]:
        each.setdefault(hit.passage.topic, hit)
    asked = [hit for hit in list(each.values())[:READINGS] if len(text) + len(hit.passage.path[-1]) + ROOM <= QUESTION_LIMIT]
    return tuple(_choice(text, hit) for hit in asked) if len(asked) > 1 else ()


def _choice(text: str, hit: Hit) -> Choice:
    path = hit.passage.path
    return Choice(label=_place(path), ask=f"{text.rstrip('?!. ')} ({path[-1]})?")


def _place(path: tuple[str, ...]) -> str:
    return " › ".join((path[0], path[-1]) if len(path) > 1 else path)


SURER = 0.15  # how much surer the whole course must be than the topic


def unhidden(
    answer: Answer, verdict: Verdict, hits: Sequence[Hit], topics: Sequence[Topic], passages: Sequence[Passage]
) -> Answer:
    """Return the answer of one topic, saying so where the whole course (its verdict and hits) answers better."""
    own = answer.question.topic
    titles = {topic.id: topic.card_title or short(topic.title) for topic in topics}
    if verdict.outcome != "covered" or not hits or hits[0].passage.topic == own or own not in titles:
        return answer
    named = subject_of(answer.question.text, topics, passages)
    elsewhere = named is not None and len(named.passages) > 1 and named.topic == hits[0].passage.topic
    if not elsewhere and verdict.confidence < answer.confidence + SURER:
        return answer
    other = titles.get(hits[0].passage.topic, "another topic")
    note = f"Only {titles[own]} was searched; {other} {'is a topic of its own' if elsewhere else 'says more on this'}."
    update: dict[str, object] = {"choices": (Choice(label="Search all topics", ask=answer.question.text, everywhere=True),)}
    if answer.outcome == "covered":
        return answer.model_copy(update=update | {"said": note, "certainty": "closest"})
    return answer.model_copy(update=update | {"outcome": "not_covered", "reason": note})
