import pytest

from studybot.errors import NotFound
from studybot.study.cards import Card, cards, find_card, is_changed, missed_card
from studybot.study.item import is_proved
from studybot.study.material import Material
from studybot.types import Passage

from .conftest import passages_of

TABLE = (
    "# S\n\n## Volumes\n\n| Volume | IOPS | Size |\n| --- | --- | --- |\n| alpha | 16,000 | 16 TiB |\n| beta | 500 | 64 TiB |\n"
)


def test_every_card_has_its_back_in_its_span(course: Material) -> None:
    """What a card answers stands in the cited text; ids and fronts are unique; every kind is there."""
    made = list(course.cards.values())
    assert len({card.id for card in made}) == len({card.front for card in made}) == len(made)
    assert {card.kind for card in made} == {"definition", "row", "command", "number"}
    for card in made:
        said = [line.partition(": ")[2] for line in card.back.split("\n")] if card.kind == "row" else [card.back]
        assert is_proved(tuple(said), card.proof), card.front
        assert card.back not in ("", card.front) and card.source


def test_cards_are_the_same_every_time(passages: list[Passage], course: Material) -> None:
    """The same passages give equal cards, ids and digests included."""
    assert cards(passages) == tuple(course.cards.values())


def _by_front(text: str) -> dict[str, Card]:
    return {card.front: card for card in cards(passages_of(text))}


def test_a_card_keeps_its_id_when_the_text_moves_or_changes() -> None:
    """New text in front moves a card without a change; a new value keeps the id and changes the digest alone."""
    before = _by_front(TABLE)
    moved = _by_front(TABLE.replace("# S\n", "# S\n\n## Earlier\n\nSome new words about nothing in particular.\n"))
    assert {card.id: card.digest for card in before.values()} == {card.id: card.digest for card in moved.values()}
    longer = _by_front(TABLE.replace("## Volumes\n\n", f"## Volumes\n\n{'A long introduction. ' * 60}\n\n"))
    assert {card.id for card in before.values()} <= {card.id for card in longer.values()}
    changed = _by_front(TABLE.replace("16,000", "20,000"))
    same, other = sorted(before.values(), key=lambda card: card.front), sorted(changed.values(), key=lambda card: card.front)
    assert [card.id for card in same] == [card.id for card in other]
    assert [is_changed(new, old.digest) for old, new in zip(same, other, strict=True)] == [True, False]
    assert not is_changed(same[0], "")


def test_a_number_card_survives_another_number() -> None:
    """The sentence without its number names the card."""
    text = "# S\n\n## Limits\n\n- Maximum 5 addresses per region and account\n"
    one, two = _by_front(text), _by_front(text.replace("5", "8"))
    assert [(card.id, card.back) for card in one.values()] == [(next(iter(two.values())).id, "5")]
    assert next(iter(one.values())).digest != next(iter(two.values())).digest


def test_two_rows_with_one_label_are_two_cards() -> None:
    """The same label twice in a section is numbered, so that neither history is lost."""
    text = TABLE + "\n| Volume | Price | Age |\n| --- | --- | --- |\n| alpha | 3 coins | old |\n"
    found = [card for card in cards(passages_of(text)) if "alpha" in card.front]
    assert len(found) == len({card.id for card in found}) == 2


def test_a_missed_item_becomes_a_card(course: Material) -> None:
    """The card of the same span where there is one, else a card of the item itself that is found again by its id."""
    known = list(course.cards.values())
    made = [missed_card(item, known) for item in course.items.values()]
    assert any(card.kind == "missed" for card in made) and any(card.kind != "missed" for card in made)
    for item, card in zip(course.items.values(), made, strict=True):
        assert find_card(card.id, course.cards, course.items) == (card if card.kind != "missed" else missed_card(item, ()))
        assert card.proof.passage.id == item.proof.passage.id
    false = next(item for item in course.items.values() if item.kind == "true_false" and item.key == "False")
    assert missed_card(false, ()).back == false.evidence[0]


@pytest.mark.parametrize("wanted", ["nothing", "item-nothing"])
def test_a_card_that_is_gone_is_a_sentence(course: Material, wanted: str) -> None:
    """A card of an older course is not found, and its history is not lost."""
    with pytest.raises(NotFound, match="its history is kept"):
        find_card(wanted, course.cards, course.items)
