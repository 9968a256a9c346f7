"""A first dataset from nothing: questions proposed from what the course says, what was asked, and what found no answer."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from hashlib import sha256
from itertools import islice, zip_longest
from typing import Any

from studybot.evaluate.case import Case
from studybot.evaluate.review import Origin, Proposal
from studybot.facts import Facts
from studybot.facts.definitions import ARTICLES
from studybot.facts.language import Language, language
from studybot.facts.usage import Usage
from studybot.learned import packaged
from studybot.text import STOPWORDS, squash, stems
from studybot.types import Answer, Passage

Frames = dict[str, Any]  # how questions are put in one language; `lacking` with the words of what says it
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
    wanted = [*_definitions(passages, facts.language, frames), *_lists(facts, frames, Usage(passages))]
    return list(islice(_by_turns(wanted), most))


def unanswered_by(passages: Sequence[Passage], facts: Facts, most: int) -> list[Proposal]:
    """Return up to `most` questions that people ask of anything, of things that the course defines and does not say this of."""
    frames = _frames(facts.language)
    said = [frozenset(stems(f"{' '.join(passage.path)} {passage.text}")) for passage in passages]
    asked = [(text, frozenset(stems(says))) for text, says in frames["lacking"].items()]
    terms = list(_terms(passages, facts.language))
    turns = ((asked[(place + turn) % len(asked)], one) for turn in range(len(asked)) for place, one in enumerate(terms))
    found = [
        _proposal(text.format(term=term), "course", passage.topic)
        for (text, about), (term, _, passage) in turns
        if _is_silent(said, stems(term), about)
    ]
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


def _definitions(passages: Sequence[Passage], code: str, frames: Frames) -> Iterator[Proposal]:
    for term, quote, passage in _terms(passages, code):
        yield _proposal(frames["define"].format(term=term), "course", passage.topic, [quote])


def _terms(passages: Sequence[Passage], code: str) -> Iterator[tuple[str, str, Passage]]:
    """Yield what passages define, each with the sentence that does."""
    known = language(code)
    for passage in passages:
        blocks = [block for block in passage.blocks if block.kind == "prose" and block.role == "teaching"]
        for place, unit in enumerate(unit for block in blocks for unit in block.units):
            quote = passage.cut(unit)
            term = _entry(quote) or (_defined(quote, passage.path, known) if place == 0 and len(passage.path) > 1 else "")
            if term and len(quote) <= LONGEST_QUOTE:
                yield term, quote, passage


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


def _lists(facts: Facts, frames: Frames, usage: Usage) -> Iterator[Proposal]:
    for group in facts.members:
        term = _SIGNS.sub("", group.path[-1])
        quotes = [member.proof.quote for member in group.members]
        if len(quotes) > MOST_MEMBERS or len(term.split()) > FEW_WORDS or any(len(one) > LONGEST_QUOTE for one in quotes):
            continue
        called = usage.lowered(group.called) if 0 < len(group.called.split()) <= 3 and not group.called.endswith(":") else ""
        text = frames["members"].format(called=called, term=term) if called else frames["parts"].format(term=term)
        names = [member.name for member in group.members]
        if all(squash(name) in squash(quote) for name, quote in zip(names, quotes, strict=True)):
            yield _proposal(text, "course", group.members[0].proof.passage.topic, quotes, names=names)


def _is_silent(said: Sequence[frozenset[str]], thing: Sequence[str], about: frozenset[str]) -> bool:
    """Whether no passage that says a thing says any of some words."""
    return bool(thing) and all(about.isdisjoint(words) for words in said if words.issuperset(thing))


def _by_turns(proposals: Sequence[Proposal]) -> Iterator[Proposal]:
    """Proposals, each question once, one of each topic and kind after the other."""
    queues: defaultdict[tuple[str, str], dict[str, Proposal]] = defaultdict(dict)
    for one in proposals:
        queues[one.case.topic, one.case.group].setdefault(one.case.id, one)
    for turn in zip_longest(*(queue.values() for queue in queues.values())):
        yield from (one for one in turn if one is not None)


def _frames(code: str) -> Frames:
    frames: dict[str, Frames] = packaged("studybot.evaluate", "draft.json")
    return frames.get(code, frames["en"])
