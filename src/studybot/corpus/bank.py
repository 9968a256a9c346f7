"""The question bank of a course: questions that learners ask, each pointing at its passage by a verbatim quote."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import yaml
from pydantic import BaseModel, ConfigDict, Field, StrictBool, ValidationError
from rapidfuzz import fuzz, process

from studybot.errors import first_line
from studybot.plain_yaml import parse_yaml
from studybot.text import Squashed, squash
from studybot.types import Document, Entry, Passage

BANK_FOLDER = "questions"


class Fact(BaseModel):
    """One fact of the course by its quote, and the questions that it answers: a text, or `text: yes` where yes or no does."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    quote: str = Field(min_length=1)
    questions: tuple[str | dict[str, StrictBool], ...] = Field(min_length=1)

    @property
    def asked(self) -> list[tuple[str, bool | None]]:
        """Each question with what it deserves: yes, no, or None for more than that."""
        each = [{one: None} if isinstance(one, str) else one for one in self.questions]
        return [pair for one in each for pair in one.items()]


class BankFile(BaseModel):
    """One file `questions/<topic>.yaml`; `unanswered` lists questions that learners ask and that the course does not answer."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    topic: str
    facts: tuple[Fact, ...] = ()
    unanswered: tuple[str, ...] = ()


def bank_path(folder: Path, topic: str) -> Path:
    """Return where the questions of a topic stand."""
    return folder / BANK_FOLDER / f"{topic}.yaml"


def read_bank(path: Path) -> tuple[BankFile | None, list[str]]:
    """Return a bank file and what is wrong with it; a broken file gives (None, [reason]), a missing one (None, [])."""
    if not path.exists():
        return None, []
    try:
        raw: Any = parse_yaml(path.read_text(encoding="utf-8"))
        return BankFile.model_validate(raw), []
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        return None, [f"question bank {path.name!r} is not used: {first_line(error)}"]
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(map(str, first["loc"]))
        return None, [f"question bank {path.name!r} is not used: {place}: {first['msg']}"]


def bank_entries(bank: BankFile, document: Document, passages: Sequence[Passage]) -> tuple[list[Entry], list[str]]:
    """Return an entry for each question whose quote stands in the document, and a warning for each quote that is gone."""
    squashed = Squashed(document.text)
    found: list[Entry] = []
    warnings: list[str] = []
    for fact in bank.facts:
        span = squashed.find(fact.quote)
        passage = _passage_at(passages, span) if span else None
        if span is None or passage is None:
            warnings.append(_gone(fact, document))
            continue
        inside = max(span[0], passage.start), min(span[1], passage.end)
        start, end = inside if inside[0] < inside[1] else (passage.start, passage.end)
        found.extend(
            Entry(kind="bank", passage=passage.id, text=text, start=start, end=end, says=says) for text, says in fact.asked
        )
    if passages:
        first = passages[0]
        found.extend(
            Entry(kind="gap", passage=first.id, text=text, start=first.start, end=first.end) for text in bank.unanswered
        )
    return found, warnings


def _passage_at(passages: Sequence[Passage], span: tuple[int, int]) -> Passage | None:
    """The passage that holds most of the span; a heading leads to the first passage under it."""
    shared = [(min(passage.end, span[1]) - max(passage.start, span[0]), passage) for passage in passages]
    most, best = max(shared, key=lambda pair: pair[0], default=(0, None))
    if most > 0:
        return best
    return next((passage for passage in passages if passage.start >= span[1]), None)


def _gone(fact: Fact, document: Document) -> str:
    lines = [line.strip() for line in document.text.split("\n") if squash(line)]
    nearest = process.extractOne(fact.quote, lines, scorer=fuzz.token_set_ratio)
    hint = f"; nearest text: {nearest[0][:120]!r}" if nearest else ""
    return f"question bank: quote {fact.quote[:80]!r} is no longer in {document.source!r}{hint}"
