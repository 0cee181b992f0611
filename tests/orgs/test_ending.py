import datetime as dt

import pytest
from sqlalchemy import func, select

from saas.db import Base, TenantScoped, bind_org, db, directory
from saas.errors import ForbiddenError, InvalidError
from saas.mail.services import suppress
from saas.orgs import ending, links
from saas.orgs.models import Membership, Organization
from saas.scope import Role
from tests import factories


@pytest.fixture
def filled(tenant, member):
    """Fill an organization with rows that refer to each other, and return an owner of it."""

    def fill(org):
        owner, mentor = member(org, Role.OWNER), member(org, name="Mentor")
        with tenant(org) as scope:
            cohort = factories.cohort()
            sides = factories.mentor(cohort, person=mentor), factories.mentee(cohort)
            factories.proposal(factories.run(cohort), *sides)
            factories.partnership(cohort, *sides)
            factories.application(cohort)
            suppress(org.id, address="a@example.org", topic="digest")
            links.new_link(
                scope,
                "test",
                subject_id=cohort.id,
                member_id=owner.member_id,
                lasting=dt.timedelta(days=1),
            )
        return owner

    return fill


def rows_of(app, org):
    with app.app_context():
        bind_org(org.id)
        return sum(
            db.session.scalar(select(func.count()).select_from(mapper.class_))
            for mapper in Base.registry.mappers
            if issubclass(mapper.class_, TenantScoped)
        )


def test_nothing_of_the_organization_is_left_and_nothing_of_another_is_touched(
    app, tenant, acme, globex, filled
):
    owner, _ = filled(acme), filled(globex)
    before = rows_of(app, globex)
    assert rows_of(app, acme) > 10

    with tenant(acme):
        ending.end_organization(owner.scope, typed=" acme ")

    assert rows_of(app, acme) == 0
    assert rows_of(app, globex) == before
    with app.app_context():
        assert list(ending.ending_organizations()) == [acme.id]
        left = select(func.count()).where(Membership.org_id == acme.id)
        assert directory.scalar(left) == 0


def test_the_directory_forgets_it_in_the_end_and_only_it(app, tenant, acme, globex, filled):
    owner = filled(acme)
    with tenant(acme):
        ending.end_organization(owner.scope, typed="acme")

    with app.app_context():
        for _ in range(2):
            ending.forget_organization(acme.id)
            ending.forget_organization(globex.id)

        assert directory.scalars(select(Organization.slug)).all() == ["globex"]


@pytest.mark.parametrize("typed", ["", "globex", "Acme"])
def test_something_else_typed_deletes_nothing(app, tenant, acme, filled, typed):
    owner = filled(acme)
    before = rows_of(app, acme)

    with tenant(acme), pytest.raises(InvalidError, match="Type acme"):
        ending.end_organization(owner.scope, typed=typed)

    assert rows_of(app, acme) == before


def test_only_owners_delete(tenant, acme, member):
    with tenant(acme), pytest.raises(ForbiddenError):
        ending.end_organization(member(acme, Role.ADMIN).scope, typed="acme")
