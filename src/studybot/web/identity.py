"""Who a learner is: an id that the server signed, in a cookie that no script reads or in the token of a program."""

import hmac
import re
import secrets
from collections.abc import Callable, Mapping
from http.cookies import SimpleCookie

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from studybot.errors import StudybotError

COOKIE = "studybot_learner"
LEARNER = "studybot.learner"  # where a request's scope has the id of who sent it
LASTS = 400 * 24 * 3600  # seconds: the longest that browsers keep a cookie; each page renews it
_SIGNED = re.compile(r"([0-9a-f]{32})\.([0-9a-f]{64})")


class Signer:
    """Signs ids with a key that is asked for when it is first needed.

    `seal` says what a signature holds for beside the id, "" for nothing: of another seal, as after a new password, it is none.
    """

    def __init__(self, key: Callable[[], str], seal: Callable[[str], str] = lambda _: "") -> None:
        self._key = key
        self._seal = seal
        self._value = ""

    def sign(self, learner: str) -> str:
        """Return an id with its signature."""
        return f"{learner}.{self._signature(learner)}"

    def read(self, signed: str) -> str | None:
        """Return the id that was signed here, None for anything else."""
        match = _SIGNED.fullmatch(signed)
        if match is None or not hmac.compare_digest(match[2], self._signature(match[1])):
            return None
        return match[1]

    def _signature(self, learner: str) -> str:
        seal = self._seal(learner)
        return self.proof("cookie", f"{learner}/{seal}" if seal else learner)

    def cookie(self) -> str:
        """Return the name of the cookie: browsers share cookies between the ports of a machine, and so between its servers."""
        return f"{COOKIE}_{self.proof('name', COOKIE)[:8]}"

    def proof(self, kind: str, text: str) -> str:
        """Return what only this key makes of a text; one of another `kind` differs."""
        self._value = self._value or self._key()
        return hmac.digest(self._value.encode(), f"{kind}/{text}".encode(), "sha256").hex()


def new_learner() -> str:
    """Return the id of somebody who was never here."""
    return secrets.token_hex(16)


class Identity:
    """Lets every request know its learner, and gives whoever opens a page without a cookie one."""

    def __init__(self, app: ASGIApp, *, signer: Signer) -> None:
        self._app = app
        self._signer = signer

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on with its learner's id."""
        if scope["type"] != "http" or not _is_page(scope):
            await self._app(scope, receive, send)
            return
        try:
            name, given, scope[LEARNER], signed = await run_in_threadpool(self._known, Request(scope).cookies)
        except StudybotError:  # what needs the database says so itself
            await self._app(scope, receive, send)
            return
        renewed = given is None or scope["method"] == "GET"
        await self._app(scope, receive, _naming(scope, send, name, signed) if renewed else send)

    def _known(self, cookies: Mapping[str, str]) -> tuple[str, str | None, str, str]:
        """The cookie's name, the learner whom it proves, who that is from now on, and with which signature."""
        name = self._signer.cookie()
        given = self._signer.read(cookies.get(name, ""))
        learner = given or new_learner()
        return name, given, learner, self._signer.sign(learner)


def _is_page(scope: Scope) -> bool:
    """Whether a browser sends this for a page or its script; programs below /api/ have tokens."""
    if scope["method"] == "POST":
        return not scope["path"].startswith("/api/")
    return scope["method"] == "GET" and "text/html" in Headers(scope=scope).get("accept", "text/html")


def learner_of(request: Request) -> str:
    """Return the learner who sent a request, "" when nothing names one."""
    return str(request.scope.get(LEARNER, ""))


def given_learner(request: Request, signer: Signer) -> str:
    """Return the learner whom a request proves by its token, else by its cookie; "" when it proves none."""
    kind, _, token = request.headers.get("authorization", "").partition(" ")
    if kind:
        return (signer.read(token.strip()) if kind.lower() == "bearer" else None) or ""
    return signer.read(request.cookies.get(signer.cookie(), "")) or ""


def keep_learner(reply: Response, request: Request, signer: Signer, learner: str) -> None:
    """Let a browser be a learner from now on."""
    reply.set_cookie(
        signer.cookie(), signer.sign(learner), max_age=LASTS, httponly=True, samesite="lax", secure=is_secure(request), path="/"
    )


def is_secure(request: Request) -> bool:
    """Whether the browser reached this server, or the proxy before it, by https."""
    return "https" in (request.url.scheme, request.headers.get("x-forwarded-proto", ""))


def _naming(scope: Scope, send: Send, name: str, signed: str) -> Send:
    cookie: SimpleCookie = SimpleCookie({name: signed})
    for key, value in (("path", "/"), ("max-age", str(LASTS)), ("samesite", "lax")):
        cookie[name][key] = value
    cookie[name]["httponly"] = True
    if is_secure(Request(scope)):
        cookie[name]["secure"] = True

    async def sending(message: Message) -> None:
        if message["type"] == "http.response.start" and message["status"] < 400:
            headers = MutableHeaders(scope=message)
            chosen = any(kept.startswith(f"{name}=") for kept in headers.getlist("set-cookie"))  # by a login just now
            if not chosen and (scope["method"] != "GET" or headers.get("content-type", "").startswith("text/html")):
                headers.append("set-cookie", cookie[name].OutputString())
        await send(message)

    return sending
