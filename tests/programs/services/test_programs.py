import uuid

import pytest
from sqlalchemy import func, select

from saas.db import db
from saas.errors import ConflictError, InvalidError, NotFoundError
from saas.programs import queries, services
from saas.programs.models import NextInLine, Program, ProgramAdmin
from saas.scope import Role
from tests import factories

TERMS = {
    "name": "Career",
    "description": "",
    "every_days": 14,
    "weeks": 26,
    "mentor_capacity": 2,
    "answer_days": 7,
    "next_in_line": NextInLine.CONFIRM,
}


@pytest.fixture
def pat(acme, member):
    return member(acme, Role.PROGRAM_ADMIN, "Pat")


def names(scope, **options):
    return [program.name for program in queries.programs(scope, **options)]


def test_a_program_has_the_terms_it_is_given(acme, tenant):
    with tenant(acme) as scope:
        program = services.create_program(scope, TERMS)

        assert queries.program(scope, program.id).mentor_capacity == 2
        assert names(scope) == ["Career"]


def test_a_second_program_cannot_have_the_same_name(acme, tenant):
    with tenant(acme) as scope:
        services.create_program(scope, TERMS)

        with pytest.raises(InvalidError, match="choose another name") as error:
            services.create_program(scope, TERMS)

        assert error.value.field == "name"
        assert names(scope) == ["Career"]


def test_two_organizations_can_have_programs_of_one_name(acme, globex, tenant):
    with tenant(acme) as scope:
        services.create_program(scope, TERMS)
    with tenant(globex) as scope:
        services.create_program(scope, TERMS)

        assert names(scope) == ["Career"]


def test_a_program_keeps_its_own_name_when_other_terms_change(acme, tenant):
    with tenant(acme) as scope:
        program = services.create_program(scope, TERMS)

        services.change_program(scope, program.id, {**TERMS, "weeks": 30})

        assert program.weeks == 30


def test_a_program_cannot_take_the_name_of_another(acme, tenant):
    with tenant(acme) as scope:
        services.create_program(scope, TERMS)
        other = services.create_program(scope, {**TERMS, "name": "Leadership"})

        with pytest.raises(InvalidError):
            services.change_program(scope, other.id, TERMS)

        assert names(scope) == ["Career", "Leadership"]


def test_an_archived_program_is_listed_apart_until_it_is_restored(acme, tenant):
    with tenant(acme) as scope:
        program = services.create_program(scope, TERMS)

        services.archive_program(scope, program.id)
        assert (names(scope), names(scope, archived=True)) == ([], ["Career"])

        services.restore_program(scope, program.id)
        assert (names(scope), names(scope, archived=True)) == (["Career"], [])


def test_a_program_admin_sees_only_the_programs_they_run(acme, tenant, pat):
    with tenant(acme) as scope:
        theirs, other = factories.program("Theirs"), factories.program("Other")
        services.assign_program_admin(scope, theirs.id, pat.member_id)

        assert names(pat.scope) == ["Theirs"]
        assert queries.program(pat.scope, theirs.id) is theirs
        with pytest.raises(NotFoundError, match="you do not run it"):
            queries.program(pat.scope, other.id)


def test_a_program_admin_cannot_change_programs_they_do_not_run(acme, tenant, pat):
    with tenant(acme):
        other = factories.program("Other")

        with pytest.raises(NotFoundError):
            services.change_program(pat.scope, other.id, TERMS)
        with pytest.raises(NotFoundError):
            services.archive_program(pat.scope, other.id)


@pytest.mark.parametrize("role", [Role.VIEWER, Role.ADMIN, Role.OWNER])
def test_viewers_admins_and_owners_see_every_program(acme, tenant, member, role):
    person = member(acme, role)
    with tenant(acme):
        program = factories.program("Career")

        assert queries.program(person.scope, program.id) is program
        assert names(person.scope) == ["Career"]


def test_a_member_sees_no_program_as_such(acme, tenant, member):
    person = member(acme, Role.MEMBER)
    with tenant(acme):
        program = factories.program("Career")

        assert names(person.scope) == []
        with pytest.raises(NotFoundError):
            queries.program(person.scope, program.id)


def test_assigning_twice_is_assigning_once(acme, tenant, pat):
    with tenant(acme) as scope:
        program = factories.program()

        for _ in range(2):
            services.assign_program_admin(scope, program.id, pat.member_id)

        assert db.session.scalar(select(func.count()).select_from(ProgramAdmin)) == 1
        assert [each.name for each in queries.program_admins(scope, program.id)] == ["Pat"]
        assert queries.available_program_admins(scope, program.id) == []


def test_only_program_admins_can_run_a_program(acme, tenant, member):
    bob = member(acme, Role.MEMBER, "Bob")
    with tenant(acme) as scope:
        program = factories.program()

        with pytest.raises(ConflictError, match="give this person that role first"):
            services.assign_program_admin(scope, program.id, bob.member_id)

        assert queries.program_admins(scope, program.id) == []


def test_whoever_is_unassigned_runs_the_program_no_longer(acme, tenant, pat):
    with tenant(acme) as scope:
        program = factories.program()
        services.assign_program_admin(scope, program.id, pat.member_id)

        for _ in range(2):
            services.unassign_program_admin(scope, program.id, pat.member_id)

        assert names(pat.scope) == []
        assert len(queries.available_program_admins(scope, program.id)) == 1


def test_a_member_of_another_organization_cannot_be_assigned(acme, globex, tenant, member):
    outsider = member(globex, Role.PROGRAM_ADMIN)
    with tenant(acme) as scope:
        program = factories.program()

        with pytest.raises(NotFoundError):
            services.assign_program_admin(scope, program.id, outsider.member_id)


def test_the_program_of_another_organization_is_not_found(acme, globex, tenant):
    with tenant(globex):
        theirs = factories.program().id
    with tenant(acme) as scope:
        for missing in (theirs, uuid.uuid4()):
            with pytest.raises(NotFoundError):
                services.change_program(scope, missing, TERMS)
        assert db.session.scalar(select(func.count()).select_from(Program)) == 0
