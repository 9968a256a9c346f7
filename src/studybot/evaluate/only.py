"""`--only group=list`: the part of a dataset that somebody wants to run."""

from collections.abc import Callable, Sequence
from typing import Any

from studybot.errors import UsageError
from studybot.evaluate.dataset import Dataset, digest

# What a case, and what was measured of it, are parted by.
FIELDS: dict[str, Callable[[Any], tuple[str, ...]]] = {
    "id": lambda case: (case.id,),
    "topic": lambda case: (case.topic or "none",),
    "kind": lambda case: (case.kind,),
    "group": lambda case: (case.group or "none",),
    "act": lambda case: (case.act,),
    "tag": lambda case: case.tags or ("none",),
    "paraphrase": lambda case: (str(case.paraphrase).lower(),),
    "answerable": lambda case: (str(case.answerable).lower(),),
    "follow_up": lambda case: (str(case.follow_up).lower(),),
}


def only(dataset: Dataset, filters: Sequence[str]) -> Dataset:
    """Return the cases that pass every field named, in one of its values; a conversation stays whole.

    A filter is `field=value`. Raises UsageError for a field that there is not, and when nothing is left.
    """
    wanted: dict[str, set[str]] = {}
    for one in filters:
        field, sign, value = one.partition("=")
        if not sign or field not in FIELDS:
            raise UsageError(f"--only {one!r} is no filter: write FIELD=VALUE, the field being one of {', '.join(FIELDS)}")
        wanted.setdefault(field, set()).add(value)
    passed = [case for case in dataset.cases if all(values.intersection(FIELDS[name](case)) for name, values in wanted.items())]
    ids, talks = {case.id for case in passed}, {case.conversation for case in passed if case.conversation}
    kept = [
        pair for pair in zip(dataset.cases, dataset.lines, strict=True) if pair[0].id in ids or pair[0].conversation in talks
    ]
    if not kept:
        raise UsageError(f"no question of {dataset.name!r} is left by --only {' --only '.join(filters)}")
    cases = tuple(case for case, _ in kept)
    return Dataset(name=dataset.name, digest=digest(cases), cases=cases, lines=tuple(line for _, line in kept))
