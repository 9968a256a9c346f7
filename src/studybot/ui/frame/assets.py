"""The pages' scripts, styles and fonts as files that a browser keeps for good: the name of each says its content."""

import gzip
import json
import re
from functools import cache
from hashlib import sha256
from importlib.util import find_spec
from pathlib import Path
from typing import NamedTuple

from fastapi import FastAPI, Request
from fastapi.responses import Response

from studybot.speech import ENGLISH, LANGUAGES, language, scripts_messages, speaking_in
from studybot.ui.frame import bundle
from studybot.ui.frame.bundle import static
from studybot.ui.frame.templates import fill
from studybot.web.replies import error_reply

PLACE = "/ui/"
SHARED = "frame.js"  # what every page has
SHEET = "studybot.css"  # all styles are one file
WORDS = "words-"  # what the scripts say in a language: a page brings that of its reader
FOR_GOOD = "public, max-age=31536000, immutable"
STYLES = tuple(
    "frame/frame.css frame/base.css frame/material.css ask/ask.css ask/source.css study/study.css study/notes.css "
    "study/map.css practise/practise.css practise/exam.css practise/sheet.css coverage/coverage.css "
    "evaluate/evaluate.css material/page.css find/find.css home/home.css settings/settings.css people/people.css "
    "frame/stacked.css".split()
)
SCRIPTS = tuple(
    "ask/begin.js study/study.js practise/practise.js coverage/coverage.js evaluate/review.js material/page.js "
    "people/people.js settings/settings.js".split()
)
# Of the fonts that come with Gradio these are whole; others hold a few letters only, as do their semibold cuts.
FONTS = ("IBMPlexSans-Regular", "IBMPlexSans-Bold", "IBMPlexMono-Regular", "IBMPlexMono-Bold")
_FONT = re.compile(r'url\("([\w-]+)\.woff2"\)')


class Asset(NamedTuple):
    """A file as it is sent: `address` names its content."""

    address: str
    kind: str
    body: bytes


@cache
def assets() -> dict[str, Asset]:
    """Return every file by its name; a page's scripts by the one that begins."""
    fonts = {f"{name}.woff2": _asset(f"{name}.woff2", "font/woff2", _font(name)) for name in FONTS}
    sheet = _FONT.sub(lambda match: f'url("{fonts[f"{match[1]}.woff2"].address}")', "\n".join(map(static, STYLES)))
    shared = _asset(SHARED, "text/javascript", bundle.shared().encode())
    pages = {entry: _page(entry, shared.address) for entry in SCRIPTS}
    words = {_words(name): _asset(_words(name), "text/javascript", _said(name)) for name in LANGUAGES if name != ENGLISH}
    return fonts | pages | words | {SHARED: shared, SHEET: _asset(SHEET, "text/css", sheet.encode())}


@cache
def head(entry: str = "", spoken: str = ENGLISH) -> str:
    """Return what stands first in the head of a page whose script begins at `entry`, if it has one of its own.

    Light or dark comes before anything is drawn, and what the scripts say in a language before they run.
    """
    known = assets()
    icon = "data:image/svg+xml," + "".join(f"%{byte:02x}" for byte in static("frame/icon.svg").encode())
    scripts = [known[name].address for name in (SHARED, entry) if name]
    return "\n".join(
        (
            f'<link rel="icon" type="image/svg+xml" href="{icon}">',
            '<meta name="color-scheme" content="light dark">',
            f"<script>{static('frame/theme.js')}</script>",
            f'<link rel="stylesheet" href="{known[SHEET].address}">',
            *(f'<script defer src="{known[_words(spoken)].address}"></script>' for _ in [spoken] if spoken != ENGLISH),
            *(f'<script type="module" src="{script}"></script>' for script in scripts),
        )
    )


def add_assets(api: FastAPI) -> None:
    """Serve the files."""
    by_address = {asset.address: asset for asset in assets().values()}

    def serve(request: Request) -> Response:
        asset = by_address.get(request.url.path)
        if asset is None:
            return error_reply(404, "there is no such file: reload the page")
        headers = {"cache-control": FOR_GOOD}
        if asset.kind.startswith("font/"):
            return Response(asset.body, media_type=asset.kind, headers=headers)
        headers["vary"] = "accept-encoding"
        if "gzip" in request.headers.get("accept-encoding", ""):
            return Response(_packed(asset), media_type=asset.kind, headers=headers | {"content-encoding": "gzip"})
        return Response(asset.body, media_type=asset.kind, headers=headers)

    def worker() -> Response:
        kept = [asset.address for name, asset in assets().items() if "Mono" not in name and not name.startswith(WORDS)]
        words = [asset.address for name, asset in assets().items() if name.startswith(WORDS)]
        named = {"FILES": kept, "WORDS": words, "AWAY": {spoken: _away(spoken) for spoken in LANGUAGES}}
        text = "".join(f"const {name} = {json.dumps(value)};\n" for name, value in named.items()) + static("frame/worker.js")
        return Response(text, media_type="text/javascript", headers={"cache-control": "no-cache"})

    api.add_api_route(f"{PLACE}{{path:path}}", serve, methods=["GET"], include_in_schema=False)
    api.add_api_route("/worker.js", worker, methods=["GET"], include_in_schema=False)


@cache
def _away(spoken: str) -> str:
    """The page that says in a language that there is no network and the one that was wanted is not kept."""
    with speaking_in(spoken):
        return fill("frame/away")


def _page(entry: str, shared: str) -> Asset:
    return _asset(f"{entry.partition('/')[0]}.js", "text/javascript", bundle.page(entry, shared).encode())


def _words(spoken: str) -> str:
    return f"{WORDS}{spoken}.js"


def _said(spoken: str) -> bytes:
    return f"globalThis.studybotWords = {scripts_messages(spoken)};\n".encode()


def _asset(name: str, kind: str, body: bytes) -> Asset:
    stem, ending = name.rsplit(".", 1)
    return Asset(f"{PLACE}{stem}.{sha256(body).hexdigest()[:12]}.{ending}", kind, body)


@cache
def _packed(asset: Asset) -> bytes:
    return gzip.compress(asset.body, 9, mtime=0)


def _font(name: str) -> bytes:
    family = name.partition("-")[0]
    place = ("templates", "frontend", "static", "fonts", family, f"{name}.woff2")
    library = find_spec("gradio")  # which is found without being imported
    assert library is not None and library.origin is not None
    return Path(library.origin).parent.joinpath(*place).read_bytes()


def plain(template: str, /, **values: object) -> str:
    """Return a page of its own, which calls nothing on the server, with the header that every page has."""
    return fill(template, head=head(spoken=language()), **values)
