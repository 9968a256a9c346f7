import re
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from studybot.errors import NotFound
from studybot.served import Served
from studybot.study.material import material
from studybot.ui.practise.page import today
from studybot.ui.practise.quiz import learn
from studybot.ui.practise.review import WAITS, ahead, begin, rate, suspend, undo
from ui.html_text import Seen

ANN = "a" * 32
QUEUE = {"learner": ANN, "zone": "Europe/Paris"}


def shown(reply: dict[str, Any]) -> dict[str, str]:
    """Return what a script reads from a card: its id and how it was shown."""
    found = re.search(r'data-card="([^"]+)" data-shown="([^"]+)"', str(reply["html"]))
    assert found
    return {"card": found[1], "shown": found[2]}


def rated(studybot: Served, reply: dict[str, Any], rating: str, review: str = "r1") -> dict[str, Any]:
    """Rate the card that a reply shows."""
    return rate(studybot, QUEUE | shown(reply) | {"rating": rating, "review": review})


def test_a_card_shows_its_answer_proof_and_next_intervals(tiny_studybot: Served) -> None:
    """Front, back, the highlighted passage with its link, and when each rating brings it back."""
    reply = begin(tiny_studybot, QUEUE)
    seen = Seen(str(reply["html"]))
    card = tiny_studybot.material.cards[str(reply["card"])]
    assert card.front in seen.text and card.back in seen.text
    # A passage that proves a card as a whole is not marked as a whole.
    assert bool(seen.marked) == (card.proof.quote != card.proof.passage.text)
    # The name of a rating is its own text, so that what is seen can be said.
    names = re.findall(r"<strong>(\w+)</strong><span[^>]*>: [^<]*Comes back in</span> <span>[^<]+</span>", str(reply["html"]))
    assert names == ["Again", "Hard", "Good", "Easy"]
    assert reply["left"] == len(tiny_studybot.material.cards)


def test_a_rated_card_makes_room_for_the_next(tiny_studybot: Served) -> None:
    """The rating is kept, the sentence says when the card comes back, and another card follows."""
    first = begin(tiny_studybot, QUEUE)
    second = rated(tiny_studybot, first, "good")
    assert second["rated"] == first["card"] != second["card"]
    assert "comes back in 10 min" in str(second["said"])
    (review,) = tiny_studybot.store.cards.reviews(ANN)
    assert (review.card, review.rating) == (first["card"], 3)


def test_two_tabs_rate_one_card_once(tiny_studybot: Served) -> None:
    """The second tab gets a sentence and the next card; the first rating stands."""
    tab = begin(tiny_studybot, QUEUE)
    rated(tiny_studybot, tab, "easy", "one")
    late = rated(tiny_studybot, tab, "again", "two")
    assert "another tab" in str(late["note"]) and late["card"] != tab["card"]
    assert [review.rating for review in tiny_studybot.store.cards.reviews(ANN)] == [4]


def test_a_rating_sent_twice_is_kept_once(tiny_studybot: Served) -> None:
    """A repeated request (a lost connection) changes nothing."""
    first = begin(tiny_studybot, QUEUE)
    rated(tiny_studybot, first, "good", "same")
    rated(tiny_studybot, first, "good", "same")
    assert len(tiny_studybot.store.cards.reviews(ANN)) == 1


def test_cards_are_sent_ahead_as_they_will_be_shown(tiny_studybot: Served) -> None:
    """What a device keeps for later are the cards of the queue, each as it is shown, and each can be rated in its turn."""
    cards = ahead(tiny_studybot, QUEUE)["cards"]
    assert isinstance(cards, list) and [one["left"] for one in cards] == list(range(len(cards), 0, -1))
    assert cards[0]["html"] == begin(tiny_studybot, QUEUE)["html"]
    for number, card in enumerate(cards[:2]):
        assert rated(tiny_studybot, card, "good", str(number))["rated"] == card["card"]


def test_a_rating_that_waited_counts_when_it_was_given(tiny_studybot: Served) -> None:
    """A rating without a network has its own time: never one to come, nor one longer ago than ratings wait."""
    now = datetime.now(UTC)
    yesterday = now - timedelta(days=1)
    times = (yesterday, now + timedelta(days=9), now - 9 * WAITS)
    for number, (card, at) in enumerate(zip(ahead(tiny_studybot, QUEUE)["cards"], times, strict=False)):  # type: ignore[call-overload]
        data = QUEUE | shown(card) | {"rating": "good", "review": str(number), "at": at.isoformat()}
        assert rate(tiny_studybot, data)["rated"] == card["card"]
    kept = sorted(review.at for review in tiny_studybot.store.cards.reviews(ANN))
    assert abs(kept[0] - (now - WAITS)) < timedelta(minutes=1)
    assert abs(kept[1] - yesterday) < timedelta(seconds=1)
    assert abs(kept[2] - now) < timedelta(minutes=1)


def test_undo_gives_the_card_back(tiny_studybot: Served) -> None:
    """The last rating is taken back and its card is shown again; with nothing to take back a sentence says so."""
    assert "no rating" in str(undo(tiny_studybot, QUEUE)["note"])
    first = begin(tiny_studybot, QUEUE)
    rated(tiny_studybot, first, "easy")
    back = undo(tiny_studybot, QUEUE)
    assert back["card"] == back["undone"] == first["card"]
    assert tiny_studybot.store.cards.reviews(ANN) == []


