"""Measures of others: a package offers functions under the entry point group `studybot.measures`, by the measure's name."""

from collections.abc import Callable, Mapping
from functools import cache
from importlib.metadata import entry_points

from studybot.errors import UsageError
from studybot.evaluate.case import Case
from studybot.evaluate.rows import DIGITS
from studybot.types import Answer

GROUP = "studybot.measures"
OwnMeasure = Callable[[Case, Answer], float | None]  # None where the measure does not apply to a question


@cache
def own_measures() -> dict[str, OwnMeasure]:
    """Return the measures that installed packages offer, by name; raises UsageError for one that cannot be loaded."""
    found: dict[str, OwnMeasure] = {}
    for point in sorted(entry_points(group=GROUP), key=lambda point: point.name):
        try:
            found[point.name] = point.load()
        except Exception as error:  # a package of somebody else may raise anything while it is imported
            raise UsageError(
                f"the measure {point.name!r} ({point.value}) cannot be loaded ({error}): correct or remove it"
            ) from error
    return found


def own_values(case: Case, answer: Answer, measures: Mapping[str, OwnMeasure]) -> dict[str, float | None]:
    """Return what each measure gives for one answer; raises UsageError naming one that fails or gives no number."""
    values: dict[str, float | None] = {}
    for name, measure in measures.items():
        try:
            value = measure(case, answer)
            values[name] = None if value is None else round(float(value), DIGITS)
        except Exception as error:  # whatever another's function raises, the run says which one it was
            raise UsageError(f"the measure {name!r} failed on question {case.id!r} ({error}): correct it and go on") from error
    return values
