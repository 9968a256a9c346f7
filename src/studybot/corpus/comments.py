"""What Markdown hides from its readers: comments of HTML and MDX, hidden blocks of templates."""

import re

from studybot.corpus.fences import Fences

# Code that a template colours: {% highlight sh %}, {{< highlight python >}}.
_HIGHLIGHT = re.compile(
    r"\s*(?:\{%-?|\{\{[<%])\s*(?P<ends>/|end)?\s*highlight\b\s*(?P<language>[\w+#-]*)[^{}]*(?:-?%\}|[>%]\}\})\s*$"
)
_CONTENTS = re.compile(r"\s*\{:\s*toc\b[^{}]*\}\s*$", re.IGNORECASE)  # a list that the page fills with its headings


def with_fences(lines: list[str]) -> list[str]:
    """Return lines with code that a template colours in fences, and without the list that a table of contents replaces."""
    found: list[str] = []
    for line in lines:
        highlight = _HIGHLIGHT.match(line)
        if highlight:
            found.append("```" if highlight["ends"] else f"```{highlight['language']}")
        elif _CONTENTS.match(line) and found and found[-1].lstrip().startswith(("*", "-", "1.")):
            found.pop()
        else:
            found.append(line)
    return found


def without_comments(text: str) -> str:
    """Return `text` without HTML comments and hidden template blocks outside code, each read once."""
    found: list[str] = []
    fences, closing = Fences(), ""
    for raw in text.split("\n"):
        line = raw
        if closing:
            at = raw.find(closing)
            if at < 0:
                continue
            line, closing = raw[at + len(closing) :], ""
            if not line.strip():
                continue
        if fences.encloses(line):
            found.append(line)
            continue
        shown, closing = _visible(line)
        if shown.strip() or not line.strip():
            found.append(shown)
    return "\n".join(found)


_HIDDEN = re.compile(r"<!--|\{%-?\s*(?:comment|capture|assign)\b[^%]*%\}|\{/\*|\{#(?!\w*\})")
_ENDS = (("<!--", "-->"), ("{/*", "*/}"), ("{#", "#}"))


def _visible(line: str) -> tuple[str, str]:
    """The line without what is hidden, and what ends a hidden part that the line leaves open."""
    shown, place = "", 0
    while match := _HIDDEN.search(line, place):
        before = line[place : match.start()]
        opening = match.group()
        if opening.startswith("{%"):
            if "assign" in opening:
                shown, place = shown + before, match.end()
                continue
            ends = "{% endcomment %}" if "comment" in opening else "{% endcapture %}"
        else:
            ends = next(end for start, end in _ENDS if opening.startswith(start))
        if line.count("`", 0, match.start()) % 2:  # within code
            shown, place = shown + before + opening, match.end()
            continue
        end = line.find(ends, match.end())
        shown += before
        if end < 0:
            return (shown, ends) if opening != "{#" else (shown + line[match.start() :], "")
        place = end + len(ends)
    return shown + line[place:], ""
