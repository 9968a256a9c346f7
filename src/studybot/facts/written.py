"""What the course writes as facts hold it: headings without icons, lines without markup, the place of a span."""

import re
from collections.abc import Sequence

from studybot.corpus.course import split_icon
from studybot.corpus.plain import plain
from studybot.facts.language import language
from studybot.text import CAPITAL_NOUNS, any_word, sentences, spoken, words
from studybot.types import Citation, Passage

STEP = "Step"  # the name of a column of steps that have a name each
GLOSSARY = "Glossary"  # the name of a column that a glossary makes: its terms are explained for the whole course
DOES = "What it does"  # the name of a column of code that sentences explain

_IDENTIFIER = re.compile(r"[a-z][A-Z][a-z]+[A-Z]")  # three words in one are the name of one thing: `DiskReadOps`


def heading(title: str) -> str:
    """Return a heading without its icon."""
    return split_icon(plain(title))[1]


def short(title: str) -> str:
    """Return the part of a title in front of its gloss: `SaaS` of `SaaS — Software as a Service`."""
    return uncounted(re.split(r"\s+[—–]\s+", title)[0] or title)


def uncounted(label: str) -> str:
    """Return a label without how many there are so far: `Regions` of `Regions (34+)`."""
    return re.sub(r"(?<=\S)\s*\(\d[\d,.]*\+\)$", "", label)


def where(path: Sequence[str]) -> str:
    """Return a heading path in one line, such as `Networks › Routing › Metrics`."""
    return " › ".join(dict.fromkeys(heading(title) for title in path))


def bare(text: str) -> str:
    """Return Markdown without pictures, addresses of links, attributes in braces and HTML tags."""
    text = re.sub(r"(?<=\])\{#[^}\n]*\}", "()", text)
    text = re.sub(r"!\[[^\]\n]*\]\([^)\n]*\)|\{[:#][^}\n]*\}|</?[a-z][^>\n]*>|<!--.*?-->", "", text)
    return re.sub(r"\[([^\]\n]+)\](?:\([^)\n]*\)|\[[^\]\n]*\])", r"\1", text)


def clean(text: str) -> str:
    """Return Markdown as one line of plain text without a closing full stop."""
    line = plain("|" + bare(text).strip())[1:].strip()  # a cell such as "> 80%" is no quotation
    return line[:-1].rstrip() if line.endswith((".", ";", "。", "।")) and not line.endswith(("etc.", "...")) else line


def spoken_line(text: str) -> str:
    """Return a sentence as one line without markup of its own: no signs or pictures in front, code still marked."""
    return re.sub(r"^[^\w`\"'“‘(\[{<.-]+", "", re.sub(r"\s+", " ", bare(text))).strip("*_ ")


def first_sentence(text: str) -> str:
    """Return the first sentence of a plain text without its full stop."""
    spans = sentences(text)
    return clean(text[spans[0][0] : spans[0][1]]) if spans else ""


def cite(passage: Passage, start: int, end: int) -> Citation:
    """Return the citation of a span of a passage."""
    return Citation(passage=passage, start=start, end=end)


def leads_in(text: str) -> bool:
    """Return whether a text ends by announcing what follows: with a colon, or with a dash that stands alone."""
    return text.rstrip("*_` ").endswith((":", " -", " –", " —"))


def is_open(text: str) -> bool:
    """Whether a text ends before it says something: in a relative word, a copula, "and then", "is called", "is the event"."""
    known, said = language(), words(text.split("(", maxsplit=1)[0] if text.endswith(")") else text)
    while said and said[-1] in known.resuming:
        said = said[:-1]
    if text.rstrip(". ").endswith("__"):  # in the gap that asks for the term
        return False
    if not said or text.rstrip(". ").endswith("=") or text.endswith(("...", "…")):
        return True
    clause = known.relative | known.things
    last, asked = said[-1], bool(clause & set(said[:-1]))
    ends = (last in clause and said[-2:-1] != ["like"]) or last in known.joining
    told = said[-1:] if last in known.copulas else said[-2:] if last in known.naming else said[-3:]
    stops = told[0] in known.copulas and (len(told) < 3 or told[1] in known.articles - known.indefinite)
    whole = len(said) == 1 or (asked and last not in known.naming) or spoken() in CAPITAL_NOUNS
    return ends or (stops and not whole)


def section_key(passage: Passage) -> str:
    """Return a passage's id without its ordinal, which moves when a neighbour grows."""
    return passage.id.rpartition("/")[0] or passage.id


def is_piece(label: str) -> bool:
    """Whether a label is a piece of the document ("Chapter 6"): what is said of it is nothing of the subject."""
    kind, *number = words(label) or [""]
    return kind in language().pieces and len(number) == 1 and number[0].isdecimal()


def is_plural(label: str) -> bool:
    """Whether a label such as `Static Routes` or `Sons of Liberty` is a plural; abbreviations (TLS) and identifiers are not."""
    head = re.sub(r"\s*\([^)]*\)| of .*", "", label).rsplit(" ", 1)[-1]
    if head.isupper() or _IDENTIFIER.search(head):
        return False
    long = len(head) > 3 and head.endswith("s") and not head.endswith(("ss", "us", "is", "ias"))
    return long or bool(re.fullmatch(r"[A-Z]{2,}s", head))


def row_noun(header: str) -> str:
    """Return what a row of a table is called in a sentence: its first heading in lower case and singular, or `of these`."""
    bare = plain(header)
    if not any_word(bare) or words(bare)[0] in language().question_words:
        return "of these terms"
    return bare if spoken() != "en" else " ".join(word if word.isupper() else word.lower() for word in bare.split())
