import pytest
from playwright.sync_api import expect

from browser.axe import violations
from browser.conftest import NewPage
from browser.steps import no_sideways


@pytest.mark.parametrize("width", [1280, 390])
def test_the_map_is_read_and_left_by_keyboard(server: str, new_page: NewPage, width: int) -> None:
    """The picture and the outline lead to topics and sections; Enter opens and closes; Back comes home; axe finds nothing."""
    page = new_page(width=width)
    page.goto(f"{server}/study")
    page.wait_for_selector("#sb-study[data-ready]")
    page.get_by_role("link", name="Map of the course").focus()
    page.keyboard.press("Enter")
    expect(page.locator("#sb-topic-title")).to_be_focused()
    expect(page).to_have_title("Map · studybot")
    first = page.locator(".sb-outline summary").first
    first.focus()
    page.keyboard.press("Enter")
    link = page.locator(".sb-outline li li a").nth(1)
    expect(link).to_be_visible()
    no_sideways(page)
    assert violations(page) == []
    link.focus()
    page.keyboard.press("Enter")
    page.wait_for_selector("#sb-reader mark")
    page.go_back()
    expect(page.locator(".sb-map h1")).to_be_visible()
    page.go_back()
    expect(page.locator("#sb-cards")).to_be_visible()
