import json
import os
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import FrameLocator, Locator, Page, expect

from browser.conftest import NewPage
from browser.servers import running, tiny_command
from browser.steps import AT_BOTH, SCREENS, ask, no_sideways, open_ask
from fakes import write_course

LINES = [
    {"id": "a", "question": "what is EBS?", "topic": "storage", "kind": "definition", "evidence": [["EBS is block storage"]]},
    {
        "id": "b",
        "question": "max timeout of Lambda",
        "topic": "lambda",
        "kind": "table",
        "evidence": [["Max timeout15 minutes"]],
    },
    {"id": "c", "question": "recipe for <b>pancakes</b>", "kind": "unanswerable", "answerable": False},
]


def jsonl(rows: list[dict[str, object]]) -> str:
    """Rows as JSON lines."""
    return "".join(json.dumps(row) + "\n" for row in rows)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the server keeps everything."""
    return tmp_path_factory.mktemp("desk")


@pytest.fixture(scope="module")
def desk(folder: Path) -> Iterator[str]:
    """The address of a server over the tiny course, which brings a dataset along."""
    course = write_course(folder / "course")
    (course / "evaluation").mkdir()
    (course / "evaluation" / "dev.jsonl").write_text(jsonl(LINES))
    with running(tiny_command(course, folder / "index", folder / "data"), os.environ) as address:
        yield address


def open_evaluate(page: Page, address: str) -> None:
    """Open the page and wait until it can be used."""
    page.goto(f"{address}/evaluate")
    page.wait_for_selector("#sb-evaluate[data-ready]")


def upload(page: Page, name: str, text: str) -> None:
    """Choose a file to upload."""
    page.set_input_files("#sb-upload", {"name": name, "mimeType": "application/json", "buffer": text.encode()})


def report(page: Page) -> FrameLocator:
    """The report inside its frame, once it is drawn."""
    frame = page.frame_locator("#sb-frame iframe")
    expect(frame.locator("h1").first).to_be_visible()
    return frame


def runs(page: Page) -> Locator:
    """The runs listed."""
    return page.locator(".sb-run")


@AT_BOTH
def test_a_dataset_is_evaluated_and_its_report_read(desk: str, new_page: NewPage, screen: str) -> None:
    """One click evaluates the course's own dataset; the report opens in a closed frame, its questions can be filtered."""
    page = new_page(**SCREENS[screen])
    open_evaluate(page, desk)
    expect(page.locator(".sb-dataset", has_text="dev")).to_contain_text("3 questions, 1 of them not answered by the course")
    page.get_by_role("button", name="Evaluate", exact=True).click()
    expect(page.locator("#sb-said")).to_have_text("Done: 3 questions of 'dev' answered and measured.")
    expect(page.locator("#sb-report-title")).to_contain_text("Report of dev")
    frame = report(page)
    assert page.locator("#sb-frame iframe").get_attribute("sandbox") == "allow-scripts"
    expect(frame.locator("body")).to_contain_text("recipe for <b>pancakes</b>")
    expect(frame.locator("#questions")).to_contain_text("what is EBS?")
    frame.locator("a[href*='kind=unanswerable']").first.click()
    expect(frame.locator("#questions")).not_to_contain_text("what is EBS?")
    frame.get_by_role("button", name="remove filter kind unanswerable").click()
    expect(frame.locator("#questions")).to_contain_text("what is EBS?")
    frame.locator("a[href*='topic=lambda']").first.click()
    expect(frame.locator("#count")).to_have_text("1 of 3 questions")
    frame.locator("#clear").click()
    expect(frame.locator("#questions")).to_contain_text("what is EBS?")
    expect(runs(page).first).to_contain_text("found in the first five")


@AT_BOTH
def test_two_runs_are_compared_and_taken_away(desk: str, new_page: NewPage, screen: str) -> None:
    """A run is compared with an earlier one, and its report, answers and measures are saved as files."""
    page = new_page(**SCREENS[screen])
    open_evaluate(page, desk)
    for count in (1, 2):
        page.get_by_role("button", name="Evaluate", exact=True).click()
        expect(page.locator("#sb-said")).to_contain_text("Done")
        assert runs(page).count() >= count
    page.select_option("#sb-against", index=1)
    expect(report(page).locator("body")).to_contain_text("Base")
    for name, start in (("Report", "<!"), ("Answers", '{"id"'), ("Measures", '{"id"')):
        with page.expect_download() as saved:
            page.get_by_role("button", name=name, exact=True).last.click()
        assert Path(saved.value.path()).read_text(encoding="utf-8").lower().startswith(start)
        assert saved.value.suggested_filename.startswith("dev-20")


