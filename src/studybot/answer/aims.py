"""Which way a text goes by its meaning, from making or adding a thing to ending or taking it away, in whatever words."""

from collections.abc import Sequence
from functools import cached_property
from itertools import takewhile

import numpy as np
from numpy.typing import NDArray

from studybot.answer.direction import clauses, opposes, spoken, turned
from studybot.answer.extent import Span, block_at, is_procedure
from studybot.answer.understand import asked_part
from studybot.corpus.codelines import is_comment
from studybot.facts.language import Language
from studybot.ports import Embedder
from studybot.types import Hit, Match, Understanding

CLEAR = 0.05  # from which a text ends or takes away; the poles of the language lie at some 0.25, the course's texts at -0.1
APART = 0.1  # by which the line of a command that ends most must stand apart from those beside it
MAYBE = -0.05  # from which a question may ask to end something: four of five questions of a course lie below
MAKES = -0.1  # from which a command may make what another one ends
CREATES = -0.2  # up to which a question clearly asks to make or add something
WEIGHT = 25.0  # how much two texts that go the same way gain in ln(chance), each at 1
LONGEST = 24  # words of a text that are read
REMEMBERED = 8192  # texts of which it is remembered
CALL = 4  # words of a command that say what it does
DESTROYS = 0.03  # what the chance of a command counts that destroys where nobody asked for that

Ranked = Sequence[tuple[Match, Hit]]


class Aims:
    """Reads the way of a text off its vector: along what lies between the two poles of many pairs, on average."""

    def __init__(self, embedder: Embedder, known: Language) -> None:
        self._embedder, self._known = embedder, known
        self._read: dict[str, float] = {}

    @cached_property
    def _axis(self) -> tuple[NDArray[np.float32], float]:
        """The mean way from the first to the second of each pair, and where its middle lies."""
        ends = [self._embedder.encode([pair[place] for pair in self._known.aims]) for place in (0, 1)]
        way = (ends[1] - ends[0]).mean(axis=0)
        way /= np.linalg.norm(way) or 1.0
        return way, float(np.vstack(ends).mean(axis=0) @ way)

    def of(self, texts: Sequence[str]) -> list[float]:
        """Return for each text how far it goes towards ending or taking away, below 0 towards making or adding."""
        said = [" ".join([word for word in spoken(text) if word.isalpha()][:LONGEST]) for text in texts]
        new = [text for text in dict.fromkeys(said) if text and text not in self._read]
        if len(self._read) > REMEMBERED:
            self._read.clear()
        here = dict(zip(new, self._along(new), strict=True))
        self._read |= here
        return [here.get(text, self._read.get(text, 0.0)) for text in said]

    def _along(self, texts: Sequence[str]) -> list[float]:
        if not (texts and self._known.aims):
            return [0.0] * len(texts)
        way, middle = self._axis
        return [float(along) for along in self._embedder.encode(texts) @ way - middle]

    def wanted(self, wish: str) -> float:
        """Return which way a wish goes: by the clause that asks, what stands before it is how things are."""
        parts = [part for clause in clauses(asked_part(wish)) for part in clause.split(",")]
        if len(parts) == 1:  # as it was typed: its vector is there already
            return self._along([wish])[0]
        asking = [part for part in parts if set(spoken(part)) & self._known.question_words][-1:]
        return max(self.of(asking or parts), default=0.0)


