"""A syllabus as an outline of headings, numbered parts, labels and items: leaves are objectives, what stands on top domains."""

from collections.abc import Container, Sequence

from studybot.coverage.outline_lines import (
    LEAF,
    Line,
    front_title,
    guide_lines,
    is_administration,
    is_out_of_scope,
    tables,
    transparent,
)
from studybot.coverage.outline_parts import parts_gathered, weighed
from studybot.coverage.syllabus_csv import from_header, read_csv
from studybot.coverage.syllabus_rows import Row, Rows, percentages, with_weight
from studybot.coverage.wording import plain_objective
from studybot.frequency import zipf_frequency
from studybot.text import sentences

SMALL = 6.3  # Zipf frequency of words such as "the", "this", "you"
LISTED = 3  # items or rows from which a syllabus is a list, and its sentences are about it
_LISTED = ("item", "row", "number")
NAME = 120  # characters of the line on the first page that names a guide
SHORT = 2  # words up to which a nested item says nothing without the item above it


def read_outline(text: str) -> Rows:
    """Return the leaves of an outline as objectives; what stands above a leaf first is its domain.

    Labels that introduce ("Knowledge of:"), prose beside items, what stands before the first numbered part and what is out
    of scope are no objectives; warnings say how many lines that leaves out.
    """
    title, rest = front_title(text)
    lines, weights = parts_gathered(guide_lines(rest))
    small = transparent(lines)
    lines = [one for one in lines if one.text.casefold() not in small]
    own = _title(lines)
    lines = lines[1:] if own is not None else lines
    own = own or _front_name(lines[: _begins(lines)])
    listed = sum(one.kind in _LISTED for one in lines) >= LISTED
    lines, warnings = _inside(lines)
    lines, prose = _without_prose(lines, listed=listed)
    warnings += [f"{_lines(prose)} of running text beside items: no objectives"] if prose else []
    rows, owners, domains = _leaves(lines, weights)
    rows, domains, unused = weighed(rows, owners, weights, domains)
    return Rows(tuple(rows), tuple(percentages(list(domains.items()))), title or own, warnings=(*warnings, *unused))


def outline_text(title: str, domains: Sequence[tuple[str, float | None]], rows: Sequence[Row]) -> str:
    """Return a syllabus as an outline that reads back as the same: a heading for each domain, an item for each objective."""
    weights = dict(domains)
    parts = [f"# {title}\n"] if title else []
    for domain in dict.fromkeys(row.domain for row in rows):
        if domain:
            weight = weights.get(domain)
            parts.append(f"\n## {domain}{f' ({weight:g}%)' if weight is not None else ''}\n")
        for row in rows:
            if row.domain == domain:
                parts.append(f"- {' '.join(row.text.split())}{f' ({row.weight:g}%)' if row.weight is not None else ''}\n")
    return "".join(parts).strip() + "\n"


def _inside(lines: Sequence[Line]) -> tuple[list[Line], list[str]]:
    """The lines of the guide itself: from its first numbered part on, without what it says is out of scope."""
    warnings = []
    first = _begins(lines)
    if first:
        warnings.append(f"{_lines(first)} before {lines[first].text[:60]!r}: no objectives")
    kept: list[Line] = []
    outside, left = None, 0
    for one in lines[first:]:
        if outside is not None and one.depth > outside:
            left += 1
            continue
        away = one.depth < LEAF and (is_out_of_scope(one.text) or is_administration(one.text))
        outside = one.depth if away else None
        if not away:
            kept.append(one)
    said = f"{_lines(left)} out of scope, as the guide says, or on how the course is run"
    return kept, [*warnings, *([said] if left else [])]


def _lines(count: int) -> str:
    return f"{count} {'line' if count == 1 else 'lines'}"


def _begins(lines: Sequence[Line]) -> int:
    """Where the guide itself begins: its first numbered part, else its first line."""
    return next((place for place, one in enumerate(lines) if one.kind == "named"), 0)


def _front_name(front: Sequence[Line]) -> str:
    """What a guide calls itself on its first page: the first line there, when it names something and tells nothing."""
    first = front[0] if front else None
    if (
        first is None
        or first.kind not in ("text", "head")
        or len(first.text) > NAME
        or first.text.endswith((".", "!", "?", ":"))
    ):
        return ""
    return first.text


