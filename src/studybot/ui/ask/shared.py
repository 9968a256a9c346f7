"""A conversation as whoever got its link reads it: questions, answers and sources, and nothing to change."""

from fastapi import FastAPI
from fastapi.responses import HTMLResponse
from markupsafe import Markup

from studybot.errors import NotFound
from studybot.render import conversation_markdown
from studybot.ui.frame.plain import plain
from studybot.ui.frame.shell import Frame
from studybot.ui.html.section import section_html


def add_shared(api: FastAPI, frame: Frame, links: list[tuple[str, str]], policy: str) -> None:
    """Add the address of shared conversations."""

    def shared(token: str) -> HTMLResponse:
        studybot = frame.server.asked_for
        title, body, status = "No such conversation", "", 200
        try:
            talk = studybot.store.shares.shared(token)
            title = talk.title
            body = section_html(conversation_markdown(title, studybot.store.conversations.turns(talk.id)), heading=1)
        except NotFound as error:
            body, status = str(Markup("<h1>{}</h1><p>{}</p>").format(title, str(error))), 410
        html = plain(
            "ask/shared",
            title=title,
            course=studybot.shown_course,
            links=links,
            body=Markup(body),
            found=status == 200,
        )
        return HTMLResponse(html, status_code=status, headers={"content-security-policy": policy, "cache-control": "no-store"})

    api.add_api_route("/shared/{token}", shared, methods=["GET"], include_in_schema=False)
