"""Questions of the course's bank to ask next: no model call, only what was retrieved."""

from collections.abc import Callable, Iterable, Sequence

from studybot.text import stems
from studybot.types import Act, Hit, Understanding

SUGGESTIONS = 3
WISHES: tuple[tuple[Act, str], ...] = (
    ("simpler", "Explain it simpler"),
    ("example", "Show me an example"),
    ("quiz", "Quiz me on this"),
)  # what may follow an answer, where the course has it
LONGEST = 80  # characters that a suggestion has at most


def suggestions(question: Understanding, hits: Sequence[Hit], bank: Callable[[str], Iterable[str]]) -> list[str]:
    """Return questions that the passages beside the best one answer; `bank` gives those that lead to a passage."""
    chosen: dict[frozenset[str], str] = {frozenset(question.terms): ""}
    near = [hit.passage for hit in hits[1:] if hit.passage.topic == hits[0].passage.topic]
    for passage in near[: SUGGESTIONS + 1]:
        about = set(stems(" ".join(passage.path)))
        asked = [text for text in bank(passage.id) if text.endswith("?") and len(text) < LONGEST]
        # One that names what its section is about can be understood alone; among those the bank's order counts.
        named = sorted(asked, key=lambda text: -min(2, len(about & set(stems(text)))))
        new = next((text for text in named if frozenset(stems(text)) not in chosen), None)
        if new is not None:
            chosen[frozenset(stems(new))] = new
    return list(chosen.values())[1 : SUGGESTIONS + 1]
