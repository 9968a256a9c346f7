"""A question asked within one topic: what the filter hides is said, with a way to search everything."""

from collections.abc import Sequence

from studybot.answer.names import short, subject_of
from studybot.types import Answer, Choice, Hit, Passage, Topic, Verdict

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
