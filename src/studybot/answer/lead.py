"""The first sentence of an answer where it is made from a fact: the course's words in a frame of the language's closed list."""

import re
from collections.abc import Iterator, Sequence
from itertools import combinations
from typing import NamedTuple

from studybot.answer.asks import (
    asked_count,
    asked_sorts,
    asks_members,
    asks_one,
    asks_reason,
    asks_whatever,
    set_terms,
    yes_no_clause,
)
from studybot.answer.choose import likeliest_units
from studybot.answer.spread import Mass, holds, mass_of, may_be_called, may_be_spread
from studybot.corpus.plain import plain
from studybot.facts import Facts, Members
from studybot.facts.fact import unit_count
from studybot.facts.language import Language, language
from studybot.shown import join
from studybot.text import STOPWORDS, stem, stems, words
from studybot.types import Citation, Hit, Match, Statement, Understanding

NEAR = 5  # hits around which a set may stand
CALLED = 0.6  # share of the words of both that a question and the name of a set have in common
NAMED = 0.5  # share of a question's words that a set's name must have
FAINT = 0.02  # chance of a set below which nothing says that it is meant, whatever it is called
INSIDE = 0.9  # share of the chance of sub-headings from which one of them holds what is asked for
BESIDE = 0.3  # share of the chance of what answers beside a set below which that is not meant
LIKELY = 0.5  # chance of a block's rows or items together from which they are the answer
SORT = 0.3  # what a set's name gains that says what sort its members are ("types", "class")
SIZE = 0.04  # what a set gains for each member up to MANY: of two lists of the same things the longer one is complete
MANY = 8
SENTENCE = 8  # words from which what leads in to a set is a sentence, which says what the set is of
RANK = 0.06  # what a set loses for each hit before the one that it stands at
DETAIL = 1200  # characters up to which the block that says more of each member follows whole


class Named(NamedTuple):
    """All members of a set by name, and the block that says more of each where it is short enough to follow whole.

    An item of several ("Oracle, SQL Server") is no one thing: such sets are shown without a number. It is `certain` that the
    set is meant where the wording asks for one and it is called so; otherwise where the answer lies tells so, and what else
    it may be has to follow.
    """

    lead: Statement | None
    detail: Citation | None
    certain: bool
    lines: tuple[Citation, ...] = ()  # of members that are headings what each opens with


def members_lead(question: Understanding, hits: Sequence[Hit], facts: Facts) -> Named | None:
    """Return the members of the set that a question asks for; None when it asks for none or none fits."""
    known = language(facts.language)
    if yes_no_clause(question, known) or asks_reason(question, known):
        return None
    called = _named(question, hits, facts, known)
    group = called or _spread(question, hits, facts, known)
    if group is None:
        return None
    certain = called is not None and asks_members(question, known)
    forms = [re.split(r",\s+(?![^(]*\))", member.name) for member in group.members]
    names = join((" / ".join(form) for form in forms), known.last)
    said = known.there_are.format(count=len(group.members), members=names)
    lead = Statement(text=said, citations=_proofs(group), framed=True)
    several = any(len(form) > 1 and not all(name.startswith("-") for name in form) for form in forms)
    detail = group.detail if several or _says_more(group) else None
    return Named(None if several and group.detail else lead, detail, certain, tuple(_lines(group, hits)) if certain else ())


def _lines(group: Members, hits: Sequence[Hit]) -> Iterator[Citation]:
    """What stands first below each of some headings, where all of them were found and it can be read at once."""
    passages = [member.proof.passage for member in group.members] if group.are_headings else []
    if not {one.id for one in passages} <= {hit.passage.id for hit in hits}:
        return
    blocks = [next((block for block in one.blocks if block.kind != "code" and block.units), None) for one in passages]
    opening = [block.units[0] for block in blocks if block is not None]
    if len(opening) == len(passages) and sum(unit.end - unit.start for unit in opening) <= DETAIL:
        yield from (Citation(passage=one, start=unit.start, end=unit.end) for one, unit in zip(passages, opening, strict=True))


