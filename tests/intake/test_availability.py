import datetime as dt
from collections import defaultdict
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from saas.intake.availability import read_slot, read_time_zone, write_slot
from saas.intake.zones import zones


def test_a_slot_is_minutes_since_monday() -> None:
    assert read_slot("tue 09:00-12:30") == (1440 + 540, 1440 + 750)


@pytest.mark.parametrize("text", ["Tuesday 9:00 - 12:30", " TUE. 09:00–12:30 "])
def test_full_names_case_and_dashes_are_tolerated(text: str) -> None:
    assert read_slot(text) == (1980, 2190)


def test_a_slot_may_cross_midnight_and_the_week() -> None:
    assert read_slot("sun 22:00-02:00") == (6 * 1440 + 1320, 7 * 1440 + 120)


def test_a_day_may_end_at_24() -> None:
    assert read_slot("mon 00:00-24:00") == (0, 1440)


@pytest.mark.parametrize(
    "text",
    ["", "mon", "mon 9-12", "xyz 09:00-10:00", "mon 25:00-26:00", "mon 09:60-10:00",
     "mon 09:00-09:00", "mon 24:00-01:00", "mon 24:01-24:30", "09:00-10:00"],
)  # fmt: skip
def test_what_is_no_weekly_time_is_refused_in_one_sentence(text: str) -> None:
    with pytest.raises(ValueError, match=r"\.$"):
        read_slot(text)


@given(st.integers(0, 7 * 1440 - 1), st.integers(1, 1439))
def test_a_written_slot_is_read_back(start: int, length: int) -> None:
    assert read_slot(write_slot(start, start + length)) == (start, start + length)


def test_time_zones_are_found_in_any_case() -> None:
    assert read_time_zone("europe/BERLIN") == "Europe/Berlin"


@pytest.mark.parametrize(
    ("city", "zone"),
    [
        ("Berlin", "Europe/Berlin"),
        (" new  YORK ", "America/New_York"),
        ("New_York", "America/New_York"),
        ("São Paulo", "America/Sao_Paulo"),
        ("utc", "UTC"),
    ],
)
def test_a_city_is_taken_for_its_time_zone(city: str, zone: str) -> None:
    assert read_time_zone(city) == zone


def test_of_a_city_with_several_names_all_are_the_same_time_zone() -> None:
    by_city = defaultdict(set)
    for name in zones():
        days = (dt.datetime(2026, month, 15, tzinfo=ZoneInfo(name)) for month in range(1, 13))
        offsets = tuple(day.utcoffset() for day in days)
        by_city[name.rpartition("/")[2]].add(offsets)

    assert {city for city, zone in by_city.items() if len(zone) > 1} == set()


@pytest.mark.parametrize("text", ["Mars/Olympus", "../../etc/passwd", "+02:00"])
def test_an_unknown_time_zone_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="is not a time zone"):
        read_time_zone(text)
