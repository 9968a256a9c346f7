"""What no fair wrong options are found for is asked openly: its learner answers in their own words."""

import re
from collections.abc import Iterable, Iterator

from studybot.facts.definitions import ARTICLES
from studybot.facts.figures import GAP
from studybot.facts.language import Language, language
from studybot.facts.shape import form
from studybot.facts.written import STEP, section_key
from studybot.study.card import Card, CardKind, proving
from studybot.study.item import Item, fact_key, identity, open_item
from studybot.text import squash, words

ASKED: tuple[CardKind, ...] = ("definition", "command")  # what a thing is or does, and how something is done
LONGEST = 180  # characters of a question
FEWEST = 4  # words of what is said
_NAMED = re.compile(r"^(?:What|Which|Who) |: (?:what does|which \d)")  # asked by its name
BEGINS = 12  # words that tell whether something is said of a thing, or to the reader
OPEN = 0.6  # of what a question to choose is worth
_PROGRAM = re.compile(r"[a-z][\w-]* \S")  # a command with what it is given; a file or an operator is none


def short_answers(cards: Iterable[Card], items: Iterable[Item]) -> Iterator[Item]:
    """Yield an open item for each card on a place of the course that no item asks for."""
    items, known = list(items), language()
    asked = {item.proof.place for item in items}
    said = {squash(item.prompt) for item in items}  # a heading may ask what a sentence below it says
    for card in cards:
        if card.proof.place not in asked and squash(card.front) not in said and _is_askable(card, known):
            asked.add(card.proof.place)
            fact, merit = fact_key(section_key(card.proof.passage), card.asks), round(OPEN * card.worth, 4)
            yield open_item(identity("short", card.id), card.front, card.proof, fact, evidence=proving(card), worth=merit)


def _is_askable(card: Card, known: Language) -> bool:
    """Whether a card asks for something that words can answer, and says what it asks."""
    if card.kind not in ASKED or len(card.front) > LONGEST or f"the {STEP.lower()} " in card.front:
        return False
    if card.kind == "command":
        other = card.reverse[1] if card.reverse else card.front
        command, told = (card.back, other) if card.code else (other, card.back)
        purpose = words(told)
        happens = set(purpose) & (known.auxiliaries | known.copulas)
        plainly = len(purpose) >= FEWEST and purpose[0] not in known.connectives and not happens
        return plainly and bool(_PROGRAM.match(command))
    if GAP in card.front:
        return True
    said = words(card.back)
    is_code = form(card.back) == "code" or f"`{card.back}`" in card.proof.quote or set(said[:BEGINS]) & known.addressing
    if "?" in card.back or is_code or len(said) < FEWEST or said[0] in known.connectives - {"to"} | known.quantifiers:
        return False
    # What a label below a heading is followed by says what it means only by its form.
    return bool(_NAMED.search(card.asks)) or said[0] in ARTICLES | known.demonstratives | known.relative | known.question_words
