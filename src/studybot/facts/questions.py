"""Questions that a course asks: those of headings, with the passage below that answers them, and those it leaves open."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from collections.abc import Set as AbstractSet

from studybot.corpus.plain import plain
from studybot.facts.definitions import stressed
from studybot.facts.language import Language, language
from studybot.facts.usage import Usage
from studybot.facts.written import bare, cite, heading, is_plural, short, spoken_line
from studybot.text import STOPWORDS, sentences, spoken, stems, words
from studybot.types import Citation, Passage, Value

LENGTH = (3, 14)  # words of a question
LONGEST = 22  # of one that an exercise asks, or an aim
BEGINS = 4  # words among which a word for something else is no word for what the question names itself
THING = 4  # words that name a thing
TELLING = ("prose", "list", "steps", "callout")  # what an answer begins with
FEW = 2  # topics whose aims begin with a deed; "understand" and "identify" begin those of more
BEGINNING = 2  # sentences in which a section that tells what a thing is names it
_VERSUS = re.compile(r"(.+?) (?:vs\.?|versus) (.+)")
_THING = re.compile(r"[A-Za-z][\w' .&/()-]*")


class Question(Value):
    """A question that the course asks itself, and the passage that begins its answer."""

    path: tuple[str, ...]
    text: str
    proof: Citation


class Wanted(Value):
    """A question whose answer stands in one of the passages `among`, if anywhere; of a `thing` it asks what that is.

    A thing is named by a heading, or `stressed` where a sentence introduces it.
    """

    text: str
    among: tuple[str, ...]
    thing: str = ""
    stressed: bool = False


def questions(passages: Sequence[Passage], usage: Usage) -> Iterator[Question]:
    """Yield the questions of headings that ask for something the course names, as their reader would ask it."""
    asked = set[tuple[str, ...]]()
    for passage in passages:
        title = heading(passage.path[-1])
        if passage.path not in asked and len(words(title)) <= LENGTH[1] and _is_asked(title, usage, language()):
            asked.add(passage.path)
            text = title.capitalize() if title.isupper() else title
            yield Question(path=passage.path, text=text, proof=cite(passage, passage.start, passage.end))


def _is_asked(text: str, usage: Usage, known: Language) -> bool:
    """Whether a question can be asked alone: what asks the reader is no knowledge, what points elsewhere was named there."""
    said = words(text)
    whole = text.endswith("?") and text.count("?") == 1 and LENGTH[0] <= len(said) <= LONGEST
    if not whole or said[0] not in known.question_words | known.auxiliaries or said[1] in known.connectives:
        return False
    leaning = known.demonstratives | known.pointing - known.learning | known.addressing - known.learning
    before = known.resuming | known.anaphors - {"that"}
    named = set(said) - STOPWORDS - known.light - known.conditions - known.question_words
    return not (set(said) & leaning or set(said[:BEGINS]) & before) and any(usage.recurs(word) for word in named)


def wanted(passages: Sequence[Passage], usage: Usage) -> Iterator[Wanted]:
    """Yield what aims and exercises ask, and what headings compare or name; English alone has these forms."""
    known, taught, below = language(), defaultdict[str, list[str]](list), defaultdict[tuple[str, ...], list[Passage]](list)
    for passage in passages if spoken() == "en" else ():
        if passage.role == "teaching":
            if passage.blocks and passage.blocks[0].kind in TELLING and not passage.text.startswith("!["):
                taught[passage.topic].append(passage.id)
            below[passage.path].append(passage)
    asking = [passage for passage in passages if passage.role in ("objective", "exercise")] if taught else []
    deeds = Counter(word for aims in _aims(asking).values() for word in aims)
    for passage in asking:
        for text in _asked(passage, usage, known, {word for word, topics in deeds.items() if topics <= FEW}):
            yield Wanted(text=text, among=tuple(taught[passage.topic]))
    titles = Counter(heading(path[-1]).lower() for path in below)
    for path, found in below.items():
        title, sides = short(heading(path[-1])), _VERSUS.fullmatch(heading(path[-1]))
        if sides and "vs" not in sides[2]:
            one, two = (usage.lowered(side) for side in sides.groups())
            text = f"What is the difference between {one} and {two}?"
            yield Wanted(text=text, among=tuple(passage.id for passage in found))
        elif titles[heading(path[-1]).lower()] == 1 and _is_thing(title, usage, known) and _begins_with(title, found[0]):
            thing = usage.lowered(title.lower() if title.isupper() and " " in title else title)
            yield Wanted(text=f"What {'are' if is_plural(thing) else 'is'} {thing}?", among=(found[0].id,), thing=thing)
    for passage in (one for found in below.values() for one in found):
        units = [unit for block in passage.blocks for unit in block.units if block.kind in ("prose", "list", "callout")]
        for thing in (usage.named(term) for unit in units for term in stressed(bare(passage.cut(unit)))):
            somebody = " " not in thing and thing.istitle()
            if not somebody and _is_thing(thing, usage, known):
                yield Wanted(text=f"What is meant by “{thing}”?", among=(passage.id,), thing=thing, stressed=True)


def _begins_with(thing: str, passage: Passage) -> bool:
    """Whether a section speaks of what its heading names at once, and not of that of another thing ("The upsides of ...")."""
    units = [unit for block in passage.blocks for unit in block.units if block.kind in ("prose", "list", "callout")]
    said = " ".join(passage.cut(unit) for unit in units[:BEGINNING])
    belongs = re.search(rf"\b{re.escape(thing)}\s+(?:of|to)\b", said, re.IGNORECASE)
    return not belongs and set(stems(thing)) <= set(stems(said))


def _aims(passages: Sequence[Passage]) -> dict[str, set[str]]:
    """With which words the aims of each topic begin."""
    found = defaultdict[str, set[str]](set)
    for passage in (one for one in passages if one.role == "objective"):
        found[passage.topic] |= {said[0] for _, text in _firsts(passage) if (said := words(text))}
    return found


def _firsts(passage: Passage) -> Iterator[tuple[bool, str]]:
    """The first sentence of each paragraph and item, so that nothing before tells more, and whether it is an item's."""
    for block in passage.blocks:
        for unit in block.units if block.kind in ("list", "steps") else block.units[: block.kind == "prose"]:
            text = passage.cut(unit)
            start, end = next(iter(sentences(text)), (0, 0))
            yield block.kind != "prose", plain(spoken_line(text[start:end])).strip()


