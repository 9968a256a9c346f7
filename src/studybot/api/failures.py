"""Every failure of the HTTP interface as {"error": sentence}, and the limit on what is read."""

import logging

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from studybot.errors import (
    Conflict,
    DatasetError,
    IndexUnusable,
    ModelError,
    NotFound,
    QuestionError,
    StoreError,
    StudybotError,
    UsageError,
)

# The first class that fits decides, so a child stands before its parent.
STATUS: tuple[tuple[type[StudybotError], int], ...] = (
    (QuestionError, 400),
    (UsageError, 400),
    (DatasetError, 400),
    (NotFound, 404),
    (Conflict, 409),
    (StoreError, 503),
    (IndexUnusable, 503),
    (ModelError, 503),
)
NO_JSON = "the body is no valid JSON"
BODY_LIMIT = 65_536  # bytes; the longest question has 2,000 characters


def error_reply(status: int, sentence: str) -> JSONResponse:
    """Return an error as JSON."""
    return JSONResponse({"error": sentence}, status_code=status)


def explain(api: FastAPI) -> None:
    """Make every failure of `api` a sentence."""
    api.add_exception_handler(StudybotError, _own)
    api.add_exception_handler(RequestValidationError, _invalid)
    api.add_exception_handler(HTTPException, _plain)
    api.add_exception_handler(Exception, _unforeseen)
    api.add_middleware(BodyLimit)


def _own(request: Request, error: Exception) -> JSONResponse:
    status = next((status for kind, status in STATUS if isinstance(error, kind)), 500)
    return error_reply(status, str(error))


def _invalid(request: Request, error: Exception) -> JSONResponse:
    problems = error.errors() if isinstance(error, RequestValidationError) else []
    return error_reply(422, "; ".join(_problem(one["loc"], one["type"], one["msg"]) for one in problems))


def _problem(place: tuple[str | int, ...], kind: str, message: str) -> str:
    name = ".".join(str(part) for part in place[1:])
    if kind == "json_invalid":
        return NO_JSON
    if not name:
        return "the body must be a JSON object, sent with 'content-type: application/json'"
    if kind == "missing":
        return f"{name!r} is missing"
    if kind == "extra_forbidden":
        return f"{name!r} is not known here: see /docs"
    return f"{name!r}: {message[:1].lower()}{message[1:]}"


def _plain(request: Request, error: Exception) -> JSONResponse:
    status = error.status_code if isinstance(error, HTTPException) else 500
    if status in (404, 405):
        return error_reply(404, f"there is no {request.method} {request.url.path}: see /docs")
    if status == 400:  # what the framework says of bytes that are no text
        return error_reply(422, NO_JSON)
    return error_reply(status, str(getattr(error, "detail", error)))


def _unforeseen(request: Request, error: Exception) -> JSONResponse:
    logging.getLogger("studybot").error("%s %s failed", request.method, request.url.path, exc_info=error)
    return error_reply(500, "something went wrong inside studybot; the server's log has the details")


class BodyLimit:
    """Refuses a body of more than `BODY_LIMIT` bytes before it is read into memory; the page's own requests pass."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on with its body, or refuse it."""
        if scope["type"] != "http" or not scope["path"].startswith("/api/") or scope["method"] in ("GET", "HEAD"):
            await self._app(scope, receive, send)
            return
        body = b""
        more = True
        while more:
            message = await receive()
            if message["type"] != "http.request":
                return
            body += message.get("body", b"")
            more = message.get("more_body", False)
            if len(body) > BODY_LIMIT:
                refusal = error_reply(413, f"the body has more than {BODY_LIMIT:,} bytes: shorten the question")
                await refusal(scope, receive, send)
                return
        await self._app(scope, _replay(body, receive), send)


def _replay(body: bytes, receive: Receive) -> Receive:
    """Return a `receive` that gives the body once and then what comes after it (a disconnect)."""
    left: list[Message] = [{"type": "http.request", "body": body, "more_body": False}]

    async def give() -> Message:
        return left.pop() if left else await receive()

    return give
