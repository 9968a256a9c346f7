"""All quiz items of a course, made from its passages without a language model."""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence

from studybot.study.cell_items import cell_items, spare_claims
from studybot.study.columns import columns
from studybot.study.command_items import call_items, command_items
from studybot.study.commands import calls, commands
from studybot.study.definitions import definitions, listings
from studybot.study.figures import figures
from studybot.study.item import Item, identity
from studybot.study.phrase import cite, section_key, where
from studybot.study.procedures import procedures
from studybot.study.text_items import definition_items, listing_items, number_items, order_items
from studybot.text import squash, words
from studybot.types import Passage

EACH_FACT = 3  # items made of one row, term or command


def items(passages: Sequence[Passage]) -> tuple[Item, ...]:
    """Return every item of the passages in course order; the same passages give the same items. No two ask the same."""
    found = list(columns(passages))
    made = [item for column in found for item in cell_items(column)]
    made += definition_items(definitions(passages))
    made += command_items(commands(passages))
    made += call_items(calls(passages))
    made += number_items(figures(passages))
    made += order_items(procedures(passages))
    made += listing_items(listings(passages))
    places = {passage.id: position for position, passage in enumerate(passages)}
    # A choice asks for more than a claim: where one fact has too many items, claims go first.
    made.sort(key=lambda item: (item.kind == "true_false", *_place(item, places)))
    kept = list(_distinct(made))
    asked = Counter(item.fact for item in kept)
    spare = [claim for column in found for claim in spare_claims(column) if asked[claim.fact] == 1]
    return tuple(sorted(_distinct([*kept, *spare]), key=lambda item: _place(item, places)))


def _place(item: Item, places: Mapping[str, int]) -> tuple[int, int]:
    return places[item.proof.passage.id], item.proof.start


def bank_items(passages: Sequence[Passage], questions: Callable[[str], Sequence[str]], *, each: int = 2) -> tuple[Item, ...]:
    """Return questions of the course's bank as open items, up to `each` a passage; the cited passage is the answer.

    Only whole questions are taken: the bank also holds what learners type into a search box.
    """
    return tuple(
        Item(
            id=identity("open", section_key(passage), question),
            kind="open",
            topic=passage.topic,
            prompt=f"In “{where(passage.path)}”: {question}",
            evidence=(passage.text,),
            proof=cite(passage, passage.start, passage.end),
            fact=f"{section_key(passage)}#{squash(question)[:60]}",
        )
        for passage in passages
        for question in [text for text in questions(passage.id) if text.endswith("?") and len(words(text)) >= 4][:each]
    )


def _distinct(made: Sequence[Item]) -> Iterator[Item]:
    """Leave out an item that asks the same as an earlier one, and what would ask one fact over and over."""
    seen: set[str] = set()
    facts: Counter[str] = Counter()
    for item in made:
        keys = {item.id, squash(item.prompt)}
        claims = facts[item.fact + item.kind]
        if keys & seen or facts[item.fact] >= EACH_FACT or (item.kind == "true_false" and claims):
            continue
        seen |= keys
        facts[item.fact] += 1
        facts[item.fact + item.kind] += 1
        yield item
