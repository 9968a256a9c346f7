from datetime import UTC, datetime
from typing import Any

import pytest

from studybot.errors import NotFound, UsageError
from studybot.served import Served
from studybot.study.own_cards import material_of, own_id
from studybot.ui.practise.progress import export, merge
from studybot.ui.practise.review import begin
from studybot.ui.study.landing import keep_places, look
from studybot.ui.study.notes import drop, keep, of_topic
from studybot.ui.study.page import read

ANN, BOB = "a" * 32, "b" * 32
SECTION = "lambda/lambda-limits"


def noted(studybot: Served, number: int = 1, **wanted: Any) -> dict[str, Any]:
    """Keep a note and return what was sent."""
    sent = {"learner": ANN, "id": f"{number:032x}", "topic": "lambda", "section": SECTION, "kind": "note", **wanted}
    keep(studybot, sent)
    return sent


def notes_of(studybot: Served, learner: str = ANN) -> list[dict[str, Any]]:
    """The notes of a learner in the topic."""
    found = of_topic(studybot, {"learner": learner, "topic": "lambda"})["notes"]
    assert isinstance(found, list)
    return found


def test_a_note_is_kept_changed_and_deleted(tiny_studybot: Served) -> None:
    """It belongs to its learner alone, stands in the list of all notes and in the export, and goes when it is deleted."""
    noted(tiny_studybot, text="First words", exact="15 minutes", prefix="timeout", suffix="no")
    noted(tiny_studybot, text="Second words", exact="15 minutes")
    noted(tiny_studybot, 2, kind="bookmark")
    assert [(note["kind"], note["text"]) for note in notes_of(tiny_studybot)] == [("note", "Second words"), ("bookmark", "")]
    assert notes_of(tiny_studybot, BOB) == []
    listed = str(look(tiny_studybot, {"learner": ANN})["notes"])
    assert "Second words" in listed and "Your notes (2)" in listed and f"note={1:032x}" in listed
    assert not look(tiny_studybot, {"learner": BOB})["notes"]
    assert "Second words" in str(export(tiny_studybot, {"learner": ANN})["text"])
    with pytest.raises(NotFound):
        drop(tiny_studybot, {"learner": BOB, "id": f"{1:032x}"})
    drop(tiny_studybot, {"learner": ANN, "id": f"{1:032x}"})
    assert [note["kind"] for note in notes_of(tiny_studybot)] == ["bookmark"]


def test_a_note_is_refused_where_it_cannot_be(tiny_studybot: Served) -> None:
    """A topic that is gone, and a card without a question or an answer, are said to be so."""
    with pytest.raises(UsageError, match="not in the course"):
        noted(tiny_studybot, topic="nowhere")
    with pytest.raises(UsageError, match="needs a question"):
        noted(tiny_studybot, kind="card", text="What?")
    with pytest.raises(UsageError, match="needs a question"):
        noted(tiny_studybot, kind="card", exact="15 minutes")


def test_selected_words_become_a_card(tiny_studybot: Served) -> None:
    """The learner's question is the front, the course's words the back with their place; it is asked first, to them alone."""
    passage = next(one for one in tiny_studybot.passages if one.topic == "lambda")
    unit = passage.blocks[0].units[0]
    noted(tiny_studybot, kind="card", text="What is it?", exact=passage.cut(unit), section=passage.id.rpartition("/")[0])
    card = material_of(tiny_studybot.store, ANN, tiny_studybot.material).cards[own_id(f"{1:032x}")]
    assert (card.front, card.kind, card.proof.passage.id) == ("What is it?", "own", passage.id)
    assert card.proof.start <= unit.start < unit.end <= card.proof.end
    shown = begin(tiny_studybot, {"learner": ANN, "zone": "UTC"})
    assert shown["card"] == card.id and "What is it?" in str(shown["html"])
    assert begin(tiny_studybot, {"learner": BOB, "zone": "UTC"})["card"] != card.id
    drop(tiny_studybot, {"learner": ANN, "id": f"{1:032x}"})
    assert begin(tiny_studybot, {"learner": ANN, "zone": "UTC"})["card"] != card.id


def test_words_that_the_course_lost_make_no_card(tiny_studybot: Served) -> None:
    """The note stays as it was written; nothing is asked that no place proves."""
    noted(tiny_studybot, kind="card", text="What is it?", exact="words that never stood in the course")
    assert own_id(f"{1:032x}") not in material_of(tiny_studybot.store, ANN, tiny_studybot.material).cards
    assert notes_of(tiny_studybot)[0]["exact"].startswith("words that never")


def test_a_section_says_its_minutes_and_whether_it_is_read(tiny_studybot: Served) -> None:
    """Each section with text has its tools; one that was read to the end is marked so for its reader alone."""
    keep_places(tiny_studybot, {"learner": ANN, "topic": "lambda", "places": [{"section": SECTION, "position": 1}]})
    html = str(read(tiny_studybot, {"learner": ANN, "topic": "lambda"})["html"])
    assert f'data-mark-read="{SECTION}" aria-pressed="true"' in html and "min to read" in html
    assert f'data-mark-read="{SECTION}" aria-pressed="false"' in str(
        read(tiny_studybot, {"learner": BOB, "topic": "lambda"})["html"]
    )
    assert "section" in str(look(tiny_studybot, {"learner": ANN})["html"]) and " min<" in str(
        look(tiny_studybot, {"learner": ANN})["html"]
    )


def test_own_cards_that_ask_the_same_are_shown_once_and_nothing_is_lost(tiny_studybot: Served) -> None:
    """An import says how many ask what another one asks; the one that was learned is shown, and every note stays."""
    passage = next(one for one in tiny_studybot.passages if one.topic == "lambda")
    place = {"kind": "card", "exact": passage.cut(passage.blocks[0].units[0]), "section": passage.id.rpartition("/")[0]}
    noted(tiny_studybot, 1, text="What is it?", **place)
    file = str(export(tiny_studybot, {"learner": ANN})["text"])
    for number in (2, 3):
        noted(tiny_studybot, number, learner=BOB, text="What is it?" if number == 2 else "Why is it?", **place)
    said = str(merge(tiny_studybot, {"learner": BOB, "text": file.replace(f"{1:032x}", f"{4:032x}")})["text"])
    assert "1 of your own flashcards asks what another one asks" in said and "1 note" in said
    assert len(notes_of(tiny_studybot, BOB)) == 3
    own = [
        card.id for card in material_of(tiny_studybot.store, BOB, tiny_studybot.material).cards.values() if card.kind == "own"
    ]
    assert own == [own_id(f"{2:032x}"), own_id(f"{3:032x}")]
    tiny_studybot.store.cards.suspend(BOB, own_id(f"{4:032x}"), datetime.now(UTC), suspended=False)
    own = [
        card.id for card in material_of(tiny_studybot.store, BOB, tiny_studybot.material).cards.values() if card.kind == "own"
    ]
    assert own == [own_id(f"{4:032x}"), own_id(f"{3:032x}")]
