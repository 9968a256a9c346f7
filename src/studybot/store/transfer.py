"""One learner's file: written whole, and merged back without duplicates."""

from collections.abc import Iterable
from hashlib import sha256
from typing import Any

from pydantic import ValidationError
from sqlalchemy import Connection, Table, select

from studybot.errors import DatasetError
from studybot.store import cards, conversations, exams, feedback, learners, notes, practice, preferences, turns
from studybot.store.rows import CardState, ExamRow, LearnerFile, Note, Preferences, QuizResult, Reading, Review
from studybot.store.schema import card_states, quiz_results, reading, reviews
from studybot.store.schema import conversations as conversation_table
from studybot.store.schema import exams as exam_table
from studybot.store.schema import feedback as feedback_table
from studybot.store.schema import turns as turn_table
from studybot.store.statements import put
from studybot.types import Conversation, Feedback, Turn

_PROBLEMS_SHOWN = 5


def gather(connection: Connection, learner: str) -> LearnerFile:
    """Return everything of one learner."""
    talks = conversations.of_learner(connection, learner, "", limit=None, offset=0, shelf=None)
    return LearnerFile(
        learner=learners.find(connection, learner),
        conversations=tuple(talks),
        turns=tuple(turn for talk in talks for turn in turns.of_conversation(connection, talk.id)),
        feedback=tuple(given for talk in talks for given in feedback.of_conversation(connection, talk.id).values()),
        card_states=tuple(cards.states(connection, learner)),
        reviews=tuple(cards.history(connection, learner, None)),
        quiz_results=tuple(practice.results(connection, learner, None)),
        reading=tuple(practice.places(connection, learner, None)),
        exams=tuple(exams.of_learner(connection, learner)),
        notes=tuple(notes.of_learner(connection, learner, None)),
        preferences=preferences.find(connection, learner),
    )


def parse(data: object) -> LearnerFile:
    """Return a learner's file from what its JSON holds; DatasetError lists what is wrong."""
    try:
        file = LearnerFile.model_validate(data)
    except ValidationError as error:
        problems = [f"{'.'.join(map(str, one['loc'])) or 'file'}: {one['msg']}" for one in error.errors()]
        raise _unusable(problems) from error
    talks, asked = {talk.id for talk in file.conversations}, {turn.id for turn in file.turns}
    problems = [
        f"turn {turn.id!r} belongs to no conversation of the file" for turn in file.turns if turn.conversation not in talks
    ]
    problems += [
        f"feedback on {given.turn!r} belongs to no turn of the file" for given in file.feedback if given.turn not in asked
    ]
    if problems:
        raise _unusable(problems)
    return file


def _unusable(problems: list[str]) -> DatasetError:
    shown = "; ".join(problems[:_PROBLEMS_SHOWN])
    more = f"; and {len(problems) - _PROBLEMS_SHOWN} more" if len(problems) > _PROBLEMS_SHOWN else ""
    return DatasetError(
        f"this is not a learner's file ({shown}{more}): export one from studybot and import that; nothing was changed"
    )


def merge(connection: Connection, file: LearnerFile, into: str) -> dict[str, int]:
    """Add what learner `into` does not have yet and return how many rows of each kind were added or renewed.

    Of two versions of a card's schedule, a reading position or a feedback the later one stays.
    An id that belongs to somebody else is replaced by a hash of it and `into`, the same one at every import.
    """
    if file.learner.name and not learners.find(connection, into).name:
        learners.set_name(connection, into, file.learner.name)
    talk_ids, added_talks = _merge_conversations(connection, file.conversations, into)
    turn_ids, added_turns = _merge_turns(connection, file.turns, talk_ids, into)
    return {
        "conversations": added_talks,
        "turns": added_turns,
        "feedback": sum(_merge_feedback(connection, given, turn_ids[given.turn]) for given in file.feedback),
        "card_states": sum(_merge_state(connection, _owned_state(state, into)) for state in file.card_states),
        "reviews": sum(_merge_review(connection, review, into) for review in file.reviews),
        "quiz_results": sum(_merge_result(connection, result, into) for result in file.quiz_results),
        "reading": sum(_merge_reading(connection, place.model_copy(update={"learner": into})) for place in file.reading),
        "exams": sum(_merge_exam(connection, exam, into) for exam in file.exams),
        "notes": sum(_merge_note(connection, note, into) for note in file.notes),
        "preferences": int(file.preferences is not None and _merge_preferences(connection, file.preferences, into)),
    }


