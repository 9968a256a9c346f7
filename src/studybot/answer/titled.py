"""What only the heading above an answer says: a price, or the long form of a name that no sentence explains."""

from collections.abc import Sequence

from studybot.answer.define import defining, forms_of, thing_asked
from studybot.answer.names import bare
from studybot.answer.priced import PRICE
from studybot.answer.signals import asks_price
from studybot.facts.language import Language
from studybot.spelled import names
from studybot.text import stems
from studybot.types import Hit, Match, Statement, Understanding


def titled(
    question: Understanding, ranked: Sequence[tuple[Match, Hit]], shown: Sequence[Statement], known: Language
) -> list[Statement]:
    """Return the heading of what is shown first where it says what is asked for and nothing shown does, [] otherwise."""
    if not shown or shown[0].framed:
        return []
    first = shown[0].citations[0]
    if asks_price(question.text):
        heading = bare(first.passage.path[-1])
        says = PRICE.search(heading) and not any(PRICE.search(one.text) for one in shown)
    else:
        thing = thing_asked(question, [hit for _, hit in ranked], known)
        named = (title for title in first.passage.path if thing and _explains(title, thing.stems, question))
        heading = bare(next(named, ""))
        says = bool(heading) and defining(question, ranked, known) is None
    return [Statement(text=heading, citations=(first,), framed=True)] if says else []


def _explains(title: str, thing: frozenset[str], question: Understanding) -> bool:
    """Whether a heading spells out the name that is asked about, and nothing else is asked: "DNS — Domain Name ..."."""
    forms = [bare(form) for form in forms_of(title)]
    short = next((form for form in forms if frozenset(stems(form)) == thing == frozenset(question.terms)), "")
    return bool(short) and any(names(short, form) for form in forms if form != short)
