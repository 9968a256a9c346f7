"""Inline markup of all dialects -> plain Markdown: tags, attributes, template tags, entities, reference links, footnotes."""

import html
import re
from collections.abc import Callable, Sequence

from studybot.corpus.language import is_function_word
from studybot.corpus.spans import protected

_TARGET = re.compile(r"\s{0,3}\[(?!\^)(?P<label>[^\[\]]{1,200})\]:\s*(?:<>|<?(?P<url>[^\s<>]+)>?)")
_REFERENCE = re.compile(r"\[(?P<text>[^\[\]]*)\]\[(?P<label>[^\[\]]*)\]")
_FOOTNOTE = re.compile(r"\[\^[^\[\]\s]{1,60}\](?P<definition>:\s*)?")
_BADGE = re.compile(r"\[!\[[^\[\]]*\]\([^()\s]*(?:badge|shields\.io|/workflows/|\.svg)[^()]*\)\]\([^()]*\)")
_TEMPLATE = re.compile(r"\{%[^{}\n]*%\}|\{\{[<%#]?[^{}\n]*\}\}")
_ATTRIBUTES = re.compile(r"(?:(?<=[)\]*_`>])|^\s*)\{:?(?:[\s:.#][^{}\n]*|[\w-]+=[^{}\n]*)\}|^\s*\{:[^{}\n]*\}\s*$")
_HEADING_ATTRIBUTES = re.compile(r"\s*\{(?:[:.#-][^{}\n]*|[\w-]+=[^{}\n]*|\s[.#][^{}\n]*)\}\s*$")
_CITED = re.compile(r"\s?\[-?@[\w:][^\[\]\n]*\]")  # [@smith2020, p. 3]
_KEY = re.compile(r"(?<![\w@./-])@([A-Za-z]+)((?:19|20)\d\d[a-z]?)\b")  # @smith2020
_WIKI_PICTURE = re.compile(r"!\[\[([^\[\]|\n]+\.\w+)(?:\|[^\[\]\n]*)?\]\]")
_EMBEDDED = re.compile(r"!\[\[[^\[\]\n]*\]\]")
_WIKI = re.compile(r"\[\[(?!\s)(?:[^\[\]|\n]+\|)?([^\[\]|\n]*[^\s\[\]|])\]\]")
# A link that says nothing but that it is one, or the number of a footnote: "([\[link\]](#fig-1))", "[2](#footnote2)".
_UNNAMED = r"\[(?:\\?\[link\\?\]\]\(#[^()\s]*\)|(?:\\?\[)?\d{1,3}(?:\\?\])?\]\(#(?:fn|foot)[^()\s]*\))(?:\{[^{}\n]*\})?"
_PANEL = r"(?:\s?\*{0,2}[a-z](?:\s?[,–-]\s?[a-z])*\*{0,2}(?![^\W_]))?"  # the part of a figure behind such a link: "**b**"
_ASIDE = re.compile(rf"\s?\((?:see\s+)?{_UNNAMED}{_PANEL}(?:\s*(?:,|and|or|,\s*and)\s*{_UNNAMED}{_PANEL})*\)", re.IGNORECASE)
_UNNAMED_LINK = re.compile(_UNNAMED, re.IGNORECASE)
_POINTED = (
    ("(#fig", "the figure"),
    ("(#tab", "the table"),
    ("(#tbl", "the table"),
)  # what such a link points to, where a sentence needs it
_CODE = frozenset("code command envvar file kbd option program samp".split())
_NESTED = r"[^()]*(?:\([^()]*\)[^()]*)*"
_LENT = r"(?:\bprovided by|\b[Cc]ourtesy of|\b(?:by|with) permission|©|&#xA9;|&copy;)"
_CREDIT = re.compile(
    rf"\s*\((?:(?i:(?:image |photo |figure )?credits?(?:\s+\w)?\s*:)|(?=[A-Z\[])(?={_NESTED}?{_LENT})){_NESTED}\)"
)  # who made a picture
_CREDITS = ("redit", "provided by", "ourtesy of", "permission", "©", "&#xA9;", "&copy;")
_SPACED = re.compile(
    r"(!\[[^\[\]\n]*\]\()(<[^<>\n]{1,300}>|[^()<>\"\n]{0,200}[^()<>\"\s] [^()<>\"\n]{0,200}\.\w{3,4})(?=\s*\)|\s+\")"
)  # a picture's file
_RAW = re.compile(r"(?<!`)(?P<ticks>`+)(?!`)[^`]+(?P=ticks)\{=\w+\}")  # text of another format
_ROLE = re.compile(r"(?<![\w$`])\{(?P<role>[a-z][a-z:+-]*)\}`(?P<text>[^`<\n]*?)\s*(?:<[^<>`\n]*>)?`(?!`)")  # of MyST
# Commands of TeX that say how a page looks or what its index has, with what stands in their brackets.
_LAYOUT = re.compile(
    r"\\(?:(?:(?:big|med|small)skip|pause|[vh]fill|new(?:line|page)|(?:page|line)break|clear(?:double)?page|noindent|centering"
    r"|[lL]arge|LARGE|[hH]uge|normalsize|small|footnotesize|scriptsize|tiny)(?![A-Za-z])|[vh]s(?:pace|kip)\b\*?"
    r"|index[a-z]?(?=\{)|(?:begin|end)\{(?:center|columns?|minipage|small|footnotesize|flush(?:left|right))\})(?:\[[^\[\]\n]*\]|\{[^{}\n]*\})*"
)
_ALTED = re.compile(r"!\[\]\(([^()\n]*)\)\{[^{}\n]*\balt=[\"']([^\"'\[\]\n]*)[\"'][^{}\n]*\}")
_REMOTE = re.compile(r"!\[([^\[\]\n]*)\]\((?:https?:)?//[^()\n]*\)(?:\{[^{}\n]*\})?")
_NOWHERE = re.compile(r"(?<!!)\[([^\[\]\n]+)\]\(\s*#?\s*\)(?:\{[^{}\n]*\})?")
_SHORTCODE = re.compile(r"(?<![\w:]):[a-z][a-z0-9_+-]*[a-z0-9]:(?![\w:])\s?")
_FIGURE = re.compile(
    r"(?:\{\{[<%]\s*|\{%-?\s*(?:include\s+)?)[\w./-]*(?:figure|img|image|picture)[\w.-]*\s(?P<attributes>[^{}\n]*?)-?[>%]\}\}?"
)
_KEYS = re.compile(r"(?<![\w+])\+\+(?P<keys>[a-z0-9-]{2,}|[a-z0-9-]+(?:\+[a-z0-9-]+)+)\+\+(?![\w+])")  # ++ctrl+c++
_REVISED = re.compile(
    r"\{--[^{}]{0,300}--\}|\{>>[^{}]{0,300}<<\}|\{~~[^{}]{0,300}~>|\{(?:\+\+|==)(?=\S)|(?<=\S)(?:\+\+|==|~~)\}"
)
_FOOTED = re.compile(r"\^\[([^\[\]\n]+)\]")  # a footnote in its place
_PRIVATE = re.compile(r"%%[^%\n]+%%")
_TAGGED = re.compile(r"^\s*(?:#[A-Za-z][\w/-]*\s*)+$|(?<=[.!?])(?:\s+#[A-Za-z][\w/-]*)+\s*$")
_NAMED = re.compile(r"\s\^[a-z0-9-]{2,}\s*$")
_BACKGROUND = re.compile(r"!\[bg(?:\s[^\[\]\n]*)?\]\([^()\n]*\)")  # behind the text of a slide
_TITLED = re.compile(
    r"<span\s[^<>]*\btitle\b[^<>]*>\s*([^<>*\s](?:[^<>*]*[^<>*\s.:])?)[\s.:]*</span>\s*(?=\w)", re.IGNORECASE
)  # before its text
TAG = re.compile(r"<(?P<close>/)?(?P<name>[A-Za-z][A-Za-z0-9.-]*)(?P<attributes>(?:[\s/][^<>]*)?)>")
_ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")
_LOW = re.compile(r"(?<=[A-Za-z])~(\d{1,4})~")
_HIGH = re.compile(r"(?<=\w)\^([\w+−-]{1,6})\^")
_MARKED = re.compile(r"==([^=\s](?:[^=\n]*[^=\s])?)==")
_CAPTION = re.compile(r"\bcaption\s*=\s*(?:\"([^\"]*)\"|'([^']*)')", re.IGNORECASE)
_ALT = re.compile(r"\balt\s*=\s*(?:\"([^\"]*)\"|'([^']*)')", re.IGNORECASE)
_SRC = re.compile(r"\b(?:src|filename|file|url|image_path|path)\s*=\s*(?:\"([^\"]*)\"|'([^']*)')", re.IGNORECASE)
DESCRIBES = 3  # words of a picture's description that say something
_ACTING = frozenset("#$&*<>[\\]_`|~")  # what an entity hides from Markdown stays hidden from it
_HIDING = frozenset({"script", "style", "iframe", "svg", "object", "noscript", "template"})
TAGS = frozenset(
    "a abbr address article aside audio b bdi bdo big blockquote br button caption center cite code col colgroup dd del "
    "details dfn div dl dt em embed fieldset figcaption figure font footer form h1 h2 h3 h4 h5 h6 header hr i iframe img "
    "input ins kbd label legend li link main mark meta nav noscript object ol option p param picture pre q s samp script "
    "section select small source span strike strong style sub summary sup svg table tbody td template textarea tfoot th "
    "thead time tr track tt u ul var video wbr".split()
)


