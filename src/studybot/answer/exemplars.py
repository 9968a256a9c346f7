"""The utterances that acts are told by, with the other words of a tutor's talk that are data."""

import re
from functools import cache
from hashlib import sha256
from importlib.resources import files

from studybot.plain_yaml import parse_yaml
from studybot.types import Act, Value

EXEMPLARS_FILE = "acts.yaml"
EVERYDAY_FILE = "everyday.yaml"
TOKEN = re.compile(r"[^\W_]+(?:[.\-_/:'’][^\W_]+)*\+*")
SLOT = "this"


class Exemplars(Value):
    """The utterances by act, "{}" where they name a part of the course; wishes for a short answer; numbers in words; words for
    any part of a course; words that show a form; and `everyday` ones, of anything or of how a course is run, which go on
    from nothing.
    """

    acts: dict[Act, tuple[str, ...]]
    briefly: tuple[str, ...]
    numbers: dict[str, int]
    places: tuple[str, ...]
    markers: dict[str, tuple[str, ...]]
    everyday: tuple[str, ...] = ()

    @property
    def texts(self) -> list[str]:
        """All utterances of acts as they are compared."""
        return [" ".join(text.replace("{}", SLOT).lower().split()) for texts in self.acts.values() for text in texts]

    @property
    def digest(self) -> str:
        """Changes with the texts, so that vectors of other texts are not taken."""
        return sha256("\n".join([*self.texts, *self.everyday]).encode()).hexdigest()[:16]


@cache
def packaged_exemplars() -> Exemplars:
    """The exemplars that come with studybot."""
    raw, talk = (
        parse_yaml(files("studybot.answer").joinpath(name).read_text(encoding="utf-8"))
        for name in (EXEMPLARS_FILE, EVERYDAY_FILE)
    )
    aside = {name: raw.pop(name) for name in ("briefly", "numbers", "places", "markers")}
    return Exemplars(acts=raw, everyday=(*talk["talk"], *talk["studies"]), **aside)
