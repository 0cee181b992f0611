"""Hours in common, in real time zones, over the four weeks after a day.

A minute counts when the local clock of both shows a time they said they are free.
So an hour that daylight saving time skips counts for nobody, and one that it
repeats counts twice.
"""

import datetime as dt
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from zoneinfo import ZoneInfo

import numpy as np
import numpy.typing as npt

from saas.matching.engine.people import WeekMinutes
from saas.matching.engine.words import BoolArray, IntArray

WEEKS = 4
WEEK = 7 * 24 * 60
SPAN = WEEKS * WEEK
_HOUR = 60
_COLUMNS = 4096
_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")

Interval = tuple[int, int]
"""Minutes after the first midnight (UTC) that follows the day; the end is not included."""
Week = tuple[str, tuple[WeekMinutes, ...]]
"""A time zone and what is free in a week there."""


@dataclass(frozen=True, slots=True, eq=False)
class Hours:
    """Common minutes of all pairs, held once for each distinct week.

    `mentee_week` and `mentor_week` give a person's row in the tables, -1 when unknown.
    """

    on: dt.date
    weeks: tuple[tuple[Week, ...], tuple[Week, ...]]
    mentee_week: IntArray
    mentor_week: IntArray
    table: IntArray

    def minutes(self, rows: slice, cols: slice) -> IntArray:
        """Return the common minutes in the four weeks; 0 where unknown."""
        if not self.table.size:
            return np.zeros((len(self.mentee_week[rows]), len(self.mentor_week[cols])), np.int32)
        found: IntArray = self.table[self.mentee_week[rows, None], self.mentor_week[None, cols]]
        return found * self.known(rows, cols)

    def known(self, rows: slice, cols: slice) -> BoolArray:
        """Return where both sides gave a time zone and free hours."""
        known: BoolArray = (self.mentee_week[rows, None] >= 0) & (self.mentor_week[None, cols] >= 0)
        return known

    def slots(self, mentee: int, mentor: int) -> tuple[str, ...]:
        """Return the weekly times both are free, on the mentee's clock, the most regular first."""
        week = self._week(mentee)
        other = self.weeks[1][int(self.mentor_week[mentor])]
        common = intersect(free_minutes(week, self.on), free_minutes(other, self.on))
        zone, start = ZoneInfo(week[0]), _start(self.on)
        # A time cut off by the end of the four weeks is not a weekly one.
        whole = [(low, high) for low, high in common if low > 0 and high < SPAN]
        lengths: Counter[str] = Counter()
        for low, high in whole or common:
            edges = ((start + dt.timedelta(minutes=edge)).astimezone(zone) for edge in (low, high))
            lengths[_slot(*edges)] += high - low
        return tuple(sorted(lengths, key=lambda slot: (-lengths[slot], slot)))

    def words(self, start: int, end: int, steady: str, zone: str) -> str:
        """Return a stretch of a steady clock (`clock_minutes`) in words, on another clock."""
        first = _offsets(steady, self.on)[0][2]
        shift = next(
            (offset - first for begin, stop, offset in _offsets(steady, self.on)
             if begin <= start - (offset - first) < stop),
            0,
        )  # fmt: skip
        midnight, info = _start(self.on), ZoneInfo(zone)
        minutes = (start - shift, end - shift)
        return _slot(*((midnight + dt.timedelta(minutes=at)).astimezone(info) for at in minutes))

    def zone(self, mentee: int) -> str:
        """Return the time zone that `slots` speaks in."""
        return self._week(mentee)[0]

    def _week(self, mentee: int) -> Week:
        return self.weeks[0][int(self.mentee_week[mentee])]


def common_hours(
    mentees: Sequence[Week | None], mentors: Sequence[Week | None], on: dt.date
) -> Hours:
    """Compare everybody's free hours in the four weeks after a day."""
    mentee_weeks, mentee_row = _distinct(mentees)
    mentor_weeks, mentor_row = _distinct(mentors)
    table = _overlaps(
        [free_minutes(week, on) for week in mentee_weeks],
        [free_minutes(week, on) for week in mentor_weeks],
    )
    return Hours(on, (mentee_weeks, mentor_weeks), mentee_row, mentor_row, table)


@lru_cache(maxsize=8192)
def free_minutes(week: Week, on: dt.date) -> tuple[Interval, ...]:
    """Return when someone is free in the four weeks after a day, merged and in order."""
    zone, weekly = week
    base = _start(on).weekday() * 24 * _HOUR
    found = []
    for begin, end, offset in _offsets(zone, on):
        shift = base + offset
        for start, stop in weekly:
            first = (begin + shift - stop) // WEEK
            last = (end + shift - start) // WEEK
            for week_number in range(first, last + 1):
                low = max(begin, start + week_number * WEEK - shift)
                high = min(end, stop + week_number * WEEK - shift)
                if low < high:
                    found.append((low, high))
    return _merged(found)


