"""What every embedder must do; values are compared with pooling done by hand and with a count of shared words."""

import numpy as np
import pytest

from fakes import HashingEmbedder
from studybot.index.encode import PACKAGED_MODEL, SentenceEncoder, model_folder
from studybot.ports import Embedder

TEXTS = [
    "What is a security group?",
    "",
    "EBS > Volumes: gp3; IOPS: 16,000",
    "größe ⚡ naïve 中文",
    "aws ec2 create-volume --size 10 " * 60,
    "x",
    "What is a security group?",
    "\n",
]


@pytest.fixture(scope="module")
def sentence_embedder() -> SentenceEncoder:
    """The packaged model through torch."""
    return SentenceEncoder.load(PACKAGED_MODEL)


@pytest.fixture(params=["hashing", *(pytest.param(name, marks=pytest.mark.slow) for name in ("sentence", "real"))])
def embedder(request: pytest.FixtureRequest) -> Embedder:
    """Each embedder."""
    if request.param == "hashing":
        return HashingEmbedder()
    found: Embedder = request.getfixturevalue(f"{request.param}_embedder")
    return found


def test_rows_are_unit_vectors_in_order(embedder: Embedder) -> None:
    """One float32 row of length 1 per text, whatever the text; equal texts have equal rows, others do not."""
    rows = embedder.encode(TEXTS)
    assert rows.shape == (len(TEXTS), embedder.dimension)
    assert rows.dtype == np.float32
    np.testing.assert_allclose(np.linalg.norm(rows, axis=1), 1, atol=1e-5)
    np.testing.assert_allclose(rows[0], rows[6], atol=1e-5)
    assert float(rows[0] @ rows[2]) < 0.9


def test_a_row_does_not_depend_on_its_batch(embedder: Embedder) -> None:
    """A text has the same vector alone, among others, and in another order, and every time."""
    rows = embedder.encode(TEXTS)
    for position, text in enumerate(TEXTS):
        np.testing.assert_allclose(embedder.encode([text])[0], rows[position], atol=1e-5)
    np.testing.assert_allclose(embedder.encode(TEXTS[::-1]), rows[::-1], atol=1e-5)
    np.testing.assert_array_equal(embedder.encode(TEXTS), rows)


def test_no_texts(embedder: Embedder) -> None:
    """No texts give no rows of the right width."""
    rows = embedder.encode([])
    assert rows.shape == (0, embedder.dimension)
    assert rows.dtype == np.float32


def test_near_texts_are_near(embedder: Embedder) -> None:
    """A text is nearer to one that shares its words than to one about something else."""
    asked, near, far = embedder.encode(["encrypt a volume", "how a volume is encrypted", "the terraform state file"])
    assert float(asked @ near) > float(asked @ far) + 0.2


def test_the_name_is_lasting(embedder: Embedder) -> None:
    """The name is the same each time and says more than the class: the index is compared by it."""
    assert embedder.name == embedder.name
    assert "@" in embedder.name


def test_hashing_counts_shared_words() -> None:
    """The hashing embedder's cosine is that of word counts: one of two words shared is one half."""
    rows = HashingEmbedder().encode(["volume zone", "volume bucket", "volume volume zone", "zone"])
    assert (rows @ rows[0]).tolist() == pytest.approx([1, 0.5, 3 / np.sqrt(10), 1 / np.sqrt(2)], abs=1e-6)


@pytest.mark.slow
def test_compiled_vectors_are_those_of_the_library(real_embedder: Embedder, sentence_embedder: SentenceEncoder) -> None:
    """A compiled model is the same embedder: an index and learned weights made with either are good for both."""
    assert (real_embedder.name, real_embedder.dimension) == (sentence_embedder.name, sentence_embedder.dimension)
    np.testing.assert_allclose(real_embedder.encode(TEXTS), sentence_embedder.encode(TEXTS), atol=1e-5)


@pytest.mark.slow
def test_a_compiled_vector_is_the_same_to_the_last_bit_in_every_batch(real_embedder: Embedder) -> None:
    """Equal questions get equal answers whatever they are encoded with: not one bit depends on the batch or its order."""
    texts = [*TEXTS, *(f"{text} and number {number}" for number, text in enumerate(TEXTS * 5))]
    rows = real_embedder.encode(texts)
    np.testing.assert_array_equal(np.vstack([real_embedder.encode([text]) for text in texts]), rows)
    np.testing.assert_array_equal(real_embedder.encode(texts[::-3]), rows[::-3])


@pytest.mark.slow
def test_sentence_vectors_are_mean_pooled(real_embedder: Embedder) -> None:
    """The model's rows are the mean over its tokens' last states, normalised, of at most 256 tokens: computed here by hand."""
    import torch
    from transformers import AutoModel, AutoTokenizer

    folder = str(model_folder(PACKAGED_MODEL))
    tokenizer, model = AutoTokenizer.from_pretrained(folder), AutoModel.from_pretrained(folder)
    encoded = tokenizer(TEXTS, padding=True, truncation=True, max_length=256, return_tensors="pt")
    with torch.no_grad():
        states = model(**encoded).last_hidden_state
    mask = encoded["attention_mask"].unsqueeze(-1)
    pooled = (states * mask).sum(1) / mask.sum(1)
    expected = torch.nn.functional.normalize(pooled, dim=1).numpy()
    np.testing.assert_allclose(real_embedder.encode(TEXTS), expected, atol=1e-5)
