import io
from pathlib import Path

import pytest

from studybot.settings import Settings
from studybot.store import Store

from .conftest import Command, Ended


@pytest.fixture
def talk(studybot: Command, monkeypatch: pytest.MonkeyPatch) -> Command:
    """A function that types lines into `studybot chat`."""
    studybot("index")

    def typed(*lines: str, options: tuple[str, ...] = ()) -> Ended:
        monkeypatch.setattr("sys.stdin", io.StringIO("".join(f"{line}\n" for line in lines)))
        return studybot("chat", *options)

    return typed


def test_a_conversation_is_kept(talk: Command, tiny_settings: Settings) -> None:
    """What is typed is answered on standard output, in one conversation, and every turn is in the store."""
    ended = talk("what is EBS?", "", "and what is it for?")
    assert ended.status == 0
    with Store.open(tiny_settings.database_url) as store:
        (conversation,) = store.conversations.of_learner("terminal")
        turns = store.conversations.turns(conversation.id)
    assert [turn.answer.question.text for turn in turns] == ["what is EBS?", "and what is it for?"]
    assert "EBS" in turns[1].answer.understood
    assert "Understood as" in ended.out


def test_continue_goes_on_with_the_last_conversation(talk: Command, tiny_settings: Settings) -> None:
    """`--continue` adds to the last conversation; without one it begins the first."""
    assert "no conversation yet" in talk("what is EBS?", options=("--continue",)).err
    assert "Going on with: what is EBS?" in talk("what is EFS?", options=("--continue",)).err
    with Store.open(tiny_settings.database_url) as store:
        (conversation,) = store.conversations.of_learner("terminal")
        assert len(store.conversations.turns(conversation.id)) == 2


def test_commands_of_the_conversation(talk: Command, tmp_path: Path) -> None:
    """/help, /sources, /export, /new and /quit do what they say, and an unknown one is a sentence."""
    out = tmp_path / "talk.md"
    ended = talk(
        "/help", "/sources", "what is EBS?", "/sources", f"/export {out}", "/export", "/nope", "/new", "/quit", "never read"
    )
    assert ended.status == 0
    assert all(
        text in ended.err
        for text in ("/export FILE", "nothing was asked yet", "needs the name", "no '/nope'", "new conversation")
    )
    assert out.read_text(encoding="utf-8").startswith("# what is EBS?\n")
    assert "never read" not in ended.out


def test_what_is_no_question_does_not_end_the_conversation(talk: Command) -> None:
    """A text without a word gets a sentence, and the next question an answer."""
    ended = talk("🙂", "what is EBS?")
    assert ended.status == 0
    assert "no word" in ended.err
    assert ended.out
