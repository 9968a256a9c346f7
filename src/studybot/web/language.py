"""In which language a page speaks to whoever asks for it: the one they chose, else the one their browser likes best."""

from starlette.datastructures import Headers
from starlette.requests import Request
from starlette.types import ASGIApp, Receive, Scope, Send

from studybot.speech import LANGUAGES, speaking_in, wished

CHOSEN = "studybot_language"  # a cookie that the Settings page sets
_PROGRAMS = ("/api/", "/metrics")  # what these get is English


class Language:
    """Lets everything that answers a request speak one language."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on."""
        if scope["type"] != "http" or scope["path"].startswith(_PROGRAMS):
            await self._app(scope, receive, send)
            return
        with speaking_in(spoken_to(Request(scope))):
            await self._app(scope, receive, send)


def spoken_to(request: Request) -> str:
    """Return the language of whoever sent a request."""
    chosen = request.cookies.get(CHOSEN, "")
    return chosen if chosen in LANGUAGES else wished(Headers(scope=request.scope).get("accept-language", ""))
