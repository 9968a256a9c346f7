"""The page as a whole: every page at its address, declared in one Gradio app that is mounted behind them."""

from collections.abc import Callable, Sequence
from contextlib import nullcontext
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from fastapi import Request
from fastapi.responses import HTMLResponse
from starlette.routing import Route

from studybot.evaluate.report import report_script
from studybot.library import course_name
from studybot.served import Served
from studybot.server import Server
from studybot.settings import is_local
from studybot.speech import phrase, t
from studybot.ui.ask import page as ask
from studybot.ui.ask.shelves import add_shared
from studybot.ui.coverage import page as coverage
from studybot.ui.evaluate import page as evaluate
from studybot.ui.evaluate.running import Evaluating
from studybot.ui.find.everything import add_find
from studybot.ui.frame.assets import add_assets, plain
from studybot.ui.frame.calls import add_calls
from studybot.ui.frame.courses import OneCourse
from studybot.ui.frame.reach import Lost, Reach
from studybot.ui.frame.shell import Frame
from studybot.ui.later import without
from studybot.ui.login.page import POLICY, Ways, add_joining, add_login, add_naming
from studybot.ui.material import page as material
from studybot.ui.material.desk import Desk
from studybot.ui.material.publishing import learn
from studybot.ui.people import page as people
from studybot.ui.practise import page as practise
from studybot.ui.settings import page as settings_page
from studybot.ui.study import page as study
from studybot.ui.study.pictures import add_pictures
from studybot.web.access import Access, Guard
from studybot.web.documents import Documents
from studybot.web.language import Language

if TYPE_CHECKING:
    from fastapi import FastAPI


DESCRIPTION = phrase(
    "Ask a course and get its own words back, each sentence with the place that proves it; read it, and practise it."
)


class Page(NamedTuple):
    """A page: its name in the navigation, its address, and the function that declares its surface."""

    name: str
    path: str
    build: Callable[[Frame], None]


PAGES = (
    Page(phrase("Ask"), "/", ask.page),
    Page(phrase("Study"), "/study", study.page),
    Page(phrase("Practise"), "/practise", practise.page),
)
# Reached from the header and the search.
OTHER_PAGES = (Page(phrase("Settings"), "/settings", settings_page.page),)
LEARNER_PAGES = (*PAGES, *OTHER_PAGES)
# Their surfaces say `instructors=True`, and their links come from the server to whoever may follow them.
INSTRUCTOR_PAGES = (
    Page("Coverage", "/coverage", coverage.page),
    Page("Evaluate", "/evaluate", evaluate.page),
    Page("Material", "/material", material.page),
    Page("People", "/people", people.page),
)


def mount(api: "FastAPI", studybot: Served, server: Server | None = None) -> "FastAPI":
    """Mount the pages at / of an HTTP server and return it; `server` has the courses beside the first one."""
    server = server or Server(studybot)
    server.workers += [Evaluating, lambda course: learn(Desk(server, course))]
    frame = Frame(server)
    for page in (*LEARNER_PAGES, *INSTRUCTOR_PAGES):
        page.build(frame)
    settings = studybot.settings
    access = Access(
        studybot.store.accounts,
        studybot.store.sessions,
        local=is_local(settings.host),
        rule=settings.instructors,
        first=course_name(settings),
    )
    add_assets(api)
    add_calls(api, frame.calls)
    add_pictures(api, studybot)
    add_find(api, frame)
    add_shared(api, frame, _links(PAGES), POLICY)
    ways = Ways(frame, access, api.state.signer, api.state.checks, _links(INSTRUCTOR_PAGES), _links(LEARNER_PAGES))
    for add in (add_login, add_joining, add_naming):
        add(api, ways)
    for page in (*LEARNER_PAGES, *INSTRUCTOR_PAGES):
        _add(api, frame, page)
    own = [route for route in api.routes if isinstance(route, Route)]
    api.add_middleware(Reach, own=own, tools=settings.mcp)
    api.add_middleware(Lost, page=partial(_lost, studybot))
    api.add_middleware(Guard, access=access, pages=frozenset(page.path.strip("/") for page in INSTRUCTOR_PAGES))
    api.add_middleware(
        OneCourse, frame=frame, pages=frozenset(page.path.rstrip("/") for page in (*LEARNER_PAGES, *INSTRUCTOR_PAGES))
    )
    if settings.mcp:
        _mount_blocks(api, frame)
    else:  # nobody calls its addresses, and importing it takes a second
        server.put_off.append(partial(_mount_blocks, api, frame))
    api.add_middleware(Documents, scripts=(report_script(),))
    api.add_middleware(Language)
    return api


def _mount_blocks(api: "FastAPI", frame: Frame) -> None:
    with nullcontext() if frame.server.settings.mcp else without("mcp"):  # which would be 26 MB and a second
        from studybot.ui.blocks import mount_blocks  # noqa: PLC0415

    mount_blocks(api, frame)


def _lost(studybot: Served) -> HTMLResponse:
    html = plain("frame/lost", title=t("No such page"), course=studybot.shown_course, links=_links(PAGES))
    return HTMLResponse(html, status_code=404, headers={"content-security-policy": POLICY})


def _links(pages: Sequence[Page]) -> list[tuple[str, str]]:
    """Names and addresses of pages."""
    return [(page.name, page.path) for page in pages]


def _add(api: "FastAPI", frame: Frame, page: Page) -> None:
    """Serve a page at its address, with or without a slash behind it."""

    def drawn(request: Request) -> HTMLResponse:
        name = page.path.strip("/") or "ask"
        html = frame.document(request, name, title=page.name, description=DESCRIPTION, links=_links(PAGES), here=page.path)
        return HTMLResponse(html)

    for path in dict.fromkeys((page.path, f"{page.path.rstrip('/')}/")):
        api.add_api_route(path, drawn, methods=["GET", "HEAD"], include_in_schema=False)
