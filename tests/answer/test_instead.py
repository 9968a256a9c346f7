"""Tests of the question before, asked of another thing."""

import re

from studybot.answer.instead import of_another


def names(text: str) -> list[str]:
    """The things of a small course that a text names."""
    return re.findall(r"C\+\+|Java|S3|EBS", text)


def test_a_name_that_ends_with_a_sign_is_exchanged() -> None:
    """Whatever a name ends with, and whatever bracket stands behind it."""
    assert of_another("what about Java?", "What is C++ used for?", names) == "What is Java used for?"
    assert of_another("what about EBS?", "What are the costs (of S3)?", names) == "What are the costs (of EBS)?"
