"""What a question asks: spelling against the course's words, abbreviations, its kind, and the sides of a comparison."""

import re
from functools import lru_cache

from studybot.answer.framed import framed, within
from studybot.answer.vocabulary import Vocabulary
from studybot.facts.language import language
from studybot.shown import JOINT
from studybot.text import function_words, sentences, spoken, stems, words
from studybot.types import Question, QuestionKind, Understanding

_TOKEN = re.compile(r"[^\W\d_][^\W_]*")
_PAIR = re.compile(r"\b([^\W\d_]+) (?=([^\W\d_]+)\b)")
_ACTIONS = (
    "list|show|check|print|delete|remove|create|copy|move|find|kill|restart|start|stop|enable|mount|resize|sync|download|upload|install"
    "|count|search|extract|compress|change"
)
_PATTERNS: dict[QuestionKind, str] = {
    "comparison": r"\b(difference|differences|differ|compare|compared|comparison|versus|vs\.?)\b"
    r"|\bbetter\b.*\bor\b|\bwhich (one|is) .*\bor\b",
    "command": r"\b(command|cli|syntax|code|script|snippet|one-?liner)\b|\bhow (do|can|would|should|to)\b.*\b("
    + _ACTIONS
    + r")\b",
    "procedure": (
        r"\b(steps?|procedure|process|walk me through|step by step|workflow"
        r"|how to (set ?up|migrate|configure|create|build|encrypt))\b"
    ),
    "definition": (
        r"^\W*(what('?s| is| are| does)\b(?!.*\b(limit|maximum|max|cost|price|default|difference|command)\b)"
        r"|define|meaning of|explain)\b|^\W*[\w./-]+(?: [\w./-]+){0,2}\s*=\s*\?"
    ),
    "yes_no": r"^\W*(is|are|can|could|does|do|will|would|should|must|has|have|may)\b",
    "situation": r"\b(i (want|need|have|am)|we (want|need|have|are)|my|our|a (company|team|user|customer|developer))\b",
}
# "why use an oven over a stove", but not "why is heat sent over pipes"
_PREFERRED = (
    r"why\s+(?!(?:is|are|was|were|does|did)\b)(?:(?:would|should|do)\s+(?:i|you|we|one)\s+)?(?:(?:use|choose|pick|prefer)\s+)?"
    r"(?:an?\s+|the\s+)?(?P<k>[\w-]+(?: [\w-]+)?)\s+over\s+(?:an?\s+|the\s+)?(?P<l>[\w-]+(?: [\w-]+)?)\W*$"
)
_KINDS = tuple((kind, re.compile(pattern, re.IGNORECASE)) for kind, pattern in _PATTERNS.items())
_VERSUS = re.compile(
    r"(?:difference|differences|differ|distinction|compare|comparison)\w*\s+(?:is there\s+)?(?:between\s+|of\s+)?"
    r"(?P<a>.+?)\s+(?:and|vs\.?|versus|with|to|from|or)\s+(?P<b>.+)"
    r"|(?P<c>[\w@./ -]+?)\s+(?:vs\.?|versus)\s+(?P<d>.+)"
    r"|(?P<g>.+?)\s+(?:or|and|vs\.?|versus)\s+(?P<h>[^,;:?]+?)[\s,;:?—-]+"
    r"(?:what(?:'?s| is| are)?|how|whats)\b.*\b(?:differ\w*|better)"
    r"|(?P<i>.+?)\s+compared\s+(?:with|to)\s+(?P<j>.+)"
    r"|how (?:is|are|does|do)\s+(?P<e>.+?)\s+(?:different|differ)\s+(?:from|to|than)\s+(?P<f>.+)"
    r"|" + _PREFERRED,
    re.IGNORECASE,
)
# A question for what the course says of a thing asks for the thing.
_OF_COURSE = re.compile(
    r"^\W*(?:(?:does|do|did|is|will)\s+(?:the|this|your|our)\s+(?:course|material|lecture|book|class)s?\s+(?:also\s+|ever\s+)?"
    r"(?:cover|teach|treat|mention|explain|discuss|(?:say|tell|teach)\s+(?:\w+\s+)?(?:something|anything)\s+about|(?:talk|speak)\s+(?:about|of))"
    r"|what\s+(?:does|do|did)\s+(?:the|this|your|our)\s+(?:course|material|lecture|book|class)s?\s+(?:say|teach|tell|explain)"
    r"\s+(?:us\s+|me\s+)?(?:about|on|of))\s+(?=\w)",
    re.IGNORECASE,
)
_DOUBLE = re.compile(
    r"(?:\?\s+|,?\s+and\s+(?=(?:how|what|which|when|where|why|who|does|do|is|are|can|should)\b))", re.IGNORECASE
)
_ASKS = re.compile(
    r"\?\W*$|^\W*(?:(?:and|also|or|so)\W+)*(?:how|what|which|when|where|why|who|does|do|is|are|can|should)\b", re.IGNORECASE
)
_GOING_ON = re.compile(r"(?<=[.?!]\s)[a-z]")
_NUMBER_UNIT = re.compile(r"\b(\d+)\s*(mins?|hrs?|secs?|gigs?|gb|tb|mb|kb|ms)\b", re.IGNORECASE)
_UNITS = {
    "min": "minutes",
    "mins": "minutes",
    "hr": "hours",
    "hrs": "hours",
    "sec": "seconds",
    "secs": "seconds",
    "gig": "GB",
    "gigs": "GB",
}
SHORTEST = 5  # letters of a word that may be a slip: "wasm" is as near to "was" as a slip is
NAMED = 5  # content words of a first half that only names what it asks about
SIDE = 90  # characters that one side of a comparison may have
MOST_SIDES = 3  # things that may stand in front of the last one of a comparison
REMEMBERED = 256  # questions of which it is kept where they ask
FEWEST = 2  # content words of a sentence that says alone what is wanted
STORY = 220  # characters from which a question of several sentences is read as a story with its question at the end


