"""MilvusBackend: the same ranking, with entries found by Milvus: dense vectors and its own BM25 over their stems.

Passages, headings and features stay with the process; what grows with the course, vectors and postings, lies in Milvus.
One collection holds one build of one course: it is filled under a name that says what it holds, and a course's alias moves
to it when it is complete, so that servers on the build before go on until they have opened the new one.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from hashlib import sha256
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from studybot.errors import IndexUnusable
from studybot.index.dense import DenseIndex
from studybot.index.lexical import LexicalIndex, Scores, postings
from studybot.index.local import LocalBackend
from studybot.ports import Vectors
from studybot.text import in_language, stems
from studybot.types import Entry, Passage

if TYPE_CHECKING:
    from pymilvus import MilvusClient

    from studybot.index.ranking import RankingModel

SCHEMA = 1  # of a collection; a change makes new collections
MATCHES = 2000  # entries that BM25 returns for a text; all others count as sharing no word
EXACT = 100_000  # entries up to which every vector is compared
BATCH = 500  # rows of one upload
K1, B = 1.5, 0.75  # as rank-bm25 has them


class MilvusBackend(LocalBackend):
    """Searches a collection of Milvus: a server by its address, or a file by Milvus Lite. `course` names its alias."""

    def __init__(self, uri: str, course: str, token: str = "", ranking: "RankingModel | None" = None) -> None:
        with _translated(uri):
            self._client = _connected(uri, token)
        self._uri = uri
        self._course = sha256(course.encode()).hexdigest()[:12]
        super().__init__(ranking)

    @in_language
    def fill(
        self, passages: Sequence[Passage], entries: Sequence[Entry], dense: DenseIndex, lexical: LexicalIndex | None = None
    ) -> None:
        """Replace the content; entries are uploaded when no collection holds just these."""
        leading = [place for place, entry in enumerate(entries) if entry.kind != "gap"]
        lexical = lexical or postings(entries)
        super().fill(passages, entries, dense, lexical)
        if not leading:
            return
        with _translated(self._uri):
            name = self._filled([entries[place] for place in leading], dense.vectors[leading])
        self._dense = _Dense(self._client, self._uri, name, len(leading))
        self._lexical = _Lexical(self._client, self._uri, name, lexical)

    def close(self) -> None:
        """Close the connection."""
        self._client.close()

    def _filled(self, entries: Sequence[Entry], vectors: Vectors) -> str:
        """The collection of just these entries, uploaded if it is not complete; the course's alias leads to it."""
        name = f"studybot_v{SCHEMA}_{self._course}_{_digest(entries, vectors)}"
        if not self._client.has_collection(name):
            _create(self._client, name, vectors.shape[1], len(entries))
        if self._count(name) != len(entries):  # a kill left a part: the same rows again, by their places
            for start in range(0, len(entries), BATCH):
                rows = range(start, min(start + BATCH, len(entries)))
                self._client.upsert(name, [_row(place, entries[place], vectors[place]) for place in rows])
            self._client.flush(name)
        self._point(name)
        return name

    def _count(self, name: str) -> int:
        self._client.load_collection(name)
        return int(self._client.query(name, filter="place >= 0", output_fields=["count(*)"])[0]["count(*)"])

    def _point(self, name: str) -> None:
        """Move the course's alias here; the build before stays for servers that still have it, older ones go."""
        alias = f"studybot_v{SCHEMA}_{self._course}"
        before = _target(self._client, alias)
        if before == name:
            return
        if before is None:
            self._client.create_alias(name, alias)
        else:
            self._client.alter_alias(name, alias)
        for other in self._client.list_collections():
            if other.startswith(f"{alias}_") and other not in (name, before):
                self._client.drop_collection(other)


class _Dense(DenseIndex):
    """The vectors of a collection."""

    def __init__(self, client: "MilvusClient", uri: str, name: str, count: int) -> None:
        super().__init__(np.zeros((0, 1), np.float32))
        self._client, self._uri, self._name, self._count = client, uri, name, count

    def __len__(self) -> int:
        return self._count

    def search(self, vectors: Vectors, k: int) -> tuple[Scores, NDArray[np.int64]]:
        """Return the scores and places, each (q, min(k, n)), of the best entries for (q, dimension) unit rows."""
        k = min(k, len(self))
        if k == 0 or not len(vectors):
            return np.zeros((len(vectors), 0), np.float32), np.zeros((len(vectors), 0), np.int64)
        with _translated(self._uri):
            found = self._client.search(
                self._name,
                data=vectors.tolist(),
                anns_field="dense",
                limit=k,
                output_fields=["place"],
                search_params={"metric_type": "IP"},
            )
        ranked = [_ranked(hits) for hits in found]
        return np.array([scores for scores, _ in ranked], np.float32), np.array([places for _, places in ranked], np.int64)


