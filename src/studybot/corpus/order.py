"""In which order the files of a course are read: by name, numbers as numbers, and chapters by number under whatever names.

A readme stands before what lies beside and below it, exercises and what is said of the course stand behind the lectures.
"""

import re
from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path

from studybot.corpus.roles import name_role

FIRST = ("readme", "index", "_index")
FEWEST = 4  # numbered files of a folder whose numbers may say their order
_NUMBER = re.compile(r"(\d+)")


def in_order(paths: Iterable[Path]) -> list[Path]:
    """Return paths by name, "Lecture 2" before "Lecture 10".

    Where the numbers of a folder's files are one run without a gap ("Ch. 9" to "Ch. 16" and "L01" to "L08"), the files
    that have one stand in its order, in the places that these take among the others.
    """
    ordered = sorted(paths, key=_by_name)
    folders: dict[Path, list[int]] = defaultdict(list)
    for place, path in enumerate(ordered):
        if _number(path) is not None:
            folders[path.parent].append(place)
    for places in folders.values():
        numbers = {place: int(_number(ordered[place]) or 0) for place in places}
        run = sorted(numbers.values())
        if len(run) >= FEWEST and run == list(range(run[0], run[0] + len(run))):
            moved = [ordered[place] for place in sorted(places, key=numbers.__getitem__)]
            for place, path in zip(places, moved, strict=True):
                ordered[place] = path
    return ordered


def _by_name(path: Path) -> list[tuple[bool, bool, list[tuple[str, int]], str]]:
    return [(name_role(part) != "teaching", Path(part).stem.lower() not in FIRST, _pieces(part), part) for part in path.parts]


def _pieces(name: str) -> list[tuple[str, int]]:
    """The runs of a name that are no number, each with the number behind it."""
    texts, numbers = _NUMBER.split(name)[::2], _NUMBER.split(name)[1::2]
    return [(text, int(number)) for text, number in zip(texts, [*numbers, "-1"], strict=True)]


def _number(path: Path) -> str | None:
    found = _NUMBER.search(path.stem)
    return found[0] if found and not path.is_dir() else None
