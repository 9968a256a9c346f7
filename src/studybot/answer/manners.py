"""What stands around a question and asks nothing: greetings, thanks, a wish for a short answer; and what is said to them."""

import re
from functools import cache, lru_cache

from studybot.answer.exemplars import TOKEN, packaged_exemplars
from studybot.types import Act

REMEMBERED = 1024  # texts of which it is kept what they ask: a question is looked at five times
_EDGES = " ,;:.!?-—"  # what is left hanging beside a wish that was taken out
_OPENING, _CLOSING = re.compile(r"(?<=[.!?,;:])\s+"), re.compile(r"(?<=[.!?])\s+")


def without_manners(text: str) -> str:
    """Return a text without courtesies around it and without a wish for a short answer; "" where it says nothing else."""
    return without_wish(without_courtesy(text))


@lru_cache(maxsize=REMEMBERED)
def without_courtesy(text: str) -> str:
    """Return a text without what only greets or thanks before and behind it; as it stands where it says nothing else."""
    rest = text
    while _is_courtesy((parts := _OPENING.split(rest, maxsplit=1))[0]) and len(parts) > 1:
        rest = parts[1]
    while _is_courtesy((sentences := _CLOSING.split(rest))[-1]) and len(sentences) > 1:
        rest = rest[: rest.rindex(sentences[-1])].rstrip()
    return text if _is_courtesy(rest) else rest


def _is_courtesy(clause: str) -> bool:
    """Whether a clause is made of exemplars of greeting and thanks, one behind another."""
    spoken = _spoken(clause)
    reached = {0}
    for start in range(len(spoken)):
        if start in reached:
            reached.update(start + n for n in range(1, len(spoken) - start + 1) if spoken[start : start + n] in _courtesies())
    return bool(spoken) and len(spoken) in reached


@cache
def _courtesies() -> frozenset[tuple[str, ...]]:
    acts = packaged_exemplars().acts
    return frozenset(_spoken(text) for act in ("greeting", "thanks") for text in acts[act])


@cache
def _wishes() -> tuple[tuple[str, ...], ...]:
    """The words of each wish for a short answer, the longest first."""
    return tuple(sorted((tuple(wish.lower().split()) for wish in packaged_exemplars().briefly), key=len, reverse=True))


@lru_cache(maxsize=REMEMBERED)
def without_wish(text: str) -> str:
    """Return a text without a wish that the answer be short, as it stands where it has none, "" where it says nothing else."""
    tokens = list(TOKEN.finditer(text))
    spoken = _spoken(text)
    for wish in (wish for wish in _wishes() if wish[0] in spoken):
        for place in range(len(spoken) - len(wish) + 1):
            if spoken[place : place + len(wish)] == wish:
                around = (text[: tokens[place].start()], text[tokens[place + len(wish) - 1].end() :])
                rest = " ".join(part.strip(_EDGES) for part in around).strip()
                return rest + "?" if rest and text.rstrip().endswith("?") else rest
    return text


def _spoken(text: str) -> tuple[str, ...]:
    return tuple(token.lower() for token in TOKEN.findall(text))


def courtesy(act: Act, title: str) -> str:
    """Return the answer of a human to an act that asks nothing of a course, which has this title."""
    return {
        "greeting": f"Hello! Ask me anything about {title}; I answer from its own words and show where they stand.",
        "thanks": "You are welcome. Ask on whenever you like.",
        "help": f"I answer questions from {title}, each sentence with its place in the course, and say so when the course "
        "does not have it. I can also sum up a topic, quiz you, find an example, or say where to go on.",
        "refuse": f"I only help with {title}: that is not something I can do. You could try one of these.",
    }[act]


def asked_back(act: Act) -> str:
    """Return what asks of what something is wished, where nothing was said that it may go on from."""
    wanted: dict[Act, str] = {
        "example": "an example",
        "simpler": "simpler words",
        "more": "more",
        "summary": "a summary",
        "why": "the reason",
        "shorter": "a short version",
        "sure": "the proof",
        "translate": "a translation",
    }
    return f"Of what would you like {wanted.get(act, 'that')}? Name a topic, or ask a question first."
