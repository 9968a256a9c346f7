"""Rates: how many servers count as one, and what counts as one sender."""

from collections.abc import Callable
from pathlib import Path

import pytest
from limits import parse

from studybot.errors import StoreError
from studybot.store import Rates, Store
from studybot.web.rates import Counts

from .conftest import Open

TEN = parse("10/day")


def taken(servers: list[Counts], tries: int, sender: str = "ann") -> int:
    """How much of what is sent to the servers in turns is taken; what they tell each other has arrived before the next."""
    number = 0
    for place in range(tries):
        server = servers[place % len(servers)]
        number += server.hit(TEN, sender)
        server._teller.submit(int).result(10)  # one thread tells, in order
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


def test_opening_pages_without_end_is_bounded_apart_from_asking(browser: Open) -> None:
    """Past the setting a learner waits with a page that tries again, a program gets JSON; asking goes on, others read on."""
    client = browser(client=("203.0.113.7", 5), reads="5/minute", rate="3/minute")
    page = {"accept": "text/html"}
    assert client.get("/", headers=page).status_code == 200  # from here on a learner by the cookie
    seen = [client.get("/study", headers=page) for _ in range(6)]
    assert [reply.status_code for reply in seen] == [200] * 5 + [429]
    assert seen[-1].headers["content-type"].startswith("text/html")
    assert int(seen[-1].headers["retry-after"]) > 0 and "This page tries again by itself" in seen[-1].text
    client.cookies.clear()
    token = {"authorization": f"Bearer {client.post('/api/token').json()['token']}"}
    ways = ("/api/topics", "/api/quiz?seed=1", "/api/cards", "/api/passages/none", "/shared/none", "/pictures?of=a&name=b")
    assert [client.get(way, headers=token).status_code for way in ways] == [200, 200, 200, 404, 410, 429]
    assert client.post("/api/ask", json={"question": "what is EBS?"}, headers=token).status_code == 200
    assert client.get("/study", headers=page).status_code == 200


def test_an_address_reads_within_its_own_bound(browser: Open) -> None:
    """Who shows no learner is counted by the address; health and the pages' files are not counted, nor is this machine."""
    client = browser(client=("203.0.113.7", 5), reads="1/minute")
    assert [client.get("/api/topics").status_code for _ in range(22)] == [200] * 20 + [429] * 2
    assert {client.get(way).status_code for way in ("/healthz", "/readyz") for _ in range(30)} == {200}
    assert {client.get("/ui/none.js").status_code for _ in range(30)} == {404}
    here = browser(reads="1/minute")
    assert {here.get("/api/topics").status_code for _ in range(30)} == {200}
    free = browser(client=("203.0.113.7", 5), reads="")
    assert {free.get("/api/topics").status_code for _ in range(30)} == {200}
