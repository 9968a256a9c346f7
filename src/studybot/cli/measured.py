"""Summaries, comparisons and gates as tables in the terminal."""

from collections.abc import Sequence

from studybot.cli.tables import console, show_table
from studybot.evaluate.check import Checked
from studybot.evaluate.compare import Comparison
from studybot.evaluate.folder import Differing
from studybot.evaluate.gate import GateResult
from studybot.evaluate.labels import shown_name
from studybot.evaluate.summary import MEASURES, Summary


def show_checked(checked: Checked) -> None:
    """Write what a dataset holds and what is odd in it."""
    output = console()
    output.print(
        f"{checked.name} ({checked.digest}): {checked.questions:,} questions, {checked.answerable:,} answerable "
        f"({checked.paraphrases:,} paraphrased), {checked.unanswerable:,} unanswerable, "
        f"{checked.conversations:,} conversations. Every quote is in the course."
    )
    if checked.unlabelled:
        output.print(f"{checked.unlabelled:,} questions say nothing yet of their answer: they are run and not measured.")
    if checked.acts:
        output.print(f"{checked.acts:,} turns ask for another kind of reply than an answer.")
    if checked.groups:
        show_table(["Group", "Questions"], ([group, f"{count:,}"] for group, count in checked.groups.items()))
    show_table(["Kind", "Questions"], ([kind, f"{count:,}"] for kind, count in checked.kinds.items()))
    show_table(["Topic", "Questions"], ([topic or "none", f"{count:,}"] for topic, count in checked.topics.items()))
    for remark in checked.remarks:
        output.print(f"remark: {remark}")


def show_summary(summary: Summary) -> None:
    """Write each measure that applies to a question, with its 95% interval and to how many."""
    rows = []
    for name, one in [*((name, summary.measures[name]) for name in MEASURES), *summary.own.items()]:
        if one.ends is not None:
            low, high = (_number(name, end) for end in one.ends)
            rows.append([shown_name(name), _number(name, one.value), f"{low} to {high}", f"{one.n:,}"])
    show_table(["Measure", "Value", "95% interval", "Questions"], rows)
    blamed = ", ".join(f"{count} {name}" for name, count in summary.blame.items() if count)
    if blamed:
        console().print(f"Not right because of: {blamed}.")


def show_comparison(comparison: Comparison, listed: int) -> None:
    """Write each measure of two runs with its test, and the first `listed` questions that changed, worst first."""
    output = console()
    show_differing(comparison.differing)
    rows = []
    for one in comparison.differences:
        counts = "" if one.wins is None else f"{one.wins}/{one.ties}/{one.losses}"
        p = "" if one.p is None else f"{one.p:.3f}"
        values = [_number(one.measure, one.base), _number(one.measure, one.run), _signed(one.measure, one.difference)]
        rows.append([shown_name(one.measure), *values, p, counts, f"{one.n:,}"])
    show_table(["Measure", comparison.base, comparison.run, "Difference", "p", "Win/tie/loss", "Questions"], rows)
    if not comparison.same_dataset:
        output.print(f"The datasets differ: compared over the {comparison.shared:,} questions that both hold.")
    changed = comparison.changed
    output.print(f"{len(changed):,} of {comparison.shared:,} questions changed{', worst first:' if changed[:listed] else '.'}")
    for question in changed[:listed]:
        blame = f"{question.blame_before or 'right'} -> {question.blame or 'right'}"
        output.print(f"  {question.change:+.2f}  {question.id}  {blame}  {question.question}")
    if len(changed) > listed > 0:
        output.print(f"  and {len(changed) - listed:,} more")


def show_differing(differing: Sequence[Differing] | None) -> None:
    """Write what two runs were made from and do not share."""
    if differing is None:
        console().print("The base does not say what it was made from.")
    elif not differing:
        console().print("Both runs were made from the same: dataset, index, code, settings and versions.")
    else:
        show_table(["Differs", "Base", "Run"], ([one.name, one.base or "-", one.run or "-"] for one in differing))


def show_gate(result: GateResult) -> None:
    """Write each check of a gate with what it found, and the verdict."""
    rows = []
    words = {"passed": "ok", "failed": "FAILED: ", "unsure": ""}
    for one in result.checks:
        measure = one.measure.rpartition("/")[2]
        value, limit = (_number(measure, number) if number is not None else "missing" for number in (one.value, one.limit))
        rows.append([one.measure, one.rule, value, limit, words[one.status] + one.reason])
    show_table(["Measure", "Rule", "Value", "Limit", ""], rows, numbers=(2, 3))
    failed, unsure = result.count("failed"), result.count("unsure")
    verdict = f"failed, {failed} of {len(result.checks)} checks" if failed else f"passed, {len(result.checks)} checks"
    console().print(f"The gate {verdict}{f', of {unsure} of them it cannot tell' if unsure else ''}.")


def _number(measure: str, value: float | None) -> str:
    if value is None:
        return "-"
    return f"{value:,.0f}" if measure == "length" else f"{value:.4f}"


def _signed(measure: str, value: float) -> str:
    return f"{value:+,.0f}" if measure == "length" else f"{value:+.4f}"