def _settled(connection: Connection, table: Table, identity: str, into: str) -> tuple[str, bool]:
    """Return the id that a row of `into` goes by here, and whether it has to be added."""
    for candidate in (identity, sha256(f"{into}/{identity}".encode()).hexdigest()[:32]):
        owner = _owner(connection, table, candidate)
        if owner is None or owner == into:
            return candidate, owner is None
    raise DatasetError(f"{identity!r} of this file belongs to somebody else: export the file again and import that")


def _owner(connection: Connection, table: Table, identity: str) -> str | None:
    if table is turn_table:
        query = select(conversation_table.c.learner).join(turn_table, turn_table.c.conversation == conversation_table.c.id)
        return connection.execute(query.where(turn_table.c.id == identity)).scalar()
    return connection.execute(select(table.c.learner).where(table.c.id == identity)).scalar()


def _merge_conversations(connection: Connection, talks: Iterable[Conversation], into: str) -> tuple[dict[str, str], int]:
    ids: dict[str, str] = {}
    added = 0
    for talk in talks:
        ids[talk.id], new = _settled(connection, conversation_table, talk.id, into)
        if new:
            conversations.add(connection, talk.model_copy(update={"id": ids[talk.id], "learner": into}))
            added += 1
    return ids, added


def _merge_turns(
    connection: Connection, asked: Iterable[Turn], talk_ids: dict[str, str], into: str
) -> tuple[dict[str, str], int]:
    ids: dict[str, str] = {}
    added = 0
    for turn in sorted(asked, key=lambda one: one.position):
        ids[turn.id], new = _settled(connection, turn_table, turn.id, into)
        if new:
            moved = turn.model_copy(update={"id": ids[turn.id], "conversation": talk_ids[turn.conversation]})
            turns.record(connection, moved, "off")  # it was asked elsewhere: the question log counts what was asked here
            added += 1
    return ids, added


def _merge_feedback(connection: Connection, given: Feedback, turn: str) -> bool:
    kept = connection.execute(select(feedback_table.c.at).where(feedback_table.c.turn == turn)).scalar()
    if kept and kept >= given.at:
        return False
    feedback.give(connection, given.model_copy(update={"turn": turn}))
    return True


def _owned_state(state: CardState, into: str) -> CardState:
    return state.model_copy(update={"learner": into})


def _merge_state(connection: Connection, state: CardState) -> bool:
    kept = cards.state(connection, state.learner, state.card)
    if kept and kept.updated >= state.updated:
        return False
    put(connection, card_states, state.model_dump())
    return True


def _merge_review(connection: Connection, review: Review, into: str) -> bool:
    identity, new = _settled(connection, reviews, review.id, into)
    if new:
        changes: dict[str, Any] = {"id": identity, "learner": into, "after": _owned_state(review.after, into)}
        changes["before"] = _owned_state(review.before, into) if review.before else None
        cards.add_review(connection, review.model_copy(update=changes))
    return new


def _merge_result(connection: Connection, result: QuizResult, into: str) -> bool:
    identity, new = _settled(connection, quiz_results, result.id, into)
    if new:
        practice.add_result(connection, result.model_copy(update={"id": identity, "learner": into}))
    return new


def _merge_reading(connection: Connection, place: Reading) -> bool:
    same = (reading.c.learner == place.learner) & (reading.c.topic == place.topic) & (reading.c.section == place.section)
    kept = connection.execute(select(reading.c.read_at).where(same)).scalar()
    if kept and kept >= place.read_at:
        return False
    put(connection, reading, place.model_dump())
    return True


def _merge_exam(connection: Connection, exam: ExamRow, into: str) -> bool:
    """An exam that is finished in the file ends the same one that is open here."""
    identity, new = _settled(connection, exam_table, exam.id, into)
    if not new and (exam.finished is None or exams.find(connection, into, identity).finished is not None):
        return False
    exams.save(connection, exam.model_copy(update={"id": identity, "learner": into}))
    return True


def _merge_note(connection: Connection, note: Note, into: str) -> bool:
    identity, new = _settled(connection, notes.notes, note.id, into)
    kept = None if new else connection.execute(select(notes.notes.c.updated).where(notes.notes.c.id == identity)).scalar()
    if kept and kept >= note.updated:
        return False
    notes.keep(connection, note.model_copy(update={"id": identity, "learner": into}))
    return True


def _merge_preferences(connection: Connection, chosen: Preferences, into: str) -> bool:
    kept = preferences.find(connection, into)
    if kept and kept.updated >= chosen.updated:
        return False
    preferences.choose(connection, into, chosen)
    return True
