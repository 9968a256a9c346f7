import re
from pathlib import Path

WORKFLOWS = Path(__file__).parents[1] / ".github" / "workflows"


def test_actions_are_pinned_by_commit() -> None:
    """A tag of somebody else's action can be moved; a commit cannot."""
    used = [use for file in WORKFLOWS.glob("*.yml") for use in re.findall(r"uses:\s*(.+)", file.read_text("utf-8"))]
    assert used
    for use in used:
        assert re.fullmatch(r"[\w./-]+@[0-9a-f]{40} # v[\d.]+", use.strip()), use
