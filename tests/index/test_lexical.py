import math
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from rank_bm25 import BM25Okapi

from studybot.errors import IndexUnusable
from studybot.index.lexical import LexicalIndex

TERMS = st.sampled_from("aws lambda vpc subnet bucket role key queue".split())
ROWS = st.lists(st.lists(TERMS, max_size=12), min_size=1, max_size=20)


@given(ROWS, st.lists(TERMS | st.just("absent"), max_size=6))
def test_scores_are_those_of_rank_bm25(rows: list[list[str]], asked: list[str]) -> None:
    """The postings score every entry as rank-bm25 does: repeats in the question, empty entries, negative idf included."""
    index = LexicalIndex(rows)
    assert len(index) == len(rows)
    assert index.scores(asked).dtype == np.float32
    if not any(rows):
        assert not index.scores(asked).any()
        return
    expected = BM25Okapi([list(row) for row in rows]).get_scores(asked)
    np.testing.assert_allclose(index.scores(asked), expected, rtol=1e-4, atol=1e-5)


def test_scores_by_hand() -> None:
    """Okapi BM25 (k1 1.5, b 0.75) by hand: idf ln((N - n + 0.5) / (n + 0.5)) times the saturated frequency."""
    index = LexicalIndex([["vpc", "vpc", "role"], ["key"], ["queue", "key"], ["bucket", "key", "queue", "key"]])
    idf = math.log((4 - 1 + 0.5) / (1 + 0.5))
    length = 1.5 * (1 - 0.75 + 0.75 * 3 / 2.5)  # the first entry has 3 words, all have 2.5 on average
    assert index.idf("vpc") == pytest.approx(idf)
    np.testing.assert_allclose(index.scores(["vpc"]), [idf * 2 * 2.5 / (2 + length), 0, 0, 0], rtol=1e-6)


def test_a_term_in_half_of_the_entries_says_nothing() -> None:
    """A term in exactly half of the entries has idf 0 and adds nothing, but its entries are known to hold it."""
    index = LexicalIndex([["vpc"], ["vpc", "key"], ["queue"], ["role"]])
    assert index.idf("vpc") == pytest.approx(0.0)
    assert not index.scores(["vpc"]).any()
    assert "vpc" in index.terms


@pytest.mark.parametrize("rows", [[], [[]], [[], [], []]])
def test_without_words(rows: list[list[str]]) -> None:
    """No entries, or entries without a word, score 0 and know no term; rank-bm25 would divide by zero."""
    index = LexicalIndex(rows)
    assert index.scores(["vpc"]).tolist() == [0.0] * len(rows)
    assert index.idf("vpc") is None
    assert index.terms == frozenset()


@pytest.mark.parametrize("rows", [[], [[]], [["vpc", "größe", "vpc"], [], ["key", "vpc"], ["中文"]]])
def test_postings_come_back_from_a_file(tmp_path: Path, rows: list[list[str]]) -> None:
    """What is saved and loaded knows the same terms, says the same of each, and scores to the last bit alike."""
    index = LexicalIndex(rows)
    index.save(tmp_path / "postings.npz")
    loaded = LexicalIndex.load(tmp_path / "postings.npz")
    assert len(loaded) == len(rows)
    assert loaded.terms == index.terms
    for term in (*index.terms, "absent"):
        assert loaded.idf(term) == index.idf(term)
        np.testing.assert_array_equal(loaded.scores([term, "vpc"]), index.scores([term, "vpc"]))


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04", b"not an archive", b"\x00" * 100])
def test_a_file_that_holds_no_postings(tmp_path: Path, content: bytes) -> None:
    """Any other file is refused in a sentence with the command."""
    (tmp_path / "postings.npz").write_bytes(content)
    with pytest.raises(IndexUnusable, match="studybot index --fresh"):
        LexicalIndex.load(tmp_path / "postings.npz")
