from studybot.study.topics import course_map, grid
from studybot.types import Topic

from .conftest import passages_of

BREAD = "# Bread\n\n## Dough\n\nDough rests beside the Yeast (Y1) for a day.\n\n"
BREAD += "## Oven\n\nThe oven is hot, and YEAST dies in it.\n\n## Crust\n\nNothing is said of anything else here.\n"
YEAST = "# Yeast (Y1)\n\n## Growth\n\nIt grows in warm water.\n\n## Use\n\nBread needs it.\n"


def test_topics_refer_to_those_that_several_of_their_sections_name() -> None:
    """A name counts in any case, a short one as it is written; one section alone makes no reference."""
    topics = [Topic(id="bread", title="Bread", order=1), Topic(id="yeast", title="Yeast (Y1)", order=2)]
    passages = passages_of(BREAD, topic="bread", title="Bread") + passages_of(YEAST, topic="yeast", title="Yeast (Y1)")
    bread, yeast = course_map(grid(topics, passages), passages)
    assert bread.refers == (("yeast", 2),) and yeast.refers == ()
    assert [place.title for place in bread.sections] == ["Dough", "Oven", "Crust"]
    assert [place.passage for place in yeast.sections] == [one.id for one in passages if one.topic == "yeast"]
