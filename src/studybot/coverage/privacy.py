"""What leaves the question log: exports follow the setting, and one learner's data can be deleted."""

from collections.abc import Sequence
from datetime import UTC
from operator import attrgetter

from studybot.coverage.csv_text import csv_text
from studybot.coverage.groups import QuestionVectors
from studybot.coverage.questions import read_log
from studybot.store import QuestionLog, Store, TurnRow

_COLUMNS = "id at learner question understood outcome confidence topic passage thumb reason act certainty".split()


def exportable(lines: Sequence[TurnRow], log: QuestionLog) -> list[TurnRow]:
    """Return the lines as the setting in force lets them out, whatever they were logged under: none when it is `off`."""
    if log == "off":
        return []
    return list(lines) if log == "normal" else [_anonymous(line) for line in lines]


def _anonymous(line: TurnRow) -> TurnRow:
    hour = line.at.astimezone(UTC).replace(minute=0, second=0, microsecond=0)
    rated = line.rated.astimezone(UTC).replace(minute=0, second=0, microsecond=0) if line.rated else None
    return line.model_copy(update={"turn": None, "learner": None, "at": hour, "rated": rated})


def log_csv(lines: Sequence[TurnRow], log: QuestionLog) -> str:
    """Return the question log as CSV, under the setting in force."""
    written = {"at": lambda line: line.at.isoformat(), "confidence": lambda line: round(line.confidence, 4)}
    return csv_text(
        _COLUMNS, ([written.get(name, attrgetter(name))(line) for name in _COLUMNS] for line in exportable(lines, log))
    )


def delete_learner(store: Store, learner: str, vectors: QuestionVectors | None = None) -> dict[str, int]:
    """Delete everything of one learner, the cached embeddings of their questions too; return how many rows there were."""
    counts = store.learners.remove(learner)
    if vectors is not None:
        lines, more = read_log(store.log, most=1_000_000)
        kept = () if more else (line.understood or line.question for line in lines)
        counts["question_vectors"] = vectors.keep(kept)
    return counts
