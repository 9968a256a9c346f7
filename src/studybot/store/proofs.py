"""The passages that stored answers cite: each kept once, by the hash of its content, whatever becomes of the course."""

import json
from collections.abc import Callable, Iterable, Iterator
from hashlib import sha256
from typing import Any

from sqlalchemy import insert, select

from studybot.store.database import Database
from studybot.store.schema import proofs
from studybot.types import Answer

AT_ONCE = 500  # values that one statement may carry in every database


class Proofs:
    """Takes the passages out of answers, and puts them in again."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def pack(self, answer: Answer) -> str:
        """Keep the passages of an answer and return its JSON with their keys in place of them."""
        data, passages = packed(answer.model_dump(mode="json"))
        with self._database.write():
            for key in passages.keys() - {row.key for row in self._rows(passages)}:
                self._database.change(insert(proofs).values(key=key, passage=passages[key]))
        return json.dumps(data, ensure_ascii=False, separators=(",", ":"))

    def unpack(self, texts: Iterable[str]) -> Iterator[Answer]:
        """Yield the answers of some texts that `pack` made, or that hold their passages; ValueError at a damaged one."""
        answers = [_parsed(text) for text in texts]
        apart = [holder for answer in answers for holder in _holders(answer) if isinstance(holder["passage"], str)]
        passages = {row.key: json.loads(row.passage) for row in self._rows({holder["passage"] for holder in apart})}
        for holder in apart:
            holder["passage"] = passages.get(holder["passage"])
        for answer in answers:
            yield Answer.model_validate_json(json.dumps(answer))

    def gone(self, is_there: Callable[[str, str], bool]) -> set[str]:
        """Return the keys of the kept passages whose text (called with its file and itself) is there no more."""
        kept = ((row.key, json.loads(row.passage)) for row in self._database.rows(select(proofs)))
        return {key for key, passage in kept if not is_there(passage["source"], passage["text"])}

    def _rows(self, keys: Iterable[str]) -> Iterator[Any]:
        wanted = sorted(keys)
        for start in range(0, len(wanted), AT_ONCE):
            yield from self._database.rows(select(proofs).where(proofs.c.key.in_(wanted[start : start + AT_ONCE])))


def packed(answer: dict[str, Any]) -> tuple[dict[str, Any], dict[str, str]]:
    """Return an answer's JSON object with keys in place of its passages, and the passages as JSON by their keys."""
    passages: dict[str, str] = {}
    for holder in _holders(answer):
        text = json.dumps(holder["passage"], ensure_ascii=False, sort_keys=True)
        key = sha256(text.encode()).hexdigest()[:32]
        passages[key] = text
        holder["passage"] = key
    return answer, passages


def _parsed(text: str) -> dict[str, Any]:
    """The JSON object of an answer; of a damaged one an object that is no answer."""
    try:
        answer = json.loads(text)
        return answer if all(holder["passage"] for holder in _holders(answer)) else {}
    except (ValueError, KeyError, TypeError, AttributeError):
        return {}


def cited(text: str) -> set[str]:
    """Return the keys of the passages that an answer, as `pack` made it, quotes."""
    statements = _parsed(text).get("statements", ())
    return {str(citation["passage"]) for statement in statements for citation in statement["citations"]}


def _holders(answer: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Yield each part of an answer's JSON object that has a passage."""
    for statement in answer.get("statements", ()):
        yield from statement["citations"]
    yield from answer.get("hits", ())
