"""A question in another language with its frame in English: "was ist X" is "what is X", whatever X is.

What asks, counts, points back or compares is told by English forms; the words of the course stay as they are typed.
"""

import re
from collections.abc import Iterable, Sequence
from functools import cache, lru_cache, partial
from itertools import chain

from studybot.facts.language import language
from studybot.shown import JOINT
from studybot.text import function_words, sentences

SLOT = "{}"
LONGEST = 200  # characters of a sentence that has a frame
_BEGIN, _END = "¿¡ ", " ?!."


@lru_cache(maxsize=1024)
def framed(text: str, code: str) -> str:
    """Return a text with the ways to ask of a language (ISO 639-1) in English, as it stands where the language has none."""
    if not function_words(code).frames:
        return text
    steps = text.split(JOINT)
    return JOINT.join(" ".join(_halves(step[slice(*span)], code) for span in sentences(step)) for step in steps)


def _halves(sentence: str, code: str) -> str:
    """A sentence that may ask twice: "was ist X und wie geht Y"."""
    if len(sentence) > LONGEST:
        return sentence
    known = language(code)
    asks = rf",?\s+(?:{'|'.join(known.adding)})\s+(?=(?:{'|'.join(known.question_words)})\b)"
    return " and ".join(_framed(half, code) for half in re.split(asks, sentence, flags=re.IGNORECASE))


def within(text: str, code: str) -> str:
    """Return what stands in the frames of a text, whichever of the two languages they are in: what it asks about."""
    steps = (step[slice(*span)].strip(_BEGIN + _END) for step in text.split(JOINT) for span in sentences(step))
    return " ".join(map(partial(_slots, code=code), steps))


def _slots(step: str, code: str) -> str:
    forms = _forms(code) if len(step) <= LONGEST else ()
    return next((" ".join(found.groups()) for form in forms if (found := form.fullmatch(step))), step)


def typed_again(understood: str, typed: Sequence[str], code: str) -> str:
    """Return what was understood with the frames of these texts as they were typed, and those of no text in the language."""
    if not function_words(code).frames:
        return understood
    for text in typed:
        understood = understood.replace(framed(text, code).rstrip(_END), text.rstrip(_END))
    said = {step.rstrip(_END) for text in typed for step in text.split(JOINT)}
    return JOINT.join(step if step.rstrip(_END) in said else _native(step, code) for step in understood.split(JOINT))


def _native(step: str, code: str) -> str:
    """A question that was made in the form of English in the shortest form of its language that means the same."""
    articles, bare = language("en").articles, step.rstrip(_END)
    for english, form in _natives(code).items():
        if found := _compiled(english).fullmatch(bare):
            slots = (" ".join(word for word in slot.split() if word not in articles) for slot in found.groups())
            return _filled(form, slots) + step[len(bare) :]
    return step


def _filled(form: str, slots: Iterable[str]) -> str:
    """A form with these words at its slots."""
    parts = form.split(SLOT)
    return "".join(f"{part}{slot}" for part, slot in zip(parts, chain(slots, [""]), strict=True))


@cache
def _natives(code: str) -> dict[str, str]:
    """The shortest way to ask by the English one, those that say most first."""
    shortest: dict[str, str] = {}
    for form, english in sorted(function_words(code).frames.items(), key=lambda pair: len(pair[0])):
        if form.count(SLOT) == english.count(SLOT) and "/" not in form:
            shortest.setdefault(english, form)
    return dict(sorted(shortest.items(), key=lambda pair: _weight(pair[0])))


def _framed(sentence: str, code: str) -> str:
    bare = sentence.rstrip(_END)
    bare, end = bare.lstrip(_BEGIN), sentence[len(bare) :]
    for form, english in _frames(code):
        if found := form.fullmatch(bare):
            return _filled(english, (_said(slot, code) for slot in found.groups())) + end
    return _said(bare, code) + end


def _said(slot: str, code: str) -> str:
    """What stands in a frame: a pronoun, or a thing behind its article, of which some may be pointed at."""
    first, _, rest = slot.partition(" ")
    known, said = language(code), function_words(code).said
    if not rest and first.lower() in known.articles | known.anaphors:
        return "it"
    if re.fullmatch(_pointing(code), slot, re.IGNORECASE):
        return said[slot.lower()]
    article = "a" if first.lower() in known.indefinite else "the" if first.lower() in known.articles else ""
    slot = f"{article} {rest}" if article and rest else slot
    return " ".join(re.sub(_pointing(code), lambda found: said[found[0].lower()], slot, flags=re.IGNORECASE).split())


@cache
def _forms(code: str) -> list[re.Pattern[str]]:
    """The ways to ask in both languages, those that say most first."""
    frames = function_words(code).frames
    return [_compiled(form) for form in sorted(dict.fromkeys((*frames, *frames.values())), key=_weight)]


@cache
def _frames(code: str) -> list[tuple[re.Pattern[str], str]]:
    """The ways to ask, those that say most first."""
    frames = function_words(code).frames
    return [(_compiled(form), frames[form]) for form in sorted(frames, key=_weight)]


def _weight(form: str) -> int:
    return 2 * form.count(SLOT) - len(form.split())


@cache
def _compiled(form: str) -> re.Pattern[str]:
    ways = ("(.+?)" if word == SLOT else f"(?:{'|'.join(map(re.escape, word.split('/')))})" for word in form.split())
    return re.compile(r"\s+".join(ways), re.IGNORECASE)


@cache
def _pointing(code: str) -> str:
    said = sorted(function_words(code).said, key=len, reverse=True)
    return rf"(?<!\w)(?:{'|'.join(map(re.escape, said))})(?!\w)"
