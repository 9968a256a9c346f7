"""How a course uses its words, counted: how they are written, which lead to few topics, which labels repeat."""

import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from functools import cached_property, lru_cache
from itertools import dropwhile, pairwise

from studybot.corpus.plain import plain
from studybot.facts.language import language
from studybot.facts.written import heading, is_plural, section_key, short
from studybot.frequency import zipf_frequency
from studybot.text import STOPWORDS, any_word, sentences, spoken, squash, stem, stems, words
from studybot.types import Passage

# Bold text, tables, headings and the labels of bullets are written in title case, which says nothing of a word.
_LABELS = re.compile(r"\*\*[^*\n]+\*\*|^[|#].*$|^\s*[-*]\s+[^\n:]{1,40}:|`[^`\n]*`", re.MULTILINE)
_WORD = re.compile(r"[A-Za-z][\w'&/+-]*")
FEW = 0.1  # of the topics (or one): what stands in no more of them names its topic
COMMON = 0.15  # of the sections: a word of so many needs no explanation
MANY = 8  # topics of a course that is told apart by them
RELIABLE = 3  # times that a word must be written before its form is believed
ARTICLES = frozenset(("a", "an", "the"))
EVERYDAY = 3.3  # how common the rarest word of a name is (Zipf) that means nothing in particular
NAMED = 3  # words of what a heading asks about
AT_HOME = 0.5  # of the sections that hold a name: those of its topic
REPEATED = 2  # sections that label something so: it is an attribute (`Best for`) and no term


