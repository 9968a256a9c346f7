"""CompiledEncoder: texts -> unit vectors by a graph that was made once from a sentence-transformers model, without torch.

The graph lies in the user's cache folder under a hash of the model's files, is checked by hash when it is first opened or was
written to since, and made again when it is missing or damaged. A model that no graph can be made of goes on through torch.
"""

import json
import logging
import os
import shutil
import subprocess
import sys
import tempfile
import weakref
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from hashlib import sha256
from pathlib import Path

import numpy as np
import onnxruntime
import platformdirs
from numpy.typing import NDArray
from tokenizers import Encoding, Tokenizer

from studybot.index.digests import digest_of
from studybot.index.encode import SentenceEncoder, checked_digest, model_folder
from studybot.index.export import DESCRIPTION, GRAPH, IDS, REFUSED, TOKENIZER, WEIGHTS, WORDS
from studybot.ports import Embedder, Vectors

FORMAT = 3  # of what lies in the cache; those before it are removed
CHECKSUMS = "checksums.json"  # written last: a folder without it is none
REASON = "refused.txt"
BATCH_TOKENS = 4096  # in one run of the graph


_log = logging.getLogger(__name__)


class WordTable:
    """The vectors of tokens in a file, of which each row is read when it is asked for: of 30,000 a course uses some 3,000."""

    def __init__(self, path: Path, width: int) -> None:
        self._file = os.open(path, os.O_RDONLY)
        self._width = width
        weakref.finalize(self, os.close, self._file)

    def rows(self, ids: NDArray[np.int64]) -> Vectors:
        """Return (texts, tokens, width) float32 rows of (texts, tokens) ids."""
        different, places = np.unique(ids, return_inverse=True)
        size = 4 * self._width
        read = b"".join(os.pread(self._file, size, size * number) for number in different.tolist())
        return np.frombuffer(read, dtype=np.float32).reshape(-1, self._width)[places.reshape(ids.shape)]


