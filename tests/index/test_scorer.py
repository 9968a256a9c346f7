"""The packaged answer scorer: real weights, real tokenizer."""

import sys
from pathlib import Path

import numpy as np
import pytest

from fakes import hit_on, passages_of
from studybot.errors import ModelError
from studybot.index.rerank import UNIT_SIGNAL, AnswerReranker
from studybot.index.scorer import model
from studybot.index.scorer.model import AnswerScorer
from studybot.types import Question, Understanding

TEXTS = (
    "Volcanoes > Lava: Lava of the first kind flows at 1,100 degrees.",
    "Volcanoes > Ash: Ash is blown over hundreds of miles and closes airports.",
    "Volcanoes: This chapter is about volcanoes.",
)


@pytest.fixture(scope="module")
def scorer() -> AnswerScorer:
    """The scorer that comes along."""
    return AnswerScorer.load()


def test_what_answers_scores_above_what_only_speaks_of_it(scorer: AnswerScorer) -> None:
    """The line that holds the asked fact is first, for two questions about the same lines."""
    assert int(scorer.score("how hot is lava?", TEXTS, 112).argmax()) == 0
    assert int(scorer.score("why does an airport close after an eruption?", TEXTS, 112).argmax()) == 1


def test_a_pair_scores_the_same_whatever_is_read_beside_it(scorer: AnswerScorer) -> None:
    """Twice, alone, among others or in another order: the same to the last bit."""
    once = scorer.score("how hot is lava?", TEXTS, 112)
    assert np.array_equal(once, scorer.score("how hot is lava?", TEXTS, 112))
    assert np.array_equal(once[::-1], scorer.score("how hot is lava?", TEXTS[::-1], 112))
    assert once[1] == scorer.score("how hot is lava?", TEXTS[1:2], 112)[0]
    assert scorer.score("how hot is lava?", [], 112).shape == (0,)


def test_what_was_read_is_not_read_again(monkeypatch: pytest.MonkeyPatch) -> None:
    """A pair that was scored costs no second reading; another text, cut or question does, and the oldest are forgotten."""
    scorer = AnswerScorer.load()
    read: list[int] = []
    pair = scorer._pair
    monkeypatch.setattr(scorer, "_pair", lambda asked, said: read.append(len(said)) or pair(asked, said))
    once = scorer.score("how hot is lava?", TEXTS, 112)
    assert np.array_equal(once[:2], scorer.score("how hot is lava?", [*TEXTS[:2], TEXTS[0]], 112)[:2]) and len(read) == 3
    assert scorer.score("how hot is lava?", TEXTS[:1], 9).shape == (1,) and len(read) == 4
    monkeypatch.setattr(model, "REMEMBERED", 1)
    scorer.score("what is lava?", TEXTS[:1], 112)
    scorer.score("how hot is lava?", TEXTS[:1], 112)
    assert len(read) == 6


def test_a_story_is_read_by_what_it_asks(scorer: AnswerScorer) -> None:
    """What answers the sentence that asks counts, however much was told before it; what answers neither does not."""
    story = "I want a picnic at the crater. My shoes are made of rubber. "
    texts = ("Lava of the first kind flows at 1,100 degrees.", "Ash is blown over hundreds of miles.")
    hits = [hit_on(passage, text) for text in texts for passage in passages_of(f"# Volcanoes\n\n## Facts\n\n{text}\n")]
    question = Understanding(question=Question(text=story), text=f"{story}How hot is lava?")
    reranker = AnswerReranker(scorer, lambda _: {})
    told, (first, second) = reranker.rerank(question, hits), reranker.rerank(_asking(question), hits)
    assert first.passage.text.startswith("Lava")
    assert first.signals[UNIT_SIGNAL] > 0 > told[0].signals[UNIT_SIGNAL]
    assert second.signals[UNIT_SIGNAL] < 0


def _asking(question: Understanding) -> Understanding:
    return question.model_copy(update={"asked": "How hot is lava?"})


def test_a_follow_up_is_read_by_its_own_words(scorer: AnswerScorer) -> None:
    """What a subject in front asks is not what is asked now: the line about the price is first, not the one about length."""
    (passage,) = passages_of("# Boats\n\n## Ferry\n\nA ferry is 40 metres long.\n\nA ticket costs 7 euros.\n")
    hit = hit_on(passage, "A ferry is 40 metres long.", "A ticket costs 7 euros.")
    text, own = "how long is a ferry, is it 40 metres long", "and a ticket"
    whole = Understanding(question=Question(text=own), text=f"{text} — {own}")
    reranker = AnswerReranker(scorer, lambda _: {})
    (glued,), (read,) = reranker.rerank(whole, [hit]), reranker.rerank(whole.model_copy(update={"focus": own}), [hit])
    assert passage.cut(glued.matches[0]) == "A ferry is 40 metres long."
    assert passage.cut(read.matches[0]) == "A ticket costs 7 euros."


def test_a_long_text_is_cut_at_its_tokens(scorer: AnswerScorer) -> None:
    """What stands behind the last token that is read counts for nothing."""
    long = "lava " * 300
    assert np.array_equal(scorer.score("what is lava?", [long], 50), scorer.score("what is lava?", [long + "tail"], 50))


def test_altered_weights_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """Weights with another hash are one sentence with what to do; so is a graph with another one."""
    for name in ("SHA256", "GRAPH_SHA256"):
        with monkeypatch.context() as altered:
            altered.setattr(model, name, "0" * 64)
            with pytest.raises(ModelError, match="STUDYBOT_RERANKER=none"):
                AnswerScorer.load()


@pytest.mark.skipif(sys.platform != "linux", reason="what a process has mapped is read as Linux tells it")
def test_weights_are_mapped_and_not_read(scorer: AnswerScorer) -> None:
    """The table of words stays in its file: only the rows that are used come into memory, once for all servers."""
    assert str(model.FOLDER / model.PARTS[0]) in Path("/proc/self/maps").read_text(encoding="utf-8")


def test_the_notice_travels_with_the_weights() -> None:
    """Whoever gets the weights gets the licences of the texts that they were trained on."""
    notice = (Path(model.__file__).parent / "NOTICE").read_text(encoding="utf-8")
    assert "CC BY-SA" in notice and "all-MiniLM-L6-v2" in notice