def link_targets(lines: Sequence[str]) -> dict[str, str]:
    """Return the addresses of reference links by their label."""
    found: dict[str, str] = {}
    for line in lines:
        match = _TARGET.match(line)
        if match and match["url"]:
            found.setdefault(match["label"].lower(), match["url"])
    return found


def clean_heading(title: str, targets: dict[str, str]) -> str:
    """Return the text of a heading without attributes (`{#id}`), tags and links to itself."""
    return clean_line(_HEADING_ATTRIBUTES.sub("", title), targets)


def clean_line(line: str, targets: dict[str, str]) -> str:
    """Return one line of text with its markup reduced to plain Markdown; code and formulas stay as they are."""
    if not any(sign in line for sign in (*"<{[&~^=:#%+\\@", *_CREDITS)):
        return line
    match = _TARGET.match(line)
    if match and not line.lstrip().startswith("[!"):
        return ""
    line = _BADGE.sub("", _RAW.sub("", line) if "{=" in line else line)
    line = _UNNAMED_LINK.sub(_pointed, _ASIDE.sub("", line)) if "](#" in line else line
    line = _ROLE.sub(_told, line) if "}`" in line else line
    line = _REFERENCE.sub(lambda link: _resolved(link, targets), line)
    return _outside(line, _clean)


