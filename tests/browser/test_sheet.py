from pathlib import Path

import pypdfium2
import pytest
from playwright.sync_api import expect

from browser.conftest import NewPage
from browser.steps import AT_BOTH, SCREENS, ask, no_sideways, open_ask, open_study

SIZES = pytest.mark.parametrize(("width", "scheme"), [(1280, "light"), (390, "dark")])


@SIZES
def test_a_sheet_is_reached_read_printed_and_saved(
    server: str, new_page: NewPage, tmp_path: Path, width: int, scheme: str
) -> None:
    """From the topic in Study; every mark leads to its place; two pages of paper; Markdown and Anki; more topics."""
    page = new_page(width, 844, color_scheme=scheme)
    open_study(page, f"{server}/study?topic=lambda")
    page.get_by_role("link", name="Summary sheet").click()
    page.wait_for_selector(".sb-sheet")
    expect(page.locator("h1").first).to_have_text("Summary: Lambda")
    assert no_sideways(page)
    assert page.locator(".sb-sheet-part:not(.sb-sheet-places) li:not(:has(.sb-sheet-marks a))").count() == 0
    assert page.locator(".sb-sheet tbody tr:not(:has(.sb-sheet-marks a))").count() == 0
    with page.expect_download() as download:
        page.get_by_role("button", name="Markdown").click()
    download.value.save_as(tmp_path / "sheet.md")
    assert "## Where it stands" in (tmp_path / "sheet.md").read_text()
    with page.expect_download() as download:
        page.get_by_role("button", name="Anki cards").click()
    assert download.value.suggested_filename == "lambda-summary.apkg"
    page.get_by_text("Other topics").click()
    for box in page.locator("#sb-sheet-of input").all():
        box.check(force=True)
    page.get_by_role("button", name="Make the sheet").click()
    expect(page.locator(".sb-sheet-topic").nth(2)).to_be_visible()
    assert no_sideways(page)
    page.pdf(path=tmp_path / "all.pdf", format="A4", prefer_css_page_size=True)
    document = pypdfium2.PdfDocument(tmp_path / "all.pdf")
    text = "".join(sheet.get_textpage().get_text_bounded() for sheet in document)
    assert len(document) <= 2
    assert "Where it stands" in text and "Make the sheet" not in text and "Flashcards" not in text
    page.go_back()
    expect(page.locator("h1").first).to_have_text("Summary: Lambda")
    page.locator(".sb-sheet tbody .sb-sheet-marks a").first.click()
    page.wait_for_selector("#sb-reader mark")


@AT_BOTH
def test_a_sheet_of_no_topic_offers_those_there_are(server: str, new_page: NewPage, screen: str) -> None:
    """A link to a topic that is gone says so above the list to choose from."""
    page = new_page(**SCREENS[screen])
    page.goto(f"{server}/practise?view=sheet&topic=nosuch")
    expect(page.locator(".sb-notice-box")).to_contain_text("no such topic")
    page.locator("#sb-sheet-of input").first.check(force=True)
    page.get_by_role("button", name="Make the sheet").click()
    expect(page.locator(".sb-sheet-topic")).to_have_count(1)


@AT_BOTH
def test_a_summary_in_ask_leads_to_the_sheet(server: str, new_page: NewPage, screen: str) -> None:
    """What sums up a topic offers all of it on two pages."""
    page = new_page(**SCREENS[screen])
    open_ask(page, server)
    turn = ask(page, "Summarise Lambda")
    turn.get_by_role("link", name="summary sheet").click()
    expect(page.locator("h1").first).to_have_text("Summary: Lambda")
