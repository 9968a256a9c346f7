"""The second wall: whatever was written, only these elements and attributes reach a page.

The first one is that everything of a course is escaped where it is written; the third stands in the browser (frame/html.js).
"""

import nh3

from studybot.ui.html.formula import ATTRIBUTES
from studybot.ui.html.formula import TAGS as FORMULA

_TAGS = {
    *"a b blockquote br button code del div em figcaption figure h1 h2 h3 h4 h5 h6 hr i img li mark ol p pre s span".split(),
    *"strong sub sup table tbody td th thead tr ul".split(),
    *FORMULA,
}
_ATTRIBUTES = {
    "*": {"class", "id", "role", "tabindex", "title"},
    "a": {"href", "target", "rel"},
    "button": {"type"},
    "img": {"src", "alt", "loading"},
    "ol": {"start"},
    "td": {"colspan", "rowspan"},
    "th": {"scope", "colspan", "rowspan"},
    **{tag: set(ATTRIBUTES) for tag in FORMULA},
}


def walled(html: str) -> str:
    """Return HTML without anything that could run, load from elsewhere or send."""
    return nh3.clean(
        html,
        tags=_TAGS,
        attributes=_ATTRIBUTES,
        generic_attribute_prefixes={"aria-", "data-"},
        url_schemes={"http", "https", "mailto"},
        link_rel=None,
    )
