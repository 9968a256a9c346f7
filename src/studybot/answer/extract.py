"""The default composer: picks the lines, rows, steps or commands that answer, in the course's own words."""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from studybot.answer.aims import Aims
from studybot.answer.choose import PLACES, Chosen, choose, likeliest_units, units_of
from studybot.answer.define import defining
from studybot.answer.extent import CLEAR, EARLY, block_at, is_choice, whole
from studybot.answer.extreme import extreme, without
from studybot.answer.lead import Named, members_lead
from studybot.answer.signals import asks_number, asks_price
from studybot.answer.titled import titled
from studybot.answer.together import CODE
from studybot.answer.verdict import verdict_lead
from studybot.corpus.codelines import is_comment
from studybot.facts import Facts
from studybot.facts.language import Language, language
from studybot.facts.nested import indent
from studybot.ports import Embedder
from studybot.text import any_word, words
from studybot.types import Block, Citation, Draft, Hit, Passage, Statement, Understanding

Span = tuple[int, int]


class ExtractiveComposer:
    """Composes from the best spans of the best hits and the course's facts; needs no language model, and repeats itself."""

    name = "extractive"

    def __init__(self, facts: Facts | None = None, embedder: Embedder | None = None) -> None:
        self._facts = facts or Facts()
        self._embedder = embedder
        self._aims = Aims(embedder, language(self._facts.language)) if embedder else None

    def compose(self, question: Understanding, hits: Sequence[Hit]) -> Draft:
        """Return statements, the answering one first; empty when nothing was found."""
        known = language(self._facts.language)
        hits = _within_reach(hits, question, known)
        extremely = extreme(question, hits, known)
        members = members_lead(question, hits, self._facts) if extremely is None else None
        named = _of_members(members, brief=question.brief) if members else []
        if members and (question.brief or members.certain):
            return Draft(statements=tuple(named))
        chosen = choose(question, hits, known, self._aims)
        if question.brief and question.kind != "comparison":
            chosen = [(hit, spans[:1]) for hit, spans in chosen[:1]]
        if extremely is not None:
            chosen = [(extremely.hit, [extremely.row.span]), *without(extremely, chosen)]
        verdict = [extremely.lead] if extremely else verdict_lead(question, likeliest_units(hits), self._facts, self._embedder)
        early = 0 if verdict or _has_figure(question, chosen) else EARLY
        statements = [*named]
        said = ""
        for hit, spans in chosen:
            away = hit.passage.topic != chosen[0][0].passage.topic
            ran = any(block.is_printed for block in hit.passage.blocks)  # the same code may print something else
            for statement in statements_of(hit.passage, spans, early=early, away=away):
                text = " ".join(statement.text.lower().split())
                again = re.search(rf"(?<!\w){re.escape(text.rstrip('.:'))}(?!\w)", said) and not (
                    ran and text.startswith("```")
                )
                if not again and not _is_shown(statement, named):
                    said = f"{said}\n{text}"
                    statements.append(statement)
        titles = titled(question, likeliest_units(hits), statements, known) if not verdict else []
        return Draft(statements=(*(_proved_by(lead, statements) for lead in verdict), *titles, *statements))


def _has_figure(question: Understanding, chosen: Chosen) -> bool:
    """Whether what answers has a figure where one is asked for: it stands first then."""
    first = chosen[0][0].passage.between(*chosen[0][1][0]) if chosen and chosen[0][1] else ""
    return (asks_number(question.text) or asks_price(question.text)) and any(map(str.isdigit, first))


def _within_reach(hits: Sequence[Hit], question: Understanding, known: Language) -> Sequence[Hit]:
    """Hits with the one that surely answers, or alone defines, among those that an answer draws on, however far behind."""
    clear = [hit for hit in hits[PLACES:] if any(match.kind == "unit" and match.score >= CLEAR for match in hit.matches)]
    if not clear and question.kind == "definition" and defining(question, likeliest_units(hits), known) is None:
        found = defining(question, units_of(hits), known)
        clear = [found[1]] if found else []
    return [*hits[: PLACES - 1], *clear, *(hit for hit in hits[PLACES - 1 :] if hit not in clear)] if clear else hits


def _of_members(members: Named, *, brief: bool) -> list[Statement]:
    lead = [members.lead] if members.lead else []
    if lead and (members.detail is None or brief):
        lines = () if brief else members.lines
        return [*lead, *(one for line in lines for one in statements_of(line.passage, [(line.start, line.end)]))]
    detail = members.detail
    if detail is None:
        return lead
    block = block_at(detail.passage, detail.start)
    spans = [span for span in (whole(block) if block else []) if detail.start <= span[0] and span[1] <= detail.end]
    return [*lead, *statements_of(detail.passage, spans)]


def _is_shown(statement: Statement, before: Sequence[Statement]) -> bool:
    """Whether all that a statement cites stands in what is shown before it, or all that it says in a list of names."""
    if any(set(words(statement.text)) <= set(words(shown.text)) for shown in before):
        return True
    places = [(one.passage.id, one.start, one.end) for shown in before for one in shown.citations if not shown.framed]
    return all(
        any(one.passage.id == name and start <= one.start and one.end <= end for name, start, end in places)
        for one in statement.citations
    )


def _proved_by(verdict: Statement, statements: Sequence[Statement]) -> Statement:
    """A verdict with the proof of the statement that holds its own: one place is cited once."""
    proof = verdict.citations[0]
    around = (one for statement in statements for one in statement.citations if one.passage.id == proof.passage.id)
    whole = next((one for one in around if one.start <= proof.start and proof.end <= one.end), proof)
    return verdict.model_copy(update={"citations": (whole,)})


