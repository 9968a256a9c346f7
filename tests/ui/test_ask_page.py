import re
from typing import Any

import pytest
from markupsafe import escape

from studybot.errors import NotFound
from studybot.served import Served
from studybot.study.recalled import recalled
from studybot.types import QUESTION_LIMIT
from studybot.ui.ask.page import ACTIONS, LOG_NOTICES
from studybot.ui.frame.actions import Reply, bound, dispatcher, sentence
from ui.html_text import Seen

ME, OTHER = "a" * 32, "b" * 32


class Caller:
    """The page's script: calls an action by name as one learner."""

    def __init__(self, studybot: Served, learner: str = ME) -> None:
        self._call = dispatcher(bound(ACTIONS, studybot))
        self._learner = learner

    def __call__(self, action: str, **data: Any) -> Reply:
        """Call an action."""
        return self._call({"action": action, "learner": self._learner} | data)


@pytest.fixture
def call(tiny_studybot: Served) -> Caller:
    """The script of my page."""
    return Caller(tiny_studybot)


@pytest.fixture
def other(tiny_studybot: Served) -> Caller:
    """The script of somebody else's page."""
    return Caller(tiny_studybot, OTHER)


def said(call: Caller, text: str = "what is the max timeout of lambda?", **data: Any) -> Any:
    """Ask something and return the reply."""
    reply = call("say", text=text, **data)
    assert "error" not in reply
    return reply


def test_a_question_opens_a_conversation_that_can_be_opened_again(call: Caller) -> None:
    """The reply names its conversation; opening it gives the same turn, title and list."""
    first = said(call)
    second = said(call, "and the memory?", conversation=first["conversation"])
    assert second["conversation"] == first["conversation"]
    opened: Any = call("open", conversation=first["conversation"])
    assert [one["id"] for one in opened["turns"]] == [first["turn"]["id"], second["turn"]["id"]]
    assert opened["title"] == "what is the max timeout of lambda?"
    assert first["conversation"] in str(opened["list"])


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "The question is empty"),
        (" \n\t", "The question is empty"),
        ("🎉", "no word"),
        ("\x00\x07", "The question is empty"),
        ("x" * (QUESTION_LIMIT + 1), "2,001 characters"),
    ],
)
def test_what_is_no_question_is_answered_by_a_sentence(call: Caller, text: str, sentence: str) -> None:
    """The error is a sentence for the learner and no conversation is opened."""
    assert sentence in str(call("say", text=text)["error"])
    assert "Your conversations will be listed here" in str(call("list")["list"])


def test_the_source_marks_the_cited_words(call: Caller) -> None:
    """The panel shows the whole section with exactly the cited row marked, and a link to the same span."""
    turn = said(call)["turn"]
    html = str(call("source", turn=turn["id"], number=1)["html"])
    seen = Seen(html)
    assert "Max memory" in seen.text, "the section is whole"
    assert re.sub(r"\W", "", seen.marked) in ("Maxtimeout15minutes", "LimitValue")
    link = next(attributes["href"] for tag, attributes in seen.tags if tag == "a") or ""
    assert re.fullmatch(r"/study\?topic=lambda&passage=lambda%2Flambda-limits%2F1&start=\d+&end=\d+", link)
    assert "choose one from 1" in str(call("source", turn=turn["id"], number=99)["error"])


def test_nobody_touches_the_conversation_of_somebody_else(call: Caller, other: Caller) -> None:
    """Every action on a foreign conversation or turn is refused with a sentence, and nothing has changed."""
    reply = said(call)
    conversation, turn = reply["conversation"], reply["turn"]["id"]
    tries = (
        ("open", {"conversation": conversation}),
        ("say", {"conversation": conversation, "text": "what is EBS?"}),
        ("source", {"turn": turn, "number": 1}),
        ("rate", {"turn": turn, "thumb": "up"}),
        ("rename", {"conversation": conversation, "title": "mine"}),
        ("delete", {"conversation": conversation}),
        ("export", {"conversation": conversation}),
    )
    for action, data in tries:
        assert "does not exist" in str(other(action, **data)["error"]), action
    opened: Any = call("open", conversation=conversation)
    assert opened["title"] == "what is the max timeout of lambda?" and len(opened["turns"]) == 1


def test_a_thumb_is_kept_changed_and_taken_back(call: Caller, tiny_studybot: Served) -> None:
    """The last thumb counts with its reason; `none` takes it back."""
    reply = said(call)
    rate = {"turn": reply["turn"]["id"]}
    call("rate", thumb="up", **rate)
    assert call("rate", thumb="down", reason=" wrong ", **rate) == {"thumb": "down"}
    (given,) = tiny_studybot.store.conversations.ratings(reply["conversation"]).values()
    assert (given.thumb, given.reason) == ("down", "wrong")
    call("rate", thumb="none", **rate)
    assert tiny_studybot.store.conversations.ratings(reply["conversation"]) == {}


