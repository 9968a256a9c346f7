"""Who may open the instructors' pages: whoever logged in; while nobody has a password, whoever sits at a local server."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from urllib.parse import urlencode

from fastapi import Request
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import RedirectResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from studybot.errors import StudybotError
from studybot.library import course_name
from studybot.served import Served
from studybot.server import BASE, COURSE
from studybot.settings import InstructorsRule
from studybot.store import EVERY_COURSE, Accounts, Sessions
from studybot.web.origin import is_from_here

COOKIE = "studybot_session"
LASTS = timedelta(hours=12)  # how long a login does
ACCESS = "studybot.access"  # where a request's scope has the Access that decides for it
NOT_KEPT = {"cache-control": "no-store"}


class Access:
    """Decides for each request; `local` is whether the server listens on this machine only, `rule` what the settings say.

    `first` is the name of the course that is meant where no address names one.
    """

    def __init__(self, accounts: Accounts, sessions: Sessions, *, local: bool, rule: InstructorsRule, first: str) -> None:
        self._accounts = accounts
        self.sessions = sessions
        self._local = local
        self._rule = rule
        self._first = first

    def who(self, cookies: Mapping[str, str], at: datetime) -> str:
        """Return the name that a request is logged in as, "" for none; a user removed or added anew meanwhile is none."""
        token = cookies.get(COOKIE)
        try:
            user = self.sessions.user(token, at) if token else None
        except StudybotError:
            return ""
        return user.name if user else ""

    def allows(self, request: Request, at: datetime) -> bool:
        """Whether a request may see what instructors of its course see."""
        if self.is_open_to(request):
            return True
        name = self.who(request.cookies, at)
        return bool(name) and "instructor" in self._accounts.roles(name, course_of(request, self._first))

    def may_make_courses(self, request: Request, at: datetime) -> bool:
        """Whether a request is of somebody who instructs every course."""
        return self.is_open_to(request) or "instructor" in self._accounts.roles(self.who(request.cookies, at), EVERY_COURSE)

    def is_open_to(self, request: Request) -> bool:
        """Whether a request needs no login: by the setting, or from this machine while nobody has a password."""
        if self._rule != "here":
            return self._rule == "everybody"
        return self._local and is_from_here(request) and not self._has_users()

    def _has_users(self) -> bool:
        try:
            return bool(self._accounts.all())
        except StudybotError:
            return True


class Guard:
    """Leads whoever opens an instructors' page to the login, and lets every request know who decides for it."""

    def __init__(self, app: ASGIApp, access: Access, pages: frozenset[str]) -> None:
        self._app = app
        self._access = access
        self._pages = pages

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, or send it to the login."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        scope[ACCESS] = self._access
        request = Request(scope)
        if not self._is_guarded(request):
            await self._app(scope, receive, send)
        elif await run_in_threadpool(self._access.allows, request, datetime.now(UTC)):
            await self._app(scope, receive, unkept(send))
        else:
            await RedirectResponse(login_link(request), status_code=303, headers=NOT_KEPT)(scope, receive, send)

    def _is_guarded(self, request: Request) -> bool:
        """Whether an instructors' page is asked for: by its path, or in the query, from which Gradio takes it too."""
        named = request.query_params.getlist("page")
        return any(path.strip("/") in self._pages for path in (request.scope["path"], *named))


def may_see(request: Request) -> bool:
    """Whether a request that came through the Guard may see what instructors see; no request without one may."""
    access = request.scope.get(ACCESS)
    return isinstance(access, Access) and access.allows(request, datetime.now(UTC))


def may_make_courses(request: Request) -> bool:
    """Whether a request that came through the Guard is of somebody who instructs every course."""
    access = request.scope.get(ACCESS)
    return isinstance(access, Access) and access.may_make_courses(request, datetime.now(UTC))


def who_changes(request: Request) -> str:
    """Return the name of who sent a request as an instructor, "" for whoever needs none."""
    access = request.scope.get(ACCESS)
    return access.who(request.cookies, datetime.now(UTC)) if isinstance(access, Access) else ""


def course_of(request: Request, first: str) -> str:
    """Return the name of the course that a request is about."""
    served: Served | None = request.scope.get(COURSE)
    return course_name(served.settings) if served is not None else first


def login_link(request: Request, page: str = "/login") -> str:
    """Return the address of a page to come in by, which leads back to what was asked for."""
    query = request.scope.get("query_string", b"").decode("latin-1")
    wanted = request.scope["path"] + (f"?{query}" if query else "")
    return f"{request.scope.get(BASE, '')}{page}?{urlencode({'next': wanted})}"


def unkept(send: Send) -> Send:
    """Keep a page out of the browser's memory: after logging out, "back" must not show it."""

    async def sending(message: Message) -> None:
        if message["type"] == "http.response.start":
            message.setdefault("headers", [])
            message["headers"] = [*message["headers"], (b"cache-control", b"no-store")]
        await send(message)

    return sending
