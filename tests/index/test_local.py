import json
import os
import random
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from fakes import HashingEmbedder, passages_of, written
from studybot.corpus.split import entries, split
from studybot.errors import IndexUnusable, NotFound
from studybot.index import local, ranking
from studybot.index.features import FEATURES
from studybot.index.local import LocalBackend
from studybot.index.ranking import SIMPLE, SIMPLE_SPANS, RankingModel
from studybot.index.spans import SPAN_FEATURES, PassageUnits
from studybot.text import stems
from studybot.types import Entry, Passage, Question, Understanding

TEXT = """# Storage

## EBS

EBS is block storage. A volume lives in one zone.

## Limits

| Kind | IOPS |
| --- | --- |
| gp3 | 16,000 |
| io2 | 64,000 |

## EFS

EFS is a shared file system.
"""


@pytest.fixture
def content() -> tuple[list[Passage], list[Entry]]:
    """Three passages with their entries, a question of learners on each of two."""
    document = written(TEXT)
    passages = split(document, 900)
    found = list(entries(document, passages))
    row = TEXT.index("| io2")
    end = TEXT.index("\n", row)
    found.append(Entry(kind="bank", passage=passages[1].id, text="which kind is the fastest?", start=row, end=end))
    found.append(
        Entry(kind="bank", passage=passages[0].id, text="what is a disk?", start=passages[0].start, end=passages[0].end)
    )
    return passages, found


@pytest.fixture
def backend(content: tuple[list[Passage], list[Entry]]) -> LocalBackend:
    """A backend with them."""
    passages, found = content
    made = LocalBackend()
    made.replace(passages, found, HashingEmbedder().encode([entry.text for entry in found]))
    return made


def understood(text: str, *parts: str) -> Understanding:
    """A question as it is searched."""
    return Understanding(question=Question(text=text), text=text, terms=tuple(stems(text)), parts=parts)


def test_a_passage_by_its_id(backend: LocalBackend, content: tuple[list[Passage], list[Entry]]) -> None:
    """Every passage is found by its id; an unknown id is named with the command that lists them."""
    for passage in content[0]:
        assert backend.passage(passage.id) == passage
    with pytest.raises(NotFound, match=r"'storage/gone/1'.*studybot topics"):
        backend.passage("storage/gone/1")


def test_rarity(backend: LocalBackend) -> None:
    """A stem that one entry has is rarer than one of many; one that the course lacks has none."""
    fastest, storage = backend.idf("fastest"), backend.idf("storag")
    assert fastest is not None and storage is not None
    assert fastest > storage
    assert backend.idf("zebra") is None


def test_the_likeliest_unit_stands_first(backend: LocalBackend) -> None:
    """The matches of a hit are its units, likeliest first: the row that is asked for, by its words or by a learner's."""
    for text in ("io2", "which kind is the fastest?"):
        best = backend.search(understood(text), HashingEmbedder().encode([text]), k=3)[0]
        assert best.passage.path[-1] == "Limits"
        first = best.matches[0]
        assert TEXT[first.start : first.end] == "| io2 | 64,000 |"


def test_chances_sum_to_one(backend: LocalBackend) -> None:
    """Over all hits the chances of the units to be the answer sum to 1; units of each passage are all there, once."""
    text = "what is the fastest volume?"
    hits = backend.search(understood(text), HashingEmbedder().encode([text]), k=10)
    units = [match for hit in hits for match in hit.matches if match.kind != "passage"]
    assert sum(match.score for match in units) == pytest.approx(1, abs=1e-4)
    for hit in hits:
        own = [(match.start, match.end) for match in hit.matches if match.kind != "passage"]
        assert sorted(own) == [(unit.start, unit.end) for block in hit.passage.blocks for unit in block.units]


def test_every_passage_can_be_found_among_many(tmp_path: Path) -> None:
    """With more entries than the dense search returns, a passage whose entries are all further off is still ranked."""
    document = written("# Storage\n\n" + "".join(f"## Part {n}\n\nWord{n} alone{n}. More{n} text{n}.\n\n" for n in range(320)))
    passages = split(document, 900)
    found = list(entries(document, passages))
    assert len(found) > 900
    backend = LocalBackend()
    backend.replace(passages, found, HashingEmbedder().encode([entry.text for entry in found]))
    for number in (0, 160, 319):
        text = f"word{number} alone{number}"
        hits = backend.search(understood(text), HashingEmbedder().encode([text]), k=5)
        assert hits[0].passage.path[-1] == f"Part {number}"


