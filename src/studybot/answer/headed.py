"""Which unit answers a question that the course asks itself, as its heading: the first one below it."""

from collections.abc import Sequence

from studybot.text import stems
from studybot.types import Hit, Match, Understanding

SAME = 0.75  # share of the words of both that a question and a heading have in common
QUESTION = ("?", "？", "؟")


def headed(question: Understanding, hits: Sequence[Hit], ranked: Sequence[tuple[Match, Hit]]) -> tuple[Match, Hit] | None:
    """Return the first unit below the heading that asks what was asked, as likely as the likeliest; None without one."""
    asked = frozenset(stems(question.text))
    for hit in hits:
        heading = hit.passage.path[-1].rstrip()
        named = frozenset(stems(heading))
        begins = hit.passage.id.endswith("/1") and bool(hit.passage.blocks) and hit.passage.blocks[0].kind == "prose"
        if heading.endswith(QUESTION) and begins and ranked and len(asked & named) >= SAME * len(asked | named):
            unit = hit.passage.blocks[0].units[0]
            return Match(start=unit.start, end=unit.end, kind="unit", score=ranked[0][0].score), hit
    return None
