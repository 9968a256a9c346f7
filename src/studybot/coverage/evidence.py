"""What the material says of an objective, as the numbers that the decision weighs."""

import math
import re
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from studybot.answer.vocabulary import abbreviations
from studybot.coverage.wording import ZIPF_TOP, Pair, Term, pairs_of, terms_of
from studybot.text import stems
from studybot.types import Hit, Passage

FEATURES = (
    "dense_passage", "dense_unit", "dense_bank", "bank_second", "known", "known_names", "unit", "passage", "pooled", "heading",
    "title", "lead", "depth", "mentions", "structured", "names", "length", "name_heading", "name_passage", "rarest",
    "name_pairs", "pairs",
)  # fmt: skip
OF_PARTS = tuple(name for name in FEATURES if name not in {"dense_passage", "bank_second", "structured", "names", "length"})
LOOKED_AT = 5  # hits that count as evidence
MOST = 0.6  # share of a text's weight from which a unit or heading counts as being about it
_SHORT = re.compile(r"\b[A-Z]{3,5}\b")
_LEAD = re.compile(r"^\W*(?:\*\*[^*\n]{2,70}\*\*|`[^`\n]+`|[^:|\n—–]{2,60}(?=[:|—–]))")


class _Unit(NamedTuple):
    stems: frozenset[str]
    lead: frozenset[str]


class _Known(NamedTuple):
    units: tuple[_Unit, ...]
    stems: frozenset[str]
    path: frozenset[str]
    title: frozenset[str]
    section: tuple[str, ...]
    pairs: frozenset[Pair]


class Material:
    """The words of the passages, laid out once: which unit, heading and lead of a line says what."""

    def __init__(self, passages: Sequence[Passage]) -> None:
        self._known = {passage.id: _known(passage) for passage in passages}
        self.units: Counter[str] = Counter()
        self.headings: Counter[str] = Counter()
        text = "\n".join(f"{' > '.join(passage.path)}\n{passage.text}" for passage in passages)
        # An abbreviation that the course spells out is found by its words; any other one stands for the words of a guide.
        self.short = frozenset(_SHORT.findall(text)) - {short.upper() for short, _ in abbreviations(text)}
        sections: set[tuple[str, ...]] = set()
        for known in self._known.values():
            for unit in known.units:
                self.units.update(unit.stems)
            if known.section not in sections:
                sections.add(known.section)
                self.headings.update(known.title)
        self._pairs = frozenset().union(*(known.pairs for known in self._known.values()))
        self.vocabulary = frozenset(self.units) | frozenset(self.headings)

    def evidence(self, text: str, hits: Sequence[Hit]) -> dict[str, float]:
        """Return the FEATURES of a text, each larger the better it is taught, and what was found for it."""
        terms = terms_of(text)
        names = [term for term in terms if term.name]
        mass = sum(term.weight for term in terms) or 1.0
        top = hits[:LOOKED_AT]
        known = [self._known[hit.passage.id] for hit in top]
        places = [one.stems | one.path for one in known]

        def share(found: frozenset[str]) -> float:
            return sum(term.weight for term in terms if term.stands_in(found)) / mass

        units = [share(unit.stems | one.path) for one in known for unit in one.units]
        name_pairs, other_pairs = pairs_of(text)
        heaviest = sorted(terms, key=lambda term: -term.weight)[:2]
        unknown = [term.weight for term in terms if not term.stands_in(self.vocabulary)]
        return {
            **{name: max((hit.signals.get(name, 0.0) for hit in top), default=0.0) for name in FEATURES[:4]},
            "known": share(self.vocabulary),
            "known_names": _together(names, [self.vocabulary]),
            "unit": max(units, default=0.0),
            "passage": max(map(share, places), default=0.0),
            "pooled": share(frozenset().union(*places)),
            "heading": max((share(one.path) for one in known), default=0.0),
            "title": max((share(one.title) for one in known), default=0.0),
            "lead": max((share(unit.lead) for one in known for unit in one.units), default=0.0),
            "depth": math.log1p(sum(value >= MOST for value in units)),
            "mentions": min((self._mentions(term) for term in heaviest), default=0.0),
            "structured": float(any(hit.passage.kind in ("table", "steps", "code") for hit in top[:2])),
            "names": min(len(names), 4) / 4,
            "length": min(len(terms), 12) / 12,
            "name_heading": _together(names, [one.path for one in known]),
            "name_passage": _together(names, places),
            "rarest": 1 - max(unknown, default=0.0) / ZIPF_TOP,
            "name_pairs": _share(name_pairs, self._pairs),
            "pairs": _share([*name_pairs, *other_pairs], frozenset().union(*(one.pairs for one in known))),
        }

    def missing(self, text: str, hits: Sequence[Hit]) -> tuple[str, ...]:
        """Return the words of a text that none of its best hits says, as written."""
        places = [self._known[hit.passage.id] for hit in hits[:LOOKED_AT]]
        said = frozenset().union(*(one.stems | one.path for one in places))
        return tuple(term.word for term in terms_of(text) if not term.stands_in(said))

    def _mentions(self, term: Term) -> float:
        """How often the course says a word: units, and headings three times."""
        forms = term.forms if term.forms[0] not in self.vocabulary and len(term.forms) > 1 else term.forms[:1]
        counts = [self.units[form] + 3 * self.headings[form] for form in (forms[1:] if len(forms) > 1 else forms)]
        return math.log1p(min(counts, default=0))


def _share(pairs: Sequence[Pair], said: frozenset[Pair]) -> float:
    return sum(pair in said for pair in pairs) / len(pairs) if pairs else 1.0


def _together(names: Sequence[Term], places: Sequence[frozenset[str]]) -> float:
    """The largest share of the names that stands in one of the places; 1 when there are no names."""
    return max((sum(name.stands_in(place) for name in names) for place in places), default=0) / len(names) if names else 1.0


def _known(passage: Passage) -> _Known:
    path = frozenset(stems(" ".join(passage.path)))
    units = []
    for block in passage.blocks:
        for unit in block.units:
            text = passage.text[unit.start - passage.start : unit.end - passage.start]
            lead = _LEAD.match(text)
            units.append(_Unit(frozenset(stems(text)), frozenset(stems(lead.group() if lead else ""))))
    said = stems(passage.text)
    named = stems(" ".join(passage.path))
    pairs = frozenset([*pairwise(said), *pairwise(named)])
    title = frozenset(stems(passage.path[-1]))
    return _Known(tuple(units), frozenset(said), path, title, passage.path, pairs)
