"""Who may come in as a learner: everybody, who gave a name, or who has a seat in the course."""

from datetime import UTC, datetime

from fastapi.concurrency import run_in_threadpool
from fastapi.responses import JSONResponse, RedirectResponse
from starlette.requests import Request
from starlette.types import ASGIApp, Receive, Scope, Send

from studybot.errors import StudybotError
from studybot.library import course_name
from studybot.served import Served
from studybot.settings import LearnersRule
from studybot.store import EVERY_COURSE
from studybot.web.access import ACCESS, NOT_KEPT, Access, course_of, login_link, unkept
from studybot.web.identity import Signer, given_learner
from studybot.web.replies import error_reply

COURSES = "studybot.courses"  # where a request's scope has the names of the courses that its sender may see; absent for all
CALLS = "/gradio_api/component_server"
# What stands before the door: the ways in, and what says nothing of a course.
_OPEN = frozenset(
    "/login /logout /join /name /session /healthz /readyz /metrics /docs /openapi.json /api/token /api/join".split()
)
_FILES = ("/ui/",)
_WAYS = {"named": "/name", "closed": "/login"}
_SENTENCES = {
    "named": "Say your name to go on: reload the page, or get a token with {'name': ...} from POST /api/token.",
    "closed": "Log in to go on: this course is for those who were let in. Programs get a token from POST /api/token.",
}


class Door:
    """Lets a request in that its sender may make, and leads all others to where one comes in."""

    def __init__(self, app: ASGIApp, *, rule: LearnersRule, signer: Signer, first: Served) -> None:
        self._app = app
        self._rule = rule
        self._signer = signer
        self._first = first

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, or refuse it."""
        if self._rule == "open" or scope["type"] != "http" or scope["path"] in _OPEN or scope["path"].startswith(_FILES):
            await self._app(scope, receive, send)
            return
        request = Request(scope)
        try:
            is_in = await run_in_threadpool(self._lets_in, request)
        except StudybotError as error:
            await error_reply(503, str(error))(scope, receive, send)
            return
        if is_in:
            await self._app(scope, receive, unkept(send) if self._rule == "closed" else send)
        elif request.method == "GET" and "text/html" in request.headers.get("accept", "text/html"):
            way = login_link(request, _WAYS[self._rule])
            await RedirectResponse(way, status_code=303, headers=NOT_KEPT)(scope, receive, send)
        elif scope["path"].startswith(CALLS):  # a page that is open in a browser shows the sentence
            await JSONResponse({"error": _SENTENCES[self._rule]}, headers=NOT_KEPT)(scope, receive, send)
        else:
            await error_reply(401, _SENTENCES[self._rule])(scope, receive, send)

    def _lets_in(self, request: Request) -> bool:
        store = self._first.store
        access = request.scope.get(ACCESS)
        if isinstance(access, Access) and access.is_open_to(request):
            return True
        learner = given_learner(request, self._signer)
        user = store.accounts.of_learner(learner) if learner else None
        name = user.name if user else ""
        if not name and isinstance(access, Access):
            name = access.who(request.cookies, datetime.now(UTC))
        if self._rule == "named":
            return bool(name) or bool(learner and store.learners.find(learner).name)
        seats = {seat.course for seat in store.accounts.seats(user=name)} if name else set()
        if EVERY_COURSE not in seats:
            request.scope[COURSES] = frozenset(seats)
        return bool({course_of(request, course_name(self._first.settings)), EVERY_COURSE} & seats)
