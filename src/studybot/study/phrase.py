"""How facts are worded: headings as a subject, cells as options, one sentence for each column of a table."""

import re
from functools import cache
from itertools import takewhile

from studybot.facts.language import language
from studybot.facts.shape import measure
from studybot.facts.written import is_plural, short
from studybot.shown import capital
from studybot.text import spoken, stems, words

# Column headings that make a sentence of their own; other headings are nouns, participles or questions by their form.
_DESCRIBES = r"glossary|descriptions?|details|explanation|definition|what it is|what it means|meaning|purpose & contents"
_VALUE = r"values?|setting|information"
_USE = r"(?:used for|uses?|use cases?)"
_SAY_WHAT = ("size", "rate", "percent", "money", "count")  # what figures measure; a time may be that of anything
_FEW = 2  # words of a heading that its figure explains
_PREPOSITION = r".*\b(?:for|by|in|to|with|on|at|from|of)"
_FORWARD = (
    (_DESCRIBES, "what {is_} {label}"),
    (_VALUE, "what {is_} the {label}"),
    (r"step", "what happens in the step “{label}”"),
    (r"(?:what|which)\b.*\?", "{label}: {name}"),
    (r"what (?:it|they) do(?:es)?", "what {does} {label} do"),
    (r"when to (?P<verb>\w+)", "when should you {verb} {label}"),
    (r"(?P<word>what|how|where|when|why) (?:it|they) (?P<verb>\w+?)s?", "{word} {does} {label} {verb}"),
    (r"who (?P<verb>\w+)(?: it| them)?", "who {verb} {label}"),
    (_USE, "what {is_} {label} used for"),
    (_PREPOSITION, "what {is_} {label} {name}"),
)
_BACKWARD = (
    (_DESCRIBES, "which {row} fits this description: “{value}”"),
    (_VALUE, "which {row} has the value “{value}”"),
    (r"what (?:it|they) do(?:es)?", "which {row} does this: “{value}”"),
    (r"(?P<word>what|how|where|when|why) (?:it|they) (?P<verb>\w+)", "which {row} {verb} like this: “{value}”"),
    (r"when to (?P<verb>\w+)", "which {row} should you {verb} for this: “{value}”"),
    (r"who (?P<verb>\w+).*", "which {row} is in the hands of “{value}”"),
    (_USE, "which {row} is used for “{value}”"),
    (_PREPOSITION, "which {row} is {name} “{value}”"),
)


def forward(name: str, label: str, *, noun: bool = True, many: bool | None = None) -> str:
    """Return the question for a row's value in column `name`, without its question mark; `name` as inside a sentence.

    A heading that is no `noun` (`Provider manages`) is the beginning of what is said, and asked as that.
    """
    label = short(label)
    if spoken() != "en":
        return f"{label} — {name}"  # the course's words alone: an English sentence around them would read wrong
    many = is_plural(label) if many is None else many
    verbs = {"is_": "are" if many else "is", "does": "do" if many else "does", "label": label, "name": name}
    for pattern, sentence in _FORWARD:
        match = re.fullmatch(pattern, name, re.IGNORECASE)
        if match:
            return sentence.format(**verbs, **{key: part.lower() for key, part in match.groupdict().items()})
    if name.endswith("?") or is_odd(name):
        return f"{label}: {name.rstrip('?')}"
    if not noun:
        return f"how does this go on: “{label} — {name} …”"
    return f"what {'are' if is_plural(name) else 'is'} the {name} of {label}"


def asks_itself(name: str, text: str) -> bool:
    """Whether a heading makes a question that is clear without its table: it is said of many things, or a figure tells."""
    if spoken() != "en":
        return True
    head = re.split(r" (?:of|for|on|in|to)\b", re.sub(r"\s*\([^)]*\)", "", name))[0].split()[-1:]
    said = name.endswith("?") or any(re.fullmatch(pattern, name, re.IGNORECASE) for pattern, _ in _FORWARD)
    figure = measure(text) in _SAY_WHAT and (is_plural(name) or len(words(name)) <= _FEW)
    return said or figure or bool(set(stems(" ".join(head))) & attributes())


@cache
def attributes() -> frozenset[str]:
    """Return the stems of what is said of things of any kind."""
    return frozenset(stems(" ".join(language().attributes)))


