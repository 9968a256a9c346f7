"""Everything of one person in every course and table: found by what they go by, handed over, and deleted."""

from collections import Counter
from collections.abc import Collection, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from studybot.errors import NotFound, UsageError

if TYPE_CHECKING:
    from studybot.served import Served

Courses = Mapping[str, "Served"]  # the one that keeps the accounts first


def identity_of(courses: Courses, name: str) -> str:
    """The learner's id behind a name; NotFound when nothing is kept of it, UsageError when several go by it."""
    ids = {one for studybot in courses.values() for one in studybot.store.learners.behind(name)}
    if len(ids) > 1:
        raise UsageError(f"{len(ids)} people go by {name!r}: name one of {', '.join(sorted(ids))}")
    if not ids and not any(_judged(studybot, [name]) for studybot in courses.values()):
        raise NotFound(f"nothing is kept of a learner {name!r}: see the ids in the question log, 'studybot coverage --log'")
    return ids.pop() if ids else ""


def hand_over(courses: Courses, name: str) -> dict[str, Any]:
    """Return everything of one person: the file of one course, or of several one for each by its name."""
    identity = identity_of(courses, name)
    files = {place: file for place, studybot in courses.items() if _holds(file := _file(studybot, identity, name))}
    return next(iter(files.values())) if len(files) == 1 else {"format": "studybot-person", "version": 1, "courses": files}


def delete_person(courses: Courses, name: str) -> dict[str, int]:
    """Delete everything of one person and return how many rows went from where; nothing can bring them back."""
    from studybot.coverage.questions import delete_learner  # noqa: PLC0415
    from studybot.evaluate.sheets import forget  # noqa: PLC0415

    identity = identity_of(courses, name)
    counts: Counter[str] = Counter()
    for studybot in courses.values():
        vectors = studybot.question_vectors if studybot.question_vectors_file.exists() else None
        names = _names(studybot, identity, name)
        counts.update(delete_learner(studybot.store, identity, vectors) if identity else {})
        counts["review"] += forget(_review(studybot), names)
    return {table: count for table, count in counts.items() if count}


def _names(studybot: "Served", identity: str, name: str) -> set[str]:
    """What a person may have judged questions as: the name that was given here, and the one of their account."""
    return {name, studybot.store.learners.person(identity).user} - {""}


def _review(studybot: "Served") -> Path:
    return studybot.settings.data / "review"


def _judged(studybot: "Served", names: Collection[str]) -> list[dict[str, object]]:
    """What was judged under some names in a course, as rows of a file."""
    from studybot.evaluate.sheets import judged  # noqa: PLC0415

    found = judged(_review(studybot), names)
    return [{"sheet": sheet, **one.model_dump(mode="json")} for sheet, verdicts in found.items() for one in verdicts]


def _file(studybot: "Served", identity: str, name: str) -> dict[str, Any]:
    """Everything of one person in a course; what a table does not hold stands beside the other tables."""
    file = studybot.store.learners.export(identity) if identity else {"learner": {}, "others": {}}
    rows = _judged(studybot, _names(studybot, identity, name))
    return file | {"others": file["others"] | ({"review": rows} if rows else {})}


def _holds(file: dict[str, object]) -> bool:
    """Whether a learner's file holds anything of theirs."""
    learner = file["learner"]
    named = isinstance(learner, dict) and bool(learner.get("name"))
    rest = (value for key, value in file.items() if key not in ("format", "version", "learner"))
    return named or any(bool(value) for value in rest)
