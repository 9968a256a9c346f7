from studybot.study.material import material

from .conftest import passages_of

TEXT = """## Parts

A **keel** is the beam of wood along the bottom of a hull. The keel is old.

The **draught** of a boat is how deep it lies in the water. A draught is measured.

**Fenders:** Look after your own fenders, for nobody else does it.

## Work

- `moor --all` — ties every ship to the quay
- `a.txt` — names of all ships in port

## More

Keel and draught, fenders and hulls.
"""


def test_what_no_choice_asks_is_asked_openly() -> None:
    """A term without sisters, and a command, are open items that their cards' words answer; a file, or advice, is none."""
    found = material((), passages_of(TEXT), lambda _: ())
    asked = {item.prompt: item for item in found.items.values() if item.kind == "open"}
    assert asked["What is a keel?"].evidence == ("A keel is the beam of wood along the bottom of a hull.",)
    assert "What is the draught of a boat?" in asked
    assert any("ties every ship to the quay" in prompt for prompt in asked)
    assert not any("names of all ships" in prompt or "fenders" in prompt.lower() for prompt in asked)


def test_nothing_is_asked_twice() -> None:
    """No two open items ask for one place, and none asks what another item asks already."""
    found = material((), passages_of(TEXT), lambda _: ())
    places = [(item.proof.passage.id, item.proof.start, item.proof.end) for item in found.items.values() if item.kind == "open"]
    assert len(places) == len(set(places)) and places
    choices = {(item.proof.passage.id, item.proof.start, item.proof.end) for item in found.items.values() if item.options}
    assert not choices & set(places)
