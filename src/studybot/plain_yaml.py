"""YAML that somebody wrote, read within bounds: a few lines may name each other until they stand for gigabytes."""

from typing import Any

import yaml

DEEPEST = 60  # lists and mappings within each other
MOST = 1_000_000  # values, those counted again that a name stands for
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def parse_yaml(text: str) -> Any:
    """Return what a text says. Raises yaml.YAMLError when it is no YAML, too deep, or stands for too much."""
    _measure(text)
    return yaml.load(text, Loader=_LOADER)


def _measure(text: str) -> None:
    sizes: dict[str | None, int] = {}
    open_at: list[tuple[str | None, int]] = []
    size = 0
    for event in yaml.parse(text, Loader=_LOADER):
        if isinstance(event, (yaml.MappingStartEvent, yaml.SequenceStartEvent)):
            open_at.append((event.anchor, size))
        elif isinstance(event, (yaml.MappingEndEvent, yaml.SequenceEndEvent)):
            anchor, before = open_at.pop()
            sizes |= {anchor: size - before} if anchor else {}
        elif isinstance(event, yaml.AliasEvent):
            if event.anchor in {anchor for anchor, _ in open_at}:
                raise yaml.YAMLError(f"'{event.anchor}' holds itself")
            size += sizes.get(event.anchor, 0)
        elif isinstance(event, yaml.ScalarEvent) and event.anchor:
            sizes[event.anchor] = 1 + len(event.value)
        size += 1
        if len(open_at) > DEEPEST:
            raise yaml.YAMLError(f"more than {DEEPEST} lists and mappings stand within each other")
        if size > MOST:
            raise yaml.YAMLError(f"it stands for more than {MOST:,} values")
