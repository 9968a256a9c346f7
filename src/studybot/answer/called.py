"""How a sentence calls what it speaks of: "... is called a ring", "... wird Ring genannt"."""

import re
from collections.abc import Sequence

from studybot.facts.language import Language
from studybot.text import STOPWORDS, stem, stems, words

CALLED = 3  # words before the thing at a sentence's end among which one calls it so: "is known as a"
_GLOSSED = re.compile(r"(?P<name>\w[\w -]{0,60}) \((?P<what>\w+) \w+")
_BRACKETS = re.compile(r"\s*\([^()]*\)")


def is_called(thing: frozenset[str], noun: str, said: str, known: Language) -> bool:
    """Whether a text calls what it speaks of by the stems of a thing, of which one is the noun: at its end, or by its form."""
    if any(_is_framed(thing, noun, form, said) for form in known.defining):
        return True
    if any(
        glossed["what"].lower() in known.indefinite and thing == _content(words(glossed["name"])[-len(thing) :])
        for glossed in _GLOSSED.finditer(said)
    ):
        return True  # "the port sets a sea mark (a buoy)"
    ending = words(said)[-len(thing) - CALLED :]
    place = next((at for at, word in enumerate(ending) if word in known.naming), len(ending))
    closes = bool(set(ending[-1:]) & known.closing)
    before = [word for word in ending[:-1] if word not in STOPWORDS][-len(thing) :] if closes else []
    return thing in (_content(ending[place + 1 :]), _content(before))


def _content(said: Sequence[str]) -> frozenset[str]:
    return frozenset(stem(word) for word in said if word not in STOPWORDS)


def _is_framed(thing: frozenset[str], noun: str, form: str, said: str) -> bool:
    """Whether a text says what something is in a form of its language, maybe beside other names: "unter einem X (auch Y)"."""
    front, _, behind = (re.escape(part.strip()) for part in form.partition("{}"))
    found = re.search(rf"\b{front}\s+(?P<named>[^.;:]+?)\s+{behind}\b", said, re.IGNORECASE)
    names = re.split(r"[(),/]", found["named"]) if found else []
    whole = [stems(name) for name in (*names, _BRACKETS.sub("", found["named"] if found else ""))]
    return any(name[:1] and noun in name[: len(thing)] and thing <= frozenset(name) for name in whole)
