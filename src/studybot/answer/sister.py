"""What is said of another thing than the one that is asked about: of a sister that a heading, a row or a label names."""

import re
from collections.abc import Iterable, Iterator, Sequence, Set
from itertools import pairwise

from studybot.answer.claims import Claim
from studybot.answer.extent import block_at
from studybot.answer.senses import Signs, signs
from studybot.corpus.plain import plain
from studybot.corpus.units import table_cells
from studybot.facts.language import Language
from studybot.text import STOPWORDS, stem, stems, words
from studybot.types import Block, Hit, Match, Passage

_SHORT = re.compile(r"\((?P<letters>[A-Z]{2,})s?\)")
_NAMES = re.compile(r"\s+[—–-]\s+|\s*[()/:,;]\s*|\b(?:vs|and)\b\.?|\s&\s", re.IGNORECASE)  # "Beds (vs Pots)" names both
_REMARK = re.compile(r"\((?![A-Z]{2,}s?\))[^()]*\)")  # what brackets say of a thing is no name of it


def names_another(asked: str, match: Match, hit: Hit, beside: Iterable[Hit]) -> bool:
    """Whether a question names in full a section or row beside the one that a unit stands in, and nothing of that one's own."""
    passage = hit.passage
    wanted = frozenset(stems(asked))
    *_, last = path = [_REMARK.sub("", heading) for heading in passage.path]
    common = frozenset(stems(passage.path[0]))
    block = block_at(passage, match.start)
    rows = _rows(passage, block) if block else []
    row = [plain(table_cells(passage.cut(match))[0])] if rows else []
    same = [frozenset(stems(one)) for one in (plain(passage.cut(match)), last, *row)]
    named = [name for heading in passage.path[1:-1] for name in _NAMES.split(heading)]
    own = [name for name in named if (called := frozenset(stems(name))) and called <= frozenset(stems(last))]
    if own and _is_another(wanted, own, named, common, same[1:2]):
        return True
    for other in (one.passage for one in beside if one.passage.path[:1] == passage.path[:1]):
        pairs = enumerate(zip(passage.path, other.path, strict=False))
        level = next((at for at, (one, two) in pairs if one != two), len(other.path))
        others = (
            [other.path[level]] if level < len(other.path) else [name for block in other.blocks for name in _rows(other, block)]
        )
        if level < len(passage.path) and _is_another(wanted, [*path[level:], *row], others, common, same):
            return True
    if _SHORT.search(last) and not _called(wanted, last, frozenset()) and _called(wanted, path[0], frozenset()):
        return True  # a thing of its own, and the topic's is asked about
    shared = frozenset[str].intersection(*(frozenset(stems(one)) for one in rows)) if rows else frozenset[str]()
    return bool(rows) and _is_another(wanted, row, rows, shared, [])


def _is_another(
    wanted: Set[str], own: Sequence[str], others: Iterable[str], common: Set[str], same: Sequence[Set[str]]
) -> bool:
    """Whether a question (stems) says all of another name, beside what is the `same`, and of no own one.

    What it says of own ones, the other says, too.
    """
    if any(_called(wanted, name, aside) for name in own for aside in (frozenset[str](), common)):
        return False
    said = wanted & frozenset(stems(" ".join(own))) - common
    return any(
        said <= called and not any(map(called.issubset, same)) for other in others for called in _called(wanted, other, common)
    )


def _called(wanted: Set[str], heading: str, common: Set[str]) -> list[frozenset[str]]:
    """The names of a heading that a question says in full, without what is common to all that are beside each other."""
    names = (frozenset(stems(name)) - common for name in _NAMES.split(heading))
    return [name for name in names if name and name <= wanted]


def named_in(heading: str, asked: str) -> list[str]:
    """The names of a heading of one thing that a question says in full; none of one of several ("Users, Groups")."""
    several = re.search(r",|\b(?:vs|and)\b|&", heading, re.IGNORECASE)
    wanted = frozenset(stems(asked))
    return [] if several else [name for name in _NAMES.split(heading) if name and frozenset(stems(name)) <= wanted]


def _rows(passage: Passage, block: Block) -> list[str]:
    """What the rows of a table are called; none of any other block."""
    return [plain(table_cells(passage.cut(unit))[0]) for unit in block.units] if block.kind == "table" else []


