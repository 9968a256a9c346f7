"""Summary sheets on the page: of one topic or several, to read, print and take elsewhere."""

from base64 import b64encode
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any, Literal

from studybot.errors import NotFound
from studybot.facts.written import where
from studybot.opened import Opened
from studybot.served import Served
from studybot.speech import t
from studybot.study.anki import apkg
from studybot.study.sheet import sheets
from studybot.study.sheet_text import NAMES, Part, Sheet, cards_of, markdown, numbered
from studybot.types import Citation
from studybot.ui.ask.page import by_category
from studybot.ui.frame.actions import Download, Html, Identifier, Request, action
from studybot.ui.frame.links import passage_link, reader_link
from studybot.ui.frame.templates import fill

Mark = tuple[int, str, str]  # number of a section, address of the place in it, what a screen reader says


class Of(Request):
    """The topics of a sheet."""

    topics: tuple[Identifier, ...] = ()


class Save(Of):
    """A sheet as a file."""

    kind: Literal["markdown", "anki"]


@action
def show(studybot: Served, asked: Of) -> Html:
    """Return the sheet of some topics, or the choice of topics where there are none yet."""
    found = _sheets(studybot.opened, asked)
    numbers = numbered(found)
    html = fill(
        "practise/sheet",
        lost=_lost() if asked.topics and not found else "",
        groups=by_category(studybot.course),
        chosen=[sheet.topic.id for sheet in found],
        title=" · ".join(sheet.topic.name for sheet in found),
        sheets=[(sheet.topic, [_part(part, numbers) for part in sheet.parts]) for sheet in found],
        places=_places(found, numbers),
        names={kind: t(name) for kind, name in NAMES.items()},
        cards=sum(len(_cards(studybot.opened, sheet)) for sheet in found),
    )
    return Html(html=html)


def _sheets(course: Opened, asked: Of) -> tuple[Sheet, ...]:
    topics = [topic for topic in course.course.topics if topic.id in asked.topics]
    return sheets(topics, course.passages, course.wording)


def _lost() -> str:
    return t("The course has no such topic (any more): choose one of the list.")


def _cards(course: Opened, sheet: Sheet) -> list[Any]:
    return cards_of(sheet, course.material.cards.values())


def _part(part: Part, numbers: Mapping[tuple[str, ...], int]) -> dict[str, object]:
    return {
        "kind": part.kind,
        "left": part.left,
        "lines": [(line, _marks([line.proof], numbers)) for line in part.lines],
        "tables": [(table, [(cells, _marks(proofs, numbers)) for cells, proofs in table.rows]) for table in part.tables],
    }


def _marks(proofs: Sequence[Citation], numbers: Mapping[tuple[str, ...], int]) -> list[Mark]:
    """A mark for each section, that leads to the first place in it."""
    first = {numbers[proof.passage.path]: proof for proof in reversed(proofs)}
    return [
        (
            number,
            passage_link(proof.passage, proof),
            t("Source {number}: {place}", number=number, place=where(proof.passage.path)),
        )
        for number, proof in sorted(first.items())
    ]


def _places(found: Sequence[Sheet], numbers: Mapping[tuple[str, ...], int]) -> list[tuple[str, str]]:
    first = {proof.passage.path: proof.passage for sheet in found for proof in reversed(sheet.proofs)}
    return [(where(path), reader_link(first[path].topic, first[path].id)) for path in numbers]


@action
def file(studybot: Served, asked: Save) -> Download:
    """Return a sheet as Markdown, or the flashcards on what it says as an Anki package."""
    found = _sheets(studybot.opened, asked)
    if not found:
        raise NotFound(_lost())
    name = "-".join(sheet.topic.id for sheet in found)[:80] or "summary"
    if asked.kind == "markdown":
        return Download(name=f"{name}-summary.md", text=markdown(found))
    cards = [card for sheet in found for card in _cards(studybot.opened, sheet)]
    package = apkg(studybot.course, cards, at=datetime.now(UTC).timestamp(), pictures=studybot.settings.course)
    return Download(name=f"{name}-summary.apkg", base64=b64encode(package).decode())
