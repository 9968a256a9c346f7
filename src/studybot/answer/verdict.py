"""Yes or no where one sentence, bullet or row of the course decides it; a wrong verdict is worse than none."""

from collections.abc import Sequence, Set

from studybot.answer.asks import without_choice, yes_no_clause
from studybot.answer.banked import banked
from studybot.answer.borne import borne
from studybot.answer.claims import Claim, claims, headed, is_claimed, spoken_first
from studybot.answer.compared import compared, compares
from studybot.answer.direction import negated, spoken
from studybot.answer.modal import allowed, denied, judges, obliges
from studybot.answer.parts import (
    BRACKETS,
    HAVE_TO,
    SENTENCE_END,
    Piece,
    is_bidden,
    is_contested,
    is_left,
    pieces,
    said_of,
    whole,
)
from studybot.answer.priced import is_limited, is_mixed, priced, share
from studybot.answer.senses import Signs, poles_of, signs
from studybot.answer.sister import is_above, is_foreign, is_of_kind, is_of_sister, is_other_kind, is_turned, names_another
from studybot.answer.worth import disagrees, is_within
from studybot.corpus.plain import plain
from studybot.facts import Facts
from studybot.facts.language import Language, language
from studybot.facts.members import label_of
from studybot.ports import Embedder
from studybot.text import stem, words
from studybot.types import Citation, Hit, Match, Statement, Understanding

DECIDES = 0.4  # chance from which the likeliest unit may decide
FEWEST = 2  # words of a question that can be decided
SHARED = 0.5  # share of what is asked that a denial must speak of


def verdict_lead(
    question: Understanding, ranked: Sequence[tuple[Match, Hit]], facts: Facts, embedder: Embedder | None = None
) -> list[Statement]:
    """Return "Yes" or "No" with the unit that decides it, [] when none does."""
    known = language(facts.language)
    if not ranked:
        return []
    match, hit = ranked[0]
    if names_another(question.focus or question.text, match, hit, (one for _, one in ranked[1:])):
        return []
    found = {says for says in (_told(question, match, hit, known), banked(question, ranked, known)) if says is not None}
    if not found and borne(question, ranked, known, embedder):
        found = {True}
    asked = question.focus or question.text
    limits = found == {bool(set(words(asked)) & known.free)} and is_limited(asked, match, hit.passage, known)
    told = plain(hit.passage.cut(match))
    if len(found) != 1 or limits or (found == {True} and not is_of_kind(without_choice(asked), told, known)):
        return []
    proof = Citation(passage=hit.passage, start=match.start, end=match.end)
    return [Statement(text=f"{known.yes if found.pop() else known.no}.", citations=(proof,), framed=True)]


def _told(question: Understanding, match: Match, hit: Hit, known: Language) -> bool | None:
    """What the words of a unit that is likely say to a question, None where none of them decides."""
    asked = yes_no_clause(question, known)
    text = without_choice(question.focus or question.text)
    # "Can it live without light" asks for leave, as long as no price is meant by it.
    aside = {"without"} if set(words(asked)[:1]) & known.leave and not {"cost", "free"} & signs(asked, known).keys() else set()
    denies = any(map(known.negates, set(spoken(SENTENCE_END.split(text[text.find(asked) :])[0])) - aside))
    denies |= bool(set(words(text)) & known.mistaken)  # "is it a myth that ...": a Yes would mean both
    if match.score < DECIDES or not asked or denies or judges(asked, known):
        return None
    if set(words(label_of(hit.passage.cut(match)))) & known.mistaken:
        return False if is_claimed(asked, hit.passage.cut(match), known) else None
    if set(words(asked)) & known.anaphors:  # what "it" is stands before
        told = text.replace(asked, " ").split()
        if any(_turns(word, known) for word in told):
            return None  # what is lost or deleted is not as the text tells of it
        asked = " ".join([asked.rstrip("?"), *told]).rstrip("?")
    elif set(words(text)[:1]) & known.conditions:
        asked = text.rstrip("?")
    if compares(asked, known):  # which of two it is, their order in a sentence does not say
        return compared(asked, plain(hit.passage.cut(match)), known)
    return _verdict(_undone(asked, known), match, hit, known)


