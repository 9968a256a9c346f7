import time
from collections.abc import Callable, Sequence
from pathlib import Path
from threading import Event, Thread

import numpy as np
import pytest
from numpy.typing import NDArray

from fakes import HashingEmbedder
from studybot import server as courses
from studybot import wiring
from studybot.errors import IndexUnusable, ModelError, NotFound
from studybot.served import Served
from studybot.server import Server
from studybot.settings import Settings
from studybot.study.material import gently
from studybot.types import Question


def soon(holds: Callable[[], bool]) -> None:
    """Wait until something holds; half a minute is too long."""
    end = time.monotonic() + 30
    while not holds():
        assert time.monotonic() < end
        time.sleep(0.01)


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


def test_warming_opens_what_answers(tiny_studybot: Served, hashing: HashingEmbedder, monkeypatch: pytest.MonkeyPatch) -> None:
    """After `warm` what answers is open and the model has encoded; nothing was recorded.

    What is practised, seconds of work with a real course, is made once the server answers nobody, and keeps nobody waiting.
    """
    tiny_studybot.warm()
    assert {"embedder", "store"} <= set(vars(tiny_studybot))
    assert {"backend", "assistant"} <= set(tiny_studybot.opened._parts)
    assert hashing.encoded[-1] >= 1
    assert tiny_studybot.store.log.count() == 0
    assert "material" not in tiny_studybot.opened._parts
    monkeypatch.setattr(courses, "FIRST", 0.1)
    server = Server(tiny_studybot)
    try:
        with server.request(""):
            server.watch()
            time.sleep(0.5)
            assert "material" not in tiny_studybot.opened._parts
        soon(lambda: "material" in tiny_studybot.opened._parts)
    finally:
        server.close()


def test_an_answer_does_not_wait_for_what_is_practised(tiny_studybot: Served) -> None:
    """What may be asked next is offered before exercises are made, which takes seconds with a real course."""
    opened = tiny_studybot.opened
    answer = opened.assistant.ask(Question(text="what is EBS?"))
    early = opened.assistant.offered(answer)
    assert answer.statements and "material" not in opened._parts
    assert "Quiz me on this" in early.suggestions
    assert opened.material and set(opened.assistant.offered(answer).suggestions) <= set(early.suggestions)


def test_a_new_index_does_not_wait_for_what_is_practised(tiny_studybot: Served, monkeypatch: pytest.MonkeyPatch) -> None:
    """As long as learners ask, practice waits; the disk is looked at all the same."""
    looks = Event()
    monkeypatch.setattr(Server, "look", lambda _: looks.set())
    monkeypatch.setattr(courses, "LOOK", 0.05)
    server = Server(tiny_studybot)
    try:
        with server.request(""):
            server.watch()
            for _ in range(3):
                looks.clear()
                assert looks.wait(30)
            assert "material" not in tiny_studybot.opened._parts
    finally:
        server.close()


def test_what_is_practised_is_made_beside_no_answer_until_somebody_waits_for_it() -> None:
    """Texts are encoded a few at a time, none while somebody is answered; for whoever waits for it all goes on at once."""
    asked, sizes = Event(), list[int]()

    def encode(texts: Sequence[str]) -> NDArray[np.float32]:
        sizes.append(len(texts))
        if len(sizes) == 1:
            asked.set()
        return np.ones((len(texts), 2), dtype=np.float32)

    tells: Callable[[], bool] | None = asked.is_set
    vectors = list[NDArray[np.float32]]()
    made = Thread(target=lambda: vectors.append(gently(encode, lambda: tells)(["text"] * 150)))
    made.start()
    asked.wait(30)
    time.sleep(0.2)
    assert sizes == [64]
    tells = None
    made.join(30)
    assert sizes == [64, 64, 22] and vectors[0].shape == (150, 2)


def test_who_asks_does_not_wait_for_what_somebody_else_opens(tiny_studybot: Served, monkeypatch: pytest.MonkeyPatch) -> None:
    """A part that takes long to make keeps from it only who needs that part."""
    opened, made = tiny_studybot.opened, Event()
    monkeypatch.setattr(opened, "_practice", lambda: made.wait(30))
    practising = Thread(target=lambda: opened.material)
    practising.start()
    soon(lambda: "material" in opened._locks)
    assert opened.assistant.ask(Question(text="what is EBS?")).hits
    assert not made.is_set()
    made.set()
    practising.join()


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