@AT_BOTH
def test_an_uploaded_dataset_is_checked_first(desk: str, new_page: NewPage, screen: str) -> None:
    """A broken file is refused with every problem and its line, nothing is kept; a sound one is chosen and can be run."""
    page = new_page(**SCREENS[screen])
    open_evaluate(page, desk)
    upload(page, "mine.jsonl", jsonl([LINES[0] | {"colour": 1}, LINES[1] | {"evidence": []}]))
    expect(page.locator("#sb-problem")).to_contain_text("line 1, colour: unknown key")
    expect(page.locator("#sb-problem")).to_contain_text("line 2")
    upload(page, "mine.jsonl", jsonl([LINES[0] | {"evidence": [["EBS is a fruit"]]}]))
    expect(page.locator("#sb-problem")).to_contain_text("EBS is a fruit")
    assert page.locator(".sb-dataset", has_text=re.compile("mine(?!-set)")).count() == 0
    upload(page, f"../../mine set {screen}.jsonl", jsonl(LINES[:2]))
    expect(page.locator("#sb-said")).to_contain_text("is sound")
    assert page.locator("#sb-problem").is_hidden()
    expect(page.locator(".sb-dataset:has(input:checked)")).to_contain_text(f"mine-set-{screen}")


def test_an_evaluation_is_cancelled_and_gone_on_with(desk: str, folder: Path, new_page: NewPage) -> None:
    """The bar moves, Cancel stops soon and keeps what was answered, a reload shows the run, and Go on finishes it."""
    slow = folder / "data" / "slow"
    slow.touch()
    page = new_page()
    open_evaluate(page, desk)
    many = [  # more than are answered together
        {"id": f"q{n}", "question": f"recipe {n} for pancakes", "kind": "unanswerable", "answerable": False} for n in range(140)
    ]
    upload(page, "many.jsonl", jsonl(many))
    expect(page.locator("#sb-said")).to_contain_text("is sound")
    page.get_by_role("button", name="Evaluate", exact=True).click()
    expect(page.locator("#sb-running-text")).to_contain_text("of 140 questions")
    other = new_page()
    open_evaluate(other, desk)
    expect(other.locator("#sb-running")).to_be_visible()
    expect(other.locator("#sb-start")).to_be_disabled()
    page.locator("#sb-cancel").click()
    expect(page.locator("#sb-said")).to_contain_text("Cancelled")
    slow.unlink()
    page.reload()
    page.wait_for_selector("#sb-evaluate[data-ready]")
    page.locator(".sb-run", has_text="Not finished").get_by_role("button", name="Go on").click()
    expect(page.locator("#sb-said")).to_contain_text("Done: 140 questions", timeout=60_000)
    assert page.locator(".sb-run", has_text="Not finished").count() == 0


def test_a_thumb_down_becomes_a_question(desk: str, new_page: NewPage) -> None:
    """After a thumb down in the chat the page offers to make it a question, and hands over the dataset's file."""
    page = new_page()
    open_ask(page, desk)
    turn = ask(page, "what is EFS?")
    turn.locator("[data-thumb=down], .sb-thumb-down, button[aria-label*='not' i]").first.click()
    open_evaluate(page, desk)
    expect(page.locator(".sb-thumbs")).to_contain_text("1 answer has a thumbs-down")
    with page.expect_download() as saved:
        page.get_by_role("button", name="Make them questions").click()
    row = json.loads(Path(saved.value.path()).read_text(encoding="utf-8"))
    assert (row["question"], row["evidence"]) == ("what is EFS?", [])
    expect(page.locator("#sb-said")).to_contain_text("1 new question in feedback.jsonl")
    expect(page.locator(".sb-dataset", has_text="feedback")).to_contain_text("1 still without evidence")


