"""Yes or no where one sentence, bullet or row of the course decides it; a wrong verdict is worse than none."""

import re
from collections.abc import Iterator, Sequence, Set
from itertools import pairwise

from studybot.answer.asks import without_choice, yes_no_clause
from studybot.answer.banked import banked
from studybot.answer.claims import Claim, claims, headed, spoken_first
from studybot.answer.direction import negated, opposes
from studybot.answer.modal import allowed, denied, judges, obliges
from studybot.answer.parts import BRACKETS, HAVE_TO, SENTENCE_END, SUBJECT, Piece, is_contested, pieces, said_of, whole
from studybot.answer.senses import Signs, poles_of, signs
from studybot.answer.worth import is_within
from studybot.corpus.plain import plain
from studybot.facts import Facts
from studybot.facts.language import Language, language
from studybot.facts.members import label_of
from studybot.text import STOPWORDS, stem, stems, words
from studybot.types import Citation, Hit, Match, Statement, Understanding

DECIDES = 0.4  # chance from which the likeliest unit may decide
FEWEST = 2  # words of a question that can be decided
SAID = 0.75  # share of what is called a mistake that a question must say
SHARED = 0.5  # share of what is asked that a denial must speak of
_CLAUSES = re.compile(r"[,;]\s+|\s+[–—-]\s+")
_SHORT = re.compile(r"\((?P<letters>[A-Z]{2,})s?\)")
_PRICE = re.compile(r"[$€£₹]\s?\d")


def verdict_lead(question: Understanding, ranked: Sequence[tuple[Match, Hit]], facts: Facts) -> list[Statement]:
    """Return "Yes" or "No" with the unit that decides it, [] when none does."""
    known = language(facts.language)
    if not ranked:
        return []
    match, hit = ranked[0]
    found = {says for says in (_told(question, match, hit, known), banked(question, ranked, known)) if says is not None}
    if len(found) != 1:
        return []
    proof = Citation(passage=hit.passage, start=match.start, end=match.end)
    return [Statement(text=f"{known.yes if found.pop() else known.no}.", citations=(proof,), framed=True)]


def _told(question: Understanding, match: Match, hit: Hit, known: Language) -> bool | None:
    """What the words of a unit that is likely say to a question, None where none of them decides."""
    asked = yes_no_clause(question, known)
    text = without_choice(question.focus or question.text)
    compares = bool(set(words(asked)) & known.comparing)  # which of two it is, their order in a sentence does not say
    denies = negated(SENTENCE_END.split(text[text.find(asked) :])[0], known)
    denies |= bool(set(words(text)) & known.mistaken)  # "is it a myth that ...": a Yes would mean both
    if match.score < DECIDES or not asked or compares or denies or judges(asked, known):
        return None
    if set(words(label_of(hit.passage.cut(match)))) & known.mistaken:
        return False if is_claimed(asked, hit.passage.cut(match), known) else None
    if set(words(asked)) & known.anaphors:
        asked = text.rstrip("?")  # "once it is on, can I turn it off": what "it" is stands before
    return _verdict(asked, match, hit, known)


def is_claimed(asked: str, said: str, known: Language) -> bool:
    """Whether a question asks if that holds which a text claims behind its label ("Myth 3: if ..., we can ..."): it says nearly
    all of one of the clauses, conditions aside, and these are most of its own words.
    """
    wanted = set(stems(asked)) - {stem(word) for word in known.yes_marks}
    for clause in _CLAUSES.split(plain(said).partition(":")[2]):
        own = set(stems(clause))
        shared, is_condition = own & wanted, set(words(clause)[:1]) & known.conditions
        told = len(own) >= FEWEST and len(shared) >= max(SAID * len(own), SHARED * len(wanted))
        if told and not is_condition and not negated(clause, known) and not opposes(asked, clause, known):
            return True
    return False


def _verdict(asked: str, match: Match, hit: Hit, known: Language) -> bool | None:
    """What a unit says to a question, None when none of its claims decides or two of them disagree."""
    *above, last = hit.passage.path[1:] or hit.passage.path
    heading = BRACKETS.sub("", last)
    if negated(heading, known):
        return None  # "Without a pool": what holds there does not hold in general
    if _of_sister(signs(heading, known).keys(), signs(asked, known), " ".join(above), known):
        return None
    for told in (claims(asked, match, hit, known), headed(hit)):
        found = {says for claim in told if (says := _decides(asked, claim, known)) is not None}
        if found:
            return found.pop() if len(found) == 1 else None
    return None


