"""What each act gets: lines of the course for what asks for content, exercises, the course's order, or a short human word."""

from collections.abc import Callable, Sequence

from studybot.answer import again
from studybot.answer.act import Acts
from studybot.answer.clarify import WHICH, others
from studybot.answer.examples import example, instances
from studybot.answer.exemplars import Exemplars
from studybot.answer.followup import spoken_of
from studybot.answer.keylines import key_lines
from studybot.answer.manners import asked_back, courtesy, without_wish
from studybot.answer.names import (
    Subject,
    is_topic,
    naming,
    numbered,
    sections_below,
    subject_found,
    subject_of,
    widened,
    without_place,
)
from studybot.answer.order import following, goes_next, own_part
from studybot.answer.pointed import asked_of_it, subjects, thing_of
from studybot.answer.practising import COUNTS, INDENT, exercises, plan, taught
from studybot.answer.practising import following as order_to_study
from studybot.answer.reply import Reply, asks
from studybot.facts.language import language
from studybot.ports import SearchBackend, Tutor, Vectors
from studybot.text import stems, words
from studybot.types import Act, Answer, Choice, Course, Hit, Passage, Question, Topic, Understanding

_BY_ITSELF = ("outline", "next", "greeting", "thanks", "help", "refuse", "sure", "shorter", "translate")  # about nothing named
# What is about a chapter in which something is, where others are about that thing.
_OF_CHAPTERS = tuple("summary quiz questions cards plan outline".split())
FOLLOWS = "This comes next in the course:"
SHORT = 6  # lines of a summary below which other sections of that name are summed up, too
FOUND = 5  # passages by which it is told of which topic a wish speaks


