import os
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from fakes import HashingEmbedder, LyingComposer, ReversingReranker, write_poisoned
from studybot import wiring
from studybot.answer.batch import Asked, answer_batch
from studybot.errors import IndexUnusable
from studybot.ports import Vectors
from studybot.served import Served
from studybot.settings import Settings
from studybot.types import Answer, Hit, Question, Understanding, Verdict


@pytest.fixture
def sure(monkeypatch: pytest.MonkeyPatch) -> None:
    """A judge that finds every question covered, whatever the model in force would say of so small a course."""
    monkeypatch.setattr("studybot.answer.assistant.judge", lambda *_: Verdict(outcome="covered", confidence=0.9))


def put(studybot: Served, **parts: object) -> None:
    """Exchange parts of the assistant."""
    for name, part in parts.items():
        assert hasattr(studybot.assistant, f"_{name}")
        setattr(studybot.assistant, f"_{name}", part)


def ask(studybot: Served, text: str, *history: Answer) -> Answer:
    """Ask a standalone question, or one within a conversation."""
    return studybot.assistant.ask(Question(text=text), history)


@pytest.mark.usefixtures("sure")
@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("what is the max timeout?", "| Max timeout | 15 minutes |"),
        ("what is EFS?", "EFS is a shared file system"),
        ("how do I create a function with aws lambda create-function", "aws lambda create-function"),
        ("zip the code", "Zip the code."),
    ],
)
def test_an_answer_is_in_the_courses_words(tiny_studybot: Served, text: str, said: str) -> None:
    """The statement that answers stands first, and every citation re-reads identically from its file."""
    answer = ask(tiny_studybot, text)
    assert said in answer.statements[0].text
    for statement in answer.statements:
        for one in statement.citations:
            file = (tiny_studybot.settings.course / one.passage.source).read_text(encoding="utf-8")
            assert file[one.start : one.end] == one.quote


@pytest.mark.usefixtures("sure")
def test_the_same_question_gives_the_same_answer(tiny_studybot: Served) -> None:
    """Asked twice, alone or among others, a question gets the same answer but for the time it took."""
    texts = ["what is EBS?", "max memory", "deploying a function", "EBS vs EFS", "EBS?"]
    questions = [Question(text=text) for text in texts]
    together = list(tiny_studybot.assistant.ask_many(questions))
    for question, other in zip(questions, together, strict=True):
        assert isinstance(other, Answer)
        alone = tiny_studybot.assistant.ask(question)
        assert alone.model_dump(exclude={"timings"}) == other.model_dump(exclude={"timings"})


@pytest.mark.usefixtures("sure")
@pytest.mark.parametrize(
    "lie",
    [
        "EBS is file storage for one EC2 instance.",
        "EBS is block storage for two EC2 instances.",
        "EBS is block storage for one EC2 instance. It is free.",
        "Everything is block storage.",
    ],
)
def test_a_lying_composer_gets_nothing_through(tiny_studybot: Served, lie: str) -> None:
    """When no statement stands in its passage the question counts as not covered, with no statement shown."""
    put(tiny_studybot, composer=LyingComposer(lie))
    answer = ask(tiny_studybot, "what is EBS?")
    assert (answer.outcome, answer.statements, answer.composer) == ("not_covered", (), "lying")
    assert answer.reason
    assert answer.hits


@pytest.mark.usefixtures("sure")
def test_truth_among_lies_is_kept(tiny_studybot: Served) -> None:
    """What is true in a draft is shown, what is not is dropped."""
    truth = ask(tiny_studybot, "what is EBS?").hits[0]
    best = truth.passage.text[truth.matches[0].start - truth.passage.start : truth.matches[0].end - truth.passage.start]
    put(tiny_studybot, composer=LyingComposer("EBS is free.", best, f"{best} Always."))
    assert [one.text for one in ask(tiny_studybot, "what is EBS?").statements] == [best]


@pytest.mark.parametrize("outcome", ["not_covered", "outside"])
def test_a_refusal_is_no_guess(tiny_studybot: Served, monkeypatch: pytest.MonkeyPatch, outcome: str) -> None:
    """When the judge says that the course does not answer, nothing is composed; what is nearest is named from the hits."""
    verdict = Verdict.model_validate({"outcome": outcome, "confidence": 0.2, "reason": "because"})
    monkeypatch.setattr("studybot.answer.assistant.judge", lambda *_: verdict)
    answer = ask(tiny_studybot, "what is EBS?")
    assert (answer.outcome, answer.statements, answer.reason, answer.confidence) == (outcome, (), "because", 0.2)
    assert set(answer.more) <= {" > ".join(hit.passage.path) for hit in answer.hits}


