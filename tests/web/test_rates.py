"""Rates: how many servers count as one, and what counts as one sender."""

import time
from collections.abc import Callable
from pathlib import Path

import pytest
from limits import parse

from studybot.errors import StoreError
from studybot.store import Rates, Store
from studybot.web.counts import Counts

from .conftest import Open

TEN = parse("10/day")


def taken(servers: list[Counts], tries: int, sender: str = "ann") -> int:
    """How much of what is sent to the servers in turns is taken; what they tell each other has time to arrive."""
    number = 0
    for place in range(tries):
        number += servers[place % len(servers)].hit(TEN, sender)
        time.sleep(0.02)
    return number


@pytest.fixture
def rates(tmp_path: Path) -> Callable[[], Rates]:
    """What some servers share."""
    store = Store.open(f"sqlite:///{tmp_path}/studybot.db")
    return lambda: store.rates


def test_servers_count_together(rates: Callable[[], Rates]) -> None:
    """Three servers let through what one would, and what is on its way between them; another sender is another count."""
    servers = [Counts(rates) for _ in range(3)]
    assert 10 <= taken(servers, 45) <= 13
    assert taken([Counts(rates)], 5) == 1, "a new server learns of it with the first that it tells"
    assert taken([Counts(rates)], 3, "bob") == 3


def test_a_server_without_the_database_counts_for_itself() -> None:
    """While the database does not answer, each server keeps its own bound, and asks it no more for a while."""
    asked = 0

    def gone() -> Rates:
        nonlocal asked
        asked += 1
        raise StoreError("the database does not answer")

    assert taken([Counts(gone)], 15) == 10
    assert asked == 1


def test_addresses_of_one_network_are_one_sender(browser: Open) -> None:
    """Whoever has a network of IPv6 has more addresses in it than can be counted: they share a bound; others do not."""
    api = browser(client=("2001:db8:1:2::1", 5), rate="1/minute").app

    def sent(address: str) -> int:
        from fastapi.testclient import TestClient

        return TestClient(api, base_url="http://studybot.example", client=(address, 5)).post("/api/token").status_code

    assert [sent(f"2001:db8:1:2::{number:x}") for number in range(1, 22)] == [200] * 20 + [429]
    assert sent("2001:db8:1:3::1") == 200
