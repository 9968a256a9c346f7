"""Options whose value may be left out: `--json` alone means standard output, `--json FILE` a file."""

from collections.abc import Sequence
from typing import Any

from typer.core import TyperCommand

from studybot.cli.written import STANDARD_OUTPUT

OPTIONAL = ("--json", "--csv", "--log")


class MayStandAlone(TyperCommand):
    """A command whose OPTIONAL options write to standard output when no file follows them."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Read the arguments, the values left out filled in."""
        return super().parse_args(ctx, filled(args))


def filled(arguments: Sequence[str]) -> list[str]:
    """Return the arguments with "-" behind each of OPTIONAL that the end or another option follows."""
    given = list(arguments)
    found: list[str] = []
    for place, one in enumerate(given):
        found.append(one)
        alone = place + 1 == len(given) or (given[place + 1].startswith("-") and given[place + 1] != STANDARD_OUTPUT)
        if one in OPTIONAL and alone:
            found.append(STANDARD_OUTPUT)
    return found
