"""A draft is read, looked at, published whole, and undone; whatever happens in between, a course answers."""

import contextlib
import io
import os
import zipfile
from pathlib import Path

import pytest

from fakes import HashingEmbedder
from studybot import library
from studybot.errors import Conflict, CorpusError, StoreError, UsageError
from studybot.index.files import load
from studybot.index.manifest import load_manifest
from studybot.publish.draft import Draft
from studybot.publish.files import files_of
from studybot.publish.preview import preview
from studybot.publish.publication import JOURNAL, check, publish, recover, restore
from studybot.publish.receipt import receipt_of
from studybot.publish.versions import Versions
from studybot.served import Served
from studybot.settings import Settings
from studybot.wiring import build_index, is_current


@pytest.fixture
def place(tiny_settings: Settings, hashing: HashingEmbedder) -> Settings:
    """The tiny course, indexed."""
    build_index(tiny_settings)
    return tiny_settings


def says(place: Settings, text: str) -> bool:
    """Whether the published index holds a text."""
    return any(text in passage.text for passage in load(place.index)[1].passages)


def embedder() -> HashingEmbedder:
    """The model of these tests."""
    return HashingEmbedder()


def test_nothing_is_seen_before_it_is_published(place: Settings) -> None:
    """A draft changes neither the course nor its index; published, both hold it and are up to date without a build."""
    before = files_of(place.course)
    draft = Draft(place)
    draft.put("Zebras.md", b"# Zebras\n\n## Stripes\n\nZebras have stripes.\n")
    check(place, embedder)
    assert files_of(place.course) == before and not says(place, "stripes")
    version = publish(place, embedder, "zebras")
    assert version.number == 2 and says(place, "stripes") and is_current(place)
    assert not draft.exists
    assert set(files_of(place.course)) == {*before, "Zebras.md"}


def test_only_what_is_new_is_encoded(place: Settings, hashing: HashingEmbedder) -> None:
    """The draft's index takes over what the published one holds."""
    Draft(place).put("zebras.md", b"# Zebras\n\nZebras have stripes.\n")
    hashing.encoded = []
    check(place, lambda: hashing)
    assert 0 < sum(hashing.encoded) < 10


def test_a_version_can_be_restored(place: Settings) -> None:
    """What was replaced comes back, as a new version; foreign hidden files in the folder stay."""
    (place.course / ".git").mkdir()
    (place.course / ".git" / "config").write_text("mine", encoding="utf-8")
    before = files_of(place.course)
    draft = Draft(place)
    draft.put("02-storage.md", b"# Storage\n\n## Zebras\n\nZebras store fat.\n")
    publish(place, embedder, "zebras")
    assert says(place, "Zebras") and not says(place, "EFS")
    restore(place, 1)
    publish(place, embedder, "back")
    assert files_of(place.course) == before and says(place, "EFS")
    assert [version.number for version in Versions(place.data / "material").all()] == [3, 2, 1]
    assert (place.course / ".git" / "config").exists()


class Killed(BaseException):
    """The end of the process."""


@pytest.mark.parametrize("step", range(8))
def test_a_kill_at_any_step_leaves_the_old_or_the_new(place: Settings, monkeypatch: pytest.MonkeyPatch, step: int) -> None:
    """Killed at any write while publishing, the next start has either course whole, files and index together."""
    draft = Draft(place)
    draft.put("zebras.md", b"# Zebras\n\nZebras have stripes.\n")
    draft.put("02-storage.md", b"# Storage\n\n## Zebras\n\nZebras store fat.\n")
    check(place, embedder)
    before, after = files_of(place.course), files_of(draft.folder)
    done = 0
    replace = Path.replace

    def counted(path: Path, target: Path) -> Path:
        nonlocal done
        done += 1
        if done > step:
            raise Killed
        return replace(path, target)

    with monkeypatch.context() as patched:
        patched.setattr(Path, "replace", counted)
        with contextlib.suppress(Killed):
            publish(place, embedder, "zebras")
    load(place.index)  # whole at any moment
    recover(place)
    build_index(place)
    assert files_of(place.course) in (before, after)
    assert says(place, "Zebras") == (files_of(place.course) == after)
    assert not (draft.home / JOURNAL).exists()
    if files_of(place.course) == before:
        publish(place, embedder, "once more")
    assert files_of(place.course) == after and is_current(place)


