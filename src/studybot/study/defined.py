"""How a defined term is asked for: what it is, where its sentence begins with it, else which term the sentence is about."""

from collections import defaultdict
from collections.abc import Iterator, Sequence

from studybot.facts.columns import Cell, Column
from studybot.facts.definitions import ARTICLES, Definition
from studybot.facts.figures import GAP
from studybot.facts.language import language
from studybot.facts.usage import Usage, bag
from studybot.facts.written import DOES, GLOSSARY
from studybot.study.phrase import is_somebody
from studybot.study.standing import defines, describes_alone, lead_in
from studybot.study.worth import argues
from studybot.text import STOPWORDS, stems, words

FEWEST_WORDS = 3  # of what something is; fewer are an example of it
BRIEF = 8  # words of a text that says little more than its label in it
OPENS = 6  # characters in front of a term that opens its sentence: an article


def explains(column: Column, cell: Cell, usage: Usage) -> bool:
    """Whether a text says what its label means; a glossary does, a list may argue, or speak of what another topic explains."""
    many = len(cell.text.split())
    listed = argues((lead_in(cell.proof),)) or usage.is_of_another(cell.label, column.path[0])
    turned = many <= BRIEF and bag(cell.label) <= bag(cell.text)  # `Serve static content` behind `Static content`
    whole = column.name == GLOSSARY or (defines(cell.text) and not (listed or turned))
    return whole and many >= FEWEST_WORDS and describes_alone(cell.text)


def opens(definition: Definition, usage: Usage) -> bool:
    """Whether a sentence begins with its term, and not with another noun that the term belongs to: "X rights include"."""
    return definition.masked.find(GAP) <= OPENS and not _is_part(definition, usage)


def says_what_it_is(definition: Definition) -> bool:
    """Whether a copula follows a term that opens its sentence: which term it is can be told from what stands behind."""
    return bool(set(words(definition.masked.partition(GAP)[2])[:1]) & language().copulas)


def has_trait(definition: Definition) -> bool:
    """Whether a sentence says of its term what it has, can or may, and not what it is."""
    known = language()
    first = words(definition.masked.partition(GAP)[2])[:1]
    return definition.masked.find(GAP) <= OPENS and bool(set(first) & (known.auxiliaries - known.copulas))


def _is_part(definition: Definition, usage: Usage) -> bool:
    known, (first, second) = language(), [*words(definition.masked.partition(GAP)[2])[:2], "", ""][:2]
    if first in STOPWORDS | known.copulas | known.auxiliaries | known.leave or (definition.plural and usage.is_verb(first)):
        return False
    if not first.endswith("s"):
        return True
    return second in known.copulas or (second not in STOPWORDS | known.quantifiers and usage.is_verb(second))


def asked(definition: Definition, usage: Usage) -> str:
    """Return the question for a term, with its article and what it is of: `What is the root of a project?`, or for whom."""
    verb, _, told = definition.masked.partition(GAP)[2].strip().partition(" ")
    if verb in language().copulas and usage.is_name(definition.term) and is_somebody(told):
        return f"Who was {definition.term}?"
    first, *said = definition.sentence.split(" ")
    article = first.lower() if first.lower() in ARTICLES else ""
    behind = said[len(definition.term.split()) - (0 if article else 1) :]
    ends = next((at for at, word in enumerate(behind) if word in language().copulas), 0) if behind[:1] == ["of"] else 0
    follows = words(definition.masked.partition(GAP)[2])[:1]
    verb = "are" if definition.plural and article in ("", "the") and follows != ["is"] else "is"
    return " ".join(filter(None, ("What", verb, article, usage.named(definition.term), *behind[:ends]))) + "?"


def defined_columns(definitions: Sequence[Definition], usage: Usage) -> Iterator[Column]:
    """Yield for each topic what it says its terms are, and what they do; the terms of all other topics stand beside them."""
    found: dict[tuple[str, bool], dict[str, list[Cell]]] = defaultdict(lambda: defaultdict(list))
    paths = {definition.proof.passage.topic: definition.path[:1] for definition in definitions}
    for definition in definitions:
        first, _, behind = definition.masked.partition(GAP)[2].strip().rstrip(".").partition(" ")
        if opens(definition, usage) and not has_trait(definition) and first.isalpha() and GAP not in behind:
            name, text = (GLOSSARY, behind.removeprefix("to ")) if first in language().copulas else (DOES, f"{first} {behind}")
            cell = Cell(label=definition.term, text=text, proof=definition.proof)
            found[name, definition.plural][definition.proof.passage.topic].append(cell)
    for (name, _), by_topic in found.items():
        for topic, cells in by_topic.items():
            beside = tuple(cell for other, more in by_topic.items() if other != topic for cell in more)
            yield Column(kind="term", path=paths[topic], row="of these terms", name=name, cells=tuple(cells), beside=beside)


def one_glossary(columns: Sequence[Column]) -> Iterator[Column]:
    """Yield the columns, and instead of those that define terms one a topic; the terms of all other topics stand beside."""
    found: dict[str, list[Cell]] = defaultdict(list)
    paths, known = dict[str, tuple[str, ...]](), set[tuple[str, str]]()
    for column in columns:
        if column.name != GLOSSARY:
            yield column
            continue
        for cell in column.cells:
            topic, term = cell.proof.passage.topic, " ".join(stems(cell.label))
            if (topic, term) not in known:
                known.add((topic, term))
                found[topic].append(cell)
                paths.setdefault(topic, column.path[:1])
    for topic, cells in found.items():
        own = {term for at, term in known if at == topic}
        beside = [cell for other, more in found.items() if other != topic for cell in more]
        beside = [cell for cell in beside if " ".join(stems(cell.label)) not in own]
        yield Column(
            kind="term", path=paths[topic], row="of these terms", name=GLOSSARY, cells=tuple(cells), beside=tuple(beside)
        )
