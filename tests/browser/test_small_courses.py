import os
from pathlib import Path

from playwright.sync_api import expect

from browser.conftest import NewPage
from browser.servers import running, tiny_command
from browser.steps import ask, marked, no_sideways, open_ask, open_study, problem, resized
from browser.test_notes import SELECT
from fakes import write_course

POISON = """\
# Poison <script>alert('title')</script>

An <img src=x onerror="alert('prose')"> antidote is a remedy for poison. [click](javascript:alert('link')) ![pic](https://example.com/p.png)

## Table <b>of</b> poisons

| Poison | Antidote |
| --- | --- |
| arsenic <script>alert('cell')</script> | dimercaprol |

```html
<script>alert('code')</script>
```

> **Important:** never drink `</code><script>alert('callout')</script>`.

${alert('template')} {{constructor.constructor("alert('bars')")()}}
"""


def test_a_poisoned_course_does_not_execute(tmp_path: Path, new_page: NewPage) -> None:
    """No script, handler, javascript: link or picture of course text acts; code is shown as text, what a page hides is not."""
    course = tmp_path / "course"
    course.mkdir()
    (course / "poison.md").write_text(POISON, encoding="utf-8")
    (course / "course.yaml").write_text("title: \"Toxins <script>alert('course')</script>\"\n", encoding="utf-8")
    with running(tiny_command(course, tmp_path / "index", tmp_path / "data"), os.environ) as address:
        page = new_page()
        open_ask(page, address)
        turn = ask(page, "what is an antidote for arsenic poison?")
        for cite in turn.locator(".sb-cite").all():
            cite.click()
            page.wait_for_selector(".sb-source mark")
        page.locator(".sb-source-foot a, .sb-more a").first.click()
        page.wait_for_selector("#sb-study[data-ready]")
        page.wait_for_selector("#sb-reader .sb-article")
        assert page.locator("#sb-reader :is(script, img, b)").count() == 0
        assert page.locator("[href^='javascript']").count() == 0
        reader = page.locator("#sb-reader")
        expect(reader).to_contain_text("alert('code')")  # a block of code is material
        expect(reader).to_contain_text("arsenic")
        for hidden in ("alert('title')", "alert('prose')", "alert('cell')"):  # what a page would run or hide is none
            expect(reader).not_to_contain_text(hidden)


def test_old_answers_keep_their_proof_and_notes_their_words(tmp_path: Path, new_page: NewPage) -> None:
    """After the course changed and the server was gone an old answer still shows the text it cited.

    A mark stands where its words are now; what was marked and is gone stays in the list with its words.
    """
    course = write_course(tmp_path / "course")
    command = tiny_command(course, tmp_path / "index", tmp_path / "data")
    page = new_page(server_ends=True)
    with running(command, os.environ) as address:
        open_ask(page, address)
        turn = ask(page, "what is the max timeout of lambda?")
        turn.locator(".sb-cite").first.click()
        page.wait_for_selector(".sb-source mark")
        words = marked(page, ".sb-source-body")
        place = page.url.partition("?")[2]
        open_study(page, f"{address}/study?topic=storage")
        for place_of_words in (0, 1):
            page.evaluate(SELECT, [place_of_words, 0])
            page.get_by_role("button", name="Mark", exact=True).click()
            expect(page.locator("mark.sb-noted")).to_have_count(place_of_words + 1)
        open_ask(page, address)
    storage = course / "02-storage.md"
    changed = storage.read_text(encoding="utf-8").replace("EFS is a shared file", "Several instances share this file")
    storage.write_text(changed.replace("## EBS\n", "## Object storage\n\nS3 keeps objects.\n\n## EBS\n"), encoding="utf-8")
    topic = course / "01-lambda.md"
    topic.write_text(topic.read_text(encoding="utf-8").replace("15 minutes", "30 minutes"), encoding="utf-8")
    page.fill("#sb-text", "what is EBS?")
    page.keyboard.press("Enter")
    assert "cannot be reached" in problem(page)
    assert page.input_value("#sb-text") == "what is EBS?"
    with running(command, os.environ) as address:
        page.goto(f"{address}/?{place}")
        page.wait_for_selector(".sb-turn")
        page.locator(".sb-cite").first.click()
        page.wait_for_selector(".sb-source mark")
        assert marked(page, ".sb-source-body") == words
        expect(page.locator(".sb-source .sb-notice-box")).to_contain_text("course has changed")
        open_study(page, f"{address}/study?topic=lambda")
        expect(page.locator("#sb-reader")).to_contain_text("30 minutes")
        open_study(page, f"{address}/study?topic=storage")
        page.locator("#sb-topic-notes summary").click()
        for _ in resized(page):
            expect(page.locator("mark.sb-noted")).to_have_text(
                ["EBS is block storage for one EC2 instance. An EBS volume lives in one Availability Zone."]
            )
            expect(page.locator("#sb-topic-notes")).to_contain_text("EFS is a shared file system for many EC2 instances.")
            assert no_sideways(page)
