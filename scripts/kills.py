"""Kill studybot while it works, and look at what is left: python scripts/kills.py [--kills 1000] [--seed 1] [--only index].

Five things are killed by SIGKILL at random moments, each over a small course without a model: the building of an index, a batch
of questions, an evaluation, a server that records turns, and a publication. After each kill must hold:

* index: the index on the disk is the old one or the new one, whole;
* batch and evaluation: run again to the end, their answers are those of a run that was never killed, byte for byte but for
  the milliseconds that an answer took;
* server: every turn that was acknowledged is in the database;
* publication: the course is the old one or the new one, and its index belongs to it.
"""

import argparse
import itertools
import json
import os
import random
import re
import shutil
import signal
import sqlite3
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import httpx

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT / "tests"))

import studybot.index.encode
import studybot.ui.app  # before the processes part: each would import it again
from fakes import HashingEmbedder, write_course
from studybot import wiring
from studybot.cli import main as command_line
from studybot.index.files import load
from studybot.publish.draft import Draft
from studybot.publish.publication import publish, recover
from studybot.serve import listen
from studybot.settings import Settings

_MILLISECONDS = re.compile(rb'"timings_ms": ?\{[^}]*\}')
TEXT = "# Added\n\nSentence number {} was added here.\n"
QUESTIONS = [f"{verb} {thing}?" for verb in ("what is", "how long may run", "where is") for thing in ("EBS", "EFS", "lambda")]


class Kills:
    """Counts kills, and what broke by them."""

    def __init__(self, home: Path, dice: random.Random) -> None:
        self.home, self.dice = home, dice
        self.kills = self.survived = 0
        self.acknowledged = 0
        self.broken: list[str] = []

    def run(self, work: Callable[[], None], longest: float) -> bool:
        """Do some work in a process of its own and kill it after up to `longest` seconds; whether it ended before."""
        child = os.fork()
        if child == 0:
            with Path("/dev/null").open("w") as nowhere:
                os.dup2(nowhere.fileno(), 1)
                os.dup2(nowhere.fileno(), 2)
                code = 1
                with suppress(BaseException):
                    code = _code(work)
            os._exit(code)
        end = time.monotonic() + self.dice.uniform(0, longest)
        while time.monotonic() < end:
            if os.waitpid(child, os.WNOHANG)[0]:
                self.survived += 1
                return True
            time.sleep(0.001)
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        self.kills += 1
        return False

    def hold(self, promise: bool, sentence: str) -> None:
        """Note what broke."""
        if not promise:
            self.broken.append(sentence)


def _code(work: Callable[[], None]) -> int:
    try:
        work()
    except SystemExit as ended:
        return int(ended.code or 0)
    return 0


def studybot_command(settings: Settings, *arguments: object) -> Callable[[], None]:
    """A command over a course, to run in a process of its own."""

    def work() -> None:
        for name in ("course", "index", "data"):
            os.environ[f"STUDYBOT_{name.upper()}"] = str(getattr(settings, name))
        os.environ["STUDYBOT_LIBRARY"] = ""
        sys.argv = ["studybot", *map(str, arguments)]
        command_line()

    return work


def until_killed(kills: Kills, count: int) -> Iterator[int]:
    """Number the tries until `count` kills are done: what ended before its kill is tried again."""
    before = kills.kills
    for number in itertools.count():
        if kills.kills - before >= count:
            return
        yield number


def made(kills: Kills, name: str) -> Settings:
    """The settings of a small course of its own, indexed."""
    home = kills.home / name
    course = write_course(home / "course")
    settings = Settings(course=course, index=home / "index", data=home / "data", library="")
    wiring.build_index(settings)
    return settings


def kill_index(kills: Kills, count: int) -> None:
    """Change the course, build, kill."""
    settings = made(kills, "index")
    before, longest = load(settings.index)[0].digest, 0.0
    for number in until_killed(kills, count):
        (settings.course / "90-added.md").write_text(
            f"# Added\n\nSentence number {number} was added here.\n" * 20, encoding="utf-8"
        )
        longest = longest or _seconds(kills, studybot_command(settings, "index", "--fresh"))
        kills.run(studybot_command(settings, "index"), longest)
        after = load(settings.index)[0]  # raises what a reader would meet
        new = after.digest != before
        kills.hold(not new or wiring.is_current(settings), f"index {number}: neither the old one nor that of these files")
        before = after.digest


def _seconds(kills: Kills, work: Callable[[], None]) -> float:
    """Do some work to its end, and return how long it took."""
    started = time.monotonic()
    kills.run(work, 600)
    kills.survived -= 1
    return time.monotonic() - started


def _timeless(path: Path) -> list[bytes]:
    """The lines of a file of answers without the milliseconds."""
    return [_MILLISECONDS.sub(b"", line) for line in path.read_bytes().splitlines()]


def kill_until_done(kills: Kills, count: int, name: str, arguments: Callable[[Path], list[object]], files: list[str]) -> None:
    """Kill a command that goes on where it was, again and again, and compare its files with those of one that never was."""
    settings = made(kills, name)
    whole = settings.data.parent / "whole"
    longest = _seconds(kills, studybot_command(settings, *arguments(whole)))
    for number in until_killed(kills, count):
        target = settings.data.parent / f"killed-{number}"
        for _ in range(40):
            if kills.run(studybot_command(settings, *arguments(target)), longest):
                break
        else:
            kills.run(studybot_command(settings, *arguments(target)), 600)
        for file in files:
            same = (target / file).exists() and _timeless(target / file) == _timeless(whole / file)
            kills.hold(same, f"{name} {number}: {file} differs")
        shutil.rmtree(target, ignore_errors=True)


