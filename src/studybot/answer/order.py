"""What comes next in the course's order: the step, item or section that follows what the last answer quotes."""

import re
from collections.abc import Iterator, Sequence
from itertools import takewhile

from studybot.answer.extent import block_at, whole
from studybot.answer.keylines import Chosen, together
from studybot.answer.senses import sense
from studybot.facts.language import Language
from studybot.facts.members import title_of
from studybot.text import stems
from studybot.types import Answer, Block, Citation, Passage

_THEN = r"(?:after (?:that|this|it)|then(?: what)?|(?:the )?next(?: (?:one|step|stage|phase|part))?)"
# "what comes next?", "ok and then?", "and after that?", and with what else must hold: "what next when they grow?"
NEXT = re.compile(
    r"^\W*(?:(?:ok|okay|so|well|and|but|right|good|fine|done)\W+)*"
    rf"(?:{_THEN}\W*$|(?:what|which (?:one|step|part|section|stage|phase))"
    rf"(?: (?:is|comes|happens|follows|goes|do (?:i|we|you) do|should i do))?(?: the)? {_THEN}(?: {_THEN})?"
    r"(?P<more>\W*$|\W+(?:when|if|once|after|as|for)\b.*$))",
    re.IGNORECASE,
)
ROOM = 1200  # characters of a section that are shown of it
_NUMBERED = re.compile(r"\b(?P<noun>[^\W\d_]+ #?)(?P<number>\d{1,2})\b")


def goes_next(text: str) -> bool:
    """Whether a text asks what comes behind what was shown."""
    return NEXT.match(text) is not None


def numbered_next(text: str, before: Answer) -> str:
    """Return the last question asked of the next number, "stage 2" after "stage 1", where what it found says that; else ""."""
    asked = before.question.text
    numbers = list(_NUMBERED.finditer(asked))
    more = NEXT.match(text)
    if len(numbers) != 1 or more is None or stems(more["more"] or ""):
        return ""
    further = f"{numbers[0]['noun']}{int(numbers[0]['number']) + 1}"
    said = any(re.search(rf"\b{re.escape(further)}\b", hit.passage.text, re.IGNORECASE) for hit in before.hits)
    return f"{asked[: numbers[0].start()]}{further}{asked[numbers[0].end() :]}" if said else ""


def following(text: str, before: Answer, topic: Sequence[Passage]) -> tuple[str, Chosen] | None:
    """Return what follows in a topic on what an answer quotes first, with its heading; None at the end of the topic.

    Of a list of steps the next one follows, else the next section, or the next one whose heading says what else is asked.
    """
    cited = _first_cited(before)
    asked = NEXT.match(text)
    wanted = frozenset(stems(asked["more"] or "")) if asked else frozenset[str]()
    block = block_at(cited.passage, cited.start)
    if not wanted and block is not None and (step := _step(cited.passage, block, before, topic)):
        return cited.passage.path[-1], step
    teaching = [one for one in topic if one.role == "teaching"]
    sections = list(dict.fromkeys(one.path for one in teaching))
    if cited.passage.path not in sections:
        return None
    at = sections.index(cited.passage.path)
    here = _step_of(cited.passage.path, sections)
    # What was shown as the next one is behind us with all its parts; what an answer quotes by the way is not.
    paths = {one.passage.path for statement in before.statements for one in statement.citations}
    behind = paths if goes_next(before.question.text) else frozenset[tuple[str, ...]]()
    later = [path for path in sections[at + 1 :] if path[: len(here)] != here or len(here) == len(cited.passage.path)]
    later = [path for path in later if path not in behind]
    chosen = next((path for path in later if not wanted or wanted & _said(path, cited.passage.path)), None)
    if chosen is None:
        return None
    whole = _step_of(chosen, sections)
    return whole[-1], _opening([one for one in teaching if one.path[: len(whole)] == whole])


def own_part(what: str, before: Answer, topic: Sequence[Passage], known: Language) -> tuple[str, Chosen] | None:
    """Return the section below what an answer quotes first that says what is asked of it: its drawbacks, before those of more.

    Of several the one comes first whose heading names the thing, too. None where no heading says it.
    """
    here = _first_cited(before).passage.path
    asked, own = _senses(what, known), frozenset(stems(here[-1]))
    below = [one for one in topic if one.role == "teaching" and one.path[: len(here)] == here and len(one.path) > len(here)]
    named = [one.path for one in below if asked and asked <= _senses(one.path[-1], known)]
    if not named:
        return None
    best = max(named, key=lambda path: len(own & frozenset(stems(path[-1]))))
    return best[-1], _opening([one for one in below if one.path == best])


def _senses(text: str, known: Language) -> frozenset[tuple[str, int]]:
    """What the words of a text mean, whatever stands in brackets in one of them: "Disadvantage(s)"."""
    return frozenset(sense(word, known) for word in stems(text.replace("(s)", "s")))


def _first_cited(before: Answer) -> Citation:
    cited = (one for statement in before.statements if not statement.framed for one in statement.citations)
    return next(cited, before.statements[0].citations[0])


def _said(path: tuple[str, ...], here: tuple[str, ...]) -> frozenset[str]:
    """What the headings of a section say that are not those of another one."""
    return frozenset(stems(" ".join(re.sub(r"\W+", " ", title_of(title)) for title in path if title not in here)))


def _step(passage: Passage, block: Block, before: Answer, topic: Sequence[Passage]) -> Chosen:
    """The step behind the last one of a list that an answer quotes; [] where it quotes all of them, or no steps."""
    if block.kind != "steps":
        return []
    ends = [
        one.end
        for statement in before.statements
        for one in statement.citations
        if one.passage.id == passage.id and block.start <= one.start < block.end
    ]
    unit = next((unit for unit in block.units if unit.start >= max(ends)), None)
    if unit is not None:
        return [(passage, [(unit.start, unit.end)])]
    after = list(topic)[[one.id for one in topic].index(passage.id) + 1 :] if passage.id in {one.id for one in topic} else []
    more = after[0] if after and after[0].path == passage.path and block is passage.blocks[-1] else None
    first = more.blocks[0] if more and more.blocks and more.blocks[0].kind == "steps" else None
    return [(more, [(first.units[0].start, first.units[0].end)])] if more and first else []


def _step_of(path: tuple[str, ...], sections: Sequence[tuple[str, ...]]) -> tuple[str, ...]:
    """The heading that counts as one step: the one above where its parts are called alike below each of its sisters."""
    alike = sum(
        len(other) == len(path) and other[:-2] == path[:-2] and other[-1] == path[-1] and other != path for other in sections
    )
    return path[:-1] if alike and len(path) > 2 else path


def _opening(section: Sequence[Passage]) -> Chosen:
    """The first blocks of a section, whole, as much as is read at once."""
    blocks = takewhile(lambda place: place[2] <= ROOM, _measured(section))
    chosen = together((passage, span) for passage, block, _ in blocks for span in whole(block))
    if chosen or not section:
        return chosen
    first = section[0].blocks[0].units[0] if section[0].blocks else None
    return [(section[0], [(first.start, first.end)])] if first else []


def _measured(section: Sequence[Passage]) -> Iterator[tuple[Passage, Block, int]]:
    """The blocks of a section with how many characters end with them."""
    used = 0
    for passage in section:
        for block in passage.blocks:
            used += block.end - block.start
            yield passage, block, used
