"""Which of Gradio's addresses are open: the pages and their files; all others do not exist."""

from starlette.routing import Match, Route
from starlette.types import ASGIApp, Receive, Scope, Send

from studybot.web.replies import error_reply

FILES = ("/assets/", "/static/")
SINGLE = frozenset({"/theme.css", "/favicon.ico", "/robots.txt", "/manifest.json", "/metrics"})
TOOLS = ("/gradio_api/mcp", "/gradio_api/info", "/gradio_api/queue/", "/config")  # what MCP needs
LONGEST = 300  # characters of a path


class Reach:
    """Refuses what neither studybot's own routes nor its pages need."""

    def __init__(self, app: ASGIApp, *, own: list[Route], pages: frozenset[str], tools: bool) -> None:
        self._app = app
        self._own = own
        self._pages = pages
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
        if len(path) > LONGEST or "\0" in path:
            return False
        named = path.startswith(FILES) or path in SINGLE or path.strip("/") in self._pages
        return named or (self._tools and path.startswith(TOOLS))
