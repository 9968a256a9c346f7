"""The open store: one object for each noun, all over one database."""

from types import TracebackType
from typing import Self

from studybot.store.accounts import Accounts, Sessions
from studybot.store.audit import Audit
from studybot.store.cards import Cards
from studybot.store.conversations import Conversations, Shares
from studybot.store.database import Database
from studybot.store.jobs import Generations, Jobs, Rates
from studybot.store.learners import Learners
from studybot.store.log import Log, Work
from studybot.store.notes import Chosen, Notes
from studybot.store.opening import open_database
from studybot.store.practice import Exams, Practice


class Store:
    """What learners and instructors did, for many threads and processes at once.

    What a method of a noun returned for is on the disk. Every method raises StoreError, with what to do, when the database
    cannot be read or written; then nothing of that call was written.
    """

    def __init__(self, database: Database) -> None:
        self._database = database
        self.conversations = Conversations(database)
        self.log = Log(database)
        self.learners = Learners(database)
        self.cards = Cards(database)
        self.practice = Practice(database)
        self.exams = Exams(database)
        self.notes = Notes(database)
        self.preferences = Chosen(database)
        self.shares = Shares(database)
        self.accounts = Accounts(database)
        self.audit = Audit(database)
        self.sessions = Sessions(database)
        self.jobs = Jobs(database)
        self.generations = Generations(database)
        self.rates = Rates(database)
        self.work = Work(database)

    @classmethod
    def open(cls, url: str, *, patience: float = 5.0) -> Self:
        """Open a SQLAlchemy URL; a missing SQLite file and its folder are created, an older schema is brought up to date.

        `patience` is how many seconds a lock held by another process is waited for.
        """
        return cls(open_database(url, patience))

    def close(self) -> None:
        """Close every connection; an open store needs no closing to keep what it was given."""
        self._database.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()
