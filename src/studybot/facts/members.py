"""Sets and their members, by form; and sets that a heading or a lead-in calls by a noun for several ("Phases of RAD")."""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from studybot.corpus.formats.reading import spans_all
from studybot.corpus.plain import plain
from studybot.corpus.units import table_cells
from studybot.facts.fact import Member, Members
from studybot.facts.language import Language
from studybot.facts.nested import branches
from studybot.facts.tables import are_sides, table_title
from studybot.facts.usage import ARTICLES
from studybot.facts.written import cite, is_plural, leads_in, short
from studybot.text import any_word, squash, stems, words
from studybot.types import Block, Passage, Span

NAME = 60  # characters that a member's name has at most
SHORT_ITEM = 6  # words of an item without a label that is a name by itself
FEWEST = 2
MARKER = 8  # characters between two items of one list at most: an empty line and the sign of the next item
_BRACKETS = re.compile(r"\s*\([^()]*\)")
_NUMBERED = re.compile(r"\s*(?:#|//)?\s*(?:step\s*)?\d+[.):]\s*(?P<said>\S.*)", re.IGNORECASE)
_COUNT = re.compile(r"\W*(?P<number>\d+)\W*$")
_OPENING = re.compile(r"\*\*(?P<label>[^*\n]+[.!?])\*\*\s+\S")  # "**Fix the bug.** It may be ..."
SEPARATORS = (":**", "**:", "** —", "** –", "** -", "`:", "` —", "` –", "` -", ": ", " — ", " – ", " - ")

Place = tuple[Passage, Block]


def members(passages: Sequence[Passage], known: Language) -> Iterator[Members]:
    """Yield every set of the passages of a course, in course order."""
    for before, pieces in _runs(passages):
        passage, block = pieces[0]
        above = before if before is not None and before[0].path == passage.path and before[1].kind == "prose" else None
        if block.kind == "table" and are_sides(passage, block):
            continue
        if block.kind == "table":
            called, named = _of_table(passage, block, known)
        elif block.kind == "code":
            called, named = "", _of_code(passage, block)
        else:
            called, named = _of_list(pieces, above, known, first=before is None or before[0].path != passage.path)
        if _distinct(named):
            detail = cite(passage, block.start, block.end) if len(pieces) == 1 else None
            around = cite(above[0], above[1].start, above[1].end) if above else None
            yield Members(path=passage.path, called=called, members=tuple(named), detail=detail, before=around)
    for passage in passages:
        for block in passage.blocks:
            yield from _of_branches(passage, block, known)
    yield from _of_headings(passages, known)


def _of_branches(passage: Passage, block: Block, known: Language) -> Iterator[Members]:
    """The items directly below one that says what they are: "The process has three phases", "Kinds of rust"."""
    found = list(branches(passage, block))
    for item, below in found:
        inner = {span for other, deeper in found if other in below for span in deeper}
        direct = [span for span in below if span not in inner]
        text = passage.between(*item).rstrip("*_` ")
        said = words(text)
        announced = leads_in(text) or any(map(known.is_plural, {*said[:1], *said[-1:]})) or known.sorts & set(said)
        named = _named([(item_name(passage.between(*span)), passage, Span(start=span[0], end=span[1])) for span in direct])
        if announced and _distinct(named):
            whole = cite(passage, below[0][0], below[-1][1])
            over = cite(passage, *item)
            yield Members(path=passage.path, called=plain(text), members=tuple(named), detail=whole, before=over)


def _runs(passages: Sequence[Passage]) -> Iterator[tuple[Place | None, list[Place]]]:
    """All blocks in order, a list with the pieces that it was cut into, and the block before each."""
    before: Place | None = None
    run: list[Place] = []
    for here in ((passage, block) for passage in passages for block in passage.blocks):
        if run and _goes_on(run[-1], here):
            run.append(here)
            continue
        if run:
            yield before, run
            before = run[-1]
        run = [here]
    if run:
        yield before, run


def _goes_on(before: Place, after: Place) -> bool:
    """Whether a block goes on with the list before it, which was too long for one passage."""
    (one, first), (other, second) = before, after
    same = one is not other and (one.document, one.path) == (other.document, other.path)
    return same and first.kind == second.kind in ("list", "steps") and second.start - first.end <= MARKER