def understand(question: Question, vocabulary: Vocabulary) -> Understanding:
    """Return what is searched for: spelled as the course does, sides of a comparison apart."""
    text = spell(of_course(" ".join(question.text.split())), vocabulary)
    text = _NUMBER_UNIT.sub(lambda match: f"{match[1]} {_UNITS.get(match[2].lower(), match[2])}", text)
    going_on = _GOING_ON.sub(lambda match: match.group().upper(), text)  # learners go on in small letters
    asked, form = asked_part(going_on), framed(text, spoken())
    return Understanding(
        question=question,
        text=text,
        asked=text[(at := going_on.find(asked)) : at + len(asked)] if asked != going_on and stems(asked) else "",
        kind=kind_of(form),
        terms=tuple(dict.fromkeys(stems(within(text, spoken())) or stems(text))),
        parts=tuple(parts_of(form)),
    )


def of_course(text: str) -> str:
    """Return a question for what the course says of a thing as one for the thing: "what is X", or what it asks in full."""
    thing = _OF_COURSE.sub("", text)
    asks = thing == text or set(words(thing)[:1]) & language(spoken()).question_words
    return thing if asks else f"what is {thing}"


def spell(text: str, vocabulary: Vocabulary) -> str:
    """Return the text with misspelled words replaced by the course's, and compounds written together or apart as it does."""

    def replace(match: re.Match[str]) -> str:
        typed = match.group()
        if other := vocabulary.other_spelling(typed):
            return other
        if len(typed) < SHORTEST or typed != typed.lower() or _is_part(match):
            return typed
        if apart := vocabulary.apart(typed):
            return apart
        if vocabulary.knows(typed):
            return typed
        meant = vocabulary.correct(typed.lower())
        # A word that goes on where the course's word ends is another one or another form, but for a letter typed twice.
        if meant is None or (typed.lower().startswith(meant) and typed[-1].lower() != meant[-1]):
            return typed
        return meant

    together = _PAIR.sub(lambda pair: pair[1] if vocabulary.is_one(pair[1].lower(), pair[2].lower()) else pair[0], text)
    return _TOKEN.sub(replace, together)


