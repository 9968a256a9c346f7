"""Which course a request is about: `/c/NAME/...` names one, every other address means the first one.

Gradio draws each page once, when the server starts. What stands in a page is filled in when it is asked for (see shell.Frame),
so that each course has its own pages and each page shows the index in force.
"""

import re

from fastapi.responses import RedirectResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from studybot.errors import StudybotError
from studybot.server import BASE, COURSE
from studybot.ui.frame.shell import Frame
from studybot.web.door import COURSES
from studybot.web.replies import error_reply

_COURSE = re.compile(r"/c/([a-z0-9][a-z0-9-]*)(/.*)?")
_CALLS = "/gradio_api/component_server"
_BLANK = "/material"  # the page that works without any course


class OneCourse:
    """Lets each request be about one course, as one build of its index holds it."""

    def __init__(self, app: ASGIApp, frame: Frame, pages: frozenset[str]) -> None:
        self._app = app
        self._frame = frame
        self._pages = pages

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on without the course in its path, and put the course into the page that comes back."""
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
            if is_page or (base and scope["path"].startswith(_CALLS)):
                await self._filled(scope, receive, send, base)
            else:
                await self._app(scope, receive, send)

    async def _filled(self, scope: Scope, receive: Receive, send: Send, base: str) -> None:
        start: Message = {}
        body = b""

        async def sending(message: Message) -> None:
            nonlocal start, body
            if message["type"] == "http.response.start":
                start = message
            elif message["type"] == "http.response.body":
                body += message.get("body", b"")
                if not message.get("more_body", False):
                    await self._send(send, start, body, base, scope)
            else:
                await send(message)

        try:
            await self._app(scope, receive, sending)
        except StudybotError as error:
            await error_reply(503, str(error))(scope, receive, send)

    async def _send(self, send: Send, start: Message, body: bytes, base: str, scope: Scope) -> None:
        body = await self._frame.fill(body, base, str(scope["path"]), scope.get(COURSES))
        headers = [(name, value) for name, value in start.get("headers", []) if name.lower() != b"content-length"]
        await send({**start, "headers": [*headers, (b"content-length", str(len(body)).encode())]})
        await send({"type": "http.response.body", "body": body, "more_body": False})
