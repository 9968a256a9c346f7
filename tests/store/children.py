"""Programs that the tests run in processes of their own."""

import os
import resource
import sys

from builders import card_state, conversation, review, turn

from studybot.errors import StoreError
from studybot.store import Store


def say(text: str) -> None:
    """Write a line that the parent can read at once."""
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


def write_forever(url: str) -> None:
    """Record turns and reviews and name each one as soon as the store has returned."""
    store = Store.open(url)
    store.conversations.add(conversation())
    before = None
    for number in range(1, 100_000):
        store.conversations.record(turn(f"t{number}", position=number))
        say(f"t{number}")
        after = card_state(step=number)
        store.cards.save_review(review(f"r{number}", before, after))
        say(f"r{number}")
        before = after


def write_many(url: str, name: str, number: str) -> None:
    """Record a number of turns into one conversation, all asking for the first position."""
    store = Store.open(url)
    say("ready")
    sys.stdin.readline()
    for count in range(int(number)):
        kept = store.conversations.record(turn(f"{name}-{count}"))
        say(f"{kept.id} {kept.position}")


def open_only(url: str) -> None:
    """Open the store, which creates the database."""
    say("ready")
    sys.stdin.readline()
    Store.open(url).close()
    say("open")


def open_as_nobody(url: str) -> None:
    """Open the store without the rights of an administrator and say what happened."""
    if os.getuid() == 0:
        os.setgid(65534)
        os.setuid(65534)
    try:
        Store.open(url, patience=0.5).close()
    except StoreError as error:
        say(str(error))


def fill_the_disk(url: str) -> None:
    """Record turns on a disk that takes no file above 1.5 MB, say how many were kept and why it ended."""
    store = Store.open(url)
    store.conversations.add(conversation())
    resource.setrlimit(resource.RLIMIT_FSIZE, (1_500_000, 1_500_000))
    number = 0
    try:
        while True:
            store.conversations.record(turn(f"t{number + 1}", position=number + 1))
            number += 1
    except StoreError as error:
        say(f"{number} {error}")


if __name__ == "__main__":
    globals()[sys.argv[1]](*sys.argv[2:])
