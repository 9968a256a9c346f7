"""scripts/page.py: Node and its packages are there when they are needed, and a missing registry is said."""

import importlib.util
import json
import shutil
import subprocess
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def script(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """The script, looking at a repository of its own in `tmp_path` in which nothing is installed."""
    spec = importlib.util.spec_from_file_location("page_script", ROOT / "scripts" / "page.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    for name in ("package.json", "package-lock.json", ".npmrc"):
        shutil.copy(ROOT / name, tmp_path)
    monkeypatch.setattr(module, "ROOT", tmp_path)
    monkeypatch.setattr(module, "MODULES", tmp_path / "node_modules")
    monkeypatch.setattr(module, "NOTE", tmp_path / "node_modules" / ".installed")
    monkeypatch.setattr(module, "LOCK", tmp_path / "package-lock.json")
    return module


def test_node_comes_with_the_packages_of_development(script: ModuleType) -> None:
    """Node and npm run without anything on the machine but the wheel."""
    program, npm = script.node()
    done = subprocess.run([program, npm, "--version"], capture_output=True, text=True, check=True)
    assert done.stdout.strip()


def test_without_a_registry_the_check_fails_with_a_sentence(
    script: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    """What could not be installed is no pass: the status says so, and the words say what to do."""
    monkeypatch.setattr("sys.argv", ["page.py"])
    for name, value in {"registry": "http://127.0.0.1:9/", "cache": str(tmp_path / "cache"), "fetch_retries": "0"}.items():
        monkeypatch.setenv(f"npm_config_{name}", value)
    assert script.main() == 1
    assert "were not checked" in capfd.readouterr().err
    assert not script.NOTE.exists()


def test_what_is_installed_is_installed_once(script: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is fetched while the lock is the one that was installed from; another lock installs anew."""
    ran: list[object] = []

    def noted(command: list[str], **_: object) -> subprocess.CompletedProcess[str]:
        ran.append(command)
        script.MODULES.mkdir(exist_ok=True)
        return subprocess.CompletedProcess(command, 0)

    monkeypatch.setattr(script.subprocess, "run", noted)
    assert script.install() and script.install()
    assert len(ran) == 1
    script.LOCK.write_text("{}", encoding="utf-8")
    assert script.install()
    assert len(ran) == 2


def test_what_fails_is_shown_and_counts(script: ModuleType, capsys: pytest.CaptureFixture[str]) -> None:
    """A check that fails shows its words and makes the whole fail, one that passes is silent."""
    program, _ = script.node()
    fails = [program, "-e", "console.log('line 3 is wrong'); process.exit(1)"]
    assert script.run({"good": [program, "-e", "console.log('all is well')"], "bad": fails}) == 1
    said = capsys.readouterr().out
    assert "line 3 is wrong" in said and "all is well" not in said and "failed: bad" in said


def test_the_lock_names_no_registry() -> None:
    """The packages are pinned by version and content, and come from whatever registry a machine uses."""
    lock = json.loads((ROOT / "package-lock.json").read_text(encoding="utf-8"))
    packages = [package for name, package in lock["packages"].items() if name]
    assert packages and all("resolved" not in package and package["integrity"] for package in packages)
    wanted = json.loads((ROOT / "package.json").read_text(encoding="utf-8"))["devDependencies"]
    assert all(lock["packages"][f"node_modules/{name}"]["version"] == version for name, version in wanted.items())
