import errno
import json
import os
import resource
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from fakes import HashingEmbedder, write_course
from studybot import ingest
from studybot.errors import IndexUnusable
from studybot.index.files import FILES, load
from studybot.index.manifest import load_manifest
from studybot.types import Receipt


def build(course: Path, index: Path, **options: bool) -> Receipt:
    """Index a course with the hashing embedder."""
    return ingest.build(course, index, HashingEmbedder, passage_size=900, **options)


@pytest.fixture
def course(tmp_path: Path) -> Path:
    """The tiny course."""
    return write_course(tmp_path / "course")


@pytest.fixture
def index(course: Path, tmp_path: Path) -> Path:
    """The tiny course's index."""
    build(course, tmp_path / "index")
    return tmp_path / "index"


def change(course: Path) -> None:
    """Change one topic of the tiny course."""
    path = course / "02-storage.md"
    path.write_text(path.read_text(encoding="utf-8") + "\nS3 is object storage.\n", encoding="utf-8")


def holds(index: Path, text: str) -> bool:
    """Whether an index can be loaded whole and one of its passages says something."""
    return any(text in passage.text for passage in load(index)[1].passages)


def built(index: Path) -> Path:
    """The folder of the build that the manifest names."""
    return index / load_manifest(index).digest


def test_what_is_saved_is_loaded(course: Path, index: Path) -> None:
    """Documents, passages and entries come back equal; the manifest counts them; a vector per entry."""
    manifest, content, dense = load(index)
    assert manifest.counts["documents"] == len(content.documents) == 2
    assert manifest.counts["passages"] == len(content.passages)
    assert manifest.counts["entries"] == len(content.entries) == len(dense)
    assert (manifest.embedder, manifest.dimension) == ("hashing@256", 256)
    assert set(manifest.digests) >= {"course.yaml", "01-lambda.md", "02-storage.md"}
    texts = {document.source: document.text for document in content.documents}
    assert texts == {name: (course / name).read_text(encoding="utf-8") for name in texts}
    expected = HashingEmbedder().encode([entry.text for entry in content.entries])
    assert (dense.vectors == expected).all()


def test_only_one_build_is_kept(course: Path, index: Path) -> None:
    """After a change the old build is removed, and so is what a killed run left."""
    old = built(index)
    (index / "build-12345").mkdir()
    change(course)
    build(course, index)
    assert not old.exists()
    assert sorted(path.name for path in index.iterdir()) == sorted(["manifest.json", built(index).name])


@pytest.mark.parametrize("name", ["notes", "my-lecture-notes", "build-scripts", "build-2024", "0123456789abcdef"])
def test_foreign_files_in_the_folder_stay(course: Path, index: Path, name: str) -> None:
    """A README or a folder of somebody else's is not touched, whatever it is called."""
    (index / "README.md").write_text("mine", encoding="utf-8")
    (index / name).mkdir()
    (index / name / "week-1.md").write_text("mine", encoding="utf-8")
    change(course)
    build(course, index)
    assert (index / "README.md").read_text(encoding="utf-8") == "mine"
    assert (index / name / "week-1.md").read_text(encoding="utf-8") == "mine"


def test_a_link_named_like_a_build_is_not_followed(course: Path, index: Path, tmp_path: Path) -> None:
    """What a symbolic link in the folder leads to stays."""
    other = tmp_path / "elsewhere"
    build(course, other)
    (index / "build-7").symlink_to(built(other), target_is_directory=True)
    change(course)
    build(course, index)
    assert load(other)[1].passages


def truncate(path: Path) -> None:
    """Cut a file to its half."""
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


def flip(path: Path) -> None:
    """Change one bit in the middle of a file."""
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(bytes(content))


@pytest.mark.parametrize("damage", [truncate, flip, Path.unlink], ids=["truncate", "flip", "unlink"])
@pytest.mark.parametrize("name", FILES)
def test_a_damaged_file_is_refused_and_mended(course: Path, index: Path, name: str, damage: Callable[[Path], None]) -> None:
    """A cut, altered or missing file is one sentence that names it and the command; that command mends it."""
    damage(built(index) / name)
    with pytest.raises(IndexUnusable, match=rf"{name}.*studybot index --fresh") as raised:
        load(index)
    assert "\n" not in str(raised.value)
    build(course, index, fresh=True)
    assert holds(index, "block storage")


@pytest.mark.parametrize(
    "content",
    [b"", b"{", b"[]", b"null", b'{"schema_version": 99}', b'{"schema_version": 1}', b"\xff\xfe\x00", b'"\\ud800"'],
)
def test_a_manifest_that_is_none(course: Path, index: Path, content: bytes) -> None:
    """A truncated or foreign manifest is one sentence with the command; indexing again replaces it."""
    (index / "manifest.json").write_bytes(content)
    with pytest.raises(IndexUnusable, match="studybot index"):
        load(index)
    assert not ingest.up_to_date(course, index, embedder_name="hashing@256", passage_size=900)
    build(course, index)
    assert holds(index, "block storage")


