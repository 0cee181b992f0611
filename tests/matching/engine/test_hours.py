import datetime as dt
import functools
from zoneinfo import ZoneInfo

from hypothesis import given, settings
from hypothesis import strategies as st

from saas.matching.engine.hours import SPAN, Week, common_hours, free_minutes, intersect

ZONES = (
    "UTC", "Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Asia/Kathmandu",
    "America/St_Johns", "Pacific/Apia", "Africa/Casablanca",
)  # fmt: skip
# Around changes to and from summer time, in both hemispheres, and in between.
DAYS = tuple(
    dt.date(2026, month, day)
    for month, day in ((3, 1), (3, 20), (3, 28), (4, 4), (7, 1), (10, 3), (10, 24), (11, 1))
)

slots = st.builds(
    lambda start, length: (start, start + length),
    st.integers(0, 7 * 1440 - 1),
    st.integers(1, 1439),
)
weeks = st.tuples(st.sampled_from(ZONES), st.lists(slots, min_size=1, max_size=3).map(tuple))


@functools.cache
def read_off(zone: str, on: dt.date) -> list[int]:
    """What the clock on the wall says in every minute of the four weeks: minutes of its week."""
    start = dt.datetime.combine(on, dt.time(), dt.UTC) + dt.timedelta(days=1)
    wall, found = ZoneInfo(zone), []
    for minute in range(SPAN):
        local = (start + dt.timedelta(minutes=minute)).astimezone(wall)
        found.append(local.weekday() * 1440 + local.hour * 60 + local.minute)
    return found


def free_by_the_clock(week: Week, on: dt.date) -> set[int]:
    """Ask the clock on the wall in every minute of the four weeks."""
    zone, weekly = week
    return {
        minute
        for minute, at in enumerate(read_off(zone, on))
        if any(low <= at < high or low <= at + 7 * 1440 < high for low, high in weekly)
    }


@settings(max_examples=12, deadline=None)
@given(weeks, weeks, st.sampled_from(DAYS))
def test_hours_in_common_are_those_of_the_clocks_on_both_walls(
    one: Week, other: Week, on: dt.date
) -> None:
    expected = free_by_the_clock(one, on) & free_by_the_clock(other, on)

    found = common_hours([one], [other], on)

    everybody = slice(0, 1)
    assert found.minutes(everybody, everybody)[0, 0] == len(expected)
    intervals = intersect(free_minutes(one, on), free_minutes(other, on))
    assert {minute for low, high in intervals for minute in range(low, high)} == expected


@given(st.lists(st.none() | weeks, max_size=6), st.lists(st.none() | weeks, max_size=6))
@settings(max_examples=30, deadline=None)
def test_the_table_of_all_says_what_each_two_say(
    mentees: list[Week | None], mentors: list[Week | None]
) -> None:
    on = DAYS[1]

    hours = common_hours(mentees, mentors, on)

    everyone = slice(0, len(mentees)), slice(0, len(mentors))
    minutes, known = hours.minutes(*everyone), hours.known(*everyone)
    for row, one in enumerate(mentees):
        for col, other in enumerate(mentors):
            if one is None or other is None:
                assert (minutes[row, col], known[row, col]) == (0, False)
                continue
            common = intersect(free_minutes(one, on), free_minutes(other, on))
            assert minutes[row, col] == sum(high - low for low, high in common)
            assert known[row, col]


def test_a_time_that_meets_only_in_summer_counts_only_then() -> None:
    berlin: Week = ("Europe/Berlin", ((20 * 60, 21 * 60),))
    utc: Week = ("UTC", ((18 * 60, 19 * 60),))

    def minutes(on: dt.date) -> int:
        return int(common_hours([berlin], [utc], on).minutes(slice(0, 1), slice(0, 1))[0, 0])

    assert minutes(dt.date(2026, 1, 10)) == 0
    assert minutes(dt.date(2026, 6, 10)) == 4 * 60
    # Summer time begins on Sunday, March 29th: two of the four Mondays fall after it.
    assert minutes(dt.date(2026, 3, 15)) == 2 * 60


def test_the_four_weeks_begin_after_the_day() -> None:
    everyday: Week = ("UTC", ((4 * 1440, 5 * 1440),))
    friday = dt.date(2026, 3, 20)

    assert free_minutes(everyday, friday)[0] == (6 * 1440, 7 * 1440)
    assert len(free_minutes(everyday, friday)) == 4


def test_slots_are_told_on_the_clock_of_the_mentee_the_longest_first() -> None:
    berlin: Week = ("Europe/Berlin", ((17 * 60, 18 * 60), (1440 + 17 * 60, 1440 + 20 * 60)))
    new_york: Week = ("America/New_York", ((0, 7 * 1440),))

    hours = common_hours([berlin], [new_york], dt.date(2026, 6, 1))

    assert hours.slots(0, 0) == ("Tue 17:00–20:00", "Mon 17:00–18:00")
    assert hours.zone(0) == "Europe/Berlin"


def test_a_slot_over_midnight_names_both_days() -> None:
    night: Week = ("UTC", ((22 * 60, 26 * 60), (3 * 1440 + 1380, 4 * 1440)))

    slots = common_hours([night], [night], dt.date(2026, 6, 1)).slots(0, 0)

    assert slots == ("Mon 22:00–Tue 02:00", "Thu 23:00–24:00")
