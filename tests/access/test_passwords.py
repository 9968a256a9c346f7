from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from argon2 import PasswordHasher
from sqlalchemy import create_engine, text

from studybot.access.passwords import INSTRUCTOR, LONGEST_WAIT, Login, add_person, log_in, waiting_time
from studybot.errors import Conflict, UsageError
from studybot.store import DEVICE, Store, User
from studybot.store.migrate import upgrade

QUICK = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
PASSWORD = "correct horse battery"


@pytest.fixture
def enter(store: Store) -> Callable[..., Login]:
    """Try to log in some seconds after noon, with Ada known."""
    add_person(store.accounts, "ada", PASSWORD, INSTRUCTOR, at=NOON, hasher=QUICK)

    def try_it(password: str, seconds: float = 0, name: str = "ada", place: str = "") -> Login:
        return log_in(store.accounts, name, password, at=NOON + timedelta(seconds=seconds), place=place, hasher=QUICK)

    return try_it


def test_only_the_hash_is_kept(store: Store) -> None:
    """The store holds an Argon2id hash with the library's default strength, never the password."""
    user = add_person(store.accounts, " ada ", PASSWORD, INSTRUCTOR, at=NOON)
    assert store.accounts.find("ada") == user
    assert user.password_hash.startswith("$argon2id$v=19$m=65536,t=3,p=4$")
    assert PASSWORD not in user.model_dump_json()


def test_the_right_password_lets_in(enter: Callable[..., Login]) -> None:
    """The right password gives the user, a wrong one and an unknown name the same message."""
    assert enter(PASSWORD).user == "ada"
    wrong, unknown = enter("wrong password"), enter(PASSWORD, name="eve")
    assert wrong.user == unknown.user == ""
    assert wrong.message == unknown.message == "name or password is wrong"


def test_failures_are_logged_and_slow_down(enter: Callable[..., Login], store: Store) -> None:
    """After the third failure the next try has to wait 2 s, then 4, 8 ...; a try too early is refused even when right."""
    assert [enter("wrong", second).wait for second in (0, 1, 2)] == [0, 0, 0]
    early = enter(PASSWORD, 3)
    assert (early.user, early.wait) == ("", 1)
    assert len(store.accounts.failed_logins()) == 3
    assert (enter("wrong", 4.5).wait, enter("wrong", 5).wait, enter("wrong", 9).wait) == (0, 4, 0)
    assert enter("wrong", 10).wait == 7
    assert enter(PASSWORD, 18).user == "ada"
    assert [failed.name for failed in store.accounts.failed_logins()] == ["ada"] * 5


def test_waiting_is_bounded_and_ends(enter: Callable[..., Login], store: Store) -> None:
    """However many failures, a wait is at most LONGEST_WAIT; a quarter of an hour later nothing is left of them."""
    for minute in range(13):
        assert enter("wrong", 61 * minute).wait == 0
    assert enter(PASSWORD, 61 * 12 + 1).wait == LONGEST_WAIT - 1
    assert enter(PASSWORD, 3600).user == "ada"
    assert store.accounts.failed_logins() == []
    assert [waiting_time(number) for number in (0, 2, 3, 4, 99)] == [0, 0, 2, 4, LONGEST_WAIT]


def test_one_address_may_not_try_every_name(enter: Callable[..., Login]) -> None:
    """Many names from one address are slowed down as many tries as one name; another address is not."""
    waits = [enter("wrong", number / 100, name=f"user{number}", place="192.0.2.1").wait for number in range(40)]
    assert waits[:10] == [0] * 10 and all(waits[10:])
    assert enter("wrong", 5, name="somebody", place="192.0.2.2").wait == 0


def test_nobody_locks_a_known_device_out(enter: Callable[..., Login]) -> None:
    """While others fail as a name, its owner gets in from a device that logged in before; that one is slowed by itself only."""
    for second in range(20):
        enter("wrong", second, place="192.0.2.1")
    assert enter(PASSWORD, 20, place="192.0.2.3").wait > 0
    assert enter(PASSWORD, 20, place=f"{DEVICE}1").user == "ada"
    assert [enter("wrong", 21 + n / 10, place=f"{DEVICE}1").wait for n in range(4)] == [0, 0, 0, 2]


def test_a_clock_that_goes_back_harms_nobody(enter: Callable[..., Login]) -> None:
    """What failed "tomorrow" keeps nobody out today."""
    for second in range(6):
        enter("wrong", 86_400 + 61 * second)
    assert enter(PASSWORD, 0).user == "ada"


def test_another_name_is_not_slowed(enter: Callable[..., Login], store: Store) -> None:
    """Failures as one name do not lock another one out."""
    for second in range(5):
        enter("wrong", second / 10, name="eve")
    assert enter(PASSWORD, 1).user == "ada"


