"""The small dataset on disk, and runs over it."""

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from studybot.evaluate.dataset import read_dataset
from studybot.evaluate.folder import Circumstances
from studybot.evaluate.run import run_evaluation

from .builders import WordAssistant, document_text, lines, ticking, write_lines


@pytest.fixture
def dataset_file(tmp_path: Path) -> Path:
    """The small dataset on disk."""
    return write_lines(tmp_path / "small.jsonl", lines())


@pytest.fixture
def make_run(tmp_path: Path, dataset_file: Path) -> Callable[..., Path]:
    """A function that runs an assistant over the small dataset into a folder of the given name and returns the folder."""

    def run(name: str = "run", assistant: object | None = None, file: Path | None = None, **options: object) -> Path:
        options.setdefault("circumstances", Circumstances(index_digest="i1"))
        run_evaluation(
            assistant or WordAssistant(),  # type: ignore[arg-type]
            read_dataset(file or dataset_file),
            tmp_path / name,
            read_source=document_text,
            started=datetime(2024, 3, 1, 12, tzinfo=UTC),
            clock=ticking(),
            **options,  # type: ignore[arg-type]
        )
        return tmp_path / name

    return run
