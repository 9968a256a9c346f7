"""`studybot topics`: what the course has."""

from collections import Counter
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from studybot.settings import Settings

EXAMPLES = """
studybot topics
studybot topics --passages
studybot topics --passages | grep fractions
"""


def topics(
    settings: "Settings",
    passages: Annotated[bool, typer.Option("--passages", help="List the passages of each topic too.")] = False,
) -> None:
    """List the topics of the course.

    A line has the topic's id, title, number of passages and category, in the order of the course.
    """
    from studybot import wiring

    studybot = wiring.open_studybot(settings)
    # The manifest alone tells the topics; all passages are read where they are listed.
    manifest = studybot.stored_manifest
    course = manifest.course
    counts = manifest.sizes or Counter(passage.topic for passage in studybot.passages)
    ids = max((len(topic.id) for topic in course.topics), default=0)
    titles = max((len(topic.title) for topic in course.topics), default=0)
    for topic in course.topics:
        count, category = counts.get(topic.id, 0), topic.card_category or topic.category
        typer.echo(f"{topic.id:<{ids}}  {topic.title:<{titles}}  {count:>3} passages  {category}".rstrip())
        if passages:
            for passage in studybot.passages:
                if passage.topic == topic.id:
                    typer.echo(f"  {passage.id}  {passage.kind}  {' > '.join(passage.path[1:])}".rstrip())
