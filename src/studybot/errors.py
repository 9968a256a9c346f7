"""Every error that studybot raises on purpose. Each message names the thing, what was expected, and the next command."""


class StudybotError(Exception):
    """Something that a user can act on; faces print its message and nothing else."""


class CorpusError(StudybotError):
    """The course material cannot be read or does not fit together."""


class IndexUnusable(StudybotError):
    """The index on disk is missing, stale, damaged or built with other settings."""


class ModelError(StudybotError):
    """The embedding model (or reranker) is missing or is not the expected one."""


class QuestionError(StudybotError):
    """A question that cannot be asked: empty, too long, without a word."""


class StoreError(StudybotError):
    """The data folder or database cannot be read or written."""


class Conflict(StoreError):
    """What was to be written changed meanwhile (another tab) or exists already; nothing was written."""


class NotFound(StudybotError):
    """A topic, passage, conversation, card or run that does not exist."""


class DatasetError(StudybotError):
    """An evaluation dataset, syllabus or import file that cannot be used; lists every problem found."""


class UsageError(StudybotError):
    """A command or request whose options do not fit together."""


class AddressError(StudybotError):
    """An address or port that cannot be served on."""


def first_line(error: object) -> str:
    """Return what an exception says, on one line."""
    return " ".join(str(error).split())[:160]
