"""Reading and splitting take time by the size of what is read: nothing looks at everything for each of its parts."""

from collections.abc import Callable

import pytest

from studybot.corpus.markdown import parse
from studybot.corpus.split import entries, split
from studybot.types import Topic
from timing import quickest

SHAPES: dict[str, Callable[[int], str]] = {
    "a line of sentences": lambda count: "This sentence has quite a few words in it. " * count,
    "a table": lambda count: "| a | b |\n|---|---|\n" + "".join(f"| row {row} | some value |\n" for row in range(count)),
    "a list": lambda count: "".join(f"- point {number} says something\n" for number in range(count)),
    "code": lambda count: "```sh\n" + "".join(f"run --it {number}\n" for number in range(count)) + "```\n",
    "headings": lambda count: "".join(f"## Heading {number}\n\nText of it.\n\n" for number in range(count)),
}


def read(text: str) -> int:
    """Parse and split a document; return how many entries it has."""
    document = parse(text, source="long.md", topic=Topic(id="long", title="Long", order=1))
    return len(list(entries(document, split(document, 900))))


@pytest.mark.long
@pytest.mark.parametrize("shape", SHAPES)
def test_a_long_document_takes_time_by_its_length(shape: str) -> None:
    """Eight times the length takes some eight times as long, never sixty-four: 250 and 2,000 of everything."""
    short, few = quickest(lambda: read("# Long\n\n" + SHAPES[shape](250)))
    long, many = quickest(lambda: read("# Long\n\n" + SHAPES[shape](2_000)), goes=2)
    assert many > 6 * few
    assert long < 32 * short
