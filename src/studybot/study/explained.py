"""An explanation in a learner's words, held against what the course says: which parts are there, missing, contradicted."""

import re
from collections.abc import Callable, Collection, Sequence
from functools import partial
from typing import Literal, NamedTuple

from studybot.answer.direction import negated, opposes
from studybot.corpus.units import table_cells
from studybot.facts.language import Language, language
from studybot.facts.written import clean
from studybot.study.counted import NUMBER, unit_of
from studybot.text import STOPWORDS, any_word, stem, stems, words
from studybot.types import Citation, Passage, Span, Statement, Value

State = Literal["there", "missing", "contradicted"]
MOST = 12  # parts of an answer; more is a chapter, not an explanation
LIST = 4  # rows of a table that are a list
SHARE = 0.5  # of a part's own words that say it
NEAR, SURE = 0.53, 0.65  # cosine of a sentence that says it in other words, with some of its own words or without any
_SENTENCE = re.compile(r"[^.!?;\n]+(?:[.](?=\d)[^.!?;\n]+)*")
_PIECE = re.compile(r"[^.,!?;\n]+(?:[.,](?=\d)[^.,!?;\n]+)*")

Likeness = Callable[[Sequence[str], Sequence[str]], Sequence[Sequence[float]]]


class Explained(Value):
    """One part of an answer: what it is about, what the course says, where, and whether the learner said it.

    `said` is the learner's sentence that says or contradicts it; `why` says in a word what is wrong or lacking.
    """

    label: str
    text: str
    proof: Citation
    state: State
    said: str = ""
    why: Literal["", "number", "negation", "opposite", "side"] = ""


class _Part(NamedTuple):
    """A part of the answer: the words that tell it, whole or by a cell, and those that only its section's heading has."""

    label: str
    text: str
    proof: Citation
    tellings: tuple[frozenset[str], ...]
    side: frozenset[str]


class _Said(NamedTuple):
    """A sentence of the learner: its words, and how near it comes to each part."""

    text: str
    words: frozenset[str]
    near: Sequence[float]


def essential(statements: Sequence[Statement]) -> list[Citation]:
    """Return the places that an explanation is held against: those of the first statement, and of the other side compared."""
    if not statements:
        return []
    first = statements[0].citations[0].passage
    proofs = [*statements[0].citations]
    for statement in statements[1:2]:
        passage = statement.citations[0].passage
        compared = len(first.path) > 2 and passage.path[:-1] == first.path[:-1] and passage.path != first.path
        if statements[0].framed or compared:
            proofs += statement.citations
    return proofs


def explained(typed: str, asked: str, proofs: Sequence[Citation], likeness: Likeness | None = None) -> tuple[Explained, ...]:
    """Return each part of the answer at `proofs` to the question `asked`, with what the learner `typed` says of it.

    `likeness` gives cosines of (sentences x parts) where there is a model; without one, words are compared alone.
    """
    parts = _parts(proofs, frozenset(stems(asked)))
    pieces = _pieces(typed, {part.side for part in parts if part.side})
    alike = (
        likeness(pieces, [part.text for part in parts]) if likeness and pieces and parts else [[0.0] * len(parts)] * len(pieces)
    )
    said = [_Said(piece, frozenset(stems(piece)), row) for piece, row in zip(pieces, alike, strict=True)]
    return tuple(_judged(place, parts, said) for place in range(len(parts)))


def _pieces(typed: str, sides: Collection[frozenset[str]]) -> list[str]:
    """The sentences and what stands between their commas; a sentence of several sides is what it says of each, and no more."""
    sentences = [sentence.strip() for sentence in _SENTENCE.findall(typed) if any_word(sentence)]
    apart = {sentence: _of_sides(sentence, sides) for sentence in sentences}
    whole = [sentence for sentence in sentences if len(apart[sentence]) < 2]
    pieces = [piece.strip() for sentence in whole for piece in _PIECE.findall(sentence) if any_word(piece)]
    return list(dict.fromkeys([*whole, *pieces, *(piece for found in apart.values() if len(found) > 1 for piece in found)]))


def _of_sides(sentence: str, sides: Collection[frozenset[str]]) -> list[str]:
    """A sentence cut where a clause begins to speak of another of the compared sides than the one before it."""
    known = language()
    joins = "|".join(map(re.escape, sorted(known.joining | known.subordinate | known.limits)))
    clauses = re.split(rf"([,;]|\b(?:{joins})\b)", sentence) if len(sides) > 1 else [sentence]
    found, spoken = [""], frozenset[frozenset[str]]()
    for place, clause in enumerate(clauses):
        said = frozenset(stems(clause)) if place % 2 == 0 else frozenset[str]()
        named = frozenset(side for side in sides if side & said)
        told = bool(frozenset(stems(found[-1])).difference(*spoken))  # of the side before, something is said already
        if named and spoken and named != spoken and told:
            found.append("")
            spoken = frozenset()
        spoken |= named
        found[-1] += clause
    return [piece.strip(" ,;") for piece in found if any_word(piece)]


