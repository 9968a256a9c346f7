"""Hints before an answer: where to look, then how its line begins; and what to ask oneself next."""

from collections.abc import Iterable

from studybot.corpus.units import table_cells
from studybot.facts.written import clean, section_key
from studybot.study.card import Card
from studybot.text import any_word, stems
from studybot.types import Answer, Citation, Value

BEGINNING = 0.4  # of a line's words, as much as a hint shows


class Hint(Value):
    """What narrows an answer without saying it: the section that says it, and how its first line begins."""

    where: Citation
    begins: str
    places: int


def hint_of(answer: Answer) -> Hint | None:
    """Return the hint to an answer that the course gives, None for any other reply."""
    if answer.act not in ("answer", "why") or not answer.statements or answer.certainty == "not_covered":
        return None
    proofs = [citation for statement in answer.statements for citation in statement.citations]
    return Hint(where=proofs[0], begins=_beginning(proofs[0]), places=len({proof.passage.path for proof in proofs}))


def _beginning(proof: Citation) -> str:
    """The label of the first cited line, else its first words; never one with a figure in it."""
    passage = proof.passage
    units = [unit for block in passage.blocks for unit in block.units if proof.meets(unit)]
    first = min(units, key=lambda unit: unit.start, default=proof)
    line = passage.between(first.start, first.end)
    cells = [clean(cell) for cell in table_cells(line) if any_word(cell)]
    if line.lstrip().startswith("|") and len(cells) > 1:
        return cells[0]
    text = clean(line)
    label, _, rest = text.partition(": ")
    if rest and len(label) < len(rest):
        return label
    said = text.split()
    shown = said[: max(1, int(BEGINNING * len(said)))]
    stop = next((place for place, word in enumerate(shown) if any(sign.isdigit() for sign in word)), len(shown))
    return " ".join(shown[: max(1, stop)])


def next_question(answer: Answer, cards: Iterable[Card]) -> str:
    """Return what to ask oneself next: the card most worth knowing around what was answered, "" where there is none.

    It is of the same section or the same topic, and of a place that the answer did not show.
    """
    proofs = [citation for statement in answer.statements for citation in statement.citations]
    if not proofs:
        return ""
    section, topic = section_key(proofs[0].passage), proofs[0].passage.topic
    asked = set(stems(answer.understood))
    fresh = [
        card
        for card in cards
        if card.topic == topic
        and card.front.endswith("?")
        and not overlaps(card.proof, proofs)
        and not set(stems(card.front)) <= asked
    ]
    best = max(fresh, key=lambda card: (section_key(card.proof.passage) == section, card.worth), default=None)
    return best.front if best else ""


def card_of(answer: Answer, cards: Iterable[Card]) -> Card | None:
    """Return the card that asks for what an answer says first, by the words of the question; None where there is none."""
    proofs = [citation for statement in answer.statements[:2] for citation in statement.citations]
    asked = set(stems(answer.understood))
    near = [card for card in cards if overlaps(card.proof, proofs)]
    return max(near, key=lambda card: (len(asked & set(stems(f"{card.front} {card.back}"))), card.worth), default=None)


def overlaps(proof: Citation, shown: Iterable[Citation]) -> bool:
    """Whether something that a proof cites is cited by one of others."""
    return any(proof.passage.document == one.passage.document and proof.meets(one) for one in shown)
