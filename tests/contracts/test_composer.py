"""What every composer must do: statements that ground keeps, of hits that were given, the same every time."""

from collections.abc import Callable

import pytest

from fakes import LyingComposer, QuotingComposer, hit_on, passages_of
from studybot.answer.extract import ExtractiveComposer
from studybot.answer.ground import ground
from studybot.ports import Composer
from studybot.types import Draft, Hit, Question, QuestionKind, Understanding

TOPIC = passages_of(
    """# Storage

## EBS

EBS is block storage for one instance. A volume lives in one Zone.

## Types

| Type | IOPS | Use |
| --- | --- | --- |
| gp3 | 16,000 | Boot |
| io2 | 64,000 | Databases |

## Attach

1. Create a volume.
2. Attach it.
3. Mount it.

```bash
# Make a file system
mkfs -t ext4 /dev/xvdf
mount /dev/xvdf /data   # mount it
```

> **Exam Tip:** A volume stays in its Zone. A snapshot does not.

- *Cheap:* st1 and sc1
- Fast: io2, ≥ 64,000 IOPS
"""
)
COMPOSERS: dict[str, Callable[[], Composer]] = {"extractive": ExtractiveComposer, "quoting": QuotingComposer}
KINDS: list[QuestionKind] = ["definition", "fact", "command", "procedure", "comparison", "situation", "yes_no"]


def units() -> list[tuple[Hit, str]]:
    """A hit for each unit of the topic: that unit is the likeliest of its passage."""
    quotes = [(passage, passage.cut(unit)) for passage in TOPIC for block in passage.blocks for unit in block.units]
    return [(hit_on(passage, quote), quote) for passage, quote in quotes]


def asked(kind: QuestionKind = "fact", text: str = "what is it?") -> Understanding:
    """A question of a kind."""
    return Understanding(question=Question(text=text), text=text, kind=kind)


@pytest.fixture(params=COMPOSERS)
def composer(request: pytest.FixtureRequest) -> Composer:
    """Each composer."""
    return COMPOSERS[request.param]()


def test_nothing_found_nothing_said(composer: Composer) -> None:
    """Without hits there are no statements."""
    assert composer.compose(asked(), []) == Draft()


@pytest.mark.parametrize("kind", KINDS)
def test_every_statement_is_proved(composer: Composer, kind: QuestionKind) -> None:
    """Whatever the likeliest unit and kind of question: something is said, and all of it stands in the hits it cites."""
    for hit, quote in units():
        draft = composer.compose(asked(kind), [hit])
        assert draft.statements, quote
        assert ground(draft, [hit]) == draft.statements
        assert {one.passage for statement in draft.statements for one in statement.citations} == {hit.passage}


def test_the_likeliest_unit_is_said(composer: Composer) -> None:
    """What the search holds for the answer is part of the answer; a command that destroys, where it is asked for."""
    for hit, quote in units():
        draft = composer.compose(asked(text="what is mkfs?" if "mkfs" in quote else "what is it?"), [hit])
        assert any(quote in one.quote for statement in draft.statements for one in statement.citations)


def test_the_same_question_gets_the_same_words(composer: Composer) -> None:
    """Composing twice gives equal drafts."""
    hits = [hit.model_copy(update={"rank": rank}) for rank, (hit, _) in enumerate(units()[:4:2], start=1)]
    assert composer.compose(asked(), hits) == composer.compose(asked(), hits)
    assert composer.name == composer.name != ""


def test_a_liar_does_not_pass() -> None:
    """The lying composer keeps the port's shape and breaks its promise: nothing of it is kept."""
    hit = hit_on(TOPIC[0], "EBS is block storage")
    lies = LyingComposer("EBS is file storage for one instance.", "EBS is block storage for two instances.")
    draft = lies.compose(asked(), [hit])
    assert len(draft.statements) == 2
    assert ground(draft, [hit]) == ()