def _turns(word: str, known: Language) -> bool:
    """Whether a word turns round what follows."""
    return bool(set(words(word)) & (known.reversers | known.privative)) or negated(word, known)


def _undone(asked: str, known: Language) -> str:
    """A question without what the asker says to have done: "can I restore a file that I deleted"."""
    spoken = asked.split()
    aside = known.conditions | known.connectives | known.question_words | known.excepting
    for place, word in enumerate(spoken[3:], 3):
        if word.lower() == "i" and spoken[place - 1].lower() not in aside:
            return " ".join(spoken[: place - (spoken[place - 1].lower() in known.demonstratives | known.subordinate)])
    return asked


def _verdict(asked: str, match: Match, hit: Hit, known: Language) -> bool | None:
    """What a unit says to a question, None when none of its claims decides or two of them disagree."""
    *above, last = hit.passage.path[1:] or hit.passage.path
    heading = BRACKETS.sub("", last)
    if negated(heading, known):
        return None  # "Without a pool": what holds there does not hold in general
    if is_of_sister(signs(heading, known).keys(), signs(asked, known), " ".join(above), known):
        return None
    for told in (list(claims(asked, match, hit, known)), list(headed(hit))):
        if any(disagrees(asked, claim.text, known) for claim in told):
            return None
        decided = [(says, claim) for claim in told if (says := _decides(asked, claim, known)) is not None]
        found = {says for says, claim in decided if not (says and is_above(asked, claim, hit.passage.path, known))}
        if found:
            return found.pop() if len(found) == 1 else None
    return None


def _decides(asked: str, claim: Claim, known: Language) -> bool | None:
    """What a claim says to a question."""
    names, other = frozenset(words(f"{claim.path} {claim.label}")) & known.reversers, is_other_kind(asked, claim, known)
    asked = " ".join(word for word in asked.split() if word.lower() not in names)  # "delete markers" deletes nothing
    wanted = signs(asked, known)
    if any(poles_of(claim.path, known).get(name) == -sign for name, sign in poles_of(asked, known).items()):
        return None  # "private" is asked about, and the section is the public one's
    # What the headings say is the thing itself: "block" in "Block List" turns nothing round.
    rest = _without(asked, claim.path)
    if not signs(rest, known) and wanted.keys() <= signs(claim.text, known).keys():
        rest = asked  # "Rotating the log: it does not rotate the log": all of it is the thing, and the text says it again
    beside = signs(rest, known)
    named = signs(claim.label.split(" | ")[0], known).keys()
    too_few = len(wanted) < FEWEST or not beside
    # "Small size: free" says so of a part of what is asked to be free.
    of_part = "free" in beside and not named <= {"cost", "free", *beside, *signs(claim.path, known)}
    if too_few or of_part or is_of_sister(named, wanted, claim.path, known):
        return None
    if (plainly := spoken_first(claim.text, known)) is not None:
        return _plainly(plainly, wanted, beside, claim, known)
    within = is_within(asked, claim.label, claim.text, known)
    if within is not None and set(words(asked)[:1]) & known.leave:
        return within
    price = priced(asked, beside, claim, known)
    mixed = price is None and is_mixed(asked, claim.text, known)
    says = None if mixed else _by_words(asked, rest, wanted, beside, claim, known)
    if price is not None:
        return price if says is not (not price) else None
    turning = known.by_itself if obliges(asked, known) else frozenset[str]()  # what happens by itself is no duty
    turning |= known.privative if set(words(asked)) & known.approving else frozenset[str]()
    contested = says is not None and is_contested(says, beside, whole(claim.label, claim.text, known), known, turning)
    return None if contested or (says and other) else says


def _plainly(says: bool, wanted: Signs, beside: Signs, claim: Claim, known: Language) -> bool | None:
    """What a cell or label that says yes or no says to a question which names both its row and its column."""
    label = signs(BRACKETS.sub("", claim.label), known)
    turned = any(label.get(name) == -sign for name, sign in wanted.items())  # "stateless?" of a row "Stateful?"
    spoken_of = share(beside, {**label, **signs(claim.text, known)}) >= SHARED
    return says is not turned if spoken_of and _named(wanted, claim.label, known) else None


