"""What those see who run a server: an identity for each request, a line of it in the log, and counts for Prometheus."""

import json
import logging
import secrets
import time

from starlette.datastructures import MutableHeaders
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from studybot.web.meters import Meters
from studybot.web.origin import is_from_here
from studybot.web.replies import error_reply

log = logging.getLogger("studybot.access")
_KINDS = ("/api/", "/gradio_api/", "/ui/", "/login")


class Watch:
    """Counts and logs each request, and answers `/metrics` to this machine or to whoever the setting lets in."""

    def __init__(self, app: ASGIApp, *, metrics: str, meters: Meters) -> None:
        self._app = app
        self._metrics = metrics
        self._meters = meters

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on and remember how it went."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        if scope["path"] == "/metrics":
            await self._show(scope, receive, send)
            return
        identity, began, status = secrets.token_hex(8), time.perf_counter(), 499  # 499: the client left before a reply

        async def sending(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                MutableHeaders(scope=message)["x-request-id"] = identity
            await send(message)

        try:
            with self._meters.busy.track_inprogress():
                await self._app(scope, receive, sending)
        finally:
            took = time.perf_counter() - began
            kind = next((one for one in _KINDS if scope["path"].startswith(one)), "page")
            self._meters.requests.labels(kind, str(status)).inc()
            self._meters.seconds.labels(kind).observe(took)
            line = {"id": identity, "method": scope["method"], "path": scope["path"][:200], "status": status}
            log.info(json.dumps(line | {"seconds": round(took, 4)}))

    async def _show(self, scope: Scope, receive: Receive, send: Send) -> None:
        open_to_all = self._metrics == "everybody"
        if self._metrics == "off" or not (open_to_all or is_from_here(Request(scope))):
            await error_reply(404, "there is no GET /metrics here: the setting 'metrics' opens it")(scope, receive, send)
            return
        reply = Response(self._meters.text(), media_type="text/plain; version=0.0.4; charset=utf-8")
        await reply(scope, receive, send)
