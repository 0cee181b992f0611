"""The weekly digest, written when it is sent: silent when nothing matters by then."""

import uuid
from typing import Any

from saas.db import db
from saas.digests.contents import Pages, contents
from saas.digests.message_list import DIGEST
from saas.digests.services import TOPIC
from saas.mail.letter import Letter
from saas.mail.registry import latest
from saas.mail.sender import renders
from saas.mail.unsubscribe import unsubscribe_url
from saas.mail.values import Values
from saas.orgs import queries as orgs
from saas.orgs.letters import compose
from saas.orgs.models import Member, MemberState
from saas.scope import Scope


@renders(DIGEST.name)
def digest(scope: Scope, payload: dict[str, Any]) -> Letter | None:
    """Write a member's digest; None when there is nothing to say, or nobody to say it to."""
    member = db.session.get(Member, (scope.org_id, uuid.UUID(payload["member_id"])))
    if member is None or member.state is MemberState.REMOVED:
        return None
    values = _values(Scope(scope.org_id, member.id, member.role), member)
    if not values["items"]:
        return None
    # The page behind it stops the digest, and takes it up again.
    manage = unsubscribe_url(scope.org_id, member.email, TOPIC)
    return compose(scope, DIGEST, values, language=member.language, manage_url=manage)


@latest(DIGEST)
def _own(scope: Scope) -> Values | None:
    """What the digest would say to whoever looks: nobody else's is theirs to read."""
    if scope.actor_id is None:
        return None
    values = _values(scope, orgs.member(scope, scope.actor_id))
    return values if values["items"] else None


def _values(scope: Scope, member: Member) -> Values:
    pages = Pages(orgs.organization(scope.org_id).slug)
    return {
        "name": member.name,
        "organization": orgs.workspace(scope).name,
        "items": contents(scope),
        "home_url": pages.of("reports.show_overview"),
    }
