"""Send many requests to one server and look at its memory: python scripts/soak.py [--requests 100000] [--at-once 8].

The course is small and there is no model, so that what grows is studybot's own. Every question is another one; half of them are
kept in conversations, each of a learner who leaves after 20; pages, topics and quizzes are asked for in between.
"""

import argparse
import asyncio
import itertools
import os
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT / "tests"))

from benches.load import percentiles, request
from benches.rows import Server, Spent

from fakes import write_course

WORDS = ("EBS", "EFS", "Lambda", "timeout", "memory", "storage", "trigger", "archive", "volume", "zone")
OTHERS = ("/", "/api/topics", "/api/quiz?seed=1&n=3", "/healthz")


@contextmanager
def served(home: Path) -> Iterator[Server]:
    """Run a server over a small course until the block ends."""
    course = write_course(home / "course")
    command = [sys.executable, str(ROOT / "tests/browser/tiny_server.py"), *map(str, (course, home / "index", home / "data"))]
    # The scorer is most of an answer's time, and what it remembers is bounded.
    environment = os.environ | {"STUDYBOT_RATE": "1000000/minute", "STUDYBOT_RERANKER": "none"}
    process = subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True, cwd=home)
    assert process.stdout is not None
    try:
        address = process.stdout.readline().strip()
        yield Server(process, int(address.rpartition(":")[2]), Spent())
    finally:
        process.terminate()
        process.wait(timeout=30)


class Soak:
    """What was sent and what came of it."""

    def __init__(self, server: Server, count: int) -> None:
        self.server = server
        self.numbers = iter(range(count))
        self.statuses: Counter[int] = Counter()
        self.seconds: list[float] = []
        self.sent = 0
        self.step = max(1, count // 10)
        self.memory: list[float] = []

    async def learner(self) -> None:
        """Send what is left, as one learner after the other."""
        while mine := list(itertools.islice(self.numbers, 20)):
            _, body = await request(self.server.port, "POST", "/api/token")
            token = body.decode().split('"')[3]
            for number in mine:
                await self.send(number, token)

    async def send(self, number: int, token: str) -> None:
        """Send one request."""
        began = time.perf_counter()
        if number % 10 == 9:
            status, _ = await request(self.server.port, "GET", OTHERS[number // 10 % len(OTHERS)])
        else:
            word, other = WORDS[number % 10], WORDS[number // 10 % 10]
            question = {"question": f"what is {word} number {number} of {other}?"}
            status, _ = await request(self.server.port, "POST", "/api/ask", question, token if number % 2 else "")
        self.seconds.append(time.perf_counter() - began)
        self.statuses[status] += 1
        self.sent += 1
        if self.sent % self.step == 0:
            self.memory.append(self.server.resident())
            p50, _, p99 = percentiles(self.seconds[-self.step :])
            print(f"{self.sent:>8,} requests: {1000 * self.memory[-1]:.0f} MB, p50 {p50:.3f} s, p99 {p99:.3f} s", flush=True)


def main() -> None:
    """Send, and report."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--requests", type=int, default=100_000)
    parser.add_argument("--at-once", type=int, default=8)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder, served(Path(folder)) as server:
        soak = Soak(server, given.requests)
        print(f"       0 requests: {1000 * server.resident():.0f} MB", flush=True)

        async def all_of_them() -> None:
            await asyncio.gather(*(soak.learner() for _ in range(given.at_once)))

        asyncio.run(all_of_them())
    half = soak.memory[len(soak.memory) // 2 :]
    grown = 1e6 * (half[-1] - half[0]) / max(1, soak.step * (len(half) - 1))
    print(f"statuses {dict(soak.statuses)}; {grown:.2f} KB a request in the second half")


if __name__ == "__main__":
    main()
