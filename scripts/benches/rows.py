"""What all measures share: a row of the table, the time that something takes, and a server to measure."""

import json
import os
import resource
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import NamedTuple

QUESTION = "how long can a lambda function run?"
RUN = "from studybot.cli import main; main()"
BUSY = 0.1  # share of the machine's time that others may take before clocks on the wall tell more about them
TICKS = os.sysconf("SC_CLK_TCK")


class Row(NamedTuple):
    """One line of the table; `limit` is what the value may be at most (0 for none), negative what it must be at least.

    `others` is the share of the machine's time that other programs took meanwhile.
    """

    measure: str
    ours: str
    beside: str
    value: float
    unit: str
    limit: float = 0.0
    others: float = 0.0

    @property
    def holds(self) -> bool:
        """Whether the bound is kept, if there is one."""
        return not self.limit or (self.value <= self.limit if self.limit > 0 else self.value >= -self.limit)


@dataclass
class Spent:
    """What a stretch of time cost: seconds on the wall, seconds of processor, share of the machine that others took."""

    wall: float = 0.0
    cpu: float = 0.0
    others: float = 0.0


@contextmanager
def spent(process: int = 0) -> Iterator[Spent]:
    """Measure a block: this process with its ended children, or another process."""
    used = Spent()
    wall, own, (busy, total) = time.perf_counter(), _cpu(process), _machine()
    here = _cpu(0)
    yield used
    used.wall, used.cpu = time.perf_counter() - wall, _cpu(process) - own
    after, whole = _machine()
    ours = used.cpu + (_cpu(0) - here if process else 0.0)
    used.others = max(0.0, (after - busy - ours) / max(whole - total, 1e-9))


def seconds(action: Callable[[], object]) -> Spent:
    """Return what a call costs."""
    with spent() as used:
        action()
    return used


def side_by_side(ours: Callable[[], object], bare: Callable[[], object], repeat: int) -> tuple[Spent, Spent]:
    """Return the median costs of two calls that take turns, each going first every other time."""
    costs: tuple[list[Spent], list[Spent]] = ([], [])
    for number in range(repeat):
        for which in (0, 1) if number % 2 else (1, 0):
            costs[which].append(seconds(bare if which else ours))
    return middle(costs[0]), middle(costs[1])


def middle(costs: Sequence[Spent]) -> Spent:
    """Return the median of each part."""
    return Spent(*(median(getattr(cost, part) for cost in costs) for part in ("wall", "cpu", "others")))


def quiet(used: Spent) -> float:
    """Return how long something takes on a quiet machine, at most: on a busy one its processor time says it, on one core."""
    return used.wall if used.others < BUSY else min(used.wall, used.cpu)


def command(*words: str) -> list[str]:
    """Return the command line of studybot with these words."""
    return [sys.executable, "-c", RUN, *words]


class Server(NamedTuple):
    """A server that answers."""

    process: "subprocess.Popen[str]"
    port: int
    started: Spent

    def get(self, path: str, body: bytes | None = None) -> bytes:
        """Return what it says at an address."""
        heads = {"content-type": "application/json"} if body else {"accept": "text/html"}
        request = urllib.request.Request(f"http://127.0.0.1:{self.port}{path}", body, heads)
        with urllib.request.urlopen(request, timeout=60) as reply:
            said: bytes = reply.read()
        return said

    def ask(self, question: str) -> None:
        """Have it answer."""
        self.get("/api/ask", json.dumps({"question": question}).encode())

    def resident(self, most: bool = False) -> float:
        """Return its memory in GB, or the most so far (Linux only)."""
        status = Path(f"/proc/{self.process.pid}/status").read_text(encoding="utf-8")
        return int(status.split("VmHWM:" if most else "VmRSS:")[1].split()[0]) / 1e6


@contextmanager
def served(environment: Mapping[str, str]) -> Iterator[Server]:
    """Run `studybot serve` on a free port until the block ends; it has started once it gave its first page and an answer."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    wall, (busy, total) = time.perf_counter(), _machine()
    process = subprocess.Popen(command("serve", "--port", str(port)), env=dict(environment), stderr=subprocess.PIPE, text=True)
    assert process.stderr is not None
    try:
        while "is ready" not in (line := process.stderr.readline()):
            if not line:
                raise SystemExit("the server did not start: run 'studybot serve'")
        server = Server(process, port, Spent())
        server.get("/")
        server.ask(QUESTION)
        cpu = _cpu(process.pid)
        after, whole = _machine()
        started = Spent(time.perf_counter() - wall, cpu, max(0.0, (after - busy - cpu) / max(whole - total, 1e-9)))
        yield server._replace(started=started)
    finally:
        process.terminate()
        process.wait(timeout=30)


def _cpu(process: int) -> float:
    """Processor seconds of a process so far; 0 for this one with its ended children."""
    if not process:
        own, children = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
        return own.ru_utime + own.ru_stime + children.ru_utime + children.ru_stime
    fields = Path(f"/proc/{process}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / TICKS


def _machine() -> tuple[float, float]:
    """Seconds that all cores were busy so far, and all their seconds (0 where it cannot be known)."""
    stat = Path("/proc/stat")
    if not stat.exists():
        return 0.0, 0.0
    times = [int(number) for number in stat.read_text(encoding="utf-8").split("\n", 1)[0].split()[1:9]]
    idle = times[3] + times[4]
    return (sum(times) - idle) / TICKS, sum(times) / TICKS
