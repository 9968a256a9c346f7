"""A course from nothing, in a browser: create, hand in, read the receipt, publish, ask, practise, replace, undo."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from browser.conftest import NewPage
from browser.servers import serving
from browser.steps import SCREENS, ask, no_sideways, open_ask

MATERIAL = Path(__file__).parents[1] / "data" / "material" / "bio"
FILES = (
    "01 Cell theory.pdf",
    "02 Plasma membrane.docx",
    "03 Organelles.pptx",
    "04-cellular-respiration.md",
    "05-photosynthesis.html",
    "06_cell_cycle.txt",
    "15 scanned handout.pdf",
    "17 empty.md",
)
STAIN = "# Gram staining\n\n## Times\n\n| Dye | Seconds |\n| --- | --- |\n| Crystal violet | {} |\n| Safranin | 30 |\n"


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a server with an empty library."""
    home = tmp_path_factory.mktemp("library")
    (home / "corpus").mkdir()
    with serving(home, course="corpus/none", library="corpus") as address:
        yield address


def open_material(page: Page, address: str) -> None:
    """Open the Material page and wait until it shows the files."""
    page.goto(address)
    page.wait_for_selector("#sb-stuff[data-ready]")


def picture(page: Page, name: str) -> None:
    """Keep a screenshot where a variable names a folder for them."""
    folder = os.environ.get("STUDYBOT_SCREENSHOTS")
    if folder:
        page.screenshot(path=f"{folder}/{name}.png", full_page=True)


def row(page: Page, name: str) -> str:
    """What the receipt says of a file."""
    return page.locator(f"[data-name='{name}']").inner_text()


def hand_in_and_publish(page: Page) -> None:
    """Hand in eight files and a text, read the receipt and the preview, and publish."""
    page.set_input_files("#sb-files-in", [str(MATERIAL / name) for name in FILES])
    expect(page.locator("#sb-said")).to_contain_text("8 of 8 files", timeout=60_000)
    assert "1 table" in row(page, "04-cellular-respiration.md") or "section" in row(page, "04-cellular-respiration.md")
    assert "not read" in row(page, "15 scanned handout.pdf") or "!" in row(page, "15 scanned handout.pdf")
    assert "not read" in row(page, "17 empty.md") and "empty" in row(page, "17 empty.md")
    picture(page, "receipt")
    page.click("#sb-paste")
    page.fill("#sb-editor-name", "stains")
    page.fill("#sb-editor-text", STAIN.format(60))
    page.click("#sb-editor-look")
    expect(page.locator("#sb-editor-shown table")).to_contain_text("Crystal violet")
    page.click("#sb-editor button[type=submit]")
    page.wait_for_selector("[data-name='stains.md']")
    page.click("#sb-check")
    page.wait_for_selector("#sb-preview:not([hidden])", timeout=180_000)
    page.select_option("#sb-read-topic", label="Gram staining")
    page.click("#sb-read")
    expect(page.locator("#sb-read-body")).to_contain_text("Crystal violet")
    expect(page.locator("#sb-preview-body")).to_contain_text("Questions that it can answer")
    picture(page, "preview")
    page.click("#sb-publish")
    expect(page.locator("#sb-said")).to_contain_text("Version 1 is published", timeout=120_000)


def learn(learner: Page, server: str) -> None:
    """Ask, open the source, and come to the quiz, all within the course."""
    open_ask(learner, f"{server}/c/cell-biology/")
    assert "60" in ask(learner, "How many seconds is crystal violet applied?").inner_text()
    assert learner.url.startswith(f"{server}/c/cell-biology/?c=")
    learner.locator(".sb-cite").first.click()
    learner.wait_for_selector(".sb-source mark")
    learner.goto(f"{server}/c/cell-biology/practise")
    learner.wait_for_selector("#sb-practise[data-ready]")
    expect(learner.locator("#sb-practise")).to_contain_text("Quiz")
    assert learner.locator("nav a[href='/c/cell-biology/study']").count() == 1


def add_on_a_phone(phone: Page, address: str) -> None:
    """Write a text, look at it, and read what would change, on a screen that nothing moves sideways."""
    open_material(phone, address)
    assert no_sideways(phone)
    picture(phone, "phone")
    phone.click("#sb-paste")
    phone.fill("#sb-editor-name", "dyes")
    phone.fill("#sb-editor-text", STAIN.format(90))
    phone.click("#sb-editor-look")
    expect(phone.locator("#sb-editor-shown table")).to_contain_text("Crystal violet")
    assert no_sideways(phone)
    phone.click("#sb-editor button[type=submit]")
    phone.wait_for_selector("[data-name='dyes.md']")
    phone.click("#sb-check")
    phone.wait_for_selector("#sb-preview:not([hidden])", timeout=180_000)
    expect(phone.locator("#sb-publish")).to_be_enabled()
    assert no_sideways(phone)


def test_a_course_from_an_empty_library(server: str, new_page: NewPage, tmp_path: Path) -> None:
    """Everything that an instructor does with a course is done in the page, and learners see what was published."""
    page = new_page()
    open_material(page, server)  # every page of an empty library leads here
    assert page.url.endswith("/material")
    picture(page, "empty")
    page.fill("#sb-create-title", "Cell Biology")
    page.click("#sb-create button")
    page.wait_for_url("**/c/cell-biology/material")
    page.wait_for_selector("#sb-stuff[data-ready]")
    hand_in_and_publish(page)
    learner = new_page()
    learn(learner, server)
    stain = tmp_path / "stains.md"
    stain.write_text(STAIN.format(75), encoding="utf-8")
    page.set_input_files("[data-name='stains.md'] input[type=file]", str(stain))
    expect(page.locator("[data-name='stains.md']")).to_contain_text("changed")
    open_ask(learner, f"{server}/c/cell-biology/")
    assert "60" in ask(learner, "How many seconds is crystal violet applied?").inner_text()  # a draft changes nothing
    talk = learner.url
    page.click("#sb-check")
    page.wait_for_selector("#sb-preview:not([hidden])", timeout=180_000)
    expect(page.locator("#sb-preview-body")).to_contain_text("2 answers of learners quote what changes")
    picture(page, "affected")
    page.click("#sb-publish")
    expect(page.locator("#sb-said")).to_contain_text("is published", timeout=120_000)
    picture(page, "published")
    learner.goto(talk)  # the conversation of before keeps its answer, and says that the course has changed
    expect(learner.locator(".sb-turn .sb-notice-box").first).to_contain_text("The course has since changed")
    open_ask(learner, f"{server}/c/cell-biology/")
    turn = ask(learner, "How many seconds is crystal violet applied?").inner_text()
    assert "75" in turn and "60" not in turn

    page.click("[data-restore='1']")
    expect(page.locator("#sb-said")).to_contain_text("as version 1 again", timeout=120_000)
    open_ask(learner, f"{server}/c/cell-biology/")
    assert "60" in ask(learner, "How many seconds is crystal violet applied?").inner_text()

    page.click("[data-name='04-cellular-respiration.md'] summary")
    sections = page.locator("[data-name='04-cellular-respiration.md'] .sb-row-sections")
    sections.get_by_role("button").first.click()
    expect(page.locator("[data-name='04-cellular-respiration.md'] .sb-row-sections summary")).to_contain_text("1 left out")
    page.click("[data-name='04-cellular-respiration.md'] summary")
    picture(page, "sections")

    add_on_a_phone(new_page(**SCREENS["phone"]), f"{server}/c/cell-biology/material")
