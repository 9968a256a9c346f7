import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fakes import passages_of, written
from studybot.corpus.plain import plain
from studybot.corpus.split import entries, split
from studybot.types import Block, Document

SENTENCE = st.text(alphabet=string.ascii_lowercase + " ", min_size=1, max_size=60).map(lambda text: f"S{text.strip()}.")
BLOCKS = st.one_of(
    st.lists(SENTENCE, min_size=1, max_size=12).map(" ".join),
    st.lists(SENTENCE, min_size=1, max_size=12).map(lambda items: "\n".join(f"- {item}" for item in items)),
    st.lists(SENTENCE, min_size=1, max_size=12).map(lambda items: "\n".join(f"1. {item}" for item in items)),
    st.lists(SENTENCE, min_size=1, max_size=8).map(
        lambda rows: "\n".join(["| a | b |", "|---|---|", *(f"| {r} | x |" for r in rows)])
    ),
    st.lists(SENTENCE, min_size=1, max_size=8).map(lambda rows: "\n".join(["```bash", *rows, "```"])),
    SENTENCE.map(lambda text: f"> **Tip:** {text}"),
    st.sampled_from(["## Part", "## Part", "### Card", "# Other"]),
)
COURSES = st.lists(BLOCKS, max_size=12).map(lambda blocks: "\n\n".join(["# Storage", *blocks]))
SIZES = st.integers(200, 1500)


def blocks_of(document: Document) -> list[Block]:
    """All blocks of a document."""
    return [block for section in document.sections for block in section.blocks]


@given(COURSES, SIZES)
def test_passages_cover_every_block_once(text: str, size: int) -> None:
    """Passages stand in order and apart; their blocks are the document's blocks, each once, cut only between its units."""
    document = written(text)
    passages = split(document, size)
    place = 0
    for passage in passages:
        assert document.text[passage.start : passage.end] == passage.text
        assert place <= passage.start
        place = passage.end
        assert (passage.blocks[0].start, passage.blocks[-1].end) == (passage.start, passage.end)
    pieces = [block for passage in passages for block in passage.blocks]
    whole = blocks_of(document)
    assert [unit for piece in pieces for unit in piece.units] == [unit for block in whole for unit in block.units]
    for block in whole:
        own = [piece for piece in pieces if block.start <= piece.start < block.end]
        assert (own[0].start, own[-1].end) == (block.start, block.end)
        assert {(piece.kind, piece.language) for piece in own} == {(block.kind, block.language)}
        assert block.kind != "table" or own == [block]


@given(COURSES, SIZES)
def test_passages_stay_within_a_section(text: str, size: int) -> None:
    """A passage lies in one section and carries its path; ids are unique and start with the topic's."""
    document = written(text)
    passages = split(document, size)
    assert len({passage.id for passage in passages}) == len(passages)
    for passage in passages:
        (owner,) = [one for one in document.sections if one.start <= passage.start and passage.end <= one.end]
        assert passage.path == owner.path
        assert passage.id.startswith("storage/")
        assert (passage.document, passage.source, passage.topic) == (document.id, "storage.md", "storage")


@given(COURSES, SIZES)
def test_entries_lead_to_their_passage(text: str, size: int) -> None:
    """Each passage has an entry of its own; each entry's span lies inside its passage, its text starts with the path."""
    document = written(text)
    passages = {passage.id: passage for passage in split(document, size)}
    found = list(entries(document, list(passages.values())))
    assert [entry.passage for entry in found if entry.kind == "passage"] == list(passages)
    for entry in found:
        passage = passages[entry.passage]
        assert passage.start <= entry.start < entry.end <= passage.end
        assert entry.text.startswith(f"{' > '.join(passage.path)}: ")
    for passage in passages.values():
        units = [(unit.start, unit.end) for block in passage.blocks for unit in block.units]
        own = [(entry.start, entry.end) for entry in found if entry.kind == "unit" and entry.passage == passage.id]
        assert set(own) <= set(units)
        assert len(own) == len(set(own))


@given(COURSES, SIZES)
def test_splitting_is_the_same_every_time(text: str, size: int) -> None:
    """The same text gives the same passages, ids included."""
    assert split(written(text), size) == split(written(text), size)


def test_sizes() -> None:
    """Blocks are packed up to the size; a long list is cut between items, a long table never."""
    sentence = "This sentence has some fifty characters in it now."
    short = passages_of("# Storage\n\n" + "\n\n".join([sentence] * 8), size=210)
    assert [len(passage.blocks) for passage in short] == [4, 4]
    items = passages_of("# Storage\n\n" + "\n".join(f"- {sentence}" for _ in range(20)), size=300)
    assert len(items) > 3
    assert all(len(passage.text) <= 450 for passage in items)
    rows = passages_of("# Storage\n\n| a |\n| --- |\n" + "\n".join(f"| {sentence} |" for _ in range(20)), size=300)
    assert len(rows) == 1


def test_a_lead_in_stays_with_what_it_introduces() -> None:
    """A short line of prose is not parted from the list or code that it introduces."""
    code = "\n".join(f"aws ec2 describe-instances --filter {number}" for number in range(7))
    (passage,) = passages_of(f"# Storage\n\nList them so:\n\n```bash\n{code}\n```\n", size=250)
    assert [block.kind for block in passage.blocks] == ["prose", "code"]
    assert passage.kind == "code"


def test_a_row_is_embedded_with_its_header() -> None:
    """A table row means nothing alone: its key names each cell by its column."""
    document = written("# Storage\n\n## Types\n\n| Type | IOPS |\n| --- | --- |\n| **gp3** | 16,000 |\n| io2 |  |\n")
    found = [entry.text for entry in entries(document, split(document, 900)) if entry.kind == "unit"]
    assert found == ["Storage > Types: Type: gp3; IOPS: 16,000", "Storage > Types: Type: io2"]


def test_a_command_is_embedded_with_the_remark_over_its_group() -> None:
    """A remark such as "# Ubuntu" holds for every command below it up to a blank line, and for none behind that."""
    code = "```bash\n# Ubuntu\napt update\napt install nginx\n\ndnf install nginx\n```\n"
    document = written(f"# Linux\n\n{code}")
    found = [entry.text for entry in entries(document, split(document, 900)) if entry.kind == "unit"]
    assert found == ["Linux: # Ubuntu apt update", "Linux: # Ubuntu apt install nginx", "Linux: dnf install nginx"]


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("**bold** and *it* and `code`", "bold and it and code"),
        ("> quoted\n> text", "quoted text"),
        ("2 * 3 * 4", "2 * 3 * 4"),
        ("a \\| b \\* c", "a | b * c"),
        ("snake_case and **$0.10**", "snake_case and $0.10"),
    ],
)
def test_plain(text: str, read: str) -> None:
    """Markup is left out of what is embedded, signs that mean something stay."""
    assert plain(text) == read
