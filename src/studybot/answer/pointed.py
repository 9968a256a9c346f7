"""What a text points at in what was shown: one of a list by its place, the two things spoken of."""

import re
from collections.abc import Iterator, Sequence

from studybot.answer.order import numbered_next
from studybot.answer.understand import parts_of
from studybot.corpus.plain import plain
from studybot.corpus.units import table_cells
from studybot.facts.language import Language, language
from studybot.facts.members import item_name, title_of
from studybot.shown import ASKED_WHAT, JOINT, OPENING, in_full
from studybot.text import spoken, stems
from studybot.types import Answer, Statement

THING = 4  # words of a thing that a question is about
NAME = 6  # words of one of several things that a sentence lists
_PLACES = ("first|1st", "second|2nd", "third|3rd", "fourth|4th", "fifth|5th", "sixth|6th", "seventh|7th", "eighth|8th")
_NTH = "|".join((*_PLACES, "last"))
# "the second one", "the last of those", and what ends with "the third".
_ORDINAL = re.compile(
    rf"\b(?:the )?(?P<nth>{_NTH}) (?:one|of (?:them|those|these))\b(?! of)|\bthe (?P<bare>{_NTH})(?=\W*$)", re.IGNORECASE
)
_WHICH = re.compile(r"^\W*(?:(?:ok|okay|so|and|but)\W+)*which (?:one|of (?:them|those|these))\b", re.IGNORECASE)
_TWO = re.compile(
    r"\b(?:those|these|them) two\b|\bthe two(?: of them\b|(?=\W*$|\W+(?:is|are|do|differ\w*)\b))"
    r"|\bboth of (?:them|those|these)\b",
    re.IGNORECASE,
)
_THEY = re.compile(r"\b(?:they|them|these|those)\b", re.IGNORECASE)
_DIFFER = re.compile(r"\bdiffer|^\W*compare\b", re.IGNORECASE)
_ABOUT = re.compile(
    r"^\W*(?:how|what|why|when|where) (?:does|do|did|can) (?:an? |the )?(?P<thing>.+?) (?:work|do|mean|happen)\W*$",
    re.IGNORECASE,
)
_OTHER = re.compile(
    r"^\W*(?:(?:ok|okay|so|well|and|or|but|what about|how about)\W+)+(?:an? |the )?(?P<thing>[^?.!]+)\W*$", re.IGNORECASE
)
_ANY = re.compile(
    r"^\W*(?:(?:ok|okay|so|and|but)\W+)*(?:are there )?any (?:of the )?(?P<what>\w+s(?: (?:or|and) \w+s)?)\W*$", re.IGNORECASE
)
_LISTING = re.compile(r"(?:[:—]|\b(?:is|are|includ\w+|as|by|review|called|named|into)\b)\s*(?:an?\b|the\b)?", re.IGNORECASE)
_ARTICLE = re.compile(r"^(?:(?:and|or|an?|the)\s+)+", re.IGNORECASE)


def pointed_out(text: str, history: Sequence[Answer]) -> str:
    """Return a text with the names of what it points at in what was shown, as it stands where it points at nothing there."""
    if further := numbered_next(text, history[-1]) if history else "":
        return further
    if _ORDINAL.search(text):
        return _by_place(text, history)
    before = subjects(text, history)
    asked = _ANY.match(text)
    two = _TWO.search(text) or (_THEY.search(text) if _DIFFER.search(text) and len(stems(text)) == 1 else None)
    if two and (pair := _pair(before)):
        said = " and ".join(pair)
        return f"What is the difference between {said}?" if _DIFFER.search(text) else text.replace(two[0], said)
    if asked and before and (thing := thing_of(before[-1])):
        return f"What are the {asked['what']} of {thing}?"
    return text


def asked_of_it(text: str) -> str:
    """Return what a text asks of the one thing that was spoken of: "any drawbacks?"; "" for any other text."""
    asked = _ANY.match(text)
    return asked["what"] if asked else ""


def subjects(text: str, history: Sequence[Answer]) -> Sequence[Answer]:
    """Return the history whose subjects a text goes on from: "any risks?" and "those two" ask of what was spoken of before.

    Which one of a list is asked of the list, not of the one of it that was explained.
    """
    which = _WHICH.match(text)
    typed = [in_full(answer.question.text) for answer in history]
    aside = [_TWO.search(said) or _ANY.match(said) or (which and _ORDINAL.search(said)) for said in typed]
    return [answer for answer, is_aside in zip(history, aside, strict=True) if not is_aside] or history


