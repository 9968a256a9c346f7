"""One evaluation at a time, in the background of a server: started, watched and cancelled by the Evaluate page."""

from pathlib import Path
from typing import Literal

from pydantic import JsonValue

from studybot.errors import Conflict, NotFound
from studybot.evaluate.dataset import Dataset
from studybot.jobs import Cancelled, Hands
from studybot.served import Served
from studybot.survey import evaluate
from studybot.types import Value
from studybot.ui.evaluate import datasets

BLOCK = 24  # questions answered together: the bar moves often, learners wait little, and cancelling is soon done
ROOM = KIND = "evaluation"
Stage = Literal["idle", "running", "finished", "cancelled", "failed"]


class State(Value):
    """How far the last evaluation is; `text` says how it ended."""

    stage: Stage = "idle"
    run: str = ""
    dataset: str = ""
    done: int = 0
    total: int = 0
    text: str = ""


class Evaluating:
    """The evaluation that runs, or the last one that did, whichever server does it; when that one dies another goes on."""

    def __init__(self, studybot: Served) -> None:
        self._studybot = studybot
        studybot.jobs.learn(KIND, self._work)

    @property
    def state(self) -> State:
        """How far it is."""
        job = self._studybot.jobs.state(ROOM)
        if not job.id:
            return State()
        run, dataset, total = (str(job.arguments.get(name, "")) for name in ("run", "dataset", "total"))
        stage: Stage = "running" if job.stage == "waiting" else job.stage
        return State(stage=stage, run=run, dataset=dataset, done=job.done, total=job.total or int(total), text=job.text)

    def start(self, dataset: Dataset, folder: Path, *, block: int = BLOCK) -> None:
        """Begin to evaluate a dataset into a run folder, or go on with it; Conflict while another evaluation runs."""
        given: dict[str, JsonValue] = {
            "run": folder.name,
            "dataset": dataset.name,
            "digest": dataset.digest,
            "block": block,
            "total": len(dataset.cases),
        }
        try:
            self._studybot.jobs.start(ROOM, KIND, given)
        except Conflict:
            raise Conflict(
                f"{self.state.dataset!r} is being evaluated just now: wait until it is done, or cancel it."
            ) from None

    def cancel(self) -> None:
        """Ask the evaluation to stop after the questions that it is at; what was answered stays."""
        self._studybot.jobs.stop(ROOM)

    def _work(self, given: dict[str, JsonValue], hands: Hands) -> str:
        settings, run = self._studybot.settings, str(given["run"])
        dataset = datasets.with_digest(settings, str(given["digest"]))
        if dataset is None:
            raise NotFound(f"The questions of {run!r} were changed or removed meanwhile: evaluate the dataset anew.")
        folder, block = settings.data / "runs" / run, int(str(given["block"]))
        opened = self._studybot.opened
        summary = evaluate(opened, dataset, folder, progress=hands.progress, cancelled=hands.stopped, block=block)
        if summary is None:
            raise Cancelled("Cancelled. What was answered is kept: go on with it below.")
        return f"Done: {len(dataset.cases):,} questions of {dataset.name!r} answered and measured."