@pytest.mark.parametrize("text", ["", "zebra xylophone", "???", "the of and"])
def test_what_the_course_lacks_is_not_covered(tiny_studybot: Served, text: str) -> None:
    """The judge in force does not answer what shares no word with the course."""
    answer = ask(tiny_studybot, text or "qqq")
    assert answer.outcome != "covered"
    assert answer.reason


def test_many_questions_take_one_pass(tiny_studybot: Served, hashing: HashingEmbedder) -> None:
    """All questions of a call are encoded together with their parts and follow-ups; then the frame of what may be a wish."""
    history = [ask(tiny_studybot, "what is EBS?")]
    calls = len(hashing.encoded)
    questions = [Question(text="what is EFS?"), Question(text="EBS vs EFS"), Question(text="and its zone?")]
    assert len(list(tiny_studybot.assistant.ask_many(questions, [[], [], history]))) == 3
    asked, *frames = hashing.encoded[calls:]
    assert (asked, len(frames) <= 1, sum(frames) <= 3) == (1 + 3 + 2, True, True)
    assert list(tiny_studybot.assistant.ask_many([])) == []


def test_follow_ups_search_for_their_subject(tiny_studybot: Served) -> None:
    """A follow-up finds what it asks of the earlier subject; the question as typed is kept beside what was understood."""
    first = ask(tiny_studybot, "what is EBS block storage?")
    follow_up = ask(tiny_studybot, "in which zone does it live?", first)
    assert follow_up.hits[0].passage.path == ("Storage", "EBS")
    assert follow_up.question.text == "in which zone does it live?"
    assert follow_up.understood != follow_up.question.text


def test_a_misspelled_question_is_understood(tiny_studybot: Served) -> None:
    """What was understood shows the correction, and the answer is that of the correct question."""
    answer = ask(tiny_studybot, "what is the max timout of lamda?")
    assert answer.understood == "what is the max timeout of lambda?"
    assert answer.hits == ask(tiny_studybot, "what is the max timeout of lambda?").hits


def test_few_answers_are_worked_on_at_a_time(tiny_studybot: Served, monkeypatch: pytest.MonkeyPatch) -> None:
    """However many ask at once, as many answers as there are cores are worked on, and everybody gets one."""
    inside, most, lock = 0, 0, threading.Lock()
    search = tiny_studybot.backend.search

    def slow(question: Understanding, vectors: Vectors, *, k: int) -> list[Hit]:
        nonlocal inside, most
        with lock:
            inside += 1
            most = max(most, inside)
        time.sleep(0.01)
        with lock:
            inside -= 1
        return search(question, vectors, k=k)

    monkeypatch.setattr(tiny_studybot.backend, "search", slow)
    with ThreadPoolExecutor(24) as pool:
        answers = list(pool.map(lambda number: ask(tiny_studybot, f"what is EFS, {number}?"), range(24)))
    assert len(answers) == 24 and 0 < most <= max(2, os.cpu_count() or 1)


def test_a_reranker_has_the_last_word(tiny_studybot: Served) -> None:
    """With a reranker its order is the order of the hits."""
    put(tiny_studybot, reranker=None)
    before = ask(tiny_studybot, "what is EBS?").hits
    put(tiny_studybot, reranker=ReversingReranker())
    after = ask(tiny_studybot, "what is EBS?").hits
    assert [hit.passage for hit in after] == [hit.passage for hit in reversed(before)]


def test_places_to_read_on(tiny_studybot: Served) -> None:
    """`more` names at most two further sections that were found, not those whose links stand with the answer already."""
    answer = ask(tiny_studybot, "what is EBS?")
    paths = [" > ".join(hit.passage.path) for hit in answer.hits]
    assert 0 < len(answer.more) <= 2
    assert set(answer.more) <= set(paths)
    cited = {" > ".join(one.passage.path) for statement in answer.statements for one in statement.citations}
    assert cited and not cited & set(answer.more)
    assert answer.question.text not in answer.suggestions


def test_what_is_outside_names_no_place(tiny_studybot: Served) -> None:
    """A question about something else gets no nearest section, which could only be nonsense."""
    answer = ask(tiny_studybot, "zebra xylophone")
    assert (answer.outcome, answer.more, answer.suggestions) == ("outside", (), ())