class Aim:
    """What one question wants done, beside what commands do."""

    def __init__(self, aims: Aims | None, wish: str, question: Understanding, known: Language) -> None:
        self._aims, self._wish, self._known = aims, wish, known
        self._asked = frozenset(spoken(question.text))
        self._describes = question.kind in ("definition", "comparison")

    @cached_property
    def way(self) -> float:
        """Which way the wish goes; read where a command may answer, and something is to be done."""
        return self._aims.wanted(self._wish) if self._aims and self._wish and not self._describes else -1.0

    def weighed(self, ranked: Ranked) -> list[tuple[Match, Hit]]:
        """Return units with the chances of commands by whether they go the way that is wanted, likeliest first.

        A command that destroys is first only where that may be asked for, and else stands beside no other one.
        """
        places = [place for place, (match, hit) in enumerate(ranked) if _is_command(match, hit)]
        if not places:
            return list(ranked)
        ways = dict(zip(places, self._ways([_text(*ranked[place]) for place in places]), strict=True))
        gains = {at: float(np.exp(WEIGHT * self.way * way)) if self.way >= CLEAR else 1.0 for at, way in ways.items()}
        best = max(places, key=lambda at: ranked[at][0].score * gains[at], default=0)
        for at in places:
            asked = at == best and self.way >= MAYBE and ways[at] >= CLEAR
            gains[at] *= DESTROYS if not asked and self._destroys(_text(*ranked[at])) else 1.0
        weighed = [(_times(match, gains.get(at, 1.0)), hit) for at, (match, hit) in enumerate(ranked)]
        return sorted(weighed, key=lambda pair: -pair[0].score)

    def _destroys(self, text: str) -> bool:
        """Whether a command destroys by its words, none of which is asked about; options and remarks do nothing.

        What makes something by its meaning answers a question that asks to make something, though it overwrites what was there.
        """
        line = next((line for line in text.split("\n") if not is_comment(line)), "")
        called = set(spoken(" ".join(line.split()[:CALL]))) & self._known.destroying
        if not called or called & self._asked:
            return False
        return self._aims is None or self.way > CREATES or self._aims.of([text])[0] >= 0

    def is_opposed(self, hit: Hit, span: Span) -> bool:
        """Whether a text does the opposite of what is wanted: by its words, or a command that makes what another one ends.

        What only the meaning of a wish says ("take the mounted disk out") counts more than its words for one of two poles.
        """
        text = hit.passage.between(*span)
        if self._wish and opposes(self._wish, text, self._known):
            ends = not turned(self._wish, self._known) and self.way >= CLEAR
            return not (ends and self._ways([text])[0] >= CLEAR)
        block = block_at(hit.passage, span[0])
        if block is None or block.kind != "code" or is_procedure(hit.passage, block) or self.way < CLEAR:
            return False
        ways = self._ways([hit.passage.cut(unit) for unit in block.units])
        return self._ways([text])[0] <= MAKES and max(ways) >= CLEAR

    def narrowed(self, hit: Hit, span: Span) -> Span:
        """Return the one line of a command that ends what is to be ended, where the lines beside it do other things with it."""
        lines = [line for line in hit.passage.between(*span).split("\n") if line and not is_comment(line)]
        called = {line.partition("(")[0].rpartition(".")[0] for line in lines}
        if len(lines) < 2 or len(called) > 1 or not called - {""} or self.way < CLEAR:
            return span
        (best, line), (second, _), *_ = sorted(zip(self._ways(lines), lines, strict=True), reverse=True)
        start = span[0] + hit.passage.between(*span).find(line)
        return (start, start + len(line)) if best - second >= APART else span

    def fronted(self, hit: Hit, spans: Sequence[Span]) -> list[Span]:
        """Return commands without those in front that destroy what nobody asked to be destroyed, where others stay."""
        block = block_at(hit.passage, min(spans)[0]) if spans else None
        if block is None or block.kind != "code" or is_procedure(hit.passage, block):
            return list(spans)
        front = list(takewhile(lambda span: self._destroys(hit.passage.between(*span)), sorted(spans)))
        asked = self.way >= CLEAR and front and self._ways([hit.passage.between(*front[0])])[0] >= CLEAR
        return list(spans) if asked or len(front) == len(spans) else [span for span in spans if span not in front]

    def _ways(self, texts: Sequence[str]) -> list[float]:
        return self._aims.of(texts) if self._aims and self.way >= MAYBE else [0.0] * len(texts)


def _is_command(match: Match, hit: Hit) -> bool:
    """Whether a unit is a command or part of code, and none of numbered steps."""
    block = block_at(hit.passage, match.start)
    return block is not None and block.kind == "code" and not is_procedure(hit.passage, block)


def _text(match: Match, hit: Hit) -> str:
    return hit.passage.cut(match)


def _times(match: Match, gain: float) -> Match:
    return match.scored(match.score * gain)
