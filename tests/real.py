"""The supplied course, or a part of it, with the real model: built once, kept in pytest's cache, brought up to date by text."""

import fcntl
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import yaml

from studybot import ingest
from studybot.ports import Embedder
from studybot.settings import Settings

COURSE = Path(__file__).parents[1] / "corpus" / "multicloud-devops-with-ai"
# A quarter of the course, of every kind: tables, steps to order, commands, call-outs, comparisons. All of it takes minutes.
TOPICS = (
    "elastic-load-balancing-elb",
    "billing-and-monitoring",
    "ebs-efs-storage",
    "vpc-controls",
    "lambda",
    "route-53",
)


def write_part(folder: Path, topics: tuple[str, ...] = TOPICS) -> Path:
    """Write a course of some topics of the supplied one, with their questions, into an empty folder and return it."""
    described = yaml.safe_load((COURSE / "course.yaml").read_text(encoding="utf-8"))
    described["topics"] = [topic for topic in described["topics"] if topic["id"] in topics]
    (folder / "questions").mkdir(parents=True)
    (folder / "course.yaml").write_text(yaml.safe_dump(described, allow_unicode=True), encoding="utf-8")
    for topic in described["topics"]:
        shutil.copy(COURSE / topic["file"], folder)
        shutil.copy(COURSE / "questions" / f"{topic['id']}.yaml", folder / "questions")
    return folder


def real_settings(cache: Path, own: Path, embedder: Callable[[], Embedder]) -> Settings:
    """Return settings with folders in `own`, their index made from the vectors in `cache`, which learns what it lacks.

    What the course's files and the code make of them decides, not the cache: only vectors of texts are taken from it.
    """
    settings = Settings(course=write_part(own / "course"), index=own / "index", data=own / "data")
    cache.mkdir(parents=True, exist_ok=True)
    with _alone(cache / "lock"):
        ingest.build(settings.course, cache / "index", embedder, passage_size=settings.passage_size)
        shutil.copytree(cache / "index", settings.index)
    return settings


@contextmanager
def _alone(path: Path) -> Iterator[None]:
    """Runs of the tests that share a cache wait for each other."""
    with path.open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield
