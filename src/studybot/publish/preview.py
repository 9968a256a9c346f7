"""What a draft would change for learners, and questions that it can answer."""

from collections.abc import Sequence

from studybot.errors import StudybotError
from studybot.evaluate.draft import definitions_asked
from studybot.opened import Opened
from studybot.served import Served
from studybot.types import Document, Passage, Question, Value

QUESTIONS = 5
TRIED = 40  # questions that are asked at most to find those
SHOWN = 20  # passages of each kind that are shown
_MARKS = " *`#"


class Change(Value):
    """A passage that is added, changed or removed: where it stands, and its text before and after."""

    place: str
    before: str = ""
    after: str = ""


class Preview(Value):
    """The difference between the published course and its draft."""

    added: int
    changed: int
    removed: int
    changes: tuple[Change, ...]
    cards: int  # of the published course that would go or change with their passage
    answers: int  # that learners have and that quote what would go or change
    questions: tuple[tuple[str, str], ...]  # each with the section that answers it


def preview(course: Opened, published: Served | None) -> Preview:
    """Compare a draft that was checked with the published course, and ask it questions of its own headings."""
    before = published.passages if published else ()
    old, new = _by_place(before), _by_place(course.passages)
    changes = [
        Change(place=" › ".join(place), before=old.get(place, ""), after=new.get(place, ""))
        for place in dict.fromkeys([*new, *old])
        if old.get(place) != new.get(place)
    ]
    kinds = [(bool(change.before), bool(change.after)) for change in changes]
    remaining = {passage.id for passage in course.passages}
    cards = published.material.cards.values() if published else ()
    return Preview(
        added=kinds.count((False, True)),
        changed=kinds.count((True, True)),
        removed=kinds.count((True, False)),
        changes=tuple(changes[: 3 * SHOWN]),
        cards=sum(card.proof.passage.id not in remaining for card in cards),
        answers=_answers_that_lose(course, published) if published else 0,
        questions=tuple(_answered(course, {passage.id for passage in before})),
    )


def _answers_that_lose(course: Opened, published: Served) -> int:
    """How many answers of learners quote what the published course says and the draft does not."""
    now, then = (_by_source(one.documents) for one in (published, course))

    def is_there(source: str, text: str) -> bool:
        return text in then.get(source, "") or text not in now.get(source, "")

    return published.store.conversations.answers_that_lose(is_there)


def _by_source(documents: Sequence[Document]) -> dict[str, str]:
    texts: dict[str, str] = {}
    for document in documents:
        texts[document.source] = texts.get(document.source, "") + document.text
    return texts


def _by_place(passages: tuple[Passage, ...]) -> dict[tuple[str, ...], str]:
    texts: dict[tuple[str, ...], list[str]] = {}
    for passage in passages:
        texts.setdefault((passage.source, *passage.path), []).append(passage.text)
    return {place: "\n\n".join(own) for place, own in texts.items()}


def _answered(course: Opened, known: set[str]) -> list[tuple[str, str]]:
    """Questions for definitions and headings that the draft answers from there: new sections first, one of each topic."""
    answered: dict[str, tuple[str, str]] = {}
    others: list[tuple[str, str]] = []
    candidates = dict(definitions_asked(course.passages, course.course.language))
    for passage in course.passages:
        candidates.setdefault(f"What does the course say about {passage.path[-1].strip(_MARKS)}?", passage)
    fresh = sorted(candidates.items(), key=lambda pair: pair[1].id in known)
    for text, passage in fresh[:TRIED]:
        if len(answered) >= QUESTIONS:
            break
        if _answers(course, text, passage):
            pair = (text, " › ".join(passage.path))
            if answered.setdefault(passage.topic, pair) != pair:
                others.append(pair)
    return [*answered.values(), *others][:QUESTIONS]


def _answers(course: Opened, text: str, passage: Passage) -> bool:
    try:
        answer = course.assistant.ask(Question(text=text))
    except StudybotError:
        return False
    cited = [citation.passage.path for statement in answer.statements for citation in statement.citations]
    return answer.outcome == "covered" and passage.path in cited
