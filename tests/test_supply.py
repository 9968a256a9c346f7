"""What studybot is made of: the same versions in both lists, a hash for each file, and a bill of materials that names them."""

import json
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PINS = {
    _pin.partition("==")[0].lower().replace("_", "-").replace(".", "-"): _pin.partition("==")[2].partition(";")[0].strip()
    for _pin in (ROOT / "constraints.txt").read_text("utf-8").splitlines()
    if "==" in _pin
}
HASHED = {
    name: (version, re.findall(r"--hash=sha256:([0-9a-f]{64})\b", rest))
    for name, version, rest in re.findall(
        r"^([a-z0-9-]+)==([^\s;]+)(.*?)(?=^[a-z0-9-]+==|\Z)", (ROOT / "hashes.txt").read_text("utf-8"), re.M | re.S
    )
}


def test_every_hash_is_of_the_version_that_was_tested() -> None:
    """What `make install-hashed` takes are the pins of constraints.txt, each with a hash; only torch has none."""
    different = {name: (version, PINS[name]) for name, (version, _) in HASHED.items() if PINS.get(name, version) != version}
    assert not different, "run 'make hashes'"
    assert all(hashes for _, hashes in HASHED.values())
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    groups = [project["dependencies"], *project["optional-dependencies"].values()]
    declared = {re.split(r"[^\w.-]", line)[0].lower().replace("_", "-").replace(".", "-") for group in groups for line in group}
    assert declared - HASHED.keys() == {"torch", "studybot"}


def test_what_builds_studybot_has_a_hash_too() -> None:
    """`make install-hashed` builds with the packages that were checked: pip must not fetch others for the build."""
    needed = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["build-system"]["requires"]
    for name, least in (line.split(">=") for line in needed):
        assert tuple(map(int, HASHED[name][0].split("."))) >= tuple(map(int, least.split(".")))
    recipe = re.search(r"^install-hashed:.*\n((?:\t.*\n)+)", (ROOT / "Makefile").read_text("utf-8"), re.M)
    assert recipe
    builds = [line for line in recipe[1].splitlines() if "--editable" in line]
    assert builds and all("--no-build-isolation" in line for line in builds)


@pytest.mark.slow
def test_the_bill_of_materials_names_what_is_installed(tmp_path: Path) -> None:
    """The command of `make sbom` lists the packages with version and licence, the same twice; it looks itself at its form."""
    bills = []
    for name in ("one.json", "two.json"):
        command = [Path(sys.executable).with_name("cyclonedx-py"), "environment", "--pyproject", ROOT / "pyproject.toml"]
        command += ["--no-validate", "--output-reproducible", "--output-file", tmp_path / name, sys.executable]
        subprocess.run(command, check=True, capture_output=True)
        bills.append((tmp_path / name).read_bytes())
    assert bills[0] == bills[1]
    listed = {part["name"].lower(): part for part in json.loads(bills[0])["components"]}
    assert {"fastapi", "gradio", "sqlalchemy", "faiss-cpu", "onnxruntime"} <= listed.keys()
    assert listed["fastapi"]["version"] == PINS["fastapi"]
    assert listed["fastapi"]["licenses"]