def _by_words(asked: str, rest: str, wanted: Signs, beside: Signs, claim: Claim, known: Language) -> bool | None:
    """What the clauses of a claim say, by the words that it shares with a question, else by whether it denies or allows."""
    label = signs(BRACKETS.sub("", claim.label), known)
    said = whole(claim.label, claim.text, known)
    parts = [part for text in ([claim.label, said] if said == claim.text else [said]) for part in pieces(text, known)]
    own = [part for part in parts if not is_of_sister(said_of(part.text, known), wanted, claim.path, known)]
    if parts[:1] != own[:1]:
        return None
    everything = signs(said, known).keys() | label.keys()
    said_by = [
        (part, says) for part in own if (says := _part(rest, wanted, beside, part, label, everything, known)) is not None
    ]
    above = {name: sign for name, sign in wanted.items() if name not in beside}
    found = {
        says
        for part, says in said_by
        if not (says and is_turned(above, part.text if part.text in said else f"{part.text} {said}", claim.path, known))
        and not (says and is_foreign(part.text, wanted, f"{claim.label} {claim.path}", known))
    }
    narrowed = set(words(claim.label)) - set(words(asked))
    if narrowed & known.ordinals or (" | " in claim.label and not _named(wanted, claim.label.split(" | ")[0], known)):
        found -= {True}  # a row of something else, or of the first of several
    if not found:
        denies = denied(asked, frozenset(beside), claim.text, known, claim.score)
        alone = denies is None and " | " not in claim.label  # a cell's row may say more
        return allowed(asked, frozenset(beside), claim.text, known, claim.score) if alone else denies
    return found.pop() if len(found) == 1 else None


def _without(text: str, path: str) -> str:
    """A text without the words of some headings."""
    named = frozenset(map(stem, words(path)))
    return " ".join(word for word in text.split() if not frozenset(map(stem, words(word))) & named)


def _part(
    asked: str, wanted: Signs, beside: Signs, piece: Piece, label: Signs, everything: Set[str], known: Language
) -> bool | None:
    """What one clause says: it denies some of what is asked and the rest is its subject, or it affirms all of it."""
    part = piece.text
    said = signs(part, known, beside.keys() - everything)
    turned = {name for name, sign in beside.items() if said.get(name) == -sign}
    same = {name for name, sign in beside.items() if said.get(name) == sign}
    asked_words, said_words = set(words(asked)), set(words(part))
    opens = part.split()[:1]
    ahead = bool(opens) and opens[0].lower() in known.connectives and not asked_words.intersection(words(part)[1:2])
    if (set(words(piece.clause)) - asked_words) & known.narrowing or ahead:
        return None
    if (asked_words - said_words) & known.privative or (
        is_bidden(part, known) and not asked_words & (known.leave | known.duties)
    ):
        return None
    if turned:
        first = next((name for name in said if name in wanted), "")
        speaks = len(turned | same | (beside.keys() & label.keys()))
        other = (
            turned == {first} and len(said) > 1 and not negated(part, known)
        )  # "outbound is charged" does not deny "inbound"
        leave = not negated(part, known) and asked_words & known.leave and not said_words & known.duties  # "may be the same"
        stays = asked_words & known.leave and is_left(part, known)
        return False if not other and not leave and not stays and speaks >= SHARED * len(beside) else None
    quantified = asked_words & known.quantifiers
    if (
        not same
        or (said_words - asked_words) & known.privative
        or {stem(word) for word in quantified - said_words} - label.keys()
        or (quantified and "," in part)
        or negated(part, known)
    ):
        return None
    if (asked_words & known.duties or HAVE_TO.search(asked)) and not said_words & known.duties:
        return None
    digits = {word for word in asked_words if any(map(str.isdigit, word))}
    covered = {name for name, sign in label.items() if beside.get(name) == sign} | same
    return True if beside.keys() <= covered and digits <= said_words | set(words(" ".join(label))) else None


def _named(wanted: Signs, label: str, known: Language) -> bool:
    """Whether both a row's name and a column's name of a cell are asked about; a label is one name."""
    return all(wanted.keys() & signs(name, known).keys() for name in label.split("|"))
