"""What a browser did before its id became a cookie: brought over once, after which the old id leads nowhere."""

from fastapi import FastAPI, Request
from pydantic import BaseModel, ConfigDict

from studybot.errors import UsageError
from studybot.served import Served
from studybot.ui.frame.actions import RELOAD, LearnerId
from studybot.web.identity import learner_of


class Former(BaseModel):
    """The id that a browser kept for itself."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    former: LearnerId


def add_former(api: FastAPI, studybot: Served) -> None:
    """Add the address that brings a former id's conversations and progress to the learner of the cookie."""

    def bring(given: Former, request: Request) -> dict[str, int]:
        learner = learner_of(request)
        if not learner:
            raise UsageError(RELOAD)
        return studybot.store.learners.move(given.former, learner)

    api.add_api_route("/learner", bring, methods=["POST"], include_in_schema=False)
