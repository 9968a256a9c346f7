"""`studybot eval run`: ask every question of a dataset, measure each answer as it comes, sum up; resumable at any moment."""

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from pathlib import Path

import numpy as np

from studybot.answer.assistant import Assistant
from studybot.answer.batch import Asked, answer_batch
from studybot.errors import StudybotError, UsageError
from studybot.evaluate.case import Case
from studybot.evaluate.dataset import Dataset
from studybot.evaluate.folder import (
    ANSWERS,
    MEASURES,
    RUN,
    STREAMS,
    SUMMARY,
    TIMINGS,
    Circumstances,
    Latency,
    RunRecord,
    append_rows,
    differing,
    keep_lines,
    read_measures,
    read_record,
    read_timings,
    write_value,
    written_ids,
)
from studybot.evaluate.measure import measure, own_measures, own_values
from studybot.evaluate.measures.citations import ReadSource
from studybot.evaluate.rows import AnswerRow, MeasureRow, TimingRow
from studybot.evaluate.statistics import SEED
from studybot.evaluate.summary import Summary, summarise
from studybot.types import Answer, Question, Value

Progress = Callable[[int, int], None]

BLOCK = 128  # questions answered together: enough for full encoding batches, little to lose when interrupted


def run_evaluation(
    assistant: Assistant,
    dataset: Dataset,
    folder: Path,
    *,
    read_source: ReadSource,
    circumstances: Circumstances,
    started: datetime,
    clock: Callable[[], float],
    progress: Progress | None = None,
    cancelled: Callable[[], bool] | None = None,
    fresh: bool = False,
    seed: int = SEED,
    block: int = BLOCK,
    copied: bool = False,
) -> Summary | None:
    """Answer and measure every case of a dataset into a run folder; return its summary, or None when it was cancelled.

    `read_source` gives the Markdown of a document by its id, `clock` seconds that only go forward, `progress` is told
    (done, of), `cancelled` is asked between blocks. A folder that holds part of the same run is continued, block by whole
    block, so that the answers are those of an uninterrupted run; `fresh` starts over. Raises UsageError when the folder holds
    a finished run or one made from another dataset, index, code or settings. With `copied`, copies of this process answer, too.
    """
    record = RunRecord(
        dataset=dataset.name,
        dataset_digest=dataset.digest,
        questions=len(dataset.cases),
        seed=seed,
        block=block,
        circumstances=circumstances,
        started=started,
    )
    blocks = list(in_blocks(dataset.cases, block))
    record, done = _open_folder(folder, record, blocks, fresh=fresh)
    sources: dict[str, str] = {}

    def read_once(document: str) -> str:
        if document not in sources:
            sources[document] = read_source(document)
        return sources[document]

    began, before = clock(), record.seconds
    asked = sum(len(cases) for cases in blocks[:done])
    for cases in blocks[done:]:
        if cancelled is not None and cancelled():
            return None
        answers = _answers(assistant, cases, copied=copied)
        _answer_block(answers, cases, folder, read_once, _counting(progress, asked, len(dataset.cases)))
        asked += len(cases)
        record = record.model_copy(update={"seconds": before + clock() - began})
        write_value(folder / RUN, record)
    return _finish(folder, record)


def in_blocks(cases: Sequence[Case], size: int) -> Iterator[list[Case]]:
    """Yield the cases in blocks of about `size`, conversations whole and in the order of their turns."""
    turns: dict[str, list[Case]] = {}
    for case in cases:
        turns.setdefault(f"c {case.conversation}" if case.conversation else f"i {case.id}", []).append(case)
    block: list[Case] = []
    for group in turns.values():
        if block and len(block) + len(group) > size:
            yield block
            block = []
        block.extend(sorted(group, key=lambda case: case.turn))
    if block:
        yield block


