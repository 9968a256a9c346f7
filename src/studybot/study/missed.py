"""The card to learn after a missed item."""

from collections.abc import Sequence

from studybot.facts.written import where
from studybot.study.card import Card
from studybot.study.item import Item, identity
from studybot.text import squash

_OF_ITEM = "item-"  # in front of an item's id: the card made of it


def missed_card(item: Item, known: Sequence[Card]) -> Card:
    """Return the card to learn after a missed item: the one of the same span and fact, else one made of the item itself."""
    span = (item.proof.passage.id, item.proof.start, item.proof.end)
    near = [card for card in known if (card.proof.passage.id, card.proof.start, card.proof.end) == span]
    # The cells of a row share its span; the card is the one that answers with what proves the item.
    same = [card for card in near if squash(item.evidence[-1]) in squash(card.back)]
    for card in same or near if len(near) == 1 else same:
        return card
    back = item.key if item.kind != "true_false" else " — ".join(item.evidence)
    return Card(
        id=f"{_OF_ITEM}{item.id}",
        kind="missed",
        topic=item.topic,
        front=item.prompt,
        back=back,
        source=where(item.proof.passage.path),
        proof=item.proof,
        digest=identity(item.prompt, back),
        code=item.code,
    )


def missed_item(card: str) -> str:
    """Return the id of the item that a card (id) was made of, empty for a card of the course."""
    return card.removeprefix(_OF_ITEM) if card.startswith(_OF_ITEM) else ""
