"""What must not go wrong with the place of things: wide tables, drawers, focus, small screens."""

from urllib.parse import urlencode

import pytest
from playwright.sync_api import Page, expect

from browser.conftest import NewPage
from browser.steps import AT_BOTH, SCREENS, ask, no_sideways, open_ask, open_study
from studybot.types import Answer
from studybot.ui.ask.turns import turn_reply
from ui.builders import several, stitched, turn

LIMIT = "how long can a lambda function run?"
PHONE = {"has_touch": True, "is_mobile": True}
WIDE = "<div class='sb-table'><table>{0}</table></div>"
ADD = "([place, html]) => document.querySelector(place).insertAdjacentHTML('beforeend', html)"


def show(page: Page, answer: Answer) -> None:
    """Put an answer into the thread as the page's script does."""
    page.evaluate("() => { document.querySelector('#sb-welcome').hidden = true; }")
    page.evaluate(ADD, ["#sb-turns", turn_reply(turn(answer)).html])


def wide_table(first: str) -> str:
    """Return a table that fits no screen here, with `first` in its first column."""
    cells = "".join(f"<td data-column='Column {number}'><div>{'value' * 4}</div></td>" for number in range(12))
    return WIDE.format(f"<tbody><tr><td><div>{first}</div></td>{cells}</tr></tbody>")


def focused(page: Page) -> str:
    """Return the id of the element that has the focus."""
    return str(page.evaluate("() => document.activeElement.id"))


@AT_BOTH
def test_each_row_leads_to_its_own_source(server: str, new_page: NewPage, screen: str) -> None:
    """The mark at a row's end is reached with Tab in the order of the rows, and names its source."""
    page = new_page(**SCREENS[screen])
    open_ask(page, server)
    show(page, several())
    page.focus("#sb-export") if page.locator("#sb-export").is_visible() else page.focus("#sb-scroll a, #sb-turns .sb-table")
    seen = []
    for _ in range(4):
        page.keyboard.press("Tab")
        seen.append(page.evaluate("() => document.activeElement.closest('tr .sb-cite')?.getAttribute('aria-label') ?? ''"))
    assert [one for one in seen if one] == ["Source 1: A > Limits", "Source 2: A > Limits"]
    tops = page.evaluate(
        "() => [...document.querySelectorAll('tbody tr')].map((row) => row.querySelector('.sb-cite') !== null)"
    )
    assert tops == [True, True]


def test_a_wide_table_of_an_answer_stands_row_by_row(server: str, new_page: NewPage) -> None:
    """Where an answer's table does not fit, each value is in sight below its row's name, with the name of its column."""
    for width in (1280, 390, 320):
        page = new_page(width, 844, **(PHONE if width < 900 else {}))
        open_ask(page, server)
        show(page, several())
        expect(page.locator(".sb-by-row")).to_have_count(0)
        page.evaluate(ADD, [".sb-statement .sb-material", wide_table("first")])
        table = page.locator(".sb-by-row")
        expect(table).to_have_count(1)
        assert table.evaluate("(one) => one.scrollWidth <= one.clientWidth + 1")
        label = "(one) => getComputedStyle(one, '::before').content"
        assert table.locator("td").nth(3).evaluate(label) == '"Column 2"'
        assert no_sideways(page)


def test_a_wide_table_elsewhere_says_that_there_is_more(server: str, new_page: NewPage) -> None:
    """In the reader a table scrolls: its edge fades on the side where more is; a slim first column stays, a wide one goes."""
    page = new_page(390, 844, **PHONE)
    open_study(page, f"{server}/study?topic=lambda")
    for first, stays in (("slim", True), ("w" * 60, False)):
        page.evaluate("() => document.querySelector('#sb-article-end')?.remove()")
        page.evaluate(ADD, [".sb-article", f"<div id='sb-article-end' class='sb-material'>{wide_table(first)}</div>"])
        table = page.locator("#sb-article-end .sb-table")
        expect(table).to_have_class("sb-table sb-held sb-more-after" if stays else "sb-table sb-more-after")
        cell = table.locator("td").first
        before = cell.bounding_box()
        table.evaluate("(one) => { one.scrollLeft = 120; }")
        page.wait_for_function("() => document.querySelector('#sb-article-end .sb-more-before')")
        after = cell.bounding_box()
        assert before and after and (abs(before["x"] - after["x"]) < 2) == stays
        table.evaluate("(one) => { one.scrollLeft = one.scrollWidth; }")
        page.wait_for_function("() => !document.querySelector('#sb-article-end .sb-more-after')")


