"""Datasets that are no JSONL: a YAML list of questions, a CSV with a row for each; both become the same objects."""

import csv
import io
import json
from collections.abc import Iterator
from typing import Any

import yaml

from studybot.errors import first_line
from studybot.plain_yaml import parse_yaml

LISTS = frozenset(
    {"evidence", "key_facts", "lead_facts", "members"}
)  # a line of the cell for each item, " || " between variants
WORDS = frozenset({"must_not_lead", "tags"})  # a line of the cell for each
SWITCHES = frozenset({"paraphrase", "answerable"})
_TRUE, _FALSE = frozenset({"true", "yes", "1", "x"}), frozenset({"false", "no", "0"})

Row = tuple[int, dict[str, Any]]  # the number of its line, and what stands there


def yaml_rows(text: str) -> Iterator[Row]:
    """Yield the questions of a YAML list with their lines. Raises ValueError when the text is no such list."""
    try:
        loaded = parse_yaml(text)
        node = yaml.compose(text, Loader=yaml.SafeLoader)
    except yaml.YAMLError as error:
        raise ValueError(f"is no valid YAML ({first_line(error)})") from error
    if not isinstance(loaded, list) or not isinstance(node, yaml.SequenceNode):
        raise ValueError("is no list of questions: begin each one with '- question:'")
    for item, place in zip(loaded, node.value, strict=True):
        if not isinstance(item, dict):
            raise ValueError(f"holds something else than a question in line {place.start_mark.line + 1}")
        yield place.start_mark.line + 1, _named({str(key): value for key, value in item.items()}, place.start_mark.line + 1)


def csv_rows(text: str) -> Iterator[Row]:
    """Yield the questions of a CSV (comma, semicolon or tab) with their lines. Raises ValueError without column `question`."""
    head = text.lstrip("\ufeff").partition("\n")[0]
    separator = max(",;\t", key=head.count)
    reader = csv.DictReader(io.StringIO(text.lstrip("\ufeff"), newline=""), delimiter=separator, strict=True)
    names = [name.strip() for name in reader.fieldnames or ()]
    if "question" not in names:
        raise ValueError("has no column 'question': its first line names the columns")
    reader.fieldnames = names
    try:
        for row in reader:
            filled = {name: _cell(name, value) for name, value in row.items() if name is not None and (value or "").strip()}
            if None in row:
                raise ValueError(f"has more cells than columns in line {reader.line_num}")
            if filled:
                yield reader.line_num, _named(filled, reader.line_num)
    except csv.Error as error:
        raise ValueError(f"is no valid CSV in line {reader.line_num} ({error})") from error


def _cell(name: str, value: str) -> Any:
    text = value.strip()
    if text.startswith("[") and name in LISTS | WORDS:
        return json.loads(text)
    lines = [line.strip() for line in text.split("\n") if line.strip()]
    if name in LISTS:
        return [[variant.strip() for variant in line.split("||")] for line in lines]
    if name in WORDS:
        return lines if name != "tags" else [tag.strip() for line in lines for tag in line.split(",") if tag.strip()]
    if name in SWITCHES and text.lower() in _TRUE | _FALSE:
        return text.lower() in _TRUE
    return int(text) if name == "turn" and text.isdigit() else text


def _named(row: dict[str, Any], line: int) -> dict[str, Any]:
    """A question without an id is called by its line, so that a plain table of questions is a dataset."""
    return row if "id" in row else {"id": f"line-{line}"} | row
