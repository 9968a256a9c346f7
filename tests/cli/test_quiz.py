import json
from collections.abc import Callable, Iterator

import pytest

from studybot.served import Served
from studybot.settings import Settings
from studybot.store import Store
from studybot.study.quiz import Quiz, arrange
from studybot.wiring import open_studybot

from .conftest import Command, Ended

Play = Callable[..., Ended]


@pytest.fixture
def tiny(studybot: Command, tiny_settings: Settings) -> Served:
    """The tiny course with its index built."""
    studybot("index")
    return open_studybot(tiny_settings)


@pytest.fixture
def play(studybot: Command, tiny: Served, monkeypatch: pytest.MonkeyPatch) -> Play:
    """A function that runs a command as if a person sat there and typed; it fails when more is asked for."""

    def played(command: str, *options: object, lines: Iterator[str]) -> Ended:
        monkeypatch.setattr("studybot.cli.quiz.interactive", lambda: True)
        monkeypatch.setattr("studybot.cli.review.interactive", lambda: True)
        monkeypatch.setattr("builtins.input", lambda prompt="": _next(lines))
        return studybot(command, *options)

    return played


def _next(lines: Iterator[str]) -> str:
    try:
        return next(lines)
    except StopIteration:
        raise EOFError from None


def right(tiny: Served, seed: int, wanted: str, *, turn: int = 0) -> str:
    """Return what to type for the right answer to an item."""
    item = tiny.material.items[wanted]
    order = arrange(item, seed, turn)
    return " ".join(str(order.index(place) + 1) for place in item.right)


def listed(studybot: Command, *options: object) -> list[dict[str, object]]:
    """Return the questions of `quiz --json`."""
    return list(json.loads(studybot("quiz", "--json", *options).out)["questions"])


def test_into_a_pipe_questions_come_without_keys(studybot: Command, tiny: Served) -> None:
    """Text and JSON hold prompts and options and no key; the same seed gives the same quiz."""
    text = studybot("quiz", "--seed", 3, "-n", 2)
    assert text.status == 0 and text.out.startswith("Quiz 3\n")
    questions = listed(studybot, "--seed", 3, "-n", 2)
    assert questions == listed(studybot, "--seed", 3, "-n", 2) and len(questions) == 2
    fields = {"item", "number", "kind", "topic", "prompt", "options", "left", "code", "ordered"}
    assert all(set(one) == fields for one in questions)
    assert all(str(one["prompt"]) in text.out for one in questions)


def test_a_quiz_is_played(play: Play, tiny: Served, studybot: Command, tiny_settings: Settings) -> None:
    """A wrong answer shows the right one with its place and comes back; the answers are kept; odd input is asked again."""
    questions = [str(one["item"]) for one in listed(studybot, "--kind", "table", "--seed", 3, "-n", 3)]
    answers = [right(tiny, 3, item) for item in questions]
    wrong = answers[0][::-1] if " " in answers[0] else "1" if answers[0] != "1" else "2"
    lines = iter(["", "99", "?", wrong, answers[1], answers[2], right(tiny, 3, questions[0], turn=1), "y"])
    ended = play("quiz", "--kind", "table", "--seed", 3, "-n", 3, lines=lines)
    assert ended.status == 0
    assert "Not right. The answer:" in ended.out and "Lambda ›" in ended.out and "(missed before)" in ended.out
    assert "2 of 3 right at the first try" in ended.out and "Read again:" in ended.out
    with Store.open(tiny_settings.database_url) as store:
        assert [one.correct for one in store.practice.results("terminal")] == [False, True, True, True]
        assert len(store.cards.states("terminal")) == 1


def test_leaving_a_quiz_keeps_what_was_answered(play: Play, tiny_settings: Settings) -> None:
    """The end of the input and `q` end the quiz with its summary; without an answer nothing is said to be right."""
    assert "Nothing was answered." in play("quiz", lines=iter([])).err
    play("quiz", "--kind", "table", lines=iter(["1", "q"]))
    with Store.open(tiny_settings.database_url) as store:
        assert len(store.practice.results("terminal")) == 1


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        (("--kind", "riddle"), "no kind 'riddle'"),
        (("--topic", "lamda"), "nearest is 'lambda'"),
        (("-n", 0), "1 to 100"),
        (("--topic", "storage", "--kind", "table"), "no question fits"),
    ],
)
def test_a_quiz_that_cannot_be_made(studybot: Command, tiny: Served, options: tuple[object, ...], sentence: str) -> None:
    """A sentence says what is wrong and what to choose."""
    ended = studybot("quiz", *options)
    assert ended.status in (1, 2) and sentence in ended.err and ended.out == ""


def test_cards_are_reviewed(play: Play, tiny: Served, tiny_settings: Settings) -> None:
    """Enter shows the answer, a number rates, u takes back, r lets a card rest, and q leaves."""
    lines = iter(["", "3", "u", "", "x", "4", "r", "", "q"])
    ended = play("review", lines=lines)
    assert ended.status == 0
    assert "Taken back." in ended.err and "The card rests" in ended.err and "1 reviewed." in ended.err
    with Store.open(tiny_settings.database_url) as store:
        assert [one.rating for one in store.cards.reviews("terminal")] == [4]
        assert sum(one.suspended for one in store.cards.states("terminal")) == 1


def test_all_cards_reviewed_says_when_the_next_comes(play: Play, tiny: Served, studybot: Command) -> None:
    """The review ends by itself; the next one has nothing to do and says until when."""
    count = len(tiny.material.cards)
    ended = play("review", lines=iter(["", "4"] * count))
    assert f"{count} reviewed." in ended.err and "The next card comes back on" in ended.err
    assert "Nothing is due." in studybot("review").err


def test_waiting_cards_go_into_a_pipe(studybot: Command, tiny: Served) -> None:
    """Each waiting card is a line with its front; a topic without cards says so."""
    ended = studybot("review", "--topic", "storage")
    assert len(ended.out.splitlines()) == 2 and ended.out.startswith("new ")
    assert studybot("review", "--topic", "nowhere").status == 1


def test_a_running_quiz_names_its_repetition(play: Play, tiny: Served) -> None:
    """The number of a quiz is shown, and with it the same quiz comes again."""
    ended = play("quiz", "--seed", 8, "--kind", "order", lines=iter(["1 2 3", "n"]))
    assert "--seed 8" in ended.out
    assert Quiz(seed=8, queue=(), length=0).is_over
