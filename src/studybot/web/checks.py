"""Passwords are looked at two at a time: each look takes 64 MB and half a second of a core."""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import ParamSpec, TypeVar

AT_ONCE = 2
WAITING = 20  # checks that may wait or run; who comes then is asked to come back

_P = ParamSpec("_P")
_T = TypeVar("_T")


class Busy(Exception):
    """Too many passwords wait already."""


class Checks:
    """Threads of their own for passwords, so that nobody else waits for them."""

    def __init__(self) -> None:
        self._threads = ThreadPoolExecutor(AT_ONCE, thread_name_prefix="login")
        self._pending = 0

    async def run(self, check: Callable[_P, _T], *given: _P.args, **named: _P.kwargs) -> _T:
        """Run a check and return what it returns; Busy when too many wait."""
        if self._pending >= WAITING:
            raise Busy
        self._pending += 1
        try:
            return await asyncio.wrap_future(self._threads.submit(check, *given, **named))
        finally:
            self._pending -= 1
