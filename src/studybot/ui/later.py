"""Libraries that Gradio imports and the page never uses: imported when somebody first asks something of them."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from importlib.util import find_spec
from types import ModuleType


class Later(ModuleType):
    """Stands for a library that is imported when a name is asked of it."""

    def __getattr__(self, name: str) -> object:
        _remove(self)
        return getattr(import_module(self.__name__), name)


@contextmanager
def put_off(name: str) -> Iterator[None]:
    """Let what is imported within have a library later, unless it is there already; afterwards it is imported as ever."""
    spec = None if name in sys.modules else find_spec(name)
    if spec is None:
        yield
        return
    library = Later(name)
    library.__spec__ = spec
    sys.modules[name] = library
    try:
        yield
    finally:
        _remove(library)


def _remove(library: Later) -> None:
    if sys.modules.get(library.__name__) is library:
        del sys.modules[library.__name__]