def _asked(passage: Passage, usage: Usage, known: Language, deeds: AbstractSet[str]) -> Iterator[str]:
    """Questions, tasks to explain something, and aims to do something, asked as what they are: how it is done."""
    closed = known.question_words | known.connectives | known.joining | known.anaphors | STOPWORDS
    for item, text in _firsts(passage):
        said = words(text)
        aim = item and passage.role == "objective" and LENGTH[0] <= len(said) <= LONGEST and not text.endswith("?")
        if "\n" not in text and (_is_asked(text, usage, known) or (aim and said[0] in known.question_words)):
            yield text
        elif aim and "\n" not in text and said[0] in deeds - closed and usage.is_verb(said[0]):
            yield f"How do you {text[:1].lower()}{text[1:].rstrip('.')}?"


def _is_thing(label: str, usage: Usage, known: Language) -> bool:
    """Whether a label names a thing that the course speaks of: no deed, no sort of things, nothing it speaks of everywhere."""
    said = words(label)
    closed = STOPWORDS | known.pointing | known.conditions | known.question_words | known.addressing | known.sorts
    closed |= known.anaphors | known.quantifiers | known.resuming | known.light | known.praise
    if not 1 <= len(said) <= THING or set(said) & closed or not _THING.fullmatch(label) or " - " in label or not stems(label):
        return False
    name = usage.is_name(label.split(" ", maxsplit=1)[0])
    deed = len(said) > 1 and not name and (said[0].endswith("ing") or usage.is_verb(said[0]))
    return not deed and usage.recurs(label) and not usage.is_common(label) and (len(said) > 1 or name or usage.is_noun(label))
