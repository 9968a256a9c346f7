"""What the first line below a heading says of the thing that the heading names, without naming it again, as slides do."""

from collections.abc import Sequence
from itertools import takewhile

from studybot.corpus.plain import plain
from studybot.facts.definitions import ARTICLES, PRAISED
from studybot.facts.language import Language
from studybot.facts.sentence import OPTION_LIMIT, Saying
from studybot.facts.usage import Usage, names_of
from studybot.facts.written import clean, is_plural
from studybot.text import STOPWORDS, stems, words

ABOVE = 2  # headings: the first one is the topic, which is no term of its own
FEWEST = 5  # words of what is said; fewer are a remark
NARROWS = 6  # words of a kind of thing before the clause that tells which
BEHIND = 2  # words between a clause's first and its verb


def entitled(line: str, path: Sequence[str], usage: Usage, known: Language) -> Saying | None:
    """Return what the first line below a heading says that its thing is, or does; None where the form leaves it open.

    A kind of thing and a clause that tells which is what it is ("A network of boats that ..."); a verb of the third person
    is what it does ("Carries ..."). What is more than one thing, or only a part of the topic (`Example`), has no meaning.
    """
    label, text = names_of(path[-1])[0], clean(plain(line))
    said, own = words(text), set(stems(label))
    parts = is_plural(label) or usage.is_attribute(label) or set(words(label)) & known.all_of
    if len(path) < ABOVE or parts or not usage.is_thing(label):
        return None
    closed = known.pointing | known.demonstratives | known.anaphors | known.persons | known.addressing | known.question_words
    leans = (
        (closed - known.relative) & set(said) or known.praise & set(said[:PRAISED]) or said[-1:] == [] or said[-1] in STOPWORDS
    )
    whole = len(said) >= FEWEST and len(text) <= OPTION_LIMIT and not line.rstrip().endswith((":", "?"))
    if leans or not whole or own & set(stems(text)):
        return None
    if _is_kind(said, usage, known):
        return Saying("is", label, text)
    return Saying("does", label, text[0].lower() + text[1:]) if _is_deed(said, usage, known) else None


def _is_kind(said: Sequence[str], usage: Usage, known: Language) -> bool:
    """Whether a text is a noun with its article or with what tells which one, and no whole sentence."""
    front = list(takewhile(lambda word: word not in known.connectives | known.relative | known.instruments, said))
    noun = bool(front) and len(front) <= NARROWS and not any(word not in ARTICLES and usage.is_verb(word) for word in front)
    clauses = [at for at, word in enumerate(said) if word in known.relative]
    tells = len(front) < len(said) and (said[0] in ARTICLES - {"the"} or min(clauses, default=len(said) + NARROWS) <= NARROWS)
    verbs = [at for at, word in enumerate(said) if word in known.copulas | known.auxiliaries]
    return noun and tells and all(any(0 < at - clause <= BEHIND for clause in clauses) for at in verbs)


def _is_deed(said: Sequence[str], usage: Usage, known: Language) -> bool:
    """Whether a text begins with a verb of the third person, which a noun or a list of nouns does not."""
    verb, behind = said[0], said[1]
    closed = STOPWORDS | known.copulas | known.auxiliaries | known.light
    plainly = verb.endswith("s") and not verb.endswith("ss") and verb not in closed and usage.is_verb(verb)
    return plainly and behind not in known.relative | known.copulas | known.auxiliaries | {"of", "for"}
