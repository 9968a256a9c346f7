"""The address that the pages' scripts call, in place of Gradio's own: what is no such call is a sentence, and none is kept."""

import re
from collections.abc import Callable
from typing import Any

import gradio as gr
from fastapi import FastAPI, Request
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import JSONResponse
from pydantic import BaseModel, ConfigDict, ValidationError

from studybot.ui.frame.actions import RELOAD, Reply
from studybot.web.door import CALLS
from studybot.web.replies import error_reply

FUNCTION = "studybot_call"
LARGE = 1_000_000  # bytes of a call that brings a file, which is one text of it
BESIDE = 100_000  # bytes of such a call beside its texts: millions of small values would hold up everybody while they are read
_TEXT = re.compile(rb'"[^"\\]*(?:\\.[^"\\]*)*"', re.DOTALL)

_Called = Callable[[Any, Request], Reply]


class Call(BaseModel):
    """A call: it names a surface, or, as Gradio's own scripts do, the number of its component."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    surface: str = ""
    component_id: int = 0
    data: dict[str, Any]


def add_calls(api: FastAPI, blocks: gr.Blocks) -> None:
    """Answer the calls of the surfaces in `blocks`."""
    own = [(number, block) for number, block in blocks.blocks.items() if hasattr(block, FUNCTION)]
    surfaces: dict[int | str, _Called] = {
        key: getattr(block, FUNCTION) for number, block in own for key in (number, str(block.elem_id))
    }

    async def answer(request: Request) -> JSONResponse:
        body = await request.body()
        if len(body) > LARGE and len(_TEXT.sub(b'""', body)) > BESIDE:
            return error_reply(413, RELOAD)
        try:
            call = Call.model_validate_json(body)
        except ValidationError:
            return error_reply(422, RELOAD)
        called = surfaces.get(call.surface or call.component_id)
        if called is None:
            return error_reply(404, RELOAD)
        return JSONResponse(await run_in_threadpool(called, call.data, request))

    for path in (CALLS, f"{CALLS}/"):
        api.add_api_route(path, answer, methods=["POST"], include_in_schema=False)
