"""Whether the answer contains what a right answer must contain."""

from collections.abc import Sequence

from studybot.evaluate.evidence import says_any


def key_fact_recall(key_facts: Sequence[Sequence[str]], shown: str) -> float:
    """Return the share of key facts that the shown text states in one of their variants. At least one key fact."""
    return sum(says_any(shown, fact) for fact in key_facts) / len(key_facts)
