"""The address that the pages' scripts call, which is one of Gradio's: what is no such call is a sentence, and none is kept."""

import re
from collections.abc import Mapping
from typing import Any

from fastapi import FastAPI, Request
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import JSONResponse
from pydantic import BaseModel, ConfigDict, ValidationError

from studybot.ui.frame.actions import RELOAD
from studybot.ui.frame.shell import Called
from studybot.web.door import CALLS
from studybot.web.replies import error_reply

LARGE = 1_000_000  # bytes of a call that brings a file, which is one text of it
BESIDE = 100_000  # bytes of such a call beside its texts: millions of small values would hold up everybody while they are read
_TEXT = re.compile(rb'"[^"\\]*(?:\\.[^"\\]*)*"', re.DOTALL)


class Call(BaseModel):
    """A call names a surface."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    surface: str
    data: dict[str, Any]


def add_calls(api: FastAPI, calls: Mapping[str, Called]) -> None:
    """Answer what the scripts of the surfaces call."""

    async def answer(request: Request) -> JSONResponse:
        body = await request.body()
        if len(body) > LARGE and len(_TEXT.sub(b'""', body)) > BESIDE:
            return error_reply(413, RELOAD)
        try:
            call = Call.model_validate_json(body)
        except ValidationError:
            return error_reply(422, RELOAD)
        called = calls.get(call.surface)
        if called is None:
            return error_reply(404, RELOAD)
        return JSONResponse(await run_in_threadpool(called, call.data, request))

    for path in (CALLS, f"{CALLS}/"):
        api.add_api_route(path, answer, methods=["POST"], include_in_schema=False)
