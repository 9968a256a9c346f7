"""Options that a learner pastes with a question: which of them the course speaks for, by what it says of each."""

import re
from collections.abc import Sequence
from typing import NamedTuple

from studybot.answer.choose import likeliest_units
from studybot.answer.direction import negated
from studybot.answer.extract import statements_of
from studybot.answer.judge import answers
from studybot.answer.understand import asked_part
from studybot.facts.language import Language, language
from studybot.shown import cut
from studybot.text import stems, words
from studybot.types import Answer, Hit, Match, Statement

# By how much an option must lead: on 60 exercises of the packaged course 53 were that far apart, and all of them right.
MARGIN = 1.0
SAID = 3.0  # weight of the share of an option's words that the course says against the answer scorer's logit
UNITS = 12  # likeliest units of the question that are compared with each option
LONGEST = 120  # characters of an option that are named
UNDECIDED = "The course does not decide between these. This is what it says:"
_MARK = re.compile(r"(?:^|(?<=\s))\(?(?P<letter>[A-Fa-f1-6])[).:]\s+")
_LETTER = re.compile(r"\b(?:(?:option|answer|choice) (?P<named>[A-Fa-f])|(?:not|about|is) (?P<bare>[A-F]))(?=\W*$)")


class Options(NamedTuple):
    """A question with its options by their letters, "" as its stem where it says nothing without them."""

    stem: str
    texts: dict[str, str]


def options_in(text: str) -> Options | None:
    """Return the options that stand at the end of a text, None where it has none."""
    marks = list(_MARK.finditer(text))
    for place, first in enumerate(marks):
        run = [first] if first["letter"] in "Aa1" else []
        for mark in marks[place + 1 :] if run else ():
            if ord(mark["letter"]) == ord(run[-1]["letter"]) + 1:
                run.append(mark)
        ends = [*(mark.start() for mark in run[1:]), len(text)]
        texts = {mark["letter"].upper(): text[mark.end() : end].strip(" ,;.") for mark, end in zip(run, ends, strict=False)}
        stem = text[: first.start()].strip(" :")
        if len(run) > 1 and all(map(stems, texts.values())) and stem:
            return Options(stem if len(stems(stem)) > 1 else "", texts)
    return None


def spelled_out(text: str, history: Sequence[Answer]) -> str:
    """Return a text with an option of the question before in the place of its letter: "why not A?"."""
    before = next((found for answer in reversed(history) if (found := options_in(answer.question.text))), None)
    letter = _LETTER.search(text)
    if before is None or letter is None:
        return text
    name = (letter["named"] or letter["bare"]).upper()
    where = letter.span("named" if letter["named"] else "bare")
    return f"{text[: where[0]]}{before.texts.get(name, name)}{text[where[1] :]}"


def picked(options: Options, whole: Answer, each: Sequence[Sequence[Hit]], code: str) -> Answer:
    """Return the answer to a question with options: what the course says of the one that it speaks for, then the rest.

    `each` are the hits of the question with one option each. Where none leads clearly, or the one that does not hold is
    asked for, none is named.
    """
    scores = {letter: _said(text, whole.hits, hits) for (letter, text), hits in zip(options.texts.items(), each, strict=True)}
    best, second = sorted(scores, key=lambda letter: scores[letter], reverse=True)[:2]
    turned = _is_turned(options.stem or whole.question.text, language(code))
    proof = _proof(each[list(options.texts).index(best)])
    if turned or scores[best] - scores[second] < MARGIN or not proof:
        return whole.model_copy(update={"said": UNDECIDED}) if whole.statements else whole
    around = [one for one in whole.statements if _holds(one, proof[0])]
    statements = (*(around or proof), *(one for one in whole.statements if one not in around))
    certainty = whole.certainty if whole.statements else "closest"
    said = f"Of these the course speaks for {best}: {cut(options.texts[best], LONGEST)}"
    update = {"said": said, "statements": statements, "outcome": "covered", "certainty": certainty, "reason": ""}
    hits = whole.hits if whole.statements else tuple(each[list(options.texts).index(best)])
    return whole.model_copy(update={**update, "hits": hits})


def _is_turned(stem: str, known: Language) -> bool:
    """Whether the option that does not hold is asked for: "which is NOT", "which is false", "all except"."""
    asked = asked_part(stem)
    return negated(asked, known) or bool(set(words(asked)) & (known.no_marks | known.judging | known.excepting))


def _holds(statement: Statement, other: Statement) -> bool:
    """Whether a statement quotes what another one does."""
    proof = other.citations[0]
    return any(one.passage.id == proof.passage.id and one.start <= proof.start < one.end for one in statement.citations)


def _said(option: str, of_question: Sequence[Hit], of_option: Sequence[Hit]) -> float:
    """How much the course says an option: among what answers the question, in its own likeliest unit, and how sure that is."""
    own = frozenset(stems(option))
    among = sum(match.score * _share(own, match, hit) for match, hit in likeliest_units(of_question)[:UNITS])
    alone = max((_share(own, match, hit) for match, hit in likeliest_units(of_option)[:1]), default=0.0)
    return answers(of_option).get("unit_answers", 0.0) + SAID * (among + alone)


def _share(own: frozenset[str], match: Match, hit: Hit) -> float:
    """The share of an option's words that a unit and the headings above it say."""
    return len(own & frozenset(stems(f"{' '.join(hit.passage.path[1:])} {hit.passage.cut(match)}"))) / len(own)


def _proof(hits: Sequence[Hit]) -> tuple[Statement, ...]:
    """The likeliest unit of an option, as a statement."""
    units = likeliest_units(hits)[:1]
    return tuple(one for match, hit in units for one in statements_of(hit.passage, [(match.start, match.end)]))[:1]
