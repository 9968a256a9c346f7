"""Libraries that the page never uses."""

import subprocess
import sys
from pathlib import Path
from threading import Thread

import pytest

from studybot.served import Served
from studybot.ui.later import put_off
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
from studybot import serve as studybot_serve
from studybot.served import Served
from studybot.ui.later import put_off
from studybot.settings import Settings
from studybot.wiring import open_studybot
from studybot.server import Server
def imported():
    return sorted({name.partition(".")[0] for name in sys.modules} & {"gradio", "mcp", "jsonschema", "lark", "pandas", "torch"})
studybot = open_studybot(Settings())
server = Server(studybot)
api = studybot_serve.application(studybot, server)
print(imported())
for make in server.put_off:
    make()
blocks = next(route.app for route in api.routes if hasattr(getattr(route, "app", None), "get_blocks")).get_blocks()
print(imported(), len([one for one in blocks.blocks.values() if hasattr(one, "studybot_call")]))
from studybot.ui.later import import_mcp
import_mcp()
from gradio.mcp import GradioMCPServer
from mcp.server import Server
print(sum("class " in str(text) for text, *_ in parsed) < 10, GradioMCPServer.Server is Server)
"""


def test_a_server_answers_before_gradio_is_there(tmp_path: Path) -> None:
    """Gradio's app, a component for each page, is made after the start, which it would make a second longer.

    What Gradio imports for MCP, which is off, takes 26 MB and another second, and is there once it is on.
    Writing what type checkers are told of its 76 components, which is written already, would take another second.
    """
    ended = subprocess.run([sys.executable, "-c", START], capture_output=True, text=True, check=True, cwd=tmp_path)
    assert ended.stdout.splitlines() == ["[]", "['gradio'] 8", "True True"]


def test_pages_are_declared_before_an_application_is_made_of_them(
    tiny_studybot: Served, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Gradio would make its application of 93 routes anew behind each page, ten times at every start of a server."""
    from gradio.routes import App

    made: list[App] = []
    make = App.create_app

    def noted(*given: object, **named: object) -> App:
        made.append(make(*given, **named))  # type: ignore[arg-type]
        return made[-1]

    monkeypatch.setattr(App, "create_app", staticmethod(noted))
    pages(open_studybot(tiny_studybot.settings.model_copy(update={"mcp": True})))
    assert len(made) == 2  # the one that Gradio's queue asks for where it is, and the one that is served
    assert App.create_app is noted


def test_what_is_put_off_in_one_thread_is_nothing_to_another() -> None:
    """An answer that looks for pandas while Gradio is imported beside it does not bring 60 MB of it."""
    seen: list[object] = []
    with put_off("tabnanny"):
        looking = Thread(target=lambda: seen.append(getattr(sys.modules["tabnanny"], "check", None)))
        looking.start()
        looking.join()
        mine = sys.modules["tabnanny"].check
    assert seen == [None] and callable(mine)
