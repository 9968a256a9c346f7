"""From a typed command to its end, and from the start of a server to its first page."""

import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from functools import partial

from benches.bench import Bench, texts
from benches.rows import QUESTION, Row, command, middle, quiet, seconds, served, side_by_side

BARE = "from studybot.index.compiled import open_encoder; open_encoder({model!r}).encode(['{text}'])"


def commands(bench: Bench) -> Iterator[Row]:
    """Yield cold commands: a question beside the bare compiled model, the topics, the help."""

    def start(words: Sequence[str]) -> None:
        subprocess.run(words, env=bench.environment, check=True, capture_output=True)

    bare = [sys.executable, "-c", BARE.format(model=bench.settings.model, text=QUESTION)]
    ours, beside = side_by_side(lambda: start(command("ask", QUESTION)), lambda: start(bare), bench.repeat)
    yield Row(
        "`studybot ask`, cold / the compiled model alone",
        f"{ours.wall:.2f} s ({ours.cpu:.2f} s CPU)",
        f"{beside.wall:.2f} s ({beside.cpu:.2f} s CPU)",
        quiet(ours),
        "s",
        1.5,
        ours.others,
    )
    for words in (["topics"], ["--help"]):
        used = middle([seconds(partial(start, command(*words))) for _ in range(bench.repeat)])
        shown = f"{used.wall:.2f} s ({used.cpu:.2f} s CPU)"
        yield Row(f"`studybot {words[0]}`, cold", shown, "", quiet(used), "s", 0.3, used.others)


def servers(bench: Bench) -> Iterator[Row]:
    """Yield a later start of the server, its memory after 200 questions, and the first start without an index."""
    with served(bench.environment) as server:
        used, empty = server.started, server.resident()
        for question in texts(bench.questions[:200]):
            server.ask(question)
        now, most = server.resident(), server.resident(most=True)
    yield Row(
        "later start of the server, until it gave its first page and an answer",
        f"{used.wall:.1f} s ({used.cpu:.1f} s CPU)",
        "",
        quiet(used),
        "s",
        2.0,
        used.others,
    )
    yield Row("memory of the server after 200 questions", f"{now:.2f} GB", f"{empty:.2f} GB at its start", most, "GB", 0.45)
    with tempfile.TemporaryDirectory() as index, served(bench.environment | {"STUDYBOT_INDEX": index}) as server:
        used = server.started
    yield Row(
        "first start, no index yet, until the page answers",
        f"{used.wall:.1f} s ({used.cpu:.1f} s CPU)",
        "",
        used.wall if used.others < 0.1 else min(used.wall, used.cpu),
        "s",
        20.0,
        used.others,
    )
