"""Draft -> statements: keeps only what stands, word for word, in the passages it cites."""

import re
from collections.abc import Mapping, Sequence

from studybot.facts.fact import unit_count
from studybot.facts.language import frame_words
from studybot.text import words
from studybot.types import Draft, Hit, Passage, Statement

# The frame around quoted text: the fences of a code block with its language, the sign for lines left out, the marker of a
# list's item, a table's lines.
_FENCES = re.compile(r"\A`{3,}\S*$|^`{3,}\Z|^…$", re.MULTILINE)
_MARKER = re.compile(r"\A(?:[-*+]|\d+[.)]) ")
_TABLE = re.compile(r"[|\-:]")
_GAP = "\0"  # stands where a quote was taken out, so that no later quote is found across it


def ground(draft: Draft, hits: Sequence[Hit]) -> tuple[Statement, ...]:
    """Return the statements whose every citation lies in a passage that was found and whose text is only what they cite."""
    found = {hit.passage.id: hit.passage for hit in hits}
    return tuple(statement for statement in draft.statements if _holds(statement, found))


def _holds(statement: Statement, found: Mapping[str, Passage]) -> bool:
    """Only white space may differ: signs are part of what is said (1.5 is not 15, `<` not `>`)."""
    if statement.framed:
        return _frames(statement)
    if any(found.get(citation.passage.id) != citation.passage for citation in statement.citations):
        return False
    is_table = statement.text.startswith("|")
    quotes = [piece for one in statement.citations for piece in (one.quote.split("\n") if is_table else [one.quote])]
    shown = _FENCES.sub("", statement.text)
    left = [_left(text, quotes) for text in (shown, _MARKER.sub("", shown))]
    return any(one is not None and not (_TABLE.sub("", one) if is_table else one) for one in left)


def _frames(statement: Statement) -> bool:
    """Whether each word of a lead stands in a cited span or in its headings, counts what is cited, or is the frame's."""
    said = " ".join(part for cited in statement.citations for part in (cited.quote, *cited.passage.path))
    counted = {str(len(statement.citations)), str(sum(map(unit_count, statement.citations)))}
    return set(words(statement.text)) <= {*words(said), *words(frame_words()), *counted}


def _left(text: str, quotes: Sequence[str]) -> str | None:
    """What stays of a text without its quotes, white space left out; None when a quote does not stand in it."""
    left = _squeezed(text)
    for quote in sorted(map(_squeezed, quotes), key=len, reverse=True):
        before, stands, after = left.partition(quote) if quote else ("", "", "")
        if not stands:
            return None
        left = f"{before}{_GAP}{after}"
    return left.replace(_GAP, "")


def _squeezed(text: str) -> str:
    return "".join(text.split())
