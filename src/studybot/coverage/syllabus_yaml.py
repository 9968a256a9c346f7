"""A syllabus as YAML: `domains` with their `objectives`, a list of objectives, or domain names over lists."""

import re
from collections.abc import Iterator
from typing import Any

import yaml

from studybot.coverage.syllabus_rows import Row, Rows, number, percentages, with_weight
from studybot.errors import first_line
from studybot.plain_yaml import parse_yaml

_KEYS = re.compile(r"^(?:domains|objectives)\s*:", re.MULTILINE)
_TEXT = ("objective", "text", "name", "title", "description")
_NAME = ("name", "domain", "title")
_SHAPE = "expected 'domains:' with 'name', 'weight' and 'objectives', or a list of objectives"


def looks_like_yaml(text: str) -> bool:
    """Whether pasted text has the keys of a YAML syllabus."""
    return bool(_KEYS.search(text))


def read_yaml(text: str) -> Rows:
    """Return the rows of a YAML syllabus; problems name their place."""
    try:
        raw: Any = parse_yaml(text)
    except yaml.YAMLError as error:
        return Rows(problems=(f"no valid YAML ({first_line(error)}): correct it",))
    title = str(raw.get("title") or "") if isinstance(raw, dict) else ""
    rows: list[Row] = []
    domains: list[tuple[str, float | None]] = []
    problems: list[str] = []
    for name, weight, listed, place in _domains(raw, problems):
        if name:
            domains.append((name, weight))
        rows.extend(_objectives(listed, name, place, problems, len(rows)))
    return Rows(tuple(rows), tuple(percentages(domains)), title, tuple(problems))


def _domains(raw: Any, problems: list[str]) -> Iterator[tuple[str, float | None, Any, str]]:
    if isinstance(raw, list):
        yield "", None, raw, "the list"
    elif isinstance(raw, dict) and isinstance(raw.get("domains"), list):
        for position, domain in enumerate(raw["domains"], start=1):
            place = f"domain {position}"
            if not isinstance(domain, dict):
                problems.append(f"{place} is {type(domain).__name__}, {_SHAPE}")
                continue
            name, given = with_weight(str(_first(domain, _NAME) or place))
            if domain.get("weight") is not None and number(domain["weight"]) is None:
                problems.append(f"{place} ({name!r}) has the weight {domain['weight']!r}, expected a number such as 30")
            yield (
                name,
                number(domain.get("weight")) if domain.get("weight") is not None else given,
                domain.get("objectives"),
                place,
            )
        if raw.get("objectives"):
            yield "", None, raw["objectives"], "'objectives'"
    elif isinstance(raw, dict) and isinstance(raw.get("objectives"), list):
        yield "", None, raw["objectives"], "'objectives'"
    elif isinstance(raw, dict) and raw and all(isinstance(value, list) for key, value in raw.items() if key != "title"):
        for key, value in raw.items():
            if key != "title":
                yield *with_weight(str(key)), value, repr(key)
    else:
        found = ", ".join(map(str, raw)) if isinstance(raw, dict) else type(raw).__name__
        problems.append(f"{_SHAPE}; found {found}")


def _objectives(listed: Any, domain: str, place: str, problems: list[str], before: int) -> Iterator[Row]:
    if not isinstance(listed, list):
        problems.append(f"{place} has no list 'objectives'")
        return
    for position, one in enumerate(listed, start=1):
        text = _first(one, _TEXT) if isinstance(one, dict) else one
        if text is None or isinstance(text, (dict, list)):
            problems.append(f"{place}, objective {position}: expected a text, found {type(one).__name__}")
            continue
        weight = number(one.get("weight")) if isinstance(one, dict) else None
        own = str(one.get("domain") or domain) if isinstance(one, dict) else domain
        yield Row(str(text).strip(), own, weight, before + position)


def _first(mapping: dict[str, Any], keys: tuple[str, ...]) -> Any:
    return next((mapping[key] for key in keys if mapping.get(key) is not None), None)
