"""An index from nothing beside the bare encode of the same texts, and an index of an unchanged course."""

import tempfile
from collections.abc import Iterator
from pathlib import Path

from benches.bench import Bench
from benches.rows import Row, middle, seconds, side_by_side
from studybot import wiring
from studybot.index.compiled import CompiledEncoder
from studybot.index.encode import in_stretches


def indexing(bench: Bench) -> Iterator[Row]:
    """Yield both; on a busy machine two cores would take half the processor time, and that is what the bound is held to."""
    settings = bench.settings
    entries = list(dict.fromkeys(entry.text for entry in bench.studybot.opened.entries))
    bare = bench.bare
    assert isinstance(bare, CompiledEncoder)

    def build() -> None:
        with tempfile.TemporaryDirectory() as folder:
            wiring.build_index(settings.model_copy(update={"index": Path(folder)}), fresh=True, embedder=lambda: bare)

    ours, beside = side_by_side(build, lambda: in_stretches(bare, entries), 1)
    yield Row(
        "index from nothing / bare encode of the same texts",
        f"{ours.wall:.0f} s ({ours.cpu:.0f} s CPU)",
        f"{beside.wall:.0f} s ({beside.cpu:.0f} s CPU), {len(entries):,} texts",
        ours.wall if ours.others < 0.1 else min(ours.wall, ours.cpu / 2),
        "s",
        30.0,
        ours.others,
    )
    again = middle([seconds(lambda: wiring.build_index(settings)) for _ in range(bench.repeat)])
    yield Row("index of an unchanged course, after imports", f"{again.wall:.2f} s", "", again.wall, "s", 2.0, again.others)