@pytest.mark.parametrize(
    ("name", "password"),
    [
        ("", PASSWORD),
        ("a\nb", PASSWORD),
        ("x" * 81, PASSWORD),
        ("ada", "short"),
        ("ada", "x" * 1025),
        ("adalovelace", "AdaLovelace"),
    ],
)
def test_names_and_passwords_that_cannot_be_used(store: Store, name: str, password: str) -> None:
    """An empty, unprintable or endless name, a short or endless password and the name as password are refused."""
    with pytest.raises(UsageError):
        add_person(store.accounts, name, password, INSTRUCTOR, at=NOON, hasher=QUICK)
    assert store.accounts.all() == []


def test_a_taken_name(store: Store) -> None:
    """A second user of the same name is refused, the first keeps the password."""
    add_person(store.accounts, "ada", PASSWORD, INSTRUCTOR, at=NOON, hasher=QUICK)
    with pytest.raises(Conflict):
        add_person(store.accounts, "ada", "another password", INSTRUCTOR, at=NOON, hasher=QUICK)
    assert log_in(store.accounts, "ada", PASSWORD, at=NOON, hasher=QUICK).user == "ada"


def test_a_damaged_hash_lets_nobody_in(store: Store) -> None:
    """A hash that cannot be read is a wrong password, not an error."""
    store.accounts.add(User(name="bob", learner="0" * 32, password_hash="plain", created=NOON))
    assert log_in(store.accounts, "bob", "plain", at=NOON, hasher=QUICK).user == ""


@pytest.mark.parametrize("name", ["Ada", "ADA", "\u0430da", "\uff41\uff44\uff41 ", "a d a", "a-da", "\u00e0da"])
def test_nobody_joins_under_a_name_that_is_taken_for_another(store: Store, name: str) -> None:
    """Case, spaces, signs, marks, wide letters and letters of another script make no new name of somebody's."""
    add_person(store.accounts, "ada", PASSWORD, INSTRUCTOR, at=NOON, hasher=QUICK)
    with pytest.raises((Conflict, UsageError)):
        add_person(store.accounts, name, PASSWORD, {"cells": "learner"}, at=NOON, hasher=QUICK)
    assert [user.name for user in store.accounts.all()] == ["ada"]


def test_a_name_is_the_same_however_it_is_typed(store: Store) -> None:
    """Letters that a keyboard makes of one sign or of two let in alike; names of other scripts are names."""
    for name in ("Jos\u00e9", "\u0410\u0434\u0430", "\u9648 Wei"):
        add_person(store.accounts, name, PASSWORD, INSTRUCTOR, at=NOON, hasher=QUICK)
    assert log_in(store.accounts, " Jose\u0301", PASSWORD, at=NOON, hasher=QUICK).user == "Jos\u00e9"


def old(path: Path, *names: str) -> str:
    """The URL of a database of the time when names were kept as they were typed, with such users and their seats."""
    url = f"sqlite:///{path}"
    engine = create_engine(url)
    with engine.begin() as connection:
        upgrade(connection, str(path), "0010")
        for number, name in enumerate(names):
            user = {"name": name, "learner": f"{number:032x}", "hash": QUICK.hash(PASSWORD), "at": NOON.replace(tzinfo=None)}
            connection.execute(
                text("INSERT INTO users (name, password_hash, created, learner) VALUES (:name, :hash, :at, :learner)"), user
            )
            connection.execute(text("INSERT INTO seats (\"user\", course, role) VALUES (:name, 'cells', 'instructor')"), user)
    engine.dispose()
    return url


def test_nobody_is_locked_out_by_how_names_are_spelled_now(tmp_path: Path) -> None:
    """Old names let in however they are typed, with what they had; of two that are spelled alike each opens its own account."""
    wide, jose = "\uff41\uff44\uff41", "Jose\u0301"
    with Store.open(old(tmp_path / "alone.db", wide, jose)) as store:
        assert [user.name for user in store.accounts.all()] == ["Jos\u00e9", "ada"]
        for typed, name in ((wide, "ada"), ("ada", "ada"), (jose, "Jos\u00e9"), ("Jos\u00e9", "Jos\u00e9")):
            assert log_in(store.accounts, typed, PASSWORD, at=NOON, hasher=QUICK).user == name
        assert {seat.user for seat in store.accounts.seats(course="cells")} == {"Jos\u00e9", "ada"}
    with Store.open(old(tmp_path / "both.db", wide, "ada")) as store:
        assert [log_in(store.accounts, typed, PASSWORD, at=NOON, hasher=QUICK).user for typed in (wide, "ada")] == [wide, "ada"]
        assert len(store.accounts.seats(course="cells")) == 2
