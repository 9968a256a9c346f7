"""The Evaluate page: a dataset is chosen, answered and measured; runs are read, compared and taken away."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Literal, NamedTuple

from pydantic import Field

from studybot.errors import NotFound
from studybot.evaluate.feedback import append_cases, cases_from_thumbs
from studybot.evaluate.folder import ANSWERS, MEASURES, KeptRun, kept_runs, new_run, read_record
from studybot.evaluate.report import render_report
from studybot.opened import Opened
from studybot.served import Served
from studybot.ui.evaluate import datasets, review
from studybot.ui.evaluate.running import Evaluating, State
from studybot.ui.evaluate.runs import line_of, runs_of, title_of, trends
from studybot.ui.frame.actions import Action, Actions, Changes, Download, Html, Identifier, Request, Text, action, bound, line
from studybot.ui.frame.shell import Frame
from studybot.ui.frame.templates import fill

FILES = {"answers": ANSWERS, "measures": MEASURES}


class Upload(Request):
    """A dataset's file."""

    name: str = Field(max_length=500)
    text: str


class Start(Request):
    """A dataset to evaluate, or a run to go on with."""

    dataset: str = Field(default="", max_length=300)
    run: str = Field(default="", max_length=300)


class Open(Request):
    """A run to read, compared with another when `against` names one."""

    run: Identifier
    against: str = Field(default="", max_length=300)


class Take(Request):
    """A run's file to take away."""

    run: Identifier
    file: Literal["answers", "measures"]


CHANGES: Changes = {
    "start": line("Began to evaluate {dataset} {run}"),
    "cancel": line("Stopped the evaluation"),
    "upload": line("Added the dataset {name}"),
    "feedback": line("Made a dataset of what learners rated"),
    **review.CHANGES,
}


class Bench(NamedTuple):
    """What the page works with: the course, and the evaluation that runs."""

    studybot: Served
    evaluating: Evaluating


class Shown(State):
    """The datasets and runs as HTML, the finished runs with their titles, and how far the evaluation is."""

    datasets: str
    runs: str
    finished: tuple[tuple[str, str], ...]


class Uploaded(Text):
    """A dataset that was added, by its name."""

    dataset: str


class Cases(Text):
    """The feedback dataset as a file."""

    name: str
    content: str


class Report(Html):
    """A run's report, and what it is called."""

    title: str


def page(frame: Frame) -> None:
    """Build the page inside a route."""
    frame.surface("evaluate", lambda _: fill("evaluate/page"), "evaluate/review.js", actions, changes=CHANGES)


def actions(studybot: Served) -> dict[str, Action]:
    """Return what the page's script may call; the evaluation that runs is one for all who have the page open."""
    bench = Bench(studybot, Evaluating(studybot))
    return bound(ACTIONS, bench) | review.actions(studybot)


@action
def show(bench: Bench, _: Request) -> Shown:
    """Return the datasets and runs as HTML, and how far the evaluation is."""
    studybot, evaluating = bench
    thumbs, lost = cases_from_thumbs(studybot.store)
    running = evaluating.state.run if evaluating.state.stage == "running" else ""
    lines = [line_of(studybot.opened, run) for run in kept_runs(runs_of(studybot.opened)) if run.name != running]
    return Shown(
        datasets=fill("evaluate/datasets", offered=datasets.offered(studybot.settings), thumbs=len(thumbs), lost=lost),
        runs=fill("evaluate/runs", runs=lines, trends=trends(studybot.opened)),
        finished=tuple((line.name, f"{line.dataset}, {line.started}") for line in lines if line.finished),
        **evaluating.state.model_dump(),
    )


@action
def state(bench: Bench, _: Request) -> State:
    """Return how far the evaluation is."""
    return bench.evaluating.state


@action
def start(bench: Bench, asked: Start) -> State:
    """Evaluate a dataset into a new run, or go on with one that was not finished."""
    studybot, evaluating = bench
    if asked.run:
        folder = _folder(studybot.opened, asked.run)
        record = read_record(folder)
        dataset = datasets.with_digest(studybot.settings, record.dataset_digest)
        if dataset is None:
            raise NotFound(f"The questions of {asked.run!r} were changed or removed meanwhile: evaluate the dataset anew.")
        evaluating.start(dataset, folder, block=record.block)
    else:
        dataset = datasets.chosen(studybot.settings, asked.dataset)
        evaluating.start(dataset, new_run(runs_of(studybot.opened), dataset.name, datetime.now(UTC)))
    return evaluating.state


@action
def cancel(bench: Bench, _: Request) -> State:
    """Stop the evaluation soon."""
    bench.evaluating.cancel()
    return bench.evaluating.state


@action
def upload(bench: Bench, asked: Upload) -> Uploaded:
    """Check an uploaded dataset against the course and keep it."""
    texts = {document.id: document.text for document in bench.studybot.documents}
    added = datasets.add(bench.studybot.settings, asked.name, asked.text, texts)
    return Uploaded(dataset=added, text=f"{asked.name} is sound: every line is a question, every quote is in the course.")


@action
def feedback(bench: Bench, _: Request) -> Cases:
    """Turn the thumbs down of the chat into lines of the feedback dataset and return that file."""
    path = datasets.added_folder(bench.studybot.settings) / datasets.FEEDBACK
    cases = cases_from_thumbs(bench.studybot.store)[0]
    added = append_cases(path, cases)
    if not path.exists():
        raise NotFound("Nobody has given a thumbs-down yet: there is nothing to make questions of.")
    count = f"{len(added):,} new question{'' if len(added) == 1 else 's'}" if added else "Nothing new"
    text = f"{count} in {datasets.FEEDBACK}. Add the quotes that answer each one, then upload the file."
    return Cases(name=datasets.FEEDBACK, content=path.read_text(encoding="utf-8"), text=text)


@action
def open_run(bench: Bench, asked: Open) -> Report:
    """Return the report of a run, compared with another one when that is asked for."""
    run = _folder(bench.studybot.opened, asked.run)
    base = _folder(bench.studybot.opened, asked.against) if asked.against else None
    return Report(html=render_report(run, base=base), title=title_of(KeptRun(name=asked.run, record=read_record(run))))


@action
def file(bench: Bench, asked: Take) -> Download:
    """Return a file of a run."""
    path = _folder(bench.studybot.opened, asked.run) / FILES[asked.file]
    try:
        return Download(name=f"{asked.run}-{path.name}", text=path.read_text(encoding="utf-8"))
    except OSError as error:
        raise NotFound(
            f"{path.name!r} of {asked.run!r} cannot be read ({error.strerror}): evaluate the dataset anew."
        ) from error


def _folder(course: Opened, name: str) -> Path:
    """The folder of a run by its name in the list: a path that leads elsewhere is no name."""
    if name not in {run.name for run in kept_runs(runs_of(course))}:
        raise NotFound(f"There is no run {name!r} any more: reload the page.")
    return runs_of(course) / name


ACTIONS: Actions[Bench] = {
    "show": show,
    "state": state,
    "start": start,
    "cancel": cancel,
    "upload": upload,
    "feedback": feedback,
    "open": open_run,
    "file": file,
}
