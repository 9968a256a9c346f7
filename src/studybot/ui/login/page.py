"""The login of the instructors: a page, the way out, and what the header of every page shows of both."""

import logging
from datetime import UTC, datetime
from typing import Any
from urllib.parse import parse_qs, urlsplit

from fastapi import FastAPI, Request
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import HTMLResponse, JSONResponse, RedirectResponse, Response

from studybot.coverage.access import LONGEST, NAME_LIMIT, Login, log_in
from studybot.errors import StudybotError
from studybot.ui.frame.plain import plain
from studybot.ui.login.access import COOKIE, NOT_KEPT, Access
from studybot.ui.login.checks import Busy, Checks
from studybot.ui.login.devices import DEVICE_COOKIE, DEVICE_LASTS, device_proof, place_of
from studybot.ui.login.sessions import LASTS
from studybot.web.identity import Signer, is_secure
from studybot.wiring import Studybot

RETRY = 5  # seconds to wait when too many log in at once
BODY_LIMIT = 16_384  # bytes of a login form
POLICY = (
    "default-src 'none'; style-src 'self' 'unsafe-inline'; script-src 'self' 'unsafe-inline'; img-src data:; font-src 'self'; "
    "connect-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
)
_log = logging.getLogger(__name__)


def add_login(api: FastAPI, studybot: Studybot, access: Access, pages: list[tuple[str, str]]) -> None:
    """Add the login page, the login, the logout, and what the header asks for; `pages` are the instructors' (name, address)."""
    run = Checks().run
    signer: Signer = api.state.signer

    def drawn(request: Request, *, name: str = "", problem: str = "", status: int = 200) -> HTMLResponse:
        html = plain(
            "login/page",
            title="Log in",
            links=(),
            course=studybot.shown_course,
            name=name,
            problem=problem,
            next=_next(request, pages),
            limits=(NAME_LIMIT, LONGEST),
            nobody=not problem and not studybot.store.accounts.all(),
        )
        return HTMLResponse(html, status_code=status, headers=NOT_KEPT | {"content-security-policy": POLICY})

    def show(request: Request) -> Response:
        if access.allows(request, datetime.now(UTC)):
            return RedirectResponse(_next(request, pages), status_code=303, headers=NOT_KEPT)
        return drawn(request)

    async def enter(request: Request) -> Response:
        form = await _form(request)
        name = form.get("name", "")
        try:
            found, token = await run(checked, name, form.get("password", ""), place_of(request, signer, name.strip()))
        except Busy:
            found, token = Login(wait=RETRY, message="many people are logging in just now: try again in a moment"), ""
        except StudybotError as error:
            _log.exception("a login could not be checked")
            return await run_in_threadpool(drawn, request, name=name, problem=str(error), status=503)
        if not token:
            _log.warning("failed login as %r from %s", name[:NAME_LIMIT], request.client.host if request.client else "unknown")
            problem = found.message[:1].upper() + found.message[1:] + "."
            status = 429 if found.wait else 401
            refused = await run_in_threadpool(drawn, request, name=name[:NAME_LIMIT], problem=problem, status=status)
            if found.wait:
                refused.headers["retry-after"] = str(found.wait)
            return refused
        reply = RedirectResponse(_next(request, pages), status_code=303, headers=NOT_KEPT)
        kept = ((COOKIE, token, LASTS), (DEVICE_COOKIE, device_proof(request, signer, found.user), DEVICE_LASTS))
        for cookie, value, age in kept:
            seconds, secure = int(age.total_seconds()), is_secure(request)
            reply.set_cookie(cookie, value, max_age=seconds, httponly=True, samesite="lax", secure=secure, path="/")
        return reply

    def checked(name: str, password: str, place: str) -> tuple[Login, str]:
        found = log_in(studybot.store.accounts, name, password, at=datetime.now(UTC), place=place)
        return found, _begin(studybot, access, found) if found.user else ""

    def leave(request: Request) -> Response:
        access.sessions.end(request.cookies.get(COOKIE, ""))
        reply = RedirectResponse("/", status_code=303, headers=NOT_KEPT)
        reply.delete_cookie(COOKIE, path="/", httponly=True, samesite="lax")
        return reply

    def session(request: Request) -> JSONResponse:
        allowed = access.allows(request, datetime.now(UTC))
        name = access.who(request.cookies, datetime.now(UTC)) if allowed else ""
        return JSONResponse({"links": pages if allowed else [], "name": name}, headers=NOT_KEPT)

    hidden: dict[str, Any] = {"include_in_schema": False}
    api.add_api_route("/login", show, methods=["GET"], response_class=HTMLResponse, **hidden)
    api.add_api_route("/login", enter, methods=["POST"], response_class=HTMLResponse, **hidden)
    api.add_api_route("/logout", leave, methods=["POST"], **hidden)
    api.add_api_route("/session", session, methods=["GET"], **hidden)


def _begin(studybot: Studybot, access: Access, found: Login) -> str:
    return access.sessions.begin(studybot.store.accounts.find(found.user), datetime.now(UTC))


def _next(request: Request, pages: list[tuple[str, str]]) -> str:
    """Where a login leads: an instructors' page, never another site."""
    wanted = request.query_params.get("next", "")
    try:
        known = urlsplit(wanted).path in {address for _, address in pages}
    except ValueError:  # brackets that enclose no address
        known = False
    return wanted if known and wanted.startswith("/") and not wanted.startswith(("//", "/\\")) else pages[0][1]


async def _form(request: Request) -> dict[str, str]:
    """The first value of each field; a longer body is no login and is not read."""
    body = (await request.body())[:BODY_LIMIT]
    return {key: values[0] for key, values in parse_qs(body.decode("utf-8", "replace"), keep_blank_values=True).items()}
