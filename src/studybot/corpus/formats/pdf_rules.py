"""Rules that a page of a PDF draws: the walls of tables, and the bars of fractions, which are none."""

from typing import Any

THICK = 2.0  # points that a rule is thick at most
WALL = 1.5  # points from a wall within which a rule ends at it
MARGIN = 8.0  # points from a wall within which what is shaded is its cell
Rule = tuple[float, float, float]  # from, to, where


def bars_of(page: Any) -> list[Rule]:
    """The short level rules of a page (left, right, height) that may be bars of fractions: no wall of a table."""
    level, upright = _rules(page)
    free = [bar for bar in level if 3 < bar[1] - bar[0] < 0.6 * page.width and not _is_wall(bar, level, upright)]
    return free if len(free) < 60 else []


def tables_of(page: Any) -> list[Any]:
    """The grids of two rows and columns at least; what is shaded within the walls of a cell makes no cell of its own."""
    _, upright = _rules(page)
    places = [(where, top, bottom) for top, bottom, where in upright]
    shades = {
        id(item)
        for item in page.rects
        if min(item["bottom"] - item["top"], item["x1"] - item["x0"]) > THICK and not item.get("stroke")
        if any(
            min(abs(where - item["x0"]), abs(where - item["x1"])) < MARGIN and top < item["bottom"] and bottom > item["top"]
            for where, top, bottom in places
        )
    }
    bare = page.filter(lambda item: id(item) not in shades) if shades else page
    return [grid for grid in bare.find_tables() if len(grid.rows) > 1 and len(grid.columns) > 1]


def _rules(page: Any) -> tuple[list[Rule], list[Rule]]:
    """What is drawn level, and what is drawn upright."""
    drawn = [*page.lines, *page.rects]
    level = [
        (item["x0"], item["x1"], (item["top"] + item["bottom"]) / 2)
        for item in [*drawn, *page.curves]  # Office draws some bars as outlines
        if item["bottom"] - item["top"] < THICK
    ]
    upright = [
        (item["top"], item["bottom"], (item["x0"] + item["x1"]) / 2)
        for item in drawn
        if item["x1"] - item["x0"] < THICK < item["bottom"] - item["top"]
    ]
    return level, upright


def _is_wall(bar: Rule, level: list[Rule], upright: list[Rule]) -> bool:
    """Whether a level rule ends at an upright one, or goes on in another."""
    left, right, height = bar
    ends = any(
        top - WALL <= height <= bottom + WALL and min(abs(where - left), abs(where - right)) < WALL
        for top, bottom, where in upright
    )
    return ends or any(
        abs(other[2] - height) < 0.5 and min(abs(other[0] - right), abs(other[1] - left)) < 1 and other != bar
        for other in level
    )
