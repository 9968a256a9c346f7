"""Hints: what lets anybody match a text with its label who has never opened the course."""

import re
from collections import Counter
from collections.abc import Collection, Iterator
from functools import lru_cache

from studybot.text import STOPWORDS, squash, stem, stems, words

# Beginnings of everyday words that say the same, or the opposite, to everybody. A label and a text that share a row need no
# course: what is `geographic` goes by country, and what is `virtual` is no physical key.
_THEMES = tuple(
    tuple(row.split())
    for row in (
        "geo countr contine locat place region local residen distan proxim near closer metro",
        "global worldwide world",
        "public private internal external internet",
        "virtual software physic hardware",
        "manual human person people user hand automat engineer email",
        "predict forecast anticipat future",
        "hybrid both mixed mixture combin",
        "one single 1 sole multi multipl several many",
        "minimum min least below lowest smallest never",
        "maximum max exceeds above highest largest limit rate throttl",
        "target destination",
        "source origin",
        "output export",
        "input import parameter variabl config setting",
        "memor ram",
        "cpu processor comput",
        "disk volum storag",
        "migrat move moving transfer",
        "classic legacy old deprecat",
        "delet remov recycl trash",
        "advi recommend practice",
        "missing gap absent insufficien",
        "fast quick speed rapid immediate accelerat",
        "temporar short scratch",
        "amazon aws",
        "copy copies backup snapshot replic",
        "monitor watch observ track",
        "isolat separat",
        "group collection set",
        "percent utiliz usage %",
        "count number total",
        "network traffic byte bytes",
        "protocol http https tcp udp tls webhook",
        "phone mobile smartphone sms",
        "schedul date time hour calendar cron",
        "timeout interval period second minute hour day window",
        "health unhealth ok",
        "secret password credential",
        "fail fault disaster recover standby secondary",
        "balanc distribut",
        "burst spik peak",
        "elastic resiz flexib scal",
        "team multi-user shared",
        "over more exceed excess",
        "custom you your",
        "package archive zip",
        "micro small tiny",
        "simple simplest easy basic",
        "instance instances ec2",
        "queue queues sqs",
        "dry-run dry preview",
        "bash zsh shell",
        "general balanced",
    )
)
_OF_BEGINNING = {
    beginning: tuple(place for place, row in enumerate(_THEMES) if beginning in row)
    for beginning in {known for row in _THEMES for known in row}
}
# Too short or too common to be told by their beginning: `use` is no hint to a user.
_WEAK = frozenset("per use via add set get run new end yes not non pre sub max min all any one two key file data".split())
_SHOUTED = frozenset("yes no not only never must free always all both and or do api".split())


@lru_cache(maxsize=65536)
def tells(text: str, label: str) -> bool:
    """Whether a text gives its label away or the label the text: a name, a beginning, initials or an everyday meaning."""
    return (
        bool(names(text) & names(label))
        or is_themed(text, label)
        or any(_alike(one, other) for one in _tokens(text) for other in _tokens(label))
        or (3 <= len(squash(label)) <= 5 and squash(text).startswith(squash(label)))
        or _spells(text, label)
        or _spells(label, text)
    )


def is_themed(text: str, label: str) -> bool:
    """Whether both hold words of one everyday meaning."""
    return bool(_themes(text) & _themes(label))


@lru_cache(maxsize=8192)
def names(text: str) -> frozenset[str]:
    """Return the abbreviations and numbered names of a text in lower case: `cpu` of `CPUUtilization`, `io` of `io1` and I/O."""
    capitals = re.findall(r"[A-Z]{2,}(?=[A-Z][a-z])|[A-Z]{2,}", text) + [
        squash(pair) for pair in re.findall(r"\b[A-Z]/[A-Z]\b", text)
    ]
    numbered = re.findall(r"\b[A-Za-z]+\d\w*", text)
    series = [letters for name in numbered for letters in re.findall(r"^[A-Za-z]{2,}", name)]
    return frozenset(name.lower() for name in (*capitals, *numbered, *series)) - _SHOUTED


@lru_cache(maxsize=8192)
def _tokens(text: str) -> tuple[str, ...]:
    humps = re.sub(r"(?<=[A-Z])(?=[A-Z][a-z])|(?<=[a-z])(?=[A-Z])", " ", text)
    return tuple(dict.fromkeys(word for word in words(humps) if word not in STOPWORDS and not word.isdigit()))


