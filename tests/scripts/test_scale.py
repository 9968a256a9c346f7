"""The simulation of many servers: what it must show whatever single steps cost, and that the page says what it prints."""

import re
import sys
from pathlib import Path
from statistics import median
from types import ModuleType

import pytest

ROOT = Path(__file__).parents[2]


@pytest.fixture
def scale(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """The script."""
    monkeypatch.syspath_prepend(str(ROOT / "scripts"))
    import scale

    return scale


def plan(scale: ModuleType, **changes: float) -> object:
    """Few learners on enough servers."""
    given = {"learners": 200, "courses": 10, "entries": 60_000, "servers": 4, "cores": 2, "held": 10, "near": 0}
    return scale.Plan(**given | {"pause": 20.0, "seconds": 200.0, "skew": 0.8, "answer": 1.0} | changes)


def test_who_need_not_wait_waits_for_the_answer_alone(scale: ModuleType) -> None:
    """Where there are cores enough an answer takes what it costs and a transaction; the same seed gives the same."""
    seen = scale.simulate(plan(scale))
    assert median(seen.waits) == pytest.approx(scale.MEDIAN + scale.WRITE, rel=0.1)
    assert seen.answered / 100 == pytest.approx(200 / 20, rel=0.1)
    assert seen.busy == pytest.approx(10 * scale.MEDIAN * 1.05 / 8, rel=0.15)
    assert scale.simulate(plan(scale)) == seen


def test_what_is_too_little_shows(scale: ModuleType) -> None:
    """Too few cores, too few courses held and one course for all make learners wait, each for its own reason."""
    enough = scale.simulate(plan(scale, learners=1_000, servers=8))
    cores = scale.simulate(plan(scale, learners=1_000, servers=2))
    held = scale.simulate(plan(scale, learners=1_000, servers=8, held=2))
    writers = scale.simulate(plan(scale, learners=3_000, servers=40, courses=1))
    assert median(enough.waits) < 1 < min(median(one.waits) for one in (cores, held, writers))
    assert cores.busy > 0.95 and not cores.opened
    assert held.opened > 0 == enough.opened
    assert writers.writing > 0.95 > writers.busy


@pytest.mark.parametrize(
    ("options", "row"),
    [("--servers 56 --near 2 --held 60", "2 servers a course, 60 open"), ("--servers 56 --held 8", "any server, 8 open")],
)
def test_the_page_shows_what_is_simulated(
    scale: ModuleType, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], options: str, row: str
) -> None:
    """A row of docs/scale.md is what its command prints."""
    monkeypatch.setattr(sys, "argv", ["scale.py", *options.split()])
    scale.main()
    printed = capsys.readouterr().out.splitlines()[-1]
    assert row in printed
    text = (ROOT / "docs" / "scale.md").read_text(encoding="utf-8")
    assert printed in re.findall(r"^\|.*\|$", text, re.M)
