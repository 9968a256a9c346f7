"""What each part of studybot is worth: the development questions answered with one part taken away at a time.

Prints a Markdown table. The index is the one that the settings name, brought up to date; texts are encoded once for all
rows, and texts without their headings are kept in the data folder for the next time.
"""

import argparse
from collections.abc import Callable, Sequence
from pathlib import Path
from statistics import fmean, median
from typing import NamedTuple
from unittest.mock import patch

import numpy as np

from studybot import wiring
from studybot.answer import choose
from studybot.answer.assistant import Assistant
from studybot.answer.batch import Asked, answer_batch
from studybot.answer.extract import ExtractiveComposer
from studybot.answer.followup import Resolved
from studybot.answer.judge import JudgeModel, Logistic, packaged_model
from studybot.answer.meaning import Interpreter
from studybot.answer.understand import kind_of
from studybot.answer.vocabulary import Vocabulary
from studybot.evaluate.dataset import Dataset, read_dataset
from studybot.evaluate.measure import measure
from studybot.evaluate.rows import MeasureRow
from studybot.index.encode import in_stretches
from studybot.index.features import FEATURES
from studybot.index.files import load
from studybot.index.lexical import LexicalIndex
from studybot.index.local import LocalBackend
from studybot.index.ranking import SIMPLE, SIMPLE_SPANS, RankingModel
from studybot.index.rerank import AnswerReranker
from studybot.index.scorer.model import packaged_scorer
from studybot.index.shared import SharedEncoder
from studybot.index.spans import SPAN_FEATURES
from studybot.ports import Composer, Embedder, Vectors
from studybot.settings import Settings
from studybot.text import stems
from studybot.types import Draft, Entry, Hit, Passage, Question, Understanding

DEFAULT = "corpus/multicloud-devops-with-ai/evaluation/dev.jsonl"
SCORE_BORDER = 16.4  # 4 of 100 answerable development questions score less, as many as the judge is allowed to refuse
SEARCH_COLUMNS = {
    "Recall@1": "recall_at_1",
    "Recall@5": "recall_at_5",
    "MRR": "mrr",
    "Paraphrases @5": "recall_at_5",
    "Follow-ups @5": "recall_at_5",
    "In 1,500 characters": "recall_in_1500",
}
COLUMNS = (*SEARCH_COLUMNS, "Complete", "Citation recall", "Right refusals", "False refusals", "Median length")


class CachedEmbedder:
    """Encodes each text once, however many rows ask for it."""

    def __init__(self, embedder: Embedder) -> None:
        self._embedder = embedder
        self.known: dict[str, Vectors] = {}
        self.name, self.dimension = embedder.name, embedder.dimension

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Return (n, dimension) float32 unit rows."""
        missing = [text for text in dict.fromkeys(texts) if text not in self.known]
        alone = self._embedder.alone if isinstance(self._embedder, SharedEncoder) else self._embedder
        self.known |= dict(zip(missing, in_stretches(alone, missing), strict=True))
        return np.stack([self.known[text] for text in texts]) if texts else np.zeros((0, self.dimension), dtype=np.float32)


class Silent(LexicalIndex):
    """BM25 that finds nothing; how rare a word is stays known."""

    def scores(self, terms: Sequence[str], scale: float = 1.0) -> Vectors:
        """Return (n,) zeros."""
        return np.zeros(len(self), dtype=np.float32)


class WithoutWords(LocalBackend):
    """The search without BM25."""

    def fill(
        self, passages: Sequence[Passage], entries: Sequence[Entry], dense: object, lexical: LexicalIndex | None = None
    ) -> None:
        """Fill as always, then take the words away."""
        super().fill(passages, entries, dense, lexical)  # type: ignore[arg-type]
        self._lexical = Silent([stems(entry.text) for entry in self._entries])


class AsTyped(Interpreter):
    """Searches for what was typed: no spelling, no abbreviations, no sides of a comparison. Follow-ups are still completed."""

    def interpret(self, question: Question, resolved: Resolved) -> Understanding:
        """Return the question with its words and kind alone."""
        terms = tuple(dict.fromkeys(stems(resolved.text)))
        kind = kind_of(resolved.text)
        return Understanding(question=question, text=resolved.text, kind=kind, terms=terms, focus=resolved.focus)


class BestUnit:
    """Answers with the likeliest unit of the first passage."""

    name = "best unit"

    def compose(self, question: Understanding, hits: Sequence[Hit]) -> Draft:
        """Return the full composer's statements for that one unit."""
        units = [match for match in hits[0].matches if match.kind != "passage"][:1] if hits else []
        return ExtractiveComposer().compose(question, [hits[0].model_copy(update={"matches": tuple(units)})] if units else [])