def _open_folder(folder: Path, record: RunRecord, blocks: list[list[Case]], *, fresh: bool) -> tuple[RunRecord, int]:
    """Return the record to go on with and how many blocks are done; the folder then holds exactly those."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise UsageError(f"run folder {str(folder)!r} cannot be made ({error.strerror}): choose another --out") from error
    if fresh:
        for name in (SUMMARY, RUN, *STREAMS):
            (folder / name).unlink(missing_ok=True)
    if not (folder / RUN).exists():
        if any((folder / name).exists() for name in (SUMMARY, *STREAMS)):
            raise UsageError(f"{str(folder)!r} holds files of a run without {RUN}: choose another --out or pass --fresh")
        write_value(folder / RUN, record)
        return record, 0
    old = read_record(folder)
    _refuse_another(folder, old, record)
    done = _blocks_done(folder, blocks)
    kept = frozenset(case.id for cases in blocks[:done] for case in cases)
    for name in STREAMS:
        keep_lines(folder / name, kept)
    return old.model_copy(update={"resumed": old.resumed + 1}), done


def _refuse_another(folder: Path, old: RunRecord, new: RunRecord) -> None:
    way_out = "choose another --out or pass --fresh"
    for one in differing(old, new):
        raise UsageError(
            f"{str(folder)!r} holds a run of another {one.name} ({one.base!r}, this one is {one.run!r}): {way_out}"
        )
    if old.finished:
        raise UsageError(f"{str(folder)!r} holds a finished run: {way_out}")


def _blocks_done(folder: Path, blocks: list[list[Case]]) -> int:
    written = written_ids(folder / ANSWERS) & written_ids(folder / MEASURES)
    for number, cases in enumerate(blocks):
        if any(case.id not in written for case in cases):
            return number
    return len(blocks)


def _answers(assistant: Assistant, cases: list[Case], *, copied: bool) -> Iterator[tuple[Asked, Answer | StudybotError]]:
    asked = [
        Asked(id=case.id, question=Question(text=case.question), conversation=case.conversation, turn=case.turn)
        for case in cases
    ]
    return answer_batch(assistant, asked, size=len(asked), copied=copied)


def _answer_block(
    given: Iterator[tuple[Asked, Answer | StudybotError]],
    cases: list[Case],
    folder: Path,
    read_source: ReadSource,
    tell: Callable[[int], None],
) -> None:
    by_id = {case.id: case for case in cases}
    for number, (one, answer) in enumerate(given, start=1):
        answers, measures = measure(by_id[one.id], answer, read_source)
        if isinstance(answer, Answer):
            measures = measures.model_copy(update={"own": own_values(by_id[one.id], answer, own_measures())})
        _append(folder, answers, measures, answer)
        tell(number)


def _append(folder: Path, answers: AnswerRow, measures: MeasureRow, answer: object) -> None:
    rows: dict[str, Value] = {ANSWERS: answers}
    if isinstance(answer, Answer):
        rows[TIMINGS] = TimingRow(id=answers.id, **answer.timings.model_dump())
    rows[MEASURES] = measures  # last: a question counts as done when its measures stand
    for name, row in rows.items():
        append_rows(folder / name, [row])


def _counting(progress: Progress | None, before: int, total: int) -> Callable[[int], None]:
    def tell(done: int) -> None:
        if progress is not None:
            progress(before + done, total)

    return tell


def _finish(folder: Path, record: RunRecord) -> Summary:
    summary = summarise(
        read_measures(folder),
        dataset=record.dataset,
        dataset_digest=record.dataset_digest,
        index_digest=record.circumstances.index_digest,
        seed=record.seed,
    )
    write_value(folder / SUMMARY, summary)
    latency = latency_of([row.total for row in read_timings(folder)], record.questions, record.seconds)
    write_value(folder / RUN, record.model_copy(update={"finished": True, "latency": latency}))
    return summary


def latency_of(totals: Sequence[float], questions: int, seconds: float) -> Latency | None:
    """Return p50 and p95 of milliseconds an answer, and questions a second of wall clock; None without an answer."""
    if not totals:
        return None
    p50, p95 = np.percentile(np.asarray(totals), [50, 95]).tolist()
    return Latency(p50=round(p50, 3), p95=round(p95, 3), per_second=round(questions / seconds, 2) if seconds > 0 else 0.0)
