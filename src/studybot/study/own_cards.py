"""Cards that learners make of words they select in the course: the question is theirs, the answer the course's."""

from collections.abc import Sequence
from datetime import UTC, datetime

from studybot.corpus.plain import plain
from studybot.facts.written import bare, cite, section_key, where
from studybot.store import Note, Store
from studybot.study.card import Card
from studybot.study.item import identity
from studybot.study.material import Material
from studybot.text import squash
from studybot.types import Citation, Passage

_NEVER = datetime.min.replace(tzinfo=UTC)
_OF_NOTE = "note-"  # in front of a note's id: the card made of it


def own_id(note: str) -> str:
    """Return the id of the card that is made of a note."""
    return f"{_OF_NOTE}{note}"


def own_card(note: Note, passages: Sequence[Passage]) -> Card | None:
    """Return the card of a note with the place that proves it, None when its words are nowhere in the course any more."""
    proof = _place(note, passages)
    if note.kind != "card" or proof is None:
        return None
    return Card(
        id=own_id(note.id),
        kind="own",
        topic=note.topic,
        front=note.text,
        back=note.exact,
        source=where(proof.passage.path),
        proof=proof,
        digest=identity(note.text, note.exact),
    )


def material_of(store: Store, learner: str, course: Material) -> Material:
    """Return the material with a learner's own cards among the course's, each question to the same words once."""
    made = _made(store, learner, course)
    if not made:
        return course
    groups = _alike(made)
    several = [card.id for group in groups if len(group) > 1 for card in group]
    learned = {state.card: state.updated for state in store.cards.states(learner, among=several)} if several else {}
    # The one that was learned last goes on; the others' notes and schedules stay where they are.
    shown = [max(group, key=lambda card: (card.id in learned, learned.get(card.id, _NEVER))) for group in groups]
    return course.model_copy(update={"cards": course.cards | {card.id: card for card in shown}})


def repeated(store: Store, learner: str, course: Material) -> int:
    """Return how many of a learner's own cards ask what another one of them asks."""
    made = _made(store, learner, course)
    return len(made) - len(_alike(made))


def _made(store: Store, learner: str, course: Material) -> list[Card]:
    notes = store.notes.of_learner(learner) if learner else []
    return [card for note in notes if (card := own_card(note, course.passages)) is not None]


def _alike(made: Sequence[Card]) -> list[list[Card]]:
    """Cards with the same question and the same answer, together."""
    groups: dict[tuple[str, str], list[Card]] = {}
    for card in made:
        groups.setdefault((squash(card.front), squash(card.back)), []).append(card)
    return list(groups.values())


def _place(note: Note, passages: Sequence[Passage]) -> Citation | None:
    """The units of a passage that hold the words, those of the note's own section first."""
    wanted = squash(note.exact)
    near = sorted((one for one in passages if one.topic == note.topic), key=lambda one: section_key(one) != note.section)
    for passage in near if wanted else ():
        if wanted in squash(plain(bare(passage.text))):
            return _narrowed(passage, wanted)
    return None


def _narrowed(passage: Passage, wanted: str) -> Citation:
    for block in passage.blocks:
        for span in (*block.units, block):
            if wanted in squash(plain(bare(passage.cut(span)))):
                return cite(passage, span.start, span.end)
    return cite(passage, passage.start, passage.end)
