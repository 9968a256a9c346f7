"""Which unit defines the thing that is asked about: "TCP is a transport protocol" rather than a row about TCP ports."""

import re
from collections.abc import Sequence
from itertools import takewhile
from typing import NamedTuple

from studybot.answer.called import is_called
from studybot.answer.extent import block_at, is_link
from studybot.answer.framed import framed
from studybot.answer.spelled import letters_asked, spelled
from studybot.corpus.plain import plain
from studybot.corpus.units import table_cells
from studybot.facts.definitions import BOLD, says_what
from studybot.facts.language import Language
from studybot.facts.members import label_of, title_of
from studybot.text import STOPWORDS, sentences, spoken, stem, stems, tokens, words
from studybot.types import Hit, Match, Passage, Understanding

RIVAL = 0.05  # share of the chance of the likeliest unit that one needs which defines in another than the best form
BEFORE = 1  # words that may stand before the thing in a sentence's subject: "Apache Kafka is", but not "Kafka topics are"
ENDING = 2  # letters that two numbers of a word do not share at most
MOST = 4  # words of a thing that a definition is asked of
NAMES = 6  # words of what stands alone above the further paragraphs of an item
SAME = 0.75  # share of the words of both that a question and a heading have in common
QUESTION = ("?", "？", "؟")
_BRACKETS = re.compile(r"\s*\(([^()]*)\)")
_SHORT_FORM = re.compile(r"(?P<long>(?:[^\W\d_][\w/-]*\s+){1,7})\((?P<short>[^()]{2,})\)\s+(?P<next>[^\W\d_]+)")
_SET_OFF = re.compile(
    r"(?<![*_\w])(?P<mark>\*{1,2}|_{1,2})(?P<term>[^*_\n]{2,60})(?P=mark)"
    r"(?:\s*[:—–,(]|\s+-)\s*(?:(?:which|that) (?:is|are)\s+)?(?:an?|the)\b",
    re.IGNORECASE,
)
_FORMS = re.compile(r"\s+[—–-]\s+|\s*[()]\s*")  # "DNS — Domain Name System", "Internet Protocol (IP)"

Ranked = Sequence[tuple[Match, Hit]]


class Thing(NamedTuple):
    """What a definition is asked of: its stems, those of its name ("routing" in IPv6), and which of them is the noun."""

    stems: frozenset[str]
    name: frozenset[str]
    noun: str


def defining(question: Understanding, ranked: Ranked, known: Language) -> tuple[Match, Hit] | None:
    """Return the unit that defines what a definition is asked of, as likely as the likeliest; None without one.

    The defining sentence of the section of that name comes first, then another one, then a row of a table, then a label.
    """
    letters, only = letters_asked(question.text)
    if found := spelled(letters, ranked) if letters else None:
        return found
    if only:
        return None
    thing = thing_asked(question, [hit for _, hit in ranked], known)
    each = ((form_of(thing, match, hit.passage, known), place) for place, (match, hit) in enumerate(ranked) if thing)
    forms = [(form, place) for form, place in each if form is not None]
    if not forms:
        return None
    least = RIVAL * ranked[0][0].score
    likely = [(form, place) for form, place in forms if not any(form) or ranked[place][0].score >= least]
    *_, place = min((form[:-1], place) for form, place in likely or forms)
    match, hit = ranked[place]
    return match.scored(ranked[0][0].score), hit


def is_defined(question: Understanding, ranked: Ranked, known: Language) -> bool:
    """Whether the likeliest unit says what a thing is, of which no word is left out: that surely answers."""
    thing = thing_asked(question, [hit for _, hit in ranked], known)
    if thing is None:
        return False
    asking = {stem(word) for word in known.question_words | known.all_of}
    match, hit = ranked[0]
    form = form_of(thing, match, hit.passage, known)
    asked = [word for word in words(question.text) if stem(word) in thing.stems]
    said = words(hit.passage.cut(match))
    named = all(any(_is_form(word, other) for other in said) for word in asked)
    return set(question.terms) - asking <= thing.stems and form is not None and not any(form[2:]) and named


def _is_form(word: str, other: str) -> bool:
    """Whether two words are one in other numbers: "policy" and "policies", but not "depressant" and "depression"."""
    shared = max(min(len(word), len(other)) - ENDING, 1)
    return word[:shared] == other[:shared]


