"""`studybot eval check`: a dataset against the course that it asks about."""

from collections import Counter
from collections.abc import Mapping

from studybot.errors import DatasetError
from studybot.evaluate.case import Case
from studybot.evaluate.dataset import Dataset, Problem, describe_problems
from studybot.evaluate.evidence import says, stands_in
from studybot.text import squash
from studybot.types import Value


class Checked(Value):
    """What a dataset holds; `remarks` are oddities that do not stop a run."""

    name: str
    digest: str
    questions: int
    answerable: int
    unanswerable: int
    unlabelled: int
    acts: int = 0
    paraphrases: int
    conversations: int
    kinds: dict[str, int]
    groups: dict[str, int]
    topics: dict[str, int]
    remarks: tuple[Problem, ...] = ()


def check_dataset(dataset: Dataset, texts: Mapping[str, str], topics: frozenset[str] = frozenset()) -> Checked:
    """Return what a dataset holds after finding each of its quotes in `texts` (source -> Markdown of the course).

    Raises DatasetError listing every quote that is not in the course and every question asked twice. `topics` are the known
    topic ids; empty means that topics are not checked.
    """
    problems = _missing_quotes(dataset, texts) + _asked_twice(dataset)
    if problems:
        raise DatasetError(describe_problems(dataset.name, problems))
    cases = dataset.cases
    return Checked(
        name=dataset.name,
        digest=dataset.digest,
        questions=len(cases),
        answerable=sum(case.answerable and case.labelled for case in cases),
        unanswerable=sum(not case.answerable for case in cases),
        unlabelled=sum(case.unlabelled for case in cases),
        acts=sum(case.act_only for case in cases),
        paraphrases=sum(case.paraphrase and case.answerable for case in cases),
        conversations=len({case.conversation for case in cases if case.conversation}),
        kinds=dict(sorted(Counter(case.kind for case in cases).items())),
        groups=dict(sorted(Counter(case.group for case in cases if case.group).items())),
        topics=dict(sorted(Counter(case.topic for case in cases).items())),
        remarks=tuple(_remarks(dataset, topics)),
    )


def _missing_quotes(dataset: Dataset, texts: Mapping[str, str]) -> list[Problem]:
    problems = []
    for case, line in zip(dataset.cases, dataset.lines, strict=True):
        for number, item in enumerate(case.evidence):
            for place, quote in enumerate(item):
                if not any(stands_in(quote, text) for text in texts.values()):
                    message = f"quote {quote[:120]!r} is not in the course"
                    problems.append(Problem(line=line, field=f"evidence.{number}.{place}", message=message))
    return problems


def _asked_twice(dataset: Dataset) -> list[Problem]:
    """The same words twice; a follow-up may repeat what another conversation asks."""
    seen: dict[str, int] = {}
    problems = []
    for case, line in zip(dataset.cases, dataset.lines, strict=True):
        if case.follow_up:
            continue
        key = squash(case.question) or case.question
        if key in seen:
            problems.append(Problem(line=line, field="question", message=f"is asked on line {seen[key]} already"))
        seen.setdefault(key, line)
    return problems


def _remarks(dataset: Dataset, topics: frozenset[str]) -> list[Problem]:
    remarks = []
    for case, line in zip(dataset.cases, dataset.lines, strict=True):
        if topics and case.topic and case.topic not in topics:
            remarks.append(Problem(line=line, field="topic", message=f"{case.topic!r} is no topic of the course"))
        if case.unlabelled:
            remarks.append(Problem(line=line, field="evidence", message="is missing: add the quote that answers"))
        remarks.extend(_unproved_facts(case, line))
    return remarks


def _unproved_facts(case: Case, line: int) -> list[Problem]:
    quotes = [quote for item in case.evidence for quote in item]
    return [
        Problem(line=line, field=f"key_facts.{number}", message=f"{fact[0]!r} stands in none of the evidence quotes")
        for number, fact in enumerate(case.key_facts)
        if quotes and not any(says(quote, variant) or squash(variant) in squash(quote) for quote in quotes for variant in fact)
    ]
