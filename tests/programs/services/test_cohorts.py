import datetime as dt

import pytest

from saas.errors import ConflictError, InvalidError, NotFoundError
from saas.programs import queries, services
from saas.programs.models import Audience
from saas.scope import Role
from tests import factories

PLAN = {
    "name": "Spring",
    "starts_on": dt.date(2027, 3, 1),
    "ends_on": dt.date(2027, 9, 1),
    "open_to": Audience.BOTH,
}


def test_a_cohort_starts_with_its_intake_closed_and_without_a_link(acme, tenant):
    with tenant(acme) as scope:
        cohort = services.create_cohort(scope, factories.program().id, PLAN)

        assert (cohort.intake_open, cohort.apply_token) == (False, None)
        assert queries.managed_cohort(scope, cohort.id) is cohort


@pytest.mark.parametrize("ends_on", [PLAN["starts_on"], dt.date(2027, 2, 1)])
def test_a_cohort_ends_after_it_starts(acme, tenant, ends_on):
    with tenant(acme) as scope:
        program = factories.program()

        with pytest.raises(InvalidError, match="after the first day") as error:
            services.create_cohort(scope, program.id, {**PLAN, "ends_on": ends_on})

        assert error.value.field == "ends_on"
        assert queries.cohorts_of(scope, [program]) == []


def test_two_cohorts_of_a_program_cannot_have_one_name(acme, tenant):
    with tenant(acme) as scope:
        program = factories.program()
        services.create_cohort(scope, program.id, PLAN)

        with pytest.raises(InvalidError, match="choose another name"):
            services.create_cohort(scope, program.id, PLAN)

        services.create_cohort(scope, factories.program().id, PLAN)
        assert len(queries.cohorts_of(scope, [program])) == 1


def test_an_archived_program_gets_no_new_cohort(acme, tenant):
    with tenant(acme) as scope:
        program = factories.program()
        services.archive_program(scope, program.id)

        with pytest.raises(ConflictError, match="restore it first"):
            services.create_cohort(scope, program.id, PLAN)


def test_a_cohort_changes_and_keeps_its_own_name(acme, tenant):
    with tenant(acme) as scope:
        cohort = services.create_cohort(scope, factories.program().id, PLAN)

        services.change_cohort(scope, cohort.id, {**PLAN, "open_to": Audience.MENTOR})

        assert cohort.open_to is Audience.MENTOR


def test_intake_opens_and_closes(acme, tenant):
    with tenant(acme) as scope:
        cohort = factories.cohort()

        assert services.open_intake(scope, cohort.id).takes_applications
        assert not services.close_intake(scope, cohort.id).takes_applications


def test_an_archived_program_takes_no_applications_until_it_is_restored(acme, tenant):
    with tenant(acme) as scope:
        cohort = factories.cohort(intake_open=True)

        services.archive_program(scope, cohort.program_id)
        assert not queries.cohort(scope, cohort.id).takes_applications
        with pytest.raises(ConflictError):
            services.open_intake(scope, cohort.id)

        services.restore_program(scope, cohort.program_id)
        assert queries.cohort(scope, cohort.id).takes_applications


def test_a_new_link_replaces_the_old_one(acme, tenant):
    with tenant(acme) as scope:
        cohort = factories.cohort()
        old = services.make_link(scope, cohort.id).apply_token
        new = services.make_link(scope, cohort.id).apply_token

        assert queries.cohort_by_secret(scope, new) is cohort
        with pytest.raises(NotFoundError, match="does not work any more"):
            queries.cohort_by_secret(scope, old)


def test_a_revoked_link_leads_nowhere(acme, tenant):
    with tenant(acme) as scope:
        cohort = factories.cohort()
        secret = services.make_link(scope, cohort.id).apply_token

        services.revoke_link(scope, cohort.id)

        with pytest.raises(NotFoundError):
            queries.cohort_by_secret(scope, secret)


def test_a_link_leads_nowhere_in_another_organization(acme, globex, tenant):
    with tenant(acme) as scope:
        secret = services.make_link(scope, factories.cohort().id).apply_token
    with tenant(globex) as scope, pytest.raises(NotFoundError):
        queries.cohort_by_secret(scope, secret)


@pytest.mark.parametrize(
    "act",
    [
        lambda scope, cohort_id: services.change_cohort(scope, cohort_id, PLAN),
        services.open_intake,
        services.close_intake,
        services.make_link,
        services.revoke_link,
        queries.managed_cohort,
    ],
)
def test_program_admins_reach_only_the_cohorts_of_programs_they_run(acme, tenant, member, act):
    pat = member(acme, Role.PROGRAM_ADMIN, "Pat")
    with tenant(acme) as scope:
        theirs, other = factories.cohort(), factories.cohort()
        services.assign_program_admin(scope, theirs.program_id, pat.member_id)

        assert act(pat.scope, theirs.id) is theirs
        with pytest.raises(NotFoundError, match="you do not run its program"):
            act(pat.scope, other.id)


def test_viewers_read_every_cohort(acme, tenant, member):
    vera = member(acme, Role.VIEWER, "Vera")
    with tenant(acme):
        cohort = factories.cohort()

        assert queries.managed_cohort(vera.scope, cohort.id) is cohort


def test_members_reach_a_cohort_only_as_their_own_pages_do(acme, tenant, member):
    bob = member(acme, Role.MEMBER, "Bob")
    with tenant(acme):
        cohort = factories.cohort()

        assert queries.cohort(bob.scope, cohort.id) is cohort
        with pytest.raises(NotFoundError):
            queries.managed_cohort(bob.scope, cohort.id)


def test_the_cohort_of_another_organization_is_not_found(acme, globex, tenant):
    with tenant(globex):
        theirs = factories.cohort().id
    with tenant(acme) as scope:
        for read in (queries.cohort, queries.managed_cohort):
            with pytest.raises(NotFoundError):
                read(scope, theirs)
