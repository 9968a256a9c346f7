from pathlib import Path

import pytest

from fakes import HashingEmbedder
from studybot import wiring
from studybot.errors import IndexUnusable, ModelError, NotFound
from studybot.served import Served
from studybot.settings import Settings


def test_an_index_of_another_model_is_refused(tiny_studybot: Served, monkeypatch: pytest.MonkeyPatch) -> None:
    """An index that was built with another model names both and the command; it counts as stale."""
    monkeypatch.setattr("studybot.index.encode.model_name", lambda model: "other@1")
    with pytest.raises(IndexUnusable, match=r"hashing@256.*other@1.*studybot index"):
        _ = tiny_studybot.manifest
    assert not wiring.is_current(tiny_studybot.settings)


def test_preloading_gives_the_model_when_it_is_used(
    hashing: HashingEmbedder, tiny_settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A model loaded in the background is loaded once; its error comes when it is used, not before."""
    loads: list[Settings] = []
    monkeypatch.setattr(wiring, "load_embedder", lambda settings: loads.append(settings) or hashing)
    studybot = wiring.open_studybot(tiny_settings)
    studybot.preload()
    studybot.preload()
    assert studybot.embedder is hashing
    assert len(loads) == 1

    def missing(settings: Settings) -> None:
        raise ModelError("the model is missing")

    monkeypatch.setattr(wiring, "load_embedder", missing)
    broken = wiring.open_studybot(tiny_settings)
    broken.preload()
    with pytest.raises(ModelError, match="missing"):
        _ = broken.embedder


def test_warming_opens_everything(tiny_studybot: Served, hashing: HashingEmbedder) -> None:
    """After `warm` every part is open and the model has encoded; nothing was recorded."""
    tiny_studybot.warm()
    assert {"embedder", "store"} <= set(vars(tiny_studybot))
    assert {"backend", "assistant", "material"} <= set(tiny_studybot.opened._parts)
    assert hashing.encoded[-1] >= 1
    assert tiny_studybot.store.log.count() == 0


@pytest.mark.parametrize("name", ["lambda", "Lambda", " LAMBDA "])
def test_a_topic_by_id_or_title(tiny_studybot: Served, name: str) -> None:
    """A topic is found by id or title, in any case, with blanks around it."""
    assert tiny_studybot.opened.topic(name).id == "lambda"


def test_an_unknown_topic(tiny_studybot: Served) -> None:
    """An unknown topic names the nearest and the command that lists them."""
    with pytest.raises(NotFound, match=r"'strage' \(the nearest is 'storage'\): see 'studybot topics'"):
        tiny_studybot.opened.topic("strage")
    with pytest.raises(NotFound):
        tiny_studybot.opened.document("strage")


def test_a_current_index_is_left_alone(tiny_studybot: Served, hashing: HashingEmbedder) -> None:
    """An index that fits is not built again; `fresh` builds it all the same."""
    calls = len(hashing.encoded)
    assert wiring.build_index(tiny_studybot.settings) is None
    assert len(hashing.encoded) == calls
    receipt = wiring.build_index(tiny_studybot.settings, fresh=True)
    assert receipt is not None
    assert sum(file.embedded for file in receipt.files) > 0


def test_other_settings_make_the_index_stale(tiny_studybot: Served, tmp_path: Path) -> None:
    """A changed passage size or a new file asks for a new index."""
    settings = tiny_studybot.settings
    assert not wiring.is_current(settings.model_copy(update={"passage_size": 400}))
    (settings.course / "03-new.md").write_text("# New\n\nA new topic.\n", encoding="utf-8")
    assert not wiring.is_current(settings)
