"""The work list: questions that got no good answer, what an instructor says of them, and asking them again."""

from datetime import UTC, datetime
from typing import Literal

from pydantic import Field

from studybot.coverage.answered import OWN_ANSWERS, add_bank_question, add_own_answer, quoted
from studybot.coverage.groups import question_key
from studybot.coverage.worklist import WorkItem, mark_item, recheck
from studybot.errors import NotFound
from studybot.evaluate.case import Case
from studybot.evaluate.feedback import append_cases
from studybot.opened import Opened
from studybot.shown import csv_text
from studybot.store import WorkStatus
from studybot.types import Passage, Question
from studybot.ui.coverage.desk import Desk, said
from studybot.ui.frame.actions import Download, Html, Identifier, Request, action
from studybot.ui.frame.links import passage_link
from studybot.ui.frame.paging import leaf
from studybot.ui.frame.templates import fill

ITEMS = 10  # of a page
FOUND = 6  # passages that a search offers
COLUMNS = "key status question asked refused doubtful thumbs_down first last nearest passage note".split()
STATUSES: dict[WorkStatus, tuple[str, str]] = {
    "open": ("partly", "Open"),
    "will_add": ("pen", "Will add"),
    "out_of_scope": ("outside", "Out of scope"),
    "answered": ("check", "Answered"),
}


class Listed(Request):
    """One page of the work list."""

    status: Literal["", "open", "wrong", "everyday", "will_add", "out_of_scope", "answered"] = "open"
    page: int = 1


class Marked(Listed):
    """What an instructor says of an item; `passage` answers it, or `own` words do, which become part of the course.

    `bank` asks to add its question to the course's bank.
    """

    key: Identifier
    mark: WorkStatus
    passage: str = Field(default="", max_length=400)
    own: str = Field(default="", max_length=4000)
    note: str = Field(default="", max_length=2000)
    bank: bool = False


class Looked(Request):
    """Words to find a passage by."""

    words: str = Field(min_length=1, max_length=300)
    key: Identifier


class WorkList(Html):
    """A page of the work list; `behind` while questions are still being grouped."""

    behind: bool


class Done(Html):
    """A page of the work list after a change, what was done, and to which question."""

    said: str
    question: str = ""


class Rechecked(Done):
    """What is answered now, beside the work list."""

    closed: str


@action
def show(desk: Desk, wanted: Listed) -> WorkList:
    """Return one page of the work list."""
    html = _drawn(desk, wanted)
    return WorkList(html=html, behind=desk.grouping.is_behind())


def _drawn(desk: Desk, wanted: Listed) -> str:
    items = desk.work_items()
    chosen = [item for item in items if _listed(item, wanted.status)]
    counts = {name: sum(_listed(item, name) for item in items) for name in (*STATUSES, "wrong", "everyday")}
    passages = _passages(desk.studybot.opened)
    page = leaf(chosen, wanted.page, ITEMS)
    near = {item.key: [_offered(passages[one]) for one in item.nearest if one in passages] for item in page.rows}
    closed = {
        item.key: _offered(passages[item.mark.passage])
        for item in page.rows
        if item.mark is not None and item.mark.passage in passages
    }
    return fill(
        "coverage/work",
        leaf=page,
        counts=counts,
        total=len(items),
        status=wanted.status,
        behind=desk.grouping.is_behind(),
        statuses=STATUSES,
        near=near,
        closed=closed,
    )


def _listed(item: WorkItem, status: str) -> bool:
    """Whether an item stands in a list: of its status, of all, or of those open ones that are told apart.

    These are everyday talk, which is no work, and what was probably answered wrongly.
    """
    if status == "everyday":
        return item.everyday
    if status in ("wrong", "open"):
        return item.status == "open" and not item.everyday and (status == "open" or item.answered_wrongly)
    return not status or item.status == status


@action
def mark(desk: Desk, wanted: Marked) -> Done:
    """Keep a mark; what answers becomes a test case and, if wanted, a question of the bank, and is found at once."""
    item = _item(desk, wanted.key)
    now, said, answering = datetime.now(UTC), "", wanted.passage
    if wanted.mark == "answered" and wanted.own.strip():
        answering = _own(desk, item, wanted.own)
        said = " Your answer is part of the course now, marked as yours."
    elif wanted.mark == "answered" and wanted.passage:
        passage = _passages(desk.studybot.opened).get(wanted.passage)
        if passage is None:
            raise NotFound("this passage is no longer in the course: choose another one")
        said = _learn(desk.studybot.opened, item, passage, bank=wanted.bank)
        if wanted.bank:
            desk.bring_index_up_to_date()
    mark_item(desk.studybot.store.work, wanted.key, wanted.mark, at=now, passage=answering, note=wanted.note.strip())
    return Done(html=_drawn(desk, wanted), said=f"Marked: {STATUSES[wanted.mark][1].lower()}.{said}", question=item.label)


