"""Cards for Anki: an .apkg whose notes update and never duplicate, and CSV."""

import csv
import html
import io
import tempfile
import zlib
from collections.abc import Sequence
from pathlib import Path

import genanki

from studybot.errors import UsageError
from studybot.study.cards import Card
from studybot.types import Course

# Fixed for all time: Anki knows a note type and a deck by these numbers. 0.1 s resolution ids would clash.
MODEL_ID = 1_748_213_905
FIELDS = ("Front", "Back", "Source", "Card")
_STYLE = (
    ".card { font-family: sans-serif; font-size: 20px; text-align: left; max-width: 40em; margin: auto; }\n"
    "pre { white-space: pre-wrap; }\n.source { color: gray; font-size: 14px; margin-top: 1.5em; }"
)
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def apkg(course: Course, cards: Sequence[Card], *, at: float) -> bytes:
    """Return an Anki package of the cards; `at` (seconds since 1970) is the notes' time of change.

    The GUID of a note is its card's id: importing a later export updates notes. UsageError without cards.
    """
    if not cards:
        raise UsageError("there is no card to export: choose other topics")
    decks: dict[str, genanki.Deck] = {}
    for card in cards:
        if card.topic not in decks:
            decks[card.topic] = genanki.Deck(_deck_id(course, card.topic), _deck_name(course, card.topic))
        decks[card.topic].add_note(_note(card))
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "cards.apkg"
        genanki.Package(list(decks.values())).write_to_file(str(path), timestamp=at)
        return path.read_bytes()


def _deck_id(course: Course, topic: str) -> int:
    """A number in Anki's range that depends on the ids of the course and the topic alone."""
    return (1 << 30) + zlib.crc32(f"{course.id}/{topic}".encode()) % (1 << 30)


def _deck_name(course: Course, topic: str) -> str:
    """A deck below the course's own for each topic, numbered so that Anki keeps the order of the course."""
    place, title = next(((place, one.title) for place, one in enumerate(course.topics, 1) if one.id == topic), (0, topic))
    parts = ("studybot", course.title or course.id, f"{place:02} {title}")
    return "::".join(part.replace('"', "'").replace("::", ":") for part in parts)


def _note(card: Card) -> genanki.Note:
    back = html.escape(card.back).replace("\n", "<br>")
    fields = [
        html.escape(card.front),
        f"<pre><code>{back}</code></pre>" if card.code else back,
        html.escape(card.source),
        card.id,
    ]
    return genanki.Note(model=_model(), fields=fields, guid=card.id, tags=tags(card))


def tags(card: Card) -> list[str]:
    """Return a card's Anki tags: its topic and its kind, without spaces."""
    return [f"topic::{card.topic}".replace(" ", "_"), f"kind::{card.kind}"]


def _model() -> genanki.Model:
    source = '<div class="source">{{Source}}</div>'
    return genanki.Model(
        MODEL_ID,
        "studybot card",
        fields=[{"name": name} for name in FIELDS],
        templates=[{"name": "Card 1", "qfmt": "{{Front}}", "afmt": f"{{{{FrontSide}}}}<hr id=answer>{{{{Back}}}}{source}"}],
        css=_STYLE,
    )


def as_csv(cards: Sequence[Card]) -> str:
    """Return the cards as CSV with a header; a cell that a spreadsheet would run as a formula starts with an apostrophe."""
    out = io.StringIO()
    writer = csv.writer(out)  # CRLF as in RFC 4180, which also quotes a lone carriage return
    writer.writerow(["id", "topic", "kind", "front", "back", "source"])
    for card in cards:
        row = [card.id, card.topic, card.kind, card.front, card.back, card.source]
        writer.writerow([f"'{cell}" if cell.startswith(_FORMULA) else cell for cell in row])
    return out.getvalue()
