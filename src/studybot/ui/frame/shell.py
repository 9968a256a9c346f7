"""What every page shares: the header with the navigation, and the surface on which a page draws itself."""

import json
import re
from collections.abc import Callable, Mapping, Sequence
from contextvars import ContextVar
from datetime import UTC, datetime
from html import escape
from threading import Lock
from typing import Any

import gradio as gr
from fastapi import Request
from fastapi.concurrency import run_in_threadpool

from studybot.errors import StudybotError
from studybot.served import Served
from studybot.server import Server
from studybot.store import Change
from studybot.types import Course
from studybot.ui.frame.actions import Action, Changes, Reply, dispatcher, sentence
from studybot.ui.frame.assets import HEADER, PLACE, head
from studybot.ui.frame.templates import fill
from studybot.web.access import may_make_courses, may_see, who_changes
from studybot.web.identity import learner_of

TITLE = "sb-title-of-the-course"
# Addresses of pages and pictures in HTML, also where the HTML stands in JSON; others are the same for all courses.
_LINK = re.compile(rb'((?:href|src)=\\?")/(?=\\?["?]|(?:study|practise|coverage|evaluate|material|people|settings|pictures)\b)')
_ROOT = re.compile(rb'("root":\s*"https?://[^"/]+)(")')

# The page's script is imported when what it looks after stands in the document. The addresses are whole ones: Chromium keeps a
# function that was made of the same text, and with it the address of the server that an earlier page came from.
_IMPORT = "import(location.origin + '{script}')"
_BEGIN = _IMPORT + ".then(({{ connect }}) => {{ connect(element, server); return import(location.origin + '{page}'); }});"

Links = Sequence[tuple[str, str]]
_SEEN: ContextVar[frozenset[str] | None] = ContextVar("courses that this request may see", default=None)
LOG_IN = "Log in to go on: you are not logged in, or no longer."


class Frame:
    """The pages of all courses: drawn once, filled for the course and moment at which one is asked for."""

    def __init__(self, server: Server) -> None:
        self.server = server
        self._drawn: dict[str, Callable[[Served], str]] = {}
        self._scripts: dict[str, str] = {}
        self._tables: dict[tuple[str, int], Callable[[Any], Reply]] = {}
        self._lock = Lock()

    def header(self, links: Links, here: str) -> None:
        """Draw the header: skip link, the course, links (label, address) to the pages, the switch between light and dark."""
        name = f"header {here}"
        self._drawn[name] = lambda studybot: self._header(studybot.shown_course, links, here)
        gr.HTML(
            _mark(name),
            js_on_load=_IMPORT.format(script=PLACE + HEADER),
            apply_default_css=False,
            elem_classes="sb-header-host",
        )

    def surface(
        self,
        name: str,
        html: Callable[[Served], str],
        script: str,
        actions: Callable[[Served], Mapping[str, Action]],
        *,
        changes: Changes | None = None,
    ) -> None:
        """Draw a page of its own HTML; its script calls the actions by name and puts what those return into the page.

        The actions of a page with `changes` are for instructors: they answer only requests that may see such pages.
        """
        self._drawn[name] = html

        def call(data: Any) -> Reply:
            return self._table(name, actions)(data)

        self.draw(name, script, call, changes=changes)

    def draw(self, name: str, script: str, call: Callable[[Any], Reply], *, changes: Changes | None) -> None:
        """Draw a surface whose script calls one function."""
        self._scripts[name] = script
        gr.HTML(
            _mark(name),
            js_on_load=_BEGIN.format(script=f"{PLACE}frame/core.js", page=PLACE + script),
            apply_default_css=False,
            elem_classes="sb-page-host",
            server_functions=[self._called(call, changes)],
        )

    def draws(self, name: str, html: Callable[[Served], str]) -> None:
        """Fill a surface with `html`."""
        self._drawn[name] = html

    def _table(self, name: str, actions: Callable[[Served], Mapping[str, Action]]) -> Callable[[Any], Reply]:
        """The actions of a page for the course that is asked for: what they hold open lasts as long as the server."""
        try:
            studybot = self.server.asked_for
        except StudybotError as error:
            said = sentence(error)
            return lambda _: {"error": said}
        place = (name, id(studybot))
        with self._lock:
            if place not in self._tables:
                self._tables[place] = dispatcher(actions(studybot))
            return self._tables[place]

    def _header(self, course: Course, links: Links, here: str) -> str:
        seen = _SEEN.get()
        titles = {name: title for name, title in self.server.titles.items() if seen is None or name in seen}
        current = f"/c/{self.server.asked_for_name}"
        courses = [(f"/c/{name}{here.rstrip('/')}/", title, f"/c/{name}" == current) for name, title in titles.items()]
        return fill("frame/header", course=course, links=links, here=here, courses=courses if len(courses) > 1 else [])

    async def fill(self, page: bytes, base: str, path: str, seen: frozenset[str] | None = None) -> bytes:
        """Return a page, or the reply to a call, as it is for the course that is asked for; `base` is that course's address.

        The header names the courses of `seen`, all without.
        """
        token = _SEEN.set(seen)
        try:
            return await run_in_threadpool(self._fill, page, base, path)
        finally:
            _SEEN.reset(token)

    def _fill(self, page: bytes, base: str, path: str) -> bytes:
        if path.startswith("/gradio_api"):
            return _LINK.sub(rf"\1{base}/".encode(), page)
        for name, draw in self._drawn.items():
            mark = f'"{_mark(name)}"'.encode()
            if mark in page:
                page = page.replace(mark, _quoted(draw(self._studybot())))
                if name in self._scripts:
                    page = page.replace(b"<head>", f"<head>\n{head(self._scripts[name])}".encode(), 1)
        page = page.replace(TITLE.encode(), escape(self._studybot().shown_course.title, quote=False).encode())
        if base:
            page = _ROOT.sub(rf"\1{base}\2".encode(), _LINK.sub(rf"\1{base}/".encode(), page))
        return page

    def _called(self, call: Callable[[Any], Reply], changes: Changes | None) -> Callable[[Any, Request], Reply]:
        """Return `call` as it is called over HTTP (see calls.py): pages for instructors answer only who may see them."""

        def studybot_call(data: dict[str, Any], request: Request) -> Reply:
            if changes is None:
                return call(data | {"learner": learner_of(request)})
            if not may_see(request):
                return {"error": LOG_IN}
            by: dict[str, Any] = {
                "learner": learner_of(request),
                "by": who_changes(request),
                "of_all": may_make_courses(request),
            }
            reply = call(data | by)
            if "error" not in reply:
                self._keep_change(changes, reply | data, by["by"])
            return reply

        return studybot_call

    def _keep_change(self, changes: Changes, data: dict[str, Any], user: str) -> None:
        """Write into the audit log what an instructor changed; a look at something changes nothing."""
        line = changes.get(str(data.get("action")))
        said = line(data) if line else ""
        if said:
            change = Change(at=datetime.now(UTC), user=user, course=self.server.asked_for_name, change=said)
            self.server.accounts.store.audit.add(change)

    def _studybot(self) -> Served:
        return self.server.asked_for if self.server.names else self.server.accounts


def _mark(name: str) -> str:
    return f"sb-surface {name}"


def _quoted(html: str) -> bytes:
    """HTML as a string of the JSON that stands in Gradio's page."""
    text = json.dumps(html, ensure_ascii=False)
    for character in "<>&'\u2028\u2029":
        text = text.replace(character, f"\\u{ord(character):04x}")
    return text.encode()
