"""Code as its page shows it: the language alone behind its fence, without options, hidden chunks and numbers of remarks."""

import re
from collections.abc import Sequence

_RMD = re.compile(r"\{\s*(?P<language>[\w+-]+)[^{}]*\}$")
_CLASS = re.compile(r"\{[^{}]*?\.(?P<language>[\w+#-]+)[^{}]*\}$")
_WORD = re.compile(r"[^\s{},]+")
_UNSHOWN = re.compile(r"\b(?:echo|include)\s*[=:]\s*(?:false|F)\b", re.IGNORECASE)
_CAPTION = re.compile(r"\bfig[.-]cap\s*[=:]\s*(?P<quote>[\"'])(?P<text>.{1,400}?)(?<!\\)(?P=quote)")
_OPTION = re.compile(r"\s*(?:#|//|--)\|\s")
FIELD = re.compile(r"\s*:[\w-]+:(?=\s|$)")  # an option of a directive or of a code cell
_INCLUDED = re.compile(r"\s*\{\{#(?:rustdoc_include|include|playground)[^{}]*\}\}\s*$")
_REMARK = re.compile(r"\s*(?:#|//)\s*\(\d{1,2}\)!?\s*$")  # the number of a remark below the code
_QUERIES = frozenset(("dataview", "dataviewjs"))  # the page puts its own list in their place
# What only the program that runs a document knows: values computed in a sentence, numbers of figures.
_COMPUTED = re.compile(r"(?<!`)`(?:r|\{(?:r|python|julia)\})\s[^`\n]+`(?!`)")
_REFERRED = re.compile(r"\s?\(\s*\\@ref\([^()\n]*\)\s*\)|\s?\\@ref\([^()\n]*\)")
_NUMBERED = re.compile(r"(?<![\w\[@-])@(?P<kind>fig|tbl|tab|sec|eq|lst|thm|def|exm|exr)-[\w-]*\w")
_NAMES = {"fig": "the figure", "tbl": "the table", "tab": "the table", "sec": "that section", "eq": "the equation"}


def with_results(text: str) -> str:
    """Return the text of R Markdown or Quarto with "…" for values that are computed, and words for numbers of figures."""
    text = _REFERRED.sub("", _COMPUTED.sub("…", text))
    return _NUMBERED.sub(lambda found: _NAMES.get(found["kind"], "that"), text)


def language_of(info: str) -> str:
    """Return the language that stands behind a fence, in any dialect: `py title="x"`, `{.python #id}`, `{r, echo=FALSE}`."""
    info = info[:400]
    found = _RMD.match(info) or _CLASS.match(info)
    if found:
        language = found["language"]
        return language if "-" not in language else ""  # {code-cell} names no language
    word = _WORD.match(info)
    return word.group() if word else ""


def shown_code(info: str, lines: Sequence[str]) -> list[str]:
    """Return a fenced block as its page shows it: nothing of a hidden chunk but the caption of what it draws."""
    if info.startswith("{="):
        return []  # raw text of another format: no page shows it
    options = [info, *(line for line in lines[1:] if _OPTION.match(line))] if info.startswith("{") else []
    caption = next((found["text"] for option in options if (found := _CAPTION.search(option))), "")
    below = ["", caption.replace('\\"', '"'), ""] if caption else []
    if any(map(_UNSHOWN.search, options)) or language_of(info) in _QUERIES:
        return below
    code = [
        _REMARK.sub("", line) if "(" in line else line
        for number, line in enumerate(lines)
        if not (_OPTION.match(line) or _INCLUDED.match(line) or (number == 1 and FIELD.match(line)))
    ]
    closed = len(lines) > 1 and lines[-1].strip() and not lines[-1].strip().strip("`~")
    return [*code, *below] if any(line.strip() for line in code[1 : -1 if closed else None]) or len(lines) == 1 else below
