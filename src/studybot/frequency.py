"""How common words are: what wordfreq says of each, its lists held in a tenth of the memory that it holds them in.

It is imported when a word is first asked for: that takes a quarter of a second, and most starts ask for none.
"""

import math
from functools import cache, lru_cache

import numpy as np

LEAST = 1e-9  # one in a billion, which is 0 as a power of ten
DIGITS = 3  # that a frequency is known to


class Frequencies:
    """A list of words with their frequencies: 10 bytes a word, the hash of its letters and its place in the list."""

    def __init__(self, path: str) -> None:
        from wordfreq import read_cBpack  # noqa: PLC0415

        together = read_cBpack(path)  # words that are equally frequent, the most frequent first
        hashes = np.fromiter((hash(word.encode()) for words in together for word in words), dtype=np.int64)
        places = np.repeat(np.arange(len(together), dtype=np.int16), [len(words) for words in together])
        order = np.argsort(hashes)
        self._hashes, self._places = hashes[order], places[order]

    def get(self, word: str) -> float | None:
        """Return how frequent a word is; None for one that is not in the list."""
        from wordfreq import cB_to_freq  # noqa: PLC0415

        asked = hash(word.encode(errors="surrogatepass"))
        at = int(np.searchsorted(self._hashes, asked))
        if at == len(self._hashes) or self._hashes[at] != asked:
            return None
        return float(cB_to_freq(-int(self._places[at])))


@cache
def _frequencies(language: str, wordlist: str) -> "Frequencies | dict[str, float]":
    from wordfreq import available_languages, get_frequency_dict  # noqa: PLC0415

    path = available_languages(wordlist).get(language)
    return Frequencies(path) if path else get_frequency_dict(language, wordlist)


@lru_cache(maxsize=1 << 14)
def zipf_frequency(word: str, language: str, wordlist: str = "best") -> float:
    """Return how often a word stands among a billion, as a power of ten; of several words, how often they stand together."""
    from wordfreq import freq_to_zipf  # noqa: PLC0415
    from wordfreq.numbers import digit_freq, smash_numbers  # noqa: PLC0415
    from wordfreq.tokens import lossy_tokenize  # noqa: PLC0415

    tokens = lossy_tokenize(word, language)
    inverse = 0.0
    for token in tokens:
        smashed = smash_numbers(token)  # lists have one word for all numbers of so many digits
        frequency = _frequencies(language, wordlist).get(smashed)
        if frequency is None:
            return 0.0
        inverse += 1.0 / (frequency if smashed == token else frequency * digit_freq(token))
    if not tokens:
        return 0.0
    frequency = max(1.0 / inverse, LEAST)
    return round(freq_to_zipf(round(frequency, math.floor(-math.log(frequency, 10)) + DIGITS)), 2)
