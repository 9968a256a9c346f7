"""Whole conversations: the bin and the way back, on top, the archive, a link to read by, long ones in parts."""

from pathlib import Path

from playwright.sync_api import expect

from browser.axe import violations
from browser.conftest import NewPage
from browser.steps import AT_BOTH, SCREENS, ask, no_sideways, open_ask, open_side
from studybot.store import Store

QUESTION = "how long can a lambda function run?"


@AT_BOTH
def test_what_was_deleted_comes_back(server: str, new_page: NewPage, screen: str) -> None:
    """Undo brings a deleted conversation back at once, the bin brings it back later, and deletes it for good."""
    page = new_page(**SCREENS[screen], reduced_motion="reduce")
    open_ask(page, server)
    ask(page, QUESTION)

    def put_away() -> None:
        open_side(page)
        page.locator(".sb-entry").hover()
        page.locator("[data-delete]").click()
        page.click("#sb-delete .sb-danger")
        expect(page.locator(".sb-entry")).to_have_count(0)

    put_away()
    open_side(page)
    page.get_by_role("button", name="Undo").click()
    expect(page.locator(".sb-entry a")).to_have_text(QUESTION)
    put_away()
    open_side(page)
    page.get_by_role("button", name="Bin", exact=True).click()
    expect(page.locator(".sb-binned")).to_have_text(QUESTION)
    assert violations(page) == [] and no_sideways(page)
    page.get_by_role("button", name="Bring back").click()
    expect(page.locator("#sb-list")).to_contain_text("Nothing is in the bin")
    page.get_by_role("button", name="All conversations").click()
    expect(page.locator(".sb-entry a")).to_have_text(QUESTION)


@AT_BOTH
def test_a_link_shows_a_conversation_until_it_is_taken_back(server: str, new_page: NewPage, screen: str) -> None:
    """A stranger reads question, answer and source by the link, can change nothing, and reads nothing once it is taken back."""
    page = new_page(permissions=["clipboard-read", "clipboard-write"], reduced_motion="reduce")
    open_ask(page, server)
    ask(page, QUESTION)
    page.click("#sb-more summary")
    page.click("[data-share]")
    expect(page.locator("#sb-list-note")).to_contain_text("The link is copied")
    address = str(page.evaluate("() => navigator.clipboard.readText()"))
    assert address.startswith(f"{server}/shared/")
    stranger = new_page(**SCREENS[screen], server_ends=True)
    stranger.goto(address)
    expect(stranger.locator(".sb-shared")).to_contain_text(QUESTION)
    expect(stranger.locator(".sb-shared")).to_contain_text("15 minutes")
    assert stranger.locator(".sb-shared :is(button:not(.sb-copy-code), input, textarea)").count() == 0
    assert violations(stranger) == [] and no_sideways(stranger)
    page.click("#sb-more summary")
    page.click("[data-unshare]")
    expect(page.locator("#sb-list-note")).to_contain_text("leads nowhere")
    stranger.reload()
    expect(stranger.locator("#sb-main")).to_contain_text("leads to no conversation")


@AT_BOTH
def test_pins_stay_on_top_and_the_archive_apart(server: str, new_page: NewPage, screen: str) -> None:
    """A pinned conversation leads the list; an archived one is found in the archive and by nothing else."""
    page = new_page(**SCREENS[screen])
    open_ask(page, server)
    for question in (QUESTION, "what is EBS?"):
        open_side(page)
        page.click("#sb-new")
        ask(page, question)
    open_side(page)
    page.locator(".sb-entry a").last.click()
    expect(page.locator("#sb-title")).to_have_text(QUESTION)
    page.click("#sb-more summary")
    page.click("[data-mark=pinned]")
    expect(page.locator(".sb-entry a").first).to_have_text(QUESTION)
    expect(page.locator("#sb-list h2").first).to_have_text("On top")
    page.click("#sb-more summary")
    page.click("[data-mark=archived]")
    expect(page.locator(".sb-entry a")).to_have_text(["what is EBS?"])
    open_side(page)
    page.get_by_role("button", name="Archive", exact=True).click()
    expect(page.locator(".sb-entry a")).to_have_text([QUESTION])


@AT_BOTH
def test_a_long_conversation_comes_in_parts(server: str, data: Path, new_page: NewPage, screen: str) -> None:
    """Of 40 turns the last 30 are shown, the others on request, in order."""
    page = new_page(**SCREENS[screen])
    open_ask(page, server)
    ask(page, QUESTION)
    identity = page.url.partition("c=")[2]
    with Store.open(f"sqlite:///{data / 'studybot.db'}") as store:
        (first,) = store.conversations.turns(identity)
        for number in range(39):
            store.conversations.record(first.model_copy(update={"id": f"{identity}{number}", "position": number + 2}))
    page.reload()
    page.wait_for_selector("#sb-ask[data-ready]")
    expect(page.locator(".sb-turn")).to_have_count(30)
    page.click("#sb-earlier")
    expect(page.locator(".sb-turn")).to_have_count(40)
    expect(page.locator("#sb-earlier")).to_be_hidden()
    assert page.locator(".sb-turn").first.get_attribute("data-turn-id") == first.id
