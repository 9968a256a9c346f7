"""Questions as tests: `pytest -p studybot.pytest_plugin --studybot questions.jsonl` runs one test for each line of a dataset.

A test fails when its question is not answered rightly, or gets another kind of reply than it asks for. The fixture `studybot`
is the course that the settings name, for tests of one's own.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from studybot.errors import DatasetError
from studybot.evaluate.case import Case
from studybot.evaluate.dataset import Dataset, read_dataset
from studybot.evaluate.measure import measure
from studybot.served import Served
from studybot.settings import Settings
from studybot.types import Answer, Question
from studybot.wiring import build_index, is_current, open_studybot


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the option that names a dataset."""
    group = parser.getgroup("studybot")
    group.addoption(
        "--studybot", metavar="DATASET", action="append", default=[], help="run one test for each question of DATASET"
    )


def pytest_collection(session: pytest.Session) -> None:
    """Read each dataset before anything runs, so that a broken one stops the tests with its problems."""
    try:
        session.stash[_DATASETS] = [(Path(name), read_dataset(Path(name))) for name in session.config.getoption("--studybot")]
    except DatasetError as error:
        raise pytest.UsageError(str(error)) from error


def pytest_collection_modifyitems(session: pytest.Session, items: list[pytest.Item]) -> None:
    """Put the questions behind the tests that were collected."""
    for path, dataset in session.stash.get(_DATASETS, []):
        file = Questions.from_parent(session, path=path.resolve(), dataset=dataset)
        items.extend(file.collect())


@pytest.fixture(scope="session")
def studybot(pytestconfig: pytest.Config) -> Served:
    """Return the course that studybot.toml and STUDYBOT_* name, its index up to date."""
    return _opened(pytestconfig)


class Questions(pytest.File):
    """A dataset as a file of tests."""

    def __init__(self, *, dataset: Dataset, **options: Any) -> None:
        super().__init__(**options)
        self.dataset = dataset

    def collect(self) -> Iterator[pytest.Item]:
        """Yield a test for each question."""
        for case in self.dataset.cases:
            yield QuestionItem.from_parent(self, name=case.id, case=case)


class QuestionItem(pytest.Item):
    """One question: it is asked after the turns before it, and measured."""

    def __init__(self, *, case: Case, **options: Any) -> None:
        super().__init__(**options)
        self.case = case

    def runtest(self) -> None:
        """Ask, measure, and fail when the answer is not right."""
        studybot = _opened(self.config)
        texts = {document.id: document.text for document in studybot.documents}
        answers, measures = measure(self.case, self._answer(studybot), texts.__getitem__)
        wanted = ("right_act",) if self.case.act_only else ("right", "right_act")
        wrong = [name for name in wanted if measures.values[name] == 0]
        if wrong:
            shown = "\n".join(one.text for one in answers.statements) or answers.said or answers.reason
            raise AssertionError(
                f"{self.case.question!r}: {', '.join(wrong)} failed ({measures.blame or answers.act})\n{shown}"
            )

    def _answer(self, studybot: Served) -> Answer:

        file = self.parent
        cases = file.dataset.cases if isinstance(file, Questions) else ()
        before = [one for one in cases if self.case.conversation and one.conversation == self.case.conversation]
        history: list[Answer] = []
        for one in sorted(before, key=lambda case: case.turn):
            if one.turn < self.case.turn:
                history.append(studybot.assistant.ask(Question(text=one.question), history))
        return studybot.assistant.ask(Question(text=self.case.question), history)

    def repr_failure(self, excinfo: pytest.ExceptionInfo[BaseException], style: Any = None) -> str:
        """Return what failed as a sentence, or the traceback of anything else."""
        return str(excinfo.value) if excinfo.errisinstance(AssertionError) else str(super().repr_failure(excinfo))

    def reportinfo(self) -> tuple[Path, int | None, str]:
        """Return the dataset and the question."""
        return self.path, None, f"{self.path.name}: {self.name}"


_DATASETS: pytest.StashKey[list[tuple[Path, Dataset]]] = pytest.StashKey()
_OPENED: pytest.StashKey[Served] = pytest.StashKey()


def _opened(config: pytest.Config) -> Served:
    """Return the course, opened once; its index is built when it is missing or stale."""
    if _OPENED not in config.stash:
        settings = Settings()
        opened = open_studybot(settings)
        if not is_current(settings):
            build_index(settings, embedder=lambda: opened.embedder)
        config.stash[_OPENED] = opened
    return config.stash[_OPENED]
