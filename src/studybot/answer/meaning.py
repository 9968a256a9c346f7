"""What a question may mean: in the words of the course, completed from its conversation, as a whole and in halves."""

from collections.abc import Sequence
from typing import NamedTuple

from studybot.answer.followup import Names, Resolved, other_reading, points_back, resolve
from studybot.answer.gloss import in_english
from studybot.answer.halves import apart
from studybot.answer.judge import ANSWERED
from studybot.answer.understand import halves_of, understand
from studybot.answer.vocabulary import Vocabulary
from studybot.text import in_language
from studybot.types import Answer, Question, Understanding, Verdict

SHORT = 3  # content words of a text that hardly names a subject
DOUBT_SHORT = 0.0
DOUBT_POINTING = 0.05
DOUBT = 0.2  # how much surer the other reading of a follow-up must be to be taken


class Meanings(NamedTuple):
    """What a question may mean: its readings as a whole, and those of each half of a double one."""

    question: Question
    history: Sequence[Answer]
    whole: list[Understanding]
    halves: list[list[Understanding]]

    def readings(self) -> list[Understanding]:
        """All of them."""
        return [*self.whole, *(reading for half in self.halves for reading in half)]


class Interpreter:
    """Reads questions with the words and names of a course."""

    def __init__(self, vocabulary: Vocabulary, names: Names, language: str = "en") -> None:
        self.vocabulary, self.names, self.language = vocabulary, names, language

    @in_language
    def meanings(self, question: Question, history: Sequence[Answer]) -> Meanings:
        """Return what a question may mean within its conversation, as a whole and in halves."""
        whole = self.readings(question, history)
        pair = halves_of(whole[0].text) if whole[0].kind != "comparison" else []
        if not apart(pair, self.names, self.vocabulary.rarity):
            return Meanings(question, history, whole, [])
        halves = [question.model_copy(update={"text": half}) for half in pair]
        earlier = [Answer(question=half, understood=half.text, outcome="outside") for half in halves[:1]]
        return Meanings(question, history, whole, [self.readings(half, earlier[:place]) for place, half in enumerate(halves)])

    @in_language
    def understand(self, question: Question, history: Sequence[Answer] = ()) -> Understanding:
        """Return the question as it is searched for."""
        return self.interpret(question, resolve(self._in_english(question.text), history, self.names))

    @in_language
    def readings(self, question: Question, history: Sequence[Answer]) -> list[Understanding]:
        """Return the question as understood, and second how else it may be meant within its conversation."""
        text = self._in_english(question.text)
        resolved = resolve(text, history, self.names)
        other = other_reading(text, resolved, history, self.names)
        return [self.interpret(question, one) for one in (resolved, other) if one is not None]

    def _in_english(self, text: str) -> str:
        """A text of another language in the words of an English course."""
        return in_english(text, self.vocabulary.counts.__contains__) if self.language == "en" else text

    @in_language
    def interpret(self, question: Question, resolved: Resolved) -> Understanding:
        """Return a resolved text as it is searched for, with the question as typed."""
        understood = understand(question.model_copy(update={"text": resolved.text}), self.vocabulary)
        return understood.model_copy(update={"question": question, "focus": resolved.focus})


def doubt(question: Understanding, verdict: Verdict) -> float:
    """How much surer the other reading of a question must be to be taken."""
    if points_back(question.question.text):
        return DOUBT_POINTING if verdict.confidence < ANSWERED or question.focus else 1.0
    return DOUBT_SHORT if len(question.terms) <= SHORT else DOUBT
