"""`studybot eval gate`: floors, ceilings and allowed regressions, two-sided; what is missing fails, what is noise is said."""

from collections.abc import Mapping
from pathlib import Path
from typing import Literal, Self

import yaml
from pydantic import Field, ValidationError, model_validator

from studybot.errors import DatasetError, first_line
from studybot.evaluate.folder import SUMMARY, write_value
from studybot.evaluate.summary import GROUPS, MEASURES, Measured, Summary, better
from studybot.files import read_text, writing
from studybot.plain_yaml import parse_yaml
from studybot.types import Value

TWO_SIDES = ("false_refusals", "false_answers")
NOISE = 0.05  # p from which a difference of two runs is what chance makes of equal ones
Status = Literal["passed", "failed", "unsure"]


class Rule(Value):
    """What one measure must keep: at least `floor`, at most `ceiling`, at most `regression` worse than the base."""

    floor: float | None = None
    ceiling: float | None = None
    regression: float | None = Field(default=None, ge=0)

    @model_validator(mode="after")
    def _says_something(self) -> Self:
        if self.floor is None and self.ceiling is None and self.regression is None:
            raise ValueError("needs a floor, a ceiling or a regression")
        return self


class Gate(Value):
    """`gate.yaml`: a rule for each measure, by name ("mrr") or for a group ("paraphrase=true/mrr").

    Must hold a ceiling below 1 on false refusals and on false answers: with one of them alone, refusing or answering
    everything would pass.
    """

    measures: dict[str, Rule]

    @model_validator(mode="after")
    def _known(self) -> Self:
        for name in self.measures:
            group, _, measure = name.rpartition("/")
            if measure not in MEASURES or (group and group.partition("=")[0] not in GROUPS):
                raise ValueError(f"{name!r} is no measure: use one of {', '.join(MEASURES)}")
            if better(measure) == "neither" and self.measures[name].regression is not None:
                raise ValueError(f"{name!r} is neither better nor worse: give it a floor or a ceiling, no regression")
        return self

    @model_validator(mode="after")
    def _two_sided(self) -> Self:
        for name in TWO_SIDES:
            rule = self.measures.get(name)
            if rule is None or rule.ceiling is None or rule.ceiling >= 1:
                raise ValueError(f"is one-sided: {name!r} needs a ceiling below 1")
        return self


class GateCheck(Value):
    """One rule applied: the value found over `n` questions, the limit that it is held to, and why it is not passed.

    `unsure` is a value on the wrong side of its limit by no more than chance explains: it does not fail a gate.
    """

    measure: str
    rule: str
    value: float | None
    limit: float | None
    status: Status
    low: float | None = None
    high: float | None = None
    n: int = 0
    reason: str = ""

    @property
    def passed(self) -> bool:
        """Whether the check lets the run through."""
        return self.status != "failed"


class GateResult(Value):
    """All checks of a gate; it passes when none fails."""

    checks: tuple[GateCheck, ...]

    @property
    def passed(self) -> bool:
        """Whether every check passed; a gate without checks does not."""
        return bool(self.checks) and all(check.passed for check in self.checks)

    def count(self, status: Status) -> int:
        """Return how many checks ended so."""
        return sum(check.status == status for check in self.checks)


def read_gate(path: Path) -> Gate:
    """Return the gate of a YAML file. Raises DatasetError naming each entry that is wrong."""
    try:
        return Gate.model_validate(parse_yaml(read_text(path, "gate")) or {})
    except yaml.YAMLError as error:
        raise DatasetError(f"gate {str(path)!r} is no valid YAML ({first_line(error)}): correct it") from error
    except ValidationError as error:
        problems = "; ".join(
            f"{'.'.join(map(str, item['loc'])) or 'gate'}: {item['msg'].removeprefix('Value error, ')}"
            for item in error.errors()
        )
        raise DatasetError(f"gate {str(path)!r} cannot be used ({problems}): correct it") from error


