"""Retrieval measures against ir-measures and by hand."""

import math
import random
from pathlib import Path

import ir_measures
import pytest
from hypothesis import given
from hypothesis import strategies as st
from ir_measures import RR, R, nDCG

from studybot.evaluate.measures.retrieval import held_by, ndcg_at, recall_at, recall_within, reciprocal_rank
from studybot.evaluate.trec import measure_ranking, read_qrels, read_ranking, write_qrels, write_ranking

HELD = st.lists(st.frozensets(st.integers(0, 4), max_size=3), max_size=12)


def judged(seed: int) -> tuple[dict, dict]:
    """Random judgments and rankings of 40 questions: some not found, some empty, relevant passages ranked or not."""
    generator = random.Random(seed)
    qrels: dict[str, dict[str, int]] = {}
    ranking: dict[str, list[tuple[str, float]]] = {}
    for number in range(40):
        relevant = generator.sample(range(40), generator.randint(1, 14))
        qrels[f"q{number}"] = {f"p{one}": 1 for one in relevant} | {f"n{one}": 0 for one in range(3)}
        found = generator.sample(range(40), generator.randint(0, 20))
        if found:
            ranking[f"q{number}"] = [(f"p{one}", 1 / rank) for rank, one in enumerate(found, start=1)]
    return qrels, ranking


@pytest.mark.parametrize("seed", range(5))
@pytest.mark.parametrize("k", [1, 3, 5, 10])
def test_ir_measures_agrees_to_nine_digits(tmp_path: Path, seed: int, k: int) -> None:
    """Recall, reciprocal rank and nDCG are those of ir-measures, read from the TREC files that studybot writes."""
    qrels, ranking = judged(seed)
    write_qrels(tmp_path / "q", qrels)
    write_ranking(tmp_path / "r", ranking)
    ours = measure_ranking(read_qrels(tmp_path / "q"), read_ranking(tmp_path / "r"), k)
    theirs: dict[str, dict[str, float]] = {query: {} for query in qrels}
    names = {str(R @ k): "recall", str(RR): "mrr", str(nDCG @ k): "ndcg"}
    read = list(ir_measures.read_trec_qrels(str(tmp_path / "q"))), list(ir_measures.read_trec_run(str(tmp_path / "r")))
    for value in ir_measures.iter_calc([R @ k, RR, nDCG @ k], *read):
        theirs[value.query_id][names[str(value.measure)]] = value.value
    for query in qrels:
        for name in ("recall", "mrr", "ndcg"):
            assert math.isclose(ours[query][name], theirs[query].get(name, 0.0), abs_tol=1e-9), (query, name)


def test_by_hand() -> None:
    """Two of three items at ranks 2 and 4, one of them again at 5."""
    held = [frozenset(), frozenset({0}), frozenset(), frozenset({2}), frozenset({0})]
    assert recall_at(held, 3, 1) == 0
    assert recall_at(held, 3, 3) == pytest.approx(1 / 3)
    assert recall_at(held, 3, 10) == pytest.approx(2 / 3)
    assert reciprocal_rank(held) == 0.5
    gained = 1 / math.log2(3) + 1 / math.log2(5)
    best = 1 + 1 / math.log2(3) + 1 / math.log2(4)
    assert ndcg_at(held, 3, 10) == pytest.approx(gained / best, abs=1e-12)


def test_one_hit_with_all_items_is_perfect() -> None:
    """A first hit that holds every item cannot be improved on."""
    held = [frozenset({0, 1}), frozenset({1})]
    assert recall_at(held, 2, 1) == reciprocal_rank(held) == ndcg_at(held, 2, 10) == 1


def test_nothing_found_scores_zero() -> None:
    """No hits at all is a row of zeros, not a missing one."""
    assert recall_at([], 2, 10) == reciprocal_rank([]) == ndcg_at([], 2, 10) == recall_within([["a"]], []) == 0


@given(HELD, st.integers(5, 8), st.integers(1, 12))
def test_measures_stay_between_zero_and_one(held: list[frozenset[int]], items: int, k: int) -> None:
    """Whatever stands where, each measure is in [0, 1] and recall does not fall with k."""
    for value in (recall_at(held, items, k), reciprocal_rank(held), ndcg_at(held, items, k)):
        assert 0 <= value <= 1
    assert recall_at(held, items, k) <= recall_at(held, items, k + 1)


def test_alternatives_and_flattened_rows_count() -> None:
    """An item is held when any alternative stands in the passage, also a row whose cells were glued together."""
    evidence = [["nowhere", "Max runtime15 minutes"], ["stateful"]]
    texts = ["| Max runtime | 15 minutes |", "a **state**ful group", "nothing"]
    assert held_by(evidence, texts) == [frozenset({0}), frozenset({1}), frozenset()]


def test_reading_stops_at_the_limit() -> None:
    """A passage that is cut off counts with the part that was read, and none behind it."""
    texts = ["x" * 90, "needle here", "other thing"]
    assert recall_within([["needle"]], texts, limit=96) == 1
    assert recall_within([["needle here"]], texts, limit=96) == 0
    assert recall_within([["needle"], ["other thing"]], texts, limit=101) == 0.5
