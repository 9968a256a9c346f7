"""A quiz: items drawn by a seed, the session as a value, grading without doubt, and what to read again."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from random import Random

from pydantic import Field

from studybot.corpus.plain import plain
from studybot.errors import UsageError
from studybot.facts.usage import bag
from studybot.study.item import Item, ItemKind
from studybot.types import Citation, Value

LONGEST = 100
SAME = 0.75  # two prompts that share more of their words than this ask nearly the same


class Answered(Value):
    """One answered question: the item, what was chosen (indexes as shown), and whether it was right."""

    item: str
    given: tuple[int, ...]
    correct: bool


class Quiz(Value):
    """A quiz in progress, complete and without keys: `queue` holds item ids, missed ones a second time at its end."""

    seed: int
    queue: tuple[str, ...]
    length: int = Field(ge=0)
    answered: tuple[Answered, ...] = ()

    @property
    def is_over(self) -> bool:
        """Whether every question of the queue is answered."""
        return len(self.answered) >= len(self.queue)


class Asked(Value):
    """What a learner sees of an item: no key, no proof. `again` marks a question that was missed before.

    `ordered` options are put in order, beside the labels in `left` where there are some.
    """

    item: str
    number: int
    of: int
    kind: ItemKind
    topic: str
    prompt: str
    options: tuple[str, ...]
    left: tuple[str, ...] = ()
    code: bool
    ordered: bool
    again: bool

    @property
    def asks(self) -> str:
        """The prompt as one line of text, with the labels that the options belong to, in order."""
        return f"{self.prompt} ({', '.join(self.left)})" if self.left else self.prompt


class Graded(Value):
    """The verdict on one answer: the right indexes as shown, key and proof, and a note on each option."""

    item: str
    correct: bool
    right: tuple[int, ...]
    key: str
    proof: Citation
    notes: tuple[str, ...] = ()


def select(
    items: Sequence[Item],
    *,
    seed: int,
    length: int,
    topics: Sequence[str] = (),
    kinds: Sequence[ItemKind] = (),
    missed: Sequence[str] = (),
) -> Quiz:
    """Return a quiz of up to `length` items of the topics and kinds (empty means all), items missed earlier first.

    The same arguments give the same quiz; topics and kinds take turns, and no two items ask for the same thing.
    Raises UsageError for a length outside 1 to 100, or when nothing fits.
    """
    if not 1 <= length <= LONGEST:
        raise UsageError(f"a quiz has 1 to {LONGEST} questions, not {length}: choose a length in between")
    pool = [item for item in items if (not topics or item.topic in topics) and (not kinds or item.kind in kinds)]
    if not pool:
        raise UsageError(f"no question fits topics {list(topics)!r} and kinds {list(kinds)!r}: choose others, or none for all")
    random = Random(seed)
    wanted = set(missed)
    # Drawn by worth without replacement: what matters comes first, and not always the same.
    drawn = {item.id: random.random() ** (1 / max(0.05, item.worth)) for item in pool}
    pool.sort(key=lambda item: (item.id not in wanted, -drawn[item.id]))
    chosen = _balanced(pool, length, wanted)
    random.shuffle(chosen)
    return Quiz(seed=seed, queue=tuple(item.id for item in chosen), length=len(chosen))


def _balanced(pool: Sequence[Item], length: int, wanted: set[str]) -> list[Item]:
    """Take again and again an item whose kind and topic were taken least; items missed earlier go first."""
    chosen: list[Item] = []
    taken: Counter[str] = Counter()
    piles: dict[tuple[bool, str, str], list[Item]] = defaultdict(list)
    for item in reversed(pool):
        piles[item.id not in wanted, item.kind, item.topic].append(item)
    order = list(piles)[::-1]
    while len(chosen) < length and any(piles.values()):
        full = [pile for pile in order if piles[pile]]
        best = min(full, key=lambda pile: (pile[0], taken[pile[1]] + taken[pile[2]], taken[pile[2]]))
        item = piles[best].pop()
        if not any(item.fact == other.fact or _same(item, other) for other in chosen):
            chosen.append(item)
            taken.update(best[1:])
    return chosen


def _same(one: Item, other: Item) -> bool:
    """Whether two items ask nearly the same: the same key and mostly the same words, or one fact told in two topics."""
    if one.key != other.key and one.topic == other.topic:
        return False
    left, right = bag(one.prompt), bag(other.prompt)
    return len(left & right) / max(1, len(left | right)) >= SAME


def arrange(item: Item, seed: int, turn: int = 0) -> tuple[int, ...]:
    """Return in which order an item's options are shown: drawn by the seed, never the right order of steps, true first.

    Shown again (`turn` counts the times before), the right option stands elsewhere: its place is nothing to remember.
    """
    places = list(range(len(item.options)))
    if item.kind in ("true_false", "number"):
        return tuple(places[::-1] if turn % 2 else places)
    Random(f"{seed}:{item.id}").shuffle(places)
    places = places[turn % max(1, len(places)) :] + places[: turn % max(1, len(places))]
    if len(item.right) > 1 and tuple(places) == item.right:
        places.reverse()
    return tuple(places)


def ask(quiz: Quiz, items: Mapping[str, Item]) -> Asked | None:
    """Return the question to answer next, None when the quiz is over; UsageError when the course no longer has it."""
    return None if quiz.is_over else show(quiz, len(quiz.answered), items)


def show(quiz: Quiz, position: int, items: Mapping[str, Item]) -> Asked:
    """Return the question at a position (from 0) of the queue as a learner sees it, without its key."""
    item = _find(quiz.queue[position], items)
    shown = tuple(item.options[place] for place in arrange(item, quiz.seed, _turn(quiz, position)))
    return Asked(
        item=item.id,
        number=position + 1,
        of=len(quiz.queue),
        kind=item.kind,
        topic=item.topic,
        prompt=item.prompt,
        options=shown,
        left=item.left,
        code=item.code,
        ordered=len(item.right) > 1,
        again=item.id in quiz.queue[:position],
    )


def _turn(quiz: Quiz, position: int) -> int:
    """How often the question at a position was shown before."""
    return quiz.queue[:position].count(quiz.queue[position])


def _find(wanted: str, items: Mapping[str, Item]) -> Item:
    if wanted not in items:
        raise UsageError(f"question {wanted!r} is no longer in the course, which changed since: start a new quiz")
    return items[wanted]


def grade(item: Item, seed: int, given: Sequence[int], turn: int = 0) -> Graded:
    """Return the verdict on `given`: indexes of the options as shown. An open question is graded by its learner: (1,) is right.

    Raises UsageError for an index that is not shown, or an order that is not of all steps.
    """
    order = arrange(item, seed, turn)
    if item.kind == "open":
        return Graded(item=item.id, correct=tuple(given) == (1,), right=(1,), key=plain(item.key), proof=item.proof)
    if any(not 0 <= place < len(order) for place in given) or len(given) != len(item.right) or len(set(given)) != len(given):
        raise UsageError(f"answer {list(given)!r} does not fit a question with {len(order)} options: choose from those shown")
    right = tuple(order.index(place) for place in item.right)
    notes = tuple(item.notes[place] for place in order) if item.notes else ()
    return Graded(item=item.id, correct=tuple(given) == right, right=right, key=item.key, proof=item.proof, notes=notes)


def answer(quiz: Quiz, items: Mapping[str, Item], given: Sequence[int]) -> tuple[Quiz, Graded]:
    """Return the quiz with one more answer, and its verdict; a question missed for the first time comes back at the end."""
    if quiz.is_over:
        raise UsageError("this quiz is over: start a new one")
    item = _find(quiz.queue[len(quiz.answered)], items)
    verdict = grade(item, quiz.seed, given, _turn(quiz, len(quiz.answered)))
    again = item.id in {past.item for past in quiz.answered}
    queue = quiz.queue if verdict.correct or again else (*quiz.queue, item.id)
    done = Answered(item=item.id, given=tuple(given), correct=verdict.correct)
    return quiz.model_copy(update={"queue": queue, "answered": (*quiz.answered, done)}), verdict
