"""What belongs together is shown together: code with what it printed, a lead-in with what it leads in to."""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from studybot.answer.extent import Span, block_at, whole
from studybot.facts.written import leads_in
from studybot.types import Block, Hit, Passage

OUTPUT = 500  # characters of what was printed up to which it is shown with its code
OUTPUTS = 1000  # characters that all outputs of an answer have at most
CODE = 800  # characters of code up to which it is shown whole with its output
NEAR = 40  # characters between a lead-in and what it leads in to: a blank line and the fence of code
_UNTOLD = re.compile(r"!\[\W*(?:\w+\W*){0,2}\]\([^()\n]*\)")  # a picture with two words of description at most
_NAME = re.compile(r"[\w.]+")

Chosen = Sequence[tuple[Hit, list[Span]]]


def complete(chosen: Chosen) -> list[tuple[Hit, list[Span]]]:
    """Return what was chosen with the output of code, and the code of an output, behind each other; without what is torn off.

    Torn off are a lead-in without what it leads in to ("For example:"), a name alone that shows nothing without its output, and
    a picture that nothing is said of.
    """
    left = OUTPUTS
    found: list[tuple[Hit, list[Span]]] = []
    for hit, spans in chosen:
        said = [span for span in spans if not _UNTOLD.fullmatch(hit.passage.between(*span))]
        shown = _with_outputs(hit.passage, _led(hit.passage, said), left)
        left -= sum(end - start for start, end in shown) - sum(end - start for start, end in said)
        found.append((hit, shown))
    starts = [(hit.passage.document, start) for hit, spans in found for start, _ in spans]
    kept = [(hit, [span for span in spans if not _is_torn(hit.passage, span, starts)]) for hit, spans in found]
    return [(hit, spans) for hit, spans in kept if spans] or list(chosen)


def _led(passage: Passage, spans: Sequence[Span]) -> list[Span]:
    """The spans with each lead-in before the code that it leads in to."""
    shown = list(spans)
    for before, code in pairwise(passage.blocks):
        lead = whole(before)[-1]
        if before.kind == "prose" and code.kind == "code" and lead in shown and leads_in(passage.between(*lead)):
            first = min((shown.index(span) for span in whole(code) if span in shown), default=len(shown))
            if first < shown.index(lead):
                shown.insert(first, shown.pop(shown.index(lead)))
    return shown


def _with_outputs(passage: Passage, spans: Sequence[Span], room: int) -> list[Span]:
    shown = list(spans)
    for code, output in _cells(passage):
        ran, printed = whole(code), whole(output)
        length = output.end - output.start
        is_short = length <= min(OUTPUT, room) and code.end - code.start <= CODE
        if ran[-1] in shown and printed[0] not in shown and length <= min(OUTPUT, room):
            at = 1 + next(place for place, span in enumerate(shown) if span in ran)
            shown[at:at], room = printed, room - length
        elif set(printed) & set(shown) and is_short:
            at = min(place for place, span in enumerate(shown) if span in ran or span in printed)
            shown = [span for span in shown if span not in ran and span not in printed]
            shown[at:at] = [*ran, *printed]
    return shown


def _is_torn(passage: Passage, span: Span, starts: Sequence[tuple[str, int]]) -> bool:
    text = passage.between(*span)
    block = block_at(passage, span[0])
    if block is None or block.kind not in ("code", "prose"):
        return False
    if block.kind == "code":
        printed = [(passage.document, output.units[0].start) for code, output in _cells(passage) if code is block]
        return bool(_NAME.fullmatch(text)) and not block.is_printed and not set(printed) & set(starts)
    follows = any(document == passage.document and 0 <= start - span[1] <= NEAR for document, start in starts)
    return leads_in(text) and not follows


def _cells(passage: Passage) -> Iterator[tuple[Block, Block]]:
    """The blocks of code with what each printed right behind it."""
    pairs = ((one, other) for one, other in pairwise(passage.blocks) if one.kind == "code" and other.is_printed)
    return (pair for pair in pairs if not pair[0].is_printed)
