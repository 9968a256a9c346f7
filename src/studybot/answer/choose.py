"""Which spans of which hits make up an answer: all that are likely enough, and whole where it must be whole."""

from collections.abc import Iterator, Sequence

from studybot.answer.aims import Aim, Aims
from studybot.answer.asks import wish
from studybot.answer.define import defining, headed
from studybot.answer.direction import is_turned
from studybot.answer.extent import CLEAR, EARLY, Span, asks_order, asks_steps, block_at, extent, is_choice, promises_more, whole
from studybot.answer.extreme import contrary, saying
from studybot.answer.leadins import LeadIn, gathered, lead_ins, meant
from studybot.answer.literal import of_sign
from studybot.answer.programs import commands_of
from studybot.answer.sides import sides
from studybot.answer.signals import asks_number
from studybot.answer.spread import spread_list
from studybot.answer.stating import PRINTED, points_away, run_first, said_first, stating, taught
from studybot.answer.together import complete
from studybot.corpus.units import table_cells
from studybot.facts.language import Language
from studybot.facts.nested import above
from studybot.text import stem, stems, words
from studybot.types import Hit, Match, Understanding

BUDGET = 600  # characters of an answer as a rule
LIMIT = 700  # characters of an answer to which a rival of the likeliest unit may still be added
RIVAL = 0.1  # share of the best span's chance from which a unit is a rival
PLACES = 5  # passages that an answer draws on at most
LEAST = 0.005  # chance below which a further span is not worth a reader's time
SHARE = 0.01  # share of the best unit's chance that a further one needs to become part of an answer
ROWS = 8  # rows of a table that is shown whole where none of them is the answer alone
TABLE = 900  # its characters
ASIDE = 0.1  # share of the chance of the likeliest command of a choice below which another one is none of the answer
REPEATED = 2  # words of a line that may only repeat the question
SURE = 0.9  # chance from which a unit answers whatever its words seem to oppose

Ranked = Sequence[tuple[Match, Hit]]
Chosen = list[tuple[Hit, list[Span]]]


def choose(question: Understanding, hits: Sequence[Hit], known: Language, aims: Aims | None = None) -> Chosen:
    """Return the hits that an answer draws on, best first, each with its spans, likeliest first."""
    if not hits:
        return []
    compared = sides(question, hits)
    if compared:
        return compared
    hits = [*meant(question, hits[:PLACES], known), *hits[PLACES:]]
    leads = list(lead_ins(hits, known))
    if of_program := commands_of(question, hits, known):
        return [of_program]
    listed = spread_list(question, hits[:PLACES], likeliest_units(hits), known)
    # Where the answer lies only tells that a list is meant: what else is likely follows.
    chosen: Chosen = [listed] if listed else []
    joined: dict[str, list[Span]] = {hit.passage.id: spans for hit, spans in chosen}
    for together in _likeliest(question, hits, leads, known, aims):
        apart = len({hit.passage.id for hit, _ in together}) > 1  # a list that goes on in the passage behind follows at once
        if together and not asks_order(question) and _delays(*together[0], joined):
            joined.pop(together[0][0].passage.id)
        for hit, span in together:
            if hit.passage.id not in joined or (apart and chosen[-1][0] is not hit):
                chosen.append((hit, []))
                joined[hit.passage.id] = chosen[-1][1]
            if not any(span in spans for other, spans in chosen if other.passage.id == hit.passage.id):
                joined[hit.passage.id].append(span)
        if apart:
            joined.clear()
    is_done = (asks_steps(question) and not asks_order(question)) or (
        question.kind == "command" and not set(words(question.text)[:1]) & known.things
    )
    done = frozenset(question.terms) if is_done else None
    return complete([(hit, spans) for hit, spans in chosen if spans], hits, done)


