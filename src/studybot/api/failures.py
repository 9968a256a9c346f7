"""Every failure of the HTTP interface as {"error": sentence}, in place of a trace."""

import logging

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException

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
from studybot.web.replies import error_reply, wrong_method

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


def explain(api: FastAPI) -> None:
    """Make every failure of `api` a sentence."""
    api.add_exception_handler(StudybotError, _own)
    api.add_exception_handler(RequestValidationError, _invalid)
    api.add_exception_handler(HTTPException, _plain)
    api.add_exception_handler(Exception, _unforeseen)


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
    if status == 405:
        allowed = (getattr(error, "headers", None) or {}).get("Allow", "")
        return wrong_method(request.method, request.url.path, allowed.split(", "))
    if status == 404:
        return error_reply(404, f"there is no {request.method} {request.url.path}: see /docs")
    if status == 400:  # what the framework says of bytes that are no text
        return error_reply(422, NO_JSON)
    retry = (getattr(error, "headers", None) or {}).get("retry-after")
    return error_reply(status, str(getattr(error, "detail", error)), retry=float(retry) if retry else None)


def _unforeseen(request: Request, error: Exception) -> JSONResponse:
    logging.getLogger("studybot").error("%s %s failed", request.method, request.url.path, exc_info=error)
    return error_reply(500, "something went wrong inside studybot; the server's log has the details")