def _without_prose(lines: Sequence[Line], *, listed: bool) -> tuple[list[Line], int]:
    """Leave out text that stands under the same head as items or table rows do, or beside numbered parts.

    Where a syllabus is a list (`listed`), sentences under a head of their own are left out, too.
    """
    kept: list[Line] = []
    group: list[Line] = []
    left = 0

    def close() -> None:
        nonlocal left
        beside = any(one.kind in _LISTED for one in group)
        running = [one for one in group if one.kind == "text" and (beside or (listed and _tells(one.text)))]
        kept.extend(one for one in group if one not in running)
        left += len(running)

    for one in lines:
        if one.kind in ("head", "named", "label"):
            close()
            group = []
            kept.append(one)
        else:
            group.append(one)
    close()
    return kept, left


def _tells(text: str) -> bool:
    """Whether a line tells something: several sentences, or one that no verb or name begins but a small word."""
    label, _, rest = text.partition(": ")
    first = (rest if rest and " " not in label else text).partition(" ")[0]
    ends = text.endswith((".", "!", "?")) and plain_objective(text) == text
    return ends and (len(sentences(text)) > 1 or zipf_frequency(first, "en") >= SMALL)


def _leaves(lines: Sequence[Line], weights: Container[int]) -> tuple[list[Row], list[int | None], dict[str, float | None]]:
    """Return the objectives, the weighed part (its line) that each stands in, and the domains."""
    rows: list[Row] = []
    owners: list[int | None] = []
    domains: dict[str, float | None] = {}
    above: list[Line] = []
    runs = list(tables(lines))
    names = [with_weight(run[0].text.rstrip(":"))[0].casefold() for run in runs]
    for place, run in enumerate(runs):
        one = run[0]
        above = [other for other in above if other.depth < one.depth]
        following = runs[place + 1][0] if place + 1 < len(runs) else None
        parent = following is not None and following.depth > one.depth
        if one.kind == "row":
            read, shares = _table(run, _domain(above))
            rows += read
            domains |= {name: share for name, share in shares if domains.get(name) is None}
        elif one.kind == "item" and names[place] in names[place + 1 :] and with_weight(one.text)[1] is not None:
            continue  # the guide's own list of its domains
        elif parent or one.kind in ("head", "label") or (one.kind == "named" and names[place] in names[place + 1 :]):
            above.append(one)
            if len(above) == 1:
                name, weight = with_weight(one.text.rstrip(":"))
                domains[name] = weight if domains.get(name) is None else domains[name]
        else:
            rows.append(_row(one, above))
        owner = next((other.line for other in (one, *reversed(above)) if other.line in weights), None)
        owners += [owner] * (len(rows) - len(owners))
    return rows, owners, domains


def _row(one: Line, above: Sequence[Line]) -> Row:
    shown, weight = with_weight(one.text)
    text = shown if weight is not None else one.text
    if one.kind == "item" and above[1:] and above[-1].kind == "item" and len(text.split()) <= SHORT:
        text = f"{above[-1].text.rstrip(':')}: {text}"
    return Row(text, _domain(above), weight, one.line)


def _domain(above: Sequence[Line]) -> str:
    return with_weight(above[0].text.rstrip(":"))[0] if above else ""


def _table(run: Sequence[Line], domain: str) -> tuple[list[Row], list[tuple[str, float | None]]]:
    """The objectives of a table, with its domains: its column of that name, else the longest cell of each row."""
    written = [[cell.strip() for cell in one.text.strip("|").split("|")] for one in run]
    cells = from_header(written)
    run = run[len(written) - len(cells) :]
    read = read_csv("\n".join("|".join(row) for row in cells))
    if not read.problems:
        rows = [row._replace(domain=row.domain or domain, line=run[0].line + row.line) for row in read.rows]
        return rows, list(read.domains)
    return [Row(max(row, key=len), domain, None, one.line) for row, one in zip(cells[1:], run[1:], strict=True)], []


def _title(lines: Sequence[Line]) -> str | None:
    """The first heading when nothing else stands on its level: the syllabus's own name."""
    if not lines or lines[0].kind != "head" or any(line.depth <= lines[0].depth for line in lines[1:]):
        return None
    deeper = [line for line in lines[1:] if line.depth < LEAF]
    nested = {line.depth for line in lines[1:] if line.depth >= LEAF}
    return with_weight(lines[0].text)[0] if deeper or len(nested) > 1 else None
