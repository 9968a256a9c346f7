"""A summary sheet: what is worth knowing of some topics on two printed pages, each line with its place in the course."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from studybot.corpus.plain import plain
from studybot.facts.columns import Column, columns
from studybot.facts.commands import commands
from studybot.facts.definitions import definitions, listings, title
from studybot.facts.figures import figures
from studybot.facts.language import language
from studybot.facts.tables import are_numbered, compares, header_of, rows
from studybot.facts.written import bare, cite, clean, heading
from studybot.study.phrase import describes
from studybot.study.sheet_text import Line, Part, PartKind, Sheet, Table
from studybot.study.wording import Wording
from studybot.study.worth import argues, worth
from studybot.text import any_word, sentences, squash, words
from studybot.types import Citation, Passage, Topic

# What a sheet has room for, as characters with the white space that goes with them: two pages in two columns.
HEADINGS = 160  # characters of white space and headings of a further topic
ROOM = 10_400
SHARES: dict[PartKind, float] = {
    "definitions": 0.25, "tables": 0.25, "confusions": 0.15, "limits": 0.12, "commands": 0.12, "tips": 0.11, "points": 0.0,
}  # fmt: skip
LINE = 34  # characters of white space around a line
CELL = 14  # and around a cell of a table
LONGEST = 300  # characters of a line; of a longer text its first sentences
WIDEST = 5  # columns of a table that can be read in print
FEWEST_ROWS, MOST_ROWS = 2, 14
SHORTEST, MOST_POINTS = 25, 4  # characters of a line that says something; lines of one block


def sheets(topics: Sequence[Topic], passages: Sequence[Passage], say: Wording) -> tuple[Sheet, ...]:
    """Return a sheet for each topic, in the order given; together they take up to ROOM characters."""
    taught = [[one for one in passages if one.topic == topic.id and one.role == "teaching"] for topic in topics]
    found = [(topic, _found(own, say)) for topic, own in zip(topics, taught, strict=True)]
    needs = [sum(_need(one) for things in parts.values() for one in things) for _, parts in found]
    return tuple(
        Sheet(topic=topic, parts=tuple(_parts(parts, own)))
        for (topic, parts), own in zip(found, _shared(ROOM - HEADINGS * (len(topics) - 1), needs), strict=True)
    )


def _shared(room: int, needs: Sequence[int]) -> list[float]:
    """How much room each topic gets: as much as it needs, and what small ones leave goes to the others."""
    given, left = [0.0] * len(needs), float(room)
    for rank, place in enumerate(sorted(range(len(needs)), key=lambda place: needs[place])):
        given[place] = min(needs[place], left / (len(needs) - rank))
        left -= given[place]
    return given


def _found(passages: Sequence[Passage], say: Wording) -> dict[PartKind, list[Line | Table]]:
    """Everything that might stand on the sheet, each text once."""
    tables, confusions = _tables(passages, say)
    shown = {squash(table.title) for table in confusions}
    seen: set[str] = set()
    lists: dict[PartKind, list[Line]] = {
        "definitions": _once(_definitions(passages, say), seen),
        "confusions": _once(_listed(passages), seen),
        "limits": _once(_limits(passages, say), seen),
        "commands": _once(_commands(passages, say), seen),
        "tips": _once(_tips(passages), seen),
    }
    contrasts = [*confusions, *_contrasts(passages, say, shown)]
    things: dict[PartKind, list[Line | Table]] = {kind: [*lines] for kind, lines in lists.items()}
    things |= {"tables": [*tables], "confusions": [*contrasts, *lists["confusions"]]}
    return things | {"points": [*_once(_points(passages, things, say), seen)]}


def _once(lines: Iterable[Line], seen: set[str]) -> list[Line]:
    fresh = []
    for line in lines:
        key = squash(line.text)
        if key not in seen:
            seen.add(key)
            fresh.append(line)
    return fresh


def _need(thing: Line | Table) -> int:
    if isinstance(thing, Line):
        return LINE + len(thing.label) + len(thing.text)
    cells = [cell for row, _ in thing.rows for cell in row]
    return 2 * LINE + len(thing.title) + sum(CELL + int(1.2 * len(cell)) for cell in (*thing.header, *cells))


def _parts(found: Mapping[PartKind, Sequence[Line | Table]], room: float) -> Iterator[Part]:
    """Each kind gets its share, the most worth knowing first; what it leaves goes to the others."""
    chosen: dict[PartKind, set[int]] = {kind: set() for kind in SHARES}
    left = room
    for spare in (False, True):
        for kind, share in SHARES.items():
            own = left if spare else room * share
            for place in sorted(range(len(found[kind])), key=lambda at: (-found[kind][at].worth, at)):
                need = _need(found[kind][place])
                if place not in chosen[kind] and need <= own and need <= left:
                    chosen[kind].add(place)
                    own, left = own - need, left - need
    for kind in SHARES:
        things = [found[kind][place] for place in sorted(chosen[kind])]
        lines = tuple(one for one in things if isinstance(one, Line))
        tables = tuple(one for one in things if isinstance(one, Table))
        if things:
            yield Part(kind=kind, lines=lines, tables=tables, left=len(found[kind]) - len(things))


def _definitions(passages: Sequence[Passage], say: Wording) -> Iterator[Line]:
    for one in definitions(passages, say):
        yield Line(label=one.term, text=_short(one.sentence), proof=one.proof, worth=1.0 + worth("term", one.term, "", say))
    for column in columns(passages, say):
        if column.kind == "term" and describes(column.name) and not argues(column.path):
            for cell in column.cells:
                yield Line(
                    label=cell.label, text=_short(cell.text), proof=cell.proof, worth=worth("term", cell.label, cell.text, say)
                )


def _short(text: str) -> str:
    """A text as far as whole sentences fit a line."""
    if len(text) <= LONGEST:
        return text
    ends = [end for _, end in sentences(text) if end <= LONGEST]
    return text[: ends[-1]].strip() if ends else text[: text.rfind(" ", 0, LONGEST)] + " …"


def _tables(passages: Sequence[Passage], say: Wording) -> tuple[list[Table], list[Table]]:
    """The tables that decide, and those that set two or more things side by side."""
    plain_ones: list[Table] = []
    contrasts: list[Table] = []
    for passage in passages:
        for block in passage.blocks if not argues(passage.path) else ():
            found = rows(passage, block) if block.kind == "table" else []
            header = header_of(passage, block) if found else []
            if not FEWEST_ROWS <= len(found) <= MOST_ROWS or are_numbered(found) or not 2 <= len(header) <= WIDEST:
                continue
            lines = tuple(((row.label, *(dict(row.cells).get(name, "") for name in header[1:])), (row.proof,)) for row in found)
            merit = sum(worth("table", row.label, row.cells[0][1], say) for row in found) / len(found)
            table = Table(title=heading(passage.path[-1]), header=tuple(header), rows=lines, worth=merit)
            (contrasts if compares(passage, block) else plain_ones).append(table)
    return plain_ones, contrasts


def _contrasts(passages: Sequence[Passage], say: Wording, shown: set[str]) -> Iterator[Table]:
    """What sections side by side say under the same labels, as a table of them."""
    groups: dict[tuple[str, ...], list[Column]] = {}
    for column in columns(passages, say):
        if column.kind == "compare" and not all(cell.names_label for cell in column.cells):
            groups.setdefault(column.path, []).append(column)
    for path, found in groups.items():
        names = tuple(dict.fromkeys(cell.label for column in found for cell in column.cells))
        if squash(heading(path[-1])) in shown or len(names) > WIDEST - 1:
            continue
        lines = tuple(
            (
                (column.name, *({cell.label: clean(cell.text) for cell in column.cells}.get(name, "") for name in names)),
                tuple(cell.proof for cell in column.cells),
            )
            for column in found
        )
        merit = max(worth("compare", column.name, column.cells[0].text, say) for column in found)
        yield Table(title=heading(path[-1]), header=("", *names), rows=lines, worth=merit)


def _limits(passages: Sequence[Passage], say: Wording) -> Iterator[Line]:
    said: set[tuple[int, int]] = set()
    for figure in figures(passages):
        place = (figure.proof.start, figure.proof.end)
        if place not in said:
            said.add(place)
            label = heading(figure.path[-1])
            yield Line(
                label=label, text=_short(figure.sentence), proof=figure.proof, worth=worth("number", label, figure.number, say)
            )


def _commands(passages: Sequence[Passage], say: Wording) -> Iterator[Line]:
    for one in commands(passages):
        yield Line(
            label=one.purpose, text=one.command, proof=one.proof, code=True, worth=worth("command", one.purpose, "", say)
        )


def _tips(passages: Sequence[Passage]) -> Iterator[Line]:
    """The course's own call-outs, as they stand; the label that they begin with says what they are."""
    for passage in passages:
        for block in passage.blocks:
            text = " ".join(plain(bare(passage.cut(block))).split()) if block.kind == "callout" else ""
            if any_word(text):
                yield Line(label="", text=_short(text), proof=cite(passage, block.start, block.end), worth=1.0)


