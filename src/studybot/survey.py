"""What instructors look at of an open course: the health of its material, and how well a dataset is answered."""

import time
from collections import Counter
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from studybot.coverage.health import Counts, Health, health

if TYPE_CHECKING:  # evaluation is imported when something is evaluated
    from studybot.coverage.decide import Finding
    from studybot.coverage.groups import Encoded
    from studybot.coverage.syllabus import Syllabus
    from studybot.coverage.worklist import WorkItem
    from studybot.evaluate.dataset import Dataset
    from studybot.evaluate.review import Proposal
    from studybot.evaluate.run import Progress
    from studybot.evaluate.summary import Summary
    from studybot.opened import Opened
    from studybot.store import Log, Store
    from studybot.types import Citation

DECIDING = {"model", "reranker", "passage_size", "hits", "use_bank"}  # settings that answers depend on


def material_health(opened: "Opened", log: "Log") -> Health:
    """Return the health of the material, with what its bank, its cards, its quiz and its learners add to each topic."""
    topic_of = {passage.id: passage.topic for passage in opened.passages}
    changed: dict[str, datetime] = {}
    for document in opened.documents:
        path = opened.settings.course / document.source
        if path.exists():
            changed[document.topic.id] = datetime.fromtimestamp(path.stat().st_mtime, UTC)
    counts = Counts(
        bank=Counter(topic_of[entry.passage] for entry in opened.entries if entry.kind == "bank"),
        cards=Counter(card.topic for card in opened.material.cards.values()),
        quiz=Counter(item.topic for item in opened.material.items.values()),
        asked=log.topic_counts(),
        changed=changed,
    )
    return health(opened.documents, opened.passages, counts, receipt=opened.manifest.receipt)


def work_items(opened: "Opened", store: "Store", vectors: "Encoded") -> "tuple[WorkItem, ...]":
    """Return the work list: the questions that got no good answer, grouped."""
    from studybot.coverage.questions import read_failures  # noqa: PLC0415
    from studybot.coverage.worklist import work_list  # noqa: PLC0415

    nearness = opened.backend.nearness
    return work_list(read_failures(store.log), vectors, store.work.marks(), passages=opened.passages, nearness=nearness)


def coverage_report(
    opened: "Opened",
    store: "Store",
    syllabus: "Syllabus",
    findings: "Sequence[Finding]",
    vectors: "Encoded",
    *,
    link: "Callable[[Citation], str] | None" = None,
) -> str:
    """Return the coverage report as HTML, with how the material is and, once something was asked, what learners asked."""
    from studybot.coverage.questions import asked, read_log  # noqa: PLC0415
    from studybot.coverage.report import Learners, report_html  # noqa: PLC0415

    lines, more = read_log(store.log)
    seen = asked(lines, opened.passages, store.log.cited_counts(), truncated=more)
    return report_html(
        syllabus,
        findings,
        opened.course.topics,
        opened.passages,
        made=f"{opened.course.title}, {datetime.now(UTC):%d %B %Y}",
        link=link,
        learners=Learners(asked=seen, items=work_items(opened, store, vectors)) if lines else None,
        health=material_health(opened, store.log),
    )


def proposals(opened: "Opened", store: "Store", most: int) -> "list[Proposal]":
    """Return questions for a first dataset, up to `most` of each kind: from the course, the log and the work list."""
    from studybot.coverage.questions import read_failures  # noqa: PLC0415
    from studybot.evaluate.draft import from_answers, from_course, from_refusals, unanswered_by  # noqa: PLC0415

    failed = read_failures(store.log)
    lines = [line for line in store.log.rows(outcome="covered", limit=10 * most) if line.turn and line.thumb != "down"]
    wrong = {line.id for line in failed}
    answers = [store.conversations.turn(line.turn).answer for line in lines if line.turn and line.id not in wrong]
    return [
        *from_course(opened.passages, opened.facts, most),
        *unanswered_by(opened.passages, opened.facts, max(1, most // 3)),
        *from_answers(answers, most),
        *from_refusals((line.understood or line.question for line in failed if line.outcome != "covered"), most),
    ]


def evaluate(
    opened: "Opened",
    dataset: "Dataset",
    folder: Path,
    *,
    progress: "Progress | None" = None,
    cancelled: Callable[[], bool] | None = None,
    fresh: bool = False,
    block: int | None = None,
    copied: bool = False,
) -> "Summary | None":
    """Answer and measure a dataset into a run folder; None when it was cancelled (see evaluate.run)."""
    from studybot.evaluate.environment import circumstances  # noqa: PLC0415
    from studybot.evaluate.run import BLOCK, run_evaluation  # noqa: PLC0415

    texts = {document.id: document.text for document in opened.documents}
    return run_evaluation(
        opened.assistant,
        dataset,
        folder,
        read_source=texts.__getitem__,
        circumstances=circumstances(opened.manifest.digest, opened.settings.model_dump(mode="json", include=DECIDING)),
        started=datetime.now(UTC),
        clock=time.perf_counter,
        progress=progress,
        cancelled=cancelled,
        fresh=fresh,
        block=block or BLOCK,
        copied=copied,
    )
