import json
import logging
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from studybot.access.passwords import INSTRUCTOR, add_person
from studybot.errors import UsageError
from studybot.served import Served
from studybot.web import watch

from .conftest import Open

PASSWORD = "correct horse battery"
AGENT = {"user-agent": "somebody's browser"}


@pytest.fixture
def written(tmp_path: Path) -> Iterator[Path]:
    """A file that the access log is written to."""
    path = tmp_path / "access.jsonl"
    watch.write_log(str(path))
    yield path
    for handler in watch.log.handlers:
        handler.close()
    watch.log.handlers, watch.log.propagate = [], True
    watch.log.setLevel(logging.NOTSET)


def lines(path: Path) -> list[dict[str, Any]]:
    """What stands in an access log."""
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()]


def test_each_request_is_a_line(browser: Open, written: Path) -> None:
    """When, from where, what and how it went stand there; nothing that was asked, no query, nobody who has no login."""
    client = browser(client=("203.0.113.7", 5))
    replies = [
        client.post("/api/ask?why=secret", json={"question": "what is EBS, my secret?"}),
        client.get("/study", headers=AGENT),
        client.get("/nothing-here"),
    ]
    found = lines(written)
    assert [(line["method"], line["path"], line["status"]) for line in found] == [
        ("POST", "/api/ask", 200),
        ("GET", "/study", 200),
        ("GET", "/nothing-here", 404),
    ]
    assert [line["id"] for line in found] == [reply.headers["x-request-id"] for reply in replies]
    assert {(line["address"], line["user"]) for line in found} == {("203.0.113.7", "")}
    assert all(line["seconds"] >= 0 and datetime.fromisoformat(line["at"]).tzinfo is UTC for line in found)
    assert "secret" not in written.read_text("utf-8")


def test_who_is_logged_in_stands_there(browser: Open, written: Path, tiny_studybot: Served) -> None:
    """An instructor's requests name the login, also those that are refused to others."""
    add_person(tiny_studybot.store.accounts, "ada", PASSWORD, INSTRUCTOR, at=datetime.now(UTC))
    client = browser(host="0.0.0.0")
    client.get("/coverage", headers=AGENT)
    client.post("/login", data={"name": "ada", "password": PASSWORD})
    client.get("/coverage", headers=AGENT)
    assert [(line["path"], line["user"], line["status"]) for line in lines(written)] == [
        ("/coverage", "", 303),
        ("/login", "", 303),
        ("/coverage", "ada", 200),
    ]
    assert PASSWORD not in written.read_text("utf-8")


def test_what_opens_something_is_left_out(browser: Open, written: Path) -> None:
    """Whoever reads the log cannot read a conversation that was shared with somebody else."""
    browser().get("/shared/0123456789abcdef")
    assert [line["path"] for line in lines(written)] == ["/shared/***"]


def test_the_file_may_be_moved_away(browser: Open, written: Path) -> None:
    """Log rotation takes the file; the next line begins a new one."""
    client = browser()
    client.get("/healthz")
    written.rename(written.with_suffix(".old"))
    client.get("/readyz")
    assert [line["path"] for line in lines(written)] == ["/readyz"]


def test_a_file_that_cannot_be_written_is_said(tmp_path: Path) -> None:
    """The server does not start without the log that was asked for."""
    with pytest.raises(UsageError, match=r"access log .* cannot be written: Is a directory"):
        watch.write_log(str(tmp_path))
