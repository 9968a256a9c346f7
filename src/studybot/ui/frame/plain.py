"""Pages that Gradio has no part in: the login, a shared conversation, an address that leads nowhere."""

from studybot.ui.frame.assets import HEADER, assets, head
from studybot.ui.frame.templates import fill


def plain(template: str, /, **values: object) -> str:
    """Return a page of its own, with the header that every page has."""
    return fill(template, head=head(), script=assets()[HEADER].address, **values)
