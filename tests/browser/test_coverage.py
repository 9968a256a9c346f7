import os
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

import pytest
from playwright.sync_api import Page, expect

from asked import ask_in_vain
from browser.axe import violations
from browser.conftest import NewPage
from browser.servers import running, tiny_command
from browser.steps import AT_BOTH, SCREENS, ask, marked, no_sideways, open_ask, problem
from fakes import passages_of, write_course
from studybot.access.passwords import INSTRUCTOR, add_person
from studybot.store import Store

PASSWORD = "correct horse battery"
OBJECTIVES = "Storage (70%):\nExplain EBS\nBake pancakes with maple syrup\nCompute (30%):\nDeploy a Lambda function\n"
GLACIER = "# Glacier\n\n## Glacier storage\n\nGlacier storage is storage for archives that are seldom read.\n"


class Desk(NamedTuple):
    """A running server, the course that it serves, and what learners did."""

    address: str
    course: Path
    database: str


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """A server over a copy of the tiny course, for this machine only."""
    folder = tmp_path_factory.mktemp("desk")
    course = write_course(folder / "course")
    with running(tiny_command(course, folder / "index", folder / "data"), os.environ) as address:
        yield Desk(address, course, f"sqlite:///{folder / 'data' / 'studybot.db'}")


def open_coverage(page: Page, address: str, query: str = "") -> None:
    """Open the page and wait until it has drawn what the address asks for."""
    page.goto(f"{address}/coverage{query}")
    page.wait_for_selector("#sb-coverage[data-ready]")


def upload(page: Page, name: str, content: bytes) -> None:
    """Choose a file to upload."""
    page.set_input_files("#sb-upload", {"name": name, "mimeType": "application/octet-stream", "buffer": content})


@AT_BOTH
def test_a_syllabus_is_uploaded_read_and_taken_away(desk: Desk, new_page: NewPage, tmp_path: Path, screen: str) -> None:
    """Domains, labels in words, gaps and the heat map are shown; a covered objective opens its passage highlighted."""
    page = new_page(**SCREENS[screen])
    dish = {"desktop": "pancakes", "phone": "waffles"}[screen]  # a label that was overruled stays so
    open_coverage(page, desk.address)
    upload(page, "exam.txt", OBJECTIVES.replace("pancakes", dish).encode())
    page.click("#sb-reading [type=submit]")
    page.wait_for_selector(".sb-result")
    expect(page.locator(".sb-domains tbody tr")).to_have_count(3)
    expect(page.locator("[data-holds=rows] [data-label]")).to_have_count(3)
    expect(page.locator("[data-holds=gaps]")).to_contain_text(f"Bake {dish}")
    heat = page.locator(".sb-heat-table")
    expect(heat.locator("thead th[scope=col]")).not_to_have_count(0)
    row = heat.get_by_role("row", name="Explain EBS")
    expect(row.locator(".sb-warm")).not_to_have_count(0)
    assert page.evaluate("() => getComputedStyle(document.querySelector('.sb-warm')).backgroundColor") != "rgba(0, 0, 0, 0)"
    with page.expect_download() as saved:
        page.click("[data-take=csv]")
    saved.value.save_as(tmp_path / "coverage.csv")
    table = page.locator("[data-holds=rows] [data-label]").evaluate_all("rows => rows.map((row) => row.dataset.label)")
    assert [line.split(",")[2] for line in (tmp_path / "coverage.csv").read_text("utf-8").splitlines()[1:]] == table
    cakes = page.locator("[data-holds=rows] tr").filter(has_text=dish)
    cakes.get_by_text("Overrule").click()
    cakes.get_by_label("Label").select_option("covered")
    cakes.get_by_label("Why").fill("told in the first lesson")
    cakes.get_by_label("Why").press("Enter")
    expect(cakes).to_contain_text("Instructor: told in the first lesson")
    expect(cakes).to_have_attribute("data-label", "covered")
    expect(page.locator(".sb-result-head .sb-lede")).to_contain_text("covers 100% of it")
    expect(page.locator("[data-holds=gaps]")).not_to_contain_text(f"Bake {dish}")
    page.click("#sb-narrow [value=partial]")
    expect(page.locator("[data-holds=rows] [data-label=none]")).to_have_count(0)
    page.click("#sb-narrow [name=label][value='']")
    page.locator("[data-holds=rows] [data-label]").filter(has_text="Explain EBS").locator(".sb-places a").first.click()
    page.wait_for_selector("#sb-reader mark")
    assert "EBS" in marked(page, "#sb-reader")
    page.go_back()
    page.wait_for_selector(".sb-result")
    page.reload()
    page.wait_for_selector(".sb-result")
    page.get_by_text("Rename").click()
    page.get_by_label("Name", exact=True).fill(f"Autumn exam, {screen}")
    page.get_by_label("Name", exact=True).press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text(f"Autumn exam, {screen}")
    page.click("a.sb-back")
    expect(page.locator(".sb-kept")).to_contain_text(f"Autumn exam, {screen}")
    expect(page.locator(".sb-kept")).to_contain_text("3 objectives, 3 covered")
    assert no_sideways(page)


