"""Definitions: sentences of the form `X is a ...`, and what compared sections list."""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence

from studybot.corpus.plain import plain
from studybot.study.columns import labelled
from studybot.study.phrase import cite, clean, cut, heading
from studybot.text import stems, words
from studybot.types import Citation, Passage, Value

_DEFINITION = re.compile(
    r"^(?P<article>An?\s+|The\s+)?(?P<term>[A-Z][\w/&.@-]*(?:\s+(?:[A-Z0-9][\w/&.-]*|as|of|and))*(?:\s+\([^)]{2,40}\))?)\s+"
    r"(?P<verb>is|are|provides|lets|allow|allows|means|records|inspects|improves|translates|captures|establishes|creates|"
    r"capture|combine|traces|scans|uses|tells|automates|connects|adds|speeds up|ensure|stores|gives)\s+(?P<rest>\S.{25,})$",
    re.DOTALL,
)
_PLURAL = ("are", "allow", "capture", "combine", "ensure")
_NOT_A_TERM = frozenset("it this these that those there you they understanding add each every all several most aws how".split())


# Sections of this name sort advantages; what stands where is not worth asking.
_VAGUE = frozenset(
    "performance cost savings optimization security reliability speed availability high benefits of iac pros cons".split()
)


class Definition(Value):
    """A term and the sentence that defines it; `masked` is the sentence with ____ in the term's place."""

    path: tuple[str, ...]
    term: str
    sentence: str
    masked: str
    plural: bool
    proof: Citation


class Listing(Value):
    """What one of several compared sections lists: its heading and its bullets, each with its span."""

    path: tuple[str, ...]
    bullets: tuple[tuple[str, Citation], ...]


def definitions(passages: Sequence[Passage]) -> list[Definition]:
    """Return the sentences that define what their heading names, in course order, one for each section and term."""
    found: dict[str, Definition] = {}
    taken: set[tuple[str, ...]] = set()
    for passage in passages:
        for block in passage.blocks:
            for unit in block.units[:2] if block.kind == "prose" else ():
                definition = _definition(passage, unit.start, unit.end)
                if definition is not None and passage.path not in taken and definition.term.lower() not in found:
                    found[definition.term.lower()] = definition
                    taken.add(passage.path)
    return list(found.values())


def _definition(passage: Passage, start: int, end: int) -> Definition | None:
    sentence = plain(cut(passage, start, end))
    match = _DEFINITION.match(sentence)
    if match is None or len(sentence) > 260 or set(words(match["term"])[:1]) & _NOT_A_TERM:
        return None
    term = re.sub(r"\s+\([^)]*\)$", "", match["term"])
    masked = f"{_article(match['article'])}____ {match['verb']} {match['rest']}"
    # The term, its long form and its abbreviation are hidden wherever they stand.
    for name in {term, *re.findall(r"\(([^)]*)\)", match["term"])}:
        masked = re.sub(rf"\b{re.escape(name)}\b", "____", masked)
    if len(words(term)) > 5 or len(term) < 3 or not set(stems(term)) <= set(stems(" ".join(passage.path) + " Amazon AWS")):
        return None
    plural = match["verb"] in _PLURAL
    return Definition(
        path=passage.path, term=term, sentence=sentence, masked=masked, plural=plural, proof=cite(passage, start, end)
    )


def _article(article: str | None) -> str:
    """The article in front of a gap, which neither is dropped nor tells whether the term begins with a vowel."""
    return "" if article is None else "A(n) " if article.lower().startswith("a") else "The "


def listings(passages: Sequence[Passage]) -> list[tuple[Listing, ...]]:
    """Return groups of two to four sibling sections that list properties, such as the cards of a comparison."""
    by_parent: dict[tuple[str, ...], dict[str, list[tuple[str, Citation]]]] = defaultdict(lambda: defaultdict(list))
    for passage in passages:
        if len(passage.path) > 2:
            by_parent[passage.path[:-1]][passage.path[-1]].extend(_bullets(passage))
    groups = []
    for parent, sections in by_parent.items():
        group = tuple(
            Listing(path=(*parent, title), bullets=tuple(found)) for title, found in sections.items() if len(found) >= 2
        )
        vague = any(set(words(heading(listing.path[-1]))) <= _VAGUE for listing in group)
        if 2 <= len(group) <= 4 and not vague:
            groups.append(group)
    return groups


def _bullets(passage: Passage) -> Iterator[tuple[str, Citation]]:
    """Plain bullets of a passage that are short enough to choose from."""
    for block in passage.blocks:
        for unit in block.units if block.kind == "list" else ():
            markdown = cut(passage, unit.start, unit.end)
            text = clean(markdown)
            if (
                not markdown.startswith("`")
                and labelled(passage, unit.start, unit.end) is None
                and 12 <= len(text) <= 100
                and len(words(text)) >= 3
            ):
                yield text, cite(passage, unit.start, unit.end)


def title(listing: Listing) -> str:
    """Return the heading of a compared section."""
    return heading(listing.path[-1])
