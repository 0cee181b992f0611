"""Whoever changes a program at the moment it is archived; real commits."""

from types import SimpleNamespace

import pytest

from saas import clock
from saas.db import bind_org, db
from saas.matching.services import rules
from saas.programs import services
from saas.programs.models import Audience, Goal
from saas.programs.services.cohorts import Plan
from tests import factories
from tests.racing import during


def reword(scope, program_id, goal):
    services.reword_entry(scope, program_id, Goal, goal.id, **{**goal.texts, "title": "B"})


CHANGES = {
    "an entry is reworded": reword,
    "a version is published": lambda scope, program_id, _goal: services.publish_version(
        scope, program_id, services.Publication("", asks=False, seen="")
    ),
    "meetings wait": lambda scope, program_id, _goal: services.let_meetings_wait(
        scope, program_id, wait=True
    ),
    "it is wound down": lambda scope, program_id, _goal: services.wind_down_program(
        scope, program_id, "wind down"
    ),
    "its rules are saved": lambda scope, program_id, _goal: rules.save_rules(
        scope, program_id, {"minimum": 0.2}, ""
    ),
}


@pytest.mark.parametrize("what", CHANGES)
def test_a_program_that_is_archived_meanwhile_is_not_changed(fresh_app, town, what):
    org, program_id, goal = town

    raised = during(
        fresh_app,
        org,
        lambda: services.archive_program(org.scope, program_id),
        lambda: CHANGES[what](org.scope, program_id, goal),
    )

    assert raised == ["This program is archived and can only be read; restore it first."]


#: What is done with somebody who takes part.
WITH_PEOPLE = {
    "a capacity is changed": lambda scope, place_id: services.change_capacity(scope, place_id, 3),
    "somebody is withdrawn": services.withdraw_participant,
    "somebody takes part again": services.restore_participant,
}


@pytest.mark.parametrize("what", WITH_PEOPLE)
def test_nobody_of_a_program_that_is_archived_meanwhile_is_changed(fresh_app, town, what):
    org, program_id, _goal = town
    with fresh_app.app_context():
        bind_org(org.id)
        place_id = factories.mentor(factories.cohort(SimpleNamespace(id=program_id))).id
        db.session.commit()

    raised = during(
        fresh_app,
        org,
        lambda: services.archive_program(org.scope, program_id),
        lambda: WITH_PEOPLE[what](org.scope, place_id),
    )

    assert raised == ["This program is archived and can only be read; restore it first."]


PLAN = Plan(
    name="Spring", starts_on=clock.today(), ends_on=None, open_to=Audience.BOTH
)  # fmt: skip
#: What is done with a cohort.
WITH_COHORTS = {
    "it is changed": lambda scope, cohort_id: services.change_cohort(scope, cohort_id, PLAN),
    "its intake is opened": services.open_intake,
    "its intake is closed": services.close_intake,
    "it gets a link": services.make_link,
    "its link is revoked": services.revoke_link,
}


@pytest.mark.parametrize("what", WITH_COHORTS)
def test_no_cohort_of_a_program_that_is_archived_meanwhile_is_changed(fresh_app, town, what):
    org, program_id, _goal = town
    with fresh_app.app_context():
        bind_org(org.id)
        cohort_id = factories.cohort(SimpleNamespace(id=program_id)).id
        db.session.commit()

    raised = during(
        fresh_app,
        org,
        lambda: services.archive_program(org.scope, program_id),
        lambda: WITH_COHORTS[what](org.scope, cohort_id),
    )

    assert raised == ["This program is archived and can only be read; restore it first."]


def test_a_program_that_is_archived_meanwhile_gets_no_cohort(fresh_app, town):
    org, program_id, _goal = town

    raised = during(
        fresh_app,
        org,
        lambda: services.archive_program(org.scope, program_id),
        lambda: services.create_cohort(org.scope, program_id, PLAN),
    )

    assert raised == ["This program is archived and can only be read; restore it first."]
