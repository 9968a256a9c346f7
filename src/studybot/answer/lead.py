"""The first sentence of an answer where it is made from a fact: the course's words in a frame of the language's closed list."""

from collections.abc import Sequence

from studybot.answer.asks import asked_sorts, asks_members, asks_several, set_terms, yes_no_clause
from studybot.facts import Facts, Members
from studybot.facts.language import Language, language
from studybot.shown import join
from studybot.text import stem, stems
from studybot.types import Citation, Hit, Statement, Understanding

NEAR = 5  # hits around which a set may stand
CALLED = 0.6  # share of the words of both that a question and the name of a set have in common
NAMED = 0.5  # share of a question's words that a set's name must have
LIKELY = 0.5  # chance of a block's rows or items together from which they are the answer
SORT = 0.3  # what a set's name gains that says what sort its members are ("types", "class")
SIZE = 0.04  # what a set gains for each member up to MANY: of two lists of the same things the longer one is complete
MANY = 8
RANK = 0.06  # what a set loses for each hit before the one that it stands at
DETAIL = 1200  # characters up to which the block that says more of each member follows whole


def members_lead(question: Understanding, hits: Sequence[Hit], facts: Facts) -> tuple[Statement, Citation | None] | None:
    """Return all members by name, and the block that says more of each where it is short enough to follow whole.

    None when no set is asked for or none fits.
    """
    known = language(facts.language)
    certain = asks_members(question, known)
    if not (certain or asks_several(question, known)) or yes_no_clause(question, known):
        return None
    asked = set_terms(question, known)
    of_kinds, sorts = bool(asked_sorts(question, known)), frozenset(map(stem, known.sorts))
    near = {hit.passage.path: rank for rank, hit in reversed(list(enumerate(hits[:NEAR])))}
    groups = [group for group in facts.near(near) if certain or _is_called(group, asked)]
    scored = [
        (_fits(group, asked, near, known, _is_meant(group, of_kinds, sorts, hits)), -place, group)
        for place, group in enumerate(groups)
    ]
    best = max((entry for entry in scored if entry[0] > 0), key=lambda entry: entry[:2], default=None)
    if best is None:
        return None
    group = best[2]
    names = join((member.name for member in group.members), known.last)
    said = known.there_are.format(count=len(group.members), members=names)
    short = group.detail is not None and group.detail.end - group.detail.start <= DETAIL
    return Statement(text=said, citations=_proofs(group), framed=True), group.detail if short else None


def _proofs(group: Members) -> tuple[Citation, ...]:
    """The members of one block are proved by one span of it, headings by a passage of each."""
    proofs = tuple(member.proof for member in group.members)
    if group.detail is None:
        return proofs
    return (Citation(passage=group.detail.passage, start=proofs[0].start, end=proofs[-1].end),)


def _is_called(group: Members, asked: frozenset[str]) -> bool:
    """Whether the course calls a set by nearly the words of a question: without a word for their sort that alone is certain."""
    names = [frozenset(stems(name)) for name in (group.called, group.path[-1])]
    return any(len(asked & name) >= CALLED * len(asked | name) for name in names)


def _is_meant(group: Members, asked: bool, sorts: frozenset[str], hits: Sequence[Hit]) -> bool:
    """Whether a set is headed by a word for kinds, which are asked for, and its rows or items are the likeliest answer."""
    if group.detail is None or not (asked and sorts & frozenset(stems(group.called))):
        return False
    block = group.detail
    within = (
        match.score
        for hit in hits[:NEAR]
        if hit.passage.id == block.passage.id
        for match in hit.matches
        if match.kind == "unit" and block.start <= match.start < block.end
    )
    return sum(within) >= LIKELY


def _fits(group: Members, asked: frozenset[str], near: dict[tuple[str, ...], int], known: Language, is_meant: bool) -> float:
    """How well a set is what is asked for, 0 when it is not."""
    if not asked:
        return 0.0
    own = frozenset(stems(" ".join([group.path[-1], group.called])))
    named = frozenset(stems(" ".join(group.path))) | own
    share = len(asked & named) / len(asked)
    rank = min(place for path, place in near.items() if path == group.path or path[:-1] == group.path)
    if not is_meant and (share < NAMED or not (asked & own or rank == 0)):
        return 0.0
    sorts = {stem(word) for word in known.sorts}
    return share + SORT * bool(own & sorts) + SIZE * min(len(group.members), MANY) - RANK * rank
