from datetime import UTC, datetime
from pathlib import Path

import pytest

from studybot.errors import NotFound, StoreError
from studybot.evaluate.case import Case
from studybot.evaluate.dataset import read_dataset
from studybot.evaluate.review import Judgement, Proposal, Verdict, agreement, reviewed
from studybot.evaluate.sheets import judge, propose, read_sheet, sheet_names, write_reviewed

AT = datetime(2026, 1, 2, tzinfo=UTC)


def _proposal(id: str) -> Proposal:
    return Proposal(case=Case(id=id, question=f"what is {id}?", evidence=(("EBS is block storage",),)), origin="course")


def _verdict(id: str, reader: str, judgement: Judgement, **more: object) -> Verdict:
    return Verdict.model_validate({"id": id, "reader": reader, "judgement": judgement, "at": AT} | more)


def test_kappa_is_that_of_scikit_learn() -> None:
    """Two readers' kappa over what both judged equals an independent computation; the last verdict of each counts."""
    from sklearn.metrics import cohen_kappa_score

    one = ["accept", "accept", "reject", "accept", "reject", "accept", "correct", "accept"]
    other = ["accept", "reject", "reject", "accept", "accept", "accept", "correct", "reject"]
    verdicts = [_verdict("q0", "ada", "reject")]
    for number, (first, second) in enumerate(zip(one, other, strict=True)):
        verdicts += [_verdict(f"q{number}", "ada", first), _verdict(f"q{number}", "bob", second)]  # type: ignore[arg-type]
    verdicts.append(_verdict("only ada", "ada", "accept"))
    found = agreement(verdicts, "ada", "bob")
    assert found.n == 8
    assert found.kappa == pytest.approx(cohen_kappa_score(one, other))
    assert found.share == 5 / 8


def test_readers_who_always_say_the_same_thing_have_no_kappa() -> None:
    """Where chance alone would agree on everything, kappa says nothing and is left out."""
    verdicts = [_verdict(id, reader, "accept") for id in "abc" for reader in ("ada", "bob")]
    assert agreement(verdicts, "ada", "bob").kappa is None
    assert agreement([], "ada", "bob").n == 0


def test_what_readers_differ_on_is_left_out() -> None:
    """Accepted and corrected proposals become cases, rejected ones do not, and those with two opinions stay open."""
    proposals = [_proposal(id) for id in ("yes", "no", "open", "mended", "refused", "unseen")]
    verdicts = [
        _verdict("yes", "ada", "accept"),
        _verdict("yes", "bob", "accept"),
        _verdict("no", "ada", "reject"),
        _verdict("open", "ada", "accept"),
        _verdict("open", "bob", "reject"),
        _verdict("mended", "ada", "correct", question="what is gp3?", quotes=["gp3 is a volume"], note="clearer"),
        _verdict("refused", "ada", "correct", question="what is K8s?"),
    ]
    cases, differing = reviewed(proposals, verdicts)
    assert differing == ["open"]
    assert [(case.id, case.question, case.answerable) for case in cases] == [
        ("yes", "what is yes?", True),
        ("mended", "what is gp3?", True),
        ("refused", "what is K8s?", False),
    ]
    assert cases[1].evidence == (("gp3 is a volume",),)
    assert cases[1].note == "clearer"


def test_a_sheet_keeps_what_was_judged(tmp_path: Path) -> None:
    """Proposing again adds only what is new; a verdict cut by a crash is gone and those before it are there."""
    assert len(propose(tmp_path, "draft", [_proposal("a"), _proposal("b"), _proposal("a")])) == 2
    judge(tmp_path, "draft", _verdict("a", "ada", "accept"))
    assert [one.case.id for one in propose(tmp_path, "draft", [_proposal("b"), _proposal("c")])] == ["c"]
    with (tmp_path / "draft.verdicts.jsonl").open("a") as file:
        file.write('{"id": "b", "rea')
    proposals, verdicts = read_sheet(tmp_path, "draft")
    assert [one.case.id for one in proposals] == ["a", "b", "c"]
    assert [one.id for one in verdicts] == ["a"]
    assert sheet_names(tmp_path) == ["draft"]
    with pytest.raises(NotFound):
        judge(tmp_path, "draft", _verdict("gone", "ada", "accept"))
    with pytest.raises(NotFound):
        read_sheet(tmp_path, "../draft")


def test_a_damaged_line_is_named(tmp_path: Path) -> None:
    """A line that is no proposal is an error that says what to do."""
    (tmp_path / "draft.jsonl").write_text("{}\n")
    with pytest.raises(StoreError, match="damaged"):
        read_sheet(tmp_path, "draft")


def test_what_was_reviewed_is_a_dataset(tmp_path: Path) -> None:
    """What was accepted reads back as the same cases."""
    case = _proposal("a").case
    write_reviewed(tmp_path / "new" / "draft-reviewed.jsonl", [case])
    assert read_dataset(tmp_path / "new" / "draft-reviewed.jsonl").cases == (case,)
