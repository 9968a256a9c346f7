"""Let many learners ask many servers, in time that is only counted: python scripts/scale.py [--servers 56] [--near 4] ....

What single steps cost was measured (docs/bench.md); how they add up is simulated: learners read what was answered and ask
again, in courses of which some are asked far more often; a server works on as many questions at a time as it has cores, opens a
course that it does not hold and closes the one used longest ago; turns of one course are kept one after the other.
"""

import argparse
import heapq
import math
import random
from collections import OrderedDict
from itertools import accumulate
from statistics import quantiles
from typing import NamedTuple

GROWN = 1.2 / 65_937  # seconds of a core to open a course, for each of its entries
WRITE = 0.012  # seconds that a turn's transaction takes, which the next one of the same course waits for
BASE, ENTRY = 0.64, 5.7e-6  # GB of a server without an open course, and of an entry that it holds
MEDIAN, P95 = 0.110, 0.181  # seconds of a core for an answer


class Plan(NamedTuple):
    """What is simulated."""

    learners: int
    courses: int
    entries: int  # of a course
    servers: int
    cores: int
    held: int  # courses that a server holds open
    near: int  # servers that a course is sent to, 0 for all; twice its share of them if that is more
    pause: float
    seconds: float
    skew: float  # how unequal courses are: the n-th is asked 1/n**skew as often as the first
    answer: float  # an answer costs so much of the measured one


class Seen(NamedTuple):
    """What came of it."""

    answered: int
    waits: list[float]
    busy: float  # share of all cores
    opened: int  # courses, in the second half
    writing: float  # share of its time that the busiest course is written to
    memory: float  # GB of a server


class Server:
    """One server: when each of its cores is free, and the courses that it holds, the one used longest ago first."""

    def __init__(self, cores: int) -> None:
        self.free = [0.0] * cores
        self.open: OrderedDict[int, None] = OrderedDict()


def simulate(plan: Plan, seed: int = 1) -> Seen:
    """Let the learners ask for a while; what is seen is of the second half, when queues are as long as they get."""
    dice = random.Random(seed)
    servers = [Server(plan.cores) for _ in range(plan.servers)]
    shares = [1 / (place + 1) ** plan.skew for place in range(plan.courses)]
    weights = list(accumulate(shares))
    near = [dice.sample(range(plan.servers), _near(plan, share / weights[-1])) for share in shares]
    for course, places in enumerate(near):  # from the most asked on: what servers hold that have run for a while
        for server in (servers[place] for place in places):
            if len(server.open) < plan.held:
                server.open[course] = None
                server.open.move_to_end(course, last=False)
    of = dice.choices(range(plan.courses), cum_weights=weights, k=plan.learners)
    server_of = [dice.choice(near[course]) for course in of]  # a learner keeps to one, as with ip_hash
    events = [(dice.uniform(0, plan.pause), learner) for learner in range(plan.learners)]
    heapq.heapify(events)
    written, sigma = [0.0] * plan.courses, math.log(P95 / MEDIAN) / 1.645
    waits: list[float] = []
    used, opened, turns = 0.0, 0, [0] * plan.courses
    while events[0][0] < plan.seconds:
        at, learner = heapq.heappop(events)
        server, course, is_seen = servers[server_of[learner]], of[learner], at > plan.seconds / 2
        work = plan.answer * MEDIAN * math.exp(dice.gauss(0, sigma))
        if course not in server.open:
            work += GROWN * plan.entries
            opened += is_seen
            if len(server.open) >= plan.held:
                server.open.popitem(last=False)
        server.open[course] = None
        server.open.move_to_end(course)
        done = max(at, heapq.heappop(server.free)) + work
        heapq.heappush(server.free, done)
        written[course] = max(done, written[course]) + WRITE
        if is_seen:
            waits.append(written[course] - at)
            used += work
            turns[course] += 1
        heapq.heappush(events, (max(written[course], at + plan.pause * dice.uniform(0.5, 1.5)), learner))
    half = plan.seconds / 2
    most = min(plan.held, max(len(server.open) for server in servers))
    busy = used / (half * plan.cores * plan.servers)
    return Seen(len(waits), waits, busy, opened, max(turns) * WRITE / half, BASE + most * plan.entries * ENTRY)


def _near(plan: Plan, share: float) -> int:
    """Return how many servers a course is sent to that has a share of all questions."""
    return min(plan.servers, max(plan.near, math.ceil(2 * share * plan.servers))) if plan.near else plan.servers


def line(plan: Plan, seen: Seen, core: float, gigabyte: float) -> str:
    """Return a row of the table as Markdown."""
    cuts = quantiles(seen.waits, n=100)
    half = plan.seconds / 2
    cost = plan.servers * (plan.cores * core + seen.memory * gigabyte)
    where = f"{plan.near} servers a course" if plan.near else "any server"
    cells = (
        f"{plan.servers} x {plan.cores} cores, {where}, {plan.held} open",
        f"{seen.answered / half:.0f}",
        *(f"{cuts[percent - 1]:.2f} s" for percent in (50, 95, 99)),
        f"{seen.busy:.0%}",
        f"{seen.opened / half:.1f}",
        f"{seen.writing:.0%}",
        f"{seen.memory:.0f} GB, {plan.servers * seen.memory:,.0f} GB",
        f"{cost:.2f}",
    )
    return f"| {' | '.join(cells)} |"


HEAD = (
    "| Servers | answers a second | p50 | p95 | p99 | cores busy | courses opened a second | busiest course is written to "
    "| memory of one, of all | cost an hour |\n| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |"
)


def main() -> None:
    """Read the options and simulate."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--learners", type=int, default=10_000)
    parser.add_argument("--courses", type=int, default=1_000)
    parser.add_argument("--entries", type=int, default=300_000, help="of a course: 22 to 45 for each passage (300000)")
    parser.add_argument("--servers", type=int, nargs="+", default=[56])
    parser.add_argument("--cores", type=int, default=2, help="that one server keeps busy: more were not measured (2)")
    parser.add_argument("--held", type=int, nargs="+", default=[8], help="courses that a server holds open (8)")
    parser.add_argument("--near", type=int, nargs="+", default=[0], help="servers that a course is sent to, 0 for all (0)")
    parser.add_argument("--pause", type=float, default=20.0, help="seconds between two questions of a learner (20)")
    parser.add_argument("--seconds", type=float, default=600.0, help="that pass (600)")
    parser.add_argument("--skew", type=float, default=0.8, help="how unequal courses are (0.8; 0: all alike)")
    parser.add_argument("--answer", type=float, default=1.0, help="what an answer costs of one with the scorer (0.2 without)")
    parser.add_argument("--core", type=float, default=0.04, help="price of a core an hour")
    parser.add_argument("--gigabyte", type=float, default=0.005, help="price of a GB of memory an hour")
    given = parser.parse_args()
    print(HEAD)
    for servers in given.servers:
        for near in given.near:
            for held in given.held:
                fixed = (given.pause, given.seconds, given.skew, given.answer)
                plan = Plan(given.learners, given.courses, given.entries, servers, given.cores, held, near, *fixed)
                print(line(plan, simulate(plan), given.core, given.gigabyte), flush=True)


if __name__ == "__main__":
    main()