def _is_part(match: re.Match[str]) -> bool:
    """Whether a word is joined to another by a sign, as in "weren't", "well-known", "t2.micro" or "x86": a name, or no slip."""
    before, behind = match.string[max(0, match.start() - 2) : match.start()], match.string[match.end() : match.end() + 2]
    joined = re.compile(r"[^\W_]?['’\-_./@#]|\d")
    return bool(joined.fullmatch(before[-1:]) or (len(behind) == 2 and joined.fullmatch(behind[0]) and behind[1].isalnum()))


def kind_of(text: str) -> QuestionKind:
    """Return the kind of a question by its wording."""
    asked = asked_part(text)
    if re.search(_PREFERRED, asked, re.IGNORECASE):
        return "comparison"
    if any(phrase in asked.lower().replace("’", "'") for phrase in function_words(spoken()).defines):
        return "definition"
    return next((kind for kind, pattern in _KINDS if pattern.search(asked)), "fact")


def asked_part(text: str) -> str:
    """Return the sentence of a text that asks, else its last one, with the one before where it hardly says anything alone.

    What is told before is how things are, and the subject of a follow-up what it is about, not what is wanted.
    """
    return _asked_part(text, spoken())


@lru_cache(maxsize=REMEMBERED)
def _asked_part(text: str, code: str) -> str:
    _, joint, own = text.rpartition(JOINT)
    known = language(code)
    if joint and set(words(own)) & (known.question_words | known.auxiliaries):
        text = own
    spans = sentences(text)
    if len(spans) < 2:
        return text
    place = next((place for place in reversed(range(len(spans))) if text[slice(*spans[place])].endswith("?")), len(spans) - 1)
    first = place if len(stems(text[slice(*spans[place])])) >= FEWEST else max(place - 1, 0)
    return text[spans[first][0] : spans[place][1]]


def _with_aspect(sides: list[str], other: str) -> list[str]:
    """What is asked of all ("A vs B: which is cheaper") belongs to each side."""
    name, *aspect = re.split(r"\s*[:,;]\s*|\s+(?=in terms of|with respect to|regarding|when)", other, maxsplit=1)
    if not aspect or not stems(aspect[0]):
        return [*sides, other]
    return [f"{side} {aspect[0]}" for side in (*sides, name)]


def parts_of(text: str) -> list[str]:
    """Return one text for each side of a comparison or for each of two questions in one; [] for a single question."""
    if len(text) >= STORY:
        return []  # a story compares by the way, and the patterns take a long time over a long text
    match = _VERSUS.search(text)
    if match:
        sides = [side.strip(" ?.!,") for side in match.groups() if side]
        if len(sides) == 2 and all(stems(side) for side in sides) and max(map(len, sides)) < SIDE:
            return _with_aspect(_listed(sides[0]), sides[1])
    return halves_of(text)


def halves_of(text: str) -> list[str]:
    """Return the two questions that stand in one text; [] for a single one, or a story."""
    pieces = [piece.strip() for piece in _DOUBLE.split(text) if stems(piece)]
    if len(pieces) != 2 or len(text) >= STORY or not _ASKS.search(pieces[1]):
        return []
    # "Traffic grows, and is low at night. Which ..." tells first; "the capital of France, and what is ..." names.
    return pieces if _ASKS.search(pieces[0]) or len(stems(pieces[0])) <= NAMED else []


def _listed(side: str) -> list[str]:
    """The first side of "on demand, reserved and spot" holds two of the three."""
    items = [item.strip() for item in side.split(",")]
    return items if len(items) <= MOST_SIDES and all(stems(item) for item in items) else [side]
