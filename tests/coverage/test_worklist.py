from collections.abc import Sequence
from pathlib import Path

import pytest
from coverage_builders import NOON, answer, line, passage

from fakes import HashingEmbedder
from studybot.coverage.groups import QuestionVectors
from studybot.coverage.worklist import CLOSED_BY, WorkItem, is_everyday, mark_item, recheck, work_list
from studybot.errors import QuestionError, UsageError
from studybot.index.local import LocalBackend
from studybot.store import Store, TurnRow
from studybot.types import Answer, Entry, Outcome, Question

EBS = passage("EBS is block storage.")
LINES = [
    line("1", "price of gateways", passage="storage/a/1"),
    line("2", "resize EBS volumes", hours=1, passage="storage/b/1"),
    line("3", "resize EBS volumes?", hours=2, passage="storage/b/1"),
    line("4", "EBS volumes: resize", hours=3, passage="storage/c/1", outcome="covered", thumb="down", reason="too short"),
    line("5", "bad answer here", hours=4, outcome="covered", thumb="down"),
]


@pytest.fixture
def vectors(tmp_path: Path) -> QuestionVectors:
    """Kept embeddings of questions."""
    return QuestionVectors(tmp_path / "q.npz", HashingEmbedder())


def _asker(outcomes: dict[str, Outcome]) -> tuple[list[str], object]:
    seen: list[str] = []

    def ask(questions: Sequence[Question]) -> list[Answer | Exception]:
        seen.extend(question.text for question in questions)
        return [
            answer(question.text, outcomes[question.text], EBS) if question.text in outcomes else QuestionError("no")
            for question in questions
        ]

    return seen, ask


def test_failures_are_grouped_and_counted(vectors: QuestionVectors) -> None:
    """Alike questions are one item with counts, reasons, times and the nearest passages; the most asked comes first."""
    first, *others = work_list(LINES, vectors, {})
    assert (first.count, first.refused, first.thumbs_down) == (3, 2, 1)
    assert first.reasons == ("too short",)
    assert first.nearest == ("storage/b/1", "storage/c/1")
    assert (first.first, first.last) == (LINES[1].at, LINES[3].at)
    assert first.questions[0] == "EBS volumes: resize"
    assert {item.label for item in others} == {"price of gateways", "bad answer here"}


def test_passages_that_are_gone_are_not_shown(vectors: QuestionVectors) -> None:
    """With the material's passages given, `nearest` holds only those that still exist."""
    known = EBS.model_copy(update={"id": "storage/c/1"})
    assert work_list(LINES, vectors, {}, passages=[known])[0].nearest == ("storage/c/1",)


def test_marks_stay_with_their_group(store: Store, vectors: QuestionVectors) -> None:
    """A mark is kept by the group's key, and shown again when more questions join."""
    item = work_list(LINES[:2], vectors, {})[1]
    mark_item(store.work, item.key, "will_add", at=NOON, note="next week")
    again = {one.key: one for one in work_list(LINES, vectors, store.work.marks())}
    assert (again[item.key].status, again[item.key].count) in (("will_add", 1), ("will_add", 3))
    assert [one.key for one in again.values() if one.status == "will_add"] == [item.key]


def test_everyday_talk_is_told_from_questions_near_the_course(store: Store, vectors: QuestionVectors) -> None:
    """Talk that is like an example, and like nothing of the course, is told apart and not asked again; a mark makes it work."""
    embedder, backend = HashingEmbedder(), LocalBackend()
    entry = Entry(kind="passage", text=EBS.text, passage=EBS.id, start=EBS.start, end=EBS.end)
    backend.replace([EBS], [entry], embedder.encode([EBS.text]))
    lines = [line("1", "how will the weather be today?"), line("2", "is EBS block storage cold?", hours=1)]
    talk, near = sorted(work_list(lines, vectors, {}, nearness=backend.nearness), key=lambda item: not item.everyday)
    assert (talk.label, talk.everyday, near.everyday) == ("how will the weather be today?", True, False)
    seen, ask = _asker({})
    recheck([talk, near], ask, store.work, at=NOON)  # type: ignore[arg-type]
    assert seen == [near.label]
    mark_item(store.work, talk.key, "will_add", at=NOON)
    assert not any(item.everyday for item in work_list(lines, vectors, store.work.marks(), nearness=backend.nearness))
    disliked = [one.model_copy(update={"thumb": "down"}) for one in lines]
    assert not any(item.everyday for item in work_list(disliked, vectors, {}, nearness=backend.nearness))
    assert LocalBackend().nearness(embedder.encode(["weather"])).tolist() == [[0], [0]]


def test_a_bank_asks_as_people_talk(vectors: QuestionVectors) -> None:
    """A question of the bank that is nearly as near as the examples hides no talk; one that is nearer does."""
    embedder, backend = HashingEmbedder(), LocalBackend()
    asked = ["will the weather be cold today", "what does the weather be in the cloud", "what will the weather be like today"]

    def talk(bank: str) -> bool:
        entries = [Entry(kind="bank", text=bank, passage=EBS.id, start=EBS.start, end=EBS.end)]
        backend.replace([EBS], entries, embedder.encode([bank]))
        return is_everyday(asked[:1], vectors, backend.nearness)[0]

    assert (talk(asked[1]), talk(asked[0])) == (True, False)


def test_answered_needs_a_passage(store: Store) -> None:
    """`answered` without a passage is refused and nothing is kept."""
    with pytest.raises(UsageError, match="passage"):
        mark_item(store.work, "k", "answered", at=NOON)
    assert store.work.marks() == {}


def test_recheck_closes_what_is_covered_now(store: Store, vectors: QuestionVectors) -> None:
    """Open items whose questions are all covered are closed with the passage; others say which outcome they still have."""
    items = work_list(LINES, vectors, {})
    outcomes: dict[str, Outcome] = {
        "resize EBS volumes": "covered",
        "resize EBS volumes?": "covered",
        "EBS volumes: resize": "covered",
        "price of gateways": "not_covered",
    }
    seen, ask = _asker(outcomes)
    found = {one.label: one for one in recheck(items, ask, store.work, at=NOON)}  # type: ignore[arg-type]
    assert {label: one.result for label, one in found.items()} == {items[0].label: "closed", "price of gateways": "still"}
    assert found["price of gateways"].outcome == "not_covered"
    mark = store.work.marks()[items[0].key]
    assert (mark.status, mark.passage, mark.note) == ("answered", EBS.id, CLOSED_BY)
    assert "bad answer here" not in seen


def test_recheck_needs_every_question_and_survives_errors(store: Store, vectors: QuestionVectors) -> None:
    """One question that is still refused, or cannot be asked, keeps its item open; marked items stay as they are."""
    items = work_list(LINES, vectors, {})
    _, ask = _asker({"resize EBS volumes": "covered", "resize EBS volumes?": "covered", "price of gateways": "outside"})
    found = recheck(items, ask, store.work, at=NOON)  # type: ignore[arg-type]
    assert {one.result for one in found} == {"still"}
    assert store.work.marks() == {}
    done = [item.model_copy(update={"status": "out_of_scope"}) for item in items]
    assert recheck(done, ask, store.work, at=NOON) == ()  # type: ignore[arg-type]


def test_an_empty_work_list(vectors: QuestionVectors, store: Store) -> None:
    """No failures, no items, nothing to ask."""
    empty: list[TurnRow] = []
    items: tuple[WorkItem, ...] = work_list(empty, vectors, {})
    assert items == ()
    assert recheck(items, lambda questions: [], store.work, at=NOON) == ()
