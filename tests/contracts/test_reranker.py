"""What every reranker promises: the same hits, best first, ranks from 1, each with the same matches, best first."""

from collections.abc import Sequence
from pathlib import Path

import pytest

from studybot.errors import ModelError
from studybot.index.rerank import AnswerReranker
from studybot.ports import Reranker
from studybot.types import Hit, Match, Passage, Question, Understanding

TEXTS = ("Lambda runs code in response to events.", "A bucket holds objects.", "An instance is a virtual machine.")


class ShortestFirst:
    """A fake whose order is known: the shortest passage first."""

    reach = 0

    def rerank(self, question: Understanding, hits: Sequence[Hit]) -> list[Hit]:
        """Order by length."""
        ordered = sorted(hits, key=lambda hit: len(hit.passage.text))
        return [hit.model_copy(update={"rank": rank}) for rank, hit in enumerate(ordered, start=1)]


def _hits() -> list[Hit]:
    passages = [
        Passage(
            id=f"t/{n}", document="d", source="t.md", topic="t", path=("T",), kind="prose", text=text, start=0, end=len(text)
        )
        for n, text in enumerate(TEXTS)
    ]
    return [
        Hit(passage=passage, rank=rank, score=1.0 / rank, matches=_matches(passage, 1.0 / (rank + 1)))
        for rank, passage in enumerate(passages, start=1)
    ]


def _matches(passage: Passage, chance: float) -> tuple[Match, ...]:
    """Two units of a passage, the first likelier, and the passage as a whole."""
    middle, end = len(passage.text) // 2, len(passage.text)
    return (
        Match(start=0, end=middle, kind="unit", score=chance),
        Match(start=middle, end=end, kind="unit", score=chance / 2),
        Match(start=0, end=end, kind="passage", score=0.9),
    )