def test_ranking_weights_must_be_known() -> None:
    """Weights of features that do not exist are refused by name; missing ones count nothing."""
    with pytest.raises(IndexUnusable, match=r"\['sparkle'\].*learn_ranking"):
        RankingModel({"sparkle": 1.0}, {})
    with pytest.raises(IndexUnusable, match=r"\['glitter'\]"):
        RankingModel({}, {"glitter": 1.0})
    model = RankingModel({"dense_best": 2.0}, {})
    features = np.eye(len(FEATURES), dtype=np.float32)
    assert model.score(features).tolist() == [2.0 if name == "dense_best" else 0.0 for name in FEATURES]
    packaged = RankingModel.packaged()
    assert (len(packaged.weights), len(packaged.span_weights)) == (len(FEATURES), len(SPAN_FEATURES))


def test_a_course_without_a_bank_has_weights_of_its_own() -> None:
    """What was learned with a question bank does not rank a course that has none."""
    passages = written("# Storage\n\nEBS is block storage.\n")
    parts = split(passages, 900)
    found = list(entries(passages, parts))
    backend = LocalBackend()
    backend.replace(parts, found, HashingEmbedder().encode([entry.text for entry in found]))
    assert backend.ranking.weights.tolist() == RankingModel.packaged(banked=False).weights.tolist()
    asked = Entry(kind="bank", passage=parts[0].id, text="what is EBS?", start=parts[0].start, end=parts[0].end)
    banked = [*found, asked]
    backend.replace(parts, banked, HashingEmbedder().encode([entry.text for entry in banked]))
    assert backend.ranking.weights.tolist() == RankingModel.packaged().weights.tolist()


def test_weights_of_another_embedder_are_refused(caplog: pytest.LogCaptureFixture) -> None:
    """Weights that were learned with another embedding model are not used, and one sentence says so."""
    simple = RankingModel.fitting("other-model@0", banked=True)
    assert simple.weights.tolist() == RankingModel(SIMPLE, SIMPLE_SPANS).weights.tolist()
    assert "does not fit other-model@0" in caplog.text
    caplog.clear()
    learned_with = json.loads((Path(ranking.__file__).parent / "ranking.json").read_text(encoding="utf-8"))["made"]["embedder"]
    assert RankingModel.fitting(learned_with, banked=True).weights.tolist() == RankingModel.packaged().weights.tolist()
    assert not caplog.text


def test_entries_speak_for_the_units_they_cover() -> None:
    """A unit's scores are the best of its own entry and of the questions on it, by hand.

    Its label and what it tells are shares of what is asked: here of "three", "four" and the heading's "storage".
    """
    (passage,) = passages_of("# Storage\n\nOne is. Two is. **Three:** is. Four is.\n")
    spans = [(unit.start, unit.end) for unit in passage.blocks[0].units]

    def entry(kind: str, first: int, last: int) -> Entry:
        return Entry.model_validate(
            {"kind": kind, "passage": passage.id, "text": "x", "start": spans[first][0], "end": spans[last][1]}
        )

    found = [entry("unit", 0, 0), entry("unit", 1, 1), entry("bank", 1, 1), entry("bank", 0, 3)]
    units = PassageUnits(passage, found, range(len(found)))
    dense = np.array([0.1, 0.2, 0.4, 0.9], dtype=np.float32)
    table = units.features(dense, dense / 10, {"three": 0.5, "four": 0.3, "storag": 0.2}, -7.0, 2)
    columns = {name: table[:, number].tolist() for number, name in enumerate(SPAN_FEATURES)}
    assert columns["dense_unit"] == pytest.approx([0.1, 0.2, 0, 0])
    assert columns["dense_bank"] == pytest.approx([0, 0.4, 0, 0])
    assert columns["lexical_bank"] == pytest.approx([0, 0.04, 0, 0])
    assert (columns["passage"], columns["rank"]) == ([-7.0] * 4, [2.0] * 4)
    assert columns["label"] == pytest.approx([0, 0, 0.5, 0])
    assert columns["told"] == pytest.approx([0.2, 0.2, 0.7, 0.5])
    matches = units.matches(passage, np.array([0.1, 0.6, 0.2, 0.1], dtype=np.float32), dense)
    assert [(match.start, match.end) for match in matches][:2] == [spans[1], spans[2]]
    assert (matches[-1].kind, matches[-1].score) == ("passage", pytest.approx(0.9))


