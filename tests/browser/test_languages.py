"""The pages in other languages: asked, answered, practised and set at both widths, nothing cut off and nothing left English."""

import pytest
from playwright.sync_api import Page, expect

from browser.axe import violations
from browser.conftest import NewPage
from browser.steps import ask, no_sideways, open_ask, resized

SCREENS = {"desktop": (1280, 800, {}), "phone": (390, 844, {"has_touch": True, "is_mobile": True})}
SAID = {
    "de": ("Was möchtest du verstehen?", "Aus dem Kurs", "Außerhalb dieses Kurses", "Quiz beginnen", "Gespeichert."),
    "hi": ("आप क्या समझना चाहते हैं?", "कोर्स से", "इस कोर्स के बाहर", "क्विज़ शुरू करें", "सहेजा गया।"),
}


def fits(page: Page) -> bool:
    """Whether the page fits its width, has no violation, and is in the language that it says."""
    assert violations(page) == []
    return no_sideways(page)


@pytest.mark.parametrize("screen", SCREENS)
@pytest.mark.parametrize("language", SAID)
def test_a_learner_goes_through_the_pages_in_their_language(server: str, new_page: NewPage, language: str, screen: str) -> None:
    """Ask, an answer, a refusal, a question of a quiz and its verdict, the settings: all fit, and say what they say in it."""
    width, height, options = SCREENS[screen]
    page = new_page(width, height, reduced_motion="reduce", locale=language, **options)
    welcome, covered, outside, begin, saved = SAID[language]
    open_ask(page, server)
    assert page.locator("html").get_attribute("lang") == language
    expect(page.locator(".sb-welcome h2")).to_have_text(welcome)
    assert fits(page)
    turn = ask(page, "how long can a lambda function run?")
    expect(turn.locator(".sb-outcome")).to_have_text(covered)
    expect(turn).to_contain_text("15 minutes")
    refused = ask(page, "who won the football world cup in 2014?")
    expect(refused.locator(".sb-outcome")).to_have_text(outside)
    assert fits(page)
    page.goto(f"{server}/practise")
    page.get_by_role("button", name=begin).click()
    page.wait_for_selector(".sb-quiz")
    assert fits(page)
    page.goto(f"{server}/settings")
    page.wait_for_selector("#sb-settings[data-ready]")
    assert fits(page)
    page.locator(".sb-choice", has_text="30").click()
    expect(page.locator("#sb-said")).to_have_text(saved)


def test_a_language_that_was_chosen_stays_and_goes_with_everything(server: str, new_page: NewPage) -> None:
    """Chosen on the Settings page, a language is spoken there at once, by other pages and scripts, until it is taken back."""
    page = new_page(reduced_motion="reduce")
    page.goto(f"{server}/settings")
    page.wait_for_selector("#sb-settings[data-ready]")
    with page.expect_navigation():
        page.locator(".sb-choice", has_text="Español").click()
    page.wait_for_selector("#sb-settings[data-ready]")
    for _ in resized(page):
        expect(page.locator("h1")).to_have_text("Ajustes")
        assert fits(page)
    expect(page.locator("input[name=language][value=es]")).to_be_checked()
    open_ask(page, server)
    page.click("#sb-tutor")
    expect(page.locator("#sb-live")).to_have_text("Tutor activado: las pistas llegan antes que las respuestas.")
    for _ in resized(page):
        assert fits(page)
    page.goto(f"{server}/settings")
    page.wait_for_selector("#sb-settings[data-ready]")
    with page.expect_navigation():
        page.locator(".sb-choice", has_text="Como el navegador").click()
    expect(page.locator("h1")).to_have_text("Settings")
