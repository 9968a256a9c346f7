"""One standalone question in, one Answer out."""

import os
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cached_property, partial
from itertools import islice
from typing import NamedTuple

from studybot.answer.act import Acts
from studybot.answer.clarify import SAID, unhidden
from studybot.answer.clarify import readings as clear_up
from studybot.answer.elsewhere import with_definition
from studybot.answer.encoding import encode
from studybot.answer.followup import Resolved, needs_history, spoken_of
from studybot.answer.halves import whole_or_halves
from studybot.answer.judge import JudgeModel, certainty_of, judge
from studybot.answer.leadins import continued, with_lists
from studybot.answer.leaning import goes_on, leaning
from studybot.answer.manners import without_wish
from studybot.answer.meaning import Interpreter, Meanings
from studybot.answer.nearest import SUGGESTIONS, WISHES, onward, suggestions
from studybot.answer.options import options_in, picked
from studybot.answer.otherwise import or_otherwise
from studybot.answer.replies import Replies
from studybot.answer.reply import Reply
from studybot.answer.shown import composed, searched_beside
from studybot.answer.signals import CourseWords, carried, telling
from studybot.answer.told import told_in
from studybot.answer.vocabulary import Vocabulary
from studybot.copies import shared_out
from studybot.errors import StudybotError
from studybot.ports import Composer, Embedder, Reranker, SearchBackend, Vectors
from studybot.text import in_language
from studybot.types import Act, Answer, Hit, Passage, Question, Timings, Understanding, Verdict

Clock = Callable[[], float]
Histories = Sequence[Sequence[Answer]]
# Answers worked on at a time: more of them only take the interpreter from each other and from who asks how the server is.
_AT_ONCE = threading.BoundedSemaphore(max(2, os.cpu_count() or 1))


class Found(NamedTuple):
    """What one reading of a question found."""

    question: Understanding
    hits: list[Hit]
    verdict: Verdict


