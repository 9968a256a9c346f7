"""The work list: questions with no answer, a doubtful one or a thumbs-down (no everyday talk), grouped, marked, asked again."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from importlib.resources import files
from typing import Literal

import numpy as np
import yaml
from numpy.typing import NDArray
from pydantic import Field

from studybot.answer.exemplars import EVERYDAY_FILE
from studybot.coverage.groups import Encoded
from studybot.coverage.questions import is_doubtful, is_refusal, similar
from studybot.errors import UsageError
from studybot.ports import Vectors
from studybot.store import TurnRow, Work, WorkMark, WorkStatus
from studybot.types import Answer, Passage, Question, UtcTime, Value

_EXAMPLES = yaml.safe_load(files("studybot.answer").joinpath(EVERYDAY_FILE).read_text(encoding="utf-8"))
TALK: tuple[str, ...] = tuple(_EXAMPLES["talk"])
STUDIES: tuple[str, ...] = tuple(_EXAMPLES["studies"]) + tuple(_EXAMPLES["subjects"])
LEAST = 0.3  # cosine to an example of talk: what is like nothing may be a subject that the course lacks
SECOND = 0.22  # cosine to the next example: what is like one alone shares a word with it ("Gram staining", a stain in a shirt)
NEARER = 0.1  # by how much nearer than to the course and to studying
Nearness = Callable[[Vectors], NDArray[np.float32]]


def is_everyday(texts: Sequence[str], vectors: Encoded, nearness: Nearness) -> list[bool]:
    """Return whether each text is everyday talk; `nearness` gives how near each row comes to the course, and to its bank.

    A bank asks in the forms in which people talk of anything, so it has to be nearer than the talk, not nearly as near.
    """
    if not texts:
        return []
    rows = vectors.of([*texts, *TALK, *STUDIES])
    asked, talk, studies = np.split(rows, [len(texts), len(texts) + len(TALK)])
    second, near = np.sort(asked @ talk.T, axis=1)[:, -2:].T
    said, asks = nearness(asked)
    other = np.maximum(said, (asked @ studies.T).max(axis=1))
    return [bool(one) for one in (near >= LEAST) & (second >= SECOND) & (near > other + NEARER) & (near > asks)]


NEAREST = 3  # passages shown with an item
SHOWN = 20  # different questions shown with an item
ASKED_AGAIN = 3  # questions of an item that recheck asks, the label first
CLOSED_BY = "recheck: the material answers it now"

AskMany = Callable[[Sequence[Question]], Iterable[Answer | Exception]]


class WorkItem(Value):
    """One group of questions; `nearest` are ids of the passages that came closest, `mark` what an instructor said of it.

    `refused` of them got no answer, `doubtful` an answer that is probably wrong. `everyday` is talk that no course of this kind
    answers ("how is the weather tomorrow"), as long as nobody marked it or put a thumb down.
    """

    key: str
    label: str
    questions: tuple[str, ...]
    count: int = Field(ge=1)
    refused: int = 0
    doubtful: int = 0
    thumbs_down: int = 0
    reasons: tuple[str, ...] = ()
    first: UtcTime
    last: UtcTime
    nearest: tuple[str, ...] = ()
    status: WorkStatus = "open"
    mark: WorkMark | None = None
    everyday: bool = False

    @property
    def answered_wrongly(self) -> bool:
        """Whether its learners were answered, and probably wrongly: nobody sees that from a refusal."""
        return not self.refused


class Rechecked(Value):
    """What asking an item again gave: `closed`, or `still` with the outcome of the question that failed."""

    key: str
    label: str
    result: Literal["closed", "still"]
    outcome: str
    passage: str = ""


def work_list(
    lines: Sequence[TurnRow],
    vectors: Encoded,
    marks: Mapping[str, WorkMark],
    *,
    passages: Sequence[Passage] = (),
    nearness: Nearness | None = None,
) -> tuple[WorkItem, ...]:
    """Return the items of failed lines (oldest first), the most asked first.

    With `passages`, passages that are no longer in the material are left out of `nearest`; with `nearness` to the course,
    everyday talk is told apart.
    """
    known = {passage.id for passage in passages}
    groups = similar(lines, vectors)
    talk = is_everyday([group.label for group in groups], vectors, nearness) if nearness else [False] * len(groups)
    items = []
    for group, everyday in zip(groups, talk, strict=True):
        own = [lines[place] for place in group.places]
        mark = marks.get(group.key)
        items.append(_item(group.key, group.label, own, mark, known, everyday=everyday))
    return tuple(sorted(items, key=lambda item: (-item.count, -item.last.timestamp(), item.key)))


def _item(
    key: str, label: str, lines: Sequence[TurnRow], mark: WorkMark | None, known: set[str], *, everyday: bool
) -> WorkItem:
    down = sum(line.thumb == "down" for line in lines)
    nearest = Counter(line.passage for line in lines if line.passage and (not known or line.passage in known))
    return WorkItem(
        key=key,
        label=label,
        questions=tuple(dict.fromkeys(line.question for line in reversed(lines)))[:SHOWN],
        count=len(lines),
        refused=sum(map(is_refusal, lines)),
        doubtful=sum(map(is_doubtful, lines)),
        thumbs_down=down,
        reasons=tuple(dict.fromkeys(line.reason for line in lines if line.reason)),
        first=min(line.at for line in lines),
        last=max(line.at for line in lines),
        nearest=tuple(passage for passage, _ in nearest.most_common(NEAREST)),
        status=mark.status if mark else "open",
        mark=mark,
        everyday=everyday and mark is None and not down,
    )


def mark_item(work: Work, key: str, status: WorkStatus, *, at: datetime, passage: str = "", note: str = "") -> WorkMark:
    """Keep an instructor's mark; raises UsageError when `answered` names no passage."""
    if status == "answered" and not passage:
        raise UsageError("an item marked 'answered' needs the passage that answers it: choose one of the nearest, or search")
    mark = WorkMark(key=key, status=status, passage=passage, note=note, updated=at)
    work.mark(mark)
    return mark


