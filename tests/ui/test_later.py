"""Libraries that the page never uses."""

import subprocess
import sys

SCRIPT = """
import sys
import studybot.ui.app
from rapidfuzz.process import extractOne
assert extractOne("lamda", ["lambda", "vpc"])[0] == "lambda"
print(sorted(name for name in sys.modules if name.startswith("pandas")))
from gradio.caching import pd
print(pd.DataFrame({"a": [1, 2]}).a.sum(), hasattr(pd, "nothing"), pd.DataFrame is sys.modules["pandas"].DataFrame)
"""


def test_a_library_that_the_page_never_uses_waits_and_works_when_it_is_touched() -> None:
    """Gradio's pandas takes 70 MB of every server: the page does without, and whoever asks something of it has all of it."""
    ended = subprocess.run([sys.executable, "-c", SCRIPT], capture_output=True, text=True, check=True)
    assert ended.stdout.splitlines() == ["[]", "3 False True"]