def test_objectives_stand_behind_what_teaches() -> None:
    """An objective that repeats the question's words comes behind the sentence that teaches, and is no likelier answer."""
    text = (
        "# Parcels\n\n<!-- studybot role: objective -->\n\n- Explain why wet string can be useful.\n\n"
        "<!-- studybot role: teaching -->\n\nWet string shrinks while it dries, and so the parcel stays shut.\n"
    )
    document = written(text.replace("Parcels", "Storage"))
    passages = split(document, 900)
    own = list(entries(document, passages))
    embedder = HashingEmbedder()
    backend = LocalBackend()
    backend.replace(passages, own, embedder.encode([entry.text for entry in own]))
    question = Question(text="Explain why wet string can be useful")
    understood = Understanding(question=question, text=question.text)
    first, second = backend.search(understood, embedder.encode([question.text]), k=5)
    assert (first.passage.role, second.passage.role) == ("teaching", "objective")
    assert max(match.score for match in first.matches) > max(match.score for match in second.matches)


def test_a_script_that_the_model_cannot_read_is_searched_by_words() -> None:
    """With an embedder that makes the same of all texts, the passage that shares the question's words comes first."""
    document = written("# Storage\n\n## 红茶\n\n红茶用一百度的水冲泡五分钟。\n\n## 绿茶\n\n绿茶用八十度的水冲泡三分钟。\n")
    passages = split(document, 900)
    own = list(entries(document, passages))
    backend = LocalBackend()
    backend.language, backend.reads = "zh", False
    backend.replace(passages, own, np.ones((len(own), 4), dtype=np.float32) / 2)
    question = Question(text="绿茶用多少度的水冲泡？")
    hits = backend.search(Understanding(question=question, text=question.text), np.ones((1, 4), dtype=np.float32) / 2, k=2)
    assert hits[0].passage.path[-1] == "绿茶"


def test_scores_are_the_same_to_the_last_bit_in_every_process() -> None:
    """What a text's words weigh is added in the order of the text, however a process happens to arrange its sets."""
    program = """
from fakes import HashingEmbedder, written
from studybot.corpus.split import entries, split
from studybot.index.local import LocalBackend
words = "amber basil cedar daisy ember fennel ginger hazel iris juniper kelp lotus".split()
sections = [f"## {' '.join(words[:n])}\\n\\nAbout {words[n - 1]}.\\n" for n in range(1, 13)]
document = written("# Plants\\n\\n" + "\\n".join(sections))
passages = split(document, 900)
listed = list(entries(document, passages))
embedder, backend = HashingEmbedder(), LocalBackend()
backend.replace(passages, listed, embedder.encode([entry.text for entry in listed]))
text = " ".join(words)
features = backend.features(text, embedder.encode([text])[0])
print([float(value).hex() for value in features[:, FEATURE]])
"""
    program = program.replace("FEATURE", str(FEATURES.index("heading")))
    path = os.pathsep.join(entry for entry in sys.path if entry)
    told = {
        subprocess.run(
            [sys.executable, "-c", program],
            env=os.environ | {"PYTHONHASHSEED": str(seed), "PYTHONPATH": path},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed in (1, 2, 3)
    }
    assert len(told) == 1


def test_a_large_course_is_searched_like_a_small_one(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where only passages that a text may mean are looked at, the first ones are those of a look at all of them."""
    words = [
        f"{first}{second}"
        for first in ("am", "bel", "cor", "dun", "er", "fal")
        for second in ("bak", "dol", "fim", "gus", "hep")
    ]
    draw = random.Random(3)
    sections = [
        f"## {draw.choice(words)} {n}\n\n{' '.join(draw.choices(words, k=12))}. {' '.join(draw.choices(words, k=9))}.\n"
        for n in range(80)
    ]
    document = written("# Words\n\n" + "\n".join(sections))
    passages = split(document, 900)
    own = list(entries(document, passages))
    embedder, backend = HashingEmbedder(), LocalBackend()
    backend.replace(passages, own, embedder.encode([entry.text for entry in own]))
    texts = [" ".join(draw.choices(words, k=4)) for _ in range(20)]
    asked = [
        Understanding(question=Question(text=text, topic=topic), text=text)
        for text in texts
        for topic in (None, document.topic.id)
    ]
    vectors = [embedder.encode([one.text]) for one in asked]
    whole = [[hit.passage.id for hit in backend.search(one, row, k=3)] for one, row in zip(asked, vectors, strict=True)]
    monkeypatch.setattr(local, "ALL", 10)
    monkeypatch.setattr(local, "LOOKED_AT", 30)
    some = backend.scored(asked[0], vectors[0])[0]
    assert len(some.places) < len(passages)
    assert some.features_of(int(some.places[1])) == pytest.approx(backend.features(texts[0], vectors[0][0])[some.places[1]])
    assert [[hit.passage.id for hit in backend.search(one, row, k=3)] for one, row in zip(asked, vectors, strict=True)] == whole
