"""scripts/shapes.py: what the pages' scripts are checked by is what the actions take and give."""

import importlib.util
import sys
from pathlib import Path
from types import ModuleType
from typing import Literal

import pytest
from pydantic import Field

from studybot.types import Value
from studybot.ui.frame.actions import Request, action

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def script() -> ModuleType:
    """The script."""
    spec = importlib.util.spec_from_file_location("shapes_script", ROOT / "scripts" / "shapes.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


def test_what_is_written_is_current(script: ModuleType) -> None:
    """The files beside the scripts are what the models of today give; `make shapes` writes them."""
    for room, actions in script.ROOMS.items():
        written = (script.UI / room / "actions.d.ts").read_text(encoding="utf-8")
        assert written == script.shapes(actions), f"{room}: run 'make shapes'"


def test_every_action_of_a_page_has_its_shape(script: ModuleType) -> None:
    """No room calls an action whose request and reply are not models of their own."""
    for room, actions in script.ROOMS.items():
        for name, one in actions.items():
            asked, answered = one.models
            assert asked.__doc__ and answered.__doc__, f"{room}: {name}"


class Wish(Request):
    """What is asked."""

    kind: Literal["a", "b"]
    topics: tuple[str, ...] = ()
    number: int | None = Field(default=None)


class Inner(Value):
    """A part of a reply."""

    share: float


class Told(Value):
    """What is given."""

    parts: tuple[Inner, ...]
    pairs: tuple[tuple[str, int], ...]
    note: str | None = None
    flag: bool = False


@action
def wish(held: object, asked: Wish) -> Told:
    """Grant a wish."""
    return Told(parts=(Inner(share=0.5),), pairs=((asked.kind, 1),))


def test_a_shape_says_what_may_be_left_out_and_which_words_there_are(script: ModuleType) -> None:
    """A default may be left out of a request, None out of a reply; what the cookie says is not asked for."""
    told = script.shapes({"wish": wish})
    assert 'kind: "a" | "b";' in told and "topics?: (string)[];" in told and "number?: number;" in told
    assert "parts: (InnerReply)[];" in told and "pairs: ([string, number])[];" in told
    assert "note?: string;" in told and "flag: boolean;" in told and "learner" not in told
    assert '/** Grant a wish. */\n  "wish": { request: WishRequest; reply: ToldReply };' in told


def test_an_action_checks_what_comes_and_sends_what_it_has(script: ModuleType) -> None:
    """A script's call is checked against the model; what is None is not sent."""
    assert wish(object(), {"kind": "a", "learner": "0" * 32}) == {"parts": [{"share": 0.5}], "pairs": [["a", 1]], "flag": False}
    with pytest.raises(ValueError, match="kind"):
        wish(object(), {"kind": "c", "learner": "0" * 32})
