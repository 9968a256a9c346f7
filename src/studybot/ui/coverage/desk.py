"""What the Coverage page holds open: findings by syllabus, worked out block by block, and the grouped questions."""

import re
import time
from collections import Counter, OrderedDict
from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import datetime
from hashlib import shake_256
from threading import Lock, Thread

import numpy as np

from studybot.coverage.decide import Finding, decide
from studybot.coverage.evidence import Material
from studybot.coverage.groups import QuestionVectors, question_key
from studybot.coverage.model import Label
from studybot.coverage.shelf import Kept, Overrule, Shelf, keep_example, labelled, new, overruled
from studybot.coverage.syllabus import Syllabus
from studybot.coverage.worklist import STUDIES, TALK, WorkItem
from studybot.errors import NotFound
from studybot.ports import Vectors
from studybot.served import Served
from studybot.shown import cut
from studybot.survey import work_items
from studybot.types import Citation, Value
from studybot.ui.frame.links import passage_link
from studybot.wiring import build_index, is_current

AT_ONCE = 150  # new questions, beside the examples of everyday talk, that are encoded while somebody waits
EXAMPLES = frozenset({*TALK, *STUDIES})
TOGETHER = 256  # questions encoded at a time in the background
PAUSE = 1.0  # seconds before it begins, for the page that waits
_LINK = re.compile(r"!?\[([^\]]*)\]\([^)\s]*\)")
SAID = 160  # characters of a quote
SIGNS = str.maketrans("|", " ", "*`#>")  # Markdown's, taken out of a quote


class Grouping:
    """Gives the vectors by which questions are grouped; `opened` returns those that are kept."""

    def __init__(self, opened: Callable[[], QuestionVectors]) -> None:
        self._opened = opened
        self._lock = Lock()
        self._thread: Thread | None = None

    def is_behind(self) -> bool:
        """Whether questions are still being encoded."""
        return self._thread is not None and self._thread.is_alive()

    def of(self, texts: Sequence[str]) -> Vectors:
        """Return (n, dimension) unit rows; while many questions are new, rows that are alike for equal wordings only."""
        vectors = self._opened()
        new = vectors.new(texts)
        if len(set(new) - EXAMPLES) <= AT_ONCE and not self.is_behind():
            with self._lock:
                return vectors.of(texts)
        if not self.is_behind():
            self._thread = Thread(target=self._encode, args=(vectors, new), name="question-vectors", daemon=True)
            self._thread.start()
        return by_wording(texts, vectors.dimension)

    def _encode(self, vectors: QuestionVectors, texts: Sequence[str]) -> None:
        time.sleep(PAUSE)
        for start in range(0, len(texts), TOGETHER):
            with self._lock:
                vectors.of(texts[start : start + TOGETHER])


