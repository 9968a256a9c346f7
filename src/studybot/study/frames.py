"""What items and cards ask in studybot's own words, in the language of the course, of an English one in the reader's.

Items are made once for everybody. A frame is found by its words, and what fills it are words of the course.
"""

import re

from studybot.shown import capital
from studybot.speech import ENGLISH, language, phrase, reworded, speaking_in, t
from studybot.text import spoken

TOLD = phrase("description")
SECTION = phrase("What does the course say about “{name}”?")
# A question begins with a capital letter, or with a small one behind the headings that say what it is about. Those that
# say more stand before those that fit nearly everything.
FRAMES = (
    SECTION,
    phrase("Which number fills the gap: “{text}”?"),
    phrase("Which method fills the gap: “{text}”?"),
    phrase("Which command does this: “{text}”?"),
    phrase("Which {name} command does this: “{text}”?"),
    phrase("If it is “{name}: {text}” for {other}, what is it for {label}?"),
    phrase("Does this hold for {label}: “{name}”?"),
    phrase("Which path is this: “{text}”?"),
    phrase("Which method is called for this: “{text}”?"),
    phrase("What completes “{command}” for this: “{text}”?"),
    phrase("What does “{command}” do?"),
    phrase("Which term is this: {text}"),
    phrase("Which of these belongs here: “{text}”?"),
    phrase("Which of these belongs to “{name}”?"),
    phrase("Put the steps of “{name}” in order."),
    phrase("Put the steps of “{name}” in order (part of the procedure)."),
    phrase("True or false? {text}"),
    phrase("Which of these has a wrong {told}?"),
    phrase("Which {told} belongs to which term?"),
    phrase("Which {told} belongs to which {row}?"),
    phrase("Which “{name}” belongs to {label}?"),
    phrase("How does this go on: “{text}”?"),
    phrase("Which {row} fits this description: “{text}”?"),
    phrase("Which {row} has the value “{text}”?"),
    phrase("Which {row} does this: “{text}”?"),
    phrase("Which {row} works like this: “{text}”?"),
    phrase("Which {row} is used for “{text}”?"),
    phrase("Which {row} is best for “{text}”?"),
    phrase("Which {row} is in the hands of “{text}”?"),
    phrase("Which {row} has this for {name}: “{text}”?"),
    phrase("Which {row} is this said of: “{text}”?"),
    phrase("Which {row} has the {name} “{text}”?"),
    phrase("What is meant by “{label}”?"),
    phrase("What happens in the step “{label}”?"),
    phrase("What does {label} do?"),
    phrase("What do {label} do?"),
    phrase("When should you use {label}?"),
    phrase("How does {label} work?"),
    phrase("What is {label} used for?"),
    phrase("What are {label} used for?"),
    phrase("What is {label} best for?"),
    phrase("How many {name} does {label} have?"),
    phrase("How many {name} do {label} have?"),
    phrase("What is the value of {label}?"),
    phrase("What is the {name} of {label}?"),
    phrase("What are the {name} of {label}?"),
    phrase("Who was {label}?"),
    phrase("What is {label}?"),
    phrase("What are {label}?"),
    phrase("True"),
    phrase("False"),
)
_BEHIND = re.compile(r"(?P<subject>[^“”?]+?): (?P<asked>[a-z].*)", re.DOTALL)
_THESE = re.compile(r"of (?:these(?: terms)?|the two|them)")


def asked_in(text: str) -> str:
    """Return what an item or a card asks, or one of its options, in the language that is spoken."""
    if language() == ENGLISH:
        return text
    subject = _BEHIND.fullmatch(text)
    if subject and (said := reworded(capital(subject["asked"]), FRAMES, _filled)) != capital(subject["asked"]):
        return f"{subject['subject']}: {_tidy(said)}"
    return _tidy(reworded(text, FRAMES, _filled))


def asked_of_course(text: str) -> str:
    """Return what an item or a card asks, or one of its options, in the language of the course that is spoken."""
    with speaking_in(spoken()):
        return asked_in(text)


def _filled(value: str) -> str:
    """What fills a frame: words of the course, without an article of ours, and what rows and cells are called."""
    if value == TOLD:
        return t(TOLD)
    return "" if _THESE.fullmatch(value) else value.removeprefix("the ")


def _tidy(text: str) -> str:
    return text.replace(" ()", "")
