"""What docs/design.md and docs/changing.md say of the code is so."""

import re
import tomllib
from pathlib import Path

import pytest

from studybot.corpus.read import READABLE

ROOT = Path(__file__).parents[1]
SOURCE = ROOT / "src" / "studybot"
CHANGING = (ROOT / "docs" / "changing.md").read_text(encoding="utf-8")
DESIGN = (ROOT / "docs" / "design.md").read_text(encoding="utf-8")
LINTER = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"]["contracts"]
LONGEST = 250  # lines of a file


def _section(number: int) -> str:
    return re.split(r"^## \d+\. ", DESIGN, flags=re.MULTILINE)[number]


def test_the_floors_are_those_that_are_checked() -> None:
    """Each row of the drawing holds the modules of one layer, in the order of the layers."""
    lines = _section(2).split("```")[1].strip("\n").split("\n")
    rows = [re.split(r" {2,}", line[13:].strip())[0] for line in lines]
    (layers,) = [contract["layers"] for contract in LINTER if contract["id"] == "floors"]
    assert [set(row.split(" | ")) for row in rows] == [set(layer.split(" | ")) for layer in layers]


def test_every_module_stands_in_the_tree() -> None:
    """The tree names every file and folder at the top of the package."""
    tree = _section(3).split("```")[1]
    modules = {path.name for path in SOURCE.iterdir() if path.suffix == ".py" or path.is_dir()}
    missing = {name for name in modules - {"__init__.py", "__pycache__"} if not re.search(rf"\b{re.escape(name)}", tree)}
    assert not missing


def test_every_owner_of_a_library_is_named() -> None:
    """The table of owners names who may import each library that has owners."""
    table = _section(2).split("| library | owner |")[1]
    owners = {owner.removeprefix("studybot.") for contract in LINTER for owner in contract.get("allowed_importers", [])}
    owners = {owner for owner in owners if "." not in owner or owner.split(".")[0] in ("index", "study")}
    assert {owner for owner in owners if f"`{owner}`" not in table} == set()


@pytest.mark.parametrize("name", ["design.md", "changing.md"])
def test_every_file_that_is_named_exists(name: str) -> None:
    """A path in code font is a file of the package, of its pages or of the repository."""
    text = (ROOT / "docs" / name).read_text(encoding="utf-8")
    paths = set(re.findall(r"`((?:\w+/)+[\w*.]+\.(?:py|json|yaml|jinja|js|md))`", text))
    assert len(paths) > 10
    assert {
        path for path in paths if not any([*SOURCE.glob(path), *SOURCE.joinpath("ui").glob(path), *ROOT.glob(path)])
    } == set()


def test_every_name_that_is_named_exists() -> None:
    """A name in code font of changing.md stands in the code, or is a target of make."""
    text = (ROOT / "docs" / "changing.md").read_text(encoding="utf-8")
    names = {name.rpartition(".")[2] for name in re.findall(r"`([A-Za-z_][\w.]*)(?:\([^`]*\))?`", text) if "." not in name[-5:]}
    code = "\n".join(path.read_text(encoding="utf-8") for path in SOURCE.rglob("*.py"))
    assert len(names) > 30
    assert {name for name in names if not re.search(rf"\b{name}\b", code)} == set()


def test_every_name_stands_where_it_is_said_to() -> None:
    """A name with a file of the package behind it ("`cut` (`shown.py`)", "`Facts` in `facts/book.py`") stands in that file."""
    said = re.findall(r"`(\w+)`(?: in |[^`]{0,2}\()`([a-z_/]+\.py)`", CHANGING + DESIGN)
    assert len(said) > 15
    wrong = [(name, file) for name, file in said if not re.search(rf"\b{name}\b", (SOURCE / file).read_text(encoding="utf-8"))]
    assert not wrong


def test_every_format_is_listed() -> None:
    """docs/formats.md names each ending of a file that is read."""
    listed = (ROOT / "docs" / "formats.md").read_text(encoding="utf-8").split("## ")[1].lower()
    assert not [ending for ending in READABLE if f"`{ending}`" not in listed]


def test_no_file_is_longer_than_a_reader_can_hold() -> None:
    """A Python file of the package has at most 250 lines; a longer one is split by noun."""
    long = {
        path.relative_to(SOURCE).as_posix() for path in SOURCE.rglob("*.py") if len(path.read_bytes().splitlines()) > LONGEST
    }
    assert long == set()


def test_no_style_outweighs_all_others_but_what_hides_or_stills() -> None:
    """`!important` stands only at what is hidden, on paper too, and at what moves for those who want no motion."""
    forced = {
        declaration.strip()
        for path in SOURCE.rglob("*.css")
        for declaration in re.findall(r"[^;{}]+!important", path.read_text(encoding="utf-8"))
    }
    assert {declaration.partition(":")[0] for declaration in forced} == {
        "display",
        "animation",
        "transition",
        "scroll-behavior",
    }
    assert all(re.search(r": (none|auto) !important$", declaration) for declaration in forced)