def test_conversations_are_renamed_searched_exported_and_deleted(call: Caller) -> None:
    """A name loses control characters, an empty one is refused; the export is Markdown; what is deleted is gone."""
    conversation = said(call)["conversation"]
    assert call("rename", conversation=conversation, title=" <b>My\x00 \n name</b> ") == {"title": "<b>My name</b>"}
    assert "The name is empty" in str(call("rename", conversation=conversation, title="\x00 ")["error"])
    assert "&lt;b&gt;My name" in str(call("list", search="my name")["list"])
    assert "No conversation holds" in str(call("list", search="<x>")["list"])
    file: Any = call("export", conversation=conversation)
    assert re.fullmatch(r"studybot-b-my-name-b-\d{4}-\d\d-\d\d\.md", file["name"])
    assert file["text"].startswith("# \\<b>My name")
    assert call("delete", conversation=conversation) == {"deleted": conversation}
    assert "does not exist" in str(call("open", conversation=conversation)["error"])


def test_a_topic_scopes_the_chat_and_offers_questions(call: Caller) -> None:
    """A link from the reader gives questions about its section, an unknown topic the usual page."""
    html = str(call("open", topic="storage", about="EFS")["welcome"])
    assert "Ask about “EFS”" in html and "data-ask" in html
    assert "welcome" not in call("open", topic="nothing")
    turn = said(call, "what is block storage?", topic="storage")["turn"]
    assert "topic=lambda" not in turn["html"]


@pytest.mark.parametrize(
    "data",
    [None, "x", [], {}, {"action": "nothing"}, {"action": "say"}, {"action": "say", "learner": "x", "text": "EBS?"}],
)
def test_a_call_that_does_not_fit_gets_a_sentence(tiny_studybot: Served, data: Any) -> None:
    """Whatever a script sends, the reply is a sentence and never an exception."""
    assert "reload the page" in str(dispatcher(bound(ACTIONS, tiny_studybot))(data)["error"])


def test_a_failure_is_logged_and_told_without_its_trace(caplog: pytest.LogCaptureFixture) -> None:
    """An unexpected exception becomes a sentence without details; the log has them."""

    def broken(data: Any) -> Reply:
        raise RuntimeError("secret detail")

    reply = dispatcher({"say": broken})({"action": "say"})
    assert "Something went wrong" in str(reply["error"]) and "secret" not in str(reply)
    assert "secret detail" in caplog.text


def test_every_mode_of_the_question_log_has_its_notice() -> None:
    """Learners are told in each mode what instructors see."""
    assert set(LOG_NOTICES) == {"normal", "anonymous", "off"}


@pytest.mark.parametrize("action", ["export", "delete", "rename", "open"])
def test_a_message_names_no_id(call: Caller, action: str) -> None:
    """A learner knows a conversation by its name: its id in a message would say nothing."""
    gone = "7921" * 8
    text = str(call(action, conversation=gone, title="x")["error"])
    assert gone not in text and text.startswith("This conversation does not exist")


@pytest.mark.parametrize(
    ("told", "said"),
    [
        (
            "the answer of turn '{id}' is damaged: delete its conversation '{id}'",
            "The answer of this turn is damaged: delete this conversation",
        ),
        ("there is no topic 'deface'", "there is no topic 'deface'"),
    ],
)
def test_only_opaque_ids_go(told: str, said: str) -> None:
    """Names stay, also those that look a little like an id."""
    assert sentence(NotFound(told.format(id="0a" * 16))) == said


def test_an_exercise_in_the_chat_is_graded_and_leads_to_its_place(call: Caller, tiny_studybot: Served) -> None:
    """One option is right, the others are not, each counts for the learner's progress; only to look at it counts nothing."""
    item = next(one for one in tiny_studybot.material.items.values() if len(one.options) > 1 and len(one.right) == 1)
    shown: Any = call("solve", item=item.id, given=-1)
    assert (shown["correct"], len(shown["right"])) == (False, 1)
    assert tiny_studybot.store.practice.results(ME) == []
    verdicts: list[Any] = [call("solve", item=item.id, given=place) for place in range(len(item.options))]
    assert [place for place, verdict in enumerate(verdicts) if verdict["correct"]] == shown["right"]
    assert all("Read it in the course" in verdict["html"] for verdict in verdicts)
    assert len(tiny_studybot.store.practice.results(ME)) == len(item.options)
    assert "error" in call("solve", item="gone", given=0)


def test_an_open_exercise_and_a_flashcard_show_their_answer(call: Caller, tiny_studybot: Served) -> None:
    """What has no options is answered in one's own words: its answer is shown, and nothing is counted."""
    card = next(iter(tiny_studybot.material.cards.values()))
    asked = next(iter(recalled(tiny_studybot.material.passages).values()))
    for key, answer in ((card.id, card.back), (asked.id, asked.proof.quote.partition("\n")[0][:40])):
        shown: Any = call("solve", item=key, given=-1)
        assert (shown["correct"], shown["right"]) == (False, [])
        assert str(escape(answer)) in shown["html"] and "Read it in the course" in shown["html"]
    assert tiny_studybot.store.practice.results(ME) == []
