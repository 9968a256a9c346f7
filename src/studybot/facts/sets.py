"""Sets that a heading or a lead-in calls by a noun for several ("Phases of RAD", "Debugging methods"), with their members."""

import re
from collections.abc import Iterator, Sequence

from studybot.facts.fact import Members
from studybot.facts.language import Language
from studybot.facts.members import members, title_of
from studybot.facts.usage import ARTICLES
from studybot.facts.written import is_plural, short
from studybot.text import stems, words
from studybot.types import Passage

FEWEST, MOST = 3, 7  # members: two are an example as often, and more nobody knows by heart
LONGEST, NAME = 7, 6  # words of what they are called, and of a member
_ENDS = re.compile(r"(?: (?:is|are|include|includes))?\s*[:.…]*$")
_OF = re.compile(r" (?:of|in|for) ")


def named_sets(passages: Sequence[Passage], known: Language) -> Iterator[tuple[str, Members]]:
    """Yield what is asked for ("phases of RAD"), and the few members that one place of a passage lists under it."""
    for found in members(passages, known):
        heading = title_of(short(found.path[-1]))
        lead = _ENDS.sub("", found.called)
        calls = [lead] if _calls(lead, known) else []
        if not calls and _calls(heading, known) and set(stems(lead)) <= set(stems(heading)):
            calls = [heading]
        places = {one.proof.passage.id for one in found.members}
        named = all(_names(one.name, known) for one in found.members)
        if calls and named and len(places) == 1 and FEWEST <= len(found.members) <= MOST:
            yield calls[0], found


def _names(name: str, known: Language) -> bool:
    """Whether a member is named, and not what is said of one: a few words, no article in front and no verb."""
    said = words(name)
    return (
        len(said) <= NAME and said[:1] != [] and said[0] not in ARTICLES and not set(said) & (known.copulas | known.auxiliaries)
    )


def _calls(phrase: str, known: Language) -> bool:
    """Whether a phrase is a noun for several things of a kind, and what they are of or like; no sentence, no bare noun."""
    said, head = words(phrase), words(_OF.split(phrase)[0])[-1:]
    verbs = known.copulas | known.auxiliaries | known.relative | known.question_words | known.anaphors | known.resuming
    closed = bool((verbs | set(known.numbers)) & set(said)) or bool(
        re.search(r"\d|\bvs\b|[,&?:]| and | to | by |\bexample", phrase)
    )
    return 2 <= len(said) <= LONGEST and not closed and bool(head) and head[0] in known.sorts and is_plural(head[0])
