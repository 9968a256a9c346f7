"""Speed and memory against the bare model, as ratios measured side by side in one run: `make bench`.

Each pair is interleaved and its median taken, so that what else the machine does falls on both sides alike.
"""

import argparse
import json
import os
import platform
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise
from pathlib import Path
from statistics import median, quantiles
from typing import NamedTuple

os.environ.setdefault("HF_HUB_DISABLE_PROGRESS_BARS", "1")
os.environ.setdefault("HF_HUB_OFFLINE", "1")

from sentence_transformers import SentenceTransformer

from studybot import wiring
from studybot.answer.batch import Asked, answer_batch
from studybot.coverage.decide import decide
from studybot.coverage.labelled import labelled_path, read_labelled
from studybot.coverage.syllabus import Objective
from studybot.index.encode import SentenceEncoder, model_folder
from studybot.settings import Settings
from studybot.types import Question

QUESTION = "how long can a lambda function run?"
BARE = "from sentence_transformers import SentenceTransformer; SentenceTransformer({folder!r}, device='cpu')"
ASK = "from studybot.cli import main; main()"


class Row(NamedTuple):
    """One line of the table; `limit` is what the measure may be at most (0 for none)."""

    measure: str
    ours: str
    bare: str
    value: float
    unit: str
    limit: float = 0.0


class Bench:
    """Everything that the measures share: the model, the built index, the questions."""

    def __init__(self, settings: Settings, repeat: int) -> None:
        wiring.build_index(settings)
        self.settings = settings
        self.repeat = repeat
        self.studybot = wiring.open_studybot(settings)
        self.studybot.warm()
        self.bare = SentenceTransformer(str(model_folder(settings.model)), device="cpu")

    @property
    def questions(self) -> list[Question]:
        """Learners' questions from the evaluation sets, else the course's own question bank."""
        files = sorted((self.settings.course / "evaluation").glob("*.jsonl"))
        asked = [json.loads(line)["question"] for file in files for line in file.read_text(encoding="utf-8").splitlines()]
        bank = [text for passage in self.studybot.passages for text in self.studybot.backend.questions(passage.id)]
        return [Question(text=text) for text in dict.fromkeys(asked + bank)]

    def encode(self, texts: Sequence[str]) -> None:
        """The bare encode that everything is compared with."""
        self.bare.encode(list(texts), batch_size=64, normalize_embeddings=True, show_progress_bar=False)


def seconds(action: Callable[[], object]) -> float:
    """Return how long a call takes."""
    started = time.perf_counter()
    action()
    return time.perf_counter() - started


def side_by_side(ours: Callable[[], object], bare: Callable[[], object], repeat: int) -> tuple[float, float]:
    """Return the median seconds of two calls that take turns, each going first every other time."""
    times: tuple[list[float], list[float]] = ([], [])
    for number in range(repeat):
        for which in (0, 1) if number % 2 else (1, 0):
            times[which].append(seconds(bare if which else ours))
    return median(times[0]), median(times[1])


