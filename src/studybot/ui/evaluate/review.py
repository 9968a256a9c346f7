"""Review on the Evaluate page: proposals judged one after the other, readers compared, what was accepted made a dataset."""

from datetime import UTC, datetime
from itertools import combinations
from pathlib import Path
from typing import Literal, NamedTuple

from markupsafe import Markup
from pydantic import Field

from studybot.errors import NotFound, UsageError
from studybot.evaluate.evidence import stands_in
from studybot.evaluate.folder import kept_runs
from studybot.evaluate.review import Proposal, Verdict, agreement, as_judged, latest, readers_of, reviewed
from studybot.evaluate.sheets import judge, proposals_of_run, propose, read_sheet, sheet_names, write_reviewed
from studybot.served import Served
from studybot.shown import one_line
from studybot.survey import proposals
from studybot.types import QUESTION_LIMIT, Value
from studybot.ui.evaluate import datasets
from studybot.ui.frame.actions import Action, Actions, Changes, Html, Identifier, Request, Text, action, bound, line
from studybot.ui.frame.templates import fill
from studybot.ui.html.section import section_html

PROPOSED = 30  # questions of each kind, at most
DRAFT = "draft"


class Wanted(Request):
    """A sheet, as a reader sees it; with `id`, a proposal of it to be judged again."""

    sheet: Identifier
    reader: str = Field(default="", max_length=80)
    id: str = Field(default="", max_length=200)


class OfRun(Request):
    """A run whose answers are to be judged."""

    run: Identifier


class Judged(Wanted):
    """What a reader says of one proposal; `quotes` has one a line, and is empty where the course does not answer."""

    id: Identifier
    judgement: Literal["accept", "reject", "correct"]
    question: str = Field(default="", max_length=QUESTION_LIMIT)
    quotes: str = Field(default="", max_length=20_000)
    note: str = Field(default="", max_length=2000)


CHANGES: Changes = {
    "draft": line("Had questions proposed to judge"),
    "review-run": line("Put the answers of {run} up to be judged"),
    "judge": line("Judged “{judged}” of {sheet}: {judgement}. {note}"),
    "reviewed": line("Made a dataset of what was accepted of {sheet}"),
}


class Shelf(NamedTuple):
    """The course, and the folder of its sheets."""

    studybot: Served
    folder: Path


class Drafted(Text):
    """What was proposed, and the sheet that it stands on."""

    sheet: str


class Sheet(Value):
    """The sheet to judge."""

    sheet: str


class Next(Html):
    """The proposal to judge next, how many are left, and the question that was judged just now."""

    left: int
    judged: str = ""


class Reviewed(Text):
    """A dataset made of what was accepted."""

    dataset: str


def actions(studybot: Served) -> dict[str, Action]:
    """Return what the page's script may call for the review."""
    shelf = Shelf(studybot, studybot.settings.data / "review")
    return bound(ACTIONS, shelf)


@action
def sheets(shelf: Shelf, _: Request) -> Html:
    """Return the sheets that there are."""
    return Html(html=fill("evaluate/sheets", sheets=[_line(shelf.folder, name) for name in sheet_names(shelf.folder)]))


@action
def draft(shelf: Shelf, _: Request) -> Drafted:
    """Propose questions from the course and what was asked of it."""
    added = propose(shelf.folder, DRAFT, proposals(shelf.studybot.opened, shelf.studybot.store, PROPOSED))
    return Drafted(sheet=DRAFT, text=f"{len(added):,} new question{'' if len(added) == 1 else 's'} to judge.")


@action
def of_run(shelf: Shelf, asked: OfRun) -> Sheet:
    """Put the answers of a run on a sheet."""
    runs = shelf.studybot.settings.data / "runs"
    if asked.run not in {one.name for one in kept_runs(runs)}:
        raise NotFound(f"There is no run {asked.run!r} any more: reload the page.")
    propose(shelf.folder, asked.run, proposals_of_run(runs / asked.run))
    return Sheet(sheet=asked.run)


@action
def next_one(shelf: Shelf, asked: Wanted) -> Next:
    """Return what this reader judges next."""
    return _shown(shelf.folder, asked.sheet, asked.reader, again=asked.id)


