from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studybot.chat import TITLE_LENGTH, checked
from studybot.errors import NotFound, QuestionError
from studybot.served import Served
from studybot.types import QUESTION_LIMIT


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "empty"),
        (" \t\n ", "empty"),
        ("\x00\x07\u200b", "empty"),
        ("😀 🎉", "no word"),
        ("?!… —", "no word"),
        ("7 + 35", "no word"),
        ("x" * 2001, "2,001 characters.* 2,000"),
        ("a b " * 1000, "3,999 characters.* 2,000"),
    ],
)
def test_what_is_no_question(text: str, reason: str) -> None:
    """A text that cannot be asked is refused with a sentence that says why."""
    with pytest.raises(QuestionError, match=reason):
        checked(text)


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("  what\n\nis\tEBS?  ", "what is EBS?"),
        ("what\x00is\x1bEBS?", "what is EBS?"),
        ("x" * 2000, "x" * 2000),
        ("<script>alert(1)</script>", "<script>alert(1)</script>"),
        ("'; DROP TABLE turns; --", "'; DROP TABLE turns; --"),
        ("¿qué es EBS?", "¿qué es EBS?"),
    ],
)
def test_what_is_asked(text: str, asked: str) -> None:
    """A question keeps every sign that is typed; only white space and control characters become blanks."""
    assert checked(text).text == asked
    assert checked(text, "").topic is None
    assert checked(text, "ebs").topic == "ebs"


@given(st.text(alphabet=st.characters(exclude_categories=["Cs"]), max_size=2100))
def test_a_text_is_a_question_or_a_sentence(text: str) -> None:
    """Whatever is typed becomes a question within its limits, printable and with a word in it, or a QuestionError."""
    try:
        question = checked(text)
    except QuestionError as error:
        assert str(error).endswith(".")
    else:
        assert 0 < len(question.text) <= QUESTION_LIMIT
        assert question.text.isprintable()


def test_a_conversation_is_kept(tiny_studybot: Served) -> None:
    """Turns are stored in order under one conversation, titled by its first question; what is returned is what is stored."""
    chat, store = tiny_studybot.chat, tiny_studybot.store
    first = chat.say("what is EBS?", learner="ada")
    second = chat.say("what is EFS?", learner="ada", conversation=first.conversation)
    assert (first.position, second.position) == (1, 2)
    assert store.conversations.turns(first.conversation) == [first, second]
    assert [one.title for one in store.conversations.of_learner("ada")] == ["what is EBS?"]
    assert first.at.tzinfo is UTC and first.at <= datetime.now(UTC)


def test_a_follow_up_is_understood_from_the_conversation(tiny_studybot: Served) -> None:
    """A follow-up is completed from the turns before it; in a conversation of its own it is taken as it stands."""
    chat = tiny_studybot.chat
    first = chat.say("what is the max timeout of Lambda?", learner="ada")
    follow_up = chat.say("and the memory?", learner="ada", conversation=first.conversation)
    assert "lambda" in follow_up.answer.understood.lower()
    assert follow_up.answer.question.text == "and the memory?"
    assert chat.say("and the memory?", learner="ada").answer.understood == "and the memory?"


def test_a_long_conversation_goes_on(tiny_studybot: Served) -> None:
    """Only the last turns are looked at, and positions still count all of them."""
    turn = tiny_studybot.chat.say("what is EBS?", learner="ada")
    for _ in range(8):
        turn = tiny_studybot.chat.say("what is EFS?", learner="ada", conversation=turn.conversation)
    assert turn.position == 9


def test_a_long_question_gives_a_short_title(tiny_studybot: Served) -> None:
    """The title of a conversation is its first question, cut to a line."""
    tiny_studybot.chat.say("what is EBS " * 20, learner="ada")
    (found,) = tiny_studybot.store.conversations.of_learner("ada")
    assert len(found.title) <= TITLE_LENGTH
    assert found.title.endswith("…")


def test_a_title_says_the_subject(tiny_studybot: Served) -> None:
    """A question that names no subject gets the section that answered in front; small talk is replaced, a given name stays."""
    store = tiny_studybot.store.conversations
    named = tiny_studybot.chat.say("what is the max timeout?", learner="ann", topic="lambda")
    proof = named.answer.statements[0].citations[0]
    assert store.find(named.conversation).title == f"{proof.passage.path[-1]}: what is the max timeout?"
    first = tiny_studybot.chat.say("hello", learner="ann")
    assert store.find(first.conversation).title == "hello"
    asked = tiny_studybot.chat.say("What is Lambda?", learner="ann", conversation=first.conversation)
    assert asked.answer.statements and store.find(first.conversation).title.endswith("What is Lambda?")
    again = tiny_studybot.chat.say("hello", learner="ann")
    store.rename(again.conversation, "My notes")
    tiny_studybot.chat.say("What is Lambda?", learner="ann", conversation=again.conversation)
    assert store.find(again.conversation).title == "My notes"


def test_what_cannot_be_said_is_not_kept(tiny_studybot: Served) -> None:
    """An unknown conversation or an empty question is refused, and nothing is stored."""
    with pytest.raises(NotFound, match="'gone'"):
        tiny_studybot.chat.say("what is EBS?", learner="ada", conversation="gone")
    with pytest.raises(QuestionError):
        tiny_studybot.chat.say("  ", learner="ada")
    assert tiny_studybot.store.log.count() == 0
    assert tiny_studybot.store.conversations.of_learner("ada") == []


def test_the_last_thumb_counts(tiny_studybot: Served) -> None:
    """A learner may change a thumb; a reason is kept, up to a limit."""
    turn = tiny_studybot.chat.say("what is EBS?", learner="ada")
    tiny_studybot.chat.rate(turn.id, "up")
    tiny_studybot.chat.rate(turn.id, "down", "x" * 5000)
    given = tiny_studybot.store.conversations.ratings(turn.conversation)[turn.id]
    assert (given.thumb, len(given.reason)) == ("down", QUESTION_LIMIT)
    with pytest.raises(NotFound):
        tiny_studybot.chat.rate("gone", "up")


def test_a_first_turn_that_is_not_kept_leaves_no_conversation(tiny_studybot: Served, monkeypatch: pytest.MonkeyPatch) -> None:
    """A new conversation and its first turn are one step: when the second half of it fails, nothing of it is there."""

    def fail(*_: object) -> None:
        raise RuntimeError("killed")

    monkeypatch.setattr("studybot.store.log.Log.add", fail)
    with pytest.raises(RuntimeError):
        tiny_studybot.chat.say("what is EBS?", learner="ann")
    assert tiny_studybot.store.conversations.of_learner("ann") == []
