"""Libraries that the page never uses."""

import subprocess
import sys
from pathlib import Path

import pytest
from gradio.routes import App

from studybot.served import Served
from studybot.wiring import open_studybot

from .builders import pages

SCRIPT = """
import sys
import studybot.ui.blocks
from rapidfuzz.process import extractOne
assert extractOne("lamda", ["lambda", "vpc"])[0] == "lambda"
print(sorted(name for name in sys.modules if name.startswith("pandas")))
from gradio.caching import pd
print(pd.DataFrame({"a": [1, 2]}).a.sum(), hasattr(pd, "nothing"), pd.DataFrame is sys.modules["pandas"].DataFrame)
"""


def test_a_library_that_the_page_never_uses_waits_and_works_when_it_is_touched() -> None:
    """Gradio's pandas takes 70 MB of every server: the page does without, and whoever asks something of it has all of it."""
    ended = subprocess.run([sys.executable, "-c", SCRIPT], capture_output=True, text=True, check=True)
    assert ended.stdout.splitlines() == ["[]", "3 False True"]


START = """
import ast
import sys
parsed = []
parse = ast.parse
ast.parse = lambda *given, **named: parsed.append(given) or parse(*given, **named)
import studybot.serve
from studybot.served import Served
from studybot.settings import Settings
from studybot.wiring import open_studybot
studybot.serve.application(open_studybot(Settings()))
print(sorted({name.partition(".")[0] for name in sys.modules} & {"gradio", "gradio_client", "mcp", "pandas", "torch"}))
import studybot.ui.blocks
from gradio.mcp import GradioMCPServer
from mcp.server import Server
print(sum("class " in str(text) for text, *_ in parsed) < 10, GradioMCPServer.Server is Server)
"""


def test_a_server_starts_without_gradio_until_other_programs_may_call(tmp_path: Path) -> None:
    """Pages and their calls need nothing of Gradio, which is 60 MB and a second of every start; MCP has all of it.

    Writing what type checkers are told of its 76 components, which is written already, would take another second.
    """
    ended = subprocess.run([sys.executable, "-c", START], capture_output=True, text=True, check=True, cwd=tmp_path)
    assert ended.stdout.splitlines() == ["[]", "True True"]


def test_pages_are_declared_before_an_application_is_made_of_them(
    tiny_studybot: Served, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Gradio would make its application of 93 routes anew behind each page, ten times at every start of a server."""
    made: list[App] = []
    make = App.create_app

    def noted(*given: object, **named: object) -> App:
        made.append(make(*given, **named))  # type: ignore[arg-type]
        return made[-1]

    monkeypatch.setattr(App, "create_app", staticmethod(noted))
    pages(open_studybot(tiny_studybot.settings.model_copy(update={"mcp": True})))
    assert len(made) == 2  # the one that Gradio's queue asks for where it is, and the one that is served
    assert App.create_app is noted
