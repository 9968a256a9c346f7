"""What takes long on the Material page: reading a draft and publishing it, one at a time for each course, by one server."""

from typing import Literal

from pydantic import JsonValue

from studybot.errors import Conflict
from studybot.jobs import Jobs, Work
from studybot.types import Value

ROOM = "material"


class State(Value):
    """How far it is; `text` says how it ended."""

    stage: Literal["idle", "running", "done", "failed"] = "idle"
    what: str = ""
    done: int = 0
    total: int = 0
    text: str = ""


class Job:
    """The work that runs, or the last one that did, whichever server does it."""

    def __init__(self, jobs: Jobs) -> None:
        self._jobs = jobs

    def learn(self, what: str, work: Work) -> None:
        """Let this server do what the page asks for."""
        self._jobs.learn(what, work)

    @property
    def state(self) -> State:
        """How far it is."""
        job = self._jobs.state(ROOM)
        if not job.id:
            return State()
        stage: Literal["running", "done", "failed"] = "running" if job.stage in ("waiting", "running") else "failed"
        if job.stage == "finished":
            stage = "done"
        return State(stage=stage, what=job.kind, done=job.done, total=job.total, text=job.text)

    def start(self, what: str, given: dict[str, JsonValue]) -> State:
        """Begin; Conflict while something else runs."""
        try:
            self._jobs.start(ROOM, what, given)
        except Conflict:
            raise Conflict("The course is being read or published just now: wait until that is done.") from None
        return self.state
