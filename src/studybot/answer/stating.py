"""Which units state something: none that asks, credits or shows how something looks where another one says how it is."""

from collections.abc import Callable, Sequence

from studybot.answer.extent import block_at, is_choice, is_link
from studybot.corpus.units import NAMED, is_title, picture_part
from studybot.facts.language import Language
from studybot.text import words
from studybot.types import ASKING, Hit, Match

SHOWN = 0.3  # what the chance of code counts where it is asked what a thing is
RIVAL = 0.1  # share of the likeliest unit's chance that what states something must have where an exercise is likelier
# What the chance of a unit counts that shows how it looks: what a command printed, a picture, and what stands beside one.
PRINTED, PICTURED = 0.05, {"alt": 0.0, "whole": 0.2, "caption": 0.5, "": 1.0}

Ranked = Sequence[tuple[Match, Hit]]


def stating(ranked: list[tuple[Match, Hit]]) -> list[tuple[Match, Hit]]:
    """Units without sentences that ask, as long as others are left: what asks the same is nearest, and no answer."""
    states = [pair for pair in ranked if not _asks(pair[1].passage.cut(pair[0]))]
    left = sum(match.score for match, _ in states)
    if len(states) == len(ranked) or not left:
        return ranked
    more = sum(match.score for match, _ in ranked) / left
    return [(match.scored(more * match.score), hit) for match, hit in states]


def taught(ranked: list[tuple[Match, Hit]]) -> list[tuple[Match, Hit]]:
    """What states something alone, where that is likely: an exercise asks what a learner asks, its options answer nothing."""
    states = [pair for pair in ranked if not _only_asks(*pair)]
    return states if states and states[0][0].score >= RIVAL * ranked[0][0].score else ranked


def run_first(ranked: Ranked, by_name: float = PRINTED) -> list[tuple[Match, Hit]]:
    """What a command printed, or a picture shows, behind what is said and run: it shows how something looks, not how it is.

    What was printed with its name in front ("Mean height: 180") counts `by_name`: it may be the figure that is asked for.
    """

    def weight(match: Match, hit: Hit) -> float:
        block = block_at(hit.passage, match.start)
        if block is None or not (block.is_printed or block.kind == "prose"):
            return 1
        part = picture_part(hit.passage.cut(block), match.start - block.start, match.end - block.start)
        named = by_name if NAMED.match(hit.passage.cut(match)) else PRINTED
        return named if block.is_printed else PICTURED[part]

    return _weighed(ranked, weight)


def said_first(ranked: Ranked) -> list[tuple[Match, Hit]]:
    """Code, but for a line whose remark says what it does, behind what is said: asked what something is, or how much."""

    def weight(match: Match, hit: Hit) -> float:
        block = block_at(hit.passage, match.start)
        return SHOWN if block is not None and block.kind == "code" and not is_choice(hit.passage, block) else 1

    return _weighed(ranked, weight)


def _weighed(ranked: Ranked, weight: Callable[[Match, Hit], float]) -> list[tuple[Match, Hit]]:
    """Units by their chances, each times its weight."""
    weighed = [(match.scored(weight(match, hit) * match.score), hit) for match, hit in ranked]
    return sorted(weighed, key=lambda pair: -pair[0].score)


def points_away(match: Match, hit: Hit, known: Language) -> bool:
    """Whether a unit is nothing but a link or a title in bold, or says where a picture is from."""
    text = hit.passage.cut(match)
    said, credited, _ = text.partition(":")
    credits = bool(credited) and len(crediting := words(said)) == 1 and crediting[0] in known.crediting
    return is_link(text) or credits or is_title(text)


def _only_asks(match: Match, hit: Hit) -> bool:
    """Whether a unit belongs to an exercise: it leads up to what its paragraph asks, or is an option or an aim."""
    block = block_at(hit.passage, match.start)
    if block is None or hit.passage.role not in ASKING:
        return False
    return block.kind not in ("prose", "callout") or _asks(hit.passage.cut(block))


def _asks(text: str) -> bool:
    return text.rstrip("*_”\"')） ").endswith("?") or "___" in text.replace("\\", "")