def kill_batch(kills: Kills, count: int) -> None:
    """`studybot ask --batch`."""
    asked = kills.home / "questions.jsonl"
    lines = (json.dumps({"id": f"q{place}", "question": QUESTIONS[place % len(QUESTIONS)]}) for place in range(60))
    asked.write_text("\n".join(lines) + "\n", encoding="utf-8")

    def arguments(target: Path) -> list[object]:
        target.mkdir(exist_ok=True)
        return ["ask", "--batch", asked, "--out", target / "answers.jsonl"]

    kill_until_done(kills, count, "batch", arguments, ["answers.jsonl"])


def kill_evaluation(kills: Kills, count: int) -> None:
    """`studybot eval run`."""
    asked = kills.home / "dataset.jsonl"
    lines = (
        json.dumps({"id": f"q{place}", "question": QUESTIONS[place % len(QUESTIONS)], "answerable": False})
        for place in range(60)
    )
    asked.write_text("\n".join(lines) + "\n", encoding="utf-8")
    kill_until_done(kills, count, "evaluation", lambda target: ["eval", "run", asked, "--out", target], ["answers.jsonl"])


def kill_server(kills: Kills, count: int) -> None:
    """A server that learners talk to."""
    settings = made(kills, "server")
    told: set[str] = set()
    for _ in range(count):
        with listen("127.0.0.1", 0) as free:
            port = free.getsockname()[1]
        child = os.fork()
        if child == 0:
            with Path("/dev/null").open("w") as nowhere, suppress(BaseException):
                os.dup2(nowhere.fileno(), 1)
                os.dup2(nowhere.fileno(), 2)
                studybot_command(settings, "serve", "--port", port)()
            os._exit(0)
        told |= _talk(f"http://127.0.0.1:{port}", kills.dice.uniform(0, 0.5))
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        kills.kills += 1
    kills.acknowledged += len(told)
    kept = _turns(settings)
    kills.hold(told <= kept, f"server: {len(told - kept)} of {len(told)} acknowledged turns are gone")


def _talk(address: str, seconds: float) -> set[str]:
    """Ask until the time is over, once the server answers; the turns that it acknowledged."""
    told: set[str] = set()
    with httpx.Client(base_url=address, timeout=5) as client, suppress(httpx.HTTPError):
        for _ in range(600):
            with suppress(httpx.TransportError):
                if client.get("/healthz").status_code == 200:
                    break
            time.sleep(0.05)
        headers = {"authorization": f"Bearer {client.post('/api/token').json()['token']}"}
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            reply = client.post("/api/ask", json={"question": "what is EBS?"}, headers=headers)
            if reply.status_code == 200:
                told.add(reply.json()["turn"])
    return told


def _turns(settings: Settings) -> set[str]:
    with sqlite3.connect(settings.data / "studybot.db") as raw:
        return {row[0] for row in raw.execute("SELECT id FROM turns")}


def kill_publication(kills: Kills, count: int) -> None:
    """Publishing a draft."""
    settings = made(kills, "publication")
    longest = 0.0
    texts = {(settings.course / "91-news.md").as_posix(): ""}
    for number in until_killed(kills, count):
        new = f"# News\n\nEdition {number} says something else.\n"

        def work(new: str = new) -> None:
            draft = Draft(settings)
            draft.put("91-news.md", new.encode())
            publish(settings, HashingEmbedder, "edition")

        longest = longest or _seconds(kills, work)
        kills.run(work, longest)
        recover(settings)
        if not wiring.is_current(settings):
            wiring.build_index(settings)
        _, content, _ = load(settings.index)
        path = settings.course / "91-news.md"
        now = path.read_text(encoding="utf-8") if path.exists() else ""
        kills.hold(now in {new, texts[path.as_posix()]}, f"publication {number}: the file is neither old nor new")
        indexed = any("Edition" in passage.text and passage.text.strip() in now for passage in content.passages)
        kills.hold(indexed or not now, f"publication {number}: the index does not belong to the course")
        texts[path.as_posix()] = now


WORKS: dict[str, Callable[[Kills, int], None]] = {
    "index": kill_index,
    "batch": kill_batch,
    "evaluation": kill_evaluation,
    "server": kill_server,
    "publication": kill_publication,
}


def main() -> None:
    """Kill in turns, and report."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--kills", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--only", choices=list(WORKS), action="append", help="kill this alone; repeatable")
    given = parser.parse_args()
    wiring.load_embedder = lambda settings: HashingEmbedder()
    studybot.index.encode.model_name = lambda model: HashingEmbedder.name
    broken = 0
    with tempfile.TemporaryDirectory() as folder:
        for name in given.only or WORKS:
            kills = Kills(Path(folder), random.Random(given.seed))
            started = time.monotonic()
            WORKS[name](kills, given.kills // len(WORKS))
            seconds = time.monotonic() - started
            said = f", {kills.acknowledged} turns acknowledged" if kills.acknowledged else ""
            print(
                f"{name}: {kills.kills} kills, {kills.survived} ended before{said}, "
                f"{len(kills.broken)} broken promises, {seconds:.0f} s",
                flush=True,
            )
            for sentence in kills.broken[:10]:
                print(f"  {sentence}")
            broken += len(kills.broken)
    sys.exit(1 if broken else 0)


if __name__ == "__main__":
    main()
