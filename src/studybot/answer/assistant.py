"""One standalone question in, one Answer out."""

import os
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import NamedTuple

import numpy as np

from studybot.answer.act import Acts
from studybot.answer.beside import Beside, side_by_side, side_questions
from studybot.answer.clarify import SAID
from studybot.answer.clarify import readings as clear_up
from studybot.answer.filtered import unhidden
from studybot.answer.followup import Resolved, needs_history, other_reading, points_back, resolve, spoken_of
from studybot.answer.gloss import in_english
from studybot.answer.ground import ground
from studybot.answer.halves import apart, joined
from studybot.answer.judge import ANSWERED, CLOSEST, JudgeModel, certainty_of, judge
from studybot.answer.nearest import about, places
from studybot.answer.replies import Replies, Reply, hits_on, statements
from studybot.answer.sides import sides
from studybot.answer.understand import halves_of, understand
from studybot.answer.vocabulary import Vocabulary
from studybot.errors import StudybotError
from studybot.ports import Composer, Embedder, Reranker, SearchBackend, Vectors
from studybot.text import in_language, stems
from studybot.types import Act, Answer, Draft, Hit, Passage, Question, Statement, Timings, Understanding, Verdict

SUGGESTIONS = 3
WISHES: tuple[tuple[Act, str], ...] = (
    ("simpler", "Explain it simpler"),
    ("example", "Show me an example"),
    ("quiz", "Quiz me on this"),
)  # what may follow an answer, where the course has it
SHORT_QUESTION = 80  # characters that a suggestion has at most
SHORT = 3  # content words of a text that hardly names a subject
DOUBT_SHORT = 0.0
DOUBT_POINTING = 0.05
DOUBT = 0.2  # how much surer the other reading of a follow-up must be to be taken
FOCUS = 0.4  # weight of a follow-up's own words against the question with its subject in front
Clock = Callable[[], float]


