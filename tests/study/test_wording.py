import re
from datetime import datetime
from pathlib import Path

import pytest

import studybot.study
from studybot.study.cards import cards
from studybot.study.history import due_queue
from studybot.study.item import Item
from studybot.study.items import items
from studybot.study.material import Material
from studybot.study.phrase import is_somebody
from studybot.study.quiz import arrange, grade, select
from studybot.study.wording import Wording, asks
from studybot.study.worth import is_price
from studybot.types import Passage

from .conftest import passages_of

COURSE_WORDS = "aws amazon azure ec2 iam lambda terraform oracle cloudwatch bucket sqs kubernetes docker vpc ubuntu".split()


def test_no_word_of_a_course_is_in_the_code() -> None:
    """What is asked comes from the form of a course: its own words stand in no line of code, comments and examples apart."""
    for path in Path(studybot.study.__path__[0]).glob("*.py"):
        code = re.sub(r'"""(?:.|\n)*?"""|(?m:^\s*#.*$)|(?m:  # .*$)', "", path.read_text(encoding="utf-8"))
        said = set(re.findall(r"[a-z0-9]+", code.lower())) & set(COURSE_WORDS)
        assert not (said - {"lambda"}), (path.name, said)


def test_a_course_shows_how_its_words_are_written(passages: list[Passage]) -> None:
    """Names keep their capitals and other words lose those of a title; a bank question is written as the course writes."""
    say = Wording(passages)
    assert say.written("can lambda have 16 gb memory?").startswith("can Lambda have")
    assert say.written("how do i stop it?") == "how do I stop it?"
    assert say.lowered("Max Throughput") == "max throughput" and "CloudWatch" in say.lowered("CloudWatch Alarm")


def test_a_subject_is_named_only_where_it_is_needed(passages: list[Passage]) -> None:
    """A question that names its subject says no more; what could be asked of many things is asked of one."""
    say = Wording(passages)
    path = ("Lambda", "Lambda Limits")
    assert say.ask(path, "what is the default of timeout", "timeout").startswith("Lambda")
    assert say.ask(path, "how long may a Lambda function run", "Lambda function") == "How long may a Lambda function run?"


def test_whole_questions_are_known_by_their_first_word() -> None:
    """A word that opens many questions opens whole ones; one that opens a single one is a fragment."""
    known = asks([f"what is {number}?" for number in range(60)] + ["different expiry possible?"])
    assert known == {"what"}


def test_what_is_worth_knowing_comes_first(course: Material) -> None:
    """Over many quizzes definitions and limits are drawn more often than details; a price is looked up and never asked for."""
    pool = tuple(course.items.values())
    drawn = [course.items[name] for seed in range(30) for name in select(pool, seed=seed, length=20).queue]
    mean = sum(item.worth for item in pool) / len(pool)
    assert sum(item.worth for item in drawn) / len(drawn) > mean
    assert not [item.prompt for item in pool if is_price(item.key)] and not [
        card.front for card in course.cards.values() if is_price(card.back)
    ]


def test_a_question_that_returns_has_its_key_elsewhere(course: Material) -> None:
    """The place of the right option changes at each showing, and grading follows it."""
    for item in course.items.values():
        if len(item.right) == 1 and item.kind != "true_false":
            first, again = arrange(item, 7), arrange(item, 7, 1)
            moved = first.index(item.right[0]) != again.index(item.right[0])
            assert moved or item.kind == "number"
            assert grade(item, 7, [again.index(item.right[0])], 1).correct


def test_a_wrong_option_says_what_it_is(course: Material) -> None:
    """Nearly every wrong option of a table has the row to which it belongs; a note is shown in the order of the options."""
    asked = [item for item in course.items.values() if item.kind == "table"]
    noted = [item for item in asked if sum(bool(note) for note in item.notes) >= len(item.options) - 1]
    assert len(noted) > 0.7 * len(asked)
    item = noted[0]
    verdict = grade(item, 3, [0])
    assert [verdict.notes[place] for place in range(len(item.options))] == [item.notes[at] for at in arrange(item, 3)]


