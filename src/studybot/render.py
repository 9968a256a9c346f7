"""Values -> Markdown: numbered citations, sources, conversations. The number [n] of a citation exists only here."""

import re
from collections.abc import Sequence
from datetime import UTC
from typing import TYPE_CHECKING, NamedTuple

from studybot.shown import harmless, in_full, join, one_question, tamed
from studybot.speech import language, speaking_in, t
from studybot.types import IMPORTED, Answer, Citation, Exercise, Statement, Turn

if TYPE_CHECKING:
    from jinja2 import Environment

_ITEM = re.compile(r"\A(?:[-*+]|\d+[.)]) ")
_FENCED = re.compile(r"\A(?P<fence>`{3,})(?P<language>[^\n`]*)\n(?P<code>.*)\n(?P=fence)\Z", re.DOTALL)
LETTERS = "abcdefghijklmnopqrstuvwxyz"  # in front of the options of an exercise


class Numbering(NamedTuple):
    """The numbers of an answer's citations, worked out once: `cited` in their order from 1, and those of each statement.

    A table cites its rows and its header, which comes last. Only the rows carry a mark: `shown` leaves the header's number out.
    """

    cited: list[Citation]
    own: list[list[int]]
    shown: list[list[int]]

    @property
    def marked(self) -> list[tuple[int, Citation]]:
        """The citations that a reader sees a mark of, with their numbers: 1 to the last without a gap."""
        seen = {number for numbers in self.shown for number in numbers}
        return [(number, citation) for number, citation in enumerate(self.cited, start=1) if number in seen]


def numbering(answer: Answer) -> Numbering:
    """Return the numbers of an answer's citations, each span once."""
    headed = [_header_last(statement) for statement in answer.statements]
    pairs = list(zip(answer.statements, headed, strict=True))
    rows = [citation for statement, header in pairs for citation in statement.citations[: -1 if header else None]]
    headers = [statement.citations[-1] for statement, header in pairs if header]
    cited: dict[tuple[str, int, int], Citation] = {}
    for citation in (*rows, *headers):
        cited.setdefault(citation.place, citation)
    order = {key: number for number, key in enumerate(cited, start=1)}
    own = [[order[citation.place] for citation in statement.citations] for statement in answer.statements]
    shown = [numbers[:-1] if header else numbers for numbers, header in zip(own, headed, strict=True)]
    return Numbering(list(cited.values()), own, shown)


def answer_markdown(answer: Answer, *, numbers: Numbering | None = None) -> str:
    """Return the Markdown of an answer: studybot's own words in bold, the course's words with a mark behind each."""
    if answer.outcome != "covered" and not answer.said:
        return refusal(answer)
    numbers = numbers or numbering(answer)
    text = f"{answer.said}\n\n" if answer.said else ""
    for position, (statement, own) in enumerate(zip(answer.statements, numbers.shown, strict=True)):
        marks = " ".join(f"[{number}]" for number in own)
        part = f"### {_named(statement.part)}\n\n" if statement.part else ""
        same_list = bool(position) and not statement.lead and _is_item(statement) and _is_item(answer.statements[position - 1])
        text += ("\n" if same_list else "\n\n" if position else "") + part + _with_marks(statement, marks)
    return text.strip()


def code_runs(statement: Statement) -> tuple[str, list[str]]:
    """Return the language and the cited runs of a statement that is code with lines left out; ("", []) for any other."""
    fenced = _FENCED.match(statement.text)
    runs = [citation.quote for citation in statement.citations]
    if fenced is None or len(runs) < 2 or "\n\n".join(runs) != fenced["code"]:
        return "", []
    return fenced["language"], runs


def row_numbers(statement: Statement, shown: Sequence[int]) -> list[int]:
    """Return for each row of a statement that is a table the number of its citation; [] for any other statement."""
    if not statement.text.startswith("|"):
        return []
    found = [number for number, cited in zip(shown, statement.citations, strict=False) for _ in cited.quote.split("\n")]
    return found if len(found) == statement.text.count("\n") - 1 else []


def _header_last(statement: Statement) -> bool:
    """Whether the last citation is a table's header: it stands above the rows that are cited before it."""
    first, last = statement.citations[0], statement.citations[-1]
    return statement.text.startswith("|") and first.passage.id == last.passage.id and last.start < first.start


def _is_item(statement: Statement) -> bool:
    return bool(_ITEM.match(statement.text))


def _with_marks(statement: Statement, marks: str) -> str:
    """Marks stand behind words; beside the lead, or below, where the text is a table or code."""
    lead = _named(statement.lead)
    if statement.text.startswith(("|", "```")):
        block = _blocks(statement)
        return f"**{lead}** {marks}\n\n{block}" if lead else f"{block}\n\n{marks}"
    text = tamed(statement.text)
    if text.endswith(("```", "~~~")):  # with words behind it a fence would close nothing
        marks = f"\n\n{marks}"
    if _is_item(statement):
        return f"**{lead}**\n\n{text} {marks}" if lead else f"{text} {marks}"
    text = text.removeprefix("> ")
    colon = "" if lead.endswith(("?", "!", ":")) else ":"
    return f"**{lead}{colon}** {text} {marks}" if lead else f"{text} {marks}"


def _blocks(statement: Statement) -> str:
    """The text of a table or of code; where lines of code are left out, the next ones are a block of their own."""
    language, runs = code_runs(statement)
    fence = statement.text[: statement.text.find("\n")].removesuffix(language)
    return "\n\n".join(f"{fence}{language}\n{run}\n{fence}" for run in runs) or tamed(statement.text)


