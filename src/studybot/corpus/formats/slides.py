"""PowerPoint: each slide a section under its title, its place "slide 4", speaker notes apart and marked as notes."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pptx import Presentation

from studybot.corpus.emit import escape, guard, heading
from studybot.corpus.formats.reading import Reading, left_out, pictures
from studybot.corpus.formats.slide_boxes import TITLES, Deck, Written, flat, kind_of
from studybot.corpus.formats.slide_lines import lines_of, said
from studybot.corpus.formats.slide_text import blocks
from studybot.corpus.marks import place_mark, role_mark
from studybot.corpus.roles import begun, belongs_above, heading_role
from studybot.text import stems

if TYPE_CHECKING:  # see marks
    from studybot.types import Role

LONGEST_TITLE = 80  # characters
LONGEST = 120  # of a title's own box; what is longer is text
_LIST = 3  # items
_SENTENCE = re.compile(r"\s[^\W\d_A-Z]\w*.*\s\w+[.!?]$")
_ALONE = 2  # boxes of one line, beyond which none of them is a title
_LONGEST_LIST = 1_300  # characters
_PLACE = place_mark("slide").removesuffix("slide -->")
_NAMED = 12  # slides that a warning names
_UNKNOWN = ("{http://schemas.openxmlformats.org/presentationml/2006/main}contentPart",)


def read_slides(path: Path) -> Reading:
    """Return the slides of a presentation in order; hidden ones are left out."""
    deck = Presentation(str(path))
    slides = [(number, slide) for number, slide in enumerate(deck.slides, start=1) if slide._element.get("show") != "0"]
    for _, slide in slides:
        _unfold(slide._element)
    common = Deck(deck, [slide for _, slide in slides])
    parts: list[str] = []
    unseen: list[str] = []
    undescribed: list[tuple[int, int]] = []
    read: list[tuple[int, Any, str, list[Any]]] = []
    for number, slide in slides:
        beside = [shape for shape in slide.shapes if common.lies_beside(shape)]
        unseen += [" ".join(shape._element.xpath(".//a:t/text()")) for shape in beside]
        shapes = [shape for shape in slide.shapes if shape not in beside]
        read.append((number, slide, *_titled(shapes, common, opening=not read)))
    inner = False  # whether a title within a slide stands last
    under = _under([title for _, _, title, _ in read])
    for place, (number, slide, title, shapes) in enumerate(read):
        names = place == 0 and bool(title) and len(read) > 1 and _is_title_slide(shapes, common)
        goes_on = [under[place] == beside for beside in (*under[place - 1 : place], *under[place + 1 : place + 2]) if place]
        below = (
            _titled(shapes, common, opening=False) if any(goes_on) and not names and _has_head(shapes, common) else ("", shapes)
        )
        written = Written(common, below[1])
        notes = _notes(slide, title)
        if not (title or written.parts or notes):
            continue
        undescribed += [] if names else [(number, written.undescribed)]
        if not (below[0] or inner) and place and under[place] == under[place - 1] and _goes_on(parts, written.parts):
            parts[-1] += f"\n{written.parts.pop(0)}"
            since = next(mark for mark in reversed(range(len(parts))) if parts[mark].startswith(_PLACE))
            first = re.findall(r"\d+", parts[since])[0]
            parts[since] = place_mark(f"slides {first}–{number}")
            if not (written.parts or notes):
                continue
        parts.append(place_mark(f"slide {number}"))
        level = 1 if place == 0 else 3 if belongs_above(under[place]) and any(part.startswith("## ") for part in parts) else 2
        anew = place == 0 or under[place] != under[place - 1] or (inner and not below[0] and not _opens(written.parts, level))
        if under[place] and anew:
            parts.append(heading(level, title if place == 0 else under[place]))
        inner = bool(below[0]) or any(part.startswith("####") for part in written.parts)
        parts += [heading(level + 1, below[0]) if written.parts else guard(escape(below[0]))] if below[0] else []
        parts += _marked("administrative", written.parts) if names else written.parts
        parts += _marked("note", notes)
    hidden = len(deck.slides) - len(slides)
    warnings = (*left_out(unseen), *_unread(undescribed), *((f"hidden slides are left out: {hidden}",) if hidden else ()))
    return Reading(texts=("\n\n".join(parts) + "\n",) if parts else (), warnings=warnings)


def _under(titles: Sequence[str]) -> list[str]:
    """The title under which each slide stands: its own, or the last one where it has none, but of no outline and no thanks."""
    found: list[str] = []
    last = ""
    for title in titles:
        found.append(begun(title) if title else last)
        last = found[-1] if heading_role(found[-1]) not in ("objective", "administrative") else last
    return found


def _titled(shapes: list[Any], common: Deck, *, opening: bool) -> tuple[str, list[Any]]:
    """The title of a slide, if need be the line that stands first on it, and what is left of its shapes."""
    own = next((shape for shape in shapes if kind_of(shape) in TITLES and said(shape.text_frame.paragraphs)), None)
    title = said(own.text_frame.paragraphs) if own is not None else ""
    if 0 < len(title) <= LONGEST:
        return title, [shape for shape in shapes if shape != own]
    first = _heading([shape for shape in flat(shapes) if common.teaches(shape) and shape != own], opening=opening)
    if first is None:
        return "", shapes
    paragraph = next(paragraph for paragraph in first.text_frame.paragraphs if paragraph.text.strip())
    title = said([paragraph])
    paragraph._p.getparent().remove(paragraph._p)
    return title, shapes


def _heading(shapes: Sequence[Any], *, opening: bool) -> Any:
    """The first box of a slide without a title, when it reads as one and more stands below; None else."""
    shown = sorted(shapes, key=lambda shape: (shape.top or 0, shape.left or 0))
    boxes = [shape for shape in shown if shape.has_text_frame and shape.text_frame.text.strip()]
    if not boxes:
        return None
    lines = lines_of(boxes[0], boxes[0].text_frame)
    if not lines or (len(lines) > 1 and not opening) or lines[0].mono or not 2 < len(lines[0].plain.strip()) <= LONGEST_TITLE:
        return None
    more = len(boxes) > 1 or len(shapes) > len(boxes) or heading_role(lines[0].plain) != "teaching"
    return boxes[0] if more and lines[0].plain.strip()[-1] not in ".;:,!" else None


def _has_head(shapes: Sequence[Any], common: Deck) -> bool:
    """Whether the first box below a title that goes on over slides is a title of its own: alone, and not one of many lines."""
    boxes = [
        shape for shape in flat(shapes) if common.teaches(shape) and shape.has_text_frame and shape.text_frame.text.strip()
    ]
    lines = [(box, held) for box in boxes if (held := lines_of(box, box.text_frame))]
    lines.sort(key=lambda pair: (pair[0].top or 0, pair[0].left or 0))
    if not lines or lines[0][1][0].sign or sum(len(held) == 1 for _, held in lines) > _ALONE:
        return False
    bottom = (lines[0][0].top or 0) + (lines[0][0].height or 0) / 2
    return all((box.top or 0) >= bottom for box, _ in lines[1:])


def _is_title_slide(shapes: Sequence[Any], common: Deck) -> bool:
    """Whether the first slide only names its lecture, who gives it and when: no sentence and no list stands on it."""
    boxes = [shape for shape in flat(shapes) if common.teaches(shape) and shape.has_text_frame]
    lines = [line for box in boxes for line in lines_of(box, box.text_frame)]
    return sum(bool(line.sign) for line in lines) < _LIST and not any(
        line.mono or _SENTENCE.search(line.plain) for line in lines
    )


def _notes(slide: Any, title: str) -> list[str]:
    """What the speaker is to say; a first line that repeats the title of the slide is none of it."""
    frame = slide.notes_slide.notes_text_frame if slide.has_notes_slide else None
    lines = [line for line in lines_of(None, frame) if line.plain.strip()] if frame is not None else []
    if len(lines) > 1 and len(lines[0].plain) <= LONGEST_TITLE and lines[0].plain.strip()[-1] not in ".;:,!?":
        own, known = set(stems(lines[0].plain)), set(stems(title))
        lines = lines[1:] if own <= known else [lines[0]._replace(text=f"**{lines[0].text}**"), *lines[1:]]
    return blocks(lines)


def _goes_on(before: Sequence[str], behind: Sequence[str]) -> bool:
    """Whether a list at the end of a slide goes on at the beginning of the next one, and both are no longer than a passage."""
    ends = [before[-1], behind[0]] if before and behind else []
    return bool(ends) and all(part.startswith("- ") for part in ends) and sum(map(len, ends)) <= _LONGEST_LIST


def _opens(parts: Sequence[str], level: int) -> bool:
    return bool(parts) and parts[0].startswith("#" * (level + 1))


def _marked(role: Role, parts: list[str]) -> list[str]:
    return [role_mark(role), *parts, role_mark("teaching")] if parts else []


def _unread(pictured: Sequence[tuple[int, int]]) -> tuple[str, ...]:
    """The warning about pictures that nobody has described, with the slides that hold them."""
    numbers = [str(number) for number, count in pictured if count]
    shown = ", ".join(numbers[:_NAMED]) + (", ..." if len(numbers) > _NAMED else "")
    return pictures(sum(count for _, count in pictured), f"slide{'s' * (len(numbers) > 1)} {shown}")


def _unfold(slide: Any) -> None:
    """Put what newer programs show in the place of the choice between it and what older ones show: boxes with formulas.

    Of ink and other things that nothing here knows, the picture for older programs stands.
    """
    for around in slide.xpath(".//*[local-name()='AlternateContent']"):
        choices = [part for part in around if part.tag.endswith(("}Choice", "}Fallback"))]
        known = [part for part in choices if not any(child.tag in _UNKNOWN for child in part)]
        for element in list(known[0]) if known else ():
            around.addprevious(element)
        around.getparent().remove(around)
    for unknown in slide.xpath(".//p:contentPart"):
        unknown.getparent().remove(unknown)
