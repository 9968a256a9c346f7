"""Which language a course is in: by its script, and where several languages share one, by its words."""

import re
from collections import Counter
from collections.abc import Iterable
from functools import cache

from studybot.frequency import zipf_frequency
from studybot.text import function_words

SAMPLE = 40_000  # characters read
MOST_WORDS = 400  # different words weighed
_SCRIPTS = {
    "ja": r"[\u3040-\u30ff]",
    "ko": r"[\uac00-\ud7af]",
    "zh": r"[\u4e00-\u9fff]",
    "hi": r"[\u0900-\u097f]",
    "bn": r"[\u0980-\u09ff]",
    "ta": r"[\u0b80-\u0bff]",
    "th": r"[\u0e00-\u0e7f]",
    "ar": r"[\u0600-\u06ff]",
    "he": r"[\u0590-\u05ff]",
    "el": r"[\u0370-\u03ff]",
    "ru": r"[\u0400-\u04ff]",
}
_LATIN = ("en", "de", "es", "fr", "it", "pt", "nl")
_CODE = re.compile(r"```.*?```|`[^`\n]*`|\]\([^()]*\)|<!--[^\n]*-->", re.DOTALL)


def detect(texts: Iterable[str]) -> str:
    """Return the language (ISO 639-1) of most of the text; English where nothing tells."""
    sample = _CODE.sub(" ", " ".join(text[:SAMPLE] for text in texts)[: SAMPLE * 4])
    letters = sum(sign.isalpha() for sign in sample)
    for language, pattern in _SCRIPTS.items():
        # Kana stand in every Japanese sentence, Chinese characters in Japanese ones, too.
        if len(re.findall(pattern, sample)) * (10 if language == "ja" else 3) > letters > 0:
            return language
    counts = Counter(word for word in re.findall(r"[^\W\d_]{2,}", sample.lower()))
    common = [word for word, _ in counts.most_common(MOST_WORDS)]
    if not common:
        return "en"
    scores = {language: sum(zipf_frequency(word, language, wordlist="small") for word in common) for language in _LATIN}
    best = max(_LATIN, key=lambda language: scores[language])
    return best if scores[best] > 1.08 * scores["en"] else "en"


@cache
def is_function_word(word: str) -> bool:
    """Whether a word in lower case joins others in a language: a stop word of English, German, Spanish or French."""
    return any(word in function_words(language).stopwords for language in _LATIN)
