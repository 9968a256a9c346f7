"""The pages' HTML templates; every value that is not Markup is escaped."""

from functools import cache

from studybot.render import templates

_environment = cache(templates)


def fill(template: str, /, **values: object) -> str:
    """Return the HTML of a template filled with values; it is named by its room: "ask/turn" is ask/turn.html.jinja."""
    return _environment("studybot.ui").get_template(f"{template}.html.jinja").render(**values)
