"""The pictures that the course's documents show: their addresses, and what a browser gets there."""

from collections.abc import Callable
from urllib.parse import urlencode

from fastapi import FastAPI, Request
from fastapi.responses import Response

from studybot.corpus.pictures import find_picture, picture_bytes
from studybot.errors import NotFound
from studybot.opened import Opened
from studybot.served import Served
from studybot.server import COURSE

PATH = "/pictures"
# A drawing (SVG) that is opened by itself runs nothing.
_HEADERS = {"content-security-policy": "default-src 'none'; style-src 'unsafe-inline'; sandbox"}


def pictures_of(course: Opened, source: str) -> Callable[[str], str]:
    """Return what gives the address of a picture that a file of the course names, empty when it cannot be shown."""
    folder = course.settings.course

    def link(address: str) -> str:
        there = find_picture(folder, source, address) is not None
        return f"{PATH}?{urlencode({'of': source, 'name': address})}" if there else ""

    return link


def add_pictures(api: FastAPI, first: Served) -> None:
    """Serve the pictures that documents of a course show, and nothing else of its folder."""

    def picture(request: Request, of: str, name: str) -> Response:
        studybot: Served = request.scope.get(COURSE) or first
        shown = any(f"]({name})" in document.text for document in studybot.documents if document.source == of)
        found = find_picture(studybot.settings.course, of, name) if shown else None
        if found is None:
            raise NotFound("the course shows no such picture")
        return Response(picture_bytes(found), media_type=found.kind, headers=_HEADERS)

    api.add_api_route(PATH, picture, include_in_schema=False)
