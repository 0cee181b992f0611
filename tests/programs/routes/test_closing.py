import datetime as dt

import pytest

from saas import clock
from saas.programs import queries
from tests import factories

DAYS = {"name": "Spring", "starts_on": "2027-03-01", "ends_on": "2027-09-01", "open_to": "both"}


@pytest.fixture
def cohort(acme, tenant):
    with tenant(acme):
        return factories.cohort(intake_open=True)


@pytest.fixture
def now(acme, tenant, cohort):
    """The cohort as it is now."""

    def read():
        with tenant(acme) as scope:
            return queries.cohort(scope, cohort.id)

    return read


@pytest.mark.parametrize(
    ("typed", "at"),
    [
        (("2027-02-01", "17:00", "Europe/Berlin"), "2027-02-01T16:00+00:00"),
        (("2027-02-01", "", "America/New_York"), "2027-02-02T04:59+00:00"),
        (("2027-03-28", "03:00", "Europe/Berlin"), "2027-03-28T01:00+00:00"),
        (("2027-10-31", "02:30", "Europe/Berlin"), "2027-10-31T00:30+00:00"),
    ],
)
def test_the_intake_closes_at_a_minute_of_a_clock_somewhere(alice, cohort, now, typed, at):
    fields = dict(zip(("closes_on", "closes_time", "closes_zone"), typed, strict=True))

    alice.post(f"/o/acme/cohorts/{cohort.id}/edit", DAYS | fields)

    assert now().closes_at == dt.datetime.fromisoformat(at)
    page = alice.get(f"/o/acme/cohorts/{cohort.id}/edit").page
    assert page.select_one("[name=closes_on]")["value"] == typed[0]
    assert page.select_one("[name=closes_zone] [selected]")["value"] == typed[2]


@pytest.mark.parametrize(
    ("field", "value"),
    [("closes_on", "soon"), ("closes_time", "late"), ("closes_zone", "Mars/Base")],
)
def test_what_no_clock_shows_is_refused(alice, cohort, now, field, value):
    fields = {"closes_on": "2027-02-01", "closes_time": "17:00", "closes_zone": "UTC"}

    alice.post(f"/o/acme/cohorts/{cohort.id}/edit", DAYS | fields | {field: value}, expect=422)

    assert now().closes_at is None


@pytest.mark.parametrize(
    ("day", "time", "zone"),
    [
        ("2027-03-28", "02:30", "Europe/Berlin"),
        ("2027-03-14", "02:00", "America/New_York"),
        ("2027-10-03", "02:15", "Australia/Lord_Howe"),
        ("2011-12-30", "", "Pacific/Apia"),
    ],
)
def test_a_minute_that_the_clocks_skip_is_refused_at_the_time(alice, cohort, now, day, time, zone):
    fields = {"closes_on": day, "closes_time": time, "closes_zone": zone}

    page = alice.post(f"/o/acme/cohorts/{cohort.id}/edit", DAYS | fields, expect=422).page

    assert f"skip {time or '23:59'}" in page.find(id="closes_time-error").text
    assert page.select_one("[name=closes_on]")["value"] == day
    assert now().closes_at is None


def test_after_that_minute_nobody_applies_until_there_is_a_later_one(
    alice, bob, acme, tenant, cohort, now
):
    with tenant(acme) as scope:
        queries.cohort(scope, cohort.id).closes_at = clock.now() - dt.timedelta(minutes=1)
    here = f"/o/acme/cohorts/{cohort.id}"

    bob.post(f"{here}/apply", {"side": "mentee"}, expect=409)
    assert "Closed since" in alice.get(here).text
    alice.post(f"{here}/intake/open", expect=409)
    alice.post(f"{here}/edit", DAYS | {"closes_on": ""})
    assert now().takes_applications
    bob.post(f"{here}/apply", {"side": "mentee"})