def test_an_error_stands_in_its_place(tiny_studybot: Served, monkeypatch: pytest.MonkeyPatch) -> None:
    """A question that fails does not stop the others; asked alone its error is raised."""
    search = tiny_studybot.backend.search

    def fail(question: Understanding, vectors: Vectors, *, k: int) -> list[Hit]:
        if "broken" in question.text:
            raise IndexUnusable("the index is gone")
        return search(question, vectors, k=k)

    monkeypatch.setattr(tiny_studybot.backend, "search", fail)
    questions = [Question(text=text) for text in ("what is EBS?", "which zone is broken?", "what is EFS?")]
    kinds = [type(one) for one in tiny_studybot.assistant.ask_many(questions)]
    assert kinds == [Answer, IndexUnusable, Answer]
    with pytest.raises(IndexUnusable, match="gone"):
        ask(tiny_studybot, "which zone is broken?")


def test_the_time_of_each_step_is_told(tiny_studybot: Served) -> None:
    """Timings are milliseconds by the clock that was given, and sum up."""
    ticks = iter(range(100))
    put(tiny_studybot, clock=lambda: next(ticks) / 1000)
    timings = ask(tiny_studybot, "what is EBS?").timings
    assert (timings.encode, timings.search, timings.compose) == pytest.approx((1, 1, 1))
    assert timings.total == pytest.approx(3)


def test_a_batch_is_answered_in_order(tiny_studybot: Served, hashing: HashingEmbedder) -> None:
    """Lines come back in order; those of one conversation know the turns before them, in whatever order they stand."""
    asked = [
        Asked(id="3", question=Question(text="and its zone?"), conversation="a", turn=2),
        Asked(id="1", question=Question(text="what is EBS?"), conversation="a", turn=1),
        Asked(id="2", question=Question(text="what is EFS?")),
        Asked(id="4", question=Question(text="and its zone?"), conversation="b", turn=1),
        Asked(id="5", question=Question(text="and its zone?")),
    ]
    assistant = tiny_studybot.assistant
    calls = len(hashing.encoded)
    found = list(answer_batch(assistant, asked))
    assert [one.id for one, _ in found] == ["3", "1", "2", "4", "5"]
    understood = {one.id: answer.understood for one, answer in found if isinstance(answer, Answer)}
    assert understood["3"].startswith("what is EBS")
    assert understood["4"] == understood["5"] == "and its zone?"
    assert len(hashing.encoded) - calls <= 4  # what the first turns ask, what the second ones do, and frames of each


@pytest.mark.parametrize("size", [1, 2, 512])
def test_the_size_of_a_block_changes_nothing(tiny_studybot: Served, size: int) -> None:
    """A conversation goes on across blocks: however many lines are held at a time, the answers are the same."""
    texts = ["what is EBS?", "and its zone?", "what is EFS?", "and how many instances can it have?"]
    asked = [
        Asked(id=str(number), question=Question(text=text), conversation="a" if number < 2 else "b", turn=number)
        for number, text in enumerate(texts)
    ]
    found = [answer for _, answer in answer_batch(tiny_studybot.assistant, asked, size=size)]
    whole = [answer for _, answer in answer_batch(tiny_studybot.assistant, asked)]
    assert [one.understood for one in found if isinstance(one, Answer)] == [
        one.understood for one in whole if isinstance(one, Answer)
    ]
    assert len(found) == 4


@pytest.mark.usefixtures("sure")
@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script> antidote for arsenic?",
        "what is the antidote for cyanide](javascript:alert(1))",
        "'; DROP TABLE turns; -- poison",
        "which heading tells readers to ignore arsenic?",
        "which poison has a file name?",
        "charcoal ${7*7} {{7*7}}",
    ],
)
def test_a_poisoned_course_is_quoted_as_text(hashing: HashingEmbedder, tmp_path: Path, text: str) -> None:
    """Hostile texts and questions get answers whose citations re-read identically and whose leads are studybot's own."""
    settings = Settings(course=write_poisoned(tmp_path / "course"), index=tmp_path / "index", data=tmp_path / "data")
    wiring.build_index(settings)
    studybot = wiring.open_studybot(settings)
    answer = ask(studybot, text)
    assert answer.outcome == "covered"
    read = {document.id: document.text for document in studybot.documents}  # the course as it was read, markup gone
    for statement in answer.statements:
        for one in statement.citations:
            assert read[one.passage.document][one.start : one.end] == one.quote
    again = Answer.model_validate_json(answer.model_dump_json())
    assert again == answer