class _Lexical(LexicalIndex):
    """BM25 of a collection; how rare a word is, is read from the index beside it."""

    def __init__(self, client: "MilvusClient", uri: str, name: str, words: LexicalIndex) -> None:
        self.__dict__.update(words.__dict__)
        self._client, self._uri, self._name = client, uri, name

    def scores(self, terms: Sequence[str], scale: float = 1.0) -> Scores:
        """Return (n,) float32: the BM25 score of the entries that match best times `scale`, 0 for all others."""
        total = np.zeros(len(self), dtype=np.float32)
        asked = [term for term in terms if self.idf(term) is not None]
        if not asked:
            return total
        with _translated(self._uri):
            found = self._client.search(
                self._name,
                data=[_words(asked)],
                anns_field="sparse",
                limit=min(MATCHES, len(self)),
                output_fields=["place"],
                search_params={"metric_type": "BM25"},
            )
        scores, places = _ranked(found[0])
        total[places] = np.abs(scores) * np.float32(scale)  # Milvus Lite gives distances, which are negative
        return total


def _ranked(hits: Sequence[dict[str, Any]]) -> tuple[Scores, NDArray[np.int64]]:
    """Scores and places, best first; of equal ones the first in the course, so that equal questions find the same."""
    scores = np.array([hit["distance"] for hit in hits], dtype=np.float32)
    places = np.array([hit["place"] for hit in hits], dtype=np.int64)
    ranks = np.lexsort((places, -np.abs(scores) if (scores < 0).all() else -scores))
    return scores[ranks], places[ranks]


def _row(place: int, entry: Entry, vector: Vectors) -> dict[str, Any]:
    return {"place": place, "stems": _words(stems(entry.text)), "dense": vector.tolist()}


def _words(terms: Sequence[str]) -> str:
    """Stems as words that an analyzer leaves whole: letters and digits stand as they are, all else is spelled out."""
    spelled = (term if term.isascii() and term.isalnum() else f"x{term.encode().hex()}" for term in terms)
    return " ".join(spelled) or "x"


def _digest(entries: Sequence[Entry], vectors: Vectors) -> str:
    hashed = sha256(np.ascontiguousarray(vectors, dtype=np.float32).tobytes())
    for entry in entries:
        hashed.update(f"{entry.kind}\0{entry.text}\0".encode())
    return hashed.hexdigest()[:16]


def _create(client: "MilvusClient", name: str, dimension: int, count: int) -> None:
    from pymilvus import DataType, Function, FunctionType  # noqa: PLC0415  # an extra: most installations search locally

    schema = client.create_schema(auto_id=False, enable_dynamic_field=False)
    schema.add_field("place", DataType.INT64, is_primary=True)
    schema.add_field(
        "stems", DataType.VARCHAR, max_length=65_535, enable_analyzer=True, analyzer_params={"tokenizer": "standard"}
    )
    schema.add_field("sparse", DataType.SPARSE_FLOAT_VECTOR)
    schema.add_field("dense", DataType.FLOAT_VECTOR, dim=dimension)
    schema.add_function(
        Function(name="bm25", function_type=FunctionType.BM25, input_field_names=["stems"], output_field_names=["sparse"])
    )
    index = client.prepare_index_params()
    index.add_index("sparse", index_type="SPARSE_INVERTED_INDEX", metric_type="BM25", params={"bm25_k1": K1, "bm25_b": B})
    index.add_index("dense", index_type="FLAT" if count <= EXACT else "AUTOINDEX", metric_type="IP")
    client.create_collection(name, schema=schema, index_params=index, consistency_level="Strong")


def _connected(uri: str, token: str) -> "MilvusClient":
    try:
        from pymilvus import MilvusClient  # noqa: PLC0415  # an extra: most installations search locally
    except ImportError as error:
        raise IndexUnusable("the setting 'milvus' needs one more package: pip install 'studybot[scale]'") from error
    return MilvusClient(uri, token=token)


def _target(client: "MilvusClient", alias: str) -> str | None:
    """The collection that an alias leads to: asked of them, since the client of Milvus logs an unknown alias as a fault."""
    builds = (name for name in client.list_collections() if name.startswith(f"{alias}_"))
    return next((str(name) for name in builds if alias in client.list_aliases(name)["aliases"]), None)


@contextmanager
def _translated(uri: str) -> Iterator[None]:
    """Turn what Milvus raises into a sentence."""
    try:
        yield
    except ImportError:
        raise
    except Exception as error:
        if not type(error).__module__.startswith(("pymilvus", "grpc", "milvus_lite")):
            raise
        raise IndexUnusable(f"Milvus at {uri!r} did not answer ({error}): start it, or empty the setting 'milvus'") from error
