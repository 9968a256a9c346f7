"""What an answer shows: statements that are proved, or why there are none; beside each other what is never compared."""

import re
from collections.abc import Callable, Sequence
from typing import NamedTuple

from studybot.answer.asks import asked_count, asks_members, asks_those
from studybot.answer.choose import likeliest_units
from studybot.answer.define import defining
from studybot.answer.extent import block_at
from studybot.answer.extract import statements_of
from studybot.answer.ground import ground
from studybot.answer.judge import ANSWERED, CLOSEST, certainty_of
from studybot.answer.sides import mostly, sides
from studybot.facts.language import Language, language
from studybot.ports import Composer, Vectors
from studybot.shown import join
from studybot.text import spoken, stems
from studybot.types import Draft, Hit, Match, Statement, Understanding, Verdict

UNSURE = ANSWERED - 0.01  # how sure an answer is at most that names fewer things than are asked for
AFTER_BOTH = 3  # statements that follow the definitions of both sides
MOST = 4  # words of one side of a comparison: more ask for an aspect of it


class Beside(NamedTuple):
    """What the course says of each side, with the hits that prove it; `told` says what it lacks: the comparison, or a side."""

    told: str
    statements: tuple[Statement, ...] = ()
    hits: tuple[Hit, ...] = ()


def side_questions(question: Understanding) -> list[Understanding]:
    """Return "what is X" for each side of a comparison, [] for anything else and where an aspect is asked of each."""
    things = all(0 < len(stems(part)) <= MOST and part in question.text for part in question.parts)
    if question.kind != "comparison" or not things:
        return []
    return [
        question.model_copy(update={"text": part, "kind": "definition", "terms": tuple(stems(part)), "parts": (), "focus": ""})
        for part in question.parts
    ]


def searched_beside(
    question: Understanding, vectors: Vectors, search: Callable[[Understanding, Vectors], list[Hit]], code: str
) -> Beside | None:
    """Return the sides of a comparison, each searched by itself; None for anything else and where none is defined.

    `vectors` has a row for the question and one for each side.
    """
    asked = side_questions(question)
    found = [search(side, vectors[place : place + 1]) for place, side in enumerate(asked, start=1)]
    return side_by_side(asked, found, code) if asked else None


def side_by_side(sides: Sequence[Understanding], found: Sequence[Sequence[Hit]], code: str) -> Beside | None:
    """Return each side's definition from what was found for it; None when the course defines none of them."""
    known = language(code)
    defined = [_described(side, hits, known) for side, hits in zip(sides, found, strict=True)]
    there = [side.text for side, unit in zip(sides, defined, strict=True) if unit]
    missing = [side for side, unit in zip(sides, defined, strict=True) if not unit]
    said = {stem for hits in found for hit in hits for stem in stems(f"{' '.join(hit.passage.path)} {hit.passage.text}")}
    if not there or any(said.issuperset(side.terms) for side in missing):
        return None  # what is spoken of somewhere may be described in other words
    if missing:
        return Beside(
            known.one_side.format(there=join(there, known.last), missing=join((side.text for side in missing), known.last))
        )
    units = [unit for unit in defined if unit]
    statements = [one for match, hit in units for one in statements_of(hit.passage, [(match.start, match.end)])]
    return Beside(known.apart, tuple(statements), tuple({hit.passage.id: hit for _, hit in units}.values()))


def _described(side: Understanding, hits: Sequence[Hit], known: Language) -> tuple[Match, Hit] | None:
    """The sentence or row that defines a side; a labelled item tells only what it is among others."""
    unit = defining(side, likeliest_units(hits), known)
    block = block_at(unit[1].passage, unit[0].start) if unit else None
    return unit if block is not None and block.kind in ("prose", "callout", "table") else None


class Shown(NamedTuple):
    """The verdict and the hits, with the statements that are shown and what studybot says in its own words."""

    verdict: Verdict
    hits: Sequence[Hit]
    statements: tuple[Statement, ...] = ()
    said: str = ""

    def is_doubtful(self, question: Understanding) -> bool:
        """Whether the sides of a comparison, each by itself, may say more than this."""
        if self.verdict.outcome == "not_covered":
            return True
        return not sides(question, self.hits) and (not self.is_sure or not _begins_with_both(question, self.statements))

    @property
    def is_sure(self) -> bool:
        """Whether it is shown as the answer."""
        return self.verdict.outcome == "covered" and certainty_of(self.verdict) != "closest"

    def with_sides(self, beside: Beside) -> "Shown":
        """Return what is shown when the sides of a comparison were looked for: both stand before an answer that is sure."""
        if beside.statements and self.is_sure:
            hits = {hit.passage.id: hit for hit in (*self.hits, *beside.hits)}
            both = ground(Draft(statements=beside.statements), beside.hits)
            told = [one.text for one in both]
            rest = [one for one in self.statements if not any(one.text in text or text in one.text for text in told)]
            return self._replace(hits=tuple(hits.values()), statements=(*both, *rest[:AFTER_BOTH]))
        if beside.statements:
            described = {hit.passage.id for hit in beside.hits}
            return Shown(
                Verdict(outcome="covered", confidence=max(self.verdict.confidence, CLOSEST)),
                [*beside.hits, *(hit for hit in self.hits if hit.passage.id not in described)],
                ground(Draft(statements=beside.statements), beside.hits),
                beside.told,
            )
        if self.verdict.outcome == "not_covered":
            return self._replace(verdict=self.verdict.model_copy(update={"reason": beside.told}))
        return self


def _begins_with_both(question: Understanding, statements: Sequence[Statement]) -> bool:
    """Whether the first two statements speak of all sides of a comparison, one maybe as their heading, the first of one."""
    if not statements:
        return False
    said = frozenset(stems(statements[0].text))
    around = said.union(*(stems(f"{one.lead} {one.text}") for one in statements[:2]))
    wanted = [frozenset(stems(part)) for part in question.parts]
    return any(mostly(side & said, side) for side in wanted) and all(mostly(side & around, side) for side in wanted)


def _falls_short(question: Understanding, statements: Sequence[Statement], known: Language) -> bool:
    """Whether so many things are asked for by number that an answer cannot name all: it may say that there are eleven."""
    count = asked_count(question, known) if asks_members(question, known) or asks_those(question, known) else None
    parts = (re.split(r"[,;\n]| and | or |(?<=[.:!?])\s", statement.text) for statement in statements)
    return count is not None and sum(map(len, parts)) < count


def composed(composer: Composer, question: Understanding, hits: Sequence[Hit], verdict: Verdict) -> Shown:
    """Return what a composer makes of the hits, as far as it is proved; without proof nothing is covered."""
    if verdict.outcome != "covered":
        return Shown(verdict, hits)
    statements = ground(composer.compose(question, hits), hits)
    if statements and _falls_short(question, statements, language(spoken())):
        verdict = verdict.model_copy(update={"confidence": min(verdict.confidence, UNSURE)})
    if statements:
        return Shown(verdict, hits, statements)
    unsaid = Verdict(outcome="not_covered", confidence=verdict.confidence, reason="The course does not say this.")
    return Shown(unsaid, hits)
