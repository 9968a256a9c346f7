from functools import partial

import pytest
from argon2 import PasswordHasher


@pytest.fixture(autouse=True)
def quick_passwords(monkeypatch: pytest.MonkeyPatch) -> None:
    """A hash takes a fifth of a second, so that nobody can try many: `tests/access` looks at that, here people log in."""
    quick = partial(PasswordHasher, time_cost=1, memory_cost=8, parallelism=1)
    monkeypatch.setattr("studybot.access.passwords.PasswordHasher", quick)
