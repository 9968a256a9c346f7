"""What takes long on the Material page: reading a draft and publishing it, one at a time for each course."""

import logging
import threading
from collections.abc import Callable
from typing import Literal

from studybot.errors import Conflict, StudybotError
from studybot.index.encode import Progress
from studybot.types import Value

_log = logging.getLogger(__name__)


class State(Value):
    """How far it is; `text` says how it ended."""

    stage: Literal["idle", "running", "done", "failed"] = "idle"
    what: str = ""
    done: int = 0
    total: int = 0
    text: str = ""


class Job:
    """The work that runs, or the last one that did."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self.state = State()

    def start(self, what: str, work: Callable[[Progress], str]) -> None:
        """Begin; Conflict while something else runs."""
        with self._lock:
            if self.state.stage == "running":
                raise Conflict("The course is being read or published just now: wait until that is done.")
            self.state = State(stage="running", what=what)
        threading.Thread(target=self._run, args=(what, work), daemon=True, name="material").start()

    def _run(self, what: str, work: Callable[[Progress], str]) -> None:
        try:
            self.state = State(stage="done", what=what, text=work(self._tell))
        except StudybotError as error:
            self.state = State(stage="failed", what=what, text=str(error))
        except Exception:  # whatever happened: the page says so, and the log keeps the trace
            _log.exception("the material could not be read or published")
            text = "Something went wrong on the server; the published course is as it was. The cause is in the server's log."
            self.state = State(stage="failed", what=what, text=text)

    def _tell(self, done: int, total: int) -> None:
        self.state = self.state.model_copy(update={"done": done, "total": total})
