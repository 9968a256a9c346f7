"""Items from running text: gaps, steps in order, what a compared section lists; and the course's own exercises."""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise, takewhile
from random import Random

from studybot.facts.definitions import Listing, title
from studybot.facts.exercises import Exercise
from studybot.facts.figures import GAP, Figure
from studybot.facts.language import language
from studybot.facts.procedures import Procedure
from studybot.facts.written import heading, is_plural, section_key, where
from studybot.study.cell_items import make_item
from studybot.study.counted import NUMBER, brief, is_named, unit_of, value_of
from studybot.study.distractors import MOST, choose, resembles
from studybot.study.hints import names, tells
from studybot.study.item import Item, fact_key, identity, is_proved, open_item
from studybot.study.standing import is_stated
from studybot.study.wording import Wording, sentence
from studybot.study.worth import OPTION_LIMIT, worth
from studybot.text import function_words, spoken, stems, words

_CONTRAST = re.compile(r"\b(?:vs|versus|types?|models?|methods?|differences?|comparison)\b", re.IGNORECASE)
# Headings that say which side is the good one: the tone of a bullet tells where it stands.
_VERDICT = re.compile(
    r"\b(?:recommended|legacy|deprecated|old|new|bad|good|best|worst|without|basic|advanced|public|private)\b", re.IGNORECASE
)
LONGEST_ORDER = 5  # steps that a learner puts in order; a longer procedure is asked in part


def number_items(figures: Sequence[Figure], say: Wording) -> Iterator[Item]:
    """Yield a gap item for each number that names a thing (`port 22`); how much something is, is looked up."""
    asked: set[tuple[str, str, str]] = set()
    for figure in figures:
        before, _, behind = figure.masked.partition(GAP)
        unit = unit_of(before, behind)
        # A number that the section gives for something else might be taken for the right one.
        shown = NUMBER.findall(f"{figure.masked} {figure.proof.passage.text}")
        others = sorted(
            say.usual.get(brief(unit), frozenset()) - {value_of(text) for text in (figure.number, *shown)} - {0.0, -1.0}
        )
        others = [value for value in others if value.is_integer()]
        # Beside a year a number of another length is plainly wrong.
        long = [value for value in others if len(str(int(value))) == len(figure.number)]
        others = long if len(long) >= MOST else others
        once = (figure.path[0], figure.number, unit)  # the same number of the same thing is asked once in a topic
        if not (figure.number.isdigit() and is_named(behind)) or len(others) < MOST or once in asked:
            continue
        asked.add(once)
        wrong = [str(int(value)) for value in Random(identity(*figure.path, figure.masked)).sample(others, MOST)]
        prompt = say.ask(figure.path, f"which number fills the gap: “{figure.masked}”", figure.masked, torn=True)
        fact = fact_key(section_key(figure.proof.passage), figure.sentence.partition(":")[0])
        merit = worth("number", figure.path[-1], figure.number, say)
        evidence = (figure.number,)
        item = make_item("number", prompt, figure.number, wrong, figure.proof, evidence=evidence, fact=fact, worth=merit)
        if item is not None:
            options = tuple(sorted(item.options, key=value_of))
            yield item.model_copy(update={"options": options, "right": (options.index(figure.number),)})


def order_items(procedures: Sequence[Procedure], say: Wording) -> Iterator[Item]:
    """Yield items to put (part of) each procedure in order, unless its steps tell it, are no deeds or could be exchanged."""
    for procedure in (one for one in procedures if not _tells_order(one.steps[:LONGEST_ORDER])):
        if not (procedure.named or _are_deeds(procedure.steps)):
            continue
        title = procedure.title or heading(procedure.path[-1])
        if _sorts(title) or (procedure.named and " " not in title and is_plural(title)):
            continue  # the named parts of `Downsides` are things, which may stand in any order; those of `Steps` are deeds
        subject = say.subject(procedure.path, title)
        name = f"{subject}: {title}" if subject and subject != title else title
        for first in _windows(len(procedure.steps)):
            steps = procedure.steps[first : first + LONGEST_ORDER]
            if not any(_are_alike(one, other) for one, other in pairwise(steps)):
                yield from _order(procedure, name, say, steps)


def _are_deeds(steps: Sequence[str]) -> bool:
    """Whether most steps begin with a verb: no single words, which name things (virtues), and nothing that is so."""
    return 2 * sum(len(words(step)) < 2 or is_stated(step) or _is_no_verb(words(step)) for step in steps) < len(steps)


def _is_no_verb(said: Sequence[str]) -> bool:
    """Whether a number, a denial or a word that joins begins a text, or stands right behind a noun: "lack of", "fit for"."""
    known, first = language(), said[0]
    closed = known.numbers if first[0].isalpha() else (first,)
    return first in closed or first in known.connectives or known.negates(first) or said[1] in ("of", "for")


def _sorts(title: str) -> bool:
    """Whether a title calls what is listed below it kinds or parts, which have no order, as phases have."""
    known = language()
    kind = takewhile(lambda word: word not in known.connectives, words(title))
    return bool(set(kind) & (known.sorts - known.successions))


