import csv
import io
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from studybot.errors import UsageError
from studybot.study.anki import FIELDS, apkg, as_csv
from studybot.study.cards import Card, cards
from studybot.study.material import Material
from studybot.types import Course

from .conftest import passages_of


@pytest.fixture
def collection(tmp_path: Path) -> Iterator[object]:
    """Give an empty collection of Anki's own library."""
    from anki.collection import Collection

    opened = Collection(str(tmp_path / "collection.anki2"))
    yield opened
    opened.close()


def _import(collection: object, package: bytes, path: Path) -> object:
    """Import a package as Anki's import window does."""
    from anki.collection import ImportAnkiPackageOptions, ImportAnkiPackageRequest

    path.write_bytes(package)
    options = ImportAnkiPackageOptions(merge_notetypes=True)
    return collection.import_anki_package(ImportAnkiPackageRequest(package_path=str(path), options=options))  # type: ignore[attr-defined]


def _notes(collection: object) -> dict[str, list[str]]:
    rows = collection.db.all("select guid, flds, tags from notes")  # type: ignore[attr-defined]
    return {guid: [*fields.split("\x1f"), tags.strip()] for guid, fields, tags in rows}


COURSE = Course(id="my-course", title='My "course"')


def test_anki_reads_every_card_with_its_fields(course: Material, collection: object, tmp_path: Path) -> None:
    """As many notes as cards; GUID, front, back, source and tags are the card's; numbers are clozes, some go both ways."""
    cards = list(course.cards.values())
    _import(collection, apkg(COURSE, cards, at=1_770_000_000.0), tmp_path / "one.apkg")
    notes = _notes(collection)
    assert set(notes) == {card.id for card in cards}
    turned = sum(card.reverse is not None for card in cards)
    assert turned > 100 and collection.card_count() == len(cards) + turned  # type: ignore[attr-defined]
    model = collection.models.by_name("studybot card")  # type: ignore[attr-defined]
    assert tuple(field["name"] for field in model["flds"]) == FIELDS
    for card in (one for one in cards if one.kind == "number"):
        text, _, own, _ = notes[card.id]
        assert own == card.id and _plain(text).replace(f"{{{{c1::{card.back}}}}}", "____") == card.front
    for card in (one for one in cards if one.kind != "number"):
        front, back, source, own, reverse, answer, tags = notes[card.id]
        assert (_plain(reverse), _plain(answer)) == (card.reverse or ("", ""))
        assert own == card.id and re.sub(r"\s", "", _plain(front)) == re.sub(r"\s", "", card.front)
        assert _plain(back).replace("<br>", "\n") == card.back and _plain(source) == card.source
        assert set(tags.split()) == {f"topic::{card.topic}", f"kind::{card.kind}"}
    decks = {deck.name for deck in collection.decks.all_names_and_ids()}  # type: ignore[attr-defined]
    assert {f"studybot::My 'course'::00 {topic}" for topic in {card.topic for card in cards}} <= decks


def _plain(markup: str) -> str:
    import html

    return html.unescape(re.sub(r"</?(?:pre|code)>", "", markup).replace("<br>", "\n"))


def test_a_second_export_changes_nothing_and_an_edit_updates(course: Material, collection: object, tmp_path: Path) -> None:
    """The same cards exported later are the same notes; a changed back replaces the old one under the same GUID."""
    cards = list(course.cards.values())[:50]
    _import(collection, apkg(COURSE, cards, at=1_770_000_000.0), tmp_path / "one.apkg")
    before = _notes(collection)
    log = _import(collection, apkg(COURSE, cards, at=1_770_000_900.0), tmp_path / "two.apkg").log  # type: ignore[attr-defined]
    assert _notes(collection) == before and len(log.new) == 0
    assert collection.card_count() == 50 + sum(card.reverse is not None for card in cards)  # type: ignore[attr-defined]
    edited = [cards[0].model_copy(update={"back": "something new"}), *cards[1:]]
    _import(collection, apkg(COURSE, edited, at=1_770_001_800.0), tmp_path / "three.apkg")
    after = _notes(collection)
    assert after[cards[0].id][1].count("something new") == 1 and len(after) == 50
    assert {guid: fields for guid, fields in after.items() if guid != cards[0].id} == {
        guid: fields for guid, fields in before.items() if guid != cards[0].id
    }


def _card(course: Material, **parts: str) -> Card:
    return next(iter(course.cards.values())).model_copy(update=parts)


def test_markup_in_a_card_stays_text(course: Material, collection: object, tmp_path: Path) -> None:
    """A course that holds HTML cannot run anything in Anki: it is escaped in every field."""
    bad = _card(course, front="<script>alert(1)</script>", back="<img src=x onerror=alert(2)> & {{c1::x}}", source="<b>s</b>")
    _import(collection, apkg(COURSE, [bad], at=1.0), tmp_path / "bad.apkg")
    front, back, source, *_ = _notes(collection)[bad.id]
    assert not re.search(r"<(?:script|img|b)\b", front + back + source)


def test_no_card_is_a_sentence() -> None:
    """An export without cards says so instead of writing an empty deck."""
    with pytest.raises(UsageError, match="no card to export"):
        apkg(COURSE, [], at=1.0)


def _rows(text: str) -> list[list[str]]:
    return list(csv.reader(io.StringIO(text, newline="")))


def test_csv_holds_every_card_and_no_formula(course: Material) -> None:
    """Every cell reads back; one that a spreadsheet would run as a formula starts with an apostrophe."""
    cards = list(course.cards.values())
    rows = _rows(as_csv(cards))
    assert rows[0] == ["id", "topic", "kind", "front", "back", "source"] and len(rows) == len(cards) + 1
    assert [row[0] for row in rows[1:]] == [card.id for card in cards]
    assert [row[4].removeprefix("'") for row in rows[1:]] == [card.back.removeprefix("'") for card in cards]
    for start in "=+-@\t\r":
        evil = f"{start}cmd|' /C calc'!A0"
        assert _rows(as_csv([_card(course, front=evil)]))[1][3] == f"'{evil}"


def test_a_picture_beside_an_answer_comes_along(course: Material, collection: object, tmp_path: Path) -> None:
    """The picture of a card's passage stands on its back and in Anki's media, once for all cards that show it."""
    (tmp_path / "disk.png").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(40))
    table = "| Disk | Holds | Costs |\n| --- | --- | --- |\n| qua | Bread | Much work |\n| wex | Wine | Some time |\n"
    text = f"# Storage\n\n## Disks\n\n![A disk](disk.png)\n\n{table}"
    made = list(cards(passages_of(text)))
    _import(collection, apkg(COURSE, made, at=1_770_000_000.0, pictures=tmp_path), tmp_path / "one.apkg")
    shown = [fields[1] for fields in _notes(collection).values()]
    assert len(shown) == len(made) > 1 and all('<img src="studybot-' in back for back in shown)
    assert len(list(Path(collection.media.dir()).iterdir())) == 1  # type: ignore[attr-defined]