def statements_of(passage: Passage, spans: Sequence[Span], early: int = EARLY, *, away: bool = False) -> Iterator[Statement]:
    """Yield the statements of one passage, the block of the likeliest span first; the first carries its subject as lead.

    A row or an item that answers stands first in its block when it would end behind so many characters of it. What stands
    `away` from the topic that answers says its own: headings such as "Step 1" stand in many.
    """
    lead = " › ".join(passage.path) if away else subject(passage)
    for block in sorted(passage.blocks, key=lambda block: _first_inside(block, spans)):
        for statement in _of_block(passage, block, spans, early):
            yield statement.model_copy(update={"lead": lead})
            lead = ""


def _first_inside(block: Block, spans: Sequence[Span]) -> int:
    """The rank of the first span inside a block; equal ranks keep the order of the text."""
    return next((rank for rank, (start, _) in enumerate(spans) if block.start <= start < block.end), len(spans))


def _of_block(passage: Passage, block: Block, spans: Sequence[Span], early: int) -> Iterator[Statement]:
    """One statement for the rows of a table or the commands of a code block; one for each run of sentences or items."""
    within = [span for span in spans if block.start <= span[0] < block.end]
    if not within:
        return
    runs = within if is_choice(passage, block) else _in_order(passage, block, within, early)
    if block.kind == "code" and runs is not within:
        runs = _unbroken(passage, block, runs)
    cited = [Citation(passage=passage, start=start, end=end) for start, end in runs]
    if block.kind == "table":
        yield _table(passage, block, cited)
    elif block.kind == "code":
        between = [passage.between(one.end, other.start) for one, other in pairwise(cited) if one.end <= other.start]
        torn = not _are_apart(passage, block) and any(map(any_word, between))
        text = ("\n…\n" if torn else "\n\n").join(one.quote for one in cited)
        fence = "`" * max(3, 1 + max(map(len, re.findall("`+", text)), default=0))
        yield Statement(text=f"{fence}{block.language}\n{text}\n{fence}", citations=tuple(cited))
    else:
        for one in cited:
            yield Statement(text=_listed(passage, one) if block.kind in ("list", "steps") else one.quote, citations=(one,))


def _are_apart(passage: Passage, block: Block) -> bool:
    """Whether each part of some code stands for itself: a remark before it, or behind it, says what it does."""
    return is_choice(passage, block) or any(map(is_comment, map(passage.cut, block.units)))


def _unbroken(passage: Passage, block: Block, runs: list[Span]) -> list[Span]:
    """Lines of one text whole, where it is short enough, and to its end where no word follows: `*~` is a line, too."""
    if len(runs) > 1 and block.end - block.start <= CODE and not _are_apart(passage, block):
        runs = [(block.units[0].start, block.units[-1].end)]
    start, end = runs[-1]
    lines = passage.between(end, block.end).rstrip().split("\n")
    rest = "\n".join(lines[:-1] if lines[-1].strip().startswith("```") else lines)
    return [*runs[:-1], (start, end + len(rest.rstrip()))] if rest.strip() and not any_word(rest) else runs


def _in_order(passage: Passage, block: Block, spans: Sequence[Span], early: int) -> list[Span]:
    """Spans in the order of the text; a row or an item that answers and would come late stands before the others."""
    runs = list(_runs(passage, block, spans))
    if block.kind not in ("table", "list") or spans[0][0] == runs[0][0] or spans[0][1] - runs[0][0] <= early:
        return runs
    return [spans[0], *_runs(passage, block, spans[1:])]


def _runs(passage: Passage, block: Block, spans: Sequence[Span]) -> Iterator[Span]:
    """Neighbouring units become one span, unless a picture's address stands between them; a part of one stays alone."""
    run: list[Span] = []
    for unit in block.units:
        own = next((span for span in spans if unit.start <= span[0] < unit.end), None)
        is_whole = own == (unit.start, unit.end)
        if run and (not is_whole or "](" in passage.between(run[-1][1], unit.start)):
            yield run[0][0], run[-1][1]
            run = []
        if own and is_whole:
            run.append(own)
        elif own:
            yield own
    if run:
        yield run[0][0], run[-1][1]


def _table(passage: Passage, block: Block, rows: Sequence[Citation]) -> Statement:
    """The cited rows under their header, which is cited too."""
    header = _header(passage, block)
    shown = [_row(row) for quoted in rows for row in quoted.quote.split("\n")]
    top = _row((header or rows[0]).quote.split("\n", 1)[0])
    columns = top.count("|") - top.count("\\|") - 1
    lines = [_row(header.quote) if header else f"|{'  |' * columns}", f"|{' --- |' * columns}", *shown]
    return Statement(text="\n".join(lines), citations=(*rows, header) if header else tuple(rows))


def _row(row: str) -> str:
    """A row between its outer pipes, which Markdown lets an author leave out."""
    bare = row.strip()
    opened = bare if bare.startswith("|") else f"| {bare}"
    return opened if opened.endswith("|") and not opened.endswith("\\|") else f"{opened} |"


def _header(passage: Passage, block: Block) -> Citation | None:
    """The header row of a table as a citation; None for a table without one."""
    text = passage.cut(block)
    first = text.split("\n", 1)[0].rstrip()
    if not first.replace("|", "").strip():
        return None
    return Citation(passage=passage, start=block.start, end=block.start + len(first))


def _listed(passage: Passage, cited: Citation) -> str:
    """Items with the marker in front of the first one, set in as far as they are deeper than that one."""
    front = passage.front(cited.start)
    deep = indent(front)
    first, *others = cited.quote.split("\n")
    return "\n".join([f"{front.strip() or '-'} {first}", *(line[min(deep, indent(line)) :] for line in others)])


def subject(passage: Passage) -> str:
    """Return what a passage is about, from its headings: the section, and the card in it."""
    return " › ".join(passage.path[1:] or passage.path)
