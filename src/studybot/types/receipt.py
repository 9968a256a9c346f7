"""What indexing made of the files of a course."""

from studybot.types.value import Value


class FileReceipt(Value):
    """What indexing made of one file; a file that could not be read carries the reason as `error`.

    `left_out` is the reason why a file is no text to learn from, such as a picture: named, but no error.
    """

    source: str
    passages: int = 0
    entries: int = 0
    embedded: int = 0
    warnings: tuple[str, ...] = ()
    error: str = ""
    left_out: str = ""


class Receipt(Value):
    """The receipt of one indexing run, a row per file; `language` is the course's, as said or found (ISO 639-1)."""

    files: tuple[FileReceipt, ...]
    seconds: float
    unchanged: bool = False
    language: str = "en"
    warnings: tuple[str, ...] = ()
