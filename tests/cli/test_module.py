import subprocess
import sys

from studybot import __version__


def test_the_command_line_starts_as_a_module() -> None:
    """`python -m studybot.cli` is the program, for an environment whose scripts are not on the path."""
    command = [sys.executable, "-m", "studybot.cli", "--version"]
    assert subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip() == f"studybot {__version__}"
