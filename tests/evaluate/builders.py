"""A small course, questions about it, and an assistant that answers by shared words: real enough to be right and wrong."""

import itertools
import json
import random
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from studybot.errors import QuestionError, StudybotError
from studybot.text import stems
from studybot.types import Answer, Citation, Hit, Passage, Question, Statement, Timings

COURSE = {
    "lambda.md": (
        "# Lambda\n\n| Setting | Value |\n| --- | --- |\n| Max runtime | **15 minutes** |\n| Memory | 10,240 MB |\n\n"
        "Lambda runs code without servers.\n\nFunctions are billed per 1 ms of runtime.\n\nLayers hold shared libraries.\n"
    ),
    "s3.md": (
        "# S3\n\nA bucket name is globally unique.\n\nObjects can be 5 TB large.\n\n"
        "Versioning keeps every version of an object.\n\n"
        "`aws s3 cp file s3://bucket` uploads a file.\n\nGlacier archives cold objects.\n"
    ),
    "ec2.md": (
        "# EC2\n\nSpot instances are up to 90% cheaper.\n\nA spot instance is interrupted with a 2-minute warning.\n\n"
        "A security group is stateful.\n\nThe free tier has 750 hours of `t2.micro` a month.\n"
    ),
}

QUESTIONS = [
    ("max runtime of lambda?", "lambda", "table", "Max runtime15 minutes", ["15 minutes", "15 min"]),
    ("how much memory can lambda have", "lambda", "table", "Memory10,240 MB", ["10,240 MB", "10240 MB"]),
    ("how are functions billed", "lambda", "fact", "Functions are billed per 1 ms of runtime", ["1 ms"]),
    ("what do layers hold?", "lambda", "definition", "Layers hold shared libraries", ["shared libraries"]),
    ("how large can objects be", "s3", "fact", "Objects can be 5 TB large", ["5 TB"]),
    ("is a bucket name unique?", "s3", "fact", "A bucket name is globally unique", ["globally unique"]),
    ("upload a file by aws s3 cp", "s3", "command", "aws s3 cp file s3://bucket", ["aws s3 cp"]),
    ("what does versioning keep", "s3", "definition", "Versioning keeps every version of an object", ["every version"]),
    ("how much cheaper are spot instances", "ec2", "fact", "Spot instances are up to 90% cheaper", ["90%"]),
    ("spot instance warning before interrupted", "ec2", "scenario", "interrupted with a 2-minute warning", ["2-minute"]),
    ("is a security group stateful", "ec2", "fact", "A security group is stateful", ["stateful"]),
    ("keep my old copies when somebody overwrites a file", "s3", "scenario", "Versioning keeps every version", ["Versioning"]),
]
UNANSWERABLE = ["who won the cup final", "price of kubernetes support", "recipe for pancakes", "capital of france please"]


def passages() -> list[Passage]:
    """One passage for each paragraph of the small course."""
    found = []
    for source, text in COURSE.items():
        at = text.index("\n\n") + 2
        for number, block in enumerate(text[at:].rstrip("\n").split("\n\n"), start=1):
            start = text.index(block, at)
            topic = source.removesuffix(".md")
            kind = "table" if block.startswith("|") else "prose"
            found.append(
                Passage(
                    id=f"{topic}/{number}",
                    document=topic,
                    source=source,
                    topic=topic,
                    path=(text[2 : text.index("\n")],),
                    kind=kind,
                    text=block,
                    start=start,
                    end=start + len(block),
                )
            )
    return found


def document_text(document: str) -> str:
    """The Markdown of a document of the small course, by its id."""
    return COURSE[f"{document}.md"]


class WordAssistant:
    """Ranks passages by shared stems, answers with the best one when enough is shared; breakable on purpose."""

    def __init__(
        self,
        *,
        always: str = "",
        shuffle: bool = False,
        fails_on: str = "",
        forges: bool = False,
        stops_after: int | None = None,
    ) -> None:
        self.always, self.shuffle, self.fails_on, self.forges = always, shuffle, fails_on, forges
        self.stops_after = stops_after
        self.asked: list[str] = []

    def ask_many(
        self, questions: Sequence[Question], histories: Sequence[Sequence[Answer]] | None = None, **_named: object
    ) -> list[Answer | StudybotError]:
        """Answer each question; the text of the last turn of its conversation belongs to it."""
        answers: list[Answer | StudybotError] = []
        for question, history in zip(questions, histories or [()] * len(questions), strict=True):
            if self.stops_after is not None and len(self.asked) >= self.stops_after:
                raise KeyboardInterrupt
            self.asked.append(question.text)
            if self.fails_on and self.fails_on in question.text:
                answers.append(QuestionError(f"question {question.text!r} cannot be asked"))
            else:
                answers.append(self._answer(question, history))
        return answers

    def _answer(self, question: Question, history: Sequence[Answer]) -> Answer:
        understood = " ".join([history[-1].understood, question.text] if history else [question.text])
        wanted = set(stems(understood))
        shares = {passage.id: len(wanted & set(stems(passage.context))) / max(1, len(wanted)) for passage in passages()}
        ranked = sorted(passages(), key=lambda passage: -shares[passage.id])[:10]
        confidence = shares[ranked[0].id]
        if self.shuffle:
            random.Random(question.text).shuffle(ranked)
        hits = tuple(Hit(passage=passage, rank=rank, score=shares[passage.id]) for rank, passage in enumerate(ranked, start=1))
        covered = self.always == "answer" or (self.always != "refuse" and confidence >= 0.5)
        best = hits[0].passage
        text = best.text + " Trust me." if self.forges else best.text
        statement = Statement(text=text, citations=(Citation(passage=best, start=best.start, end=best.end),))
        return Answer(
            question=question,
            understood=understood,
            outcome="covered" if covered else "not_covered",
            confidence=confidence,
            statements=(statement,) if covered else (),
            hits=hits,
            timings=Timings(total=float(len(question.text))),
        )


def lines() -> list[dict]:
    """The questions as dataset lines, a conversation of two turns among them."""
    rows = [
        {
            "id": f"q{number:02}",
            "question": question,
            "topic": topic,
            "kind": kind,
            "paraphrase": "somebody" in question,
            "answerable": True,
            "evidence": [[quote]],
            "key_facts": [facts],
        }
        for number, (question, topic, kind, quote, facts) in enumerate(QUESTIONS, start=1)
    ]
    rows[0] |= {"conversation": "c1", "turn": 1}
    rows[1] |= {"conversation": "c1", "turn": 2, "question": "and how much memory?"}
    for number, question in enumerate(UNANSWERABLE, start=1):
        rows.append({"id": f"u{number}", "question": question, "topic": "", "kind": "unanswerable", "answerable": False})
    return rows


def write_lines(path: Path, rows: Sequence[dict]) -> Path:
    """Write dataset lines as JSONL."""
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return path


def ticking() -> Callable[[], float]:
    """A clock that goes forward by a second each time."""
    ticks: Iterator[int] = itertools.count()
    return lambda: float(next(ticks))
