"""CrossReranker: hits put into a better order by a model that reads question and passage together. Off by default."""

import os
from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from studybot.errors import ModelError
from studybot.index.encode import model_folder
from studybot.types import Hit, Understanding

if TYPE_CHECKING:
    from sentence_transformers import CrossEncoder


class CrossReranker:
    """Orders hits with a sentence-transformers CrossEncoder, given by folder or by its name in the local model cache."""

    def __init__(self, model: "CrossEncoder") -> None:
        self._model = model

    @classmethod
    def load(cls, model: str) -> "CrossReranker":
        """Load `model`; raises ModelError when it is not on this machine or is no CrossEncoder."""
        folder = model_folder(model)
        os.environ.setdefault("HF_HUB_OFFLINE", "1")
        from sentence_transformers import CrossEncoder  # noqa: PLC0415  # seconds to import: only where it is used

        try:
            return cls(CrossEncoder(str(folder), device="cpu"))
        except Exception as error:  # the loader raises whatever its many formats raise
            reason = " ".join(str(error).split())[:160]
            raise ModelError(
                f"reranker {model!r} cannot be loaded ({reason}): set STUDYBOT_RERANKER to a CrossEncoder's folder"
            ) from error

    def rerank(self, question: Understanding, hits: Sequence[Hit]) -> list[Hit]:
        """Return the same hits, best first, ranks renumbered; hits that score alike keep their order."""
        if len(hits) < 2:
            return list(hits)
        scores = np.asarray(
            self._model.predict([(question.text, hit.passage.context) for hit in hits], show_progress_bar=False)
        )
        order = np.argsort(-scores.reshape(-1), kind="stable")
        return [hits[place].model_copy(update={"rank": rank}) for rank, place in enumerate(order, start=1)]