def test_only_a_given_rating_can_be_taken_back(tiny_studybot: Served) -> None:
    """Before the first rating nothing offers to take one back, neither a button nor a key; behind it both do."""
    first = begin(tiny_studybot, QUEUE)
    assert "data-undo" not in str(first["html"]) and "takes back" not in str(first["html"])
    second = rated(tiny_studybot, first, "good")
    assert "data-undo" in str(second["html"]) and "takes back" in str(second["html"])
    assert "data-undo" not in str(undo(tiny_studybot, QUEUE)["html"])


def test_a_resting_card_is_not_asked(tiny_studybot: Served) -> None:
    """It leaves the queue and returns when it is taken up again; then it can be rated."""
    first = begin(tiny_studybot, QUEUE)
    other = suspend(tiny_studybot, QUEUE | {"card": first["card"]})
    assert other["card"] != first["card"] and other["left"] == int(str(first["left"])) - 1
    again = suspend(tiny_studybot, QUEUE | {"card": first["card"], "rests": False})
    assert again["card"] == first["card"]
    assert "rated" in rated(tiny_studybot, again, "good")


def test_nothing_due_says_when(tiny_studybot: Served) -> None:
    """When all cards are rated, the page names the next time and looks again by itself when that is soon."""
    reply = begin(tiny_studybot, QUEUE)
    number = 0
    while reply["left"]:
        number += 1
        reply = rated(tiny_studybot, reply, "good", f"r{number}")
    html = str(reply["html"])
    assert "being learned" in html and "Nothing is due" not in html and re.search(r"comes back in \d+ min, at \d\d:\d\d", html)
    assert 0 < int(re.search(r'data-seconds="(\d+)"', html)[1]) <= 3600  # type: ignore[index]
    assert "No flashcard waits" in str(today(tiny_studybot, QUEUE)["html"])


def test_a_course_without_cards(tiny_studybot: Served) -> None:
    """A course of prose has no cards: a friendly page, and the start page stays whole."""
    tiny_studybot.opened._parts["material"] = material((), ())
    assert "No flashcards here" in str(begin(tiny_studybot, QUEUE)["html"])
    assert today(tiny_studybot, QUEUE)["kinds"] == []


def test_a_changed_card_says_so(tiny_studybot: Served) -> None:
    """A card whose text changed since its last review carries a notice, and keeps its history."""
    first = begin(tiny_studybot, QUEUE)
    rated(tiny_studybot, first, "again")
    store = tiny_studybot.store
    (state,) = store.cards.states(ANN)
    card = tiny_studybot.material.cards[state.card]
    cards = tiny_studybot.material.cards | {card.id: card.model_copy(update={"digest": "other"})}
    tiny_studybot.opened._parts["material"] = tiny_studybot.material.model_copy(update={"cards": cards})
    past = state.model_copy(update={"due": datetime.now(UTC) - timedelta(minutes=1), "updated": datetime.now(UTC)})
    file = store.learners.export(ANN) | {"card_states": [past.model_dump(mode="json")]}
    store.learners.merge(file, into=ANN)
    reply = begin(tiny_studybot, QUEUE)
    assert reply["card"] == card.id and "The course has changed here" in str(reply["html"])
    assert len(store.cards.reviews(ANN)) == 1


def test_a_clock_that_went_backwards(tiny_studybot: Served) -> None:
    """A rating before the card's last review is kept, and a sentence says what is odd."""
    first = begin(tiny_studybot, QUEUE)
    rated(tiny_studybot, first, "again", "r1")
    store = tiny_studybot.store
    (state,) = store.cards.states(ANN)
    ahead = datetime.now(UTC) + timedelta(days=30)
    future = state.state | {"last_review": ahead.isoformat(), "due": ahead.isoformat()}
    changed = state.model_copy(update={"state": future, "due": datetime.now(UTC) - timedelta(hours=1), "updated": ahead})
    store.learners.merge(store.learners.export(ANN) | {"card_states": [changed.model_dump(mode="json")]}, into=ANN)
    reply = rated(tiny_studybot, begin(tiny_studybot, QUEUE), "good", "r2")
    assert "Check the clock" in str(reply["note"])
    assert len(store.cards.reviews(ANN)) == 2


def test_a_card_that_the_course_lost(tiny_studybot: Served) -> None:
    """Rating a card that is gone is refused with a sentence; nothing is kept."""
    data = QUEUE | {"card": "gone", "shown": "new", "rating": "good", "review": "r"}
    with pytest.raises(NotFound, match="not in the course any more"):
        rate(tiny_studybot, data)
    assert tiny_studybot.store.cards.reviews(ANN) == []


def test_the_card_of_a_missed_question_is_reviewed(tiny_studybot: Served) -> None:
    """It comes first, shows the question and its answer, and is scheduled like any other."""
    item = next(one for one in tiny_studybot.material.items.values() if one.kind == "order")
    learn(tiny_studybot, {"learner": ANN, "items": [item.id]})
    reply = begin(tiny_studybot, QUEUE)
    assert item.prompt in Seen(str(reply["html"])).text
    rated(tiny_studybot, reply, "easy")
    (state,) = tiny_studybot.store.cards.states(ANN)
    assert state.card == f"item-{item.id}" and state.due > datetime.now(UTC) + timedelta(days=1)


@pytest.mark.parametrize("zone", ["Nowhere/At All", "", "../etc/passwd", "UTC"])
def test_an_odd_time_zone_does_no_harm(tiny_studybot: Served, zone: str) -> None:
    """A zone that is not known here counts as UTC."""
    assert begin(tiny_studybot, QUEUE | {"zone": zone})["card"]
