"""The program as a person starts it: own process, real model, real course."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Sequence
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
COURSE = ROOT / "corpus" / "multicloud-devops-with-ai"
pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def environment(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """Folders of their own, and a course of two topics, so that building takes seconds."""
    folder = tmp_path_factory.mktemp("process")
    (folder / "course").mkdir()
    for name in ("20-lambda.md", "09-ebs-efs-storage.md"):
        (folder / "course" / name).write_bytes((COURSE / name).read_bytes())
    places = {f"STUDYBOT_{name.upper()}": str(folder / name) for name in ("course", "index", "data")}
    return os.environ | places


def start(arguments: Sequence[object], environment: dict[str, str]) -> subprocess.Popen[str]:
    """Start `studybot ...`."""
    command = [sys.executable, "-c", "from studybot.cli import main; main()", *map(str, arguments)]
    return subprocess.Popen(
        command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True
    )


def test_one_question_from_nothing(environment: dict[str, str]) -> None:
    """The first question builds the index and is answered in plain Markdown; the second process answers alike and at once."""
    first = start(["ask", "how long can a lambda function run?"], environment)
    out, err = first.communicate(timeout=300)
    assert first.returncode == 0, err
    assert "15 minutes" in out
    assert "Sources:" in out
    assert err == f"Building the index of {environment['STUDYBOT_COURSE']!r}\n"
    second = start(["ask", "how long can a lambda function run?"], environment)
    assert second.communicate(timeout=300) == (out, "")


def test_a_batch_that_was_killed_is_completed(environment: dict[str, str], tmp_path: Path) -> None:
    """After kill -9 the same command completes the output: every line once, in order."""
    subjects = ("EBS", "EFS", "Lambda", "a snapshot", "a layer", "a trigger", "gp3", "io2", "an execution role", "a cold start")
    questions = [{"id": f"q{n}", "question": f"what is {subjects[n % 10]}?" + " Explain." * (n // 10)} for n in range(20)]
    source, out = tmp_path / "q.jsonl", tmp_path / "a.jsonl"
    source.write_text("".join(json.dumps(one) + "\n" for one in questions), encoding="utf-8")
    killed = start(["ask", "--batch", source, "--out", out], environment)
    while killed.poll() is None and not (out.exists() and out.stat().st_size):
        time.sleep(0.005)
    os.killpg(killed.pid, signal.SIGKILL) if killed.poll() is None else None
    killed.communicate()
    with out.open("ab") as file:
        file.write(b'{"id": "q19", "question": "half a ro')
    again = start(["ask", "--batch", source, "--out", out], environment)
    _, err = again.communicate(timeout=300)
    assert again.returncode == 0, err
    rows = [json.loads(line) for line in out.read_text(encoding="utf-8").splitlines()]
    assert [row["id"] for row in rows] == [one["id"] for one in questions]


def test_ctrl_c_while_the_model_loads(environment: dict[str, str]) -> None:
    """Interrupted at any moment, the program ends with 130, soon, without a traceback."""
    for seconds in (0.05, 0.6, 2.0):
        process = start(["ask", "what is EBS?"], environment)
        time.sleep(seconds)
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGINT)
        out, err = process.communicate(timeout=30)
        if seconds > 0.1:  # earlier, Python itself has not started
            assert "Traceback" not in err
            assert process.returncode in (0, 130)
            assert (process.returncode == 0) == bool(out)


def test_the_server_answers_and_ends_on_ctrl_c(environment: dict[str, str]) -> None:
    """`serve` says when it is ready, answers over HTTP with the page at /, and Ctrl-C ends it quietly."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    process = start(["serve", "--port", port], environment)
    assert process.stderr is not None
    said = ""
    while "studybot is ready" not in said:
        line = process.stderr.readline()
        assert line, said
        said += line
    address = f"http://127.0.0.1:{port}"
    assert address in said
    body = json.dumps({"question": "how long can a lambda function run?"}).encode()
    request = urllib.request.Request(f"{address}/api/ask", body, {"content-type": "application/json"})
    with urllib.request.urlopen(request, timeout=30) as reply:
        assert "15 minutes" in json.load(reply)["answer"]
    with urllib.request.urlopen(address, timeout=30) as reply:
        assert reply.headers["content-type"].startswith("text/html")
    second = start(["serve", "--port", port], environment)
    _, err = second.communicate(timeout=60)
    assert (second.returncode, err.count("\n")) == (1, 1)
    assert f"port {port} on 127.0.0.1 is in use" in err
    os.killpg(process.pid, signal.SIGINT)
    _, err = process.communicate(timeout=30)
    assert process.returncode == 130
    assert "Traceback" not in err
