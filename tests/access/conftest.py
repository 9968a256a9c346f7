from collections.abc import Iterator
from pathlib import Path

import pytest

from studybot.store import Store


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """Give an open, empty store."""
    with Store.open(f"sqlite:///{tmp_path / 'data' / 'studybot.db'}") as opened:
        yield opened
