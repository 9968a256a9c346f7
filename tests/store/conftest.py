from collections.abc import Iterator
from pathlib import Path

import pytest

from studybot.store import Store


@pytest.fixture
def url(tmp_path: Path) -> str:
    """Return the URL of a database that does not exist yet, in a folder that does not exist yet."""
    return f"sqlite:///{tmp_path / 'data' / 'studybot.db'}"


@pytest.fixture
def store(url: str) -> Iterator[Store]:
    """Give an open, empty store."""
    with Store.open(url) as opened:
        yield opened