@lru_cache(maxsize=65536)
def clock_minutes(week: Week, on: dt.date, steady: str) -> tuple[Interval, ...]:
    """Return when someone is free on the clock of a time zone, which never changes its pace.

    The same local time is the same minute of every week, before and after the clocks change
    there. Begins where `free_minutes` does; what lies beyond the four weeks is free.
    """
    first, found, last = _offsets(steady, on)[0][2], list[Interval](), SPAN
    for begin, end, offset in _offsets(steady, on):
        shift, last = offset - first, SPAN + offset - first
        for low, high in intersect(free_minutes(week, on), [(begin, end)]):
            found.append((low + shift, high + shift))
    return _merged([*found, (last, 2 * SPAN)])


def intersect(left: Sequence[Interval], right: Sequence[Interval]) -> list[Interval]:
    """Return what two ordered lists of intervals have in common."""
    common, i, j = [], 0, 0
    while i < len(left) and j < len(right):
        low, high = max(left[i][0], right[j][0]), min(left[i][1], right[j][1])
        if low < high:
            common.append((low, high))
        if left[i][1] < right[j][1]:
            i += 1
        else:
            j += 1
    return common


def week_start(zone: str, on: dt.date) -> int:
    """Return the minutes since Monday 00:00, on the clock of a zone, at which the weeks begin."""
    return (_start(on).weekday() * 24 * _HOUR + _offsets(zone, on)[0][2]) % WEEK


def _start(on: dt.date) -> dt.datetime:
    return dt.datetime.combine(on, dt.time(), dt.UTC) + dt.timedelta(days=1)


@lru_cache(maxsize=1024)
def _offsets(zone: str, on: dt.date) -> tuple[tuple[int, int, int], ...]:
    """Return the stretches of one UTC offset: first minute, end, offset in minutes."""
    start, info = _start(on), ZoneInfo(zone)

    def offset(minute: int) -> int:
        there = (start + dt.timedelta(minutes=minute)).astimezone(info).utcoffset()
        return int((there or dt.timedelta()).total_seconds() // 60)

    stretches, begin = [], 0
    for hour in range(_HOUR, SPAN + 1, _HOUR):
        if offset(hour) != offset(begin):
            change = _first_change(offset, hour - _HOUR, hour)
            stretches.append((begin, change, offset(begin)))
            begin = change
    return (*stretches, (begin, SPAN, offset(begin)))


def _first_change(offset: Callable[[int], int], known: int, changed: int) -> int:
    before = offset(known)
    while changed - known > 1:
        middle = (known + changed) // 2
        known, changed = (middle, changed) if offset(middle) == before else (known, middle)
    return changed


def _merged(intervals: list[Interval]) -> tuple[Interval, ...]:
    merged: list[Interval] = []
    for low, high in sorted(intervals):
        if merged and low <= merged[-1][1]:
            merged[-1] = merged[-1][0], max(high, merged[-1][1])
        else:
            merged.append((low, high))
    return tuple(merged)


def _distinct(people: Sequence[Week | None]) -> tuple[tuple[Week, ...], IntArray]:
    row: dict[Week, int] = {}
    rows = [-1 if week is None else row.setdefault(week, len(row)) for week in people]
    return tuple(row), np.array(rows, np.int32)


def _overlaps(left: list[tuple[Interval, ...]], right: list[tuple[Interval, ...]]) -> IntArray:
    """Return the common minutes of every left and right list of intervals."""
    edges = np.unique([edge for person in left + right for each in person for edge in each])
    if len(edges) < 2:
        return np.zeros((len(left), len(right)), np.int32)
    free = np.zeros((len(left) + len(right), len(edges) - 1), bool)
    for row, person in enumerate(left + right):
        for low, high in person:
            free[row, np.searchsorted(edges, low) : np.searchsorted(edges, high)] = True
    columns, lengths = _distinct_columns(free, np.diff(edges))
    total = np.zeros((len(left), len(right)), np.float32)
    for start in range(0, len(lengths), _COLUMNS):
        part = columns[:, start : start + _COLUMNS].astype(np.float32)
        # At most 40,320 minutes, so float32 keeps the sums exact.
        total += (part[: len(left)] * lengths[start : start + _COLUMNS]) @ part[len(left) :].T
    return total.astype(np.int32)


def _distinct_columns(
    free: BoolArray, lengths: npt.NDArray[np.int32]
) -> tuple[BoolArray, npt.NDArray[np.float32]]:
    """Fold stretches in which the same people are free: most weeks are alike."""
    packed = np.ascontiguousarray(np.packbits(free, axis=0).T)
    as_one = packed.view(np.dtype((np.void, packed.shape[1]))).ravel()
    _, first, column = np.unique(as_one, return_index=True, return_inverse=True)
    total = np.bincount(column.ravel(), weights=lengths)
    return free[:, first], total.astype(np.float32)


def _slot(begin: dt.datetime, end: dt.datetime) -> str:
    last = "" if begin.weekday() == end.weekday() else f"{_DAYS[end.weekday()]} "
    if end.strftime("%H:%M") == "00:00" and end - begin <= dt.timedelta(days=1):
        return f"{_DAYS[begin.weekday()]} {begin:%H:%M}–24:00"
    return f"{_DAYS[begin.weekday()]} {begin:%H:%M}–{last}{end:%H:%M}"
