import json
import subprocess
import sys
from pathlib import Path

import pytest
from sqlalchemy import insert, make_url, select

from studybot.errors import StoreError
from studybot.store import Store, move
from studybot.store.move import move as copy
from studybot.store.owned import learners_key
from studybot.store.schema import quiz_results, reviews, turns
from studybot.types import Feedback

from .builders import NOON, card_state, conversation, later, review, turn
from .conftest import new_database
from .test_learners import fill

PAIRS = [
    "sqlite to sqlite",
    pytest.param("sqlite to postgres", marks=pytest.mark.slow),
    pytest.param("postgres to sqlite", marks=pytest.mark.slow),
    pytest.param("postgres to schema", marks=pytest.mark.slow),
]


@pytest.fixture(params=PAIRS)
def pair(request: pytest.FixtureRequest, tmp_path: Path) -> tuple[str, str]:
    """The URLs of a full database and of one that does not exist or is empty, of two kinds."""
    source, _, target = request.param.partition(" to ")
    place = {"sqlite": f"sqlite:///{tmp_path / 'from' / 'studybot.db'}"}
    if "postgres" in request.param:
        place["postgres"] = new_database(request.getfixturevalue("postgres"))
        place["schema"] = place["postgres"] + ("&" if "?" in place["postgres"] else "?") + "schema=a-course"
    first = place[source]
    with Store.open(first) as store:
        fill(store, "ann", "what costs \0 nothing – \U0001f600?")
        fill(store, "bob")
        store.accounts.add_failed_login(store_failure())
        store.practice.add_results(map(result, range(1_200)))
    return first, place[target] if target != source else f"sqlite:///{tmp_path / 'to' / 'studybot.db'}"


def result(number: int):  # type: ignore[no-untyped-def]
    """A result of a quiz."""
    from .builders import quiz_result

    return quiz_result(f"many-{number}", learner="cam")


def store_failure():  # type: ignore[no-untyped-def]
    """A refused login."""
    from studybot.store import FailedLogin

    return FailedLogin(name="ada", at=NOON)


def test_everything_arrives_and_stays_where_it_was(pair: tuple[str, str]) -> None:
    """Every table has the same rows on both sides, exports are equal, and what is written next gets a number of its own."""
    source, target = pair
    counts = copy(source, target)
    assert (counts["quiz_results"], counts["turns"], counts["learners"], counts["keys"]) == (1_202, 4, 2, 1)
    with Store.open(source) as old, Store.open(target) as new:
        for learner in ("ann", "bob", "cam"):
            assert json.dumps(new.learners.export(learner)).replace("\\u0000", "\\ufffd") == json.dumps(
                old.learners.export(learner)
            ).replace("\\u0000", "\\ufffd")
        assert learners_key(new._database) == learners_key(old._database)
        assert len(new.log.rows()) == len(old.log.rows()) == 4
        new.practice.add_result(result(9_999))
        new.cards.save_review(review("next", None, card_state("card9", learner="ann")))
        assert len(new.practice.results("cam")) == len(old.practice.results("cam")) + 1


def test_what_arrived_is_passed_over_and_what_is_there_is_kept(pair: tuple[str, str]) -> None:
    """A second time changes nothing; a database that holds anything else is refused, and is as it was."""
    source, target = pair
    first = copy(source, target)
    assert copy(source, target) == first
    with Store.open(target) as new:
        new.conversations.add(conversation("own", at=later(days=1)))
    with pytest.raises(StoreError, match="holds data already"):
        copy(source, target)
    with Store.open(target) as new:
        assert new.conversations.find("own")


def test_half_of_it_is_nothing(pair: tuple[str, str], monkeypatch: pytest.MonkeyPatch) -> None:
    """What breaks in the middle leaves the target empty, so that the next try brings everything; so does a row that differs."""
    source, target = pair
    rows = move._copy

    def breaking(table, reading, writing) -> None:  # type: ignore[no-untyped-def]
        if table is reviews:
            raise StoreError("the disk is full")
        rows(table, reading, writing)

    monkeypatch.setattr(move, "_copy", breaking)
    with pytest.raises(StoreError, match="full"):
        copy(source, target)

    def losing(table, reading, writing) -> None:  # type: ignore[no-untyped-def]
        rows(table, reading, writing)
        if table is quiz_results:
            writing.execute(quiz_results.update().where(quiz_results.c.id == "many-7").values(correct=False))

    monkeypatch.setattr(move, "_copy", losing)
    with pytest.raises(StoreError, match=r"'quiz_results' did not arrive .* nothing was written"):
        copy(source, target)
    monkeypatch.undo()
    assert copy(source, target)["quiz_results"] == 1_202


def test_a_database_in_use_is_not_moved(pair: tuple[str, str]) -> None:
    """Another process has it open: what it wrote next would be lost, so nothing is copied."""
    source, target = pair
    code = f"from studybot.store import Store; s = Store.open({source!r}); s.log.count(); print('open', flush=True); input()"
    holder = subprocess.Popen([sys.executable, "-c", code], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    assert holder.stdout is not None
    try:
        assert holder.stdout.readline() == "open\n"
        with pytest.raises(StoreError, match="in use: end the server"):
            copy(source, target)
    finally:
        holder.communicate("\n")
    assert copy(source, target)


def test_the_same_database_is_refused(sqlite_url: str) -> None:
    """There is nothing to move from a database to itself, and nothing where there is none."""
    with pytest.raises(StoreError, match="already"):
        copy(sqlite_url, sqlite_url)
    assert copy(sqlite_url, sqlite_url.replace("studybot.db", "other.db")) == {}
    assert not Path(str(make_url(sqlite_url).database)).exists()


@pytest.mark.slow
def test_courses_in_one_database_see_nothing_of_each_other(postgres: str) -> None:
    """Each schema has tables, a key and writers of its own; a name that is none is refused with a sentence."""
    url = new_database(postgres)
    mark = "&" if "?" in url else "?"
    with Store.open(f"{url}{mark}schema=first-course") as first, Store.open(f"{url}{mark}schema=second") as second:
        for store in (first, second):
            store.conversations.add(conversation())
            store.conversations.record(turn())
        first.conversations.rate(Feedback(turn="t1", at=NOON, thumb="up"))
        assert (len(first.conversations.ratings("c1")), len(second.conversations.ratings("c1"))) == (1, 0)
        assert learners_key(first._database) != learners_key(second._database)
        with first._database.write(), second._database.write():  # one does not wait for the other
            second._database.change(insert(quiz_results).values(result(1).model_dump()))
        assert first._database.rows(select(turns.c.id)) == [("t1",)]
    with Store.open(f"{url}{mark}schema=second") as again:
        assert len(again.practice.results("cam")) == 1
    with Store.open(url) as beside:
        assert beside.log.count() == 0
    with pytest.raises(StoreError, match="no name of a schema"):
        Store.open(f'{url}{mark}schema=a"b')