@lru_cache(maxsize=8192)
def _themes(text: str) -> frozenset[int]:
    said = {*words(text), *_tokens(text), *re.findall("%", text)}
    return frozenset(theme for word in said for theme in _of_word(word))


@lru_cache(maxsize=65536)
def _of_word(word: str) -> frozenset[int]:
    """The themes of a word; a short beginning must be the whole word, for `min` is no hint in `mining`."""
    begun = {word} | {word[:end] for end in range(4, len(word))} | ({"geo"} & {word[:3]})
    return frozenset(theme for beginning in begun for theme in _OF_BEGINNING.get(beginning, ()))


@lru_cache(maxsize=65536)
def _alike(one: str, other: str) -> bool:
    """Whether two words are one, begin alike, hold one another, or are a word and its short form (`mnt` and mount)."""
    short, long = sorted((one, other), key=len)
    if stem(one) == stem(other):
        return len(short) > 1
    short = stem(short) if len(short) > 3 else short
    if len(short) < 3 or short in _WEAK:
        return False
    held = short in long if len(short) >= 4 else long.startswith(short) or (len(long) <= 5 and long.endswith(short))
    begins = len(short) >= 6 and long.startswith(short[:5])
    return held or begins or (_is_short(short) and is_within(short, long))


def are_named_alike(one: str, other: str) -> bool:
    """Whether two names are made of a common word, as `Local Zones` and `Wavelength Zones` are."""
    return any(_alike(left, right) for left in _tokens(one) for right in _tokens(other))


def is_odd(name: str, others: Collection[str]) -> bool:
    """Whether all others have a word in common that the name lacks: `General Purpose` among three kinds of throughput."""
    common = set.intersection(*(set(_tokens(other)) for other in others)) if others else set()
    return bool(common - set(_tokens(name)))


def own_part(label: str, others: Collection[str]) -> str:
    """Return a label without the words that at least half of `others` have too: they are no hint at this one."""
    shared = Counter(known for other in others for known in set(stems(other)))
    common = {known for known, times in shared.items() if 2 * times >= len(others)}
    return " ".join(word for word in label.split() if not set(stems(word)) or not set(stems(word)) <= common)


def _is_short(word: str) -> bool:
    """Whether a word has hardly a vowel, as short forms have: `mnt`, `usr`, `ops`."""
    return bool(re.fullmatch(r"[a-z][b-df-hj-np-tv-xz]{2,3}", word))


def is_within(short: str, long: str) -> bool:
    """Whether the letters of `short` stand in `long` in this order, beginning with the first."""
    if not short or not long.startswith(short[0]):
        return False
    rest = iter(long)
    return all(letter in rest for letter in short)


def _spells(text: str, label: str) -> bool:
    """Whether words of a text that follow one another spell an abbreviation of the label, or two of its three letters."""
    initials = "".join(word[0].lower() for word in re.findall(r"[A-Za-z]\w*", text))
    ends = (end for known in _abbreviations(label) for end in (known, known[-2:] if len(known) == 3 else known))
    return any(end in initials for end in ends) or _is_compound(text, label)


def _abbreviations(label: str) -> Iterator[str]:
    for known in re.findall(r"[A-Z]{2,6}", label):
        if known.lower() not in _SHOUTED:
            yield known.lower()


def _is_compound(text: str, label: str) -> bool:
    """Whether a label of two letters shortens one long word, as `NS` does nameserver."""
    short = label.lower()
    return label.isupper() and len(label) == 2 and any(len(word) >= 8 and is_within(short, word) for word in words(text))


# Words that say themselves what they are; what is said about `Timeout` needs no course.
_PLAIN = frozenset(
    "action actions audit availability capacity category cost costs data default description duration encryption environment "
    "env evaluation field filter format frequency interval isolation key label latency length level limit limits location max "
    "maximum memory metadata method metric metrics min minimum missing mode name number package path percentage performance "
    "period periods port price pricing priority protocol range rate region request requests requirement retention rule rules "
    "schedule scope security setting settings size source speed statistic statistics status storage success codes tag "
    "tags threshold time timeout transfer trigger type unit url usage value variable variables version versioning versions "
    "healthy unhealthy format".split()
)


def is_plain(label: str) -> bool:
    """Whether a label is made of plain words alone, such as `Timeout` or `Health check interval`."""
    said = words(re.sub(r"\([^)]*\)", "", label))
    return any(word in _PLAIN for word in said) and all(word in _PLAIN or word in STOPWORDS for word in said)