def _decides(asked: str, claim: Claim, known: Language) -> bool | None:
    """What a claim says to a question."""
    names, other = frozenset(words(f"{claim.path} {claim.label}")) & known.reversers, _is_other_kind(asked, claim)
    asked = " ".join(word for word in asked.split() if word.lower() not in names)  # "delete markers" deletes nothing
    wanted = signs(asked, known)
    if any(poles_of(claim.path, known).get(name) == -sign for name, sign in poles_of(asked, known).items()):
        return None  # "private" is asked about, and the section is the public one's
    # What the headings say is the thing itself: "block" in "Block List" turns nothing round.
    beside = signs(_without(asked, claim.path), known)
    named = signs(claim.label.split(" | ")[0], known).keys()
    too_few = len(wanted) < FEWEST or not beside
    # "Small size: free" says so of a part of what is asked to be free.
    of_part = "free" in beside and not named <= {"cost", "free", *beside, *signs(claim.path, known)}
    if too_few or of_part or _of_sister(named, wanted, claim.path, known):
        return None
    if (plainly := spoken_first(claim.text, known)) is not None:
        return _plainly(plainly, wanted, beside, claim, known)
    within = is_within(asked, claim.label, claim.text, known)
    if within is not None and set(words(asked)[:1]) & known.leave:
        return within
    price = _price(asked, beside, claim, known)
    says = _by_words(asked, wanted, beside, claim, known)
    if price is not None:
        return price if says is not (not price) else None
    turning = known.by_itself if obliges(asked, known) else frozenset[str]()  # what happens by itself is no duty
    contested = says is not None and is_contested(says, beside, whole(claim.label, claim.text, known), known, turning)
    return None if contested or (says and other) else says


def _of_sister(subject: Set[str], wanted: Signs, above: str, known: Language) -> bool:
    """Whether something is about what headings name beside what is asked about: below "roles, groups" the other one."""
    named = signs(above, known).keys()
    asked = wanted.keys() | {word for form in _forms(above) if form & wanted.keys() for word in form}
    return bool(subject and named & wanted.keys()) and subject <= named - asked


def _forms(above: str) -> Iterator[frozenset[str]]:
    """The words of each name that headings give in full and, in brackets, in short: one thing."""
    for short in _SHORT.finditer(above):
        letters = short["letters"].lower()
        full = re.findall(r"[^\W_]+", above[: short.start()])[-len(letters) :]
        if "".join(word[0] for word in full).lower() == letters:
            yield frozenset({*stems(" ".join(full)), stem(letters)})


def _plainly(says: bool, wanted: Signs, beside: Signs, claim: Claim, known: Language) -> bool | None:
    """What a cell or label that says yes or no says to a question which names both its row and its column."""
    label = signs(BRACKETS.sub("", claim.label), known)
    turned = any(label.get(name) == -sign for name, sign in wanted.items())  # "stateless?" of a row "Stateful?"
    spoken_of = _share(beside, {**label, **signs(claim.text, known)}) >= SHARED
    return says is not turned if spoken_of and _named(wanted, claim.label, known) else None


def _by_words(asked: str, wanted: Signs, beside: Signs, claim: Claim, known: Language) -> bool | None:
    """What the clauses of a claim say, by the words that it shares with a question, else by whether it denies or allows."""
    label = signs(BRACKETS.sub("", claim.label), known)
    rest = _without(asked, claim.path)
    said = whole(claim.label, claim.text, known)
    parts = [part for text in ([claim.label, said] if said == claim.text else [said]) for part in pieces(text, known)]
    own = [part for part in parts if not _of_sister(said_of(part.text, known), wanted, claim.path, known)]
    if parts[:1] != own[:1]:
        return None
    found = {says for part in own if (says := _part(rest, wanted, beside, part, label, known)) is not None}
    if " | " in claim.label and not _named(wanted, claim.label.split(" | ")[0], known):
        found -= {True}  # a row of something else
    if not found:
        denies = denied(asked, frozenset(beside), claim.text, known, claim.score)
        alone = denies is None and " | " not in claim.label  # a cell's row may say more
        return allowed(asked, frozenset(beside), claim.text, known, claim.score) if alone else denies
    return found.pop() if len(found) == 1 else None


