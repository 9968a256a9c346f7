"""Whether the citations are the right ones and are true: recall and precision after ALCE (Gao et al. 2023), groundedness.

ALCE asks a language model whether a citation supports a sentence; here the evidence quotes and key facts of the dataset decide,
so that the numbers come out the same twice.
"""

import re
from collections.abc import Callable, Sequence

from studybot.evaluate.evidence import places, says_any, squashed, stands_in
from studybot.facts.fact import unit_count
from studybot.facts.language import frame_words
from studybot.text import squash
from studybot.types import Citation, Passage, Statement

ReadSource = Callable[[str], str]

OVERLAP = 0.8  # of an item's letters: a citation that leaves out a bullet or a last word still shows the item
_WORD = re.compile(r"[^\W_]+")
# What stands around quoted text and says nothing: the fences of a code block with its language, the marker of an item.
_FRAME = re.compile(r"\A`{3,}\S*$|^`{3,}\Z|\A(?:[-*+]|\d+[.)]) ", re.MULTILINE)


def citation_recall(evidence: Sequence[Sequence[str]], citations: Sequence[Citation]) -> float:
    """Return the share of evidence items that what the answer cites covers, wholly or by 0.8 of their letters."""
    cited = _by_passage(citations)
    return sum(any(_covered(quote, cited) for quote in item) for item in evidence) / len(evidence)


def citation_precision(
    evidence: Sequence[Sequence[str]], key_facts: Sequence[Sequence[str]], citations: Sequence[Citation]
) -> float:
    """Return the share of citations that are needed: one overlaps an evidence item or a key fact stands in it; 0 for none."""
    if not citations:
        return 0.0
    return sum(_needed(citation, evidence, key_facts) for citation in citations) / len(citations)


def groundedness(statements: Sequence[Statement], read_source: ReadSource) -> float:
    """Return the share of statements whose citations re-read identically and hold every word of the statement; must be 1.

    `read_source` gives the Markdown of a document by its id.
    """
    return sum(_grounded(statement, read_source) for statement in statements) / len(statements)


def _by_passage(citations: Sequence[Citation]) -> list[tuple[Passage, list[tuple[int, int]]]]:
    """The cited spans (offsets in the passage) of each passage."""
    cited: dict[tuple[str, int, int], tuple[Passage, list[tuple[int, int]]]] = {}
    for citation in citations:
        passage = citation.passage
        spans = cited.setdefault((passage.document, passage.start, passage.end), (passage, []))[1]
        spans.append((citation.start - passage.start, citation.end - passage.start))
    return list(cited.values())


def _covered(quote: str, cited: Sequence[tuple[Passage, list[tuple[int, int]]]]) -> bool:
    for passage, spans in cited:
        if any(stands_in(quote, passage.text[start:end]) for start, end in spans):
            return True
        for start, end in places(quote, squashed(passage.text), passage.text):
            if _share(passage.text, (start, end), spans) >= OVERLAP:
                return True
    return False


def _share(text: str, item: tuple[int, int], spans: Sequence[tuple[int, int]]) -> float:
    """The share of the letters and digits of an item that lies inside the spans; each is counted once."""
    letters = [place for place in range(*item) if text[place].isalnum()]
    inside = sum(any(start <= place < end for start, end in spans) for place in letters)
    return inside / len(letters)


def _needed(citation: Citation, evidence: Sequence[Sequence[str]], key_facts: Sequence[Sequence[str]]) -> bool:
    if any(says_any(citation.quote, fact) for fact in key_facts):
        return True
    passage = citation.passage
    span = [(citation.start - passage.start, citation.end - passage.start)]
    return any(
        stands_in(quote, citation.quote)
        or any(_share(passage.text, place, span) > 0 for place in places(quote, squashed(passage.text), passage.text))
        for item in evidence
        for quote in item
    )


def _grounded(statement: Statement, read_source: ReadSource) -> bool:
    quotes = [citation.quote for citation in statement.citations]
    for citation, quote in zip(statement.citations, quotes, strict=True):
        if read_source(citation.passage.document)[citation.start : citation.end] != quote:
            return False
    proved = {word for quote in quotes for word in _words(quote)}
    if statement.framed:  # a lead may also say headings of what it cites, how many it names, and the words of its frame
        headings = " ".join(title for citation in statement.citations for title in citation.passage.path)
        proved |= {*_words(headings), *_words(frame_words()), str(len(quotes)), str(sum(map(unit_count, statement.citations)))}
    return all(word in proved for word in _words(_FRAME.sub("", statement.text)))


def _words(text: str) -> list[str]:
    return [squash(word) for word in _WORD.findall(text)]