def rank_of(name: str, text: str, known: Language) -> int | None:
    """How well a text says what a thing is: 0 "it is", 1 its name in bold and a clause, 2 "it does", 3 "it can"; else None."""
    own = stems(name)
    if not own or is_link(text):
        return None
    said, thing = plain(text), Thing(frozenset(own), frozenset(own), own[-1])
    terms = [term for term in BOLD.findall(text) if thing.stems <= frozenset(stems(term)) and len(stems(term)) <= len(own) + 1]
    behind = words(said.partition(plain(terms[0]))[2])[:1] if terms else []
    told = 1 if set(behind) & (known.relative | known.copulas) else 4
    for start, end in sentences(said):
        following = _predicate(thing, said[start:end], frozenset(), known)
        if following in known.copulas | known.articles and following:
            return 0
        can = _behind(thing, said[start:end], frozenset(), known) in known.auxiliaries
        told = min(told, 2 if following else 3 if can else 4)
    return told if told < 4 else None


def headed(question: Understanding, hits: Sequence[Hit], ranked: Ranked) -> tuple[Match, Hit] | None:
    """Return the first unit below the heading that asks what was asked, as likely as the likeliest; None without one."""
    asked = frozenset(stems(question.text))
    for hit in hits:
        heading = hit.passage.path[-1].rstrip()
        named = frozenset(stems(heading))
        begins = hit.passage.id.endswith("/1") and bool(hit.passage.blocks) and hit.passage.blocks[0].kind == "prose"
        if heading.endswith(QUESTION) and begins and ranked and len(asked & named) >= SAME * len(asked | named):
            unit = hit.passage.blocks[0].units[0]
            return Match(start=unit.start, end=unit.end, kind="unit", score=ranked[0][0].score), hit
    return None


def forms_of(heading: str) -> list[str]:
    """Return the names that a heading gives a thing: "Internet Protocol (IP)" has two."""
    return [title_of(form) for form in _FORMS.split(heading) if form.strip()]


def thing_asked(question: Understanding, hits: Sequence[Hit], known: Language) -> Thing | None:
    """Return the thing: the question's words that the course says in what was found, without those around it."""
    if question.kind != "definition":
        return None
    said = {found for hit in hits for found in stems(f"{' '.join(hit.passage.path)} {hit.passage.text}")}
    asking = {stem(word) for word in known.question_words | known.all_of}
    asked = [term for term in question.terms if term in said and term not in asking]
    if not 0 < len(asked) <= MOST:
        return None
    # "routing in IPv6": the noun stands before the first preposition, else it is the last word.
    said_words = [word for _, word in tokens(framed(question.text, spoken()))]
    front = list(takewhile(lambda word: word.lower() not in known.connectives, said_words))
    name = [found for found in stems(" ".join(front)) if found in asked]
    if not name and len(front) < len(said_words):
        return None  # a sign is asked about: "what does + mean in a pattern"
    name = name or asked
    return Thing(frozenset(asked), frozenset(name), name[-1])


def form_of(thing: Thing, match: Match, passage: Passage, known: Language) -> tuple[int, int, int, int] | None:
    """Return how a unit defines a thing, the best form lowest, and whether it opens otherwise; None when it does not.

    The best one says in the section of a thing what it is: unless it opens with the thing ("Key policies are") maybe of a kind.
    """
    block = block_at(passage, match.start)
    text = passage.cut(match)
    # Where something is sought ("a variant in OCaml") need not be said in the sentence: the passage speaks of it.
    around = (thing.stems - thing.name) & frozenset(stems(passage.text))
    about = frozenset(stems(" ".join(passage.path))) | around
    away = int(not thing.stems - around <= frozenset(stems(passage.path[-1])))  # in a section of another name
    if block is None or block.kind == "code" or is_link(text):
        return None
    is_row = block.kind == "table"
    if is_row or any(_names(thing, label, about) for label in _labels(text, known)):
        return (1 if is_row else 2, away, 0, 0) if not is_row or _names(thing, table_cells(text)[0], about) else None
    said = plain(text)
    entitled = not away and match.start == passage.blocks[0].units[0].start and _is_entitled(thing, passage, said, known)
    if entitled or is_called(thing.stems, thing.noun, said, known):
        return (0, away, 0, 1)
    # Set off, and said at once what it is: "begins with *steeping*, which is the ..."
    set_off = any(frozenset(stems(found["term"])) == thing.stems for found in _SET_OFF.finditer(text))
    following = _predicate(thing, said, about, known)
    if block.kind in ("list", "steps") or (not set_off and (not following or set(words(said)) & known.demonstratives)):
        return None
    is_what = following in known.articles or (following in known.copulas and says_what(said.partition(f" {following} ")[2]))
    plainly = set_off or is_what  # "Tea, a drink, is ..."
    opens = bool(thing.stems.intersection(stems(said)[:1]))
    return (0 if plainly or not away else 3), away, int(not plainly), int(not opens)


