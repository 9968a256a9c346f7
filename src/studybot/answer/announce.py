"""Which sentence lists what is asked for: "There are two types of memory: explicit and implicit memory"."""

from collections.abc import Sequence

from studybot.answer.asks import asks_members, asks_several, set_terms
from studybot.answer.extent import block_at
from studybot.facts.language import Language
from studybot.facts.listed import listed
from studybot.text import stems
from studybot.types import Hit, Match, Understanding

SAID = 0.6  # share of the words asked for that the sentence or its heading holds
RIVAL = 0.01  # share of the best unit's chance that the sentence needs


def announcing(question: Understanding, ranked: Sequence[tuple[Match, Hit]], known: Language) -> tuple[Match, Hit] | None:
    """Return the sentence that lists by name what is asked for, as likely as the likeliest; None without one."""
    if not (asks_members(question, known) or asks_several(question, known)):
        return None
    asked = set_terms(question, known)
    for match, hit in ranked:
        block = block_at(hit.passage, match.start)
        if match.score < RIVAL * ranked[0][0].score or not asked:
            break
        said = asked & frozenset(stems(f"{hit.passage.cut(match)} {hit.passage.path[-1]}"))
        fits = block is not None and block.kind == "prose" and len(said) >= SAID * len(asked)
        if fits and listed(hit.passage.cut(match), known):
            return match.model_copy(update={"score": ranked[0][0].score}), hit
    return None
