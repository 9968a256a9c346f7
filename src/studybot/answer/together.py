"""What belongs together is shown together: code with what it printed, a lead-in with what it leads in to."""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from studybot.answer.extent import WHOLE, Span, block_at, whole
from studybot.facts.written import leads_in
from studybot.text import stems
from studybot.types import Block, Hit, Passage

OUTPUT = 500  # characters of what was printed up to which it is shown with its code
OUTPUTS = 1000  # characters that all outputs of an answer have at most
CODE = 800  # characters of code up to which it is shown whole with its output
NEAR = 40  # characters between a lead-in and what it leads in to: a blank line and the fence of code
_UNTOLD = re.compile(r"!\[\W*(?:\w+\W*){0,2}\]\([^()\n]*\)")  # a picture with two words of description at most
_NAME = re.compile(r"[\w.]+")

Chosen = Sequence[tuple[Hit, list[Span]]]
_Code = tuple[int, Hit, Block, tuple[Hit, Block]]


def complete(chosen: Chosen, hits: Sequence[Hit] = (), done: frozenset[str] | None = None) -> list[tuple[Hit, list[Span]]]:
    """Return what was chosen with the output of code, and the code of an output, behind each other; without what is torn off.

    Torn off are a lead-in without what it leads in to ("For example:"), a name alone that shows nothing without its output, and
    a picture that nothing is said of. Where it is asked how something is `done`, by these stems, the code below is the answer.
    """
    left = OUTPUTS
    found: list[tuple[Hit, list[Span]]] = []
    if done is not None:
        chosen = _with_code(chosen, hits, done)
    for hit, spans in _followed(chosen, hits, all_of_them=done is not None):
        said = [span for span in spans if not _UNTOLD.fullmatch(hit.passage.between(*span))]
        shown = _with_outputs(hit.passage, _led(hit.passage, said), left)
        left -= sum(end - start for start, end in shown) - sum(end - start for start, end in said)
        found.append((hit, shown))
    starts = [(hit.passage.document, start) for hit, spans in found for start, _ in spans]
    kept = [(hit, [span for span in spans if not _is_torn(hit.passage, span, starts)]) for hit, spans in found]
    return [(hit, spans) for hit, spans in kept if spans] or list(chosen)


def _behind(hit: Hit, block: Block, hits: Sequence[Hit]) -> tuple[Hit, Block] | None:
    """The block right behind another one, in the passage behind where it is the last of its own."""
    one = hit.passage
    here = ((hit, other) for other in one.blocks if other.start >= block.end)
    there = (
        (other, other.passage.blocks[0])
        for other in hits
        if (other.passage.document, other.passage.path) == (one.document, one.path) and other.passage.start >= one.end
    )
    found = next(here, None) or min(there, key=lambda pair: pair[1].start, default=None)
    return found if found and found[1].start - block.end <= NEAR else None


def _followed(chosen: Chosen, hits: Sequence[Hit], *, all_of_them: bool) -> list[tuple[Hit, list[Span]]]:
    """What was chosen with the code, table or list that the paragraph which answers announces at its end, or each one."""
    starts = {(hit.passage.document, start) for hit, spans in chosen for start, _ in spans}
    found: list[tuple[Hit, list[Span]]] = []
    for hit, spans in chosen:
        shown, further = list(spans), []
        for span in spans:
            block = block_at(hit.passage, span[0])
            meant = all_of_them or (hit is chosen[0][0] and block == block_at(hit.passage, chosen[0][1][0][0]))
            ends = meant and block is not None and block.kind == "prose" and block.units[-1].start == span[0]
            behind = _behind(hit, block, hits) if block and ends and leads_in(hit.passage.between(*span)) else None
            if behind is None or behind[1].kind == "prose" or behind[1].end - behind[1].start > WHOLE:
                continue
            if not any((behind[0].passage.document, unit.start) in starts for unit in behind[1].units):
                if behind[0] is hit:
                    shown[shown.index(span) + 1 : shown.index(span) + 1] = whole(behind[1])
                else:
                    further.append((behind[0], whole(behind[1])))
        found += [(hit, shown), *further]
    return found


def _with_code(chosen: Chosen, hits: Sequence[Hit], done: frozenset[str]) -> Chosen:
    """What was chosen with the code of the section that answers whose lead-in and lines say most of what is to be done.

    Of a further section it is the code that the chosen sentences lead in to. Steps are no less than code.
    """
    found = [(hit, list(spans)) for hit, spans in chosen]
    for place, (hit, spans) in enumerate(chosen):
        blocks = [block for span in spans if (block := block_at(hit.passage, span[0]))]
        if any(block.kind in ("code", "steps") for block in blocks):
            return found
        codes = [one for one in _codes(hit, blocks, hits, done) if not place or one[2] in blocks]
        if not codes:
            continue
        _, lead, own, behind = max(codes, key=lambda one: one[0])
        last = whole(own)[-1]
        for one, further in ((lead, [last] if leads_in(lead.passage.between(*last)) else []), (behind[0], whole(behind[1]))):
            at = next((at for at, (other, _) in enumerate(found) if other.passage.id == one.passage.id), None)
            if at is None:
                found.append((one, further))
            else:
                found[at][1].extend(span for span in further if span not in found[at][1])
    return found


def _codes(hit: Hit, chosen: Sequence[Block], hits: Sequence[Hit], done: frozenset[str]) -> Iterator[_Code]:
    """The paragraphs of a section with code below, and how much both say of what is done; none but `chosen` ones unless led."""
    for one in hits:
        if (one.passage.document, one.passage.path) == (hit.passage.document, hit.passage.path):
            for block in one.passage.blocks:
                behind = _behind(one, block, hits) if block.kind == "prose" else None
                if behind is None or not _is_run(behind[1]):
                    continue
                lead = one.passage.cut(block.units[-1])
                said = len(done.intersection(stems(f"{lead} {behind[0].passage.cut(behind[1])}")))
                if block in chosen or (said and leads_in(lead)):
                    yield said + (block in chosen) + leads_in(lead), one, block, behind


def _is_run(block: Block) -> bool:
    """Whether a block is code that is short enough to be shown whole."""
    return block.kind == "code" and not block.is_printed and block.end - block.start <= CODE


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
