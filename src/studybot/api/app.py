"""The HTTP interface as an application; the page is mounted in it by whoever serves both."""

from importlib.resources import files
from typing import Any

from fastapi import FastAPI
from fastapi.responses import HTMLResponse
from pydantic import BaseModel

from studybot import __version__
from studybot.api import routes, study_routes
from studybot.api.failures import explain
from studybot.api.values import AskReply, ErrorReply
from studybot.served import Served
from studybot.web.checks import Checks
from studybot.web.identity import Signer
from studybot.web.shield import protect

REASONS = {
    401: "no token, one that was not made here, or a wrong password",
    400: "a request that does not fit together",
    404: "unknown topic, passage, conversation or turn",
    409: "a name that is taken",
    413: "body too large",
    415: "body that is no JSON",
    422: "body not as described",
    429: "too many at once: try again after as many seconds as retry-after says",
    503: "index, model or database cannot be used",
}


def create_api(studybot: Served) -> FastAPI:
    """Return the application that answers from `studybot`."""
    # The framework's own pages of documentation load scripts from the network; ours does not.
    api = FastAPI(title="studybot", version=__version__, description=_about(studybot), docs_url=None, redoc_url=None)
    api.state.studybot = studybot
    api.state.signer = _signer(studybot)
    api.state.checks = Checks()
    api.add_api_route(
        "/api/ask", routes.ask, methods=["POST"], responses=_reply(AskReply) | _errors(400, 401, 404, 413, 422, 503)
    )
    api.add_api_route("/api/token", routes.token, methods=["POST"], responses=_errors(400, 401, 413, 422, 429, 503))
    api.add_api_route("/api/join", routes.join_course, methods=["POST"], responses=_errors(400, 409, 413, 422, 429, 503))
    api.add_api_route("/api/topics", routes.topics, responses=_errors(503))
    api.add_api_route("/api/passages/{passage_id:path}", routes.passage, responses=_errors(404, 503))
    api.add_api_route("/api/feedback", routes.feedback, methods=["POST"], responses=_errors(401, 404, 413, 422, 503))
    api.add_api_route("/api/quiz", study_routes.quiz, responses=_errors(400, 404, 422, 503))
    api.add_api_route(
        "/api/quiz/grade", study_routes.grade_answer, methods=["POST"], responses=_errors(400, 404, 413, 422, 503)
    )
    api.add_api_route("/api/cards", study_routes.cards, responses=_errors(404, 422, 503))
    api.add_api_route("/healthz", routes.health, responses=_errors(503))
    api.add_api_route("/readyz", routes.ready, responses=_errors(503))
    api.add_api_route("/docs", _docs, response_class=HTMLResponse, include_in_schema=False)
    explain(api)
    protect(api, api.state.signer, studybot)
    return api


def _signer(studybot: Served) -> Signer:
    """Sign with the store's key, which opens when it is needed; what lets a person in is of no use after a new password."""

    def seal(learner: str) -> str:
        user = studybot.store.accounts.of_learner(learner)
        return user.password_hash if user else ""

    is_closed = studybot.settings.learners == "closed"
    return Signer(lambda: str(studybot.store.learners.key()), seal if is_closed else lambda _: "")


def _about(studybot: Served) -> str:
    return f"Ask {studybot.shown_course.title} and get its own words back, each statement with the span that proves it."


def _errors(*statuses: int) -> dict[int | str, dict[str, Any]]:
    return {status: {"model": ErrorReply, "description": REASONS[status]} for status in statuses}


def _reply(model: type[BaseModel]) -> dict[int | str, dict[str, Any]]:
    return {200: {"model": model}}


def _docs() -> str:
    return files("studybot.api").joinpath("docs.html").read_text(encoding="utf-8")
