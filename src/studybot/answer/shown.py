"""What an answer shows: statements that are proved, or why there are none."""

from collections.abc import Sequence
from typing import NamedTuple

from studybot.answer.beside import Beside
from studybot.answer.ground import ground
from studybot.answer.judge import CLOSEST, certainty_of
from studybot.answer.sides import sides
from studybot.ports import Composer
from studybot.types import Draft, Hit, Statement, Understanding, Verdict


class Shown(NamedTuple):
    """The verdict and the hits, with the statements that are shown and what studybot says in its own words."""

    verdict: Verdict
    hits: Sequence[Hit]
    statements: tuple[Statement, ...] = ()
    said: str = ""

    def is_doubtful(self, question: Understanding) -> bool:
        """Whether the sides of a comparison, each by itself, may say more than this."""
        is_close = certainty_of(self.verdict) == "closest" and not sides(question, self.hits)
        return self.verdict.outcome == "not_covered" or is_close

    def with_sides(self, beside: Beside) -> "Shown":
        """Return what is shown when the sides of a comparison were looked for."""
        if beside.statements:
            described = {hit.passage.id for hit in beside.hits}
            return Shown(
                Verdict(outcome="covered", confidence=max(self.verdict.confidence, CLOSEST)),
                [*beside.hits, *(hit for hit in self.hits if hit.passage.id not in described)],
                ground(Draft(statements=beside.statements), beside.hits),
                beside.told,
            )
        if self.verdict.outcome == "not_covered":
            return self._replace(verdict=self.verdict.model_copy(update={"reason": beside.told}))
        return self


def composed(composer: Composer, question: Understanding, hits: Sequence[Hit], verdict: Verdict) -> Shown:
    """Return what a composer makes of the hits, as far as it is proved; without proof nothing is covered."""
    if verdict.outcome != "covered":
        return Shown(verdict, hits)
    statements = ground(composer.compose(question, hits), hits)
    if statements:
        return Shown(verdict, hits, statements)
    unsaid = Verdict(outcome="not_covered", confidence=verdict.confidence, reason="The course does not say this.")
    return Shown(unsaid, hits)
