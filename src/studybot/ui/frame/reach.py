"""Which of Gradio's addresses are open: what MCP needs, where it is asked for; all others do not exist."""

from collections.abc import Callable

from fastapi.responses import HTMLResponse, JSONResponse
from starlette.datastructures import Headers
from starlette.routing import Match, Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from studybot.web.replies import error_reply, wrong_method

TOOLS = ("/gradio_api/mcp", "/gradio_api/info", "/gradio_api/queue/", "/config")  # what MCP needs
LONGEST = 300  # characters of a path


class Reach:
    """Refuses what none of studybot's own routes answers."""

    def __init__(self, app: ASGIApp, *, own: list[Route], tools: bool) -> None:
        self._app = app
        self._own = own
        self._tools = tools

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, or say that there is no such address, or that it takes other methods."""
        if scope["type"] == "lifespan":
            await self._app(scope, receive, send)
        elif scope["type"] == "http":
            # What can be got has a head, which the server sends without the body.
            asked = {**scope, "method": "GET"} if scope["method"] == "HEAD" else scope
            reply = None if self._is_open(asked) else self._refusal(scope)
            await (reply or self._app)(asked, receive, send)

    def _is_open(self, scope: Scope) -> bool:
        path = scope["path"]
        if any(route.matches(scope)[0] is Match.FULL for route in self._own):
            return True
        return path == "/metrics" or (self._tools and len(path) <= LONGEST and "\0" not in path and path.startswith(TOOLS))

    def _refusal(self, scope: Scope) -> JSONResponse:
        method, path = scope["method"], scope["path"][:LONGEST]
        partial = [route for route in self._own if route.matches(scope)[0] is Match.PARTIAL]
        if not partial:
            return error_reply(404, f"there is no {method} {path}: see /docs")
        return wrong_method(method, path, {name for route in partial for name in route.methods or ()})


PROGRAMS = ("/api/", "/gradio_api/")  # below these nobody reads pages


class Lost:
    """Answers with what `page` gives where a browser asked for a page that does not exist."""

    def __init__(self, app: ASGIApp, page: Callable[[], HTMLResponse]) -> None:
        self._app = app
        self._page = page

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on; of a "not found" to a browser nothing but the page is sent."""
        if not _reads_pages(scope):
            await self._app(scope, receive, send)
            return
        is_lost = False

        async def sending(message: Message) -> None:
            nonlocal is_lost
            is_lost = is_lost or (message["type"] == "http.response.start" and message["status"] == 404)
            if not is_lost:
                await send(message)

        await self._app(scope, receive, sending)
        if is_lost:
            await self._page()(scope, receive, send)


def _reads_pages(scope: Scope) -> bool:
    if scope["type"] != "http" or scope["method"] not in ("GET", "HEAD") or scope["path"].startswith(PROGRAMS):
        return False
    return "text/html" in Headers(scope=scope).get("accept", "")
