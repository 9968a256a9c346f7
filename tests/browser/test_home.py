"""The start page of a returning learner, and the settings, at both widths."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

from playwright.sync_api import expect

from browser.axe import violations
from browser.conftest import NewPage
from browser.steps import AT_BOTH, SCREENS, ask, no_sideways, open_ask, open_study, resized
from studybot.store import CardState, QuizResult, Reading, Store
from studybot.study.schedule import pack, review

CHOOSE_THE_DAY = """(field) => {
  field.value = '2199-12-31';
  field.dispatchEvent(new Event('change', { bubbles: true }));
  return document.querySelector('#sb-said').textContent;
}"""
QUESTION = "how long can a lambda function run?"


@AT_BOTH
def test_a_learner_who_comes_back_goes_on(server: str, new_page: NewPage, screen: str) -> None:
    """After a question, a goal and an exam day the start page has them; a last conversation opens with a press."""
    page = new_page(**SCREENS[screen], reduced_motion="reduce")
    open_ask(page, server)
    expect(page.locator(".sb-home")).to_have_count(0)
    ask(page, QUESTION)
    page.click("#sb-gear")
    page.wait_for_selector("#sb-settings[data-ready]")
    page.locator(".sb-choice", has_text="30").click()
    page.fill("#sb-exam-day", "2199-12-31")
    expect(page.locator("#sb-said")).to_have_text("Saved.")
    assert violations(page) == [] and no_sideways(page)
    open_ask(page, server)
    home = page.locator(".sb-home")
    expect(home).to_contain_text("0 of 30 answered")
    expect(home).to_contain_text("Exam on 31 December 2199")
    expect(home).to_contain_text("6 of 6 topics left: 1 a day")
    assert violations(page) == [] and no_sideways(page)
    home.get_by_text(QUESTION).click()
    expect(page.locator(".sb-turn")).to_have_count(1)


def test_home_says_what_waits(server: str, data: Path, new_page: NewPage) -> None:
    """Due cards, weak topics, where reading goes on, days in a row; the plan is shared out anew after a day that was missed."""
    page = new_page(reduced_motion="reduce")
    page.goto(f"{server}/practise?view=review")
    card = page.locator(".sb-flash").get_attribute("data-card") or ""
    open_ask(page, server)
    ask(page, QUESTION)
    today = datetime.now(UTC).date()
    home = page.locator(".sb-home")
    with Store.open(f"sqlite:///{data / 'studybot.db'}") as store:
        learner = store.conversations.find(page.url.partition("?c=")[2]).learner
        fill_days(store, learner, card)
        store.preferences.change(learner, {"daily_goal": 3, "exam": today + timedelta(days=3)}, at=datetime.now(UTC))
        open_ask(page, server)
        for _ in resized(page):
            for said in (
                "1 card is due",
                "3 of 3 answered · 3 days in a row",
                "Continue reading",
                "6 of 6 topics left: 2 a day",
            ):
                expect(home).to_contain_text(said)
            expect(home.locator("a[href='/practise?topic=lambda']")).to_be_visible()
            assert violations(page) == [] and no_sideways(page)
        store.preferences.change(learner, {"daily_goal": 0, "exam": today + timedelta(days=2)}, at=datetime.now(UTC))
    open_ask(page, server)
    expect(home).to_contain_text("6 of 6 topics left: 3 a day")
    expect(home).not_to_contain_text("in a row")
    home.get_by_text("1 card is due").click()
    expect(page.locator(".sb-flash")).to_have_attribute("data-card", card)
    page.click("#sb-show")
    page.click("[data-rating=again]")
    open_ask(page, server)
    for _ in resized(page):
        expect(home).to_contain_text("The next card comes back in 1 min")
    home.get_by_text("Continue reading").click()
    expect(page.locator("#sb-topic-title")).to_contain_text("Lambda")


def fill_days(store: Store, learner: str, card: str) -> None:
    """Let a learner have rated a card, read half of a section, and missed questions of a topic on three days."""
    now = datetime.now(UTC)
    memory, _ = review(None, "good", now - timedelta(days=9))
    store.cards.put(CardState(learner=learner, card=card, state=pack(memory), due=memory.due, updated=now))
    place = Reading(learner=learner, topic="lambda", section="lambda/lambda-layers", position=0.5, read_at=now)
    store.practice.set_reading(place)
    for day in range(3):
        for item in range(3):
            given = {"id": f"{learner}{day}{item}", "item": f"{day}{item}", "topic": "lambda", "correct": False}
            store.practice.add_result(QuizResult(learner=learner, at=now - timedelta(days=day), **given))


@AT_BOTH
def test_what_was_chosen_last_stays_though_the_page_is_left_at_once(server: str, new_page: NewPage, screen: str) -> None:
    """Two choices and another page at once: both are there on the next visit, and nothing said "Saved." too early."""
    page = new_page(**SCREENS[screen])
    page.goto(f"{server}/settings")
    page.wait_for_selector("#sb-settings[data-ready]")
    page.locator(".sb-choice", has_text="30").click()
    expect(page.locator("#sb-said")).to_have_text("Saved.")
    assert page.locator("#sb-exam-day").evaluate(CHOOSE_THE_DAY) == "Saving ..."
    page.locator(".sb-choice", has_text="50").click()
    page.goto(server)
    page.wait_for_timeout(500)  # what was sent from the page that was left arrives
    page.goto(f"{server}/settings")
    page.wait_for_selector("#sb-settings[data-ready]")
    expect(page.locator("input[name=daily_goal][value='50']")).to_be_checked()
    expect(page.locator("#sb-exam-day")).to_have_value("2199-12-31")


@AT_BOTH
def test_the_look_follows_the_settings(server: str, new_page: NewPage, screen: str) -> None:
    """Text grows on all pages from the first paint, colours stay chosen, hints come first, short answers open on request."""
    page = new_page(**SCREENS[screen])
    page.goto(f"{server}/settings")
    page.wait_for_selector("#sb-settings[data-ready]")
    for choice in ("Very large", "Dark", "First sentence", "Hints first"):
        page.locator(".sb-choice", has_text=choice).click()
    expect(page.locator("#sb-said")).to_have_text("Saved.")
    open_ask(page, server)
    assert page.evaluate("() => [document.documentElement.dataset.theme, document.documentElement.dataset.text]") == [
        "dark",
        "huge",
    ]
    tutor = page.get_by_role("button", name="Tutor")
    expect(tutor).to_have_attribute("aria-pressed", "true")
    tutor.click()
    turn = ask(page, "what are the types of load balancers?")
    assert no_sideways(page)
    expect(turn.locator(".sb-statement:visible")).to_have_count(1)
    turn.get_by_role("button", name="Show the whole answer").click()
    assert turn.locator(".sb-statement:visible").count() > 1


@AT_BOTH
def test_everything_goes_to_another_device_and_away(server: str, new_page: NewPage, tmp_path: Path, screen: str) -> None:
    """A file brings conversations, notes and choices to another browser; what is deleted is gone, the file still is there."""
    first, second = new_page(**SCREENS[screen]), new_page(**SCREENS[screen])
    open_study(first, f"{server}/study?topic=lambda")
    first.locator("[data-bookmark]").first.click()
    expect(first.locator("[data-bookmark]").first).to_have_attribute("aria-pressed", "true")
    open_ask(first, server)
    ask(first, QUESTION)
    first.goto(f"{server}/settings")
    first.wait_for_selector("#sb-settings[data-ready]")
    first.locator(".sb-choice", has_text="50").click()
    expect(first.locator("#sb-said")).to_have_text("Saved.")
    with first.expect_download() as saved:
        first.click("#sb-carry")
    saved.value.save_as(tmp_path / "all.json")
    second.goto(f"{server}/settings")
    second.wait_for_selector("#sb-settings[data-ready]")
    second.set_input_files("#sb-bring", tmp_path / "all.json")
    expect(second.locator("#sb-said")).to_contain_text("Imported")
    expect(second.locator("input[name=daily_goal][value='50']")).to_be_checked()
    open_study(second, f"{server}/study")
    expect(second.locator("#sb-notes")).to_contain_text("Lambda")
    second.goto(f"{server}/settings")
    second.wait_for_selector("#sb-settings[data-ready]")
    second.click("#sb-forget")
    second.fill("#sb-forget-text", "delete")
    second.get_by_role("button", name="Delete", exact=True).click()
    expect(second.locator("#sb-said")).to_contain_text("Everything is deleted")
    open_ask(second, server)
    expect(second.locator(".sb-home")).to_have_count(0)
    open_ask(first, server)
    expect(first.locator(".sb-home")).to_contain_text(QUESTION)
