"""What Gradio does when it is imported, and nobody here has a use for: put off until somebody has, or left out."""

import inspect
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from importlib import import_module, reload
from importlib.machinery import ModuleSpec, PathFinder
from importlib.util import find_spec
from pathlib import Path
from threading import get_ident
from types import ModuleType


class Later(ModuleType):
    """Stands for a library that is imported when a name is asked of it, by the thread for which it is put off.

    Others see a library without names meanwhile: rapidfuzz looks whether pandas is there, and would bring it.
    """

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self._thread = get_ident()

    def __getattr__(self, name: str) -> object:
        if get_ident() != self._thread:
            raise AttributeError(name)
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


@contextmanager
def without(name: str) -> Iterator[None]:
    """Let what is imported within go without a library that it can go without; afterwards it is imported as ever."""
    if name in sys.modules:
        yield
        return
    sys.modules[name] = None  # type: ignore[assignment]  # which is how an import is told that there is none
    try:
        yield
    finally:
        del sys.modules[name]


def import_mcp() -> None:
    """Let Gradio have what it went without: the protocol by which other programs call the page's functions."""
    module = import_module("gradio.mcp")
    if not hasattr(module.GradioMCPServer, "Server"):
        reload(module)


class _Once:
    """Finds one module as ever, and changes it once it is loaded."""

    def __init__(self, name: str, change: Callable[[ModuleType], None]) -> None:
        self._name, self._change = name, change

    def find_spec(self, name: str, path: Sequence[str] | None, _target: ModuleType | None = None) -> ModuleSpec | None:
        spec = PathFinder.find_spec(name, path) if name == self._name else None
        if spec is None or spec.loader is None:
            return None
        load = spec.loader.exec_module

        def loaded(module: ModuleType) -> None:
            load(module)
            self._change(module)

        spec.loader.exec_module = loaded  # type: ignore[method-assign]
        return spec


@contextmanager
def stubs_as_they_are() -> Iterator[None]:
    """Keep Gradio from writing anew what it tells type checkers of each component: every start would pay a second for it."""
    finder = _Once("gradio.component_meta", _keep_stubs)
    sys.meta_path.insert(0, finder)
    try:
        yield
    finally:
        sys.meta_path.remove(finder)


def _keep_stubs(module: ModuleType) -> None:
    write = module.create_or_modify_pyi

    def unless_there(component: type, *described: object) -> None:
        if not Path(inspect.getfile(component)).with_suffix(".pyi").exists():
            write(component, *described)

    module.create_or_modify_pyi = unless_there  # type: ignore[attr-defined]


@contextmanager
def one_app() -> Iterator[None]:
    """Keep Gradio from making its HTTP application, 93 routes, anew behind each page that is declared within."""
    kind = import_module("gradio.routes").App
    make = vars(kind)["create_app"]
    kind.create_app = staticmethod(lambda *_given, **_named: None)
    try:
        yield
    finally:
        kind.create_app = make
