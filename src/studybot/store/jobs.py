"""What all servers share: work under a lease, which index is new, and how much somebody sent in a window of time."""

import hmac
from collections.abc import Collection, Mapping
from datetime import datetime

from sqlalchemy import ColumnElement, Select, and_, delete, insert, or_, select, update

from studybot.errors import Conflict
from studybot.store.database import Database
from studybot.store.owned import learners_key
from studybot.store.rows import Job, Stage
from studybot.store.schema import jobs, keys, rates

OPEN = ("waiting", "running")


class Jobs:
    """The work of each room."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def post(self, job: Job) -> None:
        """Ask for work, in place of what was done in its room before; Conflict while something is done there."""
        with self._database.write():
            before = self.last(job.room)
            if before and before.stage in OPEN:
                raise Conflict(f"{before.kind} is at work: wait until that is done")
            self._database.change(delete(jobs).where(jobs.c.room == job.room))
            self._database.change(insert(jobs).values(job.model_dump()))

    def last(self, room: str) -> Job | None:
        """Return the work of a room, or the last that was done there."""
        return self._database.value(select(jobs).where(jobs.c.room == room), Job)

    def take(self, kinds: Collection[str], owner: str, at: datetime, until: datetime) -> Job | None:
        """Take work that waits, or whose server was not heard of in time, and return it; None when there is none.

        Of all servers that look at once, one gets it.
        """
        if not self._database.rows(_free(kinds, at)):  # most looks find nothing, and hold up no writer
            return None
        with self._database.write():
            job = self._database.value(_free(kinds, at).with_for_update(skip_locked=True), Job)
            if job is None:
                return None
            taken = job.model_copy(update={"stage": "running", "owner": owner, "until": until, "tries": job.tries + 1})
            self._database.change(update(jobs).where(jobs.c.room == job.room).values(taken.model_dump()))
        return taken

    def renew(self, job: Job, until: datetime, done: int, total: int) -> bool:
        """Say that work goes on, and how far it is; False when it is to be stopped, or another server has it."""
        with self._database.write():
            kept = self._database.change(update(jobs).where(_mine(job)).values(until=until, done=done, total=total))
            now = self.last(job.room)
        return kept == 1 and now is not None and not now.stop

    def end(self, job: Job, stage: Stage, text: str) -> bool:
        """Say how work ended; False, and nothing is changed, when another server has it."""
        changes = {"stage": stage, "text": text, "done": job.done, "total": job.total}
        return self._database.change(update(jobs).where(_mine(job)).values(changes)) == 1

    def stop(self, room: str) -> None:
        """Ask whoever does the work of a room to stop soon."""
        self._database.change(update(jobs).where(jobs.c.room == room, jobs.c.stage.in_(OPEN)).values(stop=True))


def _free(kinds: Collection[str], at: datetime) -> Select[tuple[object, ...]]:
    lost = and_(jobs.c.stage == "running", jobs.c.until < at)
    return select(jobs).where(jobs.c.kind.in_(kinds), or_(jobs.c.stage == "waiting", lost)).order_by(jobs.c.room).limit(1)


def _mine(job: Job) -> ColumnElement[bool]:
    return and_(jobs.c.room == job.room, jobs.c.id == job.id, jobs.c.owner == job.owner, jobs.c.stage == "running")


_NAME = "index"


class Generations:
    """Which index a course has now: what was announced last, as a shared folder may show the old one for a minute."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def announced(self) -> str:
        """Return the digest of the index that was announced last, "" when none was."""
        rows = self._database.rows(select(keys.c.value).where(keys.c.name == _NAME))
        return str(rows[0].value) if rows else ""

    def announce(self, digest: str) -> None:
        """Tell all servers of this database that there is a new index."""
        with self._database.write():
            if self.announced() != digest:
                self._database.put(keys, {"name": _NAME, "value": digest})


class Rates:
    """How much somebody sent to all servers together, a number for each window of time."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def add(self, counted: Mapping[str, int], at: datetime, until: datetime) -> dict[str, int]:
        """Add to some numbers and return what they are now; they count `until` then, and what does not `at` present goes."""
        with self._database.write():
            secret = learners_key(self._database).encode()
            names = {hmac.digest(secret, f"rate/{key}".encode(), "sha256").hex(): key for key in counted}
            self._database.change(delete(rates).where(rates.c.until <= at))
            for name, key in names.items():
                self._add(name, counted[key], until)
            rows = self._database.rows(select(rates.c.key, rates.c.count).where(rates.c.key.in_(names)))
        return {names[row.key]: row.count for row in rows}

    def _add(self, key: str, count: int, until: datetime) -> None:
        more = update(rates).where(rates.c.key == key).values(count=rates.c.count + count)
        if count and not self._database.change(more):
            self._database.change(insert(rates).values(key=key, count=count, until=until))