def check_gate(
    gate: Gate, run: Summary, base: Summary | None = None, *, chances: Mapping[str, float] | None = None, strict: bool = False
) -> GateResult:
    """Return every check of a gate on a run, the regressions against a base of the same dataset; missing data fails.

    `chances` are the p-values of the paired test against the base, by measure, where both runs' rows are at hand. `strict`
    lets the values alone decide, whatever their intervals are.
    """
    checks: list[GateCheck] = []
    for name, rule in gate.measures.items():
        found = run.find(name)
        if rule.floor is not None:
            checks.append(_limit(name, "floor", found, rule.floor, strict=strict))
        if rule.ceiling is not None:
            checks.append(_limit(name, "ceiling", found, rule.ceiling, strict=strict))
        if rule.regression is not None:
            was = base.find(name) if base is not None else None
            missing = _no_regression(run, base, was)
            if missing or was is None or was.value is None:
                checks.append(_check(name, "regression", found, None, "failed", missing))
            else:
                p = (chances or {}).get(name)
                checks.append(_regression(name, found, rule.regression, was.value, p, strict=strict))
    return GateResult(checks=tuple(checks))


def base_of(gate: Gate, run: Summary) -> Summary:
    """Return a run's summary cut down to what a gate compares with: small enough to be committed as its base."""
    wanted = [name for name, rule in gate.measures.items() if rule.regression is not None]
    groups: dict[str, dict[str, dict[str, Measured]]] = {}
    for name in wanted:
        group, _, measure = name.rpartition("/")
        found = run.find(name)
        if group and found is not None:
            key, _, value = group.partition("=")
            groups.setdefault(key, {}).setdefault(value, {})[measure] = found
    kept = {name: run.measures[name] for name in wanted if name in run.measures}
    return run.model_copy(update={"measures": kept, "groups": groups, "risk_coverage": ()})


def write_base(folder: Path, base: Summary) -> None:
    """Write a base's summary into a folder, which is made. Raises UsageError when it cannot be written."""
    with writing(f"base {str(folder)!r}", "choose another --against"):
        folder.mkdir(parents=True, exist_ok=True)
        write_value(folder / SUMMARY, base)


def _check(name: str, rule: str, found: Measured | None, limit: float | None, status: Status, reason: str = "") -> GateCheck:
    value, n = (found.value, found.n) if found is not None else (None, 0)
    low, high = (found.ends if found is not None else None) or (None, None)
    return GateCheck(measure=name, rule=rule, value=value, limit=limit, status=status, low=low, high=high, n=n, reason=reason)


def _limit(name: str, rule: str, found: Measured | None, limit: float, *, strict: bool) -> GateCheck:
    if found is None or found.value is None:
        return _check(name, rule, found, limit, "failed", "the run has no such value")
    above = rule == "floor"
    if (found.value >= limit) if above else (found.value <= limit):
        return _check(name, rule, found, limit, "passed")
    reason = f"{found.value:.4f} is {'below' if above else 'above'} {limit:.4f}"
    # A floor of 1 and a ceiling of 0 speak of every single question: one that breaks them is no noise.
    if not strict and limit != (1 if above else 0) and _holds(found, limit):
        return _check(name, rule, found, limit, "unsure", f"cannot tell with n = {found.n}: {reason}, {_interval(found)}")
    return _check(name, rule, found, limit, "failed", reason)


def _no_regression(run: Summary, base: Summary | None, was: Measured | None) -> str:
    """Why the run cannot be held to its base, empty when it can."""
    if base is None:
        return "there is no base: pass --against"
    if base.dataset_digest != run.dataset_digest:
        return f"the base was measured on another dataset ({base.dataset_digest}, this run on {run.dataset_digest})"
    return "the base has no such value" if was is None or was.value is None else ""


def _regression(name: str, found: Measured | None, allowed: float, was: float, p: float | None, *, strict: bool) -> GateCheck:
    if found is None or found.value is None:
        return _check(name, "regression", found, None, "failed", "the run has no such value")
    lower = better(name.rpartition("/")[2]) == "lower"
    limit = round(was + allowed if lower else was - allowed, 6)
    if (found.value <= limit) if lower else (found.value >= limit):
        return _check(name, "regression", found, limit, "passed")
    reason = f"{found.value:.4f} is worse than {limit:.4f} (base {was:.4f}, allowed {allowed:.4f})"
    noise = _holds(found, limit) if p is None else p >= NOISE
    if noise and not strict:
        why = _interval(found) if p is None else f"the paired test gives p = {p:.3f}"
        return _check(name, "regression", found, limit, "unsure", f"cannot tell with n = {found.n}: {reason}, {why}")
    return _check(name, "regression", found, limit, "failed", reason)


def _holds(found: Measured, limit: float) -> bool:
    return found.ends is not None and found.ends[0] <= limit <= found.ends[1]


def _interval(found: Measured) -> str:
    low, high = found.ends or (float("nan"), float("nan"))
    return f"its 95% interval is {low:.4f} to {high:.4f}"
