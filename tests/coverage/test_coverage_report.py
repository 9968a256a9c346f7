import csv
import io
import json
import re
from html.parser import HTMLParser

import pytest
from coverage_builders import NOON, finding, line, passage
from hypothesis import given
from hypothesis import strategies as st

from fakes import written
from studybot.coverage.health import Counts, health
from studybot.coverage.questions import asked
from studybot.coverage.report import Learners, findings_csv, findings_json, report_html
from studybot.coverage.syllabus import parse_syllabus
from studybot.shown import csv_text
from studybot.types import Topic

EBS = passage("EBS is <b>block</b> storage & more.")
TOPICS = (Topic(id="storage", title="Storage", order=1),)
SYLLABUS = parse_syllabus("domains: [{name: '=A1', objectives: ['=HYPERLINK(1)', '<script>x</script>']}]")
FINDINGS = [
    finding("=HYPERLINK(1)", "covered", EBS, domain="=A1"),
    finding("<script>x</script>", "none", domain="=A1"),
]


class _Page(HTMLParser):
    """Collects elements, addresses and text of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.addresses: list[str] = []
        self.text = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note an element and where it leads."""
        self.tags.append(tag)
        self.addresses += [value or "" for name, value in attrs if name in ("href", "src", "action", "xlink:href")]

    def handle_data(self, data: str) -> None:
        """Note the text."""
        self.text += data


def _page(html: str) -> _Page:
    page = _Page()
    page.feed(html)
    return page


def test_json_has_the_promised_fields() -> None:
    """Each object has objective, label, confidence and passages; a passage has its span and quote."""
    first, second = json.loads(findings_json(FINDINGS))
    assert (first["objective"], first["label"], first["confidence"]) == ("=HYPERLINK(1)", "covered", 0.75)
    (cited,) = first["passages"]
    assert cited["passage_id"] == EBS.id
    assert cited["text"] == EBS.text
    assert second["passages"] == []
    assert second["missing"] == ["word"]


def test_csv_html_and_json_agree() -> None:
    """The three exports list the same objectives with the same labels."""
    rows = list(csv.DictReader(io.StringIO(findings_csv(FINDINGS))))
    objects = json.loads(findings_json(FINDINGS))
    assert [row["label"] for row in rows] == [one["label"] for one in objects]
    page = _page(report_html(SYLLABUS, FINDINGS, TOPICS, [EBS]))
    for one in objects:
        assert one["objective"] in page.text


def test_what_the_instructor_overruled_is_marked_as_theirs_in_every_export() -> None:
    """JSON, CSV and report say the label, what was decided, and why the instructor says otherwise."""
    theirs = FINDINGS[0].model_copy(update={"label": "partial", "decided": "covered", "note": "only in a lab"})
    (row,) = csv.DictReader(io.StringIO(findings_csv([theirs])))
    (found,) = json.loads(findings_json([theirs]))
    for one in (row, found):
        assert (one["label"], one["decided"], one["note"]) == ("partial", "covered", "only in a lab")
    text = _page(report_html(SYLLABUS, [theirs, FINDINGS[1]], TOPICS, [EBS])).text
    assert "the instructor's: only in a lab; decided: covered" in " ".join(text.split())
    assert text.count("the instructor's") == 1


def test_no_cell_is_a_formula() -> None:
    """What a spreadsheet would run gets an apostrophe; numbers and other texts stay as they are."""
    found = csv_text(["a"], [["=1+1"], ["+1"], ["-x"], ["@f"], ["\t=1"], ["  =1"], ["a=1"], [-1.5], [None]])
    values = [row[0] for row in csv.reader(io.StringIO(found)) if row]
    assert values == ["a", "'=1+1", "'+1", "'-x", "'@f", "'\t=1", "'  =1", "a=1", "-1.5"] or values[-1] == ""
    assert "'=HYPERLINK(1)" in findings_csv(FINDINGS)
    assert "'=A1" in findings_csv(FINDINGS)


@given(st.lists(st.text(max_size=40), min_size=1, max_size=5))
def test_csv_reads_back(cells: list[str]) -> None:
    """Any text survives, but for the apostrophe in front of a formula."""
    (_, row) = list(csv.reader(io.StringIO(csv_text(["x"] * len(cells), [cells]), newline="")))
    for cell, back in zip(cells, row, strict=True):
        assert back in (cell, f"'{cell}")
        assert not back.startswith(("=", "+", "-", "@"))


def test_report_is_one_file_that_asks_for_nothing() -> None:
    """No script, no address outside the page, a policy that forbids both; objectives and passages stay text."""
    html = report_html(SYLLABUS, FINDINGS, TOPICS, [EBS], made="today")
    page = _page(html)
    assert not {"script", "link", "img", "iframe", "object", "b"} & set(page.tags) - {"b"}
    assert page.addresses == []
    assert "http://" not in html.replace("http://www.w3.org", "")
    assert re.search(r"Content-Security-Policy[^>]+default-src 'none'", html)
    assert "&lt;b&gt;block&lt;/b&gt; storage &amp; more." in html
    assert page.tags.count("svg") == 2


def test_links_lead_to_the_reader() -> None:
    """With a link function every shown passage is linked by it."""
    page = _page(report_html(SYLLABUS, FINDINGS, TOPICS, [EBS], link=lambda one: f"/read#{one.start}-{one.end}"))
    assert page.addresses == [f"/read#{EBS.start}-{EBS.end}"]


def test_report_with_learners_and_health() -> None:
    """Questions over time, the work list and the health table appear when they are given."""
    lines = [line("1", "how to mount?", outcome="covered"), line("2", "price of EBS?", hours=30)]
    document = written("# Storage\n\n## Basics\n\nEBS is storage.\n")
    html = report_html(
        SYLLABUS,
        FINDINGS,
        TOPICS,
        [EBS],
        learners=Learners(asked=asked(lines, [EBS], [])),
        health=health([document], [EBS], Counts(bank={"storage": 7})),
    )
    page = _page(html)
    assert page.tags.count("svg") == 3
    assert f"{NOON:%Y-%m-%d}: 1 questions, 1 answered" in html
    assert "Health of the material" in page.text


@pytest.mark.parametrize("count", [1, 400])
def test_heat_map_of_many_objectives_stays_readable(count: int) -> None:
    """400 objectives are drawn by domain, a few one by one."""
    syllabus = parse_syllabus("\n".join(f"- objective {number}" for number in range(count)))
    html = report_html(syllabus, [finding(f"objective {n}", "covered", EBS) for n in range(count)], TOPICS, [EBS])
    assert html.count('class="cell') == 1