def _distinct(named: Sequence[Member]) -> bool:
    """Whether names can be told apart and are names: none is empty, too long, a number, or there twice."""
    names = [squash(member.name) for member in named]
    clear = all(name and not name.isdigit() and len(member.name) <= NAME for name, member in zip(names, named, strict=True))
    return len(named) >= FEWEST and clear and len(set(names)) == len(names)


def _named(names: Sequence[tuple[str, Passage, Span]]) -> list[Member]:
    """Names with the units that give them as members, none where one is missing."""
    if not all(name for name, _, _ in names):
        return []
    return [Member(name=name, proof=cite(passage, unit.start, unit.end)) for name, passage, unit in names]


def _of_table(passage: Passage, block: Block, known: Language) -> tuple[str, list[Member]]:
    header = table_cells(passage.cut(block).partition("\n")[0])
    rows = [(cells, unit) for unit in block.units if not spans_all(cells := table_cells(passage.cut(unit)))]
    named = _named([(title_of(cells[0]) if cells and any_word(cells[0]) else "", passage, unit) for cells, unit in rows])
    named = named[:-1] if named and set(words(named[-1].name)[:1]) & known.totals else named  # the sum of them is none of them
    return table_title(passage, block) or (plain(header[0]) if header else ""), named


def _of_code(passage: Passage, block: Block) -> list[Member]:
    """The numbered parts of a block of code."""
    parts = [(_NUMBERED.match(passage.cut(unit).partition("\n")[0]), unit) for unit in block.units]
    return _named([(item_name(match["said"]), passage, unit) for match, unit in parts if match])


def _of_list(pieces: Sequence[Place], above: Place | None, known: Language, *, first: bool) -> tuple[str, list[Member]]:
    passage, block = pieces[0]
    items = [(piece.cut(unit), piece, unit) for piece, part in pieces for unit in part.units]
    lead_in = above[0].cut(above[1].units[-1]) if above is not None and above[1].units else ""
    forms = {_form(item) for item, _, _ in items}
    # What stands first below "Supported runtimes" are those.
    titled = first and forms == {""} and known.is_plural((words(_BRACKETS.sub("", title_of(passage.path[-1]))) or [""])[-1])
    announced = leads_in(lead_in) or (lead_in and len(forms) == 1) or titled
    if block.kind not in ("list", "steps") or (not announced and (len(forms) > 1 or "" in forms)):
        return "", []  # items without labels, or with labels of two forms, are what is said of a thing as often as its kinds
    named = _named([(item_name(item), piece, unit) for item, piece, unit in items])
    return plain(lead_in), [] if any(_points(member.name, known) for member in named) else named


def _form(item: str) -> str:
    """How the label of an item is marked: as the signs of bold or code, as a mark behind it, or "" without a label."""
    return (item[0] if item[0] in "*`" else "—") if label_of(item) else ""


def item_name(item: str) -> str:
    """Return the name that an item of a list gives: its label, or a short one without its brackets; "" for a sentence."""
    label = label_of(item)
    name = label or _BRACKETS.sub("", plain(item)).strip(" *`:")
    short = label or len(name.split()) <= SHORT_ITEM
    return name if short and len(name) <= NAME and any_word(name) and not name.endswith(".") else ""


def label_of(item: str) -> str:
    """Return what stands before the first mark that sets off a label, or a sentence in bold that opens; "" without one."""
    opening = _OPENING.match(item)
    if opening:
        return plain(opening["label"]).rstrip(".!? ")
    cuts = [item.find(separator) for separator in SEPARATORS]
    at = min((cut for cut in cuts if cut > 0), default=-1)
    return plain(item[:at]).strip(" *`:") if at > 0 else ""


def _of_headings(passages: Sequence[Passage], known: Language) -> Iterator[Members]:
    """The headings directly below each heading, proved by the first passage of each; none where one asks or says something."""
    below: dict[tuple[str, ...], dict[str, Passage]] = {}
    around: dict[tuple[str, ...], list[Passage]] = {}
    for passage in passages:
        for depth in range(1, len(passage.path) + 1):
            around.setdefault(passage.path[:depth], []).append(passage)
        for depth in range(1, len(passage.path)):
            below.setdefault(passage.path[:depth], {}).setdefault(passage.path[depth], passage)
    for path, children in below.items():
        named = tuple(
            Member(name=title_of(title), proof=cite(first, first.start, first.end))
            for title, first in children.items()
            if any_word(title)
        )
        sets = [Members(path=path, members=named)] if len(path) > 1 and _distinct(named) else []
        sets += _labelled(path, named, around[path])
        yield from (one for one in sets if all(_is_title(member.name, known) for member in one.members))


