from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from studybot.corpus.course import load_course
from studybot.corpus.markdown import parse
from studybot.corpus.read import read
from studybot.corpus.split import split
from studybot.ports import Embedder
from studybot.store import Store
from studybot.study.material import Material, material
from studybot.study.wording import Wording
from studybot.types import Passage, Topic

COURSE = Path(__file__).parents[2] / "corpus" / "multicloud-devops-with-ai"


def passages_of(text: str, *, topic: str = "storage", title: str = "Storage", size: int = 900) -> list[Passage]:
    """Return the passages of one topic written in a test."""
    known = Topic(id=topic, title=title, order=1)
    return split(parse(text, source=f"{topic}.md", topic=known), size)


@pytest.fixture(scope="session")
def topics() -> tuple[Topic, ...]:
    """The topics of the supplied course."""
    return load_course(COURSE)[0].topics


@pytest.fixture(scope="session")
def passages() -> list[Passage]:
    """The passages of the supplied course, made as the index makes them."""
    found: list[Passage] = []
    for file in load_course(COURSE)[1]:
        assert file.topic is not None
        for text in read(file.path):
            found += split(parse(text, source=file.source, topic=file.topic), 900)
    return found


@pytest.fixture(scope="session")
def course(topics: tuple[Topic, ...], passages: list[Passage], real_embedder: Embedder) -> Material:
    """Everything to practise in the supplied course, as it is made where the packaged model measures what is plausible."""
    return material(topics, passages, encode=real_embedder.encode)


def measured(passages: Sequence[Passage], embedder: Embedder) -> Wording:
    """Return the wording of a course that compares meanings."""
    say = Wording(passages)
    say.measure(embedder.encode)
    return say


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """Give an open, empty store."""
    with Store.open(f"sqlite:///{tmp_path / 'studybot.db'}") as opened:
        yield opened
