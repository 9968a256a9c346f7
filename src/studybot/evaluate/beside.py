"""Two answers to one question side by side, word by word: what both say, what only one of them says."""

import re
from collections.abc import Sequence
from difflib import SequenceMatcher
from typing import NamedTuple

from studybot.evaluate.rows import AnswerRow

_PIECE = re.compile(r"\s+|[^\s]+")


class Piece(NamedTuple):
    """A stretch of an answer; `own` says that the other answer does not have it there."""

    text: str
    own: bool


def beside(before: str, after: str) -> tuple[list[Piece], list[Piece]]:
    """Return both texts cut where they differ; the pieces of each, joined, are the text again."""
    one, other = _PIECE.findall(before), _PIECE.findall(after)
    left: list[Piece] = []
    right: list[Piece] = []
    for kind, start, end, begin, stop in SequenceMatcher(None, one, other, autojunk=False).get_opcodes():
        _add(left, one[start:end], own=kind != "equal")
        _add(right, other[begin:stop], own=kind != "equal")
    return left, right


def shown(row: AnswerRow) -> str:
    """Return an answer of a run as one text: its statements, or how it refused."""
    said = [f"{one.lead}\n{one.text}".strip() for one in row.statements]
    return (
        "\n".join(said)
        or row.said
        or row.error
        or {"outside": "Refused: outside the course."}.get(row.outcome or "", "Refused: not covered.")
    )


def _add(pieces: list[Piece], words: Sequence[str], *, own: bool) -> None:
    if words:
        pieces.append(Piece("".join(words), own))