def _own(desk: Desk, item: WorkItem, text: str) -> str:
    """Put an instructor's own words into the course, index them, and return the id of their passage."""
    add_own_answer(desk.studybot.settings.course, item.label, text)
    desk.bring_index_up_to_date()
    wanted = " ".join(item.label.split())
    own = [passage for passage in desk.studybot.passages if passage.source == OWN_ANSWERS and passage.path[-1:] == (wanted,)]
    if not own:
        raise NotFound(f"Your answer is in {OWN_ANSWERS!r} of the course, and no passage came of it: look at the file.")
    _add_case(desk.studybot.opened, item, own[-1])
    return own[-1].id


def _learn(course: Opened, item: WorkItem, passage: Passage, *, bank: bool) -> str:
    """Keep the test case, add the bank's question, and return what was done."""
    added = bank and add_bank_question(course.settings.course, passage, item.label)
    kept = _add_case(course, item, passage)
    said = " It is a test case now." if kept else " It was a test case before."
    if bank:
        said += " The bank asks it too, and it is found from now on." if added else " The bank asks it already."
    return said


def _add_case(course: Opened, item: WorkItem, passage: Passage) -> bool:
    """Keep an item as a test case that wants a passage; whether it is a new one."""
    case = Case(
        id=f"work-{question_key(item.label)}",
        question=item.label,
        topic=passage.topic,
        paraphrase=True,
        evidence=((quoted(passage),),),
    )
    return bool(append_cases(course.settings.data / "datasets" / "work.jsonl", [case]))


@action
def find(desk: Desk, wanted: Looked) -> Html:
    """Return passages that may answer an item, found by words."""
    assistant = desk.studybot.assistant
    understood = assistant.meaning.understand(Question(text=wanted.words))
    hits = assistant.retrieve(understood, assistant.encode([understood])[0])[:FOUND]
    return Html(html=fill("coverage/offers", key=wanted.key, offers=[_offered(hit.passage) for hit in hits]))


@action
def again(desk: Desk, wanted: Listed) -> Rechecked:
    """Bring the index up to date, ask the open items again, and say which ones are answered now."""
    renewed = desk.bring_index_up_to_date()
    studybot = desk.studybot
    results = recheck(desk.work_items(), studybot.assistant.ask_many, studybot.store.work, at=datetime.now(UTC))
    closed = [one for one in results if one.result == "closed"]
    said = "The course had changed and was indexed again. " if renewed else ""
    said += f"{len(closed):,} of {len(results):,} questions {'is' if len(closed) == 1 else 'are'} answered now."
    if not results:
        said += " There was nothing to ask again."
    passages = _passages(studybot.opened)
    links = [(one.label, _offered(passages[one.passage])) for one in closed if one.passage in passages]
    return Rechecked(html=_drawn(desk, wanted), said=said, closed=fill("coverage/closed", said=said, closed=links))


def _item(desk: Desk, key: str) -> WorkItem:
    found = next((item for item in desk.work_items() if item.key == key), None)
    if found is None:
        raise NotFound("this question is no longer on the list: its learner deleted it, or the page is old; reload it")
    return found


def _passages(course: Opened) -> dict[str, Passage]:
    return {passage.id: passage for passage in course.passages}


def _offered(passage: Passage) -> tuple[str, str, str, str]:
    """A passage to choose: id, section, address and its beginning without Markdown's signs."""
    return passage.id, " › ".join(passage.path), passage_link(passage, passage), said(passage.text)


@action
def take(desk: Desk, _: Request) -> Download:
    """Return the work list as CSV; none of its questions when the setting lets none out."""
    items = desk.work_items() if desk.studybot.settings.question_log != "off" else ()
    text = csv_text(COLUMNS, ([_cell(item, name) for name in COLUMNS] for item in items))
    return Download(name=f"work-list-{datetime.now(UTC):%Y-%m-%d}.csv", text=text)


def _cell(item: WorkItem, name: str) -> object:
    if name in ("passage", "note"):
        return getattr(item.mark, name) if item.mark else ""
    value = getattr(item, {"question": "label", "asked": "count"}.get(name, name))
    return f"{value:%Y-%m-%d}" if isinstance(value, datetime) else "; ".join(value) if isinstance(value, tuple) else value
