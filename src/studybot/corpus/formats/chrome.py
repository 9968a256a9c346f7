"""What a web page shows around its text, or hides, is no material: navigation, footers, banners, scripts."""

import re

from lxml import html
from lxml.etree import ParserError

from studybot.corpus.hidden import hides, paints

_GONE = frozenset(
    "nav footer script style noscript template iframe object embed svg canvas form button input select textarea aside dialog "
    "audio video head-nav menu".split()
)
_ROLES = frozenset("navigation banner contentinfo search complementary dialog alertdialog menu menubar toolbar".split())
_NAMES = re.compile(
    r"(?:^|[\s_-])(?:nav|navbar|navigation|breadcrumbs?|cookies?|consent|gdpr|banner|site-header|page-header|masthead|topbar|menu|sidebar"
    r"|side-bar|footer|pagination|pager|skip|skip-?link|toc|table-of-contents|share|social|advert|ads?|popup|modal|newsletter"
    r"|[a-z]+(?:menu|navbar|navigation|sidebar|footer)|edit-?page|headerlink|anchor-?link|sr-only|visually-hidden|screen-reader-text|hidden|no-?print)(?:$|[\s_-])",
    re.IGNORECASE,
)
_KEPT = frozenset(("html", "body", "main", "article"))


def without_chrome(raw: bytes) -> bytes:
    """Return a page with its text alone: what stands in `<main>` or `<article>`, else all that is no part of a frame."""
    try:
        page = html.document_fromstring(raw, parser=html.HTMLParser(encoding=_encoding(raw)))
    except (ParserError, ValueError):
        return raw
    mains = page.xpath("//main|//*[@role='main']") or page.xpath("//article")
    for element in list(page.iter()):
        if not isinstance(element.tag, str):
            element.drop_tree() if element.getparent() is not None else None
        elif element.getparent() is not None and _is_frame(element):
            element.drop_tree()
    body = page.find("body")
    if mains and body is not None and any(any(main.itertext()) for main in mains):
        outermost = [main for main in mains if not any(other in mains for other in main.iterancestors())]
        for child in list(body):
            body.remove(child)
        body.text = None
        body.extend(outermost)
    return html.tostring(page, encoding="utf-8")  # type: ignore[no-any-return]


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
    if (element.get("role") or "").lower() in _ROLES or _is_hidden(element):
        return True
    if tag == "header" and not any(parent.tag in ("main", "article", "section") for parent in element.iterancestors()):
        return not element.xpath(".//h1")
    named = f"{element.get('class') or ''} {element.get('id') or ''}"
    return tag in ("div", "section", "ul", "ol", "p", "span", "a", "header", "table") and bool(_NAMES.search(named))


def _is_hidden(element: html.HtmlElement) -> bool:
    style = element.get("style") or ""
    return hides(style) and hides(style, painted=any(paints(outer.get("style") or "") for outer in element.iterancestors()))
