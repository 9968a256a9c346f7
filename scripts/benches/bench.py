"""What the measures work on: the built index, the opened course, the questions, the bare compiled model."""

import json
import os
from collections.abc import Sequence
from functools import cached_property
from pathlib import Path

from studybot import wiring
from studybot.index.compiled import open_encoder
from studybot.ports import Embedder
from studybot.served import Served
from studybot.settings import Settings
from studybot.types import Question


class Bench:
    """Everything that the measures share."""

    def __init__(self, settings: Settings, repeat: int) -> None:
        wiring.build_index(settings)
        self.settings = settings
        self.repeat = repeat

    @cached_property
    def studybot(self) -> Served:
        """The course, every part opened, without the answer scorer."""
        studybot = wiring.open_studybot(self.settings.model_copy(update={"reranker": "none"}))
        studybot.warm()
        _ = studybot.material  # which a server makes once it answers
        return studybot

    @cached_property
    def scored(self) -> Served:
        """The course as it is served, with the answer scorer."""
        studybot = wiring.open_studybot(self.settings)
        studybot.warm()
        _ = studybot.material  # which a server makes once it answers
        return studybot

    @cached_property
    def bare(self) -> Embedder:
        """The compiled model alone, which remembers nothing."""
        return open_encoder(self.settings.model)

    @cached_property
    def questions(self) -> list[Question]:
        """Learners' questions from the evaluation sets, the development set first, each once."""
        files = sorted((self.settings.course / "evaluation").glob("*.jsonl"))
        lines = [line for file in files for line in file.read_text(encoding="utf-8").splitlines()]
        return [Question(text=text) for text in dict.fromkeys(json.loads(line)["question"] for line in lines)]

    @property
    def environment(self) -> dict[str, str]:
        """What a command of studybot needs to work on the same; what Python compiled is kept, as it is at a learner's."""
        places = {"COURSE": self.settings.course, "INDEX": self.settings.index, "DATA": self.settings.data}
        kept = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
        return kept | {f"STUDYBOT_{name}": str(Path(path).absolute()) for name, path in places.items()}


def texts(questions: Sequence[Question]) -> list[str]:
    """Return the texts of questions."""
    return [question.text for question in questions]
