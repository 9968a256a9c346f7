"""Which row has the most or the least of something: "cheapest", "longest", "the smallest that holds 50 GB"."""

from collections.abc import Iterator, Sequence
from itertools import takewhile
from typing import NamedTuple

from studybot.answer.asks import yes_no_clause
from studybot.answer.extent import Span, block_at
from studybot.answer.senses import sense
from studybot.answer.understand import asked_part
from studybot.answer.worth import Worth, amounts, bound, worth
from studybot.corpus.plain import plain
from studybot.corpus.units import table_cells
from studybot.facts.language import Language
from studybot.facts.members import label_of, title_of
from studybot.facts.tables import compares
from studybot.text import STOPWORDS, sentences, stem, stems, words
from studybot.types import Block, Citation, Hit, Match, Statement, Understanding

NEAR = 4  # hits whose tables and lists are compared
FEWEST = 3  # rows that are compared
SHORT = 4  # words of a cell that says what sort a row is
PARSED = 0.8  # share of the rows whose cell must be worth something
BEHIND = 3  # words behind "the highest" among which stands of what
Wish = frozenset[tuple[int, str]]  # 1 for most, -1 for least, and the sense of what


class Row(NamedTuple):
    """A row of a table or an item of a list: its name, its cells below their headings, and where it stands."""

    name: str
    cells: tuple[tuple[str, str], ...]
    span: Span


class Extreme(NamedTuple):
    """The row that a question asks for, with the cell that decides it."""

    hit: Hit
    block: Block
    row: Row
    value: str

    @property
    def lead(self) -> Statement:
        """Return the sentence that answers: "X: value.", proved by the row."""
        proof = Citation(passage=self.hit.passage, start=self.row.span[0], end=self.row.span[1])
        return Statement(text=f"{self.row.name}: {self.value.rstrip('.')}.", citations=(proof,), framed=True)


def extreme(question: Understanding, hits: Sequence[Hit], known: Language) -> Extreme | None:
    """Return the row with the most or least of what is asked, or within whose bounds what is asked lies; None if unsure."""
    asked = asked_part(question.text)
    wish = extremes(asked, known)
    if question.kind == "comparison" or yes_no_clause(question, known) or not (wish or amounts(asked, known)):
        return None
    carried = question.text.removesuffix(question.focus) if question.focus else ""
    about = [
        (hit, block, rows)
        for hit in hits[:NEAR]
        for block in hit.passage.blocks
        if len(rows := [row for row in _rows(hit, block) if not set(words(row.name)[:1]) & known.totals]) >= FEWEST
        and all(_is_about(text, hit, block, known) for text in (asked, carried) if stems(text))
    ]
    said = [frozenset(stems(f"{' '.join(hit.passage.path)} {hit.passage.cut(block)}")) for hit, block, _ in about]
    purpose = _purpose(asked, known)
    for (hit, block, rows), own in zip(about, said, strict=True):
        left = _left(asked, hit, rows, known)
        value = _bounded(asked, wish, rows, known) or _most(asked, wish, left, known) or _said(asked, wish, rows, known)
        # A purpose that only another one speaks of ("for archives") is not left out.
        if value is not None and value[0] in left and not (purpose - own) & frozenset[str]().union(*said):
            return Extreme(hit, block, *value)
    return None


def _purpose(asked: str, known: Language) -> set[str]:
    """The stems of what stands behind the last word for a purpose: "cheapest for archives"."""
    spoken = words(asked)
    place = max((place for place, word in enumerate(spoken) if word in known.purposes), default=len(spoken))
    return {stem(word) for word in spoken[place + 1 :] if word not in STOPWORDS}


def extremes(text: str, known: Language) -> Wish:
    """Return what a text says to be most or least: by one word ("cheapest"), or by two ("the lowest price")."""
    spoken = words(text)
    found: set[tuple[int, str]] = set()
    for place, word in enumerate(spoken):
        turned = -1 if place and spoken[place - 1] in known.least else 1
        for sign, of in known.superlatives.get(word, ()):
            behind = [sense(stem(after), known)[0] for after in spoken[place + 1 : place + 1 + BEHIND]]
            found.update((turned * sign, name) for name in ([of] if of else behind))
    return frozenset(found)


