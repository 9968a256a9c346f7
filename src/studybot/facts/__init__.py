"""What the course says, dug out of its form once, each fact with the spans that prove it."""

from studybot.facts.book import Facts
from studybot.facts.fact import Member, Members

__all__ = ["Facts", "Member", "Members"]
