from collections.abc import Sequence

from studybot.served import Served
from studybot.types import Passage, Topic
from studybot.ui.ask.starters import about_section, starters
from ui.material import documents, passages


class Bank:
    """A search backend that knows passages and one question for each."""

    def passages(self, topic_id: str | None = None) -> list[Passage]:
        """Return the passages of a topic."""
        return [passage for _, passage in passages() if topic_id in (None, passage.topic)]

    def questions(self, passage_id: str) -> Sequence[str]:
        """Return a good question and some that are none."""
        return ["lambda memory", f"what is meant by {passage_id[-12:]}?", "why?"]


def test_starters_reach_over_the_course() -> None:
    """Six questions of six topics, from the first to the last third of the course, each well-formed."""
    topics: list[Topic] = [document.topic for document in documents()]
    found = starters(Bank(), topics)  # type: ignore[arg-type]
    assert len(found) == len({one.topic for one in found}) == 6
    assert all(one.text.startswith("What is meant by") and one.text.endswith("?") for one in found)


def test_a_course_without_a_bank_starts_from_its_titles(tiny_studybot: Served) -> None:
    """Section titles become questions; a small course gives fewer."""
    texts = [one.text for one in starters(tiny_studybot.backend, tiny_studybot.course.topics)]
    assert texts == ["What does the course say about Lambda?", "What does the course say about EBS?"]
    about = about_section(tiny_studybot.backend, tiny_studybot.course.topics[1], "EFS")
    assert [one.text for one in about] == ["What does the course say about EFS?"]


def test_no_starter_is_answered_by_a_yes_or_a_no() -> None:
    """Of a bank's questions those are taken that ask what, how or why; the sign that was forgotten is added."""
    bank = Bank()
    bank.questions = lambda passage: ["can it have 16 GB of memory?", "how much memory can it have"]  # type: ignore[method-assign]
    found = starters(bank, [document.topic for document in documents()], 2)  # type: ignore[arg-type]
    assert [one.text for one in found] == ["How much memory can it have?"] * 2


def test_what_is_not_surely_answered_is_no_starter() -> None:
    """The next question of a topic, or another topic, takes the place of one that is not answered from its topic."""
    topics: list[Topic] = [document.topic for document in documents()]
    refused = {topics[0].id}
    found = starters(Bank(), topics, 3, is_sure=lambda text, topic: topic not in refused, written=str.upper)  # type: ignore[arg-type]
    assert len(found) == 3
    assert topics[0].title not in {one.topic for one in found}
    assert all(one.text == one.text.upper() for one in found)
    unchecked = starters(Bank(), topics, 3, is_sure=lambda text, topic: False)  # type: ignore[arg-type]
    assert unchecked == starters(Bank(), topics, 3)  # type: ignore[arg-type]


def test_what_a_course_defines_is_asked_before_its_titles(tiny_studybot: Served) -> None:
    """A course without a bank begins with questions for what it defines, where they are."""
    first = tiny_studybot.passages[0]
    found = starters(tiny_studybot.backend, tiny_studybot.course.topics, defined=[("what is a gauge?", first)])
    texts = [one.text for one in found]
    assert "What is a gauge?" in texts and len(texts) == 2
    assert f"What does the course say about {first.path[-1]}?" not in texts
