"""What something costs: whether it is free, has a price, or is free up to an amount."""

import re

from studybot.answer.claims import Claim
from studybot.answer.direction import negated
from studybot.answer.extent import block_at
from studybot.answer.parts import BRACKETS, SUBJECT, Piece, pieces
from studybot.answer.senses import Signs, poles_of, signs
from studybot.answer.worth import amounts
from studybot.corpus.plain import plain
from studybot.facts.language import Language
from studybot.text import words
from studybot.types import Match, Passage

SHARED = 0.5  # share of what is asked that a price must speak of
PRICE = re.compile(r"[$€£₹]\s?\d")
_SENTENCE = re.compile(r"[.;]\s+")


def priced(asked: str, beside: Signs, claim: Claim, known: Language) -> bool | None:
    """Whether what is asked about has a price, where a question of cost meets one, or "free".

    What the clause says that speaks of most of it; where two disagree it speaks of all.
    """
    spoken = words(asked)
    free = any(
        word in known.free and not set(spoken[place + 1 : place + 2]) - known.connectives for place, word in enumerate(spoken)
    )
    if not free and "cost" not in beside:
        return None
    above = f"{claim.label} {BRACKETS.sub('', claim.path) if 'free' in beside else ''}"
    poles, links, before = poles_of(asked, known), set(spoken) & known.connectives, ""
    told = []
    for part in pieces(claim.text, known):
        own = f"{before} {part.text}" if PRICE.match(part.text.lstrip("~≈ ")) else part.text  # "Second beds: $2"
        said, before = f"{above} {' '.join(part.clause.split()[:SUBJECT])} {own}", part.text
        if all(poles_of(own, known).get(name, sign) == sign for name, sign in poles.items()):
            told.append(((share(beside, signs(said, known)), len(links & set(words(own)))), _is_free(said, part, asked, known)))
    most_said = max((own for (own, _), _ in told), default=0.0)
    plainly = {says for _, says in told if says is not None}
    most = max((own for own, says in told if own[0] == most_said and says is not None), default=None)
    best = {says for own, says in told if own == most and says is not None}
    return best.pop() is free if len(best) == 1 and most_said >= (SHARED if len(plainly) == 1 else 1.0) else None


def _is_free(said: str, part: Piece, asked: str, known: Language) -> bool | None:
    """Whether a clause says that something is free, or has a price; None where neither is plain or a condition stands there."""
    some = known.narrowing | (known.quantifiers - known.universal - known.by_itself)
    narrowed = (set(words(f"{said} {part.clause}")) - set(words(asked))) & some
    if narrowed or (set(words(asked)) - set(words(said))) & known.quantifiers:
        return None
    is_free = bool(set(words(said)) & known.free) and not negated(said, known)
    return is_free if is_free is not bool(PRICE.search(said)) else None


def is_mixed(asked: str, said: str, known: Language) -> bool:
    """Whether a question asks if something is free, of a text in which something is and something else has a price."""
    return bool(set(words(asked)) & set(words(said)) & known.free and PRICE.search(said))


def is_limited(asked: str, match: Match, passage: Passage, known: Language) -> bool:
    """Whether a question asks if something is free of which no more than an amount is, or a first or trial one."""
    said, block = set(words(asked)), block_at(passage, match.start)
    text = plain(passage.cut(match))
    is_row = block is not None and block.kind == "table"
    told = [one for one in ([text] if is_row else _SENTENCE.split(text)) if is_row or set(words(one)) & known.free]
    beside = signs(asked, known)
    best = max((share(beside, signs(one, known)) for one in told), default=0.0)
    near = [one for one in told if share(beside, signs(one, known)) == best]
    sorts = [bool(amounts(one, known)) and not known.ordinals & said & set(words(one)) for one in near]
    return bool((said & known.free or "cost" in beside) and near and all(sorts) and not amounts(asked, known))


def share(beside: Signs, said: Signs) -> float:
    """The share of what is asked that is spoken of; what only asks for a price does not count."""
    asked = beside.keys() - {"cost", "free"}
    return sum(name in said for name in asked) / len(asked) if asked else 1.0
