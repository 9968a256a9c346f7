"""Definitions: sentences of the form `X is a ...`, and what compared sections list."""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence

from studybot.corpus.plain import plain
from studybot.facts.columns import labelled
from studybot.facts.language import language
from studybot.facts.usage import Usage
from studybot.facts.written import bare, cite, clean, heading, is_piece, is_plural, short, spoken_line
from studybot.text import CAPITAL_NOUNS, STOPWORDS, spoken, stems, words
from studybot.types import Citation, Passage, Value

_DEFINITION = re.compile(
    r"^(?P<article>An?\s+|The\s+)?(?P<term>[A-Z][\w/&.@-]*(?:\s+(?:[A-Z0-9][\w/&.-]*|as|of|and))*(?:\s+\([^)]{2,40}\))?)\s+"
    r"(?P<verb>is|are|provides|lets|allow|allows|means|records|inspects|improves|translates|captures|establishes|creates|"
    r"capture|combine|traces|scans|uses|tells|automates|connects|adds|speeds up|ensure|stores|gives)\s+(?P<rest>\S.{25,})$",
    re.DOTALL,
)
BOLD = re.compile(r"(?:\*\*|__)(?P<term>[A-Za-z][^*_\n]{2,60}?)(?:\*\*|__)")
_ITALIC = re.compile(r"(?<![*\w])[*_](?P<term>[a-z][^*_\n]{2,60}?)[*_](?![*\w])")
ARTICLES = frozenset(("a", "an", "n", "the"))
PRAISED = 4  # words of what is said among which one may say how good a thing is, and not what it is
NAMED = 4  # words before a gap among which one says that a name follows: "is often known as the"
SHORT = 3  # words before which one joins a judgement to another, or a noun says what a thing is
SIGN = 0.05  # terms a passage: a course with so many in bold uses italics for stress and titles
_LEANS = re.compile(r"(?:\w+ ){0,2}(?:[Tt]his|[Tt]hat|[Tt]hese|[Tt]hose|[Ii]t|[Tt]hey|[Ss]uch)\b")  # on the sentence before
# Says how good, common or needed a thing is, and not what it is.
PRAISE = re.compile(r"____ (?:is|are) (?:the )?(?:dominant|most|best|only|leading|preferred|required|[\w-]*recommended)\b")
# A word that says in what state a thing is or how it does something, and not what it is: composed, usually, growing.
_STATE = re.compile(r"[a-z]+(?:ed|ly|ing)")
_PLURAL = ("are", "allow", "capture", "combine", "ensure")
_NOT_A_TERM = frozenset("it this these that those there you they understanding add each every all several most how".split())


class Definition(Value):
    """A term and the sentence that defines it; `masked` is the sentence with ____ in the term's place."""

    path: tuple[str, ...]
    term: str
    sentence: str
    masked: str
    plural: bool
    proof: Citation


class Listing(Value):
    """What one of several compared sections lists: its heading and its bullets, each with its span."""

    path: tuple[str, ...]
    bullets: tuple[tuple[str, Citation], ...]


def definitions(passages: Sequence[Passage], say: Usage) -> list[Definition]:
    """Return the sentences that define what their heading names, in course order, one for each section and term."""
    found: dict[str, Definition] = {}
    _of_units(passages, say, found, titled=False)
    for sign in (BOLD, _ITALIC):
        signed = (one for passage in passages for one in _emphasised(passage, sign))
        introduced = [one for one in signed if say.recurs(one.term) and not say.is_common(one.term)]
        for definition in introduced:
            found.setdefault(definition.term.lower(), definition)
        if len(introduced) > SIGN * len(passages):
            break
    _of_units(passages, say, found, titled=True)
    return list(found.values())


def _of_units(passages: Sequence[Passage], say: Usage, found: dict[str, Definition], *, titled: bool) -> None:
    """Add what the first sentences of paragraphs define, one for each section and term."""
    taken = {one.path for one in found.values()}
    for passage in passages:
        for unit in [unit for block in passage.blocks if block.kind == "prose" for unit in block.units[:2]]:
            definition = _definition(passage, unit.start, unit.end, say if titled else None)
            if definition is None or (say.is_common(definition.term) and not _is_titled(definition)):
                continue  # what is spoken of all over the course is defined where it is the title
            if passage.path not in taken and definition.term.lower() not in found:
                found[definition.term.lower()] = definition
                taken.add(passage.path)


def _is_titled(definition: Definition) -> bool:
    """Whether a heading around a definition says nothing but its term."""
    term = set(stems(definition.term))
    return any({word for word in stems(short(heading(title))) if word not in STOPWORDS} == term for title in definition.path)


