import pytest

from fakes import hit_on, passages_of
from studybot.answer.aims import CLEAR, Aims
from studybot.answer.extract import ExtractiveComposer
from studybot.answer.ground import ground
from studybot.facts.language import language
from studybot.ports import Embedder
from studybot.types import Passage, Question, Understanding

TENTS = """# Camp

## Tents

```bash
camp tent-create --name north        # pitch a tent

camp tent-delete --name north        # take a tent down for good

camp tent-fold --name north          # fold a tent
```

```bash
sudo mkfs.ext4 /dev/tent             # make a file system

sudo mount /dev/tent /mnt/tent       # mount the disk

sudo umount /mnt/tent                # unmount
```

```python
lamps.start_lamps(ids=["a"])
lamps.stop_lamps(ids=["a"])
```
"""


@pytest.fixture(scope="module")
def aims(real_embedder: Embedder) -> Aims:
    """What tells directions apart, with the packaged model."""
    return Aims(real_embedder, language())


@pytest.fixture(scope="module")
def tents() -> Passage:
    """A passage whose commands make and end the same things."""
    (passage,) = passages_of(TENTS)
    return passage


def first(embedder: Embedder | None, passage: Passage, text: str, *quotes: str) -> str:
    """The first statement that answers a question, the quotes being what was found, likeliest first."""
    hits = [hit_on(passage, *quotes)]
    asked = Understanding(question=Question(text=text), text=text, kind="command")
    return ground(ExtractiveComposer(embedder=embedder).compose(asked, hits), hits)[0].text


@pytest.mark.parametrize(
    ("making", "ending"),
    [
        ("how do I hang the picture up?", "how do I take the picture down?"),
        ("how do I sign up for the mailing list", "how do I sign off from the mailing list"),
        ("how can I hook the trailer up to the car", "how can I unhook the trailer from the car"),
        ("pitch the tent", "pack the tent up and get rid of it"),
        ("how do I start the engine from a program", "how do I shut the engine down from a program"),
        ("how to give my sister the right to read it", "how to take away my sister's right to read it"),
    ],
)
def test_everyday_words_have_a_direction(aims: Aims, making: str, ending: str) -> None:
    """Phrases that no list holds go towards ending by their meaning, and their counterparts do not."""
    assert aims.wanted(ending) >= CLEAR > aims.wanted(making)


def test_only_what_asks_has_a_direction(aims: Aims) -> None:
    """What stands before the clause that asks is how things are."""
    assert (
        aims.wanted("I threw the old key away, how do I make a new one?") < CLEAR <= aims.wanted("how do I throw a key away?")
    )


def test_the_command_that_goes_the_asked_way_leads(real_embedder: Embedder, tents: Passage) -> None:
    """A wish to "get rid of" is answered by the command that deletes, and the one that creates is not shown."""
    text = first(real_embedder, tents, "how do I get rid of a tent", "camp tent-create", "camp tent-delete")
    assert "tent-delete" in text and "tent-create" not in text


def test_what_destroys_is_not_first_unless_asked_for(tents: Passage) -> None:
    """A likely command that formats or deletes stands behind the one beside it, but is found by its own word."""
    assert "mkfs" not in first(None, tents, "how do I use the disk", "sudo mkfs", "sudo mount")
    assert "mkfs" in first(None, tents, "how do I use mkfs", "sudo mkfs", "sudo mount")


def test_what_makes_something_answers_who_asks_to_make_it(real_embedder: Embedder, tents: Passage) -> None:
    """A disk is formatted by what overwrites it: who asks to create a file system gets that command, in its place."""
    text = first(real_embedder, tents, "how do I create a new file system on the disk", "sudo mkfs", "sudo mount")
    assert "mkfs" in text


def test_meaning_counts_more_than_a_word_for_one_of_two_poles(real_embedder: Embedder, tents: Passage) -> None:
    """To "take a mounted disk out" asks to unmount it, although it says "mounted"."""
    text = first(real_embedder, tents, "how can I take a mounted disk out again", "sudo mount", "sudo umount", "sudo mkfs")
    assert "umount" in text and "sudo mount" not in text and "mkfs" not in text


def test_one_of_several_lines_is_shown_alone(real_embedder: Embedder, tents: Passage) -> None:
    """Of lines in one block that do different things with the same object the one that was asked for is shown."""
    assert "start_lamps" not in first(real_embedder, tents, "how do I turn the lamps off from a script", "lamps.start_lamps")
    assert "start_lamps" in first(real_embedder, tents, "how do I turn the lamps on from a script", "lamps.start_lamps")