@AT_BOTH
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_findings_can_be_read_by_everybody(desk: Desk, new_page: NewPage, screen: str, scheme: str) -> None:
    """Nothing of the findings breaks a rule of axe; on a phone each objective of the heat map names its topics in view."""
    page = new_page(**SCREENS[screen], color_scheme=scheme, reduced_motion="reduce")
    open_coverage(page, desk.address)
    page.fill("#sb-objectives", OBJECTIVES + "Explain EBS and EFS, and the recipe for pancakes\n")
    page.click("#sb-bring [type=submit]")
    page.click("#sb-reading [type=submit]")
    page.wait_for_selector(".sb-result")
    assert violations(page) == [] and no_sideways(page)
    box = page.locator(".sb-heat-box")
    warm = box.locator(".sb-warm").first
    if screen == "phone":
        assert box.evaluate("box => box.scrollWidth <= box.clientWidth")
        name = box.locator("tbody th").first
        assert name.evaluate("name => name.clientWidth > 0.85 * name.closest('.sb-heat-box').clientWidth")
        named = warm.evaluate("cell => getComputedStyle(cell, '::before').content")
        assert warm.get_attribute("data-topic") and str(warm.get_attribute("data-topic")) in named


GUIDE = """Guide to the exam
Domain 1: Storage (60% of scored content)
Task Statement 1.1: Choose storage.
Knowledge of:
• EBS block storage and what it is
good for
• Pancakes with maple syrup
Domain 2: Compute (40% of scored content)
Task Statement 2.1: Choose compute.
Skills in:
• Deploying a Lambda function
"""


def test_the_report_is_read_on_a_phone(desk: Desk, new_page: NewPage, tmp_path: Path) -> None:
    """No table of the report needs to be moved sideways, each value has its column's name, no word is cut in two."""
    page = new_page()
    open_coverage(page, desk.address)
    page.fill("#sb-objectives", GUIDE)
    page.click("#sb-bring [type=submit]")
    page.click("#sb-reading [type=submit]")
    page.wait_for_selector(".sb-result")
    with page.expect_download() as saved:
        page.click("[data-take=html]")
    saved.value.save_as(tmp_path / "report.html")
    phone = new_page(390, 844)
    phone.set_content((tmp_path / "report.html").read_text(encoding="utf-8"))
    tables = phone.locator(".scroll:has(table)")
    expect(tables).not_to_have_count(0)
    assert tables.evaluate_all("all => all.filter((one) => one.scrollWidth > one.clientWidth).length") == 0
    named = phone.locator("td[data-column=Weight]").first
    assert named.evaluate("cell => getComputedStyle(cell, '::before').content") == '"Weight "'
    assert phone.locator("td.first").first.evaluate("cell => cell.clientWidth") > 300
    assert no_sideways(phone)


