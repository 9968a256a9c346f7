"""What a learner does, step by step."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Locator, Page

# How wide, how high, and what else tells a phone; at both widths a test goes by `@AT_BOTH` and `new_page(**SCREENS[screen])`.
SCREENS: dict[str, dict[str, int | bool]] = {
    "desktop": {"width": 1280, "height": 800},
    "phone": {"width": 390, "height": 844, "has_touch": True, "is_mobile": True},
}
AT_BOTH = pytest.mark.parametrize("screen", SCREENS)
MARKED = "[...document.querySelectorAll('{0} mark')].map((one) => one.textContent).join('')"
IN_VIEW = """([mark, frame]) => {
  const inner = document.querySelector(mark).getBoundingClientRect();
  const outer = document.querySelector(frame).getBoundingClientRect();
  const bottom = Math.min(outer.bottom, window.innerHeight);
  const upright = inner.top >= Math.max(outer.top, 0) - 1 && inner.bottom <= bottom + 1;
  return upright && inner.left >= outer.left - 1 && inner.left < outer.right;
}"""


def resized(page: Page) -> Iterator[str]:
    """Make the page as wide as a desktop, then as a phone: what is there shows at both without being done twice."""
    for name, screen in SCREENS.items():
        page.set_viewport_size({"width": int(screen["width"]), "height": int(screen["height"])})
        yield name


def open_ask(page: Page, address: str) -> None:
    """Open the Ask page and wait until it can be used."""
    page.goto(address)
    page.wait_for_selector("#sb-ask[data-ready]")


def open_study(page: Page, address: str) -> None:
    """Open the Study page and wait until it has drawn what the address asks for."""
    page.goto(address)
    page.wait_for_selector("#sb-study[data-ready]")


def ask(page: Page, question: str) -> Locator:
    """Ask a question and return its turn once the whole answer is shown."""
    before = page.locator(".sb-turn:not(.sb-pending)").count()
    page.fill("#sb-text", question)
    page.keyboard.press("Enter")
    turn = page.locator(".sb-turn:not(.sb-pending)").nth(before)
    turn.wait_for()
    page.wait_for_function("() => !document.querySelector('.sb-coming')")
    return turn


def open_side(page: Page) -> None:
    """Show the list of conversations, which a phone hides."""
    if not page.locator("#sb-side").is_visible():
        page.click(".sb-side-open")


def problem(page: Page) -> str:
    """Return the sentence that the page shows for what went wrong."""
    page.wait_for_selector("#sb-problem:not([hidden])")
    return page.inner_text("#sb-problem")


def marked(page: Page, frame: str) -> str:
    """Return the highlighted text inside an element."""
    return str(page.evaluate(MARKED.format(frame)))


def mark_in_view(page: Page, frame: str) -> bool:
    """Whether the first highlight lies in the visible part of an element."""
    return bool(page.evaluate(IN_VIEW, [f"{frame} mark", frame]))


def no_sideways(page: Page) -> bool:
    """Whether the page fits its width."""
    return bool(page.evaluate("() => document.documentElement.scrollWidth <= window.innerWidth"))