@action
def say(shelf: Shelf, asked: Judged) -> Next:
    """Keep a judgement and return what is judged next."""
    if not asked.reader.strip():
        raise UsageError("Say who is judging first: two readers can only be compared by their names.")
    quotes = tuple(line.strip() for line in asked.quotes.splitlines() if line.strip())
    corrects = asked.judgement == "correct"
    if corrects:
        _check(shelf.folder, asked, quotes, {document.id: document.text for document in shelf.studybot.documents})
    verdict = Verdict(
        id=asked.id,
        reader=asked.reader.strip(),
        judgement=asked.judgement,
        question=asked.question.strip() if corrects else "",
        quotes=quotes if corrects else (),
        note=asked.note,
        at=datetime.now(UTC),
    )
    judge(shelf.folder, asked.sheet, verdict)
    question = next((one.case.question for one in read_sheet(shelf.folder, asked.sheet)[0] if one.case.id == asked.id), "")
    return _shown(shelf.folder, asked.sheet, asked.reader.strip()).model_copy(update={"judged": question})


@action
def finish(shelf: Shelf, asked: Wanted) -> Reviewed:
    """Make a dataset of what was accepted."""
    cases, differing = reviewed(*read_sheet(shelf.folder, asked.sheet))
    if not cases:
        raise UsageError("Nothing is accepted yet, or readers differ on all of it: judge some questions first.")
    name = f"{asked.sheet}-reviewed.jsonl"
    write_reviewed(datasets.added_folder(shelf.studybot.settings) / name, cases)
    left = f" {len(differing):,} are left out: readers differ on them." if differing else ""
    text = f"{len(cases):,} question{'' if len(cases) == 1 else 's'} in {name}.{left}"
    return Reviewed(text=text, dataset=f"added/{name}")


def _check(folder: Path, asked: Judged, quotes: tuple[str, ...], texts: dict[str, str]) -> None:
    proposal = next((one for one in read_sheet(folder, asked.sheet)[0] if one.case.id == asked.id), None)
    missing = next((quote for quote in quotes if not any(stands_in(quote, text) for text in texts.values())), None)
    if missing is not None:
        raise UsageError(f"The quote {missing[:80]!r} does not stand in the course: copy it from there, one quote a line.")
    if proposal is not None:
        verdict = Verdict(
            id=asked.id, reader="-", judgement="correct", question=asked.question, quotes=quotes, at=datetime.now(UTC)
        )
        as_judged(proposal.case, verdict)


def _line(folder: Path, name: str) -> dict[str, object]:
    proposals, verdicts = read_sheet(folder, name)
    return {"name": name, "count": len(proposals), "judged": len(latest(verdicts)), "readers": readers_of(verdicts)}


def _shown(folder: Path, sheet: str, reader: str, *, again: str = "") -> Next:
    """The proposal to judge `again`, else the next one that this reader has not judged; how far it is; how readers agree."""
    proposals, verdicts = read_sheet(folder, sheet)
    judged = latest(verdicts)
    left = [one for one in proposals if reader not in judged.get(one.case.id, {})]
    found = [agreement(verdicts, one, other) for one, other in combinations(readers_of(verdicts)[:4], 2)]
    names = {one.case.id: one for one in proposals}
    own = list(dict.fromkeys(one.id for one in reversed(verdicts) if one.reader == reader and one.id in names))
    sooner = own[own.index(again) + 1 :] if again in own else own
    differing: list[tuple[Proposal, list[Verdict]]] = [
        (names[id], list(judged[id].values())) for id in reviewed(proposals, verdicts)[1]
    ]
    html = fill(
        "evaluate/review",
        sheet=sheet,
        one=names.get(again, left[0] if left else None),
        shown=lambda text: Markup(section_html(text, heading=4)),
        quoted=lambda quote: one_line(quote).strip(" ·"),
        before=sooner[0] if sooner else "",
        done=len(proposals) - len(left),
        count=len(proposals),
        agreements=[one for one in found if one.n],
        differing=differing,
    )
    return Next(html=html, left=len(left))


ACTIONS: Actions[Shelf] = {
    "sheets": sheets,
    "draft": draft,
    "review-run": of_run,
    "review": next_one,
    "judge": say,
    "reviewed": finish,
}
