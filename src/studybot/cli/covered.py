"""Coverage in the terminal: the syllabus by domain, its gaps, the work list, the health of the material."""

from collections.abc import Iterable, Mapping, Sequence

from studybot.cli.tables import console, show_table
from studybot.coverage.contradictions import Contradiction
from studybot.coverage.decide import Finding
from studybot.coverage.health import Health
from studybot.coverage.summary import Counterpart, gaps, summarise
from studybot.coverage.syllabus import Syllabus
from studybot.coverage.worklist import Rechecked, WorkItem
from studybot.shown import cut

GAPS = 20  # listed at most
WIDTH = 100  # characters of a text in a table
STATUS = {"open": "open", "will_add": "will add", "out_of_scope": "out of scope", "answered": "answered"}


def show_coverage(syllabus: Syllabus, findings: Sequence[Finding]) -> None:
    """Write the shares by domain, then the objectives that are not covered, heaviest first."""
    summary = summarise(syllabus, findings)
    rows = [
        [one.name or "(no domain)", f"{one.weight:.0f}%", f"{one.objectives:,}", *_shares(one.covered, one.partial, one.none)]
        for one in summary.domains
    ]
    total = summary.total
    rows.append(["All, weighted", "100%", f"{total.objectives:,}", *_shares(total.covered, total.partial, total.none)])
    show_table(["Domain", "Weight", "Objectives", "Covered", "Partial", "None"], rows)
    open_gaps = gaps(syllabus, findings)
    if not open_gaps:
        return
    console().print(f"\nNot covered, heaviest first ({len(open_gaps):,}):")
    lines = [
        [gap.finding.label, f"{gap.finding.confidence:.2f}", _cut(gap.finding.objective.text), _cut(gap.finding.lacking, 60)]
        for gap in open_gaps[:GAPS]
    ]
    show_table(["Label", "Confidence", "Objective", "Found nothing on"], lines, numbers=(1,))
    if len(open_gaps) > GAPS:
        console().print(f"and {len(open_gaps) - GAPS:,} more: --csv, --json or --html has them all")


def show_counterparts(pairs: Iterable[Counterpart]) -> None:
    """Write for each objective its like in the other syllabus."""
    rows = [[_cut(one.objective), _cut(one.nearest) or "-", f"{one.similarity:.2f}"] for one in pairs]
    console().print(f"\nIn the other syllabus ({sum(row[1] != '-' for row in rows):,} of {len(rows):,} have a like):")
    show_table(["Objective", "Its like", "Similarity"], rows, numbers=(2,))


def show_work(items: Sequence[WorkItem], sections: Mapping[str, str]) -> None:
    """Write the work list, the most asked first, each item with the section that came nearest."""
    if not items:
        console().print("Nothing to do: each question got an answer that studybot is sure of, and nobody put a thumb down.")
        return
    rows = []
    for item in items:
        near = sections.get(item.nearest[0], "") if item.nearest else ""
        status = "everyday talk" if item.everyday else STATUS[item.status]
        rows.append([item.key, status, f"{item.count:,}", f"{item.thumbs_down:,}", _cut(item.label), _cut(near)])
    show_table(["Key", "Status", "Asked", "Thumbs down", "Question", "Nearest"], rows, numbers=(2, 3))
    left = sum(item.status == "open" and not item.everyday for item in items)
    console().print(f"{len(items):,} kinds of question, {left:,} of them open.")


def show_rechecked(results: Sequence[Rechecked]) -> None:
    """Write what asking again gave."""
    closed = [one for one in results if one.result == "closed"]
    for one in closed:
        console().print(f"closed: {one.label} -> {one.passage}")
    console().print(f"{len(closed):,} of {len(results):,} open questions are answered now.")


def show_health(health: Health) -> None:
    """Write the numbers by topic, then each list of what an author may want to look at."""
    titles = ["Topic", "Passages", "Words", "Tables", "Code", "Bank", "Cards", "Quiz", "Asked", "Changed"]
    rows = []
    for one in health.topics:
        counts = (one.passages, one.words, one.tables, one.code, one.bank, one.cards, one.quiz, one.asked)
        rows.append([one.title, *(f"{count:,}" for count in counts), f"{one.changed:%Y-%m-%d}" if one.changed else "-"])
    show_table(titles, rows)
    _list(
        "Sections too short or too long", (f"{one.section}: {one.words:,} words, too {one.problem}" for one in health.lengths)
    )
    _list("Passages that say nearly the same", (f"{one.first} and {one.second}: {one.share:.0%}" for one in health.twins))
    _list("Different figures for the same thing?", (_figures(one) for one in health.contradictions))
    _list("References that lead nowhere", (f"{one.source}, line {one.line}: {one.target}" for one in health.references))
    _list("Abbreviations never spelled out", (f"{one.short}: {one.count:,} times" for one in health.abbreviations))
    if health.receipt is not None:
        remarks = [f"{file.source}: {text}" for file in health.receipt.files for text in (file.error, *file.warnings) if text]
        _list("Remarks of the last index", remarks)


def _figures(one: Contradiction) -> str:
    places = (one.first.passage.heading, one.second.passage.heading)
    return f"{one.term}: {one.figures[0]} in {places[0]}; {one.figures[1]} in {places[1]}"


def _list(title: str, lines: Iterable[str]) -> None:
    found = list(lines)
    console().print(f"\n{title}: {len(found):,}" if found else f"\n{title}: none")
    for line in found:
        console().print(f"  {line}")


def _shares(covered: float, partial: float, none: float) -> list[str]:
    return [f"{share:.0%}" for share in (covered, partial, none)]


def _cut(text: str, width: int = WIDTH) -> str:
    return cut(" ".join(text.split()), width)
