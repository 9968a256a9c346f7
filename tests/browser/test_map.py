import pytest
from playwright.sync_api import Locator, expect

from browser.axe import violations
from browser.conftest import NewPage
from browser.steps import no_sideways
from real import TOPICS


def _in_sight(name: Locator, width: int) -> bool:
    """Whether a topic's name in the picture can be read without scrolling sideways."""
    box = name.bounding_box()
    return box is not None and box["x"] >= 0 and box["x"] + box["width"] <= width and box["height"] >= 12


@pytest.mark.parametrize("width", [1280, 390])
def test_the_map_is_read_and_left_by_keyboard(server: str, new_page: NewPage, width: int) -> None:
    """The picture, whole in sight, and the outline lead to topics; Enter opens and closes; Back leads home; axe is content."""
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
    assert no_sideways(page)
    assert violations(page) == []
    names = page.locator(".sb-map-picture a:visible text").all()
    assert len(names) == len(TOPICS) and all(_in_sight(name, width) for name in names)
    link.focus()
    page.keyboard.press("Enter")
    page.wait_for_selector("#sb-reader mark")
    page.go_back()
    expect(page.locator(".sb-map h1")).to_be_visible()
    page.go_back()
    expect(page.locator("#sb-cards")).to_be_visible()
