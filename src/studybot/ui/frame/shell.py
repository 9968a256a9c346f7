"""What every page shares: the header with the navigation, and the surface on which a page draws itself."""

from collections.abc import Callable, Mapping, Sequence
from importlib.resources import files
from typing import Any

import gradio as gr
from fastapi import Request

from studybot.types import Course
from studybot.ui.frame.actions import Action, Reply, dispatcher
from studybot.ui.frame.templates import fill
from studybot.ui.login.access import may_see

Links = Sequence[tuple[str, str]]
LOG_IN = "Log in to go on: you are not logged in, or no longer."


def static(name: str) -> str:
    """Return the text of a script, style or picture, named by its room: "ask/ask.js"."""
    return files("studybot.ui").joinpath(*name.split("/")).read_text(encoding="utf-8")


def header(course: Course, links: Links, here: str) -> None:
    """Draw the header: skip link, the course, links (label, address) to the pages, the switch between light and dark."""
    html = fill("frame/header", course=course, links=links, here=here)
    gr.HTML(html, js_on_load=header_script(), apply_default_css=False, elem_classes="sb-header-host")


def header_script() -> str:
    """Return the script of the header, which every page has: it looks after what all pages share."""
    return "\n".join(static(name) for name in ("frame/header.js", "frame/frames.js"))


def surface(html: str, scripts: Sequence[str], actions: Mapping[str, Action], *, instructors: bool = False) -> None:
    """Draw a page of its own HTML; its scripts call the actions by name and puts what those return into the page.

    The actions of a page for `instructors` answer only requests that may see such pages.
    """
    call = dispatcher(actions)
    gr.HTML(
        html,
        js_on_load="\n".join(static(name) for name in ("frame/core.js", *scripts)),
        apply_default_css=False,
        elem_classes="sb-page-host",
        server_functions=[_called(call, instructors=instructors)],
    )


def _called(call: Callable[[Any], Reply], *, instructors: bool) -> Callable[[Any, Request], Reply]:
    """Return `call` as it is called over HTTP (see calls.py): pages for instructors answer only who may see them."""

    def studybot_call(data: Any, request: Request) -> Reply:
        return call(data) if not instructors or may_see(request) else {"error": LOG_IN}

    return studybot_call
