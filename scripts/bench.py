"""Speed and memory, each with its bound: `make bench`.

Pairs take turns, so that what else the machine does falls on both sides alike. Where other programs take more than a tenth of
the machine, processor seconds stand for seconds: a clock on the wall would tell of them and not of studybot.
"""

import argparse
import os
import platform
import tempfile
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from pathlib import Path

os.environ.setdefault("HF_HUB_DISABLE_PROGRESS_BARS", "1")
os.environ.setdefault("HF_HUB_OFFLINE", "1")

from benches import answering, growth, indexing, load, page, starting
from benches.bench import Bench, texts
from benches.rows import Row

from studybot.settings import Settings


def loaded(bench: Bench) -> Iterator[Row]:
    """Yield what many learners at once see."""
    yield from load.rows(bench.environment, texts(bench.questions))


PARTS: dict[str, Callable[[Bench], Iterator[Row]]] = {
    "cold": starting.commands,
    "server": starting.servers,
    "answer": answering.answers,
    "batch": answering.batch,
    "coverage": answering.covering,
    "index": indexing.indexing,
    "load": loaded,
    "page": page.visits,
    "growth": growth.courses,
    "million": growth.million,
}
READ = (
    "`others` is the share of the machine's time that other programs took meanwhile. Above a tenth of it, `result` is\n"
    "processor time wherever it is no ratio (half of it for an index from nothing, which keeps two cores busy); below, time\n"
    "on the clock. What many learners at once and visitors see is time on the clock always, and tells of the others, too."
)
HEAD = "| measure | studybot | beside | result | bound | holds | others |\n| --- | --- | --- | --- | --- | --- | --- |"


def line(row: Row) -> str:
    """Return a row of the table as Markdown."""
    bound = f"{'at most' if row.limit > 0 else 'at least'} {abs(row.limit):g} {row.unit}" if row.limit else ""
    verdict = "" if not row.limit else "yes" if row.holds else "**no**"
    value = f"{row.value:.2f}" if row.value < 10 else f"{row.value:,.0f}"
    return f"| {row.measure} | {row.ours} | {row.beside} | {value} {row.unit} | {bound} | {verdict} | {row.others:.0%} |"


def main() -> None:
    """Read the options and measure."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--out", type=Path, help="write the table as Markdown, too, for example docs/bench.md")
    parser.add_argument("--repeat", type=int, default=5, help="how often each pair is measured (5)")
    parser.add_argument("--only", choices=PARTS, nargs="+", default=list(PARTS), help="measure these parts alone")
    parser.add_argument("--sizes", type=int, nargs="+", default=growth.SIZES, help="how many times the course grows (1 10 100)")
    chosen = parser.parse_args()
    PARTS["growth"] = partial(growth.courses, sizes=chosen.sizes)
    with tempfile.TemporaryDirectory() as data:  # what is asked here is no learner's question
        measure(Bench(Settings(data=Path(data)), chosen.repeat), chosen.only, chosen.out)


def measure(bench: Bench, names: Sequence[str], out: Path | None) -> None:
    """Print the rows of these parts as they are measured, and write the table to `out`."""
    lines = [HEAD]
    print(HEAD, flush=True)
    for name in names:
        for row in PARTS[name](bench):
            lines.append(line(row))
            print(lines[-1], flush=True)
    if out:
        about = f"{os.cpu_count()} cores, {platform.machine()}, Python {platform.python_version()}"
        title = f"# Speed and memory\n\nWritten by `python scripts/bench.py --out docs/bench.md` on {about}.\n\n{READ}\n\n"
        out.write_text(title + "\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
