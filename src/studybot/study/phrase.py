"""How facts are worded: headings as a subject, cells as options, one sentence for each column of a table."""

import re
from collections.abc import Sequence

from studybot.corpus.course import split_icon
from studybot.corpus.plain import plain
from studybot.text import any_word, sentences, spoken, stems
from studybot.types import Citation, Passage

# Column headings that make a sentence of their own; other headings are nouns, participles or questions by their form.
STEP = "Step"  # the name of a column of steps that have a name each
GLOSSARY = "Glossary"  # the name of a column that a glossary makes: its terms are explained for the whole course
DOES = "What it does"  # the name of a column of code that sentences explain
_DESCRIBES = r"glossary|descriptions?|details|explanation|definition|what it is|what it means|meaning|purpose & contents"
_VALUE = r"values?|setting|information"
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
    (r"(?:used for|uses?|use cases?)", "what {is_} {label} used for"),
    (_PREPOSITION, "what {is_} {label} {name}"),
)
_BACKWARD = (
    (_DESCRIBES, "which {row} fits this description: “{value}”"),
    (_VALUE, "which {row} has the value “{value}”"),
    (r"what (?:it|they) do(?:es)?", "which {row} does this: “{value}”"),
    (r"(?P<word>what|how|where|when|why) (?:it|they) (?P<verb>\w+)", "which {row} {verb} like this: “{value}”"),
    (r"when to (?P<verb>\w+)", "which {row} should you {verb} for this: “{value}”"),
    (r"who (?P<verb>\w+).*", "which {row} is in the hands of “{value}”"),
    (r"(?:used for|uses?|use cases?)", "which {row} is used for “{value}”"),
    (_PREPOSITION, "which {row} is {name} “{value}”"),
)


def heading(title: str) -> str:
    """Return a heading without its icon."""
    return split_icon(plain(title))[1]


def short(title: str) -> str:
    """Return the part of a title in front of its gloss: `SaaS` of `SaaS — Software as a Service`."""
    return re.split(r"\s+[—–]\s+", title)[0] or title


def where(path: Sequence[str]) -> str:
    """Return a heading path in one line, such as `Networks › Routing › Metrics`."""
    return " › ".join(dict.fromkeys(heading(title) for title in path))


def bare(text: str) -> str:
    """Return Markdown without pictures, addresses of links, attributes in braces and HTML tags."""
    text = re.sub(r"(?<=\])\{#[^}\n]*\}", "()", text)
    text = re.sub(r"!\[[^\]\n]*\]\([^)\n]*\)|\{[:#][^}\n]*\}|</?[a-z][^>\n]*>|<!--.*?-->", "", text)
    return re.sub(r"\[([^\]\n]+)\](?:\([^)\n]*\)|\[[^\]\n]*\])", r"\1", text)


def clean(text: str) -> str:
    """Return Markdown as one line of plain text without a closing full stop."""
    line = plain("|" + bare(text).strip())[1:].strip()  # a cell such as "> 80%" is no quotation
    return line[:-1].rstrip() if line.endswith((".", ";", "。", "।")) and not line.endswith(("etc.", "...")) else line


def first_sentence(text: str) -> str:
    """Return the first sentence of a plain text without its full stop."""
    spans = sentences(text)
    return clean(text[spans[0][0] : spans[0][1]]) if spans else ""


def cite(passage: Passage, start: int, end: int) -> Citation:
    """Return the citation of a span of a passage."""
    return Citation(passage=passage, start=start, end=end)


def section_key(passage: Passage) -> str:
    """Return a passage's id without its ordinal, which moves when a neighbour grows."""
    return passage.id.rpartition("/")[0] or passage.id


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
    if name.endswith("?") or _is_odd(name):
        return f"{label}: {name.rstrip('?')}"
    if not noun:
        return f"how does this go on: “{label} — {name} …”"
    return f"what {'are' if is_plural(name) else 'is'} the {name} of {label}"


def _is_odd(name: str) -> bool:
    """Whether a heading is no name of an attribute by its form: many words, signs, or a participle."""
    signs = not name.replace(" ", "").replace("-", "").isalpha()
    return signs or len(name.split()) > 4 or bool(re.fullmatch(r"\w+(?:ed|ing|able)", name))


def describes(name: str) -> bool:
    """Whether a column simply says something about each of its rows."""
    return bool(re.fullmatch(_DESCRIBES, name, re.IGNORECASE))


def is_value(name: str) -> bool:
    """Whether a column only says that it holds values: its rows are what is asked for."""
    return bool(re.fullmatch(_VALUE, name, re.IGNORECASE))


def is_plural(label: str) -> bool:
    """Whether a label such as `Static Routes` or `Custom DNSes` is a plural; abbreviations (TLS, DNS) are not."""
    head = re.sub(r"\s*\([^)]*\)", "", label).rsplit(" ", 1)[-1]
    if head.isupper():
        return False
    long = len(head) > 3 and head.endswith("s") and not head.endswith(("ss", "us", "is"))
    return long or bool(re.fullmatch(r"[A-Z]{2,}s", head))


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


def row_noun(header: str) -> str:
    """Return what a row of a table is called in a sentence: its first heading in lower case and singular, or `of these`."""
    bare = plain(header)
    if not any_word(bare):
        return "of these terms"
    return bare if spoken() != "en" else " ".join(word if word.isupper() else word.lower() for word in bare.split())


def capitalised(text: str) -> str:
    """Return prose with a capital first letter; names, commands and code stay as they are."""
    return text[:1].upper() + text[1:] if re.match(r"[a-z]+(?:[-/'][a-z]+)*,? \(?[A-Za-z0-9]+\b", text) else text
