"""What kind of first sentence a question waits for: yes or no, the members of a set, or anything else."""

import re
from itertools import chain, dropwhile, pairwise, takewhile

from studybot.answer.extent import asks_steps
from studybot.answer.understand import asked_part
from studybot.facts.language import Language
from studybot.text import stem, stems, words
from studybot.types import Understanding

AHEAD = 4  # words behind "which" or a number among which its noun stands
SINGLY = ("a", "an", "one", "any")
COUNTED = 12  # members that a question counts at most
_CLAUSE = re.compile(r"[.;?!](?:\s+|$)|,\s+(?=\w)|\s+—\s+")
_OR_NOT = re.compile(
    r"\s+or\s+(?:not\W*$|(?:can|could|do|does|is|are|will|must|should)\s+(?:i|we|you|u|it|they)\b.*$)", re.IGNORECASE
)
_BEHIND = re.compile(
    r"\s(?P<asks>(?:can|could|may|should|must|do|does|is|are|will)\s+(?:i|we|you|u|it|they|there)\b)", re.IGNORECASE
)
_ASKING = re.compile(r"\b(?:what|which|who|where|when|how|why|whats|tell)\b", re.IGNORECASE)


def asks_members(question: Understanding, language: Language) -> bool:
    """Whether a question asks for all of a set: it names a sort ("types of ...") or wants every one; no command that lists."""
    asked = set(words(_asking(question, language)))
    if question.kind == "comparison":
        return False
    sorts = asked_sorts(question, language)
    of_one = asked & (language.of_one | language.question_words) or question.asked
    if sorts and not asked & language.all_of and not (_head(question, language) or asked) & language.plural and of_one:
        return False  # "which type is best for", "I am four. Class?", "which family for training models" ask for one of them
    wants_all = bool(asked & language.all_of) and not _names_one(question, language)
    return bool(sorts) or (question.kind != "command" and wants_all and not asks_steps(question))


def _names_one(question: Understanding, language: Language) -> bool:
    """Whether a question wants one of several named: "name a herb", "list one reason"."""
    spoken = words(_asking(question, language))
    found = [spoken[place + 1 :] for place, word in enumerate(spoken[:-1]) if word in language.all_of]
    named = [behind[1 : 1 + AHEAD] for behind in found if behind[0] in SINGLY]
    return bool(named) and not any(map(language.is_plural, named[0][:2]))


def _head(question: Understanding, language: Language) -> frozenset[str]:
    """What "which" or "what" asks for: the words behind it up to the next that ends a name; none of any other question."""
    spoken = dropwhile(lambda word: word not in language.question_words, words(_asking(question, language)))
    ends = language.connectives | language.auxiliaries | language.question_words
    return frozenset(takewhile(lambda word: word not in ends, list(spoken)[1:]))


def _asking(question: Understanding, language: Language) -> str:
    """The sentence that asks: what was told before may name sorts and numbers of other things."""
    return _clause(question.asked or asked_part(question.text), language)


def asks_plural(question: Understanding, language: Language) -> bool:
    """Whether a question may ask for more than one thing: for a noun for several, or for whatever can do something."""
    spoken = words(_asking(question, language))
    if question.kind == "comparison" or (
        asked_sorts(question, language) and not set(spoken) & (language.all_of | language.plural)
    ):
        return False
    ends = language.auxiliaries | language.connectives
    openings = [
        place for place, word in enumerate(spoken) if word in language.things | language.all_of or number_of(word, language)
    ]
    named = [takewhile(lambda word: word not in ends, spoken[place + 1 : place + 1 + AHEAD]) for place in openings]
    # "Sources of light" asks for them; what stands before a question only tells what it is about.
    asks = set(spoken) & (language.question_words - language.conditions)
    begins = [] if asks else takewhile(lambda word: word not in ends | language.question_words, spoken[:AHEAD])
    return asks_whatever(question, language) or any(map(language.is_plural, chain(begins, *named)))


def asks_those(question: Understanding, language: Language) -> bool:
    """Whether a question asks what things of a name are, or what is called so ("What are common causes of rust?")."""
    first, second, *behind = [*words(asked_part(question.text)), "", ""]
    plainly = first in language.question_words and second in language.plural & language.copulas
    return plainly and any(map(language.is_plural, behind[:AHEAD]))


def asks_whatever(question: Understanding, language: Language) -> bool:
    """Whether a question asks for whatever can do something ("where can it be kept"), be it one thing or several."""
    return any(one in language.things and other in language.leave for one, other in pairwise(words(asked_part(question.text))))


def asked_count(question: Understanding, language: Language) -> int | None:
    """Return how many things a question asks for ("the four phases"), None when it does not say."""
    return next((count for word in words(_asking(question, language)) if (count := number_of(word, language))), None)


