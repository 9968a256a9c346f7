"""The pages' scripts joined: one file with what every page shares, and one for each page, so that a slow line waits once.

The scripts stay ES modules that run as they are; joined they share one scope, so that names at the top of a file
are its page's (a test holds that none stands there twice).
"""

import re
from functools import cache
from importlib.resources import files
from posixpath import dirname, join, normpath

HEADER = "frame/header.js"  # the script of what every page has
_COMMON = (HEADER, "frame/html.js", "frame/files.js")  # what it does not need itself, and several pages do
_IMPORT = re.compile(r'^import (?:\{([^}]*)\} from )?"(\.[^"]+)";\n', re.MULTILINE)
_LIST = re.compile(r"^export \{([^}]*)\};\n", re.MULTILINE)
_MARK = re.compile(r"^export (?=(?:async )?(?:function|const|let|class)\b)", re.MULTILINE)
_NAME = re.compile(r"^export (?:async )?(?:function|const|let|class) ([\w$]+)", re.MULTILINE)


def static(name: str) -> str:
    """Return the text of a script, style or picture, named by its room: "ask/ask.js"."""
    return files("studybot.ui").joinpath(*name.split("/")).read_text(encoding="utf-8")


@cache
def graph(*entries: str) -> tuple[str, ...]:
    """Return the scripts that some need, in the order in which a browser runs them: what is imported comes first."""
    ordered: dict[str, None] = {}
    begun: set[str] = set()

    def visit(script: str) -> None:
        if script not in begun:
            begun.add(script)
            for _, place in _IMPORT.findall(static(script)):
                visit(_beside(script, place))
            ordered[script] = None

    for entry in entries:
        visit(entry)
    return tuple(ordered)


@cache
def shared() -> str:
    """Return what every page has, as one module that offers all names of its scripts."""
    scripts = graph(*_COMMON)
    names = sorted({name for script in scripts for name in _exported(static(script))})
    return f"{_joined(scripts)}export {{ {', '.join(names)} }};\n"


@cache
def page(entry: str, address: str) -> str:
    """Return a page's own scripts as one module; what it shares with other pages comes from `address`."""
    common = graph(*_COMMON)
    own = tuple(script for script in graph(entry) if script not in common)
    wanted = sorted(
        {
            " ".join(name.split())
            for script in own
            for names, place in _IMPORT.findall(static(script))
            if _beside(script, place) in common
            for name in names.split(",")
            if name.strip()
        }
    )
    return f'import {{ {", ".join(wanted)} }} from "{address}";\n{_joined(own)}'


def _joined(scripts: tuple[str, ...]) -> str:
    return "".join(f"// {script}\n{_MARK.sub('', _LIST.sub('', _IMPORT.sub('', static(script))))}" for script in scripts)


def _exported(text: str) -> list[str]:
    listed = [name.strip() for names in _LIST.findall(text) for name in names.split(",")]
    return [*filter(None, listed), *_NAME.findall(text)]


def _beside(script: str, place: str) -> str:
    return normpath(join(dirname(script), place))