def test_a_draft_that_changed_since_it_was_seen_is_not_published(place: Settings) -> None:
    """Of two instructors the one who looked before the other's change is told."""
    draft = Draft(place)
    draft.put("zebras.md", b"# Zebras\n\nZebras have stripes.\n")
    check(place, embedder)
    seen = load_manifest(draft.place.index).digest
    draft.put("zebras.md", b"# Zebras\n\nZebras have dots.\n")
    with pytest.raises(Conflict, match="look at it again"):
        publish(place, embedder, "zebras", seen=seen)
    assert not says(place, "Zebras")


def test_a_full_disk_is_a_sentence(place: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    """When nothing can be written, the published course is as it was."""
    before = files_of(place.course)
    draft = Draft(place)
    draft.put("zebras.md", b"# Zebras\n\nZebras have stripes.\n")

    def full(descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(StoreError, match="No space left"):
        draft.put("dots.md", b"# Dots\n\nDots.\n")
    assert "dots.md" not in draft.files() and files_of(place.course) == before


@pytest.mark.parametrize("name", ["../out.md", "a/../../out.md", "..", ".hidden.md", "a/.b/c.md", "", "x" * 300 + ".md"])
def test_names_that_lead_out(place: Settings, name: str) -> None:
    """No name leads out of the course or hides a file in it."""
    with pytest.raises(UsageError):
        Draft(place).put(name, b"text")


def test_an_absolute_name_lies_in_the_course(place: Settings) -> None:
    """A name from the root of a disk is a name in the course."""
    assert Draft(place).put("/etc/zebras.md", b"# Z\n\nText.\n") == ["etc/zebras.md"]


def packed(*files: tuple[str, bytes]) -> bytes:
    """Return a zip of files."""
    memory = io.BytesIO()
    with zipfile.ZipFile(memory, "w") as archive:
        for name, content in files:
            archive.writestr(name, content)
    return memory.getvalue()


def test_a_zip_is_unpacked(place: Settings) -> None:
    """The files of a zip come into the draft, without the hidden ones that systems add."""
    content = packed(("w/a.md", b"# A\n\nText.\n"), ("__MACOSX/w/._a.md", b"x"), ("w/.DS_Store", b"x"), ("b.txt", b"B\n"))
    assert Draft(place).put("all.zip", content) == ["w/a.md", "b.txt"]


@pytest.mark.parametrize("content", [b"no zip", packed(), packed(("../x.md", b"x"))])
def test_a_zip_that_is_refused_adds_nothing(place: Settings, content: bytes) -> None:
    """A broken, empty or escaping zip is a sentence and adds no file."""
    draft = Draft(place)
    with pytest.raises((CorpusError, UsageError)):
        draft.put("all.zip", content)
    assert draft.files() == files_of(place.course)


def test_the_receipt_names_every_file(place: Settings) -> None:
    """Each file of the course has a row: what it holds, or why it is not read."""
    draft = Draft(place)
    draft.put("glossary.xyz", b"PK")
    draft.put("empty.md", b"")
    draft.put("zebras.md", b"# Zebras\n\n| a | b |\n| - | - |\n| 1 | 2 |\n")
    draft.remove("01-lambda.md")
    receipt = receipt_of(draft)
    rows = {row.name: row for row in receipt.rows}
    assert ".xyz" in rows["glossary.xyz"].problem
    assert "empty" in rows["empty.md"].problem
    assert (rows["zebras.md"].titles, rows["zebras.md"].tables, rows["zebras.md"].state) == (("Zebras",), 1, "new")
    assert rows["02-storage.md"].state == "same" and rows["02-storage.md"].passages
    assert receipt.removed == ("01-lambda.md",)


def test_rename_exclude_and_order(place: Settings) -> None:
    """A file has another name, is left out and taken back, and stands where it is put; the published course shows it."""
    draft = Draft(place)
    draft.put("zebras.md", b"# Zebras\n\nZebras have stripes.\n")
    draft.put("ants.md", b"# Ants\n\nAnts have six legs.\n")
    assert draft.rename("zebras.md", "horses/zebras.md") == "horses/zebras.md"
    draft.leave_out("02-storage.md", out=True)
    draft.arrange(["horses/zebras.md", "ants.md", "01-lambda.md"])
    publish(place, embedder, "order")
    documents = load(place.index)[1].documents
    assert [document.source for document in documents] == ["horses/zebras.md", "ants.md", "01-lambda.md"]
    draft.leave_out("02-storage.md", out=False)
    publish(place, embedder, "back in")
    assert says(place, "EFS")
    with pytest.raises(Conflict, match="already"):
        draft.rename("ants.md", "01-lambda.md")
    with pytest.raises(UsageError, match="ending"):
        draft.rename("ants.md", "ants.txt")


def test_a_section_is_left_out(place: Settings) -> None:
    """A section is left out with all below it, named in the receipt, and read again on request."""
    draft = Draft(place)
    draft.put(
        "ants.md", b"# Ants\n\n## Food\n\nAnts eat honeydew.\n\n### Winter\n\nAnts rest in winter.\n\n## Nest\n\nAnts dig.\n"
    )
    draft.leave_out("ants.md#Food", out=True)
    row = next(row for row in receipt_of(draft).rows if row.name == "ants.md")
    assert (row.headings, row.without) == (("Nest",), ("Food",))
    publish(place, embedder, "ants")
    assert says(place, "dig") and not says(place, "honeydew") and not says(place, "rest in winter")
    draft.leave_out("ants.md#Food", out=False)
    publish(place, embedder, "ants")
    assert says(place, "honeydew") and says(place, "rest in winter")


def test_the_preview_says_what_changes(place: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    """Added, changed and removed passages are counted and shown, and questions asked that the draft answers."""
    draft = Draft(place)
    draft.put("zebras.md", b"# Zebras\n\n## Stripes\n\nStripes are a pattern that keeps flies away.\n")
    draft.remove("02-storage.md")
    check(place, embedder)
    seen = preview(Served(draft.place, embedder).opened, Served(place, embedder))
    assert seen.added == 1 and seen.removed >= 1 and seen.changed == 0
    assert any("flies" in change.after for change in seen.changes)


def test_the_preview_counts_the_answers_that_quote_what_goes(place: Settings, hashing: HashingEmbedder) -> None:
    """An answer that learners have counts when the draft takes what it quotes away, and no more once that is published."""
    published = Served(place, embedder)
    turn = published.chat.say("How much memory does Lambda have?", learner="ada", conversation=None, topic=None)
    assert turn.answer.statements
    quoted = turn.answer.statements[0].citations[0].passage.source
    draft = Draft(place)
    draft.put("zebras.md", b"# Zebras\n\n## Stripes\n\nStripes are a pattern that keeps flies away.\n")
    check(place, embedder)
    assert preview(Served(draft.place, embedder).opened, published).answers == 0
    draft.remove(quoted)
    check(place, embedder)
    assert preview(Served(draft.place, embedder).opened, published).answers == 1
    publish(place, embedder, "less")
    draft.put("ants.md", b"# Ants\n\nAnts carry leaves.\n")
    check(place, embedder)
    assert preview(Served(draft.place, embedder).opened, Served(place, embedder)).answers == 0


def test_a_new_course_is_published_from_nothing(hashing: HashingEmbedder, tmp_path: Path) -> None:
    """A course that does not exist yet has no folder until its first publication."""
    shelf = tmp_path / "shelf"
    shelf.mkdir()
    settings = Settings(course=shelf / "none", index=tmp_path / "i", data=tmp_path / "d", library=str(shelf))
    assert library.courses(settings) == {}
    place = library.new_course(settings, "All about bees")
    draft = Draft(place)
    draft.put("hive.md", b"# Hive\n\nA hive is a home of bees.\n")
    assert publish(place, embedder, "first").number == 1
    assert Served(place, embedder).course.title == "All about bees"
    assert list(library.courses(settings)) == ["all-about-bees"]
    with pytest.raises(UsageError, match="already"):
        library.new_course(settings, "All about bees")
