import pytest

from fakes import passages_of
from studybot.answer.nearest import about, onward, reason
from studybot.text import speaking, stems
from studybot.types import Citation, Hit, Question, Statement, Understanding

COST, ALB = passages_of(
    "# Balancing\n\n## Cost reports\n\nWhat each hour costs.\n\n## Application Load Balancer (ALB)\n\nIt works at layer 7.\n"
)
HITS = [Hit(passage=passage, rank=rank, score=1 / rank) for rank, passage in enumerate((COST, ALB), start=1)]
RARITY = {"alb": 5.0, "cost": 2.0, "hour": 3.0}


def asked(text: str) -> Understanding:
    """A question with its terms."""
    return Understanding(question=Question(text=text), text=text, terms=tuple(dict.fromkeys(stems(text))))


def rarity(term: str) -> float:
    """How rare a stem is here."""
    return RARITY.get(term, 0.0)


def test_the_section_of_the_thing_comes_first() -> None:
    """The nearest section is the one whose heading names the rarest thing asked about; without any the ranking counts."""
    assert about(asked("what does an ALB cost per hour?"), HITS, rarity)[0].passage == ALB
    assert about(asked("something else"), HITS, rarity) == HITS


def test_places_are_sections_not_cited() -> None:
    """At most two, each once, and none that the answer cites."""
    question = asked("something else")
    assert onward(question, HITS, [], rarity) == (" > ".join(COST.path), " > ".join(ALB.path))
    proof = Citation(passage=COST, start=COST.start, end=COST.end)
    assert onward(question, HITS, [Statement(text=proof.quote, citations=(proof,))], rarity) == (" > ".join(ALB.path),)


@pytest.mark.parametrize(
    ("text", "told", "said"),
    [
        (
            "what does an ALB cost per hour?",
            {"alb"},
            "The course speaks of “ALB”, but I find nothing on “cost per hour” there.",
        ),
        ("what does an ALB cost per hour?", set(), "The course speaks of “ALB cost per hour”, but does not say this."),
        ("what does a gondola cost?", set(), "I find nothing on “gondola cost” in the course."),
        ("how do I write a gondola?", {"write"}, "I find nothing on “gondola” in the course."),
        ("write a gondola", {"write"}, "I find nothing on “gondola” in the course."),
        ("how does a gondola connect to a harbour?", {"connect"}, "I find nothing on “gondola” or “harbour” in the course."),
        ("does the course cover gondolas?", set(), "I find nothing on “gondolas” in the course."),
        ("does the course cover an ALB?", {"alb"}, "The course speaks of “ALB”, but does not say this."),
        ("does the ALB cost?", {"alb", "cost"}, "The course speaks of “ALB cost”, but does not say this."),
        ("however I am sure there are many", set(), "The course does not say this."),
        (
            "what is the idle timeout of an application load balancer?",
            {"applic", "load", "balanc"},
            "The course speaks of “application load balancer”, but I find nothing on “idle timeout” there.",
        ),
        ("a b", set(), "The course does not say this."),
    ],
)
def test_the_reason_names_what_is_missing(text: str, told: set[str], said: str) -> None:
    """Words of the question as typed, in its order: those that the nearest section has, those that it lacks, no filler."""
    assert reason(asked(text), rarity, frozenset(told)) == said


def test_what_is_named_elsewhere_is_not_said_to_be_missing() -> None:
    """A thing that the course names in another place than the nearest one is named, and not explained."""
    what = asked("what is an ALB cost?").model_copy(update={"kind": "definition"})
    assert reason(what, rarity, frozenset({"cost"})) == "The course names “ALB cost”, but does not explain it."


def test_the_reason_of_a_story_names_what_is_asked() -> None:
    """What a story tells before its question is not looked for, and so not said to be missing."""
    story = asked("A fintech startup had twenty guests. What does an ALB cost?")
    told = story.model_copy(update={"asked": "What does an ALB cost?"})
    assert reason(told, rarity, frozenset({"alb"})) == "The course speaks of “ALB”, but I find nothing on “cost” there."


@pytest.mark.parametrize(
    "text",
    ["wie schreibt man eine Gondel?", "wer schreibt die Gondel", "welche Arten von Gondeln gibt es?", "gelten drei Gondeln"],
)
def test_no_verb_and_no_word_for_kinds_is_named(text: str) -> None:
    """What somebody does, and that kinds are asked for, is neither there nor missing, in whatever language it is asked."""
    with speaking("de"):
        said = reason(asked(text), rarity, frozenset(stems("schreibt Arten")))
    assert said.startswith("I find nothing on “Gondel") and said.endswith("in the course.")