def saying(question: Understanding, ranked: Sequence[tuple[Match, Hit]], known: Language) -> tuple[Match, Hit] | None:
    """Return the sentence that calls something the most or least of what is asked: "Oak has the longest roots"."""
    asked = asked_part(question.text)
    wish, about = extremes(asked, known), _about(asked, known)
    for match, hit in ranked if wish and about else ():
        block = block_at(hit.passage, match.start)
        text = hit.passage.cut(match)
        if block is None or block.kind in ("table", "code") or hit.rank > NEAR:
            continue
        for start, end in sentences(text):
            if extremes(text[start:end], known) & wish and about <= frozenset(stems(text[start:end])):
                span = {"start": match.start + start, "end": match.start + end, "score": ranked[0][0].score}
                return match.model_copy(update=span), hit
    return None


def contrary(question: Understanding, text: str, known: Language) -> bool:
    """Whether a text speaks of the other end of what is asked: of the slowest, where the fastest is sought."""
    wish = extremes(asked_part(question.text), known)
    said = extremes(text, known) if wish else wish
    return not wish & said and bool({(-sign, of) for sign, of in wish} & said)


def _about(asked: str, known: Language) -> frozenset[str]:
    """The stems of what "the fastest ..." names, or of all else that is asked where it names nothing."""
    spoken = words(asked)
    place = max((place for place, word in enumerate(spoken) if word in known.superlatives), default=len(spoken))
    behind = takewhile(lambda word: word not in known.connectives, spoken[place + 1 :])
    return frozenset(map(stem, behind)) or frozenset(stems(asked)) - frozenset(map(stem, known.superlatives))


def _rows(hit: Hit, block: Block) -> list[Row]:
    """The rows of a table, or the items of a list with a label each."""
    passage = hit.passage
    found: list[Row] = []
    header = [plain(cell) for cell in table_cells(passage.cut(block).partition("\n")[0])]
    for unit in block.units if block.kind in ("table", "list") and not compares(passage, block) else ():
        text = passage.cut(unit)
        cells = table_cells(text) if block.kind == "table" else [label_of(text), text[len(label_of(text)) :]]
        named = [(name, plain(cell)) for name, cell in zip(header[1:], cells[1:], strict=False)]
        if block.kind == "list":
            named = [(passage.path[-1], plain(text)[len(cells[0]) :].lstrip(": —–-"))]
        if title_of(cells[0]):
            found.append(Row(title_of(cells[0]), tuple(named), (unit.start, unit.end)))
    return found if len(found) == len(block.units) else []


def _is_about(asked: str, hit: Hit, block: Block, known: Language) -> bool:
    """Whether a table or list stands under, or is headed by, a word of the question."""
    headed = f"{' '.join(hit.passage.path)} {hit.passage.cut(block).partition(chr(10))[0]}"
    senses = {sense(name, known)[0] for name in stems(headed)}
    return bool(senses & {sense(name, known)[0] for name in stems(asked)})


def _said(asked: str, wish: Wish, rows: Sequence[Row], known: Language) -> tuple[Row, str] | None:
    """The one row that is called the most or least of what is asked: "(cheapest)", "lowest cost"; not of a named column."""
    saying = [(row, text) for row in rows for _, text in row.cells if extremes(text, known) & wish]
    alone = len({row.span for row, _ in saying}) == 1
    return saying[0] if alone and not _column(asked, wish, rows, known).named else None


class Column(NamedTuple):
    """The place of a column that is asked about, whether its most or least is, and how many of its words are named."""

    named: int = 0
    place: int = -1
    sign: int = 0


def _column(asked: str, wish: Wish, rows: Sequence[Row], known: Language) -> Column:
    """The one column that is asked about; none where two may be meant.

    What is not named but implied ("fastest" by a time) must be all that the column is called: a drying time is another thing.
    """
    spoken, found = frozenset(stems(asked)), []
    about = {sense(word, known)[0] for word in _about(asked, known)}
    bare = frozenset(map(stem, known.most | known.least))
    for place, (name, _) in enumerate(rows[0].cells if rows else ()):
        said = {word: sense(word, known)[0] for word in stems(name)}
        signs = {sign for sign, of in wish if of in said.values()}
        of_else = [word for word, own in said.items() if word not in spoken | bare and not any(own == of for _, of in wish)]
        if len(signs) == 1 and (about.intersection(said.values()) or not of_else):
            found.append(Column(len(spoken.intersection(said)), place, signs.pop()))
    found.sort(reverse=True)
    clear = len(found) == 1 or (len(found) > 1 and found[0].named > found[1].named)
    return found[0] if clear else Column()