def test_left_out_lines_are_no_part_of_the_code(server: str, new_page: NewPage) -> None:
    """The divider is seen, and copying takes the commands with an empty line between them."""
    page = new_page(permissions=["clipboard-read", "clipboard-write"])
    open_ask(page, server)
    show(page, stitched())
    divider = page.locator(".sb-left-out")
    expect(divider).to_be_visible()
    assert "left out" in divider.evaluate("(one) => getComputedStyle(one, '::before').content")
    page.click(".sb-copy-code")
    expect(page.locator(".sb-copy-code")).to_have_text("Copied")
    assert page.evaluate("() => navigator.clipboard.readText()") == "one\n\nthree"


def test_the_composer_stays_where_it_is(server: str, new_page: NewPage) -> None:
    """While a question is answered the form keeps its place and its colours."""
    page = new_page()
    open_ask(page, server)
    look = """(send) => {
      const form = document.querySelector('#sb-form');
      if (send) form.requestSubmit();
      const { top, height } = form.getBoundingClientRect();
      return [form.classList.contains('sb-working'), top, height, getComputedStyle(form).backgroundColor];
    }"""
    _, *before = page.evaluate(look, False)
    page.fill("#sb-text", "what is EBS?")
    works, *meanwhile = page.evaluate(look, True)  # in one step: an answer may come before the next one
    assert works and meanwhile == before
    page.wait_for_selector(".sb-turn:not(.sb-pending)")


def test_the_drawer_closes_beside_it(server: str, new_page: NewPage) -> None:
    """A tap beside the list of conversations closes it and reaches nothing below; what is below has no focus meanwhile."""
    page = new_page(390, 844, **PHONE)
    open_ask(page, server)
    starter = page.locator(".sb-starters button").first.bounding_box()
    assert starter
    page.tap(".sb-side-open")
    expect(page.locator(".sb-side")).to_be_visible()
    assert page.evaluate("() => document.querySelector('#sb-main').inert && document.querySelector('.sb-header').inert")
    page.touchscreen.tap(385, starter["y"] + starter["height"] / 2)
    expect(page.locator(".sb-side")).to_be_hidden()
    expect(page.locator(".sb-side-open")).to_be_focused()
    assert page.locator(".sb-turn").count() == 0
    assert not page.evaluate("() => document.querySelector('#sb-main').inert")
    page.tap(".sb-side-open")
    page.set_viewport_size({"width": 1000, "height": 844})
    page.wait_for_function("() => !document.querySelector('#sb-main').inert")


def test_focus_goes_where_the_work_goes_on(server: str, new_page: NewPage) -> None:
    """The topic dialog begins with its search, Escape closes a source from anywhere, deleting leads to the next entry."""
    page = new_page()
    open_ask(page, server)
    page.click("#sb-topic")
    assert focused(page) == "sb-topic-search"
    page.keyboard.press("Escape")
    for question in ("what is EBS?", LIMIT):
        page.click("#sb-new")
        ask(page, question)
    page.locator(".sb-cite").first.click()
    page.wait_for_selector(".sb-source mark")
    page.focus(".sb-nav a")
    page.keyboard.press("Escape")
    expect(page.locator("#sb-source")).to_be_hidden()
    for left in (1, 0):
        page.locator(".sb-entry").first.hover()
        page.locator("[data-delete]").first.click()
        page.click("#sb-delete .sb-danger")
        expect(page.locator(".sb-entry")).to_have_count(left)
        expect(page.locator(".sb-entry a").first if left else page.locator("#sb-new")).to_be_focused()


