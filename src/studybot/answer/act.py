"""What kind of reply a learner wants, told by exemplar utterances: the nearest kind, a question unless one is clearly nearer.

Texts are compared by the embedding model (in any language that it carries) and by the words they share with an exemplar, as
typed and, unless that is far from all, with the course's own names taken out: "quiz me on sums" is the frame "quiz me on this".
"""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from importlib.resources import files
from io import BytesIO
from itertools import groupby

import numpy as np
from numpy.typing import NDArray

from studybot.answer.exemplars import SLOT, TOKEN, Exemplars
from studybot.answer.manners import without_manners, without_wish
from studybot.answer.names import without_place
from studybot.answer.understand import of_course
from studybot.facts.language import language
from studybot.ports import Embedder, Vectors
from studybot.spelled import british
from studybot.text import STOPWORDS, spoken, stem, stems, words
from studybot.types import Act

VECTORS_FILE = "acts.npz"
MARGIN = 0.03  # how much nearer than a question an act must be
LEAST = 0.37  # how near at least: what is like nothing is a question
WORDS = 0.3  # weight of shared words against the embedding
TYPED = 0.4  # weight of the text as typed against the text without the course's names
SECOND = 0.5  # weight of an act's second nearest exemplar against its nearest
RUN = 0.05  # taken off for each further name of the course: an act speaks of one thing
STRANGE = 0.15  # the same for an act that speaks of nothing of the course: "who made you" is not asked of a table
FAR = 0.25  # below what an act must have: of 2,372 wishes that name things of a course none is .17 below it as typed
REST = 0.03  # taken off for each word that no exemplar of the act has
FRAMING = 2  # exemplars that use a word from which it is no name of the course's, although the course has it as one
ALONE = 0.6  # cosine to an everyday utterance: of 330 turns that go on from others none comes beyond 0.51
INDEFINITE = frozenset(("a", "an"))  # what stands behind one is a thing, and no wish
MOST = 10  # questions that are given at once


def exemplar_vectors(embedder: Embedder, exemplars: Exemplars) -> Vectors:
    """Return the exemplars' vectors: those packaged when they are this embedder's, else encoded now."""
    packed = np.load(BytesIO(files("studybot.answer").joinpath(VECTORS_FILE).read_bytes()))
    if str(packed["made_by"]) == f"{embedder.name} {exemplars.digest}":
        return np.asarray(packed["vectors"], dtype=np.float32)
    return embedder.encode([*exemplars.texts, *exemplars.everyday])


