"""What every reply carries for a browser: what it may run, who may frame it, what it keeps; pages also come packed."""

import gzip
import json
import re
from base64 import b64encode
from collections import OrderedDict
from hashlib import sha256
from html import escape
from xml.sax.saxutils import quoteattr

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

_SCRIPT = re.compile(r"<script(?P<attributes>[^>]*)>(?P<text>.*?)</script>", re.DOTALL)
_FOREIGN_TAGS = re.compile(r'\s*<meta\s+(?:property="og:|name="twitter:)[^>]*>')
_INLINE = "script-src 'self' 'unsafe-inline'"
_CONFIG_TITLE = re.compile(r'"title":"((?:[^"\\]|\\.)* · studybot)"')  # what Gradio's scripts call the page
_PACKED = ("text/", "application/json", "application/javascript", "image/svg+xml")
_SMALLEST = 1_000  # bytes that are worth packing
_KEPT = 64  # pages whose finished form is kept
ALWAYS = {
    "x-content-type-options": "nosniff",
    "referrer-policy": "same-origin",
    "x-frame-options": "DENY",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), microphone=(), geolocation=()",
}
# Gradio makes functions of the pages' scripts and templates ('unsafe-eval'); no inline script runs but by its hash.
_POLICY = (
    "default-src 'self'; script-src 'self' 'unsafe-eval'{hashes}; style-src 'self' 'unsafe-inline'; "
    "img-src 'self' data: blob:; font-src 'self' data:; connect-src 'self'; object-src 'none'; form-action 'self'; "
    "frame-ancestors 'none'; base-uri 'self'"
)


class Documents:
    """Finishes what goes to a browser; `names` gives each page's own name, `description` is what the product says of itself."""

    def __init__(self, app: ASGIApp, *, names: dict[str, str], description: str, scripts: tuple[str, ...] = ()) -> None:
        self._app = app
        self._names = names
        self._description = description
        self._others = "".join(f" {_hash(script)}" for script in scripts)
        self._finished: OrderedDict[tuple[str, str], tuple[bytes, str]] = OrderedDict()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on and finish what comes back."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        await self._app(scope, receive, _Reply(self, scope, send).take)

    def page(self, path: str, body: bytes) -> tuple[bytes, str]:
        """Return a page with its own name and description, and the policy that lets its scripts run."""
        place = (path, sha256(body).hexdigest())
        if place not in self._finished:
            text = self._named(path, body.decode())
            self._finished[place] = (text.encode(), _POLICY.format(hashes=_hashes(text) + self._others))
            if len(self._finished) > _KEPT:
                self._finished.popitem(last=False)
        self._finished.move_to_end(place)
        return self._finished[place]

    def _named(self, path: str, html: str) -> str:
        told = _CONFIG_TITLE.search(html)
        if told is None or not _FOREIGN_TAGS.search(html):
            return html
        name = self._names.get(re.sub(r"^/c/[^/]+", "", path).rstrip("/") or "/", "")
        title = " · ".join(part for part in (name, json.loads(f'"{told[1]}"')) if part)
        tags = "".join(
            f"<meta {kind} content={quoteattr(text)}>"
            for kind, text in (
                ('property="og:title"', title),
                ('property="og:type"', "website"),
                ('property="og:description"', self._description),
                ('name="description"', self._description),
            )
        )
        html = html.replace(told[0], f'"title":{_json(title)}', 1)
        return _FOREIGN_TAGS.sub("", html).replace("</head>", f"<title>{escape(title)}</title>{tags}</head>", 1)


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
            headers.setdefault("cache-control", _keeping(self._scope["path"]))
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
            own = headers.get("content-security-policy")
            body, policy = self._documents.page(self._scope["path"], body)
            # A page with a stricter policy of its own keeps it; its scripts, too, run by their hashes alone.
            hashed = f"script-src 'self'{_hashes(body.decode())}"
            headers["content-security-policy"] = own.replace(_INLINE, hashed) if own else policy
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


def _json(text: str) -> str:
    """A text as JSON inside a script element."""
    return json.dumps(text, ensure_ascii=False).translate({ord(one): f"\\u{ord(one):04x}" for one in "<>&'"})


def _keeping(path: str) -> str:
    """How long a browser may keep a reply: files that are named by their content for good, all else is asked for again."""
    if path.startswith("/assets/"):
        return "public, max-age=31536000, immutable"
    return "public, max-age=3600" if path.startswith("/static/") else "private, no-cache"


def _hashes(html: str) -> str:
    """The hash of each script that stands in a page."""
    found = (match for match in _SCRIPT.finditer(html) if "src=" not in match["attributes"])
    return "".join(f" {one}" for one in dict.fromkeys(_hash(match["text"]) for match in found))


def _hash(script: str) -> str:
    return f"'sha256-{b64encode(sha256(script.encode()).digest()).decode()}'"
