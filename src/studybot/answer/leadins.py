"""A sentence that leads in to a list, and the list: one thing, shown or left out together; of two sisters the one asked for."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise, permutations
from typing import NamedTuple

from studybot.answer.asks import number_of
from studybot.answer.extent import WHOLE, Span, asks_how, is_link, whole
from studybot.answer.senses import OTHER, is_side, side_of, speaks_of_side
from studybot.answer.understand import asked_part
from studybot.facts.language import Language
from studybot.facts.members import MARKER
from studybot.facts.nested import branches
from studybot.facts.written import leads_in
from studybot.text import STOPWORDS, stem, words
from studybot.types import Block, Hit, Match, Passage, Understanding

SAME = 0.66  # share of the words of both that a question and a lead-in have in common where it is what is asked
LESS = 0.1  # what the chance of a unit counts whose heading says less of what is asked than a sister's
LEFT = 0.02  # share of the likeliest unit's chance that another side must have to be left alone
NEAR = 5  # hits of which a list that was cut off belongs to the answer
LABEL = 4  # words of a lead-in that only says what its list is of
FEWEST = 2  # of these words at least

Ranked = Sequence[tuple[Match, Hit]]
Place = tuple[str, int]


class LeadIn(NamedTuple):
    """The sentences of a paragraph of which the last leads in to a list, and the items; or an item, and those below it."""

    hit: Hit
    said: tuple[Span, ...]
    items: tuple[tuple[Hit, Span], ...]

    @property
    def span(self) -> Span:
        """Return where the sentence stands."""
        return self.said[-1]

    @property
    def place(self) -> Place:
        """Return what tells the sentence from all others."""
        return self.hit.passage.id, self.span[0]

    @property
    def text(self) -> str:
        """Return the sentence."""
        return self.hit.passage.between(*self.span)


def lead_ins(hits: Sequence[Hit], known: Language) -> Iterator[LeadIn]:
    """Yield the lead-ins of all lists that are short enough to be shown whole."""
    blocks = sorted(((hit, block) for hit in hits for block in hit.passage.blocks), key=lambda pair: _where(*pair))
    for (hit, block), (other, behind) in pairwise(blocks):
        goes_on = (hit.passage.document, hit.passage.path) == (other.passage.document, other.passage.path)
        if not goes_on or block.kind != "prose" or behind.kind not in ("list", "steps") or not block.units:
            continue
        near = behind.start - block.end <= MARKER and behind.end - behind.start <= WHOLE
        text = hit.passage.between(block.units[-1].start, block.end)
        said = [unit for unit in behind.units if not is_link(other.passage.cut(unit))]
        counted = len(behind.units) in {number_of(word, known) for word in words(text)}
        if near and said and (leads_in(text) or counted):
            yield LeadIn(hit, tuple(whole(block)), tuple((other, span) for span in whole(behind)))
    for hit, block in blocks:
        for item, below in branches(hit.passage, block):
            if below[-1][1] - item[0] <= WHOLE:
                yield LeadIn(hit, (item,), tuple((hit, span) for span in below))


def continued(passages: Sequence[Passage]) -> dict[str, Passage]:
    """Return of each passage that ends before its list or code the one that begins with that, by the name of the first."""
    return {
        one.id: other
        for one, other in pairwise(passages)
        if (one.document, one.path) == (other.document, other.path)
        and [block.kind for block in (*one.blocks[-1:], *other.blocks[:1])]
        in (["prose", "list"], ["prose", "steps"], *([["prose", "code"]] if leads_in(one.text) else []))
    }


def with_lists(hits: Sequence[Hit], lists: Mapping[str, Passage]) -> list[Hit]:
    """Return hits with the passages behind them that begin with the lists that they lead in to."""
    found = {hit.passage.id for hit in hits}
    further = dict.fromkeys(one for hit in hits[:NEAR] for one in _chain(hit.passage, lists))
    added = [passage for passage in further if passage.id not in found]
    return [*hits, *(Hit(passage=one, rank=len(hits) + place, score=0.0) for place, one in enumerate(added, start=1))]


def _chain(passage: Passage, lists: Mapping[str, Passage]) -> Iterator[Passage]:
    while passage.id in lists:
        passage = lists[passage.id]
        yield passage


def _where(hit: Hit, block: Block) -> tuple[str, int]:
    return hit.passage.document, block.start


def gathered(question: Understanding, ranked: Ranked, leads: Sequence[LeadIn], known: Language) -> list[tuple[Match, Hit]]:
    """Return units with each list that no item of answers alone as its lead-in, as likely as all of it, likeliest first.

    Where a question asks how something is done, what the paragraph of a lead-in says belongs to it, too.
    """
    chances = {(hit.passage.id, match.start): match.score for match, hit in ranked}
    gone: set[Place] = set()
    gains: dict[Place, tuple[float, LeadIn]] = {}
    others = _others(question, leads)
    likeliest = ranked[0][1].passage.path if ranked else ()
    asked = asked_part(question.text)
    for lead in leads:
        items = [(hit.passage.id, start) for hit, (start, _) in lead.items]
        if lead.place in others or side_of(asked, lead.text, known) == OTHER:
            gone.update(items, [lead.place])
            continue
        each = [chances.get(item, 0.0) for item in items]
        said = [(lead.hit.passage.id, start) for start, _ in lead.said] if asks_how(question) else [lead.place]
        said += [place for place, own in others.items() if own == lead.place]  # as likely as what was taken for it
        announced = sum(chances.get(place, 0.0) for place in said)
        if _is_asked(question, lead) or (lead.hit.passage.path == likeliest and _labels(question, lead)):
            gains[lead.place] = max(chances.values(), default=0.0), lead
        elif announced and announced >= max(each):
            gains[lead.place] = announced + (sum(each) if asks_how(question) else 0.0), lead
        else:
            continue
        gone.update(items)
    left = [pair for pair in ranked if (pair[1].passage.id, pair[0].start) not in gone | set(gains)]
    gains = {place: gain for place, gain in gains.items() if place not in gone}  # what stands below an item comes with that
    made = [(Match(start=one.span[0], end=one.span[1], kind="unit", score=score), one.hit) for score, one in gains.values()]
    return sorted([*made, *left], key=lambda pair: -pair[0].score)


def _is_asked(question: Understanding, lead: LeadIn) -> bool:
    """Whether a lead-in begins with what a question asks, in nearly its words and in their order."""
    asked, said = _said(asked_part(question.text)), _said(lead.text)
    many = len(set(asked) & set(said)) >= max(FEWEST, SAME * len(set(asked) | set(said)))
    return many and _begins(asked, said)


def _labels(question: Understanding, lead: LeadIn) -> bool:
    """Whether a lead-in of few words ends as what is asked for is called: "Known drawbacks:"."""
    said = _said(lead.text)
    return 0 < len(said) <= LABEL and said[-1:] == _said(asked_part(question.text))[:1] and not asks_how(question)


def _begins(asked: Sequence[str], said: Sequence[str]) -> bool:
    order = [word for word in dict.fromkeys(asked) if word in said]
    return list(said[: len(order)]) == order


def _others(question: Understanding, leads: Sequence[LeadIn]) -> dict[Place, Place]:
    """The lead-ins beside one that says what is asked, where they say another thing or the same the other way round."""
    asked = _said(asked_part(question.text)) if question.kind != "comparison" else []
    found: dict[Place, Place] = {}
    spoken = [(lead, _said(lead.text)) for lead in leads]
    # Lists of items that others stand below have many lead-ins: only those that say something of what is asked are compared.
    for (own, said), (other, beside) in permutations(spoken, 2) if asked else ():
        if not set(asked).intersection(said):
            continue
        turned = set(said) == set(beside) and _begins(asked, said) and not _begins(asked, beside)
        is_sister = own.hit.passage.path == other.hit.passage.path
        if turned or (is_sister and _tells(asked, set(said), set(beside), own.hit.passage.path[-1])):
            found[other.place] = own.place
    return found


def _tells(asked: Sequence[str], said: set[str], beside: set[str], heading: str) -> bool:
    """Whether what only one of two says is asked for, and nothing of the other; a heading's word tells where it names both."""
    around = set(_said(heading))
    only = (said - beside) & set(asked)
    return bool(only - around or (only and (beside - said) & around)) and not (beside - said) & set(asked)


