"""Around the asking: small windows, the way back, what was typed, what is sent while an answer is awaited."""

import re

from playwright.sync_api import expect

from browser.conftest import NewPage
from browser.steps import AT_BOTH, SCREENS, ask, no_sideways, open_ask, open_side

PHONE = {"has_touch": True, "is_mobile": True}
LIMIT = "how long can a lambda function run?"
SEND = """(questions) => questions.forEach((question) => {
  document.querySelector("#sb-text").value = question;
  document.querySelector("#sb-form").requestSubmit();
})"""


def test_at_400_percent_there_is_room_to_read(server: str, new_page: NewPage) -> None:
    """In 320 by 256 pixels, a desktop at 400%, nearly half shows the chat; a question is asked, its source read and closed."""
    page = new_page(320, 256)
    open_ask(page, server)
    ask(page, LIMIT)
    assert page.evaluate("() => document.querySelector('#sb-scroll').clientHeight / innerHeight") > 0.45
    assert no_sideways(page)
    page.locator(".sb-cite").first.click()
    page.wait_for_selector(".sb-source mark")
    assert page.evaluate("() => document.querySelector('.sb-source-body').clientHeight / innerHeight") > 0.25
    page.click("[data-source-close]")
    expect(page.locator("#sb-text")).to_be_visible()


def test_back_closes_a_source_on_a_phone(server: str, new_page: NewPage) -> None:
    """Back leaves the source and not the conversation, so does its button; the next Back leads where it led before."""
    page = new_page(390, 844, **PHONE)
    open_ask(page, server)
    ask(page, LIMIT)
    for leave in (page.go_back, lambda: page.tap("[data-source-close]")):
        page.locator(".sb-cite").first.tap()
        page.wait_for_selector(".sb-source mark")
        leave()
        expect(page.locator("#sb-source")).to_be_hidden()
        expect(page.locator(".sb-turn")).to_have_count(1)
        expect(page.locator(".sb-cite").first).to_be_focused()
    page.go_back()
    expect(page.locator(".sb-turn")).to_have_count(0)
    expect(page.locator(".sb-welcome")).to_be_visible()


@AT_BOTH
def test_what_was_typed_outlives_a_reload(server: str, new_page: NewPage, screen: str) -> None:
    """An unsent question is there again after a reload, in its own conversation only, and gone once sent."""
    page = new_page(**SCREENS[screen])
    open_ask(page, server)
    page.fill("#sb-text", "half a thought")
    page.reload()
    page.wait_for_selector("#sb-ask[data-ready]")
    expect(page.locator("#sb-text")).to_have_value("half a thought")
    ask(page, LIMIT)
    page.fill("#sb-text", "another thought")
    open_side(page)
    page.click("#sb-new")
    expect(page.locator("#sb-text")).to_have_value("")
    page.go_back()
    expect(page.locator("#sb-text")).to_have_value("another thought")
    page.fill("#sb-text", "")
    page.reload()
    page.wait_for_selector("#sb-ask[data-ready]")
    expect(page.locator("#sb-text")).to_have_value("")


@AT_BOTH
def test_what_is_sent_meanwhile_is_asked_next(server: str, new_page: NewPage, screen: str) -> None:
    """A second question waits for the first answer and is asked then; the same one twice is asked once."""
    page = new_page(**SCREENS[screen])
    open_ask(page, server)
    page.evaluate(SEND, [LIMIT, LIMIT, "what is EBS?"])
    expect(page.locator(".sb-turn:not(.sb-pending)")).to_have_count(2)
    expect(page.locator(".sb-pending")).to_have_count(0)
    assert page.locator(".sb-question").all_inner_texts() == [LIMIT, "what is EBS?"]
    expect(page.locator("#sb-text")).to_have_value("")


@AT_BOTH
def test_nothing_that_waits_is_lost_with_the_connection(server: str, new_page: NewPage, screen: str) -> None:
    """When the server cannot be reached, the question and those behind it stand in the field again."""
    page = new_page(**SCREENS[screen], server_ends=True)
    open_ask(page, server)

    page.route(re.compile("component_server"), lambda route: route.abort())
    page.evaluate(SEND, ["first?", "second?"])
    expect(page.locator("#sb-problem")).to_contain_text("cannot be reached")
    expect(page.locator("#sb-text")).to_have_value("first?\nsecond?")
    expect(page.locator(".sb-turn")).to_have_count(0)


@AT_BOTH
def test_a_question_is_asked_again_in_other_words(server: str, new_page: NewPage, screen: str) -> None:
    """Its pen, or Arrow up in the empty field, brings a question back to be changed."""
    page = new_page(**SCREENS[screen])
    open_ask(page, server)
    ask(page, LIMIT)
    page.keyboard.press("ArrowUp")
    expect(page.locator("#sb-text")).to_have_value(LIMIT)
    page.fill("#sb-text", "")
    page.hover(".sb-asked")
    page.click("[data-edit]")
    expect(page.locator("#sb-text")).to_have_value(LIMIT)
    expect(page.locator("#sb-text")).to_be_focused()


@AT_BOTH
def test_the_answer_is_read_out(server: str, new_page: NewPage, screen: str) -> None:
    """The live region says how the answer came out and its first words, without marks."""
    page = new_page(**SCREENS[screen])
    open_ask(page, server)
    ask(page, LIMIT)
    expect(page.locator("#sb-live")).to_contain_text("15 minutes")
    assert not set("*|`") & set(page.inner_text("#sb-live"))
