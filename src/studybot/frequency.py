"""How common words are: what wordfreq says of each, its lists held in a tenth of the memory that it holds them in.

Its lists are read when a word is first asked for, most starts ask for none. It is imported for what is more than one plain
English word: that takes a tenth of a second, mostly for what it knows of other languages.
"""

import gzip
import math
import re
from functools import cache, lru_cache
from importlib.util import find_spec
from itertools import chain
from pathlib import Path

import numpy as np

_PLAIN = re.compile("[a-z]+")
LEAST = 1e-9  # one in a billion, which is 0 as a power of ten
DIGITS = 3  # that a frequency is known to


class Frequencies:
    """A list of words with their frequencies: 10 bytes a word, the hash of its letters and its place in the list."""

    def __init__(self, path: Path) -> None:
        import msgpack  # noqa: PLC0415

        with gzip.open(path) as file:
            _, *together = msgpack.load(file)  # words that are equally frequent, the most frequent first
        hashes = np.fromiter(map(hash, map(str.encode, chain.from_iterable(together))), dtype=np.int64)
        places = np.repeat(np.arange(len(together), dtype=np.int16), [len(words) for words in together])
        order = np.argsort(hashes)
        self._hashes, self._places = hashes[order], places[order]

    def get(self, word: str) -> float | None:
        """Return how frequent a word is; None for one that is not in the list."""
        asked = hash(word.encode(errors="surrogatepass"))
        at = int(np.searchsorted(self._hashes, asked))
        if at == len(self._hashes) or self._hashes[at] != asked:
            return None
        return float(10 ** (-int(self._places[at]) / 100))


@cache
def _frequencies(language: str, wordlist: str) -> "Frequencies | dict[str, float]":
    found = find_spec("wordfreq")
    for name in ("large", "small") if wordlist == "best" else (wordlist,):
        path = Path(str(found and found.origin)).parent / "data" / f"{name}_{language}.msgpack.gz"
        if path.is_file():
            return Frequencies(path)
    from wordfreq import get_frequency_dict  # noqa: PLC0415

    return get_frequency_dict(language, wordlist)


@lru_cache(maxsize=1 << 14)
def zipf_frequency(word: str, language: str, wordlist: str = "best") -> float:
    """Return how often a word stands among a billion, as a power of ten; of several words, how often they stand together."""
    inverse = 0.0
    for token, share in _tokens(word, language):
        frequency = _frequencies(language, wordlist).get(token)
        if frequency is None:
            return 0.0
        inverse += 1.0 / (frequency * share)
    if not inverse:
        return 0.0
    frequency = max(1.0 / inverse, LEAST)
    return round(math.log(round(frequency, math.floor(-math.log(frequency, 10)) + DIGITS), 10) + 9, 2)


def _tokens(text: str, language: str) -> list[tuple[str, float]]:
    """The words of a text as lists have them; of those that stand for all numbers of so many digits, the share of this one."""
    if language == "en" and _PLAIN.fullmatch(text):
        return [(text, 1.0)]
    from wordfreq.numbers import digit_freq, smash_numbers  # noqa: PLC0415
    from wordfreq.tokens import lossy_tokenize  # noqa: PLC0415

    tokens = [(token, smash_numbers(token)) for token in lossy_tokenize(text, language)]
    return [(listed, 1.0 if listed == token else digit_freq(token)) for token, listed in tokens]