class Acts:
    """Tells acts apart for one course, whose names are the stems of its headings."""

    def __init__(self, exemplars: Exemplars, vectors: Vectors, names: frozenset[str]) -> None:
        self._numbers, self._names = exemplars.numbers, names
        self._vectors, self._everyday = np.split(vectors, [len(exemplars.texts)])
        self._acts: tuple[Act, ...] = tuple(exemplars.acts)
        self._of = np.array([self._acts.index(act) for act, texts in exemplars.acts.items() for _ in texts])
        self._words = {act: _vocabulary(texts) for act, texts in exemplars.acts.items()}
        self._places = frozenset(place.lower() for place in exemplars.places)
        self._slots = {act: max(text.count("{}") for text in texts) for act, texts in exemplars.acts.items()}
        used = Counter(word for texts in exemplars.acts.values() for text in texts for word in _vocabulary([text]))
        self._frame = frozenset(word for word, times in used.items() if times >= FRAMING)
        self._plain = frozenset(
            text.replace("{}", SLOT)
            for text in exemplars.acts["answer"]
            if text.count("{}") == 1 and len(text.split()) > FRAMING
        )
        self._lexicon = _Lexicon(exemplars.texts)
        self._shared = self._lexicon.rows(exemplars.texts)

    def masked(self, text: str) -> str:
        """Return a text with each run of the course's names, and a part of it by its number, as one word."""
        masked: list[str] = []
        for token in TOKEN.findall(without_place(text, self._places, SLOT)):
            word = SLOT if self._is_name(token) else token.lower()
            if word != SLOT or masked[-1:] != [SLOT]:
                masked.append(word)
        return " ".join(masked)

    def recognise(self, texts: Sequence[str], typed: Vectors, encode: Callable[[Sequence[str]], Vectors]) -> list[Act]:
        """Return the act of each text, given their vectors without a wish for a short answer.

        A text that is far from every act as typed, as most questions are, is not encoded again without the names.
        """
        told = [self._likeliest(text, row) for text, row in zip(texts, typed, strict=True)]
        near = [place for place, (_, beyond) in enumerate(told) if beyond > -FAR]
        masked = [self.masked(without_wish(texts[place])) for place in near]
        for place, row in zip(near, encode(masked) if masked else [], strict=True):
            told[place] = self._likeliest(texts[place], (1 - TYPED) * row + TYPED * typed[place])
        acts: list[Act] = [act if beyond > 0 else "answer" for act, beyond in told]
        return [act if without_wish(text) else "shorter" for act, text in zip(acts, texts, strict=True)]

    def _likeliest(self, text: str, row: NDArray[np.float32]) -> tuple[Act, float]:
        """The likeliest act of a text that is no question, and how far its score is beyond what it must have."""
        text = without_wish(text)
        if not text or self._asks_plainly(text):
            return "answer", -1.0
        said = self._lexicon.rows([self.masked(text)])[0]
        spoken = np.flatnonzero(said)  # a handful: a product over all words wakes a thread, which takes longer than the answer
        shared = self._shared[:, spoken] @ said[spoken]
        scores = self._nearest((1 - WORDS) * (self._vectors @ row) + WORDS * shared)
        runs, rest = self._unexplained(text)
        for place, act in enumerate(self._acts[1:], start=1):
            beyond = sum(word not in self._words[act] for word in rest)
            strange = RUN if self._slots[act] else STRANGE
            scores[place] -= strange * max(0, runs - self._slots[act]) + REST * beyond
        best = int(np.argmax(scores[1:])) + 1
        return self._acts[best], float(scores[best] - max(LEAST, scores[0] + MARGIN))

    def goes_on_from_nothing(self, typed: NDArray[np.float32]) -> bool:
        """Whether a text, by its vector, is everyday talk or of how a course is run, whatever was said before it."""
        return bool(len(self._everyday)) and float((self._everyday @ typed).max()) >= ALONE

    def _asks_plainly(self, text: str) -> bool:
        """Whether a text is a question's exemplar around a name, "what is a query", whatever acts are made with its words.

        So is one for what the course says of a thing.
        """
        said = [token.lower() for token in TOKEN.findall(text)]
        frame = [word if word in STOPWORDS else SLOT for word in said if word not in INDEFINITE]
        told = len(frame) < len(said) or not set(said) - STOPWORDS <= self._frame
        if of_course(text) != text:
            return True
        return told and " ".join(word for word, _ in groupby(frame)) in self._plain

    def slot(self, text: str, act: Act) -> str:
        """Return what an utterance is about, as typed: its words without those that the act's exemplars are made of.

        Those are told by their stems, and of a word for any part of a course nothing is told. A letter alone ("can u ...") says
        nothing unless the course has it as a name.
        """
        aside = self._words[act] | self._places | language(spoken()).auxiliaries
        frame = frozenset(map(stem, aside))
        tokens = [
            token
            for token, ends_name in self._told(without_manners(text))
            if not token.isdigit() or (ends_name and self._is_name(token))
        ]
        capital = [token.isupper() and not text.isupper() for token in tokens]  # HAVING is no everyday word
        said = [
            self._is_name(token) or (len(token) > 1 and (is_name or not set(stems(token)) <= frame))
            for token, is_name in zip(tokens, capital, strict=True)
        ]
        own = [place for place, says in enumerate(said) if says]
        return " ".join(tokens[own[0] : own[-1] + 1]) if own else ""

    def names_in(self, text: str) -> list[str]:
        """Return the runs of the course's names in a text, as typed."""
        runs: list[list[str]] = [[]]
        for token in TOKEN.findall(text):
            if self._is_name(token):
                runs[-1].append(token)
            elif runs[-1]:
                runs.append([])
        return [" ".join(run) for run in runs if run]

    def count(self, text: str, default: int) -> int:
        """Return the first number of a text that ends no name of the course ("Route 53"), up to MOST."""
        for token, ends_name in self._told(text):
            number = int(token) if token.isdecimal() else self._numbers.get(token.lower(), 0)
            if number and not ends_name:
                return min(number, MOST)
        return default

    def _told(self, text: str) -> Iterator[tuple[str, bool]]:
        """The tokens of a text, and whether each would end a name of the course if it is a number."""
        said = TOKEN.findall(text)
        for before, token, behind in zip(["", *said], said, [*said[1:], ""], strict=False):
            yield token, self._is_name(before) and (self._is_name(token) or behind.lower() not in self._frame)

    def _is_name(self, token: str) -> bool:
        own = words(token)
        return bool(own) and all(word not in self._frame for word in own) and any(stem(word) in self._names for word in own)

    def _nearest(self, similar: NDArray[np.float32]) -> NDArray[np.float64]:
        """Per act the mean of its two nearest exemplars, the second one with less weight."""
        scores = np.full(len(self._acts), -1.0)
        for place in range(len(self._acts)):
            own = np.sort(similar[self._of == place])[::-1]
            if len(own):
                scores[place] = (own[0] + SECOND * own[min(1, len(own) - 1)]) / (1 + SECOND)
        return scores

    def _unexplained(self, text: str) -> tuple[int, set[str]]:
        """How many runs of names a text has, and its other words that say something."""
        runs, inside = 0, False
        rest: set[str] = set()
        for token in TOKEN.findall(without_place(text, self._places, SLOT)):
            if self._is_name(token):
                runs += not inside
                inside = True
            else:
                inside = inside and token.lower() in STOPWORDS
                rest.update(word for word in words(token) if word not in STOPWORDS | self._places)
        return runs, rest


class _Lexicon:
    """Texts as unit rows of word weights; words that no exemplar has count in the length alone."""

    def __init__(self, texts: Sequence[str]) -> None:
        counts: dict[str, int] = {}
        for text in texts:
            for word in set(map(british, TOKEN.findall(text))):
                counts[word] = counts.get(word, 0) + 1
        self._size = len(texts)
        self._weights = {word: np.log(1 + self._size / count) for word, count in counts.items()}
        self._places = {word: place for place, word in enumerate(counts)}

    def rows(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Return (n, words) float32."""
        table = np.zeros((len(texts), len(self._places)), dtype=np.float32)
        for place, text in enumerate(texts):
            row = table[place]
            strange = 0.0
            for word in map(british, TOKEN.findall(text.lower())):
                if word in self._places:
                    row[self._places[word]] = self._weights[word]
                else:
                    strange += np.log(1 + self._size) ** 2
            table[place] = row / (np.sqrt(float(row @ row) + strange) or 1.0)
        return table


def _vocabulary(texts: Sequence[str]) -> frozenset[str]:
    return frozenset(word for text in texts for word in words(text.replace("{}", " ")))
