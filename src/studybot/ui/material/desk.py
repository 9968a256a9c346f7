"""What the Material page works on: the draft of one course, its versions, and the work that runs."""

from typing import Literal

from pydantic import JsonValue

from studybot.errors import Conflict, IndexUnusable
from studybot.index.manifest import load_manifest
from studybot.jobs import Jobs
from studybot.publish.draft import Draft
from studybot.publish.versions import Versions
from studybot.served import Served
from studybot.server import Server
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


class Desk:
    """The material of one course, as the page works on it."""

    def __init__(self, server: Server, studybot: Served) -> None:
        self.server = server
        self.studybot = studybot
        self.settings = studybot.settings
        self.draft = Draft(studybot.settings)
        self.versions = Versions(self.draft.home)
        self.job = Job(studybot.jobs)

    @property
    def drafted(self) -> Served:
        """The course as its draft would be."""
        return Served(self.draft.place, lambda: self.server.embedder)

    def seen(self) -> str:
        """The digest of the draft that was read last, "" when there is none."""
        try:
            return load_manifest(self.draft.place.index).digest if self.draft.exists else ""
        except IndexUnusable:
            return ""
