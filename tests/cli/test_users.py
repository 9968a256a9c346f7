import io
import json
from datetime import UTC, datetime

import pytest

from studybot.access.passwords import log_in
from studybot.evaluate.case import Case
from studybot.evaluate.review import Proposal, Verdict
from studybot.evaluate.sheets import judge, propose, read_sheet
from studybot.settings import Settings
from studybot.store import Store
from studybot.types import Answer, Conversation, Question, Turn

from .conftest import Command

PASSWORD = "correct horse battery"


def given(monkeypatch: pytest.MonkeyPatch, text: str) -> None:
    """Let a command read `text` from standard input."""
    monkeypatch.setattr("sys.stdin", io.StringIO(text))


def test_a_user_is_added_listed_and_removed(
    studybot: Command, tiny_settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The password given on standard input lets in; it is kept as a hash; after removal nobody is let in."""
    given(monkeypatch, f"{PASSWORD}\r\n")
    assert studybot("users", "add", "ada", "--role", "instructor", "--password-stdin").status == 0
    assert studybot("users", "list").out.startswith("ada\tinstructor\t20")
    with Store.open(tiny_settings.database_url) as store:
        assert store.accounts.find("ada").password_hash.startswith("$argon2id$")
        assert log_in(store.accounts, "ada", PASSWORD, at=datetime.now(UTC)).user == "ada"
        assert studybot("users", "remove", "ada").status == 0
        assert log_in(store.accounts, "ada", PASSWORD, at=datetime.now(UTC)).user == ""
    ended = studybot("users", "list")
    assert ended.out == "" and "users add" in ended.err


@pytest.mark.parametrize(("text", "sentence"), [("short\n", "5 characters"), ("", "0 characters"), ("adaadaadaada\n", "name")])
def test_a_password_that_cannot_be_used(studybot: Command, monkeypatch: pytest.MonkeyPatch, text: str, sentence: str) -> None:
    """A short, missing or too obvious password is refused with a sentence that does not repeat it."""
    given(monkeypatch, text)
    ended = studybot("users", "add", "adaadaadaada", "--password-stdin")
    assert ended.status == 2 and sentence in ended.err
    assert not text.strip() or text.strip() == "adaadaadaada" or text.strip() not in ended.err


def test_a_name_that_is_taken_or_unknown(studybot: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    """Adding a name twice and removing one that is not there end with a sentence."""
    for status in (0, 1):
        given(monkeypatch, f"{PASSWORD}\n")
        assert studybot("users", "add", "ada", "--password-stdin").status == status
    assert "'bob' does not exist" in studybot("users", "remove", "bob").err


def test_the_password_is_asked_for_twice(studybot: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    """At a terminal both entries must agree; without a terminal the option is named."""
    assert "--password-stdin" in studybot("users", "add", "ada").err
    monkeypatch.setattr("studybot.cli.users.interactive", lambda: True)
    typed = iter([PASSWORD, PASSWORD + "!", PASSWORD, PASSWORD])
    monkeypatch.setattr("getpass.getpass", lambda prompt: next(typed))
    assert "differ" in studybot("users", "add", "ada").err
    assert studybot("users", "add", "ada").status == 0


@pytest.fixture
def learner(tiny_settings: Settings) -> str:
    """A learner who asked one question."""
    at = datetime(2026, 3, 2, 12, tzinfo=UTC)
    with Store.open(tiny_settings.database_url) as store:
        store.conversations.add(Conversation(id="c", learner="ann", title="t", created=at, updated=at))
        answer = Answer(question=Question(text="why?"), understood="why?", outcome="outside")
        store.conversations.record(Turn(id="t", conversation="c", position=1, at=at, answer=answer))
    return "ann"


def test_a_learner_is_exported_and_deleted(studybot: Command, tiny_settings: Settings, learner: str) -> None:
    """The export holds the turn; nothing is deleted without a yes; afterwards nothing is left, in the log neither."""
    assert json.loads(studybot("learners", "export", learner).out)["turns"][0]["id"] == "t"
    refused = studybot("learners", "delete", learner)
    assert refused.status == 2 and "--yes" in refused.err
    deleted = studybot("learners", "delete", learner, "--yes")
    assert deleted.status == 0 and "turns\t1" in deleted.out and "question log\t1" in deleted.out
    with Store.open(tiny_settings.database_url) as store:
        assert store.log.count() == 0 and store.conversations.turns("c") == []
    again = studybot("learners", "delete", learner, "--yes")
    assert again.status == 1 and "nothing is kept" in again.err


def test_an_export_into_a_file(studybot: Command, learner: str, tmp_path: object) -> None:
    """`--out` writes the file and prints no result; a folder that does not exist gets a sentence."""
    ended = studybot("learners", "export", learner, "--out", f"{tmp_path}/ann.json")
    assert (ended.status, ended.out) == (0, "")
    assert "cannot be written" in studybot("learners", "export", learner, "--out", f"{tmp_path}/none/ann.json").err


def test_a_join_code_by_command(studybot: Command, tiny_settings: Settings) -> None:
    """A code is made, shown, taken back; each change is listed under the account of the machine."""
    assert "--new" in studybot("users", "code").err
    made = studybot("users", "code", "--new").out.strip()
    assert studybot("users", "code").out.strip() == made and made != studybot("users", "code", "--new").out.strip()
    assert studybot("users", "code", "--new", "--revoke").status == 2
    assert studybot("users", "code", "--revoke").status == 0 and studybot("users", "code", "--revoke").status == 2
    assert "there is no course 'none'" in studybot("users", "code", "--for", "none", "--new").err
    lines = [line.split("\t") for line in studybot("users", "changes").out.splitlines()]
    assert [line[3] for line in lines] == ["Took the join code back", "Made a new join code", "Made a new join code"]
    assert {line[1].endswith("(command)") for line in lines} == {True}


def test_a_person_of_one_course(studybot: Command, monkeypatch: pytest.MonkeyPatch, tiny_settings: Settings) -> None:
    """`--for` gives a seat in that course alone, takes it away again, and the person's data goes with the account."""
    course = tiny_settings.course.name
    given(monkeypatch, f"{PASSWORD}\n")
    assert studybot("users", "add", "ben", "--role", "learner", "--for", course, "--password-stdin").status == 0
    assert studybot("users", "list").out.rstrip("\n").split("\t")[::3] == ["ben", course]
    exported = json.loads(studybot("learners", "export", "ben").out)
    assert exported["others"]["users"][0]["name"] == "ben" and "password_hash" not in exported["others"]["users"][0]
    assert studybot("users", "remove", "ben", "--for", course).status == 0
    assert studybot("users", "list").out.split("\t")[1] == ""
    assert "users\t1" in studybot("learners", "delete", "ben", "--yes").out
    assert studybot("users", "list").out == ""


def test_what_a_reader_judged_is_theirs_too(
    studybot: Command, monkeypatch: pytest.MonkeyPatch, tiny_settings: Settings
) -> None:
    """Verdicts in the review are handed over, and stay without the name when the person's data is deleted."""
    folder = tiny_settings.data / "review"
    case = Case(id="q1", question="What is EBS?", kind="fact", answerable=False)
    propose(folder, "draft", [Proposal(case=case, origin="course")])
    for reader in ("Ben", "eva"):
        judge(folder, "draft", Verdict(id="q1", reader=reader, judgement="reject", note="odd", at=datetime.now(UTC)))
    given(monkeypatch, f"{PASSWORD}\n")
    assert studybot("users", "add", "ben", "--role", "instructor", "--password-stdin").status == 0
    (row,) = json.loads(studybot("learners", "export", "ben").out)["others"]["review"]
    assert (row["sheet"], row["reader"], row["note"]) == ("draft", "Ben", "odd")
    assert "review\t1" in studybot("learners", "delete", "ben", "--yes").out
    assert [one.reader for one in read_sheet(folder, "draft")[1]] == ["(deleted)", "eva"]
    assert "eva" in studybot("learners", "export", "eva").out, "a reader without an account"
    assert "review\t1" in studybot("learners", "delete", "eva", "--yes").out
    assert studybot("learners", "export", "eva").status == 1


def test_asking_again_is_a_change(studybot: Command) -> None:
    """What `coverage --recheck` did stands in the list of changes, as it does after the page's button."""
    assert studybot("coverage", "--recheck").status == 0
    assert "Asked the work list again: 0 of 0 closed" in studybot("users", "changes").out
