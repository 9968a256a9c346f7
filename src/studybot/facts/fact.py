"""The kinds of facts: frozen values, each with the spans of the course that say it."""

from pydantic import Field

from studybot.types import Citation, Value


class Member(Value):
    """One of a set: its name as the course writes it, and where it stands.

    A name from a heading is proved by the heading path of the passage that the citation is of, any other one by its quote.
    """

    name: str = Field(min_length=1)
    proof: Citation


class Members(Value):
    """A set that the course lists: the heading `path` it stands under, what its members are `called`, and all of them in order.

    `called` is the header of a table's first column or the lead-in of a list, "" for headings below a heading; `detail` is
    the block that says more of each member, None for headings; `before` is the paragraph directly above the members.
    """

    path: tuple[str, ...]
    called: str = ""
    members: tuple[Member, ...] = Field(min_length=2)
    detail: Citation | None = None
    before: Citation | None = None

    @property
    def are_headings(self) -> bool:
        """Whether the members are headings below the heading."""
        return self.members[0].proof.passage.path != self.path


def unit_count(citation: Citation) -> int:
    """Return how many units of its passage (sentences, items, rows) a citation holds: what a count in a lead must equal."""
    return sum(
        citation.start <= unit.start and unit.end <= citation.end for block in citation.passage.blocks for unit in block.units
    )