def _listed(passages: Sequence[Passage]) -> Iterator[Line]:
    """What sections that stand side by side list, a line for each of them."""
    for group in listings(passages):
        for listing in group:
            text = " · ".join(text for text, _ in listing.bullets)
            first, last = listing.bullets[0][1], listing.bullets[-1][1]
            if first.passage.id == last.passage.id:
                proof = cite(first.passage, first.start, last.end)
                yield Line(label=title(listing), text=text[: 2 * LONGEST], proof=proof, worth=0.6)


def _points(passages: Sequence[Passage], things: Mapping[PartKind, Sequence[Line | Table]], say: Wording) -> Iterator[Line]:
    """The first lines of sections of which nothing else is on the sheet; they fill what room is left."""
    told = {proof.passage.path for found in things.values() for one in found for proof in _proofs(one)}
    for passage in passages:
        for block in passage.blocks if passage.path not in told else ():
            for place, unit in enumerate(block.units[:MOST_POINTS] if block.kind in ("prose", "list", "steps") else ()):
                text = clean(passage.cut(unit))
                leans = words(text)[:1] and words(text)[0] in language().anaphors
                if SHORTEST <= len(text) <= LONGEST and not text.endswith((":", "?")) and not leans:
                    label = heading(passage.path[-1])
                    merit = 0.5 * say.centrality(label) - 0.05 * place
                    yield Line(
                        label=label if place == 0 else "", text=text, proof=cite(passage, unit.start, unit.end), worth=merit
                    )


def _proofs(thing: Line | Table) -> list[Citation]:
    return [thing.proof] if isinstance(thing, Line) else [proof for _, proofs in thing.rows for proof in proofs]
