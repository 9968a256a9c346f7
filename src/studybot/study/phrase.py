"""How facts are worded: headings as a subject, cells as options, one sentence for each column of a table."""

import re
from collections.abc import Sequence

from studybot.corpus.course import split_icon
from studybot.corpus.plain import plain
from studybot.text import any_word, sentences
from studybot.types import Citation, Passage

# Column headings that make a sentence of their own; any other heading is quoted, which is always grammatical.
_DESCRIBES = r"description|details|what it is|what it means|meaning|purpose & contents"
_FORWARD = (
    (_DESCRIBES, "what does the course say about “{label}”"),
    (r"(?:important )?notes?", "what does the course note about “{label}”"),
    (r"step", "what does the course say about the step “{label}”"),
    (r"what it does", "what {does} “{label}” do"),
    (r"how it works", "how {does} “{label}” work"),
    (r"use cases?|used for|use", "what {is_} “{label}” used for"),
    (r"when to use", "when should “{label}” be used"),
    (r"optimized for", "what {is_} “{label}” optimized for"),
    (r"examples?|aws examples", "what is given as an example of “{label}”"),
    (r"who manages", "who manages “{label}”"),
)
_BACKWARD = (
    (_DESCRIBES, "about which {row} does the course say this: “{value}”"),
    (r"what it does", "which {row} does this: “{value}”"),
    (r"how it works", "which {row} works like this: “{value}”"),
    (r"use cases?|used for|use", "which {row} has the use case “{value}”"),
    (r"optimized for", "which {row} is optimized for “{value}”"),
    (r"examples?|aws examples", "for which {row} is “{value}” given as an example"),
)


def heading(title: str) -> str:
    """Return a heading without its icon."""
    return split_icon(plain(title))[1]


def where(path: Sequence[str]) -> str:
    """Return a heading path in one line, such as `EC2 › Placement Groups › Spread`."""
    return " › ".join(dict.fromkeys(heading(title) for title in path))


def clean(text: str) -> str:
    """Return Markdown as one line of plain text without a closing full stop."""
    bare = plain("|" + text.strip())[1:].strip()  # a cell such as "> 80%" is no quotation
    return bare[:-1].rstrip() if bare.endswith((".", ";")) and not bare.endswith(("etc.", "...")) else bare


def first_sentence(text: str) -> str:
    """Return the first sentence of a plain text without its full stop."""
    spans = sentences(text)
    return clean(text[spans[0][0] : spans[0][1]]) if spans else ""


def cut(passage: Passage, start: int, end: int) -> str:
    """Return the Markdown of a passage between two offsets of its document."""
    return passage.text[start - passage.start : end - passage.start]


def cite(passage: Passage, start: int, end: int) -> Citation:
    """Return the citation of a span of a passage."""
    return Citation(passage=passage, start=start, end=end)


def section_key(passage: Passage) -> str:
    """Return a passage's id without its ordinal, which moves when a neighbour grows."""
    return passage.id.rpartition("/")[0] or passage.id


def forward(name: str, label: str) -> str:
    """Return the question for a row's value in column `name`, without its question mark."""
    many = is_plural(label)
    for pattern, sentence in _FORWARD:
        if re.fullmatch(pattern, name, re.IGNORECASE):
            return sentence.format(label=label, is_="are" if many else "is", does="do" if many else "does")
    return given(name, label)


def given(name: str, label: str) -> str:
    """Return the question that quotes the heading of a column."""
    return f"what is given under “{name}” for “{label}”"


def describes(name: str) -> bool:
    """Whether a column simply says something about each of its rows."""
    return bool(re.fullmatch(_DESCRIBES, name, re.IGNORECASE))


def is_plural(label: str) -> bool:
    """Whether a label such as `Spot Instances` or `Custom AMIs` is a plural; abbreviations (EBS, DNS) are not."""
    head = re.sub(r"\s*\([^)]*\)", "", label).rsplit(" ", 1)[-1]
    return len(head) > 3 and head.endswith("s") and not head.endswith(("ss", "us", "is"))


def backward(row: str, name: str, value: str) -> str:
    """Return the question for the row that has `value` in column `name`, without its question mark."""
    for pattern, sentence in _BACKWARD:
        if re.fullmatch(pattern, name, re.IGNORECASE):
            return sentence.format(row=row, name=name, value=value)
    return f"which {row} has “{value}” under “{name}”"


def statement(name: str, label: str, value: str) -> str:
    """Return a sentence that a row has a value."""
    if describes(name):
        return f"the course says about “{label}”: “{value}”"
    return f"“{value}” is given under “{name}” for “{label}”"


def row_noun(header: str) -> str:
    """Return what a row of a table is called in a sentence: its first heading in lower case, or `of these`."""
    bare = plain(header)
    if not any_word(bare):
        return "of these terms"
    return " ".join(word if word.isupper() else word.lower() for word in bare.split())


def capitalised(text: str) -> str:
    """Return prose with a capital first letter; names, commands and code stay as they are."""
    return text[:1].upper() + text[1:] if re.match(r"[a-z]+(?:[-/'][a-z]+)*,? \(?[A-Za-z0-9]+\b", text) else text
