"""A quiz item: a prompt, options, the key, and the span of the course that proves the key."""

from hashlib import sha256
from typing import Literal, Self, get_args

from pydantic import Field, model_validator

from studybot.corpus.plain import plain
from studybot.facts.written import bare
from studybot.text import squash
from studybot.types import Citation, Value

ItemKind = Literal[
    "table", "term", "command", "number", "true_false", "order", "compare", "match", "mistake", "exercise", "open"
]
KINDS: tuple[ItemKind, ...] = get_args(ItemKind)
TRUE_FALSE = ("True", "False")


class Item(Value):
    """One question with its key; it never leaves the server whole.

    `right` holds the index of the right option; for `order` the indexes of all options in their right order, for `match`
    those that belong to the labels in `left`; for `open` it is empty and `proof` is the answer. `evidence` are the texts
    that stand in the proof, in this order. Items of one `fact` ask for the same thing in other words. `code` says that the
    options are commands. `notes` say of each option what the course says of it, and `worth` (0 to 1) how much it is worth
    to know.
    """

    id: str
    kind: ItemKind
    topic: str
    prompt: str = Field(min_length=1)
    options: tuple[str, ...] = ()
    left: tuple[str, ...] = ()
    right: tuple[int, ...] = ()
    evidence: tuple[str, ...] = Field(min_length=1)
    proof: Citation
    fact: str
    code: bool = False
    notes: tuple[str, ...] = ()
    worth: float = 0.5

    @model_validator(mode="after")
    def _askable(self) -> Self:
        if len({squash(option) or option for option in self.options}) < len(self.options):
            raise ValueError(f"item {self.prompt!r} has the same option twice")
        if self.kind != "open" and (len(self.options) < 2 or not self.right):
            raise ValueError(f"item {self.prompt!r} has no options or no key")
        if any(not 0 <= index < len(self.options) for index in self.right):
            raise ValueError(f"item {self.prompt!r} has a key outside its options")
        return self

    @property
    def key(self) -> str:
        """The right answer as text: the option, or the steps in order."""
        if self.left:
            return "; ".join(f"{label} — {self.options[index]}" for label, index in zip(self.left, self.right, strict=True))
        return " → ".join(self.options[index] for index in self.right) if self.options else self.proof.quote


def open_item(id: str, prompt: str, proof: Citation, fact: str, *, evidence: tuple[str, ...] = (), worth: float = 0.5) -> Item:
    """Return an item that a learner answers in their own words; `evidence` is all of its proof where none is given."""
    given = evidence or (proof.quote,)
    topic = proof.passage.topic
    return Item(id=id, kind="open", topic=topic, prompt=prompt, evidence=given, proof=proof, fact=fact, worth=worth)


def is_proved(evidence: tuple[str, ...], proof: Citation) -> bool:
    """Whether each text of `evidence` stands in the cited span, one behind the other, letter by letter."""
    quote, after = squash(plain(bare(proof.quote))), 0
    for text in evidence:
        wanted = squash(text)
        found = quote.find(wanted, after)
        if found < 0 or not wanted:
            return False
        after = found + len(wanted)
    return True


def identity(*parts: str) -> str:
    """Return a short id made from the parts: the same parts give the same id."""
    return sha256("\x1f".join(parts).encode()).hexdigest()[:16]


def fact_key(section: str, label: str) -> str:
    """Return what a fact is known by within the course: its section and the letters of its label."""
    return f"{section}#{squash(label)[:60]}"
