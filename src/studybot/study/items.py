"""All quiz items of a course, made from its passages without a language model."""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence

from studybot.facts.questions import Question
from studybot.facts.taught import Taught
from studybot.facts.written import cite, section_key
from studybot.study.cell_items import cell_items
from studybot.study.column_items import column_items
from studybot.study.command_items import call_items, command_items
from studybot.study.complete_items import complete_items
from studybot.study.defined import defined_columns, one_glossary
from studybot.study.item import Item, fact_key, identity, open_item
from studybot.study.text_items import exercise_items, listing_items, number_items, order_items
from studybot.study.wording import Wording, asks, sentence
from studybot.study.worth import is_askable, worth
from studybot.text import squash, words
from studybot.types import Passage

EACH_FACT = 3  # items made of one row, term or command


def items(passages: Sequence[Passage], say: Wording | None = None, taught: Taught | None = None) -> tuple[Item, ...]:
    """Return every item of what the passages teach, in course order; the same passages give the same items."""
    say = say or Wording(passages)
    facts = taught or Taught.of(passages, say)
    columns = tuple(one_glossary((*facts.columns, *defined_columns(facts.definitions, say))))
    cells = [cell for column in columns if is_askable(column) for cell in (*column.cells, *column.beside)]
    say.read([text for cell in cells for text in (cell.label, cell.text)])
    say.read([text for command in facts.commands for text in (command.command, command.purpose)])
    made = [item for column in columns for item in cell_items(column, say)]
    made += column_items(columns, say)
    made += exercise_items(facts.exercises)
    made += complete_items(facts.commands, say)
    made += command_items(facts.commands, say)
    made += call_items(facts.calls, say)
    made += number_items(facts.figures, say)
    made += order_items(facts.procedures, say)
    made += listing_items(facts.listings, say)
    places = {passage.id: position for position, passage in enumerate(passages)}
    # A choice asks for more than a claim: where one fact has too many items, claims go first.
    made.sort(key=lambda item: (item.kind == "true_false", *_place(item, places)))
    return tuple(sorted(_distinct(made), key=lambda item: _place(item, places)))


def _place(item: Item, places: Mapping[str, int]) -> tuple[int, int]:
    return places[item.proof.passage.id], item.proof.start


def bank_items(
    passages: Sequence[Passage],
    questions: Callable[[str], Sequence[str]],
    *,
    say: Wording | None = None,
    asked: Sequence[Question] = (),
) -> tuple[Item, ...]:
    """Return questions of the course's bank, and those that its headings ask, as open items, one a passage that answers.

    Only whole questions are taken, and written as the course writes: the bank also holds what learners type into a search box.
    """
    say = say or Wording(passages)
    openers = asks(text for passage in passages for text in questions(passage.id) if text.endswith("?"))
    best = {
        passage.id: open_question(passage, sentence(say.written(question)), say)
        for passage in passages
        for question in sorted((text for text in questions(passage.id) if _is_whole(text, openers)), key=_brevity)[:1]
    }
    own = {one.proof.passage.id: open_question(one.proof.passage, sentence(one.text), say) for one in asked}
    return tuple((own | best).values())


def open_question(passage: Passage, question: str, say: Wording) -> Item:
    """Return an open item that a whole passage answers."""
    section, merit = section_key(passage), worth("open", passage.path[-1], "", say)
    proof = cite(passage, passage.start, passage.end)
    return open_item(identity("open", section, question), question, proof, fact_key(section, question), worth=merit)


def _is_whole(question: str, openers: frozenset[str]) -> bool:
    said = words(question)
    return question.endswith("?") and len(said) >= 4 and said[0] in openers and question.count("?") == 1


def _brevity(question: str) -> tuple[int, str]:
    """Questions of about eight words first: shorter ones are vague, and longer ones tell a story."""
    return abs(len(question.split()) - 8), question


def _distinct(made: Sequence[Item]) -> Iterator[Item]:
    """Leave out an item that asks the same as an earlier one, and what would ask one fact over and over."""
    seen: set[str] = set()
    facts: Counter[str] = Counter()
    for item in made:
        # Other rows of a column, and other bullets of a list, are asked for by the same question.
        shown = item.options if item.kind in ("match", "mistake", "compare") else ()
        keys = {item.id, squash(" ".join((item.prompt, *item.left, *shown)))}
        claims = facts[item.fact + item.kind]
        if keys & seen or facts[item.fact] >= EACH_FACT or (item.kind == "true_false" and claims):
            continue
        seen |= keys
        facts[item.fact] += 1
        facts[item.fact + item.kind] += 1
        yield item