def test_it_fits_a_phone(desk: str, new_page: NewPage) -> None:
    """At phone width nothing makes the page scroll sideways, the report included."""
    page = new_page(390, 844, has_touch=True, is_mobile=True)
    open_evaluate(page, desk)
    if not runs(page).count():
        page.get_by_role("button", name="Evaluate", exact=True).click()
        expect(page.locator("#sb-said")).to_contain_text("Done")
    else:
        runs(page).first.get_by_role("button").click()
    report(page)
    assert no_sideways(page)


def test_questions_are_reviewed_by_keyboard(desk: str, new_page: NewPage) -> None:
    """Proposals are accepted, rejected and corrected by A, R and C, a slip taken back by B; what readers differ on is settled.

    What is accepted is a dataset that can be run.
    """
    page = new_page()
    open_evaluate(page, desk)
    page.locator("#sb-propose").click()
    page.locator("#sb-reader").fill("ada")
    field, below = page.locator("#sb-reader").bounding_box(), page.locator("#sb-make-dataset").bounding_box()
    assert field is not None and below is not None and field["y"] + field["height"] + 4 <= below["y"]
    page.keyboard.press("Tab")
    question = page.locator("#sb-judged-question")
    expect(question).to_be_focused()
    first = question.inner_text()
    page.keyboard.press("a")
    expect(question).not_to_have_text(first)
    second = question.inner_text()
    page.keyboard.press("a")
    expect(question).not_to_have_text(second)
    page.keyboard.press("b")
    expect(question).to_have_text(second)
    page.keyboard.press("r")
    expect(question).not_to_have_text(second)
    expect(page.locator(".sb-review-far")).to_contain_text("2 of")
    page.keyboard.press("c")
    expect(page.locator("#sb-correct-question")).to_be_focused()
    page.keyboard.press("Control+a")
    page.keyboard.type("what is EBS?")
    page.keyboard.press("Tab")
    page.keyboard.press("Control+a")
    page.keyboard.type("EBS is block storage")
    page.keyboard.press("Control+Enter")
    expect(page.locator(".sb-review-far")).to_contain_text("3 of")
    assert no_sideways(page)
    page.locator("#sb-make-dataset").click()
    expect(page.locator("#sb-said")).to_contain_text("draft-reviewed.jsonl")
    expect(page.locator(".sb-dataset", has_text="draft-reviewed")).to_contain_text("2 questions")
    page.locator("#sb-reader").fill("ben")
    page.keyboard.press("Tab")
    expect(question).to_have_text(first)
    page.keyboard.press("r")
    expect(question).not_to_have_text(first)
    expect(page.locator("#sb-review-one")).to_contain_text("ada and ben both judged 1: they agree on 0%")
    page.get_by_role("button", name=f"Judge again: {first}").click()
    expect(question).to_have_text(first)
    page.keyboard.press("a")
    expect(page.locator("#sb-review-one")).to_contain_text("they agree on 100%")
    expect(page.get_by_role("button", name="Judge again")).to_have_count(0)
    shots = os.environ.get("SHOTS")
    if shots:
        page.locator("#sb-review").screenshot(path=f"{shots}/review.png")


def test_two_readers_review_on_a_phone(desk: str, new_page: NewPage) -> None:
    """Keys judge, go back and judge again on a phone's width, too; where two readers agree the page says on how many."""
    page = new_page(390, 844, has_touch=True, is_mobile=True)
    open_evaluate(page, desk)
    page.locator("#sb-propose").click()
    question = page.locator("#sb-judged-question")
    for reader, keys in (("cy", "rba"), ("di", "a")):
        page.locator("#sb-reader").fill(reader)
        page.keyboard.press("Tab")
        expect(question).to_be_focused()
        first = question.inner_text()
        for key in keys:
            page.keyboard.press(key)
            if key == "b":
                expect(question).to_have_text(first)
            else:
                expect(question).not_to_have_text(first)
        assert no_sideways(page)
    expect(page.locator("#sb-review-one")).to_contain_text("cy and di both judged 1: they agree on 100%")
    shots = os.environ.get("SHOTS")
    if shots:
        page.locator("#sb-review").screenshot(path=f"{shots}/review-phone.png")
