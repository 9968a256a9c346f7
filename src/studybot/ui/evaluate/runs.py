"""The runs of a course as the page lists them."""

from contextlib import suppress
from pathlib import Path

from studybot.errors import StudybotError
from studybot.evaluate.folder import KeptRun, kept_runs, read_summary
from studybot.evaluate.plots import trend
from studybot.evaluate.summary import Measured
from studybot.opened import Opened
from studybot.types import Value

SHOWN = {"right": "right", "recall_at_5": "found in the first five", "complete": "complete", "false_answers": "false answers"}
TREND, TREND_RUNS = "right", 30  # the measure that is drawn over the latest runs of a dataset


class RunLine(Value):
    """A run in the list; `numbers` are its main measures, none while it is unfinished."""

    name: str
    dataset: str
    started: str
    questions: int
    finished: bool
    numbers: tuple[tuple[str, str], ...] = ()


def runs_of(course: Opened) -> Path:
    """Return the folder of a course's runs."""
    return course.settings.data / "runs"


def title_of(run: KeptRun) -> str:
    """Return what a run is called."""
    return f"{run.record.dataset}, {run.record.started:%d %B %Y, %H:%M:%S} UTC"


def trends(course: Opened) -> list[tuple[str, str]]:
    """Return for each dataset with two finished runs or more, how the share of right answers went."""
    points: dict[tuple[str, str], list[tuple[str, Measured]]] = {}
    for run in reversed(kept_runs(runs_of(course))):
        with suppress(StudybotError):
            measured = read_summary(runs_of(course) / run.name).measures[TREND]
            own = points.setdefault((run.record.dataset, run.record.dataset_digest), [])
            own.append((f"{run.record.started:%d %B %Y, %H:%M}", measured))
    drawn = [(name, trend(found[-TREND_RUNS:], "right answers")) for (name, _), found in points.items()]
    return [(name, plot) for name, plot in drawn if plot]


def line_of(course: Opened, run: KeptRun) -> RunLine:
    """Return a run as a line of the list."""
    record = run.record
    started = f"{record.started:%d %B %Y, %H:%M:%S} UTC"
    line = RunLine(name=run.name, dataset=record.dataset, started=started, questions=record.questions, finished=False)
    try:
        summary = read_summary(runs_of(course) / run.name)
    except StudybotError:
        return line
    values = [(label, summary.measures[name].value) for name, label in SHOWN.items()]
    numbers = tuple((label, "–" if value is None else f"{value:.1%}") for label, value in values)
    return line.model_copy(update={"finished": True, "numbers": numbers})
