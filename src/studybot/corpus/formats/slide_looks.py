"""What the lines of a slide are by their look: signs that somebody typed, code, rows of a list, lines wrapped by hand."""

import re
from itertools import pairwise, takewhile
from typing import NamedTuple

from studybot.corpus.codelines import is_code, is_sentence
from studybot.corpus.emit import escape, guard

_NUMBERED = re.compile(r"(\d{1,2})[.)]\s+(?=\S)")
_BULLET = re.compile(r"(?:[•▪●○◦■□▫➢►✓✔❖⇨➔]|[-=]>|→)\s*(?=[^\W\d_]|[\"'“(<])|[-–—−o]\s+(?=[^\W\d_])")
_ARROW = re.compile(r"[-=]>|[•▪●○◦■□▫➢►❖]")  # no text begins so
_STRONG = re.compile(r"[;{]$|^\s*</?[a-zA-Z!?][^<>]*>|^\s*<\?|^\s*(?:def|class) \w+.*:$")
_SIGNS = re.compile(r"[{}]$|^\s*[<{}]")
_ENDED = re.compile(r"[<=>{}\"']|\w\(|^\s*[\w-]+: [^:]*$")
_WRAPPED = 25  # characters below which nobody wraps a line, unless its box has few lines
_ROWS = 3
_TITLE_WORDS = 7
_SHORT = 60  # characters of a line in bold that names what stands below it
_TERM = re.compile(r"[^\W\d_][^.:;!?–—]{0,40}?(?:\s[-–—]|\s?:)\s+\S")
_WORDS = 5  # of a row behind a colon


class Line(NamedTuple):
    """One line: Markdown and plain text, its level, and the sign before it.

    That is "" for nothing, "1." for the number that it has, "#" for one that counts up, else the bullet. A line is `bold` as a
    whole, or `led` by words in bold; `mono` in a font of code; `inset` as far as the text of an item.
    """

    text: str
    plain: str
    level: int = 0
    sign: str = ""
    number: int = 0
    bold: bool = False
    led: bool = False
    mono: bool = False
    raw: str = ""  # with its blanks
    inset: bool = False


def as_shown(lines: list[Line]) -> list[Line]:
    """Return lines as what a reader of the slide takes them for."""
    found = _joined(_with_code(_with_typed_signs(lines)))
    while found and not found[-1].plain.strip():
        found.pop()
    before = [None, *found]
    return _with_rows(
        [line for line, above in zip(found, before, strict=False) if line.plain.strip() or (above and above.mono)]
    )


def _with_typed_signs(lines: list[Line]) -> list[Line]:
    """The lines with numbers and bullets that somebody typed as what they are; a number alone may be one of a text."""
    numbers = [int(typed[1]) if (typed := _NUMBERED.match(line.plain)) else None for line in lines]
    counting = pairwise((place, number) for place, number in enumerate(numbers) if number is not None)
    counted = {place for (one, first), (two, second) in counting if second == first + 1 for place in (one, two)}
    bullets = sum(bool(_BULLET.match(line.plain)) for line in lines)
    found: list[Line] = []
    for place, line in enumerate(lines):
        number = numbers[place]
        if line.mono:
            found.append(line)
        elif number is not None and line.sign != "#" and (line.sign or place in counted):
            found.append(line._replace(text=guard(re.sub(r"^\d+\\?[.)]\s+", "", line.text)), sign="1.", number=number))
        elif (bullet := _BULLET.match(line.plain)) and (bullets > 1 or _ARROW.match(line.plain)) and line.sign != "#":
            text = guard(re.sub(rf"^\\?{re.escape(bullet.group().rstrip())}\s*", "", line.text))
            found.append(line._replace(text=text, sign=line.sign or bullet.group()[:1]))
        else:
            found.append(line)
    return found


def _with_code(lines: list[Line]) -> list[Line]:
    """The lines with code in a font of text as code; of what stands in a font of code, sentences are text."""
    if (mono := [line.plain for line in lines if line.mono and line.plain.strip()]) and 2 * sum(map(is_sentence, mono)) >= len(
        mono
    ):
        lines = [line._replace(text=guard(escape(line.text)), mono=False) for line in lines]
    start = 0
    while start < len(lines):
        end = start
        while end < len(lines) and not lines[end].sign and not lines[end].mono and not is_sentence(lines[end].plain):
            end += 1
        run = [place for place in range(start, end) if is_codish(lines[place].plain)]
        strong = [place for place in run if _STRONG.search(lines[place].plain.rstrip())]
        if (len(run) > 1 and strong) or any(lines[place].plain.rstrip().endswith(";") for place in run):
            first, last = run[0], run[-1] + 1
            if len(run) * 5 >= (last - first) * 3:
                lines[first:last] = [line._replace(mono=True) for line in lines[first:last]]
        start = end + 1
    return lines


def _joined(lines: list[Line]) -> list[Line]:
    """The lines with what is set in below an item as an item, and those that were wrapped by hand as one."""
    found: list[Line] = []
    few = sum(bool(line.plain.strip()) for line in lines) <= _ROWS
    for line in lines:
        before = found[-1] if found else None
        if before is None or line.mono or before.mono or line.sign:
            found.append(line)
        elif _is_wrapped(before, line, few=few):
            found[-1] = before._replace(text=f"{before.text} {line.text}", plain=f"{before.plain} {line.plain}")
        elif before.sign and line.plain and (line.inset or line.level > before.level):
            found.append(line._replace(sign="–"))
        else:
            found.append(line)
    return found


def _is_wrapped(before: Line, line: Line, *, few: bool) -> bool:
    """Whether a line goes on with the one before it, which was broken by hand where its box ends."""
    if not before.plain or not line.plain[:1].islower() or (line.inset and before.sign) or before.plain[-1] in ".:;!?":
        return False
    return few or len(before.plain) >= _WRAPPED or before.plain[-1] in "–-"


def is_codish(line: str) -> bool:
    """Whether a line may be one of code, among others that are."""
    bare = line.rstrip()
    if bare.endswith(";"):  # a sentence may, too
        return bool(_ENDED.search(bare))
    return bool(bare) and (is_code(line) or bool(_SIGNS.search(bare)))


def is_title(plain: str) -> bool:
    """Whether a line in bold may name what stands below it."""
    short = len(plain) <= _SHORT and len(plain.split()) <= _TITLE_WORDS
    return short and plain[-1] not in ".;," and "=" not in plain and not is_codish(plain)


def _with_rows(lines: list[Line]) -> list[Line]:
    """Lines of which each tells of a term, or that are short and stand behind a colon, as the list that they are."""
    found = list(lines)
    for place in range(len(found)):
        run = list(takewhile(lambda one: bool(one.plain.strip()) and not (one.sign or one.mono or one.bold), found[place:]))
        terms = [number for number, one in enumerate(run) if _TERM.match(one.plain)]
        told = run[: terms[-1] + 1] if terms[:1] == [0] and len(terms) * 5 >= (terms[-1] + 1) * 4 else []
        before = found[place - 1].plain.rstrip() if place else ""
        short = list(takewhile(lambda one: len(one.plain.split()) <= _WORDS and one.plain[-1] not in ".:;?!", run))
        rows = told if len(told) >= _ROWS else short if before.endswith(":") and len(short) >= _ROWS else []
        for number, row in enumerate(rows):
            found[place + number] = row._replace(sign="•")
    return found
