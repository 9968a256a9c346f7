"""The ways in: the login, the way out, a join code, a name, and what the header of every page shows of them."""

import logging
import secrets
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any, NamedTuple
from urllib.parse import parse_qs, urlsplit

from fastapi import FastAPI, Request
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import HTMLResponse, JSONResponse, RedirectResponse, Response

from studybot.access.codes import course_of, join, join_too
from studybot.access.passwords import LONGEST, NAME_LIMIT, Login, log_in, spelled
from studybot.errors import StudybotError, UsageError
from studybot.served import Served
from studybot.server import BASE, COURSE
from studybot.shown import capital
from studybot.speech import phrase, t
from studybot.store import Store, User
from studybot.ui.frame.assets import plain
from studybot.ui.frame.shell import Frame
from studybot.ui.practise.progress import clean_name
from studybot.web.access import COOKIE, LASTS, NOT_KEPT, Access
from studybot.web.checks import Busy, Checks
from studybot.web.devices import DEVICE_COOKIE, DEVICE_LASTS, device_proof, place_of
from studybot.web.identity import Signer, given_learner, is_secure, keep_learner, learner_of

RETRY = 5  # seconds to wait when too many log in at once
BODY_LIMIT = 16_384  # bytes of a form
POLICY = (
    "default-src 'none'; style-src 'self' 'unsafe-inline'; script-src 'self' 'unsafe-inline'; img-src data:; font-src 'self'; "
    "connect-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
)
_HIDDEN: dict[str, Any] = {"include_in_schema": False}
_log = logging.getLogger(__name__)
Links = Sequence[tuple[str, str]]


class Ways(NamedTuple):
    """What every way in needs: where people are kept, who decides, and the pages that it may lead to."""

    frame: Frame
    access: Access
    signer: Signer
    checks: Checks
    pages: Links  # of instructors
    others: Links  # of learners

    @property
    def first(self) -> Served:
        """The course in whose database people are kept."""
        return self.frame.server.accounts

    @property
    def store(self) -> Store:
        """Where people are kept."""
        return self.first.store

    @property
    def is_closed(self) -> bool:
        """Whether learners need a login, too."""
        return self.first.settings.learners == "closed"

    def drawn(self, request: Request, template: str, title: str, *, status: int = 200, **values: object) -> HTMLResponse:
        """Return a page of its own, below the address of its course."""
        studybot: Served = request.scope.get(COURSE) or self.first
        html = plain(
            template,
            title=t(title),
            links=(),
            course=studybot.shown_course,
            base=request.scope.get(BASE, ""),
            next=self.next(request),
            closed=self.is_closed,
            limits=(NAME_LIMIT, LONGEST),
            **values,
        )
        return HTMLResponse(html, status_code=status, headers=NOT_KEPT | {"content-security-policy": POLICY})

    def next(self, request: Request) -> str:
        """Return where a way in leads: to a page of this server, never to another site."""
        allowed = self.pages if self.first.settings.learners == "open" else (*self.others, *self.pages)
        wanted = request.query_params.get("next", "")
        try:
            path = urlsplit(wanted).path
        except ValueError:  # brackets that enclose no address
            path = ""
        known = path in {address for _, address in allowed} or (allowed is not self.pages and path.startswith("/shared/"))
        is_here = known and wanted.startswith("/") and not wanted.startswith(("//", "/\\"))
        return wanted if is_here else allowed[0][1]

    def onward(self, request: Request) -> RedirectResponse:
        """Return the reply that leads on."""
        address = f"{request.scope.get(BASE, '')}{self.next(request)}"
        return RedirectResponse(address, status_code=303, headers=NOT_KEPT)

    def let_in(self, reply: Response, request: Request, user: User) -> Response:
        """Give a browser what says that a user is in it."""
        token, now = secrets.token_urlsafe(32), datetime.now(UTC)
        self.access.sessions.begin(token, user, now, now + LASTS)
        kept = ((COOKIE, token, LASTS), (DEVICE_COOKIE, device_proof(request, self.signer, user.name), DEVICE_LASTS))
        for cookie, value, age in kept:
            seconds, secure = int(age.total_seconds()), is_secure(request)
            reply.set_cookie(cookie, value, max_age=seconds, httponly=True, samesite="lax", secure=secure, path="/")
        if self.is_closed:
            keep_learner(reply, request, self.signer, user.learner)
        return reply


