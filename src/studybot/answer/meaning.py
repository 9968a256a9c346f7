"""What a question may mean: in the words of the course, completed from its conversation, as a whole and in halves."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from studybot.answer.followup import Resolved, readings, resolve, spoken_of
from studybot.answer.framed import framed, typed_again
from studybot.answer.gloss import in_english
from studybot.answer.halves import apart, stand_alone
from studybot.answer.manners import without_manners, without_wish
from studybot.answer.options import options_in, spelled_out
from studybot.answer.otherwise import reworded
from studybot.answer.pointed import pointed_out, subjects
from studybot.answer.signals import Names
from studybot.answer.understand import asked_part, halves_of, understand
from studybot.answer.vocabulary import Vocabulary
from studybot.shown import in_full
from studybot.text import in_language
from studybot.types import Answer, Question, Understanding


class Meanings(NamedTuple):
    """What a question may mean: its readings as a whole, and those of each half of a double one.

    The `question` names what the one that was `typed` points at in its conversation, without short forms.
    What is `wished` is said in the form of English. Halves that `are_apart` have a subject each; others are asked only where
    the whole is not answered.
    """

    question: Question
    typed: Question
    history: Sequence[Answer]
    whole: list[Understanding]
    halves: list[list[Understanding]]
    are_apart: bool
    options: list[Understanding]
    wished: Question

    def readings(self) -> list[Understanding]:
        """All of them."""
        return [*self.whole, *(reading for half in self.halves for reading in half), *self.options]


class Interpreter:
    """Reads questions with the words and names of a course."""

    def __init__(self, vocabulary: Vocabulary, names: Names, language: str = "en") -> None:
        self.vocabulary, self.names, self.language = vocabulary, names, language

    @in_language
    def meanings(self, question: Question, history: Sequence[Answer]) -> Meanings:
        """Return what a question may mean in its conversation: as a whole, in halves, and with each option that it names."""
        typed, framed_before = question, [self._framed(answer) for answer in history]
        spelled = in_full(spelled_out(framed(question.text, self.language), framed_before))
        pointed = pointed_out(spelled, spoken_of(framed_before))
        question = question.model_copy(update={"text": typed_again(pointed, [typed.text], self.language)})
        wished = question.model_copy(update={"text": framed(question.text, self.language)})
        options = options_in(question.text)
        is_whole = options is not None or pointed != spelled  # with options, or what it points at, it stands alone
        meant = self.readings(question, () if is_whole else subjects(spelled, history))
        whole = [reading.model_copy(update={"question": typed}) for reading in meant]
        if options is not None:
            each = [Resolved(text=f"{asked_part(options.stem)} {option}".strip()) for option in options.texts.values()]
            return Meanings(question, typed, history, whole, [], False, [self.interpret(question, one) for one in each], wished)
        pair = halves_of(whole[-1].text) if whole[-1].kind != "comparison" else []
        halves = [
            self.readings(question.model_copy(update={"text": half}), ()) for half in pair if stand_alone(pair, self.names)
        ]
        return Meanings(question, typed, history, whole, halves, apart(pair, self.names, self.vocabulary.rarity), [], wished)

    @in_language
    def understand(self, question: Question, history: Sequence[Answer] = ()) -> Understanding:
        """Return the question as it is searched for."""
        before = [self._framed(answer) for answer in history]
        resolved = resolve(self._said(in_full(question.text)), before, self.names)
        return self.interpret(question, self._typed(resolved, question, history))

    @in_language
    def readings(self, question: Question, history: Sequence[Answer]) -> list[Understanding]:
        """Return the question as it may be understood within its conversation, and last as it stands."""
        meant = readings(self._said(question.text), [self._framed(answer) for answer in history], self.names)
        return [self.interpret(question, self._typed(one, question, history)) for one in meant]

    @in_language
    def otherwise(self, asked: Meanings) -> Iterator[Understanding]:
        """Yield what else a question may mean that was refused, with the subject of its conversation kept in front."""
        text, history = self._said(in_full(asked.question.text)), spoken_of(asked.history)
        for other in reworded(text, [self._framed(answer) for answer in history], self.names, self.vocabulary.usual):
            yield self.interpret(asked.typed, self._typed(Resolved(text=other), asked.typed, history))

    def in_form(self, text: str) -> str:
        """Return a text in the form of English, whatever language the course is in."""
        return framed(text, self.language)

    def _framed(self, answer: Answer) -> Answer:
        """An answer as it is gone on from: its question in the form of English."""
        understood = framed(answer.understood, self.language)
        return answer if understood == answer.understood else answer.model_copy(update={"understood": understood})

    def _typed(self, resolved: Resolved, question: Question, history: Sequence[Answer]) -> Resolved:
        """What was resolved in the form of English, as it was typed."""
        texts = (question.text, *(answer.understood for answer in history))
        text, focus = (typed_again(one, texts, self.language) for one in (resolved.text, resolved.focus))
        return Resolved(text=text, focus=focus)

    def _said(self, text: str) -> str:
        """What is asked in a text, in English: without manners, and without options that a question can do without."""
        text = without_manners(text) or text
        options = options_in(text)
        text = options.stem or text if options else text
        if self.language != "en":
            return framed(text, self.language)
        return in_english(text, self.vocabulary.counts.__contains__, self.vocabulary.spellings)

    @in_language
    def interpret(self, question: Question, resolved: Resolved) -> Understanding:
        """Return a resolved text as it is searched for, with the question as typed."""
        understood = understand(question.model_copy(update={"text": resolved.text}), self.vocabulary)
        brief = without_wish(question.text) != question.text
        asked = "" if resolved.focus else understood.asked  # the focus is what asks
        return understood.model_copy(update={"question": question, "focus": resolved.focus, "asked": asked, "brief": brief})
