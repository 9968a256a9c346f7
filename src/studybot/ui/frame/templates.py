"""The pages' HTML templates; every value that is not Markup is escaped."""

from functools import cache

from jinja2 import Environment
from markupsafe import Markup

from studybot.render import templates
from studybot.speech import day_text, language, quoted, t, tn
from studybot.study.frames import asked_in


@cache
def _environment() -> Environment:
    """The templates, which say everything by `t` and `tn`: what they fill into a message is escaped."""
    environment = templates("studybot.ui")
    environment.globals.update(t=_said, tn=_counted, day_text=day_text, language=language, of_course=_of_course)
    environment.filters["asked"] = asked_in
    return environment


def _of_course(text: str = "") -> Markup:
    """What an element of the course's own words says of its language; a `text` that is asked in another one says nothing."""
    if text and asked_in(text) != text:
        return Markup("")
    return Markup(' lang="{}"').format(quoted()) if quoted() else Markup("")


def _said(message: str, /, **values: object) -> Markup:
    return Markup(t(message)).format(**values) if values else Markup(t(message))


def _counted(one: str, many: str, n: int, /, **values: object) -> Markup:
    return Markup(tn(one, many, n, **{name: Markup.escape(value) for name, value in values.items()}))


def fill(template: str, /, **values: object) -> str:
    """Return the HTML of a template filled with values; it is named by its room: "ask/turn" is ask/turn.html.jinja."""
    return _environment().get_template(f"{template}.html.jinja").render(**values)