class Replies:
    """Answers acts from what the course, its index and its exercises have."""

    def __init__(
        self,
        course: Course,
        backend: SearchBackend,
        tutor: Tutor | None,
        acts: Acts,
        exemplars: Exemplars,
        ease: Callable[[str], float],
        encode: Callable[[list[str]], Vectors],
    ) -> None:
        self._course, self._backend, self._tutor, self._acts = course, backend, tutor, acts
        self._exemplars, self._ease, self._encode = exemplars, ease, encode

    @property
    def topics(self) -> Sequence[Topic]:
        """The topics of the course."""
        return self._course.topics

    def reply(self, act: Act, question: Question, history: Sequence[Answer], learner: str, typed: str = "") -> Reply | None:
        """Return what an act gets, given the question and as it was `typed`; None where it is better answered as a question."""
        shown = again.last(subjects(typed, spoken_of(history))) if history and not history[-1].exercises else None
        if shown is not None and (onward := self._onward(question, typed, shown)):
            return onward
        if act in ("answer", "why"):
            return self._asked_back(act, question, history)
        if act in _BY_ITSELF:
            return self._by_itself(act, question, history, learner)
        subject = self.subject(question, act, history)
        if act in ("quiz", "questions", "cards", "plan"):
            wanted = self._acts.slot(question.text, act)
            if subject is not None and wanted:
                subject = widened(subject, wanted, self._backend.passages(question.topic))
            return self._practised(act, question, subject, learner)._replace(about=subject.name if subject else "")
        if subject is not None:
            reply = self._lines(act, question, subject, history)
            return reply and reply._replace(about=subject.name)
        return None if self._acts.slot(question.text, act) else self.nothing_before(act)

    def _by_itself(self, act: Act, question: Question, history: Sequence[Answer], learner: str) -> Reply | None:
        if act == "outline":
            slot = self._acts.slot(question.text, act)
            is_any = slot.lower() in self._exemplars.places  # "all modules of the course"
            subject = None if is_any else self.subject(question, act, ())
            sections = self._sections(subject) if subject else None
            return sections if sections or (not is_any and self._acts.names_in(slot)) else self._outline()
        if act == "next":
            named = self.subject(question, act, ()) if self._acts.slot(question.text, act) else None
            return self._next(learner, named.topic if named else "")
        if act in ("greeting", "thanks", "help", "refuse"):
            return self._human(act)
        return again.reply(act, history, self._course.title) or self.nothing_before(act)._replace(act="clarify")

    def _onward(self, question: Question, typed: str, shown: Answer) -> Reply | None:
        """Return what the course says behind what was shown, or below it of what is asked of it; None for any other text."""
        topic = self._backend.passages(shown.statements[0].citations[0].passage.topic)
        if asked := asked_of_it(typed):
            found = own_part(asked, shown, topic, language(self._course.language))
            return Reply("", found[1], act="answer") if found else None
        found = following(question.text, shown, topic) if goes_next(question.text) else None
        return Reply(FOLLOWS, found[1], about=found[0], act="answer") if found and found[1] else None

    def _asked_back(self, act: Act, question: Question, history: Sequence[Answer]) -> Reply | None:
        """Return what asks back where a text leans on what was not said; None for a question that can be answered."""
        if act == "why" and not stems(question.text) and not spoken_of(history):
            return self.nothing_before(act)._replace(act="clarify")
        which = others(question.text, history, self._acts.names_in)
        return Reply(WHICH, choices=which, act="clarify") if which else None

    def grants(self, act: Act, text: str, answer: Answer, learner: str) -> bool:
        """Whether a wish that follows an answer gets lines of the course or exercises.

        Nobody waits for an answer until exercises are made: as long as they are not, there may well be some.
        """
        if act == "quiz" and self._tutor and not self._tutor.is_ready:
            return True
        reply = self.reply(act, Question(text=text, topic=answer.question.topic), [answer], learner)
        return reply is not None and bool(reply.chosen or reply.exercises)

    def _lines(self, act: Act, question: Question, subject: Subject, history: Sequence[Answer]) -> Reply | None:
        if act == "summary":
            return self._summary(subject, self._acts.slot(question.text, act), without_wish(question.text) != question.text)
        if act == "example":
            return self._example(question, subject)
        if act == "more":
            return again.more(subject, history, self._weight)
        topic = self._backend.passages(subject.topic)
        return again.simpler(subject, topic, history, self._exemplars.markers["analogy"], self._ease)

    def _weight(self, passage: Passage) -> int:
        """How much learners ask about a passage."""
        return 1 + len(self._backend.questions(passage.id))

    def subject(self, question: Question, act: Act, history: Sequence[Answer]) -> Subject | None:
        """Return what an act is about: what it names, else what the conversation was about last."""
        slot = self._acts.slot(question.text, act)
        own = self._backend.passages(question.topic)
        places = self._exemplars.places
        part = numbered(question.text, places, self._course.topics, own)
        if part and not set(words(slot)) - set(places):
            return part
        if slot:
            named = subject_of(slot, self._course.topics, own) or part
            found = self._found(slot, question) if named is None and act in _OF_CHAPTERS else ()
            return named or subject_found(slot, found, own)
        before = next((answer for answer in reversed(history) if answer.statements), None)
        if before is not None:
            return self._of_answer(before)
        if question.topic:
            passages = tuple(self._backend.passages(question.topic))
            return Subject(name=self._title(question.topic), topic=question.topic, passages=passages)
        return None

    def _found(self, slot: str, question: Question) -> Sequence[Hit]:
        searched = Understanding(question=question, text=slot, terms=tuple(dict.fromkeys(stems(slot))))
        return self._backend.search(searched, self._encode([slot]), k=FOUND)

    def _of_answer(self, answer: Answer) -> Subject:
        """The sections that an answer cites, the first one's name for all of them."""
        first = answer.statements[0].citations[0].passage
        named = [thing] if (thing := thing_of(answer)) else self._acts.names_in(answer.understood)
        paths = {one.passage.path for statement in answer.statements for one in statement.citations}
        passages = [passage for passage in self._backend.passages(first.topic) if passage.path in paths]
        name = max(named, key=len) if named else first.path[-1]
        return Subject(name=name, topic=first.topic, passages=tuple(passages) or (first,))

    def _title(self, topic_id: str) -> str:
        topic = self._course.topic(topic_id)
        return topic.name if topic else topic_id

    def _human(self, act: Act) -> Reply:
        said = courtesy(act, self._course.title)
        return Reply(said, choices=() if act == "thanks" else self.tries(), refused=act == "refuse")

    def _taught(self) -> Course:
        return taught(self._course, self._backend.passages())

    def tries(self) -> tuple[Choice, ...]:
        """Return three things to try, made from topics spread over the course."""
        titles = [topic.name for topic in self._taught().topics]
        if not titles:
            return ()
        spread = [titles[len(titles) * part // 4] for part in (1, 2)]
        further = [f"Summarise {spread[0]}", f"Quiz me on {spread[-1]}", "What should I study first?"]
        return asks(*dict.fromkeys(further))

    def _outline(self) -> Reply:
        topics = self._taught().topics
        lines = "\n".join(f"{place}. {topic.title}" for place, topic in enumerate(topics, start=1))
        return Reply(f"{self._course.title} has {len(topics)} topics:\n\n{lines}", choices=self.tries())

    def _sections(self, subject: Subject) -> Reply | None:
        below = sections_below(subject, self._backend.passages())
        lines = "\n".join(f"{INDENT * depth}- {title}" for depth, title in below)
        said = f"The sections of {subject.name}:\n\n{lines}"
        return Reply(said, choices=asks(f"Summarise {subject.name}", f"Quiz me on {subject.name}")) if lines else None

    def _practised(self, act: Act, question: Question, subject: Subject | None, learner: str) -> Reply:
        wanted = self._acts.slot(question.text, act)
        if act == "plan":
            return plan(subject, self._backend.passages()) if subject else self._next(learner)
        if subject is None and wanted:
            return Reply(f"The course has no topic called “{wanted}” to practise.", choices=self.tries())
        count = self._acts.count(without_place(question.text, self._exemplars.places), COUNTS[act])
        whole = subject is not None and is_topic(subject, self._backend.passages())
        return exercises(act, subject, whole, count, self._tutor, self._course, self.tries())

    def _next(self, learner: str, after: str = "") -> Reply:
        return order_to_study(learner, self._tutor, self._taught(), after)

    def nothing_before(self, act: Act) -> Reply:
        """Return what asks back after a text that leans on a conversation which there is not."""
        return Reply(asked_back(act), choices=self.tries())

    def _summary(self, subject: Subject, wanted: str, brief: bool) -> Reply:
        chosen = key_lines(subject.passages, self._weight, about=subject.name)
        if wanted and sum(len(spans) for _, spans in chosen) < SHORT:
            subject = widened(subject, wanted, self._backend.passages())
            chosen = key_lines(subject.passages, self._weight, about=subject.name)
        if brief and chosen:
            return Reply("In short:", [(chosen[0][0], chosen[0][1][:1])], choices=asks(f"Summarise {subject.name}"))
        further = [f"Quiz me on {subject.name}", f"5 exam questions about {subject.name}"]
        return Reply(
            f"The key points of {subject.name}:" if chosen else f"There is no line to sum up {subject.name}.",
            chosen,
            choices=asks(*further),
            more=(" > ".join(subject.passages[0].path[:1]),),
        )

    def _example(self, question: Question, subject: Subject) -> Reply | None:
        slot = self._acts.slot(question.text, "example")
        wanted = naming(slot or subject.name)
        signs = frozenset(stem for text in self._exemplars.acts["example"] for stem in stems(text)) - wanted
        pool = self._backend.passages(question.topic) if slot else self._backend.passages(subject.topic)
        teaching = [passage for passage in pool if passage.role == "teaching"]
        everything = naming(" ".join(subject.passages[0].path))
        chosen = example(teaching, wanted, signs) or ([] if slot else example(subject.passages, everything, frozenset()))
        near = (*subject.passages, *(one for one in teaching if one.topic == subject.topic and one not in subject.passages))
        chosen = chosen or instances(near, wanted, self._exemplars.markers)
        if chosen:
            return Reply("An example from the course:", chosen)
        return None if slot else Reply(f"The course shows no worked example of {subject.name}.")
