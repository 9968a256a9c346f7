"""Start a studybot server in a process of its own and wait until it answers."""

import os
import re
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryFile
from urllib.request import urlopen

ROOT = Path(__file__).parents[2]
START = 240  # seconds; the first start on a fresh machine builds the index
_ADDRESS = re.compile(rb"http://127\.0\.0\.1:\d+")


@contextmanager
def running(command: list[str], environment: Mapping[str, str]) -> Iterator[str]:
    """Run a server and yield its address; it ends with the block."""
    with TemporaryFile() as output:
        process = subprocess.Popen(
            command, cwd=ROOT, env=dict(environment), stdout=output, stderr=subprocess.STDOUT, stdin=subprocess.DEVNULL
        )
        try:
            yield _address(process, output)
        finally:
            process.terminate()
            process.wait(timeout=30)


@contextmanager
def serving(home: Path, *, course: str, library: str) -> Iterator[str]:
    """Run a server whose course, library, index and data lie in the folder `home`, and yield its address."""
    places = {"COURSE": course, "LIBRARY": library, "INDEX": "index", "DATA": "data"}
    command = [sys.executable, "-c", f"import os; os.chdir({str(home)!r}); from studybot.cli import main; main()"]
    variables = {f"STUDYBOT_{name}": place for name, place in places.items()}
    with running([*command, "serve", "--port", "0"], os.environ | variables) as address:
        yield address


def _address(process: subprocess.Popen[bytes], output: object) -> str:
    end = time.monotonic() + START
    while time.monotonic() < end:
        output.seek(0)
        said = output.read()
        found = _ADDRESS.search(said)
        if found:
            address = found.group().decode()
            with urlopen(address, timeout=30) as reply:
                assert reply.status == 200
            return address
        if process.poll() is not None:
            raise RuntimeError(f"the server ended with {process.returncode}: {said.decode(errors='replace')[-2000:]}")
        time.sleep(0.2)
    raise RuntimeError(f"the server did not answer within {START} s")


def studybot_command() -> list[str]:
    """Return the command that serves the real course on a free port."""
    return [sys.executable, "-c", "from studybot.cli import main; main()", "serve", "--port", "0"]


def tiny_command(course: Path, index: Path, data: Path) -> list[str]:
    """Return the command that serves a small course without a model."""
    return [sys.executable, str(ROOT / "tests/browser/tiny_server.py"), str(course), str(index), str(data)]
