"""`studybot eval trec`: datasets and runs as TREC files, and back."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from studybot.cli.options import add
from studybot.cli.ready import indexed
from studybot.cli.terminal import say
from studybot.errors import DatasetError
from studybot.files import read_text, writing

if TYPE_CHECKING:
    from studybot.settings import Settings

QRELS, RANKING = "qrels.txt", "run.txt"

program = typer.Typer(name="trec", no_args_is_help=True, help="Write, read and measure TREC files.")


def export(
    settings: "Settings",
    dataset: Annotated[Path, typer.Argument(metavar="DATASET", help="JSONL, one question a line.")],
    out: Annotated[Path, typer.Option(metavar="FOLDER", help="Where qrels.txt and run.txt go.")],
    run: Annotated[str | None, typer.Option(metavar="RUN", help="The run whose ranking is written, too.")] = None,
) -> None:
    """Write the judgments of a dataset, and with --run the ranking of a run.

    A passage is relevant when an evidence item of the question stands in it.
    """
    from studybot.evaluate.dataset import read_dataset
    from studybot.evaluate.folder import find_run, read_answers
    from studybot.evaluate.trec import qrels_of, ranking_of, write_qrels, write_ranking

    cases = read_dataset(dataset)
    folder = find_run(settings.data / "runs", run) if run is not None else None
    judged = qrels_of(cases, indexed(settings).passages)
    with writing(out, "choose another --out"):
        out.mkdir(parents=True, exist_ok=True)
        write_qrels(out / QRELS, judged)
        typer.echo(out / QRELS)
        if folder is not None:
            write_ranking(out / RANKING, ranking_of(read_answers(folder)))
            typer.echo(out / RANKING)


def from_trec(
    settings: "Settings",
    qrels: Annotated[Path, typer.Argument(metavar="QRELS", help="Judgments over passage ids.")],
    questions: Annotated[Path, typer.Argument(metavar="QUESTIONS", help="One question a line: id, tab, text.")],
    out: Annotated[Path, typer.Option(metavar="FILE", help="The dataset to write.")],
) -> None:
    """Make a dataset of judgments and the questions that they judge.

    Each relevant passage becomes a required evidence item.
    """
    from studybot.evaluate.feedback import case_line
    from studybot.evaluate.trec import dataset_from_qrels, read_qrels

    dataset = dataset_from_qrels(out.stem, _questions(questions), read_qrels(qrels), indexed(settings).passages)
    with writing(out, "choose another --out"):
        out.write_text("".join(f"{case_line(case)}\n" for case in dataset.cases), encoding="utf-8", newline="\n")
    say(f"{len(dataset.cases):,} questions in {str(out)!r}.")


def measure(
    settings: "Settings",
    qrels: Annotated[Path, typer.Argument(metavar="QRELS", help="Judgments.")],
    ranking: Annotated[Path, typer.Argument(metavar="RUN", help="A ranking, made here or elsewhere.")],
) -> None:
    """Measure a ranking against judgments: recall, reciprocal rank and nDCG of the first ten."""
    from studybot.evaluate.trec import measure_ranking, read_qrels, read_ranking

    found = measure_ranking(read_qrels(qrels), read_ranking(ranking))
    if not found:
        raise DatasetError(f"{str(qrels)!r} judges no passage relevant: nothing can be measured")
    for name, label in (("recall", "recall@10"), ("mrr", "mrr"), ("ndcg", "ndcg@10")):
        typer.echo(f"{label:<10} {sum(row[name] for row in found.values()) / len(found):.4f}")
    say(f"Means over {len(found):,} judged questions.")


def _questions(path: Path) -> dict[str, str]:
    lines = read_text(path, "questions").split("\n")
    rows = [(number, line.split("\t", 1)) for number, line in enumerate(lines, start=1) if line.strip()]
    wrong = [str(number) for number, row in rows if len(row) < 2 or not row[1].strip()]
    if wrong:
        raise DatasetError(f"questions {str(path)!r}: line {', '.join(wrong)} is not an id, a tab and a question")
    return {row[0].strip(): row[1].strip() for _, row in rows}


add(
    program,
    export,
    """
studybot eval trec export questions.jsonl --out trec
studybot eval trec export questions.jsonl --run runs/now --out trec
""",
)
add(program, from_trec, "studybot eval trec import qrels.txt questions.tsv --out questions.jsonl", name="import")
add(program, measure, "studybot eval trec measure trec/qrels.txt trec/run.txt")