class Assistant:
    """Holds an opened model and index; answers from them and nothing else."""

    def __init__(
        self,
        embedder: Embedder,
        backend: SearchBackend,
        composer: Composer,
        *,
        vocabulary: Vocabulary,
        judge_model: JudgeModel,
        acts: Acts,
        replies: Replies,
        reranker: Reranker | None = None,
        hits: int = 10,
        language: str = "en",
        clock: Clock = time.perf_counter,
    ) -> None:
        self._embedder = embedder
        self.backend = backend
        self._composer = composer
        self.vocabulary = vocabulary
        self.meaning = Interpreter(vocabulary, acts.names_in, language)
        self._judge, self.acts, self.replies = judge_model, acts, replies
        self.told = telling(backend)
        bears = partial(carried, vocabulary.rarity, embedder.encode)
        self.words = CourseWords(vocabulary.rarity, self.told, vocabulary.strangeness, acts.names_in, bears)
        self._sure: dict[str, str] = {}  # questions with the topic that surely answers them, "" for none
        self._reranker = reranker
        self._hits, self.language, self._clock = hits, language, clock

    @cached_property
    def _lists(self) -> dict[str, Passage]:
        return continued(self.backend.passages())

    def ask(self, question: Question, history: Sequence[Answer] = (), *, learner: str = "") -> Answer:
        """Answer one question, a follow-up completed from `history`; the progress of `learner` decides where to go on."""
        (answer,) = self.ask_many([question], [history], learner=learner)
        if isinstance(answer, StudybotError):
            raise answer
        return answer

    @in_language
    def ask_many(
        self, questions: Sequence[Question], histories: Histories | None = None, *, learner: str = "", copied: bool = False
    ) -> Iterator[Answer | StudybotError]:
        """Yield the answers, or errors, to independent questions, encoded in one pass; with `copied`, copies answer, too."""
        started = self._clock()
        asked = list(map(self.meaning.meanings, questions, histories or [()] * len(questions)))
        readings = [reading for meanings in asked for reading in meanings.readings()]
        vectors, typed = encode(self._embedder, readings, [without_wish(one.wished.text) for one in asked])
        acts = self.acts.recognise([one.wished.text for one in asked], typed, self._embedder.encode)
        alone = map(self.acts.goes_on_from_nothing, typed)
        asked = [one._replace(whole=one.whole[-1:]) if is_alone else one for one, is_alone in zip(asked, alone, strict=True)]
        rows = {id(reading): row for reading, row in zip(readings, vectors, strict=True)}
        share = 1000 * (self._clock() - started) / max(len(questions), 1)
        each = [partial(self._answer_or_error, *one, rows, learner, share) for one in zip(acts, asked, strict=True)]
        pieces = [partial(told_in, self.language, one.typed.text, give) for one, give in zip(asked, each, strict=True)]
        return shared_out(pieces, self.backend.passages()) if copied else (piece() for piece in pieces)

    def encode(self, understood: Sequence[Understanding]) -> list[Vectors]:
        """Encode all texts of questions in one pass."""
        return encode(self._embedder, understood)[0]

    @in_language
    def search(self, question: Understanding, vectors: Vectors) -> list[Hit]:
        """Return the hits of an understood and encoded question, as the search orders them."""
        return self.backend.search(question, vectors, k=self._hits)

    @in_language
    def retrieve(self, question: Understanding, vectors: Vectors) -> list[Hit]:
        """Return the hits of an understood and encoded question, reranked if there is a reranker."""
        if not self._reranker:
            return self.search(question, vectors)
        return self._reranker.rerank(question, self._search_far(question, vectors))[: self._hits]

    def _search_far(self, question: Understanding, vectors: Vectors) -> list[Hit]:
        """The hits as the search orders them, with those behind them that a reranker may lift up."""
        return self.backend.search(question, vectors, k=max(self._hits, self._reranker.reach if self._reranker else 0))

    @in_language
    def _answer_or_error(
        self, act: Act, asked: Meanings, vectors: Mapping[int, Vectors], learner: str, encode_ms: float
    ) -> Answer | StudybotError:
        try:
            started = self._clock()
            reply = self.replies.reply(act, asked.wished, asked.history, learner, self.meaning.in_form(asked.typed.text))
            if reply is not None:
                return self._replied(act, reply, asked, encode_ms, started)

            def answer(readings: Sequence[Understanding]) -> Answer:
                with _AT_ONCE:
                    rows = [(one, vectors[id(one)] if id(one) in vectors else self.encode([one])[0]) for one in readings]
                    return self._answer(act, rows, asked.history, encode_ms)

            first = whole_or_halves(asked.whole, asked.halves, answer, are_apart=asked.are_apart)
            whole = or_otherwise(first, self.meaning.otherwise(asked), answer)
            if options := options_in(asked.question.text):
                each = [self._read(self._found(reading, vectors[id(reading)])).hits for reading in asked.options]
                return picked(options, whole, each, self.language)
            if act == "answer" and not asked.halves and not spoken_of(asked.history):
                choices = clear_up(asked.whole[0], whole.hits, self.acts.names_in, self.vocabulary.rarity)
                if choices:
                    back = Reply(SAID, hits=whole.hits, choices=choices)
                    return self._replied("clarify", back, asked, encode_ms, started)
            taken = [one for one in asked.whole if one.text == whole.understood and asked.question.topic]
            return self._unhidden(whole, taken[0], vectors) if taken else whole
        except StudybotError as error:
            return error

    def _unhidden(self, answer: Answer, question: Understanding, vectors: Mapping[int, Vectors]) -> Answer:
        """The answer of one topic, with what the filter hides."""
        everywhere = question.model_copy(update={"question": question.question.model_copy(update={"topic": None})})
        found = self._found(everywhere, vectors[id(question)])
        return unhidden(answer, found.verdict, found.hits, self.replies.topics, self.backend.passages())

    def _replied(self, act: Act, reply: Reply, asked: Meanings, encode_ms: float, started: float) -> Answer:
        spent = 1000 * (self._clock() - started)
        timings = Timings(encode=encode_ms, compose=spent, total=encode_ms + spent)
        return reply.answer(act, asked.typed, asked.question.text, composer=self._composer.name, timings=timings)

    def _found(self, question: Understanding, vectors: Vectors) -> Found:
        hits = self._search_far(question, vectors)
        return Found(question, hits, self._verdict(question, hits[: self._hits]))

    def _verdict(self, question: Understanding, hits: Sequence[Hit], read: Sequence[Hit] = ()) -> Verdict:
        return judge(question, hits, self.words, self._judge, read)

    def _likelier(self, found: Sequence[Found], history: Sequence[Answer]) -> Found:
        """What the likelier reading found: the one that goes on from the conversation, or the text alone."""
        if len(found) < 2:
            return found[0]
        carried, alone = found
        words = self.acts.names_in, self.vocabulary.rarity, self.told
        return carried if goes_on(leaning(alone.question, (carried.hits, alone.hits), history, *words)) else alone

    def _read(self, found: Found) -> Found:
        """What was found as the reranker reads it; reading costs more than searching, so only what is taken is read."""
        read = self._reranker.rerank(found.question, found.hits)[: self._hits] if self._reranker else found.hits
        read = with_definition(found.question, read, self.backend.passages(), self.told)
        return Found(found.question, read, self._verdict(found.question, found.hits[: self._hits], read))

    def _answer(
        self, act: Act, readings: Sequence[tuple[Understanding, Vectors]], history: Sequence[Answer], encode_ms: float
    ) -> Answer:
        started = self._clock()
        rows = {id(question): vectors for question, vectors in readings}
        found = [self._found(*reading) for reading in readings]
        question, hits, verdict = self._read(self._likelier(found, history))
        alone = found[-1].question
        if verdict.outcome != "covered" and question is not alone and not needs_history(alone.text, self.acts.names_in):
            # Refused either way: a subject in front that helps nothing would only mislead whoever reads the refusal.
            question, hits, verdict = self._read(found[-1])
        searched = self._clock()
        shown = composed(self._composer, question, with_lists(hits, self._lists), verdict)
        if shown.is_doubtful(question):
            beside = searched_beside(question, rows[id(question)], self.search, self.language)
            shown = shown.with_sides(beside) if beside is not None else shown
        verdict = shown.verdict
        search_ms, compose_ms = 1000 * (searched - started), 1000 * (self._clock() - searched)
        outside, further = verdict.outcome == "outside", suggestions(question, shown.hits, self.backend.questions)
        return Answer(
            question=question.question,
            understood=question.text,
            outcome=verdict.outcome,
            act=act,
            certainty=certainty_of(verdict),
            confidence=verdict.confidence,
            reason=verdict.reason,
            said=shown.said,
            statements=shown.statements,
            hits=tuple(shown.hits),
            more=() if outside else onward(question, shown.hits, shown.statements, self.vocabulary.rarity),
            suggestions=() if outside else tuple(self.vocabulary.written(text) for text in further),
            choices=self.replies.tries() if outside else (),
            composer=self._composer.name,
            timings=Timings(encode=encode_ms, search=search_ms, compose=compose_ms, total=encode_ms + search_ms + compose_ms),
        )

    @in_language
    def offered(self, answer: Answer, learner: str = "") -> Answer:
        """Return an answer with what to ask next: questions and wishes each of which is known to get what it asks for."""
        if not answer.statements or answer.act not in ("answer", "why"):
            return answer
        sure = islice(filter(self.is_sure, answer.suggestions), SUGGESTIONS - 1)
        wishes = [text for act, text in WISHES if self.replies.grants(act, text, answer, learner)]
        return answer.model_copy(update={"suggestions": (*sure, *wishes)})

    @in_language
    def is_sure(self, text: str, topic: str = "") -> bool:
        """Whether a question stands alone and is answered in the first band (from a topic), by what the search alone finds."""
        if text not in self._sure:
            reading = self.meaning.interpret(Question(text=text), Resolved(text=text))
            found = self._found(reading, self.encode([reading])[0])
            sure = certainty_of(found.verdict) == "answered" and not needs_history(text, self.acts.names_in)
            self._sure[text] = found.hits[0].passage.topic if sure else ""
        return bool(self._sure[text]) and topic in ("", self._sure[text])
