"""The lines of a pasted or converted exam guide, each with its depth: headings, numbers, labels, items, table rows, prose."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import pairwise
from typing import Literal, NamedTuple

from studybot.coverage.syllabus_rows import with_weight
from studybot.frequency import zipf_frequency
from studybot.learned import packaged
from studybot.text import any_word

Kind = Literal["head", "named", "number", "label", "item", "row", "text", "weight"]
# Depths lie far apart, so that every item stands below every number, and every number below every heading.
NAMED, NUMBER, LABEL, LEAF = 10, 20, 30, 40
WRAPPED = 45  # characters from which a line without a full stop may go on in the next one ...
FULL = 0.75  # ... and the share of the page's width, when the next one begins with a capital
FOOTER, APART = 3, 5  # times that a line with a page's number stands, and lines from one to the next
WORD = 2.0  # Zipf frequency from which two halves are a word of their own
HEADING_WORDS = 9  # of a line without a sign of its own that stands above items

_HEADING = re.compile(r"^ {0,3}(#{1,6})\s+(.+?)\s*#*\s*$")
_ITEM = re.compile(r"^([ \t]*)(?:[-*+•◦▪●○‣·–]|o(?=\s+[A-Z])|\d+[.)])\s+(?:\[[ xX]\]\s+)?(.+?)\s*$")
_NESTED = re.compile(r"^[ \t]*[o◦○]\s")  # what a word processor puts before an item of an item, wherever it begins
_NAMED = re.compile(r"^([^\W\d_][\w-]*(?: [^\W\d_][\w-]*)?) (\d+(?:\.\d+)*)\s*[:.)–—-]?\s+(?=\S)")
_NUMBER = re.compile(r"^(\d+(?:\.\d+)+|\d+(?=[a-z][.)]?\s)|\d+(?=[.)]\s)|\d+(?=\s[^\W\d_]))([a-z]?)[.)]?\s+(.+)$")
_LETTER = re.compile(r"^([a-z])[.)]\s+(.+)$")
_EMPHASIS = re.compile(r"^(\*\*|__|\*|_)(.+)\1$")
_WEIGHED = re.compile(r"^\W*([^\W\d_]+)\W+(\d{1,3}(?:[.,]\d+)?)\s*%?\W*$")
_FRONT = re.compile(r"\A\s*---\n(.*?)\n---\s*\n", re.DOTALL)
_RULE = re.compile(r"^[\s|:-]*$")


class Line(NamedTuple):
    """One line of a guide, wrapped ones joined; a smaller `depth` stands above a larger one."""

    depth: int
    kind: Kind
    text: str
    line: int


def front_title(text: str) -> tuple[str, str]:
    """Return the title that front matter gives, and the text without it (its lines stay, empty)."""
    match = _FRONT.match(text)
    if match is None or not re.search(r"^\w+\s*:", match.group(1), re.MULTILINE):
        return "", text
    title = re.search(r"^title\s*:\s*(.+?)\s*$", match.group(1), re.MULTILINE)
    return (title.group(1).strip("\"'") if title else ""), "\n" * match.group().count("\n") + text[match.end() :]


def guide_lines(text: str) -> list[Line]:
    """Return the lines of a guide with their depths: wrapped lines joined, pages' footers left out."""
    raw = [line.rstrip() for line in text.splitlines()]
    footers = _footers(raw)
    named = _named_words(raw)
    numbered = any(match.group(1).count(".") or match.group(2) for line in raw if (match := _NUMBER.match(line.strip())))
    listed = numbered or bool(named) or any(_ITEM.match(line) or _HEADING.match(line) for line in raw)
    lengths = sorted(len(line.strip()) for line in raw if line.strip())
    width = lengths[len(lengths) * 9 // 10] if lengths else 0
    found: list[Line] = []
    before = ""
    for place, line in enumerate(raw, start=1):
        if not any_word(line) or _masked(line) in footers:
            before = "" if not line.strip() else before
            continue
        one = _line(line, place, named, numbered=numbered)
        joins = one.kind == "text" and before and found and found[-1].kind not in ("head", "row")
        if joins and _goes_on(before, line, width if listed else None):
            found[-1] = found[-1]._replace(text=_joined(found[-1].text, line.strip()))
        elif not (one.kind == "row" and _RULE.match(line)):
            found.append(one)
        before = line
    return _with_headings([one._replace(text=one.text.strip()) for one in found], top=NAMED if named else LABEL)


def _joined(text: str, rest: str) -> str:
    """A line and the one that goes on with it; a word that the width of a page cut in two is one again."""
    start, end = text.rpartition(" ")[2].rstrip("-"), rest.partition(" ")[0].rstrip(".,;:)")
    if text.endswith("-") and start and rest[:1].islower() and zipf_frequency(start + end, "en") >= WORD:
        return f"{text[:-1]}{rest}"
    return f"{text}{rest}" if text.endswith("-") and rest[:1].islower() else f"{text} {rest}"


def _with_headings(lines: Sequence[Line], top: int) -> list[Line]:
    """Take a short line above items, or above the sentence that introduces them, for their heading.

    One that says what is in scope ends the parts before it, and so does the appendix of a guide with numbered parts.
    """
    found = []
    for place, one in enumerate(lines):
        after = [other for other in lines[place + 1 : place + 3] if not _introduces(other)]
        following = after[0].kind if after else None
        short = len(one.text.split()) <= HEADING_WORDS and not one.text.endswith((".", "?", "!"))
        ends = _says_scope(one.text) or (top == NAMED and one.text.casefold().startswith(guide_words()["appendix"]))
        if short and one.kind in ("text", "label", "head") and ends:
            one = Line(min(one.depth, top), "label", one.text, one.line)  # noqa: PLW2901
        elif short and one.kind == "text" and following == "item":
            one = Line(LABEL, "label", one.text, one.line)  # noqa: PLW2901
        found.append(one)
    return found


def _introduces(one: Line) -> bool:
    """Whether a line is a sentence before a list ("The following list contains ...:")."""
    return one.kind == "label" and len(one.text.split()) > HEADING_WORDS


def _says_scope(text: str) -> bool:
    return any(words in text.casefold() for kind in ("in_scope", "out_of_scope") for words in guide_words()[kind])


def is_out_of_scope(text: str) -> bool:
    """Whether a heading says that what follows is not asked for."""
    return any(words in text.casefold() for words in guide_words()["out_of_scope"])


def is_administration(text: str) -> bool:
    """Whether a heading speaks of how a course is run and of nothing else ("Grading policy", never "Model assessment")."""
    plain = with_weight(text.casefold().rstrip(":"))[0]
    named = [words for words in guide_words()["administration"] if re.search(rf"\b{words}\b", plain)]
    left = re.sub("|".join(rf"\b{words}\b" for words in named), " ", plain) if named else plain
    return bool(named) and set(re.findall(r"[^\W\d_]+", left)) <= set(guide_words()["beside_administration"])


def _line(raw: str, place: int, named: frozenset[str], *, numbered: bool) -> Line:
    bare = raw.strip()
    if heading := _HEADING.match(raw):
        return Line(len(heading.group(1)), "head", _plain(heading.group(2)), place)
    if bare.startswith("|"):
        return Line(LEAF, "row", bare, place)
    item = _ITEM.match(raw)
    inner = _plain(item.group(2)) if item and not re.match(r"\s*\d", raw) else _plain(bare)
    if (match := _NAMED.match(inner)) and match.group(1).casefold() in named:
        return Line(NAMED + match.group(2).count("."), "named", inner, place)
    if numbered and (found := _numbered(bare)):
        return Line(NUMBER + found[0], "number", found[1], place)
    if item:
        nested = 2 * bool(_NESTED.match(raw))
        return Line(LEAF + len(item.group(1).expandtabs(4)) + nested, "item", _plain(item.group(2)), place)
    return _unmarked(bare, place)


def _numbered(bare: str) -> tuple[int, str] | None:
    """How deep a number or letter in front of a line leads, and the line without it."""
    if match := _NUMBER.match(bare):
        return match.group(1).removesuffix(".0").count(".") + bool(match.group(2)), match.group(3)
    match = _LETTER.match(bare)
    return (1, match.group(2)) if match else None


def _unmarked(bare: str, place: int) -> Line:
    """A label, which ends in a colon or a weight, the weight of what stands above ("Weight: 2"), or text."""
    if own := _weight_above(bare):
        return Line(LEAF, "weight", own, place)
    name, weight = with_weight(bare.rstrip(":"))
    if bare.endswith(":") or (weight is not None and name != bare):
        return Line(LABEL - (weight is not None), "label", _plain(bare), place)  # what has a weight stands above other labels
    return Line(LEAF, "text", _plain(bare), place)


def _weight_above(line: str) -> str:
    """The number of a line that weighs the part above it, "" for any other line."""
    own = _WEIGHED.match(line)
    return own.group(2).replace(",", ".") if own and own.group(1).casefold() in guide_words()["weight"] else ""


def _plain(text: str) -> str:
    match = _EMPHASIS.match(text)
    return match.group(2) if match else text


def _goes_on(before: str, line: str, width: int | None) -> bool:
    """Whether a line without a sign of its own goes on with the one before: it was cut by the width of a page.

    `width` is None in a plain list, where each line is an objective unless it begins small.
    """
    small = line.lstrip()[:1].islower() or line.lstrip()[:1] in "(,;&"
    if before.rstrip().endswith((".", "!", "?", ":")) and not small:
        return False
    if line[:1].isspace() and _ITEM.match(before):
        return True  # indented below an item
    long = len(before.strip()) >= WRAPPED
    return (small and (long or width is not None)) or (long and width is not None and len(before.strip()) >= FULL * width)


def _footers(raw: Sequence[str]) -> frozenset[str]:
    """Lines that differ by their numbers alone and stand far apart again and again: what a page has at its foot."""
    places: dict[str, list[int]] = {}
    for place, line in enumerate(line for line in raw if line.strip()):
        if re.search(r"\d", line) and not (_ITEM.match(line) or _HEADING.match(line) or _weight_above(line)):
            places.setdefault(_masked(line), []).append(place)
    return frozenset(
        masked
        for masked, found in places.items()
        if len(found) >= FOOTER and all(later - sooner >= APART for sooner, later in pairwise(found))
    )


def _masked(line: str) -> str:
    return re.sub(r"\d+", "0", " ".join(line.split()))


def _named_words(raw: Sequence[str]) -> frozenset[str]:
    """The words that number parts of this guide, as "Domain 1" and "Domain 2" do: the same words with two numbers.

    Where its parts have plain numbers (1.1, 1.2), items that are numbered so ("Layer 1", "Layer 2") are items.
    """
    seen: dict[str, set[str]] = {}
    plain = sum((match := _NUMBER.match(line.strip())) is not None and "." in match.group(1) for line in raw) > 1
    for line in raw:
        if plain and _ITEM.match(line):
            continue
        heading, item = _HEADING.match(line), _ITEM.match(line)
        bare = _plain(heading.group(2) if heading else item.group(2) if item and not re.match(r"\s*\d", line) else line.strip())
        if match := _NAMED.match(bare):
            seen.setdefault(match.group(1).casefold(), set()).add(match.group(2))
    return frozenset(words for words, numbers in seen.items() if len(numbers) > 1 or (len(words) > 3 and "domain" in words))


def transparent(lines: Sequence[Line]) -> frozenset[str]:
    """Labels that only introduce what follows: they stand more than once, or end in a small word ("Knowledge of:")."""
    counts = Counter(one.text.casefold() for one in lines if one.text.endswith(":"))
    small = guide_words()["introducing"]
    return frozenset(
        text for text, count in counts.items() if count > 1 or text.rstrip(":").split()[-1:] in [[word] for word in small]
    )


@lru_cache(maxsize=1)
def guide_words() -> dict[str, tuple[str, ...]]:
    """Return what guides of several languages write around their objectives."""
    read: dict[str, list[str]] = packaged("studybot.coverage", "guide.json")
    return {name: tuple(words) for name, words in read.items()}


def tables(lines: Sequence[Line]) -> Iterator[list[Line]]:
    """Yield the lines in runs: rows of one table together, every other line alone."""
    run: list[Line] = []
    for one in lines:
        if run and not (one.kind == run[-1].kind == "row"):
            yield run
            run = []
        run.append(one)
    if run:
        yield run
