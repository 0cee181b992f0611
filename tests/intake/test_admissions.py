"""The place that an approval gives: made, or found and kept; and what taking it back leaves."""

import pytest

from saas.db import db
from saas.errors import ConflictError
from saas.intake import queries
from saas.intake.services import applications as services
from saas.intake.services import decisions
from saas.orgs.services import remove_member
from saas.programs.models import Participant, Side
from saas.programs.services.participants import change_capacity, withdraw_participant
from tests import factories


@pytest.fixture
def added(acme, tenant, cohort, ben):
    """Add Ben to the cohort as a mentee by hand, with these answers."""

    def add(capacity=1, **answers):
        with tenant(acme):
            return factories.mentee(cohort, person=ben, capacity=capacity, **answers).id

    return add


def place_of(scope, cohort):
    ((place, _),) = queries.answers_in(scope, cohort.id)
    return place


def test_approving_whoever_was_added_meanwhile_keeps_what_else_their_place_says(
    apply, acme, tenant, cohort, ben, added
):
    application_id = apply(ben)
    place_id = added(capacity=4, field="Medicine", site="Oslo")

    with tenant(acme) as scope:
        decisions.approve_applications(scope, cohort.id, [application_id])

        place = place_of(scope, cohort)
        assert (place.id, place.capacity) == (place_id, 4)
        assert (place.answers["field"], place.answers["site"]) == ("Law", "Oslo")


def test_an_undone_approval_gives_back_the_place_that_was_there(
    apply, acme, tenant, cohort, ben, added
):
    application_id = apply(ben)
    place_id = added(capacity=4, field="Medicine")

    with tenant(acme) as scope:
        withdrawn_at = withdraw_participant(scope, place_id).withdrawn_at
        decisions.approve_applications(scope, cohort.id, [application_id])
        decisions.undo_decisions(scope, cohort.id, [application_id])

        place = db.session.get(Participant, (scope.org_id, place_id))
        assert (place.capacity, place.answers) == (4, {"field": "Medicine"})
        assert place.withdrawn_at == withdrawn_at


def test_an_approval_stays_once_the_place_was_changed(apply, acme, tenant, cohort, ben):
    application_id = apply(ben)

    with tenant(acme) as scope:
        decisions.approve_applications(scope, cohort.id, [application_id])
        change_capacity(scope, place_of(scope, cohort).id, 7)

        with pytest.raises(ConflictError, match="changed since, by hand or by a file"):
            decisions.undo_decisions(scope, cohort.id, [application_id])


def test_an_undone_approval_takes_back_the_time_zone_it_gave(apply, acme, tenant, cohort, ben):
    application_id = apply(ben)

    with tenant(acme) as scope:
        (row,) = decisions.approve_applications(scope, cohort.id, [application_id])
        assert row.member.time_zone == "Europe/Berlin"
        decisions.undo_decisions(scope, cohort.id, [application_id])

        assert row.member.time_zone is None


def test_whoever_was_added_meanwhile_sends_nothing_and_takes_nothing_up_again(
    acme, tenant, cohort, ben, typed, added
):
    answers = typed()
    with tenant(acme):
        application_id = services.start_application(ben.scope, cohort, Side.MENTEE).id
    added()

    with tenant(acme):
        with pytest.raises(ConflictError, match="already take part in this cohort as a mentee"):
            services.submit_application(ben.scope, application_id, answers)
        services.withdraw_application(ben.scope, application_id)
        with pytest.raises(ConflictError, match="already take part in this cohort as a mentee"):
            services.resume_application(ben.scope, application_id)


def test_who_was_removed_is_not_taken_in_and_is_told_nothing(
    apply, acme, tenant, cohort, ben, mails
):
    application_id = apply(ben)
    before = len(mails())
    with tenant(acme) as scope:
        remove_member(scope, ben.member_id)

    with tenant(acme) as scope:
        with pytest.raises(ConflictError, match=r"Ben .*was removed .*; restore them first"):
            decisions.approve_applications(scope, cohort.id, [application_id])
        assert queries.answers_in(scope, cohort.id) == []
    with tenant(acme) as scope:
        decisions.decline_applications(scope, cohort.id, [application_id], "They left.")
    assert len(mails()) == before
