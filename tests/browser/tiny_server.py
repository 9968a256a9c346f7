"""Serve a small course with the hashing embedder, which starts in seconds: python tiny_server.py COURSE INDEX DATA.

While a file `slow` lies in DATA, each pass of the embedder takes a second: time to look at what is in progress.
"""

import sys
import time
from collections.abc import Sequence
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from fakes import HashingEmbedder
from studybot import wiring
from studybot.ports import Vectors
from studybot.serve import listen, serve_forever
from studybot.settings import Settings


class PatientEmbedder(HashingEmbedder):
    """Takes a second a pass while a file is there."""

    def __init__(self, slow: Path) -> None:
        super().__init__()
        self._slow = slow

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Return what the hashing embedder returns."""
        if self._slow.exists():
            time.sleep(1)
        return super().encode(texts)


def main(course: str, index: str, data: str) -> None:
    """Build the index, serve on a free port and print the address when it answers."""
    wiring.load_embedder = lambda settings: PatientEmbedder(settings.data / "slow")
    import studybot.index.encode

    studybot.index.encode.model_name = lambda model: HashingEmbedder.name
    settings = Settings(course=Path(course), index=Path(index), data=Path(data), port=0)
    wiring.build_index(settings)
    with listen(settings.host, 0) as listening:
        serve_forever(wiring.open_studybot(settings), listening, ready=_say)


def _say(address: str) -> None:
    sys.stdout.write(f"{address}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main(*sys.argv[1:])
