import json
import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from browser.conftest import NewPage
from browser.steps import AT_BOTH, SCREENS, no_sideways, problem, resized
from studybot.served import Served
from studybot.study.quiz import Quiz, arrange

HEADING = re.compile(r"Nothing is due|being learned")


def open_practise(page: Page, address: str, query: str = "") -> None:
    """Open the Practise page and wait until it has drawn what the address asks for."""
    page.goto(f"{address}/practise{query}")
    page.wait_for_selector("#sb-practise[data-ready]")


def running(page: Page) -> Quiz:
    """Return the quiz that the browser keeps."""
    kept = json.loads(str(page.evaluate("() => localStorage.getItem('studybot.quiz')")))
    return Quiz.model_validate(kept["quiz"])


def start(page: Page, *kinds: str, length: int = 5) -> None:
    """Start a quiz of some kinds."""
    page.check(f"input[name=length][value='{length}']", force=True)
    page.get_by_text("Kinds of question").first.click()
    for kind in kinds:
        page.check(f"input[name=kind][value={kind}]", force=True)
    page.get_by_role("button", name="Start the quiz").click()
    page.wait_for_selector("#sb-question")


def right_key(page: Page, studybot: Served) -> str:
    """Return the number key of the right option of the question on the screen."""
    quiz = running(page)
    item = studybot.material.items[quiz.queue[len(quiz.answered)]]
    return str(arrange(item, quiz.seed, quiz.queue[: len(quiz.answered)].count(item.id)).index(item.right[0]) + 1)


@pytest.mark.parametrize("view", ["exam", "sheet", "progress", "review"])
@AT_BOTH
def test_every_view_says_how_many_cards_wait(server: str, new_page: NewPage, view: str, screen: str) -> None:
    """The number beside Flashcards stands there whichever view the address opens."""
    page = new_page(**SCREENS[screen])
    open_practise(page, server, f"?view={view}")
    expect(page.locator("#sb-waiting")).to_have_text(re.compile(r"\d+"))


def test_the_tab_that_is_open_is_seen_on_a_phone(server: str, new_page: NewPage) -> None:
    """The row of tabs is longer than a phone is wide: the one that is open stands within the screen."""
    page = new_page(390, 844)
    open_practise(page, server, "?view=progress")
    expect(page.locator("#sb-waiting")).to_be_visible()
    expect(page.locator(".sb-tabs [aria-current]")).to_be_in_viewport(ratio=1)


@AT_BOTH
def test_a_quiz_by_keyboard_with_a_miss(server: str, new_page: NewPage, studybot: Served, screen: str) -> None:
    """Numbers choose, Enter checks and goes on; a miss shows where, comes back once, and the summary links to it."""
    page = new_page(**SCREENS[screen])
    open_practise(page, server)
    start(page, "table", "term")
    right = right_key(page, studybot)
    page.keyboard.press("2" if right == "1" else "1")
    page.keyboard.press("Enter")
    verdict = page.locator("#sb-verdict")
    expect(verdict).to_be_focused()
    expect(verdict).to_contain_text("Not right")
    expect(verdict).to_contain_text("comes back at the end")
    where = page.get_by_role("button", name="Show me where")
    where.focus()
    page.keyboard.press("Enter")
    expect(where).to_have_attribute("aria-expanded", "true")
    expect(page.locator("#sb-proof mark").first).to_be_in_viewport()
    link = page.locator("#sb-proof a").first.get_attribute("href")
    page.get_by_role("button", name="Make this a card").click()
    expect(page.locator("#sb-note")).to_contain_text("among your flashcards")
    page.get_by_role("button", name="Next question").focus()
    page.keyboard.press("Enter")
    for _ in range(5):
        page.wait_for_selector("#sb-question")
        page.keyboard.press(right_key(page, studybot))
        page.keyboard.press("Enter")
        expect(verdict).to_contain_text("Right")
        expect(verdict).to_be_focused()
        page.keyboard.press("Enter")
    expect(page.locator(".sb-summary h1")).to_have_text("4 of 5 right")
    assert link == page.locator(".sb-again > li > a").get_attribute("href")
    page.locator(".sb-again > li > a").click()
    page.wait_for_selector("#sb-reader mark")


