"""Formulas as tokens of Markdown: nothing within one is emphasis, an escape or a link."""

from functools import lru_cache

from markdown_it import MarkdownIt
from markdown_it.rules_inline import StateInline

from studybot.corpus.spans import code_spans, formula_spans


def with_formulas(markdown: MarkdownIt) -> MarkdownIt:
    """Let a parser keep each formula as one token `formula`, whose content is the formula as it is written."""
    markdown.inline.ruler.before("escape", "formula", _take)
    return markdown


def _take(state: StateInline, silent: bool) -> bool:
    if state.src[state.pos] not in "$\\":
        return False
    end = _ends(state.src).get(state.pos)
    if end is None or end > state.posMax:
        return False
    if not silent:
        state.push("formula", "", 0).content = state.src[state.pos : end]
    state.pos = end
    return True


@lru_cache(maxsize=64)
def _ends(text: str) -> dict[int, int]:
    """Where the formula that begins at an offset ends."""
    codes = code_spans(text)
    return {start: end for start, end in formula_spans(text) if not any(a < end and start < b for a, b in codes)}
