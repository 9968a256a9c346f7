"""Work that one of all servers does, under a lease: who is not heard of in time has lost it to whoever takes it next."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import ColumnElement, Select, and_, delete, insert, or_, select, update

from studybot.errors import Conflict
from studybot.store.database import Database
from studybot.store.rows import Job, Stage
from studybot.store.schema import jobs

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
