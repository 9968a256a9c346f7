"""Cards that learners make of words they select in the course: the question is theirs, the answer the course's."""

from collections.abc import Sequence

from studybot.corpus.plain import plain
from studybot.facts.written import bare, cite, section_key, where
from studybot.store import Note, Store
from studybot.study.cards import Card
from studybot.study.item import identity
from studybot.study.material import Material
from studybot.text import squash
from studybot.types import Citation, Passage

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
    """Return the material with a learner's own cards among the course's."""
    notes = store.notes.of_learner(learner) if learner else []
    made = [card for note in notes if (card := own_card(note, course.passages)) is not None]
    return course.model_copy(update={"cards": course.cards | {card.id: card for card in made}}) if made else course


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