class UnitsAlone:
    """Answers with every unit that is likely enough, as it stands: no rule on sides, steps, definitions or whole blocks."""

    name = "units alone"

    def compose(self, question: Understanding, hits: Sequence[Hit]) -> Draft:
        """Return the full composer's statements for those units."""
        plain = question.model_copy(update={"kind": "fact", "text": "", "parts": ()})
        with patch.object(choose, "extent", lambda _question, _passage, match, first: [(match.start, match.end)]):
            return ExtractiveComposer().compose(plain, hits)


class Parts(NamedTuple):
    """What an assistant is put together from."""

    passages: Sequence[Passage]
    entries: Sequence[Entry]
    ranking: RankingModel
    judge: JudgeModel
    backend: type[LocalBackend] = LocalBackend
    interpreter: type[Interpreter] = Interpreter
    reads: bool = True
    composer: Composer = ExtractiveComposer()


Change = Callable[[Parts], Parts]


def without(*kinds: str) -> Change:
    """Take away the entries of some kinds."""
    return lambda parts: parts._replace(entries=[entry for entry in parts.entries if entry.kind not in kinds])


def without_headings(parts: Parts) -> Parts:
    """Take the heading path from the front of every entry's text."""
    paths = {passage.id: f"{passage.heading}: " for passage in parts.passages}
    shorter = [
        entry.model_copy(update={"text": entry.text.removeprefix(paths[entry.passage]) or entry.text})
        if entry.kind != "gap"
        else entry
        for entry in parts.entries
    ]
    return parts._replace(entries=shorter)


def words_only(parts: Parts) -> Parts:
    """Rank by BM25 alone: what comes from vectors weighs nothing."""
    kept = dict(zip(FEATURES, parts.ranking.weights.tolist(), strict=True))
    spans = dict(zip(SPAN_FEATURES, parts.ranking.span_weights.tolist(), strict=True))
    return parts._replace(
        ranking=RankingModel(
            {name: weight for name, weight in kept.items() if name.startswith("lexical") or name == "heading"},
            {name: weight for name, weight in spans.items() if name.startswith("lexical")},
        )
    )


def by_score(parts: Parts) -> Parts:
    """Let the judge look at nothing but the best passage's score."""
    alone = Logistic(start=-SCORE_BORDER, weights={"score": 1.0}, cut=0.5)
    return parts._replace(judge=parts.judge.model_copy(update={"read": alone, "bare_read": alone}))


def always_covered(parts: Parts) -> Parts:
    """Let the judge say that the course answers, whatever it finds."""
    sure = Logistic(start=0.0, weights={}, cut=1e-9)
    return parts._replace(judge=parts.judge.model_copy(update={"read": sure, "bare_read": sure}))


CHANGES: dict[str, Change] = {
    "full": lambda parts: parts,
    "dense only (no BM25)": lambda parts: parts._replace(backend=WithoutWords),
    "BM25 only": words_only,
    "no line entries (units)": without("unit"),
    "no heading paths": without_headings,
    "no question bank": without("bank"),
    "no question bank, no line entries": without("bank", "unit"),
    "no list of gaps": without("gap"),
    "weights set by hand": lambda parts: parts._replace(ranking=RankingModel(SIMPLE, SIMPLE_SPANS)),
    "no answer scorer": lambda parts: parts._replace(reads=False),
    "question as typed": lambda parts: parts._replace(interpreter=AsTyped),
    "judge by the score alone": by_score,
    "judge always covered": always_covered,
    "composer without rules (likely units alone)": lambda parts: parts._replace(composer=UnitsAlone()),
    "answer = best unit": lambda parts: parts._replace(composer=BestUnit()),
}