def _is_title(name: str, known: Language) -> bool:
    """Whether a heading names a thing: it asks nothing and is no sentence ("A glaze is glass", "We need the following")."""
    says = set(words(name)[1:]) & (known.copulas | known.auxiliaries)
    return name[-1] not in "?!." and not says and not _points(name, known)


def _points(name: str, known: Language) -> bool:
    """Whether a name leads in to what stands behind it: "The bank has the following doors"."""
    return any(one in known.articles and other in known.pointing for one, other in pairwise(words(name)))


def _labelled(path: tuple[str, ...], named: Sequence[Member], around: Sequence[Passage]) -> Iterator[Members]:
    """The headings beside each other that go by one label: "Rule 1: Oil it", "Rule 2: Dry it"; none where one is no heading."""
    alike: dict[str, list[Member]] = {}
    counts: dict[str, list[int]] = {}
    for member in named:
        called = label_of(member.name)
        name = member.name[member.name.find(called) + len(called) :].strip(" :—–-")
        if called and name:
            label, count = _COUNT.sub("", called).strip(), _COUNT.search(called)
            alike.setdefault(label, []).append(Member(name=name, proof=member.proof))
            counts.setdefault(label, []).extend([int(count["number"])] if count else [])
    for label, group in alike.items():
        further, numbers = f"{label} {len(group) + 1}", counts[label]
        goes_on = numbers and (numbers != [*range(1, len(group) + 1)] or any(further in one.text for one in around))
        if label and not goes_on and len(group) < len(named) and _distinct(group):
            yield Members(path=path, called=label, members=tuple(group))


def title_of(title: str) -> str:
    """Return a heading or a cell without the picture in front of it; a sign of an option or an operator belongs to it."""
    bare = plain(title).strip()
    while bare and not (bare[0].isalnum() or bare[0] in "`./([" or (bare[0] > " " and bare[0].isascii() and bare[1:2].strip())):
        bare = bare[1:]
    return bare


SET_FEWEST, SET_MOST = 3, 7  # members: two are an example as often, and more nobody knows by heart
SET_CALLED, SET_NAME = 7, 6  # words of what they are called, and of a member
_ENDS = re.compile(r"(?: (?:is|are|include|includes))?\s*[:.…]*$")
_OF = re.compile(r" (?:of|in|for) ")


def named_sets(passages: Sequence[Passage], known: Language) -> Iterator[tuple[str, Members]]:
    """Yield what is asked for ("phases of RAD"), and the few members that one place of a passage lists under it."""
    for found in members(passages, known):
        heading = title_of(short(found.path[-1]))
        lead = _ENDS.sub("", found.called)
        calls = [lead] if _calls(lead, known) else []
        if not calls and _calls(heading, known) and set(stems(lead)) <= set(stems(heading)):
            calls = [heading]
        places = {one.proof.passage.id for one in found.members}
        named = all(_is_named(one.name, known) for one in found.members)
        if calls and named and len(places) == 1 and SET_FEWEST <= len(found.members) <= SET_MOST:
            yield calls[0], found


def _is_named(name: str, known: Language) -> bool:
    """Whether a member is named, and not what is said of one: a few words, no article in front and no verb."""
    said = words(name)
    verbs = known.copulas | known.auxiliaries
    return 0 < len(said) <= SET_NAME and said[0] not in ARTICLES and not verbs & set(said)


def _calls(phrase: str, known: Language) -> bool:
    """Whether a phrase is a noun for several things of a kind, and what they are of or like; no sentence, no bare noun."""
    said, head = words(phrase), words(_OF.split(phrase)[0])[-1:]
    verbs = known.copulas | known.auxiliaries | known.relative | known.question_words | known.anaphors | known.resuming
    closed = bool((verbs | set(known.numbers)) & set(said)) or bool(
        re.search(r"\d|\bvs\b|[,&?:]| and | to | by |\bexample", phrase)
    )
    return 2 <= len(said) <= SET_CALLED and not closed and bool(head) and head[0] in known.sorts and is_plural(head[0])
