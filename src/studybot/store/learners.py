"""Learners: their name, and everything that is theirs: moved to another id, or deleted."""

from sqlalchemy import ColumnElement, Connection, Table, delete, select, union, update

from studybot.store import question_log
from studybot.store.keys import learners_key, pseudonym
from studybot.store.notes import notes
from studybot.store.preferences import preferences
from studybot.store.rows import Learner
from studybot.store.schema import (
    asked,
    card_states,
    conversations,
    exams,
    feedback,
    learners,
    quiz_results,
    reading,
    reviews,
    turns,
)
from studybot.store.statements import put

_OWNED = (card_states, reviews, quiz_results, reading, exams, notes, preferences)


def find(connection: Connection, learner: str) -> Learner:
    """Return a learner; a browser that has chosen no name yet is a learner without one."""
    name = connection.execute(select(learners.c.name).where(learners.c.id == learner)).scalar()
    return Learner(id=learner, name=name or "")


def set_name(connection: Connection, learner: str, name: str) -> None:
    """Keep the name that a learner chose."""
    put(connection, learners, {"id": learner, "name": name})


def remove(connection: Connection, learner: str) -> dict[str, int]:
    """Delete everything of one learner, log lines included, and return how many rows of each table there were."""
    talks = select(conversations.c.id).where(conversations.c.learner == learner)
    said = select(turns.c.id).where(turns.c.conversation.in_(talks))
    counts = {"question_log": question_log.remove(connection, connection.execute(said).scalars().all())}
    counts["feedback"] = connection.execute(delete(feedback).where(feedback.c.turn.in_(said))).rowcount
    counts["turns"] = connection.execute(delete(turns).where(turns.c.conversation.in_(talks))).rowcount
    counts["conversations"] = _delete(connection, conversations, learner)
    counts |= {table.name: _delete(connection, table, learner) for table in _OWNED}
    counts["learners"] = connection.execute(delete(learners).where(learners.c.id == learner)).rowcount
    return counts


def _delete(connection: Connection, table: Table, learner: str) -> int:
    return connection.execute(delete(table).where(table.c.learner == learner)).rowcount


def move(connection: Connection, former: str, learner: str) -> dict[str, int]:
    """Give everything of `former` to `learner`, whose own stays, and return how many rows of each table were moved."""
    if former == learner:
        return {}
    counts = {}
    for table in (conversations, *_OWNED, learners):
        name = table.c.id if table is learners else table.c.learner
        if table in (card_states, reading, preferences, learners):
            connection.execute(delete(table).where(name == former, _has_too(table, learner)))
        counts[table.name] = connection.execute(update(table).where(name == former).values({name: learner})).rowcount
    key = learners_key(connection)
    hidden, shown = pseudonym(key, former), pseudonym(key, learner)
    counts[asked.name] = connection.execute(update(asked).where(asked.c.learner == hidden).values(learner=shown)).rowcount
    _rename_reviews(connection, former, learner)
    return counts


def _has_too(table: Table, learner: str) -> ColumnElement[bool]:
    """Whether `learner` has a row for the same thing as the row at hand."""
    if table is learners:
        return select(learners.c.id).where(learners.c.id == learner).exists()
    other = table.alias()
    same = [other.c[one.name] == one for one in table.primary_key.columns if one.name != "learner"]
    return select(other.c.learner).where(other.c.learner == learner, *same).exists()


def _rename_reviews(connection: Connection, former: str, learner: str) -> None:
    """A review holds two schedules, which name their learner too."""
    query = select(reviews.c.sequence, reviews.c.before, reviews.c.after).where(reviews.c.learner == learner)
    for row in connection.execute(query).all():
        if row.after.get("learner") == former:
            before = row.before and row.before | {"learner": learner}
            changed = {"before": before, "after": row.after | {"learner": learner}}
            connection.execute(update(reviews).where(reviews.c.sequence == row.sequence).values(changed))


def behind(connection: Connection, name: str) -> str:
    """Return the id of the learner that has this id or goes by this name in the question log; `name` when nobody does."""
    key = learners_key(connection)
    owners = union(*(select(table.c.learner) for table in (conversations, *_OWNED)))
    return next((one for one in connection.execute(owners).scalars() if pseudonym(key, one) == name), name)
