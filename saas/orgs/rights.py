"""Who has which role by name, for the page that says who can see what."""

from collections import defaultdict

from sqlalchemy import select

from saas.db import db
from saas.orgs.access import Named, tells_who
from saas.orgs.models import Member, MemberState
from saas.orgs.words import ROLE_NAMES
from saas.scope import Role, Scope

#: Roles over the whole organization, from most to least.
WHOLE = (Role.OWNER, Role.ADMIN, Role.VIEWER)


@tells_who
def _roles(scope: Scope) -> list[Named]:
    rows = db.session.execute(
        select(Member.role, Member.name)
        .where(
            Member.org_id == scope.org_id,
            Member.role.in_(WHOLE),
            Member.state == MemberState.ACTIVE,
        )
        .order_by(Member.name, Member.id)
    )
    names = defaultdict(list)
    for role, name in rows:
        names[role].append(name)
    return [(ROLE_NAMES[role], names[role]) for role in WHOLE]
