"""What a unit of a course says, each with what it stands under: a clause behind its label, a cell below its header."""

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from studybot.answer.direction import negated, opposes
from studybot.answer.extent import block_at
from studybot.answer.parts import BRACKETS
from studybot.answer.senses import signs
from studybot.corpus.plain import plain
from studybot.corpus.units import table_cells
from studybot.facts.language import Language
from studybot.facts.members import label_of
from studybot.facts.tables import are_sides
from studybot.text import stem, stems, words
from studybot.types import Hit, Match

UNIT_SIGNAL, NOT_READ = "unit_answers", -9.0  # what the model that reads question and text leaves with a hit
SAID = 0.75  # share of what is called a mistake that a question must say
MOST = 0.5  # share of a question that this must be
LEAST = 2  # words of what is called a mistake
_CLAUSES = re.compile(r"[,;]\s+|\s+[–—-]\s+")


class Claim(NamedTuple):
    """One thing that the course says: a clause, or a cell below its header, with what it stands under.

    `score` is how well it answers by the model that reads question and text.
    """

    label: str
    text: str
    path: str
    score: float


def claims(asked: str, match: Match, hit: Hit, known: Language) -> Iterator[Claim]:
    """Yield what a unit says of what is asked about; code says nothing."""
    passage = hit.passage
    block = block_at(passage, match.start)
    text = passage.cut(match)
    path = " ".join(heading for heading in passage.path if not heading.endswith("?"))  # a question affirms nothing
    score = hit.signals.get(UNIT_SIGNAL, NOT_READ) if match in hit.matches[:1] else NOT_READ
    if block is None or block.kind == "code":
        return
    if block.kind != "table":
        label, said = label_of(text), plain(text)
        rest = said[said.find(label) + len(label) :]
        colon = bool(label) and rest.lstrip().startswith(":")  # a dash stands between two halves of a sentence, too
        yield Claim(label, rest.lstrip(" :"), path, score) if colon else Claim("", said, path, score)
        return
    header = table_cells(passage.cut(block).partition("\n")[0])
    first, *cells = (plain(cell) for cell in table_cells(text))
    columns = [(plain(name), cell) for name, cell in zip(header[1:], cells, strict=False)]
    if are_sides(passage, block):
        columns, first = [(plain(header[0]), first), *columns], ""
    names = [BRACKETS.sub("", name) for name, _ in columns]
    named = [column for name, column in zip(names, columns, strict=True) if _own(name, names, asked, known)]
    of_row = bool(signs(first, known).keys() & signs(asked, known).keys())
    for name, cell in columns:
        # Where columns are the things compared, what stands below another one says nothing of the one that is asked about.
        if not named or (name, cell) in named or (of_row and spoken_first(cell, known) is None):
            yield Claim(f"{first} | {name}" if first else name, cell, path, score)


def headed(hit: Hit) -> Iterator[Claim]:
    """Yield what a heading says of itself in brackets: "Trial plan (FREE)"."""
    *above, heading = hit.passage.path
    for within in BRACKETS.findall(heading):
        yield Claim(BRACKETS.sub("", heading).strip(), within, " ".join(above), NOT_READ)


def _own(name: str, names: Sequence[str], asked: str, known: Language) -> bool:
    """Whether a question says a word that only this one of the columns is called by."""
    others = {word for other in names if other != name for word in signs(other, known)}
    return bool((signs(name, known).keys() - others) & signs(asked, known).keys())


def spoken_first(text: str, known: Language) -> bool | None:
    """Return the yes or no that a cell or the text behind a label begins with."""
    first = re.match(r"\W*?([^\W\d_]+|[✅✓✔❌✗✘])(?=\s*(?:$|[—–(,.;:✅❌-]))", text.strip())
    word = first.group(1).lower() if first else ""
    return True if word in known.yes_marks else False if word in known.no_marks else None


def is_claimed(asked: str, said: str, known: Language) -> bool:
    """Whether a question asks if that holds which a text claims behind its label ("Myth 3: if ..., we can ..."): it says nearly
    all of one of the clauses, conditions aside, and these are most of its own words.
    """
    wanted = set(stems(asked)) - {stem(word) for word in known.yes_marks}
    for clause in _CLAUSES.split(plain(said).partition(":")[2]):
        own = set(stems(clause))
        shared, is_condition = own & wanted, set(words(clause)[:1]) & known.conditions
        told = len(own) >= LEAST and len(shared) >= max(SAID * len(own), MOST * len(wanted))
        if told and not is_condition and not negated(clause, known) and not opposes(asked, clause, known):
            return True
    return False
