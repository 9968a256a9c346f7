"""A page of a long list."""

from collections.abc import Sequence
from typing import Generic, NamedTuple, TypeVar

Row = TypeVar("Row")


class Leaf(NamedTuple, Generic[Row]):
    """The rows of one page (counted from 1) of `pages`, out of `total`; `first` is the number of its first row."""

    rows: Sequence[Row]
    page: int
    pages: int
    total: int
    first: int


def leaf(rows: Sequence[Row], page: int, size: int) -> Leaf[Row]:
    """Return a page of rows; a page beyond either end is the nearest one that exists."""
    pages = max(1, -(-len(rows) // size))
    page = min(max(1, page), pages)
    start = (page - 1) * size
    return Leaf(rows=rows[start : start + size], page=page, pages=pages, total=len(rows), first=start + 1)
