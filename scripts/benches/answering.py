"""One answer after the other, 500 at once, and 1,000 objectives."""

from collections.abc import Iterator
from functools import partial
from itertools import pairwise
from statistics import median, quantiles

from benches.bench import Bench, texts
from benches.rows import Row, middle, quiet, seconds, side_by_side
from studybot.answer.batch import Asked, answer_batch
from studybot.coverage.decide import decide
from studybot.coverage.measure import labelled_path, read_labelled
from studybot.coverage.syllabus import Objective
from studybot.types import Question

MANY = 200


def answers(bench: Bench) -> Iterator[Row]:
    """Yield an answer without the scorer beside the bare encode of its question, and one with the scorer."""
    ask, scored, bare = bench.studybot.assistant.ask, bench.scored.assistant.ask, bench.bare
    costs = []
    for number, question in enumerate(bench.questions[:MANY]):
        # A text that nobody asked before: what was asked is remembered.
        new = Question(text=f"{question.text} {number}")
        costs.append(
            (
                seconds(partial(bare.encode, [new.text])),
                seconds(partial(ask, new)),
                seconds(partial(scored, question)),
            )
        )
    encode, plain, read = (list(part) for part in zip(*costs, strict=True))
    busy = middle(plain).others
    over = [one.cpu - 1.5 * other.cpu for one, other in zip(plain, encode, strict=True)]
    yield Row(
        f"an answer without the scorer above 1.5 bare encodes, median of {MANY}",
        f"{1000 * middle(plain).cpu:.1f} ms CPU",
        f"{1000 * middle(encode).cpu:.1f} ms CPU",
        1000 * median(over),
        "ms",
        10.0,
        busy,
    )
    walls = [1000 * quiet(one) for one in read]
    high = quantiles(walls, n=20)[-1]
    yield Row(
        f"an answer with the scorer, median of {MANY}",
        f"{1000 * middle(read).wall:.0f} ms ({1000 * middle(read).cpu:.0f} ms CPU), p95 {high:.0f} ms",
        "",
        median(walls),
        "ms",
        150.0,
        busy,
    )


def batch(bench: Bench) -> Iterator[Row]:
    """Yield 500 questions in one batch, without and with the scorer."""
    questions = bench.questions[-500:]
    asked = [Asked(id=str(number), question=question) for number, question in enumerate(questions)]
    plain, beside = side_by_side(
        lambda: list(answer_batch(bench.studybot.assistant, asked, copied=True)), lambda: bench.bare.encode(texts(questions)), 1
    )
    rate = len(asked) / quiet(plain)
    yield Row(
        f"a batch of {len(asked)} questions without the scorer / one bare encode of them",
        f"{plain.wall:.1f} s ({plain.cpu:.1f} s CPU)",
        f"{beside.wall:.1f} s ({beside.cpu:.1f} s CPU)",
        rate,
        "a second",
        -200.0,
        plain.others,
    )
    used = seconds(lambda: list(answer_batch(bench.scored.assistant, asked, copied=True)))
    shown = f"{used.wall:.1f} s ({used.cpu:.1f} s CPU)"
    yield Row("the same with the scorer", shown, "", len(asked) / quiet(used), "a second", 0.0, used.others)


def covering(bench: Bench) -> Iterator[Row]:
    """Yield the coverage of 1,000 different objectives: the labelled ones of the course, then two of them in one."""
    labelled = list(dict.fromkeys(item.objective for item in read_labelled(labelled_path(bench.settings.course))))
    objectives = [Objective(text=text) for text in (labelled + [f"{a} and {b}" for a, b in pairwise(labelled)])[:1000]]
    used = seconds(lambda: decide(objectives, bench.scored.embedder, bench.scored.backend, reader=bench.scored.reader))
    shown = f"{used.wall:.1f} s ({used.cpu:.1f} s CPU)"
    yield Row(f"coverage of {len(objectives):,} objectives in one batch", shown, "", quiet(used), "s", 30.0, used.others)
