import pytest

from studybot.errors import NotFound
from studybot.served import Served
from studybot.types import Turn
from studybot.ui.ask.sources import source_html
from ui.builders import covered, turn
from ui.html_text import Seen


def test_a_document_that_changed_is_not_searched(tiny_studybot: Served) -> None:
    """A turn whose document the course does not have any more shows the passage kept with it, the quote marked, and says so."""
    old: Turn = turn(covered())
    seen = Seen(source_html(tiny_studybot.opened, old, 1))
    assert "The course has changed since this answer" in seen.text
    assert seen.marked == "Timeout15 minutes"
    assert [attributes["href"] for tag, attributes in seen.tags if tag == "a"] == ["/study?topic=a&passage=a%2Flimits%2F1"]


def test_only_what_has_a_mark_is_counted(tiny_studybot: Served) -> None:
    """A table's header is cited without a mark: it is no source that a reader could look for."""
    table = covered().model_copy(update={"statements": covered().statements[:1]})
    assert "Source 1 of 1" in Seen(source_html(tiny_studybot.opened, turn(table), 1)).text
    with pytest.raises(NotFound, match="no source 2"):
        source_html(tiny_studybot.opened, turn(table), 2)
