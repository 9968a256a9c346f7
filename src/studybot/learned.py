"""Words and models that come along as JSON, and whether models fit: what was learned with one embedder fits no other."""

import json
import logging
from functools import cache
from importlib.resources import files
from typing import Any

_log = logging.getLogger(__name__)


@cache
def packaged(package: str, name: str) -> dict[str, Any]:
    """Return a learned model, or words that come along, as they lie in a package."""
    return dict(json.loads(files(package).joinpath(name).read_text(encoding="utf-8")))


def fits(package: str, name: str, embedder: str) -> bool:
    """Whether a packaged model was learned with this embedder; where it was not, a warning says so."""
    learned_with = packaged(package, name)["made"]["embedder"]
    if embedder != learned_with:
        _log.warning(
            "%s was learned with %s and does not fit %s: what needs no learning is used; 'make learn' learns another",
            name,
            learned_with,
            embedder,
        )
    return bool(embedder == learned_with)
