"""What the material says of an objective, as the numbers that the decision weighs."""

import math
import re
from collections import Counter
from collections.abc import Container, Sequence
from copy import copy
from itertools import pairwise
from typing import NamedTuple

from studybot.answer.judge import packaged_model
from studybot.answer.signals import signals
from studybot.answer.vocabulary import Vocabulary
from studybot.coverage.wording import HEAVIEST, Pair, Term, common_names, pairs_of, parts_of, terms_of
from studybot.spelled import spelled_out
from studybot.text import stems
from studybot.types import QUESTION_LIMIT, Hit, Passage, Question, Understanding

FEATURES = (
    "dense_passage", "dense_unit", "dense_bank", "bank_second", "known", "known_names", "unit", "passage", "pooled", "heading",
    "title", "lead", "depth", "mentions", "structured", "names", "length", "name_heading", "name_passage", "rarest",
    "name_pairs", "pairs", "score", "chance", "lexical_unit", "lexical_bank", "gap_margin", "judged", "judged_plain", "outside",
    "told",
)  # fmt: skip
OF_PARTS = tuple(name for name in FEATURES if name not in {"dense_passage", "bank_second", "structured", "names", "length"})
NOTHING = -5.0  # logit of a text that finds no passage
LOOKED_AT = 5  # hits that count as evidence
RAREST = 7.0  # a term that next to nothing says weighs no more than one that nothing says
MOST = 0.6  # share of a text's weight from which a unit or heading counts as being about it
_SHORT = re.compile(r"\b[A-Z]{3,5}\b")
_LEAD = re.compile(r"^\W*(?:\*\*[^*\n]{2,70}\*\*|`[^`\n]+`|[^:|\n—–]{2,60}(?=[:|—–]))")


class _Unit(NamedTuple):
    stems: frozenset[str]
    said: frozenset[str]  # by the unit or the headings above it
    lead: frozenset[str]


class _Known(NamedTuple):
    units: tuple[_Unit, ...]
    said: frozenset[str]  # by the passage or its headings
    path: frozenset[str]
    title: frozenset[str]
    section: tuple[str, ...]
    pairs: frozenset[Pair]