@pytest.mark.parametrize("change", [{"checksums": {}}, {"checksums": {"passages.jsonl": "0"}}, {"counts": {}}])
def test_a_manifest_of_another_build(index: Path, change: dict[str, dict[str, str]]) -> None:
    """A manifest whose checksums are not those of any build here is refused with the command; counts are only shown."""
    raw = json.loads((index / "manifest.json").read_text(encoding="utf-8"))
    (index / "manifest.json").write_text(json.dumps(raw | change), encoding="utf-8")
    if "counts" in change:
        assert load(index)[0].counts == {}
    else:
        with pytest.raises(IndexUnusable, match="studybot index"):
            load(index)


def test_an_index_in_a_file(course: Path, tmp_path: Path) -> None:
    """A folder that cannot be made is one sentence that names the setting."""
    (tmp_path / "file").write_text("", encoding="utf-8")
    with pytest.raises(IndexUnusable, match=r"cannot be written.*STUDYBOT_INDEX"):
        build(course, tmp_path / "file" / "index")
    with pytest.raises(IndexUnusable, match="studybot index"):
        load(tmp_path / "file" / "index")


def test_a_read_only_folder_keeps_the_old_index(course: Path, index: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where nothing may be written the reason is said once, and the old index stays usable."""

    def refuse(*_: object, **__: object) -> None:
        raise OSError(errno.EROFS, "Read-only file system")

    change(course)
    monkeypatch.setattr("os.mkdir", refuse)
    with pytest.raises(IndexUnusable, match=r"Read-only file system.*STUDYBOT_INDEX"):
        build(course, index)
    monkeypatch.undo()
    assert not holds(index, "object storage")
    assert [path.name for path in index.iterdir() if path.name.startswith("build-")] == []


@pytest.mark.parametrize("room", [0, 500, 5_000, 15_000])
def test_a_full_disk_keeps_the_old_index(course: Path, index: Path, room: int) -> None:
    """When no more can be written, at whichever file, the reason is said and the old index stays; later it is replaced."""
    change(course)
    _, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (room, hard))  # writes beyond it fail as on a full disk
    try:
        with pytest.raises(IndexUnusable, match=r"cannot be written.*free space"):
            build(course, index)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (hard, hard))
    assert not holds(index, "object storage")
    build(course, index)
    assert holds(index, "object storage")
    assert len(list(index.iterdir())) == 2


KILLER = """
import os, signal, sys
from pathlib import Path
sys.path.insert(0, sys.argv[1])
import studybot.ingest
from fakes import HashingEmbedder
from studybot.index.files import load
course, index = Path(sys.argv[2]), Path(sys.argv[3])
events = {"open", "os.rename", "os.remove", "os.rmdir", "os.mkdir"}
allowed = 0

def count(event, arguments):
    global left
    if event in events and any(isinstance(one, (str, os.PathLike)) and str(index) in str(one) for one in arguments):
        left -= 1
        if left < 0:
            os.kill(os.getpid(), signal.SIGKILL)

while True:
    child = os.fork()
    if child == 0:
        left = allowed
        sys.addaudithook(count)
        studybot.ingest.build(course, index, HashingEmbedder, passage_size=900)
        os._exit(0)
    _, status = os.waitpid(child, 0)
    new = any("object storage" in passage.text for passage in load(index)[1].passages)
    print(allowed, os.waitstatus_to_exitcode(status), new)
    if os.waitstatus_to_exitcode(status) == 0:
        break
    allowed += 1
"""


def test_a_kill_leaves_the_old_index_or_the_new_one(course: Path, index: Path) -> None:
    """Killed (-9) before each single step of writing, the index can be loaded whole: the old one, later the new one."""
    change(course)
    command = [sys.executable, "-W", "ignore", "-c", KILLER, str(Path(__file__).parents[1]), str(course), str(index)]
    ended = subprocess.run(
        command, capture_output=True, text=True, timeout=120, check=False, env=os.environ | {"OMP_NUM_THREADS": "1"}
    )
    assert ended.returncode == 0, ended.stderr
    runs = [line.split() for line in ended.stdout.splitlines()]
    assert [status for _, status, _ in runs[:-1]] == ["-9"] * (len(runs) - 1)
    assert len(runs) > 10
    assert runs[0][2] == "False"
    assert runs[-1][1:] == ["0", "True"]
    became_new = [new for _, _, new in runs].index("True")
    assert {new for _, _, new in runs[became_new:]} == {"True"}
    assert sorted(path.name for path in index.iterdir() if not path.name.endswith(".part")) == sorted(
        ["manifest.json", built(index).name]
    )
