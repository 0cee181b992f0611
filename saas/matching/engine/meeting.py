"""The weekly times at which a mentor and some mentees could all meet."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from saas.matching.engine.answers import Answered, usable, week_of
from saas.matching.engine.hours import (
    WEEK,
    Hours,
    Interval,
    Week,
    clock_minutes,
    common_hours,
    intersect,
    week_start,
)
from saas.matching.engine.people import Person

Weekly = tuple[Interval, ...] | None
"""When somebody is free every week, in minutes of a week of one clock; None at any time."""


class NoGroupError(ValueError):
    """Pins that no groups can keep; the text is one sentence."""


@dataclass(frozen=True, slots=True)
class Option:
    """A mentor at a weekly time, and which mentees could come.

    Attributes:
        start: Minutes of the mentor's clock after the first midnight (UTC) that follows the day.
    """

    mentor: int
    start: int
    members: frozenset[int]


def weekly_of(hours: Hours, side: int, person: int, length: int, clock: str) -> Weekly:
    """Return when somebody is free in each of the four weeks, long enough to begin in a week.

    Weeks are those of a time zone's clock: what a change of the clocks moves for others but not
    there is no weekly time of theirs.
    """
    row = int((hours.mentee_week, hours.mentor_week)[side][person])
    if row < 0:
        return None
    free = clock_minutes(hours.weeks[side][row], hours.on, clock)
    common: list[Interval] = [(0, WEEK + length)]
    for week in range(4):
        low, high = week * WEEK, (week + 1) * WEEK + length
        shifted = [(max(a, low) - low, min(b, high) - low) for a, b in free if b > low and a < high]
        common = intersect(common, shifted)
    return tuple(common)


def options(
    mentor: int,
    free: Weekly,
    mentees: Sequence[tuple[int, Weekly]],
    length: int,
    least: int,
) -> list[Option]:
    """Return the times of a mentor worth having: enough could come, and no other time has them all.

    Any time that suits a group can be moved back to where somebody's free time begins, so
    only such beginnings are looked at.
    """
    starts = {0} if free is None else {low for low, _ in free}
    starts |= {low for _, weekly in mentees for low, _ in weekly or ()}
    found: dict[frozenset[int], int] = {}
    for start in sorted(each for each in starts if each < WEEK and fits_in(free, each, length)):
        members = frozenset(row for row, weekly in mentees if fits_in(weekly, start, length))
        if len(members) >= least:
            found.setdefault(members, start)
    kept = [each for each in found if not any(each < other for other in found)]
    return [Option(mentor, found[each], each) for each in sorted(kept, key=lambda one: found[one])]


def fits_in(weekly: Weekly, start: int, length: int) -> bool:
    """Tell whether somebody is free from a start on for so long."""
    return weekly is None or any(low <= start and start + length <= high for low, high in weekly)


def clock_of(mentor: Person) -> str:
    """Return the time zone on whose clock a mentor's group meets every week.

    A mentor who gave no hours lives by a clock all the same.
    """
    return usable(mentor, "hours", lambda each: each.time_zone) or "UTC"


def shared_week(people: Sequence[Person], length: int, on: dt.date) -> Week | None:
    """Return when a group that meets already is free every week, on the clock of its mentor.

    Args:
        people: The mentor first; whoever gave no hours is free at any time.
        length: Minutes of a meeting.
        on: The day before the four weeks.

    Returns:
        None when nobody gave hours, or when no time would suit all of them.
    """
    weeks = [week for person in people if (week := week_of(person))]
    if not weeks:
        return None
    # The first who gave hours, where the mentor has no clock.
    clock = usable(people[0], "hours", lambda each: each.time_zone) or weeks[0][0]
    hours = common_hours(weeks, [], on)
    free = [weekly_of(hours, 0, row, length, clock) for row in range(len(weeks))]
    common = list(free[0] or ())
    for each in free[1:]:
        common = intersect(common, each or ())
    begin = week_start(clock, on)
    long = [(low, high) for low, high in common if high - low >= length and low < WEEK]
    slots = tuple((low + begin, high + begin) for low, high in long)
    return (clock, tuple(sorted(_within_week(slots)))) if slots else None


def _within_week(slots: Sequence[Interval]) -> list[Interval]:
    """Return the same weekly times, each beginning within the week from Monday on."""
    return [(low % WEEK, low % WEEK + min(high - low, WEEK)) for low, high in slots]


def group_sentence(
    answers: Answered, mentor: int, mentees: Sequence[int], whom: int, length: int, others: int = 0
) -> str:
    """Say when a group could meet first in a week, on the clock of one of its mentees.

    Args:
        answers: When everybody is free.
        mentor: Their position.
        mentees: Positions of the whole group.
        whom: The mentee who is told.
        length: Minutes of a meeting.
        others: How many the group has beside them; the mentor's hours are those of all.
    """
    hours, number = answers.hours, len(mentees) + others
    clock = clock_of(answers.mentors[mentor])
    weeks = [weekly_of(hours, 0, row, length, clock) for row in mentees]
    own = weekly_of(hours, 1, mentor, length, clock)
    found = options(mentor, own, list(enumerate(weeks)), length, 1)
    whole = [each.start for each in found if len(each.members) == len(mentees)]
    known = int(hours.mentee_week[whom]) >= 0
    if not whole or all(each is None for each in weeks):
        return f"A group of {number}; when it meets is open"
    zone = hours.zone(whom) if known else "UTC"
    words = hours.words(whole[0], whole[0] + length, clock, zone)
    return f"The group of {number} could meet {words} ({zone})"
