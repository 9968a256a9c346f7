"""The sentence that defines what is asked about, wherever it stands: a model of English misses it in another language."""

import re
from collections.abc import Sequence

from studybot.answer.choose import likeliest_units
from studybot.answer.define import Thing, form_of, thing_asked
from studybot.answer.framed import framed
from studybot.answer.signals import Told
from studybot.facts.language import Language, language
from studybot.text import function_words, spoken
from studybot.types import Hit, Match, Passage, Understanding

FORMS = 2  # how it says what the thing is at worst: as a sentence, a row of a table, behind a label
_FOR = re.compile(r"\b(?:used|good) for\W*$")
ROLES = ("teaching", "note")
MOST = 120  # passages that speak of a thing: of what more do, nothing tells which one defines it


def with_definition(question: Understanding, hits: Sequence[Hit], passages: Sequence[Passage], told: Told) -> list[Hit]:
    """Return hits with the passage in front whose sentence has the form of a definition of what a question asks about.

    So it is where the course mixes in the language of the model that searches, which is not its own.
    """
    known = language(spoken())
    asks = hits and function_words(spoken()).beside and not _FOR.search(framed(question.text, spoken()))
    thing = thing_asked(question, hits, known) if asks else None
    if thing is None or not thing.stems.issuperset(question.terms):
        return list(hits)
    own = [form for match, hit in likeliest_units(hits) if (form := _defines(thing, match, hit.passage, known))]
    about = [one for one in passages if one.role in ROLES and thing.stems <= told(one)]
    units = [
        (order, passage, Match(start=unit.start, end=unit.end, kind="unit", score=0.0))
        for order, passage in enumerate(about if len(about) <= MOST else ())
        for block in passage.blocks
        for unit in block.units
    ]
    found = [(form, order, passage, unit) for order, passage, unit in units if (form := _defines(thing, unit, passage, known))]
    form, _, passage, unit = min(found, key=lambda one: one[:2], default=(None, 0, hits[0].passage, None))
    if form is None or unit is None or min(own, default=(FORMS + 1,)) <= form:
        return list(hits)
    score = max((match.score for hit in hits for match in hit.matches if match.kind == "unit"), default=0.0)
    there = next((hit for hit in hits if hit.passage.id == passage.id), None)
    rest = [match for match in (there.matches if there else ()) if match.start != unit.start]
    first = unit.model_copy(update={"score": score})
    hit = (there or hits[0].model_copy(update={"passage": passage, "nearest": "", "decided": ()})).model_copy(
        update={"matches": (first, *rest)}
    )
    return [hit, *(other for other in hits if other.passage.id != passage.id)]


def _defines(thing: Thing, unit: Match, passage: Passage, known: Language) -> tuple[int, int, int, int] | None:
    """How a unit defines a thing plainly, None where it does not."""
    form = form_of(thing, unit, passage, known)
    return form if form is not None and form[0] <= FORMS and not form[2] else None
