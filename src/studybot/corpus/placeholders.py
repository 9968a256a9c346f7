"""Lines that only hold a place: the same short sentence again and again, which leads to nothing."""

from collections import defaultdict
from collections.abc import Iterable
from itertools import zip_longest

from studybot.types import Block, Document

OFTEN, PLACES = 5, 2  # times that a line stands in a course, and in how many documents
SHORT = (12, 80)  # characters of such a line


def placeholders(documents: Iterable[Document]) -> frozenset[str]:
    """Return the lines of a course that only hold a place, as they are written."""
    found: dict[str, list[str]] = defaultdict(list)
    leading: set[str] = set()
    for document in documents:
        for section in document.sections:
            for block, behind in zip_longest(section.blocks, section.blocks[1:]):
                if text := _line(document, block):
                    found[text].append(document.id)
                    leading |= {text} if behind is not None and behind.kind not in ("prose", "callout") else set()
    return frozenset(
        text for text, own in found.items() if len(own) >= OFTEN and len(set(own)) >= PLACES and text not in leading
    )


def without_placeholders(document: Document, lines: frozenset[str]) -> Document:
    """Return a document in which these lines are no teaching."""
    sections = []
    for section in document.sections:
        blocks = [
            block.model_copy(update={"role": "reference"}) if _line(document, block) in lines else block
            for block in section.blocks
        ]
        sections.append(section.model_copy(update={"blocks": tuple(blocks)}))
    return document.model_copy(update={"sections": tuple(sections)})


def _line(document: Document, block: Block) -> str:
    """The text of a block that may be such a line, "" for any other: one sentence of words alone."""
    if block.kind != "prose" or not SHORT[0] <= block.end - block.start <= SHORT[1] or len(block.units) != 1:
        return ""
    text = document.text[block.start : block.end]
    return text if text.endswith((".", "。", "।")) and text[:-1].replace(" ", "").isalpha() else ""
