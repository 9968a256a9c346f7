import time
from pathlib import Path
from typing import Any

import pytest

from studybot.corpus import parts
from studybot.corpus.read import Reading
from studybot.settings import Settings

from .conftest import Command


def test_the_receipt_has_a_row_per_file(studybot: Command) -> None:
    """The first run shows for each file its passages, entries and embedded texts; the second that nothing changed."""
    first = studybot("index")
    assert first.status == 0
    rows = {line.split()[0]: line.split()[1:] for line in first.out.splitlines() if line.endswith(tuple("0123456789"))}
    assert set(rows) >= {"01-lambda.md", "02-storage.md"}
    assert all(int(count) > 0 for name in ("01-lambda.md", "02-storage.md") for count in rows[name])
    second = studybot("index")
    assert (second.status, "Nothing changed." in second.out) == (0, True)


def test_only_what_changed_is_embedded(studybot: Command, tiny_settings: Settings) -> None:
    """After one file changed, the other's row says 0 embedded; `--fresh` embeds all again."""
    studybot("index")
    path = tiny_settings.course / "02-storage.md"
    path.write_text(path.read_text(encoding="utf-8") + "\nEFS grows by itself.\n", encoding="utf-8")
    changed = {line.split()[0]: line.split()[-1] for line in studybot("index").out.splitlines() if ".md " in line}
    assert changed["01-lambda.md"] == "0"
    assert int(changed["02-storage.md"]) > 0
    fresh = {line.split()[0]: line.split()[-1] for line in studybot("index", "--fresh").out.splitlines() if ".md " in line}
    assert int(fresh["01-lambda.md"]) > 0


def test_a_file_that_fails_is_named_and_the_others_are_indexed(studybot: Command, tiny_settings: Settings) -> None:
    """A binary and an empty file are rows with a reason, status 1, each time; another encoding is read with a warning."""
    (tiny_settings.course / "03-empty.md").write_bytes(b"")
    (tiny_settings.course / "04-binary.md").write_bytes(b"\x00\x01\x02" * 50)
    (tiny_settings.course / "05-latin.md").write_bytes("# Überschrift\n\nfür".encode("latin-1"))
    for _ in range(2):
        ended = studybot("index")
        assert ended.status == 1
        assert ended.out.count("not indexed:") == 2
        assert "2 of 5 files" in ended.err
        assert "is not UTF-8 and was read as cp1252" in ended.out
    assert studybot("topics").status == 0
    assert len(studybot("topics").out.splitlines()) == 3


def test_a_course_without_anything_to_index(studybot: Command, tiny_settings: Settings) -> None:
    """A folder without a readable text is one sentence."""
    for path in tiny_settings.course.iterdir():
        path.unlink()
    ended = studybot("index")
    assert (ended.status, ended.out) == (1, "")
    assert "nothing to index" in ended.err


def test_topics_lists_the_course(studybot: Command) -> None:
    """A line per topic in the order of the course; `--passages` adds the id of each passage under it."""
    studybot("index")
    lines = studybot("topics").out.splitlines()
    assert [line.split()[0] for line in lines] == ["lambda", "storage"]
    assert lines[0].endswith("Compute")
    longer = studybot("topics", "--passages").out.splitlines()
    passages = [line.split()[0] for line in longer if line.startswith("  ")]
    assert len(passages) == sum(int(line.split(" passages")[0].split()[-1]) for line in lines)
    assert all(passage.startswith(("lambda/", "storage/")) for passage in passages)


def test_the_name_of_a_file_commands_no_terminal(studybot: Command, tiny_settings: Settings) -> None:
    """A receipt shows names on a line each, without control sequences and turned directions."""
    (tiny_settings.course / "x\x1b[2J\u202edm.\nevil.md").write_text("# Named\n\nA page.\n", encoding="utf-8")
    shown = studybot("index").out
    assert "x[2Jdm. evil.md" in shown
    assert not {"\x1b", "\u202e"} & set(shown)


def test_a_log_names_the_file_that_is_read(studybot: Command, tiny_settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without a terminal a line now and then says which file is being read, so that one that takes long can be told."""
    read = parts.read_file

    def slowly(path: Path, **how: Any) -> Reading:
        time.sleep(0.5 if path.name == "02-storage.md" else 0)
        return read(path, **how)

    monkeypatch.setattr(parts, "read_file", slowly)
    monkeypatch.setattr("studybot.cli.terminal.PAUSE", 0.1)
    assert "02-storage.md (file 2 of 2)" in studybot("index").err
