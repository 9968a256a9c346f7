"""A first dataset from nothing: questions proposed from what the course says, what was asked, and what found no answer."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from hashlib import sha256
from itertools import islice, zip_longest

from studybot.corpus.plain import plain
from studybot.corpus.units import table_cells
from studybot.evaluate.case import Case
from studybot.evaluate.review import Origin, Proposal
from studybot.facts import Facts, Members
from studybot.facts.definitions import ARTICLES
from studybot.facts.language import Language, language
from studybot.learned import packaged
from studybot.text import STOPWORDS, squash, stems
from studybot.types import Answer, Passage

MOST_MEMBERS = 12  # of a list that is asked for: nobody judges a longer one
LONGEST_QUOTE = 400  # characters
FIRST_WORDS = 8  # of a defining sentence, within which it says what its subject is
FEW_WORDS = 6  # of a heading that names a thing
_WORD = re.compile(r"\w+(?:[-'’.]\w+)*")
_ENTRY = re.compile(r"\*\*(?P<term>[^*:\n]+):\*\*\s+\w")
_SIGNS = re.compile(r"^[^\w(]+|[^\w).]+$")


def from_course(passages: Sequence[Passage], facts: Facts, most: int) -> list[Proposal]:
    """Return up to `most` questions that the course answers, definitions and lists by turns, from all topics alike."""
    frames = _frames(facts.language)
    wanted = [*_definitions(passages, facts.language, frames), *_lists(facts, frames)]
    return list(islice(_by_turns(wanted), most))


def unanswered_by(passages: Sequence[Passage], facts: Facts, most: int) -> list[Proposal]:
    """Return up to `most` questions for a property that one table of the course has, of a thing that no passage says it of."""
    frames = _frames(facts.language)
    said = [frozenset(stems(f"{' '.join(passage.path)} {passage.text}")) for passage in passages]
    tables = [(group, _columns(group)) for group in facts.members if group.detail is not None]
    tables_with = Counter(column for _, names in tables for column in names)  # "Description" is a property of no thing
    columns = [(group, column) for group, names in tables for column in names if tables_with[column] == 1]
    things = [(group, name) for group in facts.members if len((name := group.members[0].name).split()) <= FEW_WORDS // 2]
    found = []
    for place, (group, column) in enumerate(columns):
        for step in range(1, len(things)):
            other, name = things[(place * 7 + step) % len(things)]
            if other.path[0] != group.path[0] and _is_silent(said, stems(name), stems(column)):
                text = frames["lacking"].format(column=column, term=name)
                found.append(_proposal(text, "course", other.members[0].proof.passage.topic))
                break
    return list(islice(_by_turns(found), most))


def from_answers(answers: Iterable[Answer], most: int) -> list[Proposal]:
    """Return up to `most` questions that learners asked and were answered, with what was cited as evidence."""
    found: dict[str, Proposal] = {}
    for answer in answers:
        quotes = [citation.quote for statement in answer.statements for citation in statement.citations]
        if quotes and answer.outcome == "covered":
            text = answer.understood or answer.question.text
            said = "\n".join(statement.text for statement in answer.statements)
            topic = answer.statements[0].citations[0].passage.topic
            found.setdefault(squash(text), _proposal(text, "log", topic, quotes[:3], said=said))
    return list(islice(found.values(), most))


def from_refusals(questions: Iterable[str], most: int) -> list[Proposal]:
    """Return up to `most` questions of the work list, proposed as ones that the course does not answer."""
    distinct = {squash(text): text for text in questions if squash(text)}
    return [_proposal(text, "work", "") for text in islice(distinct.values(), most)]


def _proposal(
    question: str, origin: Origin, topic: str, quotes: Sequence[str] = (), *, names: Sequence[str] = (), said: str = ""
) -> Proposal:
    key = sha256(squash(question).encode()).hexdigest()[:12]
    case = Case(
        id=f"draft-{key}",
        question=question,
        topic=topic,
        kind="fact" if quotes else "unanswerable",
        answerable=bool(quotes),
        evidence=tuple((quote,) for quote in quotes),
        key_facts=tuple((name,) for name in names),
        group="list" if len(names) > 1 else "",
        members=tuple((name,) for name in names) if len(names) > 1 else (),
    )
    return Proposal(case=case, origin=origin, answer=said)


def definitions_asked(passages: Sequence[Passage], code: str) -> list[tuple[str, Passage]]:
    """Return the questions for what passages define, in course order, each with the first that does."""
    frames = _frames(code)
    asked = ((one.case.question, passage) for passage in passages for one in _definitions([passage], code, frames))
    return list({squash(question): (question, passage) for question, passage in reversed(list(asked))}.values())[::-1]


def _definitions(passages: Sequence[Passage], code: str, frames: dict[str, str]) -> Iterator[Proposal]:
    known = language(code)
    for passage in passages:
        blocks = [block for block in passage.blocks if block.kind == "prose" and block.role == "teaching"]
        for place, unit in enumerate(unit for block in blocks for unit in block.units):
            quote = passage.cut(unit)
            term = _entry(quote) or (_defined(quote, passage.path, known) if place == 0 and len(passage.path) > 1 else "")
            if term and len(quote) <= LONGEST_QUOTE:
                yield _proposal(frames["define"].format(term=term), "course", passage.topic, [quote])


def _entry(quote: str) -> str:
    """The term of an entry of a glossary ("**banneton:** a basket") that may be one thing, else nothing."""
    entry = _ENTRY.match(quote)
    named = entry["term"].split() if entry else []
    several = any(word.endswith("s") and not word.endswith(("ss", "us", "is")) for word in named)
    return " ".join(named) if len(named) <= FEW_WORDS // 2 and not several else ""


def _defined(sentence: str, path: Sequence[str], known: Language) -> str:
    """The words before the copula of a sentence, when its section is called so and they name one thing; else nothing."""
    opening = _WORD.findall(sentence)[:FIRST_WORDS]
    place = next((place for place, word in enumerate(opening) if word.lower() in known.copulas - known.plural), 0)
    subject = opening[:place]
    named, spoken = set(stems(" ".join(path))), {word.lower() for word in subject}
    about = set(stems(" ".join(subject)))
    if not about or not about <= named or spoken & (known.anaphors | known.quantifiers | known.negators | known.question_words):
        return ""
    first = subject[0].lower()
    if first in STOPWORDS and first not in ARTICLES:
        return ""
    return " ".join([first if first in ARTICLES else subject[0], *subject[1:]])


def _lists(facts: Facts, frames: dict[str, str]) -> Iterator[Proposal]:
    for group in facts.members:
        term = _SIGNS.sub("", group.path[-1])
        quotes = [member.proof.quote for member in group.members]
        if len(quotes) > MOST_MEMBERS or len(term.split()) > FEW_WORDS or any(len(one) > LONGEST_QUOTE for one in quotes):
            continue
        called = group.called if 0 < len(group.called.split()) <= 3 and not group.called.endswith(":") else ""
        text = frames["members"].format(called=called, term=term) if called else frames["parts"].format(term=term)
        names = [member.name for member in group.members]
        if all(squash(name) in squash(quote) for name, quote in zip(names, quotes, strict=True)):
            yield _proposal(text, "course", group.members[0].proof.passage.topic, quotes, names=names)


def _columns(group: Members) -> list[str]:
    header = group.detail.quote.partition("\n")[0] if group.detail is not None else ""
    names = [plain(cell) for cell in table_cells(header)[1:]] if header.lstrip().startswith("|") else []
    return [name for name in names if 0 < len(name.split()) <= 3]


def _is_silent(said: Sequence[frozenset[str]], thing: Sequence[str], column: Sequence[str]) -> bool:
    """Whether no passage that says a thing says any word of the property."""
    about = [words for words in said if thing and words.issuperset(thing)]
    return bool(about and column) and not any(words.intersection(column) for words in about)


def _by_turns(proposals: Sequence[Proposal]) -> Iterator[Proposal]:
    """Proposals, each question once, one of each topic and kind after the other."""
    queues: defaultdict[tuple[str, str], dict[str, Proposal]] = defaultdict(dict)
    for one in proposals:
        queues[one.case.topic, one.case.group].setdefault(one.case.id, one)
    for turn in zip_longest(*(queue.values() for queue in queues.values())):
        yield from (one for one in turn if one is not None)


def _frames(code: str) -> dict[str, str]:
    frames: dict[str, dict[str, str]] = packaged("studybot.evaluate", "draft.json")
    return frames.get(code, frames["en"])