class Material:
    """The words of the passages, laid out once: which unit, heading and lead of a line says what."""

    def __init__(self, passages: Sequence[Passage]) -> None:
        self._known = {passage.id: _known(passage) for passage in passages}
        self._course = Vocabulary.of(passages)
        text = "\n".join(f"{passage.heading}\n{passage.text}" for passage in passages)
        self.common = common_names(
            (passage.topic, line) for passage in passages if passage.kind != "code" for line in (*passage.path, passage.text)
        )
        # An abbreviation that the course spells out is found by its words; any other one stands for the words of a guide.
        self.short = frozenset(_SHORT.findall(text)) - spelled_out(text)
        self._count()

    def _count(self) -> None:
        self.units: Counter[str] = Counter()
        self.headings: Counter[str] = Counter()
        sections: set[tuple[str, ...]] = set()
        for known in self._known.values():
            for unit in known.units:
                self.units.update(unit.stems)
            if known.section not in sections:
                sections.add(known.section)
                self.headings.update(known.title)
        self._size = sum(len(known.units) for known in self._known.values())
        self._pairs = frozenset().union(*(known.pairs for known in self._known.values()))
        self.vocabulary = frozenset(self.units) | frozenset(self.headings)

    def without(self, sections: Container[str]) -> "Material":
        """Return the material as it is without some sections (`topic/section`)."""
        rest = copy(self)
        rest._known = {name: known for name, known in self._known.items() if name.rsplit("/", 1)[0] not in sections}
        rest._count()
        return rest

    def terms(self, text: str) -> tuple[Term, ...]:
        """Return the words that a text is about, without those that stand before many names of this course."""
        return terms_of(text, self.common)

    def parts(self, text: str) -> list[str]:
        """Return what a compound objective is made of, `text` itself when it is single."""
        return parts_of(text, self.common)

    def evidence(self, text: str, hits: Sequence[Hit], whole: Sequence[Hit] = ()) -> dict[str, float]:
        """Return the FEATURES of a text, each larger the better it is taught, from what was found for it.

        What was found for the `whole` objective may say what a part asks, too: "discounts" is about its Savings Plans.
        """
        terms = self.terms(text)
        names = [term for term in terms if term.name]
        mass = sum(term.weight for term in terms) or 1.0
        top = hits[:LOOKED_AT]
        known = [self._known[name] for name in dict.fromkeys(hit.passage.id for hit in (*top, *whole[:LOOKED_AT]))]
        places = [one.said for one in known]

        forms = frozenset(form for term in terms for form in term.forms)
        shares: dict[frozenset[str], float] = {}

        def share(found: frozenset[str]) -> float:
            common = forms & found  # most places say the same few of the words: each such set is weighed once
            if common not in shares:
                shares[common] = sum(term.weight for term in terms if term.stands_in(common)) / mass
            return shares[common]

        units = [share(unit.said) for one in known for unit in one.units]
        name_pairs, other_pairs = pairs_of(text, self.common)
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
            "rarest": 1 - max(unknown, default=0.0) / HEAVIEST,
            "name_pairs": _share(name_pairs, self._pairs),
            "pairs": _share([*name_pairs, *other_pairs], frozenset().union(*(one.pairs for one in known))),
            "score": max((hit.score for hit in top), default=0.0),
            "chance": max((match.score for hit in top for match in hit.matches if match.kind != "passage"), default=0.0),
            "lexical_unit": max((hit.signals.get("lexical_unit", 0.0) for hit in top), default=0.0),
            "lexical_bank": max((hit.signals.get("lexical_bank", 0.0) for hit in top), default=0.0),
            **self._judged(text, hits),
            "told": self._told_of(terms, known),
        }

    def _judged(self, text: str, hits: Sequence[Hit]) -> dict[str, float]:
        """What the judge of questions thinks of a text (logits), and how much nearer a bank question is than a known gap."""
        if not hits:
            return {"gap_margin": 0.0, "judged": NOTHING, "judged_plain": NOTHING, "outside": 0.0}
        short = text[:QUESTION_LIMIT]
        asked = Understanding(question=Question(text=short), text=short, terms=tuple(dict.fromkeys(stems(short))))
        found = signals(asked, hits, self._course.rarity, self._told, self._course.strangeness)
        model = packaged_model()
        row = [found[name] for name in model.signals]
        return {
            "gap_margin": found["gap_margin"],
            "judged": (model.covered if hits[0].nearest else model.plain).logit(row),
            "judged_plain": model.plain.logit(row),
            "outside": model.outside.logit(row),
        }

    def _told(self, passage: Passage) -> frozenset[str]:
        return self._known[passage.id].said

    def missing(self, text: str, hits: Sequence[Hit]) -> tuple[str, ...]:
        """Return the words of a text that none of its best hits says, as written."""
        said = frozenset().union(*(self._known[hit.passage.id].said for hit in hits))
        return tuple(term.word for term in self.terms(text) if not term.stands_in(said))

    def said(self, text: str, hits: Sequence[Hit]) -> float:
        """Return the weight of the words of a text that one of its best hits says."""
        unsaid = set(self.missing(text, hits))
        return sum(term.weight for term in self.terms(text) if term.word not in unsaid)

    def _told_of(self, terms: Sequence[Term], known: Sequence[_Known]) -> float:
        """How many words are said of what the text is about, under its name as a heading or as the lead of a line.

        A word named in passing, or in a list, has few; the terms that few units of the course say count most.
        """
        weights, told = [], []
        for term in terms:
            often = min(self.units[form] + 3 * self.headings[form] for form in term.forms)
            weights.append(term.weight * min(math.log(max(self._size, 1) / (1 + often)) if often < self._size else 0.0, RAREST))
            own = [unit for one in known for unit in one.units if term.stands_in(one.title) or term.stands_in(unit.lead)]
            told.append(math.log1p(sum(len(unit.stems) for unit in own)))
        total = sum(weights)
        return sum(weight * value for weight, value in zip(weights, told, strict=True)) / total if total else 0.0

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
            text = passage.cut(unit)
            lead = _LEAD.match(text)
            own = frozenset(stems(text))
            units.append(_Unit(own, own | path, frozenset(stems(lead.group() if lead else ""))))
    said = stems(passage.text)
    named = stems(" ".join(passage.path))
    pairs = frozenset([*pairwise(said), *pairwise(named)])
    title = frozenset(stems(passage.path[-1]))
    return _Known(tuple(units), path.union(said), path, title, passage.path, pairs)
