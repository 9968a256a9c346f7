import pytest

from studybot.ui.html.section import section_html
from studybot.ui.html.wall import walled

SOUND = (
    '<h4>A</h4><div class="sb-table" role="group" tabindex="0" aria-label="Table"></div>',
    '<table><thead><tr><th scope="col">x</th></tr></thead><tbody><tr><td data-column="x">y</td></tr></tbody></table>',
    '<p>a <mark>b</mark> <a href="https://example.org" target="_blank" rel="noopener noreferrer nofollow">c</a></p>',
    '<p><a class="sb-cite" href="/study?topic=s3#s-x" data-turn="1" data-number="2" aria-label="Source 2">2</a></p>',
    '<math display="block"><mrow><mi>x</mi><mo stretchy="false">=</mo><mn>1</mn></mrow></math>',
    '<span class="sb-picture"><img src="/pictures/a.png" alt="" loading="lazy"></span>',
    '<ol start="3"><li>c</li></ol>',
)
HOSTILE = (
    "<script>ran()</script>",
    '<img src="/pictures/a" onerror="ran()">',
    '<a href="javascript:ran()">a</a>',
    '<a href="data:text/html,ran()">a</a>',
    '<p style="background:url(//example.org)">p</p>',
    '<iframe src="/x"></iframe><object data="/x"></object>',
    '<form action="/x"><input name="ran()"></form>',
    "<math><annotation-xml encoding='text/html'><img src=x onerror='ran()'></annotation-xml></math>",
    "<svg><script>ran()</script></svg>",
    "<!-- ran() -->",
)


@pytest.mark.parametrize("html", SOUND)
def test_what_is_written_passes_as_it_is(html: str) -> None:
    """The wall takes nothing away from what studybot writes of a course."""
    assert walled(html) == html


@pytest.mark.parametrize("html", HOSTILE)
def test_nothing_that_runs_passes(html: str) -> None:
    """Even if it were not escaped before: no script, handler, style, frame, form or foreign address."""
    passed = walled(html)
    assert "ran()" not in passed and "example.org" not in passed and "/x" not in passed


def test_a_course_goes_through_it() -> None:
    """Markdown of a course with HTML in it comes out escaped, and with the elements that Markdown has."""
    html = section_html('A **b** <img src=x onerror="ran()"> and `<c>`.\n\n- d')
    assert "<strong>b</strong>" in html and "<img" not in html and "&lt;c&gt;" in html and "<li>" in html