@pytest.fixture(scope="module")
def cross_encoder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A real CrossEncoder with small random weights: the loading and scoring code is the real one."""
    import torch
    from sentence_transformers import CrossEncoder
    from transformers import AutoTokenizer, BertConfig, BertForSequenceClassification

    from studybot.index.encode import PACKAGED_MODEL, model_folder

    torch.manual_seed(0)
    plain, folder = tmp_path_factory.mktemp("plain"), tmp_path_factory.mktemp("cross")
    tokenizer = AutoTokenizer.from_pretrained(str(model_folder(PACKAGED_MODEL)))
    sizes = {"hidden_size": 32, "num_hidden_layers": 1, "num_attention_heads": 2, "intermediate_size": 64}
    config = BertConfig(vocab_size=len(tokenizer), num_labels=1, **sizes)
    BertForSequenceClassification(config).save_pretrained(plain)
    tokenizer.save_pretrained(plain)
    CrossEncoder(str(plain)).save_pretrained(str(folder))
    return folder


def _answer_reranker() -> Reranker:
    """The default, with the packaged weights; every unit reads as it stands."""
    from studybot.index.scorer.model import AnswerScorer

    return AnswerReranker(AnswerScorer.load(), lambda _: {})


@pytest.fixture(params=["fake", "answer", pytest.param("cross", marks=pytest.mark.slow)])
def reranker(request: pytest.FixtureRequest) -> Reranker:
    """Every implementation and every fake."""
    if request.param == "fake":
        return ShortestFirst()
    if request.param == "answer":
        return _answer_reranker()
    from studybot.index.rerank import CrossReranker

    return CrossReranker.load(str(request.getfixturevalue("cross_encoder")))


def test_the_same_hits_come_back_with_ranks_from_one(reranker: Reranker) -> None:
    """Nothing is lost, added or changed but the order and the ranks."""
    hits = _hits()
    ordered = reranker.rerank(Understanding(question=Question(text="what is lambda"), text="what is lambda"), hits)
    assert [hit.rank for hit in ordered] == [1, 2, 3]
    assert {hit.passage.id for hit in ordered} == {hit.passage.id for hit in hits}
    assert reranker.rerank(Understanding(question=Question(text="x y"), text="x y"), []) == []


def test_the_order_is_the_same_twice(reranker: Reranker) -> None:
    """The same question gives the same order."""
    question = Understanding(question=Question(text="what is a bucket"), text="what is a bucket")
    assert reranker.rerank(question, _hits()) == reranker.rerank(question, _hits())


def test_each_hit_keeps_its_matches_best_first(reranker: Reranker) -> None:
    """Chances may change, spans do not; units stand by their chances, the passage as a whole last."""
    hits = _hits()
    spans = {hit.passage.id: {(match.start, match.end, match.kind) for match in hit.matches} for hit in hits}
    for hit in reranker.rerank(Understanding(question=Question(text="what is a bucket"), text="what is a bucket"), hits):
        assert {(match.start, match.end, match.kind) for match in hit.matches} == spans[hit.passage.id]
        chances = [match.score for match in hit.matches if match.kind == "unit"]
        assert chances == sorted(chances, reverse=True)
        assert hit.matches[-1].kind == "passage"


def test_what_answers_is_put_first_by_the_default() -> None:
    """The passage that answers stands first, its unit is the likeliest of all, and the scores are left as signals."""
    question = Understanding(question=Question(text="what does a bucket hold?"), text="what does a bucket hold?")
    first, *others = _answer_reranker().rerank(question, _hits())
    assert first.passage.text == TEXTS[1]
    assert first.signals["passage_answers"] > max(hit.signals.get("passage_answers", -9.0) for hit in others)
    units = [match.score for hit in (first, *others) for match in hit.matches if match.kind == "unit"]
    assert first.matches[0].score == max(units) and sum(units) == pytest.approx(1.0, abs=1e-4)


def test_what_cannot_lead_is_not_read(monkeypatch: pytest.MonkeyPatch) -> None:
    """Of passages of which no likely unit answers, the first alone is read; units without a chance, far back, are not read."""
    from studybot.index.scorer.model import packaged_scorer

    read: list[str] = []
    scorer = packaged_scorer()
    score = scorer.score
    monkeypatch.setattr(scorer, "score", lambda asked, texts, tokens: read.extend(texts) or score(asked, texts, tokens))
    likely, *others = _hits()
    hits = [likely, *(hit.model_copy(update={"matches": _matches(hit.passage, 1e-6), "score": -20.0}) for hit in others)]
    question = Understanding(question=Question(text="what does lambda run?"), text="what does lambda run?")
    AnswerReranker(scorer, lambda _: {}).rerank(question, hits)
    assert len(read) == 3 and all("Lambda" in text or "events" in text for text in read)


def test_what_the_search_puts_behind_is_lifted_where_it_answers() -> None:
    """The likeliest unit of a hit that is not far behind is read, however little chance the search gives it."""
    bucket, *others = sorted(_hits(), key=lambda hit: "bucket" not in hit.passage.text)
    behind = bucket.model_copy(update={"matches": _matches(bucket.passage, 1e-6)})
    question = Understanding(question=Question(text="what does a bucket hold?"), text="what does a bucket hold?")
    assert _answer_reranker().rerank(question, [*others, behind])[0].passage.id == bucket.passage.id


@pytest.mark.slow
def test_the_order_follows_the_models_own_scores(cross_encoder: Path) -> None:
    """Values, not only shapes: the ranking is that of the CrossEncoder's scores."""
    from sentence_transformers import CrossEncoder

    from studybot.index.rerank import CrossReranker

    hits = _hits()
    scores = CrossEncoder(str(cross_encoder), device="cpu").predict([("what is lambda", hit.passage.context) for hit in hits])
    expected = [hits[place].passage.id for place in sorted(range(len(hits)), key=lambda place: -float(scores[place]))]
    question = Understanding(question=Question(text="what is lambda"), text="what is lambda")
    assert [hit.passage.id for hit in CrossReranker.load(str(cross_encoder)).rerank(question, hits)] == expected


def test_a_missing_reranker_names_the_setting(tmp_path: Path) -> None:
    """A folder without a model is one sentence with what to do."""
    from studybot.index.rerank import CrossReranker

    with pytest.raises(ModelError, match="STUDYBOT_"):
        CrossReranker.load(str(tmp_path / "none"))
