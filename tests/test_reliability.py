"""What docs/reliability.md says is held by tests is held by tests that exist."""

import re
from pathlib import Path

ROOT = Path(__file__).parents[1]
PAGE = (ROOT / "docs" / "reliability.md").read_text(encoding="utf-8")
ROWS = [[cell.strip() for cell in line.strip("|").split(" | ")] for line in PAGE.splitlines() if line.startswith("| ")]
FINDINGS = {f"F{number}" for number in range(1, 23)} | {"Poisoned course"}


def test_every_finding_names_its_tests() -> None:
    """Each finding of the first review has a row, and each row of that table names a file of tests or a test."""
    rows = [row for row in ROWS if len(row) == 3 and "tests/" in row[2]]
    assert {row[0] for row in rows} >= FINDINGS
    assert len(rows) > len(FINDINGS)


def test_every_named_test_exists() -> None:
    """A test that a row names stands in the file that stands before it; commands name files and folders that exist."""
    for row in ROWS:
        for part in re.split(r"; (?=`tests/)", row[-1]):
            files = re.findall(r"`(tests/[\w/]+\.py)`", part)
            assert all((ROOT / name).is_file() for name in files), part
            for test in re.findall(r"`(test_\w+)`", part):
                assert f"\ndef {test}(" in (ROOT / files[0]).read_text(encoding="utf-8"), (files[0], test)
    for command in re.findall(r"`(?:pytest|python) ((?:tests|scripts)[^`]*)`", PAGE):
        assert all((ROOT / name).exists() for name in command.split() if "/" in name), command
