"""Which course a request is about: all that answers it sees one generation of that course."""

from starlette.types import ASGIApp, Receive, Scope, Send

from studybot.server import Server


class OneCourse:
    """Lets each request be about one course, as one build of its index holds it."""

    def __init__(self, app: ASGIApp, server: Server) -> None:
        self._app = app
        self._server = server

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        with self._server.request(""):
            await self._app(scope, receive, send)
