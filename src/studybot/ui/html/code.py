"""A code block as a figure: language label, copy button, coloured by the kind of each token, cited lines marked."""

from collections.abc import Iterator, Sequence
from html import escape

from pygments.lexer import Lexer
from pygments.lexers import get_lexer_by_name
from pygments.token import Comment, Keyword, Name, Number, Operator, String, Text, _TokenType
from pygments.util import ClassNotFound

from studybot.speech import t
from studybot.ui.html.offsets import Leaf, Marker, Places

_LABELS = {"bash": "Shell", "sh": "Shell"}  # any other language is called what its lexer is called
_CLASSES = (
    (Comment, "c"),
    (Keyword, "k"),
    (String, "s"),
    (Number, "n"),
    (Name.Builtin, "b"),
    (Name.Function, "f"),
    (Operator, "o"),
)
_TEXT = ("", "text", "txt", "plain")
# Only the empty line is text and copied; that something is left out there is drawn by the styles.
_LEFT_OUT = '\n<span class="sb-left-out" role="img" aria-label="Lines of this code are left out here">\n</span>'


def code_html(text: str, language: str, places: Places, marker: Marker) -> str:
    """Return the figure of a code block; `places` holds the offset of each of its characters."""
    return _figure(_body(text.removesuffix("\n"), language, places, marker), language)


def runs_html(runs: Sequence[str], language: str) -> str:
    """Return the figure of a code block of which only `runs` of its lines are shown, with a divider between two of them."""
    return _figure(_LEFT_OUT.join(_body(run, language, [None] * len(run), Marker()) for run in runs), language)


def _figure(body: str, language: str) -> str:
    plain = language in _TEXT
    label = t("Text") if plain else _LABELS.get(language) or _lexer_name(language)
    kind = "sb-code sb-figure" if plain else "sb-code"
    copies, copy, named = t("Copy this code"), t("Copy"), t("{language} code", language=escape(label))
    return (
        f'<figure class="{kind}"><figcaption><span>{escape(label)}</span>'
        f'<button type="button" class="sb-copy-code" aria-label="{copies}">{copy}</button></figcaption>'
        f'<pre tabindex="0" role="region" aria-label="{named}"><code>{body}</code></pre></figure>'
    )


def _lexer_name(language: str) -> str:
    try:
        return str(get_lexer_by_name(language).name)
    except ClassNotFound:
        return language.capitalize()


def _body(text: str, language: str, places: Places, marker: Marker) -> str:
    return "".join(_pieces(text, language, places, marker)).removesuffix("\n")


def _pieces(text: str, language: str, places: Places, marker: Marker) -> Iterator[str]:
    at = 0
    for kind, value in _tokens(text, language):
        css = next((name for token, name in _CLASSES if kind in token), "")
        for line in value.splitlines(keepends=True):
            bare = line.rstrip("\n")
            html = marker.html(Leaf(bare, places[at : at + len(bare)]))
            yield f'<span class="t{css}">{html}</span>' if css and bare.strip() else html
            yield line[len(bare) :]
            at += len(line)


def _tokens(text: str, language: str) -> Iterator[tuple[_TokenType, str]]:
    """The tokens of a text and of the newline behind it, without which some lexers (Bash) misread the last line."""
    text, lexer = f"{text}\n", _lexer(language)
    tokens = list(lexer.get_tokens(text)) if lexer else []
    # A lexer that drops or adds a character would shift every mark behind it.
    if "".join(value for _, value in tokens) != text:
        tokens = [(Text, text)]
    yield from tokens


def _lexer(language: str) -> Lexer | None:
    if language in _TEXT:
        return None
    try:
        return get_lexer_by_name(language, stripnl=False, ensurenl=False)
    except ClassNotFound:
        return None