@AT_BOTH
def test_a_pasted_guide_is_corrected_before_it_is_decided(desk: Desk, new_page: NewPage, screen: str) -> None:
    """The reading is shown as an outline with weights; a line deleted there is no objective, a changed weight counts."""
    page = new_page(**SCREENS[screen])
    open_coverage(page, desk.address)
    page.fill("#sb-objectives", GUIDE)
    page.click("#sb-bring [type=submit]")
    outline = page.locator("#sb-outline")
    expect(outline).to_have_value(
        "# Guide to the exam\n\n"
        "## Domain 1: Storage (60%)\n- EBS block storage and what it is good for\n- Pancakes with maple syrup\n\n"
        "## Domain 2: Compute (40%)\n- Deploying a Lambda function\n"
    )
    expect(page.locator(".sb-reading-domains")).to_contain_text("60%, 2 objectives")
    outline.fill(outline.input_value().replace("- Pancakes with maple syrup\n", "").replace("60%", "80%").replace("40%", "20%"))
    page.click("#sb-reading [type=submit]")
    page.wait_for_selector(".sb-result")
    expect(page.locator("[data-holds=rows] [data-label]")).to_have_count(2)
    expect(page.locator(".sb-domains")).to_contain_text("80%")


@pytest.mark.parametrize(("width", "height"), [(1280, 900), (390, 844)])
def test_an_outline_is_arranged_by_dragging(desk: Desk, new_page: NewPage, width: int, height: int) -> None:
    """A domain is dragged with its objectives, an objective into another one; arrows do the same; Escape changes nothing."""
    page = new_page(width, height)
    open_coverage(page, desk.address)
    page.fill("#sb-objectives", "Storage (60%):\n- EBS volumes\n- Pancakes\nCompute (40%):\n- Lambda functions\n")
    page.click("#sb-bring [type=submit]")
    outline = page.locator("#sb-outline")
    page.click("#sb-tree-fold summary")

    def drag(words: str, behind: str, *, keep: bool = True) -> None:
        page.locator(f"#sb-tree li:has-text('{words}') button").hover()
        page.mouse.down()
        box = page.locator(f"#sb-tree li:has-text('{behind}')").bounding_box()
        assert box is not None
        page.mouse.move(box["x"] + 20, box["y"] + box["height"] - 2, steps=6)
        if not keep:
            page.keyboard.press("Escape")
        page.mouse.up()

    begun = outline.input_value()
    drag("Pancakes", "Lambda functions", keep=False)
    expect(outline).to_have_value(begun)
    drag("Storage", "Lambda functions")
    expect(outline).to_have_value("## Compute (40%)\n- Lambda functions\n\n## Storage (60%)\n- EBS volumes\n- Pancakes\n")
    drag("Pancakes", "Lambda functions")
    expect(outline).to_have_value("## Compute (40%)\n- Lambda functions\n- Pancakes\n\n## Storage (60%)\n- EBS volumes\n")
    page.locator("#sb-tree li:has-text('Pancakes') button").focus()
    for key in ("ArrowDown", "ArrowLeft"):
        page.keyboard.press(key)
    expect(outline).to_have_value("## Compute (40%)\n- Lambda functions\n\n## Storage (60%)\n## Pancakes\n- EBS volumes\n")
    page.keyboard.press("ArrowRight")
    assert no_sideways(page)


def test_a_guide_longer_than_the_window_is_arranged_by_dragging(desk: Desk, new_page: NewPage) -> None:
    """Held at the window's edge, a domain of forty lines takes the page along, down behind the last line and up again."""
    page = new_page(1280, 700)
    open_coverage(page, desk.address)
    guide = [
        f"Task Statement {part}.1: Choose.\nKnowledge of:\n" + "".join(f"• Thing {part}{n:02}\n" for n in range(40))
        for part in (1, 2)
    ]
    page.fill("#sb-objectives", f"Domain 1: Storage (60%)\n{guide[0]}Domain 2: Compute (40%)\n{guide[1]}")
    page.click("#sb-bring [type=submit]")
    outline = page.locator("#sb-outline")
    page.click("#sb-tree-fold summary")
    last = page.locator("#sb-tree li:not([hidden])").last
    expect(last).to_contain_text("Thing 239")
    for first, second, edge in (("Compute", "Storage", 695), ("Storage", "Compute", 60)):
        moved = page.locator("#sb-tree li", has_text="Storage").get_by_role("button")
        moved.hover()
        page.mouse.down()
        page.mouse.move(400, edge, steps=4)
        goal = last if first == "Compute" else page.locator("#sb-tree li").first
        expect(goal).to_be_in_viewport()
        page.wait_for_timeout(300)
        page.mouse.up()
        heads = [line for line in outline.input_value().splitlines() if line.startswith("#")]
        assert [first in heads[0], second in heads[1]] == [True, True]


