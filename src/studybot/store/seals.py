"""Seals: what a learner's file holds to prove, when it is read again, that these words were answered here."""

import hmac
import json
from collections.abc import Mapping
from typing import Any


def seal(key: str, turn: Mapping[str, Any]) -> str:
    """Return what only this key makes of a turn as JSON: of when it was asked, and of the whole answer with its question.

    A number is the same whether it was written 1 or 1.0, so that a file may pass through other programs.
    """
    text = json.dumps(_plain({"at": turn["at"], "answer": turn["answer"]}), sort_keys=True)
    return hmac.digest(key.encode(), f"turn/{text}".encode(), "sha256").hex()


def sealed(key: str, data: Mapping[str, Any]) -> frozenset[str]:
    """Return the ids of a file's turns whose seals hold; the file has the form of one already."""
    given = {turn["id"]: (data.get("seals", {}).get(turn["id"], ""), seal(key, turn)) for turn in data.get("turns", ())}
    return frozenset(turn for turn, (said, true) in given.items() if hmac.compare_digest(said.encode(), true.encode()))


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _plain(one) for name, one in value.items()}
    if isinstance(value, list):
        return [_plain(one) for one in value]
    return int(value) if isinstance(value, float) and value.is_integer() else value
