"""A studybot that is ready to answer: the model loading, the index brought up to date first."""

from typing import TYPE_CHECKING

from studybot.cli.terminal import progress_bar, say

if TYPE_CHECKING:
    from studybot.served import Served
    from studybot.settings import Settings
    from studybot.types import Receipt


def opened(settings: "Settings", *, soon: bool = False) -> "Served":
    """Return a studybot whose index is what the course and settings ask for; it is built now when missing or stale.

    With `soon` an index that is missing is built without the question bank, which is most of it: who serves adds the bank
    while the first questions are answered.
    """
    from studybot import wiring
    from studybot.publish.publication import recover

    recover(settings)
    studybot = wiring.open_studybot(settings)
    studybot.preload()
    if not wiring.is_current(settings):
        first = settings.model_copy(update={"use_bank": False}) if soon and not wiring.has_index(settings) else settings
        with progress_bar(f"Building the index of {str(settings.course)!r}") as shown:
            receipt = wiring.build_index(first, progress=shown, reading=shown.name, embedder=lambda: studybot.embedder)
        if receipt is not None:
            say_failures(receipt)
    return studybot


def indexed(settings: "Settings") -> "Served":
    """Return a studybot whose index is up to date, for what needs the course and no model: it is loaded only to build."""
    from studybot import wiring

    return wiring.open_studybot(settings) if wiring.is_current(settings) else opened(settings)


def say_failures(receipt: "Receipt") -> None:
    """Name on standard error each file that could not be indexed."""
    for file in receipt.files:
        if file.error:
            say(f"studybot: {file.source!r} {file.error}; it is not in the index")