def _most(asked: str, wish: Wish, rows: Sequence[Row], known: Language) -> tuple[Row, str] | None:
    """The row with the most or least in the one column that is asked about, where nearly every cell is worth something."""
    _, place, sign = _column(asked, wish, rows, known)
    cells = [(worth(row.cells[place][1], known), row) for row in rows if 0 <= place < len(row.cells)]
    unread = [row for value, row in cells if value is None]
    if not sign or len(unread) > (1 - PARSED) * len(cells) or any(any(map(str.isdigit, row.cells[place][1])) for row in unread):
        return None
    best = _best([(value, row) for value, row in cells if value is not None], sign)
    return (best, best.cells[place][1]) if best is not None else None


def _best(worths: Sequence[tuple[Worth, Row]], sign: int) -> Row | None:
    """The one row with the highest worth, or with the lowest from end to end, where all are worth of one kind."""
    kinds = {value.kind for value, _ in worths if value.high or value.kind == "degree"}
    ordered = sorted(worths, key=lambda pair: -sign * pair[0].high)
    if len(kinds) != 1 or len(ordered) < 2 or ordered[0][0].high == ordered[1][0].high:
        return None
    lowest = sign > 0 or all(ordered[0][0].low < value.low for value, _ in ordered[1:])
    return ordered[0][1] if lowest else None


def _left(asked: str, hit: Hit, rows: Sequence[Row], known: Language) -> list[Row]:
    """The rows that are what a question names beside what it compares: of "the cheapest red one" the red ones."""
    common = frozenset(stems(" ".join([*hit.passage.path, *(name for name, _ in rows[0].cells)])))
    short = [[row.name, *(text for _, text in row.cells if len(text.split()) <= SHORT)] for row in rows]
    said = [frozenset(stems(" ".join(texts))) for texts in short]
    terms = frozenset(stems(asked)) - common - frozenset(map(stem, known.superlatives))
    telling = {term for term in terms if 0 < sum(term in own for own in said) < len(rows)}
    return [row for row, own in zip(rows, said, strict=True) if telling <= own]


def _bounded(asked: str, wish: Wish, rows: Sequence[Row], known: Language) -> tuple[Row, str] | None:
    """The row within whose bounds the one amount of a question lies, or the least one that is enough for it."""
    wanted = amounts(asked, known)
    if len(wanted) != 1:
        return None
    named = [place for place, (name, _) in enumerate(rows[0].cells) if frozenset(stems(name)) & frozenset(stems(asked))]
    found: list[tuple[Row, str]] = []
    for place in named or range(len(rows[0].cells)):
        texts = [(row.cells[place][1], row) for row in rows if place < len(row.cells)]
        bounds = [(value, row) for text, row in texts if (value := bound(text, known)) and value.kind == wanted[0].kind]
        worths = [(value, row) for text, row in texts if (value := worth(text, known)) and value.kind == wanted[0].kind]
        within = [row for value, row in bounds if value.low <= wanted[0].low <= value.high]
        if 2 * len(bounds) > len(rows) and len(within) == 1:
            found.append((within[0], within[0].cells[place][1]))
        elif not bounds and len(worths) == len(rows) and {sign for sign, _ in wish} == {-1}:
            enough = sorted((value.high, row.span, row) for value, row in worths if value.high >= wanted[0].low)
            found += [(row, row.cells[place][1]) for _, _, row in enough[:1]]
    return found[0] if len(found) == 1 else None


def without(extreme: Extreme, chosen: Sequence[tuple[Hit, list[Span]]]) -> Iterator[tuple[Hit, list[Span]]]:
    """Yield what else answers, without the other rows of the block that was decided by."""
    for hit, spans in chosen:
        of_same = hit.passage.id == extreme.hit.passage.id
        left = [span for span in spans if not (of_same and extreme.block.start <= span[0] < extreme.block.end)]
        if left:
            yield hit, left
