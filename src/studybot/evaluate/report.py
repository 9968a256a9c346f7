"""`studybot eval report`: a run as one self-contained HTML file, with a base to compare against when there is one."""

import json
import re
from collections.abc import Sequence
from difflib import SequenceMatcher
from pathlib import Path
from typing import Any, NamedTuple

from jinja2 import Environment

from studybot.evaluate.compare import Comparison, compare_runs
from studybot.evaluate.folder import RunRecord, read_answers, read_measures, read_record, read_summary, read_timings
from studybot.evaluate.labels import LABELS
from studybot.evaluate.measure import ANSWER, OUTCOME, RETRIEVAL, TUTOR
from studybot.evaluate.plots import latency_bars, risk_curve, topic_bars
from studybot.evaluate.rows import AnswerRow, MeasureRow
from studybot.evaluate.summary import WHOLE, Summary, better
from studybot.files import write_whole, writing
from studybot.render import templates

HEADLINES = tuple("right recall_at_5 complete citation_recall groundedness false_refusals false_answers outcome_f1".split())
SECTIONS = {
    "Search": RETRIEVAL,
    "Answers": ANSWER,
    "What is said first": TUTOR,
    "Knowing when not to answer": (*OUTCOME, *WHOLE),
}
GROUP_COLUMNS = ("right", "recall_at_5", "complete", "citation_recall", "false_refusals", "false_answers")
TUTOR_COLUMNS = tuple("right lead polarity wrong_verdicts list_complete opposite right_act complete false_answers".split())
BAND_COLUMNS = ("right", "complete", "lead", "false_refusals", "false_answers", "brier")
SCORES = ("mrr", "ndcg_at_10", "aurc", "brier", "length")  # every other measure is a share and printed in percent
GROUP_TITLES = {
    "group": "By group",
    "certainty": "By band of certainty",
    "act": "By kind of reply",
    "tag": "By tag",
    "topic": "By topic",
    "kind": "By kind",
    "paraphrase": "Paraphrased",
    "follow_up": "Follow-up",
}
COLUMNS = {"group": TUTOR_COLUMNS, "act": TUTOR_COLUMNS, "certainty": BAND_COLUMNS}


def write_report(run: Path, out: Path, *, base: Path | None = None) -> Path:
    """Write the report of a finished run (compared with a base run) to `out` and return it.

    Raises NotFound when a folder is no finished run, UsageError when `out` cannot be written.
    """
    page = render_report(run, base=base)
    with writing(f"report {str(out)!r}", "choose another --out"):
        write_whole(out, page)
    return out


def render_report(run: Path, *, base: Path | None = None) -> str:
    """Return the report of a finished run as HTML that requests nothing from anywhere."""
    summary, record = read_summary(run), read_record(run)
    comparison = compare_runs(base, run) if base is not None else None
    base_rows = {row.id: row for row in read_measures(base)} if base is not None else {}
    base_answers = {row.id: row for row in read_answers(base)} if base is not None else {}
    timings = {row.id: row.total for row in read_timings(run)}
    template = _environment().get_template("report.html.jinja")
    return template.render(
        summary=summary,
        record=record,
        comparison=comparison,
        against={one.measure: one for one in comparison.differences} if comparison else {},
        labels=LABELS,
        better=better,
        headlines=HEADLINES,
        sections=SECTIONS,
        columns={name: COLUMNS.get(name, GROUP_COLUMNS) for name in GROUP_TITLES},
        group_titles={name: title for name, title in GROUP_TITLES.items() if _parted(summary, name)},
        plots=_plots(summary, list(timings.values())),
        payload=_payload(run, base_rows, timings, base_answers),
        facts=_facts(record, comparison),
    )


def _parted(summary: Summary, name: str) -> bool:
    """Whether a grouping tells anything: a dataset without groups, tags or acts has one row that says so of all."""
    return name in summary.groups and (name in ("topic", "kind") or len(summary.groups[name]) > 1)


def _environment() -> Environment:
    environment = templates("studybot.evaluate")
    environment.filters["number"] = _number
    environment.filters["signed"] = _signed
    return environment


def _number(value: float | None, measure: str = "") -> str:
    if value is None:
        return "–"
    if measure and measure not in SCORES:
        return f"{value:.1%}"
    return f"{value:,.0f}" if measure == "length" else f"{value:.3f}"


def _signed(value: float | None, measure: str = "") -> str:
    if value is None:
        return "–"
    if abs(value) < 0.0005:
        return "±0"
    if measure and measure not in SCORES:
        return f"{100 * value:+.1f} points".replace("-", "−")
    return (f"{value:+,.0f}" if measure == "length" else f"{value:+.3f}").replace("-", "−")