def _parts(proofs: Sequence[Citation], asked: frozenset[str]) -> list[_Part]:
    """The units of the cited places, each text once."""
    found: dict[str, _Part] = {}
    headings = {proof.passage.path: frozenset(stems(proof.passage.path[-1])) for proof in proofs}
    for proof in proofs:
        others = [names for path, names in headings.items() if path != proof.passage.path]
        side = headings[proof.passage.path].difference(*others) if others else frozenset()
        for block in proof.passage.blocks:
            for unit in block.units if block.kind != "code" else ():
                if proof.meets(unit):
                    part = _part(proof.passage, unit, asked, side)
                    found.setdefault(part.text, part)
    parts = _by_label(_asked_rows(list(found.values()), asked))
    paths = list(headings)
    each = MOST // max(1, min(len(paths), 2))
    return [part for path in paths for part in [one for one in parts if one.proof.passage.path == path][:each]][:MOST]


def _asked_rows(parts: list[_Part], asked: frozenset[str]) -> list[_Part]:
    """Of a few rows of a table those that speak most of what was asked; many of them are a list, which is asked for whole."""
    rows = [part for part in parts if part.proof.quote.lstrip().startswith("|")]
    if not 1 < len(rows) < LIST:
        return parts
    spoken = {part.text: len(asked & set(stems(part.text))) for part in rows}
    return [part for part in parts if part.text not in spoken or spoken[part.text] == max(spoken.values())]


def _by_label(parts: Sequence[_Part]) -> list[_Part]:
    """Where sides are compared, a label that only one part has tells that part by itself (`Stateful`)."""
    labels = [part.label for part in parts]
    return [
        part._replace(tellings=(*part.tellings, frozenset(stems(part.label))))
        if part.side and stems(part.label) and labels.count(part.label) == 1
        else part
        for part in parts
    ]


def _part(passage: Passage, unit: Span, asked: frozenset[str], side: frozenset[str]) -> _Part:
    line = passage.between(unit.start, unit.end)
    cells = [clean(cell) for cell in table_cells(line)] if line.lstrip().startswith("|") else [clean(line)]
    cells = [cell for cell in cells if any_word(cell)]
    text = " — ".join(cells)
    label = cells[0] if len(cells) > 1 else text.partition(": ")[0] if ": " in text else ""
    tellings = [_own(cell, asked) for cell in (*(cells[1:] if len(cells) > 2 else ()), text)]
    proof = Citation(passage=passage, start=unit.start, end=unit.end)
    return _Part(label, text, proof, tuple(telling for telling in tellings if telling), side)


def _own(text: str, asked: frozenset[str]) -> frozenset[str]:
    """The words by which a text is told: those of the question say nothing, unless there are no others."""
    content = frozenset(word for word in stems(text) if word not in STOPWORDS)
    return (content - asked) or content


def _judged(place: int, parts: Sequence[_Part], said: Sequence[_Said]) -> Explained:
    part, spoken = parts[place], language()
    made = partial(Explained, label=part.label, text=part.text, proof=part.proof)
    figures, lacking = _numbers(part.text), ""
    ranked = sorted(said, key=lambda one: -max(_share(part, one), one.near[place]))
    for one in ranked:
        share, near, mine = _share(part, one), one.near[place], _numbers(one.text)
        about = next((other for other in parts if other.side & one.words and other.side != part.side), None)
        if about is not None and not part.side & one.words:
            # What is said of the other side is no evidence here; what fits only here was said of the wrong one.
            fits = max(_share(other, one) for other in parts if other.side == about.side)
            if share >= SHARE > fits:
                return made(state="contradicted", said=one.text, why="side")
            continue
        if same := [unit for unit in mine if unit in figures]:
            right = all(mine[unit] & figures[unit] for unit in same)
            return made(state="there", said=one.text) if right else made(state="contradicted", said=one.text, why="number")
        nearest = max(range(len(parts)), key=lambda at: (_share(parts[at], one), one.near[at])) == place
        if share < SHARE and (near < (NEAR if share else SURE) or near < max(one.near)):
            continue
        limited = not spoken.limits.isdisjoint(words(one.text))  # "only allows" and "does not deny" say the same
        if nearest and not limited and negated(one.text, spoken) != negated(part.text, spoken):
            return made(state="contradicted", said=one.text, why="negation")
        if nearest and (opposes(one.text, part.text, spoken) or _poles(one.words, part.text, spoken)):
            return made(state="contradicted", said=one.text, why="opposite")
        if not figures or len(figures) > 1 or (near >= NEAR and not part.label):
            return made(state="there", said=one.text)
        lacking = lacking or one.text
    return made(state="missing", said=lacking, why="number" if lacking else "")


def _share(part: _Part, one: _Said) -> float:
    return max((len(telling & one.words) / len(telling) for telling in part.tellings), default=0.0)


def _poles(mine: frozenset[str], text: str, spoken: Language) -> bool:
    """Whether one says one of two poles and the other one the other."""
    theirs = frozenset(map(stem, words(text)))
    pairs = [(stem(one), stem(other)) for pair in spoken.poles for one, other in (pair, pair[::-1])]
    return any(one in mine - theirs and other in theirs - mine for one, other in pairs)


def _numbers(text: str) -> dict[str, set[str]]:
    """The numbers of a text by what they count; bare ones count nothing."""
    found: dict[str, set[str]] = {}
    for match in NUMBER.finditer(text):
        unit = unit_of("", text[match.end() : match.end() + 20])
        if unit:
            found.setdefault(stem(unit), set()).add(match.group().rstrip(".,").replace(",", ""))
    return found
