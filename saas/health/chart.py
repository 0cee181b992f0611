"""A line of scores over time as numbers for an SVG: drawn on the server, without a style."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from saas.web.format import short_day

Point = tuple[dt.date, int]
MOST = 30
LEFT, RIGHT, TOP, BOTTOM = 34, 14, 14, 26


@dataclass(frozen=True, slots=True)
class Size:
    """How large a chart is, and how many days are named under it."""

    width: int
    height: int
    labels: int


WIDE, NARROW = Size(720, 220, 7), Size(340, 190, 4)


@dataclass(frozen=True, slots=True)
class Chart:
    """What the template draws; all numbers are in the units of the view box.

    Attributes:
        line: The path of the line; "" while there is a single point.
        lines: (y, value) of the lines across.
        days: (x, words) under the chart.
        last: (x, y) of the newest point.
        good, bad: (y, height) of the shades for thriving and for at risk.
        marks: x of the days on which staff got in touch.
    """

    size: Size
    left: int
    right: int
    line: str
    lines: tuple[tuple[float, int], ...]
    days: tuple[tuple[float, str], ...]
    last: tuple[float, float]
    good: tuple[float, float]
    bad: tuple[float, float]
    marks: tuple[float, ...]
    top: int = TOP
    floor: int = 0


@dataclass(frozen=True, slots=True)
class Limits:
    """From which score on it thrives, and below which it is at risk."""

    thriving: float
    at_risk: float


def thinned(points: Sequence[Point]) -> list[Point]:
    """Return the newest point of each week where there are many, and all where there are few."""
    if len(points) <= MOST:
        return list(points)
    by_week = {(points[-1][0] - day).days // 7: (day, score) for day, score in points}
    return sorted(by_week.values())


def line_chart(
    points: Sequence[Point], size: Size, limits: Limits, marks: Sequence[dt.date] = ()
) -> Chart:
    """Return a chart of scores from 0 to 100.

    Args:
        points: At least one, the oldest first.
        size: How large.
        limits: Where the shades begin.
        marks: Days to mark; those outside the points are left out.
    """
    first, newest = points[0][0], points[-1][0]
    span = max(1, (newest - first).days)

    def across(day: dt.date) -> float:
        inner = size.width - LEFT - RIGHT
        share = (day - first).days / span if newest > first else 0.5
        return round(LEFT + inner * share, 1)

    def down(score: float) -> float:
        return round(TOP + (size.height - TOP - BOTTOM) * (100 - score) / 100, 1)

    spots = [(across(day), down(score)) for day, score in points]
    path = "L".join(f"{x} {y}" for x, y in spots)
    return Chart(
        size=size,
        left=LEFT,
        right=size.width - RIGHT,
        line=f"M{path}" if len(spots) > 1 else "",
        lines=tuple((down(value), value) for value in (0, 25, 50, 75, 100)),
        days=tuple((across(day), short_day(day)) for day in _named(points, size.labels)),
        last=spots[-1],
        good=(down(100), round(down(limits.thriving) - down(100), 1)),
        bad=(down(limits.at_risk), round(down(0) - down(limits.at_risk), 1)),
        marks=tuple(across(day) for day in marks if first <= day <= newest),
        floor=size.height - BOTTOM,
    )


def _named(points: Sequence[Point], most: int) -> list[dt.date]:
    """Return days to name, evenly apart and not too close to each other."""
    first, newest = points[0][0], points[-1][0]
    count = min(most, max(1, (newest - first).days // 3 + 1))
    step = (newest - first) / max(1, count - 1)
    return list(dict.fromkeys(first + step * number for number in range(count)))
