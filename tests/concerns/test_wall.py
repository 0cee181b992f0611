"""The database shows a concern to nobody but whoever raised it and its readers."""

import pytest
from sqlalchemy import func, select, text

from saas.concerns import queries, services
from saas.concerns.models import Concern, ConcernEntry
from saas.db import db
from saas.errors import NotFoundError
from saas.orgs.ending import delete_rows
from saas.scope import Role
from tests import factories


def seen_by(tenant, org, person):
    """What the database shows to somebody who asks for everything."""
    with tenant(org):
        if person:
            queries.enter(person.scope)
        return [
            db.session.scalar(select(func.count()).select_from(kind))
            for kind in (Concern, ConcernEntry)
        ]


@pytest.fixture
def logged(tenant, acme, rhea, concern):
    """An answer to Ada, and a note of Rhea's for the readers."""
    with tenant(acme):
        services.answer_concern(rhea.scope, concern, "Thank you for telling me.")
        services.note_on_concern(rhea.scope, concern, "Talk to him first.")


def test_where_nobody_said_who_looks_there_is_no_concern(tenant, acme, logged):
    assert seen_by(tenant, acme, None) == [0, 0]


def test_whoever_raised_it_sees_it_without_the_notes_of_the_readers(tenant, acme, partners, logged):
    assert seen_by(tenant, acme, partners.mentee) == [1, 1]


def test_a_reader_sees_all_of_it(tenant, acme, rhea, logged):
    assert seen_by(tenant, acme, rhea) == [1, 2]


@pytest.mark.parametrize("role", Role)
def test_no_role_sees_it_by_itself(tenant, acme, member, logged, role):
    assert seen_by(tenant, acme, member(acme, role)) == [0, 0]


def test_a_reader_of_another_program_does_not_see_it(tenant, acme, member, name, logged):
    elsewhere = member(acme, Role.MEMBER)
    with tenant(acme):
        other = factories.program().id
    name(elsewhere, other)

    assert seen_by(tenant, acme, elsewhere) == [0, 0]


def test_a_reader_of_this_program_sees_it(tenant, acme, member, name, partners, logged):
    here = member(acme, Role.PROGRAM_ADMIN)
    name(here, partners.program_id)

    assert seen_by(tenant, acme, here) == [1, 2]


def test_whom_it_is_about_never_sees_it_whatever_they_are_named_for(
    tenant, acme, partners, name, logged
):
    name(partners.mentor)

    assert seen_by(tenant, acme, partners.mentor) == [0, 0]


def test_whoever_raised_it_does_not_become_its_reader(tenant, acme, partners, name, logged):
    name(partners.mentee)

    assert seen_by(tenant, acme, partners.mentee) == [1, 1]


def test_what_is_not_seen_is_not_changed_either(tenant, acme, owner, logged):
    with tenant(acme):
        queries.enter(owner.scope)
        changed = db.session.execute(text("UPDATE concerns SET words = 'Nothing happened.'"))

        assert changed.rowcount == 0


def test_the_next_request_on_a_connection_sees_what_its_own_person_may(tenant, acme, rhea, logged):
    with tenant(acme):
        queries.enter(rhea.scope)
        db.session.commit()
        assert db.session.scalar(select(func.count()).select_from(Concern)) == 1

    assert seen_by(tenant, acme, None) == [0, 0]


def test_no_person_of_another_organization_sees_it(tenant, globex, member, concern):
    with tenant(globex), pytest.raises(NotFoundError):
        queries.case(member(globex, Role.OWNER).scope, concern)


def test_deleting_an_organization_deletes_its_concerns_unread(tenant, acme, rhea, logged):
    with tenant(acme):
        delete_rows(acme.id)

    assert seen_by(tenant, acme, rhea) == [0, 0]
    with tenant(acme):
        # A foreign key would have refused to let the members go before their concerns.
        assert db.session.scalar(text("SELECT count(*) FROM members")) == 0
