"""What kind of first sentence a question waits for: yes or no, the members of a set, or anything else."""

import re

from studybot.facts.language import Language
from studybot.text import stem, stems, words
from studybot.types import Understanding

_CLAUSE = re.compile(r"[.;?!](?:\s+|$)|,\s+(?=\w)|\s+—\s+")


def asks_members(question: Understanding, language: Language) -> bool:
    """Whether a question asks for all of a set: it names a sort ("types of ...") or wants every one; no command that lists."""
    asked = set(words(question.text))
    if question.kind == "comparison":
        return False
    sorts = asked & language.sorts
    if sorts and not asked & (language.all_of | language.plural) and asked & language.of_one:
        return False  # "which type is best for" asks for one of them
    return bool(sorts) or (question.kind != "command" and bool(asked & language.all_of))


def set_terms(question: Understanding, language: Language) -> frozenset[str]:
    """Return the stems of what the members are of, without the words that only say that all are wanted."""
    aside = {stem(word) for word in language.sorts | language.all_of | language.question_words}
    return frozenset(stems(question.text)) - aside


def yes_no_clause(question: Understanding, language: Language) -> str:
    """Return the part of a question that is answered by yes or no, "" when there is none or it offers a choice.

    A follow-up asks what its own words ask, not what was asked before.
    """
    for clause in _CLAUSE.split(question.focus or question.text):
        spoken = words(clause)
        if len(spoken) > 2 and spoken[0] in language.auxiliaries:
            return "" if "or" in spoken else clause
    return ""


def wants_done(question: Understanding, language: Language) -> bool:
    """Whether a question wants something done or kept away, rather than to know what follows from it or whether it is so."""
    begins = set(words(question.text)[:2])
    return not begins & language.conditions and not yes_no_clause(question, language)
