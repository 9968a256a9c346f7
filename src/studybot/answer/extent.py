"""How much of a block belongs to an answer once one of its units was found: the unit, its paragraph, or all of it."""

import re
from collections.abc import Sequence
from itertools import pairwise, takewhile

from studybot.answer.framed import framed
from studybot.facts.language import Language
from studybot.facts.members import label_of
from studybot.facts.nested import above
from studybot.facts.written import is_plural, leads_in
from studybot.spelled import in_order
from studybot.text import spoken, stem, stems, words
from studybot.types import Block, BlockKind, Match, Passage, Understanding

WHOLE = 1500  # characters up to which a procedure, a list that is asked for, or a comparison is shown whole
PARTS = 800  # characters up to which what the letters of a name stand for is shown whole
GROUP = 250  # characters up to which commands that stand together are shown together
NARRATIVE = 900  # characters up to which a paragraph that tells how something is done is
SCRIPT = 800  # characters up to which a script without numbered steps is
# Characters up to which a block is shown whole: a call-out is a problem with its solution, a sentence belongs to its paragraph.
SHORT: dict[BlockKind, int] = {"callout": 520, "prose": 320}
# The same for the block of the likeliest unit alone: a list of a few items, and commands that work only together.
SHORT_FIRST: dict[BlockKind, int] = SHORT | {"list": 320, "code": 400}
REMARKED = 0.6  # share of the commands of a choice that say what they are for
POINTING = 3  # words of a sentence among which "this" or "these" stands for something before it
LEANING = 2  # sentences before a leaning one that come with it at most
CLEAR = 0.5  # chance from which a unit answers alone
SEVERAL = 2  # commas of a sentence that names several things
EARLY = 200  # characters of a block within which what answers is read at once

Span = tuple[int, int]

_ASKS_ORDER = re.compile(r"\b(steps?|order|sequence|process|procedure|workflow|stages?|phases?|walk me)\b", re.IGNORECASE)
_ASKS_STEPS = re.compile(rf"{_ASKS_ORDER.pattern}|\b(how (do|can|would|should|to)|convert)\b", re.IGNORECASE)
_ASKS_HOW = re.compile(r"\bhow (does|did|is|are)\b", re.IGNORECASE)
_REMARK = re.compile(r"\S[ \t]+(?:#|//)\s*\w")
_LINK = re.compile(r"\W*\[[^\[\]]*\]\([^()\s]*(?:\([^()\s]*\)[^()\s]*)*\)\W*")
_NUMBERED = re.compile(r"^\s*(?:#|//)?\s*(?:step\s*)?\d+[.):]", re.IGNORECASE)


def asks_steps(question: Understanding) -> bool:
    """Whether a question asks how something is done."""
    return bool(_ASKS_STEPS.search(framed(question.text, spoken())))


def asks_order(question: Understanding) -> bool:
    """Whether a question asks for what comes one after the other."""
    return bool(_ASKS_ORDER.search(framed(question.text, spoken())))


def asks_how(question: Understanding) -> bool:
    """Whether a question asks how something is done, or how it works."""
    return asks_steps(question) or bool(_ASKS_HOW.search(framed(question.text, spoken())))


def is_link(text: str) -> bool:
    """Whether a text is nothing but a link, or a picture: it says where to look, and nothing itself."""
    return bool(_LINK.fullmatch(text))


def block_at(passage: Passage, start: int) -> Block | None:
    """Return the block of a passage that an offset stands in."""
    return next((block for block in passage.blocks if block.start <= start < block.end), None)


def is_procedure(passage: Passage, block: Block) -> bool:
    """Whether a block is a list of steps, or code or a call-out whose parts are numbered."""
    if block.kind == "steps":
        return True
    if block.kind not in ("code", "callout"):
        return False
    texts = [passage.cut(unit) for unit in block.units]
    return sum(bool(_NUMBERED.match(text)) for text in texts) >= 2


def is_choice(passage: Passage, block: Block) -> bool:
    """Whether the commands of a block are alternatives and no script: a remark behind most says what it does."""
    if block.kind != "code" or len(block.units) < 2 or is_procedure(passage, block):
        return False
    texts = [passage.cut(unit) for unit in block.units]
    return sum(bool(_REMARK.search(text)) for text in texts) >= REMARKED * len(texts)


def whole(block: Block) -> list[Span]:
    """Return all units of a block."""
    return [(unit.start, unit.end) for unit in block.units]


def extent(question: Understanding, passage: Passage, match: Match, known: Language, *, first: bool) -> list[Span]:
    """Return the spans that belong together with a match; `first` for the likeliest one of the answer."""
    block = block_at(passage, match.start)
    own = [(match.start, match.end)]
    if block is None or is_choice(passage, block):
        return own
    length = block.end - block.start
    short = length <= (SHORT_FIRST if first else SHORT).get(block.kind, 0)
    if is_alone(question, block, match):
        short, first = False, False
    if short or (first and length <= WHOLE and _wanted_whole(question, passage, block, match, known)):
        own = whole(block)
    if len(own) == 1 and block.kind == "code":
        own = _group(passage, block, match)
    if first:
        own = own + _parts(question, passage, block)
    own = _with_antecedent(passage, block, own, known)
    return own + _next_block(passage, block) if promises_more(passage, own) else own