def _says_more(group: Members) -> bool:
    """Whether the block of a set is short enough to follow its names, and says more than they do."""
    deeper = group.detail is not None and unit_count(group.detail) > len(group.members)
    more = deeper or any(plain(member.proof.quote).strip() != member.name for member in group.members)
    return more and group.detail is not None and group.detail.end - group.detail.start <= DETAIL


def _named(question: Understanding, hits: Sequence[Hit], facts: Facts, known: Language) -> Members | None:
    """The set that is called what is asked for, where members or several things are."""
    certain = asks_members(question, known)
    if not (certain or may_be_called(question, likeliest_units(hits), known)):
        return None
    asked = set_terms(question, known) - frozenset(map(stem, known.light))
    sorts = frozenset(map(stem, known.sorts)) if asked_sorts(question, known) & known.plural else frozenset[str]()
    near = {hit.passage.path: rank for rank, hit in reversed(list(enumerate(hits[:NEAR])))}
    masses = [
        (group, mass_of(group, hits[:NEAR])) for group in facts.near(near) if certain or _is_called(group, question, known)
    ]
    own = {place for place, (group, _) in enumerate(masses) if _lists_those(group, question, asked, known)}
    meant = {place for place, (group, mass) in enumerate(masses) if mass.whole >= LIKELY and sorts & set(stems(group.called))}
    scored = [
        (_fits(group, asked, near, known, place in meant | own), -place, group)
        for place, (group, mass) in enumerate(masses)
        if place in own
        or (asked_sorts(question, known) and any(_lines(group, hits)) and _are_sorts(group, asked))
        or (mass.whole >= FAINT and not _is_inside(group, mass) and not _is_answered_beside(group, mass, hits[:NEAR]))
    ]
    fitting = [entry for entry in scored if entry[0] > 0]
    counted = [entry for entry in fitting if len(entry[2].members) == asked_count(question, known)]
    best = max(counted or fitting, key=lambda entry: entry[:2], default=None)
    return best[2] if best else None


def _spread(question: Understanding, hits: Sequence[Hit], facts: Facts, known: Language) -> Members | None:
    """The set over whose members the answer is spread, where several things may be asked for."""
    ranked = likeliest_units(hits)
    plural = may_be_spread(question, ranked, known)
    if not (plural or may_be_called(question, ranked, known)):
        return None
    near, count, sorts = hits[:NEAR], asked_count(question, known), asked_sorts(question, known)
    trusting = asks_whatever(question, known) or sorts or count
    groups = [
        group
        for group in facts.near({hit.passage.path for hit in near})
        if not (asks_one(question, f"{group.called} {group.path[-1]}", known) or _names_member(question, group))
        and not (sorts and _is_of_else(group.called, set_terms(question, known), known))
    ]
    # "What are they" may be answered by the paragraph above alone, which then is no part of a set.
    groups = groups if plural else [group.model_copy(update={"before": None}) for group in groups]
    weighed = [(mass_of(group, near, None if trusting and plural else known), group) for group in groups]
    meant = [
        (mass.whole, not group.are_headings, -place, group)
        for place, (mass, group) in enumerate(weighed)
        if mass.is_spread(len(group.members), count)
    ]
    return max(meant, key=lambda entry: entry[:3])[3] if meant else None


def _proofs(group: Members) -> tuple[Citation, ...]:
    """The members of one block are proved by one span of it, headings by a passage of each."""
    proofs = tuple(member.proof for member in group.members)
    if group.detail is None:
        return proofs
    whole = Citation(passage=group.detail.passage, start=proofs[0].start, end=proofs[-1].end)
    return (whole,) if unit_count(whole) == len(proofs) else proofs  # items may have others below them


def _are_sorts(group: Members, asked: frozenset[str]) -> bool:
    """Whether all of some headings name one of what is asked for: "Public Zone" and "Private Zone" below "Zones" are its kinds.

    They answer whatever is said of zones elsewhere.
    """
    shared = frozenset.intersection(*(frozenset(stems(member.name)) for member in group.members))
    return group.are_headings and bool(shared) and shared <= asked <= shared.union(stems(" ".join(group.path)))


