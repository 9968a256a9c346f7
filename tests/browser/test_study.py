from urllib.parse import urlencode

from playwright.sync_api import expect

from browser.conftest import NewPage
from browser.steps import AT_BOTH, SCREENS, ask, mark_in_view, marked, no_sideways, open_ask, open_study
from real import TOPICS

TOPS = """() => [...document.querySelector('.sb-pair').children].slice(0, 2).map((one) => one.getBoundingClientRect().top)"""


@AT_BOTH
def test_citation_lands_on_its_span_in_the_reader(server: str, new_page: NewPage, screen: str) -> None:
    """The link of a source opens the topic with the same words highlighted, in sight, and the way back works."""
    page = new_page(**SCREENS[screen])
    open_ask(page, server)
    ask(page, "how long can a lambda function run?").locator(".sb-cite").first.click()
    page.wait_for_selector(".sb-source mark")
    words = marked(page, ".sb-source-body")
    page.click(".sb-source-foot a")
    page.wait_for_selector("#sb-reader mark")
    assert marked(page, "#sb-reader") == words
    assert page.evaluate(
        "() => { const { top, bottom } = document.querySelector('#sb-reader mark').getBoundingClientRect();"
        " return top > 56 && bottom < window.innerHeight; }"
    )
    page.go_back()
    page.wait_for_selector(".sb-turn")


@AT_BOTH
def test_cards_lead_through_the_topics(server: str, new_page: NewPage, screen: str) -> None:
    """Each topic has its card; a topic has contents, code with a copy button, the next topic, and back works."""
    page = new_page(**SCREENS[screen], permissions=["clipboard-read", "clipboard-write"])
    open_study(page, f"{server}/study")
    expect(page.locator(".sb-card")).to_have_count(len(TOPICS))
    page.get_by_role("link", name="Lambda", exact=False).first.click()
    expect(page.locator("#sb-topic-title")).to_contain_text("Lambda")
    assert page.locator(".sb-toc li").count() > 3
    page.locator(".sb-copy-code").first.click()
    expect(page.locator(".sb-copy-code").first).to_have_text("Copied")
    code = page.locator("#sb-reader figure code").first.text_content()
    assert page.evaluate("() => navigator.clipboard.readText()") == code
    page.locator(".sb-turnover a[rel=next]").click()
    expect(page.locator("#sb-topic-title")).to_contain_text("Route 53")
    page.go_back()
    expect(page.locator("#sb-topic-title")).to_contain_text("Lambda")
    page.go_back()
    expect(page.locator(".sb-card").first).to_be_visible()


def test_cards_of_a_comparison_stand_side_by_side(server: str, new_page: NewPage) -> None:
    """On a wide screen the two sides of a comparison have the same top; on a phone one stands below the other."""
    wide, phone = new_page(), new_page(390, 844, has_touch=True, is_mobile=True)
    for page in (wide, phone):
        open_study(page, f"{server}/study?topic=vpc-controls")
        assert no_sideways(page)
    first, second = wide.evaluate(TOPS)
    assert first == second
    first, second = phone.evaluate(TOPS)
    assert second > first


@AT_BOTH
def test_ask_about_this_section(server: str, new_page: NewPage, screen: str) -> None:
    """The link beside a section opens the chat with its topic chosen and questions about it."""
    page = new_page(**SCREENS[screen])
    open_study(page, f"{server}/study?topic=lambda")
    page.get_by_role("link", name="Ask about this: Lambda Layers").click()
    page.wait_for_selector("#sb-ask[data-ready]")
    expect(page.locator("#sb-topic-name")).to_have_text("Lambda")
    expect(page.locator(".sb-welcome h2")).to_contain_text("Lambda Layers")
    assert page.locator(".sb-starters button").count() >= 2


@AT_BOTH
def test_a_broken_link_gets_the_nearest_place(server: str, new_page: NewPage, screen: str) -> None:
    """An unknown topic names the nearest one, an unknown passage shows its topic with a notice, odd numbers do no harm."""
    page = new_page(**SCREENS[screen])
    open_study(page, f"{server}/study?topic=lamda")
    expect(page.locator("#sb-reader")).to_contain_text("Did you mean")
    page.locator("#sb-reader a").first.click()
    expect(page.locator("#sb-topic-title")).to_contain_text("Lambda")
    open_study(page, f"{server}/study?{urlencode({'topic': 'lambda', 'passage': 'lambda/lambda-layer/9'})}")
    expect(page.locator(".sb-notice-box")).to_contain_text("not in the course any more")
    odd = {"topic": "lambda", "passage": "lambda/lambda-layers/1", "start": "-5", "end": "999999999"}
    open_study(page, f"{server}/study?{urlencode(odd)}")
    expect(page.locator("#sb-topic-title")).to_contain_text("Lambda")
    open_study(page, f"{server}/study?{urlencode({'topic': '<img src=x onerror=alert(1)>'})}")
    expect(page.locator("#sb-topic-title")).to_contain_text("<img src=x onerror=alert(1)>")


@AT_BOTH
def test_a_row_of_code_is_highlighted_in_sight(server: str, new_page: NewPage, screen: str) -> None:
    """A deep link to a whole passage of code marks it and scrolls to it."""
    page = new_page(**SCREENS[screen])
    open_study(page, f"{server}/study?{urlencode({'topic': 'lambda', 'passage': 'lambda/lambda-function-structure/1'})}")
    assert "def lambda_handler" in marked(page, "#sb-reader")
    assert mark_in_view(page, "body")
