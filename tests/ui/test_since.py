from studybot.coverage.groups import question_key
from studybot.coverage.worklist import mark_item
from studybot.served import Served
from studybot.ui.ask.turns import answered_since

QUESTION = "how do volcanoes erupt?"


def test_a_closed_question_names_its_passage(tiny_studybot: Served) -> None:
    """A refused turn leads to the passage by which its question was closed: no other status, question or lost passage does."""
    turn = tiny_studybot.chat.say(QUESTION, learner="a" * 32)
    passage, work = tiny_studybot.passages[0], tiny_studybot.store.work
    opened = tiny_studybot.opened
    assert answered_since(opened, work.marks(), turn) is None
    for status, place, shown in (("will_add", passage.id, False), ("answered", "gone", False), ("answered", passage.id, True)):
        mark_item(work, question_key(turn.answer.understood), status, at=turn.at, passage=place)  # type: ignore[arg-type]
        place_now = answered_since(opened, work.marks(), turn)
        assert (place_now is not None) is shown
    assert place_now is not None and place_now.label == " › ".join(passage.path)
    answered = tiny_studybot.chat.say("what is EBS?", learner="a" * 32)
    mark_item(work, question_key(answered.answer.understood), "answered", at=turn.at, passage=passage.id)
    assert answered_since(opened, work.marks(), answered) is None
