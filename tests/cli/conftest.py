"""Commands run in this process, over the tiny course."""

from collections.abc import Callable
from typing import NamedTuple

import pytest

from fakes import HashingEmbedder
from studybot.cli.program import run
from studybot.settings import Settings


class Ended(NamedTuple):
    """How a command ended."""

    status: int
    out: str
    err: str


Command = Callable[..., Ended]


@pytest.fixture
def studybot(
    hashing: HashingEmbedder, tiny_settings: Settings, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> Command:
    """A function that runs `studybot ...` over the tiny course, its folders given by the environment."""
    for name in ("course", "index", "data"):
        monkeypatch.setenv(f"STUDYBOT_{name.upper()}", str(getattr(tiny_settings, name)))

    def command(*arguments: object) -> Ended:
        capsys.readouterr()
        status = run([str(argument) for argument in arguments])
        return Ended(status, *capsys.readouterr())

    return command
