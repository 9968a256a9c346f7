"""AnswerScorer: how well a unit or a passage answers a question, read together by the packaged cross-encoder."""

import os
import threading
from array import array
from collections import OrderedDict
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import cache, lru_cache
from hashlib import blake2b, sha256
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from studybot.errors import ModelError

if TYPE_CHECKING:
    from onnxruntime import InferenceSession
    from tokenizers import Tokenizer

FOLDER = Path(__file__).parent
PARTS = ("model.int8.onnx.0", "model.int8.onnx.1")  # the whole model when joined; the graph maps its weights from them
SHA256 = "6c321873209023e72664893f8594da361bb6be8d5ef7319a8dadb6681a1b2d30"  # of both parts joined
GRAPH, GRAPH_SHA256 = "model.int8.onnx", "ce03181131836076015947c147b4f861eb46b2612032e12f165f9b51e0fed62a"
QUESTION_TOKENS = 48
THREADS = 8  # pairs that are read beside each other, at most
REMEMBERED = 2048  # questions whose scores are kept: some 6 MB
READ = 8192  # texts whose tokens are kept: units and passages of a course come again and again; some 3 MB
CLS, SEP = 101, 102

Scores = NDArray[np.float32]


class AnswerScorer:
    """Scores pairs of question and text; a pair scores the same to the last bit, whatever is read beside it."""

    def __init__(self, session: "InferenceSession", tokenizer: "Tokenizer") -> None:
        self._session = session
        self._tokenizer = tokenizer
        self._scored: OrderedDict[str, dict[bytes, float]] = OrderedDict()
        self._lock = threading.Lock()
        self._tokens = lru_cache(READ)(self._ids)

    @classmethod
    def load(cls) -> "AnswerScorer":
        """Load the packaged weights; raises ModelError when they were altered."""
        if (_digest(*PARTS), _digest(GRAPH)) != (SHA256, GRAPH_SHA256):
            raise ModelError(
                "the weights of the answer scorer were altered: install studybot again, or set STUDYBOT_RERANKER=none"
            )
        from onnxruntime import InferenceSession, SessionOptions  # noqa: PLC0415  # a command that answers nothing needs none
        from tokenizers import Tokenizer  # noqa: PLC0415

        options = SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        options.enable_mem_pattern = False  # pairs are of any length: a plan for each would only be kept
        options.log_severity_level = 3
        session = InferenceSession(str(FOLDER / GRAPH), options, providers=["CPUExecutionProvider"])
        tokenizer = Tokenizer.from_file(str(FOLDER / "tokenizer.json"))
        tokenizer.no_truncation()
        tokenizer.no_padding()
        return cls(session, tokenizer)

    def score(self, question: str, texts: Sequence[str], tokens: int) -> Scores:
        """Return (n,) scores of texts, each cut at so many tokens; the higher, the likelier the text answers."""
        scored = self._remembered(question)
        places = {_key(text, tokens): text for text in texts}
        new = [(key, self._tokens(text, tokens)) for key, text in places.items() if key not in scored]
        asked = self._ids(question, QUESTION_TOKENS) if new else array("H")
        # Read one by one: whole numbers round by what is read together, nothing is padded, and two cores are kept busy.
        scores = _pool(os.getpid()).map(lambda pair: self._pair(asked, pair[1]), new)
        scored.update(zip((key for key, _ in new), scores, strict=True))
        return np.array([scored[_key(text, tokens)] for text in texts], dtype=np.float32)

    def cuts(self, question: str) -> bool:
        """Whether a question is so long that its end is not read."""
        return len(self._ids(question, QUESTION_TOKENS + 1)) > QUESTION_TOKENS

    def _remembered(self, question: str) -> dict[bytes, float]:
        """What a question scored so far, by text; the questions asked longest ago are forgotten."""
        with self._lock:
            scored = self._scored.setdefault(question, {})
            self._scored.move_to_end(question)
            while len(self._scored) > REMEMBERED:
                self._scored.popitem(last=False)
            return scored

    def _ids(self, text: str, most: int) -> "array[int]":
        """The first tokens of a text, two bytes each."""
        return array("H", self._tokenizer.encode(text, add_special_tokens=False).ids[:most])

    def _pair(self, asked: Sequence[int], said: Sequence[int]) -> float:
        ids = np.array([[CLS, *asked, SEP, *said, SEP]], dtype=np.int64)
        kinds = (np.arange(ids.shape[1])[None, :] > len(asked) + 1).astype(np.int64)
        inputs = {"input_ids": ids, "attention_mask": np.ones_like(ids), "token_type_ids": kinds}
        (scores,) = self._session.run(["score"], inputs)
        return float(np.ravel(scores)[0])


@cache
def _pool(_process: int) -> ThreadPoolExecutor:
    """The threads that read: a copy of a process has none of its threads."""
    return ThreadPoolExecutor(min(THREADS, os.cpu_count() or 1), thread_name_prefix="scorer")


def _digest(*names: str) -> str:
    """The sha256 of files joined (hex)."""
    digest = sha256()
    for name in names:
        with (FOLDER / name).open("rb") as file:
            while block := file.read(1 << 20):
                digest.update(block)
    return digest.hexdigest()


def _key(text: str, tokens: int) -> bytes:
    return blake2b(text.encode(errors="surrogatepass"), digest_size=12, key=str(tokens).encode()).digest()


@cache
def packaged_scorer() -> AnswerScorer:
    """The scorer that comes along, loaded once for all courses."""
    return AnswerScorer.load()
