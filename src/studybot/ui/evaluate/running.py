"""One evaluation at a time, in the background of the server: started, watched and cancelled by the Evaluate page."""

import logging
import threading
from pathlib import Path
from typing import Literal

from studybot.errors import Conflict, StudybotError
from studybot.evaluate.dataset import Dataset
from studybot.survey import evaluate
from studybot.types import Value
from studybot.wiring import Studybot

Stage = Literal["idle", "running", "finished", "cancelled", "failed"]

BLOCK = 24  # questions answered together: the bar moves often, learners wait little, and cancelling is soon done

_log = logging.getLogger(__name__)


class State(Value):
    """How far the last evaluation is; `text` says how it ended."""

    stage: Stage = "idle"
    run: str = ""
    dataset: str = ""
    done: int = 0
    total: int = 0
    text: str = ""


class Evaluating:
    """The evaluation that runs, or the last one that did; its thread never outlives the server."""

    def __init__(self, studybot: Studybot) -> None:
        self._studybot = studybot
        self._lock = threading.Lock()
        self._state = State()
        self._stop = threading.Event()

    @property
    def state(self) -> State:
        """How far it is."""
        return self._state

    def start(self, dataset: Dataset, folder: Path, *, block: int = BLOCK) -> None:
        """Begin to evaluate a dataset into a run folder, or go on with it; Conflict while another evaluation runs."""
        with self._lock:
            if self._state.stage == "running":
                raise Conflict(f"{self._state.dataset!r} is being evaluated just now: wait until it is done, or cancel it.")
            self._stop = threading.Event()
            self._state = State(stage="running", run=folder.name, dataset=dataset.name, total=len(dataset.cases))
        thread = threading.Thread(target=self._run, args=(dataset, folder, block, self._stop), daemon=True, name="evaluation")
        thread.start()

    def cancel(self) -> None:
        """Ask the evaluation to stop after the questions that it is at; what was answered stays."""
        self._stop.set()

    def _run(self, dataset: Dataset, folder: Path, block: int, stop: threading.Event) -> None:
        try:
            summary = evaluate(self._studybot.opened, dataset, folder, progress=self._tell, cancelled=stop.is_set, block=block)
        except StudybotError as error:
            self._end("failed", str(error))
        except Exception:  # whatever happened: the page says so, and the log keeps the trace
            _log.exception("an evaluation of the page failed")
            self._end("failed", "The evaluation stopped: something went wrong on the server; the cause is in its log.")
        else:
            if summary is None:
                self._end("cancelled", "Cancelled. What was answered is kept: go on with it below.")
            else:
                self._end("finished", f"Done: {len(dataset.cases):,} questions of {dataset.name!r} answered and measured.")

    def _tell(self, done: int, total: int) -> None:
        self._state = self._state.model_copy(update={"done": done, "total": total})

    def _end(self, stage: Stage, text: str) -> None:
        self._state = self._state.model_copy(update={"stage": stage, "text": text})
