"""The report: one file, nothing requested, every number leading to its questions."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

import chromium
from studybot.errors import NotFound, UsageError
from studybot.evaluate.labels import LABELS
from studybot.evaluate.measures.outcomes import RiskPoint
from studybot.evaluate.plots import latency_bars, risk_curve, topic_bars
from studybot.evaluate.report import render_report, write_report
from studybot.evaluate.summary import MEASURES, Measured

from .builders import WordAssistant, lines, write_lines

DOCS = Path(__file__).parents[2] / "docs" / "evaluation.md"


@pytest.fixture
def report(make_run: Callable[..., Path], tmp_path: Path) -> Path:
    """A report of a run with an error and wrong answers, against a good base."""
    base = make_run("base")
    run = make_run("run", WordAssistant(always="answer", fails_on="bucket"))
    return write_report(run, tmp_path / "out" / "report.html", base=base)


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    """One Chromium for all pages of this file."""
    if chromium.CHROMIUM is None:
        pytest.skip("no Chromium on this machine")
    with chromium.running() as browser:
        yield browser


@pytest.fixture
def page(report: Path, browser: Any) -> Iterator[Any]:
    """The report opened in Chromium at desktop width, every request and error recorded."""
    opened = browser.new_page(viewport={"width": 1280, "height": 900})
    opened.seen = []
    opened.on("request", lambda request: opened.seen.append(request.url))
    opened.on("pageerror", lambda error: opened.seen.append(f"error {error}"))
    opened.on("console", lambda message: opened.seen.append(f"console {message.text}"))
    opened.goto(report.as_uri())
    yield opened
    opened.close()


def count(page: Any) -> str:
    """What the page says of how many questions it shows."""
    return str(page.locator("#count").inner_text())


def test_report_requests_nothing(report: Path) -> None:
    """No address but fragments and the empty icon stands in the file."""
    text = report.read_text(encoding="utf-8")
    assert not re.findall(
        r"""(?:src|href)=["'](?!#|data:,)[^"']*|@import|url\(|https?://(?!www\.w3\.org)""", text.replace("s3://", "")
    )
    assert text.startswith("<!doctype html>") and text.count("<script") == 3


def test_same_runs_give_the_same_report(make_run: Callable[..., Path]) -> None:
    """Rendering holds no time or chance of its own."""
    run = make_run()
    assert render_report(run) == render_report(run)


def test_poisoned_text_stays_text(make_run: Callable[..., Path], tmp_path: Path) -> None:
    """A question that tries to end the script or to add an element is shown as written."""
    evil = '</script><img src=x onerror="document.title=1">'
    rows = lines()[:3]
    rows[2] |= {"question": evil, "topic": evil, "id": evil}
    run = make_run("evil", file=write_lines(tmp_path / "x.jsonl", rows))
    text = render_report(run, base=make_run("evil2", WordAssistant(always="answer"), file=tmp_path / "x.jsonl"))
    assert "<img" not in text and text.count("</script>") == 3


def test_what_cannot_be_reported_or_written(make_run: Callable[..., Path], tmp_path: Path) -> None:
    """An unfinished folder and an impossible place are refused with a sentence."""
    with pytest.raises(NotFound, match="is no evaluation run"):
        render_report(tmp_path)
    (tmp_path / "file").write_text("")
    with pytest.raises(UsageError, match="cannot be written"):
        write_report(make_run(), tmp_path / "file" / "report.html")


def test_few_questions_that_are_all_alike_are_not_certain(make_run: Callable[..., Path]) -> None:
    """Where each of a few questions was right, the number at the top still says how little that is."""
    html = render_report(make_run())
    cards = html.split('aria-label="Summary"')[1].split("</section>")[0]
    assert "100.0%" in cards and "100.0% to 100.0%" not in cards and "0.0% to 0.0%" not in cards


def test_a_bar_of_few_questions_looks_uncertain() -> None:
    """Below five questions a bar is drawn as such and says n; one right question of one is not certain."""
    one = Measured(value=1.0, low=1.0, high=1.0, n=1)
    many = Measured(value=0.8, low=0.7, high=0.9, n=40)
    drawn = topic_bars({"lambda": {"mrr": one}, "s3": {"mrr": many}}, "mrr")
    assert drawn.count("bar few") == 1 and "n = 1<" in drawn and "n = 40" in drawn
    assert "(0.207 to 1.000), 1 questions" in drawn and "(0.700 to 0.900), 40 questions" in drawn


