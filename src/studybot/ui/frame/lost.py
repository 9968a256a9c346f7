"""The page for an address that leads nowhere: whoever reads in a browser gets the way back, a program keeps its JSON."""

from fastapi.responses import HTMLResponse
from starlette.datastructures import Headers
from starlette.types import ASGIApp, Message, Receive, Scope, Send

PROGRAMS = ("/api/", "/gradio_api/")  # below these nobody reads pages


class Lost:
    """Answers with `page` where a browser asked for a page that does not exist."""

    def __init__(self, app: ASGIApp, page: HTMLResponse) -> None:
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
            await self._page(scope, receive, send)


def _reads_pages(scope: Scope) -> bool:
    if scope["type"] != "http" or scope["method"] not in ("GET", "HEAD") or scope["path"].startswith(PROGRAMS):
        return False
    return "text/html" in Headers(scope=scope).get("accept", "")
