"""From a question that the course does not answer to one that it does: learner, work list, new material, learner."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from browser.conftest import NewPage
from browser.servers import serving
from browser.steps import ask, open_ask
from browser.test_material import MATERIAL, open_material, picture

QUESTION = "Which dye is applied first in Gram staining?"
STAIN = "# Gram staining\n\n## Dyes\n\nCrystal violet is the dye that is applied first in Gram staining, for 60 seconds.\n"


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a server with a small published course and the packaged model."""
    home = tmp_path_factory.mktemp("loop")
    (home / "corpus" / "cells").mkdir(parents=True)
    for name in ("04-cellular-respiration.md", "06_cell_cycle.txt"):
        (home / "corpus" / "cells" / name).write_bytes((MATERIAL / name).read_bytes())
    with serving(home, course="corpus/cells", library="") as address:
        yield address


def publish(page: Page, server: str) -> None:
    """Add a page of text to the course and publish it."""
    open_material(page, f"{server}/material")
    page.click("#sb-paste")
    page.fill("#sb-editor-name", "staining")
    page.fill("#sb-editor-text", STAIN)
    page.click("#sb-editor button[type=submit]")
    page.wait_for_selector("[data-name='staining.md']")
    page.click("#sb-check")
    page.wait_for_selector("#sb-preview:not([hidden])", timeout=180_000)
    page.click("#sb-publish")
    expect(page.locator("#sb-said")).to_contain_text("is published", timeout=120_000)


def test_a_question_is_answered_by_what_is_published_for_it(server: str, new_page: NewPage) -> None:
    """A learner is refused; the work list has the question; material is published; it is closed, and the
    learner who comes back sees by what, and gets the answer.
    """
    learner, page = new_page(), new_page()
    open_ask(learner, server)
    expect(ask(learner, QUESTION)).not_to_contain_text("From the course")
    picture(learner, "loop-1-refused")
    page.goto(f"{server}/coverage?view=questions")
    item = page.locator(".sb-item").filter(has_text="Gram staining")
    expect(item).to_have_count(1)
    picture(page, "loop-2-work-list")
    publish(page, server)
    picture(page, "loop-3-published")
    page.goto(f"{server}/coverage?view=questions")
    page.get_by_role("button", name="Ask again").click()
    expect(page.locator("#sb-closed")).to_contain_text("1 of 1 questions is answered now")
    picture(page, "loop-4-closed")
    page.click("#sb-work-status [value=answered]")
    expect(item).to_contain_text("Gram staining")
    picture(page, "loop-5-answered-by")
    learner.reload()
    since = learner.locator(".sb-turn .sb-notice-box")
    expect(since).to_contain_text("Answered since by Gram staining › Dyes")
    picture(learner, "loop-6-learner-returns")
    since.get_by_role("button", name="Ask again").click()
    expect(learner.locator(".sb-turn")).to_have_count(2)
    expect(learner.locator(".sb-turn").last).to_contain_text("Crystal violet")
    picture(learner, "loop-7-asked-again")
    open_ask(learner, server)
    turn = ask(learner, QUESTION)
    expect(turn).to_contain_text("Crystal violet")
    expect(turn).to_contain_text("Gram staining")
    picture(learner, "loop-8-another-conversation")