def _lists_those(group: Members, question: Understanding, asked: frozenset[str], known: Language) -> bool:
    """Whether what leads in to a set only says the sort asked for, "Typical phases:", under headings that say of what."""
    said = set(words(group.called))
    bare = said - known.light - known.praise - known.articles - known.copulas - asked_sorts(question, known)
    return group.called.endswith(":") and len(said) > len(bare) == 0 and asked <= frozenset(stems(" ".join(group.path)))


def _is_inside(group: Members, mass: Mass) -> bool:
    """Whether what is asked for stands below one of some sub-headings, so that they are not what is asked for."""
    return group.are_headings and mass.largest > INSIDE * max(mass.whole, LIKELY)


def _names_member(question: Understanding, group: Members) -> bool:
    """Whether a question says what tells one member of a set from the others, so that it asks for that one."""
    names = [frozenset(words(member.name)) for member in group.members]
    shared = frozenset.union(*(one & other for one, other in combinations(names, 2)))
    own = set(words(question.text)).difference(shared, words(" ".join((*group.path, group.called))), STOPWORDS)
    return sum(bool(name & own) for name in names) == 1


def _is_answered_beside(group: Members, mass: Mass, hits: Sequence[Hit]) -> bool:
    """Whether one unit that belongs to none of a set is so likely that it answers, and not the set.

    Right below the heading of a set it may say what the members are; what lists as many there itself is the course's own list.
    """
    outside = [
        match.score
        for match, hit in likeliest_units(hits)
        if not holds(group, match, hit)
        and not (group.are_headings and hit.passage.path == group.path and _parts(hit, match) < len(group.members))
    ]
    likeliest = max(outside, default=0.0)
    return likeliest >= LIKELY and mass.whole < BESIDE * likeliest


def _parts(hit: Hit, match: Match) -> int:
    return max(part.count(",") + 1 for part in hit.passage.cut(match).split(":"))


def _is_called(group: Members, question: Understanding, known: Language) -> bool:
    """Whether the course calls a set by nearly the words of a question: without a word for their sort that alone is certain.

    The first of them is what is asked for, and what the name leaves out stands in the headings above.
    """
    light = frozenset(map(stem, known.light))
    asked = [word for word in question.terms if word in set_terms(question, known) - light]
    names = [frozenset(stems(name)) - light for name in (group.called, group.path[-1])]
    around = frozenset(stems(" ".join(group.path)))
    return bool(asked) and any(
        asked[0] in name
        and (len(name.intersection(asked)) >= CALLED * len(name.union(asked)) or (name <= set(asked) <= around | name))
        for name in names
    )


def _is_of_else(called: str, asked: frozenset[str], known: Language) -> bool:
    """Whether what leads in to a set is a sentence that neither says what is asked for nor names a sort."""
    said = words(called)
    return len(said) >= SENTENCE and not asked.union(map(stem, known.sorts)) & set(stems(called))


def _fits(group: Members, asked: frozenset[str], near: dict[tuple[str, ...], int], known: Language, is_meant: bool) -> float:
    """How well a set is what is asked for, 0 when it is not."""
    first = words(group.called)[:1]
    of_else = group.called.endswith(":") and any(map(known.is_plural, first)) and not asked & set(map(stem, first))
    several = any(map(known.is_plural, words(group.path[-1]))) or known.sorts & set(words(group.path[-1]))
    if group.are_headings and not (group.called or several):
        return 0.0  # what stands below "Hello world" are no steps or kinds of it
    if not asked or (of_else and not known.sorts & set(first)) or _is_of_else(group.called, asked, known):
        return 0.0  # "Reasons for the tin:" leads in to reasons, whatever kinds of tin are asked for
    own = frozenset(stems(" ".join([group.path[-1], group.called])))
    named = frozenset(stems(" ".join(group.path))) | own
    if any(own and own <= asked - named for own in (frozenset(stems(member.name.lower())) for member in group.members)):
        return 0.0  # the kinds of one of them are asked for
    share = len(asked & named) / len(asked)
    rank = min(place for path, place in near.items() if path == group.path or path[:-1] == group.path)
    if not is_meant and (share < NAMED or not (asked & own or rank == 0)):
        return 0.0
    sorts = {stem(word) for word in known.sorts}
    return share + SORT * bool(own & sorts) + SIZE * min(len(group.members), MANY) - RANK * rank
