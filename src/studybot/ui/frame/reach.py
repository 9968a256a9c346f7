"""Which of Gradio's addresses are open: what MCP needs, where it is asked for; all others do not exist."""

from collections.abc import Callable

from fastapi.responses import HTMLResponse
from starlette.datastructures import Headers
from starlette.routing import Match, Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from studybot.web.replies import error_reply

TOOLS = ("/gradio_api/mcp", "/gradio_api/info", "/gradio_api/queue/", "/config")  # what MCP needs
LONGEST = 300  # characters of a path


class Reach:
    """Refuses what none of studybot's own routes answers."""

    def __init__(self, app: ASGIApp, *, own: list[Route], tools: bool) -> None:
        self._app = app
        self._own = own
        self._tools = tools

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, or say that there is no such address."""
        if scope["type"] == "lifespan" or (scope["type"] == "http" and self._is_open(scope)):
            await self._app(scope, receive, send)
        elif scope["type"] == "http":
            await error_reply(404, f"there is no {scope['method']} {scope['path'][:LONGEST]}: see /docs")(scope, receive, send)

    def _is_open(self, scope: Scope) -> bool:
        path = scope["path"]
        if any(route.matches(scope)[0] is Match.FULL for route in self._own):
            return True
        return path == "/metrics" or (self._tools and len(path) <= LONGEST and "\0" not in path and path.startswith(TOOLS))


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
