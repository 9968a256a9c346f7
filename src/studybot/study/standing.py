"""Which texts stand by themselves: not torn out of what they go on with, not told to the reader, not said by their label."""

import re
from itertools import pairwise

from studybot.facts.language import language
from studybot.facts.shape import measure
from studybot.facts.written import is_open
from studybot.text import STOPWORDS, stems, words
from studybot.types import Citation

_MARKUP = re.compile(r"\]\(|\\\[|\S\^\{?\d.*\^|\w\.(?:png|jpe?g|gif|svg)\b")  # links, formulas and pictures
_RESUMES = re.compile(r"(\w+),")  # a first word that joins to the sentence before: `Thus, ...`
SUBJECT = 3  # words by which a purpose that is a sentence has its verb


def describes_alone(text: str) -> bool:
    """Whether a text behind a label says what the label names: no advice or question, and not torn out of its page."""
    known, said, resumes = language(), words(text), _RESUMES.match(text)
    if not said or is_torn(text) or "?" in text or text.startswith("(") or (resumes and resumes[1].lower() in known.resuming):
        return False
    pointing = known.anaphors - known.demonstratives - known.relative
    return said[0] not in pointing and not set(said[:2]) & known.addressing


def defines(text: str) -> bool:
    """Whether a text may say what its label is: it begins with no number of things, no denial, no limit, no participle."""
    known, first, part = language(), words(text)[:1], re.split(r"[,(]", text)[0]
    limits = any(map(str.isdigit, part)) and bool(measure(part))
    return not (limits or is_done(text) or set(first) & known.universal or any(map(known.denies, first)))


def is_done(text: str) -> bool:
    """Whether a text begins with what was done to its label: "attached to a group"."""
    first, second = [*words(text)[:2], "", ""][:2]
    return first.endswith("ed") and second in language().connectives


def lead_in(citation: Citation) -> str:
    """Return the paragraph that leads in to the list that a citation is of; "" where there is none."""
    passage = citation.passage
    above = [passage.cut(block) for block in passage.blocks if block.end <= citation.start][-1:]
    return "".join(text for text in above if text.rstrip("* ").endswith(":"))


def is_torn(text: str) -> bool:
    """Whether a text ends in the middle, holds a link or a formula, or points at its page: "discussed above"."""
    known, said = language(), words(text)
    cut = is_open(text) or (not text.endswith((".", ")")) and said[-1] in {"a", "an", "the"})
    pointed = any(word in known.pointing and before.endswith("ed") for before, word in pairwise(said))
    return cut or pointed or bool(_MARKUP.search(text))


def is_whole(sentence: str) -> bool:
    """Whether a sentence can be asked without its page: it points at nothing but at a clause behind (`those who`)."""
    known, said = language(), words(sentence)
    follows = known.relative | known.anaphors | known.pointing
    return not is_torn(sentence) and not any(
        word in known.demonstratives and after not in follows for word, after in zip(said, [*said[1:], ""], strict=True)
    )


def is_deed(purpose: str) -> bool:
    """Whether a purpose says what a command does: no place, no name, and no sentence about it."""
    known, said = language(), words(purpose)
    closed = known.connectives - {"for", "to"} | known.anaphors | known.addressing | known.conditions
    outside, (aside, *_) = re.sub(r"\([^)]*\)", "", purpose), [*re.findall(r"\(([^)]*)\)$", purpose), ""]
    told = any(word[:1].islower() for word in outside.split()) and not re.fullmatch(r"\w+: \S+ \S+", purpose)
    narrowed = any(word in known.limits or known.negates(word) for word in words(aside))  # whose contents, or when it may be
    return bool(said) and said[0] not in closed and told and not narrowed and not is_stated(purpose)


def is_stated(text: str) -> bool:
    """Whether a text says that something is so, or may be: "the notes were sour"."""
    known, said = language(), words(text)
    verbs = set(said[:SUBJECT]) & (known.copulas | known.leave) | set(said[1:SUBJECT]) & known.auxiliaries
    return bool(verbs) and said[0] not in known.question_words


def repeats(text: str, label: str) -> bool:
    """Whether a text says nothing but its label, as a list does that is shown as it is written."""
    said = {word for word in stems(text) if word not in STOPWORDS}
    return bool(said) and said <= set(stems(label))