@AT_BOTH
def test_an_outline_is_corrected_line_by_line(desk: Desk, new_page: NewPage, screen: str) -> None:
    """Lines are joined, split, moved, deleted and made domains by buttons, or moved by Alt and an arrow; a weight that is
    typed counts, as does the rest.
    """
    page = new_page(**SCREENS[screen])
    open_coverage(page, desk.address)
    page.fill("#sb-objectives", "- EBS block storage\n- and snapshots\n- Deploy Lambda, bake bread\n- Storage")
    page.click("#sb-bring [type=submit]")
    outline = page.locator("#sb-outline")

    def cursor(words: str) -> None:
        outline.evaluate("(area, words) => { const at = area.value.indexOf(words); area.setSelectionRange(at, at); }", words)

    cursor("and snapshots")
    page.click("[data-outline=join]")
    cursor("bake bread")
    page.click("[data-outline=split]")
    cursor("bake bread")
    page.click("[data-outline=remove]")
    cursor("Storage")
    page.click("[data-outline=domain]")
    for _ in range(2):
        outline.press("Alt+ArrowUp")
    expect(outline).to_have_value("## Storage\n- EBS block storage and snapshots\n- Deploy Lambda,\n")
    assert no_sideways(page)
    outline.fill(outline.input_value().replace("## Storage", "## Storage (70%)") + "\n## Baking (30%)\n- Bake bread\n")
    page.click("#sb-reading [type=submit]")
    page.wait_for_selector(".sb-result")
    expect(page.locator("[data-holds=rows] [data-label]")).to_have_count(3)
    expect(page.locator(".sb-domains")).to_contain_text("Storage")
    expect(page.locator(".sb-domains")).to_contain_text("70%")
    assert no_sideways(page)


@AT_BOTH
def test_an_overruled_label_outlives_a_new_index(desk: Desk, new_page: NewPage, screen: str) -> None:
    """A label that the instructor overruled, and the note, stand after the course has changed and was indexed anew; taken back,
    the decided label is there again.
    """
    page = new_page(**SCREENS[screen])
    open_coverage(page, desk.address)
    page.fill("#sb-objectives", f"# Overruled on a {screen}\n\n- Explain EBS\n- Roast chestnuts over a fire\n")
    page.click("#sb-bring [type=submit]")
    page.click("#sb-reading [type=submit]")
    page.wait_for_selector(".sb-result")
    row = page.locator("[data-holds=rows] tr").filter(has_text="chestnuts")
    expect(row).to_have_attribute("data-label", "none")
    row.get_by_text("Overrule").click()
    row.get_by_label("Label").select_option("partial")
    row.get_by_label("Why").fill("shown in the lab")
    row.get_by_label("Why").press("Enter")
    expect(row).to_contain_text("Instructor: shown in the lab")
    address = page.url
    (desk.course / f"04-{screen}.md").write_text(f"# Snow\n\n## Snow on a {screen}\n\nSnow is frozen water.\n", "utf-8")
    open_coverage(page, desk.address, "?view=questions")
    page.get_by_role("button", name="Ask again").click()
    expect(page.locator("#sb-closed")).not_to_be_empty()
    page.goto(address)
    page.wait_for_selector(".sb-result")
    expect(row).to_have_attribute("data-label", "partial")
    expect(row).to_contain_text("Instructor: shown in the lab")
    assert no_sideways(page)
    row.get_by_text("Overrule").click()
    row.get_by_label("Label").select_option("As decided")
    row.get_by_role("button", name="Keep").click()
    expect(row).to_have_attribute("data-label", "none")