class CompiledEncoder:
    """Embeds texts with a compiled model. A text's vector is the same, to the last bit, whatever it is encoded with."""

    def __init__(
        self,
        session: "onnxruntime.InferenceSession",
        tokenizer: Tokenizer,
        *,
        name: str,
        dimension: int,
        inputs: Sequence[str],
        prompt: str = "",
        words: tuple[str, WordTable] | None = None,
    ) -> None:
        self._session, self._tokenizer = session, tokenizer
        self._name, self._dimension, self._inputs, self._prompt, self._words = name, dimension, tuple(inputs), prompt, words

    @property
    def name(self) -> str:
        """The model's name and the start of its weights' hash: the one that SentenceEncoder gives the same vectors."""
        return self._name

    @property
    def dimension(self) -> int:
        """Length of each vector."""
        return self._dimension

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Return (n, dimension) float32 unit rows, in the order of `texts`."""
        vectors = np.zeros((len(texts), self._dimension), dtype=np.float32)
        encodings = self._tokenizer.encode_batch_fast([self._prompt + text for text in texts])
        batches = _batches([len(encoding) for encoding in encodings])

        def fill(rows: list[int]) -> None:
            vectors[rows] = self._run([encodings[row] for row in rows])

        if len(batches) == 1:
            fill(batches[0])
        elif batches:
            # Each run has one thread: two runs beside each other take less than two threads that share each step.
            with ThreadPoolExecutor(min(len(batches), os.cpu_count() or 1)) as pool:
                list(pool.map(fill, batches))
        return vectors

    def _run(self, encodings: Sequence[Encoding]) -> Vectors:
        """One run of texts of equal length."""
        columns = {
            IDS: [encoding.ids for encoding in encodings],
            "token_type_ids": [encoding.type_ids for encoding in encodings],
            "attention_mask": [encoding.attention_mask for encoding in encodings],
        }
        given = {name: np.array(columns[name], dtype=np.int64) for name in self._inputs}
        words = {} if self._words is None else {self._words[0]: self._words[1].rows(given[IDS])}
        (rows,) = self._session.run(None, given | words)
        return np.asarray(rows, dtype=np.float32)


def _batches(lengths: Sequence[int]) -> list[list[int]]:
    """Positions of texts of equal length in tokens, longest first, a batch for each run: nothing is padded."""
    together: dict[int, list[int]] = {}
    for position, length in enumerate(lengths):
        together.setdefault(length, []).append(position)
    return [
        positions[start : start + size]
        for length, positions in sorted(together.items(), reverse=True)
        for size in [max(1, BATCH_TOKENS // max(length, 1))]
        for start in range(0, len(positions), size)
    ]


def open_encoder(model: str, cache: Path | None = None) -> Embedder:
    """Return the encoder of a model, compiled now if it never was; raises ModelError when the model cannot be used.

    `cache` holds the compiled models (the user's cache folder unless given).
    """
    folder = model_folder(model)
    name = f"{model}@{checked_digest(model, folder)[:12]}"
    home = (cache or platformdirs.user_cache_path("studybot") / "encoders") / _key(folder, name)
    if not is_intact(home):
        if (home / REASON).is_file():
            return SentenceEncoder.load(model)
        try:
            reason = _compile(folder, home)
        except OSError as error:
            reason = str(error)
        if reason:
            encoder = SentenceEncoder.load(model)
            _log.warning("model %r cannot be compiled (%s): it is used through torch, which is slower", model, reason)
            return encoder
    _remove_outdated(folder, name, home.parent)
    return opened(home, name)


def opened(home: Path, name: str) -> CompiledEncoder:
    """Open a compiled model whose files are known to be whole."""
    os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.enable_cpu_mem_arena = False  # it would keep for ever what the largest batch of a build took
    options.log_severity_level = 3
    session = onnxruntime.InferenceSession(str(home / GRAPH), options, providers=["CPUExecutionProvider"])
    described = json.loads((home / DESCRIPTION).read_text(encoding="utf-8"))
    width = {put.name: put.shape[-1] for put in session.get_inputs()}
    if rows := described.pop("words"):
        described["words"] = rows, WordTable(home / WORDS, width[rows])
    return CompiledEncoder(session, Tokenizer.from_file(str(home / TOKENIZER)), name=name, **described)


def is_intact(home: Path) -> bool:
    """Whether a compiled model lies there whole: every file has the hash that was written down when it was made."""
    try:
        expected = json.loads((home / CHECKSUMS).read_text(encoding="utf-8"))
        return bool(expected == _checksums(home))
    except (OSError, ValueError):
        return False


def _checksums(home: Path) -> dict[str, str]:
    return {name: digest_of(home / name) for name in (GRAPH, WEIGHTS, WORDS, TOKENIZER, DESCRIPTION)}


def _remove_outdated(folder: Path, name: str, cache: Path) -> None:
    """Remove what earlier versions compiled from the same files, 90 MB each; nothing else in the cache is touched."""
    if sum(1 for _ in cache.iterdir()) > 1:
        for earlier in range(1, FORMAT):
            shutil.rmtree(cache / _key(folder, name, earlier), ignore_errors=True)


def _key(folder: Path, name: str, made: int = FORMAT) -> str:
    """A name for what is compiled from these very files: weights by their hash in `name`, settings and tokenizer by content."""
    digest = sha256(f"{made} {name.rpartition('@')[2]}".encode())
    for path in sorted(folder.rglob("*")):
        if path.suffix in {".json", ".txt", ".model"} and path.is_file():
            digest.update(path.relative_to(folder).as_posix().encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()[:24]


def _compile(folder: Path, home: Path) -> str:
    """Compile the model into `home`, all at once; returns why that cannot be, or nothing."""
    home.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=home.parent, prefix=".making-") as making:
        made = Path(making) / "made"
        made.mkdir()
        source = Path(__file__).parents[2]
        path = os.pathsep.join(filter(None, [str(source), os.environ.get("PYTHONPATH", "")]))
        ended = subprocess.run(
            [sys.executable, "-m", "studybot.index.export", str(folder.absolute()), str(made)],
            env=os.environ | {"PYTHONPATH": path},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            encoding="utf-8",
            check=False,
        )
        reason = ""
        if ended.returncode == REFUSED:
            shutil.rmtree(made)
            made.mkdir()
            reason = ended.stdout.strip()
            (made / REASON).write_text(reason, encoding="utf-8")  # so that it is tried, and said, once
        elif ended.returncode:
            return (ended.stderr.strip().splitlines() or [f"exit status {ended.returncode}"])[-1][:200]
        else:
            (made / CHECKSUMS).write_text(json.dumps(_checksums(made)), encoding="utf-8")
        shutil.rmtree(home, ignore_errors=True)  # damaged, if there is one
        try:
            made.replace(home)
        except OSError:
            if not is_intact(home):  # another process was faster
                raise
    return reason
