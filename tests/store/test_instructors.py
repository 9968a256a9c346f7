import pytest

from studybot.errors import Conflict, NotFound
from studybot.store import FailedLogin, Store, User, WorkMark

from .builders import NOON, later

EVE = User(name="eve", role="instructor", password_hash="$argon2id$v=19$x", created=NOON)


def test_a_user_is_added_once_found_listed_and_deleted(store: Store) -> None:
    """A taken name is a conflict that leaves the first password in force."""
    store.add_user(EVE)
    with pytest.raises(Conflict, match="'eve' exists already"):
        store.add_user(EVE.model_copy(update={"password_hash": "other"}))
    store.add_user(EVE.model_copy(update={"name": "adam"}))
    assert store.user("eve") == EVE
    assert [user.name for user in store.users()] == ["adam", "eve"]
    store.delete_user("eve")
    with pytest.raises(NotFound, match="'eve' does not exist"):
        store.user("eve")
    with pytest.raises(NotFound):
        store.delete_user("eve")


def test_refused_logins_are_counted_by_name_and_time(store: Store) -> None:
    """Every refusal counts, two at the same moment too; the list shows the last first."""
    for minute in (0, 5, 5):
        store.add_failed_login(FailedLogin(name="eve", at=later(minutes=minute)))
    store.add_failed_login(FailedLogin(name="nobody", at=later(minutes=6)))
    assert store.failed_login_count("eve", NOON) == 3
    assert store.failed_login_count("eve", later(minutes=5)) == 2
    assert store.failed_login_count("eve", later(minutes=6)) == 0
    assert store.failed_logins(limit=2) == [
        FailedLogin(name="nobody", at=later(minutes=6)),
        FailedLogin(name="eve", at=later(minutes=5)),
    ]


def test_a_mark_of_the_work_list_is_replaced_by_the_next_one(store: Store) -> None:
    """One mark a key; marks are found by status."""
    store.mark_work(WorkMark(key="k1", status="open", updated=NOON))
    answered = WorkMark(key="k1", status="answered", passage="lambda/limits-1", note="see there", updated=later(minutes=1))
    store.mark_work(answered)
    store.mark_work(WorkMark(key="k2", status="will_add", updated=NOON))
    assert store.work_marks(status="answered") == {"k1": answered}
    assert set(store.work_marks()) == {"k1", "k2"}
    assert store.work_marks(status="open") == {}
