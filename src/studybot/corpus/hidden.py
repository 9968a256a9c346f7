"""What a page hides from those who look at it: whoever reads a course must not be told what its author does not see."""

import re

from studybot.corpus.looks import Look, declared

_TAG = re.compile(r"<(?P<close>/)?(?P<name>[A-Za-z][A-Za-z0-9-]*)(?P<attributes>(?:[\s/][^<>]*)?)>")
_FENCE = re.compile(r"\s{0,3}(`{3,}|~{3,})")
_ATTRIBUTE = re.compile(r"(?<=\s)(?:[\w:-]+\s*=\s*(?P<quote>[\"'])(?P<value>.*?)(?P=quote)|[\w:-]+(?:\s*=\s*[^\s\"'>]+)?)")
_EMPTY = frozenset("area br col embed hr img input link meta source track wbr".split())


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
        if name == "hidden" or (name == "style" and Look().under(declared(value)).is_unseen):
            return True
    return False
