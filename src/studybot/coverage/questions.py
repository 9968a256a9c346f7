"""Learners' questions against the material: what is asked, how much is answered, what is cited, what is alike."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import UTC, datetime, timedelta
from functools import partial
from operator import attrgetter
from typing import Literal

from studybot.coverage.groups import Encoded, Group, QuestionVectors, group_questions
from studybot.shown import csv_text
from studybot.store import CitedCount, Log, QuestionLog, Store, TurnRow
from studybot.types import Act, Outcome, Passage, Thumb, Value

PAGE = 2000  # lines of the question log read at a time
MOST = 20_000  # newest lines that the page looks at
EVEN = 0.5  # chance that the course answers, below which an answer that was given is probably wrong
SMALL_TALK: frozenset[Act] = frozenset({"greeting", "thanks", "help"})
Step = Literal["day", "week", "month"]


class Tally(Value):
    """Questions of one topic, section or stretch of time; `answered` and the others are counts, small talk left out."""

    name: str
    questions: int
    answered: int
    not_covered: int
    outside: int
    up: int = 0
    down: int = 0

    @property
    def share_answered(self) -> float:
        """Answered questions of all that were asked (0 to 1); 0 when there are none."""
        about = self.answered + self.not_covered + self.outside
        return self.answered / about if about else 0.0


class Asked(Value):
    """What learners asked: in all, by topic, by section and over time; the passages cited most, and those never cited."""

    total: Tally
    topics: tuple[Tally, ...]
    sections: tuple[Tally, ...]
    times: tuple[Tally, ...]
    cited_most: tuple[CitedCount, ...]
    never_cited: tuple[str, ...]
    truncated: bool = False


def read_log(log: Log, *, since: datetime | None = None, most: int = MOST) -> tuple[list[TurnRow], bool]:
    """Return up to `most` newest lines of the question log, oldest first, and whether there were more."""
    lines = list(_pages(partial(log.rows, since=since), most + 1))
    return sorted(lines[:most], key=lambda line: (line.at, line.id)), len(lines) > most


def _pages(read: Callable[..., Sequence[TurnRow]], most: int) -> Iterator[TurnRow]:
    for offset in range(0, most, PAGE):
        wanted = min(PAGE, most - offset)
        page = read(limit=wanted, offset=offset)
        yield from page
        if len(page) < wanted:
            return


def read_failures(log: Log) -> list[TurnRow]:
    """Return the lines that need somebody, oldest first and each once: refusals, doubtful answers and thumbs down.

    What asks for nothing of the course by its act (a greeting, small talk) is no refusal. An answer is doubtful when it was
    shown as the closest in the course, or given with less than an even chance.
    """
    failed = (line for line in _pages(log.rows, MOST) if is_refusal(line) or is_doubtful(line))
    found = {line.id: line for line in (*failed, *_pages(partial(log.rated_rows, thumb="down"), MOST))}
    return sorted(found.values(), key=lambda line: (line.at, line.id))


def is_refusal(line: TurnRow) -> bool:
    """Whether a question of a learner got no answer; one that is outside the course too, unless its act says that it is."""
    return line.outcome != "covered" and line.act not in SMALL_TALK and not (line.outcome == "outside" and line.act == "refuse")


def is_doubtful(line: TurnRow) -> bool:
    """Whether an answer was given that is probably wrong."""
    return line.outcome == "covered" and (line.certainty == "closest" or line.confidence < EVEN)


def asked(
    lines: Sequence[TurnRow],
    passages: Sequence[Passage],
    cited: Sequence[CitedCount],
    *,
    step: Step = "day",
    truncated: bool = False,
) -> Asked:
    """Return what the lines of the question log say; `cited` are the store's counts of the same time."""
    sections = {passage.id: passage.heading for passage in passages}
    known = set(sections)
    counted = {count.passage for count in cited}
    return Asked(
        total=_tally("", lines),
        topics=_tallies((line.topic, line) for line in lines if line.topic),
        sections=_tallies((sections[line.passage], line) for line in lines if line.passage in known),
        times=tuple(sorted(_tallies((_stretch(line.at, step), line) for line in lines), key=lambda tally: tally.name)),
        cited_most=tuple(count for count in cited if count.passage in known)[:20],
        never_cited=tuple(passage.id for passage in passages if passage.id not in counted),
        truncated=truncated,
    )


def _tallies(named: Iterable[tuple[str, TurnRow]]) -> tuple[Tally, ...]:
    grouped: dict[str, list[TurnRow]] = defaultdict(list)
    for name, line in named:
        grouped[name].append(line)
    return tuple(sorted((_tally(name, own) for name, own in grouped.items()), key=lambda one: (-one.questions, one.name)))


def _tally(name: str, lines: Sequence[TurnRow]) -> Tally:
    lines = [line for line in lines if (line.outcome == "covered" and line.act not in SMALL_TALK) or is_refusal(line)]
    outcomes: Counter[Outcome] = Counter(line.outcome for line in lines)
    thumbs: Counter[Thumb | None] = Counter(line.thumb for line in lines)
    return Tally(
        name=name,
        questions=len(lines),
        answered=outcomes["covered"],
        not_covered=outcomes["not_covered"],
        outside=outcomes["outside"],
        up=thumbs["up"],
        down=thumbs["down"],
    )


def _stretch(at: datetime, step: Step) -> str:
    if step == "month":
        return f"{at:%Y-%m}"
    if step == "week":
        at -= timedelta(days=at.weekday())
    return f"{at:%Y-%m-%d}"


def similar(lines: Sequence[TurnRow], vectors: Encoded) -> tuple[Group, ...]:
    """Return the lines (oldest first) as groups of similar questions; a group's places count from 0 in `lines`."""
    texts = [line.understood or line.question for line in lines]
    return group_questions(texts, vectors.of(texts))


_COLUMNS = "id at learner question understood outcome confidence topic passage thumb reason act certainty".split()


def exportable(lines: Sequence[TurnRow], log: QuestionLog) -> list[TurnRow]:
    """Return the lines as the setting in force lets them out, whatever they were logged under: none when it is `off`."""
    if log == "off":
        return []
    return list(lines) if log == "normal" else [_anonymous(line) for line in lines]


def _anonymous(line: TurnRow) -> TurnRow:
    hour = line.at.astimezone(UTC).replace(minute=0, second=0, microsecond=0)
    rated = line.rated.astimezone(UTC).replace(minute=0, second=0, microsecond=0) if line.rated else None
    return line.model_copy(update={"turn": None, "learner": None, "at": hour, "rated": rated})


def log_csv(lines: Sequence[TurnRow], log: QuestionLog) -> str:
    """Return the question log as CSV, under the setting in force."""
    written = {"at": lambda line: line.at.isoformat(), "confidence": lambda line: round(line.confidence, 4)}
    return csv_text(
        _COLUMNS, ([written.get(name, attrgetter(name))(line) for name in _COLUMNS] for line in exportable(lines, log))
    )


def delete_learner(store: Store, learner: str, vectors: QuestionVectors | None = None) -> dict[str, int]:
    """Delete everything of one learner, the cached embeddings of their questions too; return how many rows there were."""
    counts = store.learners.remove(learner)
    if vectors is not None:
        lines, more = read_log(store.log, most=1_000_000)
        kept = () if more else (line.understood or line.question for line in lines)
        counts["question_vectors"] = vectors.keep(kept)
    return counts
