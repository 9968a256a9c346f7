"""Which language is spoken: the words of it that say nothing of a subject, and its ways to ask."""

import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Set
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache, wraps
from pathlib import Path
from types import MappingProxyType
from typing import Any, Concatenate, NamedTuple, ParamSpec, Protocol, TypeVar

Given = ParamSpec("Given")
Returned = TypeVar("Returned")


class Speaks(Protocol):
    """What belongs to a course in a language."""

    language: str


Speaker = TypeVar("Speaker", bound=Speaks)
_spoken: ContextVar[str] = ContextVar("language", default="en")


@contextmanager
def speaking(language: str) -> Iterator[None]:
    """Take words for those of a course's language (ISO 639-1) within this block."""
    before = _spoken.set(language)
    try:
        yield
    finally:
        _spoken.reset(before)


def in_language(method: Callable[Concatenate[Speaker, Given], Returned]) -> Callable[Concatenate[Speaker, Given], Returned]:
    """Let a method take words for those of its object's `language`."""

    @wraps(method)
    def speak(self: Speaker, /, *values: Given.args, **named: Given.kwargs) -> Returned:
        with speaking(self.language):
            return method(self, *values, **named)

    return speak


def spoken() -> str:
    """Return the language whose words are stemmed at present."""
    return _spoken.get()


CAPITAL_NOUNS = frozenset(("de", "lb"))  # languages that write every noun like a name


class FunctionWords(NamedTuple):
    """Words of a language that say nothing of a subject: what a search leaves out, what asks.

    `own` are the stop words of this language alone; `particles` part the words of a script without spaces; `defines` are the
    words by which a question asks what something is. A stem that ends as one of `endings` without it is stemmed again. Words
    `beside` are those of another language that texts in this one mix in, but for those `kept`; `frames` are ways to ask, each
    with the English one, around what stands at "{}", and `said` words between.
    """

    stopwords: frozenset[str] = frozenset()
    own: frozenset[str] = frozenset()
    kept: frozenset[str] = frozenset()
    questions: frozenset[str] = frozenset()
    particles: frozenset[str] = frozenset()
    defines: frozenset[str] = frozenset()
    endings: frozenset[str] = frozenset()
    beside: str = ""
    frames: Mapping[str, str] = MappingProxyType({})
    said: Mapping[str, str] = MappingProxyType({})


@cache
def function_words(language: str) -> FunctionWords:
    """Return the function words of a language, none at all of one that has no data file."""
    path = Path(__file__).with_name("languages") / f"{language}.json"
    if not re.fullmatch(r"[a-z]{2,3}", language) or not path.is_file():
        return FunctionWords()
    data = json.loads(path.read_text(encoding="utf-8"))
    read: dict[str, Any] = {name: frozenset(value) if isinstance(value, list) else value for name, value in data.items()}
    known = FunctionWords(**read)
    beside = function_words(known.beside)
    return known._replace(stopwords=known.stopwords | (beside.stopwords - known.kept), own=known.stopwords)


class _StopWords(Set[str]):
    """The stop words of the language that is spoken."""

    def __contains__(self, word: object) -> bool:
        return word in _of_spoken()

    def __iter__(self) -> Iterator[str]:
        return iter(_of_spoken())

    def __len__(self) -> int:
        return len(_of_spoken())

    def __or__(self, other: Set[Any]) -> Set[Any]:
        return _of_spoken() | other

    __ror__ = __or__

    @classmethod
    def _from_iterable(cls, words: Iterable[str]) -> frozenset[str]:  # type: ignore[override]
        return frozenset(words)


def _of_spoken() -> frozenset[str]:
    return function_words(_spoken.get()).stopwords or ENGLISH


ENGLISH = frozenset(function_words("en").stopwords)
STOPWORDS = _StopWords()
