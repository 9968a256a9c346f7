"""Which unit defines the thing that is asked about: "S3 is an object storage service" rather than a row about S3 Standard."""

import re
from collections.abc import Sequence

from studybot.answer.extent import block_at
from studybot.text import stems
from studybot.types import Hit, Match, Understanding

_SUBJECT = re.compile(
    r"\W*(?:\*\*(?P<bold>[^*]+?):?\*\*"
    r"|\|\s*(?P<cell>[^|]+?)\s*\|"
    r"|(?P<subject>[^.:;|\n]{1,80}?)\s+(?:is|are|lets?|provides?|allows?|enables?|means|translates?|stores?)\b)"
)
_LONG_FORM = re.compile(r"\([^)]*\)|\s[—–-]\s.*")
BEFORE = 1  # words that may stand before the thing in a sentence's subject: "Amazon S3 is", but not "S3 Standard is"
LEAST = 0.005  # chance below which a unit defines something by accident


def definition_first(question: Understanding, ranked: Sequence[tuple[Match, Hit]]) -> list[tuple[Match, Hit]]:
    """Return the units, likeliest first, with the first one in front that defines what a definition is asked of."""
    pairs = list(ranked)
    if question.kind != "definition":
        return pairs
    asked = frozenset(question.terms)
    candidates = [pair for pair in pairs if pair[0].score >= LEAST and _defines(asked, pair)]
    if not candidates:
        return pairs
    # A sentence says what a thing is in full; a row or a bullet only beside others of its kind.
    defining = min(candidates, key=lambda pair: not _is_sentence(*pair))
    likely = defining[0].model_copy(update={"score": pairs[0][0].score})
    return [(likely, defining[1]), *(pair for pair in pairs if pair is not defining)]


def _defines(asked: frozenset[str], pair: tuple[Match, Hit]) -> bool:
    """Whether a unit is about exactly what is asked: its name, without a long form in brackets, has no further word."""
    match, hit = pair
    found = _SUBJECT.match(hit.passage.text[match.start - hit.passage.start : match.end - hit.passage.start])
    if not found:
        return False
    name = stems(_LONG_FORM.sub(" ", found["bold"] or found["cell"] or found["subject"]))
    further = len(set(name) - asked)
    return asked <= set(name) and name[-1] in asked and further <= (BEFORE if found["subject"] else 0)


def _is_sentence(match: Match, hit: Hit) -> bool:
    block = block_at(hit.passage, match.start)
    return block is not None and block.kind in ("prose", "callout")
