import os
import time
from hashlib import sha256
from pathlib import Path

import pytest

from studybot.index import digests
from studybot.index.digests import digest_of


@pytest.fixture
def read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Which files are read; what is remembered lies in a folder of the test."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    read: list[str] = []
    real = digests.file_digest
    monkeypatch.setattr(digests, "file_digest", lambda file, kind: read.append(Path(file.name).name) or real(file, kind))
    return read


def digest(content: bytes) -> str:
    """The hash that a file of this content has."""
    return sha256(content).hexdigest()


def test_a_file_is_read_once_and_again_when_it_was_written_to(
    tmp_path: Path, read: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Other content of the same size under the same time of change is told, and a damaged memory is none."""
    monkeypatch.setattr(digests, "SETTLED", 0.0)
    path = tmp_path / "weights"
    path.write_bytes(b"one")
    assert [digest_of(path) for _ in range(3)] == [digest(b"one")] * 3
    assert read == ["weights"]
    status = path.stat()
    time.sleep(0.02)  # longer than a tick of the disk's clock
    path.write_bytes(b"two")
    os.utime(path, ns=(status.st_atime_ns, status.st_mtime_ns))
    assert digest_of(path) == digest_of(path) == digest(b"two")
    assert len(read) == 2
    for damaged in ("{", "[]", "{}", f'{{"{path}": 1}}'):
        (tmp_path / "cache" / "studybot" / "digests.json").write_text(damaged)
        assert digest_of(path) == digest(b"two")
    assert len(read) == 6


def test_what_was_just_written_is_read_each_time(tmp_path: Path, read: list[str]) -> None:
    """A second change within the same tick of a disk's clock has the same times: only what rests is remembered."""
    path = tmp_path / "weights"
    path.write_bytes(b"one")
    digest_of(path)
    path.write_bytes(b"two")
    assert digest_of(path) == digest(b"two")
    assert read == ["weights"] * 2


def test_without_a_place_for_it_nothing_is_remembered(tmp_path: Path, read: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    """A cache that cannot be written costs the time of reading, nothing else."""
    monkeypatch.setattr(digests, "SETTLED", 0.0)
    (tmp_path / "cache").write_text("in the way")
    path = tmp_path / "weights"
    path.write_bytes(b"one")
    assert digest_of(path) == digest_of(path) == digest(b"one")
    assert len(read) == 2
