"""A learner's progress as one JSON file, and back."""

import json

from studybot.errors import DatasetError
from studybot.store import Learners

LARGEST = 50_000_000  # characters; years of study are some megabytes


def export_progress(learners: Learners, learner: str) -> str:
    """Return everything of one learner as the text of one JSON file."""
    return json.dumps(learners.export(learner), ensure_ascii=False, indent=1)


def import_progress(learners: Learners, text: str, *, into: str) -> dict[str, int]:
    """Merge an exported file into learner `into` and return how many rows of each kind were added; a second time adds none.

    Raises DatasetError, with nothing changed, for a file that is not one.
    """
    if len(text) > LARGEST:
        raise DatasetError(
            f"this file has {len(text) / 1e6:.0f} million characters, more than a learner's file can have: choose another"
        )
    try:
        data = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise DatasetError(
            "this is not a learner's file (it is no JSON): export one from studybot and import that; nothing was changed"
        ) from error
    return learners.merge(data, into=into)
