"""What a web page shows around its text, or hides, is no material: navigation, footers, banners, scripts."""

import re
from pathlib import Path

from lxml import html
from lxml.etree import ParserError

from studybot.corpus.formats.page_styles import beside, looks_of, without_unseen

_GONE = frozenset(
    "nav footer script style noscript template iframe object embed svg canvas form button input select textarea aside dialog "
    "audio video head-nav menu".split()
)
_ROLES = frozenset("navigation banner contentinfo search complementary dialog alertdialog menu menubar toolbar".split())
_NAMES = re.compile(
    r"(?:^|[\s_-])(?:nav|navbar|navigation|breadcrumbs?|cookies?|consent|gdpr|banner|site-header|page-header|masthead|topbar|menu|sidebar"
    r"|side-bar|footer|pagination|pager|skip|skip-?link|toc(?!-backref)|table-of-contents|share|social|advert|ads?|popup|modal|newsletter"
    r"|[a-z]+(?:menu|navbar|navigation|sidebar|footer)|edit-?page|editsection|navbox|catlinks|siteSub|hatnote|noprint|widget-area|comments|comment-list|linenos|linenodiv|tabbed-labels|byline"
    r"|related-(?:posts|articles|content|links|pages)|(?:post|entry)-meta|headerlink|anchor-?link|sr-only|visually-hidden|screen-reader-text|hidden|no-?print)(?:$|[\s_-])",
    re.IGNORECASE,
)
_NAMED = frozenset("div section ul ol p span a header table td sup".split())
_MARKER = re.compile(r"\s*(?:[·•o§–-]|\(?[\da-z]{1,3}[.)])[\s\xa0]+")  # what Word writes before an item
_KEPT = frozenset(("html", "body", "main", "article"))


def without_chrome(raw: bytes, folder: Path) -> tuple[bytes, list[str]]:
    """Return a page with its text alone, and the texts in it that its styles hide.

    Its text is what stands in `<main>` or `<article>`, else all that is no part of a frame.
    """
    try:
        page = html.document_fromstring(raw, parser=html.HTMLParser(encoding=_encoding(raw)))
    except (ParserError, ValueError):
        return raw, []
    looks = looks_of(page, beside(folder))
    _straighten(page)
    mains = page.xpath("//main|//*[@role='main']") or page.xpath("//article")
    for element in list(page.iter()):
        if not isinstance(element.tag, str):
            element.drop_tree() if element.getparent() is not None else None
        elif element.getparent() is not None and _is_frame(element):
            element.drop_tree()
    body = page.find("body")
    unseen = without_unseen(page, looks)
    if mains and body is not None and any(any(main.itertext()) for main in mains):
        outermost = [main for main in mains if not any(other in mains for other in main.iterancestors())]
        for child in list(body):
            body.remove(child)
        body.text = None
        body.extend(outermost)
    return html.tostring(page, encoding="utf-8"), unseen


def _straighten(page: html.HtmlElement) -> None:
    """Make what only looks like a table, a title or a list on the page what it is."""
    for table in page.xpath("//table[contains(@class, 'highlighttable')]"):
        for code in table.xpath(".//pre")[-1:]:
            table.getparent().replace(table, code)
    for table in page.xpath("//table"):
        _straighten_table(table)
    for paragraph in page.xpath("//p[@class]"):
        name = paragraph.get("class")
        if name == "MsoTitle":
            paragraph.tag = "h1"
        elif "admonition-title" in name.split():
            paragraph.tag = "div"
            paragraph.set("class", "title")
        elif name.startswith("MsoListParagraph") and (marked := _MARKER.match(paragraph.text_content())):
            _itemise(paragraph, marked.group().strip())


def _straighten_table(table: html.HtmlElement) -> None:
    """A table that lays out a page is none; the rows that a cell of its first row spans are all its head."""
    rows = [row for row in table.iter("tr") if next(row.iterancestors("table")) is table]
    cells = [[cell for cell in row if cell.tag in ("td", "th")] for row in rows]
    named = any(cell.tag == "th" for row in cells for cell in row)
    if not named and table.xpath(".//table or .//h1 or .//h2 or .//h3"):
        for element in [table, *table.xpath("./tbody"), *rows, *(cell for row in cells for cell in row)]:
            element.tag = "div"
        return
    spans = [cell.get("rowspan") or "" for cell in cells[0] if cell.tag == "th"] if cells else []
    deep = max((int(span) for span in spans if re.fullmatch(r"[2-5]", span)), default=1)
    if deep > 1 and table.find("thead") is None:
        head = html.Element("thead")
        head.extend(rows[:deep])
        table.insert(0, head)


def _itemise(paragraph: html.HtmlElement, mark: str) -> None:
    """Make a paragraph that Word wrote for an item of a list an item, without the mark that it drew."""
    for span in list(paragraph.iter("span")):
        if span.getparent() is not None and span.text_content().strip(" \xa0\r\n") in (mark, ""):
            span.drop_tree()
    if (paragraph.text or "").lstrip().startswith(mark):
        paragraph.text = paragraph.text.lstrip()[len(mark) :].lstrip(" \xa0")
    numbered = html.Element("ol" if mark[-1:] in ".)" else "ul")
    paragraph.addprevious(numbered)
    paragraph.tag = "li"
    numbered.append(paragraph)


def _encoding(raw: bytes) -> str | None:
    if raw[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return "utf-16"
    try:
        raw.decode("utf-8")
    except UnicodeDecodeError:
        return None  # what the page itself says
    return "utf-8"


def _is_frame(element: html.HtmlElement) -> bool:
    tag = element.tag.lower()
    if tag in _KEPT:
        return False
    if tag in _GONE or element.get("hidden") is not None or element.get("aria-hidden") == "true":
        return True
    if (element.get("role") or "").lower() in _ROLES:
        return True
    if tag == "header" and not any(parent.tag in ("main", "article", "section") for parent in element.iterancestors()):
        return not element.xpath(".//h1")
    named = f"{element.get('class') or ''} {element.get('id') or ''}"
    if tag == "sup" and (element.get("class") or "") in ("reference", "footnote-ref"):
        return True
    return tag in _NAMED and bool(_NAMES.search(named))