def is_of_sister(subject: Set[str], wanted: Signs, above: str, known: Language) -> bool:
    """Whether something is about what headings name beside what is asked about: below "roles, groups" the other one."""
    named = signs(above, known).keys()
    asked = wanted.keys() | {word for form in _forms(above) if form & wanted.keys() for word in form}
    return bool(subject and named & wanted.keys()) and subject <= named - asked


def _forms(above: str) -> Iterator[frozenset[str]]:
    """The words of each name that headings give in full and, in brackets, in short: one thing."""
    for short in _SHORT.finditer(above):
        letters = short["letters"].lower()
        full = re.findall(r"[^\W_]+", above[: short.start()])[-len(letters) :]
        if "".join(word[0] for word in full).lower() == letters:
            yield frozenset({*stems(" ".join(full)), stem(letters)})


def is_other_kind(asked: str, claim: Claim, known: Language) -> bool:
    """Whether a claim has another word in front of a thing than a question does, which only headings say: "object storage"."""
    spoken = words(asked)[1:]  # of "does clay", clay is the subject; "in clay" belongs to no thing behind it
    behind = [
        (kind, thing)
        for before, kind, thing in zip(spoken, spoken[1:], spoken[2:], strict=False)
        if not {before, thing} & (known.connectives | STOPWORDS)
    ]
    kinds = {stem(thing): stem(kind) for kind, thing in behind if stem(kind) in stems(claim.path)}
    said = {
        (stem(t), stem(k)) for k, t in pairwise(words(claim.text)) if stem(t) in kinds and not (k in STOPWORDS or k.isdigit())
    }
    others = {thing for thing, kind in said if kind not in stems(asked)}
    return bool(others - {thing for thing, kind in said if kind == kinds[thing]})


def is_foreign(part: str, wanted: Signs, above: str, known: Language) -> bool:
    """Whether a clause that says what something can has a subject that nobody asked about, and no heading names."""
    said = words(part)
    verb = next((place for place, word in enumerate(said) if word in known.light), 0)
    subject = signs(" ".join(said[:verb]), known).keys()
    return bool(subject) and not subject & (wanted.keys() | signs(above, known).keys())


def is_turned(wanted: Signs, said: str, path: str, known: Language) -> bool:
    """Return whether a text turns round what is asked about, though headings name it; what turns round in these is a name."""
    named = set(words(path)) & known.reversers
    own = signs(" ".join(word for word in said.split() if word.lower() not in named), known)
    return any(own.get(name) == -sign for name, sign in wanted.items())


def is_above(asked: str, claim: Claim, path: Sequence[str], known: Language) -> bool:
    """Whether a Yes stands on headings: what is asked of a thing is only a word of one that is not named ("Open Gates: by
    default", of beds), or leave is given below one that blames.
    """
    if set(words(asked)) & known.leave and any(set(words(one)) & known.judging or set(one) & known.no_marks for one in path):
        return True
    wanted, said = signs(asked, known), {**signs(claim.label, known), **signs(claim.text, known)}
    last = next((name for name in reversed([*wanted]) if name not in known.quantifiers), "")
    headings = [signs(one, known).keys() - signs(path[0], known).keys() for one in path[1:]]
    return last not in said and any(last in one and not one <= wanted.keys() for one in headings)


def is_of_kind(asked: str, said: str, known: Language) -> bool:
    """Whether a text that would affirm a question says of something that it is a Y, where "is X a Y?" asks just that.

    That Y stands somewhere in the text says nothing of what X is: "one X sends to many Ys". Other questions ask for no kind.
    """
    spoken = words(asked)
    place = next((at for at in range(len(spoken) - 1, 1, -1) if spoken[at] in known.indefinite), 0)
    kind = spoken[place + 1 :]
    if not spoken or spoken[0] not in known.copulas or not place or not kind or set(kind) & known.connectives:
        return True
    for clause in re.split(r"[.:;,|()—–]", said):
        told = words(clause)
        for at in (at for at, word in enumerate(told) if stem(word) == stem(kind[-1])):
            start = next((back for back in range(at - 1, -1, -1) if told[back] in known.indefinite | known.copulas), None)
            front = told[start + 1 : at] if start is not None else []
            opens = start is not None and (not start or told[start] in known.copulas or told[start - 1] in known.copulas)
            if opens and not set(front) & (known.connectives | known.negators):
                return True
    return False
