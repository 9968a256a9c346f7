"""Where a request comes from: from a page of this server, from another site, from this machine or through a proxy."""

from urllib.parse import urlsplit

from starlette.datastructures import Headers
from starlette.requests import Request
from starlette.types import ASGIApp, Receive, Scope, Send

from studybot.settings import is_local
from studybot.web.replies import error_reply

QUIET = frozenset({"GET", "HEAD", "OPTIONS", "TRACE"})  # methods that change nothing
FORMS = frozenset({"/login", "/logout", "/join", "/name"})  # addresses that take a form instead of JSON
_PROXIED = ("forwarded", "via", "x-real-ip", "x-client-ip", "true-client-ip", "cf-connecting-ip")
_ONCE = ("host", "origin", "sec-fetch-site", "content-type", "content-length", "authorization")
_TWICE = "this request says who sent it, or what it brings, more than once: send each header once, and one length"
_FOREIGN = "this request was sent by a page of another site, so it was not looked at: open studybot itself and try again"
_NO_JSON = "the body must be a JSON object, sent with 'content-type: application/json'"


class SameOrigin:
    """Refuses what would change something unless a page of this server, or a program that is no browser, sent it.

    A browser says with Sec-Fetch-Site, or by the Origin that it gives, whose page sends a request; a program has neither.
    A page of another site can send forms and plain text without asking first, JSON it cannot.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, or refuse it before its body is read."""
        if scope["type"] != "http" or scope["method"] in QUIET:
            await self._app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        if _is_ambiguous(headers):  # two readers, a proxy and this server, may each believe another one
            await error_reply(400, _TWICE)(scope, receive, send)
        elif is_foreign(headers):
            await error_reply(403, _FOREIGN)(scope, receive, send)
        elif scope["path"] not in FORMS and _has_body(headers) and not _is_json(headers):
            await error_reply(415, _NO_JSON)(scope, receive, send)
        else:
            await self._app(scope, receive, send)


def _is_ambiguous(headers: Headers) -> bool:
    return any(len(headers.getlist(name)) > 1 for name in _ONCE) or {"content-length", "transfer-encoding"} <= set(headers)


def is_foreign(headers: Headers) -> bool:
    """Whether a browser says that a page of another site sent this."""
    site = headers.get("sec-fetch-site")
    if site is not None:
        return site not in ("same-origin", "none")
    origin = headers.get("origin")
    return origin is not None and urlsplit(origin).netloc not in {
        headers[name].strip() for name in ("host", "x-forwarded-host") if name in headers
    }


def is_from_here(request: Request) -> bool:
    """Whether only somebody at this machine can have sent a request: peer and host are this machine, and no proxy shows.

    A local server may be reached from elsewhere through a proxy, which says so, speaks HTTP/1.0, keeps its own name as the
    host or passes on the name that its pages have, or through a foreign name that was made to point here (DNS rebinding).
    """
    headers = request.headers
    peer = request.client.host if request.client else ""
    pages = [urlsplit(headers[name]).hostname or "" for name in ("origin", "referer") if name in headers]
    return (
        bool(headers.get("host"))
        and all(is_local(name) for name in (peer, request.url.hostname or "", *pages))
        and request.scope.get("http_version") != "1.0"
        and not any(name in _PROXIED or name.startswith("x-forwarded-") for name in headers)
    )


def _has_body(headers: Headers) -> bool:
    return headers.get("content-length", "0") != "0" or "transfer-encoding" in headers or "content-type" in headers


def _is_json(headers: Headers) -> bool:
    kind = headers.get("content-type", "").partition(";")[0].strip().lower()
    return kind == "application/json" or (kind.startswith("application/") and kind.endswith("+json"))