def add_login(api: FastAPI, ways: Ways) -> None:
    """Add the login, the logout, and what the header asks for."""

    def drawn(request: Request, *, name: str = "", problem: str = "", status: int = 200) -> HTMLResponse:
        nobody = not problem and not ways.store.accounts.all()
        return ways.drawn(request, "login/page", phrase("Log in"), status=status, name=name, problem=problem, nobody=nobody)

    def show(request: Request) -> Response:
        if not ways.is_closed and ways.access.allows(request, datetime.now(UTC)):
            return ways.onward(request)
        return drawn(request)

    async def enter(request: Request) -> Response:
        form = await _form(request)
        name = form.get("name", "")
        try:
            place = place_of(request, ways.signer, name.strip(), spelled(name))
            found, user = await ways.checks.run(checked, name, form.get("password", ""), place)
        except Busy:
            found, user = Login(wait=RETRY, message="many people are logging in just now: try again in a moment"), None
        except StudybotError as error:
            _log.exception("a login could not be checked")
            return await run_in_threadpool(drawn, request, name=name, problem=str(error), status=503)
        if user is not None:
            return ways.let_in(ways.onward(request), request, user)
        _log.warning("failed login as %r from %s", name[:NAME_LIMIT], request.client.host if request.client else "unknown")
        problem = capital(found.message) + "."
        status = 429 if found.wait else 401
        refused = await run_in_threadpool(drawn, request, name=name[:NAME_LIMIT], problem=problem, status=status)
        if found.wait:
            refused.headers["retry-after"] = str(found.wait)
        return refused

    def checked(name: str, password: str, place: str) -> tuple[Login, User | None]:
        found = log_in(ways.store.accounts, name, password, at=datetime.now(UTC), place=place)
        return found, ways.store.accounts.find(found.user) if found.user else None

    def leave(request: Request) -> Response:
        ways.access.sessions.end(request.cookies.get(COOKIE, ""))
        reply = RedirectResponse("/", status_code=303, headers=NOT_KEPT)
        cookies = (COOKIE, ways.signer.cookie()) if ways.is_closed else (COOKIE,)
        for cookie in cookies:
            reply.delete_cookie(cookie, path="/", httponly=True, samesite="lax")
        return reply

    def session(request: Request) -> JSONResponse:
        now = datetime.now(UTC)
        allowed = ways.access.allows(request, now)
        name = ways.access.who(request.cookies, now) if allowed or ways.is_closed else ""
        if not name and ways.is_closed:
            user = ways.store.accounts.of_learner(given_learner(request, ways.signer))
            name = user.name if user else ""
        return JSONResponse({"links": ways.pages if allowed else [], "name": name}, headers=NOT_KEPT)

    api.add_api_route("/login", show, methods=["GET"], response_class=HTMLResponse, **_HIDDEN)
    api.add_api_route("/login", enter, methods=["POST"], response_class=HTMLResponse, **_HIDDEN)
    api.add_api_route("/logout", leave, methods=["POST"], **_HIDDEN)
    api.add_api_route("/session", session, methods=["GET"], **_HIDDEN)


def add_joining(api: FastAPI, ways: Ways) -> None:
    """Add the page on which a learner joins a course by its code, where learners need one."""

    def drawn(request: Request, *, form: dict[str, str], problem: str = "", status: int = 200) -> HTMLResponse:
        user = ways.store.accounts.of_learner(given_learner(request, ways.signer))
        code = form.get("code") or request.query_params.get("code", "")
        known = user.name if user else ""
        values = {"code": code[:20], "name": form.get("name", ""), "known": known, "problem": problem}
        return ways.drawn(request, "login/join", phrase("Join"), status=status, **values)

    def show(request: Request) -> Response:
        return drawn(request, form={})

    def joined(request: Request, form: dict[str, str]) -> tuple[User, str]:
        accounts = ways.store.accounts
        course = course_of(accounts, form.get("code", ""))
        user = accounts.of_learner(given_learner(request, ways.signer))
        if user is not None:
            join_too(accounts, user, course)
            return user, course
        name, password = form.get("name", ""), form.get("password", "")
        return join(accounts, course, name, password, learner=learner_of(request), at=datetime.now(UTC)), course

    async def enter(request: Request) -> Response:
        form = await _form(request)
        try:
            user, course = await ways.checks.run(joined, request, form)
        except Busy:
            problem = t("Many people are logging in just now: try again in a moment.")
            return await run_in_threadpool(drawn, request, form=form, problem=problem, status=429)
        except StudybotError as error:
            problem = capital(str(error))
            status = 400 if isinstance(error, UsageError) else 409
            return await run_in_threadpool(drawn, request, form=form, problem=problem, status=status)
        base = "" if course == ways.frame.server.names[0] else f"/c/{course}"
        return ways.let_in(RedirectResponse(f"{base}/", status_code=303, headers=NOT_KEPT), request, user)

    if ways.is_closed:
        api.add_api_route("/join", show, methods=["GET"], response_class=HTMLResponse, **_HIDDEN)
        api.add_api_route("/join", enter, methods=["POST"], response_class=HTMLResponse, **_HIDDEN)


def add_naming(api: FastAPI, ways: Ways) -> None:
    """Add the page on which a learner gives a name, where learners need one."""

    def show(request: Request) -> Response:
        return ways.drawn(request, "login/name", phrase("Your name"), problem="")

    async def enter(request: Request) -> Response:
        name = clean_name((await _form(request)).get("name", ""))
        learner = learner_of(request)
        if not name or not learner:
            return await run_in_threadpool(
                ways.drawn, request, "login/name", phrase("Your name"), status=400, problem=t("Type your name first.")
            )
        await run_in_threadpool(_keep_name, request.scope.get(COURSE), ways.store, learner, name)
        return ways.onward(request)

    if ways.first.settings.learners == "named":
        api.add_api_route("/name", show, methods=["GET"], response_class=HTMLResponse, **_HIDDEN)
        api.add_api_route("/name", enter, methods=["POST"], response_class=HTMLResponse, **_HIDDEN)


def _keep_name(studybot: Served | None, store: Store, learner: str, name: str) -> None:
    """Keep a name where people are kept, and in the course that it was given for."""
    store.learners.set_name(learner, name)
    if studybot is not None and studybot.store is not store:
        studybot.store.learners.set_name(learner, name)


async def _form(request: Request) -> dict[str, str]:
    """The first value of each field; a longer body is no form of ours and is not read."""
    body = (await request.body())[:BODY_LIMIT]
    return {key: values[0] for key, values in parse_qs(body.decode("utf-8", "replace"), keep_blank_values=True).items()}