def _emphasised(passage: Passage, sign: re.Pattern[str]) -> Iterator[Definition]:
    """Sentences with one term in bold (or italics): the author's own sign that a term is introduced here."""
    for block in passage.blocks:
        before = None
        for unit in block.units if block.kind in ("prose", "callout") else ():
            start = before.start if before and _LEANS.match(passage.cut(unit)) else unit.start
            before = unit
            definition = _introduced(passage, start, unit.end, sign)
            if definition is not None:
                yield definition


def _introduced(passage: Passage, start: int, end: int, sign: re.Pattern[str]) -> Definition | None:
    markdown = bare(passage.between(start, end))
    bold = sign.findall(markdown)
    sentence = plain(spoken_line(markdown))
    if len(bold) != 1 or not 50 <= len(sentence) <= 300 or sentence.endswith((":", "?")):
        return None
    term = re.sub(r"\s+\([^)]*\)$", "", bold[0].strip())
    said = words(term)
    if not 1 <= len(said) <= 4 or said[0] in STOPWORDS or is_piece(term):
        return None
    if not re.fullmatch(r"[A-Za-z][\w' -]+", term) or term.isupper():
        return None
    masked = re.sub(rf"(?i)\b(?P<article>an? )?{re.escape(term)}(?P<end>s?)\b", _gap, sentence)
    short = re.search(r"\(([A-Z]{2,6})\)", bold[0])
    masked = re.sub(rf"\b{short[1]}\b", "____", masked) if short else masked
    if masked.count("____") not in (1, 2) or set(stems(term)) & set(stems(masked)) or not _defines(masked):
        return None
    plural = said[-1].endswith("s") and not said[-1].endswith("ss")
    proof = cite(passage, start, end)
    return Definition(path=passage.path, term=term, sentence=sentence, masked=masked, plural=plural, proof=proof)


def stressed(markdown: str) -> Iterator[str]:
    """Yield what an author stresses in a text and may introduce: no label, no word of a longer term ("an *open* question")."""
    known = language()
    ends = STOPWORDS | known.copulas | known.auxiliaries | known.connectives | known.naming
    for match in (match for sign in (BOLD, _ITALIC) for match in sign.finditer(markdown)):
        term, behind = re.sub(r"\s+\([^)]*\)$", "", match["term"].strip()), markdown[match.end() :]
        follows = re.match(r" ([a-z]\w*)", behind)
        labels = not markdown[: match.start()].strip("-*+> ") and ":" in term[-1:] + behind[:1]
        if not labels and (" " in term or not follows or follows[1] in ends):
            yield term.rstrip(".:")


def _defines(masked: str) -> bool:
    """Whether a sentence says what the term in its gap is: the gap begins it, or a copula or a word for naming is beside it.

    What merely uses a stressed word says nothing of it, and what points at the sentence before cannot be asked alone.
    """
    known = language()
    before, _, behind = masked.partition("____")
    if re.search(r"(?:^|\s)(?:(?!An?\b|The\b|In\b)[A-Z][a-z]+|[A-Z]\.) $", before):
        return False  # part of a name
    said, follows = words(re.sub(r"\([^)]*\)", " ", before)), words(re.sub(r"^s?\s*\([^)]*\)", " ", behind))
    if set(said[:1]) & known.anaphors or set(said[:2]) & (known.pointing | known.resuming):
        return False
    opens = all(word in known.articles | {"n"} for word in said) and bool(re.match(r"s?(?: \([^)]*\))?,? \w", behind))
    is_subject = bool(follows) and follows[0] in known.copulas
    named = any(word in known.naming for word in said[-NAMED:])
    judged = is_subject and opens and _judges(" ".join(follows[1:]))
    return not judged and (opens or is_subject or named)


def _gap(match: re.Match[str]) -> str:
    """An article in front of a gap must not tell whether the term begins with a vowel."""
    article = match["article"]
    return (("A(n) " if article[0] == "A" else "a(n) ") if article else "") + "____" + match["end"]


def _definition(passage: Passage, start: int, end: int, say: Usage | None = None) -> Definition | None:
    """The definition that a sentence is by its form, or, by the course's usage, what the term of its heading does."""
    sentence = plain(passage.between(start, end))
    match = _titled(sentence, passage, say) if say else _DEFINITION.match(sentence)
    if match is None or len(sentence) > 260 or set(words(match["term"])[:1]) & (_NOT_A_TERM | STOPWORDS):
        return None
    copula, known = match["verb"] in ("is", "are"), language()
    # What a thing does for us, or whatever it uses, is told by the sentences around.
    told = set(words(match["rest"])) & known.pointing or set(words(match["rest"])[:1]) & known.question_words
    praised = set(words(match["rest"])[:PRAISED]) & known.praise
    if (not copula and told) or (copula and (not says_what(match["rest"]) or praised)) or sentence.endswith(":"):
        return None
    term = re.sub(r"\s+\([^)]*\)$", "", match["term"])
    # The article in front of a gap is not dropped, and does not tell whether the term begins with a vowel.
    article = "" if not match["article"] else "A(n) " if match["article"].lower().startswith("a") else "The "
    masked = f"{article}____ {match['verb']} {match['rest']}"
    # The term, its long form and its abbreviation are hidden wherever they stand.
    for name in {term, *re.findall(r"\(([^)]*)\)", match["term"])}:
        masked = re.sub(rf"\b{re.escape(name)}\b", "____", masked)
    if len(words(term)) > 5 or len(term) < 3 or not set(stems(term)) <= set(stems(" ".join(passage.path))):
        return None
    plural = match["verb"] in _PLURAL or (not copula and is_plural(term) and not is_plural(match["verb"]))
    proof = cite(passage, start, end)
    return Definition(path=passage.path, term=term, sentence=sentence, masked=masked, plural=plural, proof=proof)