def _is_other_kind(asked: str, claim: Claim) -> bool:
    """Whether a claim has another word in front of a thing than a question does, which only headings say: "object storage"."""
    behind = [pair for pair in pairwise(words(asked)[2:]) if pair[1] not in STOPWORDS]  # of "does clay", clay is the subject
    kinds = {stem(thing): stem(kind) for kind, thing in behind if stem(kind) in stems(claim.path)}
    said = {(stem(t), stem(k)) for k, t in pairwise(words(claim.text)) if stem(t) in kinds and k not in STOPWORDS}
    others = {thing for thing, kind in said if kind not in stems(asked)}
    return bool(others - {thing for thing, kind in said if kind == kinds[thing]})


def _without(text: str, path: str) -> str:
    """A text without the words of some headings."""
    named = frozenset(map(stem, words(path)))
    return " ".join(word for word in text.split() if not frozenset(map(stem, words(word))) & named)


def _part(asked: str, wanted: Signs, beside: Signs, piece: Piece, label: Signs, known: Language) -> bool | None:
    """What one clause says: it denies some of what is asked and the rest is its subject, or it affirms all of it."""
    part = piece.text
    said = signs(part, known)
    turned = {name for name, sign in beside.items() if said.get(name) == -sign}
    same = {name for name, sign in beside.items() if said.get(name) == sign}
    asked_words, said_words = set(words(asked)), set(words(part))
    opens = part.split()[:1]
    if (set(words(piece.clause)) - asked_words) & known.narrowing or (opens and opens[0].lower() in known.connectives):
        return None
    if (asked_words - said_words) & known.privative:
        return None
    if turned:
        first = next((name for name in said if name in wanted), "")
        spoken = len(turned | same)
        other = turned == {first} and not negated(part, known)  # "outbound is charged" does not deny "inbound"
        leave = not negated(part, known) and asked_words & known.leave and not said_words & known.duties  # "may be the same"
        return False if not other and not leave and spoken >= SHARED * len(beside) else None
    quantified = asked_words & known.quantifiers
    if (
        not same
        or (said_words - asked_words) & known.privative
        or quantified - said_words
        or (quantified and "," in part)
        or negated(part, known)
    ):
        return None
    if (asked_words & known.duties or HAVE_TO.search(asked)) and not said_words & known.duties:
        return None
    digits = {word for word in asked_words if any(map(str.isdigit, word))}
    covered = {name for name, sign in label.items() if beside.get(name) == sign} | same
    return True if beside.keys() <= covered and digits <= said_words | set(words(" ".join(label))) else None


def _price(asked: str, beside: Signs, claim: Claim, known: Language) -> bool | None:
    """Whether what is asked about has a price, where a question of cost meets one, or "free".

    What the clause says that speaks of most of it; where two disagree it speaks of all.
    """
    spoken = words(asked)
    free = any(
        word in known.free and not set(spoken[place + 1 : place + 2]) - known.connectives for place, word in enumerate(spoken)
    )
    if not free and "cost" not in beside:
        return None
    above = f"{claim.label} {claim.path if 'free' in beside else ''}"
    told = [
        (_share(beside, signs(said, known)), _is_free(said, part, asked, known))
        for part in pieces(claim.text, known)
        for said in [f"{above} {' '.join(part.clause.split()[:SUBJECT])} {part.text}"]
    ]
    share = max((share for share, _ in told), default=0.0)
    plainly = {says for _, says in told if says is not None}
    best = {says for own, says in told if own == share and says is not None}
    return best.pop() is free if len(best) == 1 and share >= (SHARED if len(plainly) == 1 else 1.0) else None


def _is_free(said: str, part: Piece, asked: str, known: Language) -> bool | None:
    """Whether a clause says that something is free, or has a price; None where neither is plain or a condition stands there."""
    narrowed = (set(words(f"{said} {part.clause}")) - set(words(asked))) & known.narrowing
    if narrowed or (set(words(asked)) - set(words(said))) & known.quantifiers:
        return None
    is_free = bool(set(words(said)) & known.free) and not negated(said, known)
    return is_free if is_free is not bool(_PRICE.search(said)) else None


def _named(wanted: Signs, label: str, known: Language) -> bool:
    """Whether both a row's name and a column's name of a cell are asked about; a label is one name."""
    return all(wanted.keys() & signs(name, known).keys() for name in label.split("|"))


def _share(beside: Signs, said: Signs) -> float:
    """The share of what is asked that is spoken of; what only asks for a price does not count."""
    asked = beside.keys() - {"cost", "free"}
    return sum(name in said for name in asked) / len(asked) if asked else 1.0
