"""Questions that headings ask, with the passage below that answers them."""

from collections.abc import Iterator, Sequence

from studybot.facts.language import language
from studybot.facts.usage import Usage
from studybot.facts.written import cite, heading
from studybot.text import STOPWORDS, words
from studybot.types import Citation, Passage, Value

LENGTH = (3, 14)  # words of a question
BEGINS = 4  # words among which a word for something else is no word for what the question names itself


class Question(Value):
    """A question that the course asks itself, and the passage that begins its answer."""

    path: tuple[str, ...]
    text: str
    proof: Citation


def questions(passages: Sequence[Passage], usage: Usage) -> Iterator[Question]:
    """Yield the questions of headings that ask for something the course names, as their reader would ask it.

    What asks the reader is no knowledge, and what begins with a word for something else was named before.
    """
    known, asked = language(), set[tuple[str, ...]]()
    leaning = known.demonstratives | known.pointing - known.learning | known.addressing - known.learning
    before = known.resuming | known.anaphors - {"that"}
    for passage in passages:
        title = heading(passage.path[-1])
        said = words(title)
        whole = title.endswith("?") and title.count("?") == 1 and LENGTH[0] <= len(said) <= LENGTH[1]
        asks = known.question_words | known.auxiliaries
        if passage.path in asked or not whole or said[0] not in asks or said[1] in known.connectives:
            continue
        asked.add(passage.path)
        leans = set(said) & leaning or set(said[:BEGINS]) & before
        named = set(said) - STOPWORDS - known.light - known.conditions - known.question_words
        if not leans and any(usage.recurs(word) for word in named):
            text = title.capitalize() if title.isupper() else title
            yield Question(path=passage.path, text=text, proof=cite(passage, passage.start, passage.end))