def assemble(parts: Parts, whole: Assistant, embedder: Embedder, hits: int) -> Assistant:
    """Return the assistant of these parts, with the acts and replies of the whole one."""
    backend = parts.backend(parts.ranking)
    backend.replace(parts.passages, parts.entries, embedder.encode([entry.text for entry in parts.entries]))
    vocabulary = Vocabulary.of(parts.passages, (entry.text for entry in parts.entries if entry.kind == "bank"))
    assistant = Assistant(
        embedder,
        backend,
        parts.composer,
        vocabulary=vocabulary,
        judge_model=parts.judge,
        acts=whole.acts,
        replies=whole.replies,
        reranker=AnswerReranker(packaged_scorer(), backend.wording) if parts.reads else None,
        hits=hits,
    )
    assistant.meaning = parts.interpreter(vocabulary, whole.acts.names_in)
    return assistant


def answer_all(assistant: Assistant, dataset: Dataset, texts: dict[str, str]) -> list[MeasureRow]:
    """Return the measures of every question."""
    cases = {case.id: case for case in dataset.cases}
    asked = [
        Asked(id=case.id, question=Question(text=case.question), conversation=case.conversation, turn=case.turn)
        for case in sorted(dataset.cases, key=lambda case: case.turn)
    ]
    return [measure(cases[one.id], answer, texts.__getitem__)[1] for one, answer in answer_batch(assistant, asked, copied=True)]


def columns(rows: Sequence[MeasureRow]) -> dict[str, str]:
    """Return the cells of one line of the table."""
    wanted = {
        "Paraphrases @5": [row for row in rows if row.paraphrase],
        "Follow-ups @5": [row for row in rows if row.follow_up],
    }
    cells = {title: _share(wanted.get(title, rows), name) for title, name in SEARCH_COLUMNS.items()}
    cells["Complete"] = _share(rows, "complete")
    cells["Citation recall"] = _share(rows, "citation_recall")
    refused = [float(not row.answered) for row in rows if not row.answerable]
    cells["Right refusals"] = f"{fmean(refused):.3f}" if refused else "–"
    cells["False refusals"] = _share(rows, "false_refusals")
    lengths = [value for row in rows if (value := row.values["length"]) is not None]
    cells["Median length"] = f"{median(lengths):.0f}" if lengths else "–"
    return cells


def _share(rows: Sequence[MeasureRow], name: str) -> str:
    values = [value for row in rows if (value := row.values[name]) is not None]
    return f"{fmean(values):.3f}" if values else "–"


def load_known(embedder: CachedEmbedder, path: Path, entries: Sequence[Entry], vectors: Vectors) -> None:
    """Take the vectors of the index and of an earlier run of this script."""
    if path.exists():
        with np.load(path, allow_pickle=False) as kept:
            if str(kept["name"]) == embedder.name:
                embedder.known |= dict(zip(kept["texts"].tolist(), kept["vectors"], strict=True))
    embedder.known |= dict(zip((entry.text for entry in entries), vectors, strict=True))


def save_known(embedder: CachedEmbedder, path: Path) -> None:
    """Keep all vectors for the next run."""
    path.parent.mkdir(parents=True, exist_ok=True)
    np.savez(path, name=embedder.name, texts=np.array(list(embedder.known)), vectors=np.stack(list(embedder.known.values())))


def main() -> None:
    """Read the options and print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--dataset", type=Path, default=Path(DEFAULT), help=f"questions ({DEFAULT})")
    parser.add_argument("--only", choices=CHANGES, nargs="+", default=list(CHANGES), help="print these rows alone")
    chosen = parser.parse_args()
    settings = Settings()
    wiring.build_index(settings)
    studybot = wiring.open_studybot(settings)
    _, content, dense = load(settings.index)
    whole = studybot.assistant
    embedder = CachedEmbedder(studybot.embedder)
    cache = settings.data / "ablation.npz"
    load_known(embedder, cache, content.entries, dense.vectors)
    before = len(embedder.known)
    facts = ExtractiveComposer(studybot.opened.facts)
    full = Parts(content.passages, content.entries, RankingModel.packaged(), packaged_model(), composer=facts)
    texts = {document.id: document.text for document in content.documents}
    dataset = read_dataset(chosen.dataset)
    print(f"| {dataset.name} | {' | '.join(COLUMNS)} |\n| --- |{' ---: |' * len(COLUMNS)}", flush=True)
    for name in chosen.only:
        rows = answer_all(assemble(CHANGES[name](full), whole, embedder, settings.hits), dataset, texts)
        cells = columns(rows)
        print(f"| {name} | {' | '.join(cells[title] for title in COLUMNS)} |", flush=True)
    if len(embedder.known) > before:
        save_known(embedder, cache)


if __name__ == "__main__":
    main()
