"""Settings in, a working studybot out.

Libraries are imported when the part that needs them is first used, so that a command pays for what it needs.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from studybot.errors import IndexUnusable
from studybot.served import Served
from studybot.settings import Settings

if TYPE_CHECKING:
    from studybot.index.encode import Progress
    from studybot.ports import Embedder
    from studybot.types import Receipt


def load_embedder(settings: Settings) -> Embedder:
    """Load the embedding model that the settings name."""
    from studybot.index.compiled import CompiledEncoder, open_encoder
    from studybot.index.shared import SharedEncoder

    encoder = open_encoder(settings.model)
    return SharedEncoder(encoder) if isinstance(encoder, CompiledEncoder) else encoder


def build_index(
    settings: Settings,
    *,
    fresh: bool = False,
    progress: Progress | None = None,
    embedder: Callable[[], Embedder] | None = None,
    reading: Callable[[str], None] | None = None,
) -> Receipt | None:
    """Bring the index up to date; None when it already is. `embedder` gives a model that is loaded (or loading) already.

    `reading` is told each file before it is read, `progress` how many texts of all are encoded.
    """
    from studybot import ingest

    if not fresh and is_current(settings):
        return None
    return ingest.build(
        settings.course,
        settings.index,
        embedder or (lambda: load_embedder(settings)),
        passage_size=settings.passage_size,
        use_bank=settings.use_bank,
        fresh=fresh,
        progress=progress,
        reading=reading,
    )


def is_current(settings: Settings) -> bool:
    """Whether the index on disk is what the course and settings ask for."""
    from studybot import ingest
    from studybot.index.encode import model_name

    return ingest.up_to_date(
        settings.course,
        settings.index,
        embedder_name=model_name(settings.model),
        passage_size=settings.passage_size,
        use_bank=settings.use_bank,
    )


def has_index(settings: Settings) -> bool:
    """Whether there is an index that this version reads, be it current or not."""
    from studybot.index.manifest import load_manifest

    try:
        load_manifest(settings.index)
    except IndexUnusable:
        return False
    return True


def open_studybot(settings: Settings) -> Served:
    """Return a course that opens its parts when they are first used."""
    return Served(settings, lambda: load_embedder(settings))