def test_a_file_that_cannot_be_used_gets_a_sentence(desk: Desk, new_page: NewPage) -> None:
    """A PDF is refused in words, and so is nothing at all; what was pasted stays."""
    page = new_page()
    open_coverage(page, desk.address)
    upload(page, "guide.csv", b"%PDF-1.7 \x00\x01")
    assert "is a PDF" in problem(page)
    page.fill("#sb-objectives", "\n \n")
    page.click("#sb-bring [type=submit]")
    expect(page.locator("#sb-problem")).to_contain_text("holds no objectives")


def test_script_in_objectives_does_not_run(desk: Desk, new_page: NewPage) -> None:
    """Markup that was pasted is shown as text."""
    page = new_page()
    open_coverage(page, desk.address)
    page.fill("#sb-objectives", "<img src=x onerror=alert(1)> Explain EBS\n<script>alert(2)</script> Explain EFS\n")
    page.click("#sb-bring [type=submit]")
    page.click("#sb-reading [type=submit]")
    page.wait_for_selector(".sb-result")
    expect(page.locator("[data-holds=rows]")).to_contain_text("<script>alert(2)</script> Explain EFS")


def test_the_work_list_is_marked_and_closed_by_what_was_added(desk: Desk, new_page: NewPage) -> None:
    """A question without an answer is marked; after a file was added, asking again closes the other one."""
    page = new_page()
    nearest = passages_of("# Storage\n\n## EBS\n\nEBS is block storage.\n")[0]
    with Store.open(desk.database) as store:
        ask_in_vain(store, nearest, "what is glacier storage?", "how do volcanoes erupt?")
    open_coverage(page, desk.address, "?view=questions")
    items = page.locator(".sb-item")
    expect(items).to_have_count(2)
    volcanoes = items.filter(has_text="volcanoes")
    volcanoes.get_by_role("button", name="Out of scope").click()
    expect(items).to_have_count(1)
    (desk.course / "03-glacier.md").write_text(GLACIER, encoding="utf-8")
    page.get_by_role("button", name="Ask again").click()
    expect(page.locator("#sb-closed")).to_contain_text("1 of 1 questions is answered now")
    page.click("#sb-closed a")
    page.wait_for_selector("#sb-reader mark")
    assert "seldom read" in marked(page, "#sb-reader")
    open_coverage(page, desk.address, "?view=questions")
    page.click("#sb-work-status [value=out_of_scope]")
    expect(items).to_contain_text("volcanoes")
    page.click("#sb-work-status [value=answered]")
    expect(items).to_contain_text("glacier")


@AT_BOTH
def test_an_outside_question_is_closed_by_the_instructor_s_own_words(desk: Desk, new_page: NewPage, screen: str) -> None:
    """A question refused as outside stands on the list; words written there answer it in the chat, as the instructor's."""
    page = new_page(**SCREENS[screen])
    kind, does = {"desktop": ("enzyme", "unwinds mRNA molecules"), "phone": ("baker", "sells rye loaves")}[screen]
    question = f"which {kind} {does}?"
    open_ask(page, desk.address)
    expect(ask(page, question)).not_to_contain_text("From the course")
    open_coverage(page, desk.address, "?view=questions")
    item = page.locator(".sb-item").filter(has_text=kind)
    item.get_by_role("button", name="Answered by").click()
    item.get_by_label("Or your own words").fill(f"The {kind} Helix {does}.")
    item.get_by_role("button", name="Keep").click()
    expect(page.locator("#sb-note")).to_contain_text("part of the course now")
    expect(page.locator(".sb-item").filter(has_text=kind)).to_have_count(0)
    expect(page.locator("#sb-work-title, .sb-item").last).to_be_in_viewport()
    open_ask(page, desk.address)
    turn = ask(page, question)
    expect(turn).to_contain_text(f"Helix {does}")
    expect(turn).to_contain_text("Answers of the instructor")


