import csv
import io
import re
import zipfile
from pathlib import Path

import pytest

from .conftest import Command


@pytest.fixture
def built(studybot: Command) -> Command:
    """Commands over the tiny course, its index built."""
    studybot("index")
    return studybot


def test_cards_are_listed_by_topic(built: Command) -> None:
    """A line a card; a topic narrows the list, an unknown one is named with the nearest."""
    assert len(built("cards").out.splitlines()) == 9
    assert len(built("cards", "--topic", "Storage").out.splitlines()) == 2
    assert "nearest is 'storage'" in built("cards", "--topic", "storag").err


def test_csv_goes_to_a_file_or_a_pipe(built: Command, tmp_path: Path) -> None:
    """Both hold the same rows under a header."""
    file = tmp_path / "cards.csv"
    assert built("cards", "--csv", file).out == ""
    kept = list(csv.reader(io.StringIO(file.read_text(encoding="utf-8"))))
    assert list(csv.reader(io.StringIO(built("cards", "--csv").out))) == kept
    assert kept[0][0] == "id" and len(kept) == 10


def test_a_package_for_anki(built: Command, tmp_path: Path) -> None:
    """The package is written whole; a folder that is not there is named."""
    file = tmp_path / "cards.apkg"
    assert "9 cards" in built("anki", file).err
    assert "collection.anki2" in zipfile.ZipFile(file).namelist()
    ended = built("anki", tmp_path / "none" / "cards.apkg")
    assert ended.status == 2 and "name another file" in ended.err


@pytest.mark.parametrize("options", [("cards.csv",), ("--csv", "--numbers")])
def test_options_that_do_not_fit(built: Command, options: tuple[str, ...]) -> None:
    """A file without --csv, and --csv with --numbers, are refused."""
    ended = built("cards", *options)
    assert ended.status == 2 and "--help" in ended.err


@pytest.mark.long
def test_numbers_are_counted_and_measured(built: Command) -> None:
    """Counts by topic and kind, the share of proved keys, and three times within their limits."""
    out = built("cards", "--numbers").out
    assert "| Lambda | 5 | 7 |" in out and "| Storage | 2 | 2 |" in out
    assert "7 items and 9 cards; 100.0% of the keys" in out
    times = re.findall(r"^\| .+ \| ([\d.]+) \| (\d+) \|$", out.partition("| Measured")[2], re.MULTILINE)
    assert len(times) == 3 and all(float(spent) < float(limit) for spent, limit in times)
