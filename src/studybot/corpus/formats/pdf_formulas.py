"""Words of a row -> its text, in which what is set as a formula stands as one, in LaTeX between two marks."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from studybot.corpus.emit import typed
from studybot.corpus.formats.pdf_glyphs import UNKNOWN, accented
from studybot.corpus.formats.pdf_outlines import is_whole
from studybot.corpus.formats.pdf_words import Word

OPEN, CLOSE = "\x02", "\x03"
TOUCHING = 0.08  # ems below which there is no space between two pieces of a word
LEFT_OUT = "\x04"  # in place of a formula that is not known for sure
UNREAD = re.compile(r"\(a formula on page (\d+)\)")
FORMULA = re.compile(f"{OPEN}[^{CLOSE}]*{CLOSE}")
_OPERATOR = re.compile(r"[=≈∝×+−<>≤≥⇒∼,(·]")
_RELATED = re.compile(r"[=≈≠≡∝<>≤≥⇒⇔∼→↔∈(|]|\\frac")
_NAMES = frozenset(
    "log exp ln sin cos tan max min arg argmax argmin lim sup inf det dim ker tanh softmax sigm relu sqrt mod gcd".split()
)
_COMMANDS = frozenset("log exp ln sin cos tan tanh max min lim sup inf det dim gcd".split())
_WORD = re.compile(r"(?<!\\)[A-Za-z]{3,}|(?<![\\A-Za-z])ln(?![A-Za-z])")
_PROSE = re.compile(r"[^\W\d_]{3,}|[^\W\d_]\.[^\W\d_]|[^\W\d_]['’][^\W\d_]")
_PAIR = re.compile(r"\W?[^\W\d_]{2}\W?")
_SLANTED = re.compile(r"ital|obli|CM(?:SS|B)?I\d|CMTI", re.IGNORECASE)
_DOTS = re.compile(r"\.(?: ?\.){2,}")
_CALL = re.compile(r"[^\W\d_]\w?\(|\(?[^\W\d_]+\)?[|=]|[^\W\d_]+\([^\W\d_](?:[,);|]|$)")  # how a function of something begins
_NOTE = re.compile(r"[\d,*†‡§]{1,4}")  # the sign of a footnote
_ENDS = re.compile(r"(?<!\.)[.,;:]$")
_NUMBERED = re.compile(rf"(?<={CLOSE})[\s.,]*\(\d[\d.]*\)$")  # the number of a formula, at the end of its line
_OWN_NUMBER = re.compile(r"\(\d[\d.]*\)")
_LEADING = re.compile(r"[aAI]$|[•◦▪▫‣⁃∙●○■□➢❑❖✓✔✗✘–—-]$|\(?\w{1,2}[.)]$")
_ITEM = re.compile(r"^\w{1,3}\)")  # the number of an item
_EMPTIED = re.compile(r"[\[({] +[\])}]|=(?: *=)+|= *[;,]")  # brackets around nothing, or a sign beside nothing
_TEX = str.maketrans(
    {"{": r"\{", "}": r"\}", "%": r"\%", "#": r"\#", "&": r"\&", "$": r"\$", "_": r"\_", "\\": r"\backslash ", "~": r"\sim "}
)


@dataclass(frozen=True)
class _Token:
    plain: str
    tex: str
    prose: bool
    built: bool  # has parts above or below each other


def text_of(words: Sequence[Word]) -> str:
    """The text of a row; a run of tokens with indexes, powers or fractions is one formula."""
    shown: list[str] = []
    for prose, run in groupby(tokens_of(words), key=lambda token: token.prose):
        tokens = list(run)
        shown += [token.plain for token in tokens] if prose or not any(token.built for token in tokens) else _formula(tokens)
    text = _DOTS.sub("...", accented(" ".join(shown)))
    return text if is_whole(words) else FORMULA.sub(f"{OPEN}{LEFT_OUT}{CLOSE}", text)


def _formula(tokens: list[_Token]) -> list[str]:
    """A run of tokens as a formula, what only stands around it as text."""
    built = next(at for at, token in enumerate(tokens) if token.built)
    ended = max((at + 1 for at, token in enumerate(tokens[:built]) if _ENDS.search(token.plain)), default=0)
    first = next(at for at, token in enumerate(tokens) if at == built or (at >= ended and not _LEADING.match(token.plain)))
    numbered = [tokens.pop()] if len(tokens) > built + 1 and _OWN_NUMBER.fullmatch(tokens[-1].plain) else []
    tex = _DOTS.sub("...", " ".join(token.tex for token in tokens[first:]))
    end = _ENDS.search(tex)
    tex, tail = (tex[: end.start()], end.group()) if end else (tex, "")
    whole = LEFT_OUT if UNKNOWN in tex or _EMPTIED.search(tex) else tex
    return [*(token.plain for token in tokens[:first]), f"{OPEN}{whole}{CLOSE}{tail}", *(token.plain for token in numbered)]


def tokens_of(words: Sequence[Word]) -> Iterator[_Token]:
    """Yield words that touch each other, with what is raised or lowered beside them."""
    chain: list[Word] = []
    for word in words:
        touches = chain and (
            word.script or word.left - max(one.right for one in chain) < TOUCHING * max(word.size, chain[0].size)
        )
        if touches:
            chain.append(word)
            continue
        if chain:
            yield _token(chain)
        chain = [word]
    if chain:
        yield _token(chain)


def _token(chain: Sequence[Word]) -> _Token:
    base = "".join(word.text for word in chain if not word.script)
    math = any(word.math for word in chain)
    scripts = [word for word in chain if word.script]
    prose = not _CALL.match(base) and any(_is_prose(word) for word in chain if not word.script and not word.built)
    if prose or (scripts and not math and not _letters_alone(base)):  # raised signs of notes and of numbers (2nd, H2O)
        note = prose and len(scripts) > 0 and all(word.script > 0 and _NOTE.fullmatch(word.text) for word in scripts)
        text = "".join(word.text for word in chain if not (note and word.script))
        return _Token(text, text.translate(_TEX), prose, False)
    return _Token("".join(word.text for word in chain), _tex(chain), False, bool(scripts) or any(word.built for word in chain))


def _is_prose(word: Word) -> bool:
    if not word.math and not _SLANTED.search(word.font) and _PAIR.fullmatch(word.text):
        return True
    return any(found.group().lower() not in _NAMES for found in _PROSE.finditer(word.text))


def _letters_alone(base: str) -> bool:
    """Whether the letters before an index or a power stand one by one, as names in formulas do."""
    return bool(base) and (base.lower() in _NAMES or not re.search(r"[^\W\d_]{2}", base) or "/" in base)


def _tex(chain: Sequence[Word]) -> str:
    shown = ""
    for script, group in groupby(chain, key=lambda word: bool(word.script)):
        words = list(group)
        sides = [("_", [word for word in words if word.script < 0]), ("^", [word for word in words if word.script > 0])]
        shown += "".join(f"{sign}{{{_inner(side)}}}" for sign, side in sides if side) if script else _inner(words)
    return shown


def _inner(words: Iterable[Word]) -> str:
    return "".join(word.text if word.built else _WORD.sub(_written, accented(word.text).translate(_TEX)) for word in words)


def _written(word: re.Match[str]) -> str:
    """A word within a formula: the name of a function, or text."""
    name = word.group()
    return f"\\{name} " if name in _COMMANDS else f"\\text{{{name}}}"


def markdown(text: str) -> str:
    """Text with its formulas as Markdown."""
    pieces, place = [], 0
    for found in FORMULA.finditer(text):
        formula = found.group()[1:-1].strip()
        pieces += [typed(text[place : found.start()]), formula if formula == LEFT_OUT else f"${formula}$"]
        place = found.end()
    return "".join([*pieces, typed(text[place:])])


def is_formula(text: str) -> bool:
    """Whether a line is a formula and nothing else, but for a number behind it."""
    rest = FORMULA.sub("", text)
    return rest != text and not re.search(r"[^\W\d_]{2}", rest)


def displayed(lines: Sequence[str]) -> Iterator[str]:
    """Lines of formulas, displayed, each with the lines in which it goes on; what relates nothing are signs of a figure."""
    whole: list[str] = []
    for line in lines:
        inner = _NUMBERED.sub("", line).replace(OPEN, "").replace(CLOSE, "").strip()
        if whole and not (_OPERATOR.match(inner) or _OPERATOR.match(whole[-1][-1:])):
            yield from _displayed(" ".join(whole))
            whole = []
        whole.append(inner)
    yield from _displayed(" ".join(whole))


def _displayed(formula: str) -> Iterator[str]:
    if LEFT_OUT in formula or _EMPTIED.search(formula) or not _is_balanced(formula):
        yield LEFT_OUT
    elif _RELATED.search(formula):
        yield f"$${formula}$$"


def _is_balanced(formula: str) -> bool:
    """Whether as many brackets open as close, that behind the number of an item aside."""
    inner = _ITEM.sub("", formula)
    return sum(map(inner.count, "([⌈⌊")) == sum(map(inner.count, ")]⌉⌋"))


def named(text: str, page: int) -> str:
    """Text of a page with the page in place of each formula that is not known for sure."""
    return text.replace(LEFT_OUT, f"(a formula on page {page})")