def by_wording(texts: Sequence[str], dimension: int) -> Vectors:
    """Return (n, dimension) unit rows: equal texts have the same one, different texts nearly orthogonal ones."""
    signs = b"".join(shake_256(text.encode("utf-8", "replace")).digest(dimension // 8) for text in texts)
    bits = np.unpackbits(np.frombuffer(signs, dtype=np.uint8)).reshape(len(texts), dimension)
    return (2 * bits.astype(np.float32) - 1) / np.float32(dimension**0.5)


BLOCK = 200  # objectives decided in one call of the page, so that it can show how far it is
OPEN = 8  # syllabi whose findings are held in memory


class Result(Value):
    """A syllabus with all of its findings."""

    kept: Kept
    syllabus: Syllabus
    findings: tuple[Finding, ...]


class Desk:
    """The page's memory; everything in it can be worked out again."""

    def __init__(self, studybot: Served) -> None:
        self.studybot = studybot
        self.shelf = Shelf(studybot.settings.data / "syllabi")
        self.grouping = Grouping(lambda: studybot.question_vectors)
        self._lock = Lock()
        self._material: tuple[str, Material] | None = None
        self._found: OrderedDict[tuple[str, str], tuple[Syllabus, list[Finding]]] = OrderedDict()

    def bring(self, data: bytes, name: str, at: datetime) -> tuple[Kept, Syllabus]:
        """Keep a syllabus and return it with what it holds; one that was here before keeps its labels."""
        kept, syllabus = new(data, name, at)
        with suppress(NotFound):
            kept = self.shelf.find(kept.key).model_copy(update={"used": at})
        self.shelf.save(kept)
        return kept, syllabus

    def rename(self, key: str, title: str) -> None:
        """Call a syllabus by another name."""
        kept = self.shelf.find(key).model_copy(update={"title": title})
        with self._lock:
            self.shelf.save(kept)
            self._found = OrderedDict(
                (place, (kept.syllabus() if place[0] == key else syllabus, findings))
                for place, (syllabus, findings) in self._found.items()
            )

    def work(self, key: str, at: datetime) -> tuple[int, int]:
        """Decide the next BLOCK of objectives and return how many are decided, of how many."""
        with self._lock:
            syllabus, findings = self._open(key)
            block = syllabus.objectives[len(findings) : len(findings) + BLOCK]
            if block:
                studybot = self.studybot
                findings += decide(
                    block, studybot.embedder, studybot.backend, reader=studybot.reader, material=self._laid_out()
                )
                if len(findings) == len(syllabus.objectives):
                    self.shelf.save(labelled(self.shelf.find(key), studybot.manifest.digest, findings, at))
            return len(findings), len(syllabus.objectives)

    def result(self, key: str) -> Result | None:
        """Return a syllabus with its findings; None while objectives are still to be decided."""
        kept = self.shelf.find(key)
        with self._lock:
            syllabus, findings = self._open(key)
            whole = len(findings) == len(syllabus.objectives)
            # Built without a check of each value: they are values already, and there may be thousands.
            return (
                Result.model_construct(kept=kept, syllabus=syllabus, findings=overruled(findings, kept.overrules))
                if whole
                else None
            )

    def overrule(self, key: str, objective: str, label: Label | None, note: str, at: datetime) -> None:
        """Put an instructor's label in place of the decided one, or, with None, the decided one back."""
        found = next((one for one in self._findings(key) if one.objective.text == objective), None)
        if found is None:
            raise NotFound("this objective is not part of the syllabus any more: reload the page")
        kept = self.shelf.find(key)
        rest = {name: one for name, one in kept.overrules.items() if name != question_key(objective)}
        if label is not None:
            rest[question_key(objective)] = Overrule(label=label, note=note, at=at)
        keep_example(self.studybot.settings.data, found, label)
        self.shelf.save(kept.model_copy(update={"overrules": rest}))

    def _findings(self, key: str) -> list[Finding]:
        with self._lock:
            return self._open(key)[1]

    def _open(self, key: str) -> tuple[Syllabus, list[Finding]]:
        place = (key, self.studybot.manifest.digest)
        if place not in self._found:
            self._found[place] = (self.shelf.find(key).syllabus(), [])
            while len(self._found) > OPEN:
                self._found.popitem(last=False)
        self._found.move_to_end(place)
        return self._found[place]

    def _laid_out(self) -> Material:
        digest = self.studybot.manifest.digest
        if self._material is None or self._material[0] != digest:
            self._material = (digest, Material(self.studybot.passages))
        return self._material[1]

    def work_items(self) -> tuple[WorkItem, ...]:
        """Return the work list."""
        return work_items(self.studybot.opened, self.studybot.store, self.grouping)

    def bring_index_up_to_date(self) -> bool:
        """Index what changed in the course and serve from it; False when nothing had changed."""
        studybot = self.studybot
        with self._lock:
            if not is_current(studybot.settings):
                build_index(studybot.settings, embedder=lambda: studybot.embedder)
            if studybot.stored_manifest.digest == studybot.manifest.digest:
                return False
            studybot.reopen()
            return True


def said(quote: str) -> str:
    """Return the beginning of what the course says on one line, without Markdown's signs, addresses and rules of tables."""
    return cut(" ".join(word for word in _LINK.sub(r"\1", quote).translate(SIGNS).split() if word.strip("-:")), SAID)


def places_of(citations: Sequence[Citation]) -> list[tuple[str, str]]:
    """Return how citations are shown: each section with the address at which the reader highlights the span."""
    seen: Counter[str] = Counter()
    found = []
    for citation in citations:
        section = " › ".join(citation.passage.path)
        seen[section] += 1
        again = f" ({seen[section]})" if seen[section] > 1 else ""
        found.append((f"{section}{again}", passage_link(citation.passage, citation)))
    return found