def _likeliest(
    question: Understanding, hits: Sequence[Hit], leads: Sequence[LeadIn], known: Language, aims: Aims | None
) -> Iterator[list[tuple[Hit, Span]]]:
    ranked = gathered(question, stating(likeliest_units(hits)), leads, known)
    ranked = [pair for place, pair in enumerate(ranked) if not place or not points_away(*pair, known)]
    led = {lead.place: lead for lead in leads}
    ranked = [pair for pair in ranked if (pair[1].passage.id, pair[0].start) in led or not _repeats(question, *pair)] or ranked
    sentence = saying(question, ranked, known)
    asked = of_sign(question, hits, ranked[0][0].score) if ranked and question.kind == "definition" else None
    defined = asked or sentence or defining(question, ranked, known) or headed(question, hits, ranked)
    if defined:
        first, _ = defined
        ranked = [defined, *(pair for pair in ranked if (pair[0].start, pair[0].end) != (first.start, first.end))]
    # What is less likely stays so, whatever way it goes: only what may become part of the answer is read on.
    least = SHARE * max((match.score for match, _ in ranked), default=0.0)
    ranked = [pair for place, pair in enumerate(ranked) if pair[0].score >= least or not place]
    wanted = wish(question, known)
    aim = Aim(aims, wanted, question, known)
    ranked = [
        (match, hit)
        for match, hit in ranked
        if not (_is_opposed(aim, hit, match) or contrary(question, hit.passage.cut(match), known))
    ]
    if question.kind == "definition" or (question.kind != "command" and asks_number(question.text)):
        ranked = said_first(ranked)
    ranked = aim.weighed(run_first(taught(ranked), by_name=1.0 if asks_number(question.text) else PRINTED))
    ranked = list(_without_asides(ranked, known))
    undefined = question.kind == "definition" and defined is None
    used = 0
    drawn: dict[str, set[Span]] = {}  # by topic: spans count from the start of its text
    for match, hit in ranked:
        taken = drawn.setdefault(hit.passage.topic, set())
        if used and match.score < max(LEAST, SHARE * ranked[0][0].score):
            break
        if match.score < RIVAL * ranked[0][0].score and _is_before(hit, match, taken):
            continue
        if any(match.start <= start and end < match.end for start, end in taken):
            continue  # its sentence that answers was taken alone
        spans = [
            span
            for span in (
                (sentence and match.start == sentence[0].start and [*above(hit.passage, match.start), (match.start, match.end)])
                or (undefined and _table(hit, match))
                or _named_rows(question, hit, match)
                or extent(question, hit.passage, match, known, first=not used)
            )
            if span not in taken and not (aim.is_opposed(hit, span) and span != _stated(hit, match))
        ]
        lead = led.get((hit.passage.id, match.start))
        items = [(other, span) for other, span in lead.items if span not in spans] if lead else []
        if promises_more(hit.passage, spans) and not items and match is not ranked[-1][0]:
            continue
        if used and used + _length([*spans, *(span for _, span in items)]) > BUDGET:
            if lead:
                continue  # torn from its list it says nothing
            # The whole block does not fit; the unit itself is worth a little more when it is nearly the likeliest. Of a
            # call-out no part says anything alone.
            block = block_at(hit.passage, match.start)
            rival = match.score >= RIVAL * ranked[0][0].score and block is not None and block.kind != "callout"
            spans = [(match.start, match.end)]
            if not rival or spans[0] in taken or used + _length(spans) > LIMIT:
                continue
        own = (match.start, match.end)
        if own in spans:
            spans = [own, *(span for span in spans if span != own)]
        spans = aim.fronted(hit, spans)
        shown = [*((hit, aim.narrowed(hit, span)) for span in spans), *items]
        used += _length([span for _, span in shown])
        taken.update(spans, (span for _, span in items))
        yield shown


