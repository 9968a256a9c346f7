"""A learner's thumb becomes a line of a dataset: the question and, frozen, what was retrieved, answered and cited."""

import json
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from studybot.errors import DatasetError, NotFound
from studybot.evaluate.case import Case, Frozen, Retrieved
from studybot.evaluate.dataset import read_dataset
from studybot.evaluate.measure import shown_text
from studybot.files import write_whole, writing
from studybot.types import Feedback, Turn

if TYPE_CHECKING:  # opening a database is the caller's
    from studybot.store import Store

AT_MOST = 10_000  # thumbs read at a time


def cases_from_thumbs(store: "Store") -> tuple[list[Case], int]:
    """Return the cases of all turns with a thumb down, oldest thumb first, and how many thumbs have no turn to freeze.

    A question that was logged anonymously does not lead back to its turn, and a deleted conversation has none.
    """
    cases: list[Case] = []
    lost = 0
    for row in reversed(store.log.rated_rows(thumb="down", limit=AT_MOST)):
        try:
            turn = store.conversations.turn(row.turn or "")
        except NotFound:
            lost += 1
            continue
        given = Feedback(turn=turn.id, at=row.rated or row.at, thumb="down", reason=row.reason)
        cases.append(case_from_turn(turn, given))
    return cases, lost


def case_from_turn(turn: Turn, feedback: Feedback) -> Case:
    """Return the case of a turn that a learner judged.

    Its question is the one that was understood, so that a follow-up stands alone. It has no evidence and no key facts: somebody
    who knows the course adds them, or sets `answerable` to false; until then it is run and shown, and left out of the measures.
    """
    answer = turn.answer
    asked = answer.question.text
    return Case(
        id=f"feedback-{turn.id}",
        question=answer.understood or asked,
        topic=answer.question.topic or (answer.hits[0].passage.topic if answer.hits else ""),
        note="" if answer.understood in ("", asked) else f"typed: {asked}",
        feedback=Frozen(
            turn=turn.id,
            at=feedback.at,
            reason=feedback.reason,
            outcome=answer.outcome,
            answer=shown_text(answer),
            cited=tuple(citation.quote for statement in answer.statements for citation in statement.citations),
            retrieved=tuple(
                Retrieved(passage=hit.passage.id, source=hit.passage.source, text=hit.passage.text) for hit in answer.hits
            ),
        ),
    )


def append_cases(path: Path, cases: Iterable[Case]) -> list[Case]:
    """Append the cases that a dataset does not hold yet and return them; the file is replaced at once, never half-written.

    Raises DatasetError when the file exists and is no valid dataset.
    """
    old = path.read_text(encoding="utf-8-sig") if path.exists() else ""
    known = {case.id for case in read_dataset(path).cases} if old.strip() else set()
    new: list[Case] = []
    for case in cases:
        if case.id not in known:
            known.add(case.id)
            new.append(case)
    if not new:
        return []
    lines = old if not old or old.endswith("\n") else old + "\n"
    with writing(f"dataset {str(path)!r}", "check the folder", DatasetError):
        write_whole(path, lines + "".join(f"{case_line(case)}\n" for case in new))
    return new


def case_line(case: Case) -> str:
    """Return a case as one JSON line, with the keys that somebody must fill in even when they are empty."""
    filled = case.model_dump(mode="json", exclude_defaults=True)
    shown = {name: value for name, value in case.model_dump(mode="json").items() if name in filled or name in _ALWAYS}
    return json.dumps(shown, ensure_ascii=False)


_ALWAYS = frozenset({"id", "question", "topic", "kind", "paraphrase", "answerable", "evidence", "key_facts"})