@AT_BOTH
def test_a_reload_finds_the_quiz(server: str, new_page: NewPage, studybot: Served, screen: str) -> None:
    """After a reload the next question is the one that was shown; the start page offers to go on; it can be dropped."""
    page = new_page(**SCREENS[screen])
    open_practise(page, server)
    start(page, "true_false")
    page.keyboard.press("1")
    page.keyboard.press("Enter")
    page.wait_for_selector("#sb-verdict")
    page.keyboard.press("Enter")
    page.wait_for_selector("#sb-question")
    prompt = page.inner_text("#sb-prompt")
    page.reload()
    expect(page.locator("#sb-prompt")).to_have_text(prompt)
    page.get_by_role("button", name="Leave it for later").click()
    expect(page.locator("#sb-resume")).to_contain_text("questions are left")
    page.get_by_role("button", name="Drop it").click()
    expect(page.locator("#sb-resume")).to_be_hidden()


@AT_BOTH
@pytest.mark.parametrize(("kind", "check"), [("order", "order"), ("match", "pairs")])
def test_steps_and_pairs_are_ordered_by_keyboard(
    server: str, new_page: NewPage, studybot: Served, kind: str, check: str, screen: str
) -> None:
    """Arrow keys move what has the focus and say where it is; labels stay in their places; the right order is right."""
    page = new_page(**SCREENS[screen])
    for _ in range(20):  # not every quiz of a part of the course has one with an order
        open_practise(page, server)
        start(page, kind, length=20)
        if any(len(studybot.material.items[known].right) > 1 for known in running(page).queue):
            break
        page.get_by_role("button", name="Leave it for later").click()
        page.get_by_role("button", name="Drop it").click()
        expect(page.locator("#sb-resume")).to_be_hidden()
    for _ in range(20):
        quiz = running(page)
        item = studybot.material.items[quiz.queue[len(quiz.answered)]]
        if len(item.right) > 1:
            break
        page.keyboard.press("1")
        page.keyboard.press("Enter")
        page.wait_for_selector("#sb-verdict")
        page.keyboard.press("Enter")
        page.wait_for_selector("#sb-question")
    wanted = [item.options[place] for place in item.right]
    for position, text in enumerate(wanted):
        step = page.locator(".sb-order [data-step]").filter(has=page.get_by_text(text, exact=True))
        step.focus()
        while page.locator(".sb-step-text").all_inner_texts().index(text) > position:
            page.keyboard.press("ArrowUp")
    if item.left:
        assert tuple(page.locator(".sb-step-number").all_inner_texts()) == item.left
        no_sideways(page)
    expect(page.locator("#sb-live")).to_contain_text(" at " if item.left else " of ")
    page.get_by_role("button", name=f"Check the {check}").focus()
    page.keyboard.press("Enter")
    expect(page.locator("#sb-verdict")).to_contain_text("Right")


@AT_BOTH
def test_nothing_chosen_is_said(server: str, new_page: NewPage, screen: str) -> None:
    """Checking without an answer, and a number that is none, get a sentence; what was chosen stays."""
    page = new_page(**SCREENS[screen])
    open_practise(page, server)
    page.get_by_text("Repeat a quiz by its number").click()
    page.fill("input[name=number]", "twelve")
    page.get_by_role("button", name="Start the quiz").click()
    assert "digits only" in problem(page)
    page.fill("input[name=number]", "12")
    page.get_by_role("button", name="Start the quiz").click()
    expect(page.locator(".sb-quiz-foot")).to_contain_text("Quiz 12")


