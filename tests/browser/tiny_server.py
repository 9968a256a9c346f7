"""Serve a small course with the hashing embedder, which starts in seconds: python tiny_server.py COURSE INDEX DATA."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from fakes import HashingEmbedder
from studybot import wiring
from studybot.serve import listen, serve_forever
from studybot.settings import Settings


def main(course: str, index: str, data: str) -> None:
    """Build the index, serve on a free port and print the address when it answers."""
    wiring.load_embedder = lambda settings: HashingEmbedder()
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
