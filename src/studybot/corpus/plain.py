"""Markdown -> what a reader reads."""

import re

from studybot.corpus.spans import formula_spans

_MARKUP = re.compile(r"\*\*|`|^>\s?|(?<!\w)\*(?=\w)|(?<=\w)\*(?!\w)|\\(?=[^\w\s])", re.MULTILINE)
_LINK = re.compile(r"!?\[([^\[\]]*)\]\((?:[^()\s]|\([^()\s]*\))*(?:\s+\"[^\"]*\")?\)")
_SPACE = re.compile(r"\s+")


def plain(text: str) -> str:
    """Return Markdown text without emphasis, code marks, quote marks and addresses; formulas stay as they are written."""
    if "](" in text:
        text = _LINK.sub(r"\1", text)
    pieces, place = [], 0
    for start, end in formula_spans(text):
        pieces += [_MARKUP.sub("", text[place:start]), text[start:end]]
        place = end
    return _SPACE.sub(" ", "".join([*pieces, _MARKUP.sub("", text[place:])])).strip()
