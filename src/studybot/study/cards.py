"""Flashcards from the same facts as the quiz: a definition, a table row, a command, a number."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Literal

from studybot.errors import NotFound
from studybot.study.columns import Column, columns, rows
from studybot.study.commands import calls, commands
from studybot.study.definitions import definitions
from studybot.study.figures import figures
from studybot.study.item import Item, identity, is_proved
from studybot.study.phrase import capitalised, forward, section_key, where
from studybot.text import any_word, squash, words
from studybot.types import Citation, Passage, Value

CardKind = Literal["definition", "row", "command", "number", "missed"]
_OF_ITEM = "item-"  # in front of an item's id: the card made of it
BACK_LIMIT = 700  # characters of a back; more is a page, not a card


class Card(Value):
    """A flashcard; `code` says that the back is a command.

    `id` comes from the section and the fact, so it outlives a change of wording or of position; `digest` changes with
    what the card says.
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


def cards(passages: Sequence[Passage]) -> tuple[Card, ...]:
    """Return the cards of the passages in course order; the same passages give the same cards."""
    made = [*_rows(passages), *_columns(passages), *_definitions(passages), *_commands(passages), *_numbers(passages)]
    places = {passage.id: position for position, passage in enumerate(passages)}
    made.sort(key=lambda card: (places[card.proof.passage.id], card.proof.start))
    seen: Counter[str] = Counter()
    fronts: set[str] = set()
    kept = []
    for card in made:
        if squash(card.front) in fronts:
            continue
        fronts.add(squash(card.front))
        seen[card.id] += 1
        again = seen[card.id] > 1  # the same label twice in one section: numbered, so that both stay apart
        kept.append(card.model_copy(update={"id": identity(card.id, str(seen[card.id]))}) if again else card)
    return tuple(kept)


def _card(
    kind: CardKind, label: str, front: str, back: str, proof: Citation, *, code: bool = False, evidence: tuple[str, ...] = ()
) -> Iterator[Card]:
    """Yield the card unless its back does not stand in its proof."""
    passage = proof.passage
    if is_proved(evidence or (back,), proof) and len(back) <= BACK_LIMIT:
        yield Card(
            id=identity("card", section_key(passage), kind, squash(label) or label),
            kind=kind,
            topic=passage.topic,
            front=front,
            back=back,
            source=where(passage.path),
            proof=proof,
            digest=identity(front, back),
            code=code,
        )


def _rows(passages: Sequence[Passage]) -> Iterator[Card]:
    for passage in passages:
        for block in passage.blocks:
            for row in rows(passage, block) if block.kind == "table" else ():
                named = [(name, text) for name, text in row.cells if name]
                if len(named) >= 2 and any(character.isalpha() for character in row.label):
                    back = "\n".join(f"{name}: {text}" for name, text in named)
                    front = f"{where(row.path)} — {row.label}: {', '.join(name for name, _ in named)}?"
                    evidence = tuple(text for _, text in named)
                    yield from _card("row", row.label, front, back, row.proof, evidence=evidence)
                elif named or row.cells:
                    name, text = row.cells[0]
                    front = f"In “{where(row.path)}”, {forward(name or 'Description', row.label)}?"
                    yield from _card("definition", row.label, front, text, row.proof)


def _columns(passages: Sequence[Passage]) -> Iterator[Card]:
    for column in columns(passages):
        if column.kind != "table" and not _is_table(column):
            for cell in column.cells:
                if any_word(cell.text):
                    front = f"In “{where(column.path)}”, {forward(column.name, cell.label)}?"
                    label = cell.label if column.kind == "term" else column.name
                    yield from _card("definition", label, front, capitalised(cell.text), cell.proof)


def _is_table(column: Column) -> bool:
    """A comparison that is a table has its rows as cards already."""
    return column.kind == "compare" and all(cell.names_label for cell in column.cells)


def _definitions(passages: Sequence[Passage]) -> Iterator[Card]:
    for definition in definitions(passages):
        front = f"What does the course say {definition.term} {'are' if definition.plural else 'is'}?"
        yield from _card("definition", f"definition {definition.term}", front, definition.sentence, definition.proof)


def _commands(passages: Sequence[Passage]) -> Iterator[Card]:
    for command in commands(passages):
        front = f"{where(command.path)} — which command: {command.purpose}?"
        yield from _card("command", command.command, front, command.command, command.proof, code=True)
    for call in calls(passages):
        if len(words(call.purpose)) >= 2:
            front = f"{where(call.path)} — which line of code: {call.purpose}?"
            yield from _card("command", call.masked, front, call.line, call.proof, code=True)


def _numbers(passages: Sequence[Passage]) -> Iterator[Card]:
    for figure in figures(passages):
        front = f"{where(figure.path)} — {figure.masked}"
        # The sentence without its number names the card: a new number is a change of it, not another card.
        yield from _card("number", figure.masked, front, figure.number, figure.proof)


def is_changed(card: Card, seen_digest: str) -> bool:
    """Whether a card says something else than when it was last reviewed; its history stays."""
    return bool(seen_digest) and seen_digest != card.digest


def missed_card(item: Item, known: Sequence[Card]) -> Card:
    """Return the card to learn after a missed item: the one of the same span, else one made of the item itself."""
    for card in known:
        proof = card.proof
        if proof.passage.id == item.proof.passage.id and (proof.start, proof.end) == (item.proof.start, item.proof.end):
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


def find_card(wanted: str, known: Mapping[str, Card], items: Mapping[str, Item]) -> Card:
    """Return a card by id, also one made of a missed item; NotFound when the course no longer has it."""
    if wanted in known:
        return known[wanted]
    item = items.get(missed_item(wanted))
    if item is None:
        raise NotFound(f"card {wanted!r} is not in the course any more: its history is kept, go on with the next card")
    return missed_card(item, ())
