"""Deleting an organization: every row it has, table by table, and then that it was there.

The directory's half is written first, so that nobody enters any more; the rows of the
tenant go in the same request; the ticker makes sure of them and forgets the organization.
"""

from collections.abc import Sequence

from sqlalchemy import Table, delete, select

from saas import clock
from saas.db import Base, TenantScoped, db, directory
from saas.errors import ForbiddenError, InvalidError
from saas.orgs import queries
from saas.orgs.models import Membership, Organization
from saas.scope import Role, Scope


def end_organization(scope: Scope, *, typed: str) -> None:
    """Delete the organization with all that is in it. Safe to call twice.

    Args:
        scope: An owner.
        typed: Its slug, as proof that this is meant; not asked for a sample.

    Raises:
        ForbiddenError: Only owners do this.
        InvalidError: Something else was typed.
    """
    if scope.role is not Role.OWNER:
        raise ForbiddenError("Only an owner can delete the organization.")
    organization = queries.organization(scope.org_id)
    if not organization.is_sample and typed.strip() != organization.slug:
        raise InvalidError("typed", f"Type {organization.slug} to delete the organization.")
    organization.ending_at = clock.now()
    directory.execute(delete(Membership).where(Membership.org_id == scope.org_id))
    delete_rows(scope.org_id)


def delete_rows(org_id: int) -> None:
    """Delete every row of the organization that the session is bound to. Safe to call twice."""
    for table in tenant_tables():
        db.session.execute(delete(table).where(table.c.org_id == org_id))


def forget_organization(org_id: int) -> None:
    """Delete the directory's row of an organization whose rows are gone. Safe to call twice."""
    directory.execute(
        delete(Organization).where(Organization.id == org_id, Organization.ending_at.is_not(None))
    )


def ending_organizations() -> Sequence[int]:
    """Return the ids of the organizations that are being deleted."""
    return directory.scalars(
        select(Organization.id).where(Organization.ending_at.is_not(None)).limit(100)
    ).all()


def tenant_tables() -> list[Table]:
    """Return the tables of tenants, each before those that it refers to."""
    owned = {
        mapper.local_table
        for mapper in Base.registry.mappers
        if issubclass(mapper.class_, TenantScoped)
    }
    return [table for table in reversed(Base.metadata.sorted_tables) if table in owned]