def _tells_order(steps: Sequence[str]) -> bool:
    """Whether the steps give their order away: "first", "again", identifiers, or what came before in half of them."""
    known = language()
    told = [words(step) for step in steps]
    if any(set(said[:1]) & (known.resuming | known.ordinals) or set(said[-1:]) & known.resuming for said in told):
        return True
    if any(re.search(r"[a-z][A-Z]", step) and step.isalnum() for step in steps):
        return True
    pairs = list(pairwise(steps))
    return 2 * sum(_leads_to(one, other) for one, other in pairs) >= len(pairs)


def _leads_to(step: str, following: str) -> bool:
    """Whether a step names what the one before it deals with, as `Copy the snapshot` does behind `Create a snapshot`."""
    said = words(step)
    given = set(stems(" ".join(said[1:] or said)))  # behind its verb
    return bool(given & set(stems(following))) or "it" in words(following)


def _are_alike(step: str, following: str) -> bool:
    """Whether two steps do the same to two things (`Create source`, `Create target`): either may come first."""
    deed = words(step)[:1]  # a word such as an article is none, in a language whose verbs stand last
    is_deed = not function_words(spoken()).stopwords.issuperset(deed)
    return is_deed and deed == words(following)[:1] and not _leads_to(step, following)


def _windows(count: int) -> list[int]:
    return [0] if count <= LONGEST_ORDER else [0, count - LONGEST_ORDER]


def _order(procedure: Procedure, name: str, say: Wording, steps: tuple[str, ...]) -> Iterator[Item]:
    options = tuple(sorted(steps, key=str.lower))
    part = "" if len(steps) == len(procedure.steps) else " (part of the procedure)"
    fact = fact_key(section_key(procedure.proof.passage), procedure.title or "steps")
    # An exclamation is advice beside the steps (`ALWAYS review the plan!`).
    if is_proved(steps, procedure.proof) and not any(step.endswith("!") for step in steps):
        yield Item(
            id=identity("order", fact, *steps),
            kind="order",
            topic=procedure.proof.passage.topic,
            prompt=f"Put the steps of “{name}” in order{part}.",
            options=options,
            right=tuple(options.index(step) for step in steps),
            evidence=steps,
            proof=procedure.proof,
            fact=fact,
            worth=worth("order", name, "", say),
        )


def listing_items(groups: Sequence[tuple[Listing, ...]], say: Wording) -> Iterator[Item]:
    """Yield for bullets of contrasted sections: which one does the course list here, and not under a sibling."""
    for group in groups:
        # Only a heading that promises a contrast makes it sure that a property of one is none of the other.
        if not _CONTRAST.search(where(group[0].path[:-1])) or any(_VERDICT.search(title(listing)) for listing in group):
            continue
        titles = [title(listing) for listing in group]
        for listing in group:
            listed = [text for other in group if other is not listing for text, _ in other.bullets]
            fair = [text for text in listed if _is_fair(text, titles) and not _fits(text, listing)]
            for text, proof in listing.bullets[:4]:
                random = Random(identity(*listing.path, text))
                prompt = say.ask(listing.path[:-1], f"which of these belongs to “{title(listing)}”", title(listing))
                wrong = choose(text, fair, prompt=prompt, random=random, alike=0.25)
                if wrong is not None and _is_fair(text, titles):
                    fact = fact_key(section_key(proof.passage), text)
                    merit = worth("compare", title(listing), text, say)
                    notes = {other: f"{title(one)}: {other}" for one in group for other, _ in one.bullets}
                    item = make_item(
                        "compare", prompt, text, wrong, proof, evidence=(text,), fact=fact, worth=merit, notes=notes
                    )
                    if item is not None:
                        yield item


def _is_fair(text: str, titles: Sequence[str]) -> bool:
    """Whether a bullet can be chosen: short, no exclamation, and not a hint at one of the compared things."""
    return len(text) <= OPTION_LIMIT and not text.endswith("!") and not any(tells(text, title) for title in titles)


def _fits(text: str, listing: Listing) -> bool:
    """Whether a bullet of a sibling may hold here too: it resembles a bullet of this list, or names a thing named in it."""
    return any(resembles(text, own, 0.25) or _things(text) & _things(own) for own, _ in listing.bullets)


def _things(text: str) -> set[str]:
    """Abbreviations, numbers and words with a capital behind the first word: what a bullet names."""
    return {
        *names(text),
        *re.findall(r"\d[\d,.]*", text),
        *(word.lower() for word in re.findall(r"(?<=\s)[A-Z][a-z]{2,}\w*", text)),
    }


WORTH = 0.9  # whoever teaches the course found them worth asking


def exercise_items(exercises: Sequence[Exercise]) -> Iterator[Item]:
    """Yield an item to choose for each exercise with options, and an open one for each that words answer."""
    for exercise in exercises:
        passage = exercise.proof.passage
        fact = fact_key(section_key(passage), exercise.text)
        if exercise.options:
            wrong = [option for option in exercise.options if option != exercise.key]
            item = make_item(
                "exercise", exercise.text, exercise.key, wrong, exercise.proof, evidence=(exercise.key,), fact=fact, worth=WORTH
            )
            if item is not None:
                yield item
        else:
            name = identity("open", section_key(passage), exercise.text)
            yield open_item(name, sentence(exercise.text), exercise.proof, fact, worth=WORTH)
