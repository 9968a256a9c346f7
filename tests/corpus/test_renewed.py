"""Old Office files: saved anew by LibreOffice where it is there, named with both ways out where it is not."""

import os
import shutil
import subprocess
import time
from pathlib import Path

import pytest
from openpyxl import Workbook
from pptx import Presentation

from studybot.corpus.formats import renewed
from studybot.corpus.read import read_file
from studybot.errors import CorpusError
from studybot.ingest import digests


def deck(path: Path) -> Path:
    """A deck of two slides, as PowerPoint writes them today."""
    slides = Presentation()
    for title, said in (("Bees", "Bees are insects."), ("Hives", "Wood keeps a hive warm.")):
        slide = slides.slides.add_slide(slides.slide_layouts[1])
        slide.shapes.title.text, slide.placeholders[1].text = title, said
    slides.save(path)
    return path


def office(folder: Path, monkeypatch: pytest.MonkeyPatch, does: str) -> Path:
    """Put a program in LibreOffice's place, called as it is: what to make, `--outdir FOLDER FILE`; returns what it notes."""
    noted, command = folder / "calls.txt", folder / "bin" / "soffice"
    command.parent.mkdir()
    command.write_text(
        '#!/bin/sh\nfor last; do :; done\nwhile [ "$1" != --outdir ]; do kind=$to; to=$1; shift; done\n'
        f'echo "$to $last" >> "{noted}"\nmade="$2/$(basename "${{last%.*}}").$to"\n{does}\n'
    )
    command.chmod(0o755)
    monkeypatch.setenv("PATH", f"{command.parent}{os.pathsep}{os.environ['PATH']}")
    return noted


@pytest.mark.parametrize(("suffix", "kind"), [(".ppt", ".pptx"), (".DOC", ".docx"), (".xls", ".xlsx"), (".odp", ".pptx")])
def test_without_libreoffice_both_ways_out_are_named(
    suffix: str, kind: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The sentence says what to save the file as, and what to install."""
    monkeypatch.setattr(renewed, "office", lambda: "")
    path = tmp_path / f"bees{suffix}"
    shutil.copy(deck(tmp_path / "deck.pptx"), path)  # .odp is measured as an archive first
    with pytest.raises(CorpusError, match=rf"save it as \{kind}, or install LibreOffice"):
        read_file(path)


def test_an_old_deck_is_read_as_a_new_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What LibreOffice saves is read as any other deck, once; nothing is written beside the file."""
    noted = office(tmp_path, monkeypatch, f'cp "{deck(tmp_path / "deck.pptx")}" "$made"')
    course = tmp_path / "course"
    course.mkdir()
    path = course / "Bees & hives.ppt"
    path.write_bytes(b"an old deck")
    assert "## Hives\n\n- Wood keeps a hive warm." in read_file(path).texts[0]
    assert read_file(path) == read_file(path)
    assert [line.split()[0] for line in noted.read_text().splitlines()] == ["pptx"]
    assert list(course.iterdir()) == [path]


def test_what_libreoffice_cannot_open_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file of which nothing is made, with a password or damaged, is one sentence."""
    office(tmp_path, monkeypatch, "exit 0")
    (tmp_path / "locked.doc").write_bytes(b"locked")
    with pytest.raises(CorpusError, match=r"a password protects it, or it is damaged\): save it as \.docx"):
        read_file(tmp_path / "locked.doc")


def test_libreoffice_that_does_not_end_is_ended(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """After its time, it and what it started are ended, and the file is named."""
    office(tmp_path, monkeypatch, f'(sleep 3; touch "{tmp_path}/late") & sleep 60')
    monkeypatch.setattr(renewed, "SECONDS", 0.5)
    (tmp_path / "slow.xls").write_bytes(b"slow")
    with pytest.raises(CorpusError, match=r"takes LibreOffice longer than"):
        read_file(tmp_path / "slow.xls")
    time.sleep(3.5)
    assert not (tmp_path / "late").exists()


def test_an_index_without_libreoffice_is_made_anew_with_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Old files count as changed once LibreOffice is there; other courses are not read again for it."""
    (tmp_path / "a.md").write_text("# A\n\nText.\n")
    before = {}
    for name in ("a.md", "b.doc"):
        (tmp_path / name).write_text("# A\n\nText.\n")
        for there in ("", "soffice"):
            monkeypatch.setattr("studybot.ingest.office", lambda there=there: there)
            before[name, there] = digests(tmp_path)
    assert before["a.md", ""] == before["a.md", "soffice"]
    assert before["b.doc", ""] != before["b.doc", "soffice"]


@pytest.mark.skipif(not renewed.office(), reason="LibreOffice is not installed: apt install libreoffice-impress-nogui")
def test_libreoffice_itself(tmp_path: Path) -> None:
    """A real deck and workbook of the kind before 2007: titles, text and cells are as in the new one."""
    book = Workbook()
    for row in (["Name", "Size"], ["Queen", 20], ["Drone", 15]):
        book.active.append(row)
    book.save(tmp_path / "sizes.xlsx")
    deck(tmp_path / "bees.pptx")
    for made, kind in (("bees.pptx", "ppt"), ("sizes.xlsx", "xls")):
        profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
        command = [
            renewed.office(),
            "--headless",
            profile,
            "--convert-to",
            kind,
            "--outdir",
            str(tmp_path),
            str(tmp_path / made),
        ]
        subprocess.run(command, check=True, capture_output=True, timeout=100)
    assert "## Hives\n\n- Wood keeps a hive warm." in read_file(tmp_path / "bees.ppt").texts[0]
    assert "| Queen | 20 |" in read_file(tmp_path / "sizes.xls").texts[0]
