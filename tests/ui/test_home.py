"""The start page of a learner who was here before, and the settings that it follows."""

from datetime import UTC, datetime, timedelta

import pytest

from studybot.errors import UsageError
from studybot.served import Served
from studybot.store import QuizResult
from studybot.study import progress
from studybot.study.progress import queue
from studybot.ui.home.home import home_html
from studybot.ui.practise.page import today
from studybot.ui.settings.page import choose, delete, read
from ui.builders import AT
from ui.html_text import Seen

ANN = "a" * 32
CHOICE = {"learner": ANN, "text_size": "large", "answer_length": "short", "daily_goal": 20}


def home(studybot: Served, learner: str = ANN) -> str:
    """Return the text of the panel."""
    html = home_html(studybot.opened, studybot.store, learner, at=AT, zone=UTC)
    return Seen(html).text if html else ""


def answer(studybot: Served, count: int, *, correct: bool) -> None:
    """Let Ann answer some items of the topic Lambda today."""
    items = [item for item in studybot.material.items.values() if item.topic == "lambda"]
    for number in range(count):
        result = {"id": f"q{number}", "item": items[number % len(items)].id, "topic": "lambda", "correct": correct}
        studybot.store.practice.add_result(QuizResult(learner=ANN, at=AT, kind="choice", **result))


def test_a_first_visitor_finds_no_panel(tiny_studybot: Served) -> None:
    """Whoever did nothing yet sees the questions to begin with alone; choosing a text size is doing nothing.

    The page does not wait for what is practised, which takes a server seconds to make.
    """
    assert home(tiny_studybot) == "" and "material" not in tiny_studybot.opened._parts
    choose(tiny_studybot, CHOICE)
    assert home(tiny_studybot) == ""


def test_who_was_here_finds_where_to_go_on(tiny_studybot: Served) -> None:
    """Conversations, weak topics and the goal stand there, of this learner only."""
    tiny_studybot.chat.say("how long can a lambda function run?", learner=ANN)
    answer(tiny_studybot, 6, correct=False)
    choose(tiny_studybot, CHOICE)
    text = home(tiny_studybot)
    assert "how long can a lambda function run?" in text and "6 of 20 answered" in text
    assert "Worth another look" in text and "Lambda" in text
    assert home(tiny_studybot, "b" * 32) == ""


def test_who_has_learned_all_cards_of_today_is_told_when_the_next_returns(tiny_studybot: Served) -> None:
    """While new cards wait both stand there; once they are learned, when the next comes back, on Practise as well."""
    choose(tiny_studybot, CHOICE)
    now = datetime.now(UTC)

    def rated() -> int:
        return int(str(today(tiny_studybot, {"learner": ANN})["waiting"]))

    left = rated()
    for place in range(left):
        (due, *_) = queue(tiny_studybot.store.cards, ANN, tiny_studybot.material, at=now, zone=UTC)
        progress.rate(tiny_studybot.store.cards, ANN, due, "good", at=now, review_id=f"r{place}")
        html = home_html(tiny_studybot.opened, tiny_studybot.store, ANN, at=now, zone=UTC)
        assert "The next card comes back in 10 min" in html
        assert ("learn new ones" in html) == (len(tiny_studybot.material.cards) > place + 1)
    assert not rated() and left
    assert "The next card comes back in" in str(today(tiny_studybot, {"learner": ANN})["html"])


def test_the_plan_follows_the_exam(tiny_studybot: Served) -> None:
    """A day gives a plan, chosen topics narrow it, a day that is over says so; topics of another course are not kept."""
    ahead = (AT + timedelta(days=5)).date().isoformat()
    choose(tiny_studybot, CHOICE | {"exam": ahead})
    assert "5 days, 2 of 2 topics left: 1 a day" in home(tiny_studybot)
    choose(tiny_studybot, CHOICE | {"exam": ahead, "exam_topics": ["lambda", "no-such-topic"]})
    assert "1 of 1 topics left" in home(tiny_studybot)
    assert read(tiny_studybot, {"learner": ANN})["exam_topics"] == ["lambda"]
    choose(tiny_studybot, CHOICE | {"exam": AT.date().isoformat()})
    assert "The day is here or over" in home(tiny_studybot)
    with pytest.raises(UsageError, match="no day"):
        choose(tiny_studybot, CHOICE | {"exam": "next week"})


def test_everything_is_deleted_only_when_it_is_meant(tiny_studybot: Served) -> None:
    """Without the word nothing goes; with it conversations, results and choices are gone."""
    tiny_studybot.chat.say("what is EBS?", learner=ANN)
    choose(tiny_studybot, CHOICE)
    with pytest.raises(UsageError, match="Nothing was deleted"):
        delete(tiny_studybot, {"learner": ANN, "sure": "yes"})
    assert home(tiny_studybot)
    assert int(str(delete(tiny_studybot, {"learner": ANN, "sure": " Delete "})["deleted"])) >= 3
    assert home(tiny_studybot) == "" and read(tiny_studybot, {"learner": ANN})["daily_goal"] == 0


def test_choices_on_the_way_do_not_undo_each_other(tiny_studybot: Served) -> None:
    """Each choice is kept by itself, whichever of two arrives first; an exam is taken back by an empty day."""
    for changes in ({"text_size": "large"}, {"daily_goal": 20}, {"exam": "2027-03-31"}, {}, {"exam_topics": ["lambda", "x"]}):
        assert choose(tiny_studybot, {"learner": ANN, **changes}) == {"said": "Saved."}
    kept = read(tiny_studybot, {"learner": ANN})
    assert (kept["text_size"], kept["daily_goal"], kept["exam"]) == ("large", 20, "2027-03-31")
    assert (kept["exam_topics"], kept["answer_length"]) == (["lambda"], "normal")
    choose(tiny_studybot, {"learner": ANN, "exam": ""})
    kept = read(tiny_studybot, {"learner": ANN})
    assert "exam" not in kept
    assert kept["text_size"] == "large"
