"""One learner's file: written whole, and merged back without duplicates."""

from collections.abc import Iterable, Mapping, Sequence, Set
from hashlib import sha256
from typing import Any, TypeVar

from pydantic import JsonValue
from pydantic_core import to_jsonable_python
from sqlalchemy import Table, select

from studybot.errors import DatasetError
from studybot.store.cards import Cards
from studybot.store.conversations import Conversations
from studybot.store.database import Database
from studybot.store.learner_file import LearnerFile, seal
from studybot.store.log import line_id
from studybot.store.notes import Chosen, Notes
from studybot.store.owned import Person, learners_key, rows_of
from studybot.store.practice import Exams, Practice
from studybot.store.rows import CardState, ExamRow, Learner, Note, Preferences, QuizResult, Reading, Review
from studybot.store.schema import asked, conversations, exams, feedback, notes, quiz_results, reading, reviews, turns
from studybot.types import Conversation, Feedback, Turn

Owned = TypeVar("Owned", Review, QuizResult)
_AT_ONCE = 500  # ids that one query asks for
_SECRET = frozenset({"password_hash"})  # columns that go into no file


class Transfer:
    """Reads and writes what a learner's file holds, within the transaction of whoever asks."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._conversations = Conversations(database)
        self._cards = Cards(database)
        self._practice = Practice(database)
        self._exams = Exams(database)
        self._notes = Notes(database)
        self._preferences = Chosen(database)

    def gather(self, learner: Learner, person: Person) -> LearnerFile:
        """Return everything of one learner."""
        talks = self._conversations.of_learner(learner.id, limit=None, shelf=None)
        said = tuple(turn for talk in talks for turn in self._conversations.turns(talk.id))
        key = learners_key(self._database)
        return LearnerFile(
            others=self._others(person),
            learner=learner,
            conversations=tuple(talks),
            turns=said,
            seals={turn.id: seal(key, turn.model_dump(mode="json")) for turn in said if not turn.imported},
            feedback=tuple(given for talk in talks for given in self._conversations.ratings(talk.id).values()),
            card_states=tuple(self._cards.states(learner.id)),
            reviews=tuple(self._cards.reviews(learner.id)),
            quiz_results=tuple(self._practice.results(learner.id)),
            reading=tuple(self._practice.reading(learner.id)),
            exams=tuple(self._exams.of_learner(learner.id)),
            notes=tuple(self._notes.of_learner(learner.id)),
            preferences=self._preferences.find(learner.id),
        )

    def _others(self, person: Person) -> dict[str, tuple[dict[str, JsonValue], ...]]:
        """Return the rows of a person in tables that an import does not read: for them to know, not to bring over."""
        said = select(turns.c.id).join(conversations, turns.c.conversation == conversations.c.id)
        said = said.where(conversations.c.learner == person.learner)
        lines = {line_id(row.id) for row in self._database.rows(said)}  # those that were logged anonymously, too
        found = {}
        for table, mine in rows_of(person):
            if table.name not in LearnerFile.model_fields:
                shown = [column for column in table.columns if column.name not in _SECRET]
                rows = [row._asdict() for row in self._database.rows(select(*shown).where(mine))]
                if table is asked:
                    rows += [row for line in sorted(lines) for row in self._line(line) if row["learner"] != person.pseudonym]
                found[table.name] = tuple(to_jsonable_python(row) for row in rows)
        return {name: rows for name, rows in found.items() if rows and name != "learners"}

    def _line(self, line: str) -> list[dict[str, Any]]:
        return [row._asdict() for row in self._database.rows(select(asked).where(asked.c.id == line))]

    def merge(self, file: LearnerFile, into: str, own: Set[str]) -> dict[str, int]:
        """Add what learner `into` does not have yet and return how many rows of each kind were added or renewed.

        All turns but those that are this server's `own` words (ids) are kept as imported.

        Of two versions of a card's schedule, a reading position or a feedback the later one stays.
        An id that belongs to somebody else is replaced by a hash of it and `into`, the same one at every import.
        """
        talk_ids, added_talks = self._merge_conversations(file.conversations, into)
        turn_ids, added_turns = self._merge_turns(file.turns, talk_ids, into, own)
        return {
            "conversations": added_talks,
            "turns": added_turns,
            "feedback": sum(self._merge_feedback(given, turn_ids[given.turn]) for given in file.feedback),
            "card_states": self._merge_states(file.card_states, into),
            "reviews": self._merge_reviews(file.reviews, into),
            "quiz_results": self._merge_results(file.quiz_results, into),
            "reading": sum(self._merge_reading(place.model_copy(update={"learner": into})) for place in file.reading),
            "exams": sum(self._merge_exam(exam, into) for exam in file.exams),
            "notes": sum(self._merge_note(note, into) for note in file.notes),
            "preferences": int(file.preferences is not None and self._merge_preferences(file.preferences, into)),
        }

    def _settled(self, table: Table, identity: str, into: str, known: Mapping[str, str] | None = None) -> tuple[str, bool]:
        """Return the id that a row of `into` goes by here, and whether it has to be added; `known` says whose which id is."""
        for candidate in _candidates(identity, into):
            owner = self._owner(table, candidate) if known is None else known.get(candidate)
            if owner is None or owner == into:
                return candidate, owner is None
        raise DatasetError(f"{identity!r} of this file belongs to somebody else: export the file again and import that")

    def _missing(self, table: Table, given: Sequence[Owned], into: str) -> list[Owned]:
        """Return what learner `into` does not have yet, as theirs, under the ids that it goes by here."""
        wanted = [candidate for one in given for candidate in _candidates(one.id, into)]
        known: dict[str, str] = {}
        for start in range(0, len(wanted), _AT_ONCE):
            query = select(table.c.id, table.c.learner).where(table.c.id.in_(wanted[start : start + _AT_ONCE]))
            known |= {row.id: row.learner for row in self._database.rows(query)}
        missing = []
        for one in given:
            identity, new = self._settled(table, one.id, into, known)
            if new:
                known[identity] = into
                missing.append(one.model_copy(update={"id": identity, "learner": into}))
        return missing

    def _owner(self, table: Table, identity: str) -> str | None:
        query = select(conversations.c.learner if table is turns else table.c.learner).where(table.c.id == identity)
        if table is turns:
            query = query.join(turns, turns.c.conversation == conversations.c.id)
        return next((str(row[0]) for row in self._database.rows(query)), None)

    def _merge_conversations(self, talks: Iterable[Conversation], into: str) -> tuple[dict[str, str], int]:
        ids: dict[str, str] = {}
        added = 0
        for talk in talks:
            ids[talk.id], new = self._settled(conversations, talk.id, into)
            if new:
                self._conversations.add(talk.model_copy(update={"id": ids[talk.id], "learner": into}))
                added += 1
        return ids, added

    def _merge_turns(
        self, asked: Iterable[Turn], talk_ids: dict[str, str], into: str, own: Set[str]
    ) -> tuple[dict[str, str], int]:
        ids: dict[str, str] = {}
        added = 0
        for turn in sorted(asked, key=lambda turn: turn.position):
            ids[turn.id], new = self._settled(turns, turn.id, into)
            if new:
                place = {"id": ids[turn.id], "conversation": talk_ids[turn.conversation]}
                moved = turn.model_copy(update=place | {"imported": turn.id not in own})
                # It was asked elsewhere: the question log counts what was asked here.
                self._conversations.record(moved, log="off")
                added += 1
        return ids, added

    def _merge_feedback(self, given: Feedback, turn: str) -> bool:
        earlier = self._database.rows(select(feedback.c.at).where(feedback.c.turn == turn))
        if earlier and earlier[0].at >= given.at:
            return False
        self._conversations.rate(given.model_copy(update={"turn": turn}))
        return True

    def _merge_states(self, states: Iterable[CardState], into: str) -> int:
        earlier = {state.card: state.updated for state in self._cards.states(into)}
        added = 0
        for state in states:
            if state.card not in earlier or earlier[state.card] < state.updated:
                self._cards.put(_owned(state, into))
                earlier[state.card] = state.updated
                added += 1
        return added

    def _merge_reviews(self, given: Sequence[Review], into: str) -> int:
        missing = self._missing(reviews, given, into)
        owned = (
            (one, {"before": one.before and _owned(one.before, into), "after": _owned(one.after, into)}) for one in missing
        )
        self._cards.add_reviews(one.model_copy(update=changes) for one, changes in owned)
        return len(missing)

    def _merge_results(self, given: Sequence[QuizResult], into: str) -> int:
        missing = self._missing(quiz_results, given, into)
        self._practice.add_results(missing)
        return len(missing)

    def _merge_reading(self, place: Reading) -> bool:
        same = (reading.c.learner == place.learner) & (reading.c.topic == place.topic) & (reading.c.section == place.section)
        earlier = self._database.rows(select(reading.c.read_at).where(same))
        if earlier and earlier[0].read_at >= place.read_at:
            return False
        self._practice.set_reading(place)
        return True

    def _merge_exam(self, exam: ExamRow, into: str) -> bool:
        """An exam that is finished in the file ends the same one that is open here."""
        identity, new = self._settled(exams, exam.id, into)
        if not new and (exam.finished is None or self._exams.find(into, identity).finished is not None):
            return False
        self._exams.save(exam.model_copy(update={"id": identity, "learner": into}))
        return True

    def _merge_note(self, note: Note, into: str) -> bool:
        identity, new = self._settled(notes, note.id, into)
        earlier = [] if new else self._database.rows(select(notes.c.updated).where(notes.c.id == identity))
        if earlier and earlier[0].updated >= note.updated:
            return False
        self._notes.keep(note.model_copy(update={"id": identity, "learner": into}))
        return True

    def _merge_preferences(self, chosen: Preferences, into: str) -> bool:
        earlier = self._preferences.find(into)
        if earlier and earlier.updated >= chosen.updated:
            return False
        self._preferences.choose(into, chosen)
        return True


def _candidates(identity: str, into: str) -> tuple[str, str]:
    """The id that a row of a file has, and the one that it gets where somebody else has that."""
    return identity, sha256(f"{into}/{identity}".encode()).hexdigest()[:32]


def _owned(state: CardState, into: str) -> CardState:
    return state.model_copy(update={"learner": into})
