"""Statements that may contradict each other: the same thing with two figures in two places, as questions to the author."""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from studybot.corpus.units import table_cells
from studybot.text import stems
from studybot.types import Block, Citation, Passage, Value

ALIKE = 0.75  # share of stems (Jaccard) from which two sentences without their figures say the same
FEWEST = 3  # stems of a sentence that is compared
_FIGURE = re.compile(
    r"(?<![\w.])(?P<sign>\$?)(?P<number>\d[\d,]*(?:\.\d+)?)\s?(?P<unit>%|[A-Za-z]+(?:/[A-Za-z]+)?)?(?![\w.]*\d)"
)
_RANGE = re.compile(r"(\d[\d,.]*)\s*(?:to|and|or|[-–—])\s*(\d[\d,.]*)\s?(%|[A-Za-z]+(?:/[A-Za-z]+)?)")
_UNITS = {
    **dict.fromkeys(("sec", "secs", "second", "seconds", "s"), "seconds"),
    **dict.fromkeys(("min", "mins", "minute", "minutes"), "minutes"),
    **dict.fromkeys(("hr", "hrs", "hour", "hours", "h"), "hours"),
    **dict.fromkeys(("day", "days"), "days"),
    **dict.fromkeys(("month", "months"), "months"),
    **dict.fromkeys(("year", "years"), "years"),
    **{
        unit.lower(): unit
        for unit in ("KB", "MB", "GB", "TB", "KiB", "MiB", "GiB", "TiB", "ms", "Gbps", "Mbps", "MB/s", "GB/s", "%")
    },
}
_LABEL = re.compile(r"^\W*\*\*(?P<label>[^*\n]{2,80}?):?\*\*:?\s*(?P<rest>.+)$", re.DOTALL)
_BOUNDS = frozenset(stems("maximum max minimum min limit value default"))
_BRACKETS = re.compile(r"\([^()]*\)")


class Contradiction(Value):
    """Two places that give one `term` other figures; whether they contradict is for the author to say."""

    term: str
    first: Citation
    second: Citation
    figures: tuple[str, str]


class _Claim(NamedTuple):
    """Figures (by unit) that one place gives a term; `key` is what the same term is known by elsewhere."""

    key: tuple[frozenset[str], ...]
    term: str
    figures: dict[str, frozenset[str]]
    proof: Citation


def contradictions(passages: Sequence[Passage]) -> tuple[Contradiction, ...]:
    """Return the pairs of places that give the same term different figures of the same unit, in course order."""
    claims = [claim for passage in passages for claim in _claims(passage)]
    by_key: dict[tuple[frozenset[str], ...], list[_Claim]] = defaultdict(list)
    for claim in claims:
        by_key[claim.key].append(claim)
    found = [pair for group in by_key.values() for pair in _differing(group)]
    sentences = [claim for passage in passages for claim in _sentences(passage)]
    found += _differing_sentences(sentences)
    seen: set[tuple[str, int, str, int]] = set()
    kept = []
    for one in found:
        place = (one.first.passage.id, one.first.start, one.second.passage.id, one.second.start)
        if place not in seen:
            seen.add(place)
            kept.append(one)
    return tuple(kept)


def _claims(passage: Passage) -> Iterator[_Claim]:
    """Cells of tables (row label and column) and labelled lines (section and label) that hold figures."""
    for block in passage.blocks:
        if block.kind == "table":
            yield from _cells(passage, block)
            continue
        for unit in block.units:
            match = _LABEL.match(passage.cut(unit))
            if match and block.kind != "code":
                section, label = passage.path[-1], match["label"]
                key = (_key(section), _key(label))
                proof = Citation(passage=passage, start=unit.start, end=unit.end)
                yield from _claim(key, f"{section}: {label}", match["rest"], proof)


def _cells(passage: Passage, block: Block) -> Iterator[_Claim]:
    text = passage.cut(block)
    header = table_cells(text.split("\n", 1)[0])
    for unit in block.units:
        cells = table_cells(passage.cut(unit))
        for name, cell in list(zip(header, cells, strict=False))[1:]:
            if name and cells[0]:
                proof = Citation(passage=passage, start=unit.start, end=unit.end)
                yield from _claim((_key(cells[0]), _key(name)), f"{cells[0]}: {name}", cell, proof)


def _claim(key: tuple[frozenset[str], ...], term: str, text: str, proof: Citation) -> Iterator[_Claim]:
    figures = _figures(text)
    if figures and all(key):
        yield _Claim(key, re.sub(r"[*`]", "", term), figures, proof)


def _sentences(passage: Passage) -> Iterator[_Claim]:
    """Sentences and list items with figures, known by what they say without them."""
    for block in passage.blocks:
        for unit in block.units if block.kind in ("prose", "list", "steps", "callout") else ():
            text = passage.cut(unit)
            figures = _figures(text)
            said = frozenset(stem for stem in stems(_FIGURE.sub(" ", text)) if not any(sign.isdigit() for sign in stem))
            if figures and len(said) >= FEWEST:
                yield _Claim(
                    (said,), " ".join(text.split())[:80], figures, Citation(passage=passage, start=unit.start, end=unit.end)
                )


def _differing_sentences(claims: Sequence[_Claim]) -> Iterator[Contradiction]:
    by_stem: dict[str, list[int]] = defaultdict(list)
    for place, claim in enumerate(claims):
        for stem in claim.key[0]:
            by_stem[stem].append(place)
    for place, claim in enumerate(claims):
        rare = sorted(claim.key[0], key=lambda stem: (len(by_stem[stem]), stem))[:FEWEST]
        for other in sorted({near for stem in rare for near in by_stem[stem] if near > place}):
            second = claims[other]
            if len(claim.key[0] & second.key[0]) >= ALIKE * len(claim.key[0] | second.key[0]):
                yield from _pair(claim, second)


def _differing(claims: Sequence[_Claim]) -> Iterator[Contradiction]:
    for number, first in enumerate(claims):
        for second in claims[number + 1 :]:
            yield from _pair(first, second)


def _pair(first: _Claim, second: _Claim) -> Iterator[Contradiction]:
    """One contradiction when some unit has figures of which neither place has all of the other's."""
    if (first.proof.passage.id, first.proof.start) == (second.proof.passage.id, second.proof.start):
        return
    for unit in first.figures.keys() & second.figures.keys():
        one, other = first.figures[unit], second.figures[unit]
        if not one <= other and not other <= one:
            shown = (_shown(one, unit), _shown(other, unit))
            yield Contradiction(term=first.term, first=first.proof, second=second.proof, figures=shown)
            return


def _figures(text: str) -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = defaultdict(set)
    for match in _FIGURE.finditer(_RANGE.sub(r"\1 \3 \2 \3", text)):
        written = (match["unit"] or "").lower()
        unit = _UNITS.get(written, "") if written else ""
        number = match["number"].replace(",", "").rstrip(".")
        found["$" if match["sign"] else unit].add(f"{float(number):g}")
    return {unit: frozenset(numbers) for unit, numbers in found.items()}


def _shown(numbers: frozenset[str], unit: str) -> str:
    listed = ", ".join(sorted(numbers, key=float))
    return f"${listed}" if unit == "$" else f"{listed} {unit}".strip()


def _key(text: str) -> frozenset[str]:
    """What a label is known by: its stems without brackets and words such as "maximum"."""
    said = frozenset(stems(_BRACKETS.sub(" ", text)))
    return said - _BOUNDS or said
