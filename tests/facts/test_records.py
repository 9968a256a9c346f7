from studybot.corpus.markdown import parse
from studybot.corpus.split import split
from studybot.facts.records import records
from studybot.types import Topic


def test_records_that_are_shown_again_and_again_are_data() -> None:
    """A table of which every row stands in three places is the state of something; one that is shown once is not."""
    rows = "| Boat | Owner |\n| --- | --- |\n| Gull | Ann |\n| Tern | Bob |\n"
    told = "| Knot | Use |\n| --- | --- |\n| Bowline | a loop that holds |\n| Reef knot | two ropes of one make |\n"
    text = f"## First\n\n{rows}\n## Then\n\n{rows}\n## Last\n\n{rows}\n## Knots\n\n{told}"
    found = split(parse(text, source="boats.md", topic=Topic(id="boats", title="Boats", order=1)), 900)
    places = records(found)
    tables = [(passage, block) for passage in found for block in passage.blocks if block.kind == "table"]
    assert [(passage.id, block.start) in places for passage, block in tables] == [True, True, True, False]
