import datetime as dt

import pytest
import time_machine

from saas import clock
from saas.db import db
from saas.orgs.models import Member, MemberState
from saas.orientation import messages, queries, services
from saas.orientation.services import reminding
from tests import factories

LATE = dt.datetime(2026, 3, 3, 23, 59, 50, tzinfo=dt.UTC)


@pytest.fixture
def reminded(monkeypatch):
    """The names of those whom reminders were written to, in order."""
    names = []
    monkeypatch.setattr(reminding, "CHUNK", 2)
    monkeypatch.setattr(
        messages, "orientation_reminder", lambda _, each: names.append(each.member.name)
    )
    return names


@pytest.fixture
def crowd(acme, tenant, cohort):
    with tenant(acme):
        return [factories.mentee(cohort, name=name) for name in "ABCDE"]


def test_a_step_reminds_only_some_and_says_when_nobody_is_left(
    acme, tenant, cohort, crowd, reminded
):
    with tenant(acme) as scope:
        went_on = [services.remind_some(scope, cohort.id, clock.today()) for _ in range(4)]

    assert went_on == [True, True, True, False]
    assert reminded == list("ABCDE")


@pytest.mark.usefixtures("crowd")
def test_work_that_failed_goes_on_with_those_who_were_not_reminded(
    cohort, alice, work, monkeypatch, reminded
):
    write, broken = messages.orientation_reminder, ["D"]

    def remind(scope, participant):
        if participant.member.name in broken:
            broken.clear()
            raise RuntimeError("no luck")
        write(scope, participant)

    monkeypatch.setattr(messages, "orientation_reminder", remind)
    alice.post(f"/o/acme/cohorts/{cohort.id}/orientation/remind")
    work(fails=True)
    assert reminded == list("ABC")

    # C was written to in the step that failed, so nothing of it was kept.
    with time_machine.travel(clock.now() + dt.timedelta(minutes=1)):
        work(fails=True)
    assert reminded == list("ABC") + list("CDE")


def test_who_was_reminded_before_midnight_is_not_after_it(acme, tenant, cohort, crowd, reminded):
    with tenant(acme) as scope:
        for seconds in range(0, 40, 10):
            with time_machine.travel(LATE + dt.timedelta(seconds=seconds), tick=False):
                services.remind_some(scope, cohort.id, LATE.date())
        assert queries.orientation(scope, crowd[0].id).reminded_at == LATE

    assert reminded == list("ABCDE")


def asked(alice, work, cohort):
    """Ask for reminders, as the page does, and return what it says."""
    path = f"/o/acme/cohorts/{cohort.id}/orientation"
    alice.post(f"{path}/remind")
    said = alice.get(path).page.select_one(".notice").text
    work()
    return " ".join(said.split())


def test_who_comes_later_on_that_day_is_reminded_too(
    acme, tenant, cohort, crowd, reminded, alice, work
):
    assert "at most once a day: 5." in asked(alice, work, cohort)
    with tenant(acme):
        for name in ("Late", "Later"):
            factories.mentee(cohort, name=name)

    assert "at most once a day: 2." in asked(alice, work, cohort)
    assert "reminded today already" in asked(alice, work, cohort)

    assert reminded == ["A", "B", "C", "D", "E", "Late", "Later"]
    with time_machine.travel(clock.now() + dt.timedelta(days=1)):
        assert "at most once a day: 7." in asked(alice, work, cohort)


def test_who_was_removed_is_neither_reminded_nor_counted(
    acme, tenant, cohort, crowd, reminded, alice, work
):
    with tenant(acme) as scope:
        db.session.get_one(Member, (scope.org_id, crowd[0].member_id)).state = MemberState.REMOVED

    assert "at most once a day: 4." in asked(alice, work, cohort)

    assert reminded == list("BCDE")
    with tenant(acme) as scope:
        assert queries.counts(scope, cohort.id) == (0, 4)
