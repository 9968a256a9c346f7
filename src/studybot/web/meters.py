"""What a server counts of its own work, for Prometheus: requests, answers by act and band, steps, waiting, the index."""

import time
from functools import partial

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest

from studybot.index.shared import SharedEncoder
from studybot.served import Served
from studybot.types import Answer

_FINE = (0.001, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)


class Meters:
    """The counts of one server."""

    def __init__(self, first: Served) -> None:
        own = self._registry = CollectorRegistry()
        self.requests = Counter(
            "studybot_requests_total", "Requests by kind of address and status.", ["kind", "status"], registry=own
        )
        self.seconds = Histogram("studybot_request_seconds", "Seconds until a reply was sent.", ["kind"], registry=own)
        self.busy = Gauge("studybot_requests_in_progress", "Requests that are worked on or wait.", registry=own)
        self.waited = Histogram(
            "studybot_queue_seconds", "Seconds that a request waited for a place.", registry=own, buckets=_FINE
        )
        self._answers = Counter(
            "studybot_answers_total", "Answers by kind of reply and band of certainty.", ["act", "band"], registry=own
        )
        self._steps = Histogram(
            "studybot_answer_seconds", "Seconds of an answer by step.", ["step"], registry=own, buckets=_FINE
        )
        vectors = Gauge("studybot_vectors", "Texts of questions that were encoded, or remembered.", ["from"], registry=own)
        for kind in ("encoder", "memory"):
            vectors.labels(kind).set_function(partial(_vectors, first, kind))
        age = Gauge("studybot_index_age_seconds", "Seconds since the first course's index was built.", registry=own)
        age.set_function(lambda: _age(first))

    def answered(self, answer: Answer) -> None:
        """Count an answer."""
        self._answers.labels(answer.act, "closest" if answer.certainty == "closest" else answer.outcome).inc()
        for step, milliseconds in answer.timings.model_dump().items():
            self._steps.labels(step).observe(milliseconds / 1000)

    def text(self) -> bytes:
        """Return all counts as Prometheus reads them."""
        return generate_latest(self._registry)


def _vectors(first: Served, kind: str) -> int:
    """How many texts were encoded, or remembered; none before the model is used, or with another encoder."""
    encoder = vars(first).get("embedder")
    if not isinstance(encoder, SharedEncoder):
        return 0
    return encoder.encoded if kind == "encoder" else encoder.recalled


def _age(first: Served) -> float:
    try:
        return time.time() - (first.settings.index / "manifest.json").stat().st_mtime
    except OSError:
        return float("nan")
