"""People who are added, or taken out again, at the moment their program ends; real commits."""

from types import SimpleNamespace

import pytest
from sqlalchemy import select

from saas.db import bind_org, db
from saas.orgs.models import Member
from saas.people.services import actions
from saas.programs.models import Participant, Side
from saas.programs.queries import managed_cohort
from saas.programs.services import add_participant, archive_program, wind_down_program
from saas.programs.services.locking import locked_open_program
from tests import factories
from tests.racing import during


@pytest.fixture
def town(fresh_app):
    """An organization with a cohort, and Ann, who takes no part in it."""
    with fresh_app.app_context():
        org = factories.organization("town")
    with fresh_app.app_context():
        bind_org(org.id)
        cohort, ann = factories.cohort(), factories.listed_member("Ann")
        db.session.commit()
        return SimpleNamespace(
            org=org, scope=org.scope, cohort_id=cohort.id, program_id=cohort.program_id, ann=ann.id
        )


@pytest.fixture
def goes_on(fresh_app, town):
    """Something of the program, without which winding it down archives it at once."""
    with fresh_app.app_context():
        bind_org(town.org.id)
        other = factories.cohort(SimpleNamespace(id=town.program_id))
        factories.partnership(other)
        db.session.commit()


@pytest.fixture
def ann(town):
    return lambda: db.session.get_one(Member, (town.org.id, town.ann))


@pytest.fixture
def places(fresh_app, town):
    """Return the ids of the places in the cohort."""

    def read():
        with fresh_app.app_context():
            bind_org(town.org.id)
            of_it = Participant.cohort_id == town.cohort_id
            return db.session.scalars(select(Participant.id).where(of_it)).all()

    return read


def add(town, ann):
    given = {"cohort_id": str(town.cohort_id), "side": "mentor"}
    return actions.add(town.scope, ann(), given)


def test_nobody_is_added_to_a_program_that_is_archived_meanwhile(fresh_app, town, ann, places):
    raised = during(
        fresh_app,
        town.org,
        lambda: archive_program(town.scope, town.program_id),
        lambda: add(town, ann),
    )

    assert raised == ["This program is archived; restore it to add people to it."]
    assert places() == []


def test_nobody_is_added_to_a_program_that_winds_down_meanwhile(
    fresh_app, town, ann, places, goes_on
):
    raised = during(
        fresh_app,
        town.org,
        lambda: wind_down_program(town.scope, town.program_id, "wind down"),
        lambda: add(town, ann),
    )

    assert raised == ["This program is winding down and takes nobody in."]
    assert places() == []


def test_nobody_is_taken_out_of_a_program_that_is_archived_meanwhile(fresh_app, town, ann, places):
    with fresh_app.app_context():
        bind_org(town.org.id)
        before = add(town, ann)
        db.session.commit()

    raised = during(
        fresh_app,
        town.org,
        lambda: archive_program(town.scope, town.program_id),
        lambda: actions.take_out(town.scope, ann(), before),
    )

    assert raised == ["This program is archived; restore it to take people out of it."]
    assert len(places()) == 1


def test_whoever_is_approved_while_they_are_taken_out_again_stays(fresh_app, town, ann, places):
    with fresh_app.app_context():
        bind_org(town.org.id)
        before = add(town, ann)
        db.session.commit()

    def approve():
        cohort = managed_cohort(town.scope, town.cohort_id)
        locked_open_program(town.scope, town.program_id)
        answers = {"field": "Law"}
        add_participant(town.scope, cohort, ann(), side=Side.MENTOR, capacity=1, answers=answers)

    raised = during(
        fresh_app, town.org, approve, lambda: actions.take_out(town.scope, ann(), before)
    )

    assert raised == ["Ann has answers there by now."]
    assert len(places()) == 1
