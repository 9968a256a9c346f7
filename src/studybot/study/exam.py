"""An exam: drawn by a blueprint and a seed, answered without a word of feedback, marked at its end."""

from collections.abc import Iterable, Mapping, Sequence
from random import Random

from pydantic import Field

from studybot.errors import UsageError
from studybot.study.item import Item, identity
from studybot.study.outcome import read_again
from studybot.study.quiz import LONGEST, Asked, Quiz, arrange, grade, select, show
from studybot.types import Passage, Topic, Value

PASS_MARK = 70  # percent
SECONDS = 90  # for a question, where no time is said


class Area(Value):
    """A part of an exam with its weight (any unit), and where it is taught: whole topics, or passages, by their ids."""

    name: str
    weight: float = Field(ge=0)
    topics: frozenset[str] = frozenset()
    passages: frozenset[str] = frozenset()

    def covers(self, item: Item) -> bool:
        """Whether an item asks for something of this area."""
        return item.topic in self.topics or item.proof.passage.id in self.passages


class Blueprint(Value):
    """What an exam asks for: its areas in order. `title` names the syllabus or the course."""

    title: str
    areas: tuple[Area, ...] = Field(min_length=1)


class Question(Value):
    """A place of an exam: its item, the area it stands for, and what tells whether the item is still worded so."""

    item: str
    area: str
    wording: str


class Marked(Value):
    """One marked question, complete: it can be read when the course has changed. `given` is empty where nothing was answered.

    `lost` says that the course changed while the exam ran and no longer has the question: it does not count.
    """

    item: str
    area: str
    topic: str = ""
    prompt: str = ""
    given: str = ""
    key: str = ""
    why: str = ""
    where: str = ""
    passage: str = ""
    start: int = 0
    end: int = 0
    code: bool = False
    correct: bool = False
    lost: bool = False


class Exam(Value):
    """An exam with what was answered so far (indexes as shown, () for nothing) and the places that were flagged.

    `minutes` 0 is no limit; `untaught` are areas without a question. `marked` is empty until the exam is over.
    """

    title: str
    seed: int
    minutes: int = Field(default=0, ge=0)
    pass_mark: int = Field(default=PASS_MARK, ge=0, le=100)
    questions: tuple[Question, ...] = Field(min_length=1)
    untaught: tuple[str, ...] = ()
    answers: tuple[tuple[int, ...], ...] = ()
    flagged: frozenset[int] = frozenset()
    marked: tuple[Marked, ...] = ()


def of_topics(title: str, topics: Sequence[Topic], passages: Sequence[Passage], *, length: int) -> Blueprint:
    """Return the blueprint of a course without a syllabus: each topic by how much it says.

    Topics that are many for the number of questions are taken together by their categories.
    """
    said = {topic.id: 0 for topic in topics}
    for passage in passages:
        if passage.topic in said and passage.role == "teaching":
            said[passage.topic] += len(passage.text)
    categories = _distinct(topic.card_category or topic.category for topic in topics)
    together = 2 * len(topics) > length and 1 < len(categories) < len(topics) and all(categories)
    names = [(topic.card_category or topic.category) if together else topic.name for topic in topics]
    areas = tuple(
        Area(name=name, weight=sum(said[one] for one in own), topics=own)
        for name in _distinct(names)
        for own in [frozenset(topic.id for topic, known in zip(topics, names, strict=True) if known == name)]
    )
    return Blueprint(title=title, areas=areas)


def _distinct(names: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(names))


