"""On which days two partners look at their agreement again."""

import datetime as dt
from collections.abc import Sequence

from saas.partnerships.models import Partnership


def next_review(
    started_on: dt.date, weeks: Sequence[int], lasts_days: int, after: dt.date
) -> dt.date:
    """Return the first planned day after `after`.

    Args:
        started_on: The first day of the partnership.
        weeks: Weeks from the start, rising; after the last one it goes on at the last distance.
            None at all: every half of the time agreed on.
        lasts_days: How long the partnership is to last.
        after: A day that is over; the day found is always later.
    """
    planned = [7 * week for week in weeks] or [max(1, lasts_days // 2)]
    step = planned[-1] - (planned[-2] if len(planned) > 1 else 0)
    passed = (after - started_on).days
    found = next((days for days in planned if days > passed), None)
    if found is None:
        found = planned[-1] + step * ((passed - planned[-1]) // step + 1)
    return started_on + dt.timedelta(days=found)


def next_review_of(partnership: Partnership, ends_on: dt.date | None, after: dt.date) -> dt.date:
    """Return the day that the program plans next for a partnership; `ends_on` as agreed.

    It is the last day where the plan goes beyond, unless the partnership is over by then.
    """
    program, started_on = partnership.cohort.program, partnership.started_on
    lasts = (ends_on - started_on).days if ends_on else 7 * program.weeks
    planned = next_review(started_on, program.review_weeks, lasts, after)
    return min(planned, ends_on) if ends_on and not is_over(ends_on, after) else planned


def is_over(ends_on: dt.date | None, on: dt.date) -> bool:
    """Whether the time that two agreed on is over: from its last day on they go on for longer."""
    return ends_on is not None and ends_on <= on
