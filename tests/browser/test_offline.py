"""Without a network: what was opened is there, what is written is sent later, and no learner sees another one's."""

from playwright.sync_api import Page, expect

from browser.conftest import NewPage
from browser.steps import AT_BOTH, SCREENS, ask, no_sideways, open_ask, open_study

QUESTION = "how long can a lambda function run?"


def kept(page: Page, address: str, ready: str) -> None:
    """Open a page and wait until the device has all that it keeps of it."""
    page.goto(address)
    page.wait_for_selector(ready)
    page.wait_for_selector("[data-offline=ready]")


@AT_BOTH
def test_a_topic_is_read_and_noted_without_a_network(server: str, new_page: NewPage, screen: str) -> None:
    """An opened topic is read again after a reload, it is said that the network is gone, and a bookmark is sent later."""
    page = new_page(**SCREENS[screen], server_ends=True)
    address = f"{server}/study?topic=lambda"
    kept(page, address, "#sb-study[data-ready]")
    page.context.set_offline(True)
    page.reload()
    expect(page.locator("#sb-topic-title")).to_contain_text("Lambda")
    expect(page.locator("#sb-offline")).to_contain_text("There is no network")
    page.locator("[data-bookmark]").first.click()
    expect(page.locator("[data-bookmark]").first).to_have_attribute("aria-pressed", "true")
    expect(page.locator("#sb-offline")).to_contain_text("to be sent")
    page.reload()
    expect(page.locator("[data-bookmark]").first).to_have_attribute("aria-pressed", "true")
    page.context.set_offline(False)
    expect(page.locator("#sb-offline")).to_contain_text("The network is back")
    page.evaluate("() => localStorage.clear()")
    open_study(page, address)
    expect(page.locator("[data-bookmark]").first).to_have_attribute("aria-pressed", "true")
    expect(page.locator("#sb-offline")).to_be_hidden()


@AT_BOTH
def test_cards_are_reviewed_without_a_network(server: str, new_page: NewPage, screen: str) -> None:
    """Cards that wait are rated without a network, the next one comes each time, and the ratings count when it is back."""
    page = new_page(**SCREENS[screen], server_ends=True)
    kept(page, f"{server}/practise?view=review", ".sb-flash")
    before = int(page.evaluate("() => document.querySelector('.sb-queue').textContent.match(/\\d+/)[0]"))
    page.context.set_offline(True)
    page.reload()
    fronts = []
    for _ in range(2):
        fronts.append(page.inner_text("#sb-front"))
        page.click("#sb-show")
        page.click("[data-rating=good]")
        expect(page.locator("#sb-front")).not_to_have_text(fronts[-1])
    expect(page.locator("#sb-offline")).to_contain_text("2 changes wait")
    page.context.set_offline(False)
    expect(page.locator("#sb-offline")).to_contain_text("The network is back")
    page.goto(f"{server}/practise?view=review")
    page.wait_for_selector(".sb-flash")
    assert page.inner_text("#sb-front") not in fronts
    after = page.evaluate("() => Number(document.querySelector('.sb-queue').textContent.match(/(\\d+) new/)[1])")
    assert after == before - 2


@AT_BOTH
def test_a_sheet_is_read_without_a_network(server: str, new_page: NewPage, screen: str) -> None:
    """A summary sheet that was opened is there after a reload, with its tables and its places; one that was not is named so."""
    page = new_page(**SCREENS[screen], server_ends=True)
    kept(page, f"{server}/practise?view=sheet&topic=lambda", ".sb-sheet")
    lines = page.locator(".sb-sheet tbody tr").all_inner_texts()
    assert lines
    page.context.set_offline(True)
    page.reload()
    expect(page.locator("h1").first).to_have_text("Summary: Lambda")
    expect(page.locator("#sb-offline")).to_contain_text("There is no network")
    assert page.locator(".sb-sheet tbody tr").all_inner_texts() == lines
    assert no_sideways(page)
    page.goto(f"{server}/practise?view=sheet&topic=route-53")
    expect(page.locator("#sb-problem")).to_contain_text("cannot be reached")
    expect(page.locator(".sb-sheet")).to_have_count(0)


@AT_BOTH
def test_a_conversation_is_read_without_a_network(server: str, new_page: NewPage, screen: str) -> None:
    """An opened conversation is read again; a new question says that answers need the server, and stays in the field."""
    page = new_page(**SCREENS[screen], server_ends=True)
    open_ask(page, server)
    ask(page, QUESTION)
    kept(page, page.url, ".sb-turn")
    page.context.set_offline(True)
    page.reload()
    expect(page.locator(".sb-turn")).to_have_count(1)
    expect(page.locator(".sb-turn")).to_contain_text("15 minutes")
    expect(page.locator("#sb-offline")).to_contain_text("There is no network")
    page.fill("#sb-text", "what is EBS?")
    page.keyboard.press("Enter")
    expect(page.locator("#sb-problem")).to_contain_text("cannot be reached")
    expect(page.locator("#sb-text")).to_have_value("what is EBS?")
    expect(page.locator(".sb-turn")).to_have_count(1)
    assert no_sideways(page)
    page.context.set_offline(False)
    page.locator("#sb-text").press("Enter")
    expect(page.locator(".sb-turn:not(.sb-pending)")).to_have_count(2)


@AT_BOTH
def test_another_learner_gets_nothing_of_the_one_before(server: str, new_page: NewPage, screen: str) -> None:
    """Who uses a device after somebody else sees nothing of what it kept for them, with or without a network."""
    page = new_page(**SCREENS[screen], server_ends=True)
    kept(page, f"{server}/study?topic=lambda", "#sb-study[data-ready]")
    names = "async () => (await caches.keys()).filter((name) => name.startsWith('studybot '))"
    (mine,) = page.evaluate(names)
    page.context.clear_cookies()
    kept(page, f"{server}/practise", "#sb-practise[data-ready]")
    (theirs,) = page.evaluate(names)
    assert theirs != mine
    page.context.set_offline(True)
    page.goto(f"{server}/study?topic=lambda")
    expect(page.locator("h1")).to_have_text("There is no network")
    page.context.set_offline(False)
    page.goto(f"{server}/practise")
    page.wait_for_selector("#sb-practise[data-ready]")
    page.evaluate("() => fetch('/logout', { method: 'POST', redirect: 'manual' })")
    page.wait_for_function("async () => (await caches.keys()).every((name) => !name.startsWith('studybot '))")
