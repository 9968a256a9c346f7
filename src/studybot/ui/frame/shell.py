"""What every page shares: the document with its header, and the surface on which a page draws itself.

A page's script calls the function of its surface by name (calls.py). It is drawn here, not by Gradio's scripts in the browser:
they would be most of what a first visit waits for, and their templates need a policy that lets texts run.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from hashlib import sha256
from threading import Lock
from typing import Any, NamedTuple

from fastapi import Request

from studybot.errors import StudybotError
from studybot.served import Served
from studybot.server import BASE, Server
from studybot.speech import ENGLISH, language, quoting, speaking_in, t
from studybot.store import Change
from studybot.ui.frame.actions import Action, Changes, Reply, dispatcher, sentence
from studybot.ui.frame.assets import head
from studybot.ui.frame.templates import fill
from studybot.web.access import may_make_courses, may_see, who_changes
from studybot.web.door import COURSES
from studybot.web.identity import learner_of

# Addresses of pages and pictures in HTML, also where the HTML stands in JSON; others are the same for all courses.
_LINK = re.compile(r'((?:href|src)=\\?")/(?=\\?["?]|(?:study|practise|coverage|evaluate|material|people|settings|pictures)\b)')

Links = Sequence[tuple[str, str]]
Called = Callable[[Any, Request], Reply]
LOG_IN = "Log in to go on: you are not logged in, or no longer."


class Surface(NamedTuple):
    """A page's own HTML, the script that begins it and what that calls, and whether a learner's device may keep it."""

    html: Callable[[Served], str]
    script: str
    called: Called
    keeps: bool
    instructors: bool


class Frame:
    """The pages of all courses: declared once, drawn for the course and moment at which one is asked for."""

    def __init__(self, server: Server) -> None:
        self.server = server
        self._surfaces: dict[str, Surface] = {}
        self._tables: dict[tuple[str, int], Callable[[Any], Reply]] = {}
        self._lock = Lock()

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

        def call(data: Any) -> Reply:
            return self._table(name, actions)(data)

        self.draw(name, html, script, call, changes=changes)

    def draw(
        self, name: str, html: Callable[[Served], str], script: str, call: Callable[[Any], Reply], *, changes: Changes | None
    ) -> None:
        """Draw a surface whose script calls one function."""
        keeps = changes is None and self.server.settings.learners != "closed"
        self._surfaces[name] = Surface(html, script, self._called(call, changes), keeps, instructors=changes is not None)

    @property
    def calls(self) -> dict[str, Called]:
        """What the script of each surface calls."""
        return {name: surface.called for name, surface in self._surfaces.items()}

    def document(self, request: Request, name: str, *, title: str, description: str, links: Links, here: str) -> str:
        """Return the page with a surface and the address `here`; its header links to the pages in `links` (label, address).

        Pages for instructors are English.
        """
        speaks = ENGLISH if self._surfaces[name].instructors else language()
        with speaking_in(speaks), quoting(self._studybot().shown_course.language):
            return self._document(request, name, title=t(title), description=description, links=links, here=here)

    def _document(self, request: Request, name: str, *, title: str, description: str, links: Links, here: str) -> str:
        studybot, surface, learner = self._studybot(), self._surfaces[name], learner_of(request)
        html = fill(
            "frame/surface",
            title=title,
            description=description,
            course=studybot.shown_course,
            head=head(surface.script, language()),
            room=name,
            who=learner and sha256(learner.encode()).hexdigest()[:16],
            keeps=surface.keeps,
            html=surface.html(studybot),
            links=links,
            here=here,
            courses=self._courses(here, request.scope.get(COURSES)),
        )
        return below(request.scope.get(BASE, ""), html)

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
            table = self._tables[place]

        def answer(data: Any) -> Reply:
            with quoting(studybot.shown_course.language):
                return table(data)

        return answer

    def _courses(self, here: str, seen: frozenset[str] | None) -> list[tuple[str, str, bool]]:
        """What the header offers to go to, where there is more than one course: of `seen`, or of all."""
        titles = {name: title for name, title in self.server.titles.items() if seen is None or name in seen}
        current = self.server.asked_for_name
        courses = [(f"/c/{name}{here.rstrip('/')}/", title, name == current) for name, title in titles.items()]
        return courses if len(courses) > 1 else []

    def _called(self, call: Callable[[Any], Reply], changes: Changes | None) -> Called:
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
            with speaking_in(ENGLISH):
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


def below(base: str, html: str) -> str:
    """Return HTML, or JSON that holds some, with its links leading to the pages of the course whose address is `base`."""
    return _LINK.sub(rf"\1{base}/", html) if base else html