def test_four_options_where_there_are_sisters(course: Material) -> None:
    """Most choice questions have four options; fewer where the course names fewer things, or a fourth is implausible."""
    choices = [item for item in course.items.values() if item.kind in ("table", "term", "command", "number")]
    assert sum(len(item.options) >= 4 for item in choices) > 0.55 * len(choices)


def test_new_cards_are_spread_over_sections(course: Material) -> None:
    """The first cards of a topic come from different sections, and not row by row from one table."""
    at = datetime.fromisoformat("2026-03-01T10:00:00+00:00")
    queue = due_queue(course.cards, [], at, topics=["lambda"], new=5)
    assert len({due.card.proof.passage.path for due in queue}) >= 4


GLOSSARY = """# Markets

## Firms

A **monopoly** is a market in which one firm alone sells all that is bought of its good.
Where several firms agree on prices, this is called a **cartel**, and most states forbid such agreements by law.

### Glossary

monopoly
: a market with one seller and no near substitute

cartel
: firms that agree on prices in secret

oligopoly
: a market with a few large sellers that watch each other

subsidy
: money of the state that lowers what producers ask for
"""


def test_a_glossary_and_emphasis_are_asked_in_any_course() -> None:
    """Terms with their meaning on the next line, and terms in bold, become items and cards without a table."""
    made = items(passages_of(GLOSSARY, topic="markets", title="Markets"))
    kinds: dict[str, list[Item]] = {}
    for item in made:
        kinds.setdefault(item.kind, []).append(item)
    assert {item.prompt for item in kinds["term"]} == {
        f"What is meant by “{term}”?" for term in ("monopoly", "cartel", "oligopoly", "subsidy")
    }
    assert all(len(item.options) >= 3 for item in kinds["term"])
    fronts = {card.front: card.back for card in cards(passages_of(GLOSSARY, topic="markets", title="Markets"))}
    assert any("oligopoly" in front and "few large sellers" in back for front, back in fronts.items())


@pytest.mark.parametrize("separator", [": ", " - ", " — "])
def test_labels_are_read_in_any_dress(separator: str) -> None:
    """`Label: text` and `Label - text` explain a term as a bold label does."""
    rows = {"Relay": "switches a large current by a small one", "Sensor": "turns what is measured into a signal"}
    rows |= {"Actuator": "turns a signal into a movement", "Battery": "keeps charge for a night"}
    bullets = "".join(f"- {label}{separator}{text}\n" for label, text in rows.items())
    text = f"# Things\n\n## Parts\n\nA Relay, a Sensor, an Actuator and a Battery.\n\n## Kinds\n\n{bullets}"
    fronts = {card.back for card in cards(passages_of(text, topic="things", title="Things"))}
    assert any("small one" in back for back in fronts)


def test_who_somebody_was_is_asked_as_that() -> None:
    """A son, a ruler, and a sailor who kept what he saw are people; a tale of a king, and a line that rules, are none."""
    people = ("The son of Old Oak", "The 6th and the last ruler of the Reeds", "A sailor who kept a log of what he saw")
    things = ("A tale of a king and his son", "A line that rules a page", "The name of an ancient queen")
    assert all(map(is_somebody, people)) and not any(map(is_somebody, things))
    text = "# Oaks\n\n## Kin\n\n- **Old Oak:** The son of a reed that bent\n- **Young Elm:** The last ruler of many trees\n"
    text += (
        "- **Iron Ash:** A spear that the elms threw far\n\nThen Old Oak met Young Elm, and Old Oak had Iron Ash with him.\n"
    )
    fronts = {card.front for card in cards(passages_of(text))}
    assert any("ho was Old Oak?" in front for front in fronts) and any("hat is Iron Ash?" in front for front in fronts)