def test_a_small_screen_shows_what_it_has(server: str, new_page: NewPage) -> None:
    """At 320 the placeholder is whole from the start, and the navigation shows that it goes on."""
    page = new_page(320, 640, **PHONE)
    open_ask(page, server)
    page.wait_for_function(
        "() => { const field = document.querySelector('#sb-text'); return field.scrollHeight <= field.clientHeight; }"
    )
    expect(page.locator(".sb-nav")).to_have_class("sb-nav sb-more-after")
    page.locator(".sb-nav").evaluate("(nav) => { nav.scrollLeft = nav.scrollWidth; }")
    expect(page.locator(".sb-nav")).to_have_class("sb-nav sb-more-before")


@pytest.mark.parametrize("path", ["", "study", "practise"])
def test_a_phone_shows_all_pages_of_a_learner(server: str, new_page: NewPage, path: str) -> None:
    """Ask, Study and Practise stand whole in the bar of each of the three, also where an instructor's pages follow."""
    page = new_page(390, 844, **PHONE)
    page.goto(f"{server}/{path}")
    expect(page.locator(".sb-nav a")).to_have_count(7)
    for name in ("Ask", "Study", "Practise"):
        expect(page.locator(".sb-nav").get_by_role("link", name=name, exact=True)).to_be_in_viewport(ratio=1)


def test_contents_open_on_a_phone(server: str, new_page: NewPage) -> None:
    """A topic's contents are folded; an entry leads to its section and folds them again."""
    page = new_page(390, 844, **PHONE)
    open_study(page, f"{server}/study?topic=lambda")
    contents = page.locator(".sb-contents")
    expect(contents.locator("a").first).to_be_hidden()
    contents.locator("summary").tap()
    contents.get_by_role("link", name="Lambda Layers").tap()
    expect(page.locator("#s-lambda-layers h2")).to_be_in_viewport()
    expect(contents.locator("a").first).to_be_hidden()


def test_all_topics_are_one_press_away(server: str, new_page: NewPage) -> None:
    """A search that finds no topic in the chosen category offers all of them, and goes on in its field."""
    page = new_page()
    open_study(page, f"{server}/study")
    page.check("input[name=category][value=Storage]", force=True)
    page.fill("#sb-find", "lambda")
    expect(page.locator("#sb-cards")).to_contain_text("No topic in Storage is called “lambda”")
    page.click("[data-everywhere]")
    expect(page.locator(".sb-card")).to_have_count(1)
    assert focused(page) == "sb-find"
    assert page.locator("input[name=category]").first.is_checked()


def test_choices_look_like_choices(server: str, new_page: NewPage) -> None:
    """A list to choose from has an arrow in light and in dark."""
    for scheme in ("light", "dark"):
        page = new_page(color_scheme=scheme)
        page.goto(f"{server}/coverage")
        page.wait_for_selector("#sb-coverage[data-ready]")
        page.evaluate(ADD, ["#sb-view", "<select><option>one</option></select>"])
        assert "gradient" in page.locator("select").evaluate("(one) => getComputedStyle(one).backgroundImage")


def test_figures_keep_their_names_on_a_phone(server: str, new_page: NewPage) -> None:
    """Numbers of a topic stand below its name, each named and in sight."""
    page = new_page(390, 844, **PHONE)
    page.goto(f"{server}/coverage?{urlencode({'view': 'health'})}")
    page.wait_for_selector(".sb-numbers-table")
    assert no_sideways(page)
    cell = page.locator(".sb-numbers-table tbody td").nth(7)
    assert cell.evaluate("(one) => getComputedStyle(one, '::before').content") == '"Asked"'
    assert cell.evaluate("(one) => one.getBoundingClientRect().right <= window.innerWidth")
    assert page.locator(".sb-scroller").first.evaluate("(one) => one.scrollWidth <= one.clientWidth + 1")
