"""British and American spellings of one word."""

import re
from collections.abc import Callable

SHORTEST = 6  # letters: "four" is no other spelling of "for"
_WAYS = tuple(
    (re.compile(pattern), way)
    for pattern, way in (
        (r"our", "or"),
        (r"or(?=s?$|al|abl|ed|ing|ful|ite)", "our"),
        (r"is(?=e[drs]?$|ing$|ation)", "iz"),
        (r"iz(?=e[drs]?$|ing$|ation)", "is"),
        (r"ys(?=e[drs]?$|ing$)", "yz"),
        (r"yz(?=e[drs]?$|ing$)", "ys"),
        (r"([bt])re(?=s?$)", r"\1er"),
        (r"([bt])er(?=s?$)", r"\1re"),
        (r"ogue", "og"),
        (r"og(?=s?$)", "ogue"),
        (r"ence(?=s?$)", "ense"),
        (r"ense(?=s?$)", "ence"),
        (r"[ao]e", "e"),
        (r"ll(?=ed$|ing$|er$)", "l"),
        (r"l(?=ed$|ing$|er$)", "ll"),
        (r"mme(?=s?$)", "m"),
    )
)


def spelled_as(word: str, is_known: Callable[[str], bool]) -> str:
    """Return a lower-case word as it is spelled on the other side of the Atlantic, where that alone is known; else ""."""
    if len(word) < SHORTEST or not (word.isascii() and word.isalpha()) or is_known(word):
        return ""
    return next((other for pattern, way in _WAYS if is_known(other := pattern.sub(way, word, count=1))), "")
