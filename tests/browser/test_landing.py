import re

from playwright.sync_api import expect

from browser.axe import violations
from browser.conftest import NewPage
from browser.steps import AT_BOTH, SCREENS, marked, no_sideways, open_study
from real import TOPICS


@AT_BOTH
def test_search_leads_to_the_very_words(server: str, new_page: NewPage, screen: str) -> None:
    """Typing filters the cards and lists places of the course; a place opens with the words highlighted; back returns."""
    page = new_page(**SCREENS[screen])
    open_study(page, f"{server}/study")
    page.fill("#sb-find", "sticky")
    page.wait_for_selector(".sb-found li")
    expect(page.locator(".sb-card")).to_have_count(0)
    page.locator(".sb-found-text").first.click()
    page.wait_for_selector("#sb-reader mark")
    assert marked(page, "#sb-reader").lower() == "sticky"
    expect(page.locator("#sb-reader mark").first).to_be_in_viewport()
    page.go_back()
    expect(page.locator(".sb-found li").first).to_be_visible()
    page.fill("#sb-find", "")
    expect(page.locator(".sb-card")).to_have_count(len(TOPICS))
    expect(page.locator(".sb-card").first).to_contain_text(re.compile(r"\d+ sections · \d+ min"))
    page.check("input[name=category][value=Storage]", force=True)
    expect(page.locator(".sb-card")).to_have_count(1)


@AT_BOTH
def test_a_word_is_found_in_whatever_form(server: str, new_page: NewPage, screen: str) -> None:
    """Written in one it finds the topic and places that write it in two; nonsense says that there is none, in sight."""
    page = new_page(**SCREENS[screen])
    open_study(page, f"{server}/study")
    page.fill("#sb-find", "loadbalancing")
    expect(page.locator(".sb-found mark").first).to_have_text("Load Balancing")
    expect(page.locator(".sb-card")).to_contain_text("Elastic Load Balancing")
    page.fill("#sb-find", "qwrtz")
    expect(page.locator("#sb-found-title")).to_contain_text("does not appear")
    assert no_sideways(page) and violations(page) == []


@AT_BOTH
def test_reading_is_remembered(server: str, new_page: NewPage, screen: str) -> None:
    """What stays on the screen counts as read; the landing shows how far, and leads back to the place after a reload."""
    page = new_page(**SCREENS[screen])
    open_study(page, f"{server}/study?topic=lambda#s-lambda-layers")
    heading = page.locator("#s-lambda-layers h2")
    expect(heading).to_be_in_viewport()
    with page.expect_response(lambda reply: "places" in (reply.request.post_data or "")):
        page.wait_for_timeout(2500)
    open_study(page, f"{server}/study")
    expect(page.locator(".sb-continue")).to_contain_text("Lambda")
    expect(page.locator(".sb-card-progress").filter(has_text="Read")).to_have_count(1)
    page.locator(".sb-continue").click()
    expect(page.locator("#sb-topic-title")).to_contain_text("Lambda")
    expect(heading).to_be_in_viewport()


def test_contents_follow_the_scroll(server: str, new_page: NewPage) -> None:
    """The entry of the section on the screen is the current one: at the top the first, at the end the last."""
    page = new_page()
    open_study(page, f"{server}/study?topic=vpc-controls")
    here, entries = page.locator(".sb-toc [aria-current]"), page.locator(".sb-toc li a")
    expect(here).to_have_text(entries.first.inner_text())
    page.evaluate("() => window.scrollTo(0, document.body.scrollHeight)")
    expect(here).to_have_text(entries.last.inner_text())
    page.evaluate("() => window.scrollTo(0, 0)")
    expect(here).to_have_text(entries.first.inner_text())
    page.locator("#s-vpc-endpoints").evaluate("(part) => part.scrollIntoView()")
    expect(page.locator(".sb-toc [aria-current]")).to_have_text("VPC Endpoints")


@AT_BOTH
def test_a_topic_leads_to_its_practice(server: str, new_page: NewPage, screen: str) -> None:
    """The link of a topic opens the quiz form with that topic chosen."""
    page = new_page(**SCREENS[screen])
    open_study(page, f"{server}/study")
    assert no_sideways(page)
    open_study(page, f"{server}/study?topic=route-53")
    page.get_by_role("link", name="Practise it").click()
    page.wait_for_selector("#sb-practise[data-ready]")
    expect(page.locator("#sb-topics-chosen")).to_have_text("Route 53")
