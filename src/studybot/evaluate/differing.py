"""What two runs were made from and do not share: dataset, index, code, settings, versions."""

from collections.abc import Iterator, Mapping
from pathlib import Path

from studybot.errors import StudybotError
from studybot.evaluate.folder import RunRecord, read_record
from studybot.types import Value


class Differing(Value):
    """One thing that differs between a base and a run; a value that one of them lacks is empty."""

    name: str
    base: str
    run: str


def differing(base: RunRecord, run: RunRecord) -> tuple[Differing, ...]:
    """Return what differs between what two runs were made from, in a fixed order; times are no difference."""
    one, two = base.circumstances, run.circumstances
    plain = {
        "dataset": (base.dataset_digest, run.dataset_digest),
        "index": (one.index_digest, two.index_digest),
        "commit": (one.commit, two.commit),
        "seed": (base.seed, run.seed),
        "block size": (base.block, run.block),
    }
    found = [Differing(name=name, base=str(was), run=str(now)) for name, (was, now) in plain.items() if was != now]
    return (*found, *_keys("setting", one.settings, two.settings), *_keys("version of", one.versions, two.versions))


def differing_folders(base: Path, run: Path) -> tuple[Differing, ...] | None:
    """Return what differs between two run folders; None when one of them does not say what it was made from."""
    try:
        return differing(read_record(base), read_record(run))
    except StudybotError:
        return None


def _keys(kind: str, base: Mapping[str, object], run: Mapping[str, object]) -> Iterator[Differing]:
    for name in sorted({*base, *run}):
        was, now = (str(side[name]) if name in side else "" for side in (base, run))
        if was != now:
            yield Differing(name=f"{kind} {name}", base=was, run=now)
