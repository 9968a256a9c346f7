"""Signs that a question asks about: `%in%`, `<-` and `~` are names that no search for words tells apart."""

import re
from collections.abc import Iterator, Sequence

from studybot.types import Hit, Match, Understanding

_SIGN = re.compile(r"[^\w\s]{1,3}(?:\w+[^\w\s]{1,3})?")
_MARKS = "-–—/+…"  # what stands between words and asks nothing


def signs_in(text: str) -> list[str]:
    """Return the signs that a text speaks of, as they are written."""
    tokens = (token.strip("`'\"“”‘’?.,;:()") for token in text.split())
    return [token for token in tokens if _SIGN.fullmatch(token) and token not in _MARKS]


def of_sign(question: Understanding, hits: Sequence[Hit], score: float) -> tuple[Match, Hit] | None:
    """Return the sentence that speaks of a sign which is asked about, as likely as the likeliest; None without one.

    In the section that is called so it is the first one, elsewhere the likeliest that has it as code.
    """
    for sign in signs_in(question.question.text):
        units = list(_speaking(sign, hits))
        if units:
            _, _, start, end, hit = max(units, key=lambda unit: unit[:2])
            return Match(start=start, end=end, kind="unit", score=score), hit
    return None


def _speaking(sign: str, hits: Sequence[Hit]) -> Iterator[tuple[bool, float, int, int, Hit]]:
    """The sentences that have a sign as code, below a heading with it or not, with their chances."""
    code = re.compile(rf"`+\s*(?:[\w.]+ )?{re.escape(sign)}(?: [\w.]+)?\s*`+")
    for hit in hits:
        chances = {match.start: match.score for match in hit.matches if match.kind == "unit"}
        heads = hit.passage.path[-1].strip(" `") == sign
        for block in hit.passage.blocks:
            for unit in block.units if block.kind != "code" else ():
                if code.search(hit.passage.cut(unit)):
                    yield heads, -unit.start if heads else chances.get(unit.start, 0.0), unit.start, unit.end, hit
