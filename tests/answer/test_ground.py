import pytest

from fakes import hit_on, passages_of
from studybot.answer.ground import ground
from studybot.types import Citation, Draft, Passage, Statement

PROSE, TABLE, CODE, LIST = passages_of(
    """# Storage

## Limits

A volume may have 1.5 TB. It costs less than $0.10 -- unless it is io2. If x < 5 and y != 3, the state is **not** lost.

## Table

| Type | IOPS |
| --- | --- |
| gp3 | 16,000 |
| io2 | 64,000 |

## Code

```c++
int a = 1;

int b = -2;
```

## List

- *Cheap:* st1
- Fast: io2
"""
)


def cite(passage: Passage, quote: str) -> Citation:
    """A citation of a quote in a passage."""
    start = passage.start + passage.text.index(quote)
    return Citation(passage=passage, start=start, end=start + len(quote))


def kept(text: str, *citations: Citation, found: tuple[Passage, ...] = (PROSE, TABLE, CODE, LIST)) -> bool:
    """Whether a statement passes when these passages were found."""
    draft = Draft(statements=(Statement(text=text, citations=citations),))
    return ground(draft, [hit_on(passage) for passage in found]) == draft.statements


VOLUME = cite(PROSE, "A volume may have 1.5 TB.")
STATE = cite(PROSE, "If x < 5 and y != 3, the state is **not** lost.")
GP3, IO2, HEADER = cite(TABLE, "| gp3 | 16,000 |"), cite(TABLE, "| io2 | 64,000 |"), cite(TABLE, "| Type | IOPS |")
BOTH_ROWS = cite(TABLE, "| gp3 | 16,000 |\n| io2 | 64,000 |")


@pytest.mark.parametrize(
    ("text", "citations"),
    [
        (VOLUME.quote, [VOLUME]),
        (f"  {VOLUME.quote}\n", [VOLUME]),
        (f"{VOLUME.quote} {STATE.quote}", [VOLUME, STATE]),
        (f"- {VOLUME.quote}", [VOLUME]),
        (f"12. {VOLUME.quote}", [VOLUME]),
        ("- *Cheap:* st1\n- Fast: io2", [cite(LIST, "*Cheap:* st1\n- Fast: io2")]),
        ("| Type | IOPS |\n| --- | :-: |\n| gp3 | 16,000 |", [GP3, HEADER]),
        ("| Type | IOPS |\n| --- | --- |\n| gp3 | 16,000 |\n| io2 | 64,000 |", [BOTH_ROWS, HEADER]),
        ("|  |  |\n| --- | --- |\n| gp3 | 16,000 |\n| io2 | 64,000 |", [GP3, IO2]),
        ("```c++\nint a = 1;\n\nint b = -2;\n```", [cite(CODE, "int a = 1;"), cite(CODE, "int b = -2;")]),
        ("````\nint a = 1;\n````", [cite(CODE, "int a = 1;")]),
    ],
)
def test_quotes_pass(text: str, citations: list[Citation]) -> None:
    """Quotes pass in every form that a composer may give them: bullet, number, table with its header, code block."""
    assert kept(text, *citations)


@pytest.mark.parametrize(
    ("text", "citations"),
    [
        ("A volume may have 2.5 TB.", [VOLUME]),
        ("A volume may have 15 TB.", [VOLUME]),
        ("A volume may have 1.5 MB.", [VOLUME]),
        ("A volume must have 1.5 TB.", [VOLUME]),
        ("A volume may have 1.5 TB", [VOLUME]),
        ("A volume may not have 1.5 TB.", [VOLUME]),
        ("A volume may have 1.5 TB. Trust me.", [VOLUME]),
        ("Trust me: A volume may have 1.5 TB.", [VOLUME]),
        ("a volume may have 1.5 tb.", [VOLUME]),
        ("If x > 5 and y != 3, the state is **not** lost.", [STATE]),
        ("If x < 5 and y = 3, the state is **not** lost.", [STATE]),
        ("If x < 5 and y != 3, the state is lost.", [STATE]),
        ("It costs less than 0.10", [cite(PROSE, "It costs less than $0.10")]),
        (f"{STATE.quote} {VOLUME.quote}", [VOLUME]),
        (VOLUME.quote, [VOLUME, STATE]),
        (VOLUME.quote, [STATE]),
        ("TB", [cite(PROSE, "A volume may have 1.5 TB")]),
        ("A volume may have 1.A volume may have 1.5 TB.5 TB.", [VOLUME, VOLUME]),
        ("| Type | IOPS |\n| --- | --- |\n| gp3 | 64,000 |", [GP3, HEADER]),
        ("| Type | IOPS |\n| --- | --- |\n| gp3 | 16,000 | cheap |", [GP3, HEADER]),
        ("| Type | Price |\n| --- | --- |\n| gp3 | 16,000 |", [GP3, HEADER]),
        ("```c++\nint a = 1;\nint b = 2;\n```", [cite(CODE, "int a = 1;"), cite(CODE, "int b = -2;")]),
        ("```c++\nint a = 1; // free\n```", [cite(CODE, "int a = 1;")]),
        ("Fast: io2\n- *Cheap:* st1", [cite(LIST, "*Cheap:* st1\n- Fast: io2")]),
        (VOLUME.quote, [VOLUME, cite(PROSE, " ")]),
    ],
)
def test_lies_do_not(text: str, citations: list[Citation]) -> None:
    """One altered digit, sign, word or cell, a word more or less, a citation too many: the statement is dropped."""
    assert not kept(text, *citations)


def test_only_what_was_found_is_cited() -> None:
    """A passage that was not retrieved, or is not the one retrieved under its id, proves nothing."""
    assert not kept(VOLUME.quote, VOLUME, found=(TABLE,))
    assert not kept(VOLUME.quote, VOLUME, found=())
    altered = PROSE.model_copy(update={"text": PROSE.text.replace("1.5", "9.5")})
    lie = Citation(passage=altered, start=VOLUME.start, end=VOLUME.end)
    assert lie.quote == "A volume may have 9.5 TB."
    assert not kept(lie.quote, lie)


def test_each_statement_is_judged_alone() -> None:
    """A lie is dropped and the truths beside it stay, in order."""
    true = Statement(text=VOLUME.quote, citations=(VOLUME,))
    false = Statement(text="A volume is free.", citations=(VOLUME,))
    also = Statement(text=STATE.quote, citations=(STATE,))
    assert ground(Draft(statements=(true, false, also)), [hit_on(PROSE)]) == (true, also)
    assert ground(Draft(), [hit_on(PROSE)]) == ()
