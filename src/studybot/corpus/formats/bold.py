"""Headings of a document whose author made them of bold paragraphs."""

import re
from collections.abc import Sequence
from typing import Any

Node = dict[str, Any]

_TITLE_LENGTH = 90
_SPACES = ("Space", "SoftBreak", "LineBreak")
_RULE = re.compile(r"[*_=~#-]{5,}")


def with_bold_headings(blocks: Sequence[Node], headed: bool, titled: bool) -> list[Node]:
    """Return blocks with what an author without styles makes headings of: short paragraphs bold, with text behind."""
    found: list[Node] = []
    level = 0
    blocks = [block for block in map(_without_rules, blocks) if block.get("c") != []]
    titles = [place for place, block in enumerate(blocks) if _is_bold_title(block)]
    styled = [place for place, block in enumerate(blocks) if block["t"] == "Header"]
    even = len(titles) > len(styled) > 0 and titles[0] < styled[0]  # styles are the exception: bold titles stand beside them
    for number, block in enumerate(blocks):
        if block["t"] == "Header" and not even:
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


def _without_rules(block: Node) -> Node:
    """A paragraph or heading without the signs that its author typed as a rule ("**********")."""
    if block["t"] == "Header":
        return {**block, "c": [*block["c"][:2], _unruled(block["c"][2])]}
    if block["t"] not in ("Para", "Plain"):
        return block
    kept = _unruled(block["c"])
    return {**block, "c": kept if any(node["t"] not in _SPACES for node in kept) else []}


def _unruled(nodes: Sequence[Node]) -> list[Node]:
    found: list[Node] = []
    for node in nodes:
        inner = node.get("c")
        if node["t"] == "Str":
            inner = _RULE.sub("", node["c"])
        elif node["t"] == "Strong":
            inner = _unruled(node["c"])
        if inner or "c" not in node or node["t"] not in ("Str", "Strong"):
            found.append({**node, "c": inner} if "c" in node else node)
    return found


def _is_bold_title(block: Node) -> bool:
    if block["t"] not in ("Para", "Plain") or not block["c"]:
        return False
    if not all(node["t"] == "Strong" or node["t"] in _SPACES for node in block["c"]):
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
    return " " if nodes["t"] in _SPACES else text_of(nodes.get("c"))
