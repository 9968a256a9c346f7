"""The commands of one program that a question asks for by its name, in the order of the course: "list all kiln commands"."""

from collections.abc import Sequence

from studybot.answer.asks import asks_reason, yes_no_clause
from studybot.answer.extent import WHOLE, Span
from studybot.corpus.codelines import is_comment
from studybot.facts.commands import PROMPT, SHELL
from studybot.facts.language import Language
from studybot.text import stem, stems, words
from studybot.types import Hit, Passage, Understanding

FEWEST = 3  # commands that make a list
CALL = 3  # words of a command that say what it is of


def commands_of(question: Understanding, hits: Sequence[Hit], known: Language) -> tuple[Hit, list[Span]] | None:
    """Return the passage with most commands of the program that is asked for, None where none is named.

    Words such as "list" and "all" only ask: they are no words of what is sought.
    """
    asking = set(words(question.text)) & known.commands
    if not asking or yes_no_clause(question, known) or asks_reason(question, known):
        return None
    named = frozenset(question.terms) - {stem(word) for word in asking | known.all_of | known.question_words | known.praise}
    found = [(hit, *_calls(hit.passage, named)) for hit in hits if named]
    hit, acts, spans = max(found, key=lambda one: one[1], default=(None, 0, []))
    return (hit, spans) if hit and acts >= FEWEST else None


def _calls(passage: Passage, named: frozenset[str]) -> tuple[int, list[Span]]:
    """How many things the code of a passage does with what is named, and the parts that do, as many as are read at once."""
    shells = [block for block in passage.blocks if block.kind == "code" and block.language in (*SHELL, "")]
    units = [unit for block in shells for unit in block.units]
    read = units[:1] and [unit for unit in units if unit.end - units[0].start <= WHOLE]
    called = [(unit, acts) for unit in read if (acts := _acts(passage.cut(unit), named))]
    spans: list[Span] = []
    for unit, _ in called:
        together = bool(spans) and not passage.between(spans[-1][1], unit.start).strip()  # as the course writes them
        start = spans.pop()[0] if together else unit.start
        spans.append((start, unit.end))
    return len(frozenset[str]().union(*(acts for _, acts in called))), spans


def _acts(code: str, named: frozenset[str]) -> frozenset[str]:
    """What stands behind the name in the calls of some code: "init" and "plan" of one program."""
    lines = [PROMPT.sub("", line).split()[:CALL] for line in code.split("\n") if line.strip() and not is_comment(line)]
    behind = [line[at:][:1] for line in lines if (at := _named_at(line, named))]
    return frozenset("".join(act) for act in behind)


def _named_at(line: Sequence[str], named: frozenset[str]) -> int:
    """By which word of a call all is named, 0 where it names something else."""
    return next((at for at in range(1, len(line) + 1) if named <= frozenset(stems(" ".join(line[:at])))), 0)
