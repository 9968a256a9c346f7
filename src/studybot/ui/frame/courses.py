"""Which course a request is about: `/c/NAME/...` names one, every other address means the first one."""

import re

from fastapi.responses import RedirectResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from studybot.server import BASE, COURSE
from studybot.ui.frame.shell import Frame, below
from studybot.web.door import CALLS

_COURSE = re.compile(r"/c/([a-z0-9][a-z0-9-]*)(/.*)?")
_BLANK = "/material"  # the page that works without any course


class OneCourse:
    """Lets each request be about one course, as one build of its index holds it."""

    def __init__(self, app: ASGIApp, frame: Frame, pages: frozenset[str]) -> None:
        self._app = app
        self._frame = frame
        self._pages = pages

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on without the course in its path; what a page's call brings back leads to pages of that course."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        named = _COURSE.fullmatch(scope["path"])
        server = self._frame.server
        if named and named[1] not in server.names:
            server.rescan()
        if named and named[1] not in server.names:
            await self._app(scope, receive, send)  # there is no such address
            return
        name, base = (named[1], f"/c/{named[1]}") if named else ("", "")
        if named:
            path = named[2] or "/"
            scope = {**scope, "path": path, "raw_path": path.encode(), COURSE: server.course(name), BASE: base}
        is_page = scope["path"].rstrip("/") in self._pages
        if is_page and scope["path"].rstrip("/") != _BLANK and not server.is_published(name):
            await RedirectResponse(base + _BLANK, status_code=303)(scope, receive, send)
            return
        with server.request(name):
            called = base and scope["path"].startswith(CALLS)
            await self._app(scope, receive, _linking(base, send) if called else send)


def _linking(base: str, send: Send) -> Send:
    start: Message = {}
    body = b""

    async def sending(message: Message) -> None:
        nonlocal start, body
        if message["type"] == "http.response.start":
            start = message
            return
        body += message.get("body", b"")
        if not message.get("more_body", False):
            whole = below(base, body.decode()).encode()
            headers = [(name, value) for name, value in start["headers"] if name.lower() != b"content-length"]
            await send({**start, "headers": [*headers, (b"content-length", str(len(whole)).encode())]})
            await send({"type": "http.response.body", "body": whole, "more_body": False})

    return sending