def indexing(bench: Bench) -> Iterator[Row]:
    """Yield the index from nothing against the bare encode of the same texts, and the re-index of an unchanged course."""
    settings = bench.settings
    texts = list(dict.fromkeys(entry.text for entry in bench.studybot._index[1].entries))
    encoder: SentenceEncoder = bench.studybot.embedder  # type: ignore[assignment]  # the wiring's type is the port

    def build() -> None:
        with tempfile.TemporaryDirectory() as folder:
            wiring.build_index(settings.model_copy(update={"index": Path(folder)}), fresh=True, embedder=lambda: encoder)

    ours, bare = side_by_side(build, lambda: bench.encode(texts), max(1, bench.repeat // 3))  # a minute each
    yield Row(
        "index from nothing / bare encode of the same texts",
        f"{ours:.1f} s",
        f"{bare:.1f} s ({len(texts):,} texts)",
        ours / bare,
        "x",
        1.3,
    )
    again = median(seconds(lambda: wiring.build_index(settings)) for _ in range(bench.repeat))
    yield Row("re-index of the unchanged course, after imports", f"{again:.2f} s", "", again, "s", 2.0)


def answering(bench: Bench) -> Iterator[Row]:
    """Yield an answer against the bare encode of its question, at the median and the 95th percentile of 200 questions."""
    ask = bench.studybot.assistant.ask

    def pair(question: Question) -> tuple[float, float]:
        return side_by_side(lambda: ask(question), lambda: bench.encode([question.text]), 3)

    pairs = [pair(question) for question in bench.questions[:200]]
    ours, bare = [one for one, _ in pairs], [other for _, other in pairs]
    ratios = [one / other for one, other in pairs]
    what = "an answer / bare encode of its question"
    middle = median(ours), median(bare)
    yield Row(f"{what}, median", _ms(middle[0]), _ms(middle[1]), median(ratios), "x", 2.0)
    high = quantiles(ours, n=20)[-1], quantiles(bare, n=20)[-1]
    yield Row(f"{what}, 95th percentile", _ms(high[0]), _ms(high[1]), quantiles(ratios, n=20)[-1], "x", 4.0)


def batch(bench: Bench) -> Iterator[Row]:
    """Yield a batch of 500 questions against one bare encode of their texts."""
    questions = bench.questions[:500]
    asked = [Asked(id=str(number), question=question) for number, question in enumerate(questions)]
    texts = [question.text for question in questions]
    assistant = bench.studybot.assistant
    ours, bare = side_by_side(lambda: list(answer_batch(assistant, asked)), lambda: bench.encode(texts), min(bench.repeat, 3))
    name = f"batch of {len(asked)} questions / one bare encode of them"
    yield Row(name, f"{ours:.1f} s ({len(asked) / ours:.0f} a second)", f"{bare:.1f} s", ours / bare, "x")


def covering(bench: Bench) -> Iterator[Row]:
    """Yield the coverage of 1,000 different objectives: the labelled ones of the course, then two of them in one."""
    known = list(dict.fromkeys(one.objective for one in read_labelled(labelled_path(bench.settings.course))))
    texts = (known + [f"{one} and {other}" for one, other in pairwise(known)])[:1000]
    objectives = [Objective(text=text) for text in texts]
    took = median(
        seconds(lambda: decide(objectives, bench.studybot.embedder, bench.studybot.backend, reader=bench.studybot.reader))
        for _ in range(min(bench.repeat, 3))
    )
    yield Row(f"coverage of {len(objectives):,} objectives in one batch", f"{took:.1f} s", "", took, "s", 30.0)


def cold(bench: Bench) -> Iterator[Row]:
    """Yield `studybot ask` from process start to its end against importing the library and loading the model."""
    environment = _environment(bench.settings)
    bare = [sys.executable, "-c", BARE.format(folder=str(model_folder(bench.settings.model)))]
    ours = [sys.executable, "-c", ASK, "ask", QUESTION]

    def start(command: Sequence[str]) -> Callable[[], object]:
        return lambda: subprocess.run(command, env=environment, check=True, capture_output=True)

    took = side_by_side(start(ours), start(bare), bench.repeat)
    name = "`studybot ask`, cold / import and load of the model"
    yield Row(name, f"{took[0]:.1f} s", f"{took[1]:.1f} s", took[0] / took[1], "x", 1.3)


def memory(bench: Bench) -> Iterator[Row]:
    """Yield the server's resident memory after the page and 50 questions (Linux only)."""
    if not Path("/proc/self/status").exists():
        return
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-c", ASK, "serve", "--port", str(port)]
    server = subprocess.Popen(command, env=_environment(bench.settings), stderr=subprocess.PIPE, text=True)
    assert server.stderr is not None
    try:
        while "is ready" not in (line := server.stderr.readline()):
            if not line:
                raise SystemExit("the server did not start: run 'studybot serve'")
        _use(f"http://127.0.0.1:{port}", [question.text for question in bench.questions[:50]])
        status = Path(f"/proc/{server.pid}/status").read_text(encoding="utf-8")
    finally:
        server.terminate()
        server.wait(timeout=30)
    peak = int(status.split("VmHWM:")[1].split()[0]) / 1e6
    now = int(status.split("VmRSS:")[1].split()[0]) / 1e6
    yield Row("resident memory of the server (at most so far)", f"{now:.2f} GB ({peak:.2f} GB)", "", peak, "GB", 1.2)


def _use(address: str, questions: Sequence[str]) -> None:
    urllib.request.urlopen(address, timeout=60).read()
    for question in questions:
        body = json.dumps({"question": question, "learner": "bench"}).encode()
        request = urllib.request.Request(f"{address}/api/ask", body, {"content-type": "application/json"})
        urllib.request.urlopen(request, timeout=60).read()


def _environment(settings: Settings) -> dict[str, str]:
    places = {"COURSE": settings.course, "INDEX": settings.index, "DATA": settings.data}
    return os.environ | {f"STUDYBOT_{name}": str(path.absolute()) for name, path in places.items()}


def _ms(value: float) -> str:
    return f"{1000 * value:.1f} ms"


PARTS: dict[str, Callable[[Bench], Iterator[Row]]] = {
    "cold": cold,
    "memory": memory,
    "answer": answering,
    "batch": batch,
    "coverage": covering,
    "index": indexing,
}


def line(row: Row) -> str:
    """Return a row of the table as Markdown."""
    limit = f"{row.limit:g} {row.unit}" if row.limit else ""
    verdict = "" if not row.limit else "yes" if row.value <= row.limit else "**no**"
    return f"| {row.measure} | {row.ours} | {row.bare} | {row.value:.2f} {row.unit} | {limit} | {verdict} |"


def main() -> None:
    """Read the options and measure."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--out", type=Path, help="write the table as Markdown, too, for example docs/bench.md")
    parser.add_argument("--repeat", type=int, default=5, help="how often each pair is measured (5)")
    parser.add_argument("--only", choices=PARTS, nargs="+", default=list(PARTS), help="measure these parts alone")
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as data:  # what is asked here is no learner's question
        measure(Bench(Settings(data=Path(data)), chosen.repeat), chosen.only, chosen.out)


def measure(bench: Bench, names: Sequence[str], out: Path | None) -> None:
    """Print the rows of these parts as they are measured, and write the table to `out`."""
    about = (
        f"{os.cpu_count()} cores, {platform.machine()}, Python {platform.python_version()}, {bench.studybot.manifest.embedder}"
    )
    lines = ["| measure | studybot | bare | result | at most | holds |", "| --- | --- | --- | --- | --- | --- |"]
    print("\n".join(lines), flush=True)
    for name in names:
        for row in PARTS[name](bench):
            lines.append(line(row))
            print(lines[-1], flush=True)
    if out:
        text = (
            f"# Speed and memory\n\nWritten by `python scripts/bench.py --out docs/bench.md` on {about}.\n\n"
            + "\n".join(lines)
            + "\n"
        )
        out.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
