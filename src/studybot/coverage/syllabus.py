"""A syllabus or exam guide: domains with weights, and their objectives, from YAML, CSV, an outline or an office file."""

from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Literal

from pydantic import Field

from studybot.corpus.read import CONVERTED, read
from studybot.coverage.outline import outline_text, read_outline
from studybot.coverage.syllabus_csv import looks_like_csv, read_csv
from studybot.coverage.syllabus_rows import Row, Rows
from studybot.coverage.syllabus_yaml import looks_like_yaml, read_yaml
from studybot.errors import CorpusError, DatasetError
from studybot.text import any_word, squash
from studybot.types import QUESTION_LIMIT, Value

Format = Literal["yaml", "csv", "markdown", "lines"]
MOST = 20_000  # objectives of one syllabus
_SUFFIXES: dict[str, Format] = {
    ".yaml": "yaml",
    ".yml": "yaml",
    ".csv": "csv",
    ".tsv": "csv",
    ".md": "markdown",
    ".markdown": "markdown",
    ".txt": "lines",
}
_BINARY = {
    b"%PDF": "a PDF",
    b"PK\x03\x04": "a ZIP or Office file",
    b"\xd0\xcf\x11\xe0": "an old Office file",
    b"{\\rtf": "an RTF file",
}
_EXPECTED = "expected YAML, CSV, a Markdown list or plain lines: export the objectives in one of these, or paste them"


class Objective(Value):
    """One objective as written; `weight` is its own within the domain (None when the syllabus gives none)."""

    text: str = Field(min_length=1)
    domain: str = ""
    weight: float | None = None
    line: int = 0


class Domain(Value):
    """One domain of a syllabus; `weight` is its percentage of the whole (None when the syllabus gives none)."""

    name: str
    weight: float | None = None


class Syllabus(Value):
    """The objectives of a syllabus in order, its domains in order, and what looks wrong without being an error."""

    title: str = ""
    domains: tuple[Domain, ...] = ()
    objectives: tuple[Objective, ...] = Field(min_length=1)
    warnings: tuple[str, ...] = ()


def as_outline(syllabus: Syllabus) -> str:
    """Return a syllabus as an outline to correct; it reads back as the same domains, weights and objectives."""
    rows = [Row(one.text, one.domain, one.weight, one.line) for one in syllabus.objectives]
    return outline_text(syllabus.title, [(domain.name, domain.weight) for domain in syllabus.domains], rows)


def load_syllabus(path: Path) -> Syllabus:
    """Return the syllabus of a file; raises DatasetError naming every problem."""
    try:
        data = path.read_bytes()
    except OSError as error:
        raise DatasetError(f"syllabus {str(path)!r} cannot be read ({error.strerror}): name an existing file") from error
    return parse_syllabus(data, name=path.name)


def parse_syllabus(data: bytes | str, *, name: str = "") -> Syllabus:
    """Return the syllabus in `data`, uploaded as `name` or pasted; raises DatasetError naming every problem."""
    shown = repr(name) if name else "the pasted text"
    text = data if isinstance(data, str) else _converted(data, name, shown) or _decoded(data, shown)
    if not any_word(text):
        raise DatasetError(f"{shown} holds no objectives: {_EXPECTED}")
    rows = _read(text, None if isinstance(data, bytes) and _office(data, name) else _SUFFIXES.get(Path(name).suffix.lower()))
    kept = [row for row in rows.rows if any_word(row.text)]
    problems = list(rows.problems)
    if not kept and not problems:
        problems = [f"no objective was found, {_EXPECTED}"]
    if len(kept) > MOST:
        problems.append(f"{len(kept):,} objectives are more than {MOST:,}: split the syllabus")
    if problems:
        raise DatasetError(f"{shown} cannot be used: {'; '.join(problems)}")
    return _syllabus(rows, kept)


def _office(data: bytes, name: str) -> str:
    """The ending of a file that the corpus's readers convert, by its name or its first bytes; empty for any other."""
    suffix = Path(name).suffix.lower()
    if suffix in CONVERTED and not suffix.startswith(".htm"):
        return suffix if data.startswith((b"%PDF", b"PK\x03\x04")) else ""
    return ".pdf" if data.startswith(b"%PDF") and not suffix else ""


def _converted(data: bytes, name: str, shown: str) -> str:
    """Return the text of an office file, "" for any other; raises DatasetError when it cannot be converted."""
    suffix = _office(data, name)
    if not suffix:
        return ""
    with TemporaryDirectory() as folder:
        path = Path(folder) / f"syllabus{suffix}"
        path.write_bytes(data)
        try:
            return "\n\n".join(read(path))
        except CorpusError as error:
            raise DatasetError(f"{shown} {error}") from error


def _decoded(data: bytes, shown: str) -> str:
    found = next((kind for start, kind in _BINARY.items() if data.startswith(start)), None)
    if found is None and b"\x00" in data[:4096] and not data.startswith((b"\xff\xfe", b"\xfe\xff")):
        found = "no text"
    if found:
        raise DatasetError(f"{shown} is {found}; {_EXPECTED}")
    for encoding in ("utf-16",) if data.startswith((b"\xff\xfe", b"\xfe\xff")) else ("utf-8-sig", "cp1252"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise DatasetError(f"{shown} is no UTF-8 text; {_EXPECTED}")


def _read(text: str, form: Format | None) -> Rows:
    """Read by the file's ending; pasted text, and a .txt file, by what it looks like."""
    if form in (None, "lines"):
        if looks_like_yaml(text):
            form = "yaml"
        elif looks_like_csv(text):
            form = "csv"
    readers = {"yaml": read_yaml, "csv": read_csv}
    return readers.get(form or "lines", read_outline)(text)


def _syllabus(rows: Rows, kept: Sequence[Row]) -> Syllabus:
    weights = dict(rows.domains)
    names = dict.fromkeys(row.domain for row in kept if row.domain)
    domains = tuple(Domain(name=name, weight=weights.get(name)) for name in names)
    empty = [name for name in weights if name not in names]
    lost = len(rows.rows) - len(kept)
    warnings = [
        *rows.warnings,
        *([f"{lost} rows hold no words and are left out"] if lost else []),
        *(f"domain {name!r} has no objectives" for name in empty),
        *_weight_warnings(domains),
        *_repeated(kept),
        *(
            f"line {row.line}: an objective of {len(row.text):,} characters; the first {QUESTION_LIMIT:,} are searched"
            for row in kept
            if len(row.text) > QUESTION_LIMIT
        ),
    ]
    objectives = tuple(Objective(text=row.text, domain=row.domain, weight=row.weight, line=row.line) for row in kept)
    return Syllabus(title=rows.title, domains=domains, objectives=objectives, warnings=tuple(warnings))


def _weight_warnings(domains: Sequence[Domain]) -> list[str]:
    given = [domain.weight for domain in domains if domain.weight is not None]
    without = [domain.name for domain in domains if domain.weight is None]
    if not given:
        return []
    found = []
    if without:
        found.append(f"no weight is given for {', '.join(map(repr, without))}; they share what is left of 100")
    total = sum(given)
    if abs(total - 100) > 1 and not (without and total < 100):
        found.append(f"the weights of the domains add up to {total:g}, not to 100; they are scaled")
    return found


def _repeated(rows: Sequence[Row]) -> list[str]:
    counts = Counter(squash(row.text) for row in rows)
    first = {squash(row.text): row for row in reversed(rows)}
    return [f"the objective {first[key].text[:80]!r} stands {count} times" for key, count in counts.items() if count > 1]