def _by_place(text: str, history: Sequence[Answer]) -> str:
    """A text with the member of the list shown last in the place of its ordinal; what only names it asks what it is."""
    lists = (answer for answer in reversed(history) if not _ORDINAL.search(answer.question.text))
    shown, members = next(((answer, found) for answer in lists if (found := listed(answer))), (None, []))
    if shown is None:
        return text

    def name(found: re.Match[str]) -> str:
        nth = (found["nth"] or found["bare"]).lower()
        place = next((place for place, forms in enumerate(_PLACES) if nth in forms.split("|")), len(members) - 1)
        return _titled(members, place, shown) if place < len(members) else found[0]

    named = _ORDINAL.sub(name, text)
    other = _OTHER.match(named)
    return f"Explain {other['thing'].strip()}" if other and named != text and not stems(_ORDINAL.sub("", text)) else named


def listed(answer: Answer) -> list[str]:
    """Return what an answer lists, in order: what it compares, members, rows, items, else those of a sentence."""
    if (sides := _sides(answer)) and all(len(side.split()) <= NAME for side in sides):
        return sides
    for found in (_members, _enumerated):
        for statement in answer.statements:
            if len(names := list(found(statement))) > 1:
                return names
    return []


def _sides(answer: Answer) -> list[str]:
    """The things that a question compares, in its order."""
    return list(parts_of(answer.understood.split(JOINT)[-1]))


def _members(statement: Statement) -> Iterator[str]:
    """The names that are counted, or those of the rows or items of a statement."""
    for cited in statement.citations:
        blocks = [block for block in cited.passage.blocks if block.kind in ("list", "steps", "table") or statement.framed]
        units = [(block, unit) for block in blocks for unit in block.units if cited.start <= unit.start < cited.end]
        if statement.framed and len(statement.citations) > 1:
            titles = (title_of(title) for title in reversed(cited.passage.path))
            yield next((title for title in titles if title in statement.text), "")
        else:
            for block, unit in units:
                text = cited.passage.cut(unit)
                yield title_of(table_cells(text)[0]) if block.kind == "table" else item_name(text) or plain(text).rstrip(".")


def _enumerated(statement: Statement) -> list[str]:
    """The things that a sentence lists between commas, of which the last one is joined."""
    known = language(spoken())
    for cited in statement.citations[:1]:
        for block in cited.passage.blocks:
            for unit in block.units if block.kind in ("prose", "callout") else ():
                if cited.start <= unit.start < cited.end and len(names := _series(plain(cited.passage.cut(unit)), known)) > 2:
                    return names
    return []


def _series(sentence: str, known: Language) -> list[str]:
    """The names in "of three kinds: one, two and three"; none where one of them is long."""
    pieces = re.split(r"[,;]\s+", sentence.rstrip(".!?"))
    joint = rf"\s*\b(?:{known.last}|or)\s+"
    end = next((place for place, piece in enumerate(pieces) if place and re.search(rf"^{joint}|{joint}", piece)), 0)
    names = [_LISTING.split(piece)[-1] if not place else piece for place, piece in enumerate(pieces[: end + 1])]
    last = [piece for piece in re.split(joint, names.pop()) if piece.strip()] if end else []
    names = [_ARTICLE.sub("", name.strip(' *_`“”"')) for name in (*names, *last)]
    return names if end and all(0 < len(name.split()) <= NAME for name in names) else []


def _titled(members: Sequence[str], place: int, shown: Answer) -> str:
    """A member's name, or the heading that says it with words of what was asked: "secondary" of the levels of structure."""
    name, others = members[place], frozenset(stems(" ".join((*members[:place], *members[place + 1 :]))))
    own = frozenset(stems(name))
    asked = frozenset(stems(shown.understood)) - (others - own)
    paths = [hit.passage.path for hit in shown.hits]
    titles = dict.fromkeys(title_of(title) for path in paths for title in path)
    longer = (title for title in titles if own < frozenset(stems(title)) <= own | asked)
    return next(longer, name) if own else name


def _pair(history: Sequence[Answer]) -> list[str]:
    """The two things that were spoken of last: two sides, those of the last two questions, or two that were listed."""
    if not history:
        return []
    shown = history[-1]
    if len(sides := _sides(shown)) == 2:
        return sides
    things = list(dict.fromkeys(thing for answer in history[-2:] if (thing := thing_of(answer))))
    return things if len(things) == 2 else found if len(found := listed(shown)) == 2 else []


def thing_of(answer: Answer) -> str:
    """Return the one thing that a question was about, as its words name it; "" where it names none so."""
    asked = in_full(answer.question.text)
    for text in (answer.understood.split(JOINT)[-1], asked, answer.understood.split(JOINT)[0]):
        opened = OPENING.sub("", text)
        what = ASKED_WHAT.match(opened) or _ABOUT.match(opened) or _OTHER.match(text)
        if what and 0 < len(what["thing"].split()) <= THING and stems(what["thing"]):
            return _ABOUT.sub(lambda found: found["thing"], what["thing"]).strip()
    return ""