def beside(name: str, label: str, other: str, text: str) -> str:
    """Return the question for what a heading says of `label`, which shows what it says of another one, without its mark."""
    return f"if it is “{name}: {text}” for {short(other)}, what is it for {short(label)}"


def belongs(name: str, label: str) -> str:
    """Return the question for which of several options a heading says of a label, without its mark."""
    return f"which “{name}” belongs to {short(label)}"


def holds(name: str, label: str) -> str:
    """Return the question of yes or no whether a label has what a heading says, without its mark."""
    return f"does this hold for {short(label)}: “{name.rstrip('?')}”"


def is_odd(name: str) -> bool:
    """Whether a heading is no name of an attribute by its form: many words, signs beside units, or a participle."""
    signs = not re.fullmatch(r"[^\W\d][\w °%()-]*", name)
    return signs or len(name.split()) > 4 or bool(re.fullmatch(r"\w+(?:ed|ing|able)", name))


def how_many(name: str, label: str) -> str:
    """Return the question for a number of things that a row has, without its question mark."""
    return f"how many {name} {'do' if is_plural(label) else 'does'} {label} have"


def which_does(command: str, purpose: str, program: str = "") -> str:
    """Return the question for the command (of a program) that has a purpose, or the path that has a content."""
    if is_path(command):
        return f"which path is this: “{purpose}”"
    return f"which {program} command does this: “{purpose}”" if program else f"which command does this: “{purpose}”"


def what_does(command: str) -> str:
    """Return the question for what a command does, or what a path is."""
    return f"what is “{command}”" if is_path(command) else f"what does “{command}” do"


def is_path(command: str) -> bool:
    """Whether a text in code is the path of a file or folder alone, which does nothing."""
    return bool(re.fullmatch(r"[/~][^\s]*", command))


def describes(name: str) -> bool:
    """Whether a column simply says something about each of its rows."""
    return bool(re.fullmatch(_DESCRIBES, name, re.IGNORECASE))


def is_somebody(text: str) -> bool:
    """Whether a text says who its label was: "the son of ...", "a traveller who wrote down what he saw"."""
    known, said = language(), words(text)
    kind = list(takewhile(lambda word: word not in known.relative | (known.connectives - known.joining), said))
    told = set(said[len(kind) : len(kind) + 1]) & (known.relative - known.anaphors) and set(said) & known.persons
    return bool(set(kind) & known.people or told)


def is_use(name: str) -> bool:
    """Whether a column says what its rows are used for, made of or best at."""
    return bool(re.fullmatch(f"{_USE}|{_PREPOSITION}", name, re.IGNORECASE))


def is_value(name: str) -> bool:
    """Whether a column only says that it holds values: its rows are what is asked for."""
    return bool(re.fullmatch(_VALUE, name, re.IGNORECASE))


def backward(row: str, name: str, value: str, *, noun: bool = True) -> str:
    """Return the question for the row that has `value` in column `name`, without its question mark."""
    if spoken() != "en":
        return f"{row}: {name} “{value}”"
    for pattern, sentence in _BACKWARD:
        match = re.fullmatch(pattern, name, re.IGNORECASE)
        if match:
            parts = {key: part.lower() for key, part in match.groupdict().items()}
            return sentence.format(row=row, name=name, value=value, **parts)
    if name.endswith("?") or re.fullmatch(r"\w+(?:ed|ing|able)", name):
        return f"which {row} has this for {name.rstrip('?')}: “{value}”"
    return f"which {row} has the {name} “{value}”" if noun else f"which {row} is this said of: “{name}: {value}”"


def statement(name: str, label: str, value: str) -> str:
    """Return a sentence that a row has a value."""
    return f"{label} — {value}" if describes(name) else f"{label} — {name}: {value}"


def called(row: str, label: str) -> str:
    """Return a row's label with the noun for rows of its table in front, unless the label says it: `the policy Simple`."""
    if not row or row.startswith("of ") or is_plural(row) or set(stems(row)) & set(stems(label)):
        return label
    return f"the {row} {label}"


def capitalised(text: str) -> str:
    """Return prose with a capital first letter; names, commands and code stay as they are."""
    return capital(text) if re.match(r"[a-z]+(?:[-/'][a-z]+)*,? \(?[A-Za-z0-9]+\b", text) else text