def is_alone(question: Understanding, block: Block, match: Match) -> bool:
    """Whether a command or a step surely answers that would come late in its block: what stands before it is about else."""
    late = match.end - block.start > EARLY and match.start > block.units[0].start
    return block.kind in ("code", "steps") and match.score >= CLEAR and late and question.kind != "procedure"


def promises_more(passage: Passage, spans: Sequence[Span]) -> bool:
    """Whether the last of some spans leads in to what is not among them: "three main approaches:", "is defined as"."""
    if not spans:
        return False
    start, end = max(spans, key=lambda span: span[1])
    block = block_at(passage, start)
    text = passage.between(start, end).rstrip("*` ")
    # What stands behind a label ends without a mark in many a glossary, and so does each line of slides.
    behind = next((other for other in passage.blocks if block is not None and other.start >= block.end), None)
    goes_on = behind is None or behind.kind != "prose" or not passage.cut(behind).rstrip("*_` ")[-1:].isalpha()
    opened = block is not None and block.kind == "prose" and text[-1:].isalpha() and not label_of(text) and goes_on
    return leads_in(text) or opened


def _with_antecedent(passage: Passage, block: Block, spans: list[Span], known: Language) -> list[Span]:
    """The spans and the sentences that the first leans on: what a word in it stands for, or what it is an example of."""
    place = next((place for place, unit in enumerate(block.units) if (unit.start, unit.end) == min(spans)), 0)
    if block.kind not in ("prose", "list", "steps"):
        return spans
    if len(spans) == 1 and (over := above(passage, spans[0][0])):
        return [*over, *spans]
    first = max(0, place - LEANING) if block.kind == "prose" else place  # an item is more often an example
    while place > first and _leans(passage.cut(block.units[place]), known):
        place -= 1
        spans = [(block.units[place].start, block.units[place].end), *spans]
    return spans


def _leans(sentence: str, known: Language) -> bool:
    """Whether a sentence goes on with the one before it, as its example or by a word that stands for something there."""
    spoken = words(sentence)
    first, second, *_ = [*spoken, "", ""]
    # "Before this", "All of these", "whoever asks, this is"
    points = [
        one in known.demonstratives and (place < POINTING or after in known.copulas)
        for place, (one, after) in enumerate(pairwise(spoken))
    ]
    begins = words(next(iter(sentence.split()), ""))  # "They're"
    return not known.anaphors.isdisjoint(begins) or any(points) or f"{first} {second}" in known.illustrating


def is_headed(question: Understanding, passage: Passage, known: Language) -> bool:
    """Whether a question asks for what a heading for several things names: "What are the best practices for teams?"."""
    asking = {stem(word) for word in known.question_words | known.all_of}
    named, asked = set(stems(passage.path[-1])), set(question.terms) - asking
    return is_plural(passage.path[-1]) and bool(named) and named <= asked <= set(stems(" ".join(passage.path)))


def _wanted_whole(question: Understanding, passage: Passage, block: Block, match: Match, known: Language) -> bool:
    if block.kind == "list" and is_headed(question, passage, known):
        return True
    if question.kind in ("definition", "comparison"):
        return False
    if block.kind == "prose":
        names_them = match.score >= CLEAR and passage.cut(match).count(",") >= SEVERAL  # in order, and surely what is asked
        return asks_order(question) and not names_them and block.end - block.start <= NARRATIVE
    if is_procedure(passage, block):
        # A step found by what the whole is for ("encrypt a volume") is the first one: alone it would mislead.
        return asks_steps(question) or match.start <= block.units[0].start
    return block.kind == "code" and question.kind == "procedure" and block.end - block.start <= SCRIPT


def _group(passage: Passage, block: Block, match: Match) -> list[Span]:
    """The commands around one without a blank line between them, when they are few: they share a remark and an aim."""
    text, start = passage.text, passage.start
    first = max(block.start - start, text.rfind("\n\n", block.start - start, match.start - start))
    last = text.find("\n\n", match.end - start, block.end - start)
    end = last if last >= 0 else block.end - start
    own = [(unit.start, unit.end) for unit in block.units if first <= unit.start - start < end]
    return own if end - first <= GROUP else [(match.start, match.end)]


def _next_block(passage: Passage, block: Block) -> list[Span]:
    """What a lead-in such as "You configure:" introduces."""
    following = [other for other in passage.blocks if other.start >= block.end]
    # A list may be written as paragraphs with a label each.
    items = list(takewhile(lambda other: _is_item(passage, other), following)) or following[:1]
    return [span for item in items if item.end - items[0].start <= WHOLE for span in whole(item)]


def _parts(question: Understanding, passage: Passage, block: Block) -> list[Span]:
    """The labelled items right behind a paragraph that spell a word of the question: what its letters stand for."""
    behind = next((other for other in passage.blocks if other.start >= block.end), None)
    if behind is None or behind.kind != "list" or block.kind != "prose" or behind.end - behind.start > PARTS:
        return []
    labels = [[word[0] for word in words(label_of(passage.cut(unit)))] for unit in behind.units]
    firsts, letters = [label[0] for label in labels if label], [letter for label in labels for letter in label]
    spelled = any(in_order(word, letters) and in_order(firsts, word) for word in words(question.text))
    return whole(behind) if spelled and len(firsts) == len(labels) else []


def _is_item(passage: Passage, block: Block) -> bool:
    """Whether a paragraph is an item of a list: a label with what is said of it."""
    return block.kind == "prose" and bool(label_of(passage.cut(block)))
