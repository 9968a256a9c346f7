"""How common words are, beside what wordfreq says with its lists in full."""

import subprocess
import sys
from random import Random

import pytest
import wordfreq

from studybot.frequency import zipf_frequency

ODD = ["", "--", "10.0.0.0/16", "2019", "3,000", "don't", "user_data", "secuirty", "Größe", "i18n", "1990s", "²", "a\udcff"]
MEMORY = """
import tracemalloc
import wordfreq.tokens  # whose own tables are no list of words
from studybot.frequency import zipf_frequency
tracemalloc.start()
zipf_frequency("house", "en")
print(tracemalloc.get_traced_memory()[0])
"""


@pytest.mark.parametrize(("language", "wordlist"), [("en", "best"), ("en", "small"), ("de", "best"), ("pl", "small")])
def test_words_are_as_common_as_wordfreq_says(language: str, wordlist: str) -> None:
    """Single words, pairs and numbers have the very value that wordfreq gives, and so have words that no list has.

    "kp" and a Chinese character lie in memory as the same two bytes: a short form of the list must tell them apart.
    """
    draw = Random(7)
    listed = draw.sample(list(wordfreq.get_frequency_dict(language, wordlist)), 2000)
    pairs = [f"{first} {second}" for first, second in zip(listed, reversed(listed), strict=True)]
    texts = [*listed, *pairs, *(word[::-1] for word in listed), "kp", "\u706b", *ODD]
    assert [zipf_frequency(text, language, wordlist) for text in texts] == [
        wordfreq.zipf_frequency(text, language, wordlist) for text in texts
    ]


def test_a_list_takes_little_memory() -> None:
    """The list of English words takes 33 MB as a dictionary, in every server and every worker: here it takes under 5."""
    ended = subprocess.run([sys.executable, "-c", MEMORY], capture_output=True, text=True, check=True)
    assert int(ended.stdout) < 5_000_000