def _told(role: re.Match[str]) -> str:
    """What a role of MyST shows: a formula, a citation, code, what a number stands for, else its words."""
    name, text = role["role"], role["text"]
    if name == "math" or name.startswith("cite"):
        return f"${text}$" if name == "math" else f"[@{text}]"
    if name in ("numref", "ref", "eq", "prf:ref") and " " not in text and "<" not in role[0]:
        return next(
            (noun for target, noun in _POINTED if f"(#{text}".startswith(target)), "the equation" if name == "eq" else text
        )
    return f"`{text}`" if name in _CODE else text


def _cited(found: re.Match[str]) -> str:
    """What a citation names, where the sentence needs it ("after an idea in [@smith2020, p. 3]"), else nothing."""
    before = found.string[: found.start()].rpartition(" ")[2].lower()
    return f" {found[0].strip(' []')}" if is_function_word(before.strip("(*_")) else ""


def _pointed(link: re.Match[str]) -> str:
    """What a link without words points to, as a sentence says it: "As the figure shows"; nothing where it begins none."""
    before, behind = link.string[: link.start()].rstrip(), link.string[link.end() :].lstrip()
    noun = next((noun for target, noun in _POINTED if target in link[0].lower()), "") if before or behind[:1].islower() else ""
    return noun.capitalize() if before[-1:] in ".!?:" else noun


def _described(picture: re.Match[str]) -> str:
    """A picture of another site is never shown: it stays for its description, if that is more than a name ("avatar")."""
    return picture.group() if len(picture[1].split()) >= DESCRIBES else ""


def _resolved(link: re.Match[str], targets: dict[str, str]) -> str:
    url = targets.get((link["label"] or link["text"]).lower())
    return f"[{link['text']}]({url})" if url else link.group()


def _outside(line: str, change: Callable[[str], str]) -> str:
    """The line with everything outside code and formulas changed."""
    pieces, place = [], 0
    for start, end in protected(line):
        pieces += [change(line[place:start]), line[start:end]]
        place = end
    whole = "".join([*pieces, change(line[place:])])
    if "{" not in whole:
        return whole
    kept = protected(whole)
    return _ATTRIBUTES.sub(lambda found: found.group() if any(a < found.start() < b for a, b in kept) else "", whole)


