import asyncio
from collections.abc import Callable
from typing import Any

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from studybot.serve import application
from studybot.served import Served
from studybot.wiring import open_studybot

Open = Callable[..., TestClient]


@pytest.fixture
def browser(tiny_studybot: Served) -> Open:
    """A function that returns the whole server as somebody at this machine reaches it; settings may be changed."""

    def opened(
        base_url: str = "http://127.0.0.1:7860", client: tuple[str, int] = ("127.0.0.1", 5), **changes: Any
    ) -> TestClient:
        studybot = open_studybot(tiny_studybot.settings.model_copy(update=changes))

        async def mounted() -> FastAPI:
            # Outside of a loop Gradio opens one for each lock and leaves it open, which is a warning and so an error here.
            return application(studybot)

        return TestClient(asyncio.run(mounted()), base_url=base_url, follow_redirects=False, client=client)

    return opened