def _repeats(question: Understanding, match: Match, hit: Hit) -> bool:
    """Whether a line that is no code is a word or two of the question and nothing more."""
    block = block_at(hit.passage, match.start)
    behind = next((other for other in hit.passage.blocks if block is not None and other.start >= block.end), None)
    heads = behind is not None and behind.kind in ("list", "steps")  # "Drawbacks", and the list of them
    said = words(hit.passage.cut(match)) if block is not None and block.kind != "code" and not heads else []
    return 0 < len(said) <= REPEATED and set(map(stem, said)) <= set(question.terms)


def _is_opposed(aim: Aim, hit: Hit, match: Match) -> bool:
    return aim.is_opposed(hit, (match.start, match.end)) and _stated(hit, match) is None


def _stated(hit: Hit, match: Match) -> Span | None:
    """The span of a unit that nearly surely answers and does nothing: what it says the other way round is meant, too."""
    block = block_at(hit.passage, match.start)
    states = block is not None and block.kind not in ("code", "steps") and match.score >= SURE
    return (match.start, match.end) if states else None


def _is_before(hit: Hit, match: Match, taken: set[Span]) -> bool:
    """Whether a unit is code before all that the answer has from its block: it would only keep a reader from that."""
    block = block_at(hit.passage, match.start)
    drawn = [start for start, _ in taken if block is not None and block.start <= start < block.end]
    return block is not None and block.kind == "code" and bool(drawn) and match.start < min(drawn)


def _delays(hit: Hit, span: Span, joined: dict[str, list[Span]]) -> bool:
    """Whether a sentence would stand before what answers in its paragraph, so that this comes late."""
    answering, block = next(iter(joined.get(hit.passage.id, ())), None), block_at(hit.passage, span[0])
    if answering is None or block is None or block.kind != "prose" or not block.start <= answering[0] < block.end:
        return False
    return span[0] < answering[0] and answering[1] - span[0] > EARLY


def _table(hit: Hit, match: Match) -> list[Span]:
    """All rows of a small table of which none answers alone, [] for anything else."""
    block = block_at(hit.passage, match.start)
    small = block is not None and block.kind == "table" and len(block.units) <= ROWS and block.end - block.start <= TABLE
    return whole(block) if block is not None and small and match.score < CLEAR else []


def _named_rows(question: Understanding, hit: Hit, match: Match) -> list[Span]:
    """The rows of a table whose first cells say a term that no other row's does, where they are several and this one is."""
    block = block_at(hit.passage, match.start)
    if block is None or block.kind != "table":
        return []
    cells = [frozenset(stems(table_cells(hit.passage.cut(unit))[0])) for unit in block.units]
    own = [cell.difference(*(other for other in cells if other is not cell)) for cell in cells]
    rows = [span for span, names in zip(whole(block), own, strict=True) if names.intersection(question.terms)]
    first = (match.start, match.end)
    return [first, *(row for row in rows if row != first)] if len(rows) > 1 and first in rows else []


def _without_asides(ranked: Ranked, known: Language) -> Iterator[tuple[Match, Hit]]:
    """Of each choice of commands the one that was asked for first, and those beside it that may be meant too."""
    firsts: dict[tuple[str, int], Match] = {}
    for match, hit in ranked:
        block = block_at(hit.passage, match.start)
        if block is None or not is_choice(hit.passage, block):
            yield match, hit
            continue
        first = firsts.setdefault((hit.passage.id, block.start), match)
        unlikely = match.score < ASIDE * first.score
        if first is match or not (unlikely or is_turned(hit.passage.cut(first), hit.passage.cut(match), known)):
            yield match, hit


def _length(spans: Sequence[Span]) -> int:
    return sum(end - start for start, end in spans)


def likeliest_units(hits: Sequence[Hit]) -> list[tuple[Match, Hit]]:
    """Return the units of the passages that an answer may draw on, likeliest first."""
    return units_of(hits[:PLACES])


def units_of(hits: Sequence[Hit]) -> list[tuple[Match, Hit]]:
    """Return the units of all passages, likeliest first."""
    units = ((match, hit) for hit in hits for match in hit.matches if match.kind != "passage")
    return sorted(units, key=lambda pair: -pair[0].score)
