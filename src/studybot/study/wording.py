"""How questions are worded: what a fact is asked as, and which headings stand in front of it."""

import re
from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from functools import lru_cache

from studybot.corpus.plain import plain
from studybot.facts.columns import Cell
from studybot.facts.language import language
from studybot.facts.shape import measure
from studybot.facts.usage import Usage, bag, is_everyday, names_of
from studybot.facts.written import DOES, GLOSSARY, STEP, heading, is_plural, short, uncounted
from studybot.shown import capital
from studybot.study.counted import counted
from studybot.study.phrase import backward, called, describes, forward, how_many, is_somebody, is_value
from studybot.study.rivals import Encode, Meanings, Rivals
from studybot.text import spoken, stems, words
from studybot.types import Passage

SMALL = 20  # questions of a bank from which nothing can be counted


class Wording(Usage):
    """Questions in the words of a course; `usual` are its numbers by what they count."""

    def __init__(self, passages: Sequence[Passage]) -> None:
        super().__init__(passages)
        self.usual = counted(plain(passage.text) for passage in passages)
        self._meanings: Meanings | None = None

    def measure(self, encode: Encode | None) -> None:
        """From now on compare the meanings of facts by their vectors; without them all facts of one column are rivals."""
        self._meanings = Meanings(encode) if encode else None

    def read(self, texts: Sequence[str]) -> None:
        """Make the vectors of many texts at once, which takes half the time."""
        if self._meanings is not None:
            self._meanings(texts)

    def rivals(self, cells: Sequence[Cell], beside: Collection[Cell] = (), *, defined: bool = False) -> Rivals:
        """Return which of the facts that stand side by side may be taken for one another; some stand in other topics."""
        return Rivals(cells, self._meanings, beside, defined=defined)

    def subject(self, path: Sequence[str], text: str, *, torn: bool = False) -> str:
        """Return the headings that say what `text` is about, empty where the text says so itself.

        A text that is `torn` out of a list leans on its heading, whatever words it has.
        """
        titles = [short(heading(title)) for title in path if not title.endswith("?")] or [short(heading(path[0]))]
        said, own = set(stems(text)), {word for title in titles for word in stems(title) if self._is_rare(word)}
        if torn and set(stems(titles[-1])) <= said:
            return titles[-2] if len(titles) > 2 else ""
        if not torn and any(stems(title) and set(stems(title)) <= said for title in titles):
            return ""
        if not torn and (said & own or (len(said) <= 4 and self.names_itself(text))):
            return ""
        return self._under(titles)

    def explicit(self, question: str, path: Sequence[str], name: str, *, means: bool = True) -> str:
        """Return a question about a name so that it says by itself what it is about.

        A name whose heading says whose it is (`Dock Gates` for `gates`) is called as there. Its subject stands in front of
        one that does not stand alone, and has no word of its headings, nor (where one asks what it `means`) of a topic.
        """
        for title in names_of(path[-1]):
            whose = re.fullmatch(rf"(.+) {re.escape(name)}", title, re.IGNORECASE)
            if whose and all(map(self.is_name, whose[1].split())):
                return title.join(re.split(re.escape(name), question, maxsplit=1, flags=re.IGNORECASE))
        named, said = bag(name), bag(question)
        titles = [title for title in map(names_of, path) if named not in map(bag, title) and not title[0].endswith("?")]
        own = {word for title in titles for word in bag(title[0]) if self._is_rare(word)}
        headed = any(bag(one) <= said for title in titles for one in title if not is_everyday(one))
        begun = any(question.startswith(short(heading(title))) for title in path)
        shared = own & named or (means and (bag(path[0]) & named or any(topic <= named for topic in self.topics)))
        sort = re.search(rf"\bthe (?:\w+ )?(\w+) {re.escape(name)}", question)
        listed = sort is not None and sort[1] in language().sorts and any(map(is_everyday, name.split()))
        alone = headed or shared or self.stands_alone(name, path[0])
        if not titles or begun or (alone and not listed):  # of which types `the type Large X` is one, its table says
            return question
        subject = self._under([title[0].partition(": ")[0] for title in titles])
        if bag(subject) <= said:
            return question
        asks = words(question)[0] in language().question_words | language().auxiliaries
        return f"{subject}: {question[0].lower() if asks else question[0]}{question[1:]}"

    def _under(self, titles: Sequence[str]) -> str:
        """The deepest heading, alone where it leads to few sections or names the topic; else with one above that does."""
        last, topic = titles[-1], set(stems(titles[0]))
        if self.names_itself(last) or topic & set(stems(last)) or len(titles) == 1:
            return last
        above = next((title for title in reversed(titles[:-1]) if self.names_itself(title)), titles[0])
        return f"{above}, {last}"

    def what(self, path: Sequence[str], label: str, row: str = "", says: str = "") -> str:
        """Return the question for what a label means: names stand alone, other labels belong to their heading."""
        bare = short(label)
        if row and called(row, bare) != bare:
            return self.ask(path, f"what is {called(row, bare)}", f"{row} {bare}")
        verb, whole = "are" if is_plural(bare) else "is", bare if uncounted(label) == label else label
        if self.is_name(whole) and not self.is_attribute(whole):
            # A few big words (`General Purpose`) name one of its list alone; an abbreviation or a coined word stands by itself.
            alone = bool(re.search(r"[A-Z]{2}|\d|[a-z][A-Z]|/", re.sub(r"\([^)]*\)", "", bare)))
            question = f"who was {bare}" if is_somebody(says) else f"what {verb} {bare}"
            return self.ask(path, question, bare, torn=not alone)
        attribute = self.is_attribute(bare)
        subject, named = self.subject(path, "" if attribute else bare), self.lowered(bare)
        question = f"what {verb} the {named}" if attribute else f"what is meant by “{named}”"
        return sentence(f"{subject}: {question}" if subject else question) + "?"

    def front(self, path: Sequence[str], name: str, label: str, row: str = "", *, says: str = "") -> str:
        """Return the question for what a row (`row` is what rows are called) or a list says under `name` of a label.

        It asks how many there are where it `says` a number.
        """
        if name == GLOSSARY:
            is_name = self.is_name(label) and not label.islower()
            asks = "Who was" if is_somebody(says) else "What are" if is_plural(label) else "What is"
            return f"{asks} {label}?" if is_name else f"What is meant by “{label}”?"
        if describes(name):
            return self.what(path, label, row, says)
        noun = self.is_noun(name)
        if noun and is_plural(name) and measure(says) == "count" and spoken() == "en":
            thing = called(row, short(label))
            return self.ask(path, how_many(self.lowered(name), thing), f"{row} {label}")
        if row and called(row, label) != label:
            thing = called(row, f"“{label}”" if is_value(name) else short(label))
            question = (
                f"what is the value of {thing}" if is_value(name) else forward(self.lowered(name), thing, noun=noun, many=False)
            )
            return self.ask(path, question, f"{row} {label}")
        # `Value` says nothing: the label is asked for itself, and belongs to its heading.
        about = "" if name == STEP or (is_value(name) and not self.is_name(label)) else label
        # A label of several words is written as its author did: it may be a name (`Python Standard`).
        named = self.lowered(label) if not self.is_name(label) and (is_value(name) or " " not in label) else label
        question = forward(self.lowered(name), named, noun=noun, many=False if name == DOES else None)
        # An everyday word (`spread`) is a name under its heading alone.
        return self.ask(
            path, question, about, torn=bool(about) and " " not in label and not self.is_name(label) and name != DOES
        )

    def back(self, path: Sequence[str], name: str, row: str, value: str) -> str:
        """Return the question for the row that has a value under `name`; a value leans on its heading."""
        question = backward(row, self.lowered(name), value, noun=self.is_noun(name))
        return sentence(question) + "?" if name == GLOSSARY else self.ask(path, question, row, torn=True)

    def ask(self, path: Sequence[str], question: str, about: str, *, torn: bool = False) -> str:
        """Return a whole question, with its subject in front where `about` does not say which part of the course is meant."""
        subject = self.subject(path, about, torn=torn)
        return sentence(f"{subject}: {question}" if subject else question) + "?"


def asks(questions: Iterable[str]) -> frozenset[str]:
    """Return the words with which whole questions of a bank begin: each opens several, and one in a hundred."""
    opened = Counter(first for text in questions for first in text.lower().split()[:1])
    return frozenset(word for word, times in opened.items() if times > 1 + 0.01 * opened.total() or opened.total() < SMALL)


@lru_cache(maxsize=4096)
def sentence(text: str) -> str:
    """Return a text with a capital first letter; a name such as `io1` stays as it is written."""
    first = text.partition(" ")[0]
    return text if any(character.isdigit() for character in first) else capital(text)
