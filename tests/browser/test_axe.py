"""Every page, as far as axe-core can tell, is usable with assistive technology: light and dark, desktop and phone."""

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Page

from browser.axe import violations
from browser.conftest import NewPage
from browser.steps import ask, no_sideways, open_ask, open_study

QUESTIONS = ("how long can a lambda function run?", "how do I bake bread?")
PLACES = (
    ("/practise", "#sb-practise[data-ready]"),
    ("/practise?view=progress", "#sb-calendar-title"),
    ("/practise?view=sheet", "#sb-practise[data-ready]"),
    ("/practise?view=sheet&topic=lambda", "#sb-front"),
    ("/study?view=map", "#sb-study[data-ready]"),
    ("/coverage", "#sb-coverage[data-ready]"),
    ("/coverage?view=questions", "#sb-coverage[data-ready]"),
    ("/coverage?view=health", "#sb-coverage[data-ready]"),
    ("/evaluate", "#sb-evaluate[data-ready]"),
    ("/material", "#sb-stuff[data-ready]"),
    ("/people", "#sb-people[data-ready]"),
    ("/settings", "#sb-settings[data-ready]"),
    ("/login", "#sb-main h1"),
    ("/no/such/page", "#sb-main h1"),
)
SCREENS = {"desktop": (1280, 800, {}), "phone": (390, 844, {"has_touch": True, "is_mobile": True})}


def asked(page: Page, server: str) -> Iterator[str]:
    """Go through the Ask page: empty, with answers, with a source, with its dialog of topics."""
    open_ask(page, server)
    yield "Ask, empty"
    for question in QUESTIONS:
        ask(page, question)
    yield "Ask, with answers"
    page.locator(".sb-cite").first.click()
    page.wait_for_selector(".sb-source mark")
    yield "Ask, with a source"
    page.keyboard.press("Escape")
    page.click("#sb-topic")
    yield "Ask, choosing a topic"


def studied(page: Page, server: str) -> Iterator[str]:
    """Go through the Study page: topics, a search, a topic."""
    open_study(page, f"{server}/study")
    yield "Study"
    page.fill("#sb-find", "load balancer")
    page.wait_for_selector("#sb-found a")
    yield "Study, searched"
    page.fill("#sb-find", "qwrtz")
    page.wait_for_selector("#sb-found .sb-quiet")
    yield "Study, nothing found"
    open_study(page, f"{server}/study?topic=lamda")
    yield "Study, another topic meant"
    open_study(page, f"{server}/study?topic=lambda")
    yield "Reader"


def practised(page: Page, server: str) -> Iterator[str]:
    """Go through a quiz's first question and a flashcard with its answer."""
    page.goto(f"{server}/practise")
    page.get_by_role("button", name="Start the quiz").click()
    page.wait_for_selector("#sb-question")
    yield "Quiz"
    page.goto(f"{server}/practise?view=review")
    page.get_by_role("button", name="Show the answer").click()
    yield "Flashcard"


def examined(page: Page, server: str) -> Iterator[str]:
    """Go through an exam: its form, a question, the look back, its result; then the search of everything."""
    page.goto(f"{server}/practise?view=exam")
    page.wait_for_selector("#sb-exam-setup")
    yield "Exam, before it begins"
    page.locator("#sb-exam-setup button[type=submit]").first.click()
    page.wait_for_selector(".sb-exam")
    yield "Exam, a question"
    page.keyboard.press("f")
    page.locator("[data-review]").first.click()
    page.wait_for_selector("#sb-review-title")
    yield "Exam, looked back at"
    page.locator("[data-hand-in]").first.click()
    page.wait_for_selector(".sb-exam-result")
    yield "Exam, its result"
    page.keyboard.press("Control+k")
    page.fill("#sb-everything-text", "lambda")
    page.wait_for_selector("#sb-everything-list [role=option]")
    yield "Search of everything"


def others(page: Page, server: str) -> Iterator[str]:
    """Go through all other pages."""
    for path, drawn in PLACES:
        page.goto(server + path)
        page.wait_for_selector(drawn)
        yield path


@pytest.mark.parametrize("screen", SCREENS)
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("walk", [asked, studied, practised, examined, others])
def test_axe_finds_nothing(
    server: str, new_page: NewPage, walk: Callable[[Page, str], Iterator[str]], scheme: str, screen: str
) -> None:
    """No rule of axe-core is broken anywhere on the way."""
    width, height, options = SCREENS[screen]
    page = new_page(width, height, color_scheme=scheme, reduced_motion="reduce", server_ends=True, **options)
    assert {place: wrong for place in walk(page, server) if (wrong := violations(page))} == {}


@pytest.mark.parametrize("walk", [asked, studied, practised, examined, others])
def test_at_400_percent_axe_finds_nothing_and_all_fits(
    server: str, new_page: NewPage, walk: Callable[[Page, str], Iterator[str]]
) -> None:
    """In 320 by 256 pixels, a desktop at 400%, no rule is broken and nothing has to be scrolled sideways."""
    page = new_page(320, 256, reduced_motion="reduce", server_ends=True)
    wrong = {place: violations(page) + ([] if no_sideways(page) else ["wider than the window"]) for place in walk(page, server)}
    assert {place: found for place, found in wrong.items() if found} == {}
