"""What a part of the material is for, told by its heading, the name of its box, its opening words or its file."""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

import yaml

if TYPE_CHECKING:  # see marks
    from studybot.types import Role

_NUMBERING = re.compile(r"^(?:[\W_]|\d+(?:\.\d+)*[.)\s])+")
_AND = re.compile(r"\s+(?:and|&|und|y|et)\s+|\s*[/,]\s*")
_BEHIND = re.compile(r"\s*(?:[:.–—-]\s|\d|#|\().*$")


@cache
def _data() -> dict[str, Any]:
    text = files("studybot.corpus").joinpath("roles.yaml").read_text(encoding="utf-8")
    return dict(yaml.safe_load(text))


@cache
def _by_heading() -> dict[str, Role]:
    roles: tuple[Role, ...] = ("objective", "exercise", "reference", "administrative")
    return {phrase: role for role in roles for phrase in _data()[role]}


def heading_role(title: str) -> Role:
    """Return the role that a heading or the name of a box gives to what stands under it."""
    bare = re.sub(r"[*_`]", "", title).strip().lower().replace("’", "'")[:200]
    bare = _NUMBERING.sub("", bare).rstrip(" :.!")
    role = _by_heading().get(bare) or _by_heading().get(_BEHIND.sub("", bare)) or _joint_role(bare)
    return role or ("exercise" if bare.endswith(tuple(f" {words}" for words in _data()["ending"])) else "teaching")


def _joint_role(bare: str) -> Role | None:
    """The role that both sides of a heading have: "References and further reading"."""
    sides = {_by_heading().get(side.strip()) for side in _AND.split(bare)}
    return sides.pop() if len(sides) == 1 and _AND.search(bare) else None


@cache
def _going_on() -> re.Pattern[str]:
    words = "|".join(sorted(map(re.escape, _data()["going_on"]), key=len, reverse=True))
    return re.compile(rf"[\s:–—-]*(?:\(\s*(?:{words}|\d+(?:\s*(?:/|of)\s*\d+)?)\s*\)|\b(?:{words}))[\s.…]*$", re.IGNORECASE)


def begun(title: str) -> str:
    """Return the title under which a part began that goes on under this one: "Sets (cont.)", "Sets (2/3)"."""
    return _going_on().sub("", title).strip() or title


@cache
def _parts() -> re.Pattern[str]:
    words = "|".join(map(re.escape, _data()["parts"]))
    return re.compile(rf"(?:{words})(?:\s+(?:of|for|to|von|zu|de|para|à)\s.*|[^\w]*\d.*|[^\w]*)", re.IGNORECASE)


def belongs_above(title: str) -> bool:
    """Whether a title names a part of what stands above it: "Example 3", "Solution of Exercise 2"."""
    return bool(_parts().fullmatch(title.strip()))


def box_role(name: str) -> Role:
    """Return the role that the name of a fenced box or admonition gives to what stands in it."""
    bare = re.sub(r"[-_]", " ", name.strip().lower())
    boxes: dict[str, Role] = _data()["boxes"]
    known = (one for one in (boxes.get(name.strip().lower()), boxes.get(bare.removesuffix("s"))) if one)
    return next(known, heading_role(bare) if (role := heading_role(name)) == "teaching" else role)


def file_role(stem: str) -> Role:
    """Return the role of a whole file by its name: a licence teaches nothing."""
    return "administrative" if stem.lower() in _data()["files"] else "teaching"


@cache
def name_role(name: str) -> Role:
    """Return the role of a file or folder by its name: an exercise sheet, what is said of the course, or a lecture.

    A number in front is a place among the lectures.
    """
    stem = re.sub(r"\.\w+$", "", name).lower()
    bare = " ".join(re.findall(r"[^\W\d_]+", stem))
    if stem[:1].isdigit() or not bare:
        return "teaching"
    told = file_role(stem) if bare not in _data()["sheets"] else "exercise"
    return told if told != "teaching" else heading_role(bare)


def announces(text: str) -> bool:
    """Whether a paragraph announces objectives ("By the end of this section, you will be able to:")."""
    return text.strip().lower().startswith(tuple(_data()["announcing"]))


def demanding() -> tuple[str, ...]:
    """Return the words with which tasks begin."""
    return tuple(_data()["demanding"])


def offers_choice(text: str) -> bool:
    """Whether a paragraph asks to choose ("Which of the following is false?"): one of the options behind it is untrue."""
    asks = text.rstrip("*_ ").endswith(("?", "？")) or "__" in text.replace("\\", "")
    return asks and any(phrase in text.lower() for phrase in _data()["choosing"])