def test_empty_plots_are_empty() -> None:
    """No answer, no plot; one answer, one bar and one point."""
    assert latency_bars([]) == risk_curve([]) == ""
    assert latency_bars([0.0]).count("<title>") == 24
    assert risk_curve([RiskPoint(confidence=0.5, coverage=1, risk=0)]).count("<circle") == 1


def test_every_measure_has_a_label_and_a_definition_in_the_docs() -> None:
    """The labels cover the measures, and docs/evaluation.md defines each by its name and key."""
    assert list(LABELS) == list(MEASURES)
    text = DOCS.read_text(encoding="utf-8")
    for measure, label in LABELS.items():
        assert f"`{measure}`" in text and label.name in text, measure


def test_report_of_unlabelled_cases(make_run: Callable[..., Path], tmp_path: Path) -> None:
    """A run in which nothing can be measured still has a report."""
    frozen = {"turn": "t", "at": "2024-01-01T00:00:00Z", "outcome": "covered"}
    file = write_lines(tmp_path / "x.jsonl", [{"id": "f", "question": "spot instances?", "feedback": frozen}])
    assert "1 of them without a label" in render_report(make_run("r", file=file))


@pytest.mark.browser
def test_numbers_lead_to_their_questions(page: Any) -> None:
    """Each number of the 2x2 and of blame filters the list to exactly as many questions."""
    assert count(page) == "16 of 16 questions"
    for selector in ("#answerable=true&answered=true", "#answerable=false&answered=true", "#blame=error", "#blame=judge"):
        link = page.locator(f'a[href="{selector}"]').first
        number = int(link.inner_text())
        link.click()
        page.wait_for_function(f"document.getElementById('count').textContent === '{number} of 16 questions'")
        assert page.locator("details.question").count() == number
    page.locator('a[href="#has=complete&sort=complete"]').first.click()
    page.wait_for_function("document.getElementById('count').textContent === '12 of 16 questions'")
    assert page.seen == [page.url.partition("#")[0]]


@pytest.mark.browser
def test_filters_sort_and_open(page: Any) -> None:
    """Fields filter together, chips take a filter away, a question opens with answer, evidence and hits."""
    page.fill("input[name=q]", "spot")
    assert count(page) == "2 of 16 questions"
    page.select_option("select[name=kind]", "scenario")
    assert count(page) == "1 of 16 questions" and "kind=scenario" in page.url
    page.locator(".chip", has_text="kind").click()
    assert count(page) == "2 of 16 questions"
    first = page.locator("details.question").first
    first.locator("summary").first.click()
    first.locator("details.hit").first.wait_for()  # drawn when it is opened
    text = first.inner_text()
    assert "Answer" in text and "Spot instances are up to 90% cheaper" in text and "Key fact: 90%" in text
    assert "evidence 1" in text and first.locator("details.hit").count() == 10
    page.click("#clear")
    assert count(page) == "16 of 16 questions" and page.input_value("input[name=q]") == ""


@pytest.mark.browser
def test_comparison_leads_to_what_became_worse(page: Any) -> None:
    """The worse questions of a measure are those that the comparison counts."""
    link = page.locator('a[href="#lost=false_answers"]')
    assert link.inner_text() == "4"
    link.click()
    page.wait_for_function("document.getElementById('count').textContent === '4 of 16 questions'")


@pytest.mark.browser
@pytest.mark.parametrize(("width", "scheme"), [(390, "dark"), (390, "light"), (1280, "dark")])
def test_report_fits_the_screen(page: Any, width: int, scheme: str) -> None:
    """No sideways scrolling at phone or desktop width, open questions included, and both themes are readable."""
    page.emulate_media(color_scheme=scheme)
    page.set_viewport_size({"width": width, "height": 844})
    page.reload()
    for place in range(3):
        page.locator("details.question").nth(place).locator("summary").first.click()
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    dark = page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(16, 21, 28)"
    assert dark == (scheme == "dark")
    page.click("#theme")
    assert (page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(16, 21, 28)") != dark
