"""Code and formulas within a line of Markdown: what no rule for prose may touch."""

import re

Spans = list[tuple[int, int]]

_TICKS = re.compile(r"`+")
# Within \[...\] no second one begins, and \\[ is none: each of a thousand openings would be followed to the end of the text.
_DISPLAY = re.compile(r"\$\$[^$]*\$\$|(?<!\\)\\\[(?:[^\\]|\\[^\[\]])*\\\]")
# A price is no formula: the first $ has no space behind it, the last one none before it and no digit behind (pandoc's rule).
_INLINE = re.compile(r"(?<![\\$])\$(?![\s$])(?:[^$\\\n]|\\[^\n])*(?<![\s\\])\$(?!\d)|(?<!\\)\\\((?:[^\\\n]|\\[^()\n])*\\\)")


def code_spans(text: str) -> Spans:
    """Return the spans of inline code: from a run of backticks to the next run of the same length."""
    runs = [match.span() for match in _TICKS.finditer(text)]
    following: dict[int, int] = {}
    partner: list[int | None] = [None] * len(runs)
    for number in range(len(runs) - 1, -1, -1):
        length = runs[number][1] - runs[number][0]
        partner[number] = following.get(length)
        following[length] = number
    found: Spans = []
    number = 0
    while number < len(runs):
        end = partner[number]
        if end is not None:
            found.append((runs[number][0], runs[end][1]))
            number = end
        number += 1
    return found


def formula_spans(text: str) -> Spans:
    r"""Return the spans of formulas: `$...$`, `$$...$$`, `\(...\)`, `\[...\]`."""
    if "$" not in text and "\\(" not in text and "\\[" not in text:
        return []
    found = _scan(_DISPLAY, text)
    shown = list(text)
    for start, end in found:
        shown[start:end] = " " * (end - start)
    return sorted(found + _scan(_INLINE, "".join(shown) if found else text))


def _scan(pattern: re.Pattern[str], text: str) -> Spans:
    return [match.span() for match in pattern.finditer(text)]


def protected(text: str) -> Spans:
    """Return the spans of code and of formulas outside code, in order, apart from each other."""
    found: Spans = []
    for start, end in sorted(code_spans(text) + formula_spans(text)):
        if not found or start >= found[-1][1]:
            found.append((start, end))
    return found


def masked(text: str, spans: Spans) -> str:
    """Return `text`, as long as before, with an x in place of every character of the spans."""
    pieces, place = [], 0
    for start, end in spans:
        pieces += [text[place:start], "x" * (end - start)]
        place = end
    return "".join([*pieces, text[place:]])