@AT_BOTH
def test_a_passage_is_named_as_the_answer(desk: Desk, new_page: NewPage, screen: str) -> None:
    """By keyboard, a passage is found, chosen and kept with a note, none before it is chosen; the item then links to it."""
    page = new_page(**SCREENS[screen])
    lonely, question = {
        "desktop": ("lonely", "which thing keeps the bytes of one lonely EC2 machine?"),
        "phone": ("forgotten", "what lasts longer than a forgotten Lambda function?"),
    }[screen]
    open_ask(page, desk.address)
    ask(page, question)
    page.locator(".sb-turn [data-thumb=down]").click()
    expect(page.locator(".sb-turn [data-thumb=down]")).to_have_attribute("aria-pressed", "true")
    open_coverage(page, desk.address, "?view=questions")
    item = page.locator(".sb-item").filter(has_text=lonely)
    item.get_by_role("button", name="Answered by").press("Enter")
    expect(item.locator(".sb-offers input").first).not_to_be_checked()
    item.get_by_role("button", name="Keep").press("Enter")
    expect(page.locator("#sb-note")).to_contain_text("Choose the passage that answers it")
    expect(item.get_by_role("button", name="Keep")).to_be_in_viewport()
    item.get_by_role("searchbox").fill("EBS block storage")
    item.get_by_role("searchbox").press("Enter")
    offer = item.locator(".sb-offers label").filter(has_text="EBS is block storage")
    offer.click()
    item.get_by_label("Note (optional)").fill("say it in the first lesson")
    item.get_by_role("button", name="Keep").press("Enter")
    expect(page.locator("#sb-note")).to_contain_text("It is a test case now.")
    page.click("#sb-work-status [value=answered]")
    closed = page.locator(".sb-item").filter(has_text=lonely)
    expect(closed).to_contain_text("say it in the first lesson")
    closed.get_by_role("link").first.click()
    page.wait_for_selector("#sb-reader mark")


@pytest.mark.parametrize("query", ["", "?view=questions", "?view=health"])
def test_it_fits_a_phone(desk: Desk, new_page: NewPage, query: str) -> None:
    """No view scrolls sideways at 390 pixels, light or dark."""
    page = new_page(390, 844, has_touch=True, is_mobile=True, color_scheme="dark")
    open_coverage(page, desk.address, query)
    assert no_sideways(page)
    if not query:
        page.fill("#sb-objectives", OBJECTIVES.replace("Storage", "Storage of all kinds and for all purposes " * 2))
        page.click("#sb-bring [type=submit]")
        page.wait_for_selector("#sb-outline")
        assert no_sideways(page)
        page.click("#sb-reading [type=submit]")
        page.wait_for_selector(".sb-result")
        assert no_sideways(page)


def test_a_server_that_others_reach_asks_for_a_login(tmp_path: Path, new_page: NewPage) -> None:
    """Learners see no links; the page asks for name and password; logging out closes it, "back" included."""
    course = write_course(tmp_path / "course")
    (tmp_path / "data").mkdir()
    with Store.open(f"sqlite:///{tmp_path / 'data' / 'studybot.db'}") as store:
        add_person(store.accounts, "ada", PASSWORD, INSTRUCTOR, at=datetime.now(UTC))
    environment = os.environ | {"STUDYBOT_HOST": "0.0.0.0"}
    with running(tiny_command(course, tmp_path / "index", tmp_path / "data"), environment) as address:
        page = new_page(server_ends=True)  # a browser logs the refusal of a login as it logs a server that has ended
        open_ask(page, address)
        expect(page.locator(".sb-nav a")).to_have_count(3)
        page.goto(f"{address}/coverage?view=health")
        expect(page.get_by_role("heading", name="Log in")).to_be_visible()
        page.fill("[name=name]", "ada")
        page.fill("[name=password]", "wrong")
        page.keyboard.press("Enter")
        assert "wrong" in problem(page)
        page.fill("[name=password]", PASSWORD)
        page.get_by_role("button", name="Log in").click()
        page.wait_for_selector("#sb-coverage[data-ready]")
        assert page.url.endswith("/coverage?view=health")
        expect(page.locator(".sb-nav a")).to_have_count(7)
        page.get_by_role("button", name="Log out").click()
        page.wait_for_selector("#sb-ask[data-ready]")
        expect(page.locator(".sb-nav a")).to_have_count(3)
        page.goto(f"{address}/coverage")
        expect(page.get_by_role("heading", name="Log in")).to_be_visible()
        assert no_sideways(page)
