"""The styles of a web page: which rules hold for an element on a wide screen, and what of its text nobody sees."""

import io
import posixpath
import re
import zipfile
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any, TypeAlias

import cssselect2
import tinycss2
from lxml import html

from studybot.corpus.looks import Declared, Look, declared, settled

Rules: TypeAlias = cssselect2.Matcher

WIDE = 1_280  # pixels of the screen that a page is looked at
LARGEST = 500_000  # characters of all style sheets of a page that are read
_OTHER = re.compile(r"\bprint\b|\bspeech\b|\bnot\b|prefers-|orientation|monochrome", re.IGNORECASE)
_WIDTH = re.compile(r"(min|max)-width\s*:\s*([\d.]+)\s*(px|em|rem)?", re.IGNORECASE)
_ATTRIBUTES = {"color": "color", "text": "color", "bgcolor": "background-color"}


def looks_of(page: html.HtmlElement, linked: Callable[[str], str]) -> dict[html.HtmlElement, Look]:
    """Return how each element of a page looks; `linked` reads a style sheet that it names, "" for none."""
    rules = rules_of(_sheets(page, linked)) or Rules()
    looks: dict[html.HtmlElement, Look] = {}
    for wrapped in cssselect2.ElementWrapper.from_html_root(page).iter_subtree():
        element = wrapped.etree_element
        look = looks.get(element.getparent(), Look()).under(_declared(rules, wrapped))
        if element.tag in ("html", "body"):  # scripts show what waits for them
            look = look._replace(is_gone=False, is_visible=True)
        looks[element] = look
    return looks


def without_unseen(page: html.HtmlElement, looks: Mapping[html.HtmlElement, Look]) -> list[str]:
    """Take what nobody sees out of a page, and return its texts."""
    unseen: list[str] = []
    for element, look in looks.items():
        if not look.is_unseen or not any(above is page for above in element.iterancestors()):
            continue
        if look.is_gone:
            unseen += _texts([" ".join(element.itertext())])
            element.drop_tree()
        else:
            unseen += _texts([element.text, *(child.tail for child in element)])
            element.text = None
            for child in element:
                child.tail = None
    return unseen


def _texts(texts: Sequence[str | None]) -> list[str]:
    return [" ".join(text.split()) for text in texts if text and text.strip()]


def look_of(tag: str, rules: Rules | None) -> Declared:
    """Return what is set for an element by its opening tag and by rules that need nothing but it."""
    element = html.fragment_fromstring(tag, create_parent=True)[0]
    return _declared(rules or Rules(), cssselect2.ElementWrapper.from_html_root(element))


def _declared(rules: Rules, wrapped: Any) -> dict[str, Sequence[Any]]:
    """What is set for an element: by its attributes, by rules from the least special one up, by its own style."""
    element = wrapped.etree_element
    old = [f"{_ATTRIBUTES[name]}: {value}" for name, value in element.attrib.items() if name in _ATTRIBUTES]
    plain = declared("; ".join([*old, *(["display: none"] if element.get("hidden") is not None else [])]))
    matched = [each for *_, pseudo, found in rules.match(wrapped) if not pseudo for each in found]
    own = tinycss2.parse_blocks_contents((element.get("style") or "")[:10_000], skip_comments=True, skip_whitespace=True)
    return plain | settled([*matched, *own])


def rules_of(sheets: Iterable[str]) -> Rules | None:
    """Return the rules of style sheets that hold on a wide screen, None for none at all."""
    rules = None
    text = "\n".join(sheets)[:LARGEST]
    for rule in _flat(tinycss2.parse_stylesheet(text, skip_comments=True, skip_whitespace=True)):
        declarations = tinycss2.parse_blocks_contents(rule.content, skip_comments=True, skip_whitespace=True)
        try:
            selectors = cssselect2.compile_selector_list(rule.prelude)
        except cssselect2.SelectorError:
            continue
        rules = rules or Rules()
        for selector in selectors:
            rules.add_selector(selector, declarations)
    return rules


def _flat(rules: Sequence[Any], deep: int = 0) -> Iterator[Any]:
    """Rules with those of the conditions that hold on a wide screen."""
    for rule in rules:
        if rule.type == "qualified-rule":
            yield rule
        elif rule.type == "at-rule" and rule.content and rule.lower_at_keyword in ("media", "supports", "layer") and deep < 8:
            condition = tinycss2.serialize(rule.prelude) if rule.lower_at_keyword == "media" else ""
            if _holds(condition):
                yield from _flat(tinycss2.parse_rule_list(rule.content, skip_comments=True, skip_whitespace=True), deep + 1)


def _holds(condition: str) -> bool:
    """Whether a condition on the medium holds on a wide screen; one of several that are parted by commas is enough."""
    return any(not _OTHER.search(part) and all(map(_fits, _WIDTH.findall(part))) for part in condition.split(","))


def _fits(bound: tuple[str, str, str]) -> bool:
    width = float(bound[1].strip(".") or 0) * (1 if bound[2].lower() in ("", "px") else 16)
    return width <= WIDE if bound[0].lower() == "min" else width >= WIDE


def _sheets(page: html.HtmlElement, linked: Callable[[str], str]) -> Iterator[str]:
    """The style sheets of a page in their order."""
    for element in page.iter("style", "link"):
        if not _holds(element.get("media") or ""):
            continue
        if element.tag == "style":
            yield element.text or ""
        elif "stylesheet" in (element.get("rel") or "").lower().split():
            yield linked((element.get("href") or "").partition("?")[0])


def beside(folder: Path) -> Callable[[str], str]:
    """Return what reads a style sheet that lies beside or below a page in `folder`, and no other file."""

    def read(name: str) -> str:
        path = (folder / name).resolve()
        if path.suffix != ".css" or not path.is_relative_to(folder.resolve()) or not path.is_file():
            return ""
        with path.open(encoding="utf-8", errors="replace") as file:
            return file.read(LARGEST)

    return read


def seen_book(raw: bytes) -> tuple[bytes, list[str]]:
    """Return an EPUB whose pages hold what their styles show, and the texts that these hide; as it was where none do."""
    unseen: list[str] = []
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(raw)) as book, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as changed:
        for name in dict.fromkeys(book.namelist()):
            content = book.read(name)
            if name.endswith((".xhtml", ".html", ".htm")) and content.strip():
                page = html.document_fromstring(content, parser=html.HTMLParser(encoding="utf-8"))
                hidden = without_unseen(page, looks_of(page, partial(_part, book, name)))
                content = html.tostring(page, encoding="utf-8", method="xml") if hidden else content
                unseen += hidden
            changed.writestr(name, content)
    return (target.getvalue(), unseen) if unseen else (raw, [])


def _part(book: zipfile.ZipFile, page: str, name: str) -> str:
    place = posixpath.normpath(posixpath.join(posixpath.dirname(page), name))
    return book.read(place).decode("utf-8", "replace")[:LARGEST] if place in book.namelist() else ""
