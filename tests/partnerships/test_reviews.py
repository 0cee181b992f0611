import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from saas.partnerships.reviews import next_review

START = dt.date(2027, 1, 4)


def days_after_start(weeks, lasts_days, after):
    found = next_review(START, weeks, lasts_days, START + dt.timedelta(days=after))
    return (found - START).days


@pytest.mark.parametrize(
    ("weeks", "after", "expected"),
    [
        ([4, 12], 0, 28),
        ([4, 12], 28, 84),
        ([4, 12], 84, 84 + 56),
        ([4, 12], 200, 84 + 3 * 56),
        ([13], 0, 91),
        ([13], 91, 182),
        ([], 0, 91),
        ([], 91, 182),
    ],
)
def test_reviews_follow_the_plan_and_then_its_last_distance(weeks, after, expected):
    assert days_after_start(weeks, 182, after) == expected


def test_a_partnership_of_a_day_is_looked_at_on_the_next():
    assert days_after_start([], 1, 0) == 1


@given(
    st.lists(st.integers(1, 520), max_size=6, unique=True).map(sorted),
    st.integers(1, 4000),
    st.integers(0, 5000),
)
def test_the_next_review_is_always_still_to_come_and_never_skips_one(weeks, lasts_days, after):
    found = days_after_start(weeks, lasts_days, after)

    assert found > after
    planned = [7 * week for week in weeks] or [max(1, lasts_days // 2)]
    step = planned[-1] - ([0, *planned][-2])
    every = [*planned, *range(planned[-1], 12_000, step)]
    assert found == min(day for day in every if day > after)
