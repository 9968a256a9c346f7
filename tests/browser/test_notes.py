import pytest
from playwright.sync_api import Page, expect

from browser.axe import violations
from browser.conftest import NewPage
from browser.steps import AT_BOTH, SCREENS, no_sideways

SELECT = """([place, from]) => {
  const every = [...document.querySelectorAll("#sb-reader .sb-material :is(p, li, td)")];
  const words = every.filter((one) => one.textContent.length > 20)[place];
  const range = document.createRange();
  const first = document.createTreeWalker(words, NodeFilter.SHOW_TEXT).nextNode();
  range.setStart(first, from);
  range.setEnd(words, words.childNodes.length);
  words.scrollIntoView({ block: "center" });
  getSelection().removeAllRanges();
  getSelection().addRange(range);
  return range.toString();
}"""


def open_topic(page: Page, address: str, topic: str = "lambda") -> None:
    """Open a topic in the reader."""
    page.goto(f"{address}/study?topic={topic}")
    page.wait_for_selector("#sb-study[data-ready]")


@pytest.mark.parametrize("width", [1280, 390])
def test_words_are_marked_noted_and_found_again(server: str, new_page: NewPage, width: int) -> None:
    """Selected words are marked, by keyboard a mark gets a note; it outlives a reload, stands in the lists, can be deleted."""
    page = new_page(width=width)
    open_topic(page, server)
    words = page.evaluate(SELECT, [0, 3])
    page.get_by_role("toolbar", name="The selected words").get_by_role("button", name="Mark").click()
    mark = page.locator("mark.sb-noted").first
    expect(mark).to_be_visible()
    assert "".join("".join(page.locator("mark.sb-noted").all_inner_texts()).split()) == "".join(words.split())
    mark.focus()
    page.keyboard.press("Enter")
    page.get_by_label("Your words").fill("Asked in every exam")
    page.get_by_role("button", name="Keep", exact=True).click()
    page.reload()
    expect(page.locator("mark.sb-noted-note").first).to_be_visible()
    page.locator("#sb-topic-notes summary").click()
    page.locator("#sb-topic-notes button", has_text="Note: Asked in every exam").click()
    expect(page.locator("mark.sb-noted-note").first).to_be_focused()
    no_sideways(page)
    assert violations(page) == []
    page.goto(f"{server}/study")
    page.locator("#sb-notes summary").click()
    page.locator("#sb-notes a", has_text="Asked in every exam").click()
    page.locator("mark.sb-noted-note").first.click()
    page.get_by_role("button", name="Delete").click()
    expect(page.locator("mark.sb-noted")).to_have_count(0)
    page.reload()
    page.wait_for_selector("#sb-study[data-ready]")
    expect(page.locator("mark.sb-noted")).to_have_count(0)


@pytest.mark.parametrize("width", [1280, 390])
def test_selected_words_become_a_card_or_a_question(server: str, new_page: NewPage, width: int) -> None:
    """A card asks the learner's question first among the flashcards; Ask opens the chat with the words."""
    page = new_page(width=width)
    open_topic(page, server)
    words = page.evaluate(SELECT, [1, 0])
    page.get_by_role("button", name="Card", exact=True).click()
    page.get_by_label("Question on the front").fill("What was said here?")
    page.get_by_role("button", name="Keep", exact=True).click()
    expect(page.locator("mark.sb-noted-card").first).to_be_visible()
    page.goto(f"{server}/practise?view=review")
    expect(page.locator(".sb-flashcard, #sb-practise")).to_contain_text("What was said here?")
    page.get_by_role("button", name="Show the answer").click()
    expect(page.locator("#sb-practise")).to_contain_text(words.split()[-1])
    open_topic(page, server)
    page.evaluate(SELECT, [0, 0])
    page.locator("[data-make=ask]").click()
    page.wait_for_url("**/?topic=lambda&about=*")


@AT_BOTH
def test_a_section_is_bookmarked_noted_and_marked_as_read_by_keyboard(server: str, new_page: NewPage, screen: str) -> None:
    """The tools of a section say what they are of, and whether they are on; a reload keeps them."""
    page = new_page(**SCREENS[screen])
    open_topic(page, server)
    for name in ("Read: ", "Bookmark: "):
        tool = page.get_by_role("button", name=name).first
        tool.focus()
        page.keyboard.press("Enter")
        expect(tool).to_have_attribute("aria-pressed", "true")
    page.get_by_role("button", name="Note on: ").first.focus()
    page.keyboard.press("Enter")
    page.get_by_label("Your words").fill("Read this twice")
    page.get_by_role("button", name="Keep", exact=True).click()
    page.reload()
    page.wait_for_selector("#sb-study[data-ready]")
    for name in ("Read: ", "Bookmark: "):
        expect(page.get_by_role("button", name=name).first).to_have_attribute("aria-pressed", "true")
    expect(page.locator("#sb-topic-notes summary")).to_have_text("Your notes here (2)")
    page.goto(f"{server}/study?view=map")
    begun = page.locator("summary", has_text="Lambda")
    expect(begun).to_contain_text("Read")
    expect(begun.locator(".sb-level")).to_have_class("sb-level sb-level-started")
