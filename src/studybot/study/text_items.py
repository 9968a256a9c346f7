"""Items from running text: definitions with a gap, numbers with a gap, steps in order, what a compared section lists."""

from collections.abc import Iterator, Sequence
from random import Random

from studybot.study.cell_items import OPTION_LIMIT, make_item
from studybot.study.definitions import Definition, Listing, title
from studybot.study.distractors import choose, near_numbers, resembles
from studybot.study.figures import GAP, Figure
from studybot.study.item import Item, fact_key, identity, is_proved
from studybot.study.phrase import section_key, where
from studybot.study.procedures import Procedure
from studybot.text import stems

NEIGHBOURS = 8  # terms around a definition that its wrong options are drawn from
LONGEST_ORDER = 5  # steps that a learner puts in order; a longer procedure is asked in part


def definition_items(definitions: Sequence[Definition]) -> Iterator[Item]:
    """Yield a gap item for each definition; the other terms are ones that the sentence does not fit."""
    for position, definition in enumerate(definitions):
        random = Random(identity(*definition.path, definition.term))
        prompt = f"Which term fills the gap: “{definition.masked}”?"
        said = set(stems(definition.masked))
        terms = [
            other.term
            for other in definitions
            if other.plural == definition.plural
            and not set(stems(other.term)) & said
            and len(said & set(stems(other.masked))) <= 3
            and other is not definition
        ]
        # Terms of the same and neighbouring topics are the ones that a learner mixes up.
        place = {other.term: abs(position - number) for number, other in enumerate(definitions)}
        nearest = sorted(terms, key=lambda term: place[term])[:NEIGHBOURS]
        wrong = choose(definition.term, nearest, prompt=prompt, random=random)
        if wrong is not None and not set(stems(definition.term)) & said:
            fact = fact_key(section_key(definition.proof.passage), definition.term)
            item = make_item("term", prompt, definition.term, wrong, definition.proof, evidence=(definition.term,), fact=fact)
            if item is not None:
                yield item


def number_items(figures: Sequence[Figure]) -> Iterator[Item]:
    """Yield a gap item for each number; the wrong ones are near, written alike, and in order of size."""
    for figure in figures:
        random = Random(identity(*figure.path, figure.masked))
        behind = figure.masked.partition(GAP)[2].lstrip()
        before = figure.masked.partition(GAP)[0].rstrip(" (").lower()
        wrong = near_numbers(
            figure.number,
            random=random,
            avoid=[word.strip("()%,.;") for word in figure.masked.split()],
            percent=behind.startswith("%"),
            port=before.endswith(("port", "ports")),
        )
        if len(wrong) < 3:
            continue
        prompt = f"In “{where(figure.path)}”, which number fills the gap: “{figure.masked}”?"
        options = tuple(sorted((figure.number, *wrong), key=lambda text: float(text.strip("$").replace(",", ""))))
        if is_proved((figure.number,), figure.proof):
            fact = fact_key(section_key(figure.proof.passage), figure.sentence.partition(":")[0])
            yield Item(
                id=identity("number", fact, figure.masked),
                kind="number",
                topic=figure.proof.passage.topic,
                prompt=prompt,
                options=options,
                right=(options.index(figure.number),),
                evidence=(figure.number,),
                proof=figure.proof,
                fact=fact,
            )


def order_items(procedures: Sequence[Procedure]) -> Iterator[Item]:
    """Yield one item to put (part of) each procedure in order, and one that asks for the step behind another."""
    for procedure in procedures:
        name = where(procedure.path) + (f" › {procedure.title}" if procedure.title else "")
        for first in _windows(len(procedure.steps)):
            yield from _order(procedure, name, procedure.steps[first : first + LONGEST_ORDER])
        for place in range(len(procedure.steps) - 1):
            if place % 2 == 0:
                yield from _next_step(procedure, name, place)


def _windows(count: int) -> list[int]:
    return [0] if count <= LONGEST_ORDER else [0, count - LONGEST_ORDER]


def _order(procedure: Procedure, name: str, steps: tuple[str, ...]) -> Iterator[Item]:
    options = tuple(sorted(steps, key=str.lower))
    part = "" if len(steps) == len(procedure.steps) else " (part of the procedure)"
    fact = fact_key(section_key(procedure.proof.passage), procedure.title or "steps")
    if is_proved(steps, procedure.proof):
        yield Item(
            id=identity("order", fact, *steps),
            kind="order",
            topic=procedure.proof.passage.topic,
            prompt=f"Put the steps of “{name}” in the order that the course gives{part}.",
            options=options,
            right=tuple(options.index(step) for step in steps),
            evidence=steps,
            proof=procedure.proof,
            fact=fact,
        )


def _next_step(procedure: Procedure, name: str, place: int) -> Iterator[Item]:
    step, key = procedure.steps[place], procedure.steps[place + 1]
    random = Random(identity(*procedure.path, step))
    prompt = f"In “{name}”, which step comes directly after “{step}”?"
    others = [other for other in procedure.steps if other not in (step, key) and not resembles(other, key)]
    wrong = choose(key, others, prompt=prompt, random=random)
    if wrong is not None:
        fact = fact_key(section_key(procedure.proof.passage), procedure.title or "steps")
        item = make_item("order", prompt, key, wrong, procedure.proof, evidence=(step, key), fact=fact)
        if item is not None:
            yield item


def listing_items(groups: Sequence[tuple[Listing, ...]]) -> Iterator[Item]:
    """Yield for bullets of compared sections: which one does the course list here, and not under a sibling."""
    for group in groups:
        # A bullet that names one of the compared things tells where it stands.
        names = {word for listing in group for word in stems(title(listing)) if len(word) > 2}
        for listing in group:
            listed = [text for other in group if other is not listing for text, _ in other.bullets]
            others = [text for text in listed if not names & set(stems(text))]
            for text, proof in listing.bullets[:4]:
                random = Random(identity(*listing.path, text))
                prompt = f"In “{where(listing.path[:-1])}”, which of these is listed under “{title(listing)}”?"
                fair = [other for other in others if len(other) <= OPTION_LIMIT]
                wrong = choose(text, fair, prompt=prompt, random=random, alike=0.25)
                if wrong is not None and len(text) <= OPTION_LIMIT and not names & set(stems(text)):
                    fact = fact_key(section_key(proof.passage), text)
                    item = make_item("compare", prompt, text, wrong, proof, evidence=(text,), fact=fact)
                    if item is not None:
                        yield item
