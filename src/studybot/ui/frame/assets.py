"""The pages' scripts and styles as files that a browser keeps for good: the name of each says its content."""

import gzip
import json
import re
from functools import cache
from hashlib import sha256
from importlib.resources import files
from importlib.resources.abc import Traversable
from posixpath import dirname, join, normpath
from typing import NamedTuple

from fastapi import FastAPI, Request
from fastapi.responses import Response

from studybot.ui.frame.templates import fill
from studybot.web.replies import error_reply

PLACE = "/ui/"
HEADER = "frame/header.js"  # the script of what every page has
SESSION = "frame/session.js"  # runs at once, so that who is here is known when the header is drawn
SHEET = "studybot.css"  # all styles are one file
OWN = ", ".join(3 * name for name in (".sb-header-host", ".sb-page-host"))
FOR_GOOD = "public, max-age=31536000, immutable"
STYLES = (
    "frame/base.css",
    "frame/material.css",
    "ask/ask.css",
    "ask/source.css",
    "study/study.css",
    "study/notes.css",
    "study/map.css",
    "practise/practise.css",
    "practise/exam.css",
    "practise/sheet.css",
    "coverage/coverage.css",
    "evaluate/evaluate.css",
    "material/page.css",
    "find/find.css",
    "home/home.css",
    "settings/settings.css",
    "people/people.css",
    "frame/stacked.css",
)
_IMPORT = re.compile(r'^(?:import|export)\b[^;"]*"(\.[^"]+)";', re.MULTILINE)


class Asset(NamedTuple):
    """A file as it is sent: `address` names its content."""

    address: str
    kind: str
    body: bytes
    packed: bytes


def static(name: str) -> str:
    """Return the text of a script, style or picture, named by its room: "ask/ask.js"."""
    return files("studybot.ui").joinpath(*name.split("/")).read_text(encoding="utf-8")


@cache
def assets() -> dict[str, Asset]:
    """Return every script by its name, and the styles."""
    scripts = {name: _asset(name, "text/javascript", static(name)) for name in _scripts(files("studybot.ui"))}
    return scripts | {SHEET: _asset(SHEET, "text/css", _styles())}


@cache
def graph(entry: str) -> tuple[str, ...]:
    """Return the scripts that a script needs, itself first."""
    found = [entry]
    for name in found:
        needed = (normpath(join(dirname(name), place)) for place in _IMPORT.findall(static(name)))
        found += [script for script in dict.fromkeys(needed) if script not in found]
    return tuple(found)


@cache
def head(*entries: str) -> str:
    """Return what stands first in the head of a page that runs these scripts.

    Light or dark comes before anything is drawn, and the addresses of scripts before any of them is imported.
    """
    scripts = list(dict.fromkeys(script for entry in (*entries, HEADER) for script in graph(entry)))
    known = assets()
    addresses = {PLACE + script: known[script].address for script in scripts}
    icon = "data:image/svg+xml," + "".join(f"%{byte:02x}" for byte in static("frame/icon.svg").encode())
    return "\n".join(
        (
            f'<link rel="icon" type="image/svg+xml" href="{icon}">',
            '<meta name="color-scheme" content="light dark">',
            f"<script>{static('frame/theme.js')}</script>",
            f'<script type="importmap">{json.dumps({"imports": addresses}, separators=(",", ":"))}</script>',
            f'<link rel="stylesheet" href="{known[SHEET].address}">',
            f'<script type="module" src="{known[SESSION].address}"></script>',
            *(
                f'<link rel="modulepreload" fetchpriority="low" href="{known[script].address}">'
                for script in scripts
                if script != SESSION
            ),
        )
    )


def add_assets(api: FastAPI) -> None:
    """Serve the files."""
    by_address = {asset.address: asset for asset in assets().values()}

    def serve(request: Request) -> Response:
        asset = by_address.get(request.url.path)
        if asset is None:
            return error_reply(404, "there is no such file: reload the page")
        headers = {"cache-control": FOR_GOOD, "vary": "accept-encoding"}
        if "gzip" in request.headers.get("accept-encoding", ""):
            return Response(asset.packed, media_type=asset.kind, headers=headers | {"content-encoding": "gzip"})
        return Response(asset.body, media_type=asset.kind, headers=headers)

    api.add_api_route(f"{PLACE}{{path:path}}", serve, methods=["GET"], include_in_schema=False)


def _asset(name: str, kind: str, text: str) -> Asset:
    body = text.encode()
    stem, ending = name.rsplit(".", 1)
    return Asset(f"{PLACE}{stem}.{sha256(body).hexdigest()[:12]}.{ending}", kind, body, gzip.compress(body, 9, mtime=0))


def _styles() -> str:
    # Wrapped in the pages' own elements, named three times, every rule outweighs Gradio's for the same tags: `[type="submit"]`
    # of its container counts as much as two classes, and comes later.
    wrapped = "\n".join(static(name) for name in STYLES)
    return f"{static('frame/frame.css')}\n{OWN} {{\n{wrapped}\n}}"


def _scripts(folder: Traversable, path: str = "") -> list[str]:
    found: list[str] = []
    for entry in sorted(folder.iterdir(), key=lambda one: one.name):
        if entry.is_dir():
            found += _scripts(entry, f"{path}{entry.name}/")
        elif entry.name.endswith(".js"):
            found.append(path + entry.name)
    return found


def plain(template: str, /, **values: object) -> str:
    """Return a page of its own, with the header that every page has."""
    return fill(template, head=head(), script=assets()[HEADER].address, **values)
