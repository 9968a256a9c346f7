"""What a page hides from those who look at it: whoever reads a course must not be told what its author does not see."""

import re

_TAG = re.compile(r"<(?P<close>/)?(?P<name>[A-Za-z][A-Za-z0-9-]*)(?P<attributes>(?:[\s/][^<>]*)?)>")
_FENCE = re.compile(r"\s{0,3}(`{3,}|~{3,})")
_ATTRIBUTE = re.compile(r"(?<=\s)(?:[\w:-]+\s*=\s*(?P<quote>[\"'])(?P<value>.*?)(?P=quote)|[\w:-]+(?:\s*=\s*[^\s\"'>]+)?)")
_UNSEEN = re.compile(
    r"display\s*:\s*none|visibility\s*:\s*hidden|font-size\s*:\s*0(?![.\d]*[1-9])|opacity\s*:\s*0(?:\.0*)?(?![.\d])"
    r"|(?:left|top|text-indent)\s*:\s*-\d{3,}",
    re.IGNORECASE,
)
_WHITE = r"(?:#fff(?:fff)?\b|white\b|transparent\b|rgba?\(\s*255\s*,\s*255\s*,\s*255)"
_WHITE_TEXT = re.compile(rf"(?<![\w-])color\s*:\s*{_WHITE}", re.IGNORECASE)
_PAINTED = re.compile(rf"(?<![\w-])background(?:-color|-image)?\s*:\s*(?!\s*{_WHITE}|\s*none)", re.IGNORECASE)
_EMPTY = frozenset("area br col embed hr img input link meta source track wbr".split())


def hides(style: str, *, painted: bool = False) -> bool:
    """Whether a style hides its text: not shown, or white where nothing around it is `painted` in another colour."""
    return bool(_UNSEEN.search(style) or (_WHITE_TEXT.search(style) and not painted and not paints(style)))


def paints(style: str) -> bool:
    """Whether a style gives its text a background that is not the page's own."""
    return bool(_PAINTED.search(style))


def without_hidden(text: str) -> str:
    """Return Markdown without the elements that hide their text; code stays, and each line is read once."""
    if "style" not in text.lower() and "hidden" not in text.lower():
        return text
    shown: list[str] = []
    fence, name, depth = "", "", 0
    for line in text.split("\n"):
        code = _FENCE.match(line)
        if code and not depth:
            fence = "" if fence and line.strip().startswith(fence) else fence or code[1]
        if fence:
            shown.append(line)
            continue
        rest, name, depth = _rest(line, name, depth)
        if rest.strip() or not line.strip():
            shown.append(rest)
    return "\n".join(shown)


def _rest(line: str, name: str, depth: int) -> tuple[str, str, int]:
    """What is seen of a line, and the hidden element (its name and how deep in it) that is open at its end."""
    pieces, place = [], 0
    for tag in _TAG.finditer(line):
        called = tag["name"].lower()
        if depth:
            depth += (-1 if tag["close"] else not tag["attributes"].endswith("/")) if called == name else 0
            place = tag.end()
        elif not tag["close"] and called not in _EMPTY and _opens(tag, line):
            pieces.append(line[place : tag.start()])
            name, depth, place = called, 1, tag.end()
    return "".join([*pieces, "" if depth else line[place:]]), name, depth


def _opens(tag: re.Match[str], line: str) -> bool:
    """Whether a tag outside code hides what is in its element."""
    if tag["attributes"].endswith("/") or line.count("`", 0, tag.start()) % 2:
        return False
    for attribute in _ATTRIBUTE.finditer(tag["attributes"]):
        name = re.split(r"[\s=]", attribute.group().lower(), maxsplit=1)[0]
        value = attribute["value"] if attribute["quote"] else attribute.group().partition("=")[2]
        if name == "hidden" or (name == "style" and hides(value)):
            return True
    return False
