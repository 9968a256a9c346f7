import io
import json
import sqlite3
import zipfile
from base64 import b64decode
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from studybot.errors import DatasetError
from studybot.served import Served
from studybot.study.history import Day
from studybot.ui.practise.clock import when
from studybot.ui.practise.progress import WEEKS, anki, calendar, csv, days_shown, export, merge, name, show
from studybot.ui.practise.review import begin, suspend
from ui.html_text import Seen
from ui.test_quiz_page import answer, begun, right_answer
from ui.test_review_page import QUEUE, rated

ANN, BEN = "a" * 32, "b" * 32


def practised(studybot: Served) -> None:
    """Let a learner answer a question, rate a card, let one rest, and choose a name."""
    kept = begun(studybot)
    answer(studybot, kept | {"given": right_answer(studybot, kept)})
    reply = rated(studybot, begin(studybot, QUEUE), "easy")
    suspend(studybot, QUEUE | {"card": reply["card"]})
    name(studybot, {"learner": ANN, "name": "  Ann\n<b> "})


def test_progress_shows_what_was_done(tiny_studybot: Served) -> None:
    """Name (as text), answers, the calendar's sentence and its table, resting cards, and a row for each topic."""
    practised(tiny_studybot)
    seen = Seen(str(show(tiny_studybot, {"learner": ANN, "zone": "UTC"})["html"]))
    assert "Ann <b>, this is your progress" in seen.text
    assert "1 quiz answer." in seen.text and "1 review in the last" in seen.text and "Take up again" in seen.text
    assert all(topic.title in seen.text for topic in tiny_studybot.course.topics)
    assert "Started" in seen.text


def test_nothing_is_counted_as_none(tiny_studybot: Served) -> None:
    """Whoever has reviewed cards and taken no quiz is not told of 0 answers."""
    rated(tiny_studybot, begin(tiny_studybot, QUEUE), "easy")
    text = Seen(str(show(tiny_studybot, {"learner": ANN, "zone": "UTC"})["html"])).text
    assert "quiz answer" not in text and "first reviews are in" in text and "Nothing here yet" not in text


def test_a_new_learner_sees_friendly_emptiness(tiny_studybot: Served) -> None:
    """Without anything done the page says what fills it."""
    text = Seen(str(show(tiny_studybot, {"learner": BEN, "zone": "UTC"})["html"])).text
    assert "Nothing here yet" in text and "No reviews yet" in text


def test_progress_travels_as_one_file(tiny_studybot: Served) -> None:
    """Another browser imports the file once; a second import adds nothing and says so."""
    practised(tiny_studybot)
    file = export(tiny_studybot, {"learner": ANN})
    assert str(file["name"]).endswith(".json") and json.loads(str(file["text"]))["learner"]["id"] == ANN
    reply = merge(tiny_studybot, {"learner": BEN, "text": file["text"]})
    assert reply["name"] == "Ann <b>"
    assert "1 review" in str(reply["text"]) and "1 quiz answer" in str(reply["text"])
    assert "nothing was changed" in str(merge(tiny_studybot, {"learner": BEN, "text": file["text"]})["text"])
    store = tiny_studybot.store
    assert len(store.cards.reviews(BEN)) == len(store.cards.reviews(ANN)) == 1


@pytest.mark.parametrize("text", ["", "PK\x03\x04", "[]", "{}", '{"format": "other"}', "[" * 5000])
def test_a_file_that_is_none(tiny_studybot: Served, text: str) -> None:
    """What is no exported file is refused with a sentence, and nothing changes."""
    practised(tiny_studybot)
    before = tiny_studybot.store.learners.export(ANN)
    with pytest.raises(DatasetError, match="nothing was changed"):
        merge(tiny_studybot, {"learner": ANN, "text": text})
    assert tiny_studybot.store.learners.export(ANN) == before


def test_cards_leave_for_anki_and_as_csv(tiny_studybot: Served, tmp_path: Path) -> None:
    """The package holds a note for each card, the CSV a line."""
    count = len(tiny_studybot.material.cards)
    package = zipfile.ZipFile(io.BytesIO(b64decode(str(anki(tiny_studybot, {"learner": ANN})["base64"]))))
    package.extract("collection.anki2", tmp_path)
    database = sqlite3.connect(tmp_path / "collection.anki2")
    assert database.execute("select count(*) from notes").fetchone() == (count,)
    database.close()
    assert str(csv(tiny_studybot, {"learner": ANN})["text"]).count("\r\n") == count + 1


@pytest.mark.parametrize("until", [date(2026, 3, 2), date(2026, 3, 8), date(2028, 2, 29)])
def test_the_calendar_begins_on_a_monday(until: date) -> None:
    """Whatever the day, the drawing has whole weeks from a Monday, a square a day, the last one today."""
    count = days_shown(until)
    days = [Day(day=until - timedelta(days=count - 1 - number), reviews=number % 3) for number in range(count)]
    assert days[0].day.weekday() == 0 and 7 * (WEEKS - 1) < count <= 7 * WEEKS
    drawn = calendar(days)
    assert len(drawn.squares) == count and len({(one.x, one.y) for one in drawn.squares}) == count
    assert f"{until:%B %Y}" in drawn.squares[-1].label
    assert f"{sum(day.reviews for day in days)} reviews on" in drawn.sentence
    assert [one.level for one in calendar([Day(day=days[0].day, reviews=many) for many in (0, 1, 5, 15, 30, 999)]).squares] == [
        0,
        1,
        2,
        3,
        4,
        4,
    ]


@pytest.mark.parametrize(
    ("hours", "words"),
    [(0.1, "in 6 min, at 12:06"), (3, "today at 15:00"), (20, "tomorrow at 08:00"), (80, "on Thursday, 5 March")],
)
def test_times_to_come_read_well(hours: float, words: str) -> None:
    """Soon in minutes, later as a time, then as a day."""
    noon = datetime(2026, 3, 2, 12, tzinfo=UTC)
    assert when(noon + timedelta(hours=hours), noon, UTC) == words
