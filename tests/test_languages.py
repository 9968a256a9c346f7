"""German, Spanish, French, Hindi and Chinese courses are asked, practised and covered in their words, by the packaged model."""

import shutil
from pathlib import Path

import pytest

from studybot import wiring
from studybot.coverage.decide import decide
from studybot.coverage.syllabus import Objective
from studybot.ports import Embedder
from studybot.served import Served
from studybot.settings import Settings
from studybot.types import Question

COURSES = Path(__file__).parent / "data" / "languages"
pytestmark = pytest.mark.slow

# What is asked, and what the first two lines of the answer say.
ASKED = {
    "de": (
        ("Was ist die Beute?", "ist der Kasten"),
        ("Wie viel Futter braucht ein Volk für den Winter?", "15 Kilogramm"),
        ("Warum öffnet man die Beute im Winter nicht?", "die Wärme entweicht"),
        ("Welche Teile hat die Beute?", "Boden, Brutraum, Honigraum und Deckel"),
    ),
    "es": (
        ("¿Qué es la masa madre?", "es un cultivo de levaduras"),
        ("¿A qué temperatura se hornea el pan?", "230 grados"),
        ("¿Qué proteína tiene la harina de fuerza?", "13 %"),
        ("¿Cómo se llama el reposo de la mezcla?", "autólisis"),
    ),
    "fr": (
        ("Qu'est-ce que la présure ?", "est une enzyme"),
        ("Qu’est-ce que le petit-lait ?", "qui s'écoule du caillé"),
        ("Pourquoi brosse-t-on la croûte à l'eau salée ?", "le sel éloigne les moisissures"),
    ),
    "hi": (
        ("हरी चाय कितने मिनट में बनती है?", "2 मिनट"),
        ("पत्तियाँ सुबह क्यों तोड़ी जाती हैं?", "ताज़ी होती हैं"),
        ("असम में पहला बाग़ान कब लगाया गया था?", "1837"),
    ),
    "zh": (
        ("什么是紫砂壶？", "宜兴出产的陶壶"),
        ("绿茶用多少度的水冲泡？", "80度"),
        ("绿茶为什么不能用开水冲泡？", "开水会烫坏叶子"),
        ("绿茶可以保存多久？", "保存一年"),
    ),
}
REFUSED = {
    "de": ("Wie viele Staaten hat Amerika?", "Was kostet ein Glas Honig?", "Wie wählt man einen Computer aus?"),
    "es": ("¿Cuál es la capital de Perú?", "¿Cuánto cuesta un horno nuevo?"),
    "fr": ("Qui a inventé le téléphone ?", "Combien coûte un crottin ?"),
    "hi": ("कॉफ़ी कैसे बनती है?", "भारत की राजधानी क्या है?"),
    "zh": ("咖啡怎么做？", "中国的首都是哪里？"),
}
# An objective that the course teaches, and one that it does not.
OBJECTIVES = {
    "de": ("Teile der Beute", "Gewerbesteuer"),
    "es": ("Tipos de harina", "Contabilidad"),
    "fr": ("Le caillage", "La comptabilité"),
    "hi": ("मसाला चाय", "लेखांकन"),
    "zh": ("茶的种类", "会计学"),
}


@pytest.fixture(scope="module", params=sorted(ASKED))
def studybot(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, real_embedder: Embedder) -> Served:
    """A small course in one language, indexed and opened as every other one."""
    own = tmp_path_factory.mktemp(request.param)
    shutil.copytree(COURSES / request.param, own / "course")
    settings = Settings(course=own / "course", index=own / "index", data=own / "data")
    receipt = wiring.build_index(settings)
    assert receipt is not None and receipt.language == request.param
    return wiring.open_studybot(settings)


def test_questions_are_answered_first(studybot: Served) -> None:
    """What the course says in the question's language is answered, and the first two lines of the answer say it."""
    for text, said in ASKED[studybot.settings.course.parent.name.rstrip("0123456789")]:
        answer = studybot.assistant.ask(Question(text=text))
        first = " ".join(statement.text for statement in answer.statements[:2])
        assert said in first, (text, answer.outcome, first)
        assert not first.startswith(("Yes", "No"))


def test_what_the_course_does_not_say_is_refused(studybot: Served) -> None:
    """A question of another subject, and one for a price that is not there, get no answer."""
    for text in REFUSED[studybot.settings.course.parent.name.rstrip("0123456789")]:
        assert studybot.assistant.ask(Question(text=text)).outcome != "covered", text


def test_the_quiz_asks_in_the_course_s_words(studybot: Served) -> None:
    """Tables and steps become questions without English sentences around the course's words, each with its proof."""
    made = studybot.material.items.values()
    assert len([item for item in made if item.kind == "table"]) >= 5
    assert any(item.kind == "order" for item in made)
    assert not any("what is the" in item.prompt.lower() or " has the " in item.prompt for item in made)


def test_a_syllabus_is_covered_in_its_language(studybot: Served) -> None:
    """What a section teaches is covered, what the course never speaks of is not."""
    taught, absent = OBJECTIVES[studybot.settings.course.parent.name.rstrip("0123456789")]
    objectives = [Objective(text=taught, line=1), Objective(text=absent, line=2)]
    labels = [finding.label for finding in decide(objectives, studybot.embedder, studybot.backend, reader=studybot.reader)]
    assert labels[0] != "none" and labels[1] == "none"
