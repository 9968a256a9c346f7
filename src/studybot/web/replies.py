"""A refusal as every program gets it: {"error": sentence}, with what its status asks for; a page for who opens one."""

from collections.abc import Collection
from html import escape

from fastapi.responses import HTMLResponse, JSONResponse
from starlette.datastructures import Headers
from starlette.responses import Response
from starlette.types import Scope

from studybot.shown import capital

_PAGE = (
    '<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><meta http-equiv="refresh" content="{retry}">'
    '<meta name="viewport" content="width=device-width, initial-scale=1"><title>One moment · studybot</title></head>'
    '<body style="font-family: sans-serif; max-width: 34rem; margin: 15vh auto; padding: 0 1rem"><h1>One moment</h1>'
    "<p>{sentence}. This page tries again by itself.</p></body></html>"
)


def error_reply(status: int, sentence: str, *, retry: float | None = None) -> JSONResponse:
    """Return an error as JSON; `retry` is after how many seconds another try makes sense."""
    headers = {} if retry is None else {"retry-after": str(max(1, round(retry)))}
    return JSONResponse({"error": sentence}, status_code=status, headers=headers)


def wrong_method(method: str, path: str, allowed: Collection[str]) -> JSONResponse:
    """Return that an address exists and takes other methods than the one that was sent."""
    names = sorted({*allowed, *(("HEAD",) if "GET" in allowed else ())})
    reply = error_reply(405, f"{path} takes {' and '.join(names)}, not {method}: see /docs")
    reply.headers["allow"] = ", ".join(names)
    return reply


def later(scope: Scope, status: int, sentence: str, retry: float) -> Response:
    """Return that something cannot be done now: whoever opens a page gets one that tries again by itself."""
    reply = error_reply(status, sentence, retry=retry)
    if scope["method"] != "GET" or "text/html" not in Headers(scope=scope).get("accept", ""):
        return reply
    seconds = reply.headers["retry-after"]
    page = _PAGE.format(sentence=escape(capital(sentence)), retry=seconds)
    return HTMLResponse(page, status_code=status, headers={"retry-after": seconds})
