"""Search everywhere: what typed words lead to."""

from studybot.served import Served
from studybot.store import Note
from studybot.ui.find.everything import everything
from ui.builders import AT

ANN = "a" * 32


def found(studybot: Served, text: str, learner: str = ANN) -> dict[str, list[str]]:
    """Return the titles of each group."""
    groups, _ = everything(studybot.opened, studybot.store, learner, text)
    return {group.name: [row.title for row in group.rows] for group in groups}


def test_a_command_is_named_by_its_beginning_and_a_topic(tiny_studybot: Served) -> None:
    """`quiz lam` offers a quiz on Lambda, and the address asks for that topic; a command alone goes to its page."""
    groups, _ = everything(tiny_studybot.opened, tiny_studybot.store, ANN, "qui lam")
    assert [(row.title, row.link) for row in groups[0].rows] == [("Quiz: Lambda", "/practise?topic=lambda")]
    assert found(tiny_studybot, "settings")["Do"] == ["Settings"]
    assert "Do" not in found(tiny_studybot, "q")


def test_topics_places_conversations_notes_and_cards_are_found(tiny_studybot: Served) -> None:
    """Each group shows what holds the words; of conversations and notes only the learner's own."""
    turn = tiny_studybot.chat.say("how long can a lambda function run?", learner=ANN)
    written = {"kind": "note", "exact": "concurrency", "text": "ask about concurrency", "created": AT, "updated": AT}
    tiny_studybot.store.notes.keep(Note(id="b" * 32, learner=ANN, topic="lambda", section="Lambda", **written))
    groups = found(tiny_studybot, "lambda")
    assert groups["Topics"] == ["Lambda"] and groups["In the course"]
    assert groups["Your conversations"] == [tiny_studybot.store.conversations.find(turn.conversation).title]
    assert found(tiny_studybot, "concurrency")["Your notes"] == ["ask about concurrency"]
    other = found(tiny_studybot, "lambda", learner="c" * 32)
    assert "Your conversations" not in other and "Your notes" not in other


def test_a_typo_is_understood_and_said_and_nonsense_finds_nothing(tiny_studybot: Served) -> None:
    """A misspelled word of the course is searched as the course spells it; the beginning of a word is no typo."""
    groups, understood = everything(tiny_studybot.opened, tiny_studybot.store, ANN, "concurency")
    assert understood == "concurrency" and any(group.name == "In the course" for group in groups)
    assert everything(tiny_studybot.opened, tiny_studybot.store, ANN, "concurr")[1] == ""
    assert everything(tiny_studybot.opened, tiny_studybot.store, ANN, "qqqqzz wwxxy") == ([], "")
    assert everything(tiny_studybot.opened, tiny_studybot.store, ANN, "(((*") == ([], "")
