"""What several actions reply with."""

from studybot.types import Value


class Html(Value):
    """HTML to put into the page."""

    html: str


class Text(Value):
    """A sentence on what was done."""

    text: str


class Said(Value):
    """A sentence on what was done, for where it fades."""

    said: str


class Download(Value):
    """A file to keep: its text, or its bytes as base64."""

    name: str
    text: str | None = None
    base64: str | None = None