def _titled(sentence: str, passage: Passage, say: Usage) -> re.Match[str] | None:
    """What a sentence under the heading of its term says that it does: "Shoals are ...", "A lock lifts ..." under *Locks*."""
    title = short(re.sub(r"\s*\([^)]*\)", "", heading(passage.path[-1])))
    known, terms = language(), r"\s+".join([r"[\w'/-]+"] * len(title.split()))
    form = rf"(?P<article>An?\s+|The\s+)?(?P<term>{terms}(?:\s+\([^)]{{2,40}}\))?)\s+(?P<verb>[a-z]+),?\s+(?P<rest>\S.{{15,}})"
    match = re.fullmatch(form, sentence, re.DOTALL)
    term = re.sub(r"\s*\([^)]*\)", "", match["term"]) if match else ""
    same = title.endswith("ing") or term.lower().rstrip("s") == title.lower().rstrip("s")  # Balancers under *Balancing*
    if match is None or not same or stems(term) != stems(title):
        return None
    one, verb, then = not is_plural(match["term"]), match["verb"], [*words(match["rest"])[:1], ""][0]
    closed = STOPWORDS | known.copulas | known.auxiliaries | known.light | known.quantifiers | known.narrowing
    part = then in known.copulas | known.auxiliaries or (
        one and then not in STOPWORDS | known.quantifiers and say.is_verb(then)
    )
    does = not (verb in closed or part or _STATE.fullmatch(verb)) and one == is_plural(verb)
    return match if does and not set(words(match["rest"])) & known.persons else None


def _judges(behind: str) -> bool:
    """Whether a judgement is joined to another in place of a kind of thing: popular but dear, useful as bait."""
    known, said = language(), words(behind)[:SHORT]
    joins = known.subordinate - known.relative | {"as", "but"}
    return next((word for word in said if word in joins | known.connectives), "") in joins


def says_what(behind: str) -> bool:
    """Whether what stands behind `is` or `are` says what a thing is: an article or a noun, no state, degree or opinion."""
    known, first = language(), words(behind)[:1]
    if set(first) & known.articles:
        return True
    nameless = spoken() in CAPITAL_NOUNS and not any(word[:1].isupper() for word in behind.split()[:SHORT])
    closed = STOPWORDS | known.light | known.praise | known.pointing | known.quantifiers | known.duties | known.bounding
    stated = nameless or not first or first[0] in closed or _STATE.fullmatch(first[0]) or behind.endswith("?")
    return not (_judges(behind) or stated or words(behind)[1:2] == ["to"])


def listings(passages: Sequence[Passage]) -> list[tuple[Listing, ...]]:
    """Return groups of two to four sibling sections that list properties, such as the cards of a comparison."""
    by_parent: dict[tuple[str, ...], dict[str, list[tuple[str, Citation]]]] = defaultdict(lambda: defaultdict(list))
    for passage in passages:
        if len(passage.path) > 2:
            by_parent[passage.path[:-1]][passage.path[-1]].extend(_bullets(passage))
    groups = [
        tuple(Listing(path=(*parent, title), bullets=tuple(found)) for title, found in sections.items() if len(found) >= 2)
        for parent, sections in by_parent.items()
    ]
    return [group for group in groups if 2 <= len(group) <= 4]


def _bullets(passage: Passage) -> Iterator[tuple[str, Citation]]:
    """Plain bullets of a passage that are short enough to choose from."""
    for block in passage.blocks:
        for unit in block.units if block.kind == "list" else ():
            markdown = passage.cut(unit)
            text = clean(markdown)
            plainly = not markdown.startswith("`") and labelled(passage, unit.start, unit.end) is None
            if plainly and 12 <= len(text) <= 100 and len(words(text)) >= 3:
                yield text, cite(passage, unit.start, unit.end)


def title(listing: Listing) -> str:
    """Return the heading of a compared section."""
    return heading(listing.path[-1])
