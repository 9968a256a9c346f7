from datetime import timedelta

from studybot.store import Store

from .builders import NOON

LATER = NOON + timedelta(minutes=2)


def test_numbers_add_up_and_end(store: Store) -> None:
    """What two servers add is one number, of which both learn; when its time is over it is gone."""
    assert store.rates.add({"ann/1": 5, "bob/1": 1}, NOON, LATER) == {"ann/1": 5, "bob/1": 1}
    assert store.rates.add({"ann/1": 2, "ann/0": 0}, NOON, LATER) == {"ann/1": 7}
    assert store.rates.add({"ann/1": 0}, LATER, LATER + timedelta(minutes=2)) == {}


def test_nobody_is_read_from_the_numbers(store: Store) -> None:
    """The table holds no name of who sent something, and only a keyed hash."""
    from sqlalchemy import select

    from studybot.store.schema import rates

    store.rates.add({"address 203.0.113.7/1": 1}, NOON, LATER)
    row = store.rates._database.rows(select(rates))[0]
    assert len(row.key) == 64
