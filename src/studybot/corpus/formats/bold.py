"""Headings of a document whose author made them of bold paragraphs."""

from collections.abc import Sequence
from typing import Any

Node = dict[str, Any]

_TITLE_LENGTH = 90


def with_bold_headings(blocks: Sequence[Node], headed: bool, titled: bool) -> list[Node]:
    """Return blocks with what an author without styles makes headings of: short paragraphs bold, with text behind."""
    found: list[Node] = []
    level = 0
    for number, block in enumerate(blocks):
        if block["t"] == "Header":
            level = block["c"][0]
        following = blocks[number + 1] if number + 1 < len(blocks) else None
        if following is not None and _is_bold_title(block):
            first = not headed and not titled and not found
            depth = 1 if first else level + 1 if headed else 2
            found.append({"t": "Header", "c": [min(depth, 6), ["", [], []], block["c"]]})
            found[-1]["c"][2] = [
                inner for strong in block["c"] for inner in (strong["c"] if strong["t"] == "Strong" else [strong])
            ]
        else:
            found.append(block)
    return found


def _is_bold_title(block: Node) -> bool:
    if block["t"] not in ("Para", "Plain") or not block["c"]:
        return False
    spaces = ("Space", "SoftBreak", "LineBreak")
    if not all(node["t"] == "Strong" or node["t"] in spaces for node in block["c"]):
        return False
    text = text_of(block["c"])
    return 0 < len(text) <= _TITLE_LENGTH and text[-1] not in ".;,!" and any(sign.isalnum() for sign in text)


def text_of(nodes: Any) -> str:
    """Return the text of nodes without their markup."""
    if isinstance(nodes, list):
        return "".join(map(text_of, nodes)).strip()
    if not isinstance(nodes, dict):
        return ""
    if nodes["t"] == "Str":
        return str(nodes["c"])
    return " " if nodes["t"] in ("Space", "SoftBreak", "LineBreak") else text_of(nodes.get("c"))
