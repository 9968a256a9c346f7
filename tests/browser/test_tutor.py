import os
from pathlib import Path

import pytest
from playwright.sync_api import expect

from browser.conftest import NewPage
from browser.servers import running, studybot_command
from browser.steps import SCREENS, ask, no_sideways, open_ask
from studybot.settings import Settings

SIZES = pytest.mark.parametrize(("width", "scheme"), [(1280, "light"), (390, "dark")])


@SIZES
def test_a_tutor_gives_hints_before_the_answer(server: str, new_page: NewPage, width: int, scheme: str) -> None:
    """Hints one by one, an explanation that is checked, then the answer and what to ask oneself next; off means at once."""
    page = new_page(width, 844, color_scheme=scheme)
    open_ask(page, server)
    switch = page.get_by_role("button", name="Tutor")
    expect(switch).to_have_attribute("aria-pressed", "false")
    switch.click()
    turn = ask(page, "How long can a Lambda function run?")
    expect(turn.locator("[data-whole]")).to_be_hidden()
    expect(turn.locator(".sb-hints")).to_contain_text("Look in Lambda")
    assert "15 minutes" not in turn.inner_text()
    turn.get_by_role("button", name="Another hint").click()
    expect(turn.locator(".sb-hints")).to_contain_text("begins")
    assert "15 minutes" not in turn.inner_text()
    assert no_sideways(page)
    turn.get_by_role("button", name="Check my explanation").click()
    expect(turn.locator(".sb-explained")).to_contain_text("Write what you think first")
    turn.locator("textarea").fill("It can run for 10 minutes.")
    turn.get_by_role("button", name="Check my explanation").click()
    expect(turn.locator(".sb-explained strong")).to_have_text("The course says otherwise.")
    expect(turn.locator(".sb-part-contradicted")).to_contain_text("another number")
    expect(turn.locator("[data-whole]")).to_be_hidden()
    turn.locator("textarea").fill("It can run for 15 minutes.")
    turn.get_by_role("button", name="Check my explanation").click()
    expect(turn.locator(".sb-explained")).to_contain_text("That is all of it")
    expect(turn.locator("[data-whole]")).to_contain_text("15 minutes")
    following = turn.locator(".sb-following button")
    asked = following.inner_text()
    following.click()
    expect(page.locator(".sb-turn:not(.sb-pending)").nth(1).locator(".sb-question")).to_have_text(asked)
    second = page.locator(".sb-turn:not(.sb-pending)").nth(1)
    second.get_by_role("button", name="Show the answer").click()
    expect(second.locator("[data-whole]")).to_be_focused()
    expect(second.locator("[data-whole] .sb-statement").first).to_be_in_viewport()
    page.reload()
    expect(switch).to_have_attribute("aria-pressed", "true")
    switch.click()
    plain = ask(page, "What is a Lambda layer?")
    expect(plain.locator(".sb-tutor")).to_have_count(0)
    expect(plain.locator(".sb-statement").first).to_be_visible()


@SIZES
def test_a_card_is_made_of_an_answer(server: str, new_page: NewPage, width: int, scheme: str) -> None:
    """The card that asks for it waits among the learner's cards, before other new ones."""
    page = new_page(width, 844, color_scheme=scheme)
    open_ask(page, server)
    turn = ask(page, "How long can a Lambda function run?")
    turn.get_by_role("button", name="Make a card of this answer").click()
    note = turn.locator(".sb-tool-note")
    expect(note).to_contain_text("Among your flashcards now")
    assert no_sideways(page)
    front = note.inner_text().partition(": ")[2]
    page.goto(f"{server}/practise?view=review")
    expect(page.locator("#sb-front")).to_have_text(front)


def test_a_course_may_begin_with_hints(real_settings: Settings, tmp_path: Path, new_page: NewPage) -> None:
    """Where the setting says so the first question gets a hint; whoever switches it off keeps that, and may take it back."""
    folders = {"COURSE": real_settings.course, "INDEX": real_settings.index, "DATA": tmp_path, "TUTOR": "true"}
    variables = {f"STUDYBOT_{name}": str(value) for name, value in folders.items()}
    with running(studybot_command(), os.environ | variables) as address:
        for screen in SCREENS.values():
            page = new_page(**screen)
            open_ask(page, address)
            switch = page.get_by_role("button", name="Tutor")
            expect(switch).to_have_attribute("aria-pressed", "true")
            expect(ask(page, "How long can a Lambda function run?").locator(".sb-hints")).to_contain_text("Look in Lambda")
            switch.click()
            page.reload()
            expect(switch).to_have_attribute("aria-pressed", "false")
            page.goto(f"{address}/settings")
            page.wait_for_selector("#sb-settings[data-ready]")
            expect(page.locator("input[name=tutor][value=off]")).to_be_checked()
            page.locator(".sb-choice", has_text="As the course sets it").click()
            expect(page.locator("#sb-said")).to_have_text("Saved.")
            open_ask(page, address)
            expect(switch).to_have_attribute("aria-pressed", "true")
