"""A tiny studybot that starts in milliseconds, and a real one over a fifth of the supplied course."""

import gc
from collections.abc import Generator
from pathlib import Path

import pytest

import real
from fakes import HashingEmbedder, write_course
from studybot import wiring
from studybot.ports import Embedder
from studybot.served import Served
from studybot.settings import DEFAULT_MODEL, Settings

gc.set_threshold(50_000)  # a worker holds a million objects that stay: looking through them took a seventh of the time


def pytest_collection_finish() -> None:
    """The collector of garbage passes by what was imported and collected."""
    gc.freeze()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What takes longest comes first: shared out among the cores by file, the tests then end at one time on all of them."""
    slow = {item.path for item in items if item.get_closest_marker("slow")}
    items.sort(key=lambda item: (item.path.parent.name != "browser", item.path not in slow))


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol(item: pytest.Item) -> Generator[None, object, object]:
    """Count lines for the quick tests alone: what computes for long takes three times as long where each line is counted."""
    is_long = item.path.parent.name == "hostile" or any(item.get_closest_marker(name) for name in ("slow", "browser", "long"))
    counting = getattr(item.config.pluginmanager.getplugin("_cov"), "cov_controller", None) if is_long else None
    if counting is None:
        return (yield)
    counting.pause()
    try:
        return (yield)
    finally:
        counting.resume()


@pytest.fixture
def hashing(monkeypatch: pytest.MonkeyPatch) -> HashingEmbedder:
    """Let the wiring take the hashing embedder wherever it would load the model; returns that embedder."""
    embedder = HashingEmbedder()
    monkeypatch.setattr(wiring, "load_embedder", lambda settings: embedder)
    monkeypatch.setattr("studybot.index.encode.model_name", lambda model: embedder.name)
    return embedder


@pytest.fixture
def tiny_settings(tmp_path: Path) -> Settings:
    """Settings for the tiny course, with folders of their own for index and data."""
    course = write_course(tmp_path / "course")
    return Settings(course=course, index=tmp_path / "index", data=tmp_path / "data")


@pytest.fixture
def tiny_studybot(hashing: HashingEmbedder, tiny_settings: Settings) -> Served:
    """A studybot over the tiny course, its index built."""
    wiring.build_index(tiny_settings)
    return wiring.open_studybot(tiny_settings)


@pytest.fixture(scope="session")
def real_embedder() -> Embedder:
    """The packaged model as it answers questions, compiled and opened once."""
    from studybot.index.compiled import open_encoder

    return open_encoder(DEFAULT_MODEL)


@pytest.fixture(scope="session")
def real_settings(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, real_embedder: Embedder
) -> Settings:
    """Settings over a fifth of the supplied course, its index built with the real model; read only."""
    own = tmp_path_factory.mktemp("real")
    kept = getattr(request.config, "cache", None)
    return real.real_settings(kept.mkdir("studybot") if kept else own / "cache", own, lambda: real_embedder)


@pytest.fixture(scope="session")
def real_studybot(real_settings: Settings, real_embedder: Embedder) -> Served:
    """A studybot over a fifth of the supplied course with the real model; read only."""
    studybot = wiring.open_studybot(real_settings)
    vars(studybot)["embedder"] = real_embedder  # loaded already
    return studybot
