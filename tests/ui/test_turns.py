import re

import pytest

from studybot.types import Feedback, Question
from studybot.ui.ask.turns import announcement, turn_reply
from ui.builders import AT, covered, refused, several, stitched, turn
from ui.html_text import Seen


def test_a_covered_answer_shows_each_statement_with_its_mark() -> None:
    """The table keeps its cells, the sentence its bold word; each is followed by a named link into the reader."""
    seen = Seen(turn_reply(turn(covered())).html)
    assert "From the course" in seen.text
    assert "15 minutes" in seen.text
    cites = [attributes for tag, attributes in seen.tags if attributes.get("class") == "sb-cite"]
    assert [one["data-number"] for one in cites] == ["1", "2", "1", "2"]
    assert cites[0]["aria-label"] == "Source 1: A > Limits"
    row = covered().statements[0].citations[0]
    assert cites[0]["href"] == f"/study?topic=a&passage=a%2Flimits%2F1&start={row.start}&end={row.end}"
    assert ("strong", {}) in seen.tags


def test_rows_of_several_citations_carry_a_mark_each() -> None:
    """The mark of a row stands at its end, a link like every other; beside the lead it would prove no row in particular."""
    seen = Seen(turn_reply(turn(several())).html)
    table = [attributes for tag, attributes in seen.tags if attributes.get("class") == "sb-cite"][:2]
    assert [one["data-number"] for one in table] == ["1", "2"]
    quotes = [one.start for one in several().statements[0].citations[:2]]
    assert [f"start={start}&" in str(one["href"]) for one, start in zip(table, quotes, strict=True)] == [True, True]
    html = turn_reply(turn(several())).html
    first, second = (html.index(f">{value}<") for value in ("1 s", "4 s"))
    assert first < html.index('data-number="1"') < second < html.index('data-number="2"')
    assert "Limits</p>" in re.sub(r"\s+</p>", "</p>", html)


def test_code_with_lines_left_out_says_so() -> None:
    """All marks stand beside the lead, and a divider that is no text stands where lines are left out."""
    html = turn_reply(turn(stitched())).html
    lead = html[html.index('class="sb-lead"') : html.index("<figure")]
    assert re.findall(r'data-number="(\d)"', lead) == ["1", "2"]
    seen = Seen(html)
    (divider,) = [attributes for _, attributes in seen.tags if attributes.get("class") == "sb-left-out"]
    assert divider["role"] == "img" and "left out" in str(divider["aria-label"])
    assert "one\n\nthree" in seen.text


def test_what_was_understood_is_shown_when_it_differs() -> None:
    """The question as understood stands in the answer only when it is not what was typed."""
    assert "how long does a function run?" in Seen(turn_reply(turn(covered())).html).text
    assert "Understood as" not in turn_reply(turn(refused("outside"))).html


@pytest.mark.parametrize(
    ("outcome", "headline", "nearest"), [("not_covered", "Not in the course", True), ("outside", "Outside this course", True)]
)
def test_refusals_are_told_apart_in_words(outcome: str, headline: str, nearest: bool) -> None:
    """A refusal has its own headline, its sentence, and the nearest places as links."""
    seen = Seen(turn_reply(turn(refused(outcome))).html)
    assert headline in seen.text
    assert ("Nearest in the course" in seen.text) == nearest
    assert any(attributes.get("href", "") == "/study?topic=a&passage=a%2Flimits%2F1" for _, attributes in seen.tags)
    assert "sb-cite" not in turn_reply(turn(refused(outcome))).html


def test_a_refusal_offers_to_tell_the_instructor() -> None:
    """What the course lacks can be put on the work list by one press; an answer, or what is no subject of it, cannot."""
    for answer, offers in ((refused("not_covered"), True), (refused("outside"), False), (covered(), False)):
        assert any("data-tell" in attributes for _, attributes in Seen(turn_reply(turn(answer)).html).tags) is offers


def test_nothing_that_was_typed_or_written_becomes_a_tag() -> None:
    """Markup in questions, headings and suggestions is text."""
    answer = covered().model_copy(update={"suggestions": ('<img src=x onerror="x()">',), "understood": "<script>x()</script>"})
    seen = Seen(turn_reply(turn(answer)).html)
    assert not {"i", "img", "script"} & {tag for tag, attributes in seen.tags if tag != "i" or attributes}
    assert "how <i>long</i>?" in seen.text


def test_a_given_thumb_is_pressed() -> None:
    """A turn that was rated shows its thumb as pressed."""
    html = turn_reply(turn(covered()), Feedback(turn="t1", at=AT, thumb="down", reason="")).html
    assert 'data-thumb="down" aria-pressed="true"' in html
    assert 'data-thumb="up" aria-pressed="false"' in html


def test_the_announcement_is_one_sentence_for_each_outcome() -> None:
    """A screen reader hears once that the answer is there, whether it is one, and its first words without marks."""
    said = "Answer complete, with 2 places of the course as its source. Limits Setting Value Timeout 15 minutes"
    assert announcement(covered()) == said
    assert announcement(refused("not_covered")) == "Answer complete. Not in the course."


def test_the_clipboard_gets_the_sources_too() -> None:
    """What is copied names where it comes from."""
    assert "Sources:\n- [1] A > Limits (a.md)" in turn_reply(turn(covered())).copy_text


def test_a_part_of_what_was_typed_needs_no_explaining() -> None:
    """A question that was read without its courtesies is not said again."""
    answer = covered().model_copy(update={"understood": "how long?", "question": Question(text="Hi there! how long? Thanks")})
    assert "Understood as" not in Seen(turn_reply(turn(answer)).html).text
