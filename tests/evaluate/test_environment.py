"""What a run is made under."""

import subprocess
from pathlib import Path

from studybot.evaluate.environment import code_digest, commit, versions


def test_versions_name_what_decides_answers() -> None:
    """Python, numpy and studybot are among the versions."""
    assert {"python", "numpy", "studybot"} <= versions().keys()


def test_commit_tells_clean_from_changed(tmp_path: Path) -> None:
    """No repository gives nothing; a changed file adds a plus."""
    assert commit(tmp_path) == ""
    (tmp_path / "a").write_text("1")
    for arguments in (["init", "-q"], ["add", "a"], ["-c", "user.name=a", "-c", "user.email=a@b", "commit", "-qm", "a"]):
        subprocess.run(["git", "-C", str(tmp_path), *arguments], check=True)
    clean = commit(tmp_path)
    assert len(clean) == 12
    (tmp_path / "a").write_text("2")
    assert commit(tmp_path) == clean + "+"


def test_the_code_digest_follows_code_and_weights(tmp_path: Path) -> None:
    """What answers is hashed: its code and learned weights change the digest, a page's style does not."""
    (tmp_path / "answer").mkdir()
    (tmp_path / "ui").mkdir()
    before = code_digest(tmp_path)
    (tmp_path / "ui" / "page.py").write_text("x = 1")
    assert code_digest(tmp_path) == before
    (tmp_path / "answer" / "judge.json").write_text("{}")
    assert code_digest(tmp_path) != before