def meant(question: Understanding, hits: Sequence[Hit], known: Language) -> list[Hit]:
    """Return hits without those under a heading for the other side of what is asked, as long as likely ones are left.

    What stands under a heading for a side counts less where a sister says all that it says of the question, and more, or where
    the question names its side after the other one, or asks for none: how a thing works is no drawback of it.
    """
    asked = asked_part(question.text)
    spoken, paths = set(_said(asked)), dict.fromkeys(hit.passage.path for hit in hits)
    faces = {path: max((side_of(asked, title, known) for title in path[1:]), default=0) for path in paths}
    less = {
        other
        for own, other in permutations(paths, 2)
        if own[:-1] == other[:-1] and is_side(other[-1], known) and set(_said(other[-1])) < spoken & set(_said(own[-1]))
    } | {path for path, side in faces.items() if side == 1}
    if asks_how(question) or question.kind == "definition":
        less |= {path for path in paths if speaks_of_side(path[-1], asked, known)}
    left = [hit for hit in hits if faces[hit.passage.path] < OTHER]
    least = LEFT * max(map(_chance, hits), default=0.0)
    kept = left if max(map(_chance, left), default=0.0) >= least else list(hits)
    return [_times(hit, LESS) if hit.passage.path in less else hit for hit in kept]


def _chance(hit: Hit) -> float:
    return max((match.score for match in hit.matches if match.kind == "unit"), default=0.0)


def _times(hit: Hit, share: float) -> Hit:
    weighed = tuple(match.scored(share * match.score) for match in hit.matches)
    return hit.model_copy(update={"matches": weighed})


def _said(text: str) -> list[str]:
    """The stems of the words of a text that say something, of a name with inner capitals as a whole: "NoSQL" is no SQL."""
    return [stem(word) for word in words(text.lower()) if word not in STOPWORDS]
