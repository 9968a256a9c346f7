"""The address that the search on every page asks."""

from fastapi import FastAPI, Request
from pydantic import BaseModel, ConfigDict, Field

from studybot.ui.find.everything import everything
from studybot.ui.frame.shell import Frame
from studybot.web.identity import learner_of


class Typed(BaseModel):
    """What stands in the field."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    text: str = Field(max_length=200)


def add_find(api: FastAPI, frame: Frame) -> None:
    """Add the address."""

    def find(typed: Typed, request: Request) -> dict[str, object]:
        groups, understood = everything(
            frame.server.asked_for.opened, frame.server.asked_for.store, learner_of(request), typed.text
        )
        return {
            "groups": [{"name": group.name, "rows": [row._asdict() for row in group.rows]} for group in groups],
            "understood": understood,
        }

    api.add_api_route("/find", find, methods=["POST"], include_in_schema=False)
