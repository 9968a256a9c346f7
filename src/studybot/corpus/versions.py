"""One source for slides and for a page: `::: notes` that hold the text of the page, `::: slides` that the page leaves out."""

from collections.abc import Sequence

from studybot.corpus.boxes import HEADING, opened
from studybot.corpus.fences import closes, outside_code

_NOTES, _SLIDES = "notes", "slides"


def of_page(lines: Sequence[str]) -> list[str]:
    """Return lines as the page shows them, where notes are its text: they hold headings, or more than all else does.

    Remarks for a speaker hold neither and stay boxes of their own.
    """
    open_boxes: list[str] = []
    kinds: list[str] = []  # of each open box, the first kind around or of it
    fences: dict[int, str] = {}
    within: list[str] = [""] * len(lines)
    length = {_NOTES: 0, _SLIDES: 0, "": 0}
    headed = False
    for number, line in outside_code(lines):
        box = opened(line)
        if box and box.kind == "colons":
            open_boxes.append(box.name if box.name in length else "")
            kinds.append((kinds[-1] if kinds else "") or open_boxes[-1])
            fences[number] = open_boxes[-1]
        elif open_boxes and closes(line, ":::"):
            fences[number] = open_boxes.pop()
            kinds.pop()
        else:
            kind = kinds[-1] if kinds else ""
            length[kind] += len(line.strip())
            headed = headed or (kind == _NOTES and bool(HEADING.match(line)))
        within[number] = kinds[-1] if kinds else ""
    if open_boxes:  # one that nobody closed: what is behind it may be anything
        return list(lines)
    if not headed and length[_NOTES] <= length[""] + length[_SLIDES]:
        return list(lines)
    kept: list[str] = []
    slides = False
    for number, line in enumerate(lines):
        slides = within[number] == _SLIDES if number in fences else slides
        if fences.get(number):
            kept.append("")
        elif not slides:
            kept.append(line)
    return kept
