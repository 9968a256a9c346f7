import re
from datetime import UTC, datetime
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from browser.conftest import NewPage
from browser.servers import running, studybot_command
from browser.steps import AT_BOTH, SCREENS, no_sideways, resized
from studybot.coverage.shelf import Shelf, new
from studybot.served import Served
from studybot.settings import Settings
from studybot.study.quiz import arrange

SYLLABUS = """
title: Weights
domains:
  - name: Storage
    weight: 60
    objectives: [Explain EBS volume types, Explain EFS, Encrypt an EBS volume]
  - name: Balancing
    weight: 40
    objectives: [Compare the types of load balancers, Explain target groups and health checks]
"""
SIZES = pytest.mark.parametrize(("width", "scheme"), [(1280, "light"), (390, "dark")])


def open_exams(page: Page, address: str) -> None:
    """Open the form that an exam begins with."""
    page.goto(f"{address}/practise?view=exam")
    page.wait_for_selector("#sb-exam-setup")


def begin(page: Page, *, length: int = 10) -> None:
    """Start an exam over the topics of the course."""
    for box in page.locator("input[name=syllabus][value='']").all():
        box.check(force=True)
    page.check(f"#sb-exam-setup input[name=length][value='{length}']", force=True)
    page.get_by_role("button", name="Start the exam").click()
    page.wait_for_selector(".sb-exam")


@SIZES
def test_an_exam_says_nothing_until_its_end(server: str, new_page: NewPage, studybot: Served, width: int, scheme: str) -> None:
    """By keyboard: no verdict while it runs; flags, open questions and the way back; then domains with links; a history."""
    page = new_page(width, 844, color_scheme=scheme)
    open_exams(page, server)
    begin(page)
    assert no_sideways(page)
    expect(page.locator("#sb-clock")).to_have_text(re.compile(r"1[45]:\d\d"))
    for place in range(10):
        if place == 3:
            page.keyboard.press("f")
        elif page.locator(".sb-exam-question:not([hidden]) input").count():
            page.keyboard.press("1")
        page.keyboard.press("Enter")
    expect(page.locator("#sb-review-text")).to_contain_text("flagged")
    expect(page.locator("[data-review]")).to_be_hidden()
    assert "right" not in page.inner_text(".sb-exam").lower().replace("copyright", "")
    page.get_by_role("button", name=re.compile("Question 4, open, flagged")).click()
    expect(page.locator(".sb-exam-question:not([hidden]) .sb-flag")).to_have_attribute("aria-pressed", "true")
    page.get_by_role("button", name="Review and hand in").click()
    page.get_by_role("button", name="Hand it in").click()
    expect(page.locator("#sb-front")).to_have_text(re.compile(r"(Passed|Not passed): \d+%"))
    expect(page.locator(".sb-areas > li").first).to_contain_text(re.compile(r"\d of \d"))
    assert page.locator(".sb-each > li").count() == 10
    assert no_sideways(page)
    page.locator(".sb-area-read a").first.click()
    page.wait_for_selector("#sb-reader mark")
    page.go_back()
    page.wait_for_selector(".sb-exam-result")
    page.locator(".sb-areas .sb-link").first.click()
    expect(page.locator("#sb-topics-chosen")).not_to_have_text("all")
    open_exams(page, server)
    expect(page.locator(".sb-exams li")).to_contain_text("of 10")


def test_an_exam_goes_by_the_weights_of_a_syllabus(server: str, new_page: NewPage, data: Path) -> None:
    """Six of ten questions are of the domain that has 60%; the pass mark is the learner's; a domain leads to a quiz on it."""
    shelf = Shelf(data / "syllabi")
    kept, _ = new(SYLLABUS.encode(), "weights.yaml", datetime.now(UTC))
    shelf.save(kept)
    try:
        page = new_page()
        open_exams(page, server)
        page.check(f"input[name=syllabus][value='{kept.key}']", force=True)
        for _ in resized(page):
            expect(page.locator("#sb-exam-setup")).to_contain_text("Storage 60%, Balancing 40%")
            expect(page.locator("#sb-exam-topics")).to_be_hidden()
            assert no_sideways(page)
        page.check("#sb-exam-setup input[name=length][value='10']", force=True)
        page.get_by_text("Pass mark, and repeating").click()
        page.fill("input[name=pass_mark]", "85")
        page.get_by_role("button", name="Start the exam").click()
        page.wait_for_selector(".sb-exam")
        page.locator("[data-review]").click()
        page.locator("[data-hand-in]").click()
        for _ in resized(page):
            expect(page.locator(".sb-exam-result")).to_contain_text("85% are needed")
            areas = page.locator(".sb-areas > li")
            expect(areas.filter(has_text="Storage")).to_contain_text("0 of 6")
            expect(areas.filter(has_text="Balancing")).to_contain_text("0 of 4")
            assert no_sideways(page)
        areas.filter(has_text="Storage").locator(".sb-link").click()
        expect(page.locator("#sb-topics-chosen")).to_have_text(re.compile("EBS"))
    finally:
        shelf.drop(kept.key)


