"""`studybot ask --batch`: a file of questions to a file of answers, continued where an earlier run stopped."""

from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from studybot.answer.batch import answer_batch
from studybot.cli.lines import Line, read_lines
from studybot.cli.ready import opened
from studybot.cli.rows import Written, appending, drop_faults, read_rows
from studybot.cli.terminal import progress_bar, say
from studybot.errors import DatasetError, StudybotError, UsageError
from studybot.render import answer_object

if TYPE_CHECKING:
    from studybot.opened import Opened
    from studybot.settings import Settings

FAILED = "with an error"


def answer_file(settings: "Settings", source: Path, out: Path, topic: str | None) -> None:
    """Answer each line of `source` into a row of `out`; exit status 1 when a row has an error."""
    if out.exists() and source.exists() and out.samefile(source):
        raise UsageError(f"{str(out)!r} is the file of the questions: name another file with --out")
    studybot = opened(settings)
    lines = list(read_lines(source, studybot.opened.topic(topic).id if topic else None))
    if not lines:
        raise DatasetError(f"{str(source)!r} holds no questions: a line has 'id' and 'question'")
    written = read_rows(out)
    # A row with an error stays only while its line still has that very error; a corrected line is answered.
    stale = written.faults - {(line.id, line.error) for line in lines}
    drop_faults(out, stale)
    written.faults -= stale
    try:
        counts = _write_answers(studybot.opened, lines, written, out)
    except KeyboardInterrupt:
        say(f"studybot: stopped; the same command goes on where {str(out)!r} ends")
        raise
    say(f"{len(lines):,} lines: {', '.join(f'{count:,} {what}' for what, count in counts.items())}; in {str(out)!r}")
    if counts[FAILED]:
        raise typer.Exit(1)


def _write_answers(course: "Opened", lines: Sequence[Line], written: Written, out: Path) -> Counter[str]:
    """Append the missing rows in the order of the lines and return how many lines came to which end."""
    counts: Counter[str] = Counter()
    missing = sum((line.asked is not None) and line.id not in written.answered for line in lines)
    with appending(out) as write, progress_bar(f"Answering {missing:,} questions") as progress:
        done = 0
        for line, row in _rows(course, lines, written):
            counts[str(row.get("outcome", FAILED))] += 1
            write(row)
            done += line.asked is not None
            progress(done, missing)
    counts[FAILED] += sum((line.id, line.error) in written.faults for line in lines)
    counts["answered before"] += sum(line.asked is not None and line.id in written.answered for line in lines)
    return +counts


def _rows(course: "Opened", lines: Sequence[Line], written: Written) -> Iterator[tuple[Line, dict[str, object]]]:
    """Yield each line that has no row yet with its row."""
    # What was answered before is asked again where a follow-up still needs it: the same question gives the same answer.
    unfinished = {line.asked.conversation for line in lines if line.asked and line.id not in written.answered} - {""}
    wanted = [
        line.asked
        for line in lines
        if line.asked and (line.id not in written.answered or line.asked.conversation in unfinished)
    ]
    answers = answer_batch(course.assistant, wanted, copied=True) if wanted else iter(())
    again = {asked.id for asked in wanted} & written.answered
    for line in lines:
        if line.asked is None:
            if (line.id, line.error) not in written.faults:
                yield line, {"id": line.id, "error": line.error}
        elif line.id in again:
            next(answers)
        elif line.id not in written.answered:
            _, answer = next(answers)
            if isinstance(answer, StudybotError):
                yield line, {"id": line.id, "error": str(answer)}
            else:
                yield line, answer_object(answer, line.asked.id)