def _clean(text: str) -> str:
    text = _FIGURE.sub(_figure, text) if "{{" in text or "{%" in text else text
    text = _REVISED.sub("", text) if "{" in text else text
    text = _TEMPLATE.sub("", text) if "{" in text else text
    text = _tags(_TITLED.sub(r"**\1:** ", text)) if "<" in text else text
    text = _LAYOUT.sub("", text) if "\\" in text else text
    text = _SPACED.sub(lambda found: found[1] + found[2].replace(" ", "%20"), text) if "![" in text else text
    text = _REMOTE.sub(_described, _ALTED.sub(r"![\2](\1)", _BACKGROUND.sub("", text))) if "![" in text else text
    text = _CREDIT.sub("", text) if "(" in text and any(sign in text for sign in _CREDITS) else text
    text = _FOOTNOTE.sub("", text) if "[^" in text else text
    text = _FOOTED.sub(r" (\1)", text) if "^[" in text else text
    text = _KEY.sub(r"\1 \2", _CITED.sub(_cited, text)) if "@" in text else text
    text = _WIKI.sub(r"\1", _EMBEDDED.sub("", _WIKI_PICTURE.sub(r"![](\1)", text))) if "[[" in text else text
    text = _NOWHERE.sub(r"\1", text) if "](" in text else text
    text = _SHORTCODE.sub("", text) if ":" in text else text
    text = _LOW.sub(r"\1", text) if "~" in text else text
    text = _HIGH.sub(r"^\1", text) if "^" in text else text
    text = _MARKED.sub(r"\1", text) if "==" in text else text
    text = _NAMED.sub("", _TAGGED.sub("", _PRIVATE.sub("", text))) if any(sign in text for sign in "#%^") else text
    text = _KEYS.sub(lambda found: "+".join(map(str.capitalize, found["keys"].split("+"))), text) if "++" in text else text
    return _ENTITY.sub(_decoded, text) if "&" in text else text


def _decoded(match: re.Match[str]) -> str:
    character = html.unescape(match.group())
    if character.isspace():
        return " "
    if len(character) == 1 and character in _ACTING:
        return "\\" + character
    return character if character.isprintable() and not character.startswith("&") else match.group()


def _tags(text: str) -> str:
    """Tags that HTML has go, their text stays; a picture becomes Markdown, what a page hides goes whole."""
    pieces: list[str] = []
    place, hiding = 0, ""
    for match in TAG.finditer(text):
        name = match["name"].lower()
        known = name in TAGS or match["name"][0].isupper() or "." in name
        if hiding:
            if match["close"] and name == hiding:
                place, hiding = match.end(), ""
            continue
        if not known:
            continue
        pieces.append(text[place : match.start()])
        place = match.end()
        if name in _HIDING and not match["close"] and not match["attributes"].endswith("/"):
            hiding = name
        else:
            pieces.append(_shown(name, match, text))
    return "".join(pieces) if hiding else "".join([*pieces, text[place:]])


def _figure(match: re.Match[str]) -> str:
    """A picture of a template with its caption, which serves as its description where that is missing."""
    values = match["attributes"].replace("title=", "alt=")
    caption = _CAPTION.search(values)
    text = _clean(caption[1] or caption[2] or "") if caption else ""
    described = _ALT.search(values)
    label = f' alt="{text}"' if not (described and any(described.groups())) else ""
    return f"{_picture(label + values)} {text if not label else ''}".strip()


def _picture(attributes: str) -> str:
    alt, src = _ALT.search(attributes), _SRC.search(attributes)
    label = " ".join((alt[1] or alt[2] or "").split()) if alt else ""
    address = (src[1] or src[2] or "").replace(" ", "%20") if src else ""
    label = label.replace("[", "(").replace("]", ")")
    return f"![{label}]({address})" if label or (address and ":" not in address) else ""


def _shown(name: str, match: re.Match[str], text: str) -> str:
    if name == "img":
        return _picture(match["attributes"])
    if name in ("br", "figcaption"):
        return " "
    if name == "sup" and not match["close"] and re.match(r"[+−-]?\d", text[match.end() : match.end() + 2]):
        before = text[match.start() - 1 : match.start()]
        return "^" if before.isalnum() or before == ")" else ""
    return ""
