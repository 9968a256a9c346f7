"""What every reply carries for a browser: what it may run, who may frame it, what it keeps; pages also come packed."""

import gzip
import re
from base64 import b64encode
from hashlib import sha256

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

_SCRIPT = re.compile(r"<script(?P<attributes>[^>]*)>(?P<text>.*?)</script>", re.DOTALL)
_INLINE = "script-src 'self' 'unsafe-inline'"
_PACKED = ("text/", "application/json", "application/javascript", "image/svg+xml")
_SMALLEST = 1_000  # bytes that are worth packing
ALWAYS = {
    "x-content-type-options": "nosniff",
    "referrer-policy": "same-origin",
    "x-frame-options": "DENY",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), microphone=(), geolocation=()",
}
# No text runs as a script but by its hash.
_POLICY = (
    "default-src 'self'; script-src 'self'{hashes}; style-src 'self' 'unsafe-inline'; "
    "img-src 'self' data: blob:; font-src 'self' data:; connect-src 'self'; object-src 'none'; form-action 'self'; "
    "frame-ancestors 'none'; base-uri 'self'"
)


class Documents:
    """Finishes what goes to a browser; `scripts` may stand in documents that a page makes."""

    def __init__(self, app: ASGIApp, *, scripts: tuple[str, ...] = ()) -> None:
        self._app = app
        self._others = "".join(f" {_hash(script)}" for script in scripts)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on and finish what comes back."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        await self._app(scope, receive, _Reply(self, scope, send).take)

    def policy(self, html: str) -> str:
        """Return the policy that lets the scripts of a page run."""
        return _POLICY.format(hashes=_hashes(html) + self._others)


class _Reply:
    """One reply: HTML is held back until it is whole, everything else passes with its headers."""

    def __init__(self, documents: Documents, scope: Scope, send: Send) -> None:
        self._documents = documents
        self._scope = scope
        self._send = send
        self._start: Message = {}
        self._body: list[bytes] | None = None

    async def take(self, message: Message) -> None:
        """Send a message on, or keep it until the page is whole."""
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            for name, value in ALWAYS.items():
                headers.setdefault(name, value)
            headers.setdefault("cache-control", "private, no-cache")
            self._start = message
            kind = headers.get("content-type", "")
            if kind.startswith(_PACKED) and not kind.startswith("text/event-stream") and "content-encoding" not in headers:
                self._body = []
            else:
                await self._send(message)
        elif self._body is None or message["type"] != "http.response.body":
            await self._send(message)
        else:
            self._body.append(message.get("body", b""))
            if not message.get("more_body", False):
                await self._finish(b"".join(self._body))

    async def _finish(self, body: bytes) -> None:
        headers = MutableHeaders(scope=self._start)
        if body and headers.get("content-type", "").startswith("text/html"):
            own, html = headers.get("content-security-policy"), body.decode()
            # A page with a stricter policy of its own keeps it; its scripts, too, run by their hashes alone.
            hashed = f"script-src 'self'{_hashes(html)}"
            headers["content-security-policy"] = own.replace(_INLINE, hashed) if own else self._documents.policy(html)
        if self._scope["method"] == "GET" and self._start["status"] == 200:
            headers.setdefault("etag", f'"{sha256(body).hexdigest()[:32]}"')
            if Headers(scope=self._scope).get("if-none-match") == headers["etag"]:
                del headers["content-length"]
                await self._send({**self._start, "status": 304, "headers": headers.raw})
                await self._send({"type": "http.response.body", "body": b""})
                return
        if len(body) >= _SMALLEST:
            headers.add_vary_header("accept-encoding")
            if "gzip" in Headers(scope=self._scope).get("accept-encoding", ""):
                body = gzip.compress(body, 5)
                headers["content-encoding"] = "gzip"
        if self._scope["method"] != "HEAD" or "content-length" not in headers:
            headers["content-length"] = str(len(body))
        await self._send({**self._start, "headers": headers.raw})
        await self._send({"type": "http.response.body", "body": body})


def _hashes(html: str) -> str:
    """The hash of each script that stands in a page."""
    found = (match for match in _SCRIPT.finditer(html) if "src=" not in match["attributes"])
    return "".join(f" {one}" for one in dict.fromkeys(_hash(match["text"]) for match in found))


def _hash(script: str) -> str:
    return f"'sha256-{b64encode(sha256(script.encode()).digest()).decode()}'"
