"""`studybot eval gate`: floors, ceilings and allowed regressions, two-sided; what is missing fails."""

from pathlib import Path
from typing import Self

import yaml
from pydantic import Field, ValidationError, model_validator

from studybot.errors import DatasetError, UsageError
from studybot.evaluate.folder import SUMMARY, write_whole
from studybot.evaluate.summary import GROUPS, MEASURES, Measured, Summary, better
from studybot.types import Value

TWO_SIDES = ("false_refusals", "false_answers")


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
    """One rule applied: the value found, the limit that it is held to, and why it fails when it does."""

    measure: str
    rule: str
    value: float | None
    limit: float | None
    passed: bool
    reason: str = ""


class GateResult(Value):
    """All checks of a gate; it passes when every one does."""

    checks: tuple[GateCheck, ...]

    @property
    def passed(self) -> bool:
        """Whether every check passed; a gate without checks does not."""
        return bool(self.checks) and all(check.passed for check in self.checks)


def read_gate(path: Path) -> Gate:
    """Return the gate of a YAML file. Raises DatasetError naming each entry that is wrong."""
    try:
        return Gate.model_validate(yaml.safe_load(path.read_text(encoding="utf-8")) or {})
    except OSError as error:
        raise DatasetError(f"gate {str(path)!r} cannot be read ({error.strerror}): check the path") from error
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise DatasetError(f"gate {str(path)!r} is no valid YAML ({' '.join(str(error).split())[:160]}): correct it") from error
    except ValidationError as error:
        problems = "; ".join(
            f"{'.'.join(map(str, item['loc'])) or 'gate'}: {item['msg'].removeprefix('Value error, ')}"
            for item in error.errors()
        )
        raise DatasetError(f"gate {str(path)!r} cannot be used ({problems}): correct it") from error


def check_gate(gate: Gate, run: Summary, base: Summary | None = None) -> GateResult:
    """Return every check of a gate on a run, the regressions against a base of the same dataset; missing data fails."""
    checks: list[GateCheck] = []
    for name, rule in gate.measures.items():
        found = run.find(name)
        value = found.value if found is not None else None
        if rule.floor is not None:
            checks.append(_limit(name, "floor", value, rule.floor))
        if rule.ceiling is not None:
            checks.append(_limit(name, "ceiling", value, rule.ceiling))
        if rule.regression is not None:
            checks.append(_regression(name, value, rule.regression, run, base))
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
    try:
        folder.mkdir(parents=True, exist_ok=True)
        write_whole(folder / SUMMARY, base)
    except OSError as error:
        raise UsageError(f"base {str(folder)!r} cannot be written ({error.strerror}): choose another --against") from error


def _limit(name: str, rule: str, value: float | None, limit: float) -> GateCheck:
    if value is None:
        return GateCheck(measure=name, rule=rule, value=None, limit=limit, passed=False, reason="the run has no such value")
    passed = value >= limit if rule == "floor" else value <= limit
    reason = "" if passed else f"{value:.4f} is {'below' if rule == 'floor' else 'above'} {limit:.4f}"
    return GateCheck(measure=name, rule=rule, value=value, limit=limit, passed=passed, reason=reason)


def _regression(name: str, value: float | None, allowed: float, run: Summary, base: Summary | None) -> GateCheck:
    was = base.find(name) if base is not None else None
    reason = ""
    if base is None:
        reason = "there is no base: pass --against"
    elif base.dataset_digest != run.dataset_digest:
        reason = f"the base was measured on another dataset ({base.dataset_digest}, this run on {run.dataset_digest})"
    elif was is None or was.value is None:
        reason = "the base has no such value"
    elif value is None:
        reason = "the run has no such value"
    if reason or was is None or was.value is None or value is None:
        return GateCheck(measure=name, rule="regression", value=value, limit=None, passed=False, reason=reason)
    lower = better(name.rpartition("/")[2]) == "lower"
    limit = round(was.value + allowed if lower else was.value - allowed, 6)
    passed = value <= limit if lower else value >= limit
    reason = "" if passed else f"{value:.4f} is worse than {limit:.4f} (base {was.value:.4f}, allowed {allowed:.4f})"
    return GateCheck(measure=name, rule="regression", value=value, limit=limit, passed=passed, reason=reason)
