"""A flashcard, and which of those that were made are shown: none twice, and one a term."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from typing import Literal

from studybot.facts.figures import GAP
from studybot.facts.usage import bag, is_everyday
from studybot.facts.written import heading, short
from studybot.study.item import identity, is_proved
from studybot.text import squash
from studybot.types import Citation, Value

BETWEEN = "; "  # stands between the members of a set on a back
CardKind = Literal["definition", "row", "command", "number", "missed", "own"]


class Card(Value):
    """A flashcard; `code` says that the back is a command.

    `id` comes from the section and the fact, so it outlives a change of wording or of position; `digest` changes with
    what the card says. `worth` (0 to 1) says how much it is worth to know. `reverse` is what the fact is asked for the other
    way round, with its answer: what a command does, which term this is. `term` is what the card
    says the meaning of, `asks` the question without its subject.
    """

    id: str
    kind: CardKind
    topic: str
    front: str
    back: str
    source: str
    proof: Citation
    digest: str
    code: bool = False
    worth: float = 0.5
    reverse: tuple[str, str] | None = None
    term: str = ""
    asks: str = ""


def proving(card: Card) -> tuple[str, ...]:
    """Return what of a card's back stands in its span: all of it, or each of the members that it names."""
    return (card.back,) if is_proved((card.back,), card.proof) else tuple(card.back.split(BETWEEN))


def is_changed(card: Card, seen_digest: str) -> bool:
    """Whether a card says something else than when it was last reviewed; its history stays."""
    return bool(seen_digest) and seen_digest != card.digest


def told_apart(made: Sequence[Card]) -> Iterator[Card]:
    """Yield the cards, those of rows that tables under several headings have with their heading in front."""
    asked: dict[tuple[str, str], set[tuple[str, ...]]] = defaultdict(set)
    for card in (one for one in made if one.proof.quote.startswith("|")):
        asked[card.topic, card.asks].add(card.proof.passage.path)
    for card in made:
        title, same = short(heading(card.proof.passage.path[-1])), len(asked[card.topic, card.asks]) > 1
        asks = f"{title}: {card.asks[:1].lower()}{card.asks[1:]}" if same else card.asks
        front = asks if card.front == card.asks else card.front
        yield card.model_copy(update={"front": front, "asks": asks, "digest": identity(front, card.back)})


def distinct(made: Sequence[Card]) -> Iterator[Card]:
    """Yield the cards that no card before them asks."""
    seen, asked = Counter[str](), set[tuple[str, frozenset[str] | str]]()
    for card in made:
        # The same words in another order, or one command for two wordings of a purpose, teach the same twice.
        keys: set[tuple[str, frozenset[str] | str]] = {("front", squash(card.asks)), (card.topic, bag(card.asks))}
        keys |= {(card.topic, card.back)} if card.code else set()
        if keys & asked:
            continue
        asked |= keys
        seen[card.id] += 1
        again = seen[card.id] > 1  # the same label twice in one section: numbered, so that both stay apart
        yield card.model_copy(update={"id": identity(card.id, str(seen[card.id]))}) if again else card


def once(cards: Sequence[Card]) -> tuple[Card, ...]:
    """Return the cards with each term asked once: in its topic, and in the course where it is a rare word asked by itself.

    The card that says most of it stays; a sentence with a gap for the term is that card's other way round.
    """
    kept, first = {card.id: card for card in cards}, dict[tuple[str, frozenset[str]], Card]()
    for card in sorted((card for card in cards if card.term), key=lambda card: (GAP in card.front, -len(card.back))):
        alone = card.front == card.asks and not is_everyday(card.term)
        one = first.setdefault(("" if alone else card.topic, bag(card.term)), card)
        if one is not card:
            del kept[card.id]
            turned = kept[one.id].reverse or ((card.front, card.back) if GAP in card.front else None)
            kept[one.id] = kept[one.id].model_copy(update={"reverse": turned})
    return tuple(kept.values())
