import datetime as dt

import pytest
import time_machine

from saas.web import format as written
from saas.web.components import hue, initials
from tests.web.pages import build_app

EVENING = dt.datetime(2026, 11, 24, 23, 30, tzinfo=dt.UTC)


@pytest.fixture(autouse=True)
def request_context():
    with build_app().test_request_context():
        yield


def test_a_day_cannot_be_misread():
    assert written.day(dt.date(2026, 3, 4)) == "4 Mar 2026"
    assert written.short_day(dt.date(2026, 3, 4)) == "4 Mar"
    assert written.weekday(dt.date(2026, 11, 24)) == "Tuesday 24 November"


def test_a_time_is_that_of_the_zone_with_its_day_and_name():
    assert written.time_of_day(EVENING, "Europe/Berlin") == "00:30"
    assert written.day_and_time(EVENING, "Europe/Berlin") == "25 Nov 2026, 00:30 Berlin time"
    assert written.day_and_time(EVENING, "America/New_York") == "24 Nov 2026, 18:30 New York time"
    assert written.day_and_time(EVENING, "UTC") == "24 Nov 2026, 23:30 UTC"


@pytest.mark.parametrize(
    ("past", "words"),
    [
        (dt.timedelta(seconds=20), "just now"),
        (dt.timedelta(minutes=1), "1 minute ago"),
        (dt.timedelta(minutes=59), "59 minutes ago"),
        (dt.timedelta(hours=3), "3 hours ago"),
        (dt.timedelta(hours=30), "yesterday"),
        (dt.timedelta(days=12), "12 days ago"),
    ],
)
def test_how_long_ago_is_said_roughly(past, words):
    with time_machine.travel(EVENING, tick=False):
        assert written.ago(EVENING - past) == words


def test_a_share_becomes_a_percentage():
    assert [written.percent(each) for each in (0, 0.424, 1)] == ["0%", "42%", "100%"]


def test_a_count_comes_with_its_noun():
    assert written.plural(1, "mentee") == "1 mentee"
    assert written.plural(0, "mentee") == "0 mentees"
    assert written.plural(1200, "person", "people") == "1,200 people"


def test_names_are_listed_as_people_say_them():
    assert written.names([]) == ""
    assert written.names(["Ada"]) == "Ada"
    assert written.names(["Ada", "Grace"]) == "Ada and Grace"
    assert written.names(["Ada", "Grace", "Alan"]) == "Ada, Grace and Alan"


def test_initials_are_of_the_first_and_the_last_name():
    assert [initials(each) for each in ("Ada King Lovelace", "Plato", "")] == ["AL", "P", ""]


def test_a_person_keeps_their_hue():
    assert hue("Ada", 6) == hue("Ada", 6)
    assert {hue(f"Person {number}", 6) for number in range(100)} == {1, 2, 3, 4, 5, 6}
