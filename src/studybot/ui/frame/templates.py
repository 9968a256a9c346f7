"""The pages' HTML templates; every value that is not Markup is escaped."""

from functools import cache

from jinja2 import Environment, PackageLoader, StrictUndefined


@cache
def _environment() -> Environment:
    loader = PackageLoader("studybot.ui", "")
    return Environment(loader=loader, autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)


def fill(template: str, /, **values: object) -> str:
    """Return the HTML of a template filled with values; it is named by its room: "ask/turn" is ask/turn.html.jinja."""
    return _environment().get_template(f"{template}.html.jinja").render(**values)
