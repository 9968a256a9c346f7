"""Texts as they are shown: without what acts, and with a question's subject in brackets."""

import csv
import io
import re
import unicodedata
from collections.abc import Iterable, Sequence
from itertools import groupby
from operator import itemgetter


def cut(text: str, most: int) -> str:
    """Return a text of at most `most` characters, with an ellipsis where it was cut."""
    return text if len(text) <= most else f"{text[: most - 1].rstrip()}…"


def capital(text: str) -> str:
    """Return a text with a capital first letter."""
    return text[:1].upper() + text[1:]


def harmless(text: str) -> str:
    """Return a text without what a terminal obeys and a reader does not see: control sequences, directions, zero widths.

    Line breaks, tabs and the joiners that some scripts and emoji need stay.
    """
    return "".join(one for one in text if one in "\n\t\u200c\u200d" or unicodedata.category(one) not in ("Cc", "Cf"))


def tamed(text: str) -> str:
    """Return Markdown of a course as Markdown that neither acts nor looks like a mark of studybot's own; code stays as it is.

    A number in square brackets, whose they may be, becomes one in round brackets; tags are escaped; a link runs no script.
    """
    lines = text.split("\n")
    runs = groupby(zip(_in_code(lines), lines, strict=True), key=itemgetter(0))
    parts = (("\n".join(line for _, line in run), is_code) for is_code, run in runs)
    return "\n".join(part if is_code else _ACTING.sub(_tame, part) for part, is_code in parts)


def _in_code(lines: Sequence[str]) -> list[bool]:
    """Whether each line is fenced code; none where a fence is not closed as it was opened: Markdown might see another end."""
    found, opened = list[bool](), None
    for line in lines:
        fence = _FENCE.match(line)
        if opened is None:
            opened = fence
        elif fence and fence["ticks"][0] == opened["ticks"][0]:
            if fence.group("indent", "ticks") != opened.group("indent", "ticks") or fence["info"].strip():
                break
            opened = None
        elif line.strip() and not line.startswith(opened["indent"]):
            break
        found.append(bool(opened or fence))
        if "\r" in line or (opened is fence and fence and "`" in fence["info"]):
            break
    else:
        if opened is None:
            return found
    return [False] * len(lines)


_FENCE = re.compile(r"(?P<indent>[ \t]*)(?P<ticks>`{3,}|~{3,})(?P<info>.*)")
_ACTING = re.compile(
    r"(?P<code>(?<![\\`])(?P<ticks>`+)(?!`)[^\n]{1,8000}?(?<!`)(?P=ticks)(?!`))"
    r"|\\?[\[［【〔⟦][\s*_]{0,3}(?P<number>\d[\d\s,–-]{0,20})[*_]{0,2}\\?[\]］】〕⟧]"
    r"|(?P<tag>(?<!\\)<(?=[A-Za-z/!?])(?!(?:https?|mailto):))"
    r"|(?P<script>\]\(\s*<?(?:javascript|vbscript|data):)",
    re.DOTALL | re.IGNORECASE,
)


def _tame(match: re.Match[str]) -> str:
    if match["code"]:
        return match["code"]
    if match["number"]:
        return f"({match['number'].strip()})"
    return "\\<" if match["tag"] else "](#"


LONGEST_SUBJECT = 80  # characters of a subject in brackets
JOINT = " — "  # between the subject that a follow-up carries over and what it asks
# "What is a NAT gateway?" speaks of the NAT gateway, whatever is asked of it next.
ASKED_WHAT = re.compile(
    r"^\W*(?:(?:what|who)(?: even| exactly| actually)?(?:'?s| is| are| was| were)|define|explain|describe|tell me about)\s+"
    r"(?:an? |the )?"
    r"(?P<thing>[^?.!]{2,60}?)\W*$",
    re.IGNORECASE,
)
OPENING = re.compile(r"^\W*(?:(?:ok|okay|so|well|and|but|then|also)\b\W*)+(?=\w+\W+\w)", re.IGNORECASE)


def one_question(understood: str) -> str:
    """Return a question as it is shown: what is asked, with the subject it was carried over from in brackets."""
    subject, *later = understood.split(JOINT)
    if not later:
        return understood
    thing = ASKED_WHAT.match(OPENING.sub("", subject))
    asked = OPENING.sub("", later[-1])
    if subject.lower() in asked.lower():
        return later[-1]
    return f"{asked[:1].upper()}{asked[1:]} ({cut(thing['thing'] if thing else subject, LONGEST_SUBJECT)})"


def one_line(markdown: str) -> str:
    """Return Markdown as one line of plain text: emphasis and rules dropped, cells apart, outer spaces kept as one."""
    return re.sub(r"\s+", " ", _BARS.sub(" · ", _MARKUP.sub("", markdown)))


_MARKUP = re.compile(r"\*\*|`+|(?<=\n)[ #>-]+|(?<=\n)\|?(?:\s*:?-{3,}:?\s*\|)+")
_BARS = re.compile(r"\s*(?:\|\s*)+")
_IS = re.compile(r"\b(what|how|where|who|when|why|there|that)['’]?s\b", re.IGNORECASE)
_DOES = re.compile(
    r"\b(what|how|when|where|why) is ((?:\S+ ){0,3}\S+) (work|mean|do|differ|happen|stand for)\b(?=\W*$)", re.IGNORECASE
)


def in_full(text: str) -> str:
    """Return a text with its short forms of "is" and "does" written out: "hows that", "what's it mean"."""
    full = _IS.sub(r"\1 is", text)
    return text if full == text else _DOES.sub(r"\1 does \2 \3", full)


def join(items: Iterable[str], last: str = "and") -> str:
    """Return "a, b and c"."""
    listed = list(items)
    if len(listed) < 2:
        return "".join(listed)
    return f"{', '.join(listed[:-1])} {last} {listed[-1]}"


_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def csv_text(header: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """Return a table as CSV (RFC 4180); a text that a spreadsheet would run gets an apostrophe in front (OWASP)."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow([_safe(cell) for cell in header])
    writer.writerows([_safe(cell) for cell in row] for row in rows)
    return out.getvalue()


def _safe(cell: object) -> object:
    if isinstance(cell, str) and cell.lstrip(" ").startswith(_FORMULA):
        return f"'{cell}"
    return "" if cell is None else cell
