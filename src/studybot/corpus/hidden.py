"""What a page hides from those who look at it: whoever reads a course must not be told what its author does not see."""

import re

from studybot.corpus.fences import Fences
from studybot.corpus.formats.page_styles import Rules, look_of, rules_of
from studybot.corpus.inline import TAG
from studybot.corpus.looks import Look

_SHEET = re.compile(r"<style\b[^<>]*>(.*?)</style>", re.IGNORECASE | re.DOTALL)
_EMPTY = frozenset("area br col embed hr img input link meta source track wbr".split())
_LOOKS = ("style", "hidden", "color")  # nothing is hidden where none of these is written
DEEPEST = 64  # elements in elements


def without_hidden(text: str) -> str:
    """Return Markdown without the elements that hide their text; code stays, and each line is read once."""
    if not any(word in text.lower() for word in _LOOKS):
        return text
    lines = text.split("\n")
    fenced = list(map(Fences().encloses, lines))
    sheets = _SHEET.findall("\n".join(line for line, is_code in zip(lines, fenced, strict=True) if not is_code))
    reader = _Reader(rules_of(sheets))
    shown: list[str] = []
    for line, is_code in zip(lines, fenced, strict=True):
        rest = line if is_code else reader.seen(line)
        if (is_code and not reader.hides) or (not is_code and (rest.strip() or not line.strip())):
            shown.append(rest)
    return "\n".join(shown)


class _Reader:
    """Takes lines in order and keeps how the elements look that are open."""

    def __init__(self, rules: Rules | None) -> None:
        self._rules = rules
        self._open: list[tuple[str, Look]] = []

    @property
    def hides(self) -> bool:
        """Whether what comes next is not seen."""
        return bool(self._open) and self._open[-1][1].is_unseen

    def seen(self, line: str) -> str:
        """Return what is seen of a line."""
        if not line.strip():
            self._open = [(name, look) for name, look in self._open if name != "p"]  # no paragraph goes on behind a blank line
        pieces, place = [], 0
        for tag in TAG.finditer(line):
            if line.count("`", 0, tag.start()) % 2:  # within code
                continue
            hidden = self.hides
            if not hidden:
                pieces.append(line[place : tag.start()])
            self._take(tag)
            # A tag stays where it opens or closes something that is seen.
            place = tag.end() if hidden or self.hides else tag.start()
        return "".join([*pieces, "" if self.hides else line[place:]])

    def _take(self, tag: re.Match[str]) -> None:
        name, attributes = tag["name"].lower(), tag["attributes"]
        if tag["close"]:
            names = [opened for opened, _ in self._open]
            if name in names:
                del self._open[len(names) - 1 - names[::-1].index(name) :]
        elif name not in _EMPTY and not attributes.endswith("/") and len(self._open) < DEEPEST:
            look = self._open[-1][1] if self._open else Look()
            if self._rules is not None or any(word in attributes.lower() for word in _LOOKS):
                look = look.under(look_of(tag.group(), self._rules))
            self._open.append((name, look))
