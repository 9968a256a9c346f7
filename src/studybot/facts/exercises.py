"""Questions that the course itself asks and answers: a choice with its key, a question with the answer behind it."""

import re
from collections.abc import Iterator, Sequence

from studybot.corpus.plain import plain
from studybot.facts.figures import GAP
from studybot.facts.language import Language, language
from studybot.facts.written import cite, clean
from studybot.text import sentences, words
from studybot.types import Block, Citation, Passage, Value

_KEY = re.compile(r"\W*(?:(?P<word>[^\W\d_]{2,})\W+)?(?P<key>[A-Ha-h1-8])\W*")  # "C", "Answer: b)"
_ELSEWHERE = re.compile(r"link\(|!\[|\]\(|\|")  # a figure, a table, another page
_NAMES_OTHERS = re.compile(r"\b[A-Ha-h1-8]\b(?:,| and | or )")  # an option such as "both a and b"
_BLANK = re.compile(r"(?:\\?_){3,}")
APART = 3  # line ends between two problems
OPTIONS = (3, 6)
BEGINS = 4  # words among which one for something else means what was named before
ASKING = {"example", "examples", "following"}  # "which of the following is an example" points at the options
LENGTH = (25, 320)  # characters of a question
ANSWER = (30, 900)  # and of what answers it


class Exercise(Value):
    """A question of the course: the key among its `options`, or without options the words that answer, and the span of both."""

    path: tuple[str, ...]
    text: str
    options: tuple[str, ...] = ()
    key: str = ""
    proof: Citation


def exercises(passages: Sequence[Passage]) -> Iterator[Exercise]:
    """Yield the exercises that can be done without what stands around them, and that the course answers."""
    known = language()
    for passage in passages:
        if passage.role == "exercise":
            yield from _choices(passage, known)
            yield from _answered(passage, known)


def _choices(passage: Passage, known: Language) -> Iterator[Exercise]:
    """A sentence, a list of options, and the letter or number of one of them."""
    for stem, listed, behind in zip(passage.blocks, passage.blocks[1:], passage.blocks[2:], strict=False):
        key = _KEY.fullmatch(passage.cut(behind)) if behind.kind == "prose" else None
        named = key is not None and (key["word"] is None or key["word"].lower() in known.answering)
        if stem.kind != "prose" or listed.kind not in ("list", "steps") or key is None or not named:
            continue
        options = [clean(passage.cut(unit)) for unit in listed.units]
        place = int(key["key"]) - 1 if key["key"].isdigit() else ord(key["key"].lower()) - ord("a")
        text = _BLANK.sub(GAP, _line(passage, stem))
        if place < len(options) and _are_options(options, known) and _stands(text, known):
            proof = cite(passage, stem.start, behind.end)
            yield Exercise(path=passage.path, text=text, options=tuple(options), key=options[place], proof=proof)


def _are_options(options: Sequence[str], known: Language) -> bool:
    """Whether options keep their sense in another order: none speaks of the others."""
    free = not any(_NAMES_OTHERS.search(option) or set(words(option)) & known.pointing for option in options)
    return OPTIONS[0] <= len(options) <= OPTIONS[1] and len(set(options)) == len(options) and free and all(options)


def _answered(passage: Passage, known: Language) -> Iterator[Exercise]:
    """A question and the paragraphs that answer it: behind a title that says so, or up to a wide gap."""
    for group in _problems(passage):
        title = next((at for at, block in enumerate(group) if _is_title(passage, block, known)), 0)
        asking, telling = (group[:title], group[title + 1 :]) if title else (group[:1], group[1:])
        asking = asking[1:] if len(asking) > 1 and _is_bold(passage, asking[0]) else asking
        if (
            len(asking) != 1
            or asking[0].kind != "prose"
            or not telling
            or any(block.kind in ("table", "code") for block in telling)
        ):
            continue
        text, proof = _line(passage, asking[0]), cite(passage, telling[0].start, telling[-1].end)
        said = telling[0].kind == "prose" and "?" not in proof.quote and ANSWER[0] <= len(proof.quote) <= ANSWER[1]
        if said and text.endswith("?") and _stands(text, known) and not set(words(text)) & known.addressing:
            yield Exercise(path=passage.path, text=text, proof=proof)


def _problems(passage: Passage) -> Iterator[list[Block]]:
    """Blocks that belong together: no wide gap, and no box of another kind, parts them but in front of an answer's title."""
    known, group = language(), list[Block]()
    for block in passage.blocks:
        between = passage.between(group[-1].end, block.start) if group else ""
        if group and (between.count("\n") >= APART or "<!--" in between) and not _is_title(passage, block, known):
            yield group
            group = []
        group.append(block)
    if group:
        yield group


def _is_bold(passage: Passage, block: Block) -> bool:
    return bool(re.fullmatch(r"\*\*[^*\n]+\*\*", passage.cut(block).strip()))


def _is_title(passage: Passage, block: Block, known: Language) -> bool:
    """Whether a paragraph only says that an answer follows."""
    said = words(passage.cut(block)) if block.kind == "prose" and _is_bold(passage, block) else []
    return len(said) == 1 and said[0] in known.answering


def _line(passage: Passage, block: Block) -> str:
    text = passage.cut(block)
    return "" if _ELSEWHERE.search(text) else re.sub(r"\s+", " ", plain(text)).strip()


def _stands(text: str, known: Language) -> bool:
    """Whether a question leans on nothing: no figure, no story, nobody whose tale was told before."""
    first = text[: sentences(text)[0][1]] if text else ""
    leaning = set(words(text)) & (known.pointing - ASKING) | set(words(text)[:BEGINS]) & known.anaphors
    leaning |= set(words(first)) & known.demonstratives
    return LENGTH[0] <= len(text) <= LENGTH[1] and not leaning