def refusal(answer: Answer) -> str:
    """Return studybot's own sentence for an answer that the course does not give."""
    with speaking_in(answer.language or language()):
        if answer.outcome == "outside":
            return t("This course does not deal with that, so I have no answer to it from the material.")
        places = join([f"**{_named(place)}**" for place in answer.more], t("and"))
        has = places and t("The nearest in the course: {places}.", places=places)
        return " ".join((escape(answer.reason) or t("The course does not say this."), t("So I won't guess."), has)).rstrip()


def escape(text: str) -> str:
    """Return plain text so that Markdown shows it as it is."""
    # A ">" begins a quotation at the start of a line only; elsewhere it would be escaped for nothing.
    return re.sub(r"([\\`*_\[\]<|#~]|^>)", r"\\\1", text, flags=re.MULTILINE)


def _named(text: str) -> str:
    """Words of the course as plain text between studybot's own."""
    return tamed(escape(text))


def where(citation: Citation) -> str:
    """Return Topic > Section of a citation, with the page, slide or time of a file that has such."""
    return ", ".join(filter(None, (citation.passage.heading, citation.passage.place)))


def answer_text(answer: Answer, numbers: Numbering | None = None) -> str:
    """Return an answer with its numbered sources below, as Markdown for a terminal or a file."""
    numbers = numbers or numbering(answer)
    lines = [answer_markdown(answer, numbers=numbers)]
    if answer.understood != in_full(answer.question.text):
        lines.insert(0, f"_{t('Understood as:')} {escape(one_question(answer.understood))}_")
    if answer.certainty == "closest":
        lines.insert(0, "**" + t("Closest in the course") + "** (" + t("it may not be quite what you asked") + ")")
    if answer.exercises:
        lines.append("\n\n".join(_exercise(place, one) for place, one in enumerate(answer.exercises, start=1)))
    if answer.choices:
        lines.append(t("You could say: {choices}", choices=join([f"“{escape(one.ask)}”" for one in answer.choices], t("or"))))
    sources = [f"[{number}] {tamed(where(one))} ({tamed(one.passage.source)})" for number, one in numbers.marked]
    if sources:
        lines.append(f"{t('Sources')}:\n" + "\n".join(f"- {source}" for source in sources))
    if answer.outcome == "covered" and answer.more:
        lines.append(f"_{t('More in:')} {join([_named(place) for place in answer.more], t('and'))}_")
    return harmless("\n\n".join(lines))


def _exercise(place: int, exercise: Exercise) -> str:
    options = "\n".join(f"   {letter}) {_named(option)}" for letter, option in zip(LETTERS, exercise.options, strict=False))
    return f"{place}. {_named(exercise.prompt)}\n\n{options}"


def conversation_markdown(title: str, turns: Sequence[Turn]) -> str:
    """Return a conversation with the cited text of every answer, for export."""
    parts = [f"# {escape(title)}"]
    for turn in turns:
        parts.append(f"## {escape(turn.answer.question.text)}\n\n_{turn.at.astimezone(UTC):%Y-%m-%d %H:%M} UTC_")
        parts += [f"> {t(IMPORTED)}"] * turn.imported
        numbers = numbering(turn.answer)
        parts.append(answer_text(turn.answer, numbers))
        fences = {
            cited: code["fence"]
            for one in turn.answer.statements
            if (code := _FENCED.match(one.text))
            for cited in one.citations
        }
        for number, citation in numbers.marked:
            fence = fences.get(citation)
            quote = f"\n{fence}\n{citation.quote}\n{fence}" if fence else f" {tamed(citation.quote)}"
            parts.append(f"> [{number}]" + quote.replace("\n", "\n> "))
    return harmless("\n\n".join(parts)) + "\n"


def citation_object(citation: Citation) -> dict[str, object]:
    """Return a citation as a JSON object: where it stands, and its text."""
    passage = citation.passage
    return {
        "passage_id": passage.id,
        "topic": passage.topic,
        "section": passage.heading,
        "source": passage.source,
        "start": citation.start,
        "end": citation.end,
        "text": citation.quote,
    }


def answer_object(answer: Answer, identifier: str = "") -> dict[str, object]:
    """Return an answer as the JSON object of `studybot ask --json` and `POST /api/ask`."""
    numbers = numbering(answer)
    return {
        "id": identifier,
        "question": answer.question.text,
        "understood": answer.understood,
        "outcome": answer.outcome,
        "abstained": answer.outcome != "covered" or answer.act in ("greeting", "thanks", "help"),
        "confidence": round(answer.confidence, 6),
        "answer": answer_markdown(answer, numbers=numbers),
        "statements": [
            {"text": statement.text, "citations": marks}
            for statement, marks in zip(answer.statements, numbers.own, strict=True)
        ],
        "citations": [{"n": number} | citation_object(one) for number, one in enumerate(numbers.cited, start=1)],
        "hits": [
            {
                "passage_id": hit.passage.id,
                "topic": hit.passage.topic,
                "section": hit.passage.heading,
                "rank": hit.rank,
                "score": round(hit.score, 6),
                "text": hit.passage.text,
            }
            for hit in answer.hits
        ],
        "act": answer.act,
        "certainty": answer.certainty,
        "said": answer.said,
        "more": list(answer.more),
        "suggestions": list(answer.suggestions),
        "choices": [choice.model_dump() for choice in answer.choices],
        "exercises": [exercise.model_dump() for exercise in answer.exercises],
        "composer": answer.composer,
        "timings_ms": {name: round(value, 3) for name, value in answer.timings.model_dump().items()},
    }


def templates(package: str) -> "Environment":
    """Return the templates that stand beside the code of a package; what is put into them is escaped."""
    from jinja2 import Environment, PackageLoader, StrictUndefined  # noqa: PLC0415  # an answer in the terminal needs none

    loader = PackageLoader(package, "")
    return Environment(loader=loader, autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
