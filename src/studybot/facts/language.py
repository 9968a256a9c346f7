"""The function words of a language that facts and leads need; no word of any subject stands here or in the code."""

import json
from functools import cache
from importlib.resources import files

from studybot.types import Value

DEFAULT = "en"


class Language(Value):
    """Closed word classes, in lower case, and the frames in which a lead is said.

    `sorts` are nouns that ask for the members of a set, `all_of` words that ask for every member, `auxiliaries` begin a
    question of yes or no, `negators` turn a statement round (`negating_articles` a noun), `reversers` are verbs that undo or
    keep away what follows, `limits` narrow what is said, `quantifiers` say of how many it holds, `anaphors` lean on the
    sentence before (`demonstratives` wherever they stand), `connectives` join words, `copulas` say what something is,
    `conditions` begin a question about what follows from something; `poles` are pairs of opposites.
    """

    sorts: frozenset[str]
    all_of: frozenset[str]
    question_words: frozenset[str]
    auxiliaries: frozenset[str]
    negators: frozenset[str]
    negating_articles: frozenset[str]
    reversers: frozenset[str]
    limits: frozenset[str]
    quantifiers: frozenset[str]
    anaphors: frozenset[str]
    demonstratives: frozenset[str]
    connectives: frozenset[str]
    copulas: frozenset[str]
    conditions: frozenset[str]
    poles: tuple[tuple[str, str], ...]
    yes: str
    no: str
    there_are: str
    last: str


@cache
def language(code: str = DEFAULT) -> Language:
    """Return the words of a language (ISO 639-1), English for one without a file of its own."""
    folder = files("studybot.facts").joinpath("languages")
    file = folder.joinpath(f"{code}.json")
    text = (file if file.is_file() else folder.joinpath(f"{DEFAULT}.json")).read_text(encoding="utf-8")
    data = json.loads(text)
    lists = {name: frozenset(value.split()) for name, value in data["words"].items()}
    return Language(**lists, poles=tuple(tuple(pair.split()) for pair in data["poles"]), **data["frames"])


@cache
def frame_words() -> str:
    """Return the closed list of words that a lead may add to the course's, of all languages."""
    folder = files("studybot.facts").joinpath("languages")
    codes = sorted(file.name.removesuffix(".json") for file in folder.iterdir() if file.name.endswith(".json"))
    frames = [(known.yes, known.no, known.there_are.format(count="", members=""), known.last) for known in map(language, codes)]
    return " ".join(word for frame in frames for word in frame)