def draw(
    items: Sequence[Item],
    blueprint: Blueprint,
    *,
    seed: int,
    length: int,
    minutes: int | None = None,
    pass_mark: int = PASS_MARK,
) -> Exam:
    """Return the exam that a blueprint, a seed and a length stand for: the same ones give the same exam.

    Each area has its share of the questions, as far as the course has so many; what is left goes to the others. `minutes` None
    is the usual time for so many questions. Raises UsageError when nothing can be asked.
    """
    if not 1 <= length <= LONGEST:
        raise UsageError(f"an exam has 1 to {LONGEST} questions, not {length}: choose a length in between")
    gradable = [item for item in items if item.options]
    pools = {area.name: [item for item in gradable if area.covers(item)] for area in blueprint.areas}
    if not any(pools.values()):
        raise UsageError("the course has no question for this exam: choose other topics or another syllabus")
    room = allocate(length, [area.weight for area in blueprint.areas], [len(pools[area.name]) for area in blueprint.areas])
    drawn: list[tuple[Item, str]] = []
    for area, count in zip(blueprint.areas, room, strict=True):
        drawn += _of_area(pools[area.name], count, drawn, seed, area.name)
    for area in sorted(blueprint.areas, key=lambda area: -area.weight):  # where an area has too much of a kind
        drawn += _of_area(pools[area.name], length - len(drawn), drawn, seed, area.name)
    Random(seed).shuffle(drawn)
    return Exam(
        title=blueprint.title,
        seed=seed,
        minutes=-(-length * SECONDS // 60) if minutes is None else minutes,
        pass_mark=pass_mark,
        questions=tuple(Question(item=item.id, area=area, wording=_wording(item)) for item, area in drawn),
        untaught=tuple(area.name for area in blueprint.areas if not pools[area.name]),
        answers=((),) * len(drawn),
    )


def _wording(item: Item) -> str:
    return identity(item.prompt, item.key, *item.options)


def _item(question: Question, items: Mapping[str, Item]) -> Item | None:
    """The item of a question, None when the course no longer has it as it was asked."""
    item = items.get(question.item)
    return item if item is not None and _wording(item) == question.wording else None


def _of_area(
    pool: Sequence[Item], count: int, drawn: Sequence[tuple[Item, str]], seed: int, area: str
) -> list[tuple[Item, str]]:
    """Up to `count` items of an area that ask for nothing that is asked already."""
    facts, keys = {item.fact for item, _ in drawn}, {(item.topic, item.key) for item, _ in drawn}
    fresh = [item for item in pool if item.fact not in facts and (item.topic, item.key) not in keys]
    if count < 1 or not fresh:
        return []
    by_id = {item.id: item for item in fresh}
    return [(by_id[known], area) for known in select(fresh, seed=seed, length=count).queue]


def allocate(length: int, weights: Sequence[float], room: Sequence[int]) -> list[int]:
    """Return how many of `length` places each weight gets by largest remainders, none more than it has `room` for."""
    given, free, left = [0] * len(weights), [place for place in range(len(weights)) if room[place]], min(length, sum(room))
    while free:
        total = sum(weights[place] for place in free)
        shares = {place: left * (weights[place] / total if total else 1 / len(free)) for place in free}
        full = [place for place in free if shares[place] >= room[place]]
        if not full:
            break
        for place in full:
            given[place] = room[place]
        free, left = [place for place in free if place not in full], left - sum(room[place] for place in full)
    else:
        return given
    for place in free:
        given[place] = int(shares[place])
    rest = left - sum(given[place] for place in free)
    for place in sorted(free, key=lambda place: (int(shares[place]) - shares[place], place))[:rest]:
        given[place] += 1
    return given


def paper(exam: Exam, items: Mapping[str, Item]) -> list[Asked]:
    """Return the questions as they are shown, without keys; one that the course no longer has so is left out."""
    drawn = Quiz(seed=exam.seed, queue=tuple(question.item for question in exam.questions), length=len(exam.questions))
    return [show(drawn, place, items) for place, question in enumerate(exam.questions) if _item(question, items)]


def respond(exam: Exam, items: Mapping[str, Item], place: int, given: Sequence[int], *, flagged: bool) -> Exam:
    """Return the exam with the answer to the question at a place (from 0); () takes an answer back.

    Raises UsageError for a place or an option that there is not.
    """
    if not 0 <= place < len(exam.questions):
        raise UsageError(f"this exam has no question {place + 1}: it has {len(exam.questions)}")
    item = _item(exam.questions[place], items)
    if item is not None and given:
        grade(item, exam.seed, given)
    answers = (*exam.answers[:place], tuple(given), *exam.answers[place + 1 :])
    flags = exam.flagged | {place} if flagged else exam.flagged - {place}
    return exam.model_copy(update={"answers": answers, "flagged": flags})


def mark(exam: Exam, items: Mapping[str, Item]) -> Exam:
    """Return the exam with every question marked; a second time changes nothing."""
    if exam.marked:
        return exam
    marked = tuple(
        _mark(question, _item(question, items), given, exam.seed)
        for question, given in zip(exam.questions, exam.answers, strict=True)
    )
    return exam.model_copy(update={"marked": marked})


def _mark(question: Question, item: Item | None, given: tuple[int, ...], seed: int) -> Marked:
    if item is None:
        return Marked(item=question.item, area=question.area, lost=True)
    order = arrange(item, seed)
    verdict = grade(item, seed, given) if given else None
    chosen = next((order[place] for place in given), None) if len(given) == 1 else None
    again = read_again([item])[0]
    return Marked(
        item=item.id,
        area=question.area,
        topic=item.topic,
        prompt=item.prompt,
        given=" → ".join(item.options[order[place]] for place in given),
        key=item.key,
        why=item.notes[chosen] if item.notes and chosen is not None and verdict and not verdict.correct else "",
        where=again.where,
        passage=again.passage,
        start=item.proof.start,
        end=item.proof.end,
        code=item.code,
        correct=bool(verdict and verdict.correct),
    )


def letters(item: Item, seed: int) -> str:
    """Return the letters of an item's right options as they stand on paper, such as `B`, or `C A B` for steps in order."""
    order = arrange(item, seed)
    return " ".join(chr(ord("A") + order.index(place)) for place in item.right)