@AT_BOTH
def test_an_open_question_shows_its_answer_first(server: str, new_page: NewPage, screen: str) -> None:
    """Its answer comes on request, then the learner grades it; what was written is held against the course, which proposes."""
    page = new_page(**SCREENS[screen])
    open_practise(page, server)
    start(page, "open")
    page.get_by_role("button", name="Show the answer").click()
    expect(page.locator("#sb-revealed")).to_be_focused()
    page.get_by_role("button", name="Go on").click()
    assert "Say whether" in problem(page)
    page.check("input[name=self][value='1']", force=True)
    page.keyboard.press("Enter")
    expect(page.locator("#sb-verdict")).to_contain_text("You had it")
    page.keyboard.press("Enter")
    for _ in range(5):  # an answer that is code alone has no parts, and is left to its learner
        page.fill("textarea[name=typed]", "Bananas are <b>yellow</b>.")
        page.get_by_role("button", name="Show the answer").click()
        expect(page.locator("#sb-revealed")).to_be_focused()
        if page.locator("#sb-revealed .sb-explained").count():
            break
        page.check("input[name=self][value='0']", force=True)
        page.keyboard.press("Enter")
        expect(page.locator("#sb-verdict")).to_contain_text("Not yet")
        page.keyboard.press("Enter")
    expect(page.locator("#sb-revealed .sb-explained")).to_contain_text("None of it is there yet")
    expect(page.locator("input[name=self][value='0']")).to_be_checked()
    page.get_by_role("button", name="Go on").click()
    expect(page.locator("#sb-verdict")).to_contain_text("Not yet")


@AT_BOTH
def test_cards_are_rated_and_kept(server: str, new_page: NewPage, screen: str) -> None:
    """Space shows, a number rates; undo brings the card back; a reload finds the queue; a resting card can be taken up."""
    page = new_page(**SCREENS[screen])
    open_practise(page, server, "?view=review")
    front = page.inner_text("#sb-front")
    expect(page.locator("#sb-ratings")).to_be_hidden()
    page.keyboard.press("Space")
    expect(page.locator("#sb-back")).to_be_focused()
    expect(page.locator(".sb-rating-easy")).to_contain_text("d")
    page.keyboard.press("4")
    expect(page.locator("#sb-front")).not_to_have_text(front)
    expect(page.locator("#sb-note")).to_contain_text("Easy: it comes back")
    second = page.inner_text("#sb-front")
    page.reload()
    expect(page.locator("#sb-front")).to_have_text(second)
    page.keyboard.press("u")
    expect(page.locator("#sb-front")).to_have_text(front)
    page.keyboard.press("r")
    expect(page.locator("#sb-front")).not_to_have_text(front)
    page.get_by_role("button", name="Take it up again").click()
    expect(page.locator("#sb-front")).to_have_text(front)
    page.keyboard.press("Enter")
    page.keyboard.press("3")
    open_practise(page, server, "?view=progress")
    expect(page.locator("#sb-calendar-text")).to_contain_text("1 review in the last")


@AT_BOTH
def test_two_tabs_rate_one_card(server: str, new_page: NewPage, screen: str) -> None:
    """The tab that comes second says that the card was rated, and shows the next."""
    page = new_page(**SCREENS[screen])
    open_practise(page, server, "?view=review")
    other = page.context.new_page()
    open_practise(other, server, "?view=review")
    front = page.inner_text("#sb-front")
    assert other.inner_text("#sb-front") == front
    for tab in (page, other):
        tab.keyboard.press("Space")
        tab.keyboard.press("4")
        expect(tab.locator("#sb-front")).not_to_have_text(front)
    assert "another tab" in problem(other)


def test_the_queue_ends_with_a_time(server: str, new_page: NewPage) -> None:
    """When everything is rated the page says when the next card comes, and offers more."""
    page = new_page()
    open_practise(page, server, "?view=review&topic=lambda")
    for _ in range(15):
        if page.locator(".sb-nothing").count():
            break
        front = page.inner_text("#sb-front")
        page.keyboard.press("Space")
        page.keyboard.press("4")
        expect(page.locator("#sb-front")).not_to_have_text(front)
    for _ in resized(page):
        expect(page.locator("#sb-front")).to_have_text(HEADING)
        expect(page.locator(".sb-nothing")).to_contain_text("The next card comes back on")
        expect(page.locator("#sb-session")).to_contain_text("You reviewed 10 cards")
        assert no_sideways(page)