def _is_entitled(thing: Thing, passage: Passage, said: str, known: Language) -> bool:
    """Whether a text says what its heading names without naming it again, as slides do: "A ring of nodes that ..."."""
    names = (frozenset(stem(word) for word in words(form) if word not in STOPWORDS) for form in forms_of(passage.path[-1]))
    if not passage.id.endswith("/1") or thing.stems not in names:
        return False
    goes_on = known.connectives | known.relative | known.instruments
    front = list(takewhile(lambda word: word not in goes_on, words(said)))
    verbs = known.copulas | known.auxiliaries | known.anaphors | known.question_words | known.persons
    again = thing.stems.intersection(stems(said))
    return (
        not again
        and 0 < len(front) < len(words(said))
        and not verbs.intersection(front)
        and not said.endswith((":", *QUESTION))
    )


def _labels(text: str, known: Language) -> list[str]:
    """What a unit goes by: its label, or the names that stand alone above its further paragraphs ("RAM, main memory")."""
    head, _, further = text.partition("\n\n")
    names = further and len(words(head)) <= NAMES and not set(words(head)) & (known.copulas | known.auxiliaries)
    return re.split(r",\s+", plain(head)) if names else [label_of(text)]


def _names(thing: Thing, name: str, about: frozenset[str]) -> bool:
    """Whether a name is that of a thing, below headings that may say a part of it ("Zone" below "DNS")."""
    said = frozenset(stems(_BRACKETS.sub(" ", name)))
    return thing.noun in said and said <= thing.stems and thing.stems <= said | about


def _predicate(thing: Thing, said: str, about: frozenset[str], known: Language) -> str:
    """The word behind a sentence's subject where that is the thing and nothing more, "" otherwise."""
    label = label_of(said)
    for text in () if label.lower() in known.asides else dict.fromkeys((said, said[len(label) + bool(label) :])):
        short = _SHORT_FORM.match(text)
        if short and frozenset(stems(short["short"])) == thing.stems and _begins_predicate(short["next"], known):
            return short["next"]
        following = _behind(thing, _BRACKETS.sub("", text), about, known)
        if _begins_predicate(following, known):
            return following
    return ""


def _behind(thing: Thing, text: str, about: frozenset[str], known: Language) -> str:
    """The word behind the thing at the beginning of a text, "" when it begins otherwise."""
    named: set[str] = set()
    further, before = 0, ""
    for word in text.replace("=", " = ").split():
        if (
            not named
            and word.lower() in known.connectives | known.quantifiers | known.negators | known.auxiliaries - known.copulas
        ):
            return ""  # "Do not rebase commits" defines nothing
        own = stems(word)  # of a word with an inner capital or sign first itself, then its parts
        if own and own[0] in thing.stems:
            named |= thing.stems.intersection(own)
        elif thing.noun in named:
            aside = before.endswith(",") and word not in known.copulas | known.auxiliaries | known.articles  # "a layer, called"
            return word if thing.name <= named and thing.stems <= named | about and not aside else ""
        elif own:
            further += 1
            if further > BEFORE:
                return ""
        before = word
    return ""


def _begins_predicate(word: str, known: Language) -> bool:
    """Whether a word may be the verb of a sentence: in lower case, and none that goes on with the subject ("that", "which")."""
    if word in known.copulas:
        return True
    goes_on = known.connectives | known.auxiliaries | known.anaphors | known.question_words
    return word.isalpha() and word.islower() and word not in goes_on
