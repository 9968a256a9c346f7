"""A closed course in the browser: an instructor makes a join code, a learner joins by it, and what was changed is listed."""

import os
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from browser.axe import violations
from browser.conftest import NewPage
from browser.servers import running, tiny_command
from browser.steps import ask, no_sideways, problem
from fakes import write_course
from studybot.access.passwords import INSTRUCTOR, add_person
from studybot.store import Store

PASSWORD = "correct horse battery"
SCREENS = {"desktop": (1280, 800, {}), "phone": (390, 844, {"has_touch": True, "is_mobile": True})}


@pytest.fixture(scope="module")
def addresses(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, str]]:
    """The addresses of a server that is closed and of one that asks for names, Ada being an instructor of both."""
    folder = tmp_path_factory.mktemp("people")
    course = write_course(folder / "course")

    def serve(rule: str) -> object:
        data = folder / rule
        data.mkdir()
        with Store.open(f"sqlite:///{data / 'studybot.db'}") as store:
            add_person(store.accounts, "ada", PASSWORD, INSTRUCTOR, at=datetime.now(UTC))
        return running(tiny_command(course, folder / "index", data), os.environ | {"STUDYBOT_LEARNERS": rule})

    with serve("closed") as closed, serve("named") as named:  # type: ignore[attr-defined]
        yield {"closed": closed, "named": named}


def change_person(desk: Page, eve: str) -> None:
    """Make Eve an instructor, give her a new password, and save everything that is hers."""
    role = desk.get_by_role("button", name=f"Make {eve} an instructor")
    role.click()
    role.click()
    expect(desk.locator("#sb-said")).to_contain_text("an instructor of this course now")
    desk.get_by_role("button", name=f"New password for {eve}").click()
    desk.fill("#sb-password [name=password]", "another horse battery")
    assert violations(desk) == []
    if shots := os.environ.get("SHOTS"):
        desk.screenshot(path=f"{shots}/people-{desk.viewport_size['width']}.png")
    desk.keyboard.press("Enter")
    expect(desk.locator("#sb-said")).to_contain_text("logs in with the new password")
    desk.fill("#sb-person-form [name=name]", eve)
    with desk.expect_download() as saved:
        desk.keyboard.press("Enter")
    assert "what is EBS?" in Path(saved.value.path()).read_text(encoding="utf-8")


def delete_person(desk: Page, eve: str) -> None:
    """Delete everything of Eve: no line of what was changed names her."""
    desk.fill("#sb-person-form [name=name]", eve)
    desk.click("#sb-person-form [data-do=delete]")
    desk.click("#sb-person-form [data-do=delete]")
    expect(desk.locator("#sb-said")).to_contain_text("Everything of that person is deleted")
    expect(desk.locator("#sb-changes-list")).not_to_contain_text(eve)


@pytest.mark.parametrize("screen", SCREENS)
def test_a_join_code_from_making_to_taking_back(addresses: dict[str, str], new_page: NewPage, screen: str) -> None:
    """Ada logs in, makes a code; Eve joins by its link and asks; Ada sees her and each change, and takes her out again."""
    width, height, options = SCREENS[screen]
    address, eve = addresses["closed"], f"eve on a {screen}"
    desk = new_page(width, height, server_ends=True, reduced_motion="reduce", **options)
    desk.goto(f"{address}/people")
    desk.fill("[name=name]", "ada")
    desk.fill("[name=password]", PASSWORD)
    desk.keyboard.press("Enter")
    desk.wait_for_selector("#sb-people[data-ready]")
    desk.click("[data-do=code]")
    code = desk.inner_text("#sb-code")

    page = new_page(width, height, server_ends=True, reduced_motion="reduce", **options)
    page.goto(f"{address}/study")
    expect(page.get_by_role("heading", name="Log in")).to_be_visible()
    page.click("text=I have a join code")
    page.fill("[name=code]", "WRON-GONE")
    page.fill("[name=name]", eve)
    page.fill("[name=password]", PASSWORD)
    page.get_by_role("button", name="Join").click()
    assert "opens no course" in problem(page)
    page.goto(f"{address}/join?code={code}")
    assert violations(page) == [] and no_sideways(page)
    page.fill("[name=name]", eve)
    page.fill("[name=password]", PASSWORD)
    page.get_by_role("button", name="Join").click()
    page.wait_for_selector("#sb-ask[data-ready]")
    ask(page, "what is EBS?")
    expect(page.locator(".sb-nav a")).to_have_count(3)

    desk.reload()
    desk.wait_for_selector("#sb-people[data-ready]")
    expect(desk.locator("#sb-people-lists")).to_contain_text(eve)
    expect(desk.locator("#sb-changes-list")).to_contain_text("Made a new join code")
    assert violations(desk) == [] and no_sideways(desk)
    change_person(desk, eve)
    desk.click("[data-do=revoke]")
    desk.click("[data-do=revoke]")
    expect(desk.locator("#sb-said")).to_contain_text("taken back")
    desk.get_by_role("button", name=f"Take {eve} out").click()
    desk.get_by_role("button", name=f"Take {eve} out").click()
    expect(desk.locator("#sb-people-lists")).not_to_contain_text(eve)
    page.goto(f"{address}/study")
    expect(page.get_by_role("heading", name="Log in")).to_be_visible()
    delete_person(desk, eve)


@pytest.mark.parametrize("screen", SCREENS)
def test_a_name_is_asked_for_once(addresses: dict[str, str], new_page: NewPage, screen: str) -> None:
    """The first page asks for a name and leads on to what was wanted; afterwards no page asks again."""
    width, height, options = SCREENS[screen]
    page = new_page(width, height, reduced_motion="reduce", **options)
    page.goto(f"{addresses['named']}/study?topic=lambda")
    expect(page.get_by_role("heading", name="What is your name?")).to_be_visible()
    assert violations(page) == [] and no_sideways(page)
    page.fill("[name=name]", "Eve Example")
    page.keyboard.press("Enter")
    page.wait_for_selector("#sb-study[data-ready]")
    assert page.url.endswith("/study?topic=lambda")
    page.goto(addresses["named"])
    page.wait_for_selector("#sb-ask[data-ready]")
