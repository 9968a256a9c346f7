"""Numbers in sentences: a limit, a price, a port, a time, each with the sentence in which it stands."""

import re
from collections.abc import Iterator, Sequence

from studybot.corpus.plain import plain
from studybot.facts.language import language
from studybot.facts.sentence import leans
from studybot.facts.written import cite
from studybot.text import sentences, stems, words
from studybot.types import Block, Citation, Passage, Value

GAP = "____"
_NUMBER = re.compile(
    r"(?<![\w.,/:*+=–—-])(?P<sign>[~$]{0,2})(?P<digits>\d{1,3}(?:,\d{3})+|\d+(?:\.\d+)?)(?P<tail>\s?[%+x]?)(?=[\s/%)+x.,;]|h\b|$)"
)
_UNIT = re.compile(
    r"\s?(?:%|GB|MB|KB|TB|TiB|GiB|Gbps|Mbps|ms\b|[A-Z]{2,}s?\b|per\b|h\b|"
    r"(?:[a-z]+ )?[a-z]{3,}s\b)"
)
_PORT = re.compile(r"\bports?\s*\(?$", re.IGNORECASE)
# Examples, sums, versions and dates hold numbers that nobody has to know; a number said twice gives itself away.
_NOT_A_FACT = re.compile(
    "|".join(
        (
            r"e\.g\.|example|such as|\bsay,|\bm(?:ay|ight) have\b|real incident|^if\b|\bgo from\b",
            r"\bif you store\b|\bwhen you launch\b|\btotal\b|\bnines\b|\byears? ago",
            r"\?$|\"[^\"]*\d[^\"]*\"|→|->|↔|=",
            r"\d\s*[-–]\s*\$?\d|\d\s*x\b|\bv\d|\.0\b|\b(?:19|20)\d\d\b|\(\d+\)\s|\(\d+(?:\.\d+)?%",
            r"^\W*\d[\d.,]*\s+(?!\w+$)|\d.*\s[*×]\s",  # what is assumed and reckoned with: "4 million pages a month"
            r"\d+\s*(?:GB|MB|TB|min|sec|seconds?|minutes?|hours?|days?)\s*\([^)]*\d",
        )
    ),
    re.IGNORECASE,
)


_PRICE = re.compile(r"[$€£₹¥]\s?\d")
_MARKUP = re.compile(r"<[a-z/]|!\[|\{:|\]\(")


class Figure(Value):
    """A number as written (`number`, with its sign), the sentence with a gap in its place, and the sentence's span."""

    path: tuple[str, ...]
    number: str
    sentence: str
    masked: str
    proof: Citation


def figures(passages: Sequence[Passage]) -> list[Figure]:
    """Return the numbers worth knowing, in course order; each gap stands in a sentence that leaves one answer."""
    found = [figure for passage in passages for block in passage.blocks for figure in _of_block(passage, block)]
    counted: dict[str, int] = {}
    for figure in found:
        counted[figure.masked] = counted.get(figure.masked, 0) + 1
    return [figure for figure in found if counted[figure.masked] == 1]


def _of_block(passage: Passage, block: Block) -> Iterator[Figure]:
    known = language()
    is_example = block.kind == "callout" and "example" in passage.cut(block)[:20].lower()
    is_example = is_example or bool(set(words(passage.path[-1])) & known.pointing)
    if block.kind not in ("prose", "list", "callout") or is_example:
        return
    for unit in block.units:
        text = passage.cut(unit)
        if _MARKUP.search(text):
            continue
        label = re.match(r"\*\*[^*\n]+:\*\*\s*", text)
        for start, end in sentences(text):
            sentence = plain(text[start:end])
            first = set(words(sentence)[:1]) if start == 0 else set()
            if first & (known.anaphors | known.resuming) or (block.kind == "prose" and not _is_general(sentence, passage)):
                continue
            # A label belongs to the sentence behind it, and to the following ones as their subject.
            lead = plain(label.group()) + " " if label and start > 0 else ""
            begin = unit.start if lead else unit.start + start
            yield from _of_sentence(passage, lead, sentence, begin, unit.start + end, text[start:end])


def _is_general(sentence: str, passage: Passage) -> bool:
    """Whether a sentence of prose says what always holds of its heading's subject, and tells no story."""
    known, before = language(), _NUMBER.split(sentence)[0]
    told = leans(sentence, known) or set(words(sentence)) & known.persons
    return not told and bool(set(stems(before)) & set(stems(passage.path[-1])))


def _of_sentence(passage: Passage, lead: str, sentence: str, start: int, end: int, markdown: str) -> Iterator[Figure]:
    if not 20 <= len(sentence) <= 200 or _NOT_A_FACT.search(sentence) or sentence.endswith(":"):
        return
    matches = [match for match in _NUMBER.finditer(sentence) if _is_fact(sentence, match, markdown)]
    if _PRICE.search(sentence):  # what one gets for a price is looked up as prices are
        matches = [match for match in matches if "$" in match["sign"]]
    context = " ".join(passage.path)
    for match in matches[:2]:
        number = match["sign"].replace("~", "") + match["digits"]
        twice = len(re.findall(rf"(?<![\d.,]){re.escape(match['digits'])}(?![\d,])", sentence)) > 1
        if len(matches) > 3 or twice or re.search(rf"(?<![\d.,]){re.escape(match['digits'])}(?![\d,])", context + lead):
            continue
        from_ = match.start("digits") - (1 if "$" in match["sign"] else 0)
        masked = f"{lead}{sentence[:from_]}{GAP}{sentence[match.end('digits') :]}"
        yield Figure(path=passage.path, number=number, sentence=lead + sentence, masked=masked, proof=cite(passage, start, end))


def _is_fact(sentence: str, match: re.Match[str], markdown: str) -> bool:
    """Whether a number counts or measures something, outside code."""
    in_code = any(match["digits"] in code for code in re.findall(r"`[^`]*`", markdown))
    measured = "$" in match["sign"] or "%" in match["tail"] or bool(_UNIT.match(sentence, match.end("digits")))
    port = bool(_PORT.search(sentence[: match.start()]))
    return not in_code and (measured or port) and match["digits"] not in ("0", "1", "100")
