"""Flashcards from the same facts as the quiz: a definition, a cell of a row, a command, a number."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Sequence

from studybot.facts.columns import Cell, Column
from studybot.facts.definitions import PRAISE
from studybot.facts.figures import GAP
from studybot.facts.language import language
from studybot.facts.members import named_sets
from studybot.facts.records import records
from studybot.facts.tables import READ_OFF, Row, are_data, are_numbered, compares, read_off, rows
from studybot.facts.taught import Taught
from studybot.facts.usage import bag, is_everyday
from studybot.facts.written import GLOSSARY, STEP, cite, section_key, where
from studybot.study.card import BETWEEN, Card, CardKind, distinct, told_apart
from studybot.study.command_items import is_doubtful, is_one_of_several, leans_on
from studybot.study.counted import is_named
from studybot.study.defined import FEWEST_WORDS, asked, explains, has_trait, opens, says_what_it_is
from studybot.study.hints import is_said, tells
from studybot.study.item import identity, is_proved
from studybot.study.phrase import capitalised, describes, is_use, what_does, which_does
from studybot.study.sisters import NO_ANSWER, asked_of, is_of_kind
from studybot.study.standing import defines, is_deed, is_done, is_whole, repeats
from studybot.study.wording import Wording, sentence
from studybot.study.worth import (
    alike,
    are_names,
    are_sized,
    argues,
    is_aside,
    is_bare,
    is_example,
    is_given_away,
    is_lookup,
    is_mark,
    is_price,
    worth,
)
from studybot.text import any_word, squash
from studybot.types import Citation, Passage

BACK_LIMIT = 700  # characters of a back; more is a page, not a card
FEW = 5  # words of a cell that its label may say alone


def cards(passages: Sequence[Passage], say: Wording | None = None, taught: Taught | None = None) -> tuple[Card, ...]:
    """Return the cards of the passages in course order; the same passages give the same cards."""
    say = say or Wording(passages)
    facts = taught or Taught.of(passages, say)
    makers = (_rows, _columns, _definitions, _commands, _numbers, _sets)
    made = [card for make in makers for card in make(facts, say)]
    places = {passage.id: position for position, passage in enumerate(passages)}
    made = sorted(told_apart(made), key=lambda card: (places[card.proof.passage.id], card.proof.start))
    return tuple(distinct(made))


def _card(
    kind: CardKind,
    label: str,
    front: str,
    back: str,
    proof: Citation,
    say: Wording,
    *,
    name: str = "",
    term: str = "",
    path: Sequence[str] = (),
    code: bool = False,
    reverse: tuple[str, str] | None = None,
    evidence: Sequence[str] = (),
) -> Iterator[Card]:
    """Yield the card unless its back does not stand in its proof, or is a price; it asks about `name` below `path`."""
    passage = proof.passage
    asks, front = front, say.explicit(front, path or passage.path, name, means=kind == "definition") if name else front
    if (
        is_proved(tuple(evidence) or (back,), proof)
        and len(back) <= BACK_LIMIT
        and not is_price(back)
        and (code or not repeats(back, front))
    ):
        yield Card(
            id=identity("card", section_key(passage), kind, squash(label) or label),
            kind=kind,
            topic=passage.topic,
            front=front,
            asks=asks,
            back=back,
            source=where(passage.path),
            proof=proof,
            digest=identity(front, back),
            code=code,
            reverse=reverse,
            term=term,
            worth=worth(kind, label, back, say),
        )


def _rows(facts: Taught, say: Wording) -> Iterator[Card]:
    """A card for each cell, so that each front asks for one thing."""
    data = records(facts.passages)
    for passage in facts.passages:
        for block in passage.blocks:
            found = rows(passage, block) if block.kind == "table" and (passage.id, block.start) not in data else []
            data_alone = are_numbered(found) or are_data(found) or are_sized(row.label for row in found)
            if not (data_alone or is_given_away(passage.path)):
                # Seven cards with one answer teach it once and bore six times.
                texts = {cell for row in found for cell in row.cells}
                differ = {name for name, times in Counter(name for name, _ in texts).items() if times > 1 or len(found) < 3}
                given, often = alike(found) | read_off(found), Counter(cell for row in found for cell in row.cells)
                for place, row in enumerate(found):
                    cells = tuple(cell for cell in row.cells if cell[0] not in given and not is_mark(cell, often[cell], say))
                    if cells:
                        near = found[max(0, place - READ_OFF // 2) : place + READ_OFF // 2]  # a long table has enough sisters
                        yield from _cells(row.model_copy(update={"cells": cells}), near, differ, say, compares(passage, block))


def _cells(row: Row, found: Sequence[Row], differ: Collection[str], say: Wording, swapped: bool) -> Iterator[Card]:
    """The cells of a row among others; in a comparison (`swapped`) a column is the thing, and the row its feature."""
    named = [(name, text) for name, text in row.cells if name]
    if len(named) < 2:
        name, text = row.cells[0]
        sisters = [(one.called, said) for one in found for _, said in one.cells]
        front = asked_of(row.path, name or "Description", row.called, row.kind, text, sisters, say)
        means = describes(name or "Description")
        short = means and (len(text.split()) < FEWEST_WORDS or (not is_of_kind(row.kind, row.called) and not defines(text)))
        if front and not (short or is_said(text, row.called)):
            yield from _card(
                "definition",
                row.label,
                front,
                text,
                row.proof,
                say,
                name=row.called,
                path=row.path,
                term=row.label * means,
            )
        return
    for name, text in named:
        # Beside other columns `what is said about it` leaves open which one is meant.
        sisters = named if swapped else [(one.called, said) for one in found for at, said in one.cells if at == name]
        feature, thing, kind = (row.called, name, "") if swapped else (name, row.called, row.kind)
        front = asked_of(row.path, feature, thing, kind, text, sisters, say)
        # What the front says already (`/boot`: Boot) is nothing to recall.
        said = is_said(text, row.called) or (len(text.split()) <= FEW and (tells(text, row.called) or tells(text, name)))
        said = said or (is_use(name) and (are_names(text, say) or is_done(text)))
        looked_up = is_lookup(row.label, text, say) or is_bare(text, name, say)
        if (
            front
            and name in differ
            and not (is_aside(name) or is_example(name))
            and not said
            and not looked_up
            and not NO_ANSWER.fullmatch(text)
        ):
            yield from _card(
                "row",
                f"{row.label} {name}",
                front,
                text,
                row.proof,
                say,
                name=thing,
                path=row.path,
                term=row.label * describes(name),
            )


def _columns(facts: Taught, say: Wording) -> Iterator[Card]:
    for column in facts.columns:
        asked = column.name != STEP and not argues(column.path) and not is_example(column.name)
        if column.kind != "table" and not _is_table(column) and asked:
            for cell in column.cells:
                if any_word(cell.text) and (not describes(column.name) or explains(column, cell, say)):
                    sisters = [(one.label, one.text) for one in column.cells]
                    front = asked_of(column.path, column.name, cell.label, column.row, cell.text, sisters, say)
                    if not front:
                        continue
                    label = cell.label if column.kind == "term" else column.name
                    # A glossary holds for its topic, where an everyday word (`rod`) means something of its own.
                    whole = column.name == GLOSSARY
                    name = "" if whole and (" " in cell.label or not is_everyday(cell.label)) else cell.label
                    path, term = column.path[: 1 if whole else None], cell.label * (whole or describes(column.name))
                    yield from _card(
                        "definition", label, front, capitalised(cell.text), cell.proof, say, name=name, path=path, term=term
                    )


def _is_table(column: Column) -> bool:
    """A comparison that is a table has its rows as cards already."""
    return column.kind == "compare" and all(cell.names_label for cell in column.cells)


def _definitions(facts: Taught, say: Wording) -> Iterator[Card]:
    glossaries = (column for column in facts.columns if column.name == GLOSSARY)
    explained = {(column.path[0], bag(cell.label)) for column in glossaries for cell in column.cells}
    for definition in (one for one in facts.definitions if not PRAISE.search(one.masked) and is_whole(one.masked)):
        named, gap = f"definition {definition.term}", f"Which term is this: {definition.masked}"
        told, begins = (definition.path[0], bag(definition.term)) in explained, opens(definition, say)
        if has_trait(definition) or (told and begins and not says_what_it_is(definition)):
            continue
        if begins and not told:  # what a glossary explains is asked for the other way round
            front, term = asked(definition, say), definition.term
            said, proof = definition.sentence, definition.proof
            yield from _card("definition", named, front, said, proof, say, name=term, term=term, reverse=(gap, term))
        else:
            yield from _card("definition", named, gap, definition.term, definition.proof, say, term=definition.term)


def _commands(facts: Taught, say: Wording) -> Iterator[Card]:
    topics: dict[str, list[Cell]] = defaultdict(list)
    for command in facts.commands:
        topics[command.path[0]].append(Cell(label=command.command, text=command.purpose, proof=command.proof))
    rivals = {topic: say.rivals(cells) for topic, cells in topics.items()}
    for command in facts.commands:
        if is_deed(command.purpose) and not is_doubtful(command, facts.commands):
            named, purpose = command.command, command.purpose
            asked = which_does(named, purpose, leans_on(command, facts.commands))
            way = say.ask(command.path, asked, purpose, torn=True)
            deed = (f"{sentence(what_does(named))}?", capitalised(purpose))
            cell = next(one for one in topics[command.path[0]] if (one.label, one.text) == (named, purpose))
            if is_one_of_several(cell, topics[command.path[0]], rivals[command.path[0]]) and not repeats(purpose, named):
                yield from _card("command", named, *deed, command.proof, say, reverse=(way, named))
            else:
                yield from _card("command", named, way, named, command.proof, say, code=True, reverse=deed)
    for call in facts.calls:
        # The comment above a call may tell of the whole block; it is the call's when both name the same thing.
        if bag(call.purpose) & bag(call.method.replace("_", " ")):
            front = say.ask(call.path, f"which method is called for this: “{call.purpose}”", call.purpose)
            yield from _card("command", call.masked, front, call.method, call.proof, say, code=True)


def _numbers(facts: Taught, say: Wording) -> Iterator[Card]:
    for figure in facts.figures:
        if not is_named(figure.masked.partition(GAP)[2]):
            continue  # how much something is, is looked up
        subject = say.subject(figure.path, figure.masked, torn=True)
        front = f"{subject}: {figure.masked}" if subject else figure.masked
        # The sentence without its number names the card: a new number is a change of it, not another card.
        yield from _card("number", figure.masked, front, figure.number, figure.proof, say)


def _sets(facts: Taught, say: Wording) -> Iterator[Card]:
    """A card for each set that is called by a noun for several, asking for its members."""
    for name, found in named_sets(facts.passages, language()):
        names, first, path = [one.name for one in found.members], found.members[0].proof, found.path[:-1]
        proof = cite(first.passage, first.start, max(one.proof.end for one in found.members))
        front = say.ask(path or found.path, f"what are the {say.lowered(name)}", name)
        yield from _card("definition", f"set {name}", front, BETWEEN.join(names), proof, say, path=path, evidence=names)
