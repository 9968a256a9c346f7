"""Items and cards are asked in the reader's language: studybot's words change, the course's do not."""

import pytest

from studybot.speech import speaking_in
from studybot.study.frames import asked_in
from studybot.study.material import Material


@pytest.mark.slow
@pytest.mark.parametrize("language", ["de", "es", "hi"])
def test_hardly_a_question_stays_english(course: Material, language: str) -> None:
    """Of the items with a key and of the cards of the supplied course at most one in twenty keeps its English frame."""
    keyed = [item.prompt for item in course.items.values() if item.kind != "open"]
    fronts = [card.front for card in course.cards.values() if "____" not in card.front]
    with speaking_in(language):
        for texts in (keyed, fronts):
            assert 20 * sum(asked_in(text) == text for text in texts) <= len(texts)


@pytest.mark.parametrize(
    ("text", "german"),
    [
        (
            "S3 Storage Classes: which class has the AZs “1”?",
            "S3 Storage Classes: Was davon (class) hat bei „AZs“ den Eintrag „1“?",
        ),
        ("Which of these terms fits this description: “a cut”?", "Was davon passt zu dieser Beschreibung: „a cut“?"),
        ("Types: which of these has a wrong description?", "Types: Wo davon ist das Angegebene falsch (Beschreibung)?"),
        ("What is the volume io1 used for?", "Wofür wird „volume io1“ verwendet?"),
        ("True or false? Disks: io1 — use: logs.", "Richtig oder falsch? Disks: io1 — use: logs."),
        ("True", "Richtig"),
        ("CIDR /28: usable IPs?", "CIDR /28: usable IPs?"),
    ],
)
def test_what_the_course_says_stays(text: str, german: str) -> None:
    """Names, values and headings stand in the German question as they did; in English nothing changes."""
    assert asked_in(text) == text
    with speaking_in("de"):
        assert asked_in(text) == german
