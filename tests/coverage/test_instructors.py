"""An instructor's own course: nineteen files of every format, no course.yaml, no question bank; the real model.

What instructors met with it: wrong answers, refusals that reached no work list, questions glued to the one before.
"""

import shutil
from pathlib import Path

import pytest
from coverage_builders import NOON

from studybot import wiring
from studybot.api.app import create_api
from studybot.coverage.questions import asked, read_failures, read_log
from studybot.coverage.worklist import is_everyday, recheck, work_list
from studybot.ports import Embedder
from studybot.served import Served
from studybot.settings import Settings
from studybot.types import Question

BIO = Path(__file__).parents[1] / "data" / "material" / "bio"
LATER = {"19-crispr.md", "20-malaria.md"}  # what the instructor adds after learners asked for it
pytestmark = pytest.mark.slow

# The question, what its answer must say, what it must not.
ANSWERED = [
    ("Which enzyme joins Okazaki fragments?", ["Ligase"], []),
    ("Why do cells stay small?", ["volume grows with the cube"], ["| Enzyme", "Helicase"]),
    ("Which antibody crosses the placenta?", ["IgG"], ["| ---"]),
    ("At what pH do lysosomes work?", ["pH 4.5 to 5"], ["<!--", "Slide number"]),
    ("Compare mitosis and meiosis", ["diploid", "haploid"], ["data:image", "!["]),
    ("What is the overall reaction of cellular respiration?", ["6\\,CO_2"], []),
    ("How thick is the plasma membrane?", ["7 to 8 nanometres"], ["microscop"]),
    ("How long is crystal violet applied in Gram staining?", ["75 seconds"], []),
]
# Nothing of the course answers these; each was once answered with a neighbour.
UNANSWERED = [
    "How many ribosomes does a bacterium have?",
    "What is the pass mark?",
    "What is the diameter of a nuclear pore?",
    "Which drug treats malaria?",
    "What is the mechanism of CRISPR-Cas9?",
    "What is the half-life of mRNA?",
]


@pytest.fixture(scope="module")
def settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """Settings of the course before the instructor adds to it."""
    folder = tmp_path_factory.mktemp("bio")
    shutil.copytree(BIO, folder / "course", ignore=lambda _, names: LATER & set(names))
    return Settings(course=folder / "course", index=folder / "index", data=folder / "data", library="")


@pytest.fixture(scope="module")
def bio(settings: Settings, real_embedder: Embedder) -> Served:
    """The course, indexed and opened."""
    wiring.build_index(settings, embedder=lambda: real_embedder)
    return Served(settings, lambda: real_embedder)


@pytest.mark.parametrize(("question", "said", "unsaid"), ANSWERED, ids=[row[0] for row in ANSWERED])
def test_what_the_course_says_is_answered(bio: Served, question: str, said: list[str], unsaid: list[str]) -> None:
    """The answer says it, from every format, without tables, pictures or comments of somewhere else."""
    answer = bio.assistant.ask(Question(text=question))
    text = "\n".join(statement.text for statement in answer.statements)
    assert answer.outcome == "covered"
    assert [word for word in said if word not in text] == []
    assert [word for word in unsaid if word in text] == []


@pytest.mark.parametrize("question", UNANSWERED)
def test_what_the_course_does_not_say_is_refused(bio: Served, question: str) -> None:
    """No neighbour is shown as the course's answer."""
    assert bio.assistant.ask(Question(text=question)).certainty != "answered"


def test_a_question_with_its_own_subject_stands_alone(bio: Served) -> None:
    """Asked behind another one of biology, a question of biology is understood as it was typed."""
    questions = [row[0] for row in ANSWERED] + [one for one in UNANSWERED if one != "What is the pass mark?"]
    conversation = None
    for question in questions:
        turn = bio.chat.say(question, learner="c" * 32, conversation=conversation)
        conversation = turn.conversation
        assert turn.answer.understood.rstrip("?") == question.rstrip("?")


@pytest.mark.parametrize(
    "other", ["When is the exam?", "what is the weather like", "where are the slides", "who is the teacher?"]
)
def test_how_a_course_is_run_is_asked_of_nothing_before(bio: Served, other: str) -> None:
    """What learners ask about any course, and everyday talk, is no question about the enzyme before it."""
    before = bio.chat.say("Which enzyme joins Okazaki fragments?", learner="e" * 32)
    turn = bio.chat.say(other, learner="e" * 32, conversation=before.conversation)
    assert turn.answer.understood.rstrip("?") == other.rstrip("?")
    follows = bio.chat.say("how much does it cost?", learner="e" * 32, conversation=before.conversation)
    assert follows.answer.understood != "how much does it cost?"