def recheck(items: Sequence[WorkItem], ask: AskMany, work: Work, *, at: datetime) -> tuple[Rechecked, ...]:
    """Ask the open and `will_add` items again in one batch; those now covered are closed with the passage that answers.

    Everyday talk is not asked. An item is closed when its label and its latest questions are all answered in the first
    band. One that only got thumbs-down was answered before: an answer alone does not close it.
    """
    wanted = [item for item in items if item.status in ("open", "will_add") and not item.everyday]
    chosen = [item for item in wanted if item.refused or item.doubtful]
    texts = [list(dict.fromkeys([item.label, *item.questions]))[:ASKED_AGAIN] for item in chosen]
    answers = iter(ask([Question(text=text) for own in texts for text in own]))
    results = []
    for item, own in zip(chosen, texts, strict=True):
        given = [next(answers) for _ in own]
        failed = next((answer for answer in given if not _is_sure(answer)), None)
        if failed is None and isinstance(given[0], Answer):
            passage = given[0].statements[0].citations[0].passage.id
            note = f"{item.mark.note}\n{CLOSED_BY}".strip() if item.mark else CLOSED_BY
            mark_item(work, item.key, "answered", at=at, passage=passage, note=note)
            results.append(Rechecked(key=item.key, label=item.label, result="closed", outcome="covered", passage=passage))
        else:
            outcome = _outcome(failed) if isinstance(failed, Answer) else str(failed)
            results.append(Rechecked(key=item.key, label=item.label, result="still", outcome=outcome))
    return tuple(results)


def _is_sure(answer: object) -> bool:
    """Whether the course answers in the first band, with its own words."""
    return isinstance(answer, Answer) and answer.certainty == "answered" and bool(answer.statements)


def _outcome(answer: Answer) -> str:
    """How an answer that closes nothing ended: refused, or shown as the closest in the course."""
    return answer.certainty if answer.outcome == "covered" else answer.outcome
