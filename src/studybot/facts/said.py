"""What sentences say of a thing by their form: "An X is a ...", "`x` does ...", "use `x` to ...". A column a topic and form."""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence

from studybot.corpus.plain import plain
from studybot.facts.columns import Cell, Column, columns
from studybot.facts.definitions import ARTICLES, PRAISE, definitions
from studybot.facts.language import Language, language
from studybot.facts.usage import Usage
from studybot.facts.written import DOES, GLOSSARY, bare, cite, clean
from studybot.text import STOPWORDS, sentences, squash, stems, words
from studybot.types import Passage

LONGEST_TERM = 4  # words
OPTION_LIMIT = 110  # characters of what is said that can be chosen; more is cut at a comma
VALUE_LIMIT = 170  # and that can be quoted
PRAISED = 4  # words of what is said among which one may say how good a thing is, and not what it is
FEWEST_SAID = 4  # words of what is said; fewer are an example
SHORTEST_CLAUSE = 40  # characters before a comma at which a long predicate may end
NEIGHBOURS = 12  # things of other topics that a topic with few of its own borrows as wrong options
_SUBJECT = re.compile(r"(?:The )?`(?P<label>[^`]{2,40})`(?P<noun> (?![a-z]+s\b)[a-z]+)? (?P<said>[a-z]\w+ .+)", re.DOTALL)
_MEANS = re.compile(r"(?:^|\b)(?P<verb>\w+) (?:the )?`(?P<label>[^`]{2,40})`(?: [a-z]+)? to (?P<said>[a-z]\w+ .+)", re.DOTALL)
_PURPOSE = re.compile(r"To (?P<said>[a-z]\w+ [^,`]+),[^,`]*?\b(?P<verb>\w+) (?:the )?`(?P<label>[^`]{2,40})`.*", re.DOTALL)
_CLAUSE = re.compile(r"\s*(?:[,;:(]|\s[–—-]+\s)")


def all_columns(passages: Sequence[Passage], say: Usage) -> list[Column]:
    """Return the columns that tables, lists and sections make, and those that sentences make."""
    formed = list(columns(passages, say))
    return [*formed, *said_columns(passages, say, formed)]


def said_columns(passages: Sequence[Passage], say: Usage, defined: Sequence[Column]) -> Iterator[Column]:
    """Yield a column for each topic and form; a thing that another column or a definition explains already is left out."""
    known = language()
    taken = {squash(one.term) for one in definitions(passages, say)}
    taken |= {squash(cell.label) for column in defined if column.kind == "term" for cell in column.cells}
    found: dict[str, dict[str, list[Cell]]] = defaultdict(lambda: defaultdict(list))
    titles = {passage.topic: passage.path[:1] for passage in passages}
    for passage in passages:
        for form, cell in _of_passage(passage, say, known):
            if squash(cell.label) not in taken:
                taken.add(squash(cell.label))
                found[form][passage.topic].append(cell)
    for form, by_topic in found.items():
        topics = list(by_topic)
        for place, topic in enumerate(topics):
            near = sorted(topics, key=lambda other: abs(topics.index(other) - place))[1:]
            beside = [cell for other in near for cell in by_topic[other]][:NEIGHBOURS]
            name = GLOSSARY if form == "is" else DOES
            row = "of these terms" if form == "is" else "of these"
            yield Column(
                kind="term", path=titles[topic], row=row, name=name, cells=tuple(by_topic[topic]), beside=tuple(beside)
            )


def _of_passage(passage: Passage, say: Usage, known: Language) -> Iterator[tuple[str, Cell]]:
    for block in passage.blocks:
        for unit in block.units if block.kind in ("prose", "list", "callout") else ():
            text = passage.cut(unit)
            for start, end in sentences(text)[:1]:
                sentence = re.sub(r"\s+", " ", bare(text[start:end])).strip("*_ ")
                made = _of_code(sentence, known) or _of_term(sentence, passage, say, known)
                if made is not None:
                    form, label, said = made
                    yield form, Cell(label=label, text=said, proof=cite(passage, unit.start + start, unit.start + end))


def _of_code(sentence: str, known: Language) -> tuple[str, str, str] | None:
    """A piece of code and what it does, or what it is used to do; of a sentence that names one piece."""
    if len(set(re.findall(r"`([^`]+)`", sentence))) != 1:
        return None
    subject, means = _SUBJECT.fullmatch(sentence), _PURPOSE.fullmatch(sentence) or _MEANS.search(sentence)
    if means and means["verb"].lower() in known.instruments:
        said = _clause(plain(means["said"]), known)
        return ("for", means["label"], said) if said else None
    verb, *behind = words(subject["said"])[:2] if subject else [""]
    plainly = verb.endswith("s") and verb not in known.copulas | known.auxiliaries | STOPWORDS
    if subject is None or not plainly or set(behind) & (known.copulas | known.auxiliaries):
        return None
    said = _clause(plain(subject["said"]), known)
    return ("does", subject["label"], said) if said else None


def _of_term(sentence: str, passage: Passage, say: Usage, known: Language) -> tuple[str, str, str] | None:
    """A term and what it is, where a sentence begins "An X is a ..."."""
    spoken = plain(sentence).split(" ")
    at = next((place for place, word in enumerate(spoken[: LONGEST_TERM + 2]) if word in known.copulas), 0)
    article = spoken[0].lower() if spoken[0].lower() in ARTICLES else ""
    label = " ".join(spoken[1 if article else 0 : at])
    said = words(label)
    closed = STOPWORDS | known.anaphors | known.connectives | known.quantifiers | known.narrowing | known.pointing
    if not 1 <= len(said) <= LONGEST_TERM or set(said) & closed or not re.fullmatch(r"(?!.*\b\w\b)[A-Za-z][\w' -]+", label):
        return None
    heads = set(stems(label)) <= set(stems(" ".join(passage.path)))
    term = say.is_name(label) if not article else article != "the" and say.recurs(label) and not say.is_common(label)
    if not (heads or term):
        return None
    behind = " ".join(spoken[at + 1 :])
    praised = {*said, *words(behind)[:PRAISED]} & known.praise or PRAISE.match(f"____ is {behind}")
    # "An early tool is the ratio" names an example of a tool, "A tool is a thing" says what it is.
    plainly = behind.split(" ")[0] in (ARTICLES - {"the"} if article else ARTICLES)
    if praised or not plainly:
        return None
    what = _clause(behind, known)
    return ("is", label if not article or len(label) < 2 else say.lowered(label), what) if what else None


def _clause(text: str, known: Language) -> str:
    """What is said, whole or up to a comma where it is long; "" when it is too short, too long or points elsewhere."""
    said = clean(re.split(rf";|, (?=(?:{'|'.join(sorted(known.anaphors))})\b)", text)[0]).rstrip(":; ")
    if len(said) > OPTION_LIMIT and (ends := _CLAUSE.search(said, SHORTEST_CLAUSE)):
        said = said[: ends.start()]
    points = set(words(said)) & (known.demonstratives | known.pointing)
    return said if len(words(said)) >= FEWEST_SAID and len(said) <= VALUE_LIMIT and not points and "\n" not in said else ""
