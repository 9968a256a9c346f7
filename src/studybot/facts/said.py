"""What sentences and first lines below headings say of a thing by their form, side by side: a column a topic and form."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import takewhile

from studybot.corpus.plain import plain
from studybot.facts.columns import Cell, Column, columns
from studybot.facts.definitions import ARTICLES, PRAISED, definitions
from studybot.facts.language import Language, language
from studybot.facts.sentence import OPTION_LIMIT, Saying, leans, saying
from studybot.facts.usage import Usage, names_of
from studybot.facts.written import DOES, GLOSSARY, cite, clean, is_piece, is_plural, spoken_line
from studybot.text import STOPWORDS, sentences, squash, stems, words
from studybot.types import Passage

NEIGHBOURS = 12  # things of other topics that a topic with few of its own borrows as wrong options


def all_columns(passages: Sequence[Passage], say: Usage) -> list[Column]:
    """Return the columns that tables, lists and sections make, and those that sentences make."""
    formed = list(columns(passages, say))
    return [*formed, *said_columns(passages, say, formed)]


def said_columns(passages: Sequence[Passage], say: Usage, defined: Sequence[Column]) -> Iterator[Column]:
    """Yield a column for each topic and form; a thing that another column or a definition explains already is left out."""
    known = language()
    taken = {squash(one.term) for one in definitions(passages, say)}
    taken |= {squash(cell.label) for column in defined if column.kind == "term" for cell in column.cells}
    found: dict[tuple[str, bool], dict[str, list[Cell]]] = defaultdict(lambda: defaultdict(list))
    titles = {passage.topic: passage.path[:1] for passage in passages}
    for passage in passages:
        for made, cell in _of_passage(passage, say, known):
            if squash(cell.label) not in taken and not is_piece(cell.label):
                taken.add(squash(cell.label))
                found[GLOSSARY if made.form == "is" else DOES, made.code][passage.topic].append(cell)
    for (name, _), by_topic in found.items():
        topics = list(by_topic)
        for place, topic in enumerate(topics):
            near = sorted(topics, key=lambda other: abs(topics.index(other) - place))[1:]
            beside = tuple([cell for other in near for cell in by_topic[other]][:NEIGHBOURS])
            row = "of these terms" if name == GLOSSARY else "of these"
            yield Column(kind="term", path=titles[topic], row=row, name=name, cells=tuple(by_topic[topic]), beside=beside)


def _of_passage(passage: Passage, say: Usage, known: Language) -> Iterator[tuple[Saying, Cell]]:
    for block in passage.blocks:
        for unit in block.units if block.kind in ("prose", "list", "callout") else ():
            text = passage.cut(unit)
            for place, (start, end) in enumerate(sentences(text)):
                sentence = spoken_line(text[start:end])
                made = None if place and leans(sentence, known) else saying(sentence, passage.path, say, known)
                if made is not None:
                    proof = cite(passage, unit.start + start, unit.start + end)
                    yield made, Cell(label=made.label, text=made.said, proof=proof)
    first = passage.blocks[0].units[0] if passage.id.endswith("/1") and passage.blocks[0].kind in ("prose", "list") else None
    if first is not None:
        start, end = sentences(passage.cut(first))[0]
        made = entitled(passage.cut(first)[start:end], passage.path, say, known)
        if made is not None:
            yield made, Cell(label=made.label, text=made.said, proof=cite(passage, first.start + start, first.start + end))


ABOVE = 2  # headings: the first one is the topic, which is no term of its own
FEWEST = 5  # words of what is said; fewer are a remark
NARROWS = 6  # words of a kind of thing before the clause that tells which
BEHIND = 2  # words between a clause's first and its verb


def entitled(line: str, path: Sequence[str], usage: Usage, known: Language) -> Saying | None:
    """Return what the first line below a heading says that its thing is, or does; None where the form leaves it open.

    A kind of thing and a clause that tells which is what it is ("A network of boats that ..."); a verb of the third person
    is what it does ("Carries ..."). What is more than one thing, or only a part of the topic (`Example`), has no meaning.
    """
    label, text = next(iter(names_of(path[-1])), ""), clean(plain(line))  # a heading may be a sign alone: `[[`
    said, own = words(text), set(stems(label))
    parts = is_plural(label) or usage.is_attribute(label) or set(words(label)) & known.all_of
    if len(path) < ABOVE or parts or not usage.is_thing(label):
        return None
    closed = known.pointing | known.demonstratives | known.anaphors | known.persons | known.addressing | known.question_words
    leans = (
        (closed - known.relative) & set(said) or known.praise & set(said[:PRAISED]) or said[-1:] == [] or said[-1] in STOPWORDS
    )
    whole = len(said) >= FEWEST and len(text) <= OPTION_LIMIT and not line.rstrip().endswith((":", "?"))
    if leans or not whole or own & set(stems(text)):
        return None
    if _is_kind(said, usage, known):
        return Saying("is", label, text)
    return Saying("does", label, text[0].lower() + text[1:]) if _is_deed(said, usage, known) else None


def _is_kind(said: Sequence[str], usage: Usage, known: Language) -> bool:
    """Whether a text is a noun with its article or with what tells which one, and no whole sentence."""
    front = list(takewhile(lambda word: word not in known.connectives | known.relative | known.instruments, said))
    noun = bool(front) and len(front) <= NARROWS and not any(word not in ARTICLES and usage.is_verb(word) for word in front)
    clauses = [at for at, word in enumerate(said) if word in known.relative]
    tells = len(front) < len(said) and (said[0] in ARTICLES - {"the"} or min(clauses, default=len(said) + NARROWS) <= NARROWS)
    verbs = [at for at, word in enumerate(said) if word in known.copulas | known.auxiliaries]
    return noun and tells and all(any(0 < at - clause <= BEHIND for clause in clauses) for at in verbs)


def _is_deed(said: Sequence[str], usage: Usage, known: Language) -> bool:
    """Whether a text begins with a verb of the third person, which a noun or a list of nouns does not."""
    verb, behind = said[0], said[1]
    closed = STOPWORDS | known.copulas | known.auxiliaries | known.light
    plainly = verb.endswith("s") and not verb.endswith("ss") and verb not in closed and usage.is_verb(verb)
    return plainly and behind not in known.relative | known.copulas | known.auxiliaries | {"of", "for"}
