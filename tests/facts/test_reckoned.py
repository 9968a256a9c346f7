from tests.fakes import passages_of

from studybot.facts.commands import commands
from studybot.facts.figures import figures


def test_how_big_a_field_is_is_no_purpose_of_a_command() -> None:
    """A name in code and a size behind it belong to an estimate, a name and a deed to a command."""
    text = "## Log\n\n- `berth` - 32 bytes\n- `cargo` - 10 KB average\n- `moor list` - show all berths that are taken\n"
    assert [command.command for command in commands(passages_of(text))] == ["moor list"]


def test_what_is_assumed_or_reckoned_with_is_no_number_to_know() -> None:
    """A line that begins with its number, or multiplies, is a step of a sum; a sentence about its heading is none."""
    text = (
        "## Locks\n\n- 4 million barges per month\n- 50 tons per barge * 4 million barges per month\n"
        "- 400 boats per second on average might be tough for a lock\n- A lock holds 12 barges at once.\n"
    )
    assert [figure.number for figure in figures(passages_of(text))] == ["12"]
