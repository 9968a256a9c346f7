"""Search everywhere, with the keyboard and with a finger."""

import pytest
from playwright.sync_api import expect

from browser.axe import violations
from browser.conftest import NewPage
from browser.steps import AT_BOTH, SCREENS, no_sideways, open_study

PHONE = {"has_touch": True, "is_mobile": True}
FOUND = (
    ("what is EBS", ["Your conversations"]),
    ("block storage", ["Your conversations", "In the course"]),
    ("concurency", ["In the course", "Flashcards"]),
    ("lambda", ["Topics", "In the course", "Flashcards"]),
)
OPTIONS = "#sb-everything-list [role=option]"


@AT_BOTH
def test_the_keyboard_goes_everywhere(server: str, new_page: NewPage, screen: str) -> None:
    """Ctrl+K opens, arrows choose, Enter goes there: to a command for a topic, and with a question to its answer.

    What was asked and what the answer said find the conversation; topics, sections and passages, and cards are found, too.
    """
    page = new_page(**SCREENS[screen])
    open_study(page, f"{server}/study")
    page.keyboard.press("Control+k")
    expect(page.locator("#sb-everything-text")).to_be_focused()
    page.keyboard.type("quiz lambda")
    expect(page.locator(OPTIONS).first).to_have_text("⚡ Quiz: Lambda")
    page.keyboard.press("Enter")
    page.wait_for_url("**/practise?topic=lambda")
    page.wait_for_selector("#sb-practise[data-ready]")
    page.keyboard.press("Control+k")
    page.keyboard.type("what is EBS?")
    expect(page.locator(OPTIONS).first).to_have_text("Ask: “what is EBS?”")
    page.keyboard.press("ArrowUp")
    expect(page.locator(OPTIONS).last).to_have_attribute("aria-selected", "true")
    page.keyboard.press("ArrowDown")
    chosen = page.locator(OPTIONS).first
    expect(chosen).to_have_attribute("aria-selected", "true")
    expect(page.locator("#sb-everything-text")).to_have_attribute("aria-activedescendant", chosen.get_attribute("id") or "-")
    page.keyboard.press("Enter")
    expect(page.locator(".sb-turn:not(.sb-pending) .sb-question")).to_have_text("what is EBS?")
    page.keyboard.press("Control+k")
    for typed, groups in FOUND:
        page.fill("#sb-everything-text", typed)
        for group in groups:
            expect(page.locator("#sb-everything-list").get_by_text(group, exact=True)).to_be_visible()
    page.keyboard.press("Escape")  # which empties the field first
    page.keyboard.press("Escape")
    expect(page.locator("#sb-everything")).to_be_hidden()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_phone_searches_too(server: str, new_page: NewPage, scheme: str) -> None:
    """A button of the header opens the search, a typo is understood, a tap leads to the marked place."""
    page = new_page(390, 844, color_scheme=scheme, reduced_motion="reduce", **PHONE)
    open_study(page, f"{server}/study")
    page.tap("#sb-search-all")
    page.fill("#sb-everything-text", "concurency")
    expect(page.locator("#sb-everything-said")).to_contain_text("concurrency")
    assert violations(page) == [] and no_sideways(page)
    page.locator(OPTIONS, has_text="Lambda").first.tap()
    page.wait_for_selector("#sb-reader mark")
