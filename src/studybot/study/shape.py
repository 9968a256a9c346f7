"""The shape of an option: what it measures, and whether it is an action, a clause or a thing. One question offers one shape."""

import re

_UNITS = (
    ("time", r"(?:milliseconds?|ms|seconds?|secs?|s|minutes?|mins?|hours?|hrs?|hr|h|days?|weeks?|months?|years?)\b"),
    ("rate", r"(?:[KMGT]i?[Bb]/s|[KMGT]bps|MB/s)"),
    ("size", r"(?:bytes?|[KMGTP]i?B)\b"),
    ("percent", r"%"),
)
_FIGURE = re.compile(
    r"^(?:[~≥≤<>+]\s*|(?:up to|max|min|over|only)\s+)*(?P<sign>\$)?\d[\d,.]*\+?(?:\s*[–-]\s*\$?[\d,.]+)?\s*(?P<unit>.*)$",
    re.IGNORECASE | re.DOTALL,
)
# Free, unlimited and never stand beside figures of every measure.
_ANY = re.compile(r"(?:always |no )?(?:free|unlimited|never|none|any)", re.IGNORECASE)
LONGEST_FIGURE = 36

# Verbs that open an instruction or say what something does; with an s they are the third person.
_VERBS = frozenset(
    "activate add adjust aggregate alert allocate allow analyze apply archive assign assume attach audit authenticate "
    "automate block bring build cache calculate capture centralize change check choose clean clear collect combine compare "
    "compress configure connect contain control convert copy count create decouple decrypt define delete deny deploy "
    "describe destroy detach detect determine disable discover display distribute divide download edit eliminate enable "
    "encrypt ensure enter evaluate exclude execute exit expand export extract fetch filter find fix follow force forecast "
    "format generate get give go grant handle hide identify ignore import improve increase initialize inspect install "
    "invoke isolate keep kill launch let limit list load look lower make manage mark migrate modify monitor mount move must "
    "never offload open optimize order paginate partition pause pay perform plan prevent preview print process protect "
    "provide provision pull push put query react read rebuild receive record recover redirect reduce refer register reject "
    "release reload remove rename replace replicate report require resize resolve restart restore restrict return reuse "
    "review revoke rotate route run save scale scan search see select send set share shift show sort specify spread start "
    "stop store stream support switch sync tag take terminate test throttle trace track transfer transform translate "
    "trigger understand unmount update upgrade upload use validate verify view visualize wait watch work write".split()
)
_CLAUSE = re.compile(r"^(?:how|what|what's|which|when|where|whether|who|why|if|for)\b", re.IGNORECASE)

# A dot, colon, slash, underscore or equals sign within a word that is no number.
_CODE = re.compile(r"[A-Za-z_~](?:[._:=]|//?)[A-Za-z_\d]|^_|[{}~]|\w=\w")


def measure(text: str) -> str:
    """Return what a figure measures (`time`, `size`, `rate`, `percent`, `money`, `count`), empty for prose."""
    bare = text.strip()
    if _ANY.fullmatch(bare):
        return "any"
    named = re.match(_UNITS[0][1], bare, re.IGNORECASE)
    match = _FIGURE.match(bare)
    if len(bare) > LONGEST_FIGURE or not (match or named):
        return ""
    if named or match is None:
        return "time"
    if match["sign"]:
        return "money"
    units = (kind for kind, unit in _UNITS if re.match(unit, match["unit"]))
    return next(units, "count")


def same_measure(one: str, other: str) -> bool:
    """Whether two texts measure the same, or are both no figures."""
    left, right = measure(one), measure(other)
    return left == right or ("any" in (left, right) and "" not in (left, right))


def quantity(text: str) -> float:
    """Return the first number of a text, a size in bytes; 0 where there is none."""
    match = re.search(r"(\d[\d,]*(?:\.\d+)?)\s*(?:([KMGTP])i?B\b)?", text)
    return float(match[1].replace(",", "")) * 1024 ** " KMGTP".index(match[2] or " ") if match else 0.0


def form(text: str) -> str:
    """Return the form of a text: `action` (Create a volume), `clause` (How to treat gaps), `code` or `thing`."""
    parts = text.split()
    if 2 * sum(bool(_CODE.search(part)) for part in parts) >= max(1, len(parts)):
        return "code"
    if _CLAUSE.match(text):
        return "clause"
    said = [word for word in re.findall(r"[a-z']+", text.lower()) if word != "auto" and not re.fullmatch(r"\w{3,}ly", word)]
    first, second = (*said, "", "")[:2]
    # `Set of rules`, `Stream processing` and `Count (0 or 1)` are things.
    noun = second in ("", "of") or (second.endswith("ing") and not first.endswith("s")) or bool(re.match(r"\w+ \(", text))
    return "action" if is_verb(first) and not noun else "thing"


def is_verb(word: str) -> bool:
    """Whether a word, with or without the s of the third person, opens an instruction."""
    bare = {word, word.removesuffix("s"), word.removesuffix("es"), re.sub("ies$", "y", word)}
    return bool(bare & _VERBS)
