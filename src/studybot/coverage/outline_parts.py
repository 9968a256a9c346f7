"""What the parts of a guide say of themselves: their weights, and the files, terms and utilities that belong to them."""

from collections import Counter, defaultdict
from collections.abc import Sequence

from studybot.coverage.outline_lines import LEAF, Line, guide_words
from studybot.coverage.syllabus_rows import Row, with_weight
from studybot.coverage.wording import PARTS


def parts_gathered(lines: Sequence[Line]) -> tuple[list[Line], dict[int, float]]:
    """Return the lines with the terms of each part as one item of it, and the weights of parts by the line that names them."""
    found: list[Line] = []
    weights: dict[int, float] = {}
    terms: Line | None = None
    for one in lines:
        if one.kind == "weight":
            part = next((above for above in reversed(found) if above.depth < LEAF), None)
            if part is not None:
                weights[part.line] = float(one.text)
        elif terms is not None and one.depth >= LEAF and one.kind in ("item", "text"):
            full = found[-1] is not terms and found[-1].text.count(", ") + one.text.count(", ") + 2 > PARTS
            start = f"{terms.text}: " if full or found[-1] is terms else f"{found[-1].text}, "
            if full:
                found.append(one)
            found[-1] = found[-1]._replace(text=start + one.text.rstrip(",;"))
        else:
            terms = _terms(one, found)
            found.append(terms or one)
    return found, weights


def _terms(one: Line, before: Sequence[Line]) -> Line | None:
    """The item that takes the terms listed below a label: what it belongs to is its name; None where it lists no terms."""
    if one.kind not in ("label", "head") or not any(words in one.text.casefold() for words in guide_words()["terms"]):
        return None
    above = next((other for other in reversed(before) if other.depth < one.depth), None)
    return above and Line(LEAF, "item", with_weight(above.text)[0].rstrip(":"), one.line)


def weighed(
    rows: Sequence[Row], owners: Sequence[int | None], weights: dict[int, float], domains: dict[str, float | None]
) -> tuple[list[Row], dict[str, float | None], list[str]]:
    """Share the weight of each part among its objectives, in percent of their domain, and the whole among the domains.

    `owners` are the parts of the rows. Where one has no weight, none counts, and a warning says so.
    """
    given = [weights.get(owner) if owner is not None else None for owner in owners]
    if not weights or any(weight is None for weight in given) or any(row.weight is not None for row in rows):
        said = "the weights of parts are not used: some objectives have none, or one of their own"
        return list(rows), domains, [said] if weights else []
    counts = Counter(owners)
    shares = [(weight or 0.0) / counts[owner] for weight, owner in zip(given, owners, strict=True)]
    sums: dict[str, float] = defaultdict(float)
    for row, share in zip(rows, shares, strict=True):
        sums[row.domain] += share
    whole = sum(sums.values())
    if not all(sums.values()):
        return list(rows), domains, ["the weights of parts are not used: a domain has a weight of 0"]
    if not any(domains.values()):
        domains = {name: round(100 * sums[name] / whole, 1) if name in sums else None for name in domains}
    found = [row._replace(weight=round(100 * share / sums[row.domain], 2)) for row, share in zip(rows, shares, strict=True)]
    return found, domains, []
