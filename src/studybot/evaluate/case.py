"""One case of a dataset: a question with what its answer must show."""

from typing import Annotated, Literal, Self

from pydantic import BeforeValidator, Field, model_validator

from studybot.evaluate.measures.leads import Polarity
from studybot.text import squash
from studybot.types import QUESTION_LIMIT, Act, Outcome, UtcTime, Value

CaseKind = Literal["fact", "table", "procedure", "command", "comparison", "definition", "scenario", "unanswerable"]


CaseGroup = Literal[
    "",
    "yes_no",
    "list",
    "which",
    "why",
    "how",
    "definition",
    "negation",
    "example",
    "scenario",
    "number",
    "act",
    "language",
    "refusal",
    "double",
    "follow_up",
]


Alternatives = Annotated[tuple[Annotated[str, Field(min_length=1)], ...], Field(min_length=1)]
Member = Annotated[Alternatives, BeforeValidator(lambda value: (value,) if isinstance(value, str) else value)]
Words = tuple[Annotated[str, Field(min_length=1)], ...]
OptionalText = Annotated[str, BeforeValidator(lambda value: "" if value is None else value)]


# Replies that answer from the course with proof; where one of them is expected, the others count as the same kind.
ANSWERING: frozenset[Act] = frozenset({"answer", "why"})


class Retrieved(Value):
    """A passage that a learner's question retrieved, as it was then."""

    passage: str
    source: str
    text: str


class Frozen(Value):
    """What studybot did when a learner's thumb went down: kept with the case, whatever the index becomes later."""

    turn: str
    at: UtcTime
    reason: str = ""
    outcome: Outcome
    answer: str = ""
    cited: tuple[str, ...] = ()
    retrieved: tuple[Retrieved, ...] = ()


class Case(Value):
    """One question with what a right answer rests on.

    `evidence` holds the required items and `key_facts` what the answer must contain, each a list of alternatives. Of a tutor's
    answer more is asked: `lead_facts` stand in its first 300 characters and `must_not_lead` does not, a yes/no question gets
    the verdict `polarity`, every one of `members` is named, and the reply is of the kind `act`. A case from feedback has
    `feedback` and may lack evidence and key facts until somebody adds them: it is run, shown, and left out of the measures.
    """

    id: str = Field(min_length=1, max_length=200)
    question: str = Field(min_length=1, max_length=QUESTION_LIMIT)
    topic: OptionalText = ""
    kind: CaseKind = "fact"
    paraphrase: bool = False
    answerable: bool = True
    evidence: tuple[Alternatives, ...] = ()
    key_facts: tuple[Alternatives, ...] = ()
    group: CaseGroup = ""
    act: Act = "answer"
    lead_facts: tuple[Alternatives, ...] = ()
    must_not_lead: Words = ()
    polarity: Polarity | None = None
    members: tuple[Member, ...] = ()
    tags: Words = ()
    conversation: OptionalText = ""
    turn: Annotated[int, BeforeValidator(lambda value: 1 if value is None else value), Field(ge=1)] = 1
    note: OptionalText = ""
    feedback: Frozen | None = None

    @property
    def labelled(self) -> bool:
        """Whether somebody has said what a right answer is."""
        return not self.answerable or bool(self.evidence or self.key_facts)

    @property
    def act_only(self) -> bool:
        """Whether nothing but the kind of reply is expected: a greeting, a quiz, a summary."""
        return self.answerable and self.act not in ANSWERING and not (self.evidence or self.key_facts)

    @property
    def unlabelled(self) -> bool:
        """Whether nobody has said yet what a right answer or reply is."""
        return not (self.labelled or self.act_only)

    @property
    def follow_up(self) -> bool:
        """Whether the question continues a conversation."""
        return self.turn > 1

    @model_validator(mode="after")
    def _fits_together(self) -> Self:
        if self.kind == "unanswerable" and self.answerable:
            raise ValueError("kind 'unanswerable' needs \"answerable\": false")
        expected = self.evidence or self.key_facts or self.lead_facts or self.members or self.polarity
        if not self.answerable and expected:
            raise ValueError("an unanswerable question has no evidence, key facts, lead facts, members or polarity")
        if self.unlabelled and self.feedback is None:
            raise ValueError("an answerable question needs evidence (quotes from the course) or key facts")
        if self.turn > 1 and not self.conversation:
            raise ValueError(f"turn {self.turn} needs the name of its conversation")
        return self

    @model_validator(mode="after")
    def _quotes_have_letters(self) -> Self:
        for number, item in enumerate(self.evidence):
            for place, quote in enumerate(item):
                if not squash(quote):
                    raise ValueError(f"evidence.{number}.{place} {quote!r} holds no letter or digit")
        if any(not variant.strip() for fact in self.key_facts for variant in fact):
            raise ValueError("a key fact is blank")
        return self
