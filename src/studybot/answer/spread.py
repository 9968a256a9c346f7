"""Where the chance of an answer lies: with one unit, or spread over the members of a set and what announces them."""

from collections.abc import Sequence
from typing import NamedTuple

from studybot.answer.asks import asked_count, asks_plural, asks_those, number_of, yes_no_clause
from studybot.answer.define import Ranked, defining
from studybot.answer.extent import WHOLE, Span, promises_more, whole
from studybot.facts import Members
from studybot.facts.language import Language
from studybot.text import sentences, words
from studybot.types import Block, Citation, Hit, Match, Understanding

LIKELY = 0.5  # chance of a set from which it is the answer
COUNTED = 0.3  # the same where it has as many members as are asked for
WINNER = 0.6  # share of that chance from which one of them is what is asked for, and not the set


class Mass(NamedTuple):
    """The chance of all members of a set with what announces them, and that of the likeliest member."""

    whole: float
    largest: float

    def is_spread(self, count: int, asked: int | None) -> bool:
        """Whether a set of so many members is the answer to a question that asks for so many, None for any number."""
        if asked not in (None, count):
            return False
        return self.whole >= (COUNTED if asked == count else LIKELY) and self.largest <= WINNER * self.whole


def mass_of(group: Members, hits: Sequence[Hit], wary: Language | None = None) -> Mass:
    """Return the mass of a set of the course among the hits.

    The paragraph above belongs to it; with the language of who is `wary`, only where it announces the set: another one may
    say what the things are.
    """
    if group.are_headings:
        depth = len(group.path) + 1
        titles = [member.proof.passage.path[:depth] for member in group.members]
        each = [_under(hits, title) for title in titles]
        return Mass(sum(each), max(each))
    each = [_within(hits, member.proof) for member in group.members]
    above = group.before if group.before is None or wary is None else _announcing(group.before, len(each), wary)
    return Mass(sum(each) + (_within(hits, above) if above else 0.0), max(each))


def holds(group: Members, match: Match, hit: Hit) -> bool:
    """Whether a unit belongs to a set: to what stands under its headings, its block, or the paragraph above."""
    if group.are_headings:
        depth = len(group.path) + 1
        return hit.passage.path[:depth] in {member.proof.passage.path[:depth] for member in group.members}
    places = [*(member.proof for member in group.members), *(one for one in (group.before,) if one)]
    return any(one.passage.id == hit.passage.id and one.start <= match.start < one.end for one in places)


def _announcing(above: Citation, count: int, known: Language) -> Citation | None:
    """The sentences of a paragraph that lead in to what stands below it: by the last sign, or by the number of things."""
    quote = above.quote.rstrip("*_ ")
    spans = sentences(quote)
    leading = [
        place
        for place, span in enumerate(spans)
        if (quote.endswith(":") and place == len(spans) - 1)
        or count in {number_of(word, known) for word in words(quote[slice(*span)])}
    ]
    if not leading:
        return None
    first, last = spans[leading[0]], spans[leading[-1]]
    return above.model_copy(update={"start": above.start + first[0], "end": above.start + last[1]})


def _within(hits: Sequence[Hit], place: Citation) -> float:
    """The chance of the units within a place."""
    return sum(
        match.score
        for hit in hits
        if hit.passage.id == place.passage.id
        for match in hit.matches
        if match.kind == "unit" and place.start <= match.start < place.end
    )


def _under(hits: Sequence[Hit], path: tuple[str, ...]) -> float:
    """The chance of the units of all passages under a heading path."""
    below = (hit for hit in hits if hit.passage.path[: len(path)] == path)
    return sum(match.score for hit in below for match in hit.matches if match.kind == "unit")


def may_be_called(question: Understanding, ranked: Ranked, known: Language) -> bool:
    """Whether a question may ask for what is called so, and not for what defines it."""
    asks = asks_plural(question, known) or asks_those(question, known)
    return asks and defining(question, ranked, known) is None


def may_be_spread(question: Understanding, ranked: Ranked, known: Language) -> bool:
    """Whether a question may ask for several things, and not for what defines them."""
    return asks_plural(question, known) and defining(question, ranked, known) is None


def spread_list(question: Understanding, hits: Sequence[Hit], ranked: Ranked, known: Language) -> tuple[Hit, list[Span]] | None:
    """Return the list over which the answer is spread, with what announces it; None without one."""
    if yes_no_clause(question, known) or not may_be_spread(question, ranked, known):
        return None
    asked = asked_count(question, known)
    for hit in hits:
        above: Block | None = None
        for block in hit.passage.blocks:
            if block.kind in ("list", "steps"):
                each = [_within([hit], Citation(passage=hit.passage, start=unit.start, end=unit.end)) for unit in block.units]
                lead = Citation(passage=hit.passage, start=above.start, end=above.end) if above else None
                leading = lead and _announcing(lead, len(each), known)
                mass = Mass(sum(each) + (_within([hit], leading) if leading else 0.0), max(each))
                if len(each) > 1 and block.end - block.start <= WHOLE and mass.is_spread(len(each), asked):
                    announced = [(above.units[-1].start, above.units[-1].end)] if above and above.units else []
                    return hit, [*(announced if promises_more(hit.passage, announced) else []), *whole(block)]
            above = block if block.kind == "prose" else None
    return None