@AT_BOTH
def test_progress_is_saved_and_imported(server: str, new_page: NewPage, tmp_path: Path, screen: str) -> None:
    """A name and reviews saved in one browser appear in another; a file that is none changes nothing."""
    page, other = new_page(**SCREENS[screen]), new_page(**SCREENS[screen])
    open_practise(page, server, "?view=review")
    page.keyboard.press("Space")
    page.keyboard.press("3")
    expect(page.locator("#sb-note")).to_contain_text("Good: it comes back")
    open_practise(page, server, "?view=progress")
    page.fill("#sb-name-text", "Ann <img src=x onerror=alert(1)>")
    page.get_by_role("button", name="Keep").click()
    expect(page.locator("#sb-saved")).to_contain_text("Hello Ann <img")
    with page.expect_download() as download:
        page.get_by_role("button", name="Save my progress").click()
    file = tmp_path / "progress.json"
    download.value.save_as(file)
    open_practise(other, server, "?view=progress")
    wrong = tmp_path / "wrong.json"
    wrong.write_bytes(b"\x89PNG\r\n")
    other.set_input_files("#sb-import", wrong)
    assert "wrong.json: this is not a learner's file" in problem(other)
    other.set_input_files("#sb-import", file)
    expect(other.locator("#sb-saved")).to_contain_text("1 review")
    expect(other.locator("#sb-front")).to_contain_text("Ann <img src=x onerror=alert(1)>, this is your progress")
    with other.expect_download() as package:
        other.get_by_role("button", name="Anki package").click()
    assert package.value.suggested_filename.endswith(".apkg")


def test_practise_fits_a_phone(server: str, new_page: NewPage) -> None:
    """No view is wider than a phone, and the ratings are in reach."""
    page = new_page(390, 844, has_touch=True, is_mobile=True)
    for query in ("", "?view=progress", "?view=review"):
        open_practise(page, server, query)
        assert no_sideways(page), query
    page.get_by_role("button", name="Show the answer").tap()
    expect(page.locator(".sb-rating-good")).to_be_in_viewport()
    open_practise(page, server, "?topic=lambda")
    expect(page.locator("#sb-topics-chosen")).to_have_text("Lambda")
    start(page, "table")
    assert no_sideways(page)


@pytest.mark.parametrize("width", [1440, 390])
def test_cards_of_one_topic_are_chosen_in_the_page(server: str, new_page: NewPage, width: int) -> None:
    """The list of topics above the cards shows those of one topic, keeps it in the address, and goes back to all."""
    page = new_page(width=width)
    open_practise(page, server, "?view=review")
    chosen = page.get_by_label("Cards of")
    chosen.select_option("lambda")
    expect(page).to_have_url(re.compile("topic=lambda"))
    expect(page.locator(".sb-flash .sb-eyebrow")).to_contain_text("Lambda")
    assert no_sideways(page)
    chosen.select_option("")
    expect(page).not_to_have_url(re.compile("topic="))
    assert "›" not in page.locator("#sb-front").inner_text()


@AT_BOTH
def test_a_wrong_choice_is_explained(server: str, new_page: NewPage, studybot: Served, screen: str) -> None:
    """The verdict says of the option that was chosen what the course says of it."""
    page = new_page(**SCREENS[screen])
    open_practise(page, server)
    start(page, "table")
    quiz = running(page)
    item = studybot.material.items[quiz.queue[0]]
    order = arrange(item, quiz.seed)
    wrong = next((place for place, at in enumerate(order) if at not in item.right and item.notes[at]), None)
    if wrong is None:  # an item whose wrong options are other numbers has no rows of theirs
        assert not any(item.notes)
        return
    page.keyboard.press(str(wrong + 1))
    page.keyboard.press("Enter")
    expect(page.locator("#sb-verdict")).to_contain_text(f"What you chose: {item.notes[order[wrong]]}")
