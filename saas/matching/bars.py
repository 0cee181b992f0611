"""Columns of a histogram as numbers for an SVG: drawn on the server, without a style."""

from collections.abc import Sequence
from dataclasses import dataclass

LEFT, RIGHT, TOP, BOTTOM = 8, 8, 22, 26
GAP = 0.18


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its place in the view box, what is counted, and what of."""

    x: float
    y: float
    width: float
    height: float
    middle: float
    count: int
    label: str


@dataclass(frozen=True, slots=True)
class Columns:
    """What the template draws; `mark` is where a limit lies, None without one."""

    width: int
    height: int
    floor: int
    columns: tuple[Column, ...]
    mark: float | None


def columns(
    counted: Sequence[tuple[str, int]], width: int, height: int, limit: float | None = None
) -> Columns:
    """Return columns for counts with their labels, side by side.

    Args:
        counted: What stands under each column, and how high it is.
        width: Of the view box.
        height: Of the view box.
        limit: Where to draw a line across, as a share of the whole width of the columns.
    """
    step = (width - LEFT - RIGHT) / max(1, len(counted))
    tallest = max((count for _, count in counted), default=0) or 1
    floor = height - BOTTOM
    drawn = []
    for at, (label, count) in enumerate(counted):
        tall = round((floor - TOP) * count / tallest, 1)
        x = LEFT + at * step + step * GAP / 2
        drawn.append(
            Column(
                round(x, 1),
                round(floor - tall, 1),
                round(step * (1 - GAP), 1),
                tall,
                round(LEFT + (at + 0.5) * step, 1),
                count,
                label,
            )
        )
    inner = width - LEFT - RIGHT
    mark = None if limit is None else round(LEFT + inner * limit, 1)
    return Columns(width, height, floor, tuple(drawn), mark)
