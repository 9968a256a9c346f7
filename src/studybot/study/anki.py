"""Cards for Anki: an .apkg whose notes update and never duplicate, and CSV.

A number is a cloze in its sentence; a command and a defined term are asked both ways; pictures come along.
"""

import html
import mimetypes
import re
import tempfile
import zlib
from collections.abc import Sequence
from hashlib import sha256
from pathlib import Path

import genanki

from studybot.corpus.pictures import Picture, find_picture, picture_bytes
from studybot.errors import NotFound, UsageError
from studybot.facts.figures import GAP
from studybot.shown import csv_text
from studybot.study.card import Card
from studybot.study.frames import asked_in
from studybot.types import Course

# Fixed for all time: Anki knows a note type and a deck by these numbers. 0.1 s resolution ids would clash.
MODEL_ID, CLOZE_ID = 1_748_213_905, 1_748_213_906
FIELDS = ("Front", "Back", "Source", "Card", "Reverse", "Answer")
CLOZE_FIELDS = ("Text", "Source", "Card")
_STYLE = (
    ".card { font-family: sans-serif; font-size: 20px; text-align: left; max-width: 40em; margin: auto; }\n"
    "pre { white-space: pre-wrap; }\n.source { color: gray; font-size: 14px; margin-top: 1.5em; }"
)


def apkg(course: Course, cards: Sequence[Card], *, at: float, pictures: Path | None = None) -> bytes:
    """Return an Anki package of the cards; `at` (seconds since 1970) is the notes' time of change.

    `pictures` is the course's folder, in which the pictures of cards are looked for. The GUID of a note is its card's id:
    importing a later export updates notes. UsageError without cards.
    """
    if not cards:
        raise UsageError("there is no card to export: choose other topics")
    decks: dict[str, genanki.Deck] = {}
    with tempfile.TemporaryDirectory() as folder:
        media: dict[str, Path] = {}
        for card in cards:
            if card.topic not in decks:
                decks[card.topic] = genanki.Deck(_deck_id(course, card.topic), _deck_name(course, card.topic))
            found = picture_of(card, pictures) if pictures else None
            decks[card.topic].add_note(_note(card, _picture(found, Path(folder), media)))
        path = Path(folder) / "cards.apkg"
        genanki.Package(list(decks.values()), media_files=[str(file) for file in media.values()]).write_to_file(
            str(path), timestamp=at
        )
        return path.read_bytes()


def picture_of(card: Card, folder: Path) -> Picture | None:
    """Return the first picture that stands in the passage of a card's answer; `folder` is the course's."""
    passage = card.proof.passage
    names = re.findall(r"!\[[^\]\n]*\]\(([^)\s]+)", passage.text)
    return next((found for name in names if (found := find_picture(folder, passage.source, name))), None)


def _picture(found: Picture | None, folder: Path, media: dict[str, Path]) -> str:
    """Put a picture among the media, under a name that its content makes, and return the HTML that shows it."""
    if found is None:
        return ""
    try:
        content = picture_bytes(found)
    except NotFound:
        return ""
    name = f"studybot-{sha256(content).hexdigest()[:16]}{mimetypes.guess_extension(found.kind) or '.png'}"
    if name not in media:
        media[name] = folder / name
        media[name].write_bytes(content)
    return f'<br><img src="{name}">'


def _deck_id(course: Course, topic: str) -> int:
    """A number in Anki's range that depends on the ids of the course and the topic alone."""
    return (1 << 30) + zlib.crc32(f"{course.id}/{topic}".encode()) % (1 << 30)


def _deck_name(course: Course, topic: str) -> str:
    """A deck below the course's own for each topic, numbered so that Anki keeps the order of the course."""
    place, title = next(((place, one.title) for place, one in enumerate(course.topics, 1) if one.id == topic), (0, topic))
    parts = ("studybot", course.title or course.id, f"{place:02} {title}")
    return "::".join(part.replace('"', "'").replace("::", ":") for part in parts)


def _note(card: Card, picture: str) -> genanki.Note:
    source = html.escape(card.source)
    before, gap, behind = card.front.partition(GAP)
    if card.kind == "number" and gap:
        text = f"{html.escape(before)}{{{{c1::{html.escape(card.back)}}}}}{html.escape(behind)}{picture}"
        return genanki.Note(model=_cloze(), fields=[text, source, card.id], guid=card.id, tags=tags(card))
    back = html.escape(card.back).replace("\n", "<br>")
    reverse, answer = card.reverse or ("", "")
    fields = [
        html.escape(asked_in(card.front)),
        (f"<pre><code>{back}</code></pre>" if card.code else back) + picture,
        source,
        card.id,
        html.escape(reverse),
        html.escape(answer),
    ]
    return genanki.Note(model=_model(), fields=fields, guid=card.id, tags=tags(card))


def tags(card: Card) -> list[str]:
    """Return a card's Anki tags: its topic and its kind, without spaces."""
    return [f"topic::{card.topic}".replace(" ", "_"), f"kind::{card.kind}"]


_SOURCE = '<div class="source">{{Source}}</div>'


def _model() -> genanki.Model:
    behind = f"{{{{FrontSide}}}}<hr id=answer>{{{{Back}}}}{_SOURCE}"
    turned = f"{{{{FrontSide}}}}<hr id=answer>{{{{Answer}}}}{_SOURCE}"
    return genanki.Model(
        MODEL_ID,
        "studybot card",
        fields=[{"name": name} for name in FIELDS],
        templates=[
            {"name": "Card 1", "qfmt": "{{Front}}", "afmt": behind},
            {"name": "Reversed", "qfmt": "{{#Reverse}}{{Reverse}}{{/Reverse}}", "afmt": turned},
        ],
        css=_STYLE,
    )


def _cloze() -> genanki.Model:
    return genanki.Model(
        CLOZE_ID,
        "studybot cloze",
        model_type=genanki.Model.CLOZE,
        fields=[{"name": name} for name in CLOZE_FIELDS],
        templates=[{"name": "Cloze", "qfmt": "{{cloze:Text}}", "afmt": f"{{{{cloze:Text}}}}{_SOURCE}"}],
        css=_STYLE,
    )


def as_csv(cards: Sequence[Card]) -> str:
    """Return the cards as CSV with a header; a cell that a spreadsheet would run as a formula starts with an apostrophe."""
    rows = ([card.id, card.topic, card.kind, asked_in(card.front), card.back, card.source] for card in cards)
    return csv_text(["id", "topic", "kind", "front", "back", "source"], rows)
