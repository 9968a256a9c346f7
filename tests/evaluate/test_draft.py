from fakes import passages_of, written
from studybot.corpus.split import split
from studybot.evaluate.check import check_dataset
from studybot.evaluate.dataset import Dataset, digest
from studybot.evaluate.draft import definitions_asked, from_course, from_refusals, unanswered_by
from studybot.facts import Facts

TEXT = """# Trees

## The oak

An oak is a tree of the beech family with acorns as fruit.

## Kinds of wood

| Kind | Hardness |
| --- | --- |
| Pine | soft |
| Beech | hard |
| Ebony | very hard |
"""


def test_questions_come_from_what_the_course_says() -> None:
    """A defining sentence and a table become questions whose quotes stand in the course, a list with all of its members."""
    document = written(TEXT)
    passages = split(document, 900)
    found = [one.case for one in from_course(passages, Facts.of(passages), 10)]
    defined, listed = found
    assert defined.question == "What is an oak?"
    assert defined.evidence[0][0].startswith("An oak is a tree")
    assert [fact[0] for fact in listed.key_facts] == ["Pine", "Beech", "Ebony"] == [one[0] for one in listed.members]
    dataset = Dataset(name="draft", digest=digest(found), cases=tuple(found), lines=(1, 2))
    assert check_dataset(dataset, {document.id: document.text}).answerable == 2


def test_some_questions_have_no_answer() -> None:
    """What people ask of anything is asked of what the course defines, where no passage that names it says so."""
    priced = "\n## The price of timber\n\nAn oak costs 900 dollars.\n"
    for text, asked in (
        (TEXT, {"Who invented an oak?", "In which year was an oak first described?", "How much does an oak cost?"}),
        (TEXT + priced, {"Who invented an oak?", "In which year was an oak first described?"}),
    ):
        passages = split(written(text), 900)
        found = unanswered_by(passages, Facts.of(passages), 10)
        assert {one.case.question for one in found} == asked
        assert not any(one.case.answerable for one in found)
    assert len(unanswered_by(passages, Facts.of(passages), 1)) == 1


def test_refusals_are_proposed_once() -> None:
    """Questions of the work list are proposed as unanswerable, each once however it was typed."""
    (one,) = from_refusals(["What is Istio?", "what is istio", "???"], 5)
    assert (one.case.kind, one.case.answerable, one.origin) == ("unanswerable", False, "work")


def test_nothing_is_proposed_of_an_empty_course() -> None:
    """A course without passages gives no questions."""
    assert from_course([], Facts(), 10) == []
    assert unanswered_by([], Facts(), 10) == []


def test_what_is_defined_is_asked_for() -> None:
    """Sentences that define what their section is called, and entries of a glossary, are asked for; several things are not."""
    text = (
        "# Ropes\n\n## Hawsers\n\nA hawser is a thick rope for mooring a ship.\n\n"
        "## Knots\n\nSome other knots that hold is a long story.\n\n"
        "## Glossary\n\n**bight:** a loop in a rope\n\n**hitches:** knots\n\n## Splices\n\nSplices are joints of ropes.\n"
    )
    passages = passages_of(text)
    assert [question for question, _ in definitions_asked(passages, "en")] == ["What is a hawser?", "What is bight?"]