def _clause(text: str, language: Language) -> str:
    """What of a sentence asks: "two pots stand in the sun, what is their yield" tells of pots, and asks for none."""
    parts = [part for part in _CLAUSE.split(text) if part]
    if len(parts) > 1 and not set(words(parts[0])[:2]) & (language.question_words | language.all_of):
        return next((part for part in parts if set(words(part)[:1]) & language.question_words), text)
    return text


def number_of(word: str, language: Language) -> int:
    """Return the small number that a word is, as many as members may be counted; 0 for any other word."""
    if word in language.numbers:
        return language.numbers.index(word) + 2
    return int(word) if word.isdecimal() and 2 <= int(word) <= COUNTED else 0


def asked_sorts(question: Understanding, language: Language) -> frozenset[str]:
    """Return the words by which a question asks for kinds; with a number behind it ("type 2") such a word is a name.

    "Which services does the free kind cover" asks for services.
    """
    spoken = words(_asking(question, language))
    named = list(takewhile(lambda word: word not in language.auxiliaries | language.connectives, spoken[1:]))
    if spoken[:1] and spoken[0] in language.things and any(map(language.is_plural, named)) and not language.sorts & set(named):
        return frozenset()
    following = [*spoken[1:], ""]
    return frozenset(
        word for word, after in zip(spoken, following, strict=True) if word in language.sorts and not after[:1].isdigit()
    )


def set_terms(question: Understanding, language: Language) -> frozenset[str]:
    """Return the stems of what the members are of, without the words that only say that all are wanted."""
    aside = {stem(word) for word in language.sorts | language.all_of | language.question_words}
    return frozenset(stems(question.text)) - aside


def asks_reason(question: Understanding, language: Language) -> bool:
    """Whether a question asks why or how something is: no names of things answer it, however many it speaks of."""
    first, second, *_ = [*words(_asking(question, language)), "", ""]
    how = first in language.question_words - language.things and second in language.auxiliaries
    return how and not asked_sorts(question, language) and not asked_count(question, language)


def asks_one(question: Understanding, name: str, language: Language) -> bool:
    """Whether a question asks for one of those that are called so: "which policy fits" below "Policies"."""
    said = set(words(_asking(question, language)))
    if said & language.all_of or asked_count(question, language):
        return False
    called = {stem(word) for word in words(name) if language.is_plural(word)}
    forms = [word for word in said if stem(word) in called]
    return bool(forms) and not any(map(language.is_plural, forms))


def yes_no_clause(question: Understanding, language: Language) -> str:
    """Return the part of a question that is answered by yes or no, "" when there is none or it offers a choice.

    A follow-up asks what its own words ask, not what was asked before.
    """
    text = without_choice(question.focus or question.text)
    parts = _CLAUSE.split(text)
    if tagged := _tagged(text, language):
        return tagged
    for clause in (*parts, *map(_turned_round, parts)):
        spoken = words(clause)
        if len(spoken) > 2 and spoken[0] in language.auxiliaries and not _requests(spoken, language):
            return "" if "or" in spoken else clause
    return ""


def _requests(spoken: list[str], language: Language) -> bool:
    """Whether a question of yes or no is a polite wish for a list: "would you kindly name them"."""
    return spoken[1] in language.addressing and bool(set(spoken[2:4]) & language.all_of)


def _tagged(text: str, language: Language) -> str:
    """What a text states and asks to be told is so: "the fern likes shade, right?"; "" where it asks nothing like that."""
    said, _, tag = text.rstrip("?! ").rpartition(" ")
    stated = [part for part in _CLAUSE.split(said.rstrip(" ,")) if part][-1:]
    asks = text.rstrip().endswith("?") and tag.lower() in language.tags and not set(words(text)[:2]) & language.question_words
    return stated[0] if stated and asks and words(stated[0])[0] not in language.auxiliaries else ""


def without_choice(text: str) -> str:
    """Return a text without the "or not", or "or will it stop", at its end."""
    return _OR_NOT.sub("", text)


def _turned_round(clause: str) -> str:
    """The question that stands behind its condition: "once it is on can I disable it"; "" without one."""
    match = _BEHIND.search(clause)
    return clause[match.start("asks") :] if match and not _ASKING.search(clause[: match.start("asks")]) else ""


def wish(question: Understanding, language: Language) -> str:
    """Return what of a question wants something done or kept away, "" where it asks what follows from it or whether it is so.

    Of several sentences the one that asks: what was told before is how things are.
    """
    begins = set(words(question.text)[:2])
    return "" if begins & language.conditions or yes_no_clause(question, language) else asked_part(question.text)