class Usage:
    """The words of a course, counted once."""

    def __init__(self, passages: Sequence[Passage]) -> None:
        self._forms: dict[str, Counter[str]] = defaultdict(Counter)
        self._places: dict[str, set[tuple[str, ...]]] = defaultdict(set)
        self._parts: dict[str, set[tuple[str, ...]]] = defaultdict(set)
        self._mentions: Counter[str] = Counter()
        self._labels: dict[str, set[str]] = defaultdict(set)
        self._nouns: Counter[str] = Counter()
        # A word leads to a topic; where a course has few of them, to a section.
        depth = 1 if len({passage.topic for passage in passages}) >= MANY else 2
        parts: set[tuple[str, ...]] = set()
        sections: set[tuple[str, ...]] = set()
        self._paths = {passage.path for passage in passages}
        for passage in passages:
            part = (passage.topic, *passage.path[1:depth])
            parts.add(part)
            sections.add(passage.path[:2])
            text = plain(passage.text)
            held = set(stems(text + " " + " ".join(passage.path)))
            self._mentions.update(held)
            for known in held:
                self._parts[known].add(part)
                self._places[known].add(passage.path[:2])
            self._count_forms(plain(_LABELS.sub(" ", passage.text)))
            self._count_nouns(words(text))
            for label in re.findall(r"\*\*([^*\n]{2,70}?)(?::\*\*|\*\*\s*:)", passage.text):
                self._labels[squash(label)].add(section_key(passage))
        self._sections = max(1, len(sections))
        self._number = max(1, len(parts))
        self._passages = max(1, len(passages))

    @cached_property
    def topics(self) -> set[frozenset[str]]:
        """The words by which topics are called, unless they are everyday words."""
        names = {name for title in {path[0] for path in self._paths} for name in names_of(title)}
        return {bag(name) for name in names if not is_everyday(name)}

    @cached_property
    def _titled(self) -> dict[frozenset[str], set[str]]:
        """The topics that have a heading of these words."""
        titled: dict[frozenset[str], set[str]] = defaultdict(set)
        for path in self._paths:
            for name in {name for title in path for name in names_of(title)}:
                titled[bag(name)].add(path[0])
        return titled

    def _count_forms(self, text: str) -> None:
        """Count how words are written inside of sentences, where a capital means a name."""
        for start, end in sentences(text):
            for match in list(_WORD.finditer(text, start, end))[1:]:
                self._forms[match.group().lower()][match.group()] += 1

    def _count_nouns(self, said: Sequence[str]) -> None:
        """Count for each word how often it stands as a noun, less how often as a verb, by the word in front of it."""
        spoken = language()
        verbal = spoken.auxiliaries | spoken.leave | spoken.duties | {"to"}
        nominal = (spoken.connectives | ARTICLES) - verbal - spoken.joining
        for before, word in pairwise(said):
            self._nouns.update(dict.fromkeys({word, stem(word)}, (before in nominal) - (before in verbal)))

    def is_noun(self, name: str) -> bool:
        """Whether a heading names an attribute: `Max size` does, `You manage` and `Maps` begin a sentence.

        A plural may be a verb as well, so that the course itself must use it as a noun.
        """
        said = re.sub(r"\([^)]*\)", " ", name).split()
        if not said or said[0].lower() in STOPWORDS:
            return False
        word = said[-1].lower()
        times = max(self._nouns[word], self._nouns[stem(word)])  # `management` is no verb, as `manage` is
        return times > 0 if is_plural(said[-1]) else times >= 0

    def is_verb(self, word: str) -> bool:
        """Whether a word stands where verbs do, or nowhere where nouns do."""
        return self._nouns[stem(word.lower())] <= 0

    def written(self, text: str) -> str:
        """Return a text with each word as the course mostly writes it inside of sentences: `python` as Python."""
        return _WORD.sub(lambda match: self._form(match.group()), text)

    def named(self, term: str) -> str:
        """Return a term as it stands inside a sentence: a capital that only begins one goes, those of a name stay."""
        return term if any(map(str.isupper, term[1:])) else self.written(term)

    def _form(self, word: str) -> str:
        if word in ("i", "I"):
            return "I"
        counted = self._forms.get(word.lower())
        if any(character.isupper() for character in word[1:]) or not counted or counted.total() < RELIABLE:
            return word
        best, times = counted.most_common(1)[0]
        sure = 0.9 if best.isupper() and word.islower() and word.isalpha() else 0.7  # `PUT` is a word of its own
        return best if times > sure * counted.total() else word

    def lowered(self, text: str) -> str:
        """Return a heading as it stands inside a sentence: English title case goes, except from names."""
        if spoken() != "en":
            return text
        return " ".join(self._lowered(word) for word in text.split())

    def _lowered(self, word: str) -> str:
        if not (word[:1].isupper() and word[1:].islower()):
            return word
        counted = self._forms.get(word.lower(), Counter())
        return word if 2 * counted[word] > counted.total() > 0 else word.lower()

    def is_common(self, text: str) -> bool:
        """Whether every word of a text stands all over the course, so that its meaning is no knowledge of one part."""
        known = [word for word in stems(text) if word not in STOPWORDS]
        return bool(known) and all(len(self._places[word]) >= max(4, COMMON * self._sections) for word in known)

    def names_itself(self, text: str) -> bool:
        """Whether a text holds a word that leads to few sections: it says by itself where in the course it belongs."""
        return any(self._is_rare(word) for word in stems(text))

    def _is_rare(self, word: str) -> bool:
        return word not in STOPWORDS and 0 < len(self._parts[word]) <= max(1, FEW * self._number)

    def stands_alone(self, name: str, topic: str) -> bool:
        """Whether a name needs no subject: most sections that hold it are of its topic, where it is a heading or well known.

        Well known is what several sections speak of, and what has no everyday word.
        """
        said = bag(name)
        places = set[tuple[str, ...]].intersection(*(self._places[word] for word in said)) if said else ()
        own = sum(place[0] == topic for place in places)
        headed = self._titled[said] == {topic}
        return own >= AT_HOME * len(places) and (headed or (own >= REPEATED and not any(map(is_everyday, name.split()))))

    def is_of_another(self, name: str, topic: str) -> bool:
        """Whether other topics have a heading that is called so, and this one has none: it is explained there."""
        titled = self._titled.get(bag(name), set[str]())
        return bool(titled) and topic not in titled

    def is_name(self, label: str) -> bool:
        """Whether a label is a name by its form (`gp3`, `CloudTrail`, `SNS Topic`) or since sentences write it big."""
        return any(self._is_name(word) for word in re.findall(r"[\w./-]+", label))

    def _is_name(self, word: str) -> bool:
        counted = self._forms.get(word.lower(), Counter())
        capital = sum(times for form, times in counted.items() if form[:1].isupper())
        return bool(re.search(r"\d|(?<=.)[A-Z]|[./_]", word)) or 2 * capital > counted.total() > 0

    def is_thing(self, label: str) -> bool:
        """Whether `What is …?` can be asked of a label: it is a name, or a few words that the course uses elsewhere, too."""
        said = stems(label)
        if not 1 <= len(label.split()) <= 5 or not said or any(word in STOPWORDS for word in label.lower().split()):
            return False
        return self.is_name(label) or (len(said) <= 3 and min(self._mentions[word] for word in said) >= REPEATED)

    def recurs(self, term: str) -> bool:
        """Whether all words of a term stand in several passages: what is introduced once and dropped is no term to learn."""
        return min((self._mentions[word] for word in stems(term)), default=0) >= REPEATED

    def is_attribute(self, label: str) -> bool:
        """Whether a label names an attribute of the heading above it: many sections have it, or all its words are common."""
        return len(self._labels[squash(label)]) >= REPEATED or self.is_common(label)

    def centrality(self, text: str) -> float:
        """Return how much the course speaks of a text's rarest word, 0 to 1: what is mentioned often is worth knowing."""
        counts = [self._mentions[word] for word in stems(text) if word not in STOPWORDS]
        return min(1.0, min(counts, default=0) / (0.03 * self._passages + 1))


def names_of(title: str) -> tuple[str, ...]:
    """Return what a heading calls its subject: without its gloss, without its brackets, and what stands in them."""
    bare = short(heading(title))
    if (
        bare.endswith("?")
        and 0 < len(asked := [*dropwhile(lambda word: word.lower() in STOPWORDS, bare[:-1].split())]) <= NAMED
    ):
        bare = " ".join(asked)  # of what it is called in a question: `What is …?`
    outside, inside = re.sub(r"\s*\([^)]*\)", "", bare), re.findall(r"\(([^)]+)\)", bare)
    return tuple(filter(any_word, dict.fromkeys((outside, bare, *inside))))


@lru_cache(maxsize=8192)  # every option is compared with every other
def bag(text: str) -> frozenset[str]:
    """Return the stems of a text as a set."""
    return frozenset(stems(text))


def is_everyday(name: str) -> bool:
    """Whether a name has neither a rare word of English nor an abbreviation or number."""
    return (
        not re.search(r"[A-Z]{2}|\d", name)
        and min((zipf_frequency(word, "en") for word in words(name)), default=0.0) >= EVERYDAY
    )
