"""When a card comes back, by FSRS (https://github.com/open-spaced-repetition/fsrs4anki/wiki): pure functions of time."""

from datetime import UTC, datetime, timedelta
from typing import Literal, get_args

import fsrs
from pydantic import FiniteFloat, JsonValue, ValidationError

from studybot.errors import StoreError
from studybot.speech import t
from studybot.types import UtcTime, Value

Rating = Literal["again", "hard", "good", "easy"]
RATINGS: tuple[Rating, ...] = get_args(Rating)
Phase = Literal["learning", "review", "relearning"]
_PHASES: dict[Phase, fsrs.State] = {
    "learning": fsrs.State.Learning,
    "review": fsrs.State.Review,
    "relearning": fsrs.State.Relearning,
}
_CARD = 1  # fsrs wants a number for each card and keeps it; ours have their own ids


class Memory(Value):
    """What the scheduler knows of one card: phase, stability in days, difficulty 1 to 10, and when it is due."""

    phase: Phase = "learning"
    step: int | None = 0
    stability: FiniteFloat | None = None
    difficulty: FiniteFloat | None = None
    due: UtcTime
    last_review: UtcTime | None = None


class Log(Value):
    """One rating: when, which, what the card was before (None for a new one), and a note when the clock was odd."""

    at: UtcTime
    rating: Rating
    phase: Phase | Literal["new"]
    before: Memory | None
    note: str = ""


class Choice(Value):
    """One of the four ratings with when the card would come back."""

    rating: Rating
    due: UtcTime
    interval: str


def review(memory: Memory | None, rating: Rating, at: datetime) -> tuple[Memory, Log]:
    """Return the card's memory after a rating at `at`, and its log. None is a card never seen.

    A clock that went backwards counts as no time passed: nothing is lost, and the log's note says so.
    """
    now = at.astimezone(UTC)
    known = memory or Memory(due=now)
    note = ""
    if known.last_review is not None and known.last_review > now:
        note = (
            f"The clock of this computer ({now:%Y-%m-%d %H:%M} UTC) stands before this card's last review "
            f"({known.last_review:%Y-%m-%d %H:%M} UTC): the review counts as made right after it. Check the clock."
        )
        known = known.model_copy(update={"last_review": now})
    # Without fuzz: the interval shown beside a rating is the one that the rating gives.
    card, _ = fsrs.Scheduler(enable_fuzzing=False).review_card(_to_fsrs(known), fsrs.Rating(RATINGS.index(rating) + 1), now)
    phase = memory.phase if memory is not None and memory.stability is not None else "new"
    return _from_fsrs(card), Log(at=now, rating=rating, phase=phase, before=memory, note=note)


def preview(memory: Memory | None, at: datetime) -> tuple[Choice, ...]:
    """Return the four ratings with the interval that each would give at `at`."""
    found = []
    for rating in RATINGS:
        after, _ = review(memory, rating, at)
        found.append(Choice(rating=rating, due=after.due, interval=interval(after.due - at.astimezone(UTC))))
    return tuple(found)


def interval(length: timedelta) -> str:
    """Return a length of time in its largest unit: `10 min`, `5 h`, `4 d`, `2.5 mo`, `1.2 y`."""
    minutes = max(1, round(length.total_seconds() / 60))
    if minutes < 60:
        return t("{n} min", n=minutes)
    if minutes < 24 * 60:
        return t("{n} h", n=round(minutes / 60))
    days = minutes / (24 * 60)
    if days < 30.5:
        return t("{n} d", n=round(days))
    months, years = f"{days / 30.44:.2g}", f"{days / 365.25:.2g}"
    return t("{n} mo", n=months) if days < 365 else t("{n} y", n=years)


def pack(memory: Memory) -> dict[str, JsonValue]:
    """Return a memory as the store keeps it."""
    return memory.model_dump(mode="json")


def unpack(state: dict[str, JsonValue], card: str) -> Memory | None:
    """Return a memory from the store, None for a card that was only suspended; StoreError when it is damaged."""
    if not state:
        return None
    try:
        return Memory.model_validate(state)
    except ValidationError as error:
        raise StoreError(
            f"the schedule of card {card!r} is damaged ({error.errors()[0]['msg']}): rate it again as new"
        ) from error


def _to_fsrs(memory: Memory) -> fsrs.Card:
    return fsrs.Card(
        card_id=_CARD,
        state=_PHASES[memory.phase],
        step=memory.step,
        stability=memory.stability,
        difficulty=memory.difficulty,
        due=memory.due,
        last_review=memory.last_review,
    )


def _from_fsrs(card: fsrs.Card) -> Memory:
    phase = next(name for name, state in _PHASES.items() if state == card.state)
    return Memory(
        phase=phase,
        step=card.step,
        stability=card.stability,
        difficulty=card.difficulty,
        due=card.due,
        last_review=card.last_review,
    )