@pytest.mark.parametrize("strange", ["What does Kubernetes do?", "What is Terraform?", "How expensive is Azure Blob storage?"])
def test_a_name_that_the_course_lacks_is_a_subject(bio: Served, strange: str) -> None:
    """A name stands alone behind any other question, whether or not the course has it."""
    before = bio.chat.say("Which enzyme joins Okazaki fragments?", learner="f" * 32)
    turn = bio.chat.say(strange, learner="f" * 32, conversation=before.conversation)
    assert (turn.answer.understood, turn.answer.statements) == (strange, ())


@pytest.mark.parametrize("question", ["When is the exam?", "when do we write the midterm exam", "When is the midterm exam?"])
def test_how_the_course_is_run_is_no_wish_for_a_quiz(bio: Served, question: str) -> None:
    """Who asks for the day of an exam gets the line of the syllabus, and no questions to practise."""
    answer = bio.assistant.ask(Question(text=question))
    assert answer.act == "answer"
    assert "17 October" in "\n".join(statement.text for statement in answer.statements)


def test_every_file_is_named_in_the_receipt(settings: Settings, bio: Served, real_embedder: Embedder) -> None:
    """Each file of the folder is read, or has a reason why not: the glossary in Excel and the scan, too."""
    receipt = wiring.build_index(settings, fresh=True, embedder=lambda: real_embedder)
    assert receipt is not None
    named = {row.source: row for row in receipt.files}
    files = {path.relative_to(settings.course).as_posix() for path in settings.course.rglob("*") if path.is_file()}
    assert files <= set(named) | {"img/cell.png"}
    assert "18 glossary.xlsx" in named
    for broken in ("15 scanned handout.pdf", "16 broken.docx", "17 empty.md"):
        assert named[broken].error


def test_an_outside_question_is_work_until_the_course_answers_it(
    settings: Settings, bio: Served, real_embedder: Embedder
) -> None:
    """Refusals of a course without a bank, those over HTTP too, are on the list, and closed by the file that was added."""
    from fastapi.testclient import TestClient

    crispr, half_life, malaria = UNANSWERED[4], UNANSWERED[5], UNANSWERED[3]
    for question in (crispr, half_life):
        bio.chat.say(question, learner="d" * 32)
    client = TestClient(create_api(bio), base_url="http://127.0.0.1", client=("127.0.0.1", 1))
    assert client.post("/api/ask", json={"question": malaria}).status_code == 200
    lines, _ = read_log(bio.store.log)
    total = asked(lines, bio.passages, bio.store.log.cited_counts()).total
    assert total.answered < total.questions
    items = work_list(read_failures(bio.store.log), bio.question_vectors, {}, passages=bio.passages)
    wanted = {text for item in items for text in item.questions}
    assert {crispr, half_life, malaria} <= wanted
    for name in LATER:
        shutil.copy(BIO / name, settings.course / name)
    wiring.build_index(settings, embedder=lambda: real_embedder)
    bio.reopen()
    closed = recheck(items, lambda asked: list(bio.assistant.ask_many(asked)), bio.store.work, at=NOON)
    done = {row.label for row in closed if row.result == "closed"}
    assert {crispr, half_life, malaria} <= done


TALK = [
    "how is the weather tomorrow",
    "what should I cook tonight",
    "who sings that song about umbrellas",
    "what's on tv tonight",
    "will there be a storm on friday",
    "how often should I walk my dog",
    "how do I iron a shirt",
    "joke please",
]
SUBJECTS = [  # of other courses: what this one might have to teach
    "how does a diesel engine work",
    "what are the symptoms of depression",
    "how long is the exam",
    "what causes inflation",
    "Which dye is applied first in Gram staining?",  # like one example of talk, by a word
    "Do chips in a gambling casino serve all three functions of money?",
    "How many people are not in the labor force?",
]


def test_everyday_talk_is_no_work(bio: Served) -> None:
    """What people say anywhere stands apart from the questions that the instructor's course leaves open, all of which stay."""
    work = [*UNANSWERED, *SUBJECTS]
    told = is_everyday([*TALK, *work], bio.question_vectors, bio.opened.backend.nearness)
    assert told == [True] * len(TALK) + [False] * len(work)