def _plots(summary: Summary, totals: list[float]) -> dict[str, str]:
    return {
        "topics": topic_bars(summary.groups["topic"], "recall_at_5"),
        "risk": risk_curve(summary.risk_coverage),
        "latency": latency_bars(totals),
    }


def _facts(record: RunRecord, comparison: Comparison | None) -> list[tuple[str, str]]:
    """What the run was made from, as pairs to print."""
    circumstances = record.circumstances
    facts = [
        ("Dataset", f"{record.dataset} ({record.dataset_digest})"),
        ("Index", circumstances.index_digest),
        ("Commit", circumstances.commit or "unknown"),
        ("Started", record.started.strftime("%Y-%m-%d %H:%M UTC")),
        ("Wall clock", f"{record.seconds:.1f} s"),
        ("Seed", str(record.seed)),
        *((f"Version of {name}", version) for name, version in circumstances.versions.items()),
        *((f"Setting {name}", str(value)) for name, value in circumstances.settings.items()),
    ]
    return facts if comparison is None else [*facts, ("Base", comparison.base)]


def _payload(
    run: Path, base: dict[str, MeasureRow], timings: dict[str, float], before: dict[str, AnswerRow] | None = None
) -> str:
    """The questions as JSON for the page's script; "<" is escaped so that no text of the course can end the element."""
    measures = {row.id: row for row in read_measures(run)}
    passages: dict[str, dict[str, Any]] = {}
    questions = []
    for answer in read_answers(run):
        for hit in answer.hits:
            passages.setdefault(hit.passage, {"path": hit.path, "text": hit.text, "source": hit.source})
        row = _question(answer, measures[answer.id], base.get(answer.id), timings.get(answer.id))
        old = (before or {}).get(answer.id)
        if old is not None and old.question == answer.question and shown(old) != shown(answer):
            row["beside"] = beside(shown(old), shown(answer))
        questions.append(row)
    text = json.dumps({"passages": passages, "questions": questions}, ensure_ascii=False, separators=(",", ":"))
    return text.replace("<", "\\u003c").replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")


def _question(answer: AnswerRow, measured: MeasureRow, base: MeasureRow | None, total: float | None) -> dict[str, Any]:
    row = measured.model_dump(mode="json", exclude={"confidence"})
    row |= answer.model_dump(mode="json", exclude={"hits", "statements", "act", "certainty"}, exclude_defaults=True)
    row["given"] = answer.act
    row["confidence"] = measured.confidence
    row["ms"] = total
    row["statements"] = [
        {"lead": one.lead, "text": one.text, "quotes": [cited.quote for cited in one.citations]} for one in answer.statements
    ]
    row["hits"] = [{"passage": hit.passage, "score": hit.score, "items": hit.items} for hit in answer.hits]
    if base is not None and base.question == measured.question:
        row["base"] = base.values
        row["base_blame"] = base.blame
    return row


def report_script() -> str:
    """Return the script of every report, by whose hash a page may show one in a frame."""
    html = _environment().from_string('<script>\n{% include "report.js" %}\n</script>').render()
    return html.partition("<script>")[2].partition("</script>")[0]


_PIECE = re.compile(r"\s+|[^\s]+")


class Piece(NamedTuple):
    """A stretch of an answer; `own` says that the other answer does not have it there."""

    text: str
    own: bool


def beside(before: str, after: str) -> tuple[list[Piece], list[Piece]]:
    """Return both texts cut where they differ; the pieces of each, joined, are the text again."""
    one, other = _PIECE.findall(before), _PIECE.findall(after)
    left: list[Piece] = []
    right: list[Piece] = []
    for kind, start, end, begin, stop in SequenceMatcher(None, one, other, autojunk=False).get_opcodes():
        _add(left, one[start:end], own=kind != "equal")
        _add(right, other[begin:stop], own=kind != "equal")
    return left, right


def shown(row: AnswerRow) -> str:
    """Return an answer of a run as one text: its statements, or how it refused."""
    said = [f"{one.lead}\n{one.text}".strip() for one in row.statements]
    return (
        "\n".join(said)
        or row.said
        or row.error
        or {"outside": "Refused: outside the course."}.get(row.outcome or "", "Refused: not covered.")
    )


def _add(pieces: list[Piece], words: Sequence[str], *, own: bool) -> None:
    if words:
        pieces.append(Piece("".join(words), own))
