"""Datasets and runs as TREC files, so that any retrieval tool can read them, and back."""

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import TypeVar

from studybot.errors import DatasetError
from studybot.evaluate.case import Case
from studybot.evaluate.dataset import Dataset, Problem, describe_problems, digest
from studybot.evaluate.evidence import any_stands_in
from studybot.evaluate.measures.retrieval import ndcg_at, recall_at, reciprocal_rank
from studybot.evaluate.rows import AnswerRow
from studybot.files import read_text
from studybot.types import Passage

Qrels = dict[str, dict[str, int]]
Ranking = dict[str, list[tuple[str, float]]]
Read = TypeVar("Read", Qrels, Ranking)

TAG = "studybot"


def qrels_of(dataset: Dataset, passages: Sequence[Passage]) -> Qrels:
    """Return question id -> passage id -> 1 for each passage in which an evidence item stands."""
    judged: Qrels = {}
    for case in dataset.cases:
        relevant = {passage.id: 1 for passage in passages if any(any_stands_in(item, passage.text) for item in case.evidence)}
        if relevant:
            judged[case.id] = relevant
    return judged


def ranking_of(answers: Iterable[AnswerRow]) -> Ranking:
    """Return question id -> (passage id, score) of its hits, best first; a question without hits is left out.

    TREC tools sort by score and break ties in their own way, so the score written falls with the rank.
    """
    return {row.id: [(hit.passage, 1 / hit.rank) for hit in row.hits] for row in answers if row.hits}


def write_qrels(path: Path, qrels: Qrels) -> None:
    """Write `question 0 passage relevance` lines."""
    lines = [f"{_name(query)} 0 {_name(passage)} {value}" for query, row in qrels.items() for passage, value in row.items()]
    path.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")


def write_ranking(path: Path, ranking: Ranking) -> None:
    """Write `question Q0 passage rank score tag` lines, rank from 1."""
    lines = [
        f"{_name(query)} Q0 {_name(passage)} {rank} {score:.9f} {TAG}"
        for query, row in ranking.items()
        for rank, (passage, score) in enumerate(row, start=1)
    ]
    path.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")


def read_qrels(path: Path) -> Qrels:
    """Return the judgments of a qrels file. Raises DatasetError listing every line that is none."""
    judged: Qrels = {}
    problems: list[Problem] = []
    for number, fields in _lines(path):
        try:
            query, _, passage, value = fields
            judged.setdefault(query, {})[passage] = int(value)
        except ValueError:
            problems.append(Problem(line=number, field="", message="is not 'question 0 passage relevance'"))
    return _without_problems(path, judged, problems)


def read_ranking(path: Path) -> Ranking:
    """Return the ranking of a run file, by score as TREC tools read it. Raises DatasetError listing every wrong line."""
    ranked: Ranking = {}
    problems: list[Problem] = []
    for number, fields in _lines(path):
        try:
            query, _, passage, _, score, _ = fields
            ranked.setdefault(query, []).append((passage, float(score)))
        except ValueError:
            problems.append(Problem(line=number, field="", message="is not 'question Q0 passage rank score tag'"))
    for row in ranked.values():
        row.sort(key=lambda pair: -pair[1])
    return _without_problems(path, ranked, problems)


def dataset_from_qrels(name: str, questions: Mapping[str, str], qrels: Qrels, passages: Sequence[Passage]) -> Dataset:
    """Return a dataset in which each relevant passage of a question is a required evidence item.

    Raises DatasetError for a judged question without text or passage that the index does not hold.
    """
    texts = {passage.id: passage for passage in passages}
    problems: list[Problem] = []
    cases: list[Case] = []
    for query, row in qrels.items():
        relevant = [passage for passage, value in row.items() if value > 0]
        for missing in [passage for passage in relevant if passage not in texts]:
            problems.append(Problem(line=0, field=query, message=f"passage {missing!r} is not in the index"))
        if query not in questions:
            problems.append(Problem(line=0, field=query, message="has no question text"))
        elif relevant and all(passage in texts for passage in relevant):
            evidence = tuple((texts[passage].text,) for passage in relevant)
            cases.append(Case(id=query, question=questions[query], topic=texts[relevant[0]].topic, evidence=evidence))
    if problems:
        raise DatasetError(describe_problems(name, problems))
    return Dataset(name=name, digest=digest(cases), cases=tuple(cases), lines=tuple(range(1, len(cases) + 1)))


def measure_ranking(qrels: Qrels, ranking: Ranking, k: int = 10) -> dict[str, dict[str, float]]:
    """Return recall, reciprocal rank and nDCG at `k` of each judged question, each relevant passage being one item."""
    measured: dict[str, dict[str, float]] = {}
    for query, row in qrels.items():
        items = {passage: number for number, (passage, value) in enumerate(row.items()) if value > 0}
        if not items:
            continue
        held = [frozenset([items[passage]]) if passage in items else frozenset() for passage, _ in ranking.get(query, [])]
        measured[query] = {
            "recall": recall_at(held, len(items), k),
            "mrr": reciprocal_rank(held),
            "ndcg": ndcg_at(held, len(items), k),
        }
    return measured


def _name(value: str) -> str:
    """TREC separates fields by white space: a name with a space in it would shift them."""
    return "_".join(value.split())


def _lines(path: Path) -> list[tuple[int, list[str]]]:
    lines = read_text(path, "TREC file").split("\n")
    return [(number, line.split()) for number, line in enumerate(lines, start=1) if line.strip()]


def _without_problems(path: Path, read: Read, problems: list[Problem]) -> Read:
    if not read and not problems:
        problems = [Problem(line=0, field="", message="is empty")]
    if problems:
        raise DatasetError(describe_problems(str(path), problems))
    return read
