"""Many learners at once: a real server, askers with a pause between their questions, and somebody who asks how it is."""

import asyncio
import json
import random
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import cycle
from statistics import quantiles

from benches.rows import Row, Spent, served, spent

PACED = 20.0  # seconds between two questions of a learner who reads the answers
SECONDS = 30.0
HEALTH = 0.1  # seconds between two looks at /healthz
GREEDY = (1, 10, 50, 200)  # askers without a pause


@dataclass
class Tally:
    """What the askers saw, in seconds."""

    answers: list[float] = field(default_factory=list)
    errors: int = 0
    health: list[float] = field(default_factory=list)


async def request(port: int, method: str, path: str, body: object = None, token: str = "") -> tuple[int, bytes]:
    """Return the status and body of one request on a connection of its own."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    try:
        content = b"" if body is None else json.dumps(body).encode()
        head = f"{method} {path} HTTP/1.1\r\nhost: 127.0.0.1:{port}\r\nconnection: close\r\ncontent-length: {len(content)}\r\n"
        head += "content-type: application/json\r\n" + (f"authorization: Bearer {token}\r\n" if token else "")
        writer.write(head.encode() + b"\r\n" + content)
        await writer.drain()
        reply = await reader.read()
    finally:
        writer.close()
    start, _, rest = reply.partition(b"\r\n\r\n")
    return int(start.split()[1] if start else 0), rest


async def learner(port: int, questions: Iterator[str], pause: float, end: float, tally: Tally) -> None:
    """Ask until the end, with a pause between the beginnings of two questions."""
    status, body = await request(port, "POST", "/api/token")
    token = json.loads(body)["token"] if status == 200 else ""
    await asyncio.sleep(pause * random.random())
    while (began := time.perf_counter()) < end:
        status, _ = await request(port, "POST", "/api/ask", {"question": next(questions)}, token)
        took = time.perf_counter() - began
        if status == 200:
            tally.answers.append(took)
        else:
            tally.errors += 1
        await asyncio.sleep(max(0.0, pause * random.uniform(0.5, 1.5) - took))


async def watch(port: int, end: float, tally: Tally) -> None:
    """Ask how the server is, again and again."""
    while (began := time.perf_counter()) < end:
        await request(port, "GET", "/healthz")
        tally.health.append(time.perf_counter() - began)
        await asyncio.sleep(HEALTH)


async def ask(port: int, questions: Sequence[str], count: int, pause: float, seconds: float) -> Tally:
    """Return what so many learners saw within some seconds."""
    tally, end = Tally(), time.perf_counter() + seconds
    texts = cycle(random.sample(questions, len(questions)))
    await asyncio.gather(watch(port, end, tally), *(learner(port, texts, pause, end, tally) for _ in range(count)))
    return tally


def percentiles(values: Sequence[float]) -> tuple[float, float, float]:
    """Return p50, p95 and p99."""
    if len(values) < 2:
        return (values[0] if values else 0.0,) * 3
    cuts = quantiles(values, n=100, method="inclusive")
    return cuts[49], cuts[94], cuts[98]


def rows(environment: dict[str, str], questions: Sequence[str], seconds: float = SECONDS) -> Iterator[Row]:
    """Yield askers without a pause at several numbers, then 200 learners who ask every 20 seconds."""
    with served(environment | {"STUDYBOT_RATE": ""}) as server:
        for number, (count, pause) in enumerate([*((count, 0.0) for count in GREEDY), (200, PACED)]):
            before = server.resident()
            tally: Tally
            with spent(server.process.pid) as used:
                new = [f"{text}{' ' * number}" for text in questions]  # not remembered from the round before
                tally = asyncio.run(ask(server.port, new, count, pause, seconds))
            yield _row(count, pause, seconds, tally, used, before, server.resident())


def _row(count: int, pause: float, seconds: float, tally: Tally, used: Spent, before: float, after: float) -> Row:
    p50, p95, p99 = percentiles(tally.answers)
    health = percentiles(tally.health)
    what = f"{count} learners who ask every {pause:g} s" if pause else f"{count} who ask without a pause"
    each = 1000 * used.cpu / max(1, len(tally.answers))
    return Row(
        f"{what}: {len(tally.answers) / seconds:.1f} answers a second",
        f"p50 {p50:.2f} s, p95 {p95:.2f} s, p99 {p99:.2f} s; {tally.errors} errors; {each:.0f} ms CPU each",
        f"/healthz p50 {1000 * health[0]:.0f} ms, p99 {1000 * health[2]:.0f} ms; memory {before:.2f} to {after:.2f} GB",
        p95,
        "s",
        1.0 if pause else 0.0,
        used.others,
    )
