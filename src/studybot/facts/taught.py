"""Everything that the passages of a course teach, by form, dug out once: what questions, cards and sheets are made of."""

from collections.abc import Sequence
from typing import NamedTuple

from studybot.facts.columns import Column
from studybot.facts.commands import Call, Command, calls, commands
from studybot.facts.definitions import Definition, Listing, definitions, listings
from studybot.facts.exercises import Exercise, exercises
from studybot.facts.figures import Figure, figures
from studybot.facts.procedures import Procedure, procedures
from studybot.facts.questions import Question, questions
from studybot.facts.said import all_columns
from studybot.facts.usage import Usage
from studybot.types import Passage


class Taught(NamedTuple):
    """Facts of one form each, in course order, and the passages that teach them; `exercises` are asked by others."""

    passages: tuple[Passage, ...]
    columns: tuple[Column, ...]
    definitions: tuple[Definition, ...]
    listings: tuple[tuple[Listing, ...], ...]
    commands: tuple[Command, ...]
    calls: tuple[Call, ...]
    figures: tuple[Figure, ...]
    procedures: tuple[Procedure, ...]
    questions: tuple[Question, ...]
    exercises: tuple[Exercise, ...]

    @classmethod
    def of(cls, passages: Sequence[Passage], usage: Usage) -> "Taught":
        """Return what those of the passages teach that are no exercise, aim or notice."""
        taught = tuple(passage for passage in passages if passage.role == "teaching")
        return cls(
            passages=taught,
            columns=tuple(all_columns(taught, usage)),
            definitions=tuple(definitions(taught, usage)),
            listings=tuple(listings(taught)),
            commands=tuple(commands(taught)),
            calls=tuple(calls(taught)),
            figures=tuple(figures(taught)),
            procedures=tuple(procedures(taught)),
            questions=tuple(questions(taught, usage)),
            exercises=tuple(exercises(passages)),
        )
