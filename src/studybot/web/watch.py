"""What those see who run a server: an identity for each request, a line of it in the log, and counts for Prometheus."""

import json
import logging
import re
import secrets
import sys
import time
from datetime import UTC, datetime
from logging.handlers import WatchedFileHandler

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import MutableHeaders
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from studybot.errors import UsageError
from studybot.web.access import who_changes
from studybot.web.meters import Meters
from studybot.web.origin import is_from_here
from studybot.web.replies import error_reply

log = logging.getLogger("studybot.access")
_KINDS = ("/api/", "/gradio_api/", "/ui/", "/login")
_SECRET = re.compile(r"(?<=/shared/)[^/]+")  # who has the address may read what is shared


def write_log(where: str) -> None:
    """Write the line of each request to `stderr` or at the end of a file, which may be moved away meanwhile; "" to nowhere.

    Raises:
        UsageError: the file cannot be written.

    """
    if not where:
        return
    try:
        handler = logging.StreamHandler(sys.stderr) if where == "stderr" else WatchedFileHandler(where, encoding="utf-8")
    except OSError as error:
        raise UsageError(f"the access log {where} cannot be written: {error.strerror}") from error
    log.handlers, log.propagate = [handler], False
    log.setLevel(logging.INFO)


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
            if log.isEnabledFor(logging.INFO):
                log.info(await _line(scope, identity, status, took))

    async def _show(self, scope: Scope, receive: Receive, send: Send) -> None:
        open_to_all = self._metrics == "everybody"
        if self._metrics == "off" or not (open_to_all or is_from_here(Request(scope))):
            await error_reply(404, "there is no GET /metrics here: the setting 'metrics' opens it")(scope, receive, send)
            return
        reply = Response(self._meters.text(), media_type="text/plain; version=0.0.4; charset=utf-8")
        await reply(scope, receive, send)


async def _line(scope: Scope, identity: str, status: int, took: float) -> str:
    """Return what is logged of a request: of people only those who are logged in, of addresses nothing that opens something."""
    address, *_ = scope.get("client") or [""]
    return json.dumps(
        {
            "at": datetime.now(UTC).isoformat(timespec="milliseconds"),
            "id": identity,
            "address": address,
            "user": await run_in_threadpool(who_changes, Request(scope)),
            "method": scope["method"],
            "path": _SECRET.sub("***", scope["path"])[:200],
            "status": status,
            "seconds": round(took, 4),
        },
        ensure_ascii=False,
    )
