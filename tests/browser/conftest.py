"""A real server, a real browser, and a watch over everything that the page must never do."""

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, expect

import chromium as browsers
from browser.servers import running, studybot_command
from studybot.served import Served
from studybot.settings import Settings
from studybot.wiring import open_studybot

NewPage = Callable[..., Page]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark every test here; skip where no Chromium is installed."""
    missing = pytest.mark.skip(reason="no Chromium on this machine: apt-get install chromium-headless-shell")
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.browser)
            if browsers.CHROMIUM is None:
                item.add_marker(missing)


@pytest.fixture(scope="package")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The data folder of the server under test."""
    return tmp_path_factory.mktemp("data")


@pytest.fixture(scope="package")
def server(data: Path, real_settings: Settings) -> Iterator[str]:
    """The address of `studybot serve` over a quarter of the supplied course (`real.TOPICS`) with the real model."""
    folders = {"COURSE": real_settings.course, "INDEX": real_settings.index, "DATA": data}
    with running(studybot_command(), os.environ | {f"STUDYBOT_{name}": str(path) for name, path in folders.items()}) as address:
        yield address


@pytest.fixture(scope="package")
def studybot(real_settings: Settings) -> Served:
    """The same course as the server's, to know which answers are right."""
    return open_studybot(real_settings)


@pytest.fixture(scope="package")
def chromium() -> Iterator[Browser]:
    """One Chromium for all tests; each page has a profile of its own."""
    expect.set_options(timeout=15_000)  # ms; what a busy machine may take until a page shows something
    with browsers.running() as browser:
        yield browser


@pytest.fixture
def new_page(chromium: Browser) -> Iterator[NewPage]:
    """Open pages with profiles of their own; afterwards none may have logged an error or asked another machine."""
    contexts: list[BrowserContext] = []
    wrong: list[str] = []

    def open_page(width: int = 1280, height: int = 800, *, server_ends: bool = False, **options: object) -> Page:
        context = chromium.new_context(viewport={"width": width, "height": height}, accept_downloads=True, **options)
        context.set_default_timeout(20_000)
        contexts.append(context)
        page = context.new_page()
        page.on("console", lambda said: wrong.append(f"console: {said.text}") if _is_error(said, server_ends) else None)
        page.on("pageerror", lambda error: wrong.append(f"script: {error}"))
        page.on("dialog", lambda dialog: (wrong.append(f"dialog: {dialog.message}"), dialog.dismiss()))
        page.on("request", lambda request: wrong.append(f"outside: {request.url}") if _is_outside(request.url) else None)
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert wrong == []


def _is_error(said: ConsoleMessage, server_ends: bool) -> bool:
    """A browser logs each request that a server which has ended does not answer; no script can prevent that."""
    return said.type == "error" and not (server_ends and said.text.startswith("Failed to load resource"))


def _is_outside(url: str) -> bool:
    return not url.startswith(("http://127.0.0.1:", "data:", "blob:"))