@AT_BOTH
def test_everything_right_is_passed_and_counts_in_progress(
    server: str, new_page: NewPage, studybot: Served, screen: str
) -> None:
    """The keys that the course has pass the exam; the answers are among the learner's, and the same exam can be sat again."""
    page = new_page(**SCREENS[screen])
    open_exams(page, server)
    begin(page)
    seed = int(re.search(r"exam (\d+)", page.inner_text(".sb-exam-head"))[1])
    for form in page.locator(".sb-exam-question").all():
        prompt = form.locator(".sb-prompt").text_content()
        shown = form.locator(".sb-option-text, .sb-step-text").all_text_contents()
        item = next(
            one
            for one in studybot.material.items.values()
            if one.prompt == prompt and [one.options[place] for place in arrange(one, seed)] == shown
        )
        for position, text in enumerate([item.options[place] for place in item.right]):
            if len(item.right) == 1:
                form.locator("input").nth(shown.index(text)).check(force=True)
            else:
                step = form.locator("[data-step]").filter(has=page.get_by_text(text, exact=True))
                step.focus()
                while form.locator(".sb-step-text").all_inner_texts().index(text) > position:
                    page.keyboard.press("ArrowUp")
        form.locator("button[type=submit]").click()
    page.get_by_role("button", name="Hand it in").click()
    expect(page.locator("#sb-front")).to_have_text("Passed: 100%")
    page.get_by_role("button", name="The same exam again").click()
    expect(page.locator(".sb-exam-head")).to_contain_text(f"exam {seed}")
    expect(page.locator(".sb-exam-map .sb-done")).to_have_count(0)


def test_a_reload_and_a_restart_lose_nothing(new_page: NewPage, real_settings: Settings, tmp_path: Path) -> None:
    """After a reload, and after the server was stopped and started on the same data, answers, flags and clock go on."""
    import os

    folders = {"COURSE": real_settings.course, "INDEX": real_settings.index, "DATA": tmp_path}
    environment = os.environ | {f"STUDYBOT_{name}": str(path) for name, path in folders.items()}
    page = new_page(server_ends=True)
    with running(studybot_command(), environment) as address:
        open_exams(page, address)
        begin(page)
        page.locator(".sb-exam-map button").nth(1).click()
        page.keyboard.press("f")
        expect(page.locator("#sb-exam-kept")).to_have_text("All answers are kept.")
        page.reload()
        expect(page.locator(".sb-flagged")).to_have_count(1)
        query = page.url.partition("/practise")[2]
        cookies = page.context.cookies()
    with running(studybot_command(), environment) as address:
        page.context.add_cookies([{**one, "domain": "127.0.0.1"} for one in cookies])
        page.goto(f"{address}/practise{query}")
        for _ in resized(page):
            expect(page.locator(".sb-flagged")).to_have_count(1)
            expect(page.locator("#sb-clock")).to_have_text(re.compile(r"1[0-4]:\d\d"))


@AT_BOTH
def test_an_answer_that_cannot_be_sent_is_sent_later(server: str, new_page: NewPage, screen: str) -> None:
    """Without the server an answer is said to be not kept yet, and comes with the next one; an exam ends with its time."""
    page = new_page(server_ends=True, **SCREENS[screen])
    page.clock.install()
    open_exams(page, server)
    begin(page)
    page.context.set_offline(True)
    page.keyboard.press("f")
    expect(page.locator("#sb-exam-kept")).to_contain_text("Not kept yet")
    page.context.set_offline(False)
    page.keyboard.press("Enter")
    page.keyboard.press("f")
    expect(page.locator("#sb-exam-kept")).to_have_text("All answers are kept.")
    page.reload()
    expect(page.locator(".sb-flagged")).to_have_count(2)
    page.clock.fast_forward("16:00")
    expect(page.locator("#sb-front")).to_have_text("Not passed: 0%")
    expect(page.locator("#sb-live")).to_contain_text("The time is over.")


@SIZES
def test_an_exam_is_printed_with_its_key(server: str, new_page: NewPage, tmp_path: Path, width: int, scheme: str) -> None:
    """The paper has numbers and letters; the key is a page of its own and can be left out; a number repeats the paper."""
    import pypdfium2

    page = new_page(width, 844, color_scheme=scheme)
    open_exams(page, server)
    page.get_by_text("Pass mark, and repeating").click()
    page.fill("#sb-exam-setup input[name=number]", "77")
    for box in page.locator("input[name=syllabus][value='']").all():
        box.check(force=True)
    page.get_by_role("button", name="Print it instead").click()
    expect(page.locator(".sb-paper h1")).to_contain_text("exam 77")
    assert no_sideways(page)
    for keyed in (True, False):
        page.locator("[data-key]").set_checked(keyed)
        file = tmp_path / f"{keyed}.pdf"
        page.pdf(path=file, format="A4")
        document = pypdfium2.PdfDocument(file)
        pages = [sheet.get_textpage().get_text_bounded() for sheet in document]
        assert ("Key of exam 77" in pages[-1]) is keyed
        assert all("Key of exam" not in text and "Flashcards" not in text for text in pages[:-1])
        assert re.search(r"\b20\.", "\n".join(pages))
