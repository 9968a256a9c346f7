"""Files replaced in one step."""

from pathlib import Path

import pytest

from studybot.files import replacing, write_whole


def test_a_file_is_replaced_whole(tmp_path: Path) -> None:
    """Text keeps its line ends, bytes are bytes, folders are made, and nothing is left beside."""
    path = tmp_path / "deep" / "notes.txt"
    write_whole(path, "one\r\ntwo\nä")
    assert path.read_bytes() == "one\r\ntwo\nä".encode()
    write_whole(path, b"\x00")
    assert path.read_bytes() == b"\x00"
    assert [found.name for found in path.parent.iterdir()] == ["notes.txt"]


def test_what_goes_wrong_leaves_the_old_file(tmp_path: Path) -> None:
    """An error while the new content is written leaves the old one and nothing beside it."""
    path = tmp_path / "notes.txt"
    write_whole(path, "old")
    with pytest.raises(ValueError, match="halfway"), replacing(path) as beside:
        beside.write_text("new, but", encoding="utf-8")
        raise ValueError("halfway")
    assert path.read_text(encoding="utf-8") == "old"
    assert [found.name for found in tmp_path.iterdir()] == ["notes.txt"]