class Meanings(NamedTuple):
    """What a question may mean: its readings as a whole, and those of each half of a double one."""

    question: Question
    history: Sequence[Answer]
    whole: list[Understanding]
    halves: list[list[Understanding]]

    def readings(self) -> list[Understanding]:
        """All of them."""
        return [*self.whole, *(reading for half in self.halves for reading in half)]


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
        self._backend = backend
        self._composer = composer
        self.vocabulary = vocabulary
        self._judge = judge_model
        self._acts = acts
        self._replies = replies
        self._told_stems: dict[str, frozenset[str]] = {}
        self._sure: dict[str, str] = {}  # questions with the topic that surely answers them, "" for none
        self._reranker = reranker
        self._hits = hits
        self.language = language
        self._clock = clock

    def ask(self, question: Question, history: Sequence[Answer] = (), *, learner: str = "") -> Answer:
        """Answer one question; with `history`, a follow-up is first completed from the conversation.

        `learner` is whose progress decides where to go on, "" for nobody's.
        """
        (answer,) = self.ask_many([question], [history], learner=learner)
        if isinstance(answer, StudybotError):
            raise answer
        return answer

    def ask_many(
        self, questions: Sequence[Question], histories: Sequence[Sequence[Answer]] | None = None, *, learner: str = ""
    ) -> Iterator[Answer | StudybotError]:
        """Yield the answers to independent questions, encoded in one pass; an error stands in place of an answer."""
        started = self._clock()
        asked = [
            self.meanings(question, history)
            for question, history in zip(questions, histories or [()] * len(questions), strict=True)
        ]
        typed = [text for question in questions for text in (question.text, self._acts.masked(question.text))]
        vectors, beside = self._encoded([reading for meanings in asked for reading in meanings.readings()], typed)
        rows, frames = iter(vectors), iter(beside)
        share = 1000 * (self._clock() - started) / max(len(questions), 1)
        for meanings in asked:
            act = self._acts.recognise(meanings.question.text, next(frames), next(frames))
            found = {id(reading): next(rows) for reading in meanings.readings()}
            yield self._answer_or_error(act, meanings, found, learner, share)

    @in_language
    def meanings(self, question: Question, history: Sequence[Answer]) -> Meanings:
        """Return what a question may mean within its conversation, as a whole and in halves."""
        whole = self.readings(question, history)
        pair = halves_of(whole[0].text) if whole[0].kind != "comparison" else []
        if not apart(pair, self._acts.names_in, self.vocabulary.rarity):
            return Meanings(question, history, whole, [])
        halves = [question.model_copy(update={"text": half}) for half in pair]
        earlier = [Answer(question=half, understood=half.text, outcome="outside") for half in halves[:1]]
        return Meanings(question, history, whole, [self.readings(half, earlier[:place]) for place, half in enumerate(halves)])

    @in_language
    def understand(self, question: Question, history: Sequence[Answer] = ()) -> Understanding:
        """Return the question as it is searched for."""
        return self.interpret(question, resolve(self._in_english(question.text), history, self._acts.names_in))

    @in_language
    def readings(self, question: Question, history: Sequence[Answer]) -> list[Understanding]:
        """Return the question as understood, and second how else it may be meant within its conversation."""
        text = self._in_english(question.text)
        resolved = resolve(text, history, self._acts.names_in)
        other = other_reading(text, resolved, history, self._acts.names_in)
        return [self.interpret(question, one) for one in (resolved, other) if one is not None]

    def _in_english(self, text: str) -> str:
        """A text of another language in the words of an English course."""
        return in_english(text, self.vocabulary.counts.__contains__) if self.language == "en" else text

    @in_language
    def interpret(self, question: Question, resolved: Resolved) -> Understanding:
        """Return a resolved text as it is searched for, with the question as typed."""
        understood = understand(question.model_copy(update={"text": resolved.text}), self.vocabulary)
        return understood.model_copy(update={"question": question, "focus": resolved.focus})

    def encode(self, understood: Sequence[Understanding]) -> list[Vectors]:
        """Encode all texts in one pass; a follow-up's row leans to what it asks itself."""
        return self._encoded(understood, ())[0]

    def _encoded(self, understood: Sequence[Understanding], beside: Sequence[str]) -> tuple[list[Vectors], Vectors]:
        """The rows of understood questions, and those of texts beside them, from one pass."""
        texts = [text for one in understood for text in (one.text, *one.parts, *([one.focus] if one.focus else []))]
        encoded = self._once([*texts, *beside])
        rows: list[Vectors] = []
        place = 0
        for one in understood:
            own = encoded[place : place + 1 + len(one.parts)]
            place += len(own)
            if one.focus:
                mixed = (1 - FOCUS) * own[:1] + FOCUS * encoded[place : place + 1]
                own = np.vstack([mixed / np.linalg.norm(mixed), own[1:]])
                place += 1
            rows.append(own)
        return rows, encoded[len(texts) :]

    @in_language
    def search(self, question: Understanding, vectors: Vectors) -> list[Hit]:
        """Return the hits of an understood and encoded question, as the search orders them."""
        return self._backend.search(question, vectors, k=self._hits)

    def _once(self, texts: Sequence[str]) -> Vectors:
        """The rows of texts, each different text encoded once."""
        places = {text: place for place, text in enumerate(dict.fromkeys(texts))}
        encoded = self._embedder.encode(list(places))
        return encoded[[places[text] for text in texts]] if texts else encoded

    @in_language
    def retrieve(self, question: Understanding, vectors: Vectors) -> list[Hit]:
        """Return the hits of an understood and encoded question, reranked if there is a reranker."""
        hits = self.search(question, vectors)
        return self._reranker.rerank(question, hits) if self._reranker else hits

    @in_language
    def _answer_or_error(
        self, act: Act, asked: Meanings, vectors: Mapping[int, Vectors], learner: str, encode_ms: float
    ) -> Answer | StudybotError:
        try:
            started = self._clock()
            if act not in ("answer", "why"):
                reply = self._replies.reply(act, asked.question, asked.history, learner)
                if reply is not None:
                    return self._replied(act, reply, asked.question, encode_ms, started)

            def answer(readings: Sequence[Understanding]) -> Answer:
                with _AT_ONCE:
                    return self._answer(act, [(reading, vectors[id(reading)]) for reading in readings], encode_ms)

            if act == "why" and not spoken_of(asked.history) and not stems(asked.question.text):
                return self._replied("clarify", self._replies.nothing_before("why"), asked.question, encode_ms, started)
            halves = joined(asked.whole[0], [answer(half) for half in asked.halves]) if asked.halves else None
            if halves is not None:
                return halves
            whole = answer(asked.whole)
            if act == "answer" and not asked.halves and not spoken_of(asked.history):
                choices = clear_up(asked.whole[0], whole.hits, self._acts.names_in, self.vocabulary.rarity)
                if choices:
                    return self._replied(
                        "clarify", Reply(SAID, hits=whole.hits, choices=choices), asked.question, encode_ms, started
                    )
            return self._unhidden(whole, asked.whole[0], vectors) if asked.question.topic else whole
        except StudybotError as error:
            return error

    def _unhidden(self, answer: Answer, question: Understanding, vectors: Mapping[int, Vectors]) -> Answer:
        """The answer of one topic, with what the filter hides."""
        everywhere = question.model_copy(update={"question": question.question.model_copy(update={"topic": None})})
        found = self._found(everywhere, vectors[id(question)])
        return unhidden(answer, found.verdict, found.hits, self._replies.topics, self._backend.passages())

    def _replied(self, act: Act, reply: Reply, question: Question, encode_ms: float, started: float) -> Answer:
        """An act's reply as an answer, its lines proved like any other statement."""
        proved = statements(reply.chosen)
        spent = 1000 * (self._clock() - started)
        return Answer(
            question=question,
            # What a later follow-up leans on: the text itself, with the subject that it did not name.
            understood=question.text if reply.about.lower() in question.text.lower() else f"{question.text} ({reply.about})",
            outcome="outside" if reply.refused else "covered",
            act=act,
            said=reply.said,
            statements=proved,
            hits=tuple(reply.hits or hits_on(reply.chosen)),
            more=reply.more,
            choices=reply.choices,
            exercises=reply.exercises,
            composer=self._composer.name,
            timings=Timings(encode=encode_ms, compose=spent, total=encode_ms + spent),
        )

    def _found(self, question: Understanding, vectors: Vectors) -> Found:
        hits = self.search(question, vectors)
        return Found(question, hits, self._verdict(question, hits))

    def _verdict(self, question: Understanding, hits: Sequence[Hit], read: Sequence[Hit] = ()) -> Verdict:
        known = self.vocabulary
        return judge(question, hits, known.rarity, self.told, known.strangeness, self._judge, read)

    def _answer(self, act: Act, readings: Sequence[tuple[Understanding, Vectors]], encode_ms: float) -> Answer:
        started = self._clock()
        found = [self._found(question, vectors) for question, vectors in readings]
        question, hits, verdict = found[0]
        rows = {id(question): vectors for question, vectors in readings}
        if len(found) > 1 and found[1].verdict.confidence > verdict.confidence + self._doubt(question, verdict):
            question, hits, verdict = found[1]
        if self._reranker:  # reading costs more than searching: only the reading that is taken is read
            read = self._reranker.rerank(question, hits)
            hits, verdict = read, self._verdict(question, hits, read)
        searched = self._clock()
        statements: tuple[Statement, ...] = ()
        if verdict.outcome == "covered":
            statements = ground(self._composer.compose(question, hits), hits)
            if not statements:
                verdict = Verdict(outcome="not_covered", confidence=verdict.confidence, reason="The course does not say this.")
        said = ""
        doubtful = verdict.outcome == "not_covered" or (certainty_of(verdict) == "closest" and not sides(question, hits))
        if doubtful and (beside := self._beside(question, rows[id(question)])) is not None:
            if beside.statements:
                said, statements = beside.told, ground(Draft(statements=beside.statements), beside.hits)
                hits = [*beside.hits, *(hit for hit in hits if hit.passage.id not in {one.passage.id for one in beside.hits})]
                verdict = Verdict(outcome="covered", confidence=max(verdict.confidence, CLOSEST))
            elif verdict.outcome == "not_covered":
                verdict = verdict.model_copy(update={"reason": beside.told})
        composed = self._clock()
        search_ms, compose_ms = 1000 * (searched - started), 1000 * (composed - searched)
        return Answer(
            question=question.question,
            understood=question.text,
            outcome=verdict.outcome,
            act=act,
            certainty=certainty_of(verdict),
            confidence=verdict.confidence,
            reason=verdict.reason,
            said=said,
            statements=statements,
            hits=tuple(hits),
            more=() if verdict.outcome == "outside" else self._more(question, hits, statements),
            suggestions=() if verdict.outcome == "outside" else tuple(self._suggestions(question, hits)),
            choices=self._replies.tries() if verdict.outcome == "outside" else (),
            composer=self._composer.name,
            timings=Timings(encode=encode_ms, search=search_ms, compose=compose_ms, total=encode_ms + search_ms + compose_ms),
        )

    def _beside(self, question: Understanding, vectors: Vectors) -> Beside | None:
        """The sides of a comparison, each by itself, where the course compares them nowhere."""
        asked = side_questions(question)
        found = [self.search(side, vectors[place : place + 1]) for place, side in enumerate(asked, start=1)]
        return side_by_side(asked, found, self.language) if asked else None

    @staticmethod
    def _doubt(question: Understanding, verdict: Verdict) -> float:
        """How much surer the other reading must be to be taken."""
        if points_back(question.question.text):
            return DOUBT_POINTING if verdict.confidence < ANSWERED or question.focus else 1.0
        return DOUBT_SHORT if len(question.terms) <= SHORT else DOUBT

    def offered(self, answer: Answer, learner: str = "") -> Answer:
        """Return an answer with what to ask next: questions and wishes each of which is known to get what it asks for."""
        if not answer.statements or answer.act not in ("answer", "why"):
            return answer
        wishes = [text for act, text in WISHES if self._replies.grants(act, text, answer, learner)]
        sure = [text for text in answer.suggestions if self.is_sure(text)]
        return answer.model_copy(update={"suggestions": (*sure[: SUGGESTIONS - 1], *wishes)})

    @in_language
    def is_sure(self, text: str, topic: str = "") -> bool:
        """Whether a question stands alone and is answered in the first band (from a topic), by what the search alone finds."""
        if text not in self._sure:
            reading = self.interpret(Question(text=text), Resolved(text=text))
            found = self._found(reading, self.encode([reading])[0])
            sure = found.verdict.outcome == "covered" and found.verdict.confidence >= ANSWERED
            leans = needs_history(text, self._acts.names_in)
            self._sure[text] = found.hits[0].passage.topic if sure and not leans else ""
        return bool(self._sure[text]) and topic in ("", self._sure[text])

    def told(self, passage: Passage) -> frozenset[str]:
        """The stems of all that a passage, its headings and the bank's questions on it say."""
        known = self._told_stems.get(passage.id)
        if known is None:
            text = " ".join([*passage.path, passage.text, *self._backend.questions(passage.id)])
            known = self._told_stems[passage.id] = frozenset(stems(text))
        return known

    def _more(self, question: Understanding, hits: Sequence[Hit], statements: Sequence[Statement]) -> tuple[str, ...]:
        """The sections to read on in, or the nearest ones when there is no answer."""
        return places(hits[:5], statements) if statements else places(about(question, hits, self.vocabulary.rarity))

    def _suggestions(self, question: Understanding, hits: Sequence[Hit]) -> list[str]:
        """Questions of the bank that the neighbouring passages answer: no model call, only what was retrieved."""
        found: dict[frozenset[str], str] = {frozenset(question.terms): ""}
        near = [hit.passage for hit in hits[1:] if hit.passage.topic == hits[0].passage.topic]
        for passage in near[: SUGGESTIONS + 1]:
            about = set(stems(" ".join(passage.path)))
            asked = [text for text in self._backend.questions(passage.id) if text.endswith("?") and len(text) < SHORT_QUESTION]
            # One that names what its section is about can be understood alone; among those the bank's order counts.
            named = sorted(asked, key=lambda text: -min(2, len(about & set(stems(text)))))
            new = next((text for text in named if frozenset(stems(text)) not in found), None)
            if new is not None:
                found[frozenset(stems(new))] = self.vocabulary.written(new)
        return list(found.values())[1 : SUGGESTIONS + 1]
